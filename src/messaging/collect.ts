import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../core/storage/index.ts'
import type { InboundMessage, Report } from './message.ts'
import { PUSH_FOR_MS } from './pushes.ts'
import { toInbound, toReport } from './record.ts'
import * as store from './store/collect.ts'
import { deleteReports, postponePushes, readPushedReports, unleasePushes } from './store/reports.ts'

/** Whoever holds more for longer renews it; a dead process's share is taken by others after this. */
const LEASE_MS = 45_000
/** How often what is in hand is to be renewed. */
export const RENEW_MS = 15_000
const CLEAN_EVERY_MS = 60_000
const CLEAN_MAX = 5_000
const WAITING_COUNT_MAX = 10_000

/** Somebody who takes reports and inbound messages over a session of their own, and how many they take now. */
export interface Collector {
  accountId: number
  /** As the messages name it in `webhook.url`: `smpp:<user>`. */
  name: string
  room: number
}

/** A report or a message from a handset, leased for its collector until it says how it went. */
export type Collected = {
  accountId: number
  id: string
  collector: string
  /** Earlier tries that failed. */
  attempts: number
  at: Date
} & ({ kind: 'report'; report: Report } | { kind: 'inbound'; message: InboundMessage })

/** How a hand-over failed: when to try again, or null when it is given up and can only be pulled. */
export interface PutBack {
  one: Collected
  afterMs: number | null
  /** Whether it counts as a try. */
  failed: boolean
}

/** Reports for customers who hold sessions with us: leased in their order, gone once they were taken. */
export class Collect {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #onlyNode: boolean
  readonly #listeners: (() => void)[] = []
  #timer: ReturnType<typeof setInterval> | null = null
  #cleaning: Promise<void> = Promise.resolve()

  /** @param parts.onlyNode nobody else works on this database: what was leased before is of a process that is gone */
  constructor(parts: { db: Db; clock: Clock; log: Log; onlyNode: boolean }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#onlyNode = parts.onlyNode
  }

  async start(): Promise<void> {
    if (this.#onlyNode) await store.freeCollectorLeases(this.#db, this.#clock.now())
    const clean = () => {
      this.#cleaning = this.clean().catch((error: unknown) =>
        this.#log.debug({ reason: (error as Error).message }, 'old reports were not given up'),
      )
    }
    clean()
    this.#timer = setInterval(clean, CLEAN_EVERY_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#cleaning
  }

  /** Called whenever something new may wait. */
  onNew(listener: () => void): void {
    this.#listeners.push(listener)
  }

  wake(): void {
    for (const listener of this.#listeners) listener()
  }

  /** Leases what waits for these collectors, oldest first. Those whose message is gone go as well. */
  async take(collectors: readonly Collector[]): Promise<Collected[]> {
    const now = this.#clock.now()
    const leased = await store.leaseForCollectors(
      this.#db,
      collectors.map((one) => ({
        account_id: one.accountId,
        collector: one.name,
        room: one.room,
      })),
      now,
      new Date(now.getTime() + LEASE_MS),
    )
    if (leased.length === 0) return []
    const keysOf = (kind: string) => leased.filter((one) => one.kind === kind)
    const reports = new Map<string, Report>()
    for (const row of await readPushedReports(this.#db, keysOf('DELIVERY')))
      reports.set(row.report_id, toReport(row))
    const inbound = new Map<string, InboundMessage>()
    const written = keysOf('INBOUND')
    if (written.length > 0)
      for (const row of await store.readCollectedInbound(this.#db, written))
        inbound.set(row.report_id, toInbound(row))
    const gone = leased.filter((one) => !reports.has(one.id) && !inbound.has(one.id))
    if (gone.length > 0) await deleteReports(this.#db, gone)
    return leased
      .flatMap((row): Collected[] => {
        const common = {
          accountId: row.account_id,
          id: row.id,
          collector: row.collector,
          attempts: row.attempts,
          at: row.at,
        }
        const report = reports.get(row.id)
        if (report) return [{ ...common, kind: 'report', report }]
        const message = inbound.get(row.id)
        return message ? [{ ...common, kind: 'inbound', message }] : []
      })
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }

  /** They were taken, or nobody wants them: they are gone. */
  async done(set: readonly Collected[]): Promise<void> {
    if (set.length > 0) await deleteReports(this.#db, keysOf(set))
  }

  /** They are still in hand. */
  async renew(set: readonly Collected[]): Promise<void> {
    if (set.length > 0)
      await unleasePushes(this.#db, keysOf(set), new Date(this.#clock.ms() + LEASE_MS))
  }

  async putBack(set: readonly PutBack[]): Promise<void> {
    if (set.length === 0) return
    const now = this.#clock.ms()
    await postponePushes(
      this.#db,
      set.map(({ one, afterMs, failed }) => ({
        account_id: one.accountId,
        id: one.id,
        attempts: Math.min(one.attempts + (failed ? 1 : 0), 32_000),
        next_attempt_at: afterMs === null ? null : new Date(now + afterMs).toISOString(),
      })),
    )
  }

  /** How many wait, at most 10,000. */
  waiting(accountId: number, name: string): Promise<number> {
    return store.countForCollector(this.#db, accountId, name, WAITING_COUNT_MAX)
  }

  /** The collector is no more. */
  async release(accountId: number, name: string): Promise<void> {
    await store.releaseCollector(this.#db, accountId, name)
  }

  /** What nobody came for within 48 hours can be pulled for as long again. */
  async clean(): Promise<void> {
    const before = new Date(this.#clock.ms() - PUSH_FOR_MS)
    while ((await store.giveUpCollecting(this.#db, before, CLEAN_MAX)) === CLEAN_MAX);
  }
}

const keysOf = (set: readonly Collected[]) =>
  set.map((one) => ({ account_id: one.accountId, id: one.id }))
