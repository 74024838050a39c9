import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { Viewpoint } from './invoices.ts'

export interface DisputeRow {
  id: string
  account_id: number
  seller_id: number
  document_id: string
  /** Positions; null: the whole bill. */
  lines: number[] | null
  reason: string
  state: 'open' | 'upheld' | 'refused' | 'withdrawn'
  opened_at: Date
  opened_by: number | null
  decision: string | null
  decided_by: number | null
  decided_at: Date | null
  credit_note_id: string | null
}
const columns = sql`id, account_id, seller_id, document_id, lines, reason, state, opened_at, opened_by, decision, decided_by, decided_at, credit_note_id`

/** @returns false when one of the document is open already */
export const insertDispute = async (tx: Tx, one: DisputeRow): Promise<boolean> =>
  (await run(
    tx,
    sql`
      insert into billing.disputes (id, account_id, seller_id, document_id, lines, reason, state, opened_at, opened_by)
      values (${one.id}, ${one.account_id}, ${one.seller_id}, ${one.document_id}, ${one.lines}, ${one.reason}, 'open',
        ${one.opened_at}, ${one.opened_by})
      on conflict (document_id) where state = 'open' do nothing`,
  )) === 1

const whose = { account_id: sql`account_id`, seller_id: sql`seller_id` }

/** Held until the transaction ends. */
export const lockDispute = (tx: Tx, viewpoint: Viewpoint, accountId: number, id: string) =>
  row<DisputeRow>(
    tx,
    sql`
      select ${columns}
      from billing.disputes
      where id = ${id} and ${whose[viewpoint]} = ${accountId}
      for update`,
  )

export const decideDispute = (tx: Tx, one: DisputeRow) =>
  run(
    tx,
    sql`
      update billing.disputes
      set state = ${one.state}, decision = ${one.decision}, decided_by = ${one.decided_by},
        decided_at = ${one.decided_at}, credit_note_id = ${one.credit_note_id}
      where id = ${one.id}`,
  )

/** Newest first. Indexes: disputes_by_account, disputes_by_seller. */
export const pageDisputes = (
  db: Db,
  viewpoint: Viewpoint,
  accountId: number,
  documentId: string | null,
  before: string | null,
  limit: number,
) =>
  rows<DisputeRow>(
    db,
    sql`
      select ${columns}
      from billing.disputes
      where ${whose[viewpoint]} = ${accountId} and (${before}::uuid is null or id < ${before}::uuid)
        and (${documentId}::uuid is null or document_id = ${documentId}::uuid)
      order by id desc
      limit ${limit}`,
  )

export interface HeldPeriodRow {
  account_id: number
  period_from: string
  period_to: string
  number: string
  reason: 'unpaid' | 'challenged'
}

/** Whose traffic of which days stands behind a bill that is not paid, or is challenged. Index: receivables_due. */
export const readHeldPeriods = (db: Db) =>
  rows<HeldPeriodRow>(
    db,
    sql`
      select distinct u.sender_account_id as account_id, d.period_from, d.period_to, d.number,
        case when exists (select 1 from billing.disputes p where p.document_id = d.id and p.state = 'open')
          then 'challenged' else 'unpaid' end as reason
      from billing.documents d
      left join billing.receivables r on r.document_id = d.id and r.settled_at is null
      join billing.usage u on u.account_id = d.account_id and u.day between d.period_from and d.period_to
      where d.kind in ('invoice', 'statement')
        and (r.document_id is not null
          or exists (select 1 from billing.disputes p where p.document_id = d.id and p.state = 'open'))
      order by 1, 2, 4`,
  )

export interface ReminderRow {
  document_id: string
  account_id: number
  number: string
  due_on: string
  currency: string
  owed_micros: bigint
  reminders: number
  email: string
  language: 'en' | 'ja'
}

/**
 * Overdue bills whose buyers are to be reminded: one more reminder than before, after so many days, and none while the bill
 * is challenged. Held until the transaction ends; others pass over them. Index: receivables_due.
 */
export const claimReminders = (
  tx: Tx,
  today: string,
  afterDays: readonly number[],
  limit: number,
) =>
  rows<ReminderRow>(
    tx,
    sql`
      select r.document_id, r.account_id, d.number, r.due_on, r.currency,
        r.payable_micros - r.settled_micros as owed_micros, r.reminders, p.email, p.language
      from billing.receivables r
      join billing.documents d on d.id = r.document_id
      join billing.profiles p on p.account_id = r.account_id and p.email is not null
      where r.settled_at is null and r.due_on < ${today}
        and r.due_on + (${[...afterDays]}::integer[])[r.reminders + 1] <= ${today}::date
        and not exists (select 1 from billing.disputes x where x.document_id = r.document_id and x.state = 'open')
      order by r.due_on, r.document_id
      limit ${limit}
      for update of r skip locked`,
  )

export const noteReminder = (tx: Tx, documentId: string, today: string) =>
  run(
    tx,
    sql`
      update billing.receivables set reminders = reminders + 1, reminded_on = ${today}
      where document_id = ${documentId}`,
  )
