import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import { isConnectionLost, type Db } from '../core/storage/index.ts'
import type { Ambiguous } from './ambiguous.ts'
import type { Partitions } from './partitions.ts'
import type { Happening, Settle } from './settle.ts'
import * as status from './statuses.ts'
import type { Leases } from './leases.ts'
import * as leases from './store/leases.ts'
import * as queue from './store/queue.ts'
import type { MessageKey } from './store/settle.ts'

const BEAT_MS = 2_000
const DEAD_MS = 10_000
const PARTITIONS_MS = 3_600_000
const SWEEP_MAX = 2_000
/** Sets that one sweep ends at most, so that its other work gets a turn. */
const SWEEP_ROUNDS_MAX = 50
/** A lease of ours this old on something not in memory: its commit or its outcome was lost. */
const ORPHAN_MS = 60_000
const LEASES_MAX = 1_000
const NEVER = new Date('9999-01-01T00:00:00Z')
const ENDED = 'The process that held this message ended; it may have been sent'
const NOT_STORED = 'The outcome of a try could not be stored; it may have been sent'
const RECEIPTS = 'receipts'
/** The state of a message in `live` that awaits its receipt. */
const WITH_OPERATOR = 2

const freed = counter(
  'leases_freed_total',
  'Messages taken back from processes that ended; each may have been sent once already',
)

