import { Rejection } from './rejection.ts'

const SUSPECT = /\\u0000|\\ud[89a-f]/i

/**
 * Refuses what PostgreSQL cannot store and UTF-8 cannot say: U+0000 and lone surrogates, in values and in names.
 * Looks into the parsed body only when the raw text has an escape that could make one.
 */
export function refuseUnstorable(raw: string, parsed: unknown): void {
  if (!SUSPECT.test(raw)) return
  const open: { value: unknown; path: string }[] = [{ value: parsed, path: '' }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next
    if (typeof value === 'string') refuseText(value, path)
    else if (Array.isArray(value))
      value.forEach((item, index) => open.push({ value: item, path: `${path}[${index}]` }))
    else if (value !== null && typeof value === 'object')
      for (const [name, item] of Object.entries(value)) {
        refuseText(name, path)
        open.push({ value: item, path: path === '' ? name : `${path}.${name}` })
      }
  }
}

export function refuseText(text: string, property: string): void {
  if (text.includes('\0')) throw unstorable(property, 'must not contain the character U+0000')
  if (!text.isWellFormed()) throw unstorable(property, 'must not contain a lone surrogate')
}

const unstorable = (property: string, violation: string) =>
  new Rejection('BAD_REQUEST', { violations: [{ property: property || 'body', violation }] })

const QUOTE = 34
const BACKSLASH = 92

/** How deep objects and lists lie inside one another in a JSON text, without parsing it. */
export function depthOf(raw: string): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < raw.length; at += 1) {
    const code = raw.charCodeAt(at)
    if (code === QUOTE) {
      // Over the text: nothing in it counts.
      for (at += 1; at < raw.length && raw.charCodeAt(at) !== QUOTE; at += 1)
        if (raw.charCodeAt(at) === BACKSLASH) at += 1
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return deepest
}
