import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Stop } from '../core/module.ts'
import type { Db } from '../core/storage/index.ts'
import type { Append } from './append.ts'
import { eraseDetails } from './store/chain.ts'

const INTERVAL_MS = 3_600_000
const SET_MAX = 10_000

/** The instant before which details are no longer kept. */
export function keptSince(clock: Clock, months: number): Date {
  const since = clock.now()
  const day = since.getUTCDate()
  since.setUTCMonth(since.getUTCMonth() - months)
  // The 31st of March less a month is the last of February, not a day in March.
  if (since.getUTCDate() !== day) since.setUTCDate(0)
  return since
}

/** Erases details whose time is over. @returns how many */
export async function eraseOld(needs: {
  db: Db
  clock: Clock
  detailMonths: number
}): Promise<number> {
  const before = keptSince(needs.clock, needs.detailMonths)
  let erased = 0
  for (;;) {
    const set = await eraseDetails(needs.db, before, SET_MAX)
    erased += set
    if (set < SET_MAX) return erased
  }
}

/**
 * Once an hour: erases old details, and writes the ends of the chains that moved to the program's log, which is not in
 * the database: whoever cuts a chain's end off, or puts an old state back, would have to change that as well.
 */
export async function startUpkeep(needs: {
  db: Db
  clock: Clock
  log: Log
  detailMonths: number
  append: Append
}): Promise<Stop> {
  const { log, append } = needs
  const tellHeads = () => {
    for (const [accountId, { seq, hash }] of append.takeMoved())
      log.info({ accountId, seq, hash: hash.toString('hex') }, 'the audit trail reached here')
  }
  const work = () => {
    tellHeads()
    return eraseOld(needs).then(
      (erased) => log.info({ erased }, 'details of the audit trail whose time is over were erased'),
      (error: unknown) =>
        log.warn({ reason: (error as Error).message }, 'old details were not erased; next hour again'), // prettier-ignore
    )
  }
  let working = work()
  const timer = setInterval(() => (working = work()), INTERVAL_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await working
    await append.drained()
    tellHeads()
  }
}
