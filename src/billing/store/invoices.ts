import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { DocumentKind } from '../invoicing/document.ts'

/** How an account is billed, as far as invoices go. */
export interface TermsRow {
  account_id: number
  parent_id: number | null
  currency: string
  prepaid: boolean
  zone: string
}

export const readTerms = (db: Db, accountId: number) =>
  row<TermsRow>(
    db,
    sql`
      select account_id, parent_id, currency, prepaid, zone
      from billing.terms
      where account_id = ${accountId}`,
  )

/**
 * Accounts with usage after their last closed month and before a day, in the order of their numbers. One look into the
 * index of usage for each account: the primary key.
 */
export const findUnclosed = (db: Db, before: string, afterAccount: number, accountsMax: number) =>
  rows<{ account_id: number; zone: string; first_month: string }>(
    db,
    sql`
      select t.account_id, t.zone, date_trunc('month', u.day)::date as first_month
      from billing.terms t
      cross join lateral (
        select day from billing.usage
        where account_id = t.account_id and day < ${before}
          and day >= coalesce(
            (select max(month) + interval '1 month' from billing.closed_months c where c.account_id = t.account_id),
            '-infinity')
        order by day
        limit 1) u
      where t.parent_id is not null and t.account_id > ${afterAccount}
      order by t.account_id
      limit ${accountsMax}`,
  )

/** Usage up to the end of a month that is on no document yet, also of earlier months. Indexes: the primary keys. */
export const readUninvoiced = (db: Db, accountId: number, month: string) =>
  rows<UninvoicedRow>(
    db,
    sql`
      select coalesce(u.month, i.month) as month, coalesce(u.tariff_id, i.tariff_id) as tariff_id,
        coalesce(u.messages, 0) - coalesce(i.messages, 0) as messages,
        coalesce(u.parts, 0) - coalesce(i.parts, 0) as parts,
        coalesce(u.amount_micros, 0) - coalesce(i.amount_micros, 0) as amount_micros
      from (
        select date_trunc('month', day)::date as month, tariff_id, sum(messages)::bigint as messages,
          sum(parts)::bigint as parts, sum(amount_micros)::bigint as amount_micros
        from billing.usage
        where account_id = ${accountId} and day < (${month}::date + interval '1 month')
        group by 1, 2) u
      full join (
        select month, tariff_id, messages, parts, amount_micros
        from billing.invoiced_usage
        where account_id = ${accountId}) i
      on i.month = u.month and i.tariff_id = u.tariff_id
      where coalesce(u.messages, 0) <> coalesce(i.messages, 0) or coalesce(u.parts, 0) <> coalesce(i.parts, 0)
        or coalesce(u.amount_micros, 0) <> coalesce(i.amount_micros, 0)
      order by 1, 2`,
  )

/** What of a tariff is on no document yet; below zero: given back since. */
export interface UninvoicedRow {
  month: string
  tariff_id: number
  messages: bigint
  parts: bigint
  amount_micros: bigint
}

export const noteInvoiced = (
  tx: Tx,
  accountId: number,
  set: readonly { month: string; tariff_id: number; messages: string; parts: string; amount_micros: string }[], // prettier-ignore
) =>
  run(
    tx,
    sql`
      insert into billing.invoiced_usage as i (account_id, month, tariff_id, messages, parts, amount_micros)
      select ${accountId}::integer, r.month, r.tariff_id, r.messages, r.parts, r.amount_micros
      from json_to_recordset(${JSON.stringify(set)}::json)
        as r(month date, tariff_id integer, messages bigint, parts bigint, amount_micros bigint)
      on conflict (account_id, month, tariff_id) do update
      set messages = i.messages + excluded.messages, parts = i.parts + excluded.parts,
        amount_micros = i.amount_micros + excluded.amount_micros`,
  )

/** Claims a month; whoever comes second waits for the first, and then gets false. */
export const claimMonth = async (
  tx: Tx,
  accountId: number,
  month: string,
  now: Date,
): Promise<boolean> =>
  (await run(
    tx,
    sql`
      insert into billing.closed_months (account_id, month, closed_at)
      values (${accountId}, ${month}, ${now})
      on conflict do nothing`,
  )) === 1

export const noteMonthsDocument = (tx: Tx, accountId: number, month: string, documentId: string) =>
  run(
    tx,
    sql`
      update billing.closed_months set document_id = ${documentId}
      where account_id = ${accountId} and month = ${month}`,
  )

