import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import { isConnectionLost, type Db } from '../core/storage/index.ts'
import type { Channel } from './channel.ts'
import type { SubscriptionsDoor } from './needs.ts'
import { toInbound, toReport } from './record.ts'
import * as store from './store/reports.ts'
import type { DuePush } from './store/reports.ts'
import { eventOf, refOf, type Subscribed } from './subscribed.ts'

const LOOK_MS = 500
const LEASE_MS = 60_000
/** As many as one delivery to a profile may hold. */
const SET_MAX = 2_000
/** To an address; a profile says it itself. The compatible API sends reports in batches of up to a hundred. */
const BATCH_MAX = 100
const CLEAN_MAX = 5_000
/** Then the report can only be pulled, for as long again. */
export const PUSH_FOR_MS = 48 * 3_600_000
/** Reports that nobody pulled are gone after this, ms. */
export const PULL_WINDOW_MS = 48 * 3_600_000

const pushes = counter('report_pushes_total', 'Report pushes by how they ended', ['outcome'])

/** After the n-th failure: one minute and one minute times n squared. */
export const pushDelayMs = (failures: number): number => 60_000 + 60_000 * failures ** 2

/** Reports for a paused profile are looked at again after this; when it goes on, they go at once. */
const PAUSED_MS = 600_000

/**
 * Delivers reports and inbound messages to the customers' profiles and addresses. Each receiver (profile, or address without
 * query) has one delivery under way, so that a slow one slows only itself; what fails is tried again, ever more rarely, and after 48 h can only be pulled.
 */
