import { utcMonth, type Clock } from '../core/clock.ts'
import type { Tx } from '../core/storage/index.ts'
import type { BillingDoor } from './needs.ts'
import { noteRefunds } from './store/charged.ts'
import { refundsOf, type Finished } from './store/settle.ts'

/**
 * Gives back what messages cost that ended without having been sent, and notes it in their records, in the transaction that
 * ended them. The time is read while billing holds the balances: a month is closed either before it or after it.
 */
export async function giveBack(
  tx: Tx,
  billing: BillingDoor,
  finished: readonly Finished[],
  clock: Clock,
): Promise<void> {
  const refunds = refundsOf(finished)
  if (refunds.length === 0) return
  await billing.refund(tx, refunds)
  const keys = refunds.map(({ accountId, at, reference }) => ({
    account_id: accountId,
    month: utcMonth(at),
    id: reference,
  }))
  await noteRefunds(tx, keys, clock.now())
}
