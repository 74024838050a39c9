import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY_MS } from '../core/clock.ts'
import { eventually, receipt, startEngine, text, type Engine } from './test/engine.ts'

/** Looking messages up: lists by filters, page by page, and nothing of anybody else. */

let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine()
  account = await engine.account()
})
afterAll(() => engine?.stop())

interface Page {
  results: { id: string; messageId: string; to: string }[]
  nextCursor: string | null
}
const list = async (query: string, from = account) =>
  engine.ask<Page>(from, `/messaging/1/messages?${query}`)
async function pages(query: string, from = account): Promise<string[]> {
  const seen: string[] = []
  let cursor: string | null = ''
  for (let count = 0; cursor !== null; count += 1) {
    expect(count).toBeLessThan(20)
    const { status, body } = await list(`${query}${cursor && `&cursor=${cursor}`}`, from)
    expect(status).toBe(200)
    seen.push(...body.results.map((one) => one.messageId))
    cursor = body.nextCursor
  }
  return seen
}

test('a list runs newest first over several days, and every message is on one page', async () => {
  const sent: string[] = []
  for (let day = 0; day < 4; day += 1) {
    const { messages } = await engine.send(account, {
      messages: Array.from({ length: 5 }, () => ({})),
    })
    sent.push(...messages.map((one) => one.messageId))
    engine.clock.advance(DAY_MS)
  }
  expect(await pages('limit=3')).toEqual(sent.toReversed())
  expect(await pages('limit=5')).toEqual(sent.toReversed())
  expect(await pages('limit=200')).toEqual(sent.toReversed())
})

