import type { ClosedOn } from './opening-hours.ts'

const DAY_MS = 86_400_000
const SUNDAY = 0
const MONDAY = 1

/** Easter Sunday of a year, Gregorian (the anonymous algorithm of 1876), as the milliseconds of its midnight in UTC. */
export function easterOf(year: number): number {
  const a = year % 19
  const century = Math.floor(year / 100)
  const b = year % 100
  const epact =
    (19 * a +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(b / 4) - epact - (b % 4)) % 7
  const late = Math.floor((a + 11 * epact + 22 * weekday) / 451)
  const sum = epact + weekday - 7 * late + 114
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1)
}

const shape = /^(?:(\d{4})-)?(\d{2})-(\d{2})(\/sunday|\/monday)?$|^easter([+-]\d{1,2})$/

/** Whether a text is a day as the tables write it: `07-14`, `easter+1`, `12-25/sunday`, `2026-12-27`. */
export const isHoliday = (text: string): boolean => {
  const match = shape.exec(text)
  if (!match) return false
  const [, year = '2024', month, day, , easter] = match
  if (easter !== undefined) return true
  const made = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(made.getTime()) && made.getUTCDate() === Number(day)
}

/** The days of a year that a written one stands for. */
function datesOf(text: string, year: number): number[] {
  const [, only, month, day, held, easter] = shape.exec(text)!
  if (easter !== undefined) return [easterOf(year) + Number(easter) * DAY_MS]
  if (only !== undefined && Number(only) !== year) return []
  const date = Date.UTC(year, Number(month) - 1, Number(day))
  const weekday = new Date(date).getUTCDay()
  if (held === '/sunday') return weekday === SUNDAY ? [date, date + DAY_MS] : [date]
  if (held === '/monday') return [date + ((MONDAY - weekday + 7) % 7) * DAY_MS]
  return [date]
}

/** Whether a day is one of these. Years are worked out once. */
export function holidays(days: readonly string[]): ClosedOn {
  const years = new Map<number, ReadonlySet<number>>()
  return (midnight) => {
    const year = new Date(midnight).getUTCFullYear()
    let dates = years.get(year)
    if (!dates) {
      dates = new Set(days.flatMap((one) => datesOf(one, year)))
      years.set(year, dates)
    }
    return dates.has(midnight)
  }
}
