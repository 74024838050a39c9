import {
  row,
  rows,
  run,
  sql,
  transaction,
  type Db,
  type RawBuilder,
} from '../../core/storage/index.ts'
import type { StoredRoute } from './table.ts'

/** The whole table is held in memory, so there is an end to it. */
export const ROUTES_MAX = 10_000

interface Row {
  id: number
  name: string
  channel: 'SMS'
  prefix: string
  connection_id: number
  priority: number
  enabled: boolean
  created_at: Date
  updated_at: Date
}

export type RouteContent = Pick<
  StoredRoute,
  'name' | 'channel' | 'prefix' | 'connectionId' | 'priority' | 'enabled'
>

const columns = sql.raw('id, name, channel, prefix, connection_id, priority, enabled, created_at, updated_at') as RawBuilder<Row> // prettier-ignore

const routeOf = (one: Row): StoredRoute => ({
  id: one.id,
  name: one.name,
  channel: one.channel,
  prefix: one.prefix,
  connectionId: one.connection_id,
  priority: one.priority,
  enabled: one.enabled,
  createdAt: one.created_at,
  updatedAt: one.updated_at,
})

/** All routes, by id. Index: routes_pkey. */
export async function allRoutes(db: Db): Promise<StoredRoute[]> {
  const found = await rows<Row>(
    db,
    sql`select ${columns} from routing.routes order by id limit ${ROUTES_MAX}`,
  )
  return found.map(routeOf)
}

/** Serialises makers of routes, so that they agree on how many there are. */
export async function countForInsert(tx: Db): Promise<number> {
  await run(tx, sql`lock table routing.routes in share row exclusive mode`)
  return Number(
    (await row<{ count: bigint }>(tx, sql`select count(*) as count from routing.routes`))!.count,
  )
}

export async function insertRoute(tx: Db, one: RouteContent, now: Date): Promise<StoredRoute> {
  const made = await row<Row>(
    tx,
    sql`insert into routing.routes (name, channel, prefix, connection_id, priority, enabled, created_at, updated_at)
        values (${one.name}, ${one.channel}, ${one.prefix}, ${one.connectionId}, ${one.priority}, ${one.enabled}, ${now}, ${now})
        returning ${columns}`,
  )
  return routeOf(made!)
}

/** @returns null when there is none with this id */
export async function updateRoute(
  db: Db,
  id: number,
  one: RouteContent,
  now: Date,
): Promise<StoredRoute | null> {
  const changed = await row<Row>(
    db,
    sql`update routing.routes set name = ${one.name}, channel = ${one.channel}, prefix = ${one.prefix},
          connection_id = ${one.connectionId}, priority = ${one.priority}, enabled = ${one.enabled}, updated_at = ${now}
        where id = ${id}
        returning ${columns}`,
  )
  return changed ? routeOf(changed) : null
}

export const deleteRoute = (db: Db, id: number): Promise<number> =>
  run(db, sql`delete from routing.routes where id = ${id}`)

/** Names of routes to a connection, by name. Index: routes_connection. */
export async function routeNamesOf(db: Db, connectionId: number): Promise<string[]> {
  const found = await rows<{ name: string }>(
    db,
    sql`select name from routing.routes where connection_id = any(${[connectionId]}::integer[]) order by name limit 100`,
  )
  return found.map((one) => one.name)
}

/** Inserts these when there is no route at all. @returns whether it did */
export const insertFirstRoutes = (
  db: Db,
  routes: readonly RouteContent[],
  now: Date,
): Promise<boolean> =>
  transaction(db, async (tx) => {
    if ((await countForInsert(tx)) > 0) return false
    for (const one of routes) await insertRoute(tx, one, now)
    return true
  })
