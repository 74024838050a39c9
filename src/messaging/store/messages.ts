import { rows, row, sql, type Db, type RawBuilder } from '../../core/storage/index.ts'
import type { LogFilter } from '../door.ts'
import { storedMessage, type InboundRow, type StoredMessage } from './reports.ts'

/** A place in a list that runs newest first: the day and id of the last row shown. */
export interface Place {
  day: string
  id: string
}

const all = (conditions: readonly (RawBuilder<unknown> | null)[]): RawBuilder<unknown> =>
  sql.join(
    conditions.filter((one) => one !== null),
    sql` and `,
  )

/**
 * A page of an account's messages, newest first. Index: the primary key, live_by_dest or live_by_bulk.
 * Days are given, newest first, so that each statement touches one partition at a time.
 */
export async function pageMessages(
  db: Db,
  accountId: number,
  channel: string | null,
  filter: LogFilter & { statusIds?: readonly number[] },
  days: readonly string[],
  before: Place | null,
): Promise<StoredMessage[]> {
  const found: StoredMessage[] = []
  for (const day of days) {
    if (before !== null && day > before.day) continue
    const rest = filter.limit - found.length
    if (rest <= 0) break
    found.push(
      ...(await rows(
        db,
        sql<StoredMessage>`
          select ${storedMessage}
          from messaging.live l
          where ${all(conditions(accountId, channel, filter, day, before))}
          order by l.id desc
          limit ${rest}`,
      )),
    )
  }
  return found
}

/** When a message went out or, not sent yet, came into the queue; one that was scheduled came on its day. */
const sentAt = sql`greatest(coalesce(l.sent_at, l.accepted_at), l.day::timestamptz)`

function conditions(
  accountId: number,
  channel: string | null,
  filter: LogFilter & { statusIds?: readonly number[] },
  day: string,
  before: Place | null,
): (RawBuilder<unknown> | null)[] {
  const equals = (column: string, value: string | undefined) =>
    value === undefined ? null : sql`${sql.ref(`l.${column}`)} = ${value}`
  return [
    sql`l.account_id = ${accountId}`,
    sql`l.day = ${day}`,
    before !== null && before.day === day ? sql`l.id < ${before.id}` : null,
    channel === null ? null : sql`l.channel = ${channel}`,
    equals('sender', filter.sender),
    equals('dest', filter.dest),
    filter.bulkIds === undefined ? null : sql`l.bulk_id = any(${filter.bulkIds}::text[])`,
    filter.statusIds === undefined ? null : sql`l.status_id = any(${filter.statusIds}::integer[])`,
    filter.sentSince === undefined ? null : sql`${sentAt} >= ${filter.sentSince}`,
    filter.sentUntil === undefined ? null : sql`${sentAt} < ${filter.sentUntil}`,
    filter.mcc === undefined ? null : sql`l.mcc_mnc like ${`${filter.mcc}%`}`,
    filter.mnc === undefined ? null : sql`l.mcc_mnc like ${`%${filter.mnc}`}`,
    equals('application_id', filter.applicationId),
    equals('entity_id', filter.entityId),
    filter.campaignReferenceIds === undefined
      ? null
      : sql`l.campaign_reference_id = any(${filter.campaignReferenceIds}::text[])`,
  ]
}

/** Leads the ids that callers know to ours and their partitions; those of messages that wait have no day. */
export const resolveIds = (
  db: Db,
  accountId: number,
  messageIds: readonly string[],
): Promise<{ message_id: string; id: string; day: string | null }[]> =>
  rows(
    db,
    sql<{ message_id: string; id: string; day: string | null }>`
      select message_id, id, day from messaging.message_ids
      where account_id = ${accountId} and message_id = any(${messageIds}::text[])`,
  )

/** Messages by our ids, each in its partition. Key: the primary key. */
export const findMessages = (
  db: Db,
  accountId: number,
  day: string,
  ids: readonly string[],
): Promise<StoredMessage[]> =>
  rows(
    db,
    sql<StoredMessage>`
      select ${storedMessage} from messaging.live l
      where l.account_id = ${accountId} and l.day = ${day} and l.id = any(${ids}::uuid[])
      order by l.id desc`,
  )

export interface MessageExtra {
  connection_id: number | null
  route_id: number | null
  valid_until: Date
  webhook: Record<string, unknown> | null
  trail:
    | { at: string; kind: string; detail: string; connectionId?: number; routeId?: number | null }[]
    | null
  converted_at: Date | null
  attempts: number
}
export const findExtra = (
  db: Db,
  accountId: number,
  day: string,
  id: string,
): Promise<MessageExtra | undefined> =>
  row(
    db,
    sql<MessageExtra>`
      select connection_id, route_id, valid_until, webhook, trail, converted_at, attempts from messaging.live
      where account_id = ${accountId} and day = ${day} and id = ${id}`,
  )

