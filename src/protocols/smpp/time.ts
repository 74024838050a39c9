/** SMPP times, 16 characters: SMPP 3.4 §7.1. All times in ms since 1970 UTC; the present is always given. */
import { SmppCodecError } from './error.ts'
import { status } from './status.ts'

const quarterHourMs = 900_000
const dayMs = 86_400_000
const absolute = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d)(\d\d)([+-])$/
const relative = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{3}R$/i

/** 5.0 §4.7.23.4: 00-37 are 2000-2037, 38-99 are 1938-1999. */
const fullYear = (year: number): number => (year < 38 ? 2000 + year : 1900 + year)

/**
 * Reads schedule_delivery_time, validity_period or final_date. undefined for '' and for what is no time.
 * @param now what a relative time counts from
 */
export function parseSmppTime(text: string, now: number): number | undefined {
  const at = absolute.exec(text)
  if (at !== null) return parseAbsolute(at)
  const after = relative.exec(text)
  if (after === null) return undefined
  const [years, months, days, hours, minutes, seconds] = after.slice(1, 7).map(Number) as Six
  const start = new Date(now)
  return Date.UTC(
    start.getUTCFullYear() + years,
    start.getUTCMonth() + months,
    start.getUTCDate() + days,
    start.getUTCHours() + hours,
    start.getUTCMinutes() + minutes,
    start.getUTCSeconds() + seconds,
    start.getUTCMilliseconds(),
  )
}

type Six = [number, number, number, number, number, number]

function parseAbsolute(match: RegExpExecArray): number | undefined {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as Six
  const tenths = Number(match[7])
  const quarters = Number(match[8])
  if (quarters > 48) return undefined
  const local = utcOf(fullYear(year), month, day, hour, minute, second)
  if (local === undefined) return undefined
  // "+" means the local time is ahead of UTC.
  return local + tenths * 100 - (match[9] === '+' ? 1 : -1) * quarters * quarterHourMs
}

/** ms since 1970 of a date read as UTC; undefined when the calendar has no such date (31 February, 25 o'clock). */
export function utcOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  const at = Date.UTC(year, month - 1, day, hour, minute, second)
  const back = new Date(at)
  const same =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour
  return same && minute < 60 && second < 60 ? at : undefined
}

const two = (value: number): string => String(value).padStart(2, '0')

/**
 * Writes an absolute time, to the tenth of a second.
 * @param offsetMinutes the zone it is told in, in steps of 15, up to 12 hours either way
 */
export function formatAbsoluteTime(at: number, offsetMinutes = 0): string {
  const quarters = Math.round(Math.abs(offsetMinutes) / 15)
  if (quarters > 48)
    throw new SmppCodecError(status.ESME_RINVSCHED, 'an SMPP time is at most 12 hours from UTC')
  const local = new Date(at + Math.sign(offsetMinutes) * quarters * quarterHourMs)
  const year = local.getUTCFullYear()
  if (!(year >= 1938 && year <= 2037))
    throw new SmppCodecError(status.ESME_RINVSCHED, 'an SMPP time lies in 1938 to 2037')
  const tenths = Math.floor(local.getUTCMilliseconds() / 100)
  return `${dateDigits(local)}${tenths}${two(quarters)}${offsetMinutes < 0 ? '-' : '+'}`
}

/** YYMMDDhhmmss of the UTC fields. */
export function dateDigits(date: Date): string {
  const calendar =
    two(date.getUTCFullYear() % 100) + two(date.getUTCMonth() + 1) + two(date.getUTCDate())
  return calendar + two(date.getUTCHours()) + two(date.getUTCMinutes()) + two(date.getUTCSeconds())
}

/** Months differ in length, so a relative time is told in days; 30 is the most two digits of days may say (§7.1.1.2). */
const relativeDaysMax = 30

/** Writes a relative time, to the second, up to 30 days. Longer ones throw: tell them as absolute. */
export function formatRelativeTime(duration: number): string {
  if (!(duration >= 0 && duration < (relativeDaysMax + 1) * dayMs)) {
    throw new SmppCodecError(
      status.ESME_RINVEXPIRY,
      `a relative time is 0 to ${relativeDaysMax} days`,
    )
  }
  const seconds = Math.round(duration / 1000)
  const days = Math.floor(seconds / 86_400)
  const clock =
    two(Math.floor(seconds / 3600) % 24) + two(Math.floor(seconds / 60) % 60) + two(seconds % 60)
  return `0000${two(days)}${clock}000R`
}
