import pg from 'pg'
import { beforeAll, expect, it } from 'vitest'
import { emptyDatabase, testDatabase } from './database.ts'

const ask = async (connection: pg.ClientConfig, text: string) => {
  const client = new pg.Client(connection)
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(text)
  await client.end()
  return rows[0]
}

let databases: Awaited<ReturnType<typeof testDatabase>>[] = []
beforeAll(async () => {
  databases = await Promise.all([testDatabase(), testDatabase(), emptyDatabase()])
})

it('each file gets a database of its own, on one server', async () => {
  expect(new Set(databases.map(({ database }) => database)).size).toBe(3)
  expect(new Set(databases.map(({ host }) => host)).size).toBe(1)
  await ask(databases[0]!, 'create table mine (at int)')
  expect(await ask(databases[1]!, "select to_regclass('mine') as found")).toEqual({ found: null })
})

it('runs it as in production: on disk, in UTF-8, sorted by code point, over a socket only', async () => {
  const told = await ask(
    databases[0]!,
    `select current_setting('fsync') as fsync, current_setting('wal_recycle') as wal_recycle,
       current_setting('listen_addresses') as addresses, getdatabaseencoding() as encoding,
       'Z' < 'a' collate "default" as by_code_point, current_setting('log_parameter_max_length_on_error') as logged`,
  )
  expect(told).toEqual({
    fsync: 'on',
    wal_recycle: 'off',
    addresses: '',
    encoding: 'UTF8',
    by_code_point: true,
    logged: '0',
  })
})
