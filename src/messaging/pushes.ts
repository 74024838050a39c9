import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import { isConnectionLost, type Db } from '../core/storage/index.ts'
import type { OutboundPost } from '../core/webhooks/index.ts'
import type { Channel } from './channel.ts'
import { toInbound, toReport } from './record.ts'
import * as store from './store/reports.ts'
import type { DuePush } from './store/reports.ts'

const LOOK_MS = 500
const LEASE_MS = 60_000
const SET_MAX = 1_000
/** The compatible API sends reports in batches of up to a hundred. */
const BATCH_MAX = 100
const CLEAN_MAX = 5_000
/** Then the report can only be pulled, for as long again. */
export const PUSH_FOR_MS = 48 * 3_600_000
/** Reports that nobody pulled are gone after this, ms. */
export const PULL_WINDOW_MS = 48 * 3_600_000

const pushes = counter('report_pushes_total', 'Report pushes by how they ended', ['outcome'])

/** After the n-th failure: one minute and one minute times n squared. */
export const pushDelayMs = (failures: number): number => 60_000 + 60_000 * failures ** 2

/**
 * Delivers reports and inbound messages to the customers' addresses. Each receiver (address without query) has
 * one delivery under way, so that a slow one slows only itself; what fails is tried again, ever more rarely, and after 48 h can only be pulled.
 */
export class Pushes {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #post: OutboundPost
  readonly #channels: ReadonlyMap<string, Channel>
  /** Receivers delivered to at once. */
  readonly #inFlightMax: number
  readonly #busy = new Map<string, { accountId: number; delivery: Promise<void> }>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #looking: Promise<void> | null = null
  #again = false
  #stopped = true
  #cleanedAt = 0

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    post: OutboundPost
    channels: ReadonlyMap<string, Channel>
    inFlightMax: number
  }) {
    this.#inFlightMax = parts.inFlightMax
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#post = parts.post
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
        this.#timer = setTimeout(() => this.wake(), soon ? 20 : LOOK_MS)
      })
  }

  async #look(): Promise<boolean> {
    const now = this.#clock.now()
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
    const later: DuePush[] = []
    for (const [target, set] of Map.groupBy(due, (one) => one.push_target)) {
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
    const groups = Map.groupBy(
      set,
      (one) => `${one.account_id} ${one.kind} ${one.channel} ${one.shape} ${one.push_url}`,
    )
    const open = [...groups.values()].flatMap((group) => chunks(group, BATCH_MAX))
    // Well before the leases end, so that nobody else takes what is still in hand.
    const until = this.#clock.ms() + LEASE_MS / 2
    while (open.length > 0 && !this.#stopped && this.#clock.ms() < until) {
      const batch = open.shift()!
      const outcome = await this.#deliver(batch[0]!.push_url, batch)
      // One that does not answer now does not answer the next either: the rest waits for its own turn instead of holding the place.
      if (outcome === 'silent') return this.#postpone(open.flat())
      if (outcome === 'refused') {
        const same = open.filter((other) => other[0]!.push_url === batch[0]!.push_url)
        for (const other of same) open.splice(open.indexOf(other), 1)
        await this.#postpone(same.flat())
      }
    }
    if (open.length > 0) await store.unleasePushes(this.#db, open.flat(), this.#clock.now())
  }

  async #deliver(
    address: string,
    batch: readonly DuePush[],
  ): Promise<'done' | 'refused' | 'silent'> {
    const body = await this.#body(batch)
    if (body === null) {
      await store.deleteReports(this.#db, batch)
      return 'done'
    }
    const outcome = await this.#post(address, JSON.stringify(body), {
      contentType: 'application/json',
    })
    pushes.inc({ outcome: outcome.ok ? 'delivered' : 'failed' })
    if (outcome.ok) {
      await store.deleteReports(this.#db, batch)
      return 'done'
    }
    this.#log.debug(
      { accountId: batch[0]!.account_id, reports: batch.length, reason: outcome.reason },
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

  async #postpone(batch: readonly DuePush[]): Promise<void> {
    if (batch.length === 0) return
    const now = this.#clock.ms()
    await store.postponePushes(
      this.#db,
      batch.map((one) => {
        const attempts = one.attempts + 1
        const next = now + pushDelayMs(attempts)
        const over = next > one.at.getTime() + PUSH_FOR_MS
        return {
          account_id: one.account_id,
          id: one.id,
          attempts,
          next_attempt_at: over ? null : new Date(next).toISOString(),
        }
      }),
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
