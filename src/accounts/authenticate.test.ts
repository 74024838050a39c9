import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic, startWorld, type World } from './test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

test('try', async () => {
  const { call, owner } = world
  console.error((await call('GET', '/accounts/1/me', { as: basic(owner.email, owner.password) })).body)
  const q = new URLSearchParams({ client_secret: owner.password, client_id: owner.email, grant_type: 'client_credentials' })
  console.error(await call('POST', `/auth/1/oauth2/token?${q}`, { form: { '{}': '' } }))
  expect(1).toBe(1)
})
