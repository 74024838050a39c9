import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

/** A scheduled message whose time has come. */
export interface DueRow {
  account_id: number
  id: string
  send_at: Date
  channel: string
  message_id: string | null
  bulk_id: string | null
  sender: string
  dest: string
  mcc_mnc: string | null
  body_kind: string
  body: string
  settings: object | null
  webhook: object | null
  parts: number
  validity_ms: number
  accepted_at: Date
  price_micros: bigint
  currency: string
  tariff_id: number | null
  callback_data: string | null
  application_id: string | null
  entity_id: string | null
  campaign_reference_id: string | null
}

/** Takes out messages that are due. Index: scheduled_due. */
export const takeDue = (tx: Tx, now: Date, limit: number): Promise<DueRow[]> =>
  rows(
    tx,
    sql<DueRow>`
      delete from messaging.scheduled s
      using (
        select account_id, id from messaging.scheduled
        where send_at <= ${now} and not paused
        order by send_at
        limit ${limit}
        for update skip locked) d
      where s.account_id = d.account_id and s.id = d.id
      returning s.*`,
  )

/** Takes out a bulk's messages, to be ended. Index: scheduled_by_bulk. */
export const takeOfBulk = (
  tx: Tx,
  accountId: number,
  bulkId: string,
  limit: number,
): Promise<DueRow[]> =>
  rows(
    tx,
    sql<DueRow>`
      delete from messaging.scheduled s
      using (
        select account_id, id from messaging.scheduled
        where account_id = ${accountId} and bulk_id = ${bulkId}
        limit ${limit}
        for update skip locked) d
      where s.account_id = d.account_id and s.id = d.id
      returning s.*`,
  )

/** Tells the look-up in which partition messages are that were scheduled. */
export const noteDays = (
  tx: Tx,
  set: readonly { account_id: number; message_id: string; day: string }[],
): Promise<number> =>
  run(
    tx,
    sql`update messaging.message_ids i
        set day = r.day
        from ${recordset(set, 'account_id integer, message_id text, day date')}
        where i.account_id = r.account_id and i.message_id = r.message_id`,
  )

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
        exists (select 1 from messaging.scheduled s where s.account_id = b.account_id and s.bulk_id = b.bulk_id) as waiting
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

export const pauseScheduled = (
  tx: Tx,
  accountId: number,
  bulkId: string,
  paused: boolean,
): Promise<number> =>
  run(
    tx,
    sql`update messaging.scheduled set paused = ${paused}
        where account_id = ${accountId} and bulk_id = ${bulkId} and paused <> ${paused}`,
  )

export const nextDueAt = async (db: Db): Promise<Date | null> =>
  (
    await row(
      db,
      sql<{
        send_at: Date
      }>`select send_at from messaging.scheduled where not paused order by send_at limit 1`,
    )
  )?.send_at ?? null
