import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY_MS } from '../core/clock.ts'
import { eventually, startEngine, text, type Engine } from './test/engine.ts'

/** Messages that wait for their time, and what can be done with them until then. */

const HOUR = 3_600_000
let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine?.stop())
beforeEach(async () => {
  account = await engine.account()
  engine.peer.sent.length = 0
})

const inHours = (hours: number) => new Date(engine.clock.ms() + hours * HOUR)
const wasSent = (id: string) => engine.peer.sent.some((one) => one.id === id)
const goesOut = (ids: readonly string[]) =>
  eventually('they are sent', () => (ids.every(wasSent) ? true : undefined))
const ids = (sent: { messages: readonly { messageId: string }[] }) =>
  sent.messages.map((one) => one.messageId)
const waiting = async () =>
  await engine.look<{ id: string; send_at: Date }>(
    'select id, send_at from messaging.scheduled where account_id = $1 order by send_at, id',
    [account],
  )
/** Lets in whatever is due: a message that is due now has gone through the same look. */
async function lookedOver(): Promise<void> {
  const other = await engine.account()
  const id = await engine.sendOne(other, {}, { sendAt: new Date(engine.clock.ms() + 1_000) })
  engine.clock.advance(1_001)
  await goesOut([id])
}

test('a message with a time waits until then', async () => {
  const id = await engine.sendOne(account, {}, { sendAt: inHours(2) })
  engine.clock.advance(2 * HOUR - 60_000)
  await lookedOver()
  expect(wasSent(id)).toBe(false)
  engine.clock.advance(60_000)
  await goesOut([id])
  expect(await waiting()).toEqual([])
})

test('a time that has passed is now', async () => {
  await goesOut([await engine.sendOne(account, {}, { sendAt: inHours(-1) })])
})

test('its validity begins when it is due', async () => {
  const id = await engine.sendOne(account, { validityMs: HOUR }, { sendAt: inHours(30) })
  engine.clock.advance(30 * HOUR)
  await goesOut([id])
  const { validUntil } = (await engine.detail(account, id))!
  expect(Date.parse(validUntil) - engine.clock.ms()).toBeGreaterThan(HOUR - 60_000)
})

describe('a scheduled message is found by its ids', () => {
  test.each([
    ['chosen by the caller', 'mine'],
    ['ours', null],
  ])('%s, before and after it is due', async (_name, messageId) => {
    const id = await engine.sendOne(account, { messageId }, { sendAt: inHours(100) })
    const before = await engine.detail(account, id)
    expect(before).toMatchObject({ messageId: id, status: { id: 26 } })
    expect(before!.timeline.map((one) => one.kind)).toEqual(['ACCEPTED', 'SCHEDULED'])
    expect(await engine.detail(account, before!.id)).toEqual(before)
    engine.clock.advance(100 * HOUR)
    await goesOut([before!.id])
    for (const known of [id, before!.id])
      expect(await engine.detail(account, known)).toMatchObject({
        messageId: id,
        id: before!.id,
        sendAt: null,
      })
    // Accepted four days ago, sent now: it is in the logs of the last two days.
    const { entries } = await engine.messaging.logs(account, 'SMS', { limit: 10 })
    expect(entries.map((one) => one.messageId)).toEqual([id])
  })
})

test('the list of what waits is paged, soonest first, and shows nobody else’s', async () => {
  const other = await engine.account()
  await engine.send(other, { sendAt: inHours(1) })
  await engine.send(account, {
    sendAt: inHours(1),
    messages: Array.from({ length: 7 }, () => ({})),
  })
  await engine.send(account, {
    sendAt: inHours(3),
    messages: Array.from({ length: 3 }, () => ({})),
  })
  const seen: string[] = []
  let cursor: string | null = ''
  for (let pages = 0; cursor !== null; pages += 1) {
    expect(pages).toBeLessThan(5)
    const page: { body: { results: { id: string }[]; nextCursor: string | null } } =
      await engine.ask(
        account,
        `/messaging/1/messages?scheduled=true&limit=4${cursor && `&cursor=${cursor}`}`,
      )
    seen.push(...page.body.results.map((one) => one.id))
    cursor = page.body.nextCursor
  }
  expect(seen).toEqual((await waiting()).map((one) => one.id))
  expect(seen).toHaveLength(10)
})

