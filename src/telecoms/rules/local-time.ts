/** Instants and wall clocks of IANA time zones. A local time is written as the milliseconds it would be in UTC. */

const QUARTER_MS = 900_000
/** Answers kept: 24 hours of a hundred zones. */
const KNOWN_MAX = 10_000
const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()
const known = new Map<string, number>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  return format
}

/** Whether the runtime knows a time zone of this name. */
export function isZone(name: string): boolean {
  try {
    formatOf(name)
    return true
  } catch {
    return false
  }
}

/** How far the wall clocks of a zone are before UTC at an instant. Zones change at quarters of an hour only. */
export function offsetMs(zone: string, ms: number): number {
  const quarter = Math.floor(ms / QUARTER_MS)
  const key = `${zone} ${quarter}`
  const found = known.get(key)
  if (found !== undefined) return found
  const at = quarter * QUARTER_MS
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value)
  const local = Date.UTC(
    part['year']!,
    part['month']! - 1,
    part['day']!,
    part['hour']!,
    part['minute']!,
    part['second']!,
  )
  if (known.size >= KNOWN_MAX) known.clear()
  known.set(key, local - at)
  return local - at
}

export const toLocal = (zone: string, ms: number): number => ms + offsetMs(zone, ms)

/**
 * The instant of a wall clock's time. Where clocks go back, it is there twice: `which` says the first or the last of them.
 * Where clocks go forward it is left out: then the instants beside the gap are meant, as if the clock had not been changed
 * yet (last) or already (first).
 */
export function instantOf(zone: string, local: number, which: 'first' | 'last'): number {
  const both = [local - DAY_MS, local + DAY_MS].map((around) => local - offsetMs(zone, around))
  const real = both.filter((ms) => toLocal(zone, ms) === local)
  const among = real.length > 0 ? real : both
  return which === 'first' ? Math.min(...among) : Math.max(...among)
}
