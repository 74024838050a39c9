import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {
  DeliveryReport,
  LogEntry,
  Logs,
  SentSms,
  SentSmsV2,
} from '../../src/channels/sms/wire.ts'
import { clock } from '../../src/core/clock.ts'
import { wireTime } from '../../src/core/http/index.ts'
import {
  API_KEY,
  caller,
  eventually,
  OWNER,
  runPlatform,
  type Answer,
  type Call,
  type Running,
} from './running.ts'
import { answerFaults, knownOperations } from './shapes.ts'

/** Every answer of every operation against the documented shapes, and the limits of the requests. */

let running: Running
let call: Call
beforeAll(async () => {
  running = await runPlatform()
  call = caller(running.url)
})
afterAll(() => running?.stop())

const to = (ending: string) => `99900020${ending.padStart(4, '0')}`
const judged = <Body>(operationId: string, answer: Answer<Body>): Answer<Body> => {
  expect(answerFaults(operationId, answer.status, answer.body)).toEqual([])
  return answer
}
/** Calls an operation by its id; the answer has its documented shape whatever it is. */
async function ask<Body = unknown>(
  operationId: string,
  asked: {
    query?: Record<string, unknown>
    body?: unknown
    path?: string
    headers?: Record<string, string | null>
  } = {},
) {
  const known = knownOperations[operationId]!
  const address = (asked.path ?? known.path) + queryText(asked.query)
  return judged(operationId, await call<Body>(known.method, address, asked.body, asked.headers))
}
const queryText = (query: Record<string, unknown> = {}) => {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
const v3 = (more: object = {}, options?: object) => ({
  messages: [
    { sender: 'Shop', destinations: [{ to: to('001') }], content: { text: 'hello' }, ...more },
  ],
  ...(options && { options }),
})
const v2 = (more: object = {}) => ({
  messages: [{ from: 'Shop', destinations: [{ to: to('001') }], text: 'hello', ...more }],
})
const binaryV2 = {
  messages: [
    { from: 'Shop', destinations: [{ to: to('001') }], binary: { hex: '0a 0b', dataCoding: 4 } },
  ],
}
const future = () => wireTime(clock.ms() + 3_600_000)

/** The least that each operation accepts. */
const least: Record<string, () => Parameters<typeof ask>[1]> = {
  'send-sms-messages': () => ({ body: v3() }),
  'send-sms-messages-over-query-parameters': () => ({ query: { to: to('001'), text: 'hello' } }),
  'send-sms-message-over-query-parameters': () => ({ query: { to: to('001'), text: 'hello' } }),
  'preview-sms-message': () => ({ body: { text: 'hello' } }),
  'send-sms-message': () => ({ body: v2() }),
  'send-binary-sms-message': () => ({ body: binaryV2 }),
  'get-scheduled-sms-messages': () => ({ query: { bulkId: 'least' } }),
  'reschedule-sms-messages': () => ({ query: { bulkId: 'least' }, body: { sendAt: future() } }),
  'get-scheduled-sms-messages-status': () => ({ query: { bulkId: 'least' } }),
  'update-scheduled-sms-messages-status': () => ({
    query: { bulkId: 'least' },
    body: { status: 'PAUSED' },
  }),
  'log-end-tag': () => ({ path: '/ct/1/log/end/least' }),
  'get-inbound-sms-messages': () => ({}),
  'get-outbound-sms-message-delivery-reports-v3': () => ({}),
  'get-outbound-sms-message-logs-v3': () => ({}),
  'get-outbound-sms-message-delivery-reports': () => ({}),
  'get-outbound-sms-message-logs': () => ({}),
}
const smsOperations = Object.keys(least)

describe('each operation', () => {
  beforeAll(async () => {
    const body = v3(
      { destinations: [{ to: to('001'), messageId: 'least' }] },
      { schedule: { bulkId: 'least', sendAt: future() } },
    )
    expect((await ask<SentSms>('send-sms-messages', { body })).body.messages[0]!.status.id).toBe(26)
  })

  test('the 16 of the product are here', () => {
    const paths = (id: string) => knownOperations[id]!.path
    expect(
      Object.keys(knownOperations)
        .filter((id) => !paths(id).startsWith('/auth/'))
        .sort(),
    ).toEqual([...smsOperations].sort())
  })

  test.each(smsOperations)('%s answers 200 as documented', async (id) => {
    const answer = await ask(id, least[id]!())
    expect([answer.status, answer.body]).toEqual([200, answer.body])
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.headers.get('deprecation')).toBe(knownOperations[id]!.deprecated ? 'true' : null)
  })

  test.each(smsOperations)(
    '%s without a credential, and with a wrong one, is a 401 in its envelope',
    async (id) => {
      for (const authorization of [null, 'App wrong', 'undefined', 'Nonsense x'])
        expect([
          authorization,
          (await ask(id, { ...least[id]!(), headers: { authorization } })).status,
        ]).toEqual([authorization, 401])
    },
  )

  const withBody = smsOperations.filter(
    (id) => ['POST', 'PUT'].includes(knownOperations[id]!.method) && id !== 'log-end-tag',
  )
  test.each(withBody)('%s with a body that is none is a 400 in its envelope', async (id) => {
    for (const body of [
      '{',
      '[]',
      '"text"',
      '',
      'null',
      '{"messages":1,"text":{},"sendAt":[],"status":"NONE"}',
      '{"text":"\\u0000","messages":[],"sendAt":"\\u0000","status":"\\u0000"}',
    ])
      expect([body, (await ask(id, { ...least[id]!(), body })).status]).toEqual([body, 400])
  })

  const withRequiredQuery = smsOperations.filter((id) =>
    Object.entries(knownOperations[id]!.query).some(
      ([name, required]) => required && name !== 'username' && name !== 'password',
    ),
  )
  test.each(withRequiredQuery)('%s without its query is a 400 in its envelope', async (id) => {
    expect((await ask(id, { ...least[id]!(), query: {} })).status).toBe(400)
  })

  test.each(smsOperations)('%s at an address with a slash at its end is the same', async (id) => {
    const asked = least[id]!()!
    const path = `${asked.path ?? knownOperations[id]!.path}/`
    expect((await ask(id, { ...asked, path })).status).toBe(200)
  })
})

