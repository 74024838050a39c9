import { utcDay } from '../core/clock.ts'

/** Midnights of all zones fall on quarters of an hour, UTC. */
const QUARTER_MS = 900_000
const DAYS_KEPT_MAX = 10_000

const formats = new Map<string, Intl.DateTimeFormat>()
const known = new Map<string, string>()

/** The day of an instant, `YYYY-MM-DD`, by the clocks of a zone. @param zone a name of the tz database */
export function billingDay(zone: string, ms: number): string {
  if (zone === 'UTC') return utcDay(ms)
  const key = `${zone} ${Math.floor(ms / QUARTER_MS)}`
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= DAYS_KEPT_MAX) known.clear()
  const day = formatOf(zone).format(ms)
  known.set(key, day)
  return day
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    // The Swedish way to write a date is the ISO one.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
    formats.set(zone, format)
  }
  return format
}
