import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

export type AccountState = 'trial' | 'active' | 'suspended' | 'closed'
/** Places in the tree; see `tree.ts` for what may be below what. */
export type AccountKind = 'owner' | 'reseller' | 'customer' | 'sub-account'

export interface AccountRow {
  id: number
  key: string
  name: string
  state: AccountState
  relation: 'own' | 'customer'
  any_sender: boolean
  flooding_on: boolean
  content_days: number
  hold_ambiguous: boolean
  currency: string
  trial_ends_at: Date | null
  paused_until: Date | null
}

const columns = sql`id, key, name, state, relation, any_sender, flooding_on, content_days, hold_ambiguous, currency, trial_ends_at, paused_until`

export const findAccount = (db: Db, accountId: number) =>
  row<AccountRow>(db, sql`select ${columns} from accounts.accounts where id = ${accountId}`)

/**
 * As accounts may send: what is suspended, paused or closed above them holds for them. On the message path, behind a
 * cache. Index: the primary key.
 */
export const readAccounts = (tx: Tx, accountIds: readonly number[]) =>
  rows<AccountRow>(
    tx,
    sql`
      select a.id, a.key, a.name,
        case when a.state <> 'closed' and above.shut then 'suspended' else a.state end as state,
        a.relation, a.any_sender, a.flooding_on, a.content_days, a.hold_ambiguous, a.currency, a.trial_ends_at,
        greatest(a.paused_until, above.paused_until) as paused_until
      from accounts.accounts a
      cross join lateral (
        select coalesce(bool_or(u.state in ('suspended', 'closed')), false) as shut, max(u.paused_until) as paused_until
        from accounts.accounts u
        where u.id = any(a.ancestors)) above
      where a.id = any(${[...accountIds]}::integer[])`,
  )

export interface NewAccount {
  /** null: the next free one. */
  id: number | null
  key: string
  name: string
  kind: AccountKind
  parentId: number | null
  state: AccountState
  relation: 'own' | 'customer'
  /** Whether a person or a company holds it; null: not known. */
  person: 'natural' | 'legal' | null
  /** Two capital letters (ISO 3166-1). */
  country: string | null
  declaredOfAge: boolean
  trialEndsAt: Date | null
  anySender: boolean
  floodingOn: boolean
  contentDays: number
  currency: string
}

/** Its ancestors are those of its parent, and the parent. */
export async function insertAccount(tx: Tx, one: NewAccount, now: Date): Promise<number> {
  const made = await row<{ id: number }>(
    tx,
    sql`
      insert into accounts.accounts
        (id, key, name, kind, parent_id, ancestors, state, relation, person, country, declared_of_age, trial_ends_at,
         any_sender, flooding_on, content_days, currency, created_at)
      values
        (${one.id === null ? sql`default` : sql`${one.id}`}, ${one.key}, ${one.name}, ${one.kind}, ${one.parentId},
         coalesce((select ancestors || id from accounts.accounts where id = ${one.parentId}), '{}'), ${one.state},
         ${one.relation}, ${one.person}, ${one.country}, ${one.declaredOfAge}, ${one.trialEndsAt},
         ${one.anySender}, ${one.floodingOn}, ${one.contentDays}, ${one.currency}, ${now})
      returning id`,
  )
  return made!.id
}

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

/** An account and those below it, nearest first. Index: accounts_by_parent. */
export const listBelow = async (db: Db, accountId: number, limit: number): Promise<number[]> =>
  (
    await rows(
      db,
      sql<{ id: number }>`
        with recursive tree as (
          select id, 0 as depth from accounts.accounts where id = ${accountId}
          union all
          select a.id, t.depth + 1 from accounts.accounts a join tree t on a.parent_id = t.id where t.depth < 32
        )
        select id from tree order by depth, id limit ${limit}`,
    )
  ).map((one) => one.id)

/** The account of a key, when it is this one or below it: looked for upwards, so that the size of the tree does not matter. */
export const findWithin = async (
  db: Db,
  accountId: number,
  key: string,
): Promise<number | null> => {
  const found = await row<{ id: number }>(
    db,
    sql`
      with recursive way as (
        select id, parent_id, id as wanted, 0 as depth from accounts.accounts where key = ${key}
        union all
        select a.id, a.parent_id, w.wanted, w.depth + 1
        from accounts.accounts a join way w on a.id = w.parent_id where w.depth < 32
      )
      select wanted as id from way where id = ${accountId}`,
  )
  return found?.id ?? null
}
