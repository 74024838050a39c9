import { utcMonth } from '../../core/clock.ts'
import { uuidFloor } from '../../core/ids.ts'
import {
  recordset,
  rows,
  run,
  sql,
  type Db,
  type RawBuilder,
  type Tx,
} from '../../core/storage/index.ts'

const HOUR_MS = 3_600_000

/** Notes that what messages cost was given back. Index: the primary key. */
export const noteRefunds = (
  tx: Tx,
  set: readonly { account_id: number; month: string; id: string }[],
  now: Date,
) =>
  run(
    tx,
    sql`
      update messaging.records m
      set refunded_at = ${now}
      from ${recordset(set, 'account_id integer, month date, id uuid')}
      where m.account_id = r.account_id and m.month = r.month and m.id = r.id`,
  )

/** A message that cost something, or whose seller paid for it. */
export interface ChargedRow {
  id: string
  channel: string
  direction: 'MT' | 'MO'
  accepted_at: Date
  /** null: it is longer ago than numbers are kept, or was erased. */
  subject: string | null
  /** The caller's own id, kept as long as the number. */
  message_id: string | null
  own_address: string
  mcc_mnc: string | null
  parts: number
  tariff_id: number
  status_id: number | null
}

export interface ChargedQuery {
  accountId: number
  /** When they were accepted, without the end; of those given back when that was, without the beginning. */
  from: Date
  until: Date
  /** Given back by then: left out. Of those given back it is not asked. */
  refundedBy: Date
  /** Numbers, and ids that callers chose, of messages accepted after this only. */
  numbersAfter: Date
  /** The last message of the page before: its month (`YYYY-MM-01`, UTC) and id. */
  after: { month: string; id: string } | null
  limit: number
}

const next = ({ after }: ChargedQuery, id: RawBuilder<unknown>) =>
  after === null ? sql`` : sql` and ${id} > ${after.id}`
/** An id has the time of its message, from a moment before it was stored. */
const ofTime = ({ from, until }: ChargedQuery, id: RawBuilder<unknown>) =>
  sql`${id} >= ${uuidFloor(from.getTime() - HOUR_MS)} and ${id} < ${uuidFloor(until.getTime())}`
const shown = (column: string, at: string, { numbersAfter }: ChargedQuery) =>
  sql`case when ${sql.ref(at)} > ${numbersAfter} then ${sql.ref(column)} end`

/** Messages whose time has not come. Index: the primary key. */
export const pageScheduled = (db: Db, query: ChargedQuery) =>
  rows<ChargedRow>(
    db,
    sql`
      select s.id, s.channel, 'MT' as direction, s.accepted_at, ${shown('s.dest', 's.accepted_at', query)} as subject,
        ${shown('s.message_id', 's.accepted_at', query)} as message_id, s.sender as own_address, s.mcc_mnc, s.parts, s.tariff_id,
        null as status_id
      from messaging.scheduled s
      where s.account_id = ${query.accountId} and ${ofTime(query, sql`s.id`)} and s.tariff_id is not null
        and s.accepted_at >= ${query.from} and s.accepted_at < ${query.until}${next(query, sql`s.id`)}
      order by s.id
      limit ${query.limit}`,
  )

/**
 * Messages that have not reached their end: on `days`, those of all partitions there are, as one that was scheduled entered
 * on a later day than it was accepted. Index: the primary key of each day, by ids of the time asked for.
 */
export const pageUnderWay = (db: Db, query: ChargedQuery, days: readonly string[]) =>
  rows<ChargedRow>(
    db,
    sql`
      select l.id, l.channel, 'MT' as direction, l.accepted_at, ${shown('l.dest', 'l.accepted_at', query)} as subject,
        ${shown('l.message_id', 'l.accepted_at', query)} as message_id, l.sender as own_address, l.mcc_mnc, l.parts, l.tariff_id,
        l.status_id
      from messaging.live l
      where l.account_id = ${query.accountId} and l.day = any(${[...days]}::date[]) and ${ofTime(query, sql`l.id`)}
        and l.state <> 3 and l.tariff_id is not null
        and l.accepted_at >= ${query.from} and l.accepted_at < ${query.until}${next(query, sql`l.id`)}
      order by l.id
      limit ${query.limit}`,
  )

const record = (query: ChargedQuery) => sql`
  m.id, m.channel, m.direction, m.started_at as accepted_at, ${shown('s.subject_address', 'm.started_at', query)} as subject,
  ${shown('s.message_id', 'm.started_at', query)} as message_id, m.own_address, m.mcc_mnc, m.parts, m.tariff_id, m.status_id`
const subject = sql`
  left join lateral (
    select subject_address, message_id
    from messaging.record_subjects
    where account_id = m.account_id and day = m.started_at::date and id = m.id) s on true`

/** Messages that reached their end, in the order of the primary key. Indexes: those of each month and day. */
export const pageEnded = (db: Db, query: ChargedQuery) =>
  rows<ChargedRow>(
    db,
    sql`
      select ${record(query)}
      from messaging.records m ${subject}
      where m.account_id = ${query.accountId} and m.tariff_id is not null
        and m.month between ${utcMonth(query.from.getTime())} and ${utcMonth(query.until.getTime())}
        and m.started_at >= ${query.from} and m.started_at < ${query.until}
        and (m.refunded_at is null or m.refunded_at > ${query.refundedBy})
        ${query.after === null ? sql`` : sql`and (m.month, m.id) > (${query.after.month}::date, ${query.after.id}::uuid)`}
      order by m.month, m.id
      limit ${query.limit}`,
  )

/** Messages whose price was given back at a time. Index: records_refunded. */
export const pageGivenBack = (db: Db, query: ChargedQuery) =>
  rows<ChargedRow>(
    db,
    sql`
      select ${record(query)}
      from messaging.records m ${subject}
      where m.account_id = ${query.accountId} and m.tariff_id is not null
        and m.refunded_at > ${query.from} and m.refunded_at <= ${query.until}${next(query, sql`m.id`)}
      order by m.id
      limit ${query.limit}`,
  )
