import { rows, sql, type Db } from '../../core/storage/index.ts'

export interface PlatformRow {
  application_id: string | null
  entity_id: string | null
}

/** For whom the waiting messages of a bulk are. Index: scheduled_by_bulk. */
export const platformsOfBulk = (
  db: Db,
  accountId: number,
  bulkId: string,
  limit: number,
): Promise<PlatformRow[]> =>
  rows(
    db,
    sql<PlatformRow>`
      select distinct application_id, entity_id
      from messaging.scheduled
      where account_id = ${accountId} and bulk_id = ${bulkId}
      limit ${limit}`,
  )
