import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { MessageKey } from './settle.ts'

/** One entry of what the engine tried with a message. */
export interface TrailEntry {
  kind: string
  /** REROUTED: the connection it left. */
  connectionId?: number
  /** REROUTED: the operator failed it; else its connection was not well and it had not been sent. */
  failed?: boolean
  /** It may have gone out with that try. */
  mayBeOut?: boolean
}

/** What decides where a message goes on. */
export interface WayRow extends MessageKey {
  channel: string
  dest: string
  mcc_mnc: string | null
  sender: string
  content_class: number
  connection_id: number
  route_id: number | null
  simulated: boolean
  trail: TrailEntry[] | null
}

const WAY = sql`l.account_id, l.day, l.id, l.channel, l.dest, l.mcc_mnc, l.sender, l.content_class, l.connection_id, l.route_id,
  l.simulated, l.trail`

/** A message that was just tried. Key: the primary key. */
export const findWay = (db: Db, { account_id, day, id }: MessageKey): Promise<WayRow | undefined> =>
  row(
    db,
    sql<WayRow>`
      select ${WAY}
      from messaging.live l
      where l.account_id = ${account_id} and l.day = ${day} and l.id = ${id} and l.state <> 3`,
  )

/** A message of one part that the operator has. */
export interface TakenRow extends WayRow {
  parts: number
  sent_at: Date | null
  bulk_id: string | null
}

/** Locks messages of one part that operators have and that are still valid. Key: the primary key. */
export const lockTaken = (tx: Tx, set: readonly MessageKey[], now: Date): Promise<TakenRow[]> =>
  rows(
    tx,
    sql<TakenRow>`
      select ${WAY}, l.parts, l.sent_at,
        (select b.bulk_id from messaging.bulks b where b.account_id = l.account_id and b.bulk_id = l.bulk_id) as bulk_id
      from ${recordset(
        set.map((one) => ({ ...one, state: 2, parts: 1 })),
        'account_id integer, day date, id uuid, state smallint, parts smallint',
      )}
      join messaging.live l on l.account_id = r.account_id and l.day = r.day and l.id = r.id
        and l.state = r.state and l.parts = r.parts
      where l.valid_until > ${now}
      for update of l`,
  )

export interface ClosedPart {
  connection_id: number
  peer_id: string
  day: string
  status_id: number
  error_id: number
  at: string
  detail: string
}

/** Notes what operators said about parts of messages that go on elsewhere. @returns those that were open */
export const closeParts = (
  tx: Tx,
  set: readonly ClosedPart[],
): Promise<{ connection_id: number; peer_id: string }[]> =>
  rows(
    tx,
    sql<{ connection_id: number; peer_id: string }>`
      update messaging.submissions s
      set status_id = r.status_id, error_id = r.error_id, done_at = r.at, detail = r.detail
      from ${recordset(
        set.map((one) => ({ ...one, open: true })),
        'connection_id integer, peer_id text, day date, status_id smallint, error_id smallint, at timestamptz, detail text, open boolean',
      )}
      where s.connection_id = r.connection_id and s.peer_id = r.peer_id and s.day = r.day and (s.done_at is null) = r.open
      returning s.connection_id, s.peer_id`,
  )

/** Where a look through what waits for a connection stands, in the order of its key. */
export interface Place {
  content_class: number
  account_id: number
  /** As text: a `Date` would lose the microseconds, and the key with them. */
  next_at: string
  id: string
}

/** A row of what waits, with what decides where it goes on. */
export interface WaitingRow extends WayRow, Place {
  content_class: number
  account_id: number
  id: string
  bulk_id: string | null
}

/** Locks what waits for a connection and is due, after a place; others skip it. Key: the primary key of waiting. */
export const lockWaiting = (
  tx: Tx,
  connectionId: number,
  after: Place,
  now: Date,
  limit: number,
): Promise<WaitingRow[]> =>
  rows(
    tx,
    sql<WaitingRow>`
      select ${WAY}, w.next_at::text as next_at, w.bulk_id
      from messaging.waiting w
      join messaging.live l on l.account_id = w.account_id and l.day = w.day and l.id = w.id and l.state = 0
      where w.connection_id = ${connectionId} and w.next_at <= ${now}
        and (w.content_class, w.account_id, w.next_at, w.id)
          > (${after.content_class}::smallint, ${after.account_id}::integer, ${after.next_at}::timestamptz, ${after.id}::uuid)
      order by w.content_class, w.account_id, w.next_at, w.id
      limit ${limit}
      for update of w skip locked`,
  )

export interface MoveRow extends MessageKey {
  connection_id: number
  route_id: number
  next_at: string
  bulk_id: string | null
  trail: object
}

const TRAIL_MAX = 20

/**
 * Leads messages over another connection, where they wait and are due. They wait nowhere else: nobody has them, this process
 * does, or an operator that could not deliver them.
 */
export const moveMessages = (
  tx: Tx,
  set: readonly MoveRow[],
  from: 'us' | 'operator' = 'us',
): Promise<number> =>
  run(
    tx,
    sql`with moved as (
          update messaging.live l
          set state = 0, leased_by = null, attempts = 0, connection_id = r.connection_id, route_id = r.route_id,
            trail = case when jsonb_array_length(coalesce(l.trail, '[]'::jsonb)) >= ${TRAIL_MAX}::integer then l.trail
              else coalesce(l.trail, '[]'::jsonb) || r.trail end
          from ${recordset(set, 'account_id integer, day date, id uuid, connection_id integer, route_id integer, next_at timestamptz, bulk_id text, trail jsonb')}
          where l.account_id = r.account_id and l.day = r.day and l.id = r.id
            and ${from === 'us' ? sql`l.state < 2` : sql`l.state = 2`}
          returning l.connection_id, l.content_class, l.account_id, r.next_at, l.id, l.day, l.valid_until, r.bulk_id
        )
        insert into messaging.waiting (connection_id, content_class, account_id, next_at, id, day, valid_until, bulk_id)
        select connection_id, content_class, account_id, next_at, id, day, valid_until, bulk_id from moved`,
  )

/** A trail this long may have lost entries. */
export const isTrailFull = (trail: readonly TrailEntry[] | null): boolean =>
  (trail?.length ?? 0) >= TRAIL_MAX
