import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rows, sql } from '../core/storage/index.ts'
import { basic, cookieOf, startWorld, type CallOptions, type World } from './test/world.ts'

const ME = '/accounts/1/me'
const SESSION = '/auth/1/session'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let world: World
beforeAll(async () => {
  world = await startWorld({ trustProxy: ['127.0.0.1'] })
})
afterAll(() => world?.close())

const from = (ip: string) => ({ 'x-forwarded-for': ip })
const status = async (method: string, path: string, options: CallOptions) =>
  (await world.call(method, path, options)).status

describe('an IBSSO token', () => {
  const begin = async (more: object = {}, headers = {}) => {
    const { email, password } = world.owner
    const { status, body } = await world.call('POST', SESSION, {
      body: { username: email, password, ...more },
      headers,
    })
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['token'])
    return `IBSSO ${body.token}`
  }

  test('is made with user name and password, used, and ended', async () => {
    const as = await begin({}, { authorization: 'undefined' })
    expect(await status('GET', ME, { as })).toBe(200)
    const ended = await world.call('DELETE', SESSION, {
      as,
      headers: { 'content-type': 'application/json' },
    })
    expect([ended.status, ended.body]).toEqual([200, undefined])
    expect(await status('GET', ME, { as })).toBe(401)
    expect(await status('DELETE', SESSION, { as })).toBe(401)
  })

  test('is refused to a wrong password and to a body without one', async () => {
    const { email } = world.owner
    const wrong = await world.call('POST', SESSION, {
      body: { username: email, password: 'wrong' },
    })
    expect([wrong.status, wrong.body.requestError.serviceException.messageId]).toEqual([
      401,
      'UNAUTHORIZED',
    ])
    const without = await world.call('POST', SESSION, { body: { username: email } })
    expect([without.status, without.body.requestError.serviceException.validationErrors]).toEqual([
      400,
      { password: ['is required'] },
    ])
  })

  test('is over after an hour without use, but not while it is used', async () => {
    const as = await begin()
    for (let n = 0; n < 3; n++) {
      world.clock.advance(59 * MINUTE_MS)
      expect(await status('GET', ME, { as })).toBe(200)
    }
    world.clock.advance(HOUR_MS)
    const { status: late, body } = await world.call('GET', ME, { as })
    expect([late, body.description]).toEqual([401, 'The session has expired.'])
  })

  test('is over after a day in any case', async () => {
    const as = await begin()
    for (let n = 0; n < 47; n++) {
      world.clock.advance(30 * MINUTE_MS)
      expect(await status('GET', ME, { as })).toBe(200)
    }
    world.clock.advance(30 * MINUTE_MS)
    expect(await status('GET', ME, { as })).toBe(401)
  })

  test('used in one process stays alive in another, once the use is written', async () => {
    const as = await begin()
    world.clock.advance(50 * MINUTE_MS)
    expect(await status('GET', ME, { as })).toBe(200)
    await world.accounts.writeLastUses()
    world.clock.advance(50 * MINUTE_MS)
    const other = await world.anotherNode()
    expect((await other.call('GET', ME, { as })).status).toBe(200)
  })

  test('belongs to the address that asked for it, unless it is unsafe', async () => {
    const bound = await begin({}, from('203.0.113.1'))
    expect(await status('GET', ME, { as: bound, headers: from('203.0.113.1') })).toBe(200)
    expect(await status('GET', ME, { as: bound, headers: from('203.0.113.2') })).toBe(401)
    const free = await begin({ unsafe: true }, from('203.0.113.1'))
    expect(await status('GET', ME, { as: free, headers: from('203.0.113.2') })).toBe(200)
  })

  test('is the only thing that can be ended so', async () => {
    expect(await status('DELETE', SESSION, { as: world.rootKey })).toBe(401)
  })

  test('is kept as a hash only, and swept when it is over', async () => {
    const as = await begin()
    const kept = await rows<{ text: string }>(
      world.database.db,
      sql`select s::text as text from accounts.sessions s`,
    )
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.filter(({ text }) => text.includes(as.slice(6)))).toEqual([])
    world.clock.advance(25 * HOUR_MS)
    expect(await world.accounts.sweep()).toBeGreaterThanOrEqual(kept.length)
  })
})

