import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

/* Security settings, certificates, profiles and subscriptions of an account. */

export type SecurityKind = 'BASIC' | 'HMAC' | 'OAUTH' | 'CUSTOM'
export interface SecurityRow {
  account_id: number
  auth_id: string
  kind: SecurityKind
  /** Encrypted. */
  credentials: Buffer
}

export const listSecurity = (db: Db, accountId: number, limit: number): Promise<SecurityRow[]> =>
  rows(
    db,
    sql<SecurityRow>`
      select account_id, auth_id, kind, credentials from subscriptions.security_settings
      where account_id = ${accountId}
      order by made_at desc, auth_id
      limit ${limit}`,
  )

export const findSecurity = (
  db: Db,
  accountId: number,
  authId: string,
): Promise<SecurityRow | undefined> =>
  row(
    db,
    sql<SecurityRow>`
      select account_id, auth_id, kind, credentials from subscriptions.security_settings
      where account_id = ${accountId} and auth_id = ${authId}`,
  )

/** @returns 0 when the id is taken, or the account has `max` already */
export const insertSecurity = (tx: Tx, one: SecurityRow, max: number, now: Date): Promise<number> =>
  run(
    tx,
    sql`insert into subscriptions.security_settings (account_id, auth_id, kind, credentials, made_at, changed_at)
        select ${one.account_id}, ${one.auth_id}, ${one.kind}, ${one.credentials}, ${now}, ${now}
        where (select count(*) from subscriptions.security_settings where account_id = ${one.account_id}) < ${max}
        on conflict do nothing`,
  )

export const updateSecurity = (db: Db, one: SecurityRow, now: Date): Promise<number> =>
  run(
    db,
    sql`update subscriptions.security_settings
        set kind = ${one.kind}, credentials = ${one.credentials}, changed_at = ${now}
        where account_id = ${one.account_id} and auth_id = ${one.auth_id}`,
  )

/** Deletes it unless a profile uses it. */
export const deleteSecurity = (db: Db, accountId: number, authId: string): Promise<number> =>
  run(
    db,
    sql`delete from subscriptions.security_settings s
        where s.account_id = ${accountId} and s.auth_id = ${authId}
          and not exists (select 1 from subscriptions.profiles p where p.account_id = s.account_id and p.auth_id = s.auth_id)`,
  )

export interface CertificateRow {
  account_id: number
  certificate_id: string
  issued_by: string
  issued_to: string
  serial_number: string
  valid_from: Date
  valid_until: Date
}
const certificateColumns = sql`account_id, certificate_id, issued_by, issued_to, serial_number, valid_from, valid_until`

export const listCertificates = (
  db: Db,
  accountId: number,
  limit: number,
): Promise<CertificateRow[]> =>
  rows(
    db,
    sql<CertificateRow>`
      select ${certificateColumns} from subscriptions.certificates
      where account_id = ${accountId}
      order by certificate_id
      limit ${limit}`,
  )

export const findCertificate = (
  db: Db,
  accountId: number,
  certificateId: string,
): Promise<(CertificateRow & { content: Buffer }) | undefined> =>
  row(
    db,
    sql<CertificateRow & { content: Buffer }>`
      select ${certificateColumns}, content from subscriptions.certificates
      where account_id = ${accountId} and certificate_id = ${certificateId}`,
  )

/** @returns 0 when the id is taken, or the account has `max` already */
export const insertCertificate = (
  db: Db,
  one: CertificateRow & { content: Buffer },
  max: number,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`insert into subscriptions.certificates (${certificateColumns}, content, made_at)
        select ${one.account_id}, ${one.certificate_id}, ${one.issued_by}, ${one.issued_to}, ${one.serial_number},
          ${one.valid_from}, ${one.valid_until}, ${one.content}, ${now}
        where (select count(*) from subscriptions.certificates where account_id = ${one.account_id}) < ${max}
        on conflict do nothing`,
  )

/** Deletes it unless a profile uses it. */
export const deleteCertificate = (
  db: Db,
  accountId: number,
  certificateId: string,
): Promise<number> =>
  run(
    db,
    sql`delete from subscriptions.certificates c
        where c.account_id = ${accountId} and c.certificate_id = ${certificateId}
          and not exists (select 1 from subscriptions.profiles p
            where p.account_id = c.account_id and p.certificate_id = c.certificate_id)`,
  )

/** What a profile says; null stands for the default. */
export interface ProfileSettings {
  url: string
  content_type: string | null
  auth_id: string | null
  certificate_id: string | null
  bucket_max: number | null
  window_ms: number | null
  connect_ms: number | null
  read_ms: number | null
  tls_protocols: string[]
  /** Encrypted. */
  headers: Buffer | null
  response_regex: string | null
  response_body_regex: string | null
  rate_limit: number | null
}
export interface ProfileRow extends ProfileSettings {
  account_id: number
  profile_id: string
  changed_at: Date
  failing_since: Date | null
  failures: number
  paused_at: Date | null
  pause_reason: string | null
}
const profileColumns = sql`p.account_id, p.profile_id, p.url, p.content_type, p.auth_id, p.certificate_id, p.bucket_max,
  p.window_ms, p.connect_ms, p.read_ms, p.tls_protocols, p.headers, p.response_regex, p.response_body_regex, p.rate_limit,
  p.changed_at, p.failing_since, p.failures, p.paused_at, p.pause_reason`