test.each(smsOperations)('%s takes any of its scopes and no other', async (id) => {
  const { scopes } = knownOperations[id]!
  for (const [scope, status] of [
    ...scopes.map((one) => [one, 200] as const),
    ['email:manage', 403] as const,
  ]) {
    const key = await keyWith([scope])
    const answer = await ask(id, { ...least[id]!(), headers: { authorization: `App ${key}` } })
    const expected = status === 200 && [404].includes(answer.status) ? 404 : status
    expect([scope, answer.status]).toEqual([scope, expected])
  }
})

const keys = new Map<string, Promise<string>>()
const keyWith = (scopes: string[]): Promise<string> => {
  const name = scopes.join(' ')
  if (!keys.has(name)) keys.set(name, makeKey(name, scopes))
  return keys.get(name)!
}
async function makeKey(name: string, scopes: string[]): Promise<string> {
  const answer = await call<{ apiKeySecret: string }>('POST', '/settings/2/api-keys', {
    name,
    permissions: ['PUBLIC_API'],
    scopeGuids: scopes,
  })
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
  return answer.body.apiKeySecret
}

describe('limits', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ to: `nobody${index}` }))
  const violation = async (body: object) =>
    (
      await ask<{ violations: { property: string; violation: string }[] }>('send-sms-messages', {
        body,
      })
    ).body.violations[0]

  test('10,001 destinations are a 400 with the limit in it, in both envelopes', async () => {
    const tooMany = await ask('send-sms-messages', { body: v3({ destinations: many(10_001) }) })
    expect(tooMany).toMatchObject({
      status: 400,
      body: { errorCode: 'E400', description: expect.stringContaining('10000') },
    })
    const tooManyV2 = await ask('send-sms-message', { body: v2({ destinations: many(10_001) }) })
    expect(tooManyV2).toMatchObject({
      status: 400,
      body: {
        requestError: {
          serviceException: { messageId: 'BAD_REQUEST', text: expect.stringContaining('10000') },
        },
      },
    })
  })

  test('10,000 destinations are answered in order', async () => {
    const { body } = await ask<SentSms>('send-sms-messages', {
      body: v3({ destinations: many(10_000) }),
    })
    expect(body.messages.map((one) => one.destination)).toEqual(many(10_000).map((one) => one.to))
  })

  test.each([
    [
      'a recipient of over 64 characters',
      { destinations: [{ to: '1'.repeat(65) }] },
      'messages[0].destinations[0].to',
    ],
    [
      'a recipient that is a number',
      { destinations: [{ to: 999000100001 }] },
      'messages[0].destinations[0].to',
    ],
    ['no recipient', { destinations: [] }, 'messages[0].destinations'],
    ['no recipients at all', { destinations: undefined }, 'messages[0].destinations'],
    ['no content', { content: undefined }, 'messages[0].content'],
    [
      'callback data of over 4,000 characters',
      { webhooks: { callbackData: 'x'.repeat(4001) } },
      'messages[0].webhooks.callbackData',
    ],
    [
      'a transliteration nobody knows',
      { content: { text: 'x', transliteration: 'KLINGON' } },
      'messages[0].content.transliteration',
    ],
    [
      'a day that is none',
      { options: { deliveryTimeWindow: { days: ['SOMEDAY'] } } },
      'messages[0].options.deliveryTimeWindow.days[0]',
    ],
    [
      'an absurd hour',
      {
        options: {
          deliveryTimeWindow: {
            days: ['MONDAY'],
            from: { hour: 1e9, minute: 0 },
            to: { hour: 1, minute: 0 },
          },
        },
      },
      'messages[0].options.deliveryTimeWindow.from.hour',
    ],
    [
      'a validity of nothing',
      { options: { validityPeriod: { amount: 0 } } },
      'messages[0].options.validityPeriod.amount',
    ],
    [
      'an application of over 255 characters',
      { options: { platform: { applicationId: 'x'.repeat(256) } } },
      'messages[0].options.platform.applicationId',
    ],
    [
      'India without its entity',
      { options: { regional: { indiaDlt: {} } } },
      'messages[0].options.regional.indiaDlt.principalEntityId',
    ],
  ])('%s is a 400 that names it', async (_name, more, property) => {
    expect(await violation(v3(more))).toMatchObject({ property })
  })

  test.each([
    [
      'a bulkId of over 100 characters',
      { schedule: { bulkId: 'x'.repeat(101) } },
      'options.schedule.bulkId',
    ],
    [
      'a time over 180 days ahead',
      { schedule: { sendAt: wireTime(clock.ms() + 181 * 86_400_000) } },
      'options.schedule.sendAt',
    ],
    [
      'a speed of nothing',
      { schedule: { sendingSpeedLimit: { amount: 0 } } },
      'options.schedule.sendingSpeedLimit.amount',
    ],
  ])('%s is a 400 that names it', async (_name, options, property) => {
    expect(await violation(v3({}, options))).toMatchObject({ property })
  })

  test('limits that the older envelope tells', async () => {
    const answer = await ask('send-sms-message', { body: v2({ applicationId: 'x'.repeat(51) }) })
    expect(answer).toMatchObject({
      status: 400,
      body: {
        requestError: {
          serviceException: {
            validationErrors: { 'messages[0].applicationId': [expect.any(String)] },
          },
        },
      },
    })
  })

  test('over 1,000 at once are not handed out', async () => {
    for (const id of [
      'get-outbound-sms-message-delivery-reports-v3',
      'get-outbound-sms-message-logs-v3',
      'get-outbound-sms-message-delivery-reports',
    ])
      expect([id, (await ask(id, { query: { limit: 1001 } })).status]).toEqual([id, 400])
    for (const id of ['get-inbound-sms-messages', 'get-outbound-sms-message-logs'])
      expect((await ask(id, { query: { limit: 5000 } })).status).toBe(200)
  })

  test('XML is not offered yet, and says so', async () => {
    expect(
      (await call('POST', '/sms/3/messages', '<x/>', { 'content-type': 'application/xml' })).status,
    ).toBe(415)
  })
})

