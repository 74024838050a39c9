import { describe, expect, test } from 'vitest'
import { eventually } from '../support/running.ts'
import {
  infobipApi,
  infobipReport,
  twilioApi,
  vonageApi,
  vonageSignature,
  type SmsApi,
} from '../support/sms-apis.ts'
import {
  becomes,
  call,
  callbackOf,
  connected,
  first,
  number,
  open,
  send,
  stage,
  state,
  statusOf,
  tell,
  type Log,
} from './http-stage.ts'

/** From our API over an operator's HTTP API and back: messages, receipts, what handsets send. */

stage()

describe('the compatible API', () => {
  const settings = (api: SmsApi, more: object = {}) => ({
    password: 'ib-key',
    http: { preset: 'INFOBIP', url: api.url, ...more },
  })

  test('a message goes out whole, and its report ends it, however many parts it has', async () => {
    const api = open(await infobipApi('ib-key'))
    const id = await connected(settings(api))
    const text = 'Long '.repeat(60)
    const sent = await send(text)
    const asked = await first(api)
    const message = asked.fields.messages[0]
    expect(message).toMatchObject({ sender: 'Trunkline', destinations: [{ to: sent.to }], content: { text } }) // prettier-ignore
    const { url } = message.webhooks.delivery
    expect(url).toBe(await callbackOf(id))
    await becomes(sent.id, 'PENDING_WAITING_DELIVERY')
    expect(await tell(url, { results: [infobipReport(api.idOf(asked))] })).toMatchObject({ status: 200 }) // prettier-ignore
    await becomes(sent.id, 'DELIVERED_TO_HANDSET')
    // Told twice, and told of what nobody knows: neither hurts.
    expect(await tell(url, { results: [infobipReport(api.idOf(asked), 2), infobipReport('nobody-knows')] })).toMatchObject({ status: 200 }) // prettier-ignore
    expect(await statusOf(sent.id)).toBe('DELIVERED_TO_HANDSET')
  })

  test('a report with an error says which', async () => {
    const api = open(await infobipApi('ib-key'))
    await connected(settings(api))
    const sent = await send()
    const asked = await first(api)
    await tell(asked.fields.messages[0].webhooks.delivery.url, {
      results: [infobipReport(api.idOf(asked), 2, 27)],
    })
    await becomes(sent.id, 'UNDELIVERABLE_NOT_DELIVERED')
    const log = await call<Log>('GET', `/sms/3/logs?messageId=${sent.id}`)
    expect(log.body.results[0]!.error.name).toBe('EC_ABSENT_SUBSCRIBER')
  })

  test('reports are fetched where nobody can call us, and no address is told then', async () => {
    const api = open(await infobipApi('ib-key'))
    await connected(settings(api, { reports: 'PULL' }))
    const sent = await send()
    const asked = await first(api)
    expect(asked.fields.messages[0].webhooks).toBeUndefined()
    await becomes(sent.id, 'PENDING_WAITING_DELIVERY')
    api.reports.push(infobipReport(api.idOf(asked)))
    await becomes(sent.id, 'DELIVERED_TO_HANDSET')
  })

  test('what a handset sends arrives with its words', async () => {
    const api = open(await infobipApi('ib-key'))
    const id = await connected(settings(api))
    const from = number()
    const told = { messageId: 'mo-1', from: `+${from}`, to: '4915299', text: 'Grüße 🎉', receivedAt: '2026-11-24T00:00:00.000+0000' } // prettier-ignore
    expect((await tell(await callbackOf(id), { results: [told] })).status).toBe(200)
    const found = await eventually('it is in the inbox', async () => {
      const inbox = await call<{ results: { from: string; text: string }[] }>('GET', '/sms/1/inbox/reports') // prettier-ignore
      return inbox.body.results.find((one) => one.from === from)
    })
    expect(found.text).toBe('Grüße 🎉')
  })

  test('a rejection ends the message; a wrong key is the connection’s trouble and not the message’s', async () => {
    const api = open(await infobipApi('ib-key'))
    const id = await connected(settings(api))
    api.next.push({
      body: {
        messages: [
          { messageId: 'x', status: { groupId: 5, id: 6, name: 'REJECTED_NETWORK' }, destination: '1' }, // prettier-ignore
        ],
      },
    })
    const refused = await send()
    await becomes(refused.id, 'UNDELIVERABLE_REJECTED_OPERATOR')
    api.next.push({ status: 401, body: {} })
    const waiting = await send()
    await eventually('the connection is down', async () =>
      (await state(id)).state === 'DISCONNECTED' ? true : undefined,
    )
    expect((await state(id)).lastError!.text).toMatch(/does not accept the credentials/)
    expect(await statusOf(waiting.id)).toMatch(/^PENDING/)
    await call('POST', `/operators/1/connections/${id}/restart`)
    await becomes(waiting.id, 'PENDING_WAITING_DELIVERY')
  })

  test('too many requests slow it down, and nothing is lost', async () => {
    const api = open(await infobipApi('ib-key'))
    const id = await connected(settings(api))
    api.next.push({ status: 429, headers: { 'retry-after': '1' }, body: {} }, { status: 503, body: {} }) // prettier-ignore
    const sent = [await send(), await send(), await send()]
    for (const one of sent) await becomes(one.id, 'PENDING_WAITING_DELIVERY')
    expect((await state(id)).counters['throttled']).toBe(1)
  })

  test('an answer that never comes leaves the fate open, and the message is tried again', async () => {
    const api = open(await infobipApi('ib-key'))
    const id = await connected(settings(api))
    api.next.push(null)
    const sent = await send()
    await eventually('it counts as unknown', async () =>
      (await state(id)).counters['unknown'] === 1 ? true : undefined,
    )
    await becomes(sent.id, 'PENDING_WAITING_DELIVERY')
    expect(api.messages.length).toBe(2)
  })
})

