import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { Role } from '../scopes.ts'
import { memberColumns, type MemberRow } from './users.ts'

export interface RoleOfValue {
  value: string
  role: Role
}

export interface ConnectionRow {
  account_id: number
  issuer: string
  client_id: string
  client_secret_box: Buffer | null
  default_role: Role
  role_claim: string | null
  role_mapping: RoleOfValue[]
  required: boolean
  enabled: boolean
  changed_at: Date
}

const columns = sql`
  c.account_id, c.issuer, c.client_id, c.client_secret_box, c.default_role, c.role_claim, c.role_mapping,
  c.required, c.enabled, c.changed_at`

export const findConnection = (db: Db, accountId: number) =>
  row<ConnectionRow>(
    db,
    sql`select ${columns} from accounts.sso_connections c where c.account_id = ${accountId}`,
  )

/** The one that people of a domain come by. Index: sso_domains_proved. @param domain in lower case */
export const findConnectionByDomain = (db: Db, domain: string) =>
  row<ConnectionRow>(
    db,
    sql`
      select ${columns}
      from accounts.sso_domains d
      join accounts.sso_connections c on c.account_id = d.account_id
      where d.domain = ${domain} and d.verified_at is not null`,
  )

/** Index: the unique one of the account's key. */
export const findConnectionByAccountKey = (db: Db, key: string) =>
  row<ConnectionRow>(
    db,
    sql`
      select ${columns}
      from accounts.accounts a
      join accounts.sso_connections c on c.account_id = a.id
      where a.key = ${key}`,
  )

export const writeConnection = (tx: Tx, one: Omit<ConnectionRow, 'changed_at'>, now: Date) =>
  run(
    tx,
    sql`
      insert into accounts.sso_connections
        (account_id, issuer, client_id, client_secret_box, default_role, role_claim, role_mapping, required, enabled,
         created_at, changed_at)
      values
        (${one.account_id}, ${one.issuer}, ${one.client_id}, ${one.client_secret_box}, ${one.default_role},
         ${one.role_claim}, ${JSON.stringify(one.role_mapping)}::jsonb, ${one.required}, ${one.enabled}, ${now}, ${now})
      on conflict (account_id) do update
      set issuer = excluded.issuer, client_id = excluded.client_id, client_secret_box = excluded.client_secret_box,
          default_role = excluded.default_role, role_claim = excluded.role_claim,
          role_mapping = excluded.role_mapping, required = excluded.required, enabled = excluded.enabled,
          changed_at = excluded.changed_at`,
  )

/** The connection with its domains, links and log-ins on their way. @returns whether there was one */
export async function deleteConnection(tx: Tx, accountId: number): Promise<boolean> {
  await run(tx, sql`delete from accounts.sso_flows where account_id = ${accountId}`)
  await run(tx, sql`delete from accounts.sso_identities where account_id = ${accountId}`)
  await run(tx, sql`delete from accounts.sso_domains where account_id = ${accountId}`)
  const gone = sql`delete from accounts.sso_connections where account_id = ${accountId}`
  return (await run(tx, gone)) > 0
}

// --- domains

export interface DomainRow {
  domain: string
  proof: string
  verified_at: Date | null
}

export const listDomains = (db: Db, accountId: number) =>
  rows<DomainRow>(
    db,
    sql`
      select domain, proof, verified_at from accounts.sso_domains
      where account_id = ${accountId}
      order by domain
      limit 100`,
  )

/** What stays keeps its proof; what is not named any more goes. */
export async function keepDomains(
  tx: Tx,
  accountId: number,
  wanted: readonly { domain: string; proof: string }[],
  now: Date,
): Promise<void> {
  const domains = wanted.map((one) => one.domain)
  await run(
    tx,
    sql`
      delete from accounts.sso_domains
      where account_id = ${accountId} and domain <> all(${domains}::text[])`,
  )
  for (const { domain, proof } of wanted)
    await run(
      tx,
      sql`
        insert into accounts.sso_domains (account_id, domain, proof, created_at)
        values (${accountId}, ${domain}, ${proof}, ${now})
        on conflict (account_id, domain) do nothing`,
    )
}