export interface PartState {
  connection_id: number
  peer_id: string
  part: number
  submitted_at: Date
  status_id: number
  done_at: Date | null
  detail: string | null
}
/** What operators said about the parts of a message. Index: submissions_by_message, on the days it may have been sent. */
export const findPartStates = (
  db: Db,
  accountId: number,
  id: string,
  days: readonly string[],
): Promise<PartState[]> =>
  rows(
    db,
    sql<PartState>`
      select connection_id, peer_id, part, submitted_at, status_id, done_at, detail from messaging.submissions
      where day = any(${days}::date[]) and message_id = ${id} and account_id = ${accountId}
      order by submitted_at, part
      limit 300`,
  )

/**
 * Reports of a message that wait. Key: the primary key; the time in their ids is that of the status change they tell,
 * so only those of some spans are looked at and not everything that waits of the account.
 */
export const findReportsOf = (
  db: Db,
  accountId: number,
  id: string,
  spans: readonly { from: string; to: string }[],
): Promise<
  { at: Date; push_url: string | null; next_attempt_at: Date | null; attempts: number }[]
> =>
  rows(
    db,
    sql<{ at: Date; push_url: string | null; next_attempt_at: Date | null; attempts: number }>`
      select at, coalesce(push_target, case when matching then '' end) as push_url, next_attempt_at, attempts
      from messaging.reports
      where account_id = ${accountId} and message_id = ${id}
        and (${
          spans.length === 0
            ? sql`false`
            : sql.join(
                spans.map(({ from, to }) => sql`(id >= ${from} and id < ${to})`),
                sql` or `,
              )
        })
      order by at
      limit 20`,
  )

export const markConverted = async (
  db: Db,
  accountId: number,
  day: string,
  id: string,
  now: Date,
): Promise<boolean> =>
  (await row(
    db,
    sql`update messaging.live set converted_at = coalesce(converted_at, ${now})
        where account_id = ${accountId} and day = ${day} and id = ${id}
        returning id`,
  )) !== undefined

export interface ScheduledMessage extends Omit<
  StoredMessage,
  'day' | 'state' | 'status_id' | 'error_id' | 'sent_at' | 'done_at' | 'simulated'
> {
  send_at: Date
  paused: boolean
}
/** A page of what waits for its time, soonest first. Index: scheduled_by_bulk or the primary key. */
export const pageScheduled = (
  db: Db,
  accountId: number,
  filter: {
    bulkId?: string
    dest?: string
    sender?: string
    id?: string
    applicationId?: string
    entityId?: string
  },
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<ScheduledMessage[]> =>
  rows(
    db,
    sql<ScheduledMessage>`
      select s.id, s.account_id, s.message_id, s.bulk_id, s.channel, s.sender, s.dest, s.mcc_mnc, s.body_kind, s.body, s.settings,
        s.parts, s.accepted_at, s.price_micros, s.currency, s.callback_data, s.application_id, s.entity_id, s.campaign_reference_id,
        s.send_at, s.paused
      from messaging.scheduled s
      where ${all([
        sql`s.account_id = ${accountId}`,
        filter.id === undefined ? null : sql`s.id = ${filter.id}`,
        filter.bulkId === undefined ? null : sql`s.bulk_id = ${filter.bulkId}`,
        filter.dest === undefined ? null : sql`s.dest = ${filter.dest}`,
        filter.sender === undefined ? null : sql`s.sender = ${filter.sender}`,
        filter.applicationId === undefined ? null : sql`s.application_id = ${filter.applicationId}`,
        filter.entityId === undefined ? null : sql`s.entity_id = ${filter.entityId}`,
        after === null ? null : sql`(s.send_at, s.id) > (${after.at}, ${after.id}::uuid)`,
      ])}
      order by s.send_at, s.id
      limit ${limit}`,
  )

/** A page of an account's inbound messages, newest first. Index: the primary key or inbound_by_sender. */
export const pageInbound = (
  db: Db,
  accountId: number,
  filter: { sender?: string; dest?: string; applicationId?: string; entityId?: string },
  days: readonly string[],
  before: string | null,
  limit: number,
): Promise<InboundRow[]> =>
  rows(
    db,
    sql<InboundRow>`
      select i.id, i.account_id, i.channel, i.sender, i.dest, i.body, i.keyword, i.parts, i.received_at, i.connection_id,
        i.application_id, i.entity_id, i.campaign_reference_id, i.callback_data, i.simulated
      from messaging.inbound i
      where ${all([
        sql`i.account_id = ${accountId}`,
        sql`i.day = any(${days}::date[])`,
        before === null ? null : sql`i.id < ${before}`,
        filter.sender === undefined ? null : sql`i.sender = ${filter.sender}`,
        filter.dest === undefined ? null : sql`i.dest = ${filter.dest}`,
        filter.applicationId === undefined ? null : sql`i.application_id = ${filter.applicationId}`,
        filter.entityId === undefined ? null : sql`i.entity_id = ${filter.entityId}`,
      ])}
      order by i.id desc
      limit ${limit}`,
  )
