import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import { memberColumns, type MemberRow } from './users.ts'

export interface FactorRow {
  id: number
  kind: 'totp' | 'passkey'
  name: string
  secret_box: Buffer | null
  last_step: bigint | null
  credential_id: string | null
  public_key: Buffer | null
  sign_count: bigint | null
  transports: string[] | null
  created_at: Date
  confirmed_at: Date | null
  last_used_at: Date | null
}

const columns = sql`
  id, kind, name, secret_box, last_step, credential_id, public_key, sign_count, transports,
  created_at, confirmed_at, last_used_at`

/** All of a person, also those being set up. Index: second_factors_by_user. */
export const listFactors = (db: Db, userId: number) =>
  rows<FactorRow>(
    db,
    sql`select ${columns} from accounts.second_factors where user_id = ${userId} order by id limit 100`,
  )

/** Two requests of one person do not count their factors at the same time. */
export const lockPerson = (tx: Tx, userId: number) =>
  row(tx, sql`select 1 from accounts.users where id = ${userId} for update`)

export async function insertTotp(
  tx: Tx,
  one: { userId: number; name: string; secretBox: Buffer },
  now: Date,
): Promise<number> {
  const made = await row<{ id: number }>(
    tx,
    sql`
      insert into accounts.second_factors (user_id, kind, name, secret_box, last_step, created_at)
      values (${one.userId}, 'totp', ${one.name}, ${one.secretBox}, 0, ${now})
      returning id`,
  )
  return made!.id
}

export async function insertPasskey(
  tx: Tx,
  one: {
    userId: number
    name: string
    credentialId: string
    publicKey: Buffer
    signCount: number
    transports: readonly string[]
  },
  now: Date,
): Promise<FactorRow | undefined> {
  return row<FactorRow>(
    tx,
    sql`
      insert into accounts.second_factors
        (user_id, kind, name, credential_id, public_key, sign_count, transports, created_at, confirmed_at)
      values
        (${one.userId}, 'passkey', ${one.name}, ${one.credentialId}, ${one.publicKey}, ${one.signCount},
         ${[...one.transports]}::text[], ${now}, ${now})
      on conflict (credential_id) do nothing
      returning ${columns}`,
  )
}

/** Those never finished. */
export const deleteUnconfirmed = (tx: Tx, userId: number) =>
  run(
    tx,
    sql`delete from accounts.second_factors where user_id = ${userId} and confirmed_at is null`,
  )

export const confirmTotp = async (
  tx: Tx,
  userId: number,
  id: number,
  now: Date,
): Promise<boolean> =>
  (await run(
    tx,
    sql`
      update accounts.second_factors set confirmed_at = ${now}
      where user_id = ${userId} and id = ${id} and kind = 'totp' and confirmed_at is null`,
  )) > 0

/** A code counts once: no step of time is taken twice, nor one before it. @returns whether it counts */
export const takeStep = async (
  db: Db,
  userId: number,
  id: number,
  step: number,
  now: Date,
): Promise<boolean> =>
  (await run(
    db,
    sql`
      update accounts.second_factors set last_step = ${step}::bigint, last_used_at = ${now}
      where user_id = ${userId} and id = ${id} and last_step < ${step}::bigint`,
  )) > 0

/** An authenticator that counts never goes back, else there are two of it. @returns whether this one did not */
export const takeSignature = async (
  db: Db,
  id: number,
  signCount: number,
  now: Date,
): Promise<boolean> =>
  (await run(
    db,
    sql`
      update accounts.second_factors set sign_count = ${signCount}::bigint, last_used_at = ${now}
      where id = ${id} and (sign_count < ${signCount}::bigint or (sign_count = 0 and ${signCount}::bigint = 0))`,
  )) > 0

/** Index: the unique one of credential_id. */
export const findPasskey = (db: Db, credentialId: string) =>
  row<FactorRow & { user_id: number }>(
    db,
    sql`
      select user_id, ${columns} from accounts.second_factors
      where credential_id = ${credentialId} and confirmed_at is not null`,
  )

export const renameFactor = async (
  db: Db,
  userId: number,
  id: number,
  name: string,
): Promise<FactorRow | undefined> =>
  row<FactorRow>(
    db,
    sql`
      update accounts.second_factors set name = ${name}
      where user_id = ${userId} and id = ${id} and confirmed_at is not null
      returning ${columns}`,
  )

export const deleteFactor = async (tx: Tx, userId: number, id: number): Promise<boolean> =>
  (await run(
    tx,
    sql`delete from accounts.second_factors where user_id = ${userId} and id = ${id}`,
  )) > 0

/** All factors, recovery codes and half log-ins of a person. @returns how many factors there were */
export async function deleteAllFactors(tx: Tx, userId: number): Promise<number> {
  await run(tx, sql`delete from accounts.recovery_codes where user_id = ${userId}`)
  await run(tx, sql`delete from accounts.login_challenges where user_id = ${userId}`)
  return run(tx, sql`delete from accounts.second_factors where user_id = ${userId}`)
}

// --- recovery codes

export async function replaceRecoveryCodes(
  tx: Tx,
  userId: number,
  hashes: readonly Buffer[],
  now: Date,
): Promise<void> {
  await run(tx, sql`delete from accounts.recovery_codes where user_id = ${userId}`)
  await run(
    tx,
    sql`
      insert into accounts.recovery_codes (user_id, code_hash, made_at)
      select ${userId}, hash, ${now} from unnest(${[...hashes]}::bytea[]) as hash`,
  )
}

