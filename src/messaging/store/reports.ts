import {
  recordset,
  rows,
  run,
  sql,
  type Db,
  type RawBuilder,
  type Tx,
} from '../../core/storage/index.ts'
import type { ReportFilter } from '../door.ts'

/** A message as it is stored, in the words of the tables. */
export interface StoredMessage {
  id: string
  account_id: number
  day: string
  message_id: string | null
  bulk_id: string | null
  channel: string
  state: number
  sender: string
  dest: string
  mcc_mnc: string | null
  body_kind: string
  body: string | null
  settings: Record<string, unknown> | null
  parts: number
  status_id: number
  error_id: number
  accepted_at: Date
  sent_at: Date | null
  done_at: Date | null
  price_micros: bigint
  currency: string
  callback_data: string | null
  application_id: string | null
  entity_id: string | null
  campaign_reference_id: string | null
  simulated: boolean
}
export const storedMessage = sql`l.id, l.account_id, l.day, l.message_id, l.bulk_id, l.channel, l.state, l.sender, l.dest, l.mcc_mnc,
  l.body_kind, l.body, l.settings, l.parts, l.status_id, l.error_id, l.accepted_at, l.sent_at, l.done_at, l.price_micros, l.currency,
  l.callback_data, l.application_id, l.entity_id, l.campaign_reference_id, l.simulated`

export interface ReportRow extends StoredMessage {
  report_id: string
  report_status_id: number
  report_error_id: number
  at: Date
  shape: string
  push_url: string | null
  attempts: number
}
/** The message of a report. The limit keeps the planner from reading an account's messages first and its reports for each. */
const ofReport = sql`select * from messaging.live m where m.account_id = t.account_id and m.day = t.message_day and m.id = t.message_id limit 1`
const reportRow = sql`${storedMessage}, t.id as report_id, t.status_id as report_status_id, t.error_id as report_error_id, t.at,
  t.shape, t.push_url, t.attempts`

const filtered = (filter: ReportFilter, alias: string): RawBuilder<unknown> => {
  const on = (column: string, value: string | undefined) =>
    value === undefined ? sql`` : sql` and ${sql.ref(`${alias}.${column}`)} = ${value}`
  return sql`${on('bulk_id', filter.bulkId)}${on('application_id', filter.applicationId)}${on('entity_id', filter.entityId)}${on('campaign_reference_id', filter.campaignReferenceId)}`
}

/** How old a report may be that is pulled: one that was never to be pushed, and one whose pushing was given up. */
export interface Since {
  waiting: Date
  pushed: Date
}
const young = ({ waiting, pushed }: Since) =>
  sql`not t.copy and t.at >= ${pushed} and (t.push_target is not null or t.at >= ${waiting})`

/**
 * Takes out delivery reports that wait to be pulled, oldest first. Whoever gets them is the only one.
 * Those that were to be pushed can be pulled once pushing was given up (no next attempt). Key: the primary key.
 */
export const takeReports = (
  tx: Tx,
  accountId: number,
  channel: string,
  filter: ReportFilter,
  since: Since,
  limit: number,
): Promise<ReportRow[]> =>
  rows(
    tx,
    sql<ReportRow>`
      with wanted as (
        select t.account_id, t.id
        from messaging.reports t
        cross join lateral (${ofReport}) l
        where t.account_id = ${accountId} and t.kind = 'DELIVERY' and t.channel = ${channel} and t.next_attempt_at is null
          and ${young(since)}
          ${filter.messageId === undefined ? sql`` : sql`and (l.message_id = ${filter.messageId} or l.id::text = ${filter.messageId})`}
          ${filtered(filter, 'l')}
        order by t.id
        limit ${limit}
        for update of t skip locked
      ), t as (
        delete from messaging.reports r using wanted w where r.account_id = w.account_id and r.id = w.id returning r.*
      )
      select ${reportRow}
      from t cross join lateral (${ofReport}) l
      order by t.id`,
  )

export interface InboundRow {
  id: string
  account_id: number
  channel: string
  sender: string
  dest: string
  body: string | null
  keyword: string | null
  parts: number
  received_at: Date
  price_micros: bigint
  currency: string
  connection_id: number | null
  application_id: string | null
  entity_id: string | null
  campaign_reference_id: string | null
  callback_data: string | null
  simulated: boolean
}
const ofInboundReport = sql`select * from messaging.inbound m where m.account_id = t.account_id and m.day = t.message_day and m.id = t.message_id limit 1`
export const inboundRow = sql`i.id, i.account_id, i.channel, i.sender, i.dest, i.body, i.keyword, i.parts, i.received_at, i.price_micros, i.currency, i.connection_id,
  i.application_id, i.entity_id, i.campaign_reference_id, i.callback_data, i.simulated`

/** Takes out inbound messages that wait to be pulled, oldest first. */
export const takeInboundReports = (
  tx: Tx,
  accountId: number,
  channel: string,
  filter: ReportFilter,
  since: Since,
  limit: number,
): Promise<InboundRow[]> =>
  rows(
    tx,
    sql<InboundRow>`
      with wanted as (
        select t.account_id, t.id
        from messaging.reports t
        cross join lateral (${ofInboundReport}) i
        where t.account_id = ${accountId} and t.kind = 'INBOUND' and t.channel = ${channel} and t.next_attempt_at is null
          and ${young(since)} ${filtered({ ...filter, bulkId: undefined } as ReportFilter, 'i')}
        order by t.id
        limit ${limit}
        for update of t skip locked
      ), t as (
        delete from messaging.reports r using wanted w where r.account_id = w.account_id and r.id = w.id returning r.*
      )
      select ${inboundRow}
      from t cross join lateral (${ofInboundReport}) i
      order by t.id`,
  )

