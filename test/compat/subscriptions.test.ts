import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certificates, rawReceiver, type RawReceiver } from '../support/secure-receiver.ts'
import { caller, makeKey, runPlatform, type Answer, type Call, type Running } from './running.ts'
import { faultsOf } from './shapes.ts'
import * as shapes from './subscription-shapes.ts'

/** The 22 operations of `/subscriptions/1/…` that are the compatible API's: answers, refusals, scopes. */

let running: Running
let call: Call
let receiver: RawReceiver
beforeAll(async () => {
  ;[running, receiver] = await Promise.all([runPlatform(), rawReceiver()])
  call = caller(running.url)
})
afterAll(async () => {
  await running?.stop()
  await receiver?.close()
})

const base = '/subscriptions/1'
const sms = `${base}/subscription/SMS`
const base64 = (text: string) => Buffer.from(text).toString('base64')
const pem = base64(certificates.client.cert + certificates.client.key)
const basic = (id: string) => ({
  authId: id,
  type: 'BASIC',
  credentials: { username: 'u', password: 'p' },
})
const plain = (id: string, more: object = {}) => ({
  profileId: id,
  webhook: { notifyUrl: receiver.url('/hook') },
  ...more,
})
const delivery = (id: string, profileOfIt: object, more: object = {}) => ({
  subscriptionId: id,
  events: ['DELIVERY'],
  profile: profileOfIt,
  ...more,
})

/** Each operation: method, address, body, status and shape of its answer. Later ones use what earlier ones made. */
const operations = (): [string, string, string, unknown, number, object][] => [
  ['create-security-settings', 'POST', `${base}/security`, basic('s1'), 201, shapes.authId],
  [
    'get-security-settings',
    'GET',
    `${base}/security?page=0&size=1`,
    undefined,
    200,
    shapes.page(shapes.security),
  ],
  ['get-security-setting', 'GET', `${base}/security/s1`, undefined, 200, shapes.security],
  [
    'update-security-settings',
    'PUT',
    `${base}/security/s1`,
    { type: 'BASIC', credentials: { username: 'u2', password: 'p2' } },
    200,
    shapes.authId,
  ],
  [
    'upload-certificate',
    'POST',
    `${base}/certificates`,
    { certificateId: 'c1', certificateContent: pem },
    201,
    shapes.certificateStatus,
  ],
  [
    'get-certificates-details-page',
    'GET',
    `${base}/certificates?search=C&sortBy=CERTIFICATE_ID&direction=DESC`,
    undefined,
    200,
    shapes.page(shapes.certificate),
  ],
  ['get-certificate-details', 'GET', `${base}/certificates/c1`, undefined, 200, shapes.certificate],
  [
    'get-certificates-statuses-page',
    'GET',
    `${base}/certificates/status`,
    undefined,
    200,
    shapes.page(shapes.certificateStatus),
  ],
  [
    'get-certificate-status',
    'GET',
    `${base}/certificates/status/c1`,
    undefined,
    200,
    shapes.certificateStatus,
  ],
  [
    'test-connection-to-webhook',
    'POST',
    `${base}/certificates/test/webhook`,
    { certificateId: 'c1', webhookUrl: receiver.url('/connection-test') },
    200,
    shapes.connectionTest,
  ],
  [
    'create-profile',
    'POST',
    `${base}/profiles`,
    plain('p1', {
      security: { authId: 's1' },
      clientCertificateId: 'c1',
      maxBucketSize: 2000,
      windowSize: 20,
      connectTimeout: 300,
      readTimeout: 90_000,
      enabledSSLProtocols: ['TLSv1.3'],
      headers: { 'X-Shop': 'blue' },
      responseRegex: '^2',
      responseBodyRegex: 'ok',
      rateLimit: 5000,
    }),
    201,
    shapes.profileId,
  ],
  ['get-profiles', 'GET', `${base}/profiles`, undefined, 200, shapes.page(shapes.profile)],
  ['get-profile', 'GET', `${base}/profiles/p1`, undefined, 200, shapes.profile],
  ['update-profile', 'PUT', `${base}/profiles/p1`, { maxBucketSize: 1 }, 200, shapes.profileId],
  [
    'create-subscription',
    'POST',
    sms,
    delivery('d1', { profileId: 'p1' }),
    201,
    shapes.idOnlySubscription,
  ],
  [
    'get-subscriptions',
    'GET',
    `${sms}?page=0&size=100`,
    undefined,
    200,
    shapes.page(shapes.subscription),
  ],
  ['get-subscription', 'GET', `${sms}/d1`, undefined, 200, shapes.subscription],
  [
    'update-subscription',
    'PUT',
    `${sms}/d1`,
    { name: 'All', events: ['DELIVERY', 'CLICK'], profile: { profileId: 'p1' } },
    200,
    shapes.idOnlySubscription,
  ],
  ['delete-subscription', 'DELETE', `${sms}/d1`, undefined, 200, shapes.idOnlySubscription],
  ['delete-profile', 'DELETE', `${base}/profiles/p1`, undefined, 200, shapes.profileId],
  [
    'delete-certificate',
    'DELETE',
    `${base}/certificates/c1`,
    undefined,
    200,
    { certificateId: 'string' },
  ],
  ['delete-security-settings', 'DELETE', `${base}/security/s1`, undefined, 200, shapes.authId],
]

