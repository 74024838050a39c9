import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { counter, gauge } from '../core/metrics.ts'
import { isConnectionLost, type Db } from '../core/storage/index.ts'
import type { Channel, Outbound, SendOutcome } from './channel.ts'
import { openingAt } from './delivery-window.ts'
import type { Content, MessageSettings } from './message.ts'
import type { Settle } from './settle.ts'
import * as status from './statuses.ts'
import type { MessageKey } from './store/settle.ts'
import * as store from './store/queue.ts'
import type { QueuedRow } from './store/queue.ts'

export interface DispatchLimits {
  /** Messages of one connection in memory at once; the rest waits in the database. */
  queueMax: number
  /** How long after the end of validity a receipt may still come, ms. */
  receiptGraceMs: number
}

const POLL_MS = 500
const STOP_MS_MAX = 5_000
const RETRY_FIRST_MS = 1_000
const RETRY_MAX_MS = 5 * 60_000

const outcomes = counter('dispatch_outcomes_total', 'Tries to send by how they ended', ['outcome'])
const inMemory = gauge('dispatch_in_memory', 'Messages of a connection in memory', ['connection'])

/** Messages of one connection in memory: a copy of what the database holds, never the only one. */
interface Queue {
  connectionId: number
  waiting: QueuedRow[]
  /** Index of the first one in `waiting`; the array is cut now and then. */
  head: number
  /** Places taken: waiting, being sent, and promised to accept. */
  taken: number
  /** More is due in the database than was taken: newcomers go behind it. */
  backlog: boolean
  claiming: boolean
}

/** Sends what is due: one bounded queue for each connection, filled by accept and from the database. */
export class Dispatch {
  readonly nodeId: number
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #channels: ReadonlyMap<string, Channel>
  readonly #settle: Settle
  readonly #limits: DispatchLimits
  readonly #queues = new Map<number, Queue>()
  #poll: ReturnType<typeof setTimeout> | null = null
  #stopped = false
  #sending = 0
  #looking: Promise<void> = Promise.resolve()
  /** Ids of what is in memory: a lease of ours on anything else is an orphan. */
  readonly #held = new Set<string>()

