import { uuidv7 } from '../../core/ids.ts'
import type { Tx } from '../../core/storage/index.ts'
import { billingDay } from '../billing-day.ts'
import { book, type Held } from '../invoicing/books.ts'
import type { Line } from '../invoicing/document.ts'
import { issue, movesOf } from '../invoicing/issue.ts'
import { partiesOf, type AccountNames } from '../invoicing/parties.ts'
import { taxInside, type Taxed } from '../invoicing/vat.ts'
import type { DocumentRow } from '../store/invoices.ts'
import { insertPayment, usePayment, type PaymentWay } from '../store/payments.ts'
import { spread } from './settle.ts'

/** Money that came for an account. */
export interface Received {
  way: Exclude<PaymentWay, 'credit-note'>
  amountMicros: bigint
  /** `YYYY-MM-DD` */
  receivedOn: string
  /** The bank's or provider's, entered once for a seller. */
  reference: string
  /** Settled before older ones. */
  documentId: string | null
  enteredBy: number | null
}

export interface Taken {
  paymentId: string
  /** Of an account that pays in advance. */
  receipt: DocumentRow | null
}

/**
 * Takes money for an account, in its currency: what is owed is settled first; what is left becomes balance of an account
 * that pays in advance, with a receipt, and otherwise waits for the next invoice. Needs the balance held.
 * @returns null when the reference was entered before: nothing happens twice
 */
export async function takePayment(
  tx: Tx,
  names: AccountNames,
  held: Held,
  received: Received,
  now: Date,
): Promise<Taken | null> {
  const day = billingDay(held.zone, now.getTime())
  const payment = {
    id: uuidv7(now.getTime()),
    account_id: held.account_id,
    seller_id: held.sellerId,
    way: received.way,
    currency: held.currency,
    amount_micros: received.amountMicros,
    unallocated_micros: received.amountMicros,
    received_on: received.receivedOn,
    reference: received.reference,
    entered_by: received.enteredBy,
    recorded_at: now,
  }
  if (!(await insertPayment(tx, payment))) return null
  const rest = await spread(tx, held, payment, 'cash', received.documentId, day, now)
  if (!held.prepaid || rest === 0n) return { paymentId: payment.id, receipt: null }
  return {
    paymentId: payment.id,
    receipt: await receipt(tx, names, held, payment.id, rest, day, now),
  }
}

/** The tax inside a payment in advance is due with it; the balance grows by what is left. */
async function receipt(
  tx: Tx,
  names: AccountNames,
  held: Held,
  paymentId: string,
  payableMicros: bigint,
  day: string,
  now: Date,
): Promise<DocumentRow> {
  const parties = await partiesOf(tx, names, held.sellerId, held.account_id)
  const treatment = parties.treatment(day)
  const sums = taxInside(payableMicros, treatment, held.currency)
  const document = await issue(
    tx,
    parties,
    {
      kind: 'receipt',
      accountId: held.account_id,
      sellerId: held.sellerId,
      periodFrom: day,
      periodTo: day,
      issuedOn: day,
      dueOn: null,
      currency: held.currency,
      lines: [lineOf(sums, parties.language)],
      sums,
      treatment,
      paidMicros: payableMicros,
      corrects: null,
    },
    now,
  )
  await usePayment(tx, paymentId)
  await book(tx, held, 'TOP_UP', movesOf('unallocated', 'balance', sums), document.number, day, now)
  return document
}

const lineOf = (sums: Taxed, language: 'en' | 'ja'): Line => ({
  position: 1,
  kind: 'top-up',
  month: null,
  channel: null,
  direction: null,
  country: null,
  network: null,
  name: language === 'ja' ? '残高への入金' : 'Top-up of the balance',
  component: null,
  unit: 'item',
  quantity: '1',
  unitMicros: sums.netMicros.toString(),
  amountMicros: sums.netMicros.toString(),
})
