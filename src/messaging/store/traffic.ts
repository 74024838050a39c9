import { recordset, row, rows, run, sql, type Db } from '../../core/storage/index.ts'

export interface TrafficRow {
  account_id: number
  hour: string
  channel: string
  what: string
  simulated: boolean
  messages: number
}

export const addTraffic = (db: Db, set: readonly TrafficRow[]): Promise<number> =>
  run(
    db,
    sql`insert into messaging.traffic_hours as t (account_id, hour, channel, what, simulated, messages)
        select account_id, hour, channel, what, simulated, messages
        from ${recordset(set, 'account_id integer, hour timestamptz, channel text, what text, simulated boolean, messages bigint')}
        order by account_id, hour, channel, what, simulated
        on conflict (account_id, hour, channel, what, simulated) do update set messages = t.messages + excluded.messages`,
  )

/** The hours of an account since an instant. Key: the primary key. */
export const readTraffic = (
  db: Db,
  accountId: number,
  since: Date,
): Promise<{ hour: Date; what: string; simulated: boolean; messages: number }[]> =>
  rows(
    db,
    sql<{ hour: Date; what: string; simulated: boolean; messages: number }>`
      select hour, what, simulated, sum(messages)::int as messages
      from messaging.traffic_hours
      where account_id = ${accountId} and hour >= ${since}
      group by hour, what, simulated
      order by hour`,
  )

/** How much of an account waits in the database, counted no further than the limit. Key: the primary key of waiting. */
export const countWaiting = async (
  db: Db,
  accountId: number,
  connectionIds: readonly number[],
  limit: number,
): Promise<{ to_send: number; scheduled: number; reports: number }> =>
  (await row(
    db,
    sql<{ to_send: number; scheduled: number; reports: number }>`
      select
        (select count(*)::int from (
          select 1 from messaging.waiting
          where connection_id = any(${connectionIds}::integer[]) and content_class = any('{0,1,2}'::smallint[])
            and account_id = ${accountId}
          limit ${limit}) w) as to_send,
        (select count(*)::int from (select 1 from messaging.scheduled where account_id = ${accountId} limit ${limit}) s) as scheduled,
        (select count(*)::int from (select 1 from messaging.reports where account_id = ${accountId} limit ${limit}) r) as reports`,
  ))!