test('all operations answer as documented, from the first to the last', async () => {
  const all = operations()
  expect(all.length).toBe(22)
  for (const [id, method, address, body, status, shape] of all) {
    const answer = await call(method, address, body)
    expect([id, answer.status, answer.body]).toEqual([id, status, answer.body])
    expect(faultsOf(answer.body, shape as Parameters<typeof faultsOf>[1], id)).toEqual([])
    expect(answer.headers.get('location') === null).toBe(method !== 'POST' || status !== 201)
  }
})

test('none is done without a credential, or without its scope', async () => {
  const { secret } = await makeKey(call, 'other', ['sms:manage'])
  for (const [id, method, address, body] of operations()) {
    for (const [authorization, status] of [
      [null, 401],
      [`App ${secret}`, 403],
    ] as const) {
      const answer = await call(method, address, body, { authorization })
      expect([id, answer.status]).toEqual([id, status])
      expect(faultsOf(answer.body, shapes.refusal, id)).toEqual([])
    }
  }
})

/** What a refused request says of which members. */
const faults = (answer: Answer<unknown>): string[] =>
  Object.keys(
    (answer.body as { requestError: { serviceException: { validationErrors?: object } } })
      .requestError.serviceException.validationErrors ?? {},
  )

describe('security settings', () => {
  test('never tell their secrets, and keep one that comes back masked', async () => {
    const secrets = [
      basic('m-basic'),
      {
        authId: 'm-hmac',
        type: 'HMAC',
        credentials: { secretKey: 'k', algorithm: 'HMAC_SHA_512' },
      },
      {
        authId: 'm-oauth',
        type: 'OAUTH',
        credentials: {
          tokenUrl: 'https://example.com/token',
          grantType: 'client_credentials',
          clientId: 'id',
          clientSecret: 'topsecret',
          headers: { 'X-Tenant': 'topsecret' },
        },
      },
      { authId: 'm-custom', type: 'CUSTOM', credentials: { headers: { 'X-Token': 'topsecret' } } },
    ]
    for (const one of secrets) {
      expect((await call('POST', `${base}/security`, one)).status).toBe(201)
      const read = await call<{ credentials: object }>('GET', `${base}/security/${one.authId}`)
      expect(JSON.stringify(read.body)).not.toMatch(/topsecret|"(p|k)"/)
      expect(read.body.credentials).not.toEqual(one.credentials)
      const again = await call('PUT', `${base}/security/${one.authId}`, read.body)
      expect(again.status).toBe(200)
    }
    const rows = await running.look<{ text: string }>(
      `select encode(credentials, 'escape') as text from subscriptions.security_settings`,
    )
    expect(rows.length).toBeGreaterThanOrEqual(4)
    for (const { text } of rows) expect(text).not.toContain('topsecret')
  })

  test.each([
    ['without a type', { authId: 'x', credentials: {} }, 'type'],
    ['of an unknown type', { authId: 'x', type: 'MAGIC' }, 'type'],
    [
      'BASIC without a password',
      { authId: 'x', type: 'BASIC', credentials: { username: 'u' } },
      'credentials.password',
    ],
    [
      'HMAC of an unknown algorithm',
      { authId: 'x', type: 'HMAC', credentials: { secretKey: 'k', algorithm: 'HMAC_ROT13' } },
      'credentials.algorithm',
    ],
    [
      'OAUTH at an address in our network',
      {
        authId: 'x',
        type: 'OAUTH',
        credentials: { tokenUrl: 'http://10.0.0.1/t', grantType: 'client_credentials' },
      },
      'credentials.tokenUrl',
    ],
    [
      'OAUTH with an unknown grant',
      {
        authId: 'x',
        type: 'OAUTH',
        credentials: { tokenUrl: 'https://example.com/', grantType: 'wish' },
      },
      'credentials.grantType',
    ],
    [
      'CUSTOM with a header of ours',
      { authId: 'x', type: 'CUSTOM', credentials: { headers: { Host: 'a' } } },
      'credentials.headers.Host',
    ],
    [
      'CUSTOM with a broken line',
      { authId: 'x', type: 'CUSTOM', credentials: { headers: { 'X-A': 'a\r\nb: c' } } },
      'credentials.headers.X-A',
    ],
    ['with an id that needs escaping', { ...basic('a b') }, 'authId'],
  ])('%s are refused', async (_what, body, property) => {
    const answer = await call('POST', `${base}/security`, body)
    expect(answer.status).toBe(400)
    expect(faults(answer)).toEqual([property])
  })

  test('and whatever else has a user cannot be deleted', async () => {
    await call('POST', `${base}/certificates`, { certificateId: 'used', certificateContent: pem })
    const made = await call(
      'POST',
      sms,
      delivery('used', plain('used', { security: basic('used'), clientCertificateId: 'used' })),
    )
    expect(made.body).toEqual({
      subscriptionId: 'used',
      profile: { profileId: 'used', security: { authId: 'used' } },
    })
    for (const address of ['security/used', 'profiles/used', 'certificates/used'])
      expect((await call('DELETE', `${base}/${address}`)).status).toBe(409)
    expect((await call('POST', `${base}/profiles`, plain('used'))).status).toBe(409)
    for (const address of [
      'subscription/SMS/used',
      'profiles/used',
      'security/used',
      'certificates/used',
    ])
      expect((await call('DELETE', `${base}/${address}`)).status).toBe(200)
    for (const address of [
      'subscription/SMS/used',
      'profiles/used',
      'security/used',
      'certificates/used',
    ])
      expect((await call('GET', `${base}/${address}`)).status).toBe(404)
  })
})

