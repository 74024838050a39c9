import { row, rows, run, sql, type Db } from '../../core/storage/index.ts'

/** So many requests in a unit of time. */
export interface StoredLimit {
  requests: number
  unit: 's' | 'm' | 'h' | 'd'
}

export interface ThrottlesRow {
  factor: number | null
  unlimited: boolean
  requests_per_second: number | null
  operations: Record<string, StoredLimit>
}

/** Index: the primary key. */
export const findThrottles = (db: Db, accountId: number) =>
  row<ThrottlesRow>(
    db,
    sql`
      select factor, unlimited, requests_per_second, operations
      from accounts.throttles
      where account_id = ${accountId}`,
  )

export const saveThrottles = (db: Db, accountId: number, one: ThrottlesRow, now: Date) =>
  run(
    db,
    sql`
      insert into accounts.throttles (account_id, factor, unlimited, requests_per_second, operations, changed_at)
      values (${accountId}, ${one.factor}, ${one.unlimited}, ${one.requests_per_second},
        ${JSON.stringify(one.operations)}::jsonb, ${now})
      on conflict (account_id) do update
      set factor = excluded.factor, unlimited = excluded.unlimited, requests_per_second = excluded.requests_per_second,
          operations = excluded.operations, changed_at = excluded.changed_at`,
  )

export interface KeyUseRow {
  id: string
  prefix: string
  requests_per_second: number | null
  last_used_at: Date | null
}

/** What is told of keys beside the compatible operations; those of other accounts are absent. Index: the primary key. */
export const listKeyUses = (db: Db, accountId: number, keyIds: readonly string[]) =>
  rows<KeyUseRow>(
    db,
    sql`
      select id, prefix, requests_per_second, last_used_at
      from accounts.api_keys
      where account_id = ${accountId} and id = any(${keyIds}::text[])
      order by id`,
  )

export const limitKey = async (
  db: Db,
  accountId: number,
  keyId: string,
  requestsPerSecond: number | null,
): Promise<boolean> =>
  (await run(
    db,
    sql`
      update accounts.api_keys set requests_per_second = ${requestsPerSecond}
      where account_id = ${accountId} and id = ${keyId}`,
  )) > 0
