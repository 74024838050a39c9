import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { webhookReceiver, type WebhookReceiver } from '../../test/support/webhook-receiver.ts'
import type { NewMessage } from './index.ts'
import { pushDelayMs } from './pushes.ts'
import { eventually, receipt, startEngine, type Engine } from './test/engine.ts'

/** Reports pushed to customers' addresses, whatever these do. */

const HOUR = 3_600_000
let engine: Engine
let receiver: WebhookReceiver
let account: number
let somebody: number
beforeAll(async () => {
  receiver = await webhookReceiver()
  engine = await startEngine({ webhooksInFlightMax: 8, webhookMsMax: 1_000 })
  somebody = await engine.account()
})
afterAll(async () => {
  await engine?.stop()
  await receiver?.close()
})
beforeEach(async () => {
  account = await engine.account()
})

/** Messages that are refused at once have their report at once. */
const report = (
  path: string,
  count = 1,
  more: Partial<NewMessage['webhook']> = {},
  from = account,
) =>
  engine.send(from, {
    messages: Array.from({ length: count }, () => ({
      to: 'nobody',
      webhook: { url: receiver.url(path), shape: 'v3', ...more },
    })),
  })
const arrives = (path: string, requests = 1) =>
  eventually(`${requests} at ${path}`, () =>
    receiver.at(path).length >= requests ? receiver.at(path) : undefined,
  )
const waiting = () =>
  engine.look<{ attempts: number; next_attempt_at: Date | null }>(
    'select attempts, next_attempt_at from messaging.reports where account_id = $1',
    [account],
  )
const failed = (times: number) =>
  eventually(`failure ${times}`, async () => {
    const [row] = await waiting()
    return row && row.attempts >= times ? row : undefined
  })

/** Somebody's report makes the engine look what is due. */
const nudge = () => report('/nudge', 1, {}, somebody)

test('a report is posted as JSON, and is gone when it was taken', async () => {
  const { messages } = await report('/good')
  const [post] = await arrives('/good')
  expect(post!.headers['content-type']).toBe('application/json')
  expect(post!.body).toMatchObject({
    shape: 'v3',
    results: [{ messageId: messages[0]!.messageId, statusId: 52 }],
  })
  await eventually('nothing waits', async () => ((await waiting()).length === 0 ? true : undefined))
  expect(await engine.messaging.pullReports(account, 'SMS', {}, 10)).toEqual([])
})

test('reports come in batches of a hundred at most, each once, in the shape of their request', async () => {
  await Promise.all([report('/many', 130), report('/many', 60, { shape: 'v1' })])
  const posts = await eventually('all of them', () =>
    receiver.at('/many').reduce((sum, one) => sum + one.body.results.length, 0) >= 190
      ? receiver.at('/many')
      : undefined,
  )
  expect(Math.max(...posts.map((one) => one.body.results.length))).toBeLessThanOrEqual(100)
  expect(
    new Set(posts.flatMap((one) => one.body.results.map((each) => each['messageId']))).size,
  ).toBe(190)
  const ofShape = (shape: string) =>
    posts
      .filter((one) => one.body.shape === shape)
      .reduce((sum, one) => sum + one.body.results.length, 0)
  expect([ofShape('v3'), ofShape('v1')]).toEqual([130, 60])
})

