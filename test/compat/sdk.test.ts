import { AuthType, Infobip } from '@infobip-api/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeliveryReportV1, Inbox, LogEntryV1, SentSmsV2 } from '../../src/channels/sms/wire.ts'
import { clock } from '../../src/core/clock.ts'
import { wireTime } from '../../src/core/http/index.ts'
import {
  API_KEY,
  caller,
  eventually,
  makeKey,
  OWNER,
  runPlatform,
  type Running,
} from './running.ts'
import { answerFaults } from './shapes.ts'

/** The official npm client, as it comes, with nothing changed but the base URL. It returns its errors instead of throwing them. */

let running: Running
let client: Infobip
beforeAll(async () => {
  running = await runPlatform()
  client = new Infobip({ baseUrl: running.url, authType: AuthType.ApiKey, apiKey: API_KEY })
})
afterAll(() => running?.stop())

interface Returned {
  status?: number
  data?: unknown
  message?: string
  response?: { status: number; data: unknown }
}
/** What a call gave, when it succeeded and its body is as documented. */
function good<Body>(operationId: string, returned: unknown): Body {
  const { status, data, message, response } = returned as Returned
  if (status !== 200)
    throw new Error(`${operationId}: ${message} ${JSON.stringify(response?.data)}`)
  expect(answerFaults(operationId, 200, data)).toEqual([])
  return data as Body
}
function refused(operationId: string, returned: unknown): { status: number; data: unknown } {
  const { response } = returned as Returned
  if (!response)
    throw new Error(
      `${operationId} was not refused: ${JSON.stringify((returned as Returned).data)}`,
    )
  expect(answerFaults(operationId, response.status, response.data)).toEqual([])
  return response
}

const sms = () => client.channels.sms
const to = (ending: string) => `99900010${ending.padStart(4, '0')}`
const soon = (minutes: number) => wireTime(clock.ms() + minutes * 60_000)
const text = (more: object = {}) => ({
  type: 'text',
  messages: [{ from: 'Shop', destinations: [{ to: to('001') }], text: 'hello', ...more }],
})

describe('sending', () => {
  test('a text is taken, and its id comes back', async () => {
    const sent = good<SentSmsV2>('send-sms-message', await sms().send(text()))
    expect(sent).toEqual({
      messages: [
        {
          to: to('001'),
          messageId: expect.any(String),
          status: {
            groupId: 1,
            groupName: 'PENDING',
            id: 26,
            name: 'PENDING_ACCEPTED',
            description: expect.any(String),
          },
        },
      ],
    })
  })

  test('two recipients get a bulkId', async () => {
    const sent = good<SentSmsV2>(
      'send-sms-message',
      await sms().send(
        text({ destinations: [{ to: to('001') }, { to: to('002'), messageId: 'sdk-two' }] }),
      ),
    )
    expect(sent.bulkId).toEqual(expect.any(String))
    expect(sent.messages[1]!.messageId).toBe('sdk-two')
  })

  test('everything a text message can carry', async () => {
    const sent = good<SentSmsV2>(
      'send-sms-message',
      await sms().send({
        bulkId: 'sdk-bulk-all',
        includeSmsCountInResponse: true,
        ...text({
          text: 'Ğ'.repeat(100),
          language: { languageCode: 'TR' },
          transliteration: 'NONE',
          flash: true,
          callbackData: 'mine',
          validityPeriod: 720,
          intermediateReport: true,
          notifyUrl: 'https://example.org/reports',
          notifyContentType: 'application/json',
          deliveryTimeWindow: {
            days: ['MONDAY', 'SUNDAY'],
            from: { hour: 6, minute: 0 },
            to: { hour: 15, minute: 30 },
          },
          regional: { indiaDlt: { principalEntityId: 'P', contentTemplateId: 'T' } },
        }),
        sendingSpeedLimit: { amount: 10, timeUnit: 'HOUR' },
        tracking: { track: 'SMS', type: 'MY_CAMPAIGN' },
        urlOptions: { shortenUrl: true },
      }),
    )
    expect(sent.messages[0]).toMatchObject({ status: { id: 26 }, smsCount: 1 })
  })

  test('binary', async () => {
    const message = {
      destinations: [{ to: to('003') }],
      from: 'Shop',
      binary: { hex: '0048 0065 006c', dataCoding: 8, esmClass: 0 },
    }
    expect(
      good<SentSmsV2>(
        'send-binary-sms-message',
        await sms().send({ type: 'binary', messages: [message] }),
      ).messages[0]!.status.id,
    ).toBe(26)
  })

  test('by query, with the key and the name and password that it insists on', async () => {
    const returned = await sms().send({
      type: 'query',
      username: OWNER.email,
      password: OWNER.password,
      from: 'Shop',
      to: [to('004'), to('005')],
      text: 'by query & more + so',
      sendAt: undefined,
    })
    const sent = good<SentSmsV2>('send-sms-message-over-query-parameters', returned)
    expect(sent.messages.map((one) => one.to)).toEqual([to('004'), to('005')])
    expect(sent.bulkId).toEqual(expect.any(String))
  })

  test('by query with a wrong password', async () => {
    const returned = await sms().send({
      type: 'query',
      username: OWNER.email,
      password: 'wrong',
      from: 'Shop',
      to: [to('004')],
      text: 'x',
    })
    expect(refused('send-sms-message-over-query-parameters', returned)).toMatchObject({
      status: 401,
      data: {
        requestError: {
          serviceException: { messageId: 'UNAUTHORIZED', text: 'Invalid login details' },
        },
      },
    })
  })

  test('a number that is none is the fault of that message alone', async () => {
    const sent = good<SentSmsV2>(
      'send-sms-message',
      await sms().send(text({ destinations: [{ to: 'nobody' }, { to: to('006') }] })),
    )
    expect(sent.messages.map((one) => one.status.groupName)).toEqual(['REJECTED', 'PENDING'])
  })

  test('preview', async () => {
    const preview = good<{ previews: object[] }>(
      'preview-sms-message',
      await sms().preview({
        text: 'Ğ'.repeat(100),
        languageCode: 'TR',
        transliteration: 'TURKISH',
      }),
    )
    expect(preview.previews.length).toBe(2)
  })
})

