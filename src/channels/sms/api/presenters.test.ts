import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InboundMessage, MessageRecord, Report } from '../../../messaging/index.ts'
import { inboxBody } from './inbox.ts'
import {
  fromMicros,
  logV1,
  logV3,
  reportV1,
  reportV3,
  sentV2,
  sentV3,
  wireError,
  wireStatus,
} from './presenters.ts'
import { reportsBody } from './reports.ts'
import { statuses as tables } from '../../../messaging/index.ts'

const { messageErrors, statuses } = tables

const record: MessageRecord = {
  id: '0193a000-0000-7000-8000-000000000000',
  accountId: 1,
  messageId: 'm1',
  bulkId: 'b1',
  channel: 'SMS',
  sender: 'Shop',
  dest: '491700000001',
  mccMnc: '26201',
  bodyKind: 'text',
  body: 'hi',
  settings: null,
  parts: 2,
  statusId: 5,
  errorId: 0,
  acceptedAt: new Date('2026-11-23T20:00:00.001Z'),
  sentAt: new Date('2026-11-23T20:00:00.002Z'),
  doneAt: new Date('2026-11-23T20:00:00.003Z'),
  priceMicros: 70_000n,
  currency: 'EUR',
  callbackData: 'cb',
  applicationId: 'app',
  entityId: 'ent',
  campaignReferenceId: 'camp',
  simulated: false,
}
const bare: MessageRecord = {
  ...record,
  bulkId: null,
  mccMnc: null,
  body: null,
  statusId: 26,
  sentAt: null,
  doneAt: null,
  callbackData: null,
  applicationId: null,
  entityId: null,
  campaignReferenceId: null,
}
const report = (of: MessageRecord): Report => ({
  ...of,
  reportId: 'r',
  shape: 'v3',
  at: new Date('2026-11-23T20:00:00.009Z'),
})

const delivered = {
  groupId: 3,
  groupName: 'DELIVERED',
  id: 5,
  name: 'DELIVERED_TO_HANDSET',
  description: 'Message delivered to handset',
}
const noError = (groupName: string) => ({
  groupId: 0,
  groupName,
  id: 0,
  name: 'NO_ERROR',
  description: 'No Error',
  permanent: false,
})
const price = { pricePerMessage: 0.07, currency: 'EUR' }

describe('the same message in each shape', () => {
  test('report, version 3', () =>
    expect(reportV3(report(record))).toEqual({
      bulkId: 'b1',
      price,
      status: delivered,
      error: noError('OK'),
      messageId: 'm1',
      to: '491700000001',
      sender: 'Shop',
      sentAt: '2026-11-23T20:00:00.002+0000',
      doneAt: '2026-11-23T20:00:00.003+0000',
      messageCount: 2,
      mccMnc: '26201',
      callbackData: 'cb',
      platform: { entityId: 'ent', applicationId: 'app' },
      campaignReferenceId: 'camp',
    }))

  test('report, version 1', () =>
    expect(reportV1(report(record))).toEqual({
      bulkId: 'b1',
      price,
      status: delivered,
      error: noError('Ok'),
      messageId: 'm1',
      to: '491700000001',
      from: 'Shop',
      sentAt: '2026-11-23T20:00:00.002+0000',
      doneAt: '2026-11-23T20:00:00.003+0000',
      smsCount: 2,
      mccMnc: '26201',
      callbackData: 'cb',
      entityId: 'ent',
      applicationId: 'app',
      campaignReferenceId: 'camp',
    }))

  test('log, version 3', () =>
    expect(logV3(record)).toEqual({
      bulkId: 'b1',
      price,
      status: delivered,
      error: noError('OK'),
      messageId: 'm1',
      destination: '491700000001',
      sender: 'Shop',
      sentAt: '2026-11-23T20:00:00.002+0000',
      doneAt: '2026-11-23T20:00:00.003+0000',
      messageCount: 2,
      mccMnc: '26201',
      platform: { entityId: 'ent', applicationId: 'app' },
      campaignReferenceId: 'camp',
      content: { text: 'hi' },
    }))

  test('log, version 1', () =>
    expect(logV1(record)).toEqual({
      bulkId: 'b1',
      price,
      status: delivered,
      error: noError('Ok'),
      messageId: 'm1',
      to: '491700000001',
      from: 'Shop',
      text: 'hi',
      sentAt: '2026-11-23T20:00:00.002+0000',
      doneAt: '2026-11-23T20:00:00.003+0000',
      smsCount: 2,
      mccMnc: '26201',
      entityId: 'ent',
      applicationId: 'app',
      campaignReferenceId: 'camp',
    }))
})

