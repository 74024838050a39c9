import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Logs, SentSms } from '../../src/channels/sms/wire.ts'
import {
  API_KEY,
  caller,
  eventually,
  makeKey,
  runPlatform,
  type Answer,
  type Call,
  type Running,
} from '../support/running.ts'

/** Whatever somebody sends, it is answered as documented, and nobody else notices. */

let running: Running
let call: Call
beforeAll(async () => {
  running = await runPlatform()
  call = caller(() => running.url)
})
afterAll(() => running?.stop())

let serial = 0
/** A handset that takes everything. */
const number = () => `9990001${String(++serial).padStart(4, '0')}1`
const body = (more: object = {}, to = number()) => ({
  messages: [{ sender: 'Shop', destinations: [{ to }], content: { text: 'hello' }, ...more }],
})
const send = (what: unknown, as: Call = call, headers?: Record<string, string | null>) =>
  as<SentSms>('POST', '/sms/3/messages', what, headers)

async function delivered(ids: readonly string[]): Promise<void> {
  const open = new Set(ids)
  await eventually(`${ids.length} deliveries`, async () => {
    const some = [...open].slice(0, 100)
    const { body: found } = await call<Logs>(
      'GET',
      `/sms/3/logs?limit=1000&messageId=${some.join(',')}`,
    )
    for (const one of found.results)
      if (one.status.groupName === 'DELIVERED') open.delete(one.messageId)
    return open.size === 0 ? true : undefined
  })
}
const idsOf = (answer: Answer<SentSms>) => answer.body.messages.map((one) => one.messageId)

/** The error body has exactly the members that clients know: some refuse any other. */
function isError(answer: Answer<unknown>, status: number, envelope: 1 | 2 = 2): void {
  expect(answer.status).toBe(status)
  const found = answer.body as Record<string, unknown>
  if (envelope === 2) {
    expect(Object.keys(found)).toEqual([
      'errorCode',
      'description',
      'action',
      'violations',
      'resources',
    ])
    expect(found['errorCode']).toBe(`E${status}`)
  } else {
    expect(Object.keys(found)).toEqual(['requestError'])
    const { serviceException } = found['requestError'] as {
      serviceException: { messageId: string; text: string }
    }
    expect(serviceException).toMatchObject({
      messageId: expect.stringMatching(/^[A-Z_]+$/),
      text: expect.any(String),
    })
  }
  expect(JSON.stringify(found)).not.toMatch(/select |insert |\bat .*\.ts|node_modules/)
}

test('among fifty requests at the same moment only the poisoned ones fail', async () => {
  const first = await send(body({ destinations: [{ to: number(), messageId: 'taken' }] }))
  const poisons: Record<number, string> = {
    7: JSON.stringify(body({ content: { text: 'nul \0 here' } })),
    19: JSON.stringify(body()).replace('hello', 'half \\ud83d'),
    33: JSON.stringify(body({ destinations: [{ to: number(), messageId: 'taken' }] })),
    41: JSON.stringify(
      body({
        destinations: [
          { to: number(), messageId: 'twice' },
          { to: number(), messageId: 'twice' },
        ],
      }),
    ),
  }
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => send(poisons[n] ?? body())),
  )
  isError(answers[7]!, 400)
  isError(answers[19]!, 400)
  const fates = (n: number) => answers[n]!.body.messages.map((one) => one.status.id)
  expect(fates(33)).toEqual([23])
  expect(fates(41)).toEqual([26, 23])
  const good = answers.filter((_, n) => poisons[n] === undefined)
  expect(good.every((one) => one.status === 200 && one.body.messages[0]!.status.id === 26)).toBe(
    true,
  )
  await delivered([...good.flatMap(idsOf), 'taken', 'twice'])
  expect(first.status).toBe(200)
})

