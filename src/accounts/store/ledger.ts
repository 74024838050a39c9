import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

export interface BalanceRow {
  account_id: number
  currency: string
  amount_micros: bigint
  /** null: without limit. */
  credit_limit_micros: bigint | null
}

/**
 * Locks balances in the order of accounts, the same for everybody, so that two sets never wait for each other.
 * On the message path. Index: the primary key.
 */
export const lockBalances = (tx: Tx, accountIds: readonly number[]) =>
  rows<BalanceRow>(
    tx,
    sql`
      select account_id, currency, amount_micros, credit_limit_micros
      from accounts.balances
      where account_id = any(${[...accountIds]}::integer[])
      order by account_id, currency
      for update`,
  )

export type PostingKind = 'RESERVE' | 'REFUND' | 'TOP_UP'

export interface Posting {
  account_id: number
  currency: string
  kind: PostingKind
  debit: 'balance' | 'traffic' | 'cash'
  credit: 'balance' | 'traffic' | 'cash'
  /** Above zero. */
  amount_micros: string
  items: number
  reference: string
}

/**
 * Writes postings and moves the balances by them, in one statement; at most one posting for each balance. A posting
 * that would take a balance below its credit limit changes nothing.
 * @returns how many balances moved
 */
export const post = (tx: Tx, postings: readonly Posting[], now: Date) =>
  run(
    tx,
    sql`
      with moved as (
        update accounts.balances b
        set amount_micros = b.amount_micros + case when r.credit = 'balance' then r.amount_micros else -r.amount_micros end
        from ${recordset(postings, 'account_id integer, currency text, kind text, debit text, credit text, amount_micros bigint, items integer, reference text')}
        where b.account_id = r.account_id and b.currency = r.currency
          and (r.credit = 'balance' or b.credit_limit_micros is null
            or b.amount_micros - r.amount_micros >= -b.credit_limit_micros)
        returning r.account_id, r.currency, r.kind, r.debit, r.credit, r.amount_micros, r.items, r.reference)
      insert into accounts.ledger (account_id, currency, kind, debit, credit, amount_micros, items, reference, posted_at)
      select account_id, currency, kind, debit, credit, amount_micros, items, reference, ${now}
      from moved`,
  )

export const readBalance = (db: Db, accountId: number) =>
  row<BalanceRow>(
    db,
    sql`
      select b.account_id, b.currency, b.amount_micros, b.credit_limit_micros
      from accounts.balances b
      join accounts.accounts a on a.id = b.account_id and a.currency = b.currency
      where b.account_id = ${accountId}`,
  )
