import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { DeliveryReport, Inbox, SentSms } from '../../src/channels/sms/wire.ts'
import type { MessageDetail } from '../../src/messaging/wire.ts'
import {
  API_KEY,
  caller,
  eventually,
  OWNER,
  runPlatform,
  type Call,
  type Running,
} from '../support/running.ts'
import { webhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

/** What comes back: receipts of a real SMPP peer, messages from handsets, and the news of both. */

const HOUR = 3_600_000
let running: Running
let receiver: WebhookReceiver
let call: Call
beforeAll(async () => {
  ;[running, receiver] = await Promise.all([runPlatform(), webhookReceiver()])
  call = caller(() => running.url)
})
afterAll(async () => {
  await running?.stop()
  await receiver?.close()
})

let serial = 0
/** The last three digits say what the handset's network does. */
const number = (ending: string) => `999000${String(++serial).padStart(4, '0')}${ending}`
async function send(ending: string, more: object = {}, options?: object): Promise<string> {
  const message = {
    sender: 'Shop',
    destinations: [{ to: number(ending) }],
    content: { text: 'hello' },
    ...more,
  }
  const { body } = await call<SentSms>('POST', '/sms/3/messages', {
    messages: [message],
    ...(options && { options }),
  })
  return body.messages[0]!.messageId
}
const detail = async (id: string) =>
  (await call<MessageDetail>('GET', `/messaging/1/messages/${id}`)).body
const reaches = (id: string, statusId: number) =>
  eventually(`status ${statusId}`, async () => {
    const found = await detail(id)
    return found.status.id === statusId ? found : undefined
  })
const reportsOf = async (messageId: string) =>
  (
    await call<{ results: DeliveryReport[] }>('GET', `/sms/3/reports?messageId=${messageId}`)
  ).body.results.map((one) => one.status.id)

describe('a receipt', () => {
  test('that comes before the answer to its submit is applied', async () => {
    const id = await send('905')
    await reaches(id, 5)
    expect(await reportsOf(id)).toEqual([5])
  })

  test('that comes twice makes one report', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => send('906')))
    for (const id of ids) await reaches(id, 5)
    // One more that is sent and reported after them: their second receipts have come by then.
    await reaches(await send('001'), 5)
    for (const id of ids) expect(await reportsOf(id)).toEqual([5])
  })

  test('of a message that expired at the network says so', async () => {
    const id = await send('903')
    expect(await reaches(id, 15)).toMatchObject({ error: { id: 27 } })
    expect(await reportsOf(id)).toEqual([15])
  })

  test('of each part is needed, and a message whose operator lost the link is sent all the same', async () => {
    const long = await send('001', { content: { text: 'ж'.repeat(200) } })
    expect((await reaches(long, 5)).timeline.filter((one) => one.kind === 'REPORTED')).toHaveLength(
      3,
    )
    const dropped = await send('908')
    await eventually('its first try', async () =>
      (await detail(dropped)).timeline.some((one) => one.kind === 'RETRY') ? true : undefined,
    )
    running.clock.advance(6_000)
    await reaches(dropped, 5)
  })
})

describe('while the operator refuses', () => {
  test('messages wait; those whose validity ends expire, the others go when it takes them again', async () => {
    await running.simulator.setOperator({ settings: { refuseAll: true } })
    const kept = await send('001')
    const short = await send('001', {
      options: { validityPeriod: { amount: 30, timeUnit: 'SECONDS' } },
    })
    await eventually('a try of both', async () => {
      const tried = await Promise.all([kept, short].map(detail))
      return tried.every((one) => one.timeline.some((entry) => entry.kind === 'RETRY'))
        ? true
        : undefined
    })
    running.clock.advance(31_000)
    expect(await reaches(short, 15)).toMatchObject({ error: { id: 4101 }, sentAt: null })
    await running.simulator.setOperator({ settings: { refuseAll: false } })
    running.clock.advance(10_000)
    await reaches(kept, 5)
  })

  test('the bind, messages wait for the connection', async () => {
    await running.simulator.setOperator({ settings: { refuseBinds: true }, dropLinks: true })
    const id = await send('001')
    expect((await detail(id)).status.id).toBe(26)
    await running.simulator.setOperator({ settings: { refuseBinds: false } })
    await reaches(id, 5)
  })
})