export const listProfiles = (db: Db, accountId: number, limit: number): Promise<ProfileRow[]> =>
  rows(
    db,
    sql<ProfileRow>`
      select ${profileColumns} from subscriptions.profiles p
      where p.account_id = ${accountId}
      order by p.made_at desc, p.profile_id
      limit ${limit}`,
  )

export const findProfile = (
  db: Db,
  accountId: number,
  profileId: string,
): Promise<ProfileRow | undefined> =>
  row(
    db,
    sql<ProfileRow>`
      select ${profileColumns} from subscriptions.profiles p
      where p.account_id = ${accountId} and p.profile_id = ${profileId}`,
  )

/** @returns 0 when the id is taken, or the account has `max` already */
export const insertProfile = (
  tx: Tx,
  accountId: number,
  profileId: string,
  one: ProfileSettings,
  max: number,
  now: Date,
): Promise<number> =>
  run(
    tx,
    sql`insert into subscriptions.profiles (account_id, profile_id, url, content_type, auth_id, certificate_id, bucket_max,
          window_ms, connect_ms, read_ms, tls_protocols, headers, response_regex, response_body_regex, rate_limit, made_at, changed_at)
        select ${accountId}, ${profileId}, ${one.url}, ${one.content_type}, ${one.auth_id}, ${one.certificate_id}, ${one.bucket_max}::integer,
          ${one.window_ms}::integer, ${one.connect_ms}::integer, ${one.read_ms}::integer, ${one.tls_protocols}::text[], ${one.headers}::bytea,
          ${one.response_regex}, ${one.response_body_regex}, ${one.rate_limit}::integer, ${now}, ${now}
        where (select count(*) from subscriptions.profiles where account_id = ${accountId}) < ${max}
        on conflict do nothing`,
  )

export const updateProfile = (
  db: Db,
  accountId: number,
  profileId: string,
  one: ProfileSettings,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`update subscriptions.profiles
        set url = ${one.url}, content_type = ${one.content_type}, auth_id = ${one.auth_id}, certificate_id = ${one.certificate_id},
          bucket_max = ${one.bucket_max}, window_ms = ${one.window_ms}, connect_ms = ${one.connect_ms}, read_ms = ${one.read_ms},
          tls_protocols = ${one.tls_protocols}::text[], headers = ${one.headers}, response_regex = ${one.response_regex},
          response_body_regex = ${one.response_body_regex}, rate_limit = ${one.rate_limit}, changed_at = ${now}
        where account_id = ${accountId} and profile_id = ${profileId}`,
  )

/** Deletes it unless a subscription uses it. */
export const deleteProfile = (db: Db, accountId: number, profileId: string): Promise<number> =>
  run(
    db,
    sql`delete from subscriptions.profiles p
        where p.account_id = ${accountId} and p.profile_id = ${profileId}
          and not exists (select 1 from subscriptions.subscriptions s
            where s.account_id = p.account_id and s.profile_id = p.profile_id)`,
  )

/** One more failure in a row; pauses the profile when it has failed `failuresMax` times and since `failingBefore`. */
export const noteFailure = (
  db: Db,
  accountId: number,
  profileId: string,
  reason: string,
  now: Date,
  pause: { failuresMax: number; failingBefore: Date },
): Promise<{ failures: number; paused_now: boolean } | undefined> =>
  row(
    db,
    sql<{ failures: number; paused_now: boolean }>`
      with before as (
        select account_id, profile_id, paused_at from subscriptions.profiles
        where account_id = ${accountId} and profile_id = ${profileId}
        for update
      )
      update subscriptions.profiles p
      set failures = p.failures + 1, failing_since = coalesce(p.failing_since, ${now}),
        paused_at = case when p.paused_at is null and p.failures + 1 >= ${pause.failuresMax} and p.failing_since <= ${pause.failingBefore}
          then ${now}::timestamptz else p.paused_at end,
        pause_reason = case when p.paused_at is null then ${reason} else p.pause_reason end
      from before b
      where p.account_id = b.account_id and p.profile_id = b.profile_id
      returning p.failures, b.paused_at is null and p.paused_at is not null as paused_now`,
  )

export const noteSuccess = (db: Db, accountId: number, profileId: string): Promise<number> =>
  run(
    db,
    sql`update subscriptions.profiles set failures = 0, failing_since = null, pause_reason = null
        where account_id = ${accountId} and profile_id = ${profileId} and failures > 0 and paused_at is null`,
  )

