import type { Tx } from '../core/storage/index.ts'
import { billingDay } from './billing-day.ts'
import { assignList, insertList, insertPrices, insertTerms } from './store/books.ts'
import { insertBalance, lockBalances, post } from './store/ledger.ts'

/** How an account begins to be billed. */
export interface Opening {
  accountId: number
  /** Who sells to it; null: the root account, which buys from nobody. */
  parentId: number | null
  currency: string
  prepaid: boolean
  /** Of a postpaid account; null: without limit. A prepaid one has none. */
  creditLimitMicros?: bigint | null
  /** parent: the nearest account above that pays for itself pays for this one, too. */
  pays?: 'self' | 'parent'
  /** One price for each part of everything it sends; left out: nothing is charged until a list is assigned. */
  priceMicros?: bigint
  /** Paid in at the beginning. */
  balanceMicros?: bigint
}

/** Once for each account, in the transaction that makes it. */
export async function openAccount(tx: Tx, one: Opening, now: Date): Promise<void> {
  const { accountId, parentId, currency, prepaid, pays = 'self' } = one
  await insertTerms(
    tx,
    { account_id: accountId, parent_id: parentId, currency, prepaid, pays },
    now,
  )
  await insertBalance(tx, {
    account_id: accountId,
    currency,
    credit_limit_micros: prepaid ? 0n : (one.creditLimitMicros ?? null),
  })
  if (one.priceMicros !== undefined && one.priceMicros > 0n && parentId !== null)
    await sellFlat(tx, { accountId, parentId, currency, priceMicros: one.priceMicros }, now)
  if (one.balanceMicros !== undefined && one.balanceMicros > 0n)
    await topUp(
      tx,
      { accountId, currency, amountMicros: one.balanceMicros, reference: 'opening balance' },
      now,
    )
}

async function sellFlat(
  tx: Tx,
  one: { accountId: number; parentId: number; currency: string; priceMicros: bigint },
  now: Date,
): Promise<void> {
  const listId = await insertList(
    tx,
    {
      account_id: one.parentId,
      connection_id: null,
      name: `Flat price of account ${one.accountId}`,
      currency: one.currency,
    },
    now,
  )
  await insertPrices(
    tx,
    one.parentId,
    listId!,
    [
      {
        kind: 'base',
        name: '',
        channel: null,
        direction: 'MT',
        country: null,
        mcc_mnc: null,
        sender_kind: null,
        unit: 'part',
        amount_micros: String(one.priceMicros),
        valid_from: now.toISOString(),
      },
    ],
    now,
  )
  await assignList(tx, { account_id: one.accountId, valid_from: now, list_id: listId! }, now)
}

/** What somebody paid in. @param one.amountMicros above zero, in the account's currency */
export async function topUp(
  tx: Tx,
  one: {
    accountId: number
    currency: string
    amountMicros: bigint
    reference: string
    reason?: string
    zone?: string
  },
  now: Date,
): Promise<void> {
  await lockBalances(tx, [one.accountId])
  await post(
    tx,
    [
      {
        account_id: one.accountId,
        currency: one.currency,
        kind: 'TOP_UP',
        debit: 'cash',
        credit: 'balance',
        amount_micros: String(one.amountMicros),
        items: 1,
        reference: one.reference,
        day: billingDay(one.zone ?? 'UTC', now.getTime()),
        reason: one.reason ?? null,
      },
    ],
    now,
  )
}
