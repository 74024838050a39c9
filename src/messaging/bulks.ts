import type { Clock } from '../core/clock.ts'
import { Rejection } from '../core/http/index.ts'
import type { Log } from '../core/log.ts'
import { isConnectionLost, transaction, type Db, type Tx } from '../core/storage/index.ts'
import type { Bulk, BulkStatus } from './door.ts'
import type { Partitions } from './partitions.ts'
import type { Settle } from './settle.ts'
import * as status from './statuses.ts'
import * as store from './store/bulks.ts'
import { dropWaiting } from './store/queue.ts'
import type { DueRow } from './store/schedule.ts'

/** Messages that follow a new status in one piece. */
const PIECE_MAX = 2_000
/** A caller is answered when all has followed, and after this long at the latest; nothing goes out meanwhile. */
const ANSWER_MS_MAX = 800
const AGAIN_MS = 1_000

/** Where messages of bulks are in memory. */
export interface BulkMemory {
  /** Keeps a bulk's messages from going; resolves when those in memory are back in the database. */
  pauseBulk(accountId: number, bulkId: string): Promise<void>
  resumeBulk(accountId: number, bulkId: string): void
  holdsBulk(accountId: number, bulkId: string): boolean
  wake(connectionIds: Iterable<number>): void
}

interface BulkKey {
  accountId: number
  bulkId: string
}
type Ordered = 'PENDING' | 'PAUSED' | 'CANCELED'

/**
 * Pauses, resumes, moves and cancels bulks. A status holds from the moment it is set: nothing of the bulk goes out any
 * more, or everything may. Its messages follow in pieces, however many they are, and after a restart the rest of them.
 */
