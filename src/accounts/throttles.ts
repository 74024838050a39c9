import type { Clock } from '../core/clock.ts'
import { ExpiringCache } from '../core/expiring-cache.ts'
import type { OwnThrottles } from '../core/http/index.ts'
import type { Db } from '../core/storage/index.ts'
import { BELIEVED_MS } from './standing.ts'
import { findThrottles, type ThrottlesRow } from './store/throttles.ts'

const ACCOUNTS_MAX = 100_000

/** What an account has of its own, as every request needs it. */
export interface AccountLimits extends OwnThrottles {
  /** Requests in a second with one of its credentials; null: as the installation has it. */
  requestsPerSecond: number | null
}

const NOTHING_OF_ITS_OWN: AccountLimits = { requestsPerSecond: null }

/** Limits of requests by account. Believed for some seconds, so that no request waits for them. */
export class AccountThrottles {
  readonly #db: Db
  readonly #known: ExpiringCache<AccountLimits>

  constructor(db: Db, clock: Clock) {
    this.#db = db
    this.#known = new ExpiringCache(clock, { ttlMs: BELIEVED_MS, entriesMax: ACCOUNTS_MAX })
  }

  of(accountId: number): Promise<AccountLimits> {
    return this.#known.get(String(accountId), async () => {
      const found = await findThrottles(this.#db, accountId)
      return found ? limitsOf(found) : NOTHING_OF_ITS_OWN
    })
  }

  forget(): void {
    this.#known.clear()
  }
}

const limitsOf = (row: ThrottlesRow): AccountLimits => ({
  requestsPerSecond: row.requests_per_second,
  ...(row.unlimited ? { factor: Infinity } : row.factor === null ? {} : { factor: row.factor }),
  operations: Object.fromEntries(
    Object.entries(row.operations).map(([id, { requests, unit }]) => [
      id,
      { type: 'time', requests, units: 1, unit },
    ]),
  ),
})
