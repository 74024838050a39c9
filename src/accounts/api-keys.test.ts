import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rows, sql } from '../core/storage/index.ts'
import { rootScopes, scopeCatalogue } from './index.ts'
import { basic, startWorld, type World } from './test/world.ts'

const PATH = '/settings/2/api-keys'
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+0000$/

let world: World
/** An account with an owner, for each test that wants to be alone. */
const account = async () => {
  const email = `owner-${made++}@example.org`
  const one = await world.accounts.createAccount({ name: email, owner: { email } })
  return { ...one, as: basic(email, one.owner!.password), keyAs: `App ${one.apiKey}` }
}
let made = 0
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

describe('making one', () => {
  test('shows the secret once; it works, and is kept nowhere', async () => {
    const { as, key } = await account()
    const answer = await world.call('POST', PATH, {
      as,
      body: { name: 'Shop', type: 'an unknown field' },
    })
    expect(answer.status).toBe(200)
    const { apiKeySecret, ...shown } = answer.body
    expect(shown).toEqual({
      id: expect.stringMatching(/^[0-9A-F]{32}$/),
      accountId: key,
      name: 'Shop',
      allowedIPs: [],
      validFrom: expect.stringMatching(TIME),
      validTo: expect.stringMatching(TIME),
      enabled: true,
      permissions: ['PUBLIC_API'],
      platform: [],
      scopeGuids: [],
    })
    const days = (Date.parse(shown.validTo) - Date.parse(shown.validFrom)) / 86_400_000
    expect(days).toBe(365)
    expect((await world.call('GET', PATH, { as: `App ${apiKeySecret}` })).status).toBe(200)
    expect((await world.call('GET', `${PATH}/${shown.id}`, { as })).body).toEqual(shown)
    const kept = await rows<{ text: string }>(
      world.database.db,
      sql`select k::text as text from accounts.api_keys k`,
    )
    expect(kept.filter(({ text }) => text.includes(apiKeySecret))).toEqual([])
  })

  test('keeps what was wished, field by field', async () => {
    const { as } = await account()
    const wishes = {
      name: 'All of it',
      allowedIPs: ['203.0.113.7', '10.0.0.0/8', '127.0.0.1'],
      validFrom: '2026-01-01T00:00:00.000+0000',
      validTo: '2036-01-01T01:00:00+01:00',
      permissions: ['PUBLIC_API', 'WEB_SDK'],
      platform: [
        { applicationId: 'shop', entityId: 'berlin', action: 'FORCE', surplus: 1 },
        { applicationId: 'crm' },
      ],
      scopeGuids: ['sms:manage', 'message:send'],
    }
    const { status, body } = await world.call('POST', PATH, { as, body: wishes })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...wishes,
      validTo: '2036-01-01T00:00:00.000+0000',
      platform: [
        { applicationId: 'shop', entityId: 'berlin', action: 'FORCE' },
        { applicationId: 'crm' },
      ],
    })
    expect(body.platform[0]).not.toHaveProperty('surplus')
  })

  test.each([
    ['name', {}],
    ['name', { name: '' }],
    ['name', { name: '  ' }],
    ['name', { name: 'x'.repeat(101) }],
    ['name', { name: 7 }],
    ['allowedIPs[1]', { name: 'a', allowedIPs: ['10.0.0.1', '10.0.0.300'] }],
    ['allowedIPs[0]', { name: 'a', allowedIPs: ['10.0.0.0/33'] }],
    ['allowedIPs[0]', { name: 'a', allowedIPs: ['example.com'] }],
    ['allowedIPs', { name: 'a', allowedIPs: Array(101).fill('10.0.0.1') }],
    ['validTo', { name: 'a', validTo: 'tomorrow' }],
    ['validTo', { name: 'a', validTo: '2020-01-01T00:00:00.000+0000' }],
    ['permissions[0]', { name: 'a', permissions: ['EVERYTHING'] }],
    ['platform[0].applicationId', { name: 'a', platform: [{ entityId: 'b' }] }],
    ['scopeGuids[1]', { name: 'a', scopeGuids: ['sms:manage', 'sms:everything'] }],
    ['scopeGuids[0]', { name: 'a', scopeGuids: ['constructor'] }],
    ['scopeGuids[0]', { name: 'a', scopeGuids: ['operators:manage'] }],
  ])('refuses a wrong %s', async (property, body) => {
    const { as } = await account()
    const answer = await world.call('POST', PATH, { as, body })
    expect(answer.status).toBe(400)
    expect(answer.body.violations.map((one: { property: string }) => one.property)).toEqual([
      property,
    ])
    expect((await world.call('GET', PATH, { as })).body.paging.totalCount).toBe(1)
  })
})