const text = (value: unknown) => JSON.stringify(value)
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
/** Bad in both versions. */
const badForAll: [string, string, number][] = [
  ['no JSON', '{"messages":[', 400],
  ['JSON and more', `${text(body())}}`, 400],
  ['a list', '[]', 400],
  ['null', 'null', 400],
  ['nothing', '', 400],
  ['no messages', '{"messages":[]}', 400],
  ['messages that are none', '{"messages":[null]}', 400],
  ['messages in a text', '{"messages":"hello"}', 400],
  ['a message without recipients', text({ messages: [{ content: { text: 'x' } }] }), 400],
  ['a number for a recipient', text(body({ destinations: [{ to: 49151 }] })), 400],
  ['a messageId in a list', text(body({ destinations: [{ to: '999', messageId: ['x'] }] })), 400],
  ['lists in lists', `{"messages":${deep(5_000)}}`, 400],
  ['lists without an end', `{"messages":${'['.repeat(100_000)}`, 400],
  [
    '10,001 recipients',
    text(body({ destinations: Array.from({ length: 10_001 }, () => ({ to: '999000100001' })) })),
    400,
  ],
  ['more than 10 MB', text(body({ content: { text: 'x'.repeat(10_500_000) } })), 413],
]
const bad: typeof badForAll = [
  ...badForAll,
  ['a text in a list', text(body({ content: { text: ['x'] } })), 400],
  ['no content', text(body({ content: {} })), 400],
  ['both contents', text(body({ content: { text: 'x', hex: '00' } })), 400],
  ['a time that is none', text({ ...body(), options: { schedule: { sendAt: 'soon' } } }), 400],
  [
    'a day that is none',
    text({ ...body(), options: { schedule: { sendAt: '2027-02-30T00:00:00Z' } } }),
    400,
  ],
  [
    'a time in another century',
    text({ ...body(), options: { schedule: { sendAt: '2199-01-01T00:00:00Z' } } }),
    400,
  ],
  ['a window without a day', text(body({ options: { deliveryTimeWindow: { days: [] } } })), 400],
  [
    'a bulkId too long',
    text({ ...body(), options: { schedule: { bulkId: 'x'.repeat(101) } } }),
    400,
  ],
]

describe('a bad request', () => {
  test.each(bad)('%s is answered in the documented body', async (_name, what, status) => {
    isError(await send(what), status)
  })
  test.each(badForAll)(
    '%s is answered so in the older version, too',
    async (_name, what, status) => {
      isError(await call('POST', '/sms/2/text/advanced', what), status, 1)
    },
  )

  test('holds up no good one, however many come', async () => {
    const small = bad.filter(([, what]) => what.length < 1_000_000)
    const over = new AbortController()
    const noise = Array.from({ length: 4 }, async () => {
      for (let n = 0; !over.signal.aborted; n += 1) await send(small[n % small.length]![1])
    })
    const good: string[] = []
    for (let n = 0; n < 20; n += 1) good.push(...idsOf(await send(body())))
    over.abort()
    await Promise.all(noise)
    await delivered(good)
  })
})

describe('numbers that are none', () => {
  test.each([
    ['', 51],
    [' ', 51],
    ['abc', 52],
    ['1'.repeat(40), 52],
    ['😀', 52],
    [`${'9'.repeat(63)}😀`, 52],
    ["'; drop table live; --", 52],
    ['0151234', 8],
    ['+', 52],
  ])('%j has a status of its own, and its neighbour is sent', async (to, statusId) => {
    const answer = await send(body({ destinations: [{ to }, { to: number() }] }))
    expect(answer.body.messages.map((one) => one.status.id)).toEqual([statusId, 26])
  })
})

test('absurd words elsewhere are kept or cut as they are', async () => {
  const strange = '\'";--<script>\\ %00 ${x} 漢字 😀 \u202e'
  const answer = await send(
    body({
      destinations: [{ to: number(), messageId: strange }],
      content: { text: strange },
      webhooks: { callbackData: strange },
      options: {
        campaignReferenceId: strange,
        platform: { applicationId: strange, entityId: strange },
      },
    }),
  )
  expect(idsOf(answer)).toEqual([strange])
  const { body: found } = await call<Logs>(
    'GET',
    `/sms/3/logs?campaignReferenceId=${encodeURIComponent(strange)}`,
  )
  expect(found.results).toMatchObject([
    {
      messageId: strange,
      content: { text: strange },
      platform: { applicationId: strange, entityId: strange },
    },
  ])
  const long = await send(body({ destinations: [{ to: number(), messageId: 'x'.repeat(300) }] }))
  expect(idsOf(long)).toEqual(['x'.repeat(200)])
})

test('an unknown sender of an account that has its own is status 11', async () => {
  const shop = await running.account({ name: 'Shop', senders: ['Mine'], prepaid: false })
  const fates = async (sender: string) =>
    (await send(body({ sender }), shop.call)).body.messages.map((one) => one.status.id)
  expect(await fates('Mine')).toEqual([26])
  expect(await fates('Theirs')).toEqual([11])
})

