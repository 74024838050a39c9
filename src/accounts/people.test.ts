import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registry } from '../core/metrics.ts'
import { rows, run, sql } from '../core/storage/index.ts'
import { basic, startWorld, type Answer, type World } from './test/world.ts'

const ME = '/accounts/1/me'
let world: World
beforeAll(async () => {
  world = await startWorld({ trustProxy: ['127.0.0.1'] })
})
afterAll(() => world?.close())

let places = 0
/** Each test comes from an address of its own, so that none is held off for another. */
const fromNewPlace = () => ({ 'x-forwarded-for': `198.51.100.${++places}` })
const person = async () => {
  const email = `person-${++places}@example.org`
  const { owner } = await world.accounts.createAccount({ name: email, owner: { email } })
  return owner!
}
const tryOut = (email: string, password: string, headers: Record<string, string>) =>
  world.call('GET', ME, { as: basic(email, password), headers })
const statuses = (answers: readonly Answer[]) => answers.map((one) => one.status)

/** How often Argon2 ran; counts over the whole process. */
async function checks(): Promise<number> {
  const metric = await registry.getSingleMetric('trunkline_password_checks')!.get()
  return metric.values.reduce((sum, one) => sum + one.value, 0)
}

describe('user name and password', () => {
  test('let somebody in, also with colons and other letters in the password', async () => {
    const email = 'colons@example.org'
    const password = 'a:b:ü:日本'
    await world.accounts.createAccount({ name: 'colons', owner: { email, password } })
    const { status, body } = await tryOut(email, password, fromNewPlace())
    expect(status).toBe(200)
    expect(body).toMatchObject({
      user: { email },
      account: { isRoot: false, state: 'active' },
      scopes: ['all'],
    })
  })

  test('are checked once for many requests, also when they come at once', async () => {
    const { email, password } = await person()
    const place = fromNewPlace()
    const before = await checks()
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => tryOut(email, password, place)),
    )
    expect(new Set(statuses(answers))).toEqual(new Set([200]))
    await tryOut(email, password, place)
    expect((await checks()) - before).toBe(1)
    world.clock.advance(60_000)
    await tryOut(email, password, place)
    expect((await checks()) - before).toBe(2)
  })

  test('are checked as long for somebody who does not exist', async () => {
    const before = await checks()
    expect((await tryOut('nobody@example.org', 'whatever', fromNewPlace())).status).toBe(401)
    expect((await checks()) - before).toBe(1)
  })

  test('of somebody disabled let nobody in', async () => {
    const { email, password, userId } = await person()
    await run(
      world.database.db,
      sql`update accounts.users set state = 'disabled' where id = ${userId}`,
    )
    expect((await tryOut(email, password, fromNewPlace())).status).toBe(401)
  })

  test('of a suspended account are forbidden, of a closed one refused', async () => {
    const email = 'suspended@example.org'
    const { accountId, owner } = await world.accounts.createAccount({
      name: 'suspended',
      owner: { email },
    })
    const place = fromNewPlace()
    const now = async (state: 'suspended' | 'closed') => {
      await world.accounts.setAccountState(accountId, state)
      return (await tryOut(email, owner!.password, place)).status
    }
    expect(await now('suspended')).toBe(403)
    expect(await now('closed')).toBe(401)
  })
})

