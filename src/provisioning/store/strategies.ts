import { row, rows, run, sql, type Db, type RawBuilder } from '../../core/storage/index.ts'
import type { Priority } from '../wire.ts'

export interface StrategyRow {
  id: string
  application_id: string | null
  entity_id: string | null
  channel: string | null
  country: string | null
  sticky: boolean
  geolocated: boolean
  priorities: Priority[]
}

/** @returns false when the account has as many as there may be */
export const insertStrategy = async (
  db: Db,
  accountId: number,
  one: StrategyRow,
  most: number,
  now: Date,
): Promise<boolean> =>
  (await run(
    db,
    sql`insert into provisioning.strategies
          (account_id, id, application_id, entity_id, channel, country, sticky, geolocated, priorities, made_at)
        select ${accountId}, ${one.id}, ${one.application_id}, ${one.entity_id}, ${one.channel}, ${one.country},
          ${one.sticky}, ${one.geolocated}, ${JSON.stringify(one.priorities)}::jsonb, ${now}
        where (select count(*) from provisioning.strategies where account_id = ${accountId}) < ${most}`,
  )) > 0

export const deleteStrategy = async (db: Db, accountId: number, id: string): Promise<boolean> =>
  (await run(
    db,
    sql`delete from provisioning.strategies where account_id = ${accountId} and id = ${id}`,
  )) > 0

export interface StrategyFilter {
  id?: string
  application_id?: string
  entity_id?: string
}
const filtered = (accountId: number, filter: StrategyFilter): RawBuilder<unknown> =>
  sql.join(
    [
      sql`account_id = ${accountId}`,
      ...Object.entries(filter).map(([column, value]) => sql`${sql.ref(column)} = ${value}`),
    ],
    sql` and `,
  )

/** A page, oldest first. Key: the primary key. */
export const pageStrategies = (
  db: Db,
  accountId: number,
  filter: StrategyFilter,
  page: { offset: number; limit: number },
): Promise<StrategyRow[]> =>
  rows(
    db,
    sql<StrategyRow>`
      select id, application_id, entity_id, channel, country, sticky, geolocated, priorities
      from provisioning.strategies
      where ${filtered(accountId, filter)}
      order by id
      offset ${page.offset} limit ${page.limit}`,
  )

export const countStrategies = async (
  db: Db,
  accountId: number,
  filter: StrategyFilter,
): Promise<number> =>
  (await row(
    db,
    sql<{
      found: number
    }>`select count(*)::int as found from provisioning.strategies where ${filtered(accountId, filter)}`,
  ))!.found
