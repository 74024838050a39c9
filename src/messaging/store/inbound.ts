import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

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
  received_at: Date
  connection_id: number
  application_id: string | null
  entity_id: string | null
  simulated: boolean
  report_id: string
  expires_on: string
}

/** Stores a message from a handset with its archive and its place in the report outbox. */
export const insertInbound = (
  tx: Tx,
  one: NewInbound,
  /** Which profiles want it is asked later, when it is pushed. */
  subscribed: boolean,
): Promise<number> =>
  run(
    tx,
    sql`with done as (
          insert into messaging.inbound (account_id, day, id, channel, sender, dest, body, keyword, parts, received_at, connection_id, application_id, entity_id, simulated)
          values (${one.account_id}, ${one.day}, ${one.id}, ${one.channel}, ${one.sender}, ${one.dest}, ${one.body}, ${one.keyword},
            ${one.parts}, ${one.received_at}, ${one.connection_id}, ${one.application_id}, ${one.entity_id}, ${one.simulated})
          returning *
        ), kept_record as (
          insert into messaging.records (account_id, month, id, channel, direction, own_address, started_at, ended_at, connection_id,
            parts, price_micros, currency, simulated)
          select account_id, date_trunc('month', received_at)::date, id, channel, 'MO', dest, received_at, received_at, connection_id,
            parts, 0, 'EUR', simulated
          from done
        ), kept_subject as (
          insert into messaging.record_subjects (account_id, day, id, subject_address, application_id, entity_id)
          select account_id, day, id, sender, application_id, entity_id from done
        ), kept_content as (
          insert into messaging.contents (account_id, expires_on, id, body_kind, body)
          select account_id, ${one.expires_on}::date, id, 'text', body from done
        )
        insert into messaging.reports (account_id, id, kind, channel, message_day, message_id, at, shape, matching, push_url, next_attempt_at)
        select d.account_id, ${one.report_id}::uuid, 'INBOUND', d.channel, d.day, d.id, d.received_at, 'v1', ${subscribed}::boolean,
          case when not ${subscribed}::boolean then w.inbound_url end,
          case when ${subscribed}::boolean or w.inbound_url is not null then d.received_at end
        from done d left join messaging.webhooks w on w.account_id = d.account_id`,
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
