import { row, rows, sql, type Db } from '../../core/storage/index.ts'
import type { Place } from './messages.ts'
import { storedMessage, type StoredMessage } from './reports.ts'

/** Where a message is: its account, its partition, its id; one that waits for its time has no day. */
export interface FoundPlace {
  account_id: number
  day: string | null
  id: string
}

/**
 * Messages of all accounts to a number or of a bulk, newest first. Index: live_by_dest or live_by_bulk, on each day.
 * @param days newest first
 */
export async function pageAnywhere(
  db: Db,
  filter: { dest: string } | { bulkId: string },
  span: { since: Date | null; until: Date | null },
  days: readonly string[],
  before: Place | null,
  limit: number,
): Promise<StoredMessage[]> {
  const found: StoredMessage[] = []
  const wanted = 'dest' in filter ? sql`l.dest = ${filter.dest}` : sql`l.bulk_id = ${filter.bulkId}`
  for (const day of days) {
    if (before !== null && day > before.day) continue
    if (found.length >= limit) break
    found.push(
      ...(await rows(
        db,
        sql<StoredMessage>`
          select ${storedMessage}
          from messaging.live l
          where l.day = ${day} and ${wanted}
            ${before !== null && before.day === day ? sql`and l.id < ${before.id}` : sql``}
            ${span.since === null ? sql`` : sql`and l.accepted_at >= ${span.since}`}
            ${span.until === null ? sql`` : sql`and l.accepted_at < ${span.until}`}
          order by l.id desc
          limit ${limit - found.length}`,
      )),
    )
  }
  return found
}

/** Messages that callers gave this id, in any account. Key: the primary key, a step for each account. */
export const chosenAnywhere = (db: Db, messageId: string, limit: number): Promise<FoundPlace[]> =>
  rows(
    db,
    sql<FoundPlace>`
      select account_id, day, id from messaging.message_ids
      where message_id = ${messageId}
      limit ${limit}`,
  )

/** A message by our id. Key: the primary key, a step for each account. */
export const ownAnywhere = (db: Db, day: string, id: string): Promise<FoundPlace | undefined> =>
  row(
    db,
    sql<FoundPlace>`
      select account_id, day, id from messaging.live
      where day = ${day} and id = ${id}`,
  )

/** Messages of which operators call a part so. Key: the primary key, for each connection and day. */
export const ofOperatorId = (
  db: Db,
  connectionIds: readonly number[],
  peerId: string,
  days: readonly string[],
  limit: number,
): Promise<FoundPlace[]> =>
  rows(
    db,
    sql<FoundPlace>`
      select distinct account_id, message_day as day, message_id as id from messaging.submissions
      where connection_id = any(${connectionIds}::integer[]) and peer_id = ${peerId} and day = any(${days}::date[])
      limit ${limit}`,
  )

/** When the price of a message was given back; null: it was not. Key: the primary key. */
export const refundedAt = async (
  db: Db,
  accountId: number,
  acceptedAt: Date,
  id: string,
): Promise<Date | null> =>
  (
    await row<{ refunded_at: Date | null }>(
      db,
      sql`select refunded_at from messaging.records
          where account_id = ${accountId} and month = date_trunc('month', ${acceptedAt}::timestamptz)::date and id = ${id}`,
    )
  )?.refunded_at ?? null

export interface ParkedNow {
  id: string
  connection_id: number
  peer_ids: string[]
  status_id: number
  error_id: number
  final: boolean
  detail: string
  received_at: Date
  next_try_at: Date
}
/** Receipts that fit no message yet, newest first. Key: the primary key. */
export const pageParked = (
  db: Db,
  connectionId: number | null,
  before: bigint | null,
  limit: number,
): Promise<ParkedNow[]> =>
  rows(
    db,
    sql<ParkedNow>`
      select id::text as id, connection_id, peer_ids, status_id, error_id, final, detail, received_at, next_try_at
      from messaging.parked_receipts p
      where true ${connectionId === null ? sql`` : sql`and p.connection_id = ${connectionId}`}
        ${before === null ? sql`` : sql`and p.id < ${before}`}
      order by p.id desc
      limit ${limit}`,
  )

/** Has parked receipts tried again at once. @returns how many; Index: parked_receipts_by_trial. */
export const hurryParked = async (
  db: Db,
  connectionId: number | null,
  now: Date,
): Promise<number> =>
  (
    await rows(
      db,
      sql`update messaging.parked_receipts set next_try_at = ${now}
          where next_try_at > ${now} ${connectionId === null ? sql`` : sql`and connection_id = ${connectionId}`}
          returning id`,
    )
  ).length