describe('over a restart', () => {
  test('scheduled messages and paused bulks stay as they are, and go in their time', async () => {
    const sendAt = new Date(running.clock.ms() + 2 * HOUR).toISOString()
    const soon = await send('001', {}, { schedule: { bulkId: 'soon', sendAt } })
    const paused = await send('001', {}, { schedule: { bulkId: 'paused', sendAt } })
    await call('PUT', '/sms/1/bulks/status?bulkId=paused', { status: 'PAUSED' })
    await running.restart()
    expect(await detail(soon)).toMatchObject({ sendAt: expect.any(String), status: { id: 26 } })
    running.clock.advance(2 * HOUR)
    await reaches(soon, 5)
    expect((await call('GET', '/sms/1/bulks/status?bulkId=paused')).body).toMatchObject({
      status: 'PAUSED',
    })
    await call('PUT', '/sms/1/bulks/status?bulkId=paused', { status: 'PROCESSING' })
    await reaches(paused, 5)
  })
})

describe('an account’s own addresses', () => {
  test('get what no request has an address for', async () => {
    const set = await call('PUT', '/messaging/1/webhooks', {
      deliveryUrl: receiver.url('/reports'),
      inboundUrl: receiver.url('/inbox'),
    })
    expect(set.status).toBe(200)
    const [plain, own] = [
      await send('001'),
      await send('001', { webhooks: { delivery: { url: receiver.url('/own') } } }),
    ]
    await running.simulator.inbound({ from: '999000000100', to: 'Shop', text: 'Hello back' })
    const told = (path: string) => receiver.at(path).flatMap((one) => one.body.results)
    await eventually('all three', () =>
      told('/reports').length && told('/own').length && told('/inbox').length ? true : undefined,
    )
    expect(told('/reports').map((one) => one['messageId'])).toEqual([plain])
    expect(told('/own').map((one) => one['messageId'])).toEqual([own])
    expect(told('/inbox')).toMatchObject([
      { from: '999000000100', to: 'Shop', text: 'Hello back', cleanText: 'back', keyword: 'HELLO' },
    ])
    await call('PUT', '/messaging/1/webhooks', { deliveryUrl: null, inboundUrl: null })
  })

  test.each(['ftp://example.org/', 'javascript:alert(1)', 'nonsense', '/reports'])(
    'cannot be %s',
    async (address) => {
      expect(
        (await call('PUT', '/messaging/1/webhooks', { deliveryUrl: address, inboundUrl: null }))
          .status,
      ).toBe(400)
    },
  )
})

describe('messages from handsets', () => {
  const inbox = async (as: Call = call) =>
    (await as<Inbox>('GET', '/sms/1/inbox/reports?limit=1000')).body.results.map((one) => one.text)

  test('that are long arrive whole', async () => {
    await inbox()
    const said = `${'Lang und breit '.repeat(30)}Ende 漢字`
    await running.simulator.inbound({ from: '999000000101', to: 'Shop', text: said })
    expect(
      await eventually('it', async () => {
        const found = await inbox()
        return found.length > 0 ? found : undefined
      }),
    ).toEqual([said])
  })

  test('to a number of an account are that account’s', async () => {
    const shop = await running.account({ name: 'Shop', senders: ['491700000077'] })
    await running.simulator.inbound({
      from: '999000000102',
      to: '491700000077',
      text: 'to the shop',
    })
    expect(
      await eventually('it', async () => {
        const found = await inbox(shop.call)
        return found.length > 0 ? found : undefined
      }),
    ).toEqual(['to the shop'])
    expect(await inbox()).toEqual([])
  })
})

