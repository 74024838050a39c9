import {
  row,
  rows,
  run,
  sql,
  transaction,
  type Db,
  type RawBuilder,
} from '../../../core/storage/index.ts'
import type { SenderKind } from '../../../protocols/e164/index.ts'
import type { ContentClass, FaultClass, RouteContent, Selection, StoredRoute, TimeWindow } from '../route.ts' // prettier-ignore

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
  account_ids: number[]
  with_sub_accounts: boolean
  countries: string[]
  networks: string[]
  sender_kinds: SenderKind[]
  senders: string[]
  content_classes: ContentClass[]
  time_windows: TimeWindow[]
  time_zone: string
  valid_from: Date | null
  valid_until: Date | null
  selection: Selection
  weight: number
  retry_on: FaultClass[]
  retry_on_receipt: boolean
  created_at: Date
  updated_at: Date
}

const columns = sql.raw(
  `id, name, channel, prefix, connection_id, priority, enabled, account_ids, with_sub_accounts, countries, networks,
  sender_kinds, senders, content_classes, time_windows, time_zone, valid_from, valid_until, selection, weight, retry_on,
  retry_on_receipt, created_at, updated_at`,
) as RawBuilder<Row>

const routeOf = (one: Row): StoredRoute => ({
  id: one.id,
  name: one.name,
  channel: one.channel,
  prefix: one.prefix,
  connectionId: one.connection_id,
  priority: one.priority,
  enabled: one.enabled,
  accountIds: one.account_ids,
  withSubAccounts: one.with_sub_accounts,
  countries: one.countries,
  networks: one.networks,
  senderKinds: one.sender_kinds,
  senders: one.senders,
  contentClasses: one.content_classes,
  timeWindows: one.time_windows,
  timeZone: one.time_zone,
  validFrom: one.valid_from,
  validUntil: one.valid_until,
  selection: one.selection,
  weight: one.weight,
  retryOn: one.retry_on,
  retryOnReceipt: one.retry_on_receipt,
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
    sql`insert into routing.routes (name, channel, prefix, connection_id, priority, enabled, account_ids, with_sub_accounts,
          countries, networks, sender_kinds, senders, content_classes, time_windows, time_zone, valid_from, valid_until,
          selection, weight, retry_on, retry_on_receipt, created_at, updated_at)
        values (${one.name}, ${one.channel}, ${one.prefix}, ${one.connectionId}, ${one.priority}, ${one.enabled},
          ${one.accountIds}, ${one.withSubAccounts}, ${one.countries}, ${one.networks}, ${one.senderKinds}, ${one.senders},
          ${one.contentClasses}, ${JSON.stringify(one.timeWindows)}, ${one.timeZone}, ${one.validFrom}, ${one.validUntil},
          ${one.selection}, ${one.weight}, ${one.retryOn}, ${one.retryOnReceipt}, ${now}, ${now})
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
          connection_id = ${one.connectionId}, priority = ${one.priority}, enabled = ${one.enabled},
          account_ids = ${one.accountIds}, with_sub_accounts = ${one.withSubAccounts}, countries = ${one.countries},
          networks = ${one.networks}, sender_kinds = ${one.senderKinds}, senders = ${one.senders},
          content_classes = ${one.contentClasses}, time_windows = ${JSON.stringify(one.timeWindows)},
          time_zone = ${one.timeZone}, valid_from = ${one.validFrom}, valid_until = ${one.validUntil},
          selection = ${one.selection}, weight = ${one.weight}, retry_on = ${one.retryOn},
          retry_on_receipt = ${one.retryOnReceipt}, updated_at = ${now}
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
