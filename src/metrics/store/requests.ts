import { row, run, sql, type Db } from '../../core/storage/index.ts'
import type { Busy, QueryRow, QueryStore } from '../../core/webhooks/index.ts'

export interface RequestRow extends QueryRow {
  state: 'IN_PROGRESS' | 'SUCCESS' | 'FAILED'
  failure: string | null
}

export const requestStore = (db: Db): QueryStore => ({
  insert: (one, openMax, now) => insertRequest(db, one, openMax, now),
  claim: (now, again, but) => claimRequest(db, now, again, but),
  postpone: (one, nextAt) => postponeRequest(db, one, nextAt),
  end: (one, state, failure) => endRequest(db, one, state, failure),
})

/** @returns false when the account has as many under way as it may */
const insertRequest = async (
  db: Db,
  one: { accountId: number; id: string; asked: unknown; callbackUrl: string },
  openMax: number,
  now: Date,
): Promise<boolean> =>
  (await run(
    db,
    sql`insert into metrics.requests (account_id, id, asked, callback_url, state, next_at, made_at)
        select ${one.accountId}, ${one.id}, ${JSON.stringify(one.asked)}::jsonb, ${one.callbackUrl}, 'IN_PROGRESS', ${now}, ${now}
        where (select count(*) from metrics.requests where account_id = ${one.accountId} and next_at is not null) < ${openMax}`,
  )) > 0

export const findRequest = (
  db: Db,
  accountId: number,
  id: string,
): Promise<RequestRow | undefined> =>
  row(
    db,
    sql<RequestRow>`
      select account_id, id, asked, callback_url, state, failure, attempts, made_at
      from metrics.requests where account_id = ${accountId} and id = ${id}`,
  )

/** Takes the request that is due first; nobody else gets it until `again`. Index: requests_due. */
const claimRequest = (db: Db, now: Date, again: Date, but: Busy): Promise<QueryRow | undefined> =>
  row(
    db,
    sql<QueryRow>`
      update metrics.requests set next_at = ${again}, attempts = attempts + 1
      where (account_id, id) = (
        select account_id, id from metrics.requests
        where next_at <= ${now} and account_id <> all(${but.accountIds}::integer[]) and callback_url <> all(${but.addresses}::text[])
        order by next_at
        limit 1
        for update skip locked)
      returning account_id, id, asked, callback_url, state, failure, attempts, made_at`,
  )

const postponeRequest = (
  db: Db,
  { account_id: accountId, id }: QueryRow,
  nextAt: Date,
): Promise<number> =>
  run(
    db,
    sql`update metrics.requests set next_at = ${nextAt} where account_id = ${accountId} and id = ${id}`,
  )

const endRequest = (
  db: Db,
  { account_id: accountId, id }: QueryRow,
  state: 'SUCCESS' | 'FAILED',
  failure: string | null,
): Promise<number> =>
  run(
    db,
    sql`update metrics.requests set state = ${state}, failure = ${failure}, next_at = null
        where account_id = ${accountId} and id = ${id}`,
  )

/** Index: requests_by_age. */
export const dropOldRequests = (db: Db, before: Date): Promise<number> =>
  run(db, sql`delete from metrics.requests where made_at < ${before}`)