describe('the event stream', () => {
  interface Event {
    type: string
    seq: number
    topic?: string
    id?: string
    data?: Record<string, unknown>
  }
  const open = (query: string, headers: Record<string, string> = {}) =>
    new Promise<{ got: Event[]; socket: WebSocket }>((resolve, reject) => {
      const socket = new WebSocket(
        `${running.url.replace('http', 'ws')}/events/1/stream?${query}`,
        { headers },
      )
      const got: Event[] = []
      socket.on('message', (data: Buffer) => got.push(JSON.parse(data.toString()) as Event))
      socket.once('message', () => resolve({ got, socket }))
      socket.on('unexpected-response', (_request, response) =>
        reject(new Error(String(response.statusCode))),
      )
      socket.on('error', reject)
    })
  const key = { authorization: `App ${API_KEY}` }
  const inboundOf = (got: Event[]) => got.filter((one) => one.topic === 'inbound')

  test('tells of a message from a handset, and again to whom missed it', async () => {
    const { got, socket } = await open('topics=inbound', key)
    await running.simulator.inbound({ from: '999000000103', to: 'Shop', text: 'not for the log' })
    const [event] = await eventually('the event', () =>
      inboundOf(got).length > 0 ? inboundOf(got) : undefined,
    )
    expect(event).toMatchObject({
      type: 'INBOUND_MESSAGE',
      data: { channel: 'SMS', simulated: true },
    })
    expect(JSON.stringify(event)).not.toMatch(/not for the log|999000000103/)
    socket.close()
    await running.simulator.inbound({ from: '999000000103', to: 'Shop', text: 'second' })
    const back = await open(`topics=inbound&after=${event!.seq}`, key)
    expect(back.got[0]!.type).toBe('hello')
    const [missed] = await eventually('what was missed', () =>
      inboundOf(back.got).length > 0 ? inboundOf(back.got) : undefined,
    )
    expect(missed!.seq).toBeGreaterThan(event!.seq)
    back.socket.close()
    const lost = await open('topics=inbound&after=999999999', key)
    expect(lost.got[0]!.type).toBe('reset')
    lost.socket.close()
  })

  test('tells how connections fare, and the day’s counters', async () => {
    const { got, socket } = await open('topics=connections,counters', key)
    await running.simulator.setOperator({ dropLinks: true })
    await reaches(await send('001'), 5)
    const has = (topic: string) => got.some((one) => one.topic === topic)
    await eventually('both', () => (has('connections') && has('counters') ? true : undefined))
    expect(got.find((one) => one.topic === 'counters')!.data).toMatchObject({
      accepted: expect.any(Number),
      delivered: expect.any(Number),
    })
    socket.close()
  })

  test('takes a browser’s cookie from our own pages only', async () => {
    const loggedIn = await fetch(`${running.url}/accounts/1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: running.url },
      body: JSON.stringify(OWNER),
    })
    const cookie = (loggedIn.headers.get('set-cookie') ?? '').split(';')[0]!
    expect(loggedIn.status, 'the log-in').toBeLessThan(300)
    const { socket } = await open('topics=inbound', { cookie, origin: running.url })
    socket.close()
    await expect(open('topics=inbound', { cookie })).rejects.toThrow('403')
    await expect(
      open('topics=inbound', { cookie, origin: 'https://evil.example' }),
    ).rejects.toThrow('403')
    await expect(
      open('topics=inbound', { cookie: `${cookie}x`, origin: running.url }),
    ).rejects.toThrow('401')
    await expect(open('topics=inbound', { origin: running.url })).rejects.toThrow('401')
  })
})

test('a message without a receipt ends when none can come any more', async () => {
  const id = await send('904')
  await eventually('it is sent', async () => ((await detail(id)).sentAt ? true : undefined))
  running.clock.advance(121 * HOUR)
  expect(await reaches(id, 29)).toMatchObject({ status: { groupName: 'EXPIRED' } })
  expect(await reportsOf(id)).toEqual([29])
})
