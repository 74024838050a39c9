import { row, rows, run, sql, type Db, type Tx } from '../../../core/storage/index.ts'
import type { MemberRole } from '../../scopes.ts'
import type { AccountState } from '../../store/accounts.ts'

/** Somebody in an account, as the others see them. */
export interface TeamRow {
  user_id: number
  email: string
  name: string
  locale: string
  state: 'active' | 'disabled'
  role: MemberRole
  role_id: number | null
  role_name: string | null
  role_scopes: string[] | null
  joined_at: Date
}

const columns = sql`
  u.id as user_id, u.email, u.name, u.locale, m.state, m.role, m.role_id,
  r.name as role_name, r.scopes as role_scopes, m.created_at as joined_at`
const from = sql`
  accounts.memberships m
  join accounts.users u on u.id = m.user_id
  left join accounts.roles r on r.account_id = m.account_id and r.id = m.role_id`

/** In the order of their numbers, after one. */
export const listMembers = (db: Db, accountId: number, after: number, limit: number) =>
  rows<TeamRow>(
    db,
    sql`select ${columns} from ${from}
        where m.account_id = ${accountId} and m.user_id > ${after}
        order by m.user_id limit ${limit}`,
  )

export const findTeamMember = (db: Db, accountId: number, userId: number) =>
  row<TeamRow>(
    db,
    sql`select ${columns} from ${from}
        where m.account_id = ${accountId} and m.user_id = ${userId}`,
  )

/** Members of an account change one after another, so that two owners cannot demote each other at once. */
export const lockTeam = (tx: Tx, accountId: number) =>
  run(tx, sql`select 1 from accounts.accounts where id = ${accountId} for update`)

/** Owners who can log in. */
export const countOwners = async (db: Db, accountId: number): Promise<number> =>
  Number(
    (await row<{ owners: bigint }>(
      db,
      sql`select count(*) as owners
          from accounts.memberships m
          join accounts.users u on u.id = m.user_id and u.state = 'active'
          where m.account_id = ${accountId} and m.role = 'owner' and m.state = 'active'`,
    ))!.owners,
  )

export const countTeam = async (db: Db, accountId: number): Promise<number> =>
  Number(
    (await row<{ members: bigint }>(
      db,
      sql`select count(*) as members from accounts.memberships where account_id = ${accountId}`,
    ))!.members,
  )

export const updateMember = (
  tx: Tx,
  accountId: number,
  userId: number,
  change: { role: MemberRole; roleId: number | null; state: 'active' | 'disabled' },
) =>
  run(
    tx,
    sql`update accounts.memberships
        set role = ${change.role}, role_id = ${change.roleId}, state = ${change.state}
        where account_id = ${accountId} and user_id = ${userId}`,
  )

export const insertMembership = (
  tx: Tx,
  one: { accountId: number; userId: number; role: MemberRole; roleId: number | null },
  now: Date,
) =>
  run(
    tx,
    sql`insert into accounts.memberships (account_id, user_id, role, role_id, state, created_at)
        values (${one.accountId}, ${one.userId}, ${one.role}, ${one.roleId}, 'active', ${now})
        on conflict (account_id, user_id) do nothing`,
  )

/** Ends a membership; whoever is in no account any more is removed, and their clocks begin. */
export async function deleteMembership(
  tx: Tx,
  accountId: number,
  userId: number,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`delete from accounts.memberships where account_id = ${accountId} and user_id = ${userId}`,
  )
  await run(
    tx,
    sql`update accounts.users set removed_at = ${now}
        where id = ${userId} and removed_at is null
          and not exists (select 1 from accounts.memberships where user_id = ${userId})`,
  )
}

/** What lets a person act in one account. */
export async function endSessionsIn(tx: Tx, accountId: number, userId: number): Promise<void> {
  await run(
    tx,
    sql`delete from accounts.sessions where account_id = ${accountId} and user_id = ${userId}`,
  )
  await run(
    tx,
    sql`delete from accounts.oauth_tokens where account_id = ${accountId} and user_id = ${userId}`,
  )
}

export interface MembershipRow {
  account_id: number
  account_key: string
  account_name: string
  account_state: AccountState
  role: MemberRole
  role_id: number | null
  role_name: string | null
}

/** The accounts a person may act in; closed ones are left out. At most `limit`. */
export const listMemberships = (db: Db, userId: number, limit: number) =>
  rows<MembershipRow>(
    db,
    sql`select a.id as account_id, a.key as account_key, a.name as account_name,
          a.state as account_state, m.role, m.role_id, r.name as role_name
        from accounts.memberships m
        join accounts.accounts a on a.id = m.account_id
        left join accounts.roles r on r.account_id = m.account_id and r.id = m.role_id
        where m.user_id = ${userId} and m.state = 'active' and a.state <> 'closed'
        order by lower(a.name), a.id limit ${limit}`,
  )

export interface PersonRow {
  user_id: number
  email: string
  locale: string
  /** The account they came to first; null when they are in none any more. */
  account_id: number | null
}

/** Whether the person can log in somewhere. */
export const comesIn = (
  person: PersonRow | undefined,
): person is PersonRow & { account_id: number } =>
  person !== undefined && person.account_id !== null

/** A person by address, in lower case, whether they are in an account or not. */
export const findPerson = (db: Db, email: string) =>
  row<PersonRow>(
    db,
    sql`select u.id as user_id, u.email, u.locale,
          (select min(m.account_id) from accounts.memberships m
           join accounts.accounts a on a.id = m.account_id and a.state <> 'closed'
           where m.user_id = u.id and m.state = 'active') as account_id
        from accounts.users u where lower(u.email) = ${email}`,
  )

/** Somebody without an account; `insertMembership` gives them one. Fails with a unique violation when the address is taken. */
export const insertPerson = async (
  tx: Tx,
  one: { email: string; passwordHash: string; name: string; locale: string },
  now: Date,
): Promise<number> =>
  (await row<{ id: number }>(
    tx,
    sql`insert into accounts.users (email, password_hash, name, locale, state, created_at, password_changed_at)
        values (${one.email}, ${one.passwordHash}, ${one.name}, ${one.locale}, 'active', ${now}, ${now})
        returning id`,
  ))!.id

/** Somebody who was removed comes back, with a password and a name that they choose anew. */
export const reviveUser = (
  tx: Tx,
  userId: number,
  one: { passwordHash: string; name: string; locale: string },
  now: Date,
) =>
  run(
    tx,
    sql`update accounts.users
        set password_hash = ${one.passwordHash}, password_changed_at = ${now}, name = ${one.name},
            locale = ${one.locale}, state = 'active', removed_at = null
        where id = ${userId}`,
  )

/** Marks that the person is told now; false when they were within a day. */
export const claimLockOutNotice = async (
  tx: Tx,
  userId: number,
  now: Date,
  toldBefore: Date,
): Promise<boolean> =>
  (await run(
    tx,
    sql`update accounts.users set lock_out_told_at = ${now}
        where id = ${userId} and (lock_out_told_at is null or lock_out_told_at < ${toldBefore})`,
  )) > 0
