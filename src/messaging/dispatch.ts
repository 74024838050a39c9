import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { counter, gauge } from '../core/metrics.ts'
import { isConnectionLost, type Db } from '../core/storage/index.ts'
import type { Ambiguous } from './ambiguous.ts'
import type { Channel, SendOutcome } from './channel.ts'
import { Claims } from './claims.ts'
import { Lanes } from './lanes.ts'
import type { Leases } from './leases.ts'
import { happeningOf, hindrance, keyOf, retried, RETRY_MAX_MS, toOutbound } from './outcomes.ts'
import type { Places } from './places.ts'
import type { Reroute } from './reroute.ts'
import type { Happening, Settle } from './settle.ts'
import * as status from './statuses.ts'
import * as store from './store/queue.ts'
import type { QueuedRow } from './store/queue.ts'

export interface DispatchLimits {
  /** Messages of one connection in memory at once; the rest waits in the database. */
  queueMax: number
}

const POLL_MS = 500
/** Of one connection, given to the channel and not stored: so many may go out twice after a crash. A code need not wait. */
const SENDING_MAX = 2_000
const SENDING_WITH_CODES_MAX = 2_500
const STOP_MS_MAX = 5_000

const outcomes = counter('dispatch_outcomes_total', 'Tries to send by how they ended', ['outcome'])
const inMemory = gauge('dispatch_in_memory', 'Messages of a connection in memory', ['connection'])

/** Messages of one connection in memory: a copy of what the database holds, never the only one. */
interface Queue {
  connectionId: number
  lanes: Lanes<QueuedRow>
  claims: Claims
  /** Given to the channel, and what became of them not stored yet. */
  sending: number
  claiming: Promise<void> | null
}

/**
 * Sends what is due: one bounded queue for each connection, filled by accept and from the database. Codes go before
 * service messages before marketing, and accounts in turn, in memory as in what is taken from the database.
 */
export class Dispatch {
  readonly #leases: Leases
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #channels: ReadonlyMap<string, Channel>
  readonly #settle: Settle
  readonly #reroute: Reroute
  readonly #ambiguous: Ambiguous
  readonly #limits: DispatchLimits
  readonly #opensAt: (row: QueuedRow, now: number) => number | null
  readonly #queues = new Map<number, Queue>()
  #poll: ReturnType<typeof setTimeout> | null = null
  #stopped = false
  #sending = 0
  #looking: Promise<void> = Promise.resolve()
  /** Bulks that are paused: what comes to memory of them goes back. */
  readonly #paused = new Set<string>()

  constructor(parts: {
    leases: Leases
    db: Db
    clock: Clock
    log: Log
    channels: ReadonlyMap<string, Channel>
    settle: Settle
    reroute: Reroute
    ambiguous: Ambiguous
    limits: DispatchLimits
    /** When a message that waited may go out; null: now. From memory. */
    opensAt: (row: QueuedRow, now: number) => number | null
  }) {
    this.#leases = parts.leases
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#channels = parts.channels
    this.#settle = parts.settle
    this.#reroute = parts.reroute
    this.#ambiguous = parts.ambiguous
    this.#limits = parts.limits
    this.#opensAt = parts.opensAt
  }

