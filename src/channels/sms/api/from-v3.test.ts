import { describe, expect, test } from 'vitest'
import { Rejection } from '../../../core/http/index.ts'
import type { SendSms, SmsMessage } from '../wire.ts'
import { fromV3 } from './from-v3.ts'
import { cut } from './send-checks.ts'

const nowMs = Date.parse('2026-11-23T20:00:00Z')
const sending = {
  accountId: 7,
  platform: [],
  nowMs,
  defaultSender: 'Trunkline',
  destinationsMax: 10_000,
}
const one = (more: Partial<SmsMessage> = {}): SmsMessage => ({
  destinations: [{ to: '491700000001' }],
  content: { text: 'hi' },
  ...more,
})
const take = (message: SmsMessage, options?: SendSms['options']) =>
  fromV3({ messages: [message], ...(options && { options }) }, sending)
const first = (message: SmsMessage, options?: SendSms['options']) =>
  take(message, options).messages[0]!
const refusal = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof Rejection)
      return { name: error.name, text: error.message, ...error.violations[0] }
    throw error
  }
  throw new Error('nothing was refused')
}

test('the least one can say', () => {
  expect(take(one())).toEqual({
    accountId: 7,
    platform: [],
    bulkId: null,
    sendAt: null,
    speedLimit: null,
    messages: [
      {
        channel: 'SMS',
        messageId: null,
        sender: 'Trunkline',
        to: '491700000001',
        content: { kind: 'text', text: 'hi' },
        contentClass: null,
        flash: false,
        validityMs: null,
        window: null,
        callbackData: null,
        webhook: { shape: 'v3' },
        applicationId: null,
        entityId: null,
        campaignReferenceId: null,
        extras: null,
      },
    ],
  })
})

test('all one can say', () => {
  const request = take(
    one({
      sender: 'Shop',
      destinations: [
        { to: '491700000001', messageId: 'm1', networkId: 9 },
        { to: '+491700000002' },
      ],
      content: {
        text: 'hi',
        transliteration: 'GREEK',
        language: { languageCode: 'TR', singleShift: true, lockingShift: false },
      },
      options: {
        platform: { applicationId: 'app', entityId: 'ent' },
        validityPeriod: { amount: 3, timeUnit: 'HOURS' },
        deliveryTimeWindow: {
          days: ['MONDAY'],
          from: { hour: 22, minute: 0 },
          to: { hour: 6, minute: 30 },
        },
        campaignReferenceId: 'camp',
        regional: {
          indiaDlt: { principalEntityId: 'P', contentTemplateId: 'T', telemarketerId: null },
          turkeyIys: { recipientType: 'TACIR', brandCode: 4 },
          southKorea: { title: 'K', resellerCode: 5 },
        },
        contentClass: 'MARKETING',
        flash: true,
      },
      webhooks: {
        delivery: { url: 'https://example.org/r', intermediateReport: true, notify: false },
        contentType: 'application/json',
        callbackData: 'mine',
      },
    }),
    {
      schedule: {
        bulkId: 'bulk',
        sendAt: '2026-11-24T20:00:00.000+0000',
        sendingSpeedLimit: { amount: 10, timeUnit: 'HOUR' },
      },
      tracking: { shortenUrl: true, customDomain: 'x.example' },
      conversionTracking: { useConversionTracking: true, conversionTrackingName: 'sale' },
    },
  )
  const extras = {
    regional: {
      indiaDlt: { principalEntityId: 'P', contentTemplateId: 'T' },
      turkeyIys: { recipientType: 'TACIR', brandCode: 4 },
      southKorea: { title: 'K', resellerCode: 5 },
    },
    links: { shortenUrl: true, customDomain: 'x.example' },
    conversion: { use: true, name: 'sale' },
  }
  const shared = {
    channel: 'SMS',
    sender: 'Shop',
    content: {
      kind: 'text',
      text: 'hi',
      transliteration: 'GREEK',
      language: { code: 'TR', singleShift: true, lockingShift: false },
    },
    contentClass: 'MARKETING',
    flash: true,
    validityMs: 3 * 3_600_000,
    window: { days: ['MONDAY'], from: { hour: 22, minute: 0 }, to: { hour: 6, minute: 30 } },
    callbackData: 'mine',
    webhook: {
      shape: 'v3',
      url: 'https://example.org/r',
      contentType: 'application/json',
      intermediate: true,
      notify: false,
    },
    applicationId: 'app',
    entityId: 'ent',
    campaignReferenceId: 'camp',
  }
  expect(request).toEqual({
    accountId: 7,
    platform: [],
    bulkId: 'bulk',
    sendAt: new Date('2026-11-24T20:00:00Z'),
    speedLimit: { amount: 10, perMs: 3_600_000 },
    messages: [
      { ...shared, to: '491700000001', messageId: 'm1', extras: { ...extras, networkId: 9 } },
      { ...shared, to: '+491700000002', messageId: null, extras },
    ],
  })
  expect(request.messages[0]!.content).toBe(request.messages[1]!.content)
})