describe('a profile', () => {
  test.each([
    ['without an address', { profileId: 'x' }, 'webhook.notifyUrl'],
    [
      'at an address that is none',
      { profileId: 'x', webhook: { notifyUrl: 'ftp://example.com/' } },
      'webhook.notifyUrl',
    ],
    [
      'in our network',
      { profileId: 'x', webhook: { notifyUrl: 'http://192.168.1.1/' } },
      'webhook.notifyUrl',
    ],
    [
      'in our network, written otherwise',
      { profileId: 'x', webhook: { notifyUrl: 'http://[::ffff:169.254.169.254]/' } },
      'webhook.notifyUrl',
    ],
    [
      'for XML',
      {
        profileId: 'x',
        webhook: { notifyUrl: 'https://example.com/', contentType: 'application/xml' },
      },
      'webhook.contentType',
    ],
    [
      'with too large a bucket',
      { profileId: 'x', webhook: { notifyUrl: 'https://example.com/' }, maxBucketSize: 2001 },
      'maxBucketSize',
    ],
    [
      'that never waits',
      { profileId: 'x', webhook: { notifyUrl: 'https://example.com/' }, connectTimeout: 299 },
      'connectTimeout',
    ],
    [
      'with an unknown certificate',
      {
        profileId: 'x',
        webhook: { notifyUrl: 'https://example.com/' },
        clientCertificateId: 'nope',
      },
      'clientCertificateId',
    ],
    [
      'with unknown security',
      {
        profileId: 'x',
        webhook: { notifyUrl: 'https://example.com/' },
        security: { authId: 'nope' },
      },
      'security.authId',
    ],
    [
      'with a pattern that is none',
      { profileId: 'x', webhook: { notifyUrl: 'https://example.com/' }, responseRegex: '(' },
      'responseRegex',
    ],
  ])('%s is refused', async (_what, body, property) => {
    const answer = await call('POST', `${base}/profiles`, body)
    expect([answer.status, faults(answer)]).toEqual([400, [property]])
    expect((await call('GET', `${base}/profiles/x`)).status).toBe(404)
  })

  test('keeps what a change leaves out', async () => {
    await call('POST', `${base}/profiles`, plain('kept', { rateLimit: 7, headers: { 'X-A': '1' } }))
    await call('PUT', `${base}/profiles/kept`, { windowSize: 40 })
    expect((await call('GET', `${base}/profiles/kept`)).body).toMatchObject({
      rateLimit: 7,
      windowSize: 40,
      headers: { 'X-A': '1' },
      webhook: { notifyUrl: receiver.url('/hook') },
    })
  })
})