describe("the portal's cookie", () => {
  const logIn = (headers: Record<string, string> = {}) =>
    world.call('POST', '/accounts/1/login', { body: world.owner, headers })
  const begin = async () => ({ cookie: cookieOf(await logIn()) })
  const own = () => ({ origin: world.url })

  test('is set by a log-in, for this site and no script', async () => {
    const answer = await logIn()
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ account: { isRoot: true }, scopes: ['all'] })
    const attributes = answer.headers.get('set-cookie')!.split('; ').slice(1)
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Strict'])
  })

  test('is for TLS alone when the public address says so', async () => {
    const node = await world.anotherNode({ publicUrl: 'https://messages.example.com' })
    const answer = await node.call('POST', '/accounts/1/login', { body: world.owner })
    expect(answer.headers.get('set-cookie')).toContain('; Secure')
  })

  test('reads without more, but changes only for our own pages', async () => {
    const cookie = await begin()
    const change = (headers: object) =>
      status('PUT', ME, { body: { name: 'Owner' }, headers: { ...cookie, ...headers } })
    expect(await status('GET', ME, { headers: cookie })).toBe(200)
    expect(await change({})).toBe(403)
    expect(await change({ origin: 'https://evil.example' })).toBe(403)
    expect(await change({ origin: 'null' })).toBe(403)
    expect(await change(own())).toBe(200)
  })

  test('is not set for a page of somebody else', async () => {
    expect((await logIn({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await logIn(own())).status).toBe(200)
  })

  test('is no IBSSO token, nor is an IBSSO token a cookie', async () => {
    const { cookie } = await begin()
    expect(await status('GET', ME, { as: `IBSSO ${cookie.split('=')[1]}` })).toBe(401)
    const { email, password } = world.owner
    const { body } = await world.call('POST', SESSION, { body: { username: email, password } })
    expect(
      await status('GET', ME, { headers: { cookie: `trunkline_session=${body.token}` } }),
    ).toBe(401)
  })

  test('counts less than a header', async () => {
    const cookie = await begin()
    expect(await status('GET', ME, { as: 'App wrong', headers: cookie })).toBe(401)
    expect(await status('GET', ME, { as: 'undefined', headers: cookie })).toBe(200)
  })

  test('is over after 12 hours without use', async () => {
    const headers = await begin()
    world.clock.advance(11 * HOUR_MS)
    expect(await status('GET', ME, { headers })).toBe(200)
    world.clock.advance(12 * HOUR_MS)
    expect(await status('GET', ME, { headers })).toBe(401)
  })

  test('does not live longer because a page is left open', async () => {
    const { cookie } = await begin()
    const [name = '', value = ''] = cookie.split('=')
    const socket = { headers: { cookie }, cookies: { [name]: value }, ip: '127.0.0.1' }
    for (let hours = 0; hours < 11; hours++) {
      world.clock.advance(HOUR_MS)
      const credential = await world.accounts.authenticateAgain(socket as never)
      expect(credential?.kind).toBe('cookie')
    }
    world.clock.advance(HOUR_MS)
    await expect(world.accounts.authenticateAgain(socket as never)).rejects.toThrow(
      'The session has expired.',
    )
    expect(await status('GET', ME, { headers: { cookie } })).toBe(401)
  })

  test('is ended and taken back by logging out, also when it was over already', async () => {
    const cookie = await begin()
    const logOut = (headers: object) =>
      world.call('POST', '/accounts/1/logout', { headers: { ...cookie, ...headers } })
    expect((await logOut({})).status).toBe(403)
    const answer = await logOut(own())
    expect(answer.status).toBe(204)
    expect(answer.headers.get('set-cookie')).toMatch(
      /^trunkline_session=;.*Expires=Thu, 01 Jan 1970/,
    )
    expect(await status('GET', ME, { headers: cookie })).toBe(401)
    expect((await logOut(own())).status).toBe(204)
  })

  test('of all other browsers ends with a new password', async () => {
    const { email, password } = world.owner
    const [here, elsewhere] = [await begin(), await begin()]
    const { body: ibsso } = await world.call('POST', SESSION, {
      body: { username: email, password },
    })
    const token = await world.call('POST', '/auth/1/oauth2/token', {
      form: { grant_type: 'client_credentials', client_id: email, client_secret: password },
    })
    const bearer = `Bearer ${token.body.access_token}`
    expect(await status('GET', ME, { as: bearer })).toBe(200)
    const changed = await world.call('PUT', ME, {
      body: { password: 'another password', currentPassword: password },
      headers: { ...here, ...own() },
    })
    expect(changed.status).toBe(200)
    world.owner.password = 'another password'
    expect(await status('GET', ME, { headers: here })).toBe(200)
    expect(await status('GET', ME, { headers: elsewhere })).toBe(401)
    expect(await status('GET', ME, { as: `IBSSO ${ibsso.token}` })).toBe(401)
    expect(await status('GET', ME, { as: bearer })).toBe(401)
  })

  test('ends when the owner is reset, who gets in with the new password only', async () => {
    const { email, password } = world.owner
    const headers = await begin()
    const made = await world.accounts.resetOwner()
    expect(made).toEqual({
      ownerEmail: email,
      ownerPassword: expect.stringMatching(/^\S{20,}$/),
      apiKey: null,
    })
    expect(await status('GET', ME, { headers })).toBe(401)
    expect(await status('GET', ME, { as: basic(email, password) })).toBe(401)
    expect(await status('GET', ME, { as: basic(email, made.ownerPassword!) })).toBe(200)
    world.owner.password = made.ownerPassword!
  })
})
