import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

export interface ReceivableRow {
  document_id: string
  account_id: number
  seller_id: number
  currency: string
  net_micros: bigint
  payable_micros: bigint
  settled_micros: bigint
  due_on: string
}

export const insertReceivable = (tx: Tx, one: Omit<ReceivableRow, 'settled_micros'>) =>
  run(
    tx,
    sql`
      insert into billing.receivables (document_id, account_id, seller_id, currency, net_micros, payable_micros, due_on)
      values (${one.document_id}, ${one.account_id}, ${one.seller_id}, ${one.currency}, ${one.net_micros},
        ${one.payable_micros}, ${one.due_on})`,
  )

/** What an account still owes, oldest first; with `first` in front of them. Needs the balance locked. Index: receivables_open. */
export const openReceivables = (tx: Tx, accountId: number, first: string | null) =>
  rows<ReceivableRow>(
    tx,
    sql`
      select document_id, account_id, seller_id, currency, net_micros, payable_micros, settled_micros, due_on
      from billing.receivables
      where account_id = ${accountId} and settled_at is null
      order by (document_id = ${first}::uuid) desc nulls last, due_on, document_id
      for update`,
  )

/** @param now given once the whole is settled */
export const settleReceivable = (
  tx: Tx,
  documentId: string,
  settledMicros: bigint,
  now: Date | null,
) =>
  run(
    tx,
    sql`
      update billing.receivables
      set settled_micros = ${settledMicros}, settled_at = ${now}
      where document_id = ${documentId}`,
  )

export type PaymentWay = 'bank' | 'card' | 'credit-note'
export interface PaymentRow {
  id: string
  account_id: number
  seller_id: number
  way: PaymentWay
  currency: string
  amount_micros: bigint
  unallocated_micros: bigint
  received_on: string
  reference: string
  entered_by: number | null
  recorded_at: Date
}

/** @returns false when the seller has entered this reference before */
export const insertPayment = async (tx: Tx, one: PaymentRow): Promise<boolean> =>
  (await run(
    tx,
    sql`
      insert into billing.payments (id, account_id, seller_id, way, currency, amount_micros, unallocated_micros, received_on,
        reference, entered_by, recorded_at)
      values (${one.id}, ${one.account_id}, ${one.seller_id}, ${one.way}, ${one.currency}, ${one.amount_micros},
        ${one.unallocated_micros}, ${one.received_on}, ${one.reference}, ${one.entered_by}, ${one.recorded_at})
      on conflict (seller_id, way, reference) do nothing`,
  )) === 1

const paymentColumns = sql`id, account_id, seller_id, way, currency, amount_micros, unallocated_micros, received_on, reference, entered_by, recorded_at`

/** Payments that are not used up, oldest first. Needs the balance locked. */
export const unallocatedPayments = (tx: Tx, accountId: number) =>
  rows<PaymentRow>(
    tx,
    sql`
      select ${paymentColumns}
      from billing.payments
      where account_id = ${accountId} and unallocated_micros > 0
      order by id
      for update`,
  )

export const allocate = (
  tx: Tx,
  one: { payment_id: string; document_id: string; account_id: number; amount_micros: bigint },
  now: Date,
) =>
  run(
    tx,
    sql`
      with used as (
        update billing.payments set unallocated_micros = unallocated_micros - ${one.amount_micros}
        where id = ${one.payment_id})
      insert into billing.allocations (payment_id, document_id, account_id, amount_micros, allocated_at)
      values (${one.payment_id}, ${one.document_id}, ${one.account_id}, ${one.amount_micros}, ${now})`,
  )

/** All that is left of a payment has become balance. */
export const usePayment = (tx: Tx, id: string) =>
  run(tx, sql`update billing.payments set unallocated_micros = 0 where id = ${id}`)