describe('what became of messages', () => {
  test('a delivered one is in its report, once, and in the logs, always', async () => {
    const sent = good<SentSmsV2>('send-sms-message', await sms().send(text({ callbackData: 'cb' })))
    const messageId = sent.messages[0]!.messageId
    const report = await eventually('a report', async () =>
      good<{ results: DeliveryReportV1[] }>(
        'get-outbound-sms-message-delivery-reports',
        await sms().reports.get({ messageId, limit: 10 }),
      ).results.at(0),
    )
    expect(report).toMatchObject({
      messageId,
      to: to('001'),
      from: 'Shop',
      smsCount: 1,
      callbackData: 'cb',
      status: { id: 5, groupName: 'DELIVERED' },
      error: { id: 0, groupName: 'Ok', name: 'NO_ERROR' },
    })
    const again = await sms().reports.get({ messageId })
    expect(
      good<{ results: [] }>('get-outbound-sms-message-delivery-reports', again).results,
    ).toEqual([])
    for (let time = 0; time < 2; time++) {
      const { results } = good<{ results: LogEntryV1[] }>(
        'get-outbound-sms-message-logs',
        await sms().logs.get({ messageId, limit: 5 }),
      )
      expect(results).toMatchObject([
        { messageId, text: 'hello', status: { id: 5 }, error: { groupName: 'Ok' } },
      ])
    }
  })

  test('logs by recipient, sender, status and time', async () => {
    const sent = good<SentSmsV2>(
      'send-sms-message',
      await sms().send(text({ from: 'Filter', destinations: [{ to: to('030') }, { to: 'x' }] })),
    )
    const found = async (filter: object) =>
      good<{ results: LogEntryV1[] }>(
        'get-outbound-sms-message-logs',
        await sms().logs.get(filter),
      ).results.map((one) => one.messageId)
    const [valid, invalid] = sent.messages.map((one) => one.messageId)
    expect(await found({ from: 'Filter', to: to('030') })).toEqual([valid])
    expect(await found({ from: 'Filter', generalStatus: 'REJECTED' })).toEqual([invalid])
    expect(await found({ from: 'Filter', sentSince: soon(5) })).toEqual([])
    expect(await found({ bulkId: sent.bulkId, limit: 1 })).toHaveLength(1)
    expect((await found({ bulkId: sent.bulkId, sentUntil: soon(5) })).sort()).toEqual(
      [valid, invalid].sort(),
    )
  })

  test('a message from a handset is handed out once', async () => {
    await running.simulator.inbound({ from: to('100'), to: '447700900000', text: 'Win a car' })
    const inbox = await eventually('an inbound message', async () => {
      const one = good<Inbox>('get-inbound-sms-messages', await sms().get(10))
      return one.results.length > 0 ? one : undefined
    })
    expect(inbox).toMatchObject({
      messageCount: 1,
      pendingMessageCount: 0,
      results: [
        {
          from: to('100'),
          to: '447700900000',
          text: 'Win a car',
          cleanText: 'a car',
          keyword: 'WIN',
          smsCount: 1,
        },
      ],
    })
    expect(good<Inbox>('get-inbound-sms-messages', await sms().get()).results).toEqual([])
  })
})

