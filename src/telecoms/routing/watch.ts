import type { Stop } from '../../core/module.ts'
import type { Health } from './health.ts'
import type { RoutingNeeds } from './needs.ts'
import type { Quality } from './quality.ts'
import { allQuality, dropQuality, keepQuality } from './store/quality.ts'

const LOOK_MS = 250
const KEEP_MS = 10_000
const KEPT_SET_MAX = 5_000
const QUALITY_DAYS_MS = 7 * 86_400_000

/** Looks at connections a few times a second, reads costs, and keeps what was measured for the next process. */
export async function watch(
  { db, clock, log, costs }: RoutingNeeds,
  health: Health,
  quality: Quality,
): Promise<Stop> {
  quality.restore(await allQuality(db))
  await dropQuality(db, new Date(clock.ms() - QUALITY_DAYS_MS))
  await costs.refresh()
  let under: Promise<void> = Promise.resolve()
  let failed = false
  const keep = async () => {
    try {
      await costs.refresh()
      const changed = quality.changed(KEPT_SET_MAX)
      if (changed.length > 0) await keepQuality(db, changed)
      failed = false
    } catch (error) {
      if (!failed)
        log.warn(
          { reason: (error as Error).message },
          'costs could not be read or qualities not kept; what is in memory stays',
        )
      failed = true
    }
  }
  health.look()
  const timers = [
    setInterval(() => health.look(), LOOK_MS).unref(),
    setInterval(() => {
      under = under.then(keep)
    }, KEEP_MS).unref(),
  ]
  return async () => {
    for (const timer of timers) clearInterval(timer)
    await under
    await keep()
  }
}
