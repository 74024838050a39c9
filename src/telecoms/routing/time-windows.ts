import { WEEKDAYS, type Conditions, type TimeWindow, type Weekday } from './route.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

const formats = new Map<string, Intl.DateTimeFormat>()

/** @throws RangeError when there is no such time zone */
export function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(timeZone, format)
  }
  return format
}

function localTime(timeZone: string, at: number): { day: number; minute: number } {
  let day = 0
  let minute = 0
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) {
    if (type === 'weekday') day = WEEKDAYS.indexOf(value.toUpperCase() as Weekday)
    else if (type === 'hour') minute += Number(value) * 60
    else if (type === 'minute') minute += Number(value)
  }
  return { day, minute }
}

function isIn({ days, from, to }: TimeWindow, day: number, minute: number): boolean {
  const has = (index: number) => days.length === 0 || days.includes(WEEKDAYS[(index + 7) % 7]!)
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  if (begin < end) return has(day) && minute >= begin && minute < end
  // Over midnight: what is after midnight belongs to the day before.
  return (has(day) && minute >= begin && minute < DAY_MINUTES) || (has(day - 1) && minute < end)
}

/** Whether a route is for this instant: valid, and inside one of its windows where it has any. */
export function isOpen(
  route: Pick<Conditions, 'timeWindows' | 'timeZone' | 'validFrom' | 'validUntil'>,
  at: number,
): boolean {
  if (route.validFrom !== null && at < route.validFrom.getTime()) return false
  if (route.validUntil !== null && at >= route.validUntil.getTime()) return false
  if (route.timeWindows.length === 0) return true
  const { day, minute } = localTime(route.timeZone, at)
  return route.timeWindows.some((window) => isIn(window, day, minute))
}

/**
 * Whether a route is open, looked at once a minute and not for each message: local time is slow to reckon, and windows
 * begin and end with minutes. Limits of validity are looked at to the millisecond.
 */
export class Opening {
  readonly #route: Parameters<typeof isOpen>[0]
  readonly #always: boolean
  #minute = Number.NaN
  #open = false

  constructor(route: Parameters<typeof isOpen>[0]) {
    this.#route = route
    this.#always = route.timeWindows.length === 0
  }

  at(ms: number): boolean {
    if (this.#always)
      return (
        (this.#route.validFrom === null || ms >= this.#route.validFrom.getTime()) &&
        (this.#route.validUntil === null || ms < this.#route.validUntil.getTime())
      )
    const minute = Math.floor(ms / MINUTE_MS)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#open = isOpen({ ...this.#route, validFrom: null, validUntil: null }, ms)
    }
    return this.#open && isOpen({ ...this.#route, timeWindows: [] }, ms)
  }
}
