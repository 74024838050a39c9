import { recordset, rows, run, sql, type RawBuilder, type Tx } from '../../core/storage/index.ts'

/** Which message: its account, its partition, its id. */
export interface MessageKey {
  account_id: number
  day: string
  id: string
}
const KEY_COLUMNS = 'account_id integer, day date, id uuid'
/** The join of a set with `live` by its primary key. */
const byKey = sql`l.account_id = r.account_id and l.day = r.day and l.id = r.id`

/** A message that reached its end, with what its archive and its report need. */
export interface Finished extends MessageKey {
  status_id: number
  simulated: boolean
  channel: string
  error_id: number
  mcc_mnc: string | null
  sender: string
  dest: string
  /** Milliseconds from the operator taking it to its end; below zero when the operator's clock says so. */
  delay_ms: number
  parts: number
  accepted_at: Date
  /** By what it was charged; null: it cost nothing. */
  tariff_id: number | null
  application_id: string | null
  entity_id: string | null
  /** The operator that took it, and when; null: none did. */
  connection_id: number | null
  sent_at: Date | null
}

/** As billing wants it. */
export const refundsOf = (finished: readonly Finished[]) =>
  finished.flatMap(({ tariff_id: tariffId, ...one }) =>
    tariffId === null
      ? []
      : [
          {
            accountId: one.account_id,
            tariffId,
            parts: one.parts,
            at: one.accepted_at.getTime(),
            applicationId: one.application_id,
            entityId: one.entity_id,
            reference: one.id,
          },
        ],
  )

/**
 * Everything that follows from messages having become final, in the statement that made them so:
 * both archives, the content under its expiry day, and the report outbox. `done` names the updated rows and must
 * also carry `report_id uuid` and `expires_on date`. Which profiles want a report of the accounts in `subscribed` is asked
 * later, when it is pushed. `reported` says on top of that whose end is reported.
 */
