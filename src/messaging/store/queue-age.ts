import { rows, sql, type Db } from '../../core/storage/index.ts'

/** Queues of accounts and classes that are looked into for each connection. */
const QUEUES_MAX = 1_000

/**
 * Since when the oldest due message of each connection is due; connections without one are left out. Steps from one
 * queue to the next by the primary key of `waiting`, so that a backlog of millions costs as many steps as it has
 * accounts. Of more than 1,000 queues the rest is not looked at.
 */
export const oldestDue = async (
  db: Db,
  connectionIds: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, Date>> => {
  const found = await rows<{ connection_id: number; oldest: Date }>(
    db,
    sql`select c.connection_id, q.oldest
        from unnest(${[...connectionIds]}::integer[]) as c (connection_id)
        cross join lateral (
          with recursive queue as (
            (select content_class, account_id, next_at, 1 as n from messaging.waiting
              where connection_id = c.connection_id
              order by content_class, account_id, next_at
              limit 1)
            union all
            (select w.content_class, w.account_id, w.next_at, queue.n + 1
              from queue cross join lateral (
                select content_class, account_id, next_at from messaging.waiting
                where connection_id = c.connection_id
                  and (content_class, account_id) > (queue.content_class, queue.account_id)
                order by content_class, account_id, next_at
                limit 1) w
              where queue.n < ${QUEUES_MAX}::integer)
          )
          select min(next_at) as oldest from queue where next_at <= ${now}) q
        where q.oldest is not null`,
  )
  return new Map(found.map((one) => [one.connection_id, one.oldest]))
}
