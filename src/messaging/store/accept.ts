import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

/** A row of `live` as accept and schedule write it. Dates are ISO texts, money is a decimal text: it travels as JSON. */
export interface LiveRow {
  account_id: number
  day: string
  id: string
  channel: string
  message_id: string | null
  bulk_id: string | null
  state: number
  leased_by: number | null
  connection_id: number | null
  route_id: number | null
  sender: string
  dest: string
  mcc_mnc: string | null
  body_kind: string
  body: string
  settings: object | null
  webhook: object | null
  parts: number
  content_class: number
  status_id: number
  error_id: number
  valid_until: string
  accepted_at: string
  done_at: string | null
  price_micros: string
  currency: string
  tariff_id: number | null
  callback_data: string | null
  application_id: string | null
  entity_id: string | null
  campaign_reference_id: string | null
  simulated: boolean
  /** Of a message that waits: its bulk, when that can be paused and cancelled. */
  held_with: string | null
}

const LIVE_COLUMNS = `account_id integer, day date, id uuid, channel text, message_id text, bulk_id text, state smallint,
  leased_by integer, connection_id integer, route_id integer, sender text, dest text, mcc_mnc text,
  body_kind text, body text, settings jsonb, webhook jsonb, parts smallint, content_class smallint, status_id smallint, error_id smallint,
  valid_until timestamptz, accepted_at timestamptz, done_at timestamptz, price_micros bigint, currency text, tariff_id integer,
  callback_data text, application_id text, entity_id text, campaign_reference_id text, simulated boolean`
const LIVE_NAMES = LIVE_COLUMNS.replace(/(\w+) \w+(,|$)/g, '$1$2')

/**
 * Writes messages: those of state 0 also as waiting, and those of state 1 as held by this node.
 * @param lease of state 1: who holds them, and the id of the set
 */
export const insertLive = (
  tx: Tx,
  set: readonly LiveRow[],
  now: Date,
  lease: { nodeId: number; batch: string } | null,
): Promise<number> =>
  run(
    tx,
    sql`with added as materialized (
          select r.* from ${recordset(set, `${LIVE_COLUMNS}, held_with text`)}
        ), waits as (
          insert into messaging.waiting (connection_id, content_class, account_id, next_at, id, day, valid_until, bulk_id)
          select connection_id, content_class, account_id, ${now}::timestamptz, id, day, valid_until, held_with
          from added
          where state = 0
        ), held as (
          insert into messaging.leases (node_id, batch, made_at, account_ids, days, ids)
          select ${lease?.nodeId ?? 0}::integer, ${lease?.batch ?? null}::uuid, ${now}::timestamptz, array_agg(account_id), array_agg(day),
            array_agg(id)
          from added
          where state = 1
          having count(*) > 0
        )
        insert into messaging.live (${sql.raw(LIVE_NAMES)}) select ${sql.raw(LIVE_NAMES)} from added`,
  )

export interface ScheduledRow {
  account_id: number
  id: string
  send_at: string
  channel: string
  message_id: string | null
  bulk_id: string | null
  sender: string
  dest: string
  mcc_mnc: string | null
  body_kind: string
  body: string
  settings: object | null
  webhook: object | null
  parts: number
  content_class: number
  validity_ms: number
  accepted_at: string
  price_micros: string
  currency: string
  tariff_id: number | null
  callback_data: string | null
  application_id: string | null
  entity_id: string | null
  campaign_reference_id: string | null
  paused: boolean
}

const SCHEDULED_COLUMNS = `account_id integer, id uuid, send_at timestamptz, channel text, message_id text, bulk_id text,
  sender text, dest text, mcc_mnc text, body_kind text, body text, settings jsonb, webhook jsonb, parts smallint,
  content_class smallint, validity_ms integer, accepted_at timestamptz, price_micros bigint, currency text, tariff_id integer, callback_data text,
  application_id text, entity_id text, campaign_reference_id text, paused boolean`
