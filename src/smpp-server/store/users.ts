import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

/* Who may bind, and whose inbound messages go to whom. */

export interface UserRow {
  account_id: number
  user_id: number
  system_id: string
  name: string | null
  enabled: boolean
  allowed_addresses: string[]
  sender: string | null
  settings: object
  made_at: Date
  changed_at: Date
  bound_at: Date | null
  numbers: string[]
  binds: number
}

/** What an operation sets of a user. */
export interface StoredUser {
  system_id: string
  name: string | null
  enabled: boolean
  allowed_addresses: readonly string[]
  sender: string | null
  settings: object
}

const columns = (
  freshSince: Date,
) => sql`u.account_id, u.user_id, u.system_id, u.name, u.enabled, u.allowed_addresses, u.sender,
  u.settings, u.made_at, u.changed_at, u.bound_at,
  array(select n.number from smpp_server.numbers n where n.user_id = u.user_id order by n.number) as numbers,
  (select count(*)::int from smpp_server.binds b where b.user_id = u.user_id and b.seen_at >= ${freshSince}) as binds`

/** A page by id. Index: users_by_account. */
export const pageUsers = (
  db: Db,
  accountId: number,
  after: number,
  limit: number,
  freshSince: Date,
): Promise<UserRow[]> =>
  rows(
    db,
    sql<UserRow>`
      select ${columns(freshSince)} from smpp_server.users u
      where u.account_id = ${accountId} and u.user_id > ${after}
      order by u.user_id
      limit ${limit}`,
  )

export const findUser = (
  db: Db,
  accountId: number,
  userId: number,
  freshSince: Date,
): Promise<UserRow | undefined> =>
  row(
    db,
    sql<UserRow>`
      select ${columns(freshSince)} from smpp_server.users u
      where u.account_id = ${accountId} and u.user_id = ${userId}`,
  )

/** The user of a bind: the only look-up without an account, because a system_id is what tells it. */
export const findBySystemId = (
  db: Db,
  systemId: string,
  freshSince: Date,
): Promise<(UserRow & { password_hash: Buffer }) | undefined> =>
  row(
    db,
    sql<UserRow & { password_hash: Buffer }>`
      select ${columns(freshSince)}, u.password_hash from smpp_server.users u
      where u.system_id = ${systemId}`,
  )

/** Users that are bound here, as they are now. Key: the primary key. */
export const readUsers = (
  db: Db,
  userIds: readonly number[],
  freshSince: Date,
): Promise<UserRow[]> =>
  rows(
    db,
    sql<UserRow>`
      select ${columns(freshSince)} from smpp_server.users u
      where u.user_id = any(${userIds}::integer[])`,
  )

/** @returns undefined when the account has as many as there may be */
export const insertUser = (
  tx: Tx,
  accountId: number,
  one: StoredUser & { password_hash: Buffer },
  most: number,
  now: Date,
): Promise<{ user_id: number } | undefined> =>
  row(
    tx,
    sql<{ user_id: number }>`
      insert into smpp_server.users (account_id, system_id, name, password_hash, enabled, allowed_addresses, sender, settings,
        made_at, changed_at)
      select ${accountId}, ${one.system_id}, ${one.name}, ${one.password_hash}, ${one.enabled}, ${one.allowed_addresses}::text[],
        ${one.sender}, ${JSON.stringify(one.settings)}::jsonb, ${now}, ${now}
      where (select count(*) from smpp_server.users where account_id = ${accountId}) < ${most}
      returning user_id`,
  )

export const updateUser = (
  tx: Tx,
  accountId: number,
  userId: number,
  one: StoredUser,
  now: Date,
): Promise<number> =>
  run(
    tx,
    sql`update smpp_server.users
        set system_id = ${one.system_id}, name = ${one.name}, enabled = ${one.enabled},
          allowed_addresses = ${one.allowed_addresses}::text[], sender = ${one.sender},
          settings = ${JSON.stringify(one.settings)}::jsonb, changed_at = ${now}
        where account_id = ${accountId} and user_id = ${userId}`,
  )

export const setPassword = (
  db: Db,
  accountId: number,
  userId: number,
  hash: Buffer,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`update smpp_server.users set password_hash = ${hash}, changed_at = ${now}
        where account_id = ${accountId} and user_id = ${userId}`,
  )

export const deleteUser = (db: Db, accountId: number, userId: number): Promise<number> =>
  run(
    db,
    sql`delete from smpp_server.users where account_id = ${accountId} and user_id = ${userId}`,
  )

/** Gives a user these numbers and no others. Fails with a unique violation when another user has one. */
export const setNumbers = async (
  tx: Tx,
  accountId: number,
  userId: number,
  numbers: readonly string[],
): Promise<void> => {
  await run(
    tx,
    sql`delete from smpp_server.numbers where user_id = ${userId} and number <> all(${numbers}::text[])`,
  )
  await run(
    tx,
    sql`insert into smpp_server.numbers (account_id, number, user_id)
        select ${accountId}, n, ${userId} from unnest(${numbers}::text[]) as n
        where not exists (select 1 from smpp_server.numbers o where o.user_id = ${userId} and o.number = n)`,
  )
}

/** Who takes messages from handsets for numbers: their user, else the account's for all numbers. Key: the primary key. */
export const takersOf = (
  tx: Tx,
  numbers: readonly { n: number; account_id: number; address: string }[],
): Promise<{ n: number; user_id: number }[]> =>
  rows(
    tx,
    sql<{ n: number; user_id: number }>`
      select r.n, t.user_id
      from ${recordset(numbers, 'n integer, account_id integer, address text')}
      cross join lateral (
        select o.user_id from smpp_server.numbers o
        join smpp_server.users u on u.user_id = o.user_id and u.enabled
        where o.account_id = r.account_id and o.number in (r.address, '')
        order by o.number desc
        limit 1) t`,
  )
