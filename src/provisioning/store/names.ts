import { row, rows, run, sql, type Db, type RawBuilder } from '../../core/storage/index.ts'

/** Applications and entities are kept alike: an id that the customer chose, and a name. */
export type Kind = 'application' | 'entity'

const tables: Record<Kind, { table: RawBuilder<unknown>; id: RawBuilder<unknown> }> = {
  application: { table: sql`provisioning.applications`, id: sql`application_id` },
  entity: { table: sql`provisioning.entities`, id: sql`entity_id` },
}

export interface Named {
  id: string
  name: string | null
}

/** @returns false when the account has one with this id already, or as many as there may be */
export const insertNamed = async (
  db: Db,
  kind: Kind,
  accountId: number,
  one: Named,
  most: number,
  now: Date,
): Promise<boolean> => {
  const { table, id } = tables[kind]
  return (
    (await run(
      db,
      sql`insert into ${table} (account_id, ${id}, name, made_at, changed_at)
          select ${accountId}, ${one.id}, ${one.name}, ${now}, ${now}
          where (select count(*) from ${table} where account_id = ${accountId}) < ${most}
          on conflict do nothing`,
    )) > 0
  )
}

export const findNamed = (
  db: Db,
  kind: Kind,
  accountId: number,
  wanted: string,
): Promise<Named | undefined> => {
  const { table, id } = tables[kind]
  return row(
    db,
    sql<Named>`select ${id} as id, name from ${table} where account_id = ${accountId} and ${id} = ${wanted}`,
  )
}

/** A page by id. Key: the primary key. */
export const pageNamed = (
  db: Db,
  kind: Kind,
  accountId: number,
  page: { offset: number; limit: number },
): Promise<Named[]> => {
  const { table, id } = tables[kind]
  return rows(
    db,
    sql<Named>`
      select ${id} as id, name from ${table}
      where account_id = ${accountId}
      order by ${id}
      offset ${page.offset} limit ${page.limit}`,
  )
}

export const countNamed = async (db: Db, kind: Kind, accountId: number): Promise<number> => {
  const counted = await row(
    db,
    sql<{
      found: number
    }>`select count(*)::int as found from ${tables[kind].table} where account_id = ${accountId}`,
  )
  return counted?.found ?? 0
}

export const renameNamed = async (
  db: Db,
  kind: Kind,
  accountId: number,
  one: Named,
  now: Date,
): Promise<boolean> => {
  const { table, id } = tables[kind]
  return (
    (await run(
      db,
      sql`update ${table} set name = ${one.name}, changed_at = ${now}
          where account_id = ${accountId} and ${id} = ${one.id}`,
    )) > 0
  )
}

/** Fails with a foreign key violation while something belongs to it. */
export const deleteNamed = async (
  db: Db,
  kind: Kind,
  accountId: number,
  wanted: string,
): Promise<boolean> => {
  const { table, id } = tables[kind]
  return (
    (await run(
      db,
      sql`delete from ${table} where account_id = ${accountId} and ${id} = ${wanted}`,
    )) > 0
  )
}

/** What belongs to an application or entity and keeps it from being deleted. Indexes: by application, by entity. */
export const countBelonging = async (
  db: Db,
  kind: Kind,
  accountId: number,
  wanted: string,
): Promise<{ associations: number; strategies: number }> => {
  const { id } = tables[kind]
  const counted = await row(
    db,
    sql<{ associations: number; strategies: number }>`
      select
        (select count(*)::int from provisioning.associations where account_id = ${accountId} and ${id} = ${wanted}) as associations,
        (select count(*)::int from provisioning.strategies where account_id = ${accountId} and ${id} = ${wanted}) as strategies`,
  )
  return counted!
}