describe('an address that does not take them', () => {
  test('holds up nobody else', async () => {
    receiver.behave('/hangs', 'hangs')
    receiver.behave('/fails', 'fails')
    receiver.behave('/redirects', 'redirects')
    receiver.behave('/resets', 'resets')
    await Promise.all(['/hangs', '/fails', '/redirects', '/resets'].map((path) => report(path, 3)))
    await eventually('one hangs', () => (receiver.hanging === 1 ? true : undefined))
    await report('/fast')
    await arrives('/fast')
    expect(receiver.hanging).toBe(1)
    await eventually('all the others wait for their next try', async () => {
      const rows = await waiting()
      return rows.length === 12 && rows.every((one) => one.attempts === 1) ? true : undefined
    })
    expect(receiver.at('/elsewhere')).toEqual([])
    for (const path of ['/hangs', '/fails', '/redirects', '/resets'])
      expect(receiver.at(path)).toHaveLength(1)
  })

  test('holds up nobody else of another account, however many addresses one has', async () => {
    const slow = Array.from({ length: 12 }, (_, n) => `/slow-${n}`)
    for (const path of slow) {
      receiver.behave(path, 'hangs')
      await report(path)
    }
    await eventually('its share of places is taken', () =>
      receiver.hanging >= 4 ? true : undefined,
    )
    await report('/other', 1, {}, await engine.account())
    await arrives('/other')
    expect(receiver.mostHanging).toBe(4)
    for (const path of slow) receiver.behave(path, 'takes')
  })

  test('is tried again after one minute and one minute times n squared', async () => {
    receiver.behave('/later', 'fails')
    const { messages } = await report('/later')
    const minutes: number[] = []
    for (let n = 1; n <= 5; n += 1) {
      const { attempts, next_attempt_at } = await failed(n)
      expect(attempts).toBe(n)
      minutes.push(Math.round((next_attempt_at!.getTime() - engine.clock.ms()) / 60_000))
      engine.clock.set(next_attempt_at!.getTime() - 2_000)
      // Whatever was due has gone when another's report has.
      await report(`/between-${n}`, 1, {}, somebody)
      await arrives(`/between-${n}`)
      expect(receiver.at('/later')).toHaveLength(n)
      engine.clock.set(next_attempt_at!.getTime())
      await nudge()
      await arrives('/later', n + 1)
    }
    expect(minutes).toEqual([2, 5, 10, 17, 26])
    expect([1, 2, 3].map(pushDelayMs)).toEqual([120_000, 300_000, 600_000])
    await failed(6)
    receiver.behave('/later', 'takes')
    engine.clock.advance(pushDelayMs(6))
    const posts = await arrives('/later', 7)
    expect(posts.at(-1)!.body.results[0]!['messageId']).toBe(messages[0]!.messageId)
    await eventually('nothing waits', async () =>
      (await waiting()).length === 0 ? true : undefined,
    )
  })

  test('after two days gets no more, and the report can be pulled', async () => {
    receiver.behave('/never', 'fails')
    const { messages } = await report('/never')
    const begun = engine.clock.ms()
    for (let n = 1; ; n += 1) {
      const { next_attempt_at } = await failed(n)
      if (next_attempt_at === null) break
      expect(await engine.messaging.pullReports(account, 'SMS', {}, 10)).toEqual([])
      engine.clock.set(next_attempt_at.getTime())
      await nudge()
    }
    const tries = receiver.at('/never').length
    expect(tries).toBeGreaterThan(15)
    expect(engine.clock.ms() - begun).toBeLessThanOrEqual(48 * HOUR)
    engine.clock.set(begun + 60 * HOUR)
    await report('/after-two-days', 1, {}, somebody)
    await arrives('/after-two-days')
    expect(receiver.at('/never')).toHaveLength(tries)
    const pulled = await engine.messaging.pullReports(account, 'SMS', {}, 10)
    expect(pulled.map((one) => one.messageId)).toEqual([messages[0]!.messageId])
  })

  test('is named in the timeline with the next try', async () => {
    receiver.behave('/told', 'fails')
    const { messages } = await report('/told')
    await failed(1)
    const { timeline } = (await engine.detail(account, messages[0]!.messageId))!
    const told = timeline.filter((one) => one.kind === 'REPORT_PUSH_FAILED')
    expect(told.map((one) => one.detail)).toEqual([
      expect.stringMatching(/1 try so far; next try 20/),
      expect.stringMatching(/answered 500 in \d+ ms/),
    ])
  })
})

test('an answer that is too long to read is an answer all the same', async () => {
  receiver.behave('/talks', 'talks')
  await report('/talks')
  await arrives('/talks')
  await eventually('nothing waits', async () => ((await waiting()).length === 0 ? true : undefined))
})

test('statuses on the way are pushed to whom asked for them', async () => {
  const webhook = (path: string, more = {}) => ({ url: receiver.url(path), shape: 'v3', ...more })
  const { messages } = await engine.send(account, {
    messages: [
      { webhook: webhook('/all', { intermediate: true }) },
      { webhook: webhook('/last') },
      { webhook: webhook('/none', { notify: false }) },
    ],
  })
  await arrives('/all')
  for (const { messageId } of messages) {
    const [peerId] = await eventually('it is sent', () =>
      engine.peer.idsOf(messageId).length > 0 ? engine.peer.idsOf(messageId) : undefined,
    )
    await engine.messaging.takeReport(receipt(peerId!))
  }
  await arrives('/last')
  await arrives('/all', 2)
  const statuses = (path: string) =>
    receiver.at(path).flatMap((one) => one.body.results.map((each) => each['statusId']))
  expect(statuses('/all')).toEqual([3, 5])
  expect(statuses('/last')).toEqual([5])
  expect(statuses('/none')).toEqual([])
})

test('what was being pushed when the server stopped is pushed after its start', async () => {
  receiver.behave('/stopped', 'fails')
  await report('/stopped')
  await failed(1)
  await engine.restart()
  receiver.behave('/stopped', 'takes')
  engine.clock.advance(pushDelayMs(1))
  await arrives('/stopped', 2)
})
