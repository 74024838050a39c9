import { row, run, sql, type Db, type Tx } from '../../../core/storage/index.ts'

export interface SignUpRow {
  email: string
  name: string
  company: string
  person: 'natural' | 'legal'
  country: string | null
  locale: string
  terms_version: string
  created_at: Date
}

export const insertSignUp = (
  tx: Tx,
  one: Omit<SignUpRow, 'created_at'> & { tokenHash: Buffer; expiresAt: Date },
  now: Date,
) =>
  run(
    tx,
    sql`insert into accounts.sign_ups
          (email, name, company, person, country, locale, terms_version, token_hash, created_at, expires_at)
        values (${one.email}, ${one.name}, ${one.company}, ${one.person}, ${one.country}, ${one.locale},
                ${one.terms_version}, ${one.tokenHash}, ${now}, ${one.expiresAt})`,
  )

/** Takes a sign-up for good: of those who come at once, one gets it. */
export const takeSignUp = (tx: Tx, tokenHash: Buffer, now: Date) =>
  row<SignUpRow>(
    tx,
    sql`delete from accounts.sign_ups where token_hash = ${tokenHash} and expires_at > ${now}
        returning email, name, company, person, country, locale, terms_version, created_at`,
  )

/** Whether there is one, without taking it. */
export const findSignUp = (db: Db, tokenHash: Buffer, now: Date) =>
  row<{ email: string }>(
    db,
    sql`select email from accounts.sign_ups where token_hash = ${tokenHash} and expires_at > ${now}`,
  )

export const deleteSignUpsOf = (tx: Tx, email: string) =>
  run(tx, sql`delete from accounts.sign_ups where lower(email) = ${email}`)

export const insertTermsAcceptance = (
  tx: Tx,
  one: { accountId: number; userId: number; version: string; acceptedAt: Date },
) =>
  run(
    tx,
    sql`insert into accounts.terms_acceptances (account_id, user_id, version, accepted_at)
        values (${one.accountId}, ${one.userId}, ${one.version}, ${one.acceptedAt})
        on conflict do nothing`,
  )

type LinkKind = 'password-reset' | 'email-change'

/** A new link of a kind; an older one of the same kind is of no use any more. */
export async function insertUserLink(
  tx: Tx,
  one: {
    accountId: number
    userId: number
    kind: LinkKind
    email: string | null
    tokenHash: Buffer
    expiresAt: Date
  },
  now: Date,
): Promise<void> {
  await deleteUserLinks(tx, one.userId, one.kind)
  await run(
    tx,
    sql`insert into accounts.user_links (account_id, user_id, kind, email, token_hash, created_at, expires_at)
        values (${one.accountId}, ${one.userId}, ${one.kind}, ${one.email}, ${one.tokenHash}, ${now}, ${one.expiresAt})`,
  )
}

export const deleteUserLinks = (tx: Tx, userId: number, kind: LinkKind) =>
  run(tx, sql`delete from accounts.user_links where user_id = ${userId} and kind = ${kind}`)

export interface UserLinkRow {
  account_id: number
  user_id: number
  email: string | null
  user_email: string
  name: string
  locale: string
}

/** Takes a link for good: of those who come at once, one gets it. */
export const takeUserLink = (tx: Tx, kind: LinkKind, tokenHash: Buffer, now: Date) =>
  row<UserLinkRow>(
    tx,
    sql`delete from accounts.user_links l using accounts.users u
        where l.token_hash = ${tokenHash} and l.kind = ${kind} and l.expires_at > ${now}
          and u.id = l.user_id and u.removed_at is null
        returning l.account_id, l.user_id, l.email, u.email as user_email, u.name, u.locale`,
  )

export const findUserLink = (db: Db, kind: LinkKind, tokenHash: Buffer, now: Date) =>
  row<{ user_email: string }>(
    db,
    sql`select u.email as user_email
        from accounts.user_links l join accounts.users u on u.id = l.user_id
        where l.token_hash = ${tokenHash} and l.kind = ${kind} and l.expires_at > ${now} and u.removed_at is null`,
  )

/** Fails with a unique violation when somebody has the address. */
export const updateEmail = (tx: Tx, userId: number, email: string) =>
  run(tx, sql`update accounts.users set email = ${email} where id = ${userId}`)

export const replacePassword = (tx: Tx, userId: number, passwordHash: string, now: Date) =>
  run(
    tx,
    sql`update accounts.users set password_hash = ${passwordHash}, password_changed_at = ${now}
        where id = ${userId}`,
  )

/** @param invitationsBefore invitations that ended before this are not shown any longer */
export async function deleteOldLinks(db: Db, now: Date, invitationsBefore: Date): Promise<void> {
  await run(db, sql`delete from accounts.sign_ups where expires_at <= ${now}`)
  await run(db, sql`delete from accounts.user_links where expires_at <= ${now}`)
  await run(db, sql`delete from accounts.invitations where expires_at <= ${invitationsBefore}`)
}
