import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

export interface CatcherRow {
  account_id: number
  catcher_id: string
  made_at: Date
  expires_at: Date
}
/** @returns 0 when the account has `max` already */
export const insertCatcher = (db: Db, one: CatcherRow, max: number): Promise<number> =>
  run(
    db,
    sql`insert into subscriptions.catchers (account_id, catcher_id, made_at, expires_at)
        select ${one.account_id}, ${one.catcher_id}, ${one.made_at}, ${one.expires_at}
        where (select count(*) from subscriptions.catchers where account_id = ${one.account_id} and expires_at > ${one.made_at}) < ${max}`,
  )

export const listCatchers = (db: Db, accountId: number, now: Date): Promise<CatcherRow[]> =>
  rows(
    db,
    sql<CatcherRow>`
      select account_id, catcher_id, made_at, expires_at from subscriptions.catchers
      where account_id = ${accountId} and expires_at > ${now}
      order by made_at desc
      limit 100`,
  )

/** By its address alone: who posts to it need not be known. */
export const findCatcher = (
  db: Db,
  catcherId: string,
  now: Date,
): Promise<CatcherRow | undefined> =>
  row(
    db,
    sql<CatcherRow>`
      select account_id, catcher_id, made_at, expires_at from subscriptions.catchers
      where catcher_id = ${catcherId} and expires_at > ${now}`,
  )

export const deleteCatcher = (db: Db, accountId: number, catcherId: string): Promise<number> =>
  run(
    db,
    sql`delete from subscriptions.catchers where account_id = ${accountId} and catcher_id = ${catcherId}`,
  )

export const dropOldCatchers = (db: Db, now: Date): Promise<number> =>
  run(db, sql`delete from subscriptions.catchers where expires_at <= ${now}`)

export interface CaughtRow {
  id: string
  at: Date
  headers: Record<string, string>
  body: string
  body_bytes: number
}
/** Keeps a request; the oldest beyond `keptMax` go. */
export async function insertCaught(
  tx: Tx,
  catcher: CatcherRow,
  one: CaughtRow,
  keptMax: number,
): Promise<void> {
  await run(
    tx,
    sql`insert into subscriptions.caught (account_id, catcher_id, id, at, headers, body, body_bytes)
        values (${catcher.account_id}, ${catcher.catcher_id}, ${one.id}, ${one.at}, ${JSON.stringify(one.headers)}::jsonb, ${one.body}, ${one.body_bytes})`,
  )
  await run(
    tx,
    sql`delete from subscriptions.caught
        where catcher_id = ${catcher.catcher_id} and id <= (
          select id from subscriptions.caught where catcher_id = ${catcher.catcher_id}
          order by id desc offset ${keptMax} limit 1)`,
  )
}

export const listCaught = (
  db: Db,
  accountId: number,
  catcherId: string,
  limit: number,
): Promise<CaughtRow[]> =>
  rows(
    db,
    sql<CaughtRow>`
      select id, at, headers, body, body_bytes from subscriptions.caught
      where catcher_id = ${catcherId} and account_id = ${accountId}
      order by id desc
      limit ${limit}`,
  )
