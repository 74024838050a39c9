import { row, rows, run, sql, type Db } from '../../../core/storage/index.ts'

export interface NumberNetworkRow {
  /** Leading digits, or a whole number. */
  prefix: string
  /** MCC and MNC together. */
  network: string
  updated_at: Date
}

/** All entries, by prefix. Index: the primary key. */
export const allNumberNetworks = (db: Db, limit: number): Promise<NumberNetworkRow[]> =>
  rows(
    db,
    sql<NumberNetworkRow>`
      select prefix, network, updated_at from routing.number_networks order by prefix collate "C" limit ${limit}`,
  )

export const countNumberNetworks = async (db: Db): Promise<number> =>
  Number(
    (await row(db, sql<{ count: bigint }>`select count(*) as count from routing.number_networks`))!
      .count,
  )

export const putNumberNetwork = async (db: Db, one: NumberNetworkRow): Promise<NumberNetworkRow> =>
  (await row(
    db,
    sql<NumberNetworkRow>`
      insert into routing.number_networks (prefix, network, updated_at)
      values (${one.prefix}, ${one.network}, ${one.updated_at})
      on conflict (prefix) do update set network = excluded.network, updated_at = excluded.updated_at
      returning prefix, network, updated_at`,
  ))!

export const deleteNumberNetwork = (db: Db, prefix: string): Promise<number> =>
  run(db, sql`delete from routing.number_networks where prefix = ${prefix}`)
