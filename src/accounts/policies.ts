import type { Clock } from '../core/clock.ts'
import type { Tx } from '../core/storage/index.ts'
import { ExpiringCache } from './expiring-cache.ts'
import { BELIEVED_MS, ROOT_ACCOUNT } from './standing.ts'
import { readAccounts, type AccountRow, type AccountState } from './store/accounts.ts'

const POLICIES_MAX = 100_000

/** How an account may send. */
export interface AccountPolicy {
  accountId: number
  state: AccountState
  /** It owns the installation. */
  isRoot: boolean
  /** Whether it may send as anybody, or only as its registered senders. */
  anySender: boolean
  floodingOn: boolean
  /** Days that contents are kept after the end of a message. */
  contentDays: number
  currency: string
  /** For one part, in millionths of the currency. */
  priceMicros: bigint
}

/** Policies for the message path; read again after 5 s at most. */
export class Policies {
  readonly #known: ExpiringCache<AccountPolicy>

  constructor(clock: Clock) {
    this.#known = new ExpiringCache(clock, { ttlMs: BELIEVED_MS, entriesMax: POLICIES_MAX })
  }

  /** One statement for all that are not known; accounts that do not exist are absent from the answer. */
  async of(tx: Tx, accountIds: readonly number[]): Promise<Map<number, AccountPolicy>> {
    const found = new Map<number, AccountPolicy>()
    const missing: number[] = []
    for (const accountId of new Set(accountIds)) {
      const known = this.#known.peek(String(accountId))
      if (known) found.set(accountId, known)
      else missing.push(accountId)
    }
    if (missing.length === 0) return found
    for (const row of await readAccounts(tx, missing)) {
      const policy = policyOf(row)
      this.#known.set(String(row.id), policy)
      found.set(row.id, policy)
    }
    return found
  }

  forget(): void {
    this.#known.clear()
  }
}

const policyOf = (row: AccountRow): AccountPolicy => ({
  accountId: row.id,
  state: row.state,
  isRoot: row.id === ROOT_ACCOUNT,
  anySender: row.any_sender,
  floodingOn: row.flooding_on,
  contentDays: row.content_days,
  currency: row.currency,
  priceMicros: row.price_micros,
})
