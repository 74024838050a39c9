import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY_MS } from '../core/clock.ts'
import type { SendOutcome } from './index.ts'
import { CONNECTION, eventually, startEngine, text, type Engine } from './test/engine.ts'

/** Sending: once, as long as somebody wants it, and through whatever the operator does. */

const QUEUE_MAX = 50
const GRACE_MS = 72 * 3_600_000
let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine({ queueMax: QUEUE_MAX })
  account = await engine.account()
})
afterAll(() => engine?.stop())
beforeEach(() => {
  engine.peer.up = true
  engine.peer.places = Number.POSITIVE_INFINITY
  engine.peer.answer = (message) => engine.peer.accept(message)
  engine.peer.sent.length = 0
})

const tryLater = (more: object = {}): SendOutcome => ({
  kind: 'tryLater',
  afterMs: 0,
  errorId: 500,
  detail: 'System error',
  ambiguous: false,
  countsAsAttempt: true,
  ...more,
})
const triesOf = (id: string) => engine.peer.sent.filter((one) => one.id === id).length
const state = async (id: string) =>
  (await engine.look<{ state: number }>('select state from messaging.live where id = $1', [id]))[0]
    ?.state
const reaches = (id: string, wanted: number) =>
  eventually(`state ${wanted}`, async () => ((await state(id)) === wanted ? true : undefined))
const retries = async (id: string) =>
  (await engine.detail(account, id))!.timeline
    .filter((one) => one.kind === 'RETRY')
    .map((one) => one.detail)
const openWide = () => {
  engine.peer.places = Number.POSITIVE_INFINITY
  engine.peer.hasRoom(CONNECTION)
}

test('what the operator refuses for now is tried again, ever more rarely, and the timeline tells it', async () => {
  const gaps: number[] = []
  let last = 0
  engine.peer.answer = (message) => {
    gaps.push(engine.clock.ms() - last)
    last = engine.clock.ms()
    return gaps.length <= 5
      ? tryLater({ detail: `no ${gaps.length}` })
      : engine.peer.accept(message)
  }
  const id = await engine.sendOne(account)
  for (let tried = 1; tried <= 5; tried += 1) {
    await eventually(`try ${tried}`, async () =>
      (await state(id)) === 0 && gaps.length === tried ? true : undefined,
    )
    engine.clock.advance(1_000 * 2 ** (tried - 1))
  }
  await reaches(id, 2)
  gaps.slice(1).forEach((gap, n) => expect(gap).toBeGreaterThanOrEqual(1_000 * 2 ** n))
  expect(await retries(id)).toEqual(['no 1', 'no 2', 'no 3', 'no 4', 'no 5'])
})

test('congestion does not count as a try', async () => {
  let times = 0
  engine.peer.answer = (message) =>
    ++times <= 4
      ? tryLater({ countsAsAttempt: false, detail: 'Throttled' })
      : engine.peer.accept(message)
  const id = await engine.sendOne(account)
  await reaches(id, 2)
  const [row] = await engine.look('select attempts from messaging.live where id = $1', [id])
  expect(row).toEqual({ attempts: 0 })
  expect(times).toBe(5)
})

test('what the operator refuses for good is over at once', async () => {
  engine.peer.answer = () => ({
    kind: 'refused',
    statusId: 4,
    errorId: 351,
    detail: 'Invalid destination',
    partly: false,
  })
  const id = await engine.sendOne(account)
  await reaches(id, 3)
  expect(await engine.detail(account, id)).toMatchObject({ status: { id: 4 }, error: { id: 351 } })
  expect(triesOf(id)).toBe(1)
})

describe('while the connection is down', () => {
  test('messages wait, and go when it is back', async () => {
    engine.peer.up = false
    const ids = (
      await engine.send(account, { messages: Array.from({ length: 120 }, () => ({})) })
    ).messages.map((one) => one.messageId)
    expect(engine.peer.sent).toHaveLength(0)
    engine.peer.up = true
    for (const id of ids) await reaches(id, 2)
    expect(engine.peer.sent).toHaveLength(120)
  })

  test('a message expires when its validity ends, and is not sent afterwards', async () => {
    engine.peer.up = false
    const id = await engine.sendOne(account, { validityMs: 120_000 })
    engine.clock.advance(119_000)
    expect(await state(id)).toBe(0)
    engine.clock.advance(2_000)
    await reaches(id, 3)
    expect(await engine.detail(account, id)).toMatchObject({
      status: { id: 15 },
      error: { id: 4101 },
      sentAt: null,
    })
    engine.peer.up = true
    const next = await engine.sendOne(account)
    await reaches(next, 2)
    expect(triesOf(id)).toBe(0)
  })

  test('what waited in memory goes back to the database, and out when it is up again', async () => {
    engine.peer.places = 0
    const { messages } = await engine.send(account, {
      messages: Array.from({ length: 20 }, () => ({})),
    })
    for (const { messageId } of messages) expect(await state(messageId)).toBe(1)
    engine.peer.up = false
    for (const { messageId } of messages) await reaches(messageId, 0)
    engine.peer.up = true
    openWide()
    for (const { messageId } of messages) await reaches(messageId, 2)
    expect(engine.peer.sent).toHaveLength(20)
    expect(await retries(messages[0]!.messageId)).toEqual([])
  })
})

