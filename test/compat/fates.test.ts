import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeliveryReport, LogEntry, Logs, SentSmsV2 } from '../../src/channels/sms/wire.ts'
import { asker, future, to, v2, v3, type Ask } from './asking.ts'
import { caller, eventually, runPlatform, type Call, type Running } from './running.ts'

/** What becomes of messages: reports, logs, what the handset shows. */

let running: Running
let call: Call
let ask: Ask
beforeAll(async () => {
  running = await runPlatform()
  call = caller(running.url)
  ask = asker(call)
})
afterAll(() => running?.stop())

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
