import { row, rows, sql, type Db } from '../../core/storage/index.ts'

/** E-mail addresses of an account's people and names of its keys. Those of other accounts are absent. */
export async function namesOf(
  db: Db,
  accountId: number,
  { userIds, keyIds }: { userIds: readonly number[]; keyIds: readonly string[] },
): Promise<{ users: Map<number, string>; keys: Map<string, string> }> {
  const users = await rows<{ id: number; email: string }>(
    db,
    sql`
      select u.id, u.email
      from accounts.memberships m
      join accounts.users u on u.id = m.user_id
      where m.account_id = ${accountId} and u.id = any(${userIds})`,
  )
  const keys = await rows<{ id: string; name: string }>(
    db,
    sql`
      select id, name
      from accounts.api_keys
      where account_id = ${accountId} and id = any(${keyIds})`,
  )
  return {
    users: new Map(users.map((one) => [one.id, one.email])),
    keys: new Map(keys.map((one) => [one.id, one.name])),
  }
}

export async function accountsOf(
  db: Db,
  accountIds: readonly number[],
): Promise<Map<number, { key: string; name: string }>> {
  const found = await rows<{ id: number; key: string; name: string }>(
    db,
    sql`
      select id, key, name
      from accounts.accounts
      where id = any(${accountIds})`,
  )
  return new Map(found.map(({ id, key, name }) => [id, { key, name }]))
}

/** null: there is no account with this key. Index: the unique one of the key. */
export const idOfKey = async (db: Db, key: string): Promise<number | null> =>
  (
    await row<{ id: number }>(
      db,
      sql`select id from accounts.accounts where key = ${key.toUpperCase()}`,
    )
  )?.id ?? null

const PEOPLE_MAX = 50

/** Whom to write to about something of an account: its active people with these roles. */
export const peopleInRoles = (
  db: Db,
  accountId: number,
  roles: readonly string[],
): Promise<{ email: string; locale: string }[]> =>
  rows(
    db,
    sql<{ email: string; locale: string }>`
      select u.email, u.locale
      from accounts.memberships m
      join accounts.users u on u.id = m.user_id
      where m.account_id = ${accountId} and m.role = any(${roles}::text[]) and m.state = 'active' and u.state = 'active'
      order by u.id
      limit ${PEOPLE_MAX}`,
  )