/** What must happen by itself: heartbeats, leases of the dead, overdue receipts, ended validity, partitions. */
export class Upkeep {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #leases: Leases
  readonly #partitions: Partitions
  readonly #settle: Settle
  readonly #ambiguous: Ambiguous
  readonly #onlyNode: boolean
  readonly #sweepMs: number
  readonly #receiptGraceMs: number
  /** Sets nobody knew in the sweep before; one sweep alone may look in between a claim and its answer. */
  #suspects = new Set<string>()
  #timers: ReturnType<typeof setInterval>[] = []
  #sweeping: Promise<void> | null = null
  #dropped = 0
  /** Messages whose validity ended earlier have their receipts, or were ended without. */
  #sweptUntil: Date | null = null

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    leases: Leases
    partitions: Partitions
    settle: Settle
    ambiguous: Ambiguous
    /** Nobody else works on this database: what another node holds is free at once. */
    onlyNode: boolean
    sweepMs: number
    /** How long after the end of validity a receipt may still come, ms. */
    receiptGraceMs: number
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#leases = parts.leases
    this.#partitions = parts.partitions
    this.#settle = parts.settle
    this.#ambiguous = parts.ambiguous
    this.#onlyNode = parts.onlyNode
    this.#receiptGraceMs = parts.receiptGraceMs
    this.#sweepMs = parts.sweepMs
  }

  async start(): Promise<void> {
    await this.#partitions.ahead()
    await this.#freeLeases(this.#onlyNode)
    this.#timers = [
      setInterval(
        () =>
          void this.#try('heartbeat', () =>
            leases.beat(this.#db, this.#leases.nodeId, this.#clock.now()),
          ),
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
    await this.#try('farewell', async () => {
      await this.#leases.flush()
      await leases.forgetNode(this.#db, this.#leases.nodeId)
    })
  }

  async sweep(): Promise<void> {
    await this.#freeLeases(false)
    const now = this.#clock.now()
    await this.#endWaiting(now)
    await this.#endSilent(now)
    await this.#freeOrphans(now)
    const at = now.getTime()
    if (at - this.#dropped > PARTITIONS_MS) {
      await this.#partitions.ahead()
      const dropped = await this.#partitions.drop(at)
      if (dropped.length > 0)
        this.#log.info({ partitions: dropped }, 'partitions whose time was over are gone')
      this.#dropped = at
    }
  }

  /** Ends what waited until its validity ended. */
  async #endWaiting(now: Date): Promise<void> {
    for (let round = 0; round < SWEEP_ROUNDS_MAX; round++) {
      const stale = await queue.overdueWaiting(this.#db, now, SWEEP_MAX)
      await this.#end(stale, {
        statusId: status.EXPIRED_EXPIRED,
        errorId: status.EC_VALIDITY_EXPIRED,
        at: now.getTime(),
        detail: 'Its validity ended before an operator took it',
        refund: true,
      })
      if (stale.length > 0) await queue.dropWaiting(this.#db, stale)
      if (stale.length < SWEEP_MAX) return
    }
  }

  /** Ends what an operator took and never reported: each message is looked at once, when its time is over. */
  async #endSilent(now: Date): Promise<void> {
    const until = new Date(now.getTime() - this.#receiptGraceMs)
    this.#sweptUntil ??= (await queue.sweptUntil(this.#db, RECEIPTS)) ?? new Date(0)
    for (let round = 0, limit = SWEEP_MAX; round < SWEEP_ROUNDS_MAX; round++) {
      const piece = await queue.byValidity(this.#db, this.#sweptUntil, until, limit)
      const silent = piece.filter((one) => one.state === WITH_OPERATOR)
      await this.#end(silent, {
        statusId: status.EXPIRED_DLR_UNKNOWN,
        errorId: status.NO_ERROR,
        at: now.getTime(),
        detail: 'The operator sent no delivery receipt in time',
        refund: false,
      })
      const last = piece.length < limit ? until : piece.at(-1)!.valid_until
      // Many of the same instant: the next look takes in more of them.
      if (last.getTime() === this.#sweptUntil.getTime()) limit *= 2
      else await queue.noteSwept(this.#db, RECEIPTS, last)
      this.#sweptUntil = last
      if (last === until) return
    }
  }

  async #end(
    keys: readonly MessageKey[],
    as: Omit<Extract<Happening, { kind: 'finished' }>, 'kind' | 'key'>,
  ): Promise<void> {
    await Promise.all(
      keys.map(({ account_id, day, id }) =>
        this.#settle.add({ kind: 'finished', key: { account_id, day, id }, ...as }),
      ),
    )
  }

  async #freeLeases(all: boolean): Promise<void> {
    const now = this.#clock.now()
    const aliveSince = all ? NEVER : new Date(now.getTime() - DEAD_MS)
    let count = 0
    for (;;) {
      const dead = await leases.deadLeases(this.#db, this.#leases.nodeId, aliveSince, LEASES_MAX)
      for (const lease of dead) count += await this.#free(lease, now)
      if (dead.length < LEASES_MAX) break
    }
    if (count === 0) return
    freed.inc(count)
    this.#log.warn(
      { messages: count },
      'messages that an ended process held are due again; some may be sent twice',
    )
  }

  /** Ends what accounts want no second time, and makes the rest of a set due. @returns how much is due */
  async #free(lease: { node_id: number; batch: string }, now: Date): Promise<number> {
    const set = await leases.leasedOf(this.#db, lease.node_id, lease.batch)
    await this.#ambiguous.hold(set, ENDED)
    return leases.freeLease(this.#db, lease, now)
  }

  /** What this process holds a lease on without knowing of it: due again, as after a crash. */
  async #freeOrphans(now: Date): Promise<void> {
    const before = now.getTime() - ORPHAN_MS
    const { nodeId } = this.#leases
    const lost = this.#leases.takeLost(before)
    const keys = lost.map((one) => one.key)
    await this.#ambiguous.hold(await leases.leasedAmong(this.#db, nodeId, keys), NOT_STORED)
    let count = await leases.freeOrphans(this.#db, nodeId, keys, now)
    for (const one of lost) this.#leases.settled(one.batch)
    const old = await leases.oldLeases(this.#db, nodeId, new Date(before), LEASES_MAX)
    const unknown = old.filter((batch) => !this.#leases.knows(batch))
    for (const batch of unknown)
      if (this.#suspects.has(batch)) count += await this.#free({ node_id: nodeId, batch }, now)
    this.#suspects = new Set(unknown)
    if (count === 0) return
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