describe('what a key may do', () => {
  test('is no more than what whoever makes it may do', async () => {
    const { accountId, as } = await account()
    const { secret, keyId } = await world.accounts.createApiKey(accountId, {
      name: 'narrow',
      scopes: ['account-management:manage', 'sms:message:send'],
    })
    const narrow = `App ${secret}`
    const make = async (scopeGuids?: string[]) =>
      (
        await world.call('POST', PATH, {
          as: narrow,
          body: { name: 'made', ...(scopeGuids ? { scopeGuids } : {}) },
        })
      ).status
    expect(await make(['sms:message:send'])).toBe(200)
    expect(await make(['sms:manage'])).toBe(403)
    expect(await make([])).toBe(403)
    expect(await make()).toBe(403)
    const change = async (id: string, body: object, by: string) =>
      (await world.call('PUT', `${PATH}/${id}`, { as: by, body })).status
    expect(await change(keyId, { scopeGuids: [] }, narrow)).toBe(403)
    const { body: wide } = await world.call('POST', PATH, { as, body: { name: 'wide' } })
    expect(await change(wide.id, { allowedIPs: ['192.0.2.1'] }, narrow)).toBe(403)
    expect(await change(wide.id, { allowedIPs: ['192.0.2.1'] }, as)).toBe(200)
    expect(await change(keyId, { scopeGuids: [] }, as)).toBe(200)
    expect(await make()).toBe(200)
  })

  test('is refused without one of the scopes of the operation', async () => {
    const { accountId } = await account()
    const { secret } = await world.accounts.createApiKey(accountId, {
      name: 'sends',
      scopes: ['sms:message:send'],
    })
    for (const path of [PATH, '/account/1/balance', '/accounts/1/senders'])
      expect((await world.call('GET', path, { as: `App ${secret}` })).status).toBe(403)
  })

  test('is listed: the 129 of the compatible API and ours, the installation’s own for the root account only', async () => {
    const names = async (as: string) =>
      (await world.call('GET', '/accounts/1/scopes', { as })).body.results.map(
        (one: { name: string }) => one.name,
      )
    const all = await names(world.rootKey)
    expect(all).toEqual(Object.keys(scopeCatalogue))
    const ours =
      /^(?:(?:accounts|users|messaging|operators|routes|simulator|smpp):|billing:(?:read|manage)$)/
    expect(all.filter((name: string) => !ours.test(name))).toHaveLength(129)
    const { as } = await account()
    expect(await names(as)).toEqual(all.filter((name: string) => !rootScopes.has(name)))
    const rootWish = { name: 'r', scopeGuids: ['operators:manage', 'simulator:manage'] }
    expect((await world.call('POST', PATH, { as: world.rootKey, body: rootWish })).status).toBe(200)
  })
})

describe('the list', () => {
  test('is paged, filtered and ordered', async () => {
    const { as } = await account()
    const secrets: string[] = []
    for (const name of ['Beta', 'alpha', 'Gamma', 'alphabet']) {
      const { body } = await world.call('POST', PATH, { as, body: { name } })
      secrets.push(body.apiKeySecret)
      world.clock.advance(1_000)
    }
    const list = async (query: string) => {
      const { status, body } = await world.call('GET', `${PATH}?${query}`, { as })
      expect(status).toBe(200)
      return {
        names: body.apiKeys.map((key: { name: string }) => key.name),
        paging: body.paging,
        keys: body.apiKeys,
      }
    }
    expect(await list('page=0&size=2')).toMatchObject({
      names: ['alphabet', 'Gamma'],
      paging: {
        page: 0,
        pageSize: 2,
        totalCount: 5,
        totalPages: 3,
        orderBy: 'createdAt',
        orderDirection: 'DESC',
      },
    })
    expect((await list('page=2&size=2')).names).toEqual(['First key'])
    expect((await list('page=9&size=2')).names).toEqual([])
    expect((await list('orderBy=name')).names).toEqual([
      'alpha',
      'alphabet',
      'Beta',
      'First key',
      'Gamma',
    ])
    expect((await list('orderBy=name&orderDirection=desc&size=1')).names).toEqual(['Gamma'])
    expect((await list('name=ALPHA&orderBy=name')).names).toEqual(['alpha', 'alphabet'])
    expect((await list('name=%25')).names).toEqual([])
    const [beta] = (await list('name=Beta')).keys
    await world.call('PUT', `${PATH}/${beta.id}`, { as, body: { enabled: false } })
    expect((await list('enabled=false')).names).toEqual(['Beta'])
    expect((await list('enabled=true')).paging.totalCount).toBe(4)
    const bySecret = await list(`apiKeySecret=${secrets[2]}`)
    expect(bySecret.names).toEqual(['Gamma'])
    expect(JSON.stringify(bySecret)).not.toContain(secrets[2])
    for (const wrong of [
      'page=-1',
      'size=0',
      'size=101',
      'orderBy=secret_hash',
      'orderDirection=sideways',
      'enabled=maybe',
    ])
      expect((await world.call('GET', `${PATH}?${wrong}`, { as })).status, wrong).toBe(400)
  })
})