test('binary', () => {
  expect(first(one({ content: { hex: '0a 0b', dataCoding: 4, esmClass: 64 } })).content).toEqual({
    kind: 'binary',
    hex: '0a 0b',
    dataCoding: 4,
    esmClass: 64,
  })
  expect(first(one({ content: { hex: '0a', dataCoding: null } })).content).toEqual({
    kind: 'binary',
    hex: '0a',
    dataCoding: 0,
    esmClass: 0,
  })
})

test('null and "" count as not given', () => {
  expect(
    take(
      one({
        sender: '',
        options: { platform: { applicationId: '' }, validityPeriod: null, flash: null },
        webhooks: { callbackData: '', delivery: { url: '' } },
      }),
      {
        schedule: { bulkId: '', sendAt: '' },
      },
    ),
  ).toEqual(take(one()))
})

test('unknown fields are dropped, however large', () => {
  const message = {
    ...one(),
    junk: 'x'.repeat(100),
    options: { regional: { junk: 1, southKorea: { title: 'K', junk: 2 } } },
  } as SmsMessage
  expect(JSON.stringify(take(message))).not.toContain('junk')
})

describe('limits that bend', () => {
  test('a messageId is cut at 200 characters, never inside a surrogate pair', () => {
    expect(first(one({ destinations: [{ to: '1', messageId: 'x'.repeat(250) }] })).messageId).toBe(
      'x'.repeat(200),
    )
    const pair = first(
      one({ destinations: [{ to: '1', messageId: `${'x'.repeat(199)}😀` }] }),
    ).messageId!
    expect(pair).toBe('x'.repeat(199))
    expect(cut('ab😀', 4)).toBe('ab😀')
  })

  test('validity ends at 48 h', () => {
    expect(
      first(one({ options: { validityPeriod: { amount: 100, timeUnit: 'HOURS' } } })).validityMs,
    ).toBe(48 * 3_600_000)
    expect(first(one({ options: { validityPeriod: { amount: 1e300 } } })).validityMs).toBe(
      48 * 3_600_000,
    )
    expect(
      first(one({ options: { validityPeriod: { amount: 30, timeUnit: 'SECONDS' } } })).validityMs,
    ).toBe(30_000)
    expect(first(one({ options: { validityPeriod: { amount: 2 } } })).validityMs).toBe(120_000)
  })

  test('a time that has passed is now', () => {
    expect(take(one(), { schedule: { sendAt: '2020-01-01T00:00:00Z' } }).sendAt).toBeNull()
    expect(take(one(), { schedule: { sendAt: '2026-11-23T20:00:00Z' } }).sendAt).toBeNull()
  })

  test('a text of megabytes is not stored once per recipient', () => {
    const { content } = first(one({ content: { text: '😀'.repeat(1_000_000) } }))
    expect(content.kind === 'text' && content.text.length).toBeLessThan(4_010)
    expect(content.kind === 'text' && content.text.length).toBeGreaterThan(4_000)
    expect(content.kind === 'text' && content.text.isWellFormed()).toBe(true)
  })
})

