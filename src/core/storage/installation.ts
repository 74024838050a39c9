import { row, run, sql, type Db } from './database.ts'

/** Whether the database answers. */
export const answers = (db: Db): Promise<boolean> =>
  row(db, sql`select 1`).then(
    () => true,
    () => false,
  )

/**
 * Notes the check value of the secret a database is begun with; later calls change nothing.
 * @returns the one it was begun with
 */
export async function firstSecretCheck(db: Db, check: string, now: Date): Promise<string> {
  await run(
    db,
    sql`insert into core.installation (secret_check, made_at) values (${check}, ${now}) on conflict do nothing`,
  )
  const stored = await row<{ secret_check: string }>(
    db,
    sql`select secret_check from core.installation`,
  )
  return stored!.secret_check
}

/** Whether a table, such as `operators.connections`, was made yet: on a new database none is. */
export async function hasTable(db: Db, table: string): Promise<boolean> {
  const found = await row<{ made: boolean }>(
    db,
    sql`select to_regclass(${table}) is not null as made`,
  )
  return found?.made === true
}
