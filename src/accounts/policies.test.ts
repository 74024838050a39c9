import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, sql } from '../core/storage/index.ts'
import { startWorld, type World } from './test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

test('a policy is as the account was made; one made later is prepaid, with its own senders, and checked for flooding', async () => {
  const { accountId } = await world.accounts.createAccount({ name: 'payer' })
  const policies = await world.accounts.policies(world.database.hot, [accountId, 1, 999_999, 1])
  expect([...policies.keys()].toSorted((a, b) => a - b)).toEqual([1, accountId])
  expect(policies.get(1)).toEqual({
    accountId: 1,
    state: 'active',
    isRoot: true,
    anySender: true,
    floodingOn: false,
    holdAmbiguous: false,
    contentDays: 7,
    trialEndsAtMs: null,
  })
  expect(policies.get(accountId)).toMatchObject({
    state: 'active',
    isRoot: false,
    anySender: false,
    floodingOn: true,
  })
  await world.accounts.setAccountState(accountId, 'suspended')
  expect(
    (await world.accounts.policies(world.database.hot, [accountId])).get(accountId)!.state,
  ).toBe('suspended')
})

test('what is suspended or paused above an account holds for it, too', async () => {
  const { accountId: parentId } = await world.accounts.createAccount({ name: 'above' })
  const child = await world.accounts.createAccount({ name: 'below', parentId })
  const { accountId } = await world.accounts.createAccount({
    name: 'further below',
    parentId: child.accountId,
  })
  const stateOf = async () =>
    (await world.accounts.policies(world.database.hot, [accountId])).get(accountId)!.state
  expect(await stateOf()).toBe('active')
  await world.accounts.setAccountState(parentId, 'suspended')
  expect(await stateOf()).toBe('suspended')
  await world.accounts.setAccountState(parentId, 'active')
  expect(await stateOf()).toBe('active')
  const until = new Date(world.clock.ms() + 60_000)
  await run(
    world.database.db,
    sql`update accounts.accounts set paused_until = ${until} where id = ${parentId}`,
  )
  world.clock.advance(6_000)
  expect(await stateOf()).toBe('suspended')
})
