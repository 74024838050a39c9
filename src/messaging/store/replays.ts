import { recordset, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { Place } from './messages.ts'

export interface EndedMessage {
  day: string
  id: string
}

/**
 * Messages of an account that ended in a span, in the order of their ids. Key: the primary key, on each day asked; with a
 * bulk, live_by_bulk.
 */
export async function endedMessages(
  db: Db,
  accountId: number,
  filter: { since: Date; until: Date; bulkId: string | null; dest: string | null },
  days: readonly string[],
  after: Place | null,
  limit: number,
): Promise<EndedMessage[]> {
  const found: EndedMessage[] = []
  for (const day of days) {
    if (after !== null && day < after.day) continue
    if (found.length >= limit) break
    found.push(
      ...(await rows(
        db,
        sql<EndedMessage>`
          select l.day, l.id from messaging.live l
          where l.account_id = ${accountId} and l.day = ${day} and l.state = 3
            and l.done_at >= ${filter.since} and l.done_at < ${filter.until}
            ${after !== null && after.day === day ? sql`and l.id > ${after.id}` : sql``}
            ${filter.bulkId === null ? sql`` : sql`and l.bulk_id = ${filter.bulkId}`}
            ${filter.dest === null ? sql`` : sql`and l.dest = ${filter.dest}`}
          order by l.id
          limit ${limit - found.length}`,
      )),
    )
  }
  return found
}

/**
 * Puts the last reports of messages on their way once more, as copies: to the address of the request, to the profiles that
 * want them, or to the account-wide address. Those that lead nowhere, and those still on their way, are left out.
 * @param matching who wants them is to be asked of the subscriptions
 * @returns how many
 */
export const insertReplays = (
  tx: Tx,
  accountId: number,
  set: readonly (EndedMessage & { report_id: string })[],
  matching: boolean,
  now: Date,
): Promise<number> =>
  run(
    tx,
    sql`insert into messaging.reports (account_id, id, kind, channel, message_day, message_id, status_id, error_id, at, shape,
          matching, push_url, copy, next_attempt_at)
        select l.account_id, r.report_id, 'DELIVERY', l.channel, l.day, l.id, l.status_id, l.error_id, ${now},
          coalesce(l.webhook->>'shape', 'v3'), m.matching,
          case when not m.matching then coalesce(l.webhook->>'url', w.delivery_url) end, true, ${now}
        from ${recordset(set, 'day date, id uuid, report_id uuid')}
        join messaging.live l on l.account_id = ${accountId} and l.day = r.day and l.id = r.id
        left join messaging.webhooks w on w.account_id = l.account_id
        cross join lateral (select l.webhook->>'url' is null and ${matching} as matching) m
        where coalesce((l.webhook->>'notify')::boolean, true)
          and (m.matching or coalesce(l.webhook->>'url', w.delivery_url) is not null)`,
  )