const SCHEDULED_NAMES = SCHEDULED_COLUMNS.replace(/(\w+) \w+(,|$)/g, '$1$2')

export const insertScheduled = (tx: Tx, set: readonly ScheduledRow[]): Promise<number> =>
  run(
    tx,
    sql`insert into messaging.scheduled (${sql.raw(SCHEDULED_NAMES)})
        select ${sql.raw(SCHEDULED_NAMES)} from ${recordset(set, SCHEDULED_COLUMNS)}`,
  )

export interface MessageIdRow {
  account_id: number
  message_id: string
  id: string
  day: string | null
  made_on: string
  /** Its message was refused: the id is free for another one. */
  refused: boolean
}
const ID_COLUMNS =
  'account_id integer, message_id text, id uuid, day date, made_on date, refused boolean'

/** Claims ids; the answer holds those that were free. The primary key decides between requests, also on other nodes. */
export const claimMessageIds = (tx: Tx, set: readonly MessageIdRow[]): Promise<{ id: string }[]> =>
  rows(
    tx,
    sql<{ id: string }>`
      insert into messaging.message_ids as i (account_id, message_id, id, day, made_on, refused)
      select account_id, message_id, id, day, made_on, refused
      from ${recordset(set, ID_COLUMNS)}
      order by account_id, message_id
      on conflict (account_id, message_id) do update
      set id = excluded.id, day = excluded.day, made_on = excluded.made_on, refused = false
      where i.refused and not excluded.refused
      returning id`,
  )

/** Gives ids back whose messages were refused after the claim; they still lead to those messages. */
export const noteRefused = (tx: Tx, set: readonly MessageIdRow[]): Promise<number> =>
  run(
    tx,
    sql`update messaging.message_ids i
        set refused = true, day = r.day
        from ${recordset(set, ID_COLUMNS)}
        where i.account_id = r.account_id and i.message_id = r.message_id and i.id = r.id`,
  )

/**
 * Begins a bulk, or goes on with one of the same id: a cancelled one begins anew once all of it has ended, a paused one
 * stays paused.
 * The row stays locked until the end of the transaction.
 */
export const openBulk = async (
  tx: Tx,
  bulk: { accountId: number; bulkId: string; sendAt: Date; spacingMs: number; now: Date },
): Promise<{ status: string }> => {
  const opened = await row<{ status: string }>(
    tx,
    sql`insert into messaging.bulks (account_id, bulk_id, send_at, status, spacing_ms, made_at)
        values (${bulk.accountId}, ${bulk.bulkId}, ${bulk.sendAt}, 'PENDING', ${bulk.spacingMs}, ${bulk.now})
        on conflict (account_id, bulk_id) do update
        set status = case when bulks.status = 'CANCELED' and not bulks.ordered then 'PENDING' else bulks.status end, send_at = excluded.send_at,
          spacing_ms = excluded.spacing_ms, made_at = excluded.made_at
        returning status`,
  )
  return { status: opened!.status }
}

/**
 * How much went to each recipient since an instant, and how much of it was the same text; what was refused or never
 * left does not count. Index: live_by_dest.
 */
export const countRecent = (
  db: Db,
  pairs: readonly { account_id: number; dest: string; body: string }[],
  since: { day: string; id: string },
): Promise<
  { account_id: number; dest: string; body: string; messages: number; identical: number }[]
> =>
  rows(
    db,
    sql<{ account_id: number; dest: string; body: string; messages: number; identical: number }>`
      select r.account_id, r.dest, r.body, c.messages, c.identical
      from ${recordset(pairs, 'account_id integer, dest text, body text')}
      cross join lateral (
        select count(*)::int as messages, (count(*) filter (where l.body = r.body))::int as identical
        from messaging.live l
        where l.account_id = r.account_id and l.dest = r.dest and l.id >= ${since.id}
          and l.day >= ${since.day} and (l.state <> 3 or l.sent_at is not null)
      ) c`,
  )
