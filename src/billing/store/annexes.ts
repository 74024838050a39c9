import { row, rows, sql, type Db } from '../../core/storage/index.ts'

/** The document before: what came after it is on this one. Indexes: documents_by_account, the primary key. */
export const findDocumentBefore = (db: Db, accountId: number, month: string) =>
  row<{ month: string; issued_at: Date }>(
    db,
    sql`
      select c.month, d.issued_at
      from billing.closed_months c
      join billing.documents d on d.id = c.document_id
      where c.account_id = ${accountId} and c.month < ${month}
      order by c.month desc
      limit 1`,
  )

/** For whom an account was charged between two days, and since when. Index: the primary key. */
export const readSenders = (db: Db, accountId: number, from: string, to: string) =>
  rows<{ account_id: number; first_day: string }>(
    db,
    sql`
      select sender_account_id as account_id, min(day) as first_day
      from billing.usage
      where account_id = ${accountId} and day between ${from} and ${to} and parts <> 0
      group by 1
      order by 1`,
  )