test('a message that is tried in vain until its validity ends is expired', async () => {
  engine.peer.answer = () => tryLater()
  const id = await engine.sendOne(account, { validityMs: 10_000 })
  for (let tried = 1; (await state(id)) !== 3; tried += 1) {
    expect(tried).toBeLessThan(10)
    await eventually('a try', async () =>
      (await state(id)) === 3 || triesOf(id) >= tried ? true : undefined,
    )
    engine.clock.advance(4_000)
  }
  expect(await engine.detail(account, id)).toMatchObject({ status: { id: 15 } })
})

test('memory holds no more than its limit; the rest waits in the database and goes in turn, each once', async () => {
  engine.peer.places = 0
  const { messages } = await engine.send(account, {
    messages: Array.from({ length: 40 }, (_, n) => ({ content: text(`first ${n}`) })),
  })
  const rest = await engine.send(account, {
    messages: Array.from({ length: 300 }, (_, n) => ({ content: text(`then ${n}`) })),
  })
  const [held] = await engine.look<{ n: number }>(
    'select count(*)::int as n from messaging.live where account_id = $1 and state = 1',
    [account],
  )
  expect(held!.n).toBeLessThanOrEqual(QUEUE_MAX)
  openWide()
  for (const { messageId } of [...messages, ...rest.messages]) await reaches(messageId, 2)
  expect(engine.peer.sent).toHaveLength(340)
  expect(new Set(engine.peer.sent.map((one) => one.id)).size).toBe(340)
})

test('a message whose outcome could not be stored is due again, as after a crash', async () => {
  engine.peer.answer = () => ({ kind: 'accepted', peerIds: [null as unknown as string] })
  const id = await engine.sendOne(account)
  await eventually('its first try', () => (triesOf(id) === 1 ? true : undefined))
  engine.peer.answer = (message) => engine.peer.accept(message)
  expect(await state(id)).toBe(1)
  engine.clock.advance(61_000)
  await reaches(id, 2)
  expect(triesOf(id)).toBe(2)
  expect((await retries(id)).join()).toMatch(/may have been sent once already/)
})

test('a message that waits in memory for long is not taken for lost', async () => {
  const marks: string[] = []
  for (let n = 0; n < 3; n += 1) marks.push(await engine.sendOne(account))
  for (const id of marks) await reaches(id, 2)
  engine.peer.places = 0
  const id = await engine.sendOne(account)
  engine.clock.advance(120_000)
  // Each sweep ends what is overdue: three of them have passed when these have ended one after another.
  for (const mark of marks) {
    await engine.look('update messaging.live set valid_until = $2 where id = $1', [
      mark,
      new Date(engine.clock.ms() - GRACE_MS + 1_000),
    ])
    engine.clock.advance(1_000)
    await reaches(mark, 3)
  }
  openWide()
  await reaches(id, 2)
  expect(triesOf(id)).toBe(1)
  expect(await retries(id)).toEqual([])
})

test('what waits in memory at a stop goes out after the start, without a doubt about a first time', async () => {
  engine.peer.places = 0
  const { messages } = await engine.send(account, {
    messages: Array.from({ length: 10 }, () => ({})),
  })
  await engine.restart()
  openWide()
  for (const { messageId } of messages) await reaches(messageId, 2)
  expect(engine.peer.sent).toHaveLength(10)
  expect(await retries(messages[0]!.messageId)).toEqual([])
})

test('messages of a process that died are due again at the next start', async () => {
  engine.peer.up = false
  const id = await engine.sendOne(account)
  const [{ node_id: node }] = (await engine.look<{ node_id: number }>(
    `insert into messaging.nodes (started_at, seen_at) values ($1, $1) returning node_id`,
    [engine.clock.now()],
  )) as [{ node_id: number }]
  await engine.leaseTo(node, [id])
  await engine.restart()
  engine.peer.up = true
  await reaches(id, 2)
  expect((await retries(id)).join()).toMatch(/may have been sent once already/)
})

test('a message that waited past its delivery window goes at its next opening', async () => {
  const ten = Math.ceil(engine.clock.ms() / DAY_MS) * DAY_MS + 10 * 3_600_000
  engine.clock.set(ten)
  engine.peer.places = 0
  const days = [
    'MONDAY',
    'TUESDAY',
    'WEDNESDAY',
    'THURSDAY',
    'FRIDAY',
    'SATURDAY',
    'SUNDAY',
  ] as const
  const window = { days, from: { hour: 9, minute: 0 }, to: { hour: 11, minute: 0 } }
  const [id, late] = (
    await engine.send(account, { messages: [{ window }, { window, validityMs: 6 * 3_600_000 }] })
  ).messages.map((one) => one.messageId) as [string, string]
  engine.clock.set(ten + 2 * 3_600_000)
  openWide()
  await reaches(late, 3)
  await reaches(id, 0)
  expect(await retries(id)).toEqual(['Its delivery window is closed'])
  expect(await engine.detail(account, late)).toMatchObject({ status: { id: 15 } })
  engine.clock.set(ten + DAY_MS - 3_600_000 + 1_000)
  await reaches(id, 2)
  expect(triesOf(id)).toBe(1)
  expect(triesOf(late)).toBe(0)
})
