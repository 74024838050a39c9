import { createContext, Script } from 'node:vm'

/**
 * Where something stands in an answer or a callback: a JSON pointer (RFC 6901) such as `/messages/0/id`, for forms and
 * queries the field's name as `/name`; or `regex:` and a pattern, whose first group (or whole match) it is.
 */
export type Place = string

const PATTERN = 'regex:'
/** A pattern that tries for longer finds nothing: it would stop everything else. */
const PATTERN_MS_MAX = 20
const TEXT_LENGTH_MAX = 65_536

const context = createContext({ pattern: '', text: '' })
const search = new Script('{ const m = new RegExp(pattern).exec(text); m && (m[1] ?? m[0]) }')

/** What stands at a place; '': nothing. */
export function wordAt(place: Place, content: { value: unknown; text: string }): string {
  if (place.startsWith(PATTERN)) return found(place.slice(PATTERN.length), content.text)
  const value = valueAt(place, content.value)
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''
}

/** The value a JSON pointer leads to; undefined: there is none. */
export function valueAt(pointer: string, value: unknown): unknown {
  if (pointer === '' || pointer === '/') return value
  let at = value
  for (const step of pointer.slice(1).split('/')) {
    if (typeof at !== 'object' || at === null) return undefined
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (!Object.hasOwn(at, name)) return undefined
    at = (at as Record<string, unknown>)[name]
  }
  return at
}

function found(pattern: string, text: string): string {
  Object.assign(context, { pattern, text: text.slice(0, TEXT_LENGTH_MAX) })
  try {
    const result: unknown = search.runInContext(context, { timeout: PATTERN_MS_MAX })
    return typeof result === 'string' ? result : ''
  } catch {
    return ''
  } finally {
    Object.assign(context, { pattern: '', text: '' })
  }
}

/** What is wrong with a place as it is written; null: nothing. */
export function placeFault(place: Place): string | null {
  if (place.startsWith('/')) return null
  if (!place.startsWith(PATTERN))
    return 'must be a JSON pointer such as /messages/0/id, or regex: and a pattern'
  return patternFault(place.slice(PATTERN.length))
}

function patternFault(pattern: string): string | null {
  try {
    void new RegExp(pattern)
    return null
  } catch {
    return 'is no regular expression'
  }
}
