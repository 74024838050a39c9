import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

export interface UserRow {
  user_id: number
  email: string
  name: string
  locale: string
  password_hash: string
  state: string
}
const user = sql`u.user_id, u.email, u.name, u.locale, u.password_hash, u.state`

export const insertUser = async (
  tx: Tx,
  one: { email: string; name: string; passwordHash: string; accountId: number; role: string; now: Date },
): Promise<number> => {
  const made = await row<{ user_id: number }>(
    tx,
    sql`insert into accounts.users (email, name, password_hash, state, created_at)
        values (${one.email}, ${one.name}, ${one.passwordHash}, 'active', ${one.now})
        returning user_id`,
  )
  await run(
    tx,
    sql`insert into accounts.memberships (account_id, user_id, role, created_at)
        values (${one.accountId}, ${made!.user_id}, ${one.role}, ${one.now})`,
  )
  return made!.user_id
}

export const findUserByEmail = (db: Db, email: string): Promise<UserRow | undefined> =>
  row(db, sql<UserRow>`select ${user} from accounts.users u where lower(u.email) = lower(${email})`)

export const findUser = (db: Db, userId: number): Promise<UserRow | undefined> =>
  row(db, sql<UserRow>`select ${user} from accounts.users u where u.user_id = ${userId}`)

/** The account a user works in: the first that took them in. */
export const findMembership = (db: Db, userId: number): Promise<{ account_id: number; role: string } | undefined> =>
  row(
    db,
    sql<{ account_id: number; role: string }>`
      select account_id, role from accounts.memberships where user_id = ${userId} order by created_at, account_id limit 1`,
  )

export const findOwner = (db: Db, accountId: number): Promise<UserRow | undefined> =>
  row(
    db,
    sql<UserRow>`
      select ${user} from accounts.memberships m join accounts.users u on u.user_id = m.user_id
      where m.account_id = ${accountId} and m.role = 'owner' order by u.user_id limit 1`,
  )

export const updateUser = (db: Db, userId: number, change: { name: string; locale: string }): Promise<number> =>
  run(db, sql`update accounts.users set name = ${change.name}, locale = ${change.locale} where user_id = ${userId}`)

export const setPassword = (db: Db, userId: number, passwordHash: string): Promise<number> =>
  run(db, sql`update accounts.users set password_hash = ${passwordHash}, state = 'active' where user_id = ${userId}`)

export interface ApiKeyRow {
  api_key_id: string
  account_id: number
  account_key: string
  name: string
  secret_start: string
  scopes: string[]
  allowed_ips: string[]
  valid_from: Date
  valid_to: Date | null
  enabled: boolean
  permissions: string[]
  platform: object[]
}
const apiKey = sql`k.api_key_id, k.account_id, a.account_key, k.name, k.secret_start, k.scopes, k.allowed_ips, k.valid_from, k.valid_to,
  k.enabled, k.permissions, k.platform`
const keys = sql`accounts.api_keys k join accounts.accounts a on a.account_id = k.account_id`

export const insertApiKey = (
  tx: Tx,
  one: Omit<ApiKeyRow, 'account_key'> & { secret_hash: Buffer; created_at: Date },
): Promise<number> =>
  run(
    tx,
    sql`insert into accounts.api_keys (api_key_id, account_id, name, secret_hash, secret_start, scopes, allowed_ips, valid_from, valid_to,
          enabled, permissions, platform, created_at)
        values (${one.api_key_id}, ${one.account_id}, ${one.name}, ${one.secret_hash}, ${one.secret_start}, ${one.scopes}::text[],
          ${one.allowed_ips}::text[], ${one.valid_from}, ${one.valid_to}, ${one.enabled}, ${one.permissions}::text[],
          ${JSON.stringify(one.platform)}::jsonb, ${one.created_at})`,
  )

export const findApiKeyByHash = (db: Db, hash: Buffer): Promise<ApiKeyRow | undefined> =>
  row(db, sql<ApiKeyRow>`select ${apiKey} from ${keys} where k.secret_hash = ${hash}`)

export const findApiKey = (db: Db, accountId: number, apiKeyId: string): Promise<ApiKeyRow | undefined> =>
  row(db, sql<ApiKeyRow>`select ${apiKey} from ${keys} where k.account_id = ${accountId} and k.api_key_id = ${apiKeyId}`)

