import { row, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { MemberRole, Role } from '../scopes.ts'
import type { AccountState } from './accounts.ts'

/** A person in one account: what a credential of theirs rests on. */
export interface MemberRow {
  user_id: number
  email: string
  password_hash: string
  user_state: 'active' | 'disabled'
  account_id: number
  account_state: AccountState
  role: MemberRole
  /** Of a custom role. */
  role_scopes: string[] | null
  has_second_factor: boolean
  /** By the account's policy. */
  second_factor_required: boolean
  /** The account lets a password alone be enough for the API. */
  password_api: boolean
  /** The account wants its identity provider to be used; owners may still come by password. */
  sso_required: boolean
}

/** What `MemberRow` has, of `u` (users), `m` (memberships) and `a` (accounts). */
export const memberColumns = sql`
  u.id as user_id, u.email, u.password_hash,
  case when m.state = 'active' then u.state else 'disabled' end as user_state,
  m.account_id, a.state as account_state, m.role,
  (select r.scopes from accounts.roles r where r.account_id = m.account_id and r.id = m.role_id) as role_scopes,
  exists (
    select 1 from accounts.second_factors f
    where f.user_id = u.id and f.confirmed_at is not null) as has_second_factor,
  exists (
    select 1 from accounts.login_policies p
    where p.account_id = m.account_id
      and (p.second_factor = 'all' or (p.second_factor = 'owners-and-admins' and m.role in ('owner', 'admin')))
  ) as second_factor_required,
  exists (
    select 1 from accounts.login_policies p
    where p.account_id = m.account_id and p.password_api) as password_api,
  m.role <> 'owner' and exists (
    select 1 from accounts.sso_connections c
    join accounts.sso_domains d on d.account_id = c.account_id
    where c.account_id = m.account_id and c.required and c.enabled and d.verified_at is not null
      and d.domain = lower(substring(u.email from '@([^@]+)$'))) as sso_required`

/**
 * The person with an address, in the account that works and that they came to first. Index: users_by_email.
 * @param email in lower case
 */
export const findMemberByEmail = (db: Db, email: string) =>
  row<MemberRow>(
    db,
    sql`
      select ${memberColumns}
      from accounts.users u
      join accounts.memberships m on m.user_id = u.id
      join accounts.accounts a on a.id = m.account_id
      where lower(u.email) = ${email}
      order by (a.state = 'closed'), (m.state <> 'active'), (a.state = 'suspended'), m.account_id
      limit 1`,
  )

export const findMember = (db: Db, accountId: number, userId: number) =>
  row<MemberRow>(
    db,
    sql`
      select ${memberColumns}
      from accounts.users u
      join accounts.memberships m on m.user_id = u.id
      join accounts.accounts a on a.id = m.account_id
      where m.account_id = ${accountId} and u.id = ${userId}`,
  )

/** The owner of an account who came first. */
export const findOwner = (db: Db, accountId: number) =>
  row<{ user_id: number; email: string }>(
    db,
    sql`
      select u.id as user_id, u.email
      from accounts.memberships m
      join accounts.users u on u.id = m.user_id
      where m.account_id = ${accountId} and m.role = 'owner'
      order by (m.state <> 'active'), u.id
      limit 1`,
  )

export interface ProfileRow {
  user_id: number
  email: string
  name: string
  locale: string
  role: MemberRole
  role_id: number | null
  role_name: string | null
  role_scopes: string[] | null
  account_id: number
  account_key: string
  account_name: string
}

export const readProfile = (db: Db, accountId: number, userId: number) =>
  row<ProfileRow>(
    db,
    sql`
      select u.id as user_id, u.email, u.name, u.locale, m.role, m.role_id,
        r.name as role_name, r.scopes as role_scopes, a.id as account_id, a.key as account_key, a.name as account_name
      from accounts.memberships m
      join accounts.users u on u.id = m.user_id
      join accounts.accounts a on a.id = m.account_id
      left join accounts.roles r on r.account_id = m.account_id and r.id = m.role_id
      where m.account_id = ${accountId} and m.user_id = ${userId}`,
  )

/** Fails with a unique violation when somebody has the address. */
export async function insertUser(
  tx: Tx,
  one: {
    accountId: number
    email: string
    passwordHash: string
    name: string
    locale: string
    role: Role
  },
  now: Date,
): Promise<number> {
  const made = await row<{ user_id: number }>(
    tx,
    sql`
      with made as (
        insert into accounts.users (email, password_hash, name, locale, state, created_at, password_changed_at)
        values (${one.email}, ${one.passwordHash}, ${one.name}, ${one.locale}, 'active', ${now}, ${now})
        returning id)
      insert into accounts.memberships (account_id, user_id, role, created_at)
      select ${one.accountId}, id, ${one.role}, ${now}
      from made
      returning user_id`,
  )
  return made!.user_id
}

/** What is undefined stays as it is. */
export const updateUser = (
  db: Db,
  accountId: number,
  userId: number,
  change: { name?: string | undefined; locale?: string | undefined },
) =>
  run(
    db,
    sql`
      update accounts.users u
      set name = coalesce(${change.name ?? null}, u.name),
          locale = coalesce(${change.locale ?? null}, u.locale)
      from accounts.memberships m
      where m.account_id = ${accountId} and m.user_id = ${userId} and u.id = m.user_id`,
  )

/** A new password also lets somebody in again who was disabled, when `enable` says so. */
export const updatePassword = (
  db: Db,
  accountId: number,
  userId: number,
  passwordHash: string,
  enable: boolean,
  now: Date,
) =>
  run(
    db,
    sql`
      update accounts.users u
      set password_hash = ${passwordHash}, password_changed_at = ${now},
          state = case when ${enable} then 'active' else u.state end
      from accounts.memberships m
      where m.account_id = ${accountId} and m.user_id = ${userId} and u.id = m.user_id`,
  )

/** How a session began. */
export type LogInMethod = 'password' | 'second-factor' | 'passkey' | 'sso'

export interface SessionRow {
  session_id: bigint
  kind: 'api' | 'portal'
  bound_ip: string | null
  last_used_at: Date
  expires_at: Date
  method: LogInMethod
}

/** A session with who it stands for. Index: the hash's. */
export const findSession = (db: Db, tokenHash: Buffer) =>
  row<SessionRow & MemberRow>(
    db,
    sql`
      select s.id as session_id, s.kind, s.bound_ip, s.last_used_at, s.expires_at, s.method, ${memberColumns}
      from accounts.sessions s
      join accounts.users u on u.id = s.user_id
      join accounts.memberships m on m.account_id = s.account_id and m.user_id = s.user_id
      join accounts.accounts a on a.id = s.account_id
      where s.token_hash = ${tokenHash}`,
  )

/**
 * Whether the password is still the person's; it cannot change until the transaction ends. Else somebody who logs in
 * while the password is changed would keep a session that the change was to end.
 */
export const holdPassword = async (tx: Tx, member: MemberRow): Promise<boolean> =>
  (await row(
    tx,
    sql`
      select 1 from accounts.users
      where id = ${member.user_id} and password_hash = ${member.password_hash} and state = 'active'
      for share`,
  )) !== undefined

/** Makes a session; the oldest of the person go when there are more than `sessionsMax`. */
export async function insertSession(
  tx: Tx,
  one: {
    kind: 'api' | 'portal'
    tokenHash: Buffer
    accountId: number
    userId: number
    boundIp: string | null
    expiresAt: Date
    method: LogInMethod
    /** When the person showed a password or a factor; null when somebody else vouched for them. */
    provedAt: Date | null
    ip: string | null
    device: string | null
  },
  sessionsMax: number,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`
      insert into accounts.sessions (kind, token_hash, account_id, user_id, bound_ip, created_at, last_used_at, expires_at, method, proved_at, ip, device)
      values (${one.kind}, ${one.tokenHash}, ${one.accountId}, ${one.userId}, ${one.boundIp}, ${now}, ${now}, ${one.expiresAt},
        ${one.method}, ${one.provedAt}, ${one.ip}, ${one.device})`,
  )
  await run(
    tx,
    sql`
      delete from accounts.sessions
      where user_id = ${one.userId} and id <= (
        select id from accounts.sessions
        where user_id = ${one.userId}
        order by id desc
        offset ${sessionsMax} limit 1)`,
  )
}

