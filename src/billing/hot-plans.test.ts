import { afterAll, beforeAll, expect, test } from 'vitest'
import { planOf, recorder } from '../../test/support/plans.ts'
import type { Db } from '../core/storage/index.ts'
import * as books from './store/books.ts'
import { lockBalances, postStatement, postUsageStatement } from './store/ledger.ts'
import { startWorld, type World } from './test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

/** Every statement of the message path, with arguments of the right shape. */
const hot: Record<string, (db: Db) => Promise<unknown>> = {
  lockBalances: (db) => lockBalances(db, []),
  post: (db) => postStatement([], new Date(0)).execute(db),
  postUsage: (db) => postUsageStatement([], [], new Date(0)).execute(db),
  readChains: (db) => books.readChains(db, []),
  readAssignments: (db) => books.readAssignments(db, []),
  readPrices: (db) => books.readPrices(db, []),
  readPackages: (db) => books.readPackages(db, []),
  usePackages: (db) => books.usePackages(db, []),
  findTariffs: (db) => books.findTariffs(db, []),
  readTariffs: (db) => books.readTariffs(db, []),
}

test.each(Object.keys(hot))('%s finds its rows by index conditions alone', async (name) => {
  const texts: string[] = []
  await hot[name]!(recorder(texts))
  expect(texts).toHaveLength(1)
  const plan = await planOf(world.database.hot, texts[0]!)
  expect(plan).toContain('Index Cond')
  expect(plan).not.toMatch(/Seq Scan on|Hash Join|Merge Join/)
})