const archive = (
  subscribed: readonly number[],
  reported: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> => sql`
  kept_record as (
    insert into messaging.records (account_id, month, id, channel, direction, own_address, started_at, ended_at, route_id,
      connection_id, mcc_mnc, parts, status_id, error_id, price_micros, currency, tariff_id, simulated)
    select account_id, date_trunc('month', accepted_at)::date, id, channel, 'MT', sender, accepted_at, done_at, route_id,
      connection_id, mcc_mnc, parts, status_id, error_id, price_micros, currency, tariff_id, simulated
    from done
    on conflict do nothing
  ), kept_subject as (
    insert into messaging.record_subjects (account_id, day, id, subject_address, message_id, bulk_id, callback_data,
      application_id, entity_id, campaign_reference_id)
    select account_id, accepted_at::date, id, dest, message_id, bulk_id, callback_data, application_id, entity_id,
      campaign_reference_id
    from done
    on conflict do nothing
  ), kept_content as (
    insert into messaging.contents (account_id, expires_on, id, body_kind, body)
    select account_id, expires_on, id, body_kind, body from done
    on conflict do nothing
  ), reported as (
    insert into messaging.reports (account_id, id, kind, channel, message_day, message_id, status_id, error_id, at, shape,
      matching, push_url, next_attempt_at)
    select d.account_id, d.report_id, 'DELIVERY', d.channel, d.day, d.id, d.status_id, d.error_id, d.done_at,
      coalesce(d.webhook->>'shape', 'v3'), m.matching,
      case when not m.matching then coalesce(d.webhook->>'url', w.delivery_url) end,
      case when m.matching or coalesce(d.webhook->>'url', w.delivery_url) is not null then d.done_at end
    from done d
    left join messaging.webhooks w on w.account_id = d.account_id
    cross join lateral (
      select d.webhook->>'url' is null and d.account_id = any(${subscribed}::integer[]) as matching) m
    where coalesce((d.webhook->>'notify')::boolean, true) ${reported}
  )`

const finishedColumns = sql`account_id, day, id, status_id, simulated, channel, parts, accepted_at, tariff_id, application_id, entity_id, connection_id, sent_at,
  error_id, mcc_mnc, sender, dest, (extract(epoch from done_at - coalesce(sent_at, accepted_at)) * 1000)::float8 as delay_ms`

/**
 * Archives and reports messages that were final when they were taken in.
 * @param answered their callers hear of it at once, and some want no report beside that
 */
export const archiveRefused = (
  tx: Tx,
  set: readonly (MessageKey & { report_id: string; expires_on: string })[],
  subscribed: readonly number[],
  answered = false,
): Promise<Finished[]> =>
  rows(
    tx,
    sql<Finished>`
      with done as (
        select l.*, r.report_id, r.expires_on
        from ${recordset(set, `${KEY_COLUMNS}, report_id uuid, expires_on date`)}
        join messaging.live l on ${byKey}
      ), ${archive(subscribed, answered ? sql`and coalesce((d.webhook->>'refusals')::boolean, true)` : sql``)}
      select ${finishedColumns} from done`,
  )

/** Gives messages a final status. Those that have one keep it: no status goes backwards. */
export const finish = (
  tx: Tx,
  set: readonly (MessageKey & {
    status_id: number
    error_id: number
    done_at: string
    report_id: string
    expires_on: string
    trail: object | null
  })[],
  subscribed: readonly number[],
): Promise<Finished[]> =>
  rows(
    tx,
    sql<Finished>`
      with done as (
        update messaging.live l
        set state = 3, leased_by = null, status_id = r.status_id, error_id = r.error_id, done_at = r.done_at,
          trail = case when r.trail is null then l.trail else coalesce(l.trail, '[]'::jsonb) || r.trail end
        from ${recordset(set, `${KEY_COLUMNS}, status_id smallint, error_id smallint, done_at timestamptz, report_id uuid, expires_on date, trail jsonb`)}
        where ${byKey} and l.state <> 3
        returning l.*, r.report_id, r.expires_on
      ), ${archive(subscribed)}
      select ${finishedColumns} from done`,
  )

export interface Submitted extends MessageKey {
  /** Receipts to come: one for each id. An operator that takes a message whole gives one for all its parts. */
  ids: number
  sent_at: string
  report_id: string
}
export interface SubmittedPart extends MessageKey {
  connection_id: number
  peer_id: string
  submit_day: string
  part: number
  submitted_at: string
}

/** Notes that the operator took messages; a caller that wanted to know gets a report of that. */
export const markSubmitted = (tx: Tx, set: readonly Submitted[]): Promise<number> =>
  run(
    tx,
    sql`with sent as (
          update messaging.live l
          set state = 2, leased_by = null, parts_done = l.parts - r.ids, sent_at = r.sent_at, status_id = 3, error_id = 0
          from ${recordset(set, `${KEY_COLUMNS}, ids smallint, sent_at timestamptz, report_id uuid`)}
          where ${byKey} and l.state <> 3
          returning l.account_id, l.day, l.id, l.channel, l.webhook, l.sent_at, r.report_id
        )
        insert into messaging.reports (account_id, id, kind, channel, message_day, message_id, status_id, error_id, at, shape,
          push_url, next_attempt_at)
        select account_id, report_id, 'DELIVERY', channel, day, id, 3, 0, sent_at, coalesce(webhook->>'shape', 'v3'),
          webhook->>'url', sent_at
        from sent
        where (webhook->>'intermediate')::boolean and webhook->>'url' is not null`,
  )

/** Notes under which ids the operator knows our parts. An id used again within a day leads to the newer part. */
export const insertParts = (tx: Tx, set: readonly SubmittedPart[]): Promise<number> =>
  run(
    tx,
    sql`insert into messaging.submissions (connection_id, peer_id, day, account_id, message_day, message_id, part, submitted_at, status_id)
        select distinct on (connection_id, peer_id, submit_day)
          connection_id, peer_id, submit_day, account_id, day, id, part, submitted_at, 3
        from ${recordset(set, `${KEY_COLUMNS}, connection_id integer, peer_id text, submit_day date, part smallint, submitted_at timestamptz`)}
        order by connection_id, peer_id, submit_day, submitted_at desc
        on conflict (connection_id, peer_id, day) do update
        set account_id = excluded.account_id, message_day = excluded.message_day, message_id = excluded.message_id,
          part = excluded.part, submitted_at = excluded.submitted_at, status_id = 3, error_id = 0, done_at = null, detail = null`,
  )

export interface FoundPart {
  n: number
  connection_id: number
  peer_id: string
  day: string
  account_id: number
  message_day: string
  message_id: string
}

/** Finds the parts that receipts speak of: newest submission day first. Key: the primary key, on each day asked. */
export const findParts = (
  tx: Tx,
  receipts: readonly { n: number; connection_id: number; peer_id: string; rank: number }[],
  days: readonly string[],
): Promise<FoundPart[]> =>
  rows(
    tx,
    sql<FoundPart>`
      select distinct on (r.n) r.n, s.connection_id, s.peer_id, s.day, s.account_id, s.message_day, s.message_id
      from ${recordset(receipts, 'n integer, connection_id integer, peer_id text, rank smallint')}
      join messaging.submissions s
        on s.connection_id = r.connection_id and s.peer_id = r.peer_id and s.day = any(${days}::date[])
      order by r.n, s.day desc, r.rank`,
  )

export interface ReceiptRow {
  connection_id: number
  peer_id: string
  day: string
  status_id: number
  error_id: number
  at: string
  detail: string
  report_id: string
  expires_on: string
  /**
   * Always true: only parts without a final receipt are touched. Said of the set and not of the table, because a
   * condition on the table alone lets the planner believe in few rows, and it reads the whole index for them.
   */
  open: true
}

/**
 * Applies final receipts to parts and, when it was the last open part, to the message.
 * A part counts once however often it is reported; the message takes the worst status of its parts.
 */
export const applyReceipts = (
  tx: Tx,
  set: readonly ReceiptRow[],
  subscribed: readonly number[],
): Promise<Finished[]> =>
  rows(
    tx,
    sql<Finished>`
      with part as (
        update messaging.submissions s
        set status_id = r.status_id, error_id = r.error_id, done_at = r.at, detail = r.detail
        from ${recordset(set, 'connection_id integer, peer_id text, day date, status_id smallint, error_id smallint, at timestamptz, detail text, report_id uuid, expires_on date, open boolean')}
        where s.connection_id = r.connection_id and s.peer_id = r.peer_id and s.day = r.day and (s.done_at is null) = r.open
        returning s.account_id, s.message_day, s.message_id, r.status_id, r.error_id, r.at, r.report_id, r.expires_on
      ), message as (
        select account_id, message_day, message_id, count(*)::smallint as parts,
          (array_agg(status_id order by status_id = 5))[1] as status_id,
          (array_agg(error_id order by status_id = 5))[1] as error_id,
          max(at) as at, min(report_id::text)::uuid as report_id, max(expires_on) as expires_on
        from part
        group by account_id, message_day, message_id
      ), touched as (
        update messaging.live l
        set parts_done = l.parts_done + m.parts,
          worst_status_id = case when coalesce(l.worst_status_id, 5) = 5 then m.status_id else l.worst_status_id end,
          worst_error_id = case when coalesce(l.worst_status_id, 5) = 5 then m.error_id else l.worst_error_id end,
          state = case when l.parts_done + m.parts >= l.parts then 3 else l.state end,
          leased_by = null,
          status_id = case when l.parts_done + m.parts < l.parts then l.status_id
            when coalesce(l.worst_status_id, 5) = 5 then m.status_id else l.worst_status_id end,
          error_id = case when l.parts_done + m.parts < l.parts then l.error_id
            when coalesce(l.worst_status_id, 5) = 5 then m.error_id else l.worst_error_id end,
          sent_at = coalesce(l.sent_at, m.at),
          done_at = case when l.parts_done + m.parts >= l.parts then m.at else null end
        from message m
        where l.account_id = m.account_id and l.day = m.message_day and l.id = m.message_id and l.state <> 3
        returning l.*, m.report_id, m.expires_on
      ), done as (
        select * from touched where state = 3
      ), ${archive(subscribed)}
      select ${finishedColumns} from done`,
  )

export interface ParkedRow {
  connection_id: number
  peer_ids: string[]
  status_id: number
  error_id: number
  final: boolean
  detail: string
  received_at: string
  next_try_at: string
}
/** Keeps receipts nobody waits for yet: the operator's answer may still be on its way. */
export const parkReceipts = (tx: Tx, set: readonly ParkedRow[]): Promise<number> =>
  run(
    tx,
    sql`insert into messaging.parked_receipts (connection_id, peer_ids, status_id, error_id, final, detail, received_at, next_try_at)
        select connection_id, array(select json_array_elements_text(peer_ids)), status_id, error_id, final, detail, received_at, next_try_at
        from ${recordset(set, 'connection_id integer, peer_ids json, status_id smallint, error_id smallint, final boolean, detail text, received_at timestamptz, next_try_at timestamptz')}`,
  )

export interface ParkedReceipt {
  connection_id: number
  peer_ids: string[]
  status_id: number
  error_id: number
  final: boolean
  detail: string
  received_at: Date
}
/**
 * Takes out parked receipts to be tried again, no more than a share of each connection's: one that sends receipts for
 * nobody does not hold up the others. Index: parked_receipts_by_trial.
 */
export const takeParked = (
  tx: Tx,
  connectionIds: readonly number[],
  now: Date,
  limitEach: number,
): Promise<ParkedReceipt[]> =>
  rows(
    tx,
    sql<ParkedReceipt>`
      delete from messaging.parked_receipts where id = any(array(
        select p.id
        from unnest(${connectionIds}::integer[]) as c(connection_id)
        cross join lateral (
          select id from messaging.parked_receipts
          where connection_id = c.connection_id and next_try_at <= ${now}
          order by next_try_at
          limit ${limitEach}
          for update skip locked) p))
      returning connection_id, peer_ids, status_id, error_id, final, detail, received_at`,
  )

/** Takes out receipts that came before the answer that tells whose they are. Index: parked_receipts_by_peer. */
export const takeParkedOf = (
  tx: Tx,
  parts: readonly { connection_id: number; peer_id: string }[],
): Promise<ParkedReceipt[]> =>
  rows(
    tx,
    sql<ParkedReceipt>`
      delete from messaging.parked_receipts p
      using ${recordset(parts, 'connection_id integer, peer_id text')}
      where p.connection_id = r.connection_id and p.peer_ids @> array[r.peer_id]
      returning p.connection_id, p.peer_ids, p.status_id, p.error_id, p.final, p.detail, p.received_at`,
  )

/** Which connections have parked receipts. */
export const parkedConnections = async (db: Tx): Promise<number[]> =>
  (
    await rows(
      db,
      sql<{ connection_id: number }>`
        with recursive steps as (
          (select connection_id from messaging.parked_receipts order by connection_id limit 1)
          union all
          select (select p.connection_id from messaging.parked_receipts p
            where p.connection_id > s.connection_id order by p.connection_id limit 1)
          from steps s where s.connection_id is not null
        )
        select connection_id from steps where connection_id is not null`,
    )
  ).map((one) => one.connection_id)

/** Drops the oldest parked receipts of a connection beyond a number; the answer is how many went. */
export const dropParkedBeyond = (db: Tx, connectionId: number, keptMax: number): Promise<number> =>
  run(
    db,
    sql`delete from messaging.parked_receipts
        where connection_id = ${connectionId} and id < (
          select id from messaging.parked_receipts
          where connection_id = ${connectionId}
          order by id desc
          offset ${keptMax - 1} limit 1)`,
  )
