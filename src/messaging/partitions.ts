import { DAY_MS, utcDay, utcMonth, type Clock } from '../core/clock.ts'
import { transaction, type Db } from '../core/storage/index.ts'
import type { Log } from '../core/log.ts'
import {
  createPartition,
  dropPartition,
  forgetIds,
  listPartitions,
  moveStragglers,
  overdue,
  type PartitionedTable,
} from './store/partitions.ts'

/** As long as the partition that an id leads to. */
const IDS_KEPT_DAYS = 9
const FORGET_MAX = 5_000

/** Knows which partitions exist, makes what is missing, and drops what is over. */
export class Partitions {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #known = new Set<string>()

  constructor(db: Db, clock: Clock, log: Log) {
    this.#db = db
    this.#clock = clock
    this.#log = log
  }

  /** Days as `YYYY-MM-DD`, months as their first day. Costs a look into a set when they exist. */
  async ensure(table: PartitionedTable, starts: Iterable<string>): Promise<void> {
    for (const start of starts) {
      const name = `${table} ${start}`
      if (this.#known.has(name)) continue
      await createPartition(this.#db, table, start)
      this.#known.add(name)
    }
  }

  /** Makes today's and the next days' partitions, so that nobody waits for one at midnight. */
  async ahead(): Promise<void> {
    const now = this.#clock.ms()
    const days = [-1, 0, 1, 2].map((day) => utcDay(now + day * DAY_MS))
    for (const table of ['live', 'submissions', 'inbound', 'record_subjects'] as const)
      await this.ensure(table, days)
    await this.ensure(
      'contents',
      Array.from({ length: 10 }, (_, day) => utcDay(now + day * DAY_MS)),
    )
    await this.ensure(
      'records',
      new Set([utcMonth(now - DAY_MS), utcMonth(now), utcMonth(now + 3 * DAY_MS)]),
    )
  }

  /** Drops partitions whose days are over; messages without a final status move to today first. */
  async drop(now: number): Promise<string[]> {
    const over = overdue(await listPartitions(this.#db), now)
    for (const { table, partition, start } of over) {
      if (table === 'live') {
        const moved = await transaction(this.#db, (tx) => moveStragglers(tx, start, utcDay(now)))
        if (moved > 0)
          this.#log.info(
            { moved, day: start },
            'messages without a final status moved to a newer day',
          )
      }
      await dropPartition(this.#db, partition)
      this.#known.delete(`${table} ${start}`)
    }
    await this.#forgetIds(utcDay(now - IDS_KEPT_DAYS * DAY_MS))
    return over.map((one) => one.partition)
  }

  async #forgetIds(before: string): Promise<void> {
    for (;;) if ((await forgetIds(this.#db, before, FORGET_MAX)) < FORGET_MAX) return
  }
}
