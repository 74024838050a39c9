import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  caller,
  eventually,
  makeKey,
  runPlatform,
  type Call,
  type OtherAccount,
  type Running,
} from '../support/running.ts'

/** One account sees and changes nothing of another, however well it guesses. */

const SECRET = 'a text that nobody else may read'
const NUMBER = '999000400001'
let running: Running
let root: Call
let a: OtherAccount
let b: OtherAccount
/** What A has, by the names it goes by. */
const has = {
  messageId: 'a-message',
  bulkId: 'a-bulk',
  scheduledId: '',
  ourId: '',
  keyId: '',
  inboundId: '',
}

beforeAll(async () => {
  running = await runPlatform()
  root = caller(() => running.url)
  const wishes = { prepaid: false, anySender: true, floodingOn: false } as const
  a = await running.account({ name: 'Alpha', ...wishes, senders: ['491700000001'] })
  b = await running.account({ name: 'Beta', ...wishes })
  const message = { sender: 'Alpha', content: { text: SECRET }, webhooks: { callbackData: SECRET } }
  await a.call('POST', '/sms/3/messages', {
    messages: [{ ...message, destinations: [{ to: NUMBER, messageId: has.messageId }] }],
  })
  const sendAt = new Date(running.clock.ms() + 3_600_000).toISOString()
  const scheduled = await a.call<{ messages: { messageId: string }[] }>('POST', '/sms/3/messages', {
    messages: [{ ...message, destinations: [{ to: NUMBER }] }],
    options: { schedule: { bulkId: has.bulkId, sendAt } },
  })
  has.scheduledId = scheduled.body.messages[0]!.messageId
  await running.simulator.inbound({ from: NUMBER, to: '491700000001', text: SECRET })
  has.keyId = (await makeKey(a.call, 'A key of A', ['sms:manage'])).id
  await eventually('its report and its inbound message', async () => {
    const [row] = await running.look<{ n: number }>(
      'select count(*)::int as n from messaging.reports where account_id = $1',
      [a.accountId],
    )
    return row!.n === 2 ? true : undefined
  })
  const [live] = await running.look<{ id: string }>(
    'select id from messaging.live where account_id = $1',
    [a.accountId],
  )
  const [inbound] = await running.look<{ id: string }>(
    'select id from messaging.inbound where account_id = $1',
    [a.accountId],
  )
  Object.assign(has, { ourId: live!.id, inboundId: inbound!.id })
})
afterAll(() => running?.stop())

/** Nothing that A chose, made or was sent may be in an answer to B. */
function tellsNothing(body: unknown): void {
  const said = JSON.stringify(body ?? null)
  for (const secret of [
    SECRET,
    NUMBER,
    'Alpha',
    has.ourId,
    has.scheduledId,
    has.inboundId,
    has.keyId,
    a.apiKey,
  ])
    expect(said).not.toContain(secret)
}

test('A finds what it has', async () => {
  const logs = await a.call('GET', `/sms/3/logs?messageId=${has.messageId}`)
  expect(JSON.stringify(logs.body)).toContain(SECRET)
  expect((await a.call('GET', `/sms/1/bulks?bulkId=${has.bulkId}`)).status).toBe(200)
  expect((await a.call('GET', `/messaging/1/messages/${has.scheduledId}`)).status).toBe(200)
  expect((await a.call('GET', `/settings/2/api-keys/${has.keyId}`)).status).toBe(200)
})

