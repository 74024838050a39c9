import { instantOf, toLocal } from './local-time.ts'

/** Minutes from midnight; the end may lie behind the next one, and belongs to the day the span began on. */
export type Span = readonly [from: number, to: number]
/** Spans of each weekday, Sunday first. */
export type OpeningHours = readonly (readonly Span[])[]

const DAY_MS = 86_400_000
const DAY_MINUTES = 1_440
/** Farther ahead nothing is looked for: what opens later never opens. */
const DAYS_AHEAD_MAX = 31
const MOVES_MAX = 500
const names = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const

const entry = /^(SU|MO|TU|WE|TH|FR|SA)(?:-(SU|MO|TU|WE|TH|FR|SA))? (\d{2}):(\d{2})-(\d{2}):(\d{2})$/

/**
 * Reads `MO-FR 08:00-20:00 SA 09:00-13:00`. Ranges of days may go over the weekend, hours over midnight.
 * @returns null for what is not written so
 */
export function readOpeningHours(text: string): OpeningHours | null {
  const days: Span[][] = names.map(() => [])
  const parts = text.trim().split(/ (?=[A-Z])/)
  for (const part of parts) {
    const [, first, last = first, ...clock] = entry.exec(part) ?? []
    if (first === undefined || last === undefined) return null
    const [fromHour, fromMinute, toHour, toMinute] = clock.map(Number) as [
      number,
      number,
      number,
      number,
    ]
    if (fromHour > 23 || fromMinute > 59 || toHour > 24 || toMinute > 59) return null
    const from = fromHour * 60 + fromMinute
    const to = toHour * 60 + toMinute
    const span: Span = [from, to > from ? to : to + DAY_MINUTES]
    const begin = names.indexOf(first as 'SU')
    const count = ((names.indexOf(last as 'SU') - begin + 7) % 7) + 1
    for (let day = 0; day < count; day += 1) days[(begin + day) % 7]!.push(span)
  }
  return days
}

/** A day of a calendar, as the milliseconds of its midnight in UTC: whether nothing opens on it. */
export type ClosedOn = (localMidnight: number) => boolean
const never: ClosedOn = () => false

/** The first instant at or after `ms` at which it is open in a zone; null: not within a month. */
function openInZone(
  hours: OpeningHours,
  zone: string,
  ms: number,
  closedOn: ClosedOn,
): number | null {
  const today = Math.floor(toLocal(zone, ms) / DAY_MS) * DAY_MS
  // Yesterday first: a span that goes over midnight may still be open.
  for (let day = -1; day <= DAYS_AHEAD_MAX; day += 1) {
    const midnight = today + day * DAY_MS
    if (closedOn(midnight)) continue
    for (const [from, to] of hours[new Date(midnight).getUTCDay()]!) {
      const opens = instantOf(zone, midnight + from * 60_000, 'last')
      const closes = instantOf(zone, midnight + to * 60_000, 'first')
      if (opens < closes && ms < closes) return Math.max(ms, opens)
    }
  }
  return null
}

/**
 * The first instant at or after `ms` at which it is open in every one of these zones: of a number that may be in any of
 * them, the strictest holds.
 * @returns null when there is none within a month
 */
export function nextOpening(
  hours: OpeningHours,
  zones: readonly string[],
  ms: number,
  closedOn: ClosedOn = never,
): number | null {
  let at = ms
  for (let move = 0; move < MOVES_MAX; move += 1) {
    let next = at
    for (const zone of zones) {
      const opens = openInZone(hours, zone, next, closedOn)
      if (opens === null || opens > ms + DAYS_AHEAD_MAX * DAY_MS) return null
      next = opens
    }
    if (next === at) return at
    at = next
  }
  return null
}
