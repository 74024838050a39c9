import { afterAll, beforeAll, expect, test } from 'vitest'
import { planOf, recorder } from '../../test/support/plans.ts'
import type { Db } from '../core/storage/index.ts'
import { findOwners, findSenders, readAccounts } from './store/accounts.ts'
import { findKeyBySecret, findToken } from './store/api-keys.ts'
import { findMemberByEmail, findSession } from './store/users.ts'
import { startWorld, type World } from './test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

/** Every statement of the message path and of credentials, with arguments of the right shape. */
const hot: Record<string, (db: Db) => Promise<unknown>> = {
  readAccounts: (db) => readAccounts(db, []),
  findSenders: (db) => findSenders(db, []),
  findOwners: (db) => findOwners(db, 'SMS', []),
  findKeyBySecret: (db) => findKeyBySecret(db, Buffer.alloc(32)),
  findSession: (db) => findSession(db, Buffer.alloc(32)),
  findToken: (db) => findToken(db, Buffer.alloc(32)),
  findMemberByEmail: (db) => findMemberByEmail(db, ''),
}

test.each(Object.keys(hot))('%s finds its rows by index conditions alone', async (name) => {
  const texts: string[] = []
  await hot[name]!(recorder(texts))
  expect(texts).toHaveLength(1)
  const plan = await planOf(world.database.hot, texts[0]!)
  expect(plan).toContain('Index Cond')
  expect(plan).not.toMatch(/Seq Scan on|Hash Join|Merge Join/)
})

test('a statement that scans is told', async () => {
  expect(
    await planOf(world.database.hot, 'select 1 from accounts.users where name = $1'),
  ).toContain('Seq Scan on')
})
