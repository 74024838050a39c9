import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

export interface InboundPart {
  connection_id: number
  sender: string
  dest: string
  reference: number
  total: number
  number: number
  octets: Buffer
  coding: object
  simulated: boolean
  received_at: Date
}

/** Keeps a part; the same part again changes nothing. */
export const insertPart = (tx: Tx, part: InboundPart): Promise<number> =>
  run(
    tx,
    sql`insert into messaging.inbound_parts (connection_id, sender, dest, reference, total, number, octets, coding, simulated, received_at)
        values (${part.connection_id}, ${part.sender}, ${part.dest}, ${part.reference}, ${part.total}, ${part.number}, ${part.octets},
          ${JSON.stringify(part.coding)}::jsonb, ${part.simulated}, ${part.received_at})
        on conflict do nothing`,
  )

/** Takes all parts of a message when they are all there; a lock on their key keeps two takers apart. */
export async function takeComplete(tx: Tx, part: InboundPart): Promise<InboundPart[]> {
  await row(
    tx,
    sql`select pg_advisory_xact_lock(hashtextextended(${`${part.connection_id} ${part.sender} ${part.dest} ${part.reference}`}, 0))`,
  )
  const found = await rows(
    tx,
    sql<InboundPart>`
      select * from messaging.inbound_parts
      where connection_id = ${part.connection_id} and sender = ${part.sender} and dest = ${part.dest}
        and reference = ${part.reference} and total = ${part.total}
      order by number`,
  )
  if (found.length < part.total) return []
  await deleteParts(tx, part)
  return found
}

const deleteParts = (tx: Tx, part: InboundPart): Promise<number> =>
  run(
    tx,
    sql`delete from messaging.inbound_parts
        where connection_id = ${part.connection_id} and sender = ${part.sender} and dest = ${part.dest}
          and reference = ${part.reference} and total = ${part.total}`,
  )

/** Takes the parts of messages that will not become whole any more. Index: inbound_parts_by_age. */
export const takeIncomplete = (tx: Tx, before: Date, limit: number): Promise<InboundPart[]> =>
  rows(
    tx,
    sql<InboundPart>`
      delete from messaging.inbound_parts p
      using (
        select connection_id, sender, dest, reference, total, number from messaging.inbound_parts
        where received_at < ${before}
        order by received_at
        limit ${limit}
        for update skip locked) old
      where p.connection_id = old.connection_id and p.sender = old.sender and p.dest = old.dest
        and p.reference = old.reference and p.total = old.total and p.number = old.number
      returning p.*`,
  )

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
  simulated: boolean
  report_id: string
  expires_on: string
}

/** Stores a message from a handset with its archive and its place in the report outbox. */
export const insertInbound = (tx: Tx, one: NewInbound): Promise<number> =>
  run(
    tx,
    sql`with done as (
          insert into messaging.inbound (account_id, day, id, channel, sender, dest, body, keyword, parts, received_at, connection_id, simulated)
          values (${one.account_id}, ${one.day}, ${one.id}, ${one.channel}, ${one.sender}, ${one.dest}, ${one.body}, ${one.keyword},
            ${one.parts}, ${one.received_at}, ${one.connection_id}, ${one.simulated})
          returning *
        ), kept_record as (
          insert into messaging.records (account_id, month, id, channel, direction, own_address, started_at, ended_at, connection_id,
            parts, price_micros, currency, simulated)
          select account_id, date_trunc('month', received_at)::date, id, channel, 'MO', dest, received_at, received_at, connection_id,
            parts, 0, 'EUR', simulated
          from done
        ), kept_subject as (
          insert into messaging.record_subjects (account_id, day, id, subject_address) select account_id, day, id, sender from done
        ), kept_content as (
          insert into messaging.contents (account_id, expires_on, id, body_kind, body)
          select account_id, ${one.expires_on}::date, id, 'text', body from done
        )
        insert into messaging.reports (account_id, id, kind, channel, message_day, message_id, at, shape, push_url, next_attempt_at)
        select d.account_id, ${one.report_id}::uuid, 'INBOUND', d.channel, d.day, d.id, d.received_at, 'v1', w.inbound_url,
          case when w.inbound_url is not null then d.received_at end
        from done d left join messaging.webhooks w on w.account_id = d.account_id`,
  )

export interface WebhookRow {
  delivery_url: string | null
  inbound_url: string | null
}
export const readWebhooks = (db: Db, accountId: number): Promise<WebhookRow | undefined> =>
  row(db, sql<WebhookRow>`select delivery_url, inbound_url from messaging.webhooks where account_id = ${accountId}`)

export const writeWebhooks = (db: Db, accountId: number, urls: WebhookRow, now: Date): Promise<number> =>
  run(
    db,
    sql`insert into messaging.webhooks (account_id, delivery_url, inbound_url, changed_at)
        values (${accountId}, ${urls.delivery_url}, ${urls.inbound_url}, ${now})
        on conflict (account_id) do update
        set delivery_url = excluded.delivery_url, inbound_url = excluded.inbound_url, changed_at = excluded.changed_at`,
  )
