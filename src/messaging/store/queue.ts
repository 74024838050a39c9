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
  /** Index into `CONTENT_CLASSES`. */
  content_class: number
  attempts: number
  valid_until: Date
  /** Of a bulk that can be paused and cancelled; else null. */
  bulk_id: string | null
  /** The set in which this process took it. */
  batch: string
}

/** Which rows to take: of a connection and a class, so many of each account. */
export interface Claim {
  nodeId: number
  batch: string
  connectionId: number
  contentClass: number
  shares: readonly { accountId: number; max: number }[]
  now: Date
}

/**
 * Accounts that have something due on a connection in a class; those after an account come first.
 * Key: the primary key of waiting, a step for each account.
 */
export const dueAccounts = async (
  db: Db,
  of: { connectionId: number; contentClass: number; afterAccountId: number; now: Date },
  limit: number,
): Promise<number[]> =>
  (
    await rows(
      db,
      sql<{ account_id: number }>`
        with recursive steps as (
          (select account_id from messaging.waiting
            where connection_id = ${of.connectionId} and content_class = ${of.contentClass} and account_id > ${of.afterAccountId}
            order by account_id limit 1)
          union all
          select (select w.account_id from messaging.waiting w
            where w.connection_id = ${of.connectionId} and w.content_class = ${of.contentClass} and w.account_id > s.account_id
            order by w.account_id limit 1)
          from steps s where s.account_id is not null
        )
        select s.account_id from steps s
        cross join lateral (
          select 1 from messaging.waiting w
          where w.connection_id = ${of.connectionId} and w.content_class = ${of.contentClass} and w.account_id = s.account_id
            and w.next_at <= ${of.now}
          limit 1) due
        where s.account_id is not null
        limit ${limit}`,
    )
  ).map((one) => one.account_id)

/**
 * Takes due messages for this node and notes the lease on them; others skip what is taken. A row whose message has ended
 * meanwhile goes without being taken. Key: the primary key of waiting.
 */
export const claimDue = (db: Db, claim: Claim): Promise<Omit<QueuedRow, 'batch'>[]> =>
  rows(
    db,
    sql<Omit<QueuedRow, 'batch'>>`
      with taken as (
        delete from messaging.waiting where ctid = any(array(
          select d.place
          from ${recordset(
            claim.shares.map(({ accountId, max }) => ({ account_id: accountId, max })),
            'account_id integer, max integer',
          )}
          cross join lateral (
            select w.ctid as place from messaging.waiting w
            where w.connection_id = ${claim.connectionId} and w.content_class = ${claim.contentClass}
              and w.account_id = r.account_id and w.next_at <= ${claim.now}
            order by w.next_at, w.id
            limit r.max
            for update skip locked) d))
        returning account_id, day, id, bulk_id
      ), leased as (
        update messaging.live l
        set state = 1, leased_by = ${claim.nodeId}
        from taken t
        where l.account_id = t.account_id and l.day = t.day and l.id = t.id and l.state = 0
        returning l.account_id, l.day, l.id, l.channel, l.connection_id, l.sender, l.dest, l.body_kind, l.body, l.settings,
          l.parts, l.content_class, l.attempts, l.valid_until, t.bulk_id
      ), noted as (
        insert into messaging.leases (node_id, batch, made_at, account_ids, days, ids)
        select ${claim.nodeId}::integer, ${claim.batch}::uuid, ${claim.now}::timestamptz, array_agg(account_id), array_agg(day),
          array_agg(id)
        from leased
        having count(*) > 0
      )
      select * from leased order by id`,
  )

export interface RetryRow extends MessageKey {
  /** ISO instant, or `infinity` while its bulk is paused. */
  next_at: string
  attempts: number
  trail: object | null
  bulk_id: string | null
}
const RETRY_COLUMNS =
  'account_id integer, day date, id uuid, next_at timestamptz, attempts smallint, trail jsonb, bulk_id text'

/** Puts messages back, to be tried at their time. */
export const putBack = (tx: Tx, set: readonly RetryRow[]): Promise<number> =>
  run(
    tx,
    sql`with back as (
          update messaging.live l
          set state = 0, leased_by = null, attempts = r.attempts,
            trail = case when r.trail is null or jsonb_array_length(coalesce(l.trail, '[]'::jsonb)) >= 20 then l.trail
              else coalesce(l.trail, '[]'::jsonb) || r.trail end
          from ${recordset(set, RETRY_COLUMNS)}
          where l.account_id = r.account_id and l.day = r.day and l.id = r.id and l.state <> 3
          returning l.connection_id, l.content_class, l.account_id, r.next_at, l.id, l.day, l.valid_until, r.bulk_id
        )
        insert into messaging.waiting (connection_id, content_class, account_id, next_at, id, day, valid_until, bulk_id)
        select connection_id, content_class, account_id, next_at, id, day, valid_until, bulk_id from back`,
  )

/** Connections that something waits for. Key: the primary key, a step for each. */
export const waitingConnections = async (db: Db): Promise<number[]> =>
  (
    await rows(
      db,
      sql<{ connection_id: number }>`
        with recursive steps as (
          select 0 as connection_id
          union all
          select (select w.connection_id from messaging.waiting w
            where w.connection_id > s.connection_id order by w.connection_id limit 1)
          from steps s where s.connection_id is not null
        )
        select connection_id from steps where connection_id > 0`,
    )
  ).map((one) => one.connection_id)

export interface ExpiredRow extends MessageKey {
  connection_id: number
  content_class: number
  next_at: string
}

/** Messages whose validity ended while they waited. Index: waiting_by_validity. */
export const overdueWaiting = (db: Db, now: Date, limit: number): Promise<ExpiredRow[]> =>
  rows(
    db,
    sql<ExpiredRow>`
      select connection_id, content_class, account_id, next_at::text as next_at, id, day from messaging.waiting
      where valid_until <= ${now}
      order by valid_until
      limit ${limit}`,
  )

/** Takes rows out whose messages have ended. */
export const dropWaiting = (db: Db, set: readonly ExpiredRow[]): Promise<number> =>
  run(
    db,
    sql`delete from messaging.waiting w
        using ${recordset(set, 'connection_id integer, content_class smallint, account_id integer, next_at timestamptz, id uuid')}
        where w.connection_id = r.connection_id and w.content_class = r.content_class and w.account_id = r.account_id
          and w.next_at = r.next_at and w.id = r.id`,
  )

/** How far a look has got; null: it has not begun. */
export const sweptUntil = async (db: Db, what: string): Promise<Date | null> =>
  (
    await row(
      db,
      sql<{
        swept_until: Date
      }>`select swept_until from messaging.sweeps where what = ${what}`,
    )
  )?.swept_until ?? null

export const noteSwept = (db: Db, what: string, until: Date): Promise<number> =>
  run(
    db,
    sql`insert into messaging.sweeps (what, swept_until) values (${what}, ${until})
        on conflict (what) do update set swept_until = excluded.swept_until`,
  )

/**
 * The next messages by the end of their validity, whatever became of them: those still with the operator are looked for.
 * Index: live_by_validity.
 */
export const byValidity = (
  db: Db,
  from: Date,
  until: Date,
  limit: number,
): Promise<(MessageKey & { state: number; valid_until: Date })[]> =>
  rows(
    db,
    sql<MessageKey & { state: number; valid_until: Date }>`
      select account_id, day, id, state, valid_until from messaging.live
      where valid_until >= ${from} and valid_until <= ${until}
      order by valid_until
      limit ${limit}`,
  )
