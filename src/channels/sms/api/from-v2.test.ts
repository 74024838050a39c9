import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Rejection } from '../../../core/http/index.ts'
import {
  languageCodes,
  transliterations,
  type SendQuery,
  type SendQueryV1,
  type SendSms,
  type SendTextV2,
} from '../wire.ts'
import { queryAsV2, queryAsV3 } from './from-query.ts'
import { fromBinaryV2, fromTextV2 } from './from-v2.ts'
import { fromV3 } from './from-v3.ts'

const sending = {
  accountId: 7,
  platform: [],
  nowMs: Date.parse('2026-11-23T20:00:00Z'),
  defaultSender: 'Trunkline',
  destinationsMax: 10_000,
}
type V2Message = SendTextV2['messages'][number]

/** The same wishes in the words of version 2 and of version 3. */
const wishes = fc.record({
  from: fc.option(fc.constantFrom('Shop', '12345')),
  to: fc.array(
    fc.record({
      to: fc.constantFrom('491700000001', '', 'x'),
      messageId: fc.option(fc.string({ maxLength: 250, unit: 'grapheme' })),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  text: fc.string({ unit: 'grapheme', maxLength: 50 }),
  code: fc.option(fc.constantFrom(...languageCodes), { nil: undefined }),
  transliteration: fc.option(fc.constantFrom(...transliterations), { nil: undefined }),
  flash: fc.option(fc.boolean()),
  callbackData: fc.option(fc.string({ maxLength: 30 })),
  minutes: fc.option(fc.integer({ min: 1, max: 100_000 })),
  window: fc.option(
    fc.record({ days: fc.subarray(['MONDAY', 'FRIDAY'] as const, { minLength: 1 }) }),
  ),
  url: fc.option(fc.constantFrom('https://example.org/a', 'http://example.org')),
  intermediate: fc.option(fc.boolean()),
  entityId: fc.option(fc.string({ maxLength: 50 })),
  applicationId: fc.option(fc.string({ maxLength: 50 })),
  campaign: fc.option(fc.string({ maxLength: 50 })),
  brandCode: fc.option(fc.nat()),
})
type Wishes = typeof wishes extends fc.Arbitrary<infer W> ? W : never

const inV2 = (wish: Wishes): V2Message => ({
  from: wish.from,
  destinations: wish.to,
  text: wish.text,
  language: { languageCode: wish.code ?? null },
  transliteration: wish.transliteration ?? null,
  flash: wish.flash,
  callbackData: wish.callbackData,
  validityPeriod: wish.minutes,
  deliveryTimeWindow: wish.window && { days: [...wish.window.days] },
  notifyUrl: wish.url,
  intermediateReport: wish.intermediate,
  entityId: wish.entityId,
  applicationId: wish.applicationId,
  campaignReferenceId: wish.campaign,
  regional:
    wish.brandCode === null
      ? null
      : { turkeyIys: { recipientType: 'TACIR', brandCode: wish.brandCode } },
})
const inV3 = (wish: Wishes): SendSms['messages'][number] => ({
  sender: wish.from,
  destinations: wish.to,
  content: {
    text: wish.text,
    ...(wish.transliteration && { transliteration: wish.transliteration }),
    ...(wish.code && { language: { languageCode: wish.code } }),
  },
  options: {
    flash: wish.flash,
    platform: { entityId: wish.entityId, applicationId: wish.applicationId },
    validityPeriod: wish.minutes === null ? null : { amount: wish.minutes },
    deliveryTimeWindow: wish.window && { days: [...wish.window.days] },
    campaignReferenceId: wish.campaign,
    regional:
      wish.brandCode === null
        ? null
        : { turkeyIys: { recipientType: 'TACIR', brandCode: wish.brandCode } },
  },
  webhooks: {
    callbackData: wish.callbackData,
    delivery: { url: wish.url, intermediateReport: wish.intermediate },
  },
})

test('version 2 and version 3 mean the same, but for the shape of their reports', () => {
  fc.assert(
    fc.property(
      fc.array(wishes, { minLength: 1, maxLength: 3 }),
      fc.option(fc.string({ maxLength: 100 })),
      (all, bulkId) => {
        const [v2, ...more] = fromTextV2({ bulkId, messages: all.map(inV2) }, sending)
        const v3 = fromV3({ messages: all.map(inV3), options: { schedule: { bulkId } } }, sending)
        expect(more).toEqual([])
        expect(v2!.positions).toEqual(v3.messages.map((_, index) => index))
        expect({
          ...v2!.request,
          messages: v2!.request.messages.map((one) => ({
            ...one,
            webhook: { ...one.webhook, shape: 'v3' },
          })),
        }).toEqual(v3)
        expect(v2!.request.messages.every((one) => one.webhook?.shape === 'v1')).toBe(true)
      },
    ),
    { numRuns: 200 },
  )
})

test('messages of one time go in together; every position comes back once', () => {
  const at = (hour: number) => `2026-11-24T${String(hour).padStart(2, '0')}:00:00Z`
  const message = (hour: number | null, count: number): V2Message => ({
    destinations: Array.from({ length: count }, () => ({ to: '1' })),
    text: 'x',
    sendAt: hour === null ? null : at(hour),
  })
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.option(fc.integer({ min: 0, max: 3 })), fc.integer({ min: 1, max: 3 })),
        { minLength: 1, maxLength: 8 },
      ),
      (asked) => {
        const sends = fromTextV2(
          { messages: asked.map(([hour, count]) => message(hour, count)) },
          sending,
        )
        const total = asked.reduce((sum, [, count]) => sum + count, 0)
        expect(sends.flatMap((one) => one.positions).sort((a, b) => a - b)).toEqual(
          Array.from({ length: total }, (_, index) => index),
        )
        expect(sends.length).toBe(new Set(asked.map(([hour]) => hour)).size)
        for (const { request, positions } of sends)
          expect(request.messages.length).toBe(positions.length)
      },
    ),
    { numRuns: 100 },
  )
})