  constructor(parts: {
    nodeId: number
    db: Db
    clock: Clock
    log: Log
    channels: ReadonlyMap<string, Channel>
    settle: Settle
    limits: DispatchLimits
  }) {
    this.nodeId = parts.nodeId
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#channels = parts.channels
    this.#settle = parts.settle
    this.#limits = parts.limits
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
    const waiting = [...this.#queues.values()].flatMap((queue) =>
      queue.waiting.splice(queue.head).concat(),
    )
    await Promise.all(
      waiting.map((row) =>
        this.#settle.add({
          kind: 'retry',
          key: keyOf(row),
          nextAt: now,
          attempts: row.attempts,
          at: now,
          detail: null,
        }),
      ),
    )
    // A deaf operator is not waited for: what it has is due again at the next start, as after a crash.
    const until = this.#clock.ms() + STOP_MS_MAX
    while (this.#sending > 0 && this.#clock.ms() < until)
      await new Promise((resolve) => setTimeout(resolve, 20))
  }

  /** Accept asks before it writes: messages it may hand over directly are written as leased by this node. */
  claimRoom(connectionId: number, count: number): boolean {
    const queue = this.#queue(connectionId)
    if (
      this.#stopped ||
      queue.backlog ||
      !this.#hasWayOut(connectionId) ||
      queue.taken + count > this.#limits.queueMax
    )
      return false
    queue.taken += count
    return true
  }

  releaseRoom(connectionId: number, count: number): void {
    this.#queue(connectionId).taken -= count
  }

  take(rows: QueuedRow[]): void {
    const touched = new Set<Queue>()
    for (const row of rows) {
      const queue = this.#queue(row.connection_id)
      queue.waiting.push(row)
      this.#held.add(row.id)
      touched.add(queue)
    }
    for (const queue of touched) this.#pump(queue)
  }

  holds(id: string): boolean {
    return this.#held.has(id)
  }

  #queue(connectionId: number): Queue {
    let queue = this.#queues.get(connectionId)
    if (!queue) {
      queue = { connectionId, waiting: [], head: 0, taken: 0, backlog: false, claiming: false }
      this.#queues.set(connectionId, queue)
    }
    return queue
  }

  #pump(queue: Queue): void {
    while (!this.#stopped && queue.head < queue.waiting.length) {
      const row = queue.waiting[queue.head]!
      const channel = this.#channels.get(row.channel)!
      if (row.valid_until.getTime() <= this.#clock.ms()) {
        queue.head += 1
        void this.#expire(queue, row)
        continue
      }
      const opens = opensAt(row, this.#clock.ms())
      if (opens !== null) {
        queue.head += 1
        void this.#putOff(queue, row, opens)
        continue
      }
      if (channel.room(queue.connectionId) < 1) break
      queue.head += 1
      void this.#send(queue, channel, row)
    }
    if (queue.head > 1_000 || queue.head === queue.waiting.length) {
      queue.waiting.splice(0, queue.head)
      queue.head = 0
    }
    inMemory.set({ connection: String(queue.connectionId) }, queue.taken)
    if (queue.backlog && queue.taken < this.#limits.queueMax / 2) void this.#claim(queue)
  }

  async #send(queue: Queue, channel: Channel, row: QueuedRow): Promise<void> {
    this.#sending += 1
    try {
      const outcome = await channel
        .send(this.#toOutbound(row))
        .catch((error: unknown): SendOutcome => {
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
      await this.#settleOutcome(row, outcome)
    } catch (error) {
      // Not stored: the lease stays with this node, and whoever finds it dead sends again.
      this.#log.error(
        { reason: (error as Error).message, messageId: row.id },
        'the outcome of a try could not be stored',
      )
    } finally {
      this.#sending -= 1
      this.#letGo(queue, row)
      this.#pump(queue)
    }
  }

  #settleOutcome(row: QueuedRow, outcome: SendOutcome): Promise<void> {
    const at = this.#clock.ms()
    const key = keyOf(row)
    switch (outcome.kind) {
      case 'accepted':
        return this.#settle.add({
          kind: 'submitted',
          key,
          connectionId: row.connection_id,
          peerIds: outcome.peerIds,
          at,
          overdueAt: row.valid_until.getTime() + this.#limits.receiptGraceMs,
        })
      case 'refused':
        return this.#settle.add({
          kind: 'finished',
          key,
          statusId: outcome.statusId,
          errorId: outcome.errorId,
          at,
          detail: outcome.detail,
          refund: false,
        })
      case 'tryLater': {
        const attempts = row.attempts + (outcome.countsAsAttempt ? 1 : 0)
        const nextAt =
          at + Math.max(outcome.afterMs, outcome.countsAsAttempt ? backOffMs(attempts) : 0)
        if (nextAt >= row.valid_until.getTime())
          return this.#settle.add({
            kind: 'finished',
            key,
            statusId: status.EXPIRED_EXPIRED,
            errorId: status.EC_VALIDITY_EXPIRED,
            at,
            detail: outcome.detail,
            refund: !outcome.ambiguous,
          })
        return this.#settle.add({
          kind: 'retry',
          key,
          nextAt,
          attempts,
          at,
          detail: outcome.detail,
        })
      }
    }
  }

  async #expire(queue: Queue, row: QueuedRow): Promise<void> {
    await this.#settle
      .add({
        kind: 'finished',
        key: keyOf(row),
        statusId: status.EXPIRED_EXPIRED,
        errorId: status.EC_VALIDITY_EXPIRED,
        at: this.#clock.ms(),
        detail: 'Its validity ended before an operator took it',
        refund: true,
      })
      .catch((error: unknown) =>
        this.#log.error(
          { reason: (error as Error).message },
          'an expired message could not be stored',
        ),
      )
    this.#letGo(queue, row)
  }

  /** It waited so long that its delivery window closed. */
  async #putOff(queue: Queue, row: QueuedRow, nextAt: number): Promise<void> {
    const at = this.#clock.ms()
    await this.#settle
      .add(
        nextAt >= row.valid_until.getTime()
          ? {
              kind: 'finished',
              key: keyOf(row),
              statusId: status.EXPIRED_EXPIRED,
              errorId: status.EC_VALIDITY_EXPIRED,
              at,
              detail: 'Its validity ends before its delivery window opens again',
              refund: true,
            }
          : {
              kind: 'retry',
              key: keyOf(row),
              nextAt,
              attempts: row.attempts,
              at,
              detail: 'Its delivery window is closed',
            },
      )
      .catch((error: unknown) =>
        this.#log.error({ reason: (error as Error).message }, 'a message could not be put off'),
      )
    this.#letGo(queue, row)
  }

  #letGo(queue: Queue, row: QueuedRow): void {
    this.#held.delete(row.id)
    queue.taken -= 1
  }

  #lookIn(ms: number): void {
    this.#poll = setTimeout(() => {
      this.#looking = this.#look()
    }, ms)
  }

  /** Looks for due messages of every connection; they come from restarts, retries, schedules and full queues. */
  async #look(): Promise<void> {
    try {
      const connectionIds = await store.busyConnections(this.#db)
      for (const connectionId of connectionIds) await this.#claim(this.#queue(connectionId))
      for (const queue of this.#queues.values())
        if (queue.head < queue.waiting.length && !this.#hasWayOut(queue.connectionId))
          await this.#giveBack(queue)
    } catch (error) {
      if (!isConnectionLost(error))
        this.#log.error({ err: error }, 'due messages could not be looked for')
    }
    if (!this.#stopped) this.#lookIn(POLL_MS)
  }

  async #claim(queue: Queue): Promise<void> {
    const limit = Math.min(2_000, this.#limits.queueMax - queue.taken)
    // With no way out there is no use in holding messages: another node may have one.
    if (queue.claiming || limit < 1 || this.#stopped || !this.#hasWayOut(queue.connectionId)) return
    queue.claiming = true
    queue.taken += limit
    let rows: QueuedRow[] = []
    try {
      rows = await store.claimDue(
        this.#db,
        this.nodeId,
        queue.connectionId,
        this.#clock.now(),
        limit,
      )
      queue.backlog = rows.length === limit
    } catch (error) {
      if (!isConnectionLost(error))
        this.#log.error({ err: error }, 'due messages could not be claimed')
    } finally {
      queue.taken -= limit - rows.length
      queue.claiming = false
    }
    if (rows.length > 0) this.take(rows)
  }

  /** A connection went down: its messages wait in the database, where their validity is watched. */
  async #giveBack(queue: Queue): Promise<void> {
    const rows = queue.waiting.splice(0).slice(queue.head)
    queue.head = 0
    const now = this.#clock.ms()
    try {
      await Promise.all(
        rows.map((row) =>
          this.#settle.add({
            kind: 'retry',
            key: keyOf(row),
            nextAt: now,
            attempts: row.attempts,
            at: now,
            detail: null,
          }),
        ),
      )
    } finally {
      for (const row of rows) this.#letGo(queue, row)
    }
  }

  #hasWayOut(connectionId: number): boolean {
    return [...this.#channels.values()].some((channel) => channel.connected(connectionId))
  }

  /** Called by the schedule when messages became due, so that they need not wait for the next look. */
  wake(connectionIds: Iterable<number>): void {
    for (const connectionId of connectionIds) void this.#claim(this.#queue(connectionId))
  }

  #toOutbound(row: QueuedRow): Outbound {
    return {
      id: row.id,
      accountId: row.account_id,
      connectionId: row.connection_id,
      sender: row.sender,
      dest: row.dest,
      content: contentOf(row),
      settings: (row.settings ?? {}) as MessageSettings,
      parts: row.parts,
      validUntilMs: row.valid_until.getTime(),
      attempts: row.attempts,
    }
  }
}

/** The content of a stored message again. */
export function contentOf(row: {
  body_kind: string
  body: string
  settings: Record<string, unknown> | null
}): Content {
  const settings = (row.settings ?? {}) as MessageSettings
  if (row.body_kind === 'binary')
    return {
      kind: 'binary',
      hex: row.body,
      dataCoding: settings.dataCoding ?? 0,
      esmClass: settings.esmClass ?? 0,
    }
  return {
    kind: 'text',
    text: row.body,
    ...(settings.transliteration === undefined
      ? {}
      : { transliteration: settings.transliteration }),
    ...(settings.language === undefined ? {} : { language: settings.language }),
  }
}

/** When the delivery window of a message opens; null: it is open, or there is none. */
function opensAt(row: QueuedRow, now: number): number | null {
  const { window } = (row.settings ?? {}) as MessageSettings
  const opens = window ? openingAt(window, now) : null
  return opens === null || opens <= now ? null : opens
}

/** Doubles from a second to five minutes. */
const backOffMs = (attempts: number) =>
  Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(attempts - 1, 20))

const keyOf = (row: QueuedRow): MessageKey => ({
  account_id: row.account_id,
  day: row.day,
  id: row.id,
})
