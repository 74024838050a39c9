import { afterAll, beforeAll, expect, test } from 'vitest'
import { webhookReceiver, type WebhookReceiver } from '../../test/support/webhook-receiver.ts'
import { CONNECTION, eventually, receipt, startEngine, type Engine } from './test/engine.ts'

/** Two processes on one database: together they do everything once. */

let one: Engine
let two: Engine
let receiver: WebhookReceiver
let account: number
beforeAll(async () => {
  receiver = await webhookReceiver()
  one = await startEngine({ queueMax: 40 })
  two = await startEngine({ queueMax: 40, beside: one })
  account = await one.account()
})
afterAll(async () => {
  await two?.stop()
  await one?.stop()
  await receiver?.close()
})

const both = () => [one, two]
const sent = () => both().flatMap((engine) => engine.peer.sent.map((message) => message.id))
const messages = (count: number, more: object = {}) => Array.from({ length: count }, () => more)
const ids = (results: { messages: readonly { messageId: string }[] }[]) =>
  results.flatMap((result) => result.messages.map((message) => message.messageId))
const allSent = (wanted: readonly string[]) =>
  eventually('all are sent', () => {
    const done = new Set(sent())
    return wanted.every((id) => done.has(id)) ? true : undefined
  })
const timesSent = (wanted: readonly string[]) => {
  const all = sent()
  return wanted.map((id) => all.filter((other) => other === id).length)
}

test('each message is sent once, whoever took it in and however little room there is', async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, n) => both()[n % 2]!.send(account, { messages: messages(30) })),
  )
  const all = ids(results)
  await allSent(all)
  expect(new Set(timesSent(all))).toEqual(new Set([1]))
})

test('a messageId is taken once', async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      both()[n % 2]!.send(account, { messages: [{ messageId: 'same' }] }),
    ),
  )
  const fates = results.flatMap((result) => result.messages.map((message) => message.statusId))
  expect(fates.filter((statusId) => statusId === 26)).toHaveLength(1)
  expect(fates.filter((statusId) => statusId === 23)).toHaveLength(19)
})

test('scheduled messages are let in once', async () => {
  const sendAt = new Date(one.clock.ms() + 3_000)
  const all = ids([await one.send(account, { sendAt, messages: messages(200) })])
  one.clock.advance(3_001)
  await allSent(all)
  expect(new Set(timesSent(all))).toEqual(new Set([1]))
})

test('a receipt finds its message, whoever hears it, and is counted once when both do', async () => {
  const [id] = ids([await one.send(account, { messages: messages(1) })])
  await allSent([id!])
  const [peerId] = await eventually('its id', () => {
    const found = both().flatMap((engine) => engine.peer.idsOf(id!))
    return found.length > 0 ? found : undefined
  })
  await Promise.all(both().map((engine) => engine.messaging.takeReport(receipt(peerId!))))
  await eventually('its report', async () => {
    const rows = await one.look(
      'select 1 from messaging.reports where account_id = $1 and message_id = $2',
      [account, id],
    )
    return rows.length === 1 ? true : undefined
  })
})

test('reports are pulled once and pushed once', async () => {
  const shop = await one.account()
  const refused = (more: object) => ({ to: 'nobody', ...more })
  const webhook = { url: receiver.url('/both'), shape: 'v3' }
  await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      both()[n % 2]!.send(shop, {
        messages: [...messages(10, refused({})), ...messages(10, refused({ webhook }))],
      }),
    ),
  )
  const pulled = (
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        both()[n % 2]!.messaging.pullReports(shop, 'SMS', {}, 20),
      ),
    )
  ).flat()
  for (;;) {
    const more = await one.messaging.pullReports(shop, 'SMS', {}, 1_000)
    if (more.length === 0) break
    pulled.push(...more)
  }
  expect(pulled).toHaveLength(100)
  expect(new Set(pulled.map((report) => report.reportId)).size).toBe(100)
  const pushed = () =>
    receiver.at('/both').flatMap((post) => post.body.results.map((each) => each['messageId']))
  await eventually('all are pushed', () => (pushed().length >= 100 ? true : undefined))
  expect(pushed()).toHaveLength(100)
  expect(new Set(pushed()).size).toBe(100)
})

test('parts of an inbound message may come to different processes', async () => {
  const part = (n: number, said: string) => ({
    channel: 'SMS' as const,
    connectionId: CONNECTION,
    sender: '491511234567',
    dest: '12345',
    concatenation: { reference: 9, total: 4, number: n + 1 },
    octets: Buffer.from(said),
    coding: { dataCoding: 0, udh: true, defaultAlphabet: 'gsm7' },
    simulated: false,
  })
  await Promise.all(
    ['a', 'b', 'c', 'd'].map((said, n) => both()[n % 2]!.messaging.takeInbound(part(n, said))),
  )
  const { messages: found } = await two.messaging.pullInbound(1, 'SMS', {}, 10)
  expect(found.map((message) => message.text)).toEqual(['abcd'])
})

test('what one holds when it dies, the other sends', async () => {
  one.peer.places = 0
  two.peer.up = false
  const all = ids([await one.send(account, { messages: messages(10) })])
  const held = await one.look<{ leased_by: number }>(
    'select distinct leased_by from messaging.live where id = any($1)',
    [all],
  )
  expect(held).toHaveLength(1)
  // As after kill -9: its heartbeat stops, its leases stay.
  one.peer.up = false
  await eventually('it has given them back', async () =>
    (await one.look('select 1 from messaging.live where id = any($1) and state = 1', [all]))
      .length === 0
      ? true
      : undefined,
  )
  const [dead] = await one.look<{ node_id: number }>(
    'insert into messaging.nodes (started_at, seen_at) values ($1, $1) returning node_id',
    [new Date(one.clock.ms() - 11_000)],
  )
  await one.leaseTo(dead!.node_id, all)
  two.peer.up = true
  await allSent(all)
  expect(all.every((id) => two.peer.sent.some((message) => message.id === id))).toBe(true)
  one.peer.up = true
  one.peer.places = Number.POSITIVE_INFINITY
})