describe('version 2', () => {
  test('validity is told in minutes, more than 2,880 counts as that', () => {
    const [send] = fromTextV2(
      { messages: [{ destinations: [{ to: '1' }], validityPeriod: 99_999 }] },
      sending,
    )
    expect(send!.request.messages[0]!.validityMs).toBe(2880 * 60_000)
  })

  test('binary', () => {
    const [send] = fromBinaryV2(
      {
        messages: [
          { destinations: [{ to: '1' }], binary: { hex: '0a', dataCoding: 4, esmClass: 64 } },
        ],
      },
      sending,
    )
    expect(send!.request.messages[0]!.content).toEqual({
      kind: 'binary',
      hex: '0a',
      dataCoding: 4,
      esmClass: 64,
    })
  })

  test('tracking and link options are kept', () => {
    const [send] = fromTextV2(
      {
        messages: [{ destinations: [{ to: '1' }] }],
        urlOptions: { shortenUrl: false },
        tracking: { track: 'SMS', type: 'sale', processKey: '' },
      },
      sending,
    )
    expect(send!.request.messages[0]!.extras).toEqual({
      links: { shortenUrl: false },
      conversion: { track: 'SMS', name: 'sale' },
    })
  })

  test.each([
    [{ language: { languageCode: 'FR' } }, 'messages[0].language.languageCode'],
    [{ transliteration: 'KLINGON' }, 'messages[0].transliteration'],
    [{ notifyUrl: 'javascript:alert(1)' }, 'messages[0].notifyUrl'],
    [{ sendAt: 'later' }, 'messages[0].sendAt'],
  ])('%j is refused', (more, property) => {
    expect(() =>
      fromTextV2({ messages: [{ destinations: [{ to: '1' }], ...more }] }, sending),
    ).toThrow(Rejection)
    try {
      fromTextV2({ messages: [{ destinations: [{ to: '1' }], ...more }] }, sending)
    } catch (error) {
      expect((error as Rejection).violations[0]!.property).toBe(property)
    }
  })
})