describe('a message that cannot go is a status, not an error', () => {
  const statusOf = async (more: object) =>
    (
      await ask<SentSms>('send-sms-messages', {
        body: v3(more, { includeSmsCountInResponse: true }),
      })
    ).body.messages.map((one) => one.status.name)

  test.each([
    ['no number', { destinations: [{ to: 'nobody' }] }, ['REJECTED_DESTINATION']],
    ['an empty one', { destinations: [{ to: '' }] }, ['MISSING_TO']],
    [
      'one good, one bad',
      { destinations: [{ to: to('001') }, { to: 'x' }] },
      ['PENDING_ACCEPTED', 'REJECTED_DESTINATION'],
    ],
    ['too long', { content: { text: 'x'.repeat(4000) } }, ['REJECTED_MESSAGE_TOO_LONG']],
    ['megabytes', { content: { text: 'ж'.repeat(1_000_000) } }, ['REJECTED_MESSAGE_TOO_LONG']],
    ['half an octet', { content: { hex: '0' } }, ['REJECTED_INVALID_UDH']],
    ['a header that lies', { content: { hex: 'ff00', esmClass: 64 } }, ['REJECTED_INVALID_UDH']],
    ['a sender that is none', { sender: 'much too long for a sender' }, ['REJECTED_SOURCE']],
    [
      'the same id twice in one request',
      {
        destinations: [
          { to: to('001'), messageId: 'twice' },
          { to: to('002'), messageId: 'twice' },
        ],
      },
      ['PENDING_ACCEPTED', 'REJECTED_DUPLICATE_MESSAGE_ID'],
    ],
  ])('%s', async (_name, more, names) => expect(await statusOf(more)).toEqual(names))

  test('an id that was used before', async () => {
    const more = { destinations: [{ to: to('001'), messageId: 'used' }] }
    expect(await statusOf(more)).toEqual(['PENDING_ACCEPTED'])
    expect(await statusOf(more)).toEqual(['REJECTED_DUPLICATE_MESSAGE_ID'])
  })

  test('one poisoned request among good ones fails alone', async () => {
    const bodies = [
      ...Array.from({ length: 20 }, (_, index) =>
        JSON.stringify(v3({ callbackData: String(index) })),
      ),
      '{"messages":[{"destinations":[{"to":"1"}],"content":{"text":"\\ud800"}}]}',
    ]
    const statuses = await Promise.all(
      bodies.map(async (body) => (await ask('send-sms-messages', { body })).status),
    )
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 400])
  })
})

