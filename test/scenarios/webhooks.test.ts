import { createHmac } from 'node:crypto'
import tls from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, runPlatform, type Running } from '../support/running.ts'
import { certificates, rawReceiver, type RawReceiver } from '../support/secure-receiver.ts'
import { base, between, idsIn, log, made, pulled, security, send } from './subscriber.ts'

/** From a subscription to the customer's server, over real sockets: who is told what, and how it is proved who tells. */

const HOUR = 3_600_000

let running: Running
let receiver: RawReceiver
let { subscriber, arrives, idsAt } = {} as ReturnType<typeof between>
beforeAll(async () => {
  // What an operator does with NODE_EXTRA_CA_CERTS, before the program starts.
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificates.ca])
  ;[running, receiver] = await Promise.all([runPlatform(), rawReceiver()])
  ;({ subscriber, arrives, idsAt } = between(running, receiver))
})
afterAll(async () => {
  await running?.stop()
  await receiver?.close()
})

describe('who is told', () => {
  test('every profile that wants it, each once, and nobody can pull it then', async () => {
    const { call } = await subscriber(['/twice-a', '/twice-b'])
    await made(call, 'subscription/SMS', {
      subscriptionId: 'again',
      events: ['DELIVERY'],
      profile: { profileId: 'twice-a' },
    })
    const ids = await send(call, 3)
    await arrives('/twice-a', ids)
    await arrives('/twice-b', ids)
    for (const path of ['/twice-a', '/twice-b']) expect(idsAt(path).sort()).toEqual(ids.toSorted())
    expect(await pulled(call)).toEqual([])
  })

  test('by application, entity and sender; what nobody wants goes to the account-wide address', async () => {
    const { call } = await subscriber([])
    const rules: [string, object][] = [
      ['app', { criteria: [{ applicationId: 'app1' }] }],
      [
        'pair',
        { criteria: [{ applicationId: 'app1', entityId: 'e1' }, { applicationId: 'app2' }] },
      ],
      ['sender', { resources: ['Hotel'] }],
      ['inbound', { events: ['INBOUND_MESSAGE'] }],
    ]
    for (const [id, rule] of rules)
      await made(call, 'subscription/SMS', {
        subscriptionId: id,
        events: ['DELIVERY'],
        profile: { profileId: id, webhook: { notifyUrl: receiver.url(`/by-${id}`) } },
        ...rule,
      })
    await call('PUT', '/messaging/1/webhooks', {
      deliveryUrl: receiver.url('/by-nobody'),
      inboundUrl: null,
    })
    const platform = (applicationId: string, entityId: string) => ({
      options: { platform: { applicationId, entityId } },
    })
    const [one] = await send(call, 1, platform('app1', 'e2'))
    const [both] = await send(call, 1, platform('app1', 'e1'))
    const [hotel] = await send(call, 1, { sender: 'Hotel' })
    const [nobodys] = await send(call)
    await arrives('/by-app', [one!, both!])
    await arrives('/by-pair', [both!])
    await arrives('/by-sender', [hotel!])
    await arrives('/by-nobody', [nobodys!])
    expect(idsAt('/by-app').sort()).toEqual([one!, both!].sort())
    expect(idsAt('/by-pair')).toEqual([both])
    expect(idsAt('/by-sender')).toEqual([hotel])
    expect(idsAt('/by-nobody')).toEqual([nobodys])
    expect(receiver.at('/by-inbound')).toEqual([])
  })

  test('the address in the request alone, when there is one', async () => {
    const { call } = await subscriber(['/not-this'])
    const ids = await send(call, 1, { webhooks: { delivery: { url: receiver.url('/this') } } })
    await arrives('/this', ids)
    const others = await send(call)
    await arrives('/not-this', others)
    expect(idsAt('/not-this')).toEqual(others)
  })

  test('of messages from handsets, by the number they were written to', async () => {
    const account = await running.account({
      name: 'Inn',
      prepaid: false,
      anySender: true,
      floodingOn: false,
      senders: ['491700000077'],
    })
    for (const [id, resources] of [
      ['inn', ['491700000077']],
      ['elsewhere', ['491700000078']],
    ] as const)
      await made(account.call, 'subscription/SMS', {
        subscriptionId: id,
        events: ['INBOUND_MESSAGE'],
        resources,
        profile: { profileId: id, webhook: { notifyUrl: receiver.url(`/mo-${id}`) } },
      })
    await running.simulator.inbound({ from: '999000500001', to: '491700000077', text: 'Room?' })
    const [push] = await eventually('the message', () =>
      receiver.at('/mo-inn').length > 0 ? receiver.at('/mo-inn') : undefined,
    )
    expect(JSON.parse(push!.body)).toMatchObject({
      results: [{ from: '999000500001', to: '491700000077', text: 'Room?' }],
      messageCount: 1,
    })
    expect(receiver.at('/mo-elsewhere')).toEqual([])
  })
})