describe('scheduled messages', () => {
  test('are found, moved, paused, resumed and cancelled', async () => {
    const bulkId = 'sdk-scheduled'
    const at = soon(60)
    good('send-sms-message', await sms().send({ bulkId, ...text({ sendAt: at }) }))
    expect(good('get-scheduled-sms-messages', await sms().scheduled.get(bulkId))).toEqual({
      bulkId,
      sendAt: at,
    })
    const later = soon(120)
    expect(
      good('reschedule-sms-messages', await sms().scheduled.reschedule(bulkId, later)),
    ).toEqual({ bulkId, sendAt: later })
    const status = async () =>
      good<{ status: string }>('get-scheduled-sms-messages-status', await sms().status.get(bulkId))
        .status
    expect(await status()).toBe('PENDING')
    for (const next of ['PAUSED', 'PENDING', 'CANCELED']) {
      const updated = good(
        'update-scheduled-sms-messages-status',
        await sms().status.update(bulkId, next),
      )
      expect(updated).toEqual({ bulkId, status: next })
      expect(await status()).toBe(next)
    }
  })

  test('that nobody made are not found', async () => {
    const missing = {
      status: 404,
      data: {
        requestError: { serviceException: { messageId: 'NOT_FOUND', text: 'Bulk not found' } },
      },
    }
    expect(refused('get-scheduled-sms-messages', await sms().scheduled.get('none'))).toMatchObject(
      missing,
    )
    expect(
      refused('reschedule-sms-messages', await sms().scheduled.reschedule('none', soon(5))),
    ).toMatchObject(missing)
    expect(
      refused('get-scheduled-sms-messages-status', await sms().status.get('none')),
    ).toMatchObject(missing)
    expect(
      refused('update-scheduled-sms-messages-status', await sms().status.update('none', 'PAUSED')),
    ).toMatchObject(missing)
  })
})

describe('ways to say who one is', () => {
  const works = async (other: Infobip) => {
    good('get-outbound-sms-message-logs', await other.channels.sms.logs.get({ limit: 1 }))
  }

  test('Basic', () =>
    works(
      new Infobip({
        baseUrl: running.url,
        authType: AuthType.Basic,
        username: OWNER.email,
        password: OWNER.password,
      }),
    ))

  test('IBSSO: a session is made, used and ended', async () => {
    const login = new Infobip({
      baseUrl: running.url,
      authType: AuthType.Basic,
      username: OWNER.email,
      password: OWNER.password,
    })
    const { token } = good<{ token: string }>('create-session', await login.auth.ibsso.create())
    const session = new Infobip({
      baseUrl: running.url,
      authType: AuthType.IBSSO,
      ibssoToken: token,
    })
    await works(session)
    expect((await login.auth.ibsso.destroy(token)).status).toBe(200)
    expect(
      refused('get-outbound-sms-message-logs', await session.channels.sms.logs.get({})),
    ).toMatchObject({ status: 401 })
  })

  test.each([
    ["a user's name and password", async () => [OWNER.email, OWNER.password] as const],
    [
      "an API key's id and secret",
      async () => {
        const { id, secret } = await makeKey(caller(running.url), 'for a token', ['sms:manage'])
        return [id, secret] as const
      },
    ],
  ])('Bearer: a token is made with %s and used', async (_name, client) => {
    const [username, password] = await client()
    const login = new Infobip({
      baseUrl: running.url,
      authType: AuthType.Basic,
      username,
      password,
    })
    const token = good<{ access_token: string; token_type: string }>(
      'create-oauth2-token',
      await login.auth.oauth2.create(),
    )
    expect(token.token_type).toBe('Bearer')
    await works(
      new Infobip({
        baseUrl: running.url,
        authType: AuthType.OAuth,
        oauthToken: token.access_token,
      }),
    )
  })

  test('a session and a token are refused to a wrong password', async () => {
    const login = new Infobip({
      baseUrl: running.url,
      authType: AuthType.Basic,
      username: OWNER.email,
      password: 'wrong',
    })
    expect(refused('create-session', await login.auth.ibsso.create())).toMatchObject({
      status: 401,
    })
    expect(refused('create-oauth2-token', await login.auth.oauth2.create())).toMatchObject({
      status: 401,
      data: { error: 'invalid_client' },
    })
  })

  test('a wrong key, password, token', async () => {
    const others = [
      new Infobip({ baseUrl: running.url, authType: AuthType.ApiKey, apiKey: 'wrong' }),
      new Infobip({
        baseUrl: running.url,
        authType: AuthType.Basic,
        username: OWNER.email,
        password: 'wrong',
      }),
      new Infobip({ baseUrl: running.url, authType: AuthType.IBSSO, ibssoToken: 'wrong' }),
      new Infobip({ baseUrl: running.url, authType: AuthType.OAuth, oauthToken: 'wrong' }),
    ]
    for (const other of others)
      expect(refused('send-sms-message', await other.channels.sms.send(text()))).toMatchObject({
        status: 401,
        data: {
          requestError: {
            serviceException: { messageId: 'UNAUTHORIZED', text: 'Invalid login details' },
          },
        },
      })
  })
})
