import {
  recordset,
  row,
  rows,
  run,
  sql,
  type Db,
  type RawBuilder,
  type Tx,
} from '../../core/storage/index.ts'
import type { PlatformPair } from '../../core/http/index.ts'
import type { AccountState } from './accounts.ts'

/** A pair of a key as it is kept, with an id of its own. */
export type StoredPair = PlatformPair & { key?: string }

export interface ApiKeyRow {
  id: string
  account_id: number
  name: string
  /** null: all that the account has. */
  scopes: string[] | null
  permissions: string[]
  allowed_ips: string[]
  platform: StoredPair[]
  enabled: boolean
  valid_from: Date
  valid_to: Date
  requests_per_second: number | null
}
/** With the account that it acts for. */
export type KeyOfAccountRow = ApiKeyRow & { account_state: AccountState }

const columns = sql`k.id, k.account_id, k.name, k.scopes, k.permissions, k.allowed_ips, k.platform, k.enabled, k.valid_from, k.valid_to, k.requests_per_second`

/** Index: the hash's. */
export const findKeyBySecret = (db: Db, secretHash: Buffer) =>
  row<KeyOfAccountRow>(
    db,
    sql`
      select ${columns}, a.state as account_state
      from accounts.api_keys k
      join accounts.accounts a on a.id = k.account_id
      where k.secret_hash = ${secretHash}`,
  )

export const findKey = (db: Db, accountId: number, keyId: string) =>
  row<ApiKeyRow>(
    db,
    sql`select ${columns} from accounts.api_keys k where k.account_id = ${accountId} and k.id = ${keyId}`,
  )

export type KeyInTreeRow = ApiKeyRow & { account_key: string }

/** A key of an account, or of one below it. Index: the primary key. */
export const findKeyInTree = (db: Db, fromId: number, keyId: string) =>
  row<KeyInTreeRow>(
    db,
    sql`
      select ${columns}, a.key as account_key
      from accounts.api_keys k
      join accounts.accounts a on a.id = k.account_id
      where k.id = ${keyId} and (a.id = ${fromId} or ${fromId} = any(a.ancestors))`,
  )

export type NewApiKey = Omit<ApiKeyRow, 'account_id' | 'requests_per_second'> & {
  secretHash: Buffer
  prefix: string
}

/** @returns undefined when the account has `keysMax` already */
export const insertKey = (db: Db, accountId: number, one: NewApiKey, keysMax: number, now: Date) =>
  row<ApiKeyRow>(
    db,
    sql`
      insert into accounts.api_keys as k
        (id, account_id, name, secret_hash, prefix, scopes, permissions, allowed_ips, platform, enabled, valid_from, valid_to, created_at)
      select ${one.id}, ${accountId}, ${one.name}, ${one.secretHash}, ${one.prefix}, ${one.scopes}::text[], ${one.permissions}::text[],
        ${one.allowed_ips}::text[], ${JSON.stringify(one.platform)}::jsonb, ${one.enabled}, ${one.valid_from}, ${one.valid_to}, ${now}
      where (select count(*) from accounts.api_keys where account_id = ${accountId}) < ${keysMax}
      returning ${columns}`,
  )

export const updateKey = (db: Db, one: ApiKeyRow) =>
  row<ApiKeyRow>(
    db,
    sql`
      update accounts.api_keys k
      set name = ${one.name}, scopes = ${one.scopes}::text[], permissions = ${one.permissions}::text[],
          allowed_ips = ${one.allowed_ips}::text[], platform = ${JSON.stringify(one.platform)}::jsonb, enabled = ${one.enabled},
          valid_from = ${one.valid_from}, valid_to = ${one.valid_to}
      where k.account_id = ${one.account_id} and k.id = ${one.id}
      returning ${columns}`,
  )

/** Its tokens go with it. */
export const deleteKey = async (db: Db, accountId: number, keyId: string): Promise<boolean> =>
  (await run(
    db,
    sql`delete from accounts.api_keys where account_id = ${accountId} and id = ${keyId}`,
  )) > 0

export const hasValidKey = async (db: Db, accountId: number, now: Date): Promise<boolean> =>
  (await row(
    db,
    sql`
      select 1 from accounts.api_keys
      where account_id = ${accountId} and enabled and valid_from <= ${now} and valid_to > ${now}
      limit 1`,
  )) !== undefined

