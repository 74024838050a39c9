import type { Tx } from '../../core/storage/index.ts'
import { lockBalances, post, type BalanceRow } from '../store/ledger.ts'
import { readTerms, type TermsRow } from '../store/invoices.ts'
import type { Move } from './issue.ts'

/** An account whose balance is held: nobody else charges it, pays for it or invoices it until the transaction ends. */
export interface Held extends TermsRow {
  sellerId: number
  balance: BalanceRow
}

/** @returns null for an account nobody sells to: the root account, or none */
export async function hold(tx: Tx, accountId: number): Promise<Held | null> {
  const terms = await readTerms(tx, accountId)
  if (!terms || terms.parent_id === null) return null
  const balance = (await lockBalances(tx, [accountId])).find(
    (one) => one.currency === terms.currency,
  )
  return balance ? { ...terms, sellerId: terms.parent_id, balance } : null
}

/** Writes moves to the ledger, all under one reference. Moves of nothing are left out. */
export async function book(
  tx: Tx,
  held: Held,
  kind: 'INVOICE' | 'PAYMENT' | 'CREDIT_NOTE' | 'TOP_UP',
  moves: readonly Move[],
  reference: string,
  day: string,
  now: Date,
): Promise<void> {
  const postings = moves
    .filter((one) => one.micros !== 0n)
    .map(({ debit, credit, micros }) => ({
      account_id: held.account_id,
      currency: held.currency,
      kind,
      debit: micros > 0n ? debit : credit,
      credit: micros > 0n ? credit : debit,
      amount_micros: (micros > 0n ? micros : -micros).toString(),
      items: 1,
      reference,
      day,
      reason: null,
    }))
  if (postings.length > 0) await post(tx, postings, now)
}
