import { recordset, rows, run, sql, type Db } from '../../core/storage/index.ts'
import { inboundRow, type InboundRow } from './reports.ts'

/* Reports and inbound messages for customers who take them over sessions of their own. */

/** What was leased for a collector. */
export interface LeasedRow {
  account_id: number
  id: string
  kind: string
  collector: string
  attempts: number
  at: Date
}

/**
 * Leases what waits for collectors, oldest first, no more than each has room for; others skip what is taken.
 * Index: reports_to_collect.
 */
export const leaseForCollectors = (
  db: Db,
  collectors: readonly { account_id: number; collector: string; room: number }[],
  now: Date,
  leaseUntil: Date,
): Promise<LeasedRow[]> =>
  rows(
    db,
    sql<LeasedRow>`
      with due as (
        select w.account_id, w.id
        from ${recordset(collectors, 'account_id integer, collector text, room integer')}
        cross join lateral (
          select t.account_id, t.id from messaging.reports t
          where t.account_id = r.account_id and t.collector = r.collector and t.collector is not null and t.next_attempt_at <= ${now}
          order by t.id
          limit r.room
          for update skip locked) w)
      update messaging.reports t set next_attempt_at = ${leaseUntil}
      from due d
      where t.account_id = d.account_id and t.id = d.id
      returning t.account_id, t.id, t.kind, t.collector, t.attempts, t.at`,
  )

/** Inbound messages of leased reports. Key: the primary keys. */
export const readCollectedInbound = (
  db: Db,
  set: readonly { account_id: number; id: string }[],
): Promise<(InboundRow & { report_id: string })[]> =>
  rows(
    db,
    sql<InboundRow & { report_id: string }>`
      select ${inboundRow}, t.id as report_id
      from ${recordset(set, 'account_id integer, id uuid')}
      join messaging.reports t on t.account_id = r.account_id and t.id = r.id
      join messaging.inbound i on i.account_id = t.account_id and i.day = t.message_day and i.id = t.message_id
      order by t.id`,
  )

/** How many wait for a collector, up to a limit. Index: reports_to_collect. */
export const countForCollector = async (
  db: Db,
  accountId: number,
  collector: string,
  limit: number,
): Promise<number> =>
  (
    await rows(
      db,
      sql<{ waiting: number }>`
        select count(*)::int as waiting from (
          select 1 from messaging.reports
          where account_id = ${accountId} and collector = ${collector} and collector is not null and next_attempt_at is not null
          limit ${limit}) w`,
    )
  )[0]?.waiting ?? 0

/** What nobody collected in time can only be pulled from now on. Index: reports_by_age. */
export const giveUpCollecting = (db: Db, before: Date, limit: number): Promise<number> =>
  run(
    db,
    sql`update messaging.reports t set next_attempt_at = null
        from (
          select account_id, id from messaging.reports
          where at < ${before} and collector is not null and next_attempt_at is not null
          order by at
          limit ${limit}
          for update skip locked) old
        where t.account_id = old.account_id and t.id = old.id`,
  )

/** Collectors that are no more: what waits for them can only be pulled. Index: reports_to_collect. */
export const releaseCollector = (db: Db, accountId: number, collector: string): Promise<number> =>
  run(
    db,
    sql`update messaging.reports set next_attempt_at = null
        where account_id = ${accountId} and collector = ${collector} and collector is not null and next_attempt_at is not null`,
  )

/** Leases of a process that is gone, and waits for a next try, end now. Index: reports_to_collect. */
export const freeCollectorLeases = (db: Db, now: Date): Promise<number> =>
  run(
    db,
    sql`update messaging.reports set next_attempt_at = ${now}
        where collector is not null and next_attempt_at > ${now}`,
  )
