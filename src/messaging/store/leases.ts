import { row, rows, run, sql, type Db, type RawBuilder } from '../../core/storage/index.ts'
import type { MessageKey } from './settle.ts'

/** Processes, and what they have in memory. */

export const registerNode = async (db: Db, now: Date): Promise<number> =>
  (await row(
    db,
    sql<{
      node_id: number
    }>`insert into messaging.nodes (started_at, seen_at) values (${now}, ${now}) returning node_id`,
  ))!.node_id

export const beat = (db: Db, nodeId: number, now: Date): Promise<number> =>
  run(db, sql`update messaging.nodes set seen_at = ${now} where node_id = ${nodeId}`)

export const forgetNode = (db: Db, nodeId: number): Promise<number> =>
  run(db, sql`delete from messaging.nodes where node_id = ${nodeId}`)

/** Gives back leases on sets of which nothing is in memory any more. */
export const dropLeases = (db: Db, nodeId: number, batches: readonly string[]): Promise<number> =>
  run(
    db,
    sql`delete from messaging.leases where node_id = ${nodeId} and batch = any(${batches}::uuid[])`,
  )

/** Sets that a node took before an instant. */
export const oldLeases = async (
  db: Db,
  nodeId: number,
  before: Date,
  limit: number,
): Promise<string[]> =>
  (
    await rows(
      db,
      sql<{ batch: string }>`
        select batch from messaging.leases
        where node_id = ${nodeId} and made_at <= ${before}
        limit ${limit}`,
    )
  ).map((one) => one.batch)

/** Sets of processes that are gone: of other nodes that were not seen since an instant. */
export const deadLeases = (
  db: Db,
  nodeId: number,
  aliveSince: Date,
  limit: number,
): Promise<{ node_id: number; batch: string }[]> =>
  rows(
    db,
    sql<{ node_id: number; batch: string }>`
      select e.node_id, e.batch from messaging.leases e
      where e.node_id <> ${nodeId}
        and not exists (
          select 1 from messaging.nodes n where n.node_id = e.node_id and n.seen_at > ${aliveSince})
      limit ${limit}`,
  )

/** What of a set its node still holds by its lease. */
export const leasedOf = (db: Db, nodeId: number, batch: string): Promise<MessageKey[]> =>
  rows(
    db,
    sql<MessageKey>`
      select l.account_id, l.day, l.id
      from (
        select unnest(e.account_ids) as account_id, unnest(e.days) as day, unnest(e.ids) as id
        from messaging.leases e where e.node_id = ${nodeId} and e.batch = ${batch}) k
      join messaging.live l on l.account_id = k.account_id and l.day = k.day and l.id = k.id
      where l.state = 1 and l.leased_by = ${nodeId}`,
  )

/** Which of some messages a node holds. */
export const leasedAmong = (
  db: Db,
  nodeId: number,
  set: readonly MessageKey[],
): Promise<MessageKey[]> =>
  rows(
    db,
    sql<MessageKey>`
      select l.account_id, l.day, l.id
      from (
        select unnest(${set.map((one) => one.account_id)}::integer[]) as account_id,
          unnest(${set.map((one) => one.day)}::date[]) as day, unnest(${set.map((one) => one.id)}::uuid[]) as id) k
      join messaging.live l on l.account_id = k.account_id and l.day = k.day and l.id = k.id
      where l.state = 1 and l.leased_by = ${nodeId}`,
  )

/** Lines of a timeline beyond which a process that ends again and again adds none. */
const FREED_TRAIL_MAX = 60

/** Makes messages due that a node holds: they may have been sent, and are sent again (at least once). */
const free = (
  keys: RawBuilder<unknown>,
  nodeId: number,
  now: Date,
  why: string,
): RawBuilder<unknown> => sql`
  freed as (
    update messaging.live l
    set state = 0, leased_by = null,
      trail = case when jsonb_array_length(coalesce(l.trail, '[]'::jsonb)) >= ${FREED_TRAIL_MAX} then l.trail
        else coalesce(l.trail, '[]'::jsonb) || jsonb_build_array(jsonb_build_object('at', ${now}::timestamptz, 'kind', 'RETRY',
          'detail', ${why}::text, 'mayBeOut', true)) end
    from ${keys} k
    where l.account_id = k.account_id and l.day = k.day and l.id = k.id and l.state = 1 and l.leased_by = ${nodeId}
    returning l.connection_id, l.content_class, l.account_id, l.id, l.day, l.valid_until, l.bulk_id
  )
  insert into messaging.waiting (connection_id, content_class, account_id, next_at, id, day, valid_until, bulk_id)
  select f.connection_id, f.content_class, f.account_id,
    case when b.status = 'PAUSED' then 'infinity' else ${now}::timestamptz end, f.id, f.day, f.valid_until, b.bulk_id
  from freed f
  left join messaging.bulks b on b.account_id = f.account_id and b.bulk_id = f.bulk_id`

/** Frees a set of a process that is gone, and its lease. @returns how many messages */
export const freeLease = (
  db: Db,
  lease: { node_id: number; batch: string },
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`with gone as (
          delete from messaging.leases where node_id = ${lease.node_id} and batch = ${lease.batch}
          returning account_ids, days, ids
        ), keys as (
          select unnest(account_ids) as account_id, unnest(days) as day, unnest(ids) as id from gone
        ), ${free(sql`keys`, lease.node_id, now, 'The process that held this message ended; it may have been sent once already')}`,
  )

/** Frees messages that this node holds without knowing of them. @returns how many */
export const freeOrphans = (
  db: Db,
  nodeId: number,
  set: readonly MessageKey[],
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`with keys as (
          select unnest(${set.map((one) => one.account_id)}::integer[]) as account_id,
            unnest(${set.map((one) => one.day)}::date[]) as day, unnest(${set.map((one) => one.id)}::uuid[]) as id
        ), ${free(sql`keys`, nodeId, now, 'The outcome of a try could not be stored; it may have been sent once already')}`,
  )