const reads = () => [
  '/sms/3/logs',
  '/sms/1/logs',
  `/sms/3/logs?messageId=${has.messageId},${has.ourId},${has.scheduledId}`,
  `/sms/1/logs?bulkId=${has.bulkId}`,
  `/sms/3/logs?destination=${NUMBER}`,
  '/sms/3/logs?sender=Alpha',
  '/sms/3/reports',
  '/sms/1/reports',
  `/sms/3/reports?messageId=${has.messageId}`,
  `/sms/1/reports?bulkId=${has.bulkId}`,
  '/sms/1/inbox/reports',
  '/messaging/1/messages',
  '/messaging/1/messages?scheduled=true',
  `/messaging/1/messages?scheduled=true&bulkId=${has.bulkId}`,
  `/messaging/1/messages?to=${NUMBER}`,
  `/messaging/1/messages?messageId=${has.ourId}`,
  `/messaging/1/inbound`,
  `/messaging/1/inbound?from=${NUMBER}`,
  '/messaging/1/overview',
  '/messaging/1/webhooks',
  '/settings/2/api-keys',
  '/settings/1/accounts',
  '/accounts/1/accounts',
  '/accounts/1/proposals',
  '/accounts/1/verified-numbers',
  '/account/1/balance',
]
test('B reads none of it in any list', async () => {
  for (const address of reads()) {
    const { status, body } = await b.call('GET', address)
    expect([200, 404], address).toContain(status)
    tellsNothing(body)
  }
  expect(
    await running.look('select 1 from messaging.reports where account_id = $1', [a.accountId]),
  ).toHaveLength(2)
})

test('B finds none of it by its ids', async () => {
  const addresses = [
    ...[has.messageId, has.ourId, has.scheduledId, has.inboundId].map(
      (id) => `/messaging/1/messages/${id}`,
    ),
    `/sms/1/bulks?bulkId=${has.bulkId}`,
    `/sms/1/bulks/status?bulkId=${has.bulkId}`,
    `/settings/2/api-keys/${has.keyId}`,
  ]
  for (const address of addresses) {
    const { status, body } = await b.call('GET', address)
    expect(status, address).toBe(404)
    tellsNothing(body)
  }
})

test('B does not act in A, nor in the account above both', async () => {
  const keys = await running.look<{ key: string }>(
    'select key from accounts.accounts where id in (1, $1)',
    [a.accountId],
  )
  const unknown = { 'Trunkline-Account': '0123456789ABCDEF0123456789ABCDEF' }
  for (const address of reads()) {
    const refused = await b.call('GET', address, undefined, unknown)
    expect(refused.status, address).toBe(404)
    for (const { key } of keys) {
      const answer = await b.call('GET', address, undefined, { 'Trunkline-Account': key })
      expect([answer.status, answer.body], address).toEqual([404, refused.body])
    }
  }
})

test('B changes none of it', async () => {
  const sendAt = new Date(running.clock.ms() + 7_200_000).toISOString()
  const changes: [string, string, unknown?][] = [
    ['PUT', `/sms/1/bulks?bulkId=${has.bulkId}`, { sendAt }],
    ['PUT', `/sms/1/bulks/status?bulkId=${has.bulkId}`, { status: 'CANCELED' }],
    ['POST', `/ct/1/log/end/${has.messageId}`],
    ['POST', `/ct/1/log/end/${has.ourId}`],
    ['PUT', `/settings/2/api-keys/${has.keyId}`, { name: 'Mine', enabled: false }],
  ]
  for (const [method, address, body] of changes) {
    const answer = await b.call(method, address, body)
    expect(answer.status, address).toBe(404)
    tellsNothing(answer.body)
  }
  await b.call('PUT', '/messaging/1/webhooks', {
    deliveryUrl: 'https://b.example/',
    inboundUrl: null,
  })
  expect((await a.call('GET', '/messaging/1/webhooks')).body).toEqual({
    deliveryUrl: null,
    inboundUrl: null,
  })
  expect(await a.call('GET', `/sms/1/bulks/status?bulkId=${has.bulkId}`)).toMatchObject({
    body: { status: 'PENDING' },
  })
  const converted = await running.look(
    'select 1 from messaging.live where converted_at is not null',
  )
  expect(converted).toEqual([])
})

test('B may use the same ids for its own', async () => {
  const sendAt = new Date(running.clock.ms() + 3_600_000).toISOString()
  const sent = await b.call<{ messages: { status: { id: number } }[] }>('POST', '/sms/3/messages', {
    messages: [
      {
        sender: 'Beta',
        destinations: [{ to: '999000400002', messageId: has.messageId }],
        content: { text: 'mine' },
      },
    ],
    options: { schedule: { bulkId: has.bulkId, sendAt } },
  })
  expect(sent.body.messages[0]!.status.id).toBe(26)
  await b.call('PUT', `/sms/1/bulks/status?bulkId=${has.bulkId}`, { status: 'CANCELED' })
  expect(await a.call('GET', `/sms/1/bulks/status?bulkId=${has.bulkId}`)).toMatchObject({
    body: { status: 'PENDING' },
  })
})