test('what is not known is left out, never null', () => {
  for (const shown of [reportV3(report(bare)), reportV1(report(bare)), logV3(bare), logV1(bare)])
    expect(JSON.stringify(shown)).not.toContain('null')
  expect(Object.keys(logV3(bare))).not.toContain('content')
  expect(logV1(bare)).not.toHaveProperty('doneAt')
  expect(reportV1(report(bare))).toMatchObject({
    sentAt: '2026-11-23T20:00:00.001+0000',
    doneAt: '2026-11-23T20:00:00.009+0000',
  })
})

test('contents come back as they were asked for', () => {
  expect(
    logV3({ ...record, bodyKind: 'binary', body: '0a', settings: { dataCoding: 4, esmClass: 64 } })
      .content,
  ).toEqual({ hex: '0a', dataCoding: 4, esmClass: 64 })
  expect(
    logV3({
      ...record,
      settings: { transliteration: 'GREEK', language: { code: 'TR', lockingShift: true } },
    }).content,
  ).toEqual({
    text: 'hi',
    transliteration: 'GREEK',
    language: { languageCode: 'TR', singleShift: false, lockingShift: true },
  })
  expect(
    logV3({ ...record, settings: { transliteration: 'secret', language: { code: 'HI' } } }).content,
  ).toEqual({ text: 'hi' })
})

test('the shape of a push is that of the version that took the message in', () => {
  expect(reportsBody([report(record)], 'v1')).toEqual({ results: [reportV1(report(record))] })
  expect(reportsBody([report(record)], 'v3')).toEqual({ results: [reportV3(report(record))] })
})

test('answers to a send', () => {
  const result = { bulkId: 'b', messages: [{ messageId: 'm', to: '1', statusId: 26, parts: 3 }] }
  const status = {
    groupId: 1,
    groupName: 'PENDING',
    id: 26,
    name: 'PENDING_ACCEPTED',
    description: 'Message sent to next instance',
  }
  expect(sentV3(result, false)).toEqual({
    bulkId: 'b',
    messages: [{ messageId: 'm', status, destination: '1', details: {} }],
  })
  expect(sentV3(result, true).messages[0]!.details).toEqual({ messageCount: 3 })
  expect(sentV2('b', result.messages, true)).toEqual({
    messages: [{ to: '1', status, messageId: 'm', smsCount: 3 }],
  })
  expect(sentV2('b', [...result.messages, ...result.messages], false)).toMatchObject({
    bulkId: 'b',
  })
})

test('inbound', () => {
  const message: InboundMessage = {
    id: 'i1',
    accountId: 1,
    channel: 'SMS',
    sender: '491700000001',
    dest: '12345',
    text: 'Win a car',
    keyword: 'WIN',
    parts: 1,
    receivedAt: new Date(0),
    priceMicros: 5_000n,
    currency: 'EUR',
    connectionId: 1,
    applicationId: null,
    entityId: null,
    campaignReferenceId: null,
    callbackData: null,
    simulated: true,
  }
  expect(inboxBody([message], 4)).toEqual({
    results: [
      {
        messageId: 'i1',
        from: '491700000001',
        to: '12345',
        text: 'Win a car',
        cleanText: 'a car',
        keyword: 'WIN',
        receivedAt: '1970-01-01T00:00:00.000+0000',
        smsCount: 1,
        price: { pricePerMessage: 0.005, currency: 'EUR' },
      },
    ],
    messageCount: 1,
    pendingMessageCount: 4,
  })
})

test('only statuses and errors of the tables go out, all of them', () => {
  for (const { id } of statuses) expect(wireStatus(id)).not.toHaveProperty('final')
  for (const { id } of messageErrors)
    expect(wireError(id, 'OK').groupName).toMatch(
      /^(OK|HANDSET_ERRORS|USER_ERRORS|OPERATOR_ERRORS)$/,
    )
  expect(wireError(987_654, 'Ok')).toMatchObject({ id: 255, groupName: 'HANDSET_ERRORS' })
})

test('micro-units are written exactly', () => {
  expect([0n, 1n, 70_000n, 1_234_567n, -5n].map(fromMicros)).toEqual([
    0, 0.000001, 0.07, 1.234567, -0.000005,
  ])
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (micros) => {
      const digits = (micros < 0n ? -micros : micros).toString().padStart(7, '0')
      expect(fromMicros(micros)).toBe(
        Number(`${micros < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`),
      )
    }),
  )
})
