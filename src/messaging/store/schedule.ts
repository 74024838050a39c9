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
  content_class: number
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

/**
 * Takes out messages that are due. Those of a bulk that is paused or cancelled stay, also while it is being worked off.
 * Index: scheduled_due.
 */
export const takeDue = (tx: Tx, now: Date, limit: number): Promise<DueRow[]> =>
  rows(
    tx,
    sql<DueRow>`
      delete from messaging.scheduled where ctid = any(array(
        select s.ctid from messaging.scheduled s
        where s.send_at <= ${now} and not s.paused and not exists (
          select 1 from messaging.bulks b
          where b.account_id = s.account_id and b.bulk_id = s.bulk_id and b.status = any('{PAUSED,CANCELED}'))
        order by s.send_at
        limit ${limit}
        for update of s skip locked))
      returning *`,
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

export const nextDueAt = async (db: Db): Promise<Date | null> =>
  (
    await row(
      db,
      sql<{
        send_at: Date
      }>`select send_at from messaging.scheduled where not paused order by send_at limit 1`,
    )
  )?.send_at ?? null
