import type { Tx } from '../../core/storage/index.ts'
import { book, type Held } from '../invoicing/books.ts'
import type { Move } from '../invoicing/issue.ts'
import type { Side } from '../store/ledger.ts'
import {
  allocate,
  openReceivables,
  settleReceivable,
  unallocatedPayments,
  type PaymentRow,
  type ReceivableRow,
} from '../store/payments.ts'

/**
 * The part of an invoice's net sum that is settled when `settled` of its payable sum is. Reckoned from the whole each time,
 * so that parts add up to the net sum when the last is paid.
 */
export const netSettled = (one: ReceivableRow, settledMicros: bigint): bigint =>
  one.payable_micros === 0n ? one.net_micros : (one.net_micros * settledMicros) / one.payable_micros

/** The account's balance gets back what of its usage is settled; so a credit limit counts what is invoiced and not paid. */
export const released = (one: ReceivableRow, by: bigint): Move => ({
  debit: 'invoiced',
  credit: 'balance',
  micros: netSettled(one, one.settled_micros + by) - netSettled(one, one.settled_micros),
})

/**
 * Spreads a payment over what is owed, `first` before the oldest; what is over stays with the payment for the next
 * invoice. Needs the balance held.
 * @param from the side of the ledger the money comes from
 */
export async function spread(
  tx: Tx,
  held: Held,
  payment: PaymentRow,
  from: Side,
  first: string | null,
  day: string,
  now: Date,
): Promise<bigint> {
  let rest = payment.unallocated_micros
  const moves: Move[] = []
  for (const open of await openReceivables(tx, held.account_id, first)) {
    if (rest === 0n) break
    if (open.seller_id !== payment.seller_id || open.currency !== payment.currency) continue
    const taken = await settlePart(tx, open, payment, rest, now)
    moves.push({ debit: from, credit: 'receivable', micros: taken }, released(open, taken))
    rest -= taken
  }
  if (from !== 'unallocated') moves.push({ debit: from, credit: 'unallocated', micros: rest })
  await book(tx, held, 'PAYMENT', moves, payment.id, day, now)
  return rest
}

/** Pays a new invoice from what was paid before and is for none yet. Needs the balance held. */
export async function useUnallocated(
  tx: Tx,
  held: Held,
  open: ReceivableRow,
  day: string,
  now: Date,
): Promise<void> {
  let current = open
  for (const payment of await unallocatedPayments(tx, held.account_id)) {
    if (current.settled_micros === current.payable_micros) return
    if (payment.seller_id !== open.seller_id || payment.currency !== open.currency) continue
    const taken = await settlePart(tx, current, payment, payment.unallocated_micros, now)
    const moves: Move[] = [
      { debit: 'unallocated', credit: 'receivable', micros: taken },
      released(current, taken),
    ]
    await book(tx, held, 'PAYMENT', moves, payment.id, day, now)
    current = { ...current, settled_micros: current.settled_micros + taken }
  }
}

async function settlePart(
  tx: Tx,
  open: ReceivableRow,
  payment: PaymentRow,
  upTo: bigint,
  now: Date,
): Promise<bigint> {
  const owed = open.payable_micros - open.settled_micros
  const taken = owed < upTo ? owed : upTo
  const settled = open.settled_micros + taken
  await settleReceivable(
    tx,
    open.document_id,
    settled,
    settled === open.payable_micros ? now : null,
  )
  await allocate(
    tx,
    {
      payment_id: payment.id,
      document_id: open.document_id,
      account_id: open.account_id,
      amount_micros: taken,
    },
    now,
  )
  return taken
}