describe('details of the answers', () => {
  test('the caller is told the number of parts when asked', async () => {
    const long = { content: { text: 'x'.repeat(161) } }
    const told = (
      await ask<SentSms>('send-sms-messages', {
        body: v3(long, { includeSmsCountInResponse: true }),
      })
    ).body
    expect(told.messages[0]!.details).toEqual({ messageCount: 2 })
    expect(
      (await ask<SentSms>('send-sms-messages', { body: v3(long) })).body.messages[0]!.details,
    ).toEqual({})
    const v2told = (
      await ask<SentSmsV2>('send-sms-message', {
        body: { ...v2({ text: 'x'.repeat(161) }), includeSmsCountInResponse: true },
      })
    ).body
    expect(v2told.messages[0]!.smsCount).toBe(2)
  })

  test('version 3 always has a bulkId, the older ones with several recipients only', async () => {
    expect((await ask<SentSms>('send-sms-messages', { body: v3() })).body.bulkId).toEqual(
      expect.any(String),
    )
    expect(
      (await ask<SentSmsV2>('send-sms-message', { body: { bulkId: 'mine', ...v2() } })).body,
    ).not.toHaveProperty('bulkId')
    const two = { destinations: [{ to: to('001') }, { to: to('002') }] }
    expect(
      (await ask<SentSmsV2>('send-sms-message', { body: { bulkId: 'mine-too', ...v2(two) } })).body
        .bulkId,
    ).toBe('mine-too')
    expect(
      (
        await ask<SentSms>('send-sms-messages', {
          body: v3({}, { schedule: { bulkId: 'mine-three' } }),
        })
      ).body.bulkId,
    ).toBe('mine-three')
  })

  test('a messageId is cut at 200 characters', async () => {
    const destinations = [{ to: to('001'), messageId: 'm'.repeat(250) }]
    expect(
      (await ask<SentSms>('send-sms-messages', { body: v3({ destinations }) })).body.messages[0]!
        .messageId,
    ).toBe('m'.repeat(200))
  })

  test('unknown fields and nulls change nothing', async () => {
    const body = {
      type: 'text',
      what: { ever: 1 },
      ...v3(
        { sender: null, options: null, webhooks: { callbackData: null, delivery: { url: null } } },
        { schedule: { bulkId: null, sendAt: null } },
      ),
    }
    expect((await ask('send-sms-messages', { body })).status).toBe(200)
  })

  test('messages of one request may have times of their own in version 2', async () => {
    const [now, later] = [
      { to: to('001'), messageId: 'now' },
      { to: to('001'), messageId: 'later' },
    ]
    const message = v2().messages[0]!
    const body = {
      bulkId: 'times',
      messages: [
        { ...message, destinations: [later], sendAt: future() },
        { ...message, destinations: [now] },
      ],
    }
    const sent = (await ask<SentSmsV2>('send-sms-message', { body })).body
    expect(sent.messages.map((one) => [one.messageId, one.status.id])).toEqual([
      ['later', 26],
      ['now', 26],
    ])
    await reportOf('now')
    expect(
      (
        await ask<{ results: unknown[] }>('get-outbound-sms-message-delivery-reports-v3', {
          query: { messageId: 'later' },
        })
      ).body.results,
    ).toEqual([])
  })
})