export interface SessionOwnerRow {
  account_id: number
  user_id: number
}

export const deleteSession = (db: Db, tokenHash: Buffer) =>
  row<SessionOwnerRow>(
    db,
    sql`
      delete from accounts.sessions
      where token_hash = ${tokenHash}
      returning account_id, user_id`,
  )

/** Ends all sessions and tokens of a person, but the session in use. */
export async function deleteSessionsOfUser(
  tx: Tx,
  userId: number,
  kept: Buffer | null,
): Promise<void> {
  await run(
    tx,
    sql`delete from accounts.sessions where user_id = ${userId} and token_hash is distinct from ${kept}`,
  )
  await run(tx, sql`delete from accounts.oauth_tokens where user_id = ${userId}`)
}

/** What lets anybody act for an account: its keys with their tokens, and the sessions and tokens of its people. */
export async function deleteCredentials(tx: Tx, accountId: number): Promise<void> {
  await run(tx, sql`delete from accounts.oauth_tokens where account_id = ${accountId}`)
  await run(tx, sql`delete from accounts.sessions where account_id = ${accountId}`)
  await run(tx, sql`delete from accounts.api_keys where account_id = ${accountId}`)
}

export const deleteExpired = async (
  db: Db,
  now: Date,
  idleBefore: { api: Date; portal: Date },
): Promise<number> =>
  (await run(
    db,
    sql`
      delete from accounts.sessions
      where expires_at <= ${now}
        or (kind = 'api' and last_used_at <= ${idleBefore.api})
        or (kind = 'portal' and last_used_at <= ${idleBefore.portal})`,
  )) + (await run(db, sql`delete from accounts.oauth_tokens where expires_at <= ${now}`))
