import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { movableClock } from '../core/clock.ts'
import { openLog } from '../core/open-log.ts'
import { openSecrets } from '../core/secrets.ts'
import { openDatabase, type Database } from '../core/storage/index.ts'
import type { Trail } from '../core/trail.ts'
import { testDatabase } from '../../test/support/database.ts'
import { Append } from './append.ts'
import { trail } from './noting.ts'
import { eraseOld } from './upkeep.ts'
import { verify } from './verify.ts'

const log = openLog('silent')
const clock = movableClock()
const secrets = openSecrets(Buffer.alloc(32, 7))
let database: Database
/** Whoever owns the database: its triggers stop nobody who takes them off first. */
let intruder: pg.Client
let notes: Trail
let lastAccount = 7_000

beforeAll(async () => {
  const options = await testDatabase()
  database = openDatabase(options, log, { connectionsMax: 4, hotConnectionsMax: 1 })
  intruder = new pg.Client(options)
  await intruder.connect()
  notes = trail({ append: new Append({ db: database.db, clock, secrets }), clock, log })
})
afterAll(async () => {
  await intruder?.end()
  await database?.close()
})

const deed = (accountId: number, action = 'update-thing') => ({
  accountId,
  action,
  actor: { kind: 'person', userId: 12 } as const,
  ip: '192.0.2.7',
  target: { kind: 'thing', id: 'T-1' },
  fields: ['name', 'limits.rate'],
  description: 'Change a thing',
})

/** An account with a chain of so many entries. */
async function accountWith(entries: number): Promise<number> {
  const accountId = ++lastAccount
  for (let count = 0; count < entries; count += 1) await notes.note(deed(accountId))
  return accountId
}

const look = (accountId: number, after = 0, limit = 1_000) =>
  verify({ db: database.db, clock, secrets, detailMonths: 12 }, accountId, after, limit)

/** Changes rows as somebody does who may do anything in the database. */
async function tamper(statement: string, values: unknown[]): Promise<void> {
  await intruder.query("set session_replication_role = 'replica'")
  const { rowCount } = await intruder.query(statement, values)
  await intruder.query("set session_replication_role = 'origin'")
  expect(rowCount).toBeGreaterThan(0)
}

describe('a chain', () => {
  test('that nobody touched is right, from its first entry to its head', async () => {
    const accountId = await accountWith(5)
    expect(await look(accountId)).toMatchObject({
      from: 1,
      to: 5,
      checked: 5,
      erased: 0,
      fault: null,
      next: null,
      head: { seq: 5 },
    })
  })

  test('is followed in steps', async () => {
    const accountId = await accountWith(5)
    expect(await look(accountId, 0, 2)).toMatchObject({ to: 2, next: 2, fault: null })
    expect(await look(accountId, 2, 2)).toMatchObject({ from: 3, to: 4, next: 4, fault: null })
    expect(await look(accountId, 4, 2)).toMatchObject({ from: 5, to: 5, next: null, fault: null })
  })

  test('of an account without one is right, and empty', async () => {
    expect(await look(++lastAccount)).toMatchObject({ from: null, checked: 0, fault: null })
  })

  test('has the entries of one moment in one order, without a gap', async () => {
    const accountId = ++lastAccount
    await Promise.all(Array.from({ length: 300 }, () => notes.note(deed(accountId))))
    expect(await look(accountId)).toMatchObject({ checked: 300, fault: null })
  })

  test('that two processes write to at once stays one chain', async () => {
    const accountId = ++lastAccount
    const other = trail({ append: new Append({ db: database.db, clock, secrets }), clock, log })
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => (index % 2 ? other : notes).note(deed(accountId))),
    )
    expect(await look(accountId)).toMatchObject({ checked: 60, fault: null })
  })
})

