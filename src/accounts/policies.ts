import type { Clock } from '../core/clock.ts'
import type { Tx } from '../core/storage/index.ts'
import { ExpiringCache } from '../core/expiring-cache.ts'
import { BELIEVED_MS, ROOT_ACCOUNT } from './standing.ts'
import { readAccounts, type AccountRow, type AccountState } from './store/accounts.ts'

const POLICIES_MAX = 100_000

/** How an account may send. */
export interface AccountPolicy {
  accountId: number
  /** While it is paused: suspended. */
  state: AccountState
  /** When its trial ends; null: it has no end, or it is none. */
  trialEndsAtMs: number | null
  /** It owns the installation. */
  isRoot: boolean
  /** Whether it may send as anybody, or only as its registered senders. */
  anySender: boolean
  floodingOn: boolean
  /** Days that contents are kept after the end of a message. */
  contentDays: number
  /** What may have gone out already is not sent again. */
  holdAmbiguous: boolean
}

interface Known {
  policy: AccountPolicy
  pausedUntilMs: number
}

/** Policies for the message path; read again after 5 s at most. */
export class Policies {
  readonly #clock: Clock
  readonly #known: ExpiringCache<Known>

  constructor(clock: Clock) {
    this.#clock = clock
    this.#known = new ExpiringCache(clock, { ttlMs: BELIEVED_MS, entriesMax: POLICIES_MAX })
  }

  /** One statement for all that are not known; accounts that do not exist are absent from the answer. */
  async of(tx: Tx, accountIds: readonly number[]): Promise<Map<number, AccountPolicy>> {
    const found = new Map<number, AccountPolicy>()
    const missing: number[] = []
    const now = this.#clock.ms()
    for (const accountId of new Set(accountIds)) {
      const known = this.#known.peek(String(accountId))
      if (known) found.set(accountId, standingNow(known, now))
      else missing.push(accountId)
    }
    if (missing.length === 0) return found
    for (const row of await readAccounts(tx, missing)) {
      const known = { policy: policyOf(row), pausedUntilMs: row.paused_until?.getTime() ?? 0 }
      this.#known.set(String(row.id), known)
      found.set(row.id, standingNow(known, now))
    }
    return found
  }

  forget(): void {
    this.#known.clear()
  }
}

/** A pause begins and ends by the clock; nothing needs to run for it. */
const standingNow = ({ policy, pausedUntilMs }: Known, now: number): AccountPolicy =>
  pausedUntilMs > now && policy.state !== 'closed' ? { ...policy, state: 'suspended' } : policy

const policyOf = (row: AccountRow): AccountPolicy => ({
  accountId: row.id,
  state: row.state,
  trialEndsAtMs: row.trial_ends_at?.getTime() ?? null,
  isRoot: row.id === ROOT_ACCOUNT,
  anySender: row.any_sender,
  floodingOn: row.flooding_on,
  contentDays: row.content_days,
  holdAmbiguous: row.hold_ambiguous,
})
