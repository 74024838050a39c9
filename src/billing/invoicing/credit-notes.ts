import { billingDay } from '../billing-day.ts'
import { Rejection, badField } from '../../core/http/index.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Tx } from '../../core/storage/index.ts'
import { findDocument, readCredited, type DocumentRow, type DocumentStanding } from '../store/invoices.ts' // prettier-ignore
import { insertPayment, type PaymentRow } from '../store/payments.ts'
import { spread } from '../payments/settle.ts'
import { book, hold, type Held } from './books.ts'
import { decimalText } from './currency.ts'
import type { Content, Line } from './document.ts'
import { issue, movesOf } from './issue.ts'
import { partiesOf, type AccountNames } from './parties.ts'
import { taxed, type Taxed } from './vat.ts'

export interface Correction {
  sellerId: number
  documentId: string
  /** null: all that is left of the document. */
  netMicros: bigint | null
  reason: string
}

/**
 * Corrects an invoice or a receipt by a credit note, whole or in part; several parts may follow each other, up to the
 * whole. Of an invoice it settles what is still to be paid, and what is over stays for the next invoice. Of a receipt it
 * takes the sum off the balance again: whoever issues it gives the money back.
 * @throws NOT_FOUND, BAD_REQUEST for more than is left, CONFLICT when the balance does not cover it
 */
export async function creditDocument(
  tx: Tx,
  names: AccountNames,
  wish: Correction,
  now: Date,
): Promise<DocumentRow> {
  const document = await findDocument(tx, 'seller_id', wish.sellerId, wish.documentId)
  if (!document || !['invoice', 'receipt'].includes(document.kind))
    throw new Rejection('NOT_FOUND', {
      text: 'You have issued no invoice or receipt with this id.',
    })
  const held = await hold(tx, document.account_id)
  if (!held) throw new Rejection('NOT_FOUND')
  const sums = await sumsOf(tx, document, wish.netMicros)
  const parties = await partiesOf(tx, names, document.seller_id, document.account_id)
  const day = billingDay(held.zone, now.getTime())
  const note = await issue(
    tx,
    parties,
    {
      kind: 'credit-note',
      accountId: document.account_id,
      sellerId: document.seller_id,
      periodFrom: document.period_from,
      periodTo: document.period_to,
      issuedOn: day,
      dueOn: null,
      currency: document.currency,
      lines: [lineOf(document, sums)],
      sums,
      treatment: vatOf(document),
      paidMicros: 0n,
      corrects: {
        id: document.id,
        number: document.number,
        issuedOn: document.issued_on,
        reason: wish.reason,
      },
    },
    now,
  )
  if (document.kind === 'receipt') await takeBack(tx, held, note, sums, day, now)
  else await settleBy(tx, held, document, note, sums, day, now)
  return note
}

/** The last part takes exactly what is left, so that no rounding stays behind. */
async function sumsOf(tx: Tx, document: DocumentRow, wished: bigint | null): Promise<Taxed> {
  const credited = (await readCredited(tx, document.id))!
  const leftNet = document.net_micros - credited.net
  const leftVat = document.vat_micros - credited.vat
  const leftPayable = document.payable_micros - credited.payable
  if (leftPayable <= 0n)
    throw new Rejection('CONFLICT', {
      text: 'The whole document is credited already.',
      action: 'Read its credit notes.',
    })
  if (wished !== null && (wished <= 0n || wished > leftNet))
    throw badField(
      'netAmount',
      `must be above zero and at most ${decimalText(leftNet, document.currency)}, which is left`,
    )
  const part = taxed(wished ?? leftNet, vatOf(document), document.currency)
  if (part.payableMicros === 0n)
    throw badField('netAmount', 'is less than the smallest amount that can be paid')
  if (
    wished !== null &&
    wished < leftNet &&
    part.payableMicros <= leftPayable &&
    part.vatMicros <= leftVat
  )
    // prettier-ignore
    return part
  return {
    netMicros: leftNet,
    taxableMicros: leftPayable - leftVat,
    vatMicros: leftVat,
    payableMicros: leftPayable,
    roundingMicros: leftPayable - leftVat - leftNet,
  }
}

const vatOf = (document: DocumentRow) => {
  const { reason, basisPoints } = (JSON.parse(document.content) as Content).vat
  return { reason, basisPoints }
}

const lineOf = (document: DocumentRow, sums: Taxed): Line => ({
  position: 1,
  kind: 'credit',
  month: null,
  channel: null,
  direction: null,
  country: null,
  network: null,
  name: document.number,
  component: null,
  unit: 'item',
  quantity: '1',
  unitMicros: null,
  amountMicros: sums.netMicros.toString(),
})

/** The credit is a payment without money: it settles the invoice it corrects first, and is kept for the next otherwise. */
async function settleBy(
  tx: Tx,
  held: Held,
  document: DocumentStanding,
  note: DocumentRow,
  sums: Taxed,
  day: string,
  now: Date,
): Promise<void> {
  const credit: PaymentRow = {
    id: uuidv7(now.getTime()),
    account_id: held.account_id,
    seller_id: held.sellerId,
    way: 'credit-note',
    currency: document.currency,
    amount_micros: sums.payableMicros,
    unallocated_micros: sums.payableMicros,
    received_on: day,
    reference: note.number,
    entered_by: null,
    recorded_at: now,
  }
  await insertPayment(tx, credit)
  // From revenue, VAT and rounding to what is paid and for no invoice yet; then to the invoices.
  const back = movesOf('unallocated', 'credit-note', sums).map(({ debit, credit: side, micros }) => ({ debit: side, credit: debit, micros })) // prettier-ignore
  await book(tx, held, 'CREDIT_NOTE', back, note.number, day, now)
  await spread(tx, held, credit, 'unallocated', document.id, day, now)
}

async function takeBack(
  tx: Tx,
  held: Held,
  note: DocumentRow,
  sums: Taxed,
  day: string,
  now: Date,
): Promise<void> {
  if (held.balance.amount_micros < sums.netMicros)
    throw new Rejection('CONFLICT', {
      text: `The balance is ${decimalText(held.balance.amount_micros, held.currency)} ${held.currency}, less than what would be given back.`,
      action: 'Credit a part of it at most.',
    })
  const back = movesOf('cash', 'balance', sums).map(({ debit, credit, micros }) => ({ debit: credit, credit: debit, micros })) // prettier-ignore
  await book(tx, held, 'CREDIT_NOTE', back, note.number, day, now)
}