describe('an intruder is found out who', () => {
  test.each([
    ["an entry's action", "update audit.entries set action = 'get-thing'", 'CHANGED', 3],
    ["an entry's outcome", "update audit.entries set outcome = 'refused'", 'CHANGED', 3],
    ["an entry's time", "update audit.entries set at = at - interval '1 day'", 'CHANGED', 3],
    ['who did it', 'update audit.details set user_id = 13', 'DETAIL_CHANGED', 3],
    ['from where', "update audit.details set ip = '192.0.2.8'", 'DETAIL_CHANGED', 3],
    ['the salt', "update audit.details set salt = '\\x00'", 'DETAIL_CHANGED', 3],
    ['nothing but takes an entry out', 'delete from audit.entries', 'MISSING', 3],
  ])('changes %s', async (_what, statement, kind, seq) => {
    const accountId = await accountWith(5)
    await tamper(`${statement} where account_id = $1 and seq = 3`, [accountId])
    expect(await look(accountId)).toMatchObject({ checked: 2, fault: { kind, seq } })
    expect(await look(accountId, 3)).toMatchObject(
      kind === 'MISSING' ? { fault: { kind: 'NOT_CHAINED', seq: 4 } } : { fault: null },
    )
  })

  test('changes an entry and makes its hash anew: the next one does not fit', async () => {
    const accountId = await accountWith(5)
    await tamper(
      `update audit.entries set action = 'get-thing', hash = sha256('made anew') where account_id = $1 and seq = 5`,
      [accountId],
    )
    expect(await look(accountId)).toMatchObject({ fault: { kind: 'CHANGED', seq: 5 } })
  })

  test('takes two entries for each other', async () => {
    const accountId = await accountWith(5)
    const move = (to: string, which: string) =>
      tamper(`update audit.entries set seq = ${to} where account_id = $1 and ${which}`, [accountId])
    await move('seq + 1000', 'seq in (2, 4)')
    await move('1006 - seq', 'seq > 1000')
    expect(await look(accountId)).toMatchObject({ fault: { kind: 'NOT_CHAINED', seq: 2 } })
  })

  test('cuts the tail off', async () => {
    const accountId = await accountWith(5)
    await tamper('delete from audit.entries where account_id = $1 and seq > 3', [accountId])
    expect(await look(accountId)).toMatchObject({ fault: { kind: 'TAIL_MISSING', seq: 4 } })
  })

  test('cuts the tail off and sets the head back: the seal is wrong', async () => {
    const accountId = await accountWith(5)
    await tamper('delete from audit.entries where account_id = $1 and seq > 3', [accountId])
    await tamper(
      `update audit.heads h set seq = 3, hash = e.hash
       from audit.entries e where h.account_id = $1 and e.account_id = h.account_id and e.seq = 3`,
      [accountId],
    )
    expect(await look(accountId)).toMatchObject({ fault: { kind: 'HEAD_CHANGED' } })
  })
})

test.each([
  ['update audit.entries set action = action'],
  ['delete from audit.entries'],
  ['update audit.details set ip = null'],
  ['delete from audit.heads'],
])('the database itself refuses: %s', async (statement) => {
  const accountId = await accountWith(1)
  await expect(intruder.query(`${statement} where account_id = $1`, [accountId])).rejects.toThrow(
    'append-only',
  )
})

test('the database refuses to empty the tables', async () => {
  await accountWith(1)
  for (const table of ['entries', 'heads'])
    await expect(intruder.query(`truncate audit.${table}`)).rejects.toThrow('append-only')
})

test('erased details leave the chain right, and are as good as erased from the very second', async () => {
  const accountId = await accountWith(2)
  clock.advance(366 * 86_400_000)
  await notes.note(deed(accountId))
  expect(await look(accountId)).toMatchObject({ checked: 3, erased: 2, fault: null })
  expect(await eraseOld({ db: database.db, clock, detailMonths: 12 })).toBeGreaterThanOrEqual(2)
  const { rows } = await intruder.query('select seq from audit.details where account_id = $1', [
    accountId,
  ])
  expect(rows).toEqual([{ seq: '3' }])
  expect(await look(accountId)).toMatchObject({ checked: 3, erased: 2, fault: null })
})
