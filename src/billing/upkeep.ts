import { DAY_MS, type Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Stop } from '../core/module.ts'
import { isConnectionLost, transaction, type Db } from '../core/storage/index.ts'
import type { Surroundings } from './needs.ts'
import { dropOldAlerts, markTold, takeAlerts } from './store/terms.ts'
import { dropOldUsageQueries } from './store/usage-queries.ts'

const LOOK_MS = 5_000
const SET_MAX = 100
const QUERIES_KEPT_MS = 8 * DAY_MS
const ALERTS_KEPT_MS = 400 * DAY_MS

/** Tells of balances that fell below their marks, and forgets what is old. Done once every five seconds. */
export function startUpkeep(needs: { db: Db; clock: Clock; log: Log }, around: Surroundings): Stop {
  const { db, clock, log } = needs
  let working: Promise<void> | null = null
  const look = async () => {
    const now = clock.now()
    await transaction(db, async (tx) => {
      for (const one of await takeAlerts(tx, SET_MAX)) {
        await around.onAlert({
          accountId: one.account_id,
          belowMicros: one.below_micros,
          balanceMicros: one.balance_micros,
          currency: one.currency,
          raisedAt: one.raised_at,
        })
        await markTold(tx, one, now)
      }
    })
    await dropOldUsageQueries(db, new Date(now.getTime() - QUERIES_KEPT_MS))
    await dropOldAlerts(db, new Date(now.getTime() - ALERTS_KEPT_MS))
  }
  const timer = setInterval(() => {
    working ??= look()
      .catch((error: unknown) => {
        if (!isConnectionLost(error))
          log.error({ reason: (error as Error).message }, 'alerts of balances were not told')
      })
      .finally(() => {
        working = null
      })
  }, LOOK_MS)
  return async () => {
    clearInterval(timer)
    await working
  }
}