test('a speed limit spreads a request over time', async () => {
  const start = engine.clock.ms()
  const sent = ids(
    await engine.send(account, {
      speedLimit: { amount: 2, perMs: 60_000 },
      messages: Array.from({ length: 6 }, (_, n) => ({ content: text(`${n}`) })),
    }),
  )
  await goesOut(sent.slice(0, 1))
  const times = (await waiting()).map((one) => Math.round((one.send_at.getTime() - start) / 1_000))
  expect(times).toEqual([30, 60, 90, 120, 150])
  engine.clock.advance(60_000)
  await goesOut(sent.slice(0, 3))
  await lookedOver()
  expect(sent.filter(wasSent)).toHaveLength(3)
})

describe('a delivery window', () => {
  const days = [
    'MONDAY',
    'TUESDAY',
    'WEDNESDAY',
    'THURSDAY',
    'FRIDAY',
    'SATURDAY',
    'SUNDAY',
  ] as const
  const window = { days, from: { hour: 9, minute: 0 }, to: { hour: 17, minute: 0 } }
  let midnight: number
  beforeEach(() => {
    midnight = Math.ceil(engine.clock.ms() / DAY_MS) * DAY_MS
  })

  test('that is closed makes a message wait for its opening; one that is open does not', async () => {
    engine.clock.set(midnight + 3 * HOUR)
    const id = await engine.sendOne(account, { window })
    expect((await waiting()).map((one) => one.send_at.getTime())).toEqual([midnight + 9 * HOUR])
    engine.clock.set(midnight + 9 * HOUR)
    await goesOut([id, await engine.sendOne(account, { window })])
  })

  test('holds for what was paused until after it closed', async () => {
    engine.clock.set(midnight + 10 * HOUR)
    const id = await engine.sendOne(account, { window }, { bulkId: 'late', sendAt: inHours(2) })
    await engine.messaging.setBulkStatus(account, 'late', 'PAUSED')
    engine.clock.set(midnight + 22 * HOUR)
    await engine.messaging.setBulkStatus(account, 'late', 'PENDING')
    await eventually('it is put off', async () => {
      const [found] = await waiting()
      return found?.send_at.getTime() === midnight + DAY_MS + 9 * HOUR ? true : undefined
    })
    expect(wasSent(id)).toBe(false)
    engine.clock.set(midnight + DAY_MS + 9 * HOUR)
    await goesOut([id])
  })
})

