import { billingDay } from '../billing-day.ts'
import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import { transaction, type Db, type Tx } from '../../core/storage/index.ts'
import { useUnallocated } from '../payments/settle.ts'
import {
  claimMonth,
  findUnclosed,
  noteInvoiced,
  noteMonthsDocument,
  readUninvoiced,
  type DocumentRow,
  type UninvoicedRow,
} from '../store/invoices.ts'
import { insertReceivable, settleReceivable, unallocatedPayments } from '../store/payments.ts'
import type { Tariffs } from '../tariffs.ts'
import { book, hold, type Held } from './books.ts'
import type { Line } from './document.ts'
import { issue, movesOf } from './issue.ts'
import { linesOf } from './lines.ts'
import { addDays, addMonths, firstDay, lastDay, monthOf, type Month } from './months.ts'
import { partiesOf, type AccountNames, type Parties } from './parties.ts'
import { taxed, type Taxed } from './vat.ts'

/** Messages accepted just before midnight may be stored just after it. What comes later still is a correction. */
const GRACE_MS = 600_000
const ACCOUNTS_MAX = 500

interface Parts {
  db: Db
  clock: Clock
  log: Log
  names: AccountNames
  tariffs: Tariffs
}

/**
 * Closes months: what an account used becomes an invoice (paid afterwards) or a statement (paid in advance). Each month of
 * an account is one transaction, so a crash leaves it whole or not begun, and running again does nothing twice.
 */
export class MonthsEnd {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Closes every month that is over and not closed, oldest first. @returns how many documents were issued */
  async run(): Promise<number> {
    const { db, clock } = this.#parts
    const nowMs = clock.ms() - GRACE_MS
    // Nowhere is it later than there, so no account's month is over that is not over by its clocks.
    const before = firstDay(monthOf(billingDay('Pacific/Kiritimati', nowMs)))
    let issued = 0
    let after = 0
    for (;;) {
      const found = await findUnclosed(db, before, after, ACCOUNTS_MAX)
      for (const { account_id: accountId, zone, first_month: first } of found)
        issued += await this.#catchUp(accountId, monthOf(first), monthOf(billingDay(zone, nowMs)))
      if (found.length < ACCOUNTS_MAX) return issued
      after = found.at(-1)!.account_id
    }
  }

  /** One account's fault must not keep the others from their invoices; it is tried again with the next run. */
  async #catchUp(accountId: number, first: Month, current: Month): Promise<number> {
    let issued = 0
    for (let month = first; month < current; month = addMonths(month, 1))
      try {
        if (await this.close(accountId, month)) issued++
      } catch (error) {
        this.#parts.log.error({ err: error, accountId, month }, 'a month could not be closed')
        return issued
      }
    return issued
  }

  /** Closes one month of an account that is over. @returns its document; null: closed before, or nothing was used */
  close(accountId: number, month: Month): Promise<DocumentRow | null> {
    return transaction(this.#parts.db, async (tx) => {
      const held = await hold(tx, accountId)
      // Read while the balance is held: what is given back has a time before it or after it, as it is on this document or not.
      const now = this.#parts.clock.now()
      if (!held || !(await claimMonth(tx, accountId, firstDay(month), now))) return null
      const usage = await readUninvoiced(tx, accountId, firstDay(month))
      const recipes = await this.#parts.tariffs.recipesOf(
        tx,
        usage.map((one) => one.tariff_id),
      )
      const lines = linesOf(accountId, month, usage, recipes)
      const net = usage.reduce((sum, one) => sum + one.amount_micros, 0n)
      // What was given back is more than what was used: nobody can be asked to pay less than nothing, so it waits for the
      // next month.
      if (lines.length === 0 || net < 0n) return null
      const parties = await partiesOf(tx, this.#parts.names, held.sellerId, accountId)
      const document = held.prepaid
        ? await state(tx, held, parties, month, lines, net, now)
        : await invoice(tx, held, parties, month, lines, net, now)
      await noteInvoiced(tx, accountId, usage.map(toNote))
      await noteMonthsDocument(tx, accountId, firstDay(month), document.id)
      return document
    })
  }
}

const toNote = (one: UninvoicedRow) => ({
  month: one.month,
  tariff_id: one.tariff_id,
  messages: one.messages.toString(),
  parts: one.parts.toString(),
  amount_micros: one.amount_micros.toString(),
})

const periodOf = (month: Month) => ({ periodFrom: firstDay(month), periodTo: lastDay(month) })

async function invoice(
  tx: Tx,
  held: Held,
  parties: Parties,
  month: Month,
  lines: readonly Line[],
  net: bigint,
  now: Date,
): Promise<DocumentRow> {
  const issuedOn = billingDay(held.zone, now.getTime())
  const dueOn = addDays(issuedOn, parties.paymentDays)
  // The rate is that of the month's last day, when the service was rendered, not that of a late run.
  const treatment = parties.treatment(lastDay(month))
  const sums = taxed(net, treatment, held.currency)
  const paidMicros = await paidBefore(tx, held, sums)
  const { account_id: accountId, sellerId, currency } = held
  const document = await issue(
    tx,
    parties,
    { kind: 'invoice', accountId, sellerId, ...periodOf(month), issuedOn, dueOn, currency, lines, sums, treatment, paidMicros, corrects: null }, // prettier-ignore
    now,
  )
  const receivable = {
    document_id: document.id,
    account_id: accountId,
    seller_id: sellerId,
    currency,
    net_micros: sums.netMicros,
    payable_micros: sums.payableMicros,
    due_on: dueOn,
  }
  await insertReceivable(tx, receivable)
  const moves = movesOf('receivable', 'invoiced', sums)
  if (sums.payableMicros === 0n) {
    await settleReceivable(tx, document.id, 0n, now)
    moves.push({ debit: 'invoiced', credit: 'balance', micros: sums.netMicros })
  }
  await book(tx, held, 'INVOICE', moves, document.number, issuedOn, now)
  await useUnallocated(tx, held, { ...receivable, settled_micros: 0n }, issuedOn, now)
  return document
}

async function paidBefore(tx: Tx, held: Held, sums: Taxed): Promise<bigint> {
  const left = (await unallocatedPayments(tx, held.account_id))
    .filter((one) => one.seller_id === held.sellerId && one.currency === held.currency)
    .reduce((sum, one) => sum + one.unallocated_micros, 0n)
  return left < sums.payableMicros ? left : sums.payableMicros
}

/** What was paid in advance has had its receipt with VAT: the statement asks for nothing. */
function state(
  tx: Tx,
  held: Held,
  parties: Parties,
  month: Month,
  lines: readonly Line[],
  net: bigint,
  now: Date,
): Promise<DocumentRow> {
  const issuedOn = billingDay(held.zone, now.getTime())
  const { account_id: accountId, sellerId, currency } = held
  const none = { taxableMicros: 0n, vatMicros: 0n, payableMicros: 0n, roundingMicros: 0n }
  return issue(
    tx,
    parties,
    { kind: 'statement', accountId, sellerId, ...periodOf(month), issuedOn, dueOn: null, currency, lines, sums: { ...none, netMicros: net }, treatment: { reason: 'outside', basisPoints: 0 }, paidMicros: 0n, corrects: null }, // prettier-ignore
    now,
  )
}