describe('Twilio', () => {
  const settings = (api: SmsApi) => ({
    systemId: 'AC00000000000000000000000000000001',
    password: 'twilio-token',
    http: { preset: 'TWILIO', url: api.url },
  })
  const openTwilio = async () =>
    open(await twilioApi('AC00000000000000000000000000000001', 'twilio-token'))

  test('receipts count when they are signed, and only then', async () => {
    const api = await openTwilio()
    const id = await connected(settings(api))
    const sent = await send('Hello & welcome = ü')
    const asked = await first(api)
    expect(asked.fields).toMatchObject({ To: `+${sent.to}`, From: 'Trunkline', Body: 'Hello & welcome = ü' }) // prettier-ignore
    const url = asked.fields.StatusCallback
    const fields = { MessageSid: api.idOf(asked), MessageStatus: 'delivered', To: asked.fields.To, From: 'Trunkline' } // prettier-ignore
    const body = new URLSearchParams(fields).toString()
    expect((await tell(url, body)).status).toBe(401)
    expect((await tell(url, body, api.signed(`${url}?x=1`, fields))).status).toBe(401)
    expect((await tell(url, body, api.signed(url, { ...fields, MessageStatus: 'failed' }))).status).toBe(401) // prettier-ignore
    expect(await statusOf(sent.id)).toMatch(/^PENDING/)
    const taken = await tell(url, body, api.signed(url, fields))
    expect(taken).toEqual({ status: 200, text: '<Response/>' })
    await becomes(sent.id, 'DELIVERED_TO_HANDSET')
    expect((await state(id)).counters['malformed']).toBe(3)
  })

  test('failures name their reason; intermediate ones end nothing', async () => {
    const api = await openTwilio()
    await connected(settings(api))
    const sent = await send()
    const asked = await first(api)
    const url = asked.fields.StatusCallback
    const told = async (fields: Record<string, string>) =>
      (await tell(url, new URLSearchParams(fields).toString(), api.signed(url, fields))).status
    expect(await told({ MessageSid: api.idOf(asked), MessageStatus: 'sent' })).toBe(200)
    expect(await statusOf(sent.id)).toMatch(/^PENDING/)
    expect(await told({ MessageSid: api.idOf(asked), MessageStatus: 'undelivered', ErrorCode: '30003' })).toBe(200) // prettier-ignore
    await becomes(sent.id, 'UNDELIVERABLE_NOT_DELIVERED')
    const log = await call<Log>('GET', `/sms/3/logs?messageId=${sent.id}`)
    expect(log.body.results[0]!.error.name).toBe('EC_ABSENT_SUBSCRIBER')
  })

  test('an error of the request is told by its number, and what a handset sends arrives', async () => {
    const api = await openTwilio()
    const id = await connected(settings(api))
    api.next.push({ status: 400, body: { code: 21606, message: 'From', status: 400 } })
    const sent = await send()
    await becomes(sent.id, 'UNDELIVERABLE_REJECTED_OPERATOR')
    const log = await call<Log>('GET', `/sms/3/logs?messageId=${sent.id}`)
    expect(log.body.results[0]!.error.name).toBe('EC_INVALID_SOURCE_ADDRESS')
    const url = await callbackOf(id)
    const from = number()
    const fields = { MessageSid: 'SM1', SmsStatus: 'received', From: `+${from}`, To: '+4915299', Body: 'STOP' } // prettier-ignore
    expect((await tell(url, new URLSearchParams(fields).toString(), api.signed(url, fields))).status).toBe(200) // prettier-ignore
    await eventually('it is in the inbox', async () => {
      const inbox = await call<{ results: { from: string }[] }>('GET', '/sms/1/inbox/reports')
      return inbox.body.results.find((one) => one.from === from)
    })
  })
})

