import {
  recordset,
  row,
  rows,
  sql,
  type Db,
  type RawBuilder,
  type Tx,
} from '../../core/storage/index.ts'

export interface BalanceRow {
  account_id: number
  currency: string
  amount_micros: bigint
  /** null: without limit. */
  credit_limit_micros: bigint | null
}

/**
 * Locks balances in the order of accounts, the same for everybody, so that two sets never wait for each other. Whoever
 * holds a balance also holds the account's packages and usage. On the message path. Index: the primary key.
 */
export const lockBalances = (tx: Tx, accountIds: readonly number[]) =>
  rows<BalanceRow>(
    tx,
    sql`
      select account_id, currency, amount_micros, credit_limit_micros
      from billing.balances
      where account_id = any(${[...accountIds]}::integer[])
      order by account_id, currency
      for update`,
  )

/** INBOUND: what came in from handsets; the only one that may take a balance below its limit. */
export type PostingKind = 'RESERVE' | 'INBOUND' | 'REFUND' | 'TOP_UP' | 'ADJUSTMENT' | 'PACKAGE'
/** `balance` is the account's own side; what an account is charged for its use goes to `traffic`. */
export type Side =
  | 'balance'
  | 'traffic'
  | 'cash'
  | 'receivable'
  | 'vat'
  | 'rounding'
  | 'credit-note'
  | 'dispute'
  | 'correction'
  /** Used and on an invoice, not settled yet. */
  | 'invoiced'
  /** Paid, and for no invoice yet. */
  | 'unallocated'

export interface Posting<Kind extends string = PostingKind> {
  account_id: number
  currency: string
  kind: Kind
  debit: Side
  credit: Side
  /** Above zero. */
  amount_micros: string
  items: number
  reference: string
  /** `YYYY-MM-DD` of the account's zone. */
  day: string
  reason: string | null
}
const POSTING_COLUMNS =
  'account_id integer, currency text, kind text, debit text, credit text, amount_micros bigint, items integer, reference text, day date, reason text'

/**
 * Moves balances by postings and writes these; what would take a balance below its credit limit is not posted, unless it is
 * for what came in.
 */
const posted = (postings: readonly Posting<string>[], now: Date): RawBuilder<unknown> => sql`
  postings as (
    select * from ${recordset(postings, POSTING_COLUMNS)}
  ), delta as (
    select account_id, currency,
      sum(case when credit = 'balance' then amount_micros when debit = 'balance' then -amount_micros else 0 end)::bigint as amount,
      bool_or(kind = 'INBOUND') as may_owe
    from postings
    group by account_id, currency
  ), moved as (
    update billing.balances b
    set amount_micros = b.amount_micros + d.amount
    from delta d
    where b.account_id = d.account_id and b.currency = d.currency
      and (d.amount >= 0 or d.may_owe or b.credit_limit_micros is null or b.amount_micros + d.amount >= -b.credit_limit_micros)
    returning b.account_id, b.currency
  ), written as (
    insert into billing.ledger (account_id, currency, kind, debit, credit, amount_micros, items, reference, day, reason, posted_at)
    select p.account_id, p.currency, p.kind, p.debit, p.credit, p.amount_micros, p.items, p.reference, p.day, p.reason, ${now}::timestamptz
    from postings p, moved m
    where m.account_id = p.account_id and m.currency = p.currency
  )`

/** How many accounts postings are for: each has one balance, in its currency. */
const accountsOf = (postings: readonly Posting<string>[]): number =>
  new Set(postings.map((one) => `${one.account_id} ${one.currency}`)).size

/** Throws when a balance did not move: the callers locked it and know what is left, so that would be our mistake. */
async function moveAll(
  tx: Tx,
  postings: readonly Posting<string>[],
  statement: RawBuilder<{ moved: number }>,
): Promise<void> {
  const moved = (await row(tx, statement))?.moved ?? 0
  if (moved !== accountsOf(postings))
    throw new Error(`${moved} of ${accountsOf(postings)} balances moved`)
}

/** Posts in one statement. Needs the balances locked; on the message path. */
export const post = (tx: Tx, postings: readonly Posting<string>[], now: Date): Promise<void> =>
  moveAll(tx, postings, postStatement(postings, now))

export const postStatement = (postings: readonly Posting<string>[], now: Date) =>
  sql<{ moved: number }>`with ${posted(postings, now)} select count(*)::integer as moved from moved`

export interface UsageRow {
  account_id: number
  day: string
  tariff_id: number
  sender_account_id: number
  application_id: string
  entity_id: string
  currency: string
  /** Below zero: given back. */
  messages: number
  parts: number
  amount_micros: string
}
const USAGE_COLUMNS =
  'account_id integer, day date, tariff_id integer, sender_account_id integer, application_id text, entity_id text, currency text, messages bigint, parts bigint, amount_micros bigint'

/** Posts and counts the usage that the postings are for, in one statement. Needs the balances locked. */
export const postUsage = (
  tx: Tx,
  postings: readonly Posting[],
  usage: readonly UsageRow[],
  now: Date,
): Promise<void> => moveAll(tx, postings, postUsageStatement(postings, usage, now))

export const postUsageStatement = (
  postings: readonly Posting[],
  usage: readonly UsageRow[],
  now: Date,
) => sql<{ moved: number }>`
  with ${posted(postings, now)}, used as (
    insert into billing.usage as u (account_id, day, tariff_id, sender_account_id, application_id, entity_id, currency,
      messages, parts, amount_micros)
    select account_id, day, tariff_id, sender_account_id, application_id, entity_id, currency, messages, parts, amount_micros
    from ${recordset(usage, USAGE_COLUMNS)}
    on conflict (account_id, day, tariff_id, sender_account_id, application_id, entity_id) do update
    set messages = u.messages + excluded.messages, parts = u.parts + excluded.parts,
      amount_micros = u.amount_micros + excluded.amount_micros
  )
  select count(*)::integer as moved from moved`

export const readBalance = (db: Db, accountId: number) =>
  row<BalanceRow>(
    db,
    sql`
      select b.account_id, b.currency, b.amount_micros, b.credit_limit_micros
      from billing.balances b
      join billing.terms t on t.account_id = b.account_id and t.currency = b.currency
      where b.account_id = ${accountId}`,
  )

export const insertBalance = (tx: Tx, one: Omit<BalanceRow, 'amount_micros'>) =>
  row(
    tx,
    sql`
      insert into billing.balances (account_id, currency, amount_micros, credit_limit_micros)
      values (${one.account_id}, ${one.currency}, 0, ${one.credit_limit_micros?.toString() ?? null}::bigint)`,
  )
