import { row, rows, sql, type Db } from '../../core/storage/index.ts'

/** Accounts of one connection and class that are looked at for the oldest; with more it is about right. */
const LINES_MAX = 1_000

export interface WaitingNow {
  connection_id: number
  content_class: number
  messages: number
  /** Since when the oldest one is due; null: all wait for a later time, or their bulks are paused. */
  oldest_due_at: Date | null
}
/**
 * What waits in the database, by connection and class: counted up to a limit, so that a backlog of millions costs no more
 * than a small one. Key: the primary key of waiting, a step for each connection, class and account.
 */
export const waitingNow = (db: Db, now: Date, countedMax: number): Promise<WaitingNow[]> =>
  rows(
    db,
    sql<WaitingNow>`
      with recursive queues as (
        (select connection_id, content_class from messaging.waiting order by connection_id, content_class limit 1)
        union all
        select next.connection_id, next.content_class from queues q
        cross join lateral (
          select w.connection_id, w.content_class from messaging.waiting w
          where (w.connection_id, w.content_class) > (q.connection_id, q.content_class)
          order by w.connection_id, w.content_class limit 1) next
      )
      select q.connection_id, q.content_class, counted.messages, oldest.oldest_due_at
      from queues q
      cross join lateral (
        select count(*)::integer as messages from (
          select 1 from messaging.waiting w
          where w.connection_id = q.connection_id and w.content_class = q.content_class
          limit ${countedMax}) few) counted
      cross join lateral (
        with recursive lines as (
          (select w.account_id, 1 as n from messaging.waiting w
            where w.connection_id = q.connection_id and w.content_class = q.content_class
            order by w.account_id limit 1)
          union all
          select next.account_id, l.n + 1 from lines l
          cross join lateral (
            select w.account_id from messaging.waiting w
            where w.connection_id = q.connection_id and w.content_class = q.content_class and w.account_id > l.account_id
            order by w.account_id limit 1) next
          where l.n < ${LINES_MAX}
        )
        select min(due.next_at) as oldest_due_at from lines l
        cross join lateral (
          select w.next_at from messaging.waiting w
          where w.connection_id = q.connection_id and w.content_class = q.content_class and w.account_id = l.account_id
            and w.next_at <= ${now}
          order by w.next_at limit 1) due) oldest
      order by q.connection_id, q.content_class`,
  )

/** Receipts that fit no message yet; of each connection a bounded number is kept. Index: parked_receipts_by_trial. */
export const parkedNow = (db: Db): Promise<{ connection_id: number; receipts: number }[]> =>
  rows(
    db,
    sql<{ connection_id: number; receipts: number }>`
      select connection_id, count(*)::integer as receipts from messaging.parked_receipts group by connection_id`,
  )

interface EngineNow {
  waiting_about: number
  pushes: number
  oldest_push_due_at: Date | null
}
/** Index: reports_to_push. */
export const engineNow = async (db: Db, now: Date, countedMax: number): Promise<EngineNow> =>
  (await row(
    db,
    sql<EngineNow>`
      select
        (select greatest(reltuples, 0)::float8 from pg_class where oid = 'messaging.waiting'::regclass) as waiting_about,
        (select count(*)::integer from (
          select 1 from messaging.reports where next_attempt_at is not null and collector is null
          limit ${countedMax}) few) as pushes,
        (select next_attempt_at from messaging.reports
          where next_attempt_at <= ${now} and collector is null
          order by next_attempt_at limit 1) as oldest_push_due_at`,
  ))!