/** Newest first. Index: payments_by_account. */
export const pagePayments = (
  db: Db,
  accountId: number,
  before: string | null,
  limit: number,
  sellerId: number | null,
) =>
  rows<PaymentRow>(
    db,
    sql`
      select ${paymentColumns}
      from billing.payments
      where account_id = ${accountId} and (${before}::uuid is null or id < ${before}::uuid)
        and (${sellerId}::integer is null or seller_id = ${sellerId}::integer)
      order by id desc
      limit ${limit}`,
  )

/** By which payments documents were settled. */
export const readAllocations = (db: Db, accountId: number, documentId: string) =>
  rows<{ payment_id: string; way: PaymentWay; amount_micros: bigint; allocated_at: Date }>(
    db,
    sql`
      select a.payment_id, p.way, a.amount_micros, a.allocated_at
      from billing.allocations a
      join billing.payments p on p.id = a.payment_id
      where a.document_id = ${documentId} and a.account_id = ${accountId}
      order by a.allocated_at, a.payment_id
      limit 1000`,
  )

export interface TopUpRow {
  id: string
  account_id: number
  seller_id: number
  document_id: string | null
  provider: 'stripe' | 'simulated'
  currency: string
  net_micros: bigint
  vat_micros: bigint
  payable_micros: bigint
  state: 'begun' | 'paid' | 'failed' | 'expired'
  session_id: string | null
  payment_id: string | null
  address: string | null
  receipt_id: string | null
  begun_at: Date
  ended_at: Date | null
}
const topUpColumns = sql`id, account_id, seller_id, document_id, provider, currency, net_micros, vat_micros, payable_micros, state, session_id, payment_id, address, receipt_id, begun_at, ended_at`

export const insertTopUp = (db: Db, one: TopUpRow) =>
  run(
    db,
    sql`
      insert into billing.top_ups (${topUpColumns})
      values (${one.id}, ${one.account_id}, ${one.seller_id}, ${one.document_id}, ${one.provider}, ${one.currency},
        ${one.net_micros}, ${one.vat_micros}, ${one.payable_micros}, ${one.state}, ${one.session_id}, ${one.payment_id},
        ${one.address}, ${one.receipt_id}, ${one.begun_at}, ${one.ended_at})`,
  )

export const noteSession = (db: Db, id: string, sessionId: string, address: string) =>
  run(
    db,
    sql`
      update billing.top_ups set session_id = ${sessionId}, address = ${address}
      where id = ${id}`,
  )

/** Of an account, whoever asks. */
export const findTopUp = (db: Db, accountId: number, id: string) =>
  row<TopUpRow>(
    db,
    sql`select ${topUpColumns} from billing.top_ups where id = ${id} and account_id = ${accountId}`,
  )

/** The payment by card that a receipt is for. */
export const findPaidBy = (db: Db, receiptId: string) =>
  row<TopUpRow>(
    db,
    sql`select ${topUpColumns} from billing.top_ups where receipt_id = ${receiptId}`,
  )

/** Of a seller, as its provider tells of it; held until the transaction ends. */
export const lockTopUp = (tx: Tx, sellerId: number, id: string) =>
  row<TopUpRow>(
    tx,
    sql`
      select ${topUpColumns}
      from billing.top_ups
      where id = ${id} and seller_id = ${sellerId}
      for update`,
  )

export const endTopUp = (
  tx: Tx,
  id: string,
  end: {
    state: 'paid' | 'failed' | 'expired'
    payment_id: string | null
    receipt_id: string | null
  },
  now: Date,
) =>
  run(
    tx,
    sql`
      update billing.top_ups
      set state = ${end.state}, payment_id = ${end.payment_id}, receipt_id = ${end.receipt_id}, ended_at = ${now}
      where id = ${id}`,
  )

/** Newest first. Index: top_ups_by_account. */
export const pageTopUps = (db: Db, accountId: number, before: string | null, limit: number) =>
  rows<TopUpRow>(
    db,
    sql`
      select ${topUpColumns}
      from billing.top_ups
      where account_id = ${accountId} and (${before}::uuid is null or id < ${before}::uuid)
      order by id desc
      limit ${limit}`,
  )
