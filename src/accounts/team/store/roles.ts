import { row, rows, run, sql, type Db, type Tx } from '../../../core/storage/index.ts'

export interface RoleRow {
  id: number
  name: string
  description: string
  scopes: string[]
}

const columns = sql`id, name, description, scopes`

export const listRoles = (db: Db, accountId: number) =>
  rows<RoleRow>(
    db,
    sql`select ${columns} from accounts.roles where account_id = ${accountId} order by lower(name)`,
  )

export const findRole = (db: Db, accountId: number, id: number) =>
  row<RoleRow>(
    db,
    sql`select ${columns} from accounts.roles where account_id = ${accountId} and id = ${id}`,
  )

/** Fails with a unique violation when a role of the account has the name. */
export const insertRole = async (
  tx: Tx,
  accountId: number,
  one: Omit<RoleRow, 'id'>,
  now: Date,
): Promise<RoleRow> =>
  (await row<RoleRow>(
    tx,
    sql`insert into accounts.roles (account_id, name, description, scopes, created_at)
        values (${accountId}, ${one.name}, ${one.description}, ${one.scopes}, ${now})
        returning ${columns}`,
  ))!

export const updateRole = (tx: Tx, accountId: number, one: RoleRow) =>
  row<RoleRow>(
    tx,
    sql`update accounts.roles
        set name = ${one.name}, description = ${one.description}, scopes = ${one.scopes}
        where account_id = ${accountId} and id = ${one.id}
        returning ${columns}`,
  )

/** Fails with a foreign key violation while a member or an invitation has it. */
export const deleteRole = (tx: Tx, accountId: number, id: number) =>
  run(tx, sql`delete from accounts.roles where account_id = ${accountId} and id = ${id}`)

/** How many members have each role of an account, by built-in name or by id. */
export const countMembers = (db: Db, accountId: number) =>
  rows<{ role: string; role_id: number | null; members: bigint }>(
    db,
    sql`select role, role_id, count(*) as members from accounts.memberships
        where account_id = ${accountId}
        group by role, role_id`,
  )