const reportOf = (messageId: string) =>
  eventually(`a report of ${messageId}`, async () => {
    const { body } = await ask<{ results: DeliveryReport[] }>(
      'get-outbound-sms-message-delivery-reports-v3',
      { query: { messageId } },
    )
    return body.results.find((one) => one.status.groupName !== 'PENDING')
  })
const logOf = async (messageId: string): Promise<LogEntry | undefined> =>
  (await ask<Logs>('get-outbound-sms-message-logs-v3', { query: { messageId } })).body.results[0]

describe('what became of a message', () => {
  test.each([
    ['000', { id: 5, name: 'DELIVERED_TO_HANDSET' }, { id: 0, groupName: 'OK' }],
    [
      '900',
      { id: 9, name: 'UNDELIVERABLE_NOT_DELIVERED' },
      { id: 1, name: 'EC_UNKNOWN_SUBSCRIBER', permanent: true },
    ],
    [
      '901',
      { id: 4, name: 'UNDELIVERABLE_REJECTED_OPERATOR' },
      { id: 351, name: 'EC_INVALID_DESTINATION_ADDRESS' },
    ],
    ['902', { id: 5 }, { id: 0 }],
    ['903', { id: 15, name: 'EXPIRED_EXPIRED' }, { id: 27, name: 'EC_ABSENT_SUBSCRIBER' }],
    ['905', { id: 5 }, { id: 0 }],
    ['906', { id: 5 }, { id: 0 }],
  ])('a number that ends in %s', async (ending, status, error) => {
    const messageId = `fate-${ending}`
    const platform = { applicationId: 'app', entityId: 'ent' }
    await ask('send-sms-messages', {
      body: v3({
        destinations: [{ to: to(ending), messageId }],
        options: { platform, campaignReferenceId: 'camp' },
        webhooks: { callbackData: 'cb' },
      }),
    })
    const report = await reportOf(messageId)
    expect(report).toMatchObject({
      messageId,
      to: to(ending),
      sender: 'Shop',
      status,
      error,
      messageCount: 1,
      platform,
      campaignReferenceId: 'camp',
      callbackData: 'cb',
    })
    expect(await logOf(messageId)).toMatchObject({
      messageId,
      destination: to(ending),
      status,
      error,
      platform,
      content: { text: 'hello' },
    })
  })

  test('a long one is delivered when all its parts are', async () => {
    await ask('send-sms-messages', {
      body: v3({
        destinations: [{ to: to('010'), messageId: 'long' }],
        content: { text: 'ж'.repeat(200) },
      }),
    })
    expect(await reportOf('long')).toMatchObject({ status: { id: 5 }, messageCount: 3 })
  })

  test('the handset shows what was sent', async () => {
    const messages = [
      {
        sender: 'Shop',
        destinations: [{ to: to('020'), messageId: 'shown-1' }],
        content: { text: 'Grüße €5 {ok}\n😀 漢字 '.repeat(12) },
      },
      {
        sender: '12345',
        destinations: [{ to: to('020'), messageId: 'shown-2' }],
        content: { text: 'Привет', transliteration: 'CYRILLIC' },
      },
      {
        sender: '447700900123',
        destinations: [{ to: to('020'), messageId: 'shown-3' }],
        content: { hex: 'de ad be ef', dataCoding: 4 },
      },
    ]
    await ask('send-sms-messages', { body: { messages } })
    for (const { destinations } of messages) await reportOf(destinations[0]!.messageId)
    const { results } = await running.simulator.messages({ number: to('020') })
    const shown = Object.fromEntries(results.map((one) => [one.correspondent, one.text]))
    expect(shown['Shop']).toBe(messages[0]!.content.text)
    expect(shown['12345']).not.toMatch(/[А-я]/)
    expect(shown['447700900123']).toBe('deadbeef')
  })

  test('a conversion of a sent message is noted, one of an unknown message is a 404', async () => {
    await ask('send-sms-messages', {
      body: v3({ destinations: [{ to: to('011'), messageId: 'converted' }] }),
    })
    expect(await ask('log-end-tag', { path: '/ct/1/log/end/converted' })).toMatchObject({
      status: 200,
    })
    expect((await ask('log-end-tag', { path: '/ct/1/log/end/unknown' })).status).toBe(404)
  })

  test('logs come page by page, every message once', async () => {
    const bulkId = 'pages'
    await ask('send-sms-messages', {
      body: v3(
        { destinations: Array.from({ length: 25 }, () => ({ to: to('012') })) },
        { schedule: { bulkId } },
      ),
    })
    const seen: string[] = []
    let cursor: string | undefined
    let pages = 0
    do {
      const query = {
        bulkId,
        limit: 10,
        useCursor: true,
        ...(cursor === undefined ? {} : { cursor }),
      }
      const { body } = await ask<Logs>('get-outbound-sms-message-logs-v3', { query })
      seen.push(...body.results.map((one) => one.messageId))
      cursor = body.cursor?.nextCursor
      expect(++pages).toBeLessThan(5)
    } while (cursor !== undefined)
    expect(new Set(seen).size).toBe(25)
    expect(seen.length).toBe(25)
  })
})