describe('sending by query', () => {
  const full = {
    bulkId: 'b',
    from: 'Shop',
    to: ['491700000001,491700000002', ' +491700000003'],
    text: 'hi',
    flash: true,
    transliteration: 'GREEK',
    languageCode: 'TR',
    intermediateReport: true,
    notifyUrl: 'https://example.org',
    notifyContentType: 'application/json',
    callbackData: 'cb',
    validityPeriod: 5,
    sendAt: '2026-11-24T20:00:00.000+0000',
    trackingType: 'sale',
    indiaDltPrincipalEntityId: 'P',
    indiaDltContentTemplateId: 'T',
    turkeyIysRecipientType: 'TACIR',
    southKoreaResellerCode: 3,
  }

  test('both versions mean the same as each other, and as the body forms', () => {
    const v3 = fromV3(queryAsV3(full satisfies SendQuery), sending)
    const [v2] = fromTextV2(queryAsV2(full satisfies SendQueryV1), sending)
    const comparable = (messages: typeof v3.messages) =>
      messages.map((one) => ({
        ...one,
        webhook: { ...one.webhook, shape: '' },
        extras: { ...one.extras, conversion: null },
      }))
    expect(comparable(v2!.request.messages)).toEqual(comparable(v3.messages))
    expect(v3.messages.map((one) => one.to)).toEqual([
      '491700000001',
      '491700000002',
      '+491700000003',
    ])
    expect(v3.messages[0]).toMatchObject({
      sender: 'Shop',
      contentClass: null,
      flash: true,
      validityMs: 300_000,
      callbackData: 'cb',
      content: { text: 'hi', transliteration: 'GREEK', language: { code: 'TR' } },
      webhook: { url: 'https://example.org', intermediate: true },
      extras: {
        regional: {
          indiaDlt: { principalEntityId: 'P', contentTemplateId: 'T' },
          turkeyIys: { recipientType: 'TACIR' },
          southKorea: { resellerCode: 3 },
        },
      },
    })
    expect(v3.sendAt).toEqual(new Date('2026-11-24T20:00:00Z'))
  })

  test('empty parameters count as not given', () => {
    const empty: SendQuery = {
      to: ['491700000001'],
      text: 'hi',
      from: '',
      bulkId: '',
      notifyUrl: '',
      sendAt: '',
      transliteration: '',
      languageCode: '',
      callbackData: '',
      flash: null,
      validityPeriod: null,
      indiaDltPrincipalEntityId: '',
      turkeyIysRecipientType: '',
      trackingUrl: '',
      southKoreaTitle: '',
    }
    expect(fromV3(queryAsV3(empty), sending)).toEqual(
      fromV3(queryAsV3({ to: ['491700000001'], text: 'hi' }), sending),
    )
  })

  test.each([
    [{ to: [] }, 'to'],
    [{ to: [',', ''] }, 'to'],
    [{ to: ['1'.repeat(65)] }, 'to'],
    [{ to: ['1'], languageCode: 'FR' }, 'languageCode'],
    [{ to: ['1'], turkeyIysRecipientType: 'X' }, 'turkeyIysRecipientType'],
    [{ to: ['1'], turkeyIysBrandCode: 1 }, 'turkeyIysRecipientType'],
    [{ to: ['1'], indiaDltTelemarketerId: 'T' }, 'indiaDltPrincipalEntityId'],
  ])('%j is refused', (query, property) => {
    expect(() => queryAsV3({ text: 'hi', ...query })).toThrow(
      expect.objectContaining({ violations: [expect.objectContaining({ property })] }),
    )
  })
})
