import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

export type AccountState = 'trial' | 'active' | 'suspended' | 'closed'

export interface AccountRow {
  id: number
  key: string
  name: string
  state: AccountState
  relation: 'own' | 'customer'
  any_sender: boolean
  flooding_on: boolean
  content_days: number
  currency: string
  prepaid: boolean
  price_micros: bigint
}

const columns = sql`id, key, name, state, relation, any_sender, flooding_on, content_days, currency, prepaid, price_micros`

export const findAccount = (db: Db, accountId: number) =>
  row<AccountRow>(db, sql`select ${columns} from accounts.accounts where id = ${accountId}`)

/** On the message path, behind a cache. Index: the primary key. */
export const readAccounts = (tx: Tx, accountIds: readonly number[]) =>
  rows<AccountRow>(
    tx,
    sql`select ${columns} from accounts.accounts where id = any(${[...accountIds]}::integer[])`,
  )

export interface NewAccount {
  /** null: the next free one. */
  id: number | null
  key: string
  name: string
  parentId: number | null
  state: AccountState
  relation: 'own' | 'customer'
  anySender: boolean
  floodingOn: boolean
  contentDays: number
  currency: string
  prepaid: boolean
  priceMicros: bigint
  /** null: without limit. */
  creditLimitMicros: bigint | null
}

/** An account and its balance, which begins at zero. */
export async function insertAccount(tx: Tx, one: NewAccount, now: Date): Promise<number> {
  const made = await row<{ id: number }>(
    tx,
    sql`
      with made as (
        insert into accounts.accounts
          (id, key, name, parent_id, state, relation, any_sender, flooding_on, content_days, currency, prepaid, price_micros, created_at)
        values
          (${one.id === null ? sql`default` : sql`${one.id}`}, ${one.key}, ${one.name}, ${one.parentId}, ${one.state},
           ${one.relation}, ${one.anySender}, ${one.floodingOn}, ${one.contentDays}, ${one.currency}, ${one.prepaid},
           ${one.priceMicros.toString()}, ${now})
        returning id, currency)
      insert into accounts.balances (account_id, currency, amount_micros, credit_limit_micros)
      select id, currency, 0, ${one.creditLimitMicros?.toString() ?? null}::bigint
      from made
      returning account_id as id`,
  )
  return made!.id
}

/** Closing starts the clocks of retention. @returns whether there is such an account */
export const updateAccountState = async (
  db: Db,
  accountId: number,
  state: AccountState,
  now: Date,
): Promise<boolean> =>
  (await run(
    db,
    sql`
      update accounts.accounts
      set state = ${state},
          closed_at = case when ${state} = 'closed' then coalesce(closed_at, ${now}) end
      where id = ${accountId}`,
  )) > 0

/** Held until the end of the transaction; only one process at a time makes the first account. */
export const lockFirstAccount = (tx: Tx) =>
  run(tx, sql`select pg_advisory_xact_lock(${FIRST_ACCOUNT_LOCK})`)
/** Any number does, as long as nobody else on this database uses it. */
const FIRST_ACCOUNT_LOCK = 7_282_650_012

export interface SenderRow {
  id: number
  address: string
  kind: 'alphanumeric' | 'short-code' | 'long-number'
  created_at: Date
}

/** @returns undefined when the account has it already. A number of another account fails with a unique violation. */
export const insertSender = (
  db: Db,
  accountId: number,
  sender: { channel: string; address: string; kind: SenderRow['kind'] },
  sendersMax: number,
  now: Date,
) =>
  row<SenderRow>(
    db,
    sql`
      insert into accounts.senders (account_id, channel, address, kind, created_at)
      select ${accountId}, ${sender.channel}, ${sender.address}, ${sender.kind}, ${now}
      where (select count(*) from accounts.senders where account_id = ${accountId}) < ${sendersMax}
      on conflict (account_id, channel, address) do nothing
      returning id, address, kind, created_at`,
  )

/** Oldest first, after `after`. */
export const listSenders = (
  db: Db,
  accountId: number,
  channel: string,
  after: number,
  limit: number,
) =>
  rows<SenderRow>(
    db,
    sql`
      select id, address, kind, created_at
      from accounts.senders
      where account_id = ${accountId} and channel = ${channel} and id > ${after}
      order by id
      limit ${limit}`,
  )

export const deleteSender = async (db: Db, accountId: number, senderId: number): Promise<boolean> =>
  (await run(
    db,
    sql`delete from accounts.senders where account_id = ${accountId} and id = ${senderId}`,
  )) > 0

/** Which of the pairs are registered. On the message path. Index: (account_id, channel, address). */
export const findSenders = (
  tx: Tx,
  pairs: readonly { account_id: number; channel: string; address: string }[],
) =>
  rows<{ account_id: number; address: string }>(
    tx,
    sql`
      select s.account_id, s.address
      from ${recordset(pairs, 'account_id integer, channel text, address text')}
      join accounts.senders s on s.account_id = r.account_id and s.channel = r.channel and s.address = r.address`,
  )

/** Whose numbers these are. On the message path. Index: senders_owner_of_number. */
export const findOwners = (tx: Tx, channel: string, addresses: readonly string[]) =>
  rows<{ account_id: number; address: string }>(
    tx,
    sql`
      select account_id, address
      from accounts.senders
      where kind <> 'alphanumeric' and channel = ${channel} and address = any(${[...addresses]}::text[])`,
  )
