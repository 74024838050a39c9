import { row, rows, run, sql, type Db, type Tx } from '../../../core/storage/index.ts'

export interface OwnSessionRow {
  id: bigint
  kind: 'api' | 'portal'
  account_name: string
  ip: string | null
  device: string | null
  created_at: Date
  last_used_at: Date
  is_current: boolean
}

/** A person's sessions in all accounts, the one used last first. There are 100 at most. */
export const listSessions = (db: Db, userId: number, current: Buffer | null, now: Date) =>
  rows<OwnSessionRow>(
    db,
    sql`select s.id, s.kind, a.name as account_name, s.ip, s.device, s.created_at, s.last_used_at,
          coalesce(s.token_hash = ${current}, false) as is_current
        from accounts.sessions s join accounts.accounts a on a.id = s.account_id
        where s.user_id = ${userId} and s.expires_at > ${now}
        order by s.last_used_at desc, s.id desc`,
  )

export const deleteOwnSession = (db: Db, userId: number, id: bigint) =>
  run(db, sql`delete from accounts.sessions where user_id = ${userId} and id = ${id.toString()}`)

/**
 * Lets a session act in another account of its person. The provider of one account vouches for nobody in another one:
 * who came by it has to have shown a password or a factor since, and is there as if they had come by that.
 * @returns undefined when it may not
 */
export const moveSession = (tx: Tx, tokenHash: Buffer, userId: number, accountKey: string) =>
  row<{ account_id: number }>(
    tx,
    sql`update accounts.sessions s
        set account_id = m.account_id, method = case when s.method = 'sso' then 'password' else s.method end
        from accounts.memberships m join accounts.accounts a on a.id = m.account_id
        where s.token_hash = ${tokenHash} and s.user_id = ${userId} and m.user_id = ${userId}
          and (s.method <> 'sso' or s.proved_at is not null)
          and m.state = 'active' and a.key = ${accountKey} and a.state in ('trial', 'active')
        returning s.account_id`,
  )
