import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic, startWorld, type World } from './test/world.ts'

const TOKEN = '/auth/1/oauth2/token'
const ANY = '/accounts/1/scopes'
const LIST = '/settings/2/api-keys'

let world: World
let key: { keyId: string; secret: string }
beforeAll(async () => {
  world = await startWorld({ trustProxy: ['127.0.0.1'] })
  key = await world.accounts.createApiKey(1, { name: 'client', scopes: ['sms:manage'] })
})
afterAll(() => world?.close())

const client = (more: Record<string, string> = {}) => ({
  grant_type: 'client_credentials',
  client_id: key.keyId,
  client_secret: key.secret,
  ...more,
})
const grant = async (form = client()) => {
  const { status, body } = await world.call('POST', TOKEN, { form })
  expect(status).toBe(200)
  return `Bearer ${body.access_token}`
}
const use = async (as: string, headers = {}) =>
  (await world.call('GET', ANY, { as, headers })).status

test('is got with the id and the secret of a key, in a form', async () => {
  const { status, body, headers } = await world.call('POST', TOKEN, { form: client() })
  expect(status).toBe(200)
  expect(body).toEqual({
    access_token: expect.stringMatching(/^[\w-]{43}$/),
    expires_in: 3_600,
    token_type: 'Bearer',
  })
  expect(headers.get('cache-control')).toBe('no-store')
  expect(await use(`Bearer ${body.access_token}`)).toBe(200)
})

test('is got by query string with an empty form, and the word undefined as authorization', async () => {
  const { status, body } = await world.call(
    'POST',
    `${TOKEN}?${new URLSearchParams(client()).toString()}`,
    {
      form: {},
      as: 'undefined',
    },
  )
  expect(status).toBe(200)
  expect(await use(`Bearer ${body.access_token}`)).toBe(200)
  const bare = await world.call('POST', `${TOKEN}/?${new URLSearchParams(client()).toString()}`)
  expect(bare.status).toBe(200)
})

test('is got by a person with address and password, and may do what the person may', async () => {
  const { email, password } = world.owner
  const as = await grant(client({ client_id: email, client_secret: password }))
  expect((await world.call('GET', '/accounts/1/me', { as })).body.user.email).toBe(email)
  expect((await world.call('GET', LIST, { as })).status).toBe(200)
})

test('may do what its key may, and no more', async () => {
  const as = await grant()
  const { status, body } = await world.call('GET', LIST, { as })
  expect([status, body.errorCode]).toEqual([403, 'E403'])
})

test.each([
  ['another secret', () => client({ client_secret: 'wrong' })],
  ["another key's id", () => client({ client_id: 'F'.repeat(32) })],
  ['a wrong password', () => client({ client_id: world.owner.email, client_secret: 'wrong' })],
])('is refused to %s, with the error word of OAuth', async (_what, form) => {
  const { status, body } = await world.call('POST', TOKEN, { form: form() })
  expect(status).toBe(401)
  expect(body).toEqual({
    error: 'invalid_client',
    requestError: {
      serviceException: { messageId: 'UNAUTHORIZED', text: 'Invalid login details' },
    },
  })
})

test.each([
  ['grant_type', { client_id: 'a', client_secret: 'b' }],
  ['grant_type', { client_id: 'a', client_secret: 'b', grant_type: 'authorization_code' }],
  ['client_id', { grant_type: 'client_credentials', client_secret: 'b' }],
  ['client_secret', { grant_type: 'client_credentials', client_id: 'a' }],
  ['client_id', { grant_type: 'client_credentials', client_id: 'a\0', client_secret: 'b' }],
  [
    'client_id',
    { grant_type: 'client_credentials', client_id: 'a'.repeat(300), client_secret: 'b' },
  ],
])('needs a right %s', async (field, form) => {
  const { status, body } = await world.call('POST', TOKEN, { form })
  expect(status).toBe(400)
  expect(Object.keys(body)).toEqual(['requestError'])
  expect(Object.keys(body.requestError.serviceException.validationErrors)).toEqual([field])
})

test('is over after an hour', async () => {
  const as = await grant()
  world.clock.advance(3_599_000)
  expect(await use(as)).toBe(200)
  world.clock.advance(1_000)
  expect(await use(as)).toBe(401)
})

test('ends with its key, and is taken from the addresses of its key only', async () => {
  const mine = await world.accounts.createApiKey(1, {
    name: 'bound',
    allowedIps: ['127.0.0.1', '203.0.113.0/24'],
  })
  const as = await grant(client({ client_id: mine.keyId, client_secret: mine.secret }))
  expect(await use(as, { 'x-forwarded-for': '203.0.113.9' })).toBe(200)
  expect(await use(as, { 'x-forwarded-for': '198.51.100.9' })).toBe(401)
  const owner = basic(world.owner.email, world.owner.password)
  const enable = (enabled: boolean) =>
    world.call('PUT', `${LIST}/${mine.keyId}`, { as: owner, body: { enabled } })
  await enable(false)
  expect(await use(as)).toBe(401)
  await enable(true)
  expect(await use(as)).toBe(200)
  expect(
    (await world.call('DELETE', `/accounts/1/api-keys/${mine.keyId}`, { as: owner })).status,
  ).toBe(204)
  expect(await use(as)).toBe(401)
})
