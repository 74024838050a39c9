import type { Clock } from '../core/clock.ts'
import { counter } from '../core/metrics.ts'
import type { Db } from '../core/storage/index.ts'
import type { AccountsDoor } from './needs.ts'
import type { Happening, Settle } from './settle.ts'
import * as status from './statuses.ts'
import type { MessageKey } from './store/settle.ts'

const held = counter(
  'messages_held_total',
  'Messages that may have gone out once, ended because their account wants none sent twice',
)

/**
 * Messages that may have gone out although no answer of the operator is stored. They are sent again, unless their account
 * holds such messages: then they end as awaiting a report, are not paid back, and nobody gets them twice.
 */
export class Ambiguous {
  readonly #db: Db
  readonly #clock: Clock
  readonly #accounts: Pick<AccountsDoor, 'policies'>
  readonly #settle: Settle

  constructor(parts: {
    db: Db
    clock: Clock
    accounts: Pick<AccountsDoor, 'policies'>
    settle: Settle
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#accounts = parts.accounts
    this.#settle = parts.settle
  }

  /** Ends those messages of a set that their accounts hold; the others are the caller's to send again. */
  async hold(set: readonly MessageKey[], why: string): Promise<number> {
    if (set.length === 0) return 0
    const policies = await this.#accounts.policies(
      this.#db,
      set.map((one) => one.account_id),
    )
    const kept = set.filter((one) => policies.get(one.account_id)?.holdAmbiguous === true)
    await Promise.all(kept.map((key) => this.#settle.add(this.#ended(key, why))))
    held.inc(kept.length)
    return kept.length
  }

  /** After a try without an answer. @returns null when the message is sent again */
  async ended({ account_id, day, id }: MessageKey, why: string): Promise<Happening | null> {
    const policies = await this.#accounts.policies(this.#db, [account_id])
    if (policies.get(account_id)?.holdAmbiguous !== true) return null
    held.inc()
    return this.#ended({ account_id, day, id }, why)
  }

  #ended(key: MessageKey, why: string): Happening {
    return {
      kind: 'finished',
      key,
      statusId: status.EXPIRED_DLR_UNKNOWN,
      errorId: status.NO_ERROR,
      at: this.#clock.ms(),
      detail: `${why}; its account wants nothing sent twice`,
      refund: false,
      mayBeOut: true,
    }
  }
}