export const setPaused = (
  db: Db,
  accountId: number,
  profileId: string,
  pausedAt: Date | null,
): Promise<number> =>
  run(
    db,
    sql`update subscriptions.profiles
        set paused_at = ${pausedAt}, failures = 0, failing_since = null, pause_reason = null
        where account_id = ${accountId} and profile_id = ${profileId}`,
  )

export interface Criterion {
  applicationId?: string
  entityId?: string
  callsConfigurationId?: string
}
export type SubscribedEvent = string | { event: string; format: string }
export interface SubscriptionRow {
  account_id: number
  channel: string
  subscription_id: string
  name: string | null
  profile_id: string
  events: SubscribedEvent[]
  criteria: Criterion[]
  resources: string[]
  users: string[]
}
const subscriptionColumns = sql`s.account_id, s.channel, s.subscription_id, s.name, s.profile_id, s.events, s.criteria, s.resources, s.users`

/** With the security settings of its profile, which answers name. */
export type ListedSubscription = SubscriptionRow & { auth_id: string | null }

export const listSubscriptions = (
  db: Db,
  accountId: number,
  channel: string,
  limit: number,
): Promise<ListedSubscription[]> =>
  rows(
    db,
    sql<ListedSubscription>`
      select ${subscriptionColumns}, p.auth_id
      from subscriptions.subscriptions s
      join subscriptions.profiles p on p.account_id = s.account_id and p.profile_id = s.profile_id
      where s.account_id = ${accountId} and s.channel = ${channel}
      order by s.made_at desc, s.subscription_id
      limit ${limit}`,
  )

export const findSubscription = (
  db: Db,
  accountId: number,
  channel: string,
  subscriptionId: string,
): Promise<ListedSubscription | undefined> =>
  row(
    db,
    sql<ListedSubscription>`
      select ${subscriptionColumns}, p.auth_id
      from subscriptions.subscriptions s
      join subscriptions.profiles p on p.account_id = s.account_id and p.profile_id = s.profile_id
      where s.account_id = ${accountId} and s.channel = ${channel} and s.subscription_id = ${subscriptionId}`,
  )

/** @returns 0 when the id is taken, or the account has `max` already */
export const insertSubscription = (
  tx: Tx,
  one: SubscriptionRow,
  max: number,
  now: Date,
): Promise<number> =>
  run(
    tx,
    sql`insert into subscriptions.subscriptions (account_id, channel, subscription_id, name, profile_id, events, criteria, resources, users, made_at, changed_at)
        select ${one.account_id}, ${one.channel}, ${one.subscription_id}, ${one.name}, ${one.profile_id}, ${JSON.stringify(one.events)}::jsonb,
          ${JSON.stringify(one.criteria)}::jsonb, ${one.resources}::text[], ${one.users}::text[], ${now}, ${now}
        where (select count(*) from subscriptions.subscriptions where account_id = ${one.account_id}) < ${max}
        on conflict do nothing`,
  )

export const updateSubscription = (db: Db, one: SubscriptionRow, now: Date): Promise<number> =>
  run(
    db,
    sql`update subscriptions.subscriptions
        set name = ${one.name}, profile_id = ${one.profile_id}, events = ${JSON.stringify(one.events)}::jsonb,
          criteria = ${JSON.stringify(one.criteria)}::jsonb, resources = ${one.resources}::text[], users = ${one.users}::text[], changed_at = ${now}
        where account_id = ${one.account_id} and channel = ${one.channel} and subscription_id = ${one.subscription_id}`,
  )

export const deleteSubscription = (
  db: Db,
  accountId: number,
  channel: string,
  subscriptionId: string,
): Promise<number> =>
  run(
    db,
    sql`delete from subscriptions.subscriptions
        where account_id = ${accountId} and channel = ${channel} and subscription_id = ${subscriptionId}`,
  )

/** All subscriptions of some accounts, in the order they were made. Keys: account_id. */
export const subscriptionsOf = (
  db: Db,
  accountIds: readonly number[],
  limit: number,
): Promise<SubscriptionRow[]> =>
  rows(
    db,
    sql<SubscriptionRow>`
      select ${subscriptionColumns}
      from unnest(${accountIds}::integer[]) as a(account_id)
      cross join lateral (
        select * from subscriptions.subscriptions x where x.account_id = a.account_id order by x.made_at, x.subscription_id limit ${limit}) s`,
  )

/** Their profiles. */
export const profilesOf = (
  db: Db,
  accountIds: readonly number[],
  limit: number,
): Promise<ProfileRow[]> =>
  rows(
    db,
    sql<ProfileRow>`
      select ${profileColumns}
      from unnest(${accountIds}::integer[]) as a(account_id)
      cross join lateral (select * from subscriptions.profiles x where x.account_id = a.account_id limit ${limit}) p`,
  )