test('events are gathered until the bucket is full or the window over', async () => {
  const { call } = await subscriber(['/bucket'], {
    profile: { maxBucketSize: 5, windowSize: 10_000 },
  })
  const ids = await send(call, 5)
  const posts = await arrives('/bucket', ids)
  expect(posts.map((one) => idsIn(one.body).length)).toEqual([5])
  const late = await send(call, 2)
  await eventually('both wait in the window', async () => {
    const rows = await running.look(
      `select 1 from messaging.reports where profile_id = 'bucket' and next_attempt_at > $1`,
      [new Date(running.clock.ms())],
    )
    return rows.length === 2 ? true : undefined
  })
  expect(receiver.at('/bucket')).toHaveLength(1)
  running.clock.advance(10_000)
  await arrives('/bucket', late)
  expect(receiver.at('/bucket').map((one) => idsIn(one.body).length)).toEqual([5, 2])
})

describe('how an address knows us', () => {
  test('BASIC, and headers of the profile', async () => {
    const { call } = await subscriber(['/basic'], {
      profile: {
        headers: { 'X-Shop': 'blue' },
        ...security('BASIC', { username: 'anna', password: 'pä:ss' }),
      },
    })
    const [push] = await arrives('/basic', await send(call))
    expect(push!.headers).toMatchObject({
      'x-shop': 'blue',
      authorization: `Basic ${Buffer.from('anna:pä:ss').toString('base64')}`,
    })
  })

  test('CUSTOM headers', async () => {
    const { call } = await subscriber(['/custom'], {
      profile: security('CUSTOM', { headers: { 'X-Token': 't-1' } }),
    })
    const [push] = await arrives('/custom', await send(call))
    expect(push!.headers['x-token']).toBe('t-1')
  })

  test.each([
    ['HMAC_MD5', 'md5'],
    ['HMAC_SHA_1', 'sha1'],
    ['HMAC_SHA_224', 'sha224'],
    ['HMAC_SHA_256', 'sha256'],
    ['HMAC_SHA_384', 'sha384'],
    ['HMAC_SHA_512', 'sha512'],
  ])('%s over the body as it is', async (algorithm, digest) => {
    const path = `/${algorithm.toLowerCase()}`
    const { call } = await subscriber([path], {
      profile: security('HMAC', { secretKey: 'shared secret', algorithm }),
    })
    const [push] = await arrives(path, await send(call))
    const made = createHmac(digest, 'shared secret').update(push!.body, 'utf8').digest('hex')
    expect(push!.headers['x-hub-signature']).toBe(`${digest}=${made}`)
  })

  test('OAUTH: one token for many deliveries, and a new one when it is refused', async () => {
    let issued = 0
    receiver.answer('/token', ({ headers, body }) => {
      expect(headers['content-type']).toBe('application/x-www-form-urlencoded')
      expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
        grant_type: 'client_credentials',
        client_id: 'shop',
        client_secret: 'secret',
        scope: 'hooks',
      })
      issued += 1
      return { status: 200, body: JSON.stringify({ access_token: `t${issued}`, expires_in: 3600 }) }
    })
    let valid = 't1'
    receiver.answer('/oauth', ({ headers }) => ({
      status: headers.authorization === `Bearer ${valid}` ? 200 : 401,
    }))
    const { call } = await subscriber(['/oauth'], {
      profile: security('OAUTH', {
        tokenUrl: receiver.url('/token'),
        grantType: 'client_credentials',
        clientId: 'shop',
        clientSecret: 'secret',
        scope: 'hooks',
      }),
    })
    await arrives('/oauth', await send(call))
    await arrives('/oauth', await send(call))
    expect(issued).toBe(1)
    valid = 't2'
    const ids = await send(call)
    await eventually('the new token', () =>
      receiver
        .at('/oauth')
        .some(
          (one) => one.headers.authorization === 'Bearer t2' && idsIn(one.body).includes(ids[0]!),
        )
        ? true
        : undefined,
    )
    expect(issued).toBe(2)
    expect((await log(call)).every((one) => one.ok)).toBe(true)
    running.clock.advance(HOUR)
    valid = 't3'
    await arrives('/oauth', await send(call))
    expect(issued).toBe(3)
  })

  test('OAUTH without a token is a failure that says so', async () => {
    receiver.answer('/no-token', () => ({ status: 200, body: '{"token":"x"}' }))
    const { call } = await subscriber(['/never'], {
      profile: security('OAUTH', {
        tokenUrl: receiver.url('/no-token'),
        grantType: 'client_credentials',
      }),
    })
    await send(call)
    const [entry] = await eventually('its entry', async () => {
      const found = await log(call)
      return found.length > 0 ? found : undefined
    })
    expect(entry).toMatchObject({
      ok: false,
      status: null,
      reason: expect.stringMatching(/^no token/),
    })
    expect(receiver.at('/never')).toEqual([])
  })

  test('a client certificate, over TLS that is checked', async () => {
    const mutual = await rawReceiver('mutual')
    const { call } = await subscriber([])
    const { client } = certificates
    await made(call, 'certificates', {
      certificateId: 'ours',
      certificateContent: client.p12,
      passphrase: Buffer.from(client.passphrase).toString('base64'),
    })
    for (const [id, profile] of [
      ['with', { clientCertificateId: 'ours', enabledSSLProtocols: ['TLSv1.3'] }],
      ['without', {}],
    ] as const)
      await made(call, 'subscription/SMS', {
        subscriptionId: id,
        events: ['DELIVERY'],
        profile: { profileId: id, webhook: { notifyUrl: mutual.url(`/${id}`) }, ...profile },
      })
    const ids = await send(call)
    const [push] = await arrives('/with', ids, mutual)
    expect(push!.client).toBe('Trunkline client')
    const refused = await eventually('the refusal of the other', async () =>
      (await log(call, 'failed=true')).find((one) => one.profileId === 'without'),
    )
    expect(refused.status).toBeNull()
    expect(mutual.at('/without')).toEqual([])
    const tried = await call<{ result: string; failReasons: string[] }>(
      'POST',
      `${base}/certificates/test/webhook`,
      { certificateId: 'ours', webhookUrl: mutual.url('/tried') },
    )
    expect(tried.body).toMatchObject({ result: 'SUCCESS', failReasons: [] })
    mutual.answer('/tried', () => ({ status: 403 }))
    const again = await call<{ result: string; failReasons: string[] }>(
      'POST',
      `${base}/certificates/test/webhook`,
      { certificateId: 'ours', webhookUrl: mutual.url('/tried') },
    )
    expect(again.body).toMatchObject({ result: 'FAIL', failReasons: ['answered 403'] })
    await mutual.close()
  })
})

test('an answer must be what the profile expects', async () => {
  receiver.answer('/pattern', () => ({ status: 200, body: 'queue is full' }))
  const { call } = await subscriber(['/pattern'], { profile: { responseBodyRegex: '^ok$' } })
  await send(call)
  const entry = await eventually('its entry', async () => (await log(call))[0])
  expect(entry).toMatchObject({
    ok: false,
    status: 200,
    reason: 'the answer is not what is expected',
  })
  // A pattern that tries for ever is ended, and nothing else waits for it.
  receiver.answer('/pattern', () => ({ status: 200, body: `${'a'.repeat(40)}!` }))
  await call('PUT', `${base}/profiles/pattern`, { responseBodyRegex: '^(a+)+$' })
  await send(call)
  await eventually('its entry', async () => ((await log(call)).length === 2 ? true : undefined))
  expect((await log(call)).map((one) => one.ok)).toEqual([false, false])
})