/** Columns a list can be ordered by, in the words of the API. */
export const keyOrders = {
  createdAt: sql`k.created_at`,
  name: sql`lower(k.name)`,
  validFrom: sql`k.valid_from`,
  validTo: sql`k.valid_to`,
  enabled: sql`k.enabled`,
} as const satisfies Record<string, RawBuilder<unknown>>

export interface KeyFilter {
  /** Anywhere in the name, whatever the case. */
  name?: string | undefined
  enabled?: boolean | undefined
  secretHash?: Buffer | undefined
}

const filtered = (accountId: number, filter: KeyFilter) => sql`
  k.account_id = ${accountId}
    and (${filter.name ?? null}::text is null or position(lower(${filter.name ?? null}::text) in lower(k.name)) > 0)
    and (${filter.enabled ?? null}::boolean is null or k.enabled = ${filter.enabled ?? null}::boolean)
    and (${filter.secretHash ?? null}::bytea is null or k.secret_hash = ${filter.secretHash ?? null}::bytea)`

/** A page of an account's keys. Index: api_keys_by_account; an account has few enough to sort them. */
export const listKeys = (
  db: Db,
  accountId: number,
  filter: KeyFilter,
  page: { orderBy: keyof typeof keyOrders; descending: boolean; offset: number; limit: number },
) =>
  rows<ApiKeyRow>(
    db,
    sql`
      select ${columns}
      from accounts.api_keys k
      where ${filtered(accountId, filter)}
      order by ${keyOrders[page.orderBy]} ${page.descending ? sql`desc` : sql`asc`}, k.id
      offset ${page.offset} limit ${page.limit}`,
  )

export async function countKeys(db: Db, accountId: number, filter: KeyFilter): Promise<number> {
  const counted = await row<{ keys: bigint }>(
    db,
    sql`select count(*) as keys from accounts.api_keys k where ${filtered(accountId, filter)}`,
  )
  return Number(counted?.keys ?? 0)
}

/** Notes when keys and sessions were used last; never backwards, since another process may have seen a later use. */
export async function noteUses(
  db: Db,
  keys: readonly { id: string; at: Date }[],
  sessions: readonly { id: string; at: Date }[],
): Promise<void> {
  if (keys.length > 0)
    await run(
      db,
      sql`
        update accounts.api_keys k
        set last_used_at = r.at
        from ${recordset(keys, 'id text, at timestamptz')}
        where k.id = r.id and (k.last_used_at is null or k.last_used_at < r.at)`,
    )
  if (sessions.length > 0)
    await run(
      db,
      sql`
        update accounts.sessions s
        set last_used_at = r.at
        from ${recordset(sessions, 'id bigint, at timestamptz')}
        where s.id = r.id and s.last_used_at < r.at`,
    )
}

export interface TokenRow {
  expires_at: Date
  account_id: number
  key_id: string | null
  user_id: number | null
}

/** Index: the hash's. */
export const findToken = (db: Db, tokenHash: Buffer) =>
  row<TokenRow>(
    db,
    sql`select expires_at, account_id, key_id, user_id from accounts.oauth_tokens where token_hash = ${tokenHash}`,
  )

export const findKeyOfToken = (db: Db, accountId: number, keyId: string) =>
  row<KeyOfAccountRow>(
    db,
    sql`
      select ${columns}, a.state as account_state
      from accounts.api_keys k
      join accounts.accounts a on a.id = k.account_id
      where k.account_id = ${accountId} and k.id = ${keyId}`,
  )

/** Makes a token; the oldest of the same owner go when there are more than `tokensMax`. */
export async function insertToken(
  tx: Tx,
  one: {
    tokenHash: Buffer
    accountId: number
    keyId: string | null
    userId: number | null
    expiresAt: Date
  },
  tokensMax: number,
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`
      insert into accounts.oauth_tokens (token_hash, account_id, key_id, user_id, created_at, expires_at)
      values (${one.tokenHash}, ${one.accountId}, ${one.keyId}, ${one.userId}, ${now}, ${one.expiresAt})`,
  )
  const mine = one.keyId === null ? sql`user_id = ${one.userId}` : sql`key_id = ${one.keyId}`
  await run(
    tx,
    sql`
      delete from accounts.oauth_tokens
      where ${mine} and id <= (
        select id from accounts.oauth_tokens where ${mine} order by id desc offset ${tokensMax} limit 1)`,
  )
}