describe('what is wrong with the request as a whole', () => {
  const many = (count: number) => Array.from({ length: count }, () => ({ to: '491700000001' }))

  test('10,000 destinations pass, 10,001 do not, over all messages', () => {
    expect(
      fromV3(
        { messages: [one({ destinations: many(4_000) }), one({ destinations: many(6_000) })] },
        sending,
      ).messages.length,
    ).toBe(10_000)
    expect(
      refusal(() =>
        fromV3(
          { messages: [one({ destinations: many(4_001) }), one({ destinations: many(6_000) })] },
          sending,
        ),
      ),
    ).toMatchObject({
      name: 'BAD_REQUEST',
      text: 'A request takes at most 10000 destinations; this one has 10001.',
    })
  })

  const hours = (from: [number, number], to: [number, number]) => ({
    options: {
      deliveryTimeWindow: {
        days: ['MONDAY' as const],
        from: { hour: from[0], minute: from[1] },
        to: { hour: to[0], minute: to[1] },
      },
    },
  })
  test.each<[string, Partial<SmsMessage>, string, RegExp]>([
    ['no content', { content: {} }, 'messages[0].content', /text or hex/],
    ['two contents', { content: { text: 'a', hex: '0a' } }, 'messages[0].content', /not both/],
    [
      'half a window',
      { options: { deliveryTimeWindow: { days: ['MONDAY'], from: { hour: 1, minute: 0 } } } },
      'messages[0].options.deliveryTimeWindow',
      /together/,
    ],
    ['59 minutes', hours([9, 0], [9, 59]), 'messages[0].options.deliveryTimeWindow', /an hour/],
    ['no time at all', hours([9, 0], [9, 0]), 'messages[0].options.deliveryTimeWindow', /an hour/],
    [
      'half an hour over midnight',
      hours([23, 45], [0, 15]),
      'messages[0].options.deliveryTimeWindow',
      /an hour/,
    ],
    [
      'a webhook that is no address',
      { webhooks: { delivery: { url: 'ftp://x' } } },
      'messages[0].webhooks.delivery.url',
      /http/,
    ],
    [
      'a webhook without a host',
      { webhooks: { delivery: { url: 'http://' } } },
      'messages[0].webhooks.delivery.url',
      /valid/,
    ],
  ])('%s', (_name, message, property, violation) => {
    expect(refusal(() => take(one(message)))).toMatchObject({
      property,
      violation: expect.stringMatching(violation),
    })
  })

  test.each(['2027-05-23T20:00:00.001Z', 'tomorrow', '2026-13-01T00:00:00Z'])(
    'sendAt %s',
    (sendAt) => {
      expect(refusal(() => take(one(), { schedule: { sendAt } }))).toMatchObject({
        property: 'options.schedule.sendAt',
      })
    },
  )
  test('180 days to the millisecond are fine', () => {
    const last = nowMs + 180 * 86_400_000
    expect(
      take(one(), { schedule: { sendAt: new Date(last).toISOString() } }).sendAt!.getTime(),
    ).toBe(last)
  })
  test.each([
    ['RECIPIENT' as const, true],
    ['UTC' as const, undefined],
    [undefined, undefined],
  ])('a window by the clock of %s', (timeZone, recipientZone) => {
    const window = { days: ['MONDAY' as const], ...(timeZone && { timeZone }) }
    const taken = first(one({ options: { deliveryTimeWindow: window } })).window
    expect(taken?.recipientZone).toBe(recipientZone)
  })
  test('an hour is enough, also over midnight', () => {
    expect(first(one(hours([23, 30], [0, 30]))).window).toMatchObject({
      from: { hour: 23, minute: 30 },
    })
  })
})
