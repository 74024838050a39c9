import { recordset, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

/** An event on its way to one profile. */
export interface OutboxRow {
  account_id: number
  id: string
  profile_id: string
  subscription_id: string
  channel: string
  event: string
  /** JSON. */
  item: string
  at: Date
  attempts: number
}
const NAMES = sql`account_id, id, profile_id, subscription_id, channel, event, item, at, next_attempt_at`

export const insertEvents = (
  tx: Tx,
  set: readonly (Omit<OutboxRow, 'attempts'> & { next_attempt_at: Date })[],
): Promise<number> =>
  run(
    tx,
    sql`insert into subscriptions.outbox (${NAMES}) select ${NAMES}
        from ${recordset(set, 'account_id integer, id uuid, profile_id text, subscription_id text, channel text, event text, item text, at timestamptz, next_attempt_at timestamptz')}`,
  )

/** Leases due events: their next attempt moves to the end of the lease. Index: outbox_due. */
export const leaseEvents = (
  db: Db,
  now: Date,
  leaseUntil: Date,
  busy: readonly string[],
  limit: number,
): Promise<OutboxRow[]> =>
  rows(
    db,
    sql<OutboxRow>`
      with due as (
        select account_id, id from subscriptions.outbox
        where next_attempt_at <= ${now} and account_id || ' ' || profile_id <> all(${busy}::text[])
        order by next_attempt_at
        limit ${limit}
        for update skip locked)
      update subscriptions.outbox o set next_attempt_at = ${leaseUntil}
      from due d
      where o.account_id = d.account_id and o.id = d.id
      returning o.account_id, o.id, o.profile_id, o.subscription_id, o.channel, o.event, o.item, o.at, o.attempts`,
  )

type Key = Pick<OutboxRow, 'account_id' | 'id'>

export const deleteEvents = (db: Db, set: readonly Key[]): Promise<number> =>
  run(
    db,
    sql`delete from subscriptions.outbox o
        using ${recordset(
          set.map(({ account_id, id }) => ({ account_id, id })),
          'account_id integer, id uuid',
        )}
        where o.account_id = r.account_id and o.id = r.id`,
  )

export const postponeEvents = (
  db: Db,
  set: readonly (Key & { attempts: number; next_attempt_at: string })[],
): Promise<number> =>
  run(
    db,
    sql`update subscriptions.outbox o set attempts = r.attempts, next_attempt_at = r.next_attempt_at
        from ${recordset(set, 'account_id integer, id uuid, attempts integer, next_attempt_at timestamptz')}
        where o.account_id = r.account_id and o.id = r.id`,
  )

/** What waits for a profile goes now. */
export const releaseEvents = (
  db: Db,
  accountId: number,
  profileId: string,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`update subscriptions.outbox set next_attempt_at = ${now}
        where account_id = ${accountId} and profile_id = ${profileId} and next_attempt_at > ${now}`,
  )
