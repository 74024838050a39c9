import { DAY_MS, utcDay, type Clock } from '../core/clock.ts'
import { wireTime } from '../core/http/index.ts'
import type { Db } from '../core/storage/index.ts'
import { waitingConnections } from './store/queue.ts'
import { countWaiting, readTraffic } from './store/traffic.ts'
import type { Overview } from './wire.ts'

const HOUR_MS = 3_600_000
/** Counting stops here: the portal shows "10,000+". */
const WAITING_MAX = 10_001

export type HealthPart = Overview['health'][number]

/** Today's figures of an account, from counters. */
export async function todaysTraffic(
  db: Db,
  clock: Clock,
  accountId: number,
): Promise<Pick<Overview, 'today' | 'hours' | 'day'>> {
  const now = clock.ms()
  const midnight = Date.parse(`${utcDay(now)}T00:00:00Z`)
  const firstHour = Math.floor(now / HOUR_MS) * HOUR_MS - 23 * HOUR_MS
  const found = await readTraffic(db, accountId, new Date(Math.min(firstHour, midnight)))
  const today = {
    accepted: 0,
    delivered: 0,
    undeliverable: 0,
    expired: 0,
    rejected: 0,
    pending: 0,
    inbound: 0,
    simulated: 0,
  }
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    hour: wireTime(firstHour + hour * HOUR_MS),
    accepted: 0,
    delivered: 0,
    failed: 0,
    inbound: 0,
  }))
  for (const { hour, what, simulated, messages } of found) {
    if (hour.getTime() >= midnight) {
      if (what in today) today[what as keyof typeof today] += messages
      if (what === 'accepted' && simulated) today.simulated += messages
    }
    const slot = hours[(hour.getTime() - firstHour) / HOUR_MS]
    if (!slot) continue
    if (what === 'accepted' || what === 'delivered' || what === 'inbound') slot[what] += messages
    else slot.failed += messages
  }
  today.pending = Math.max(
    0,
    today.accepted - today.delivered - today.undeliverable - today.expired - today.rejected,
  )
  return { day: utcDay(now), today, hours }
}

export async function overview(
  db: Db,
  clock: Clock,
  accountId: number,
  health: HealthPart[],
  /** Of this account. */
  inMemory: number,
): Promise<Overview> {
  const traffic = await todaysTraffic(db, clock, accountId)
  const waiting = await countWaiting(db, accountId, await waitingConnections(db), WAITING_MAX)
  return {
    ...traffic,
    waiting: {
      toSend: Math.min(WAITING_MAX, waiting.to_send + inMemory),
      scheduled: waiting.scheduled,
      reports: waiting.reports,
    },
    health,
  }
}

export const since = (clock: Clock, ms: number): Date => new Date(clock.ms() - ms)
export const LOG_WINDOW_MS = 2 * DAY_MS
