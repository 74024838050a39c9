import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SentSms, SentSmsV2 } from '../../src/channels/sms/wire.ts'
import { clock } from '../../src/core/clock.ts'
import { wireTime } from '../../src/core/http/index.ts'
import { asker, judged, to, v2, v3, type Ask } from './asking.ts'
import { API_KEY, caller, OWNER, runPlatform, type Call, type Running } from './running.ts'

/** What requests may say, and what is told back at once. */

let running: Running
let call: Call
let ask: Ask
beforeAll(async () => {
  running = await runPlatform()
  call = caller(running.url)
  ask = asker(call)
})
afterAll(() => running?.stop())

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