export class Pushes {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #subscriptions: SubscriptionsDoor
  readonly #subscribed: Subscribed
  readonly #channels: ReadonlyMap<string, Channel>
  /** Receivers delivered to at once. */
  readonly #inFlightMax: number
  readonly #busy = new Map<string, { accountId: number; delivery: Promise<void> }>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #looking: Promise<void> | null = null
  #again = false
  /** When the next look is, milliseconds from the end of one. */
  #pauseMs = LOOK_MS
  #stopped = true
  #cleanedAt = 0

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    subscriptions: SubscriptionsDoor
    subscribed: Subscribed
    channels: ReadonlyMap<string, Channel>
    inFlightMax: number
  }) {
    this.#inFlightMax = parts.inFlightMax
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#subscriptions = parts.subscriptions
    this.#subscribed = parts.subscribed
    this.#channels = parts.channels
  }

  start(): void {
    this.#stopped = false
    this.#timer = setTimeout(() => this.wake(), LOOK_MS)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#looking
    await Promise.all([...this.#busy.values()].map((one) => one.delivery))
  }

  /** Something may be due. */
  wake(): void {
    if (this.#stopped) return
    if (this.#looking) {
      this.#again = true
      return
    }
    if (this.#timer) clearTimeout(this.#timer)
    this.#looking = this.#look()
      .catch((error: unknown) => {
        if (!isConnectionLost(error))
          this.#log.error({ err: error }, 'reports could not be looked for')
        return false
      })
      .then((more) => {
        this.#looking = null
        if (this.#stopped) return
        const soon = more || this.#again
        this.#again = false
        this.#timer = setTimeout(() => this.wake(), soon ? 20 : this.#pauseMs)
      })
  }

  async #look(): Promise<boolean> {
    const now = this.#clock.now()
    this.#pauseMs = LOOK_MS
    await this.#clean(now)
    if (this.#busy.size >= this.#inFlightMax) return false
    const taken = this.#placesTaken()
    const full = [...taken].flatMap(([accountId, places]) =>
      places >= this.#placesOfAccountMax ? [accountId] : [],
    )
    const leaseUntil = new Date(now.getTime() + LEASE_MS)
    const due = await store.leasePushes(
      this.#db,
      now,
      leaseUntil,
      { targets: [...this.#busy.keys()], accountIds: full },
      SET_MAX,
    )
    const unknown = due.filter((one) => one.matching)
    if (unknown.length > 0)
      this.#pauseMs = Math.min(LOOK_MS, await this.#subscribed.assign(unknown))
    const later: DuePush[] = []
    const known = due.filter((one) => !one.matching)
    for (const [target, set] of Map.groupBy(known, (one) => one.push_target)) {
      const { account_id: accountId } = set[0]!
      const places = taken.get(accountId) ?? 0
      if (this.#busy.size >= this.#inFlightMax || places >= this.#placesOfAccountMax) {
        later.push(...set)
        continue
      }
      taken.set(accountId, places + 1)
      const delivery = this.#deliverAll(set)
        .catch((error: unknown) =>
          this.#log.warn(
            { reason: (error as Error).message },
            'a report delivery could not be stored; its lease will run out',
          ),
        )
        .finally(() => {
          this.#busy.delete(target)
          this.wake()
        })
      this.#busy.set(target, { accountId, delivery })
    }
    if (later.length > 0) await store.unleasePushes(this.#db, later, now)
    return due.length === SET_MAX
  }

  /** One account's slow addresses may not take all places. */
  get #placesOfAccountMax(): number {
    return Math.ceil(this.#inFlightMax / 2)
  }

  #placesTaken(): Map<number, number> {
    const taken = new Map<number, number>()
    for (const { accountId } of this.#busy.values())
      taken.set(accountId, (taken.get(accountId) ?? 0) + 1)
    return taken
  }

  async #deliverAll(set: readonly DuePush[]): Promise<void> {
    const { account_id: accountId, profile_id: profileId } = set[0]!
    const profile =
      profileId === null ? null : await this.#subscriptions.profile(this.#db, accountId, profileId)
    // The profile is gone: nothing leads there any more.
    if (profile === undefined) return this.#giveUp(set)
    if (profile?.paused) return this.#hold(set)
    const groups = Map.groupBy(set, groupOf)
    const size = profile?.bucketMax ?? BATCH_MAX
    const open = [...groups.values()].flatMap((group) => chunks(group, size))
    const takesMs = profile?.takesMsMax ?? 0
    // Well before the leases end, so that nobody else takes what is still in hand.
    const until = this.#clock.ms() + LEASE_MS / 2
    while (open.length > 0 && !this.#stopped && this.#clock.ms() < until) {
      if (takesMs > LEASE_MS / 2) await this.#leaseLonger(open.flat(), takesMs)
      const batch = open.shift()!
      const outcome = await this.#deliver(batch)
      // One that does not answer now does not answer the next either: the rest waits for its own turn instead of holding the place.
      if (outcome === 'silent') return this.#postpone(open.flat())
      if (outcome === 'paused') return this.#hold([...batch, ...open.flat()])
      if (outcome === 'refused') {
        const same = open.filter((other) => other[0]!.push_url === batch[0]!.push_url)
        for (const other of same) open.splice(open.indexOf(other), 1)
        await this.#postpone(same.flat())
      }
    }
    if (open.length > 0) await store.unleasePushes(this.#db, open.flat(), this.#clock.now())
  }

  async #leaseLonger(set: readonly DuePush[], takesMs: number): Promise<void> {
    const until = new Date(this.#clock.ms() + takesMs + LEASE_MS)
    await store.unleasePushes(this.#db, set, until)
  }

  async #deliver(batch: readonly DuePush[]): Promise<'done' | 'refused' | 'silent' | 'paused'> {
    const body = await this.#body(batch)
    if (body === null) {
      await store.deleteReports(this.#db, batch)
      return 'done'
    }
    const first = batch[0]!
    const outcome = await this.#subscriptions.deliver({
      accountId: first.account_id,
      to:
        first.profile_id === null
          ? { url: first.push_url ?? '' }
          : { profileId: first.profile_id, subscriptionId: first.subscription_id },
      channel: first.channel,
      event: eventOf(first.kind),
      attempt: first.attempts + 1,
      items: batch.length,
      refs: batch.map(refOf),
      body: JSON.stringify(body),
    })
    if (outcome.kind === 'paused') return 'paused'
    if (outcome.kind === 'gone') {
      await this.#giveUp(batch)
      return 'done'
    }
    pushes.inc({ outcome: outcome.kind === 'taken' ? 'delivered' : 'failed' })
    if (outcome.kind === 'taken') {
      await store.deleteReports(this.#db, batch)
      return 'done'
    }
    this.#log.debug(
      { accountId: first.account_id, reports: batch.length, reason: outcome.reason },
      'a webhook did not take reports',
    )
    await this.#postpone(batch)
    return outcome.status === null ? 'silent' : 'refused'
  }

  /** The body in the shape the messages were taken in with; null when the messages are gone. */
  async #body(batch: readonly DuePush[]): Promise<object | null> {
    const { kind, channel, shape } = batch[0]!
    const door = this.#channels.get(channel)
    if (!door) return null
    const keys = batch.map((one) => ({ account_id: one.account_id, id: one.id }))
    if (kind === 'INBOUND') {
      const messages = await store.readPushedInbound(this.#db, keys)
      return messages.length === 0 ? null : door.inboundBody(messages.map(toInbound), 0)
    }
    const reports = await store.readPushedReports(this.#db, keys)
    return reports.length === 0 ? null : door.reportsBody(reports.map(toReport), shape)
  }

  /** They failed once more. */
  #postpone(batch: readonly DuePush[]): Promise<void> {
    const now = this.#clock.ms()
    return this.#moveTo(
      batch.map((one) => {
        const attempts = one.attempts + 1
        const next = now + pushDelayMs(attempts)
        return { one, attempts, next: next > one.at.getTime() + PUSH_FOR_MS ? null : next }
      }),
    )
  }

  /** Their profile is paused: they wait without having failed. */
  #hold(batch: readonly DuePush[]): Promise<void> {
    const next = this.#clock.ms() + PAUSED_MS
    return this.#moveTo(
      batch.map((one) => ({
        one,
        attempts: one.attempts,
        next: next > one.at.getTime() + PUSH_FOR_MS ? null : next,
      })),
    )
  }

  #giveUp(batch: readonly DuePush[]): Promise<void> {
    return this.#moveTo(batch.map((one) => ({ one, attempts: one.attempts, next: null })))
  }

  /** `next` null: it can only be pulled from now on. Copies cannot be pulled, and go. */
  async #moveTo(
    moves: readonly { one: DuePush; attempts: number; next: number | null }[],
  ): Promise<void> {
    const over = moves.filter(({ one, next }) => one.copy && next === null)
    if (over.length > 0)
      await store.deleteReports(
        this.#db,
        over.map(({ one }) => one),
      )
    const kept = moves.filter((move) => !over.includes(move))
    if (kept.length === 0) return
    await store.postponePushes(
      this.#db,
      kept.map(({ one, attempts, next }) => ({
        account_id: one.account_id,
        id: one.id,
        attempts,
        next_attempt_at: next === null ? null : new Date(next).toISOString(),
      })),
    )
  }

  async #clean(now: Date): Promise<void> {
    if (now.getTime() - this.#cleanedAt < 60_000) return
    this.#cleanedAt = now.getTime()
    const before = new Date(now.getTime() - PULL_WINDOW_MS - LEASE_MS)
    for (;;)
      if (
        (await store.dropOldReports(
          this.#db,
          before,
          new Date(before.getTime() - PUSH_FOR_MS),
          CLEAN_MAX,
        )) < CLEAN_MAX
      )
        return
  }
}

const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )

/** What may share a delivery. */
const groupOf = (one: DuePush): string =>
  JSON.stringify([
    one.account_id,
    one.kind,
    one.channel,
    one.shape,
    one.push_url,
    one.profile_id,
    one.subscription_id,
  ])
