import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { MessageKey } from './settle.ts'

/** A message as dispatch needs it. */
export interface QueuedRow extends MessageKey {
  channel: string
  connection_id: number
  sender: string
  dest: string
  body_kind: string
  body: string
  settings: Record<string, unknown> | null
  parts: number
  attempts: number
  valid_until: Date
}

/** Takes due messages of a connection for this node; others skip what is taken. Index: live_due. */
export const claimDue = (
  db: Db,
  nodeId: number,
  connectionId: number,
  now: Date,
  limit: number,
): Promise<QueuedRow[]> =>
  rows(
    db,
    sql<QueuedRow>`
      with due as (
        select account_id, day, id
        from messaging.live
        where connection_id = ${connectionId} and state = 0 and next_at <= ${now}
        order by next_at
        limit ${limit}
        for update skip locked)
      update messaging.live l
      set state = 1, leased_by = ${nodeId}
      from due d
      where l.account_id = d.account_id and l.day = d.day and l.id = d.id
      returning l.account_id, l.day, l.id, l.channel, l.connection_id, l.sender, l.dest, l.body_kind, l.body, l.settings,
        l.parts, l.attempts, l.valid_until`,
  )

export interface RetryRow extends MessageKey {
  next_at: string
  attempts: number
  trail: object | null
}
/** Puts messages back, to be tried at their time. */
export const putBack = (tx: Tx, set: readonly RetryRow[]): Promise<number> =>
  run(
    tx,
    sql`update messaging.live l
        set state = 0, leased_by = null, next_at = r.next_at, attempts = r.attempts,
          trail = case when r.trail is null or jsonb_array_length(coalesce(l.trail, '[]'::jsonb)) >= 20 then l.trail
            else coalesce(l.trail, '[]'::jsonb) || r.trail end
        from ${recordset(set, 'account_id integer, day date, id uuid, next_at timestamptz, attempts smallint, trail jsonb')}
        where l.account_id = r.account_id and l.day = r.day and l.id = r.id and l.state <> 3`,
  )

/** Connections that have a message waiting or leased or awaiting its receipt. */
export const busyConnections = async (db: Db): Promise<number[]> =>
  (
    await rows(
      db,
      sql<{ connection_id: number }>`
        with recursive steps as (
          (select connection_id from messaging.live where next_at is not null and connection_id is not null order by connection_id limit 1)
          union all
          select (select l.connection_id from messaging.live l
            where l.next_at is not null and l.connection_id > s.connection_id order by l.connection_id limit 1)
          from steps s where s.connection_id is not null
        )
        select connection_id from steps where connection_id is not null`,
    )
  ).map((one) => one.connection_id)

export const registerNode = async (db: Db, now: Date): Promise<number> =>
  (await row(
    db,
    sql<{
      node_id: number
    }>`insert into messaging.nodes (started_at, seen_at) values (${now}, ${now}) returning node_id`,
  ))!.node_id

export const beat = (db: Db, nodeId: number, now: Date): Promise<number> =>
  run(db, sql`update messaging.nodes set seen_at = ${now} where node_id = ${nodeId}`)

export const forgetNode = (db: Db, nodeId: number): Promise<number> =>
  run(db, sql`delete from messaging.nodes where node_id = ${nodeId}`)

/**
 * Frees what dead nodes held: it may or may not have been sent, so it is due again (at least once).
 * @param aliveSince a node not seen since then is dead; null: every node but `nodeId` is
 */
export const freeLeases = (
  db: Db,
  nodeId: number,
  connectionIds: readonly number[],
  aliveSince: Date | null,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`update messaging.live l
        set state = 0, leased_by = null, next_at = ${now},
          trail = coalesce(l.trail, '[]'::jsonb) || jsonb_build_array(jsonb_build_object('at', ${now}::timestamptz, 'kind', 'RETRY',
            'detail', 'The process that held this message ended; it may have been sent once already'))
        where l.connection_id = any(${connectionIds}::integer[]) and l.state = 1 and l.next_at is not null
          and l.leased_by <> ${nodeId}
          and (${aliveSince === null} or not exists (
            select 1 from messaging.nodes n where n.node_id = l.leased_by and n.seen_at > ${aliveSince ?? now}))`,
  )

/** What a node holds for longer than since `before`, oldest first. Index: live_due. */
export const oldLeases = (
  db: Db,
  nodeId: number,
  connectionIds: readonly number[],
  before: Date,
  limit: number,
): Promise<MessageKey[]> =>
  rows(
    db,
    sql<MessageKey>`
      select account_id, day, id from messaging.live
      where connection_id = any(${connectionIds}::integer[]) and state = 1 and next_at <= ${before} and leased_by = ${nodeId}
      order by next_at
      limit ${limit}`,
  )

/** Makes messages due again that a node held without knowing of it. */
export const freeOrphans = (
  db: Db,
  nodeId: number,
  set: readonly MessageKey[],
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`update messaging.live l
        set state = 0, leased_by = null, next_at = ${now},
          trail = coalesce(l.trail, '[]'::jsonb) || jsonb_build_array(jsonb_build_object('at', ${now}::timestamptz, 'kind', 'RETRY',
            'detail', 'The outcome of a try could not be stored; it may have been sent once already'))
        from ${recordset(
          set.map((one) => ({ ...one, state: 1, leased_by: nodeId })),
          'account_id integer, day date, id uuid, state smallint, leased_by integer',
        )}
        where l.account_id = r.account_id and l.day = r.day and l.id = r.id and l.state = r.state and l.leased_by = r.leased_by`,
  )

/** Messages whose receipt is overdue. Index: live_due. */
export const overdueReceipts = (
  db: Db,
  connectionIds: readonly number[],
  now: Date,
  limit: number,
): Promise<MessageKey[]> =>
  rows(
    db,
    sql<MessageKey>`
      select account_id, day, id from messaging.live
      where connection_id = any(${connectionIds}::integer[]) and state = 2 and next_at <= ${now}
      limit ${limit}`,
  )

/** Messages whose validity ended while they waited. Index: live_waiting. */
export const overdueWaiting = (
  db: Db,
  connectionIds: readonly number[],
  now: Date,
  limit: number,
): Promise<MessageKey[]> =>
  rows(
    db,
    sql<MessageKey>`
      select account_id, day, id from messaging.live
      where connection_id = any(${connectionIds}::integer[]) and state = 0 and next_at is not null and valid_until <= ${now}
      limit ${limit}`,
  )
