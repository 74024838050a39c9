import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asker, to, v2, v3, type Ask } from './asking.ts'
import { caller, eventually, OWNER, runPlatform, type Call, type Running } from './running.ts'

/** Sub-accounts and API keys, as the compatible API documents them; every answer is judged by its documented shape. */

interface Key {
  id: string
  apiKeySecret?: string
  accountId: string
  name: string
  permissions: string[]
  platform: { key?: string; applicationId: string; entityId?: string; action?: string }[]
}
interface KeyV1 {
  key: string
  publicApiKey?: string
  accountKey: string
  name: string
  enabled: boolean
  permissions: string[]
}
interface SubAccount {
  key: string
  ownerKey: string
  name: string
  enabled: boolean
}
const UNKNOWN = '0123456789ABCDEF0123456789ABCDEF'

let running: Running
let ask: Ask
let rootKey: string
let shop: { key: string; name: string }
let stranger: { key: string }
beforeAll(async () => {
  running = await runPlatform()
  const call = caller(running.url)
  ask = asker(call)
  shop = await make(call, { name: 'Shop', kind: 'CUSTOMER' })
  stranger = await make(call, { name: 'Stranger', kind: 'RESELLER' })
  rootKey = (await ask<{ accounts: SubAccount[] }>('get-all-accounts')).body.accounts[0]!.ownerKey
})
afterAll(() => running?.stop())

async function make(call: Call, body: object): Promise<{ key: string; name: string }> {
  const made = await call<{ key: string; name: string }>('POST', '/accounts/1/accounts', body)
  expect(made.status).toBe(201)
  return made.body
}
const newKey = async (body: object, as = ask): Promise<Required<Key>> => {
  const made = await as<Required<Key>>('create-api-key', { body: { name: 'key', ...body } })
  expect([made.status, made.body]).toEqual([200, made.body])
  return made.body
}
const asKey = (secret: string): Ask => asker(caller(running.url, secret))

describe('sub-accounts', () => {
  const list = async (query: object = {}) =>
    (
      await ask<{ accounts: SubAccount[] }>('get-all-accounts', { query: { ...query } })
    ).body.accounts.map((one) => one.name)

  test('are listed by name, by whether they are enabled, and up to a limit', async () => {
    expect(await list()).toEqual(['Shop', 'Stranger'])
    expect(await list({ name: 'SHO' })).toEqual(['Shop'])
    expect(await list({ enabled: false })).toEqual([])
    expect(await list({ limit: 1 })).toEqual(['Shop'])
    expect((await ask('get-all-accounts', { query: { limit: 0 } })).status).toBe(400)
  })

  test('are renamed, suspended and resumed', async () => {
    const path = `/settings/1/accounts/${shop.key}`
    const put = (body: object) => ask<SubAccount>('update-account', { path, body })
    expect((await put({ name: 'Shop 2' })).body).toEqual({
      key: shop.key,
      ownerKey: rootKey,
      name: 'Shop 2',
      enabled: true,
    })
    expect((await put({ enabled: false })).body).toMatchObject({ name: 'Shop 2', enabled: false })
    expect(await list({ enabled: false })).toEqual(['Shop 2'])
    expect((await put({ enabled: true, name: 'Shop' })).body).toMatchObject({ enabled: true })
  })

  test('one that is not below is none', async () => {
    const other = asKey((await newKey({ accountId: stranger.key })).apiKeySecret)
    for (const key of [shop.key, rootKey, UNKNOWN]) {
      const path = `/settings/1/accounts/${key}`
      expect((await other('update-account', { path, body: { name: 'Mine' } })).status).toBe(404)
    }
  })
})