describe('a key', () => {
  const using = (secret: string) =>
    send(
      body(),
      caller(() => running.url, secret),
    )
  test('that is wrong, empty or another kind is refused', async () => {
    for (const authorization of [
      'App wrong',
      'App ',
      'App',
      '',
      'Basic !!!',
      'Basic Og==',
      'Bearer x',
      'IBSSO x',
      `App ${'x'.repeat(5_000)}`,
      'Negotiate x',
    ])
      isError(await send(body(), call, { authorization }), 401)
    isError(await send(body(), call, { authorization: null }), 401)
    isError(await call('POST', '/sms/2/text/advanced', {}, { authorization: 'App wrong' }), 401, 1)
  })

  test('that is switched off, deleted or over is refused from then on', async () => {
    const one = await makeKey(call, 'to be switched off', ['sms:message:send'])
    expect((await using(one.secret)).status).toBe(200)
    expect(
      (await call('PUT', `/settings/2/api-keys/${one.id}`, { name: 'off', enabled: false })).status,
    ).toBeLessThan(300)
    running.clock.advance(6_000)
    isError(await using(one.secret), 401)
    const { accountId } = await running.account({ name: 'Short' })
    const short = await running.accounts.createApiKey(accountId, {
      name: 'short',
      validTo: new Date(running.clock.ms() + 60_000),
    })
    expect((await using(short.secret)).status).toBe(200)
    running.clock.advance(61_000)
    isError(await using(short.secret), 401)
  })

  test('without the scope is told which are needed', async () => {
    const reader = await makeKey(call, 'reader', ['sms:logs:read'])
    const answer = await using(reader.secret)
    isError(answer, 403)
    expect(JSON.stringify(answer.body)).toContain('sms:message:send')
  })

  test('of an account that is suspended is refused', async () => {
    const shop = await running.account({ name: 'Suspended', anySender: true, prepaid: false })
    expect((await send(body(), shop.call)).status).toBe(200)
    await running.accounts.setAccountState(shop.accountId, 'suspended')
    running.clock.advance(6_000)
    const answer = await send(body(), shop.call)
    if (answer.status === 200)
      expect(answer.body.messages.map((one) => one.status.groupName)).toEqual(['REJECTED'])
    else expect([401, 403]).toContain(answer.status)
  })
})

test('what is not there is a 404, what is there but not so is a 405', async () => {
  isError(await call('GET', '/sms/3/nothing'), 404)
  isError(await call('GET', '/sms/1/nothing'), 404, 1)
  isError(await call('DELETE', '/sms/3/messages'), 405)
  isError(await call('GET', '/sms/1/bulks?bulkId=unknown'), 404, 1)
})

test.each([
  '/sms/3/logs?limit=0',
  '/sms/3/logs?limit=1001',
  '/sms/3/logs?limit=x',
  '/sms/3/logs?sentSince=never',
  '/sms/3/logs?messageId=%00',
  '/sms/3/logs?useCursor=true&cursor=x',
  '/sms/3/logs?generalStatus=NONSENSE',
  '/sms/3/reports?limit=-1',
  '/messaging/1/messages?cursor=%F0%9F%98%80',
  '/messaging/1/messages/%00',
])('the query %s is refused, not failed at', async (address) => {
  const answer = await call('GET', address)
  expect([400, 404]).toContain(answer.status)
})

describe('over a bare connection', () => {
  const raw = (octets: string) =>
    new Promise<string>((resolve) => {
      const { hostname, port } = new URL(running.url)
      const socket = connect(Number(port), hostname, () => socket.write(octets))
      let said = ''
      socket.on('data', (part) => (said += part.toString()))
      socket.on('error', () => resolve(said))
      socket.on('close', () => resolve(said))
      socket.setTimeout(3_000, () => socket.destroy())
    })
  const head = `POST /sms/3/messages HTTP/1.1\r\nHost: x\r\nAuthorization: App ${API_KEY}\r\nContent-Type: application/json\r\nConnection: close\r\n`

  test.each([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1.1 400/],
    ['a huge header', `${head}X-Huge: ${'x'.repeat(100_000)}\r\n\r\n`, /^HTTP\/1.1 431/],
    ['two lengths', `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, /^HTTP\/1.1 400/],
    [
      'a length and chunks',
      `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1.1 400/,
    ],
    ['bad chunks', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, /^HTTP\/1.1 400/],
    [
      'an address that is none',
      `GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      /^HTTP\/1.1 400/,
    ],
  ])('%s is refused, and the server goes on', async (_name, octets, answer) => {
    expect(await raw(octets)).toMatch(answer)
    expect((await call('GET', '/health/live')).status).toBe(200)
  })

  test('a body that never comes to its end holds up nobody', async () => {
    const { hostname, port } = new URL(running.url)
    const sockets = Array.from({ length: 50 }, () => connect(Number(port), hostname))
    for (const socket of sockets) {
      socket.on('error', () => undefined)
      socket.write(`${head}Content-Length: 1000\r\n\r\n{"messages":`)
    }
    await delivered(idsOf(await send(body())))
    for (const socket of sockets) socket.destroy()
  })
})