describe('changing and revoking', () => {
  test('keeps what is left out', async () => {
    const { as } = await account()
    const { body: made } = await world.call('POST', PATH, {
      as,
      body: {
        name: 'before',
        allowedIPs: ['10.0.0.0/8'],
        scopeGuids: ['sms:manage'],
        platform: [{ applicationId: 'a' }],
      },
    })
    const { apiKeySecret: _, ...before } = made
    const changed = await world.call('PUT', `${PATH}/${made.id.toLowerCase()}`, {
      as,
      body: { name: 'after', enabled: false },
    })
    expect(changed.status).toBe(200)
    expect(changed.body).toEqual({ ...before, name: 'after', enabled: false })
    const cleared = await world.call('PUT', `${PATH}/${made.id}`, {
      as,
      body: { allowedIPs: [], platform: [], scopeGuids: [] },
    })
    expect(cleared.body).toMatchObject({
      allowedIPs: [],
      platform: [],
      scopeGuids: [],
      name: 'after',
    })
    expect(
      (
        await world.call('PUT', `${PATH}/${made.id}`, {
          as,
          body: { validTo: '2001-01-01T00:00:00Z' },
        })
      ).status,
    ).toBe(400)
  })

  test('a revoked key is gone', async () => {
    const { as, keyAs } = await account()
    const { body } = await world.call('GET', PATH, { as: keyAs })
    const path = `/accounts/1/api-keys/${body.apiKeys[0].id}`
    const revoked = await world.call('DELETE', path, {
      as,
      headers: { 'content-type': 'application/json' },
    })
    expect([revoked.status, revoked.body]).toEqual([204, undefined])
    expect((await world.call('GET', PATH, { as: keyAs })).status).toBe(401)
    expect((await world.call('DELETE', path, { as })).status).toBe(404)
    expect((await world.call('GET', `${PATH}/${body.apiKeys[0].id}`, { as })).status).toBe(404)
  })
})

describe('two accounts', () => {
  test("see and change nothing of each other's", async () => {
    const [mine, other] = [await account(), await account()]
    const keyOf = async (as: string) => (await world.call('GET', PATH, { as })).body.apiKeys[0]
    const ownKey = await keyOf(mine.as)
    const foreignKey = await keyOf(other.as)
    await world.accounts.addSender(other.accountId, 'Other')
    const [foreignSender] = (await world.call('GET', '/accounts/1/senders', { as: other.as })).body
      .results
    const { body: ownSender } = await world.call('POST', '/accounts/1/senders', {
      as: mine.as,
      body: { sender: 'Mine' },
    })
    const calls = (
      keyId: string,
      accountKey: string,
      senderId: number,
    ): [string, string, object?][] => [
      ['GET', `${PATH}/${keyId}`],
      ['PUT', `${PATH}/${keyId}`, { name: 'taken over' }],
      ['GET', `${PATH}?accountId=${accountKey}`],
      ['POST', PATH, { name: 'planted', accountId: accountKey }],
      ['PUT', `${PATH}/${ownKey.id}`, { accountId: accountKey }],
      ['DELETE', `/accounts/1/senders/${senderId}`],
      ['DELETE', `/accounts/1/api-keys/${keyId}`],
    ]
    for (const as of [mine.as, mine.keyAs])
      for (const [method, path, body] of calls(foreignKey.id, other.key, foreignSender.id)) {
        const { status } = await world.call(method, path, { as, ...(body ? { body } : {}) })
        expect([403, 404], `${method} ${path}`).toContain(status)
      }
    const { body: bySecret } = await world.call('GET', `${PATH}?apiKeySecret=${other.apiKey}`, {
      as: mine.as,
    })
    expect(bySecret.apiKeys).toEqual([])
    const { body: senders } = await world.call('GET', '/accounts/1/senders', { as: mine.as })
    expect(senders.results.map((one: { sender: string }) => one.sender)).toEqual(['Mine'])
    expect(await keyOf(other.as)).toEqual(foreignKey)
    expect((await world.call('GET', '/accounts/1/senders', { as: other.as })).body.results).toEqual(
      [foreignSender],
    )

    // The same calls with one's own ids are taken, so the refusals above are for the right reason.
    for (const [method, path, body] of calls(ownKey.id, mine.key.toLowerCase(), ownSender.id)) {
      const { status } = await world.call(method, path, { as: mine.as, ...(body ? { body } : {}) })
      expect([200, 201, 204], `${method} ${path}`).toContain(status)
    }
  })

  test("balances are each one's own", async () => {
    const rich = await world.accounts.createAccount({
      name: 'rich',
      balanceMicros: 12_345_678n,
      currency: 'USD',
    })
    const poor = await world.accounts.createAccount({ name: 'poor' })
    const read = async (key: string) =>
      (await world.call('GET', '/account/1/balance', { as: `App ${key}` })).body
    expect(await read(rich.apiKey)).toEqual({ balance: 12.345678, currency: 'USD' })
    expect(await read(poor.apiKey)).toEqual({ balance: 0, currency: 'EUR' })
  })
})
