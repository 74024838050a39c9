import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase } from '../../../test/support/database.ts'
import { eventually } from '../../../test/support/running.ts'
import { openLog } from '../open-log.ts'
import {
  isConnectionLost,
  migrate,
  openDatabase,
  readMigrations,
  recordset,
  row,
  rows,
  run,
  sql,
  transaction,
  type Database,
  type DatabaseOptions,
} from './index.ts'

/** Statements, sets of records, units of work, and the migrations of a database. */

let connection: DatabaseOptions
let database: Database
const open = () =>
  openDatabase(connection, openLog('silent'), { connectionsMax: 4, hotConnectionsMax: 2 })
beforeAll(async () => {
  connection = await emptyDatabase()
  database = open()
})
afterAll(() => database?.close())

describe('values', () => {
  test('money is a bigint, a date its own text, an instant a Date, in both kinds of connection', async () => {
    for (const db of [database.db, database.hot]) {
      const found = await row<Record<string, unknown>>(
        db,
        sql`select 9007199254740993::bigint as money, '2026-11-23'::date as day, '2026-11-23T20:29:00.123Z'::timestamptz as at, ${'x'}::text as said`,
      )
      expect(found).toEqual({
        money: 9_007_199_254_740_993n,
        day: '2026-11-23',
        at: new Date('2026-11-23T20:29:00.123Z'),
        said: 'x',
      })
    }
  })

  test('connections of the message path do not scan', async () => {
    const setting = (db: Database['db']) =>
      row<{ enable_seqscan: string }>(db, sql`show enable_seqscan`)
    expect([await setting(database.hot), await setting(database.db)]).toEqual([
      { enable_seqscan: 'off' },
      { enable_seqscan: 'on' },
    ])
  })
})

describe('a set of records', () => {
  const storable = fc
    .string({ unit: 'binary' })
    .filter((text) => !text.includes('\0') && text.isWellFormed())
  const item = fc.record({
    n: fc.integer({ min: -32_768, max: 32_767 }),
    said: fc.option(storable),
    money: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    on: fc.boolean(),
    data: fc.option(
      fc
        .jsonValue()
        .filter((value) => value !== null && !/\\u0000|\\ud/i.test(JSON.stringify(value))),
    ),
  })

  test('comes back as it went, in its order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 20 }), async (items) => {
        const found = await rows<Record<string, unknown>>(
          database.db,
          sql`select n, said, money::text as money, "on", data::text as data from ${recordset(items, 'n smallint, said text, money bigint, "on" boolean, data json')}`,
        )
        expect(
          found.map((one) => ({
            ...one,
            data: one['data'] === null ? null : (JSON.parse(one['data'] as string) as unknown),
          })),
        ).toEqual(
          items.map((one) => ({
            ...one,
            data: one.data === null ? null : (JSON.parse(JSON.stringify(one.data)) as unknown),
          })),
        )
      }),
      { numRuns: 40 },
    )
  })

  test('that is empty gives nothing', async () => {
    expect(await rows(database.db, sql`select * from ${recordset([], 'n smallint')}`)).toEqual([])
  })

  test.each([
    ['a number out of range', { n: 40_000 }],
    ['U+0000', { said: 'a\0' }],
    ['half a character', { said: '\ud83d' }],
  ])('with %s is refused by the database, and the connection goes on', async (_name, bad) => {
    const items = [
      { n: 1, said: 'x' },
      { n: 2, said: 'y', ...bad },
    ]
    await expect(
      rows(database.db, sql`select said from ${recordset(items, 'n smallint, said text')}`),
    ).rejects.toThrow()
    expect(await row(database.db, sql`select 1 as n`)).toEqual({ n: 1 })
  })
})

