import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic, startWorld, type World } from './test/world.ts'

let world: World
let owner: string
beforeAll(async () => {
  world = await startWorld()
  owner = basic(world.owner.email, world.owner.password)
})
afterAll(() => world?.close())

let made = 0
async function customer() {
  const { accountId, apiKey, keyId } = await makeAccount()
  const account = (await world.accounts.accountsOf([accountId])).get(accountId)!
  return { path: `/accounts/1/accounts/${account.key}/throttles`, as: `App ${apiKey}`, keyId }
}
async function makeAccount() {
  const account = await world.accounts.createAccount({ name: `Throttled ${++made}` })
  const { keyId, secret } = await world.accounts.createApiKey(account.accountId, { name: 'k' })
  return { accountId: account.accountId, apiKey: secret, keyId }
}
const put = (path: string, body: object, as = owner) => world.call('PUT', path, { as, body })
const scopes = async (as: string, times: number): Promise<number[]> => {
  const answers: number[] = []
  for (let count = 0; count < times; count++)
    answers.push((await world.call('GET', '/accounts/1/scopes', { as })).status)
  return answers
}

test('an account gets limits of its own, and only that account; they can be taken back', async () => {
  const one = await customer()
  const other = await customer()
  const limits = {
    factor: 2.5,
    unlimited: false,
    requestsPerSecondPerKey: 1_000,
    operations: [{ operationId: 'list-scopes', requests: 2, per: 'HOUR' }],
  }
  expect((await put(one.path, limits)).body).toEqual(limits)
  expect((await world.call('GET', one.path, { as: owner })).body).toEqual(limits)
  expect(await scopes(one.as, 3)).toEqual([200, 200, 429])
  expect(await scopes(other.as, 3)).toEqual([200, 200, 200])
  expect((await put(one.path, {})).body).toEqual({
    factor: null,
    unlimited: false,
    requestsPerSecondPerKey: null,
    operations: [],
  })
  expect(await scopes(one.as, 3)).toEqual([200, 200, 200])
})

test("a key's own limit counts below that of the account, also for its tokens", async () => {
  const { as, keyId, path } = await customer()
  const limit = (requestsPerSecond: number | null) =>
    put(`/accounts/1/api-keys/${keyId}/limit`, { requestsPerSecond }, as)
  expect((await limit(2)).status).toBe(204)
  const uses = await world.call('GET', `/accounts/1/api-keys?ids=${keyId}`, { as })
  expect(uses.body.results).toMatchObject([{ id: keyId, requestsPerSecond: 2 }])
  world.clock.advance(1_000)
  // The second may turn between two of them.
  const answers = await Promise.all(Array.from({ length: 12 }, () => scopes(as, 1)))
  expect(answers.flat().filter((status) => status === 429).length).toBeGreaterThanOrEqual(8)
  world.clock.advance(1_000)
  expect((await limit(null)).status).toBe(204)
  expect((await put(path, { requestsPerSecondPerKey: 1 })).status).toBe(200)
  world.clock.advance(1_000)
  const again = await Promise.all(Array.from({ length: 12 }, () => scopes(as, 1)))
  expect(again.flat().filter((status) => status === 429).length).toBeGreaterThanOrEqual(10)
})

test('when a key was used last is told to its account', async () => {
  const { as, keyId } = await customer()
  const other = await customer()
  const path = `/accounts/1/api-keys?ids=${keyId},${other.keyId}`
  const lastUse = async () => {
    const { results } = (await world.call('GET', path, { as })).body
    expect(results).toMatchObject([{ id: keyId }])
    return results[0].lastUsedAt as string
  }
  const first = await lastUse()
  expect(first).toMatch(/^\d{4}-.*\+0000$/)
  world.clock.advance(3_600_000)
  await lastUse()
  await world.accounts.writeLastUses()
  expect(Date.parse(await lastUse()) - Date.parse(first)).toBeGreaterThanOrEqual(3_600_000)
})

test('limits of an account are set by the installation alone; what makes no sense is refused', async () => {
  const { path, as } = await customer()
  const other = await customer()
  expect((await put(path, {}, as)).status).toBe(403)
  expect((await world.call('GET', path, { as })).status).toBe(403)
  expect((await put(`/accounts/1/api-keys/${other.keyId}/limit`, { requestsPerSecond: 1 }, as)).status).toBe(404) // prettier-ignore
  const one = { requests: 1, per: 'DAY' }
  for (const body of [
    { factor: 0 },
    { requestsPerSecondPerKey: 0 },
    { operations: [{ ...one, operationId: 'no-such-operation' }] },
    { operations: [1, 2].map(() => ({ ...one, operationId: 'list-scopes' })) },
  ])
    expect([body, (await put(path, body)).status]).toEqual([body, 400])
  expect((await put(path.replace(/[0-9A-F]{32}/, '0'.repeat(32)), {})).status).toBe(404)
})
