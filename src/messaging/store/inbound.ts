import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

/** What the parts of one message have in common. */
export interface InboundKey {
  connection_id: number
  sender: string
  dest: string
  reference: number
  total: number
}
export interface InboundPart extends InboundKey {
  number: number
  octets: Buffer
  coding: object
  simulated: boolean
  received_at: Date
  /** Its message was complete and is stored. */
  taken: boolean
}

const ofKey = (key: InboundKey) =>
  sql`connection_id = ${key.connection_id} and sender = ${key.sender} and dest = ${key.dest} and reference = ${key.reference} and total = ${key.total}`

/**
 * Keeps a part. The same part again changes nothing, also when its message was read already: peers repeat what they
 * believe unanswered. Other octets under the same reference are a new message's.
 * @returns 0 for a repetition
 */
export const insertPart = (tx: Tx, part: InboundPart): Promise<number> =>
  run(
    tx,
    sql`insert into messaging.inbound_parts as p (connection_id, sender, dest, reference, total, number, octets, coding, simulated, received_at)
        values (${part.connection_id}, ${part.sender}, ${part.dest}, ${part.reference}, ${part.total}, ${part.number}, ${part.octets},
          ${JSON.stringify(part.coding)}::jsonb, ${part.simulated}, ${part.received_at})
        on conflict (connection_id, sender, dest, reference, total, number) do update
        set octets = excluded.octets, coding = excluded.coding, simulated = excluded.simulated, received_at = excluded.received_at, taken = false
        where p.octets <> excluded.octets`,
  )

/** Takes all parts of a message when they are all there; a lock on their key keeps two takers apart. */
export async function takeComplete(tx: Tx, part: InboundPart): Promise<InboundPart[]> {
  await row(
    tx,
    sql`select pg_advisory_xact_lock(hashtextextended(${`${part.connection_id} ${part.sender} ${part.dest} ${part.reference}`}, 0))`,
  )
  const found = await rows(
    tx,
    sql<InboundPart>`select * from messaging.inbound_parts where ${ofKey(part)} and not taken order by number`,
  )
  if (found.length < part.total) return []
  await run(tx, sql`update messaging.inbound_parts set taken = true where ${ofKey(part)}`)
  return found
}

/** Messages that will not become whole any more, and parts that need not be known any more. Index: inbound_parts_by_age. */
export const findIncomplete = (db: Db, before: Date, limit: number): Promise<InboundKey[]> =>
  rows(
    db,
    sql<InboundKey>`
      select distinct connection_id, sender, dest, reference, total from (
        select connection_id, sender, dest, reference, total from messaging.inbound_parts
        where received_at < ${before}
        order by received_at
        limit ${limit}) old`,
  )

export const takeParts = (tx: Tx, key: InboundKey): Promise<InboundPart[]> =>
  rows(tx, sql<InboundPart>`delete from messaging.inbound_parts where ${ofKey(key)} returning *`)

export interface NewInbound {
  account_id: number
  day: string
  id: string
  channel: string
  sender: string
  dest: string
  body: string
  keyword: string | null
  parts: number
  received_at: string
  connection_id: number
  /** Of whom it came from; null: not known. */
  mcc_mnc: string | null
  /** Of one part. */
  price_micros: string
  currency: string
  /** By what it was charged; null: it cost nothing. */
  tariff_id: number | null
  application_id: string | null
  entity_id: string | null
  simulated: boolean
  report_id: string
  expires_on: string
  /** Which profiles want it is asked later, when it is pushed. */
  subscribed: boolean
  /** Who takes it over a session of their own; null: nobody. */
  collector: string | null
}
const NEW_INBOUND =
  'account_id integer, day date, id uuid, channel text, sender text, dest text, body text, keyword text, parts smallint, received_at timestamptz, connection_id integer, mcc_mnc text, price_micros bigint, currency text, tariff_id integer, application_id text, entity_id text, simulated boolean, report_id uuid, expires_on date, subscribed boolean, collector text'

/** Stores messages from handsets with their archives and their places in the report outbox. */
export const insertInbound = (tx: Tx, set: readonly NewInbound[]): Promise<number> =>
  run(
    tx,
    sql`with arrived as (
          select * from ${recordset(set, NEW_INBOUND)}
        ), stored as (
          insert into messaging.inbound (account_id, day, id, channel, sender, dest, body, keyword, parts, received_at, connection_id,
            price_micros, currency, application_id, entity_id, simulated)
          select account_id, day, id, channel, sender, dest, body, keyword, parts, received_at, connection_id,
            price_micros, currency, application_id, entity_id, simulated
          from arrived
        ), kept_record as (
          insert into messaging.records (account_id, month, id, channel, direction, own_address, started_at, ended_at, connection_id,
            mcc_mnc, parts, price_micros, currency, tariff_id, simulated)
          select account_id, date_trunc('month', received_at)::date, id, channel, 'MO', dest, received_at, received_at, connection_id,
            mcc_mnc, parts, price_micros, currency, tariff_id, simulated
          from arrived
        ), kept_subject as (
          insert into messaging.record_subjects (account_id, day, id, subject_address, application_id, entity_id)
          select account_id, day, id, sender, application_id, entity_id from arrived
        ), kept_content as (
          insert into messaging.contents (account_id, expires_on, id, body_kind, body)
          select account_id, expires_on, id, 'text', body from arrived
        )
        insert into messaging.reports (account_id, id, kind, channel, message_day, message_id, at, shape, matching, push_url, next_attempt_at)
        select a.account_id, a.report_id, 'INBOUND', a.channel, a.day, a.id, a.received_at, 'v1', a.subscribed,
          case when not a.subscribed then coalesce(a.collector, w.inbound_url) end,
          case when a.subscribed or coalesce(a.collector, w.inbound_url) is not null then a.received_at end
        from arrived a left join messaging.webhooks w on w.account_id = a.account_id`,
  )

export interface WebhookRow {
  delivery_url: string | null
  inbound_url: string | null
}
export const readWebhooks = (db: Db, accountId: number): Promise<WebhookRow | undefined> =>
  row(
    db,
    sql<WebhookRow>`select delivery_url, inbound_url from messaging.webhooks where account_id = ${accountId}`,
  )

export const writeWebhooks = (
  db: Db,
  accountId: number,
  urls: WebhookRow,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`insert into messaging.webhooks (account_id, delivery_url, inbound_url, changed_at)
        values (${accountId}, ${urls.delivery_url}, ${urls.inbound_url}, ${now})
        on conflict (account_id) do update
        set delivery_url = excluded.delivery_url, inbound_url = excluded.inbound_url, changed_at = excluded.changed_at`,
  )