describe('Vonage', () => {
  test.each(['md5hash', 'sha256', 'sha512'] as const)(
    'a long message ends with the receipts of all its parts, signed with %s',
    async (method) => {
      const api = open(await vonageApi('abcd1234', 'vonage-secret'))
      const signature = method === 'md5hash' ? 'MD5_HASH' : `HMAC_${method.toUpperCase()}`
      await connected({
        systemId: 'abcd1234',
        password: 'vonage-secret',
        signatureSecret: 'sign-me',
        http: { preset: 'VONAGE', url: api.url, signature },
      })
      const sent = await send('Part '.repeat(60))
      const asked = await first(api)
      expect(asked.fields).toMatchObject({ from: 'Trunkline', to: sent.to, type: 'text', 'status-report-req': '1' }) // prettier-ignore
      const { callback } = asked.fields
      const ids = api.idsOf(asked)
      expect(ids.length).toBe(2)
      await becomes(sent.id, 'PENDING_WAITING_DELIVERY')
      const receipt = async (id: string, secret: string) => {
        const fields: Record<string, string> = {
          msisdn: sent.to,
          to: 'Trunkline',
          messageId: id,
          status: 'delivered',
          'err-code': '0',
          'client-ref': 'a&b=c',
          timestamp: '1700000000',
        }
        const sig = vonageSignature(fields, secret, method)
        return (await fetch(`${callback}?${new URLSearchParams({ ...fields, sig })}`)).status
      }
      expect(await receipt(ids[0]!, 'wrong')).toBe(401)
      expect(await receipt(ids[0]!, 'sign-me')).toBe(200)
      expect(await statusOf(sent.id)).toMatch(/^PENDING/)
      expect(await receipt(ids[1]!, 'sign-me')).toBe(200)
      await becomes(sent.id, 'DELIVERED_TO_HANDSET')
    },
  )

  test('refusals hide in answers of 200', async () => {
    const api = open(await vonageApi('abcd1234', 'vonage-secret'))
    const id = await connected({
      systemId: 'abcd1234',
      password: 'vonage-secret',
      http: { preset: 'VONAGE', url: api.url },
    })
    api.next.push({ body: { messages: [{ status: '1', 'error-text': 'Throttled' }] } }, { body: { messages: [{ status: '7', 'error-text': 'Barred' }] } }) // prettier-ignore
    const sent = await send()
    await becomes(sent.id, 'UNDELIVERABLE_REJECTED_OPERATOR')
    expect((await state(id)).counters['throttled']).toBe(1)
    api.next.push({ body: { messages: [{ status: '4', 'error-text': 'Bad Credentials' }] } })
    await send()
    await eventually('the connection is down', async () =>
      (await state(id)).state === 'DISCONNECTED' ? true : undefined,
    )
  })
})