export const countInboundReports = async (
  db: Db,
  accountId: number,
  channel: string,
  limit: number,
): Promise<number> =>
  (
    await rows(
      db,
      sql<{ pending: number }>`
        select count(*)::int as pending from (
          select 1 from messaging.reports
          where account_id = ${accountId} and kind = 'INBOUND' and channel = ${channel} and next_attempt_at is null and not copy
          limit ${limit}) w`,
    )
  )[0]!.pending

/** A report that is due to be pushed: which one, and where to. */
export interface DuePush {
  account_id: number
  id: string
  kind: string
  channel: string
  message_day: string
  message_id: string
  shape: string
  push_url: string | null
  /** The receiver: a profile, or the address without its query. */
  push_target: string
  /** Which profiles want it is not known yet; there is no address then. */
  matching: boolean
  profile_id: string | null
  subscription_id: string | null
  copy: boolean
  status_id: number | null
  error_id: number | null
  attempts: number
  at: Date
}

/**
 * Leases due pushes: their next attempt moves to the end of the lease, so that a dead pusher's work comes back.
 * Addresses that are busy and accounts that have their share are left out. Index: reports_to_push.
 */
export const leasePushes = (
  db: Db,
  now: Date,
  leaseUntil: Date,
  busy: { targets: readonly string[]; accountIds: readonly number[] },
  limit: number,
): Promise<DuePush[]> =>
  rows(
    db,
    sql<DuePush>`
      with due as (
        select account_id, id from messaging.reports
        where next_attempt_at <= ${now} and collector is null and coalesce(push_target, '') <> all(${busy.targets}::text[]) and account_id <> all(${busy.accountIds}::integer[])
        order by next_attempt_at
        limit ${limit}
        for update skip locked)
      update messaging.reports t set next_attempt_at = ${leaseUntil}
      from due d
      where t.account_id = d.account_id and t.id = d.id
      returning t.account_id, t.id, t.kind, t.channel, t.message_day, t.message_id, t.shape, t.push_url, coalesce(t.push_target, '') as push_target, t.attempts, t.at,
        t.matching, t.profile_id, t.subscription_id, t.copy, t.status_id, t.error_id`,
  )

/** Gives back leases of pushes that found no place, or moves their end. */
export const unleasePushes = (
  db: Db,
  set: readonly { account_id: number; id: string }[],
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`update messaging.reports t set next_attempt_at = ${now}
        from ${recordset(set, 'account_id integer, id uuid')}
        where t.account_id = r.account_id and t.id = r.id`,
  )

export const readPushedReports = (
  db: Db,
  set: readonly { account_id: number; id: string }[],
): Promise<ReportRow[]> =>
  rows(
    db,
    sql<ReportRow>`
      select ${reportRow}
      from ${recordset(set, 'account_id integer, id uuid')}
      join messaging.reports t on t.account_id = r.account_id and t.id = r.id
      join messaging.live l on l.account_id = t.account_id and l.day = t.message_day and l.id = t.message_id
      order by t.id`,
  )

export const readPushedInbound = (
  db: Db,
  set: readonly { account_id: number; id: string }[],
): Promise<InboundRow[]> =>
  rows(
    db,
    sql<InboundRow>`
      select ${inboundRow}
      from ${recordset(set, 'account_id integer, id uuid')}
      join messaging.reports t on t.account_id = r.account_id and t.id = r.id
      join messaging.inbound i on i.account_id = t.account_id and i.day = t.message_day and i.id = t.message_id
      order by t.id`,
  )

export const deleteReports = (
  db: Db,
  set: readonly { account_id: number; id: string }[],
): Promise<number> =>
  run(
    db,
    sql`delete from messaging.reports t
        using ${recordset(set, 'account_id integer, id uuid')}
        where t.account_id = r.account_id and t.id = r.id`,
  )

/** A push failed: the next attempt, or null when it can only be pulled from now on. */
export const postponePushes = (
  db: Db,
  set: readonly {
    account_id: number
    id: string
    attempts: number
    next_attempt_at: string | null
  }[],
): Promise<number> =>
  run(
    db,
    sql`update messaging.reports t
        set attempts = r.attempts, next_attempt_at = r.next_attempt_at
        from ${recordset(set, 'account_id integer, id uuid, attempts smallint, next_attempt_at timestamptz')}
        where t.account_id = r.account_id and t.id = r.id`,
  )

/** Reports nobody asked for in time. Index: reports_by_age. */
export const dropOldReports = (
  db: Db,
  before: Date,
  pushedBefore: Date,
  limit: number,
): Promise<number> =>
  run(
    db,
    sql`delete from messaging.reports t
        using (
          select account_id, id from messaging.reports
          where at < ${before} and next_attempt_at is null and (push_target is null or at < ${pushedBefore})
          order by at
          limit ${limit}) old
        where t.account_id = old.account_id and t.id = old.id`,
  )