  start(): void {
    for (const channel of this.#channels.values())
      channel.onRoom((connectionId) => this.#pump(this.#queue(connectionId)))
    this.#lookIn(0)
  }

  /** Ends sending: what waits in memory goes back to the database, what is with a peer is waited for. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#poll) clearTimeout(this.#poll)
    await this.#looking
    const now = this.#clock.ms()
    const waiting = [...this.#queues.values()].flatMap((queue) => queue.lanes.takeAll())
    await Promise.all(
      waiting.map((row) =>
        this.#settled(this.#queue(row.connection_id), row, retried(row, now, now, null)),
      ),
    )
    // A deaf operator is not waited for: what it has is due again at the next start, as after a crash.
    const until = this.#clock.ms() + STOP_MS_MAX
    while (this.#sending > 0 && this.#clock.ms() < until)
      await new Promise((resolve) => setTimeout(resolve, 20))
  }

  /** Accept asks before it writes: messages it may hand over directly are written as leased by this node. */
  claimRoom({ connectionId, contentClass, accountId, count }: Places): boolean {
    const { lanes, claims } = this.#queue(connectionId)
    if (this.#stopped || !this.#hasWayOut(connectionId)) return false
    if (claims.isBehind(contentClass, accountId)) return false
    if (lanes.roomFor(contentClass, accountId) < count) {
      claims.putBehind(contentClass, accountId)
      return false
    }
    lanes.reserve(contentClass, accountId, count)
    return true
  }

  releaseRoom({ connectionId, contentClass, accountId, count }: Places): void {
    this.#queue(connectionId).lanes.release(contentClass, accountId, count)
  }

  take(rows: readonly QueuedRow[]): void {
    const touched = new Set<Queue>()
    for (const row of rows) {
      const queue = this.#queue(row.connection_id)
      if (row.bulk_id !== null && this.#paused.has(bulkKey(row.account_id, row.bulk_id))) {
        void this.#giveBack(queue, [row], Infinity)
        continue
      }
      queue.lanes.push(row)
      touched.add(queue)
    }
    for (const queue of touched) this.#pump(queue)
  }

  /** How much of an account is in memory. */
  inMemory(accountId: number): number {
    let count = 0
    for (const queue of this.#queues.values()) count += queue.lanes.takenBy(accountId)
    return count
  }

  /** How much of each class is in memory for each connection. */
  inMemoryByClass(): Map<number, number[]> {
    return new Map([...this.#queues].map(([id, { lanes }]) => [id, lanes.takenByClass()]))
  }

  #queue(connectionId: number): Queue {
    let queue = this.#queues.get(connectionId)
    if (!queue) {
      const lanes = new Lanes<QueuedRow>(this.#limits.queueMax)
      const parts = { db: this.#db, clock: this.#clock, leases: this.#leases }
      const claims = new Claims(connectionId, lanes, parts)
      queue = { connectionId, lanes, claims, sending: 0, claiming: null }
      this.#queues.set(connectionId, queue)
    }
    return queue
  }

  #pump(queue: Queue): void {
    const { lanes, claims } = queue
    const now = this.#clock.ms()
    for (let row = lanes.peek(); row !== undefined && !this.#stopped; row = lanes.peek()) {
      const hindered = hindrance(row, now, this.#opensAt)
      const channel = this.#channels.get(row.channel)!
      if (hindered === null && !mayFollow(queue, channel, row)) break
      lanes.shift()
      if (hindered) void this.#settled(queue, row, hindered)
      else void this.#send(queue, channel, row)
    }
    inMemory.set({ connection: String(queue.connectionId) }, lanes.taken)
    if (claims.due) void this.#claim(queue)
  }

  async #send(queue: Queue, channel: Channel, row: QueuedRow): Promise<void> {
    this.#sending += 1
    queue.sending += 1
    const outcome = await channel.send(toOutbound(row)).catch((error: unknown): SendOutcome => {
      this.#log.error({ err: error, messageId: row.id }, 'a channel failed to send')
      return {
        kind: 'tryLater',
        afterMs: RETRY_MAX_MS,
        errorId: status.EC_PROVIDER_GENERAL_ERROR,
        detail: 'Internal error while sending',
        ambiguous: true,
        countsAsAttempt: true,
      }
    })
    outcomes.inc({
      outcome: outcome.kind === 'tryLater' && outcome.ambiguous ? 'ambiguous' : outcome.kind,
    })
    const moving = this.#reroute.after(row, outcome)
    const moved = moving === null ? null : await moving
    const held =
      outcome.kind === 'tryLater' && outcome.ambiguous
        ? await this.#ambiguous.ended(row, outcome.detail).catch(() => null)
        : null
    await this.#settled(queue, row, moved ?? held ?? happeningOf(row, outcome, this.#clock.ms()))
    if (moved) this.wake([moved.row.connection_id])
    this.#sending -= 1
    queue.sending -= 1
    this.#pump(queue)
  }

  /** Stores what happened to a message in memory, and gives its place back. */
  async #settled(queue: Queue, row: QueuedRow, happening: Happening): Promise<void> {
    try {
      await this.#settle.add(happening)
      this.#leases.settled(row.batch)
    } catch (error) {
      // Not stored: the lease stays, until the message is made due again or this process is found dead.
      this.#leases.lost(row.batch, keyOf(row))
      this.#log.error(
        { reason: (error as Error).message, messageId: row.id },
        'the outcome of a try could not be stored',
      )
    } finally {
      queue.lanes.release(row.content_class, row.account_id, 1)
    }
  }

  #lookIn(ms: number): void {
    this.#poll = setTimeout(() => {
      this.#looking = this.#look()
    }, ms)
  }

  /** Looks for due messages of every connection; they come from restarts, retries, schedules and full queues. */
  async #look(): Promise<void> {
    try {
      const connectionIds = await store.waitingConnections(this.#db)
      for (const connectionId of connectionIds) await this.#claim(this.#queue(connectionId))
      for (const queue of this.#queues.values()) {
        if (!connectionIds.includes(queue.connectionId)) queue.claims.clear()
        if (queue.lanes.size > 0 && !this.#hasWayOut(queue.connectionId))
          await this.#giveBack(queue, queue.lanes.takeAll(), this.#clock.ms())
      }
      await this.#leases.flush()
    } catch (error) {
      if (!isConnectionLost(error))
        this.#log.error({ err: error }, 'due messages could not be looked for')
    }
    if (!this.#stopped) this.#lookIn(POLL_MS)
  }

  /** Takes due messages of a connection, class after class. With no way out there is no use in holding them. */
  #claim(queue: Queue): Promise<void> {
    if (queue.claiming) return queue.claiming
    if (this.#stopped || !this.#hasWayOut(queue.connectionId)) return Promise.resolve()
    queue.claiming = queue.claims
      .take((rows) => this.take(rows))
      .catch((error: unknown) => {
        if (!isConnectionLost(error))
          this.#log.error({ err: error }, 'due messages could not be claimed')
      })
      .finally(() => {
        queue.claiming = null
      })
    return queue.claiming
  }

  /** What was in memory waits in the database: its connection is down, where its validity is watched, or its bulk is paused. */
  async #giveBack(queue: Queue, rows: readonly QueuedRow[], nextAt: number): Promise<void> {
    const at = this.#clock.ms()
    await Promise.all(rows.map((row) => this.#settled(queue, row, retried(row, nextAt, at, null))))
  }

  #hasWayOut(connectionId: number): boolean {
    return [...this.#channels.values()].some((channel) => channel.connected(connectionId))
  }

  /** Keeps a bulk's messages from going; resolves when those in memory are back in the database. */
  async pauseBulk(accountId: number, bulkId: string): Promise<void> {
    this.#paused.add(bulkKey(accountId, bulkId))
    for (const queue of this.#queues.values()) {
      // What a claim brings now is given back as it comes.
      const going = queue.lanes.takeAll((row) => row.bulk_id === bulkId && row.account_id === accountId) // prettier-ignore
      await Promise.all([queue.claiming, this.#giveBack(queue, going, Infinity)])
    }
  }

  resumeBulk(accountId: number, bulkId: string): void {
    this.#paused.delete(bulkKey(accountId, bulkId))
  }

  holdsBulk(accountId: number, bulkId: string): boolean {
    for (const { lanes } of this.#queues.values())
      if (lanes.some((row) => row.bulk_id === bulkId && row.account_id === accountId)) return true
    return false
  }

  /** Called by the schedule when messages became due, so that they need not wait for the next look. */
  wake(connectionIds: Iterable<number>): void {
    for (const connectionId of connectionIds) void this.#claim(this.#queue(connectionId))
  }
}

const bulkKey = (accountId: number, bulkId: string) => `${accountId} ${bulkId}`

const mayFollow = (queue: Queue, channel: Channel, row: QueuedRow): boolean =>
  queue.sending < (row.content_class === 0 ? SENDING_WITH_CODES_MAX : SENDING_MAX) &&
  channel.room(queue.connectionId) > 0
