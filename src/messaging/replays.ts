import { DAY_MS, utcDay, type Clock } from '../core/clock.ts'
import { badField } from '../core/http/index.ts'
import { uuidv7 } from '../core/ids.ts'
import { transaction, type Db } from '../core/storage/index.ts'
import { readCursor, writeCursor } from './find.ts'
import type { SubscriptionsDoor } from './needs.ts'
import { endedMessages, insertReplays } from './store/replays.ts'
import type { Turns } from './turns.ts'

/** Reports of one request. */
const SET_MAX = 2_000
/** A message enters at most so many days before it ends: validity and the wait for receipts. */
const LIVE_DAYS = 9

export interface Wish {
  since: Date
  until: Date
  bulkId: string | null
  dest: string | null
  cursor: string | undefined
}

/** Tells an account once more how its messages ended, as if the reports had not come. */
export class Replays {
  readonly #db: Db
  readonly #clock: Clock
  readonly #turns: Turns
  readonly #subscriptions: SubscriptionsDoor
  readonly #onReport: () => void

  constructor(parts: {
    db: Db
    clock: Clock
    turns: Turns
    subscriptions: SubscriptionsDoor
    onReport: () => void
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#turns = parts.turns
    this.#subscriptions = parts.subscriptions
    this.#onReport = parts.onReport
  }

  /** @returns how many are on their way, and where to go on; null: that was all */
  async again(
    accountId: number,
    wish: Wish,
  ): Promise<{ queued: number; nextCursor: string | null }> {
    if (wish.until <= wish.since) throw badField('until', 'must be after since')
    const after = wish.cursor === undefined ? null : readCursor(wish.cursor)
    const found = await this.#turns.take(accountId, () =>
      endedMessages(this.#db, accountId, wish, this.#days(wish), after, SET_MAX),
    )
    const last = found.at(-1)
    const now = this.#clock.now()
    const queued = await transaction(this.#db, async (tx) => {
      const wanted = await this.#subscriptions.subscribed(tx, [accountId], 'DELIVERY')
      const set = found.map((one) => ({ ...one, report_id: uuidv7(now.getTime()) }))
      return set.length === 0 ? 0 : insertReplays(tx, accountId, set, wanted.length > 0, now)
    })
    this.#onReport()
    return { queued, nextCursor: last && found.length === SET_MAX ? writeCursor(last) : null }
  }

  /** Days on which messages entered that ended then, oldest first. */
  #days({ since, until }: Wish): string[] {
    const now = this.#clock.ms()
    const first = utcDay(since.getTime() - LIVE_DAYS * DAY_MS)
    const last = utcDay(until.getTime())
    return Array.from({ length: LIVE_DAYS + 1 }, (_, back) =>
      utcDay(now - (LIVE_DAYS - back) * DAY_MS),
    ) // prettier-ignore
      .filter((day) => day >= first && day <= last)
  }
}
