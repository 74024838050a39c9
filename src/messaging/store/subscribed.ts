import { recordset, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

/* Reports on their way to subscribed profiles. */

interface ReportKey {
  account_id: number
  id: string
}
const KEY = 'account_id integer, id uuid'

/** What subscriptions choose by. */
export interface MatchFacts extends ReportKey {
  application_id: string | null
  entity_id: string | null
  /** The account's own side: the sender of a message sent, the number a handset wrote to. */
  resource: string
}

/** Facts of reports whose messages are still there. */
export const readMatchFacts = (db: Db, set: readonly ReportKey[]): Promise<MatchFacts[]> =>
  rows(
    db,
    sql<MatchFacts>`
      select t.account_id, t.id, m.application_id, m.entity_id, m.resource
      from ${recordset(set, KEY)}
      join messaging.reports t on t.account_id = r.account_id and t.id = r.id
      cross join lateral (
        (select l.application_id, l.entity_id, l.sender as resource from messaging.live l
         where t.kind = 'DELIVERY' and l.account_id = t.account_id and l.day = t.message_day and l.id = t.message_id limit 1)
        union all
        (select i.application_id, i.entity_id, i.dest from messaging.inbound i
         where t.kind = 'INBOUND' and i.account_id = t.account_id and i.day = t.message_day and i.id = t.message_id limit 1)) m`,
  )

export interface Assigned extends ReportKey {
  profile_id: string
  subscription_id: string
  next_attempt_at: string
}

/** Gives reports to the first profile that wants them. */
export const assignProfiles = (tx: Tx, set: readonly Assigned[]): Promise<number> =>
  run(
    tx,
    sql`update messaging.reports t
        set matching = false, profile_id = r.profile_id, subscription_id = r.subscription_id, next_attempt_at = r.next_attempt_at
        from ${recordset(set, `${KEY}, profile_id text, subscription_id text, next_attempt_at timestamptz`)}
        where t.account_id = r.account_id and t.id = r.id`,
  )

/** Further profiles that want the same reports: rows of their own, which are never pulled. */
export const insertCopies = (
  tx: Tx,
  set: readonly (Assigned & { copy_id: string })[],
): Promise<number> =>
  run(
    tx,
    sql`insert into messaging.reports (account_id, id, kind, channel, message_day, message_id, status_id, error_id, at, shape,
          profile_id, subscription_id, copy, next_attempt_at)
        select t.account_id, r.copy_id, t.kind, t.channel, t.message_day, t.message_id, t.status_id, t.error_id, t.at, t.shape,
          r.profile_id, r.subscription_id, true, r.next_attempt_at
        from ${recordset(set, `${KEY}, copy_id uuid, profile_id text, subscription_id text, next_attempt_at timestamptz`)}
        join messaging.reports t on t.account_id = r.account_id and t.id = r.id`,
  )

/** Reports that no subscription wants go to the account-wide address, or wait to be pulled. */
export const fallBack = (tx: Tx, set: readonly ReportKey[], now: Date): Promise<number> =>
  run(
    tx,
    sql`update messaging.reports t
        set matching = false, push_url = w.url, next_attempt_at = case when w.url is not null then ${now}::timestamptz end
        from ${recordset(set, KEY)}
        cross join lateral (
          select (select case t2.kind when 'INBOUND' then h.inbound_url else h.delivery_url end
            from messaging.webhooks h where h.account_id = t2.account_id) as url
          from messaging.reports t2 where t2.account_id = r.account_id and t2.id = r.id) w
        where t.account_id = r.account_id and t.id = r.id`,
  )

/** Those of a receiver that still gather: its bucket is full, so they go now. Index: reports_to_push. */
export const releaseGathering = (
  db: Db,
  targets: readonly string[],
  now: Date,
  gatheringUntil: Date,
): Promise<number> =>
  run(
    db,
    sql`update messaging.reports set next_attempt_at = ${now}
        where next_attempt_at > ${now} and next_attempt_at <= ${gatheringUntil} and attempts = 0 and collector is null and push_target = any(${targets}::text[])`,
  )

/** A profile goes on after a pause: what waits for it goes now. Index: reports_to_push. */
export const releaseProfile = (
  db: Db,
  accountId: number,
  target: string,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`update messaging.reports set next_attempt_at = ${now}
        where next_attempt_at > ${now} and collector is null and account_id = ${accountId} and push_target = ${target}`,
  )

/** One report or message that is told of once more. */
export interface AgainRow {
  id: string
  kind: string
  channel: string
  message_day: string
  message_id: string
  status_id: number | null
  error_id: number | null
  at: string
  shape: string
}
const AGAIN = `id uuid, kind text, channel text, message_day date, message_id uuid, status_id smallint, error_id smallint,
  at timestamptz, shape text`

/**
 * Puts reports on their way once more, whose messages are still there: as copies to a profile, or to the address that the
 * message or the account names. Those that wait for the same receiver anyway go at once instead.
 * @returns how many are on their way
 */
export const insertAgain = async (
  tx: Tx,
  accountId: number,
  to: { profileId: string | null; subscriptionId: string | null },
  set: readonly AgainRow[],
  now: Date,
): Promise<number> => {
  const waiting = await rows(
    tx,
    sql<{ id: string }>`
      update messaging.reports t set next_attempt_at = ${now}
      from ${recordset(set, AGAIN)}
      where t.account_id = ${accountId} and t.message_id = r.message_id and t.kind = r.kind and t.status_id is not distinct from r.status_id
        and t.next_attempt_at is not null and t.profile_id is not distinct from ${to.profileId}
      returning r.id`,
  )
  const moved = new Set(waiting.map((one) => one.id))
  const fresh = set.filter((one) => !moved.has(one.id))
  if (fresh.length === 0) return moved.size
  const inserted = await run(
    tx,
    sql`insert into messaging.reports (account_id, id, kind, channel, message_day, message_id, status_id, error_id, at, shape,
          push_url, profile_id, subscription_id, copy, next_attempt_at)
        select ${accountId}, r.id, r.kind, r.channel, r.message_day, r.message_id, r.status_id, r.error_id, ${now}, r.shape,
          m.url, ${to.profileId}, ${to.subscriptionId}, true, ${now}
        from ${recordset(fresh, AGAIN)}
        left join messaging.webhooks w on w.account_id = ${accountId}
        cross join lateral (
          (select case when ${to.profileId}::text is null then coalesce(l.webhook->>'url', w.delivery_url) end as url
           from messaging.live l
           where r.kind = 'DELIVERY' and l.account_id = ${accountId} and l.day = r.message_day and l.id = r.message_id limit 1)
          union all
          (select case when ${to.profileId}::text is null then w.inbound_url end
           from messaging.inbound i
           where r.kind = 'INBOUND' and i.account_id = ${accountId} and i.day = r.message_day and i.id = r.message_id limit 1)) m
        where ${to.profileId}::text is not null or m.url is not null`,
  )
  return moved.size + inserted
}