/** The next number of a series; the row is held until the transaction ends, and an undone one leaves no gap. */
export const nextNumber = async (
  tx: Tx,
  sellerId: number,
  series: string,
  year: number,
): Promise<number> =>
  (await row<{ last_number: number }>(
    tx,
    sql`
      insert into billing.number_series as n (account_id, series, year, last_number)
      values (${sellerId}, ${series}, ${year}, 1)
      on conflict (account_id, series, year) do update set last_number = n.last_number + 1
      returning last_number`,
  ))!.last_number

export interface DocumentRow {
  id: string
  account_id: number
  seller_id: number
  kind: DocumentKind
  series: string
  year: number
  sequence: number
  number: string
  period_from: string
  period_to: string
  issued_on: string
  due_on: string | null
  currency: string
  net_micros: bigint
  vat_micros: bigint
  rounding_micros: bigint
  payable_micros: bigint
  corrects_id: string | null
  content: string
  content_hash: Buffer
  issued_at: Date
  year_ended_at: Date
}

export const insertDocument = (tx: Tx, one: DocumentRow) =>
  run(
    tx,
    sql`
      insert into billing.documents (id, account_id, seller_id, kind, series, year, sequence, number, period_from, period_to,
        issued_on, due_on, currency, net_micros, vat_micros, rounding_micros, payable_micros, corrects_id, content,
        content_hash, issued_at, year_ended_at)
      values (${one.id}, ${one.account_id}, ${one.seller_id}, ${one.kind}, ${one.series}, ${one.year}, ${one.sequence},
        ${one.number}, ${one.period_from}, ${one.period_to}, ${one.issued_on}, ${one.due_on}, ${one.currency},
        ${one.net_micros}, ${one.vat_micros}, ${one.rounding_micros}, ${one.payable_micros}, ${one.corrects_id},
        ${one.content}, ${one.content_hash}, ${one.issued_at}, ${one.year_ended_at})`,
  )

/** A document with what happened to it since. */
export interface DocumentStanding extends DocumentRow {
  settled_micros: bigint | null
  settled_at: Date | null
  reminders: number | null
  dispute_state: string | null
  credited_micros: bigint
}

const standing = sql`
  select d.id, d.account_id, d.seller_id, d.kind, d.series, d.year, d.sequence, d.number, d.period_from, d.period_to,
    d.issued_on, d.due_on, d.currency, d.net_micros, d.vat_micros, d.rounding_micros, d.payable_micros, d.corrects_id,
    d.content, d.content_hash, d.issued_at, d.year_ended_at,
    r.settled_micros, r.settled_at, r.reminders,
    (select p.state from billing.disputes p where p.document_id = d.id order by p.id desc limit 1) as dispute_state,
    (select coalesce(sum(c.payable_micros), 0)::bigint from billing.documents c where c.corrects_id = d.id) as credited_micros
  from billing.documents d
  left join billing.receivables r on r.document_id = d.id`

/** Who looks at a document: its buyer, or its seller. */
export type Viewpoint = 'account_id' | 'seller_id'
const column = { account_id: sql`d.account_id`, seller_id: sql`d.seller_id` }

export const findDocument = (db: Db, viewpoint: Viewpoint, accountId: number, id: string) =>
  row<DocumentStanding>(
    db,
    sql`${standing} where d.id = ${id} and ${column[viewpoint]} = ${accountId}`,
  )

export interface DocumentFilter {
  kinds: readonly DocumentKind[] | null
  /** Seen by the seller: of one buyer. */
  buyerId: number | null
  unsettled: boolean
}

/** Newest first. Indexes: documents_by_account, documents_by_seller. */
export const pageDocuments = (
  db: Db,
  viewpoint: Viewpoint,
  accountId: number,
  filter: DocumentFilter,
  before: string | null,
  limit: number,
) =>
  rows<DocumentStanding>(
    db,
    sql`
      ${standing}
      where ${column[viewpoint]} = ${accountId}
        and (${before}::uuid is null or d.id < ${before}::uuid)
        and (${filter.kinds}::text[] is null or d.kind = any(${filter.kinds}::text[]))
        and (${filter.buyerId}::integer is null or d.account_id = ${filter.buyerId}::integer)
        and (not ${filter.unsettled}::boolean or (r.document_id is not null and r.settled_at is null))
      order by d.id desc
      limit ${limit}`,
  )

/** Credit notes of a document, so far. Index: documents_by_corrected. */
export const readCredited = (tx: Tx, documentId: string) =>
  row<{ net: bigint; vat: bigint; payable: bigint; count: number }>(
    tx,
    sql`
      select coalesce(sum(net_micros), 0)::bigint as net, coalesce(sum(vat_micros), 0)::bigint as vat,
        coalesce(sum(payable_micros), 0)::bigint as payable, count(*)::integer as count
      from billing.documents
      where corrects_id = ${documentId}`,
  )