describe('whoever guesses', () => {
  test.each(['somebody', 'nobody'])(
    'the password of %s is held off, longer each time',
    async (who) => {
      const { email, password } =
        who === 'somebody' ? await person() : { email: `${who}-2@example.org`, password: 'x' }
      const place = fromNewPlace()
      for (let n = 1; n <= 5; n++)
        expect((await tryOut(email, `guess ${n}`, place)).status).toBe(401)
      const held = await tryOut(email, 'guess 6', place)
      expect(held.status).toBe(429)
      expect(held.headers.get('retry-after')).toBe('1')
      // Also with the right one: else the answer would tell which it is.
      expect((await tryOut(email, password, place)).status).toBe(429)
      world.clock.advance(1_000)
      expect((await tryOut(email, 'guess 6', place)).status).toBe(401)
      expect((await tryOut(email, 'guess 7', place)).headers.get('retry-after')).toBe('2')
    },
  )

  test('with many tries at once gets no more than one after the other', async () => {
    const { email } = await person()
    const place = fromNewPlace()
    const before = await checks()
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => tryOut(email, `guess ${n}`, place)),
    )
    expect(statuses(answers).filter((status) => status === 401)).toHaveLength(5)
    expect(statuses(answers).filter((status) => status === 429)).toHaveLength(35)
    expect((await checks()) - before).toBe(5)
  })

  test('does not lock out the person at another place, who comes in and clears what was counted there', async () => {
    const { email, password } = await person()
    const [guesser, home] = [fromNewPlace(), fromNewPlace()]
    for (let n = 1; n <= 6; n++) await tryOut(email, `guess ${n}`, guesser)
    for (let n = 1; n <= 4; n++) await tryOut(email, `slip ${n}`, home)
    expect((await tryOut(email, password, home)).status).toBe(200)
    world.clock.advance(60_000)
    for (let n = 1; n <= 4; n++) expect((await tryOut(email, `slip ${n}`, home)).status).toBe(401)
    expect((await tryOut(email, password, home)).status).toBe(200)
    expect((await tryOut(email, 'guess 7', guesser)).status).toBe(401)
  })

  test('over many names from one address is held off until the minute is over', async () => {
    const place = fromNewPlace()
    for (let n = 1; n <= 20; n++)
      expect((await tryOut(`n${n}@example.org`, 'x', place)).status).toBe(401)
    const held = await tryOut('n21@example.org', 'x', place)
    expect(held.status).toBe(429)
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(50)
    world.clock.advance(60_000)
    expect((await tryOut('n21@example.org', 'x', place)).status).toBe(401)
  })

  test('from all over an IPv6 network is one address', async () => {
    for (let n = 1; n <= 20; n++)
      await tryOut(`v6-${n}@example.org`, 'x', {
        'x-forwarded-for': `2001:db8:77:1::${n.toString(16)}`,
      })
    expect(
      (await tryOut('v6@example.org', 'x', { 'x-forwarded-for': '2001:db8:77:1:ffff::1' })).status,
    ).toBe(429)
    expect(
      (await tryOut('v6@example.org', 'x', { 'x-forwarded-for': '2001:db8:77:2::1' })).status,
    ).toBe(401)
  })

  test('at the other doors is held off just so', async () => {
    const { email } = await person()
    const headers = fromNewPlace()
    const doors = [
      (password: string) =>
        world.call('POST', '/auth/1/session', { body: { username: email, password }, headers }),
      (password: string) =>
        world.call('POST', '/accounts/1/login', { body: { email, password }, headers }),
      (password: string) =>
        world.call('POST', '/auth/1/oauth2/token', {
          form: { grant_type: 'client_credentials', client_id: email, client_secret: password },
          headers,
        }),
    ]
    for (let n = 0; n < 5; n++) expect((await doors[n % 3]!(`guess ${n}`)).status).toBe(401)
    for (const door of doors) expect((await door('guess more')).status).toBe(429)
  })
})

describe('me', () => {
  test('can be changed: name and language', async () => {
    const { email, password } = await person()
    const as = basic(email, password)
    const { status, body } = await world.call('PUT', ME, {
      as,
      body: { name: ' Ada ', locale: 'ja' },
    })
    expect(status).toBe(200)
    expect(body.user).toMatchObject({ name: 'Ada', locale: 'ja' })
    expect((await world.call('PUT', ME, { as, body: { locale: 'not a language' } })).status).toBe(
      400,
    )
    expect((await world.call('GET', ME, { as })).body.user).toMatchObject({
      name: 'Ada',
      locale: 'ja',
    })
  })

  test('takes a new password with the current one, here at once and elsewhere within 5 s', async () => {
    const { email, password } = await person()
    const as = basic(email, password)
    const other = await world.anotherNode()
    expect((await other.call('GET', ME, { as })).status).toBe(200)
    const change = (body: object) => world.call('PUT', ME, { as, body })
    expect((await change({ password: 'new password' })).body.violations).toEqual([
      { property: 'currentPassword', violation: 'is required' },
    ])
    expect(
      (await change({ password: 'new password', currentPassword: 'wrong' })).body.violations,
    ).toEqual([{ property: 'currentPassword', violation: 'is wrong' }])
    expect((await change({ password: 'short', currentPassword: password })).status).toBe(400)
    expect((await change({ password: 'new password', currentPassword: password })).status).toBe(200)
    expect((await world.call('GET', ME, { as })).status).toBe(401)
    expect((await world.call('GET', ME, { as: basic(email, 'new password') })).status).toBe(200)
    const fresh = basic(email, 'new password')
    expect((await other.call('GET', ME, { as: fresh })).status).toBe(200)
    world.clock.advance(5_000)
    expect((await other.call('GET', ME, { as })).status).toBe(401)
    expect((await other.call('GET', ME, { as: fresh })).status).toBe(200)
  })

  test('is no API key', async () => {
    expect((await world.call('GET', ME, { as: world.rootKey })).status).toBe(403)
  })

  test('gets no session with the old password while it is changed', async () => {
    const { email, password, userId } = await person()
    const change = world.call('PUT', ME, {
      as: basic(email, password),
      body: { password: 'new password', currentPassword: password },
    })
    const logIns = Array.from({ length: 12 }, () =>
      world.call('POST', '/auth/1/session', { body: { username: email, password } }),
    )
    expect((await change).status).toBe(200)
    const tokens = (await Promise.all(logIns)).filter((one) => one.status === 200)
    for (const { body } of tokens)
      expect((await world.call('GET', ME, { as: `IBSSO ${body.token}` })).status).toBe(401)
    const left = await rows(
      world.database.db,
      sql`select id from accounts.sessions where user_id = ${userId}`,
    )
    expect(left).toEqual([])
  })
})
