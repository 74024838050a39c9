import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rows, run, sql, transaction } from '../core/storage/index.ts'
import { basic, startWorld, type World } from './test/world.ts'

/** An operation that any credential may use, and that asks the database for nothing. */
const ANY = '/accounts/1/scopes'
const HOUR_MS = 3_600_000

let world: World
beforeAll(async () => {
  world = await startWorld({ trustProxy: ['127.0.0.1'] })
})
afterAll(() => world?.close())

const status = async (as: string | undefined, headers: Record<string, string> = {}) =>
  (await world.call('GET', ANY, { ...(as === undefined ? {} : { as }), headers })).status
const from = (ip: string) => ({ 'x-forwarded-for': ip })

describe('the header', () => {
  test('its scheme may be written in any case', async () => {
    const secret = world.rootKey.slice(4)
    for (const scheme of ['App', 'app', 'APP'])
      expect(await status(`${scheme} ${secret}`)).toBe(200)
    expect(await status(`App   ${secret} `)).toBe(200)
    const { email, password } = world.owner
    expect(await status(basic(email, password).replace('Basic', 'bAsIc'))).toBe(200)
    expect(await status(basic(email.toLowerCase(), password))).toBe(200)
  })

  test('none, an empty one and the word undefined say nothing', async () => {
    for (const said of [undefined, '', 'undefined']) {
      const { status, body } = await world.call('GET', ANY, said === undefined ? {} : { as: said })
      expect(status).toBe(401)
      expect(body).toMatchObject({ errorCode: 'E401', violations: [], resources: [] })
    }
  })

  test.each([
    'App',
    'App ',
    'App wrong',
    `App ${'x'.repeat(8_000)}`,
    'Basic',
    'Basic !!!',
    'Basic bm9jb2xvbg==',
    'IBSSO wrong',
    'Bearer wrong',
    `Bearer ${'x'.repeat(8_000)}`,
    'Digest username="a"',
    'nonsense',
    `Basic ${Buffer.from('a\0b:c').toString('base64')}`,
  ])('%s is refused', async (as) => {
    expect(await status(as)).toBe(401)
  })

  test('what is refused has the body that its operation is documented to have', async () => {
    const { status, body } = await world.call('GET', '/account/1/balance', { as: 'App wrong' })
    expect(status).toBe(401)
    expect(body).toEqual({
      requestError: {
        serviceException: { messageId: 'UNAUTHORIZED', text: 'Invalid login details' },
      },
    })
  })
})

describe('an API key', () => {
  const make = async (wishes: object = {}) => {
    const made = await world.accounts.createApiKey(1, { name: 'k', ...wishes })
    return { as: `App ${made.secret}`, keyId: made.keyId }
  }

  test('counts from its first instant to its last', async () => {
    const now = world.clock.ms()
    const { as } = await make({
      validFrom: new Date(now + HOUR_MS),
      validTo: new Date(now + 2 * HOUR_MS),
    })
    expect(await status(as)).toBe(401)
    world.clock.advance(HOUR_MS)
    expect(await status(as)).toBe(200)
    world.clock.advance(HOUR_MS)
    const { status: late, body } = await world.call('GET', ANY, { as })
    expect(late).toBe(401)
    expect(body.description).toBe('The API key has expired.')
  })

  test('is taken from the addresses and networks it allows only', async () => {
    const { as } = await make({ allowedIps: ['203.0.113.7', '10.1.0.0/16', '2001:db8:1::/48'] })
    for (const ip of ['203.0.113.7', '10.1.255.1', '2001:db8:1:2::9', '::ffff:10.1.0.1'])
      expect(await status(as, from(ip)), ip).toBe(200)
    for (const ip of ['203.0.113.8', '10.2.0.1', '2001:db8:2::9', '127.0.0.1'])
      expect(await status(as, from(ip)), ip).toBe(401)
  })

  test('acts for its account, whatever becomes of that', async () => {
    const made = await world.accounts.createAccount({ name: 'states' })
    const as = `App ${made.apiKey}`
    expect(await status(as)).toBe(200)
    await world.accounts.setAccountState(made.accountId, 'suspended')
    expect(await status(as)).toBe(403)
    await world.accounts.setAccountState(made.accountId, 'active')
    expect(await status(as)).toBe(200)
    await world.accounts.setAccountState(made.accountId, 'closed')
    expect(await status(as)).toBe(401)
    const left = await rows(
      world.database.db,
      sql`select id from accounts.api_keys where account_id = ${made.accountId}`,
    )
    expect(left).toEqual([])
    expect(await world.accounts.setAccountState(999_999, 'closed')).toBe(false)
  })

  test('costs no way to the database once it is known', async () => {
    const { as } = await make()
    expect(await status(as)).toBe(200)
    await transaction(world.database.db, async (tx) => {
      await run(tx, sql`lock table accounts.api_keys, accounts.accounts in access exclusive mode`)
      expect(await status(as)).toBe(200)
    })
  })

  test('that is changed counts as changed at once here, and within 5 s in another process', async () => {
    const other = await world.anotherNode()
    const { as, keyId } = await make()
    const there = async () => (await other.call('GET', ANY, { as })).status
    expect([await status(as), await there()]).toEqual([200, 200])
    await world.call('PUT', `/settings/2/api-keys/${keyId}`, {
      as: world.rootKey,
      body: { enabled: false },
    })
    expect([await status(as), await there()]).toEqual([401, 200])
    world.clock.advance(5_000)
    expect([await status(as), await there()]).toEqual([401, 401])
  })

  test('that is revoked while a request looks it up is not believed afterwards', async () => {
    const { as, keyId } = await make()
    const looks = Array.from({ length: 20 }, () => status(as))
    const removed = world.call('DELETE', `/accounts/1/api-keys/${keyId}`, { as: world.rootKey })
    await Promise.all([...looks, removed])
    expect(await status(as)).toBe(401)
  })

  test('tells when it was used last, once it is written', async () => {
    const { as, keyId } = await make()
    const lastUse = async () =>
      (
        await sql<{
          at: Date | null
        }>`select last_used_at as at from accounts.api_keys where id = ${keyId}`.execute(
          world.database.db,
        )
      ).rows[0]!.at
    await status(as)
    expect(await lastUse()).toBeNull()
    await world.accounts.writeLastUses()
    const first = await lastUse()
    expect(first).not.toBeNull()
    world.clock.advance(60_000)
    await status(as)
    await world.accounts.writeLastUses()
    expect((await lastUse())!.getTime() - first!.getTime()).toBeGreaterThanOrEqual(60_000)
  })

  test('may make so many requests in a second', async () => {
    const narrow = await world.anotherNode({ requestsPerSecondPerKeyMax: 5 })
    const { as } = await make()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => narrow.call('GET', ANY, { as })),
    )
    // The second may turn between two of them.
    const refused = answers.filter((one) => one.status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(10)
    expect(refused[0]!.headers.get('retry-after')).toBe('1')
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(5)
    world.clock.advance(1_000)
    expect((await narrow.call('GET', ANY, { as })).status).toBe(200)
  })
})
