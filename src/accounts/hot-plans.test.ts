import { afterAll, beforeAll, expect, test } from 'vitest'
import { CompiledQuery, type Compilable } from 'kysely'
import { sql, transaction, type Db } from '../core/storage/index.ts'
import { findOwners, findSenders, readAccounts } from './store/accounts.ts'
import { findKeyBySecret } from './store/api-keys.ts'
import { lockBalances, post } from './store/ledger.ts'
import { findSession } from './store/users.ts'
import { startWorld, type World } from './test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

const hash = Buffer.alloc(32)
const posting = { account_id: 1, currency: 'EUR', kind: 'RESERVE', debit: 'balance', credit: 'traffic', amount_micros: '1', items: 1, reference: 'm' } as const
const hot: Record<string, (tx: Db) => Promise<unknown>> = {
  readAccounts: (tx) => readAccounts(tx, [1]),
  lockBalances: (tx) => lockBalances(tx, [1]),
  post: (tx) => post(tx, [posting], new Date(0)),
  findSenders: (tx) => findSenders(tx, [{ account_id: 1, channel: 'SMS', address: 'a' }]),
  findOwners: (tx) => findOwners(tx, 'SMS', ['1']),
  findKeyBySecret: (tx) => findKeyBySecret(tx, hash),
  findSession: (tx) => findSession(tx, hash),
}

/** The statements that a function sends, each explained as it would be planned for any arguments. */
async function plans(work: (tx: Db) => Promise<unknown>): Promise<string> {
  let text = ''
  await transaction(world.database.hot, async (tx) => {
    await sql`set local plan_cache_mode = force_generic_plan`.execute(tx)
    const explaining = tx.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        text += result.rows.map((row) => (row as Record<string, string>)['QUERY PLAN'] ?? '').join('\n')
        return { rows: [] }
      },
    })
    const executor = explaining as Db & { executeQuery: Db['executeQuery'] }
    await work(explained(executor))
  })
  return text
}

function explained(tx: Db): Db {
  const provider = tx.getExecutor()
  const execute = provider.executeQuery.bind(provider)
  Object.defineProperty(provider, 'executeQuery', {
    value: (query: CompiledQuery) => execute(CompiledQuery.raw(`explain ${query.sql}`, [...query.parameters]) as never),
  })
  return tx
}

test.each(Object.keys(hot))('%s reads by an index', async (name) => {
  const plan = await plans(hot[name]!)
  expect(plan).toContain('Index Cond')
  expect(plan).not.toMatch(/Seq Scan on (accounts|balances|senders|api_keys|sessions)/)
})

export type { Compilable }
