import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Words = { [key: string]: string | Words }
const source = join(import.meta.dirname, '..')
const read = (language: string): Map<string, string> =>
  flat(JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8')) as Words)

function flat(words: Words, before = ''): Map<string, string> {
  const all = new Map<string, string>()
  for (const [key, value] of Object.entries(words))
    if (typeof value === 'string') all.set(before + key, value)
    else for (const [inner, text] of flat(value, `${before}${key}.`)) all.set(inner, text)
  return all
}

const languages = { en: read('en'), ja: read('ja') }
const withoutPlural = (key: string) => key.replace(/_(?:one|other)$/, '')
const keysOf = (words: Map<string, string>) =>
  [...new Set([...words.keys()].map(withoutPlural))].toSorted()
const placesIn = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).toSorted()

/** Every text in the source that begins like a key, also those in conditions; `${…}` stands for anything. */
function keysUsed(): { fixed: Set<string>; patterns: RegExp[] } {
  const areas = [...new Set([...languages.en.keys()].map((key) => key.split('.')[0]))].join('|')
  const literal = new RegExp(`['"\`]((?:${areas})\\.(?:[\\w.-]|\\$\\{[^\`]*?\\})+)['"\`]`, 'g')
  const fixed = new Set<string>()
  const patterns: RegExp[] = []
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || file.endsWith('.test.ts') || file.startsWith('generated')) continue
    for (const [, key] of readFileSync(join(source, file), 'utf8').matchAll(literal))
      if (key!.includes('${')) patterns.push(patternOf(key!))
      else fixed.add(key!)
  }
  return { fixed, patterns }
}
const patternOf = (key: string) =>
  new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{.*?\}(?=\\\.|$)/g, '.+')}$`)

describe('the words of the portal', () => {
  const { fixed, patterns } = keysUsed()

  it('has the same keys in all languages', () => {
    expect(keysOf(languages.ja)).toEqual(keysOf(languages.en))
  })

  it('fills in the same values in all languages', () => {
    for (const [key, text] of languages.ja) {
      const english = languages.en.get(key) ?? ''
      expect({ key, places: placesIn(text) }).toEqual({ key, places: placesIn(english) })
    }
  })

  it('has a word for every key the source asks for', () => {
    const known = new Set(keysOf(languages.en))
    expect(
      [...fixed].filter(
        (key) => !known.has(key) && ![...known].some((one) => one.startsWith(`${key}.`)),
      ),
    ).toEqual([])
    expect(patterns.filter((pattern) => ![...known].some((key) => pattern.test(key)))).toEqual([])
  })

  it('has no word that nothing asks for', () => {
    const idle = keysOf(languages.en).filter(
      (key) => !fixed.has(key) && !patterns.some((pattern) => pattern.test(key)),
    )
    expect(idle).toEqual([])
  })

  it('leaves no text empty', () => {
    for (const words of Object.values(languages))
      for (const [key, text] of words) expect(text.trim(), key).not.toBe('')
  })
})