describe('a subscription', () => {
  test.each([
    [
      'to an event the channel has not',
      sms,
      delivery('x', { profileId: 'y' }, { events: ['OPEN'] }),
      'events[0]',
    ],
    [
      'to an unknown channel',
      `${base}/subscription/PIGEON`,
      delivery('x', { profileId: 'y' }),
      'channel',
    ],
    ['with an unknown profile', sms, delivery('x', { profileId: 'nobody' }), 'profile.profileId'],
    [
      'with a described profile that is wrong',
      sms,
      delivery('x', { profileId: 'y', webhook: { notifyUrl: 'nowhere' } }),
      'profile.webhook.notifyUrl',
    ],
  ])('%s is refused', async (_what, address, body, property) => {
    const answer = await call('POST', address, body)
    expect([answer.status, faults(answer)]).toEqual([400, [property]])
  })

  test('is found by what it is about, with all that is asked for', async () => {
    const criteria = [{ applicationId: 'app1', entityId: 'e1' }, { applicationId: 'app2' }]
    await call(
      'POST',
      sms,
      delivery('f1', plain('f'), { criteria, resources: ['100'], users: ['u1'] }),
    )
    await call(
      'POST',
      sms,
      delivery(
        'f2',
        { profileId: 'f' },
        { criteria: [{ applicationId: 'app1' }], events: [{ event: 'DELIVERY', format: 'V3' }] },
      ),
    )
    const found = async (query: string) =>
      (
        await call<{ results: { subscriptionId: string }[] }>('GET', `${sms}?${query}`)
      ).body.results.map((one) => one.subscriptionId)
    expect(await found('applicationId=app1')).toEqual(['f2', 'f1'])
    expect(await found('applicationId=app1&applicationId=app2')).toEqual(['f1'])
    expect(await found('applicationId=app1&entityId=e1&resource=100&user=u1')).toEqual(['f1'])
    expect(await found('entityId=e2')).toEqual([])
    expect(await found('applicationId=app1&page=1&size=1')).toEqual(['f1'])
    expect((await call<{ events: unknown }>('GET', `${sms}/f2`)).body.events).toEqual([
      { event: 'DELIVERY', format: 'V3' },
    ])
    expect((await call('GET', `${base}/subscription/VIBER/f1`)).status).toBe(404)
  })
})

test('a certificate that is over says so', async () => {
  const certificateContent = base64(certificates.expired + certificates.client.key)
  await call('POST', `${base}/certificates`, { certificateId: 'old', certificateContent })
  expect((await call('GET', `${base}/certificates/status/old`)).body).toEqual({
    certificateId: 'old',
    status: 'EXPIRED',
  })
})

test('another account has none of it', async () => {
  await call('POST', sms, delivery('mine', plain('mine', { security: basic('mine') })))
  await call('POST', `${base}/certificates`, { certificateId: 'mine', certificateContent: pem })
  const other = await running.account({
    name: 'Other',
    prepaid: false,
    anySender: true,
    floodingOn: false,
  })
  for (const address of [
    'subscription/SMS',
    'profiles',
    'security',
    'certificates',
    'certificates/status',
  ])
    expect((await other.call<{ results: [] }>('GET', `${base}/${address}`)).body.results).toEqual(
      [],
    )
  for (const address of [
    'subscription/SMS/mine',
    'profiles/mine',
    'security/mine',
    'certificates/mine',
    'certificates/status/mine',
  ])
    expect((await other.call('GET', `${base}/${address}`)).status).toBe(404)
  for (const address of [
    'subscription/SMS/mine',
    'profiles/mine',
    'security/mine',
    'certificates/mine',
  ])
    expect((await other.call('DELETE', `${base}/${address}`)).status).toBe(404)
  for (const [address, body] of [
    ['profiles/mine', {}],
    ['security/mine', {}],
    ['subscription/SMS/mine', { events: [], profile: { profileId: 'mine' } }],
  ] as const)
    expect((await other.call('PUT', `${base}/${address}`, body)).status).toBe(404)
  const used = await other.call('POST', sms, delivery('theirs', { profileId: 'mine' }))
  expect([used.status, faults(used)]).toEqual([400, ['profile.profileId']])
})
