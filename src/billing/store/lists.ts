import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import { priceColumns, type PriceRow } from './books.ts'

export interface ListRow {
  id: number
  account_id: number
  connection_id: number | null
  name: string
  currency: string
  version: number
  created_at: Date
  prices: number
  accounts: number
}
const columns = sql`
  l.id, l.account_id, l.connection_id, l.name, l.currency, l.version, l.created_at,
  (select count(*)::integer from billing.prices p where p.list_id = l.id) as prices,
  (select count(distinct a.account_id)::integer from billing.assignments a where a.list_id = l.id) as accounts`

/** Lists of a seller in the order they were made. */
export const listLists = (db: Db, accountId: number, after: number, limit: number) =>
  rows<ListRow>(
    db,
    sql`
      select ${columns}
      from billing.price_lists l
      where l.account_id = ${accountId} and l.retired_at is null and l.id > ${after}
      order by l.id
      limit ${limit}`,
  )

export const findList = (db: Db, accountId: number, listId: number) =>
  row<ListRow>(
    db,
    sql`
      select ${columns}
      from billing.price_lists l
      where l.account_id = ${accountId} and l.id = ${listId} and l.retired_at is null`,
  )

export const renameList = async (
  db: Db,
  accountId: number,
  listId: number,
  name: string,
): Promise<boolean> =>
  (await run(
    db,
    sql`
      update billing.price_lists set name = ${name}
      where account_id = ${accountId} and id = ${listId} and retired_at is null`,
  )) > 0

/** Takes a list out of use unless somebody buys by it now or later. @returns whether it did */
export const retireList = async (
  tx: Tx,
  accountId: number,
  listId: number,
  now: Date,
): Promise<boolean> =>
  (await run(
    tx,
    sql`
      update billing.price_lists l set retired_at = ${now}
      where l.account_id = ${accountId} and l.id = ${listId} and l.retired_at is null
        and not exists (
          select 1 from billing.assignments a
          where a.list_id = l.id and (a.valid_from > ${now} or not exists (
            select 1 from billing.assignments b
            where b.account_id = a.account_id and b.valid_from > a.valid_from and b.valid_from <= ${now})))`,
  )) > 0

/** Held until the end of the transaction: nobody assigns the list while it is retired. */
export const lockList = (tx: Tx, listId: number) =>
  row<{ account_id: number; currency: string; connection_id: number | null }>(
    tx,
    sql`
      select account_id, currency, connection_id from billing.price_lists
      where id = ${listId} and retired_at is null
      for update`,
  )

/** null: whatever it is. */
export interface PriceFilter {
  kind: PriceRow['kind'] | null
  country: string | null
  network: string | null
  channel: string | null
  direction: PriceRow['direction'] | null
  sender_kind: PriceRow['sender_kind']
  before: string | null
}

/** Newest first. Index: prices_by_list. */
export const pagePrices = (
  db: Db,
  accountId: number,
  listId: number,
  filter: PriceFilter,
  limit: number,
) =>
  rows<PriceRow>(
    db,
    sql`
      select ${priceColumns}
      from billing.prices
      where account_id = ${accountId} and list_id = ${listId}
        and (${filter.kind}::text is null or kind = ${filter.kind})
        and (${filter.country}::text is null or country = ${filter.country})
        and (${filter.network}::text is null or mcc_mnc = ${filter.network})
        and (${filter.direction}::text is null or direction = ${filter.direction})
        and (${filter.sender_kind}::text is null or sender_kind = ${filter.sender_kind})
        and (${filter.channel}::text is null or channel = ${filter.channel})
        and (${filter.before}::bigint is null or id < ${filter.before}::bigint)
      order by id desc
      limit ${limit}`,
  )

/** The whole list, oldest first. Index: prices_by_list. */
export const exportPrices = (db: Db, accountId: number, listId: number, limit: number) =>
  rows<PriceRow>(
    db,
    sql`
      select ${priceColumns}
      from billing.prices
      where account_id = ${accountId} and list_id = ${listId}
      order by id
      limit ${limit}`,
  )

/** Which lists foretell what operators' connections cost, with their currency. */
export const readCostLists = (db: Db) =>
  rows<{ id: number; connection_id: number; version: number; currency: string }>(
    db,
    sql`
      select id, connection_id, version, currency
      from billing.price_lists
      where connection_id is not null and retired_at is null`,
  )