describe('sending by query', () => {
  test('by user name and password, or by a header; not without either', async () => {
    const query = { to: to('001'), text: 'hello', from: 'Shop' }
    const status = async (more: object, headers: Record<string, string | null>) =>
      (
        await ask('send-sms-message-over-query-parameters', {
          query: { ...query, ...more },
          headers,
        })
      ).status
    const none = { authorization: null }
    expect(await status({ username: OWNER.email, password: OWNER.password }, none)).toBe(200)
    expect(await status({}, { authorization: `App ${API_KEY}` })).toBe(200)
    expect(await status({ username: OWNER.email, password: 'wrong' }, none)).toBe(401)
    expect(await status({ username: OWNER.email }, none)).toBe(401)
    expect(await status({}, none)).toBe(401)
  })

  test('lists joined by commas, repeated, with blanks and plus signs; empty parameters', async () => {
    const address = `/sms/3/text/query?to=${to('001')},%20${to('002')}&to=+${to('003')}&text=a%26b&from=&flash=&validityPeriod=&bulkId=&sendAt=&includeSmsCountInResponse=true`
    const { body, status } = judged(
      'send-sms-messages-over-query-parameters',
      await call<SentSms>('GET', address),
    )
    expect(status).toBe(200)
    expect(
      body.messages.map((one) => [one.destination, one.status.id, one.details.messageCount]),
    ).toEqual(['001', '002', '003'].map((ending) => [to(ending), 26, 1]))
  })
})
