import { row, rows, run, sql, type Db, type Tx } from '../../../core/storage/index.ts'
import type { MemberRole } from '../../scopes.ts'

export interface InvitationRow {
  id: number
  account_id: number
  account_name: string
  email: string
  role: MemberRole
  role_id: number | null
  role_name: string | null
  role_scopes: string[] | null
  locale: string
  invited_by: number | null
  inviter: string | null
  created_at: Date
  sent_at: Date
  expires_at: Date
}

const columns = sql`
  i.id, i.account_id, a.name as account_name, i.email, i.role, i.role_id, r.name as role_name,
  r.scopes as role_scopes, i.locale, i.invited_by, coalesce(nullif(u.name, ''), u.email) as inviter,
  i.created_at, i.sent_at, i.expires_at`
const from = sql`
  accounts.invitations i
  join accounts.accounts a on a.id = i.account_id
  left join accounts.users u on u.id = i.invited_by
  left join accounts.roles r on r.account_id = i.account_id and r.id = i.role_id`

/** Newest first. */
export const listInvitations = (db: Db, accountId: number, before: number, limit: number) =>
  rows<InvitationRow>(
    db,
    sql`select ${columns} from ${from}
        where i.account_id = ${accountId} and i.id < ${before}
        order by i.id desc limit ${limit}`,
  )

export const findInvitation = (db: Db, accountId: number, id: number) =>
  row<InvitationRow>(
    db,
    sql`select ${columns} from ${from} where i.account_id = ${accountId} and i.id = ${id}`,
  )

export const findInvitationByToken = (db: Db, tokenHash: Buffer, now: Date) =>
  row<InvitationRow>(
    db,
    sql`select ${columns} from ${from}
        where i.token_hash = ${tokenHash} and i.expires_at > ${now} and a.state <> 'closed'`,
  )

export const countInvitations = async (db: Db, accountId: number): Promise<number> =>
  Number(
    (await row<{ count: bigint }>(
      db,
      sql`select count(*) from accounts.invitations where account_id = ${accountId}`,
    ))!.count,
  )

/** Fails with a unique violation when the address is invited already. */
export const insertInvitation = async (
  tx: Tx,
  one: {
    accountId: number
    email: string
    role: MemberRole
    roleId: number | null
    locale: string
    tokenHash: Buffer
    invitedBy: number | null
    expiresAt: Date
  },
  now: Date,
): Promise<number> =>
  (await row<{ id: number }>(
    tx,
    sql`insert into accounts.invitations
          (account_id, email, role, role_id, locale, token_hash, invited_by, created_at, sent_at, expires_at)
        values (${one.accountId}, ${one.email}, ${one.role}, ${one.roleId}, ${one.locale}, ${one.tokenHash},
                ${one.invitedBy}, ${now}, ${now}, ${one.expiresAt})
        returning id`,
  ))!.id

/** A new link; the old one is of no use any more. False when it was sent after `sentBefore`, or is gone. */
export const renewInvitation = async (
  tx: Tx,
  accountId: number,
  id: number,
  renewed: { tokenHash: Buffer; expiresAt: Date; sentBefore: Date },
  now: Date,
): Promise<boolean> =>
  (await run(
    tx,
    sql`update accounts.invitations
        set token_hash = ${renewed.tokenHash}, expires_at = ${renewed.expiresAt}, sent_at = ${now}
        where account_id = ${accountId} and id = ${id} and sent_at <= ${renewed.sentBefore}`,
  )) > 0

export const deleteInvitation = (db: Db, accountId: number, id: number) =>
  run(db, sql`delete from accounts.invitations where account_id = ${accountId} and id = ${id}`)

/** Takes an invitation for good: of those who come at once, one gets it. */
export const takeInvitation = async (tx: Tx, tokenHash: Buffer, now: Date): Promise<boolean> =>
  (await run(
    tx,
    sql`delete from accounts.invitations where token_hash = ${tokenHash} and expires_at > ${now}`,
  )) > 0
