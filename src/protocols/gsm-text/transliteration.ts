import { defaultTables, NOT_IN_ALPHABET } from './tables.ts'
import * as tables from './transliteration-tables.ts'

/** Transliteration codes of the compatible API. */
export const transliterationCodes = [
  'NONE',
  'TURKISH',
  'GREEK',
  'CYRILLIC',
  'SERBIAN_CYRILLIC',
  'BULGARIAN_CYRILLIC',
  'CENTRAL_EUROPEAN',
  'BALTIC',
  'PORTUGUESE',
  'COLOMBIAN',
  'NON_UNICODE',
  'ALL',
] as const
export type TransliterationCode = (typeof transliterationCodes)[number]

type Replacements = ReadonlyMap<string, string>

/**
 * Replaces characters outside the GSM alphabet by ones inside it. A character the alphabet has is
 * never changed, one the chosen table does not know stays, so the text may still need UCS-2.
 */
export function transliterate(text: string, code: TransliterationCode): string {
  if (code === 'NONE' || !needsReplacement(text)) return text
  const replacements = replacementsOf(code)
  const composed = text.normalize('NFC')
  let result = ''
  for (let i = 0; i < composed.length; i++) {
    const character = composed[i]!
    const replacement = inAlphabet(character) ? undefined : replacements.get(character)
    result += replacement === undefined ? character : fitCase(replacement, composed, i)
  }
  return result
}

const inAlphabet = (character: string): boolean =>
  defaultTables.codes[character.charCodeAt(0)] !== NOT_IN_ALPHABET

function needsReplacement(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (defaultTables.codes[text.charCodeAt(i)] === NOT_IN_ALPHABET) return true
  }
  return false
}

/** "Щ" is "SHCH" within capitals and "Shch" before a small letter. */
function fitCase(replacement: string, text: string, at: number): string {
  if (replacement.length < 2 || !isUpper(text[at]!)) return replacement
  const next = text[at + 1] ?? ''
  const neighbour = isLetter(next) ? next : (text[at - 1] ?? '')
  const capitals = isLetter(neighbour) ? isUpper(neighbour) : false
  return capitals ? replacement : replacement[0]! + replacement.slice(1).toLowerCase()
}

const isLetter = (character: string): boolean => character.toLowerCase() !== character.toUpperCase()
const isUpper = (character: string): boolean =>
  isLetter(character) && character === character.toUpperCase()

const compiled = new Map<TransliterationCode, Replacements>()

function replacementsOf(code: TransliterationCode): Replacements {
  const known = compiled.get(code)
  if (known) return known
  const fresh = compile(code)
  compiled.set(code, fresh)
  return fresh
}

function compile(code: TransliterationCode): Replacements {
  switch (code) {
    case 'NONE':
      return new Map()
    case 'GREEK':
      return greek()
    case 'CYRILLIC':
      return readPairs(tables.cyrillic)
    case 'SERBIAN_CYRILLIC':
      return readPairs(tables.serbianCyrillic)
    case 'BULGARIAN_CYRILLIC':
      return readPairs(tables.bulgarianCyrillic)
    case 'TURKISH':
      return readPairs(tables.turkish)
    case 'CENTRAL_EUROPEAN':
      return readPairs(tables.centralEuropean)
    case 'BALTIC':
      return readPairs(tables.baltic)
    case 'PORTUGUESE':
      return readPairs(tables.portuguese)
    case 'COLOMBIAN':
      return readPairs(tables.colombian)
    case 'NON_UNICODE':
      return punctuation()
    case 'ALL':
      return everything()
  }
}

function readPairs(pairs: string): Map<string, string> {
  const words = pairs.trim().split(/\s+/)
  const map = new Map<string, string>()
  for (let i = 0; i + 1 < words.length; i += 2) {
    const to = words[i + 1] === '0' ? '' : words[i + 1]!
    addPair(map, words[i]!, to)
  }
  return map
}

function addPair(map: Map<string, string>, from: string, to: string): void {
  map.set(from, to)
  const upper = from.toUpperCase()
  if (upper.length === 1 && upper !== from && !map.has(upper)) map.set(upper, to.toUpperCase())
}

/** Letters of polytonic Greek follow their base letter. */
function greek(): Map<string, string> {
  const map = readPairs(tables.greek)
  for (let code = 0x1f00; code <= 0x1fff; code++) {
    const letter = String.fromCharCode(code)
    const base = letter.normalize('NFD').replace(/\p{M}/gu, '')
    const to = map.get(base) ?? (inAlphabet(base) ? base : undefined)
    if (base.length === 1 && to !== undefined) map.set(letter, to)
  }
  return map
}

function punctuation(): Map<string, string> {
  const map = readPairs(tables.signs)
  for (const space of tables.spaces) map.set(space, ' ')
  for (const lineBreak of tables.lineBreaks) map.set(lineBreak, '\n')
  for (const sign of tables.widthless) map.set(sign, '')
  return map
}

/** All tables; for accented Latin letters none of them names, the base letter. */
function everything(): Map<string, string> {
  const map = baseLetters()
  const lists = [readPairs(tables.otherLatin), greek(), readPairs(tables.cyrillic), punctuation()]
  for (const list of lists) for (const [from, to] of list) map.set(from, to)
  return map
}

/** Latin-1 Supplement to Latin Extended-B, and Latin Extended Additional (Vietnamese). */
function baseLetters(): Map<string, string> {
  const map = new Map<string, string>()
  const blocks: [number, number][] = [
    [0xc0, 0x24f],
    [0x1e00, 0x1eff],
  ]
  for (const [first, last] of blocks) {
    for (let code = first; code <= last; code++) {
      const letter = String.fromCharCode(code)
      const base = letter.normalize('NFKD').replace(/\p{M}/gu, '')
      if (base !== letter && /^[A-Za-z]+$/.test(base)) map.set(letter, base)
    }
  }
  return map
}
