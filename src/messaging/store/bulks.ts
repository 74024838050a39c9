import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { ExpiredRow } from './queue.ts'
import type { DueRow } from './schedule.ts'

/** Bulks that can be paused, moved and cancelled, and what waits of them: for its time, or for its connection. */

export interface BulkRow {
  bulk_id: string
  send_at: Date
  status: string
  spacing_ms: number
  waiting: boolean
}
export const findBulk = (db: Db, accountId: number, bulkId: string): Promise<BulkRow | undefined> =>
  row(
    db,
    sql<BulkRow>`
      select b.bulk_id, b.send_at, b.status, b.spacing_ms,
        exists (select 1 from messaging.scheduled s where s.account_id = b.account_id and s.bulk_id = b.bulk_id)
          or exists (select 1 from messaging.waiting w where w.account_id = b.account_id and w.bulk_id = b.bulk_id) as waiting
      from messaging.bulks b
      where b.account_id = ${accountId} and b.bulk_id = ${bulkId}`,
  )

export const lockBulk = (tx: Tx, accountId: number, bulkId: string): Promise<unknown> =>
  row(
    tx,
    sql`select 1 from messaging.bulks where account_id = ${accountId} and bulk_id = ${bulkId} for update`,
  )

export const setBulk = (
  tx: Tx,
  bulk: { accountId: number; bulkId: string; status: string; sendAt: Date },
): Promise<number> =>
  run(
    tx,
    sql`update messaging.bulks set status = ${bulk.status}, send_at = ${bulk.sendAt}
        where account_id = ${bulk.accountId} and bulk_id = ${bulk.bulkId}`,
  )

/** Sets a status that its messages have yet to follow. */
export const orderBulk = (
  tx: Tx,
  accountId: number,
  bulkId: string,
  status: string,
): Promise<number> =>
  run(
    tx,
    sql`update messaging.bulks set status = ${status}, ordered = true where account_id = ${accountId} and bulk_id = ${bulkId}`,
  )

/** All its messages have followed, unless another status was set meanwhile. */
export const endOrder = (
  db: Db,
  accountId: number,
  bulkId: string,
  status: string,
): Promise<number> =>
  run(
    db,
    sql`update messaging.bulks set ordered = false
        where account_id = ${accountId} and bulk_id = ${bulkId} and status = ${status}`,
  )

/** Bulks that are paused, or whose messages have yet to follow. Index: bulks_halted. */
export const haltedBulks = (
  db: Db,
): Promise<{ account_id: number; bulk_id: string; status: string; ordered: boolean }[]> =>
  rows(
    db,
    sql<{ account_id: number; bulk_id: string; status: string; ordered: boolean }>`
      select account_id, bulk_id, status, ordered from messaging.bulks where status = 'PAUSED' or ordered`,
  )

/** Moves what waits of a bulk by a span, keeping its spacing. */
export const shiftScheduled = (
  tx: Tx,
  accountId: number,
  bulkId: string,
  from: Date,
  to: Date,
): Promise<number> =>
  run(
    tx,
    sql`update messaging.scheduled set send_at = greatest(send_at + (${to}::timestamptz - ${from}::timestamptz), ${to}::timestamptz)
        where account_id = ${accountId} and bulk_id = ${bulkId}`,
  )

/** Keeps some of a bulk from becoming due. Index: scheduled_open. */
export const pauseScheduled = (
  db: Db,
  accountId: number,
  bulkId: string,
  limit: number,
): Promise<number> =>
  run(
    db,
    sql`update messaging.scheduled set paused = true where ctid = any(array(
          select ctid from messaging.scheduled
          where account_id = ${accountId} and bulk_id = ${bulkId} and not paused
          limit ${limit}
          for update skip locked))`,
  )

/** Lets some of a bulk become due again. Index: scheduled_paused. */
export const resumeScheduled = (
  db: Db,
  accountId: number,
  bulkId: string,
  limit: number,
): Promise<number> =>
  run(
    db,
    sql`update messaging.scheduled set paused = false where ctid = any(array(
          select ctid from messaging.scheduled
          where account_id = ${accountId} and bulk_id = ${bulkId} and paused
          limit ${limit}
          for update skip locked))`,
  )

/** Takes out some of a bulk, to be ended. Index: scheduled_by_bulk. */
export const takeOfBulk = (
  tx: Tx,
  accountId: number,
  bulkId: string,
  limit: number,
): Promise<DueRow[]> =>
  rows(
    tx,
    sql<DueRow>`
      delete from messaging.scheduled where ctid = any(array(
        select ctid from messaging.scheduled
        where account_id = ${accountId} and bulk_id = ${bulkId}
        limit ${limit}
        for update skip locked))
      returning *`,
  )

/** Keeps some of a bulk from being taken into memory. Index: waiting_by_bulk. */
export const holdWaiting = (
  db: Db,
  accountId: number,
  bulkId: string,
  limit: number,
): Promise<number> =>
  run(
    db,
    sql`update messaging.waiting set next_at = 'infinity' where ctid = any(array(
          select ctid from messaging.waiting
          where account_id = ${accountId} and bulk_id = ${bulkId} and next_at < 'infinity'
          limit ${limit}
          for update skip locked))`,
  )

/** Lets some of a bulk go again. Index: waiting_by_bulk. @returns their connections */
export const freeWaiting = async (
  db: Db,
  accountId: number,
  bulkId: string,
  now: Date,
  limit: number,
): Promise<number[]> =>
  (
    await rows(
      db,
      sql<{ connection_id: number }>`
        update messaging.waiting set next_at = ${now} where ctid = any(array(
          select ctid from messaging.waiting
          where account_id = ${accountId} and bulk_id = ${bulkId} and next_at = 'infinity'
          limit ${limit}
          for update skip locked))
        returning connection_id`,
    )
  ).map((one) => one.connection_id)

/** Some of what is held of a bulk. Index: waiting_by_bulk. */
export const heldOfBulk = (
  db: Db,
  accountId: number,
  bulkId: string,
  limit: number,
): Promise<ExpiredRow[]> =>
  rows(
    db,
    sql<ExpiredRow>`
      select connection_id, content_class, account_id, next_at::text as next_at, id, day from messaging.waiting
      where account_id = ${accountId} and bulk_id = ${bulkId} and next_at = 'infinity'
      limit ${limit}`,
  )