describe('filters', () => {
  let shop: number
  beforeAll(async () => {
    shop = await engine.account()
    await engine.send(shop, {
      bulkId: 'one',
      messages: [
        { messageId: 'a', to: '491511111111', sender: 'Alpha', applicationId: 'app' },
        { messageId: 'b', to: '491511111112', sender: 'Beta', campaignReferenceId: 'camp' },
        { messageId: 'c', to: 'nobody', sender: 'Alpha' },
      ],
    })
    await engine.send(shop, {
      bulkId: 'two',
      messages: [{ messageId: 'd', to: '447700900123', sender: 'Alpha' }],
    })
  })

  test.each([
    ['to=%2B49%201511%20111111', ['a']],
    ['sender=Alpha', ['d', 'c', 'a']],
    ['bulkId=one', ['c', 'b', 'a']],
    ['status=REJECTED', ['c']],
    ['status=rejected', ['c']],
    ['status=NONSENSE', []],
    ['messageId=b', ['b']],
    ['messageId=b&sender=Alpha', []],
    ['messageId=unknown', []],
    ['since=2999-01-01T00:00:00Z', []],
    ['until=2020-01-01', 400],
  ])('%s', async (query, expected) => {
    if (typeof expected === 'number') expect((await list(query, shop)).status).toBe(expected)
    else expect(await pages(query, shop)).toEqual(expected)
  })

  test('of the logs', async () => {
    const logs = async (filter: object) =>
      (await engine.messaging.logs(shop, 'SMS', { limit: 10, ...filter })).entries.map(
        (one) => one.messageId,
      )
    expect(await logs({ messageIds: ['a', 'd', 'nothing'] })).toEqual(['d', 'a'])
    expect(await logs({ bulkIds: ['one', 'two'], sender: 'Alpha' })).toEqual(['d', 'c', 'a'])
    expect(await logs({ applicationId: 'app' })).toEqual(['a'])
    expect(await logs({ campaignReferenceIds: ['camp', 'other'] })).toEqual(['b'])
    expect(await logs({ generalStatus: 'REJECTED' })).toEqual(['c'])
  })

  test('of many ids are paged like everything else', async () => {
    const seen: string[] = []
    let cursor: string | null | undefined
    for (let count = 0; cursor !== null; count += 1) {
      expect(count).toBeLessThan(4)
      const page: Awaited<ReturnType<typeof engine.messaging.logs>> = await engine.messaging.logs(
        shop,
        'SMS',
        {
          messageIds: ['a', 'b', 'c', 'd'],
          limit: 3,
          ...(cursor === undefined ? {} : { cursor }),
        },
      )
      seen.push(...page.entries.map((one) => one.messageId))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(['d', 'c', 'b', 'a'])
  })
})

test('logs reach two days back', async () => {
  const shop = await engine.account()
  await engine.sendOne(shop, { messageId: 'old' })
  engine.clock.advance(2 * DAY_MS - 60_000)
  const logs = async () =>
    (await engine.messaging.logs(shop, 'SMS', { limit: 10 })).entries.map((one) => one.messageId)
  expect(await logs()).toEqual(['old'])
  engine.clock.advance(120_000)
  expect(await logs()).toEqual([])
})

test.each([
  'nonsense',
  'bm90IGEgY3Vyc29y',
  `${Buffer.from('2026-99-99 019aa000-0000-7000-8000-000000000001').toString('base64url')}`,
])('a cursor that is none (%s) is told or leads nowhere, in every list', async (cursor) => {
  for (const path of ['messages?', 'messages?scheduled=true&', 'inbound?']) {
    const { status } = await engine.ask(account, `/messaging/1/${path}cursor=${cursor}`)
    expect([200, 400], path).toContain(status)
  }
})

test('what happened to a message is told in its order', async () => {
  let tries = 0
  engine.peer.answer = (message) =>
    ++tries === 1
      ? {
          kind: 'tryLater',
          afterMs: 0,
          errorId: 500,
          detail: 'System error',
          ambiguous: false,
          countsAsAttempt: true,
        }
      : engine.peer.accept(message)
  const id = await engine.sendOne(account, { content: text('2 parts') })
  await eventually('its first try', () => (tries === 1 ? true : undefined))
  engine.clock.advance(2_000)
  await eventually('its second', async () =>
    (await engine.detail(account, id))?.sentAt ? true : undefined,
  )
  engine.clock.advance(1_000)
  for (const peerId of engine.peer.idsOf(id)) await engine.messaging.takeReport(receipt(peerId))
  const message = await eventually('its end', async () => {
    const found = await engine.detail(account, id)
    return found?.doneAt ? found : undefined
  })
  expect(message.timeline.map((one) => [one.kind, one.part])).toEqual([
    ['ACCEPTED', null],
    ['ROUTED', null],
    ['RETRY', null],
    ['SUBMITTED', 1],
    ['SUBMITTED', 2],
    ['REPORTED', 1],
    ['REPORTED', 2],
    ['REPORT_WAITING', null],
  ])
  expect(message).toMatchObject({ connection: 'Operator', route: 'Test', whatToDo: null })
})

test('a conversion is noted once, of a message that is the account’s', async () => {
  const id = await engine.sendOne(account, { messageId: 'convert' })
  expect(await engine.messaging.confirmConversion(account, id)).toBe(true)
  expect(await engine.messaging.confirmConversion(account, 'unknown')).toBe(false)
  expect(await engine.messaging.confirmConversion(await engine.account(), id)).toBe(false)
  expect((await engine.detail(account, id))!.timeline.map((one) => one.kind)).toContain('CONVERTED')
})

test('the overview counts what passed, and what waits', async () => {
  const shop = await engine.account()
  engine.clock.set(Math.ceil(engine.clock.ms() / DAY_MS) * DAY_MS + 12 * 3_600_000)
  await engine.send(shop, { messages: [{}, {}, { to: 'nobody' }] })
  await engine.send(shop, { sendAt: new Date(engine.clock.ms() + 3_600_000) })
  const { id } = (
    await engine.look<{ id: string }>(
      `select id from messaging.live where account_id = $1 and status_id <> 52 limit 1`,
      [shop],
    )
  )[0]!
  await eventually('it is sent', () => (engine.peer.idsOf(id).length > 0 ? true : undefined))
  await engine.messaging.takeReport(receipt(engine.peer.idsOf(id)[0]!))
  const { today, waiting } = await eventually('the counters', async () => {
    const { body } = await engine.ask<{
      today: Record<string, number>
      waiting: Record<string, number>
    }>(shop, '/messaging/1/overview')
    return body.today['delivered'] === 1 ? body : undefined
  })
  expect(today).toMatchObject({ accepted: 4, delivered: 1, rejected: 1, pending: 2 })
  expect(waiting).toEqual({ toSend: 0, scheduled: 1, reports: 2 })
})
