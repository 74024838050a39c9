import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { type Db, rows, run, runScript, sql, transaction } from './database.ts'

export interface Migration {
  module: string
  name: string
  hash: string
  text: string
}

const NAME = /^\d{8}T\d{4}-[a-z0-9-]+\.sql$/
/** Any number does, as long as nobody else on this database uses it. */
const MIGRATION_LOCK = 7_282_650_011

export async function readMigrations(module: string, folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(
    names.map(async (name) => {
      if (!NAME.test(name))
        throw new Error(
          `${module}/${name}: a migration is named <UTC minute>-<what>.sql, e.g. 20261124T0930-senders.sql`,
        )
      const text = await readFile(new URL(name, folder), 'utf8')
      return { module, name, hash: createHash('sha256').update(text).digest('hex'), text }
    }),
  )
}

/**
 * Applies what is new, in the order of the names over all modules, each in a transaction of its own.
 * Refuses a database whose applied migrations are not ours (edited since, or from a newer program).
 * @returns the names applied now
 */
export async function migrate(
  db: Db,
  migrations: readonly Migration[],
  now: Date,
): Promise<string[]> {
  return transaction(db, async (lock) => {
    await run(lock, sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    await runScript(
      db,
      `create schema if not exists core;
       create table if not exists core.migrations (
         module text not null, name text not null, hash text not null, applied_at timestamptz not null,
         primary key (module, name))`,
    )
    const applied = await rows<{ module: string; name: string; hash: string }>(
      db,
      sql`select module, name, hash from core.migrations`,
    )
    refuseForeign(applied, migrations)
    const done = new Set(applied.map((one) => `${one.module}/${one.name}`))
    const order = [...migrations].toSorted((a, b) => a.name.localeCompare(b.name))
    const fresh = order.filter((one) => !done.has(`${one.module}/${one.name}`))
    for (const one of fresh) await apply(db, one, now)
    return fresh.map((one) => `${one.module}/${one.name}`)
  })
}

function refuseForeign(
  applied: readonly { module: string; name: string; hash: string }[],
  known: readonly Migration[],
): void {
  for (const past of applied) {
    const ours = known.find((one) => one.module === past.module && one.name === past.name)
    if (!ours)
      throw new Error(
        `The database has the migration ${past.module}/${past.name}, which this version does not know: start the newer version, or restore a backup made before it.`,
      )
    if (ours.hash !== past.hash)
      throw new Error(
        `The migration ${past.module}/${past.name} was changed after it was applied: restore the file, and put the change in a new migration.`,
      )
  }
}

async function apply(db: Db, migration: Migration, now: Date): Promise<void> {
  await transaction(db, async (tx) => {
    await runScript(tx, migration.text).catch((cause: unknown) => {
      throw new Error(
        `The migration ${migration.module}/${migration.name} failed: ${(cause as Error).message}`,
        { cause },
      )
    })
    await run(
      tx,
      sql`insert into core.migrations (module, name, hash, applied_at)
          values (${migration.module}, ${migration.name}, ${migration.hash}, ${now})`,
    )
  })
}
