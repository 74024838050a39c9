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
