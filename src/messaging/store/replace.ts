import { row, run, sql, type Tx } from '../../core/storage/index.ts'
import type { DueRow } from './schedule.ts'

/** The one message of a bulk that waits, locked. Index: scheduled_by_bulk. */
export const lockScheduled = (
  tx: Tx,
  accountId: number,
  bulkId: string,
): Promise<DueRow | undefined> =>
  row(
    tx,
    sql<DueRow>`
      select * from messaging.scheduled
      where account_id = ${accountId} and bulk_id = ${bulkId}
      order by id
      limit 1
      for update`,
  )

export interface ReplacedRow {
  account_id: number
  id: string
  send_at: Date
  body_kind: string
  body: string
  settings: object
  webhook: object | null
  parts: number
  validity_ms: number
  price_micros: bigint
  currency: string
  tariff_id: number | null
}

export const replaceScheduled = (tx: Tx, one: ReplacedRow): Promise<number> =>
  run(
    tx,
    sql`update messaging.scheduled
        set send_at = ${one.send_at}, body_kind = ${one.body_kind}, body = ${one.body},
          settings = ${JSON.stringify(one.settings)}::jsonb, webhook = ${one.webhook && JSON.stringify(one.webhook)}::jsonb,
          parts = ${one.parts}, validity_ms = ${one.validity_ms}, price_micros = ${one.price_micros}, currency = ${one.currency},
          tariff_id = ${one.tariff_id}
        where account_id = ${one.account_id} and id = ${one.id}`,
  )
