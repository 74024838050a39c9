import {
  recordset,
  row,
  rows,
  run,
  sql,
  type Db,
  type RawBuilder,
  type Tx,
} from '../../core/storage/index.ts'

/** Which of these must not be written to, and whether only one sender is barred. Key: the primary key. */
export const blocked = (
  db: Db,
  asked: readonly {
    n: number
    account_id: number
    dest: string
    sender: string
    channel: string
  }[],
): Promise<{ n: number; sender_only: boolean }[]> =>
  rows(
    db,
    sql<{ n: number; sender_only: boolean }>`
      select r.n, bool_and(b.sender <> '') as sender_only
      from ${recordset(asked, 'n integer, account_id integer, dest text, sender text, channel text')}
      join messaging.blocklist b on b.account_id = r.account_id and b.dest = r.dest
        and b.sender = any(array['', r.sender]) and b.channel = any(array['', r.channel])
      group by r.n`,
  )

export const anyBlocked = async (db: Db): Promise<boolean> =>
  (await row(db, sql`select 1 from messaging.blocklist limit 1`)) !== undefined

export interface BlocklistWork {
  account_id: number
  adds: boolean
  dests: readonly string[]
  /** '' stands for all. */
  sender: string
  channel: string
  source: string
}

/** Takes work in. It is done in this order. */
export const insertWork = (db: Db, set: readonly BlocklistWork[], now: Date): Promise<number> =>
  run(
    db,
    sql`insert into messaging.blocklist_work (account_id, adds, dests, sender, channel, source, asked_at)
        select account_id, adds, array(select json_array_elements_text(dests)), sender, channel, source, ${now}
        from ${recordset(set, 'account_id integer, adds boolean, dests json, sender text, channel text, source text')}`,
  )

/**
 * Takes the oldest work out. Another process that asks meanwhile waits for this transaction, finds the work done, and
 * gets nothing: so the order holds between processes as well.
 */
export const takeWork = (tx: Tx): Promise<BlocklistWork | undefined> =>
  row(
    tx,
    sql<BlocklistWork>`
      delete from messaging.blocklist_work where id = (
        select id from messaging.blocklist_work order by id limit 1 for update)
      returning account_id, adds, dests, sender, channel, source`,
  )

export const addBlocked = (tx: Tx, work: BlocklistWork, now: Date): Promise<number> =>
  run(
    tx,
    sql`insert into messaging.blocklist (account_id, dest, sender, channel, source, made_at)
        select distinct ${work.account_id}::integer, dest, ${work.sender}, ${work.channel}, ${work.source}, ${now}::timestamptz
        from unnest(${work.dests}::text[]) as dest
        on conflict do nothing`,
  )

/** What is said of sender and channel must fit exactly; without a source, entries of any go. */
export const removeBlocked = (tx: Tx, work: BlocklistWork): Promise<number> =>
  run(
    tx,
    sql`delete from messaging.blocklist
        where account_id = ${work.account_id} and dest = any(${work.dests}::text[]) and sender = ${work.sender}
          and channel = ${work.channel} and (${work.source}::text = '' or source = ${work.source})`,
  )

export interface BlockedRow {
  account_id: number
  dest: string
  sender: string
  channel: string
  source: string
  campaign: string | null
  made_at: Date
}
export interface BlocklistFilter {
  accountIds: readonly number[]
  dest?: string
  sender?: string
  channel?: string
  source?: string
  campaign?: string
  from?: Date
  until?: Date
}

const filtered = (filter: BlocklistFilter): RawBuilder<unknown> => {
  const equals = (column: string, value: string | undefined) =>
    value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`]
  return sql.join(
    [
      filter.accountIds.length === 1
        ? sql`account_id = ${filter.accountIds[0]}`
        : sql`account_id = any(${filter.accountIds}::integer[])`,
      ...equals('dest', filter.dest),
      ...equals('sender', filter.sender),
      ...equals('channel', filter.channel),
      ...equals('source', filter.source),
      ...equals('campaign', filter.campaign),
      ...(filter.from === undefined ? [] : [sql`made_at >= ${filter.from}`]),
      ...(filter.until === undefined ? [] : [sql`made_at <= ${filter.until}`]),
    ],
    sql` and `,
  )
}

/** A page, newest first. Index: blocklist_by_age, or the primary key for one number. */
export const pageBlocked = (
  db: Db,
  filter: BlocklistFilter,
  page: { offset: number; limit: number },
): Promise<BlockedRow[]> =>
  rows(
    db,
    sql<BlockedRow>`
      select account_id, dest, sender, channel, source, campaign, made_at from messaging.blocklist
      where ${filtered(filter)}
      order by made_at desc, dest desc, sender desc, channel desc, source desc, account_id
      offset ${page.offset} limit ${page.limit}`,
  )

/** How many there are, counted no further than `most`. */
export const countBlocked = async (
  db: Db,
  filter: BlocklistFilter,
  most: number,
): Promise<number> =>
  (await row(
    db,
    sql<{ found: number }>`
      select count(*)::int as found from (
        select 1 from messaging.blocklist where ${filtered(filter)} limit ${most}) b`,
  ))!.found