describe('keys of an account below', () => {
  test('are made, read, changed and listed; from beside they are not there', async () => {
    const made = await newKey({ accountId: shop.key, name: 'Till' })
    expect(made.accountId).toBe(shop.key)
    const path = `/settings/2/api-keys/${made.id}`
    expect((await ask<Key>('get-api-key', { path })).body.name).toBe('Till')
    const changed = await ask<Key>('update-api-key', { path, body: { name: 'Till 2' } })
    expect(changed.body).toMatchObject({ name: 'Till 2', accountId: shop.key })
    const query = { accountId: shop.key, name: 'till' }
    const listed = await ask<{ apiKeys: Key[] }>('get-api-keys-by-filter', { query })
    expect(listed.body.apiKeys.map((one) => one.id)).toEqual([made.id])

    const other = asKey((await newKey({ accountId: stranger.key })).apiKeySecret)
    expect((await other('get-api-key', { path })).status).toBe(404)
    expect((await other('update-api-key', { path, body: { enabled: false } })).status).toBe(404)
    for (const accountId of [shop.key, UNKNOWN]) {
      expect((await other('get-api-keys-by-filter', { query: { accountId } })).status).toBe(403)
      const body = { name: 'planted', accountId }
      expect((await other('create-api-key', { body })).status).toBe(403)
    }
  })

  test('get no scope that only the installation’s own account has', async () => {
    const body = { name: 'x', scopeGuids: ['operators:manage'] }
    expect((await ask('create-api-key', { body: { ...body, accountId: shop.key } })).status).toBe(
      400,
    )
    expect((await ask('create-api-key', { body })).status).toBe(200)
  })

  test('every filter, page and order', async () => {
    const { key } = await make(caller(running.url), { name: 'Filters', kind: 'CUSTOMER' })
    const secrets: string[] = []
    for (const name of ['b', 'C', 'a', 'ab'])
      secrets.push((await newKey({ accountId: key, name })).apiKeySecret)
    const page = async (query: object) => {
      const { body } = await ask<{
        apiKeys: Key[]
        paging: { page: number; pageSize: number; totalCount: number; totalPages: number }
      }>('get-api-keys-by-filter', { query: { accountId: key, ...query } })
      return { names: body.apiKeys.map((one) => one.name), paging: body.paging }
    }
    const found = await page({})
    await ask('update-api-key', {
      path: `/settings/2/api-keys/${(await newKey({ accountId: key, name: 'off' })).id}`,
      body: { enabled: false },
    })
    expect(found.names).toEqual(['ab', 'a', 'C', 'b'])
    expect((await page({ enabled: false })).names).toEqual(['off'])
    expect((await page({ enabled: true, name: 'A' })).names).toEqual(['ab', 'a'])
    expect((await page({ apiKeySecret: secrets[1]! })).names).toEqual(['C'])
    expect((await page({ orderBy: 'name' })).names).toEqual(['a', 'ab', 'b', 'C', 'off'])
    const order = { orderBy: 'name', orderDirection: 'desc', size: 2, page: 1 }
    expect(await page(order)).toMatchObject({
      names: ['b', 'ab'],
      paging: { page: 1, pageSize: 2, totalCount: 5, totalPages: 3 },
    })
  })
})

describe('keys in the older form', () => {
  const path = (key = shop.key, id = '') =>
    `/settings/1/accounts/${key}/api-keys${id === '' ? '' : `/${id}`}`

  test('are the same keys', async () => {
    const body = { name: 'Old', permissions: ['ALL', 'TFA'], allowedIPs: ['127.0.0.0/8'] }
    const made = await ask<Required<KeyV1>>('create-api-key-deprecated', { path: path(), body })
    expect(made).toMatchObject({ status: 201, body: { accountKey: shop.key, name: 'Old' } })
    expect(made.headers.get('deprecation')).toBe('true')
    const { key: id, publicApiKey } = made.body
    expect(
      (await asKey(publicApiKey)('get-api-key', { path: `/settings/2/api-keys/${id}` })).status,
    ).toBe(200)
    const newer = await ask<Key>('get-api-key', { path: `/settings/2/api-keys/${id}` })
    expect(newer.body.permissions).toEqual(['PUBLIC_API', '2FA_CLIENT'])

    const one = await ask<KeyV1>('get-api-key-deprecated', { path: path(shop.key, id) })
    expect(one.body.permissions).toEqual(['ALL', 'TFA'])
    expect(one.body).not.toHaveProperty('publicApiKey')
    const put = await ask<KeyV1>('update-api-key-deprecated', {
      path: path(shop.key, id),
      body: { enabled: false },
    })
    expect(put.body).toMatchObject({ name: 'Old', enabled: false })
    const list = async (query: object) =>
      (
        await ask<{ apiKeys: KeyV1[] }>('get-api-keys-by-filter-deprecated', {
          path: path(),
          query: { ...query },
        })
      ).body.apiKeys.map((found) => found.key)
    expect(await list({ publicApiKey })).toEqual([id])
    expect(await list({ name: 'OLD', enabled: false })).toEqual([id])
    expect(await list({ name: 'OLD', enabled: true })).toEqual([])
    expect(await list({ limit: 1 })).toHaveLength(1)
  })

  test('of an account that is not below, and keys of another account, are none', async () => {
    const other = asKey((await newKey({ accountId: stranger.key })).apiKeySecret)
    const { id } = await newKey({ accountId: shop.key })
    for (const key of [shop.key, UNKNOWN]) {
      const asked = [
        ['get-api-keys-by-filter-deprecated', { path: path(key) }],
        ['create-api-key-deprecated', { path: path(key), body: { name: 'planted' } }],
        ['get-api-key-deprecated', { path: path(key, id) }],
        ['update-api-key-deprecated', { path: path(key, id), body: { name: 'mine' } }],
      ] as const
      for (const [operation, request] of asked)
        expect((await other(operation, request)).status, operation).toBe(404)
    }
    expect((await ask('get-api-key-deprecated', { path: path(stranger.key, id) })).status).toBe(404)
  })
})