test('a unit of work is done whole or not at all', async () => {
  await run(database.db, sql`create table whole (n int)`)
  await transaction(database.db, (tx) => run(tx, sql`insert into whole values (1), (2)`))
  const failed = transaction(database.db, async (tx) => {
    await run(tx, sql`insert into whole values (3)`)
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await rows(database.db, sql`select n from whole order by n`)).toEqual([{ n: 1 }, { n: 2 }])
  expect(await run(database.db, sql`delete from whole`)).toBe(2)
})

describe('a connection that is lost', () => {
  test('is told as that, and later statements get another one', async () => {
    const mine = open()
    let ended: unknown
    const asleep = rows(mine.db, sql`select pg_sleep(20)`).catch(
      (error: unknown) => (ended = error),
    )
    // It may not have begun yet when it is looked for.
    await eventually('its end', async () => {
      await rows(
        database.db,
        sql`select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(20)%' and pid <> pg_backend_pid()`,
      )
      return ended
    })
    await asleep
    expect(isConnectionLost(ended)).toBe(true)
    const after = await eventually('another connection', () =>
      row(mine.db, sql`select 1 as n`).catch((error: unknown) => {
        if (!isConnectionLost(error)) throw error
        return undefined
      }),
    )
    expect(after).toEqual({ n: 1 })
    await mine.close()
  })

  test('is none when the statement is wrong', async () => {
    const wrong = await rows(database.db, sql`select * from nowhere`).catch(
      (error: unknown) => error,
    )
    expect(isConnectionLost(wrong)).toBe(false)
    expect(isConnectionLost(new Error('no'))).toBe(false)
  })

  test('is one when nobody answers', async () => {
    const nowhere = openDatabase(
      { ...connection, host: '/nowhere' } as DatabaseOptions,
      openLog('silent'),
      { connectionsMax: 1, hotConnectionsMax: 1 },
    )
    const error = await rows(nowhere.db, sql`select 1`).catch((reason: unknown) => reason)
    expect(isConnectionLost(error)).toBe(true)
    await nowhere.close()
  })
})

describe('migrations', () => {
  let folder: string
  let fresh: Database
  const now = new Date('2026-11-23T20:29:00Z')
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tl-migrations-'))
    fresh = openDatabase(await emptyDatabase(), openLog('silent'), {
      connectionsMax: 4,
      hotConnectionsMax: 1,
    })
    return async () => {
      await fresh.close()
      await rm(folder, { recursive: true, force: true })
    }
  })
  const write = async (module: string, name: string, text: string) => {
    await mkdir(path.join(folder, module), { recursive: true })
    await writeFile(path.join(folder, module, name), text)
  }
  const read = (module: string) => readMigrations(module, pathToFileURL(`${folder}/${module}/`))
  const apply = async (...modules: string[]) =>
    migrate(fresh.db, (await Promise.all(modules.map(read))).flat(), now)
  const tables = async () =>
    (
      await rows<{ name: string }>(
        fresh.db,
        sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
      )
    ).map((one) => one.name)

  test('are applied once, in the order of their time over all modules', async () => {
    await write(
      'b',
      '20261123T1000-first.sql',
      'create table things (n int); create table others (n int);',
    )
    await write('a', '20261123T1100-second.sql', 'alter table things add said text;')
    expect(await apply('a', 'b')).toEqual([
      'b/20261123T1000-first.sql',
      'a/20261123T1100-second.sql',
    ])
    expect(await apply('a', 'b')).toEqual([])
    await write('b', '20261123T1200-third.sql', 'drop table others;')
    expect(await apply('a', 'b')).toEqual(['b/20261123T1200-third.sql'])
    expect(await tables()).toEqual(['things'])
  })

  test('that were changed since are refused', async () => {
    await write('a', '20261123T1000-first.sql', 'create table things (n int);')
    await apply('a')
    await write('a', '20261123T1000-first.sql', 'create table things (n bigint);')
    await expect(apply('a')).rejects.toThrow(
      /a\/20261123T1000-first.sql was changed after it was applied/,
    )
  })

  test('of a newer program are refused, and nothing is applied', async () => {
    await write('a', '20261123T1000-first.sql', 'create table things (n int);')
    await write('b', '20261123T1000-newer.sql', 'create table newer (n int);')
    await apply('a', 'b')
    await write('a', '20261123T1100-next.sql', 'create table next (n int);')
    await expect(apply('a')).rejects.toThrow(
      /b\/20261123T1000-newer.sql, which this version does not know/,
    )
    expect(await tables()).toEqual(['newer', 'things'])
  })

  test('that fail leave nothing of themselves, and what was applied before them stays', async () => {
    await write('a', '20261123T1000-first.sql', 'create table things (n int);')
    await write(
      'a',
      '20261123T1100-bad.sql',
      'create table half (n int); insert into things values (1); select * from nowhere;',
    )
    await write('a', '20261123T1200-never.sql', 'create table never (n int);')
    await expect(apply('a')).rejects.toThrow(/a\/20261123T1100-bad.sql failed: .*nowhere/)
    expect(await tables()).toEqual(['things'])
    expect(await rows(fresh.db, sql`select * from things`)).toEqual([])
    await write('a', '20261123T1100-bad.sql', 'create table half (n int);')
    expect(await apply('a')).toEqual(['a/20261123T1100-bad.sql', 'a/20261123T1200-never.sql'])
  })

  test('by several processes at once are applied by one of them', async () => {
    for (const n of [1, 2, 3])
      await write('a', `2026112${n}T1000-step.sql`, `create table step_${n} (n int);`)
    const done = await Promise.all([apply('a'), apply('a')])
    expect(done.map((one) => one.length).toSorted()).toEqual([0, 3])
    expect(await tables()).toEqual(['step_1', 'step_2', 'step_3'])
  })

  test('with a name that tells no time are refused', async () => {
    await write('a', 'things.sql', 'select 1')
    await expect(read('a')).rejects.toThrow(/a\/things.sql: a migration is named/)
  })
})
