import { recordset, row, rows, run, sql, type Db } from '../../core/storage/index.ts'

/** One report or message that a delivery held: where its message is, and what was told of it. */
export interface Ref {
  day: string
  id: string
  statusId: number | null
  errorId: number | null
  /** ISO instant of what is told. */
  at: string
  shape: string
}
export interface DeliveryRow {
  account_id: number
  id: string
  at: Date
  profile_id: string | null
  subscription_id: string | null
  channel: string
  event: string
  target: string
  items: number
  attempt: number
  ok: boolean
  status: number | null
  took_ms: number
  reason: string | null
  refs: Ref[] | null
}

const COLUMNS = `account_id integer, id uuid, at timestamptz, profile_id text, subscription_id text, channel text, event text,
  target text, items integer, attempt integer, ok boolean, status integer, took_ms integer, reason text, refs jsonb`
const NAMES = COLUMNS.replace(/(\w+) \w+(,|$)/g, '$1$2')

export const insertDeliveries = (db: Db, set: readonly DeliveryRow[]): Promise<number> =>
  run(
    db,
    sql`insert into subscriptions.deliveries (${sql.raw(NAMES)}) select ${sql.raw(NAMES)} from ${recordset(set, COLUMNS)}`,
  )

export type ListedDelivery = Omit<DeliveryRow, 'refs'> & { can_replay: boolean }

/** A page, newest first. Key: the primary key. */
export const pageDeliveries = (
  db: Db,
  accountId: number,
  filter: { profileId?: string | undefined; failed?: boolean | undefined },
  before: string | null,
  limit: number,
): Promise<ListedDelivery[]> =>
  rows(
    db,
    sql<ListedDelivery>`
      select account_id, id, at, profile_id, subscription_id, channel, event, target, items, attempt, ok, status, took_ms, reason,
        refs is not null as can_replay
      from subscriptions.deliveries
      where account_id = ${accountId} ${before === null ? sql`` : sql`and id < ${before}`}
        ${filter.profileId === undefined ? sql`` : sql`and profile_id = ${filter.profileId}`}
        ${filter.failed ? sql`and not ok` : sql``}
      order by id desc
      limit ${limit}`,
  )

export const findDelivery = (
  db: Db,
  accountId: number,
  id: string,
): Promise<DeliveryRow | undefined> =>
  row(
    db,
    sql<DeliveryRow>`select ${sql.raw(NAMES)} from subscriptions.deliveries where account_id = ${accountId} and id = ${id}`,
  )

/** Failed deliveries that can be read again, oldest first. Key: the primary key, by the time inside the ids. */
export const failedDeliveries = (
  db: Db,
  accountId: number,
  range: { fromId: string; toId: string; profileId?: string | undefined },
  limit: number,
): Promise<DeliveryRow[]> =>
  rows(
    db,
    sql<DeliveryRow>`
      select ${sql.raw(NAMES)} from subscriptions.deliveries
      where account_id = ${accountId} and id >= ${range.fromId} and id < ${range.toId} and not ok and refs is not null
        ${range.profileId === undefined ? sql`` : sql`and profile_id = ${range.profileId}`}
      order by id
      limit ${limit}`,
  )

/** Forgets what is too old. Index: deliveries_by_age. */
export const dropOldDeliveries = (db: Db, before: Date, limit: number): Promise<number> =>
  run(
    db,
    sql`delete from subscriptions.deliveries d
        using (select account_id, id from subscriptions.deliveries where at < ${before} order by at limit ${limit}) old
        where d.account_id = old.account_id and d.id = old.id`,
  )

/** Forgets an account's oldest beyond a number. */
export const dropDeliveriesBeyond = (db: Db, accountId: number, keptMax: number): Promise<number> =>
  run(
    db,
    sql`delete from subscriptions.deliveries
        where account_id = ${accountId} and id <= (
          select id from subscriptions.deliveries where account_id = ${accountId}
          order by id desc offset ${keptMax} limit 1)`,
  )

const OF_MESSAGE_MAX = 50

/** Deliveries that held a report of a message, oldest first. Key: the primary key, by the time inside the ids. */
export const deliveriesOf = (
  db: Db,
  accountId: number,
  messageId: string,
  fromId: string,
): Promise<Pick<DeliveryRow, 'at' | 'target' | 'ok' | 'status' | 'took_ms' | 'reason'>[]> =>
  rows(
    db,
    sql<Pick<DeliveryRow, 'at' | 'target' | 'ok' | 'status' | 'took_ms' | 'reason'>>`
      select at, target, ok, status, took_ms, reason from subscriptions.deliveries
      where account_id = ${accountId} and id >= ${fromId} and refs @> ${JSON.stringify([{ id: messageId }])}::jsonb
      order by id
      limit ${OF_MESSAGE_MAX}`,
  )