describe('what a key is for', () => {
  test.each([[['2FA_CLIENT']], [['WEB_SDK']]])('%j opens no operation', async (permissions) => {
    const { apiKeySecret } = await newKey({ permissions })
    expect((await asKey(apiKeySecret)('get-api-keys-by-filter')).status).toBe(403)
    expect((await asKey(apiKeySecret)('send-sms-messages', { body: v3() })).status).toBe(403)
  })
  test('PUBLIC_API beside another, or none said, does', async () => {
    for (const permissions of [['WEB_SDK', 'PUBLIC_API'], []]) {
      const { apiKeySecret } = await newKey({ permissions })
      expect((await asKey(apiKeySecret)('get-api-keys-by-filter')).status).toBe(200)
    }
  })
})

describe('pairs of a key', () => {
  interface Logged {
    results: { messageId: string; platform?: { applicationId?: string; entityId?: string } }[]
  }
  const platformOf = async (messageId: string) =>
    eventually('the message is logged', async () => {
      const { body } = await ask<Logged>('get-outbound-sms-message-logs-v3', {
        query: { messageId },
      })
      return body.results[0]
    }).then((found) => found.platform)
  let count = 0
  const send = async (as: Ask, platform?: object, form: 'v3' | 'v2' | 'query' = 'v3') => {
    const destinations = [{ to: to('001'), messageId: `pairs-${++count}` }]
    if (form === 'v3')
      await as('send-sms-messages', {
        body: v3({ destinations, ...(platform && { options: { platform } }) }),
      })
    else if (form === 'v2')
      await as('send-sms-message', { body: v2({ destinations, ...platform }) })
    else {
      const sent = await as<{ messages: { messageId: string }[] }>(
        'send-sms-messages-over-query-parameters',
        { query: { to: to('001'), text: 'hello' } },
      )
      return platformOf(sent.body.messages[0]!.messageId)
    }
    return platformOf(`pairs-${count}`)
  }

  test('FILL puts in what is left out', async () => {
    const platform = [{ applicationId: 'crm', entityId: 'north', action: 'FILL' }]
    const key = await newKey({ platform })
    expect(key.platform).toEqual([{ ...platform[0], key: expect.any(String) }])
    const as = asKey(key.apiKeySecret)
    for (const form of ['v3', 'v2', 'query'] as const)
      expect(await send(as, undefined, form)).toEqual({ applicationId: 'crm', entityId: 'north' })
    expect(await send(as, { applicationId: 'other' })).toEqual({ applicationId: 'other' })
    expect(await send(as, { applicationId: 'crm' })).toEqual({
      applicationId: 'crm',
      entityId: 'north',
    })
    const own = { applicationId: 'crm', entityId: 'south' }
    expect(await send(as, own)).toEqual(own)
  })

  test('FORCE puts in whatever is named, in every form', async () => {
    const key = await newKey({
      platform: [{ applicationId: 'bound', entityId: 'one', action: 'FORCE' }],
    })
    const as = asKey(key.apiKeySecret)
    const bound = { applicationId: 'bound', entityId: 'one' }
    for (const form of ['v3', 'v2', 'query'] as const)
      expect(await send(as, undefined, form)).toEqual(bound)
    const named = { applicationId: 'free', entityId: 'two' }
    expect(await send(as, named)).toEqual(bound)
    expect(await send(as, named, 'v2')).toEqual(bound)
  })

  test('a bound key reads what is of its application, whatever it asks for', async () => {
    const bound = asKey(
      (await newKey({ platform: [{ applicationId: 'mine', action: 'FORCE' }] })).apiKeySecret,
    )
    await send(bound)
    await send(ask, { applicationId: 'theirs' })
    for (const query of [{}, { applicationId: 'theirs' }]) {
      const logs = await bound<Logged>('get-outbound-sms-message-logs-v3', { query })
      expect(new Set(logs.body.results.map((one) => one.platform?.applicationId))).toEqual(
        new Set(['mine']),
      )
      const old = await bound<{ results: { applicationId?: string }[] }>(
        'get-outbound-sms-message-logs',
        { query },
      )
      expect(new Set(old.body.results.map((one) => one.applicationId))).toEqual(new Set(['mine']))
    }
    const report = await eventually('a report of the bound key', async () => {
      const { body } = await bound<Logged>('get-outbound-sms-message-delivery-reports-v3', {
        query: { applicationId: 'theirs' },
      })
      return body.results[0]
    })
    expect(report.platform?.applicationId).toBe('mine')
  })

  test('a bound key reads no more by our own operations', async () => {
    const platform = [{ applicationId: 'kept', action: 'FORCE' }]
    const bound = caller(running.url, (await newKey({ platform })).apiKeySecret)
    const at = new Date(running.clock.ms() + 3_600_000).toISOString()
    const own = v3({ destinations: [{ to: to('001'), messageId: 'kept-1' }] })
    await asker(bound)('send-sms-messages', { body: own })
    await send(ask, { applicationId: 'alien' })
    const foreign = `pairs-${count}`
    const later = v3({
      destinations: [{ to: to('001'), messageId: 'alien-later' }],
      options: { platform: { applicationId: 'alien' }, schedule: { sendAt: at } },
    })
    expect((await ask('send-sms-messages', { body: later })).status).toBe(200)

    for (const query of ['', '?applicationId=alien', `?messageId=${foreign}`, '?scheduled=true']) {
      const { status, body } = await bound<{ results: { messageId: string }[] }>(
        'GET',
        `/messaging/1/messages${query}`,
      )
      expect([query, status]).toEqual([query, 200])
      expect(body.results.map((one) => one.messageId).filter((id) => id !== 'kept-1')).toEqual([])
    }
    expect((await bound('GET', '/messaging/1/messages/kept-1')).status).toBe(200)
    for (const id of [foreign, 'alien-later'])
      expect((await bound('GET', `/messaging/1/messages/${id}`)).status).toBe(404)
    expect((await bound('GET', '/messaging/1/inbound')).body).toMatchObject({ results: [] })
    for (const path of [
      '/messaging/1/overview',
      '/metrics/1/series',
      '/billing/1/ledger',
      '/billing/1/usage?from=2026-01-01&to=2026-01-02&by=day',
    ])
      expect([path, (await bound('GET', path)).status]).toEqual([path, 403])
  })
})

test('operations take as many requests as is documented, for each account; the portal is not counted', async () => {
  const throttled = await runPlatform({ THROTTLING: 'facts' })
  try {
    const call = caller(throttled.url)
    const made: number[] = []
    for (let count = 0; count < 41; count++)
      made.push((await call('POST', '/settings/2/api-keys', { name: 'k' })).status)
    expect(made).toEqual([...Array<number>(40).fill(200), 429])
    const refused = await asker(call)('create-api-key', { body: { name: 'k' } })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(80_000)
    const other = await throttled.account({ name: 'Other' })
    expect((await other.call('POST', '/settings/2/api-keys', { name: 'k' })).status).toBe(200)
    const { headers } = await call(
      'POST',
      '/accounts/1/login',
      { email: OWNER.email, password: OWNER.password },
      { authorization: null, origin: throttled.url },
    )
    const [cookie = ''] = headers.get('set-cookie')!.split(';')
    const portal = { authorization: null, cookie, origin: throttled.url }
    expect((await call('POST', '/settings/2/api-keys', { name: 'k' }, portal)).status).toBe(200)
    for (let count = 0; count < 100; count++)
      expect((await call('POST', '/sms/3/messages', v3())).status).toBe(200)
  } finally {
    await throttled.stop()
  }
})