/** For a token made from it: the token names its account. */
export const listApiKeys = async (
  db: Db,
  accountId: number,
  filter: { name?: string; enabled?: boolean; secretHash?: Buffer },
  page: { offset: number; size: number; ascending: boolean },
): Promise<{ found: ApiKeyRow[]; total: number }> => {
  const where = sql`k.account_id = ${accountId}
    ${filter.name === undefined ? sql`` : sql`and k.name ilike ${`%${filter.name.replace(/[\\%_]/g, '\\$&')}%`}`}
    ${filter.enabled === undefined ? sql`` : sql`and k.enabled = ${filter.enabled}`}
    ${filter.secretHash === undefined ? sql`` : sql`and k.secret_hash = ${filter.secretHash}`}`
  const order = page.ascending ? sql`asc` : sql`desc`
  const found = await rows<ApiKeyRow>(
    db,
    sql`select ${apiKey} from ${keys} where ${where} order by k.created_at ${order}, k.api_key_id ${order} limit ${page.size} offset ${page.offset}`,
  )
  const total = await row<{ n: number }>(db, sql`select count(*)::int as n from ${keys} where ${where}`)
  return { found, total: total!.n }
}

export const updateApiKey = (
  db: Db,
  accountId: number,
  apiKeyId: string,
  one: Pick<ApiKeyRow, 'name' | 'scopes' | 'allowed_ips' | 'valid_from' | 'valid_to' | 'enabled' | 'permissions' | 'platform'>,
): Promise<number> =>
  run(
    db,
    sql`update accounts.api_keys
        set name = ${one.name}, scopes = ${one.scopes}::text[], allowed_ips = ${one.allowed_ips}::text[], valid_from = ${one.valid_from},
          valid_to = ${one.valid_to}, enabled = ${one.enabled}, permissions = ${one.permissions}::text[],
          platform = ${JSON.stringify(one.platform)}::jsonb
        where account_id = ${accountId} and api_key_id = ${apiKeyId}`,
  )

/** Removes a key and the tokens made from it. */
export const deleteApiKey = (db: Db, accountId: number, apiKeyId: string): Promise<number> =>
  run(
    db,
    sql`with tokens as (delete from accounts.sessions where account_id = ${accountId} and api_key_id = ${apiKeyId})
        delete from accounts.api_keys where account_id = ${accountId} and api_key_id = ${apiKeyId}`,
  )

export const markUsed = (db: Db, used: readonly { api_key_id: string; at: string }[]): Promise<number> =>
  run(
    db,
    sql`update accounts.api_keys k set last_used_at = r.at
        from ${recordset(used, 'api_key_id text, at timestamptz')} where k.api_key_id = r.api_key_id`,
  )

export interface SessionRow {
  kind: string
  account_id: number
  user_id: number | null
  api_key_id: string | null
  bound_address: string | null
  seen_at: Date
  ends_at: Date
}
export const insertSession = (
  db: Db,
  one: SessionRow & { token_hash: Buffer; created_at: Date },
): Promise<number> =>
  run(
    db,
    sql`insert into accounts.sessions (token_hash, kind, account_id, user_id, api_key_id, bound_address, created_at, seen_at, ends_at)
        values (${one.token_hash}, ${one.kind}, ${one.account_id}, ${one.user_id}, ${one.api_key_id}, ${one.bound_address},
          ${one.created_at}, ${one.seen_at}, ${one.ends_at})`,
  )

export const findSession = (db: Db, hash: Buffer): Promise<SessionRow | undefined> =>
  row(
    db,
    sql<SessionRow>`
      select kind, account_id, user_id, api_key_id, bound_address, seen_at, ends_at from accounts.sessions where token_hash = ${hash}`,
  )

export const touchSession = (db: Db, hash: Buffer, now: Date): Promise<number> =>
  run(db, sql`update accounts.sessions set seen_at = ${now} where token_hash = ${hash}`)

export const deleteSession = (db: Db, hash: Buffer): Promise<number> =>
  run(db, sql`delete from accounts.sessions where token_hash = ${hash}`)

export const deleteSessionsOf = (db: Db, userId: number, keep: Buffer | null): Promise<number> =>
  run(
    db,
    sql`delete from accounts.sessions where user_id = ${userId} ${keep === null ? sql`` : sql`and token_hash <> ${keep}`}`,
  )

export const deleteEndedSessions = (db: Db, now: Date): Promise<number> =>
  run(db, sql`delete from accounts.sessions where ends_at < ${now}`)
