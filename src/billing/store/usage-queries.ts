import { row, run, sql, type Db } from '../../core/storage/index.ts'
import type { QueryRow, QueryStore } from '../../core/webhooks/index.ts'

const columns = sql`account_id, id, asked, callback_url, attempts, made_at`

/** Queries of usage that wait for their answer. Index: usage_queries_due. */
export const usageQueryStore = (db: Db): QueryStore => ({
  insert: async (one, openMax, now) =>
    (await run(
      db,
      sql`
        insert into billing.usage_queries (account_id, id, asked, callback_url, state, next_at, made_at)
        select ${one.accountId}, ${one.id}, ${JSON.stringify(one.asked)}::jsonb, ${one.callbackUrl}, 'IN_PROGRESS', ${now}, ${now}
        where (
          select count(*) from billing.usage_queries
          where account_id = ${one.accountId} and next_at is not null) < ${openMax}`,
    )) > 0,
  claim: (now, again, but) =>
    row<QueryRow>(
      db,
      sql`
        update billing.usage_queries set next_at = ${again}, attempts = attempts + 1
        where (account_id, id) = (
          select account_id, id from billing.usage_queries
          where next_at <= ${now} and account_id <> all(${but.accountIds}::integer[])
            and callback_url <> all(${but.addresses}::text[])
          order by next_at
          limit 1
          for update skip locked)
        returning ${columns}`,
    ),
  postpone: (one, nextAt) =>
    run(
      db,
      sql`
        update billing.usage_queries set next_at = ${nextAt}
        where account_id = ${one.account_id} and id = ${one.id}`,
    ),
  end: (one, state, failure) =>
    run(
      db,
      sql`
        update billing.usage_queries set state = ${state}, failure = ${failure}, next_at = null
        where account_id = ${one.account_id} and id = ${one.id}`,
    ),
})

/** Index: usage_queries_by_age. */
export const dropOldUsageQueries = (db: Db, before: Date): Promise<number> =>
  run(db, sql`delete from billing.usage_queries where made_at < ${before}`)
