import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

export interface AccountRow {
  account_id: number
  account_key: string
  parent_id: number | null
  name: string
  state: string
  relation: string
  any_sender: boolean
  flooding_on: boolean
  postpaid: boolean
  content_days: number
  currency: string
  price_micros: bigint
  credit_limit_micros: bigint | null
}

export const insertAccount = async (
  tx: Tx,
  account: {
    key: string
    name: string
    parentId: number | null
    anySender: boolean
    floodingOn: boolean
    postpaid: boolean
    priceMicros: bigint
    creditLimitMicros: bigint | null
    now: Date
  },
): Promise<number> => {
  const made = await row<{ account_id: number }>(
    tx,
    sql`insert into accounts.accounts (account_key, parent_id, name, state, relation, any_sender, flooding_on, postpaid, price_micros, created_at)
        values (${account.key}, ${account.parentId}, ${account.name}, 'active', 'own', ${account.anySender}, ${account.floodingOn},
          ${account.postpaid}, ${account.priceMicros}, ${account.now})
        returning account_id`,
  )
  await run(
    tx,
    sql`insert into accounts.balances (account_id, currency, credit_limit_micros)
        values (${made!.account_id}, 'EUR', ${account.creditLimitMicros})`,
  )
  return made!.account_id
}

export const lockFirstAccount = (tx: Tx): Promise<number> => run(tx, sql`select pg_advisory_xact_lock(7282650012)`)

export const firstAccount = (db: Db): Promise<{ account_id: number } | undefined> =>
  row(db, sql<{ account_id: number }>`select account_id from accounts.accounts where parent_id is null order by account_id limit 1`)

const account = sql`a.account_id, a.account_key, a.parent_id, a.name, a.state, a.relation, a.any_sender, a.flooding_on, a.postpaid,
  a.content_days, a.currency, a.price_micros, b.credit_limit_micros`
const withBalance = sql`accounts.accounts a join accounts.balances b on b.account_id = a.account_id and b.currency = a.currency`

/** Accounts by id. Key: the primary key. */
export const findAccounts = (db: Db, accountIds: readonly number[]): Promise<AccountRow[]> =>
  rows(db, sql<AccountRow>`select ${account} from ${withBalance} where a.account_id = any(${accountIds}::integer[])`)

export const setAccountState = (db: Db, accountId: number, state: string): Promise<number> =>
  run(db, sql`update accounts.accounts set state = ${state} where account_id = ${accountId}`)

export const readBalance = (db: Db, accountId: number): Promise<{ amount_micros: bigint; currency: string } | undefined> =>
  row(
    db,
    sql<{ amount_micros: bigint; currency: string }>`
      select b.amount_micros, b.currency from ${withBalance} where a.account_id = ${accountId}`,
  )

/** Locks balances in the order of the accounts, so that two sets never wait for each other. */
export const lockBalances = (tx: Tx, accountIds: readonly number[]): Promise<{ account_id: number; available_micros: bigint | null }[]> =>
  rows(
    tx,
    sql<{ account_id: number; available_micros: bigint | null }>`
      select account_id, amount_micros + credit_limit_micros as available_micros
      from accounts.balances
      where account_id = any(${accountIds}::integer[])
      order by account_id
      for update`,
  )

export interface Posting {
  account_id: number
  kind: string
  amount_micros: string
  currency: string
  items: number
  reference: string | null
}
/** Moves balances and writes the ledger, in one statement: neither is ever without the other. */
export const post = (tx: Tx, set: readonly Posting[], now: Date): Promise<number> =>
  run(
    tx,
    sql`with posting as (
          select * from ${recordset(set, 'account_id integer, kind text, amount_micros bigint, currency text, items integer, reference text')}
        ), moved as (
          update accounts.balances b set amount_micros = b.amount_micros + p.amount_micros
          from (select account_id, currency, sum(amount_micros)::bigint as amount_micros from posting group by account_id, currency) p
          where b.account_id = p.account_id and b.currency = p.currency
        )
        insert into accounts.ledger (account_id, at, kind, amount_micros, currency, items, reference)
        select account_id, ${now}::timestamptz, kind, amount_micros, currency, items, reference from posting`,
  )

export interface SenderRow {
  sender_id: number
  address: string
  kind: string
  created_at: Date
}
export const listSenders = (db: Db, accountId: number, limit: number): Promise<SenderRow[]> =>
  rows(
    db,
    sql<SenderRow>`
      select sender_id, address, kind, created_at from accounts.senders
      where account_id = ${accountId} order by address limit ${limit}`,
  )

export const countSenders = async (db: Db, accountId: number): Promise<number> =>
  (await row<{ n: number }>(db, sql`select count(*)::int as n from accounts.senders where account_id = ${accountId}`))!.n

export const insertSender = (
  db: Db,
  accountId: number,
  sender: { channel: string; address: string; kind: string; now: Date },
): Promise<SenderRow | undefined> =>
  row(
    db,
    sql<SenderRow>`
      insert into accounts.senders (account_id, channel, address, kind, created_at)
      values (${accountId}, ${sender.channel}, ${sender.address}, ${sender.kind}, ${sender.now})
      on conflict (account_id, channel, address) do nothing
      returning sender_id, address, kind, created_at`,
  )

export const deleteSender = (db: Db, accountId: number, senderId: number): Promise<number> =>
  run(db, sql`delete from accounts.senders where account_id = ${accountId} and sender_id = ${senderId}`)

export const allowedSenders = (
  db: Db,
  pairs: readonly { account_id: number; address: string }[],
): Promise<{ account_id: number; address: string }[]> =>
  rows(
    db,
    sql<{ account_id: number; address: string }>`
      select distinct s.account_id, r.address
      from ${recordset(pairs, 'account_id integer, address text')}
      join accounts.senders s on s.account_id = r.account_id and s.address = r.address`,
  )

/** Who owns a number that handsets write to; the first to register it. Index: senders_by_address. */
export const ownersOf = (db: Db, addresses: readonly string[]): Promise<{ address: string; account_id: number }[]> =>
  rows(
    db,
    sql<{ address: string; account_id: number }>`
      select distinct on (s.address) s.address, s.account_id
      from accounts.senders s
      where s.address = any(${addresses}::text[])
      order by s.address, s.sender_id`,
  )