/** @returns false when another account has proved the domain before */
export const verifyDomain = async (
  tx: Tx,
  accountId: number,
  domain: string,
  now: Date,
): Promise<boolean> =>
  (await run(
    tx,
    sql`
      update accounts.sso_domains d set verified_at = ${now}
      where d.account_id = ${accountId} and d.domain = ${domain}
        and not exists (
          select 1 from accounts.sso_domains o
          where o.domain = ${domain} and o.verified_at is not null and o.account_id <> ${accountId})`,
  )) > 0

// --- log-ins on their way

export interface FlowRow {
  account_id: number
  issuer: string
  nonce: string
  verifier_box: Buffer
  next_path: string
}

/** Index: sso_flows_by_expiry. */
export const deleteExpiredFlows = (db: Db, now: Date) =>
  run(db, sql`delete from accounts.sso_flows where expires_at <= ${now}`)

export async function insertFlow(
  tx: Tx,
  one: FlowRow & { stateHash: Buffer; browserHash: Buffer; boundIp: string; expiresAt: Date },
  perAddressMax: number,
  now: Date,
): Promise<void> {
  await deleteExpiredFlows(tx, now)
  await run(
    tx,
    sql`
      insert into accounts.sso_flows
        (state_hash, browser_hash, account_id, issuer, nonce, verifier_box, next_path, bound_ip, created_at, expires_at)
      values
        (${one.stateHash}, ${one.browserHash}, ${one.account_id}, ${one.issuer}, ${one.nonce}, ${one.verifier_box},
         ${one.next_path}, ${one.boundIp}, ${now}, ${one.expiresAt})`,
  )
  await run(
    tx,
    sql`
      delete from accounts.sso_flows
      where bound_ip = ${one.boundIp} and id <= (
        select id from accounts.sso_flows
        where bound_ip = ${one.boundIp}
        order by id desc
        offset ${perAddressMax} limit 1)`,
  )
}

/** Takes a log-in that is on its way: it is there for one answer only, in the browser that began it. */
export const takeFlow = (db: Db, stateHash: Buffer, browserHash: Buffer, now: Date) =>
  row<FlowRow>(
    db,
    sql`
      delete from accounts.sso_flows
      where state_hash = ${stateHash} and browser_hash = ${browserHash} and expires_at > ${now}
      returning account_id, issuer, nonce, verifier_box, next_path`,
  )

// --- people

/** Who a subject of the issuer is here. */
export const findLinked = (db: Db, accountId: number, issuer: string, subject: string) =>
  row<{ user_id: number }>(
    db,
    sql`
      select user_id from accounts.sso_identities
      where account_id = ${accountId} and issuer = ${issuer} and subject = ${subject}`,
  )

/** @param email in lower case. Index: users_by_email. */
export const findMemberOf = (db: Db, accountId: number, email: string) =>
  row<MemberRow>(
    db,
    sql`
      select ${memberColumns}
      from accounts.users u
      join accounts.memberships m on m.user_id = u.id
      join accounts.accounts a on a.id = m.account_id
      where lower(u.email) = ${email} and m.account_id = ${accountId}`,
  )

export const isKnownAddress = async (db: Db, email: string): Promise<boolean> =>
  (await row(db, sql`select 1 from accounts.users where lower(email) = ${email}`)) !== undefined

/** @returns false when the person is somebody else at the issuer already */
export const insertLink = async (
  tx: Tx,
  one: { accountId: number; issuer: string; subject: string; userId: number },
  now: Date,
): Promise<boolean> =>
  (await run(
    tx,
    sql`
      insert into accounts.sso_identities (account_id, issuer, subject, user_id, created_at, last_used_at)
      values (${one.accountId}, ${one.issuer}, ${one.subject}, ${one.userId}, ${now}, ${now})
      on conflict do nothing`,
  )) > 0

export const noteLinkUse = (
  tx: Tx,
  accountId: number,
  issuer: string,
  subject: string,
  now: Date,
) =>
  run(
    tx,
    sql`
      update accounts.sso_identities set last_used_at = ${now}
      where account_id = ${accountId} and issuer = ${issuer} and subject = ${subject}`,
  )

export const deleteLinks = async (db: Db, accountId: number, userId: number): Promise<boolean> =>
  (await run(
    db,
    sql`delete from accounts.sso_identities where account_id = ${accountId} and user_id = ${userId}`,
  )) > 0

export const updateRole = (tx: Tx, accountId: number, userId: number, role: Role) =>
  run(
    tx,
    sql`
      update accounts.memberships set role = ${role}, role_id = null
      where account_id = ${accountId} and user_id = ${userId} and role <> 'owner'`,
  )
