import { DAY_MS, utcDay, utcMonth } from '../../core/clock.ts'
import { type Db, rows, run, sql, transaction } from '../../core/storage/index.ts'

/**
 * Rows that are written again soon find room on their own page, so that no index is written with them. What an update
 * leaves behind is reused in place, and partitions are dropped whole: autovacuum has little to do, and does it late.
 */
const CHANGING =
  'autovacuum_vacuum_scale_factor = 0.5, autovacuum_vacuum_insert_threshold = -1, fillfactor ='
/** Rows that are never written again. */
const STAYING = 'autovacuum_vacuum_insert_scale_factor = 0.5, fillfactor = 100'

/** Tables cut by UTC day or month, with how long a partition is kept after its day (null: another rule ends it). */
const partitioned = {
  live: { by: 'day', keptDays: 8, settings: `${CHANGING} 50` },
  submissions: { by: 'day', keptDays: 9, settings: `${CHANGING} 60` },
  inbound: { by: 'day', keptDays: 8, settings: STAYING },
  record_subjects: { by: 'day', keptDays: null, settings: STAYING },
  records: { by: 'month', keptDays: null, settings: STAYING },
  contents: { by: 'day', keptDays: 0, settings: STAYING },
} as const
export type PartitionedTable = keyof typeof partitioned

const following = (by: 'day' | 'month', start: string): string => {
  const date = new Date(`${start}T00:00:00Z`)
  if (by === 'day') return utcDay(date.getTime() + DAY_MS)
  return utcMonth(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1))
}

/**
 * Makes the partition for a day or month when it is missing. The caller remembers that it did.
 * Made beside the parent and attached to it: that waits for no writer, and no writer waits for it.
 */
export async function createPartition(
  db: Db,
  name: PartitionedTable,
  start: string,
): Promise<void> {
  const { by, settings } = partitioned[name]
  const parent = sql.table(`messaging.${name}`)
  const partition = sql.table(`messaging.${name}_${start.replaceAll('-', '')}`)
  await transaction(db, async (tx) => {
    await run(
      tx,
      sql`select pg_advisory_xact_lock(hashtextextended(${`partition ${name} ${start}`}, 0))`,
    )
    const [found] = await rows<{ made: boolean }>(
      tx,
      sql`select to_regclass(${`messaging.${name}_${start.replaceAll('-', '')}`}) is not null as made`,
    )
    if (found?.made) return
    await run(
      tx,
      sql`create table ${partition} (like ${parent} including all) with (${sql.raw(settings)})`,
    )
    await run(
      tx,
      sql`alter table ${parent} attach partition ${partition} for values from (${sql.lit(start)}) to (${sql.lit(following(by, start))})`,
    )
  })
}

export interface Partition {
  table: PartitionedTable
  partition: string
  start: string
}

/** All partitions there are, oldest first. */
export async function listPartitions(db: Db): Promise<Partition[]> {
  const found = await rows<{ parent: string; child: string }>(
    db,
    sql`select p.relname as parent, c.relname as child
        from pg_inherits i
        join pg_class p on p.oid = i.inhparent
        join pg_class c on c.oid = i.inhrelid
        join pg_namespace n on n.oid = p.relnamespace
        where n.nspname = 'messaging' and p.relkind = 'p' and c.relkind in ('r', 'p')
        order by c.relname`,
  )
  return found.flatMap(({ parent, child }) => {
    const stamp = /_(\d{4})(\d{2})(\d{2})$/.exec(child)
    if (!stamp || !(parent in partitioned)) return []
    return [
      {
        table: parent as PartitionedTable,
        partition: child,
        start: `${stamp[1]}-${stamp[2]}-${stamp[3]}`,
      },
    ]
  })
}

/** Partitions whose time on disk is over at an instant. */
export const overdue = (all: readonly Partition[], now: number): Partition[] =>
  all.filter((one) => {
    const { keptDays } = partitioned[one.table]
    return keptDays !== null && one.start < utcDay(now - keptDays * DAY_MS)
  })

/**
 * Copies the messages of an old day that have no final status yet into a newer day, so that the old partition can be dropped.
 * @returns how many were moved
 */
export const moveStragglers = (tx: Db, fromDay: string, toDay: string): Promise<number> =>
  run(
    tx,
    sql`with moved as (
          delete from messaging.live where day = ${fromDay} and state <> 3 returning *
        ), ids as (
          update messaging.message_ids i set day = ${toDay}, made_on = ${toDay} from moved m
          where i.account_id = m.account_id and i.message_id = m.message_id and i.id = m.id
        ), waits as (
          update messaging.waiting w set day = ${toDay} from moved m
          where w.connection_id = m.connection_id and w.content_class = m.content_class and w.account_id = m.account_id and w.id = m.id
        ), parts as (
          update messaging.submissions s set message_day = ${toDay} from moved m where s.message_id = m.id
        ), known as (
          insert into messaging.message_ids (account_id, message_id, id, day, made_on, refused)
          select account_id, id::text, id, ${toDay}::date, ${toDay}::date, false from moved
          on conflict (account_id, message_id) do update set day = excluded.day, made_on = excluded.made_on
        )
        insert into messaging.live select (jsonb_populate_record(null::messaging.live, to_jsonb(m) || jsonb_build_object('day', ${toDay}::text))).*
        from moved m`,
  )

/** Whoever reads or writes the table waits while this waits for others: not longer than this, then it is tried again. */
const LOCK_WAIT = '2s'

export const dropPartition = (db: Db, partition: string): Promise<number> =>
  transaction(db, async (tx) => {
    await run(tx, sql`set local lock_timeout = ${sql.lit(LOCK_WAIT)}`)
    return run(tx, sql`drop table if exists ${sql.table(`messaging.${partition}`)}`)
  })

/**
 * Forgets ids and bulks of messages that are gone. What waits for its time has no day yet and stays.
 * Index: message_ids_by_age, bulks_by_age.
 */
export async function forgetIds(db: Db, before: string, limit: number): Promise<number> {
  const ids = await run(
    db,
    sql`delete from messaging.message_ids where (account_id, message_id) in (
          select account_id, message_id from messaging.message_ids
          where made_on < ${before} and day < ${before}
          order by made_on
          limit ${limit})`,
  )
  const bulks = await run(
    db,
    sql`delete from messaging.bulks where (account_id, bulk_id) in (
          select b.account_id, b.bulk_id from messaging.bulks b
          where b.made_at < ${before}::date and b.send_at < ${before}::date
            and not exists (select 1 from messaging.scheduled s where s.account_id = b.account_id and s.bulk_id = b.bulk_id)
          order by b.made_at
          limit ${limit})`,
  )
  return Math.max(ids, bulks)
}
