/** The only place that reads the time, so that a test can move it and a retention run can be given any instant. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  ms(): number
  now(): Date
}

export const clock: Clock = {
  ms: () => Date.now(),
  now: () => new Date(),
}

export interface MovableClock extends Clock {
  advance(ms: number): void
  set(ms: number): void
}

/** A clock for tests: runs on from the system's time by an offset that the test moves. */
export function movableClock(): MovableClock {
  let offsetMs = 0
  const ms = () => Date.now() + offsetMs
  return {
    ms,
    now: () => new Date(ms()),
    advance: (by) => {
      offsetMs += by
    },
    set: (to) => {
      offsetMs = to - Date.now()
    },
  }
}

export const DAY_MS = 86_400_000

let lastDay = Number.NaN
let lastDayName = ''

/** The UTC day of an instant, `YYYY-MM-DD`: the name of a day partition. Asked for each message, so the last one is kept. */
export function utcDay(ms: number): string {
  const day = Math.floor(ms / DAY_MS)
  if (day !== lastDay) {
    lastDayName = new Date(ms).toISOString().slice(0, 10)
    lastDay = day
  }
  return lastDayName
}

/** The UTC month of an instant as its first day, `YYYY-MM-01`. */
export const utcMonth = (ms: number): string => `${new Date(ms).toISOString().slice(0, 7)}-01`