export const countRecoveryCodes = async (db: Db, userId: number): Promise<number> =>
  (await row<{ n: number }>(
    db,
    sql`select count(*)::int as n from accounts.recovery_codes where user_id = ${userId}`,
  ))!.n

/** @returns whether there was such a code; there is none any more */
export const takeRecoveryCode = async (tx: Tx, userId: number, hash: Buffer): Promise<boolean> =>
  (await run(
    tx,
    sql`delete from accounts.recovery_codes where user_id = ${userId} and code_hash = ${hash}`,
  )) > 0

// --- challenges

export type ChallengePurpose = 'second-factor' | 'passkey' | 'register' | 'proof'

export interface ChallengeRow {
  id: bigint
  account_id: number | null
  user_id: number | null
}

/** Index: login_challenges_by_expiry. */
export const deleteExpiredChallenges = (db: Db, now: Date) =>
  run(db, sql`delete from accounts.login_challenges where expires_at <= ${now}`)

/** Makes one; the oldest of the address go when it has more than `perAddressMax`, and whatever is over. */
export async function insertChallenge(
  tx: Tx,
  one: {
    tokenHash: Buffer
    purpose: ChallengePurpose
    accountId: number | null
    userId: number | null
    boundIp: string
    expiresAt: Date
  },
  perAddressMax: number,
  now: Date,
): Promise<void> {
  await deleteExpiredChallenges(tx, now)
  await run(
    tx,
    sql`
      insert into accounts.login_challenges
        (token_hash, purpose, account_id, user_id, bound_ip, created_at, expires_at)
      values
        (${one.tokenHash}, ${one.purpose}, ${one.accountId}, ${one.userId}, ${one.boundIp}, ${now}, ${one.expiresAt})`,
  )
  await run(
    tx,
    sql`
      delete from accounts.login_challenges
      where bound_ip = ${one.boundIp} and id <= (
        select id from accounts.login_challenges
        where bound_ip = ${one.boundIp}
        order by id desc
        offset ${perAddressMax} limit 1)`,
  )
}

/**
 * Counts a try. Nothing comes back when there is none, it is over, another address's, used up, or when the password was
 * changed since. Index: the unique one of token_hash.
 */
export const tryChallenge = (
  db: Db,
  one: { tokenHash: Buffer; purpose: ChallengePurpose; boundIp: string; triesMax: number },
  now: Date,
) =>
  row<ChallengeRow>(
    db,
    sql`
      update accounts.login_challenges c set tries = c.tries + 1
      where c.token_hash = ${one.tokenHash} and c.purpose = ${one.purpose} and c.bound_ip = ${one.boundIp}
        and c.tries < ${one.triesMax} and c.expires_at > ${now}
        and not exists (
          select 1 from accounts.users u
          where u.id = c.user_id and u.password_changed_at > c.created_at)
      returning c.id, c.account_id, c.user_id`,
  )

/** @returns whether it was still there: of two who end it, one does */
export const deleteChallenge = async (db: Db, id: bigint): Promise<boolean> =>
  (await run(db, sql`delete from accounts.login_challenges where id = ${id.toString()}::bigint`)) >
  0

// --- people

/** The person in the account that works and that they came to first. */
export const findMemberByUser = (db: Db, userId: number) =>
  row<MemberRow>(
    db,
    sql`
      select ${memberColumns}
      from accounts.users u
      join accounts.memberships m on m.user_id = u.id
      join accounts.accounts a on a.id = m.account_id
      where u.id = ${userId}
      order by (a.state = 'closed'), (m.state <> 'active'), (a.state = 'suspended'), m.account_id
      limit 1`,
  )

export const belongsElsewhere = async (
  db: Db,
  accountId: number,
  userId: number,
): Promise<boolean> =>
  (await row(
    db,
    sql`
      select 1 from accounts.memberships
      where user_id = ${userId} and account_id <> ${accountId}
      limit 1`,
  )) !== undefined

// --- sessions: when their person last showed a password or a factor

export const readProof = (db: Db, userId: number, tokenHash: Buffer) =>
  row<{ proved_at: Date | null; method: string }>(
    db,
    sql`select proved_at, method from accounts.sessions where token_hash = ${tokenHash} and user_id = ${userId}`,
  )

export const noteProof = (db: Db, userId: number, tokenHash: Buffer, now: Date) =>
  run(
    db,
    sql`update accounts.sessions set proved_at = ${now} where token_hash = ${tokenHash} and user_id = ${userId}`,
  )

// --- policies

export interface LoginPolicyRow {
  second_factor: 'optional' | 'owners-and-admins' | 'all'
  password_api: boolean
}

export const readLoginPolicy = (db: Db, accountId: number) =>
  row<LoginPolicyRow>(
    db,
    sql`select second_factor, password_api from accounts.login_policies where account_id = ${accountId}`,
  )

export const writeLoginPolicy = (db: Db, accountId: number, policy: LoginPolicyRow, now: Date) =>
  run(
    db,
    sql`
      insert into accounts.login_policies (account_id, second_factor, password_api, changed_at)
      values (${accountId}, ${policy.second_factor}, ${policy.password_api}, ${now})
      on conflict (account_id) do update
      set second_factor = excluded.second_factor, password_api = excluded.password_api, changed_at = excluded.changed_at`,
  )
