import type { Clock } from '../core/clock.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { isConnectionLost, type Db, type Tx } from '../core/storage/index.ts'
import type { Book, WebhookEvent } from './book.ts'
import type { Deliverer } from './deliver.ts'
import * as store from './store/outbox.ts'
import type { OutboxRow } from './store/outbox.ts'

const LOOK_MS = 500
const LEASE_MS = 300_000
const SET_MAX = 500
/** Profiles delivered to at once. */
const PLACES_MAX = 16
const PAUSED_MS = 600_000
/** Then the event is given up: there is nothing to pull it from. */
const KEPT_MS = 48 * 3_600_000

/** After the n-th failure: one minute and one minute times n squared. */
const delayMs = (failures: number): number => 60_000 + 60_000 * failures ** 2

/** Events of other modules on their way to profiles. Reports and inbound messages are not here: messaging has its own outbox. */
export class Outbox {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #book: Book
  readonly #deliverer: Deliverer
  readonly #busy = new Map<string, Promise<void>>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #looking: Promise<void> = Promise.resolve()
  #stopped = true

  constructor(parts: { db: Db; clock: Clock; log: Log; book: Book; deliverer: Deliverer }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#book = parts.book
    this.#deliverer = parts.deliverer
  }

  start(): void {
    this.#stopped = false
    this.#timer = setTimeout(() => this.#tick(), LOOK_MS)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#looking
    await Promise.all(this.#busy.values())
  }

  /** Puts an event on its way to every profile that wants it, in the caller's transaction. @returns how many do */
  async publish(tx: Tx, accountId: number, event: WebhookEvent, item: object): Promise<number> {
    const matches = await this.#book.match(tx, accountId, event)
    if (matches.length === 0) return 0
    const now = this.#clock.now()
    const text = JSON.stringify(item)
    return store.insertEvents(
      tx,
      matches.map((match) => ({
        account_id: accountId,
        id: uuidv7(now.getTime()),
        profile_id: match.profileId,
        subscription_id: match.subscriptionId,
        channel: event.channel,
        event: event.event,
        item: text,
        at: now,
        next_attempt_at: new Date(now.getTime() + match.windowMs),
      })),
    )
  }

  /** A profile goes on: what waits for it goes now. */
  async resumed(accountId: number, profileId: string): Promise<void> {
    await store.releaseEvents(this.#db, accountId, profileId, this.#clock.now())
  }

  #tick(): void {
    if (this.#stopped) return
    this.#looking = this.#look()
      .catch((error: unknown) => {
        if (!isConnectionLost(error))
          this.#log.error({ err: error }, 'events for webhooks could not be looked for')
      })
      .then(() => {
        if (!this.#stopped) this.#timer = setTimeout(() => this.#tick(), LOOK_MS)
      })
  }

  async #look(): Promise<void> {
    const free = PLACES_MAX - this.#busy.size
    if (free <= 0) return
    const now = this.#clock.now()
    const leased = await store.leaseEvents(
      this.#db,
      now,
      new Date(now.getTime() + LEASE_MS),
      [...this.#busy.keys()],
      SET_MAX,
    )
    const byProfile = [...Map.groupBy(leased, (one) => `${one.account_id} ${one.profile_id}`)]
    for (const [key, set] of byProfile.slice(0, free)) {
      const delivery = this.#deliverAll(set)
        .catch((error: unknown) =>
          this.#log.warn({ reason: (error as Error).message }, 'an event could not be delivered'),
        )
        .finally(() => this.#busy.delete(key))
      this.#busy.set(key, delivery)
    }
    const later = byProfile.slice(free).flatMap(([, set]) => set)
    if (later.length > 0) await this.#postpone(later, 0, false)
  }

  async #deliverAll(set: readonly OutboxRow[]): Promise<void> {
    const [first] = set
    const profile = await this.#book.profile(this.#db, first!.account_id, first!.profile_id)
    const bucketMax = profile?.bucket_max ?? 100
    const groups = Map.groupBy(set, (one) => `${one.channel} ${one.event} ${one.subscription_id}`)
    for (const group of groups.values())
      for (let at = 0; at < group.length; at += bucketMax)
        await this.#deliver(group.slice(at, at + bucketMax))
  }

  async #deliver(batch: readonly OutboxRow[]): Promise<void> {
    const first = batch[0]!
    const outcome = await this.#deliverer.deliver({
      accountId: first.account_id,
      to: { profileId: first.profile_id, subscriptionId: first.subscription_id },
      channel: first.channel,
      event: first.event,
      attempt: first.attempts + 1,
      items: batch.length,
      refs: null,
      body: JSON.stringify({ results: batch.map((one) => JSON.parse(one.item) as object) }),
    })
    if (outcome.kind === 'taken' || outcome.kind === 'gone')
      await store.deleteEvents(this.#db, batch)
    else if (outcome.kind === 'paused') await this.#postpone(batch, PAUSED_MS, false)
    else await this.#postpone(batch, null, true)
  }

  /** @param waitMs null: as long as its failures say */
  async #postpone(
    set: readonly OutboxRow[],
    waitMs: number | null,
    failed: boolean,
  ): Promise<void> {
    const now = this.#clock.ms()
    const next = set.map((one) => {
      const attempts = one.attempts + (failed ? 1 : 0)
      return { ...one, attempts, at: one.at.getTime(), next: now + (waitMs ?? delayMs(attempts)) }
    })
    const over = next.filter((one) => one.next > one.at + KEPT_MS)
    if (over.length > 0) await store.deleteEvents(this.#db, over)
    const open = next.filter((one) => one.next <= one.at + KEPT_MS)
    if (open.length > 0)
      await store.postponeEvents(
        this.#db,
        open.map(({ account_id, id, attempts, next: at }) => ({
          account_id,
          id,
          attempts,
          next_attempt_at: new Date(at).toISOString(),
        })),
      )
  }
}