describe('a bulk', () => {
  const schedule = async (bulkId = 'bulk') =>
    ids(await engine.send(account, { bulkId, sendAt: inHours(2), messages: [{}, {}, {}] }))
  const status = async (bulkId = 'bulk') =>
    (await engine.messaging.findBulk(account, bulkId))?.status

  test('is pending, under way, finished', async () => {
    await schedule()
    expect(await status()).toBe('PENDING')
    engine.clock.advance(2 * HOUR)
    await eventually('its end', async () => ((await status()) === 'FINISHED' ? true : undefined))
  })

  test('that is paused waits beyond its time, and goes when it is resumed', async () => {
    const sent = await schedule()
    expect(await engine.messaging.setBulkStatus(account, 'bulk', 'PAUSED')).toMatchObject({
      status: 'PAUSED',
    })
    engine.clock.advance(3 * HOUR)
    await lookedOver()
    expect(sent.filter(wasSent)).toEqual([])
    expect(await status()).toBe('PAUSED')
    await engine.messaging.setBulkStatus(account, 'bulk', 'PROCESSING')
    await goesOut(sent)
  })

  test('is moved to another time with its spacing', async () => {
    const sent = ids(
      await engine.send(account, {
        bulkId: 'spaced',
        sendAt: inHours(2),
        speedLimit: { amount: 1, perMs: HOUR },
        messages: [{}, {}, {}],
      }),
    )
    const to = inHours(10)
    expect(await engine.messaging.rescheduleBulk(account, 'spaced', to)).toMatchObject({
      sendAt: to,
      status: 'PENDING',
    })
    expect((await waiting()).map((one) => one.send_at.getTime() - to.getTime())).toEqual([
      0,
      HOUR,
      2 * HOUR,
    ])
    engine.clock.advance(11 * HOUR)
    await goesOut(sent.slice(0, 2))
  })

  test('that is cancelled is never sent, and its messages say so', async () => {
    const sent = await schedule()
    expect(await engine.messaging.setBulkStatus(account, 'bulk', 'CANCELED')).toMatchObject({
      status: 'CANCELED',
    })
    engine.clock.advance(3 * HOUR)
    await lookedOver()
    expect(sent.filter(wasSent)).toEqual([])
    for (const id of sent)
      expect(await engine.detail(account, id)).toMatchObject({ status: { id: 31 } })
    expect(await engine.messaging.pullReports(account, 'SMS', { bulkId: 'bulk' }, 10)).toHaveLength(
      3,
    )
  })

  test('that is over is neither paused nor resumed nor moved nor cancelled', async () => {
    await schedule('over')
    engine.clock.advance(2 * HOUR)
    await eventually('its end', async () =>
      (await status('over')) === 'FINISHED' ? true : undefined,
    )
    await schedule('cancelled')
    await engine.messaging.setBulkStatus(account, 'cancelled', 'CANCELED')
    for (const bulkId of ['over', 'cancelled']) {
      for (const wanted of ['PAUSED', 'PENDING', 'PROCESSING', 'FINISHED', 'FAILED'] as const)
        await expect(
          engine.messaging.setBulkStatus(account, bulkId, wanted),
          `${bulkId} ${wanted}`,
        ).rejects.toThrow(/bulk/)
      await expect(engine.messaging.rescheduleBulk(account, bulkId, inHours(1))).rejects.toThrow(
        /cannot be moved/,
      )
    }
    await expect(engine.messaging.setBulkStatus(account, 'over', 'CANCELED')).rejects.toThrow(
      /nothing of it waits/,
    )
    expect(await engine.messaging.setBulkStatus(account, 'cancelled', 'CANCELED')).toMatchObject({
      status: 'CANCELED',
    })
  })

  test('that nobody knows is none', async () => {
    expect(await engine.messaging.findBulk(account, 'nothing')).toBeNull()
    expect(await engine.messaging.setBulkStatus(account, 'nothing', 'PAUSED')).toBeNull()
    expect(await engine.messaging.rescheduleBulk(account, 'nothing', inHours(1))).toBeNull()
  })

  test('that is cancelled at the very moment it is due has each message either sent or cancelled', async () => {
    const sent = ids(
      await engine.send(account, {
        bulkId: 'race',
        sendAt: inHours(1),
        messages: Array.from({ length: 200 }, () => ({})),
      }),
    )
    engine.clock.advance(HOUR)
    await engine.messaging.setBulkStatus(account, 'race', 'CANCELED').catch(() => null)
    await eventually('nothing waits', async () =>
      (await waiting()).length === 0 ? true : undefined,
    )
    const fates = await engine.look<{ status_id: number; n: number }>(
      'select status_id, count(*)::int as n from messaging.live where account_id = $1 group by 1',
      [account],
    )
    expect(fates.reduce((sum, one) => sum + one.n, 0)).toBe(200)
    const cancelled = fates.find((one) => one.status_id === 31)?.n ?? 0
    await eventually('the rest is sent', () =>
      sent.filter(wasSent).length === 200 - cancelled ? true : undefined,
    )
  })
})

describe('what has come between accept and its time', () => {
  test('the account was suspended', async () => {
    const id = await engine.sendOne(account, {}, { sendAt: inHours(1) })
    await engine.accounts.setAccountState(account, 'suspended')
    engine.clock.advance(HOUR)
    await lookedOver()
    await engine.accounts.setAccountState(account, 'active')
    expect(wasSent(id)).toBe(false)
    expect(await engine.detail(account, id)).toMatchObject({ status: { id: 6 } })
  })

  test('the number went onto the blocklist', async () => {
    const sent = ids(
      await engine.send(account, {
        sendAt: inHours(1),
        messages: [{ to: '491511111111' }, { to: '491511111112' }],
      }),
    )
    await engine.look(
      'insert into messaging.blocklist (account_id, dest, made_at) values ($1, $2, $3)',
      [account, '491511111111', engine.clock.now()],
    )
    engine.clock.advance(HOUR)
    await goesOut(sent.slice(1))
    expect(await engine.detail(account, sent[0]!)).toMatchObject({ status: { id: 14 } })
  })

  test('the route went away', async () => {
    const id = await engine.sendOne(account, {}, { sendAt: inHours(1) })
    const usual = engine.route
    engine.route = null
    engine.clock.advance(HOUR)
    await eventually('its end', async () =>
      (await engine.detail(account, id))?.doneAt ? true : undefined,
    )
    engine.route = usual
    expect(await engine.detail(account, id)).toMatchObject({ status: { id: 19 } })
  })

  test('the server was started again', async () => {
    const [early, late] = [
      await engine.sendOne(account, {}, { sendAt: inHours(1) }),
      await engine.sendOne(account, {}, { sendAt: inHours(3) }),
    ]
    await engine.restart()
    engine.clock.advance(HOUR)
    await goesOut([early])
    expect(wasSent(late)).toBe(false)
    engine.clock.advance(2 * HOUR)
    await goesOut([late])
  })
})
