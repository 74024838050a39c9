import { DAY_MS, utcDay, type Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Stop } from '../core/module.ts'
import type { Db } from '../core/storage/index.ts'
import { HOURS_KEPT_MS } from './series.ts'
import { dropOldDays, dropOldHours, dropUnusedFlows } from './store/figures.ts'
import { dropOldRequests } from './store/requests.ts'

const MONTHS_KEPT = 25
const REQUESTS_KEPT_MS = 30 * DAY_MS
const EVERY_MS = 3_600_000
const SET_MAX = 10_000

/** Drops figures whose time is over: hours after 90 days, days after 25 months. */
export async function dropOld(db: Db, now: Date): Promise<void> {
  const oldest = new Date(now)
  oldest.setUTCMonth(oldest.getUTCMonth() - MONTHS_KEPT)
  const lastDay = utcDay(oldest.getTime())
  const lastHour = new Date(now.getTime() - HOURS_KEPT_MS)
  while ((await dropOldHours(db, lastHour, SET_MAX)) === SET_MAX);
  while ((await dropOldDays(db, lastDay, SET_MAX)) === SET_MAX);
  while ((await dropUnusedFlows(db, lastDay, SET_MAX)) === SET_MAX);
  await dropOldRequests(db, new Date(now.getTime() - REQUESTS_KEPT_MS))
}

export function startUpkeep(db: Db, clock: Clock, log: Log): Stop {
  let working: Promise<void> = Promise.resolve()
  const drop = () => {
    working = dropOld(db, clock.now()).catch((error: unknown) =>
      log.warn({ reason: (error as Error).message }, 'old figures were not dropped'),
    )
  }
  drop()
  const timer = setInterval(drop, EVERY_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await working
  }
}
