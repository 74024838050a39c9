import {
  recordset,
  row,
  rows,
  run,
  sql,
  type Db,
  type RawBuilder,
} from '../../core/storage/index.ts'

export interface AssociationRow {
  channel: string
  resource_type: string
  resource_id: string
  application_id: string
  entity_id: string
}

/** @returns false when it is there already, or the account has as many as there may be */
export const insertAssociation = async (
  db: Db,
  accountId: number,
  one: AssociationRow,
  most: number,
  now: Date,
): Promise<boolean> =>
  (await run(
    db,
    sql`insert into provisioning.associations (account_id, channel, resource_type, resource_id, application_id, entity_id, made_at)
        select ${accountId}, ${one.channel}, ${one.resource_type}, ${one.resource_id}, ${one.application_id}, ${one.entity_id}, ${now}
        where (select count(*) from provisioning.associations where account_id = ${accountId}) < ${most}
        on conflict do nothing`,
  )) > 0

export const deleteAssociation = async (
  db: Db,
  accountId: number,
  one: AssociationRow,
): Promise<boolean> =>
  (await run(db, sql`delete from provisioning.associations where ${filtered(accountId, one)}`)) > 0

const filtered = (accountId: number, filter: Partial<AssociationRow>): RawBuilder<unknown> =>
  sql.join(
    [
      sql`account_id = ${accountId}`,
      ...Object.entries(filter).map(([column, value]) => sql`${sql.ref(column)} = ${value}`),
    ],
    sql` and `,
  )

const columns = sql`channel, resource_type, resource_id, application_id, entity_id`

/** A page by channel and resource. Index: the primary key, associations_by_application or associations_by_entity. */
export const pageAssociations = (
  db: Db,
  accountId: number,
  filter: Partial<AssociationRow>,
  page: { offset: number; limit: number },
): Promise<AssociationRow[]> =>
  rows(
    db,
    sql<AssociationRow>`
      select ${columns} from provisioning.associations
      where ${filtered(accountId, filter)}
      order by channel, resource_id, resource_type, application_id, entity_id
      offset ${page.offset} limit ${page.limit}`,
  )

export const countAssociations = async (
  db: Db,
  accountId: number,
  filter: Partial<AssociationRow>,
): Promise<number> =>
  (await row(
    db,
    sql<{
      found: number
    }>`select count(*)::int as found from provisioning.associations where ${filtered(accountId, filter)}`,
  ))!.found

export interface ResourceKey {
  account_id: number
  channel: string
  resource_id: string
}

/** What each resource belongs to: only what all its associations agree on. Key: the primary key. */
export const agreedOn = (
  db: Db,
  set: readonly ResourceKey[],
): Promise<(ResourceKey & { application_id: string | null; entity_id: string | null })[]> =>
  rows(
    db,
    sql<ResourceKey & { application_id: string | null; entity_id: string | null }>`
      select a.account_id, a.channel, a.resource_id,
        case when min(a.application_id) = max(a.application_id) then min(a.application_id) end as application_id,
        case when min(a.entity_id) = max(a.entity_id) then min(a.entity_id) end as entity_id
      from ${recordset(set, 'account_id integer, channel text, resource_id text')}
      join provisioning.associations a
        on a.account_id = r.account_id and a.channel = r.channel and a.resource_id = r.resource_id
      group by a.account_id, a.channel, a.resource_id`,
  )