interface Document {
  paths: Record<
    string,
    Record<string, { operationId?: string; parameters?: { in: string; name: string }[] }>
  >
}
/** Every address that can be read, with each id of A put in where one belongs. */
async function everyRead(): Promise<string[]> {
  const { body } = await root<Document>('GET', '/platform/1/openapi')
  const ids = Object.values(has)
  return Object.entries(body.paths).flatMap(([path, methods]) => {
    const get = methods['get']
    // The document itself is the same for everybody, and names kinds of senders as this account is named.
    if (!get?.operationId || path.startsWith('/platform/1/openapi')) return []
    const asked = (get.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name)
    return (path.includes('{') ? ids : ['']).flatMap((id) => {
      const address = path.replaceAll(/\{[^}]+\}/g, id)
      return [
        address,
        ...asked.flatMap((name) => ids.map((value) => `${address}?${name}=${value}`)),
      ]
    })
  })
}

test('whatever operation there is to read with, it tells B nothing of A', async () => {
  const addresses = await everyRead()
  expect(addresses.length).toBeGreaterThan(100)
  for (const address of addresses) {
    const { status, body } = await b.call(
      address.startsWith('/sms/1/text/query') ? 'HEAD' : 'GET',
      address,
    )
    expect(status, address).toBeLessThan(500)
    // B's own trail tells what B asked for, in B's own words: see audit.test.ts for what it must not tell.
    if (!address.startsWith('/audit/')) tellsNothing(body)
    // Operators call us without a credential; an address that was guessed leads nowhere.
    if (address.startsWith('/operators/1/callbacks/')) expect([400, 404], address).toContain(status)
    else if (/^\/(operators|routes|simulator)\//.test(address)) expect(status, address).toBe(403)
  }
}, 60_000)

describe('the event stream', () => {
  const open = (apiKey: string, query: string) =>
    new Promise<{ got: { topic?: string; id?: string }[]; close(): void }>((resolve, reject) => {
      const socket = new WebSocket(
        `${running.url.replace('http', 'ws')}/events/1/stream?${query}`,
        { headers: { authorization: `App ${apiKey}` } },
      )
      const got: { topic?: string; id?: string }[] = []
      socket.on('message', (data: Buffer) =>
        got.push(JSON.parse(data.toString()) as (typeof got)[number]),
      )
      socket.once('message', () => resolve({ got, close: () => socket.close() }))
      socket.on('unexpected-response', (_request, response) =>
        reject(new Error(String(response.statusCode))),
      )
      socket.on('error', reject)
    })

  test('tells A of its own and B of nothing', async () => {
    const [ofA, ofB] = await Promise.all([
      open(a.apiKey, 'topics=inbound&after=0'),
      open(b.apiKey, 'topics=inbound,counters&after=0'),
    ])
    await running.simulator.inbound({ from: NUMBER, to: '491700000001', text: SECRET })
    await eventually('A hears of both', () =>
      ofA.got.filter((one) => one.topic === 'inbound').length === 2 ? true : undefined,
    )
    await b.call('POST', '/sms/3/messages', {
      messages: [
        { sender: 'Beta', destinations: [{ to: '999000400003' }], content: { text: 'mine' } },
      ],
    })
    await eventually('B hears of its own', () =>
      ofB.got.some((one) => one.topic === 'counters') ? true : undefined,
    )
    expect(ofB.got.filter((one) => one.topic === 'inbound')).toEqual([])
    tellsNothing(ofB.got)
    ofA.close()
    ofB.close()
  })

  test('refuses B the root account’s topics', async () => {
    for (const topic of ['connections', 'handsets', 'inbound,handsets'])
      await expect(open(b.apiKey, `topics=${topic}`)).rejects.toThrow('403')
  })
})
