import type { Clock } from '../core/clock.ts'
import type { Db } from '../core/storage/index.ts'
import { findAccounts } from './store/accounts.ts'

const KEPT_MS = 5_000

/** How an account may send, as the message path needs it. */
export interface AccountPolicy {
  accountId: number
  key: string
  name: string
  state: string
  anySender: boolean
  floodingOn: boolean
  contentDays: number
  currency: string
  /** Of one part. */
  priceMicros: bigint
}

/** Policies from memory, at most five seconds old. */
export class Policies {
  readonly #clock: Clock
  readonly #kept = new Map<number, { policy: AccountPolicy; until: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  forget(): void {
    this.#kept.clear()
  }

  async read(db: Db, accountIds: readonly number[]): Promise<Map<number, AccountPolicy>> {
    const now = this.#clock.ms()
    const missing = accountIds.filter((accountId) => (this.#kept.get(accountId)?.until ?? 0) <= now)
    if (missing.length > 0)
      for (const one of await findAccounts(db, missing))
        this.#kept.set(one.account_id, {
          until: now + KEPT_MS,
          policy: {
            accountId: one.account_id, key: one.account_key, name: one.name, state: one.state, anySender: one.any_sender,
            floodingOn: one.flooding_on, contentDays: one.content_days, currency: one.currency, priceMicros: one.price_micros,
          },
        })
    return new Map(accountIds.flatMap((accountId) => {
      const kept = this.#kept.get(accountId)
      return kept ? [[accountId, kept.policy] as const] : []
    }))
  }
}