export class Bulks {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #settle: Settle
  readonly #partitions: Partitions
  /** Ends messages that wait for their time. */
  readonly #end: (tx: Tx, rows: readonly DueRow[], statusId: number) => Promise<void>
  readonly #working = new Map<string, Promise<void>>()
  #memory: BulkMemory | null = null
  #stopped = true

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    settle: Settle
    partitions: Partitions
    end: (tx: Tx, rows: readonly DueRow[], statusId: number) => Promise<void>
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#settle = parts.settle
    this.#partitions = parts.partitions
    this.#end = parts.end
  }

  /** Before anything is sent: what is paused stays so, and what was begun is gone on with. */
  async start(memory: BulkMemory): Promise<void> {
    this.#memory = memory
    this.#stopped = false
    for (const one of await store.haltedBulks(this.#db)) {
      const key = { accountId: one.account_id, bulkId: one.bulk_id }
      if (one.status !== 'PENDING') await this.#memory?.pauseBulk(key.accountId, key.bulkId)
      if (one.ordered) void this.#follow(key)
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#working.values())
  }

  async find(accountId: number, bulkId: string): Promise<Bulk | null> {
    const found = await store.findBulk(this.#db, accountId, bulkId)
    return found
      ? {
          bulkId: found.bulk_id,
          sendAt: found.send_at,
          status: this.#statusOf({ accountId, bulkId }, found),
        }
      : null
  }

  async reschedule(accountId: number, bulkId: string, sendAt: Date): Promise<Bulk | null> {
    return transaction(this.#db, async (tx) => {
      await store.lockBulk(tx, accountId, bulkId)
      const bulk = await store.findBulk(tx, accountId, bulkId)
      if (!bulk) return null
      const current = this.#statusOf({ accountId, bulkId }, bulk)
      if (current === 'CANCELED' || current === 'FINISHED' || current === 'PROCESSING')
        throw new Rejection('BAD_REQUEST', {
          text: `The bulk is ${current} and cannot be moved any more.`,
        })
      await store.shiftScheduled(tx, accountId, bulkId, bulk.send_at, sendAt)
      await store.setBulk(tx, { accountId, bulkId, status: bulk.status, sendAt })
      return { bulkId, sendAt, status: current }
    })
  }

  async setStatus(accountId: number, bulkId: string, wanted: BulkStatus): Promise<Bulk | null> {
    if (wanted === 'FINISHED' || wanted === 'FAILED')
      throw new Rejection('BAD_REQUEST', {
        text: `A bulk cannot be set to ${wanted}; PENDING, PROCESSING, PAUSED and CANCELED can be.`,
      })
    await this.#partitions.ahead()
    const key = { accountId, bulkId }
    const ordered: Ordered = wanted === 'PROCESSING' ? 'PENDING' : wanted
    const known = await transaction(this.#db, async (tx) => {
      await store.lockBulk(tx, accountId, bulkId)
      const bulk = await store.findBulk(tx, accountId, bulkId)
      if (!bulk) return false
      const current = this.#statusOf(key, bulk)
      if ((current === 'CANCELED' || current === 'FINISHED') && current !== wanted)
        throw new Rejection('BAD_REQUEST', {
          text: `The bulk is ${current}; nothing of it waits any more.`,
        })
      await store.orderBulk(tx, accountId, bulkId, ordered)
      return true
    })
    if (!known) return null
    if (ordered === 'PENDING') this.#memory?.resumeBulk(accountId, bulkId)
    else await this.#memory?.pauseBulk(accountId, bulkId)
    await Promise.race([this.#follow(key), pause(ANSWER_MS_MAX)])
    return this.find(accountId, bulkId)
  }

  #statusOf({ accountId, bulkId }: BulkKey, bulk: store.BulkRow): BulkStatus {
    if (bulk.status === 'CANCELED') return 'CANCELED'
    if (!bulk.waiting && !this.#memory?.holdsBulk(accountId, bulkId)) return 'FINISHED'
    if (bulk.status === 'PAUSED') return 'PAUSED'
    return bulk.send_at <= this.#clock.now() ? 'PROCESSING' : 'PENDING'
  }

  /** Lets a bulk's messages follow its status, one piece after another; only once at a time. */
  #follow(key: BulkKey): Promise<void> {
    const name = `${key.accountId} ${key.bulkId}`
    const underWay = this.#working.get(name)
    const work = (underWay ?? Promise.resolve())
      .then(() => this.#followOn(key))
      .finally(() => {
        if (this.#working.get(name) === work) this.#working.delete(name)
      })
    this.#working.set(name, work)
    return work
  }

  async #followOn(key: BulkKey): Promise<void> {
    while (!this.#stopped)
      try {
        const bulk = await store.findBulk(this.#db, key.accountId, key.bulkId)
        if (!bulk) return
        const ordered = bulk.status as Ordered
        if ((await this.#piece(key, ordered)) > 0) continue
        await store.endOrder(this.#db, key.accountId, key.bulkId, ordered)
        if (ordered === 'CANCELED') this.#memory?.resumeBulk(key.accountId, key.bulkId)
        return
      } catch (error) {
        if (!isConnectionLost(error))
          this.#log.error({ err: error }, 'messages of a bulk could not follow its status')
        await pause(AGAIN_MS)
      }
  }

  /** @returns how many messages followed; 0: none is left */
  async #piece({ accountId, bulkId }: BulkKey, ordered: Ordered): Promise<number> {
    const db = this.#db
    if (ordered === 'PAUSED')
      return (
        (await store.pauseScheduled(db, accountId, bulkId, PIECE_MAX)) +
        (await store.holdWaiting(db, accountId, bulkId, PIECE_MAX))
      )
    if (ordered === 'PENDING') {
      const freed = await store.freeWaiting(db, accountId, bulkId, this.#clock.now(), PIECE_MAX)
      this.#memory?.wake(new Set(freed))
      return freed.length + (await store.resumeScheduled(db, accountId, bulkId, PIECE_MAX))
    }
    const held = await store.holdWaiting(db, accountId, bulkId, PIECE_MAX)
    return held > 0 ? held : this.#cancelPiece({ accountId, bulkId })
  }

  async #cancelPiece({ accountId, bulkId }: BulkKey): Promise<number> {
    const ended = await transaction(this.#db, async (tx) => {
      const rows = await store.takeOfBulk(tx, accountId, bulkId, PIECE_MAX)
      if (rows.length > 0) await this.#end(tx, rows, status.UNDELIVERABLE_NOT_SENT)
      return rows.length
    })
    const held = await store.heldOfBulk(this.#db, accountId, bulkId, PIECE_MAX)
    const at = this.#clock.ms()
    await Promise.all(
      held.map(({ account_id, day, id }) =>
        this.#settle.add({
          kind: 'finished',
          key: { account_id, day, id },
          statusId: status.UNDELIVERABLE_NOT_SENT,
          errorId: status.NO_ERROR,
          at,
          detail: 'Its bulk was cancelled',
          refund: true,
        }),
      ),
    )
    if (held.length > 0) await dropWaiting(this.#db, held)
    return ended + held.length
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
