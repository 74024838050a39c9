import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

/* Binds of now, of all processes. */

export interface NewBind {
  account_id: number
  bind_id: string
  user_id: number
  kind: string
  version: number
  address: string
  tls: boolean
}

/**
 * Notes a bind, unless the user has as many as it may. The lock on the user keeps two processes from taking the last place.
 * @returns 0 when there is no place
 */
export const insertBind = async (
  tx: Tx,
  one: NewBind,
  most: number,
  now: Date,
  freshSince: Date,
): Promise<number> => {
  await row(
    tx,
    sql`select 1 from smpp_server.users where user_id = ${one.user_id} for no key update`,
  )
  return run(
    tx,
    sql`insert into smpp_server.binds (account_id, bind_id, user_id, kind, version, address, tls, bound_at, seen_at)
        select ${one.account_id}, ${one.bind_id}, ${one.user_id}, ${one.kind}, ${one.version}, ${one.address}, ${one.tls}, ${now}, ${now}
        where (select count(*) from smpp_server.binds where user_id = ${one.user_id} and seen_at >= ${freshSince}) < ${most}`,
  )
}

export const noteBound = (db: Db, userId: number, now: Date): Promise<number> =>
  run(db, sql`update smpp_server.users set bound_at = ${now} where user_id = ${userId}`)

export const deleteBinds = (db: Db, bindIds: readonly string[]): Promise<number> =>
  run(db, sql`delete from smpp_server.binds where bind_id = any(${bindIds}::uuid[])`)

/** Keeps binds fresh and notes what went over them; tells which ones somebody wants ended, and which are gone. */
export const refreshBinds = (
  db: Db,
  set: readonly { bind_id: string; submitted: number; delivered: number }[],
  now: Date,
): Promise<{ bind_id: string; ending: boolean }[]> =>
  rows(
    db,
    sql<{ bind_id: string; ending: boolean }>`
      update smpp_server.binds b
      set seen_at = ${now}, submitted = r.submitted, delivered = r.delivered
      from ${recordset(set, 'bind_id uuid, submitted bigint, delivered bigint')}
      where b.bind_id = r.bind_id
      returning b.bind_id, b.ending`,
  )

/** Rows of processes that are gone. */
export const dropStaleBinds = (db: Db, before: Date): Promise<number> =>
  run(db, sql`delete from smpp_server.binds where seen_at < ${before}`)

export const dropAllBinds = (db: Db): Promise<number> => run(db, sql`delete from smpp_server.binds`)

export interface BindRow {
  bind_id: string
  user_id: number
  system_id: string
  kind: string
  version: number
  address: string
  tls: boolean
  bound_at: Date
  submitted: bigint
  delivered: bigint
}

/** A page by id: ids are made when a bind begins, so the oldest come first. Index: binds_by_account. */
export const pageBinds = (
  db: Db,
  accountId: number,
  filter: { userId: number | null; after: string | null },
  limit: number,
  freshSince: Date,
): Promise<BindRow[]> =>
  rows(
    db,
    sql<BindRow>`
      select b.bind_id, b.user_id, u.system_id, b.kind, b.version, b.address, b.tls, b.bound_at, b.submitted, b.delivered
      from smpp_server.binds b
      join smpp_server.users u on u.user_id = b.user_id
      where b.account_id = ${accountId} and b.seen_at >= ${freshSince}
        and (${filter.userId}::integer is null or b.user_id = ${filter.userId})
        and (${filter.after}::uuid is null or b.bind_id > ${filter.after})
      order by b.bind_id
      limit ${limit}`,
  )

/** Asks the process that holds a bind to end it. */
export const endBind = (db: Db, accountId: number, bindId: string): Promise<number> =>
  run(
    db,
    sql`update smpp_server.binds set ending = true where account_id = ${accountId} and bind_id = ${bindId}`,
  )
