import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import { isConnectionLost, type Db } from '../core/storage/index.ts'
import type { Partitions } from './partitions.ts'
import type { Settle } from './settle.ts'
import * as status from './statuses.ts'
import * as queue from './store/queue.ts'

const BEAT_MS = 2_000
const DEAD_MS = 10_000
const PARTITIONS_MS = 3_600_000
const SWEEP_MAX = 2_000
/** Sets that one sweep ends at most, so that its other work gets a turn. */
const SWEEP_ROUNDS_MAX = 50
/** A lease of ours this old on something not in memory: its commit or its outcome was lost. */
const ORPHAN_MS = 60_000

const freed = counter(
  'leases_freed_total',
  'Messages taken back from processes that ended; each may have been sent once already',
)

/** What must happen by itself: heartbeats, leases of the dead, overdue receipts, ended validity, partitions. */
export class Upkeep {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #nodeId: number
  readonly #partitions: Partitions
  readonly #settle: Settle
  readonly #onlyNode: boolean
  readonly #sweepMs: number
  readonly #holds: (id: string) => boolean
  /** Seen without an owner in the sweep before; one sweep alone may look in between a claim and its answer. */
  #suspects = new Set<string>()
  #timers: ReturnType<typeof setInterval>[] = []
  #sweeping: Promise<void> | null = null
  #dropped = 0

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    nodeId: number
    partitions: Partitions
    settle: Settle
    /** Nobody else works on this database: what another node holds is free at once. */
    onlyNode: boolean
    sweepMs: number
    /** Whether this process has a message in memory. */
    holds: (id: string) => boolean
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#nodeId = parts.nodeId
    this.#partitions = parts.partitions
    this.#settle = parts.settle
    this.#onlyNode = parts.onlyNode
    this.#holds = parts.holds
    this.#sweepMs = parts.sweepMs
  }

  async start(): Promise<void> {
    await this.#partitions.ahead()
    await this.#freeLeases(this.#onlyNode)
    this.#timers = [
      setInterval(
        () =>
          void this.#try('heartbeat', () => queue.beat(this.#db, this.#nodeId, this.#clock.now())),
        BEAT_MS,
      ),
      setInterval(() => {
        this.#sweeping ??= this.#try('sweep', () => this.sweep()).finally(() => {
          this.#sweeping = null
        })
      }, this.#sweepMs),
    ]
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#sweeping
    await this.#try('farewell', () => queue.forgetNode(this.#db, this.#nodeId))
  }

  async sweep(): Promise<void> {
    await this.#freeLeases(false)
    const now = this.#clock.now()
    const connectionIds = await queue.busyConnections(this.#db)
    for (let round = 0; round < SWEEP_ROUNDS_MAX; round++)
      if ((await this.#endOverdue(connectionIds, now)) < SWEEP_MAX) break
    await this.#freeOrphans(connectionIds, now)
    const at = now.getTime()
    if (at - this.#dropped > PARTITIONS_MS) {
      await this.#partitions.ahead()
      const dropped = await this.#partitions.drop(at)
      if (dropped.length > 0)
        this.#log.info({ partitions: dropped }, 'partitions whose time was over are gone')
      this.#dropped = at
    }
  }

  /** Ends what waits in vain. @returns how many of the kind that has more of them */
  async #endOverdue(connectionIds: readonly number[], now: Date): Promise<number> {
    const silent = await queue.overdueReceipts(this.#db, connectionIds, now, SWEEP_MAX)
    const stale = await queue.overdueWaiting(this.#db, connectionIds, now, SWEEP_MAX)
    const at = now.getTime()
    await Promise.all([
      ...silent.map((key) =>
        this.#settle.add({
          kind: 'finished',
          key,
          statusId: status.EXPIRED_DLR_UNKNOWN,
          errorId: status.NO_ERROR,
          at,
          detail: 'The operator sent no delivery receipt in time',
          refund: false,
        }),
      ),
      ...stale.map((key) =>
        this.#settle.add({
          kind: 'finished',
          key,
          statusId: status.EXPIRED_EXPIRED,
          errorId: status.EC_VALIDITY_EXPIRED,
          at,
          detail: 'Its validity ended before an operator took it',
          refund: true,
        }),
      ),
    ])
    return Math.max(silent.length, stale.length)
  }

  async #freeLeases(all: boolean): Promise<void> {
    const now = this.#clock.now()
    const connectionIds = await queue.busyConnections(this.#db)
    const count = await queue.freeLeases(
      this.#db,
      this.#nodeId,
      connectionIds,
      all ? null : new Date(now.getTime() - DEAD_MS),
      now,
    )
    if (count === 0) return
    freed.inc(count)
    this.#log.warn(
      { messages: count },
      'messages that an ended process held are due again; some may be sent twice',
    )
  }

  /** What this process holds a lease on without knowing of it: due again, as after a crash. */
  async #freeOrphans(connectionIds: readonly number[], now: Date): Promise<void> {
    const old = await queue.oldLeases(
      this.#db,
      this.#nodeId,
      connectionIds,
      new Date(now.getTime() - ORPHAN_MS),
      SWEEP_MAX,
    )
    const unknown = old.filter((one) => !this.#holds(one.id))
    const orphans = unknown.filter((one) => this.#suspects.has(one.id))
    this.#suspects = new Set(unknown.map((one) => one.id))
    if (orphans.length === 0) return
    const count = await queue.freeOrphans(this.#db, this.#nodeId, orphans, now)
    freed.inc(count)
    this.#log.warn(
      { messages: count },
      'messages whose outcome could not be stored are due again; some may be sent twice',
    )
  }

  async #try(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!isConnectionLost(error))
        this.#log.error({ err: error, what }, 'upkeep of messages failed; it will be tried again')
    }
  }
}
