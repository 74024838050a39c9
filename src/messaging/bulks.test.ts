import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CONNECTION, eventually, startEngine, type Engine } from './test/engine.ts'

/** Bulks whose time has come and that wait for their connection: in memory, and in the database. */

const COUNT = 400
let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine({ queueMax: 100 })
})
afterAll(() => engine?.stop())
beforeEach(async () => {
  account = await engine.account()
  engine.peer.places = 0
  engine.peer.sent.length = 0
})

const openWide = () => {
  engine.peer.places = Number.POSITIVE_INFINITY
  engine.peer.hasRoom(CONNECTION)
}
const states = async () =>
  Object.fromEntries(
    (
      await engine.look<{ state: number; n: number }>(
        'select state, count(*)::int as n from messaging.live where account_id = $1 group by 1',
        [account],
      )
    ).map((one) => [one.state, one.n]),
  )
const ofAccount = () => engine.peer.sent.filter((one) => one.accountId === account)

/** A bulk that is due: some of it in memory, the rest in the database. */
async function dueBulk(bulkId: string): Promise<void> {
  const sendAt = new Date(engine.clock.ms() + 1_000)
  await engine.send(account, {
    bulkId,
    sendAt,
    messages: Array.from({ length: COUNT }, () => ({})),
  })
  engine.clock.advance(1_001)
  await eventually('some is in memory', async () => {
    const found = await states()
    return (found[1] ?? 0) > 0 && (found[0] ?? 0) + (found[1] ?? 0) === COUNT ? true : undefined
  })
}

test('a bulk that is due is under way until all of it has gone', async () => {
  await dueBulk('way')
  expect(await engine.messaging.findBulk(account, 'way')).toMatchObject({ status: 'PROCESSING' })
  openWide()
  await eventually('all is sent', () => (ofAccount().length === COUNT ? true : undefined))
  await eventually('it is finished', async () =>
    (await engine.messaging.findBulk(account, 'way'))?.status === 'FINISHED' ? true : undefined,
  )
})

describe('paused', () => {
  test('nothing of it goes, what is in memory included; resumed, all of it goes once', async () => {
    await dueBulk('pause')
    expect(await engine.messaging.setBulkStatus(account, 'pause', 'PAUSED')).toMatchObject({
      status: 'PAUSED',
    })
    expect(await states()).toEqual({ 0: COUNT })
    openWide()
    const other = await engine.account()
    const mark = await engine.sendOne(other)
    await eventually('another message', () =>
      engine.peer.sent.some((one) => one.id === mark) ? true : undefined,
    )
    expect(ofAccount()).toEqual([])
    await engine.messaging.setBulkStatus(account, 'pause', 'PROCESSING')
    await eventually('all is sent', () => (ofAccount().length === COUNT ? true : undefined))
    expect(new Set(ofAccount().map((one) => one.id)).size).toBe(COUNT)
  })

  test('it stays paused over a restart', async () => {
    await dueBulk('again')
    await engine.messaging.setBulkStatus(account, 'again', 'PAUSED')
    await engine.restart()
    openWide()
    const mark = await engine.sendOne(account)
    await eventually('another message', () =>
      ofAccount().some((one) => one.id === mark) ? true : undefined,
    )
    expect(ofAccount()).toHaveLength(1)
    await engine.messaging.setBulkStatus(account, 'again', 'PENDING')
    await eventually('all is sent', () => (ofAccount().length === COUNT + 1 ? true : undefined))
  })

  test('what a restart interrupted is gone on with', async () => {
    await dueBulk('cut')
    // As if the process had died right after the status was set.
    await engine.look(
      `update messaging.bulks set status = 'PAUSED', ordered = true where account_id = $1`,
      [account],
    )
    await engine.restart()
    await eventually('all is held', async () => {
      const [found] = await engine.look<{ n: number }>(
        `select count(*)::int as n from messaging.waiting where account_id = $1 and next_at = 'infinity'`,
        [account],
      )
      return found!.n === COUNT ? true : undefined
    })
    openWide()
    expect(ofAccount()).toEqual([])
    await engine.messaging.setBulkStatus(account, 'cut', 'CANCELED')
  })
})

test('cancelled, each of its messages has ended unsent, and nothing of it waits', async () => {
  await dueBulk('end')
  expect(await engine.messaging.setBulkStatus(account, 'end', 'CANCELED')).toMatchObject({
    status: 'CANCELED',
  })
  await eventually('all has ended', async () => ((await states())[3] === COUNT ? true : undefined))
  openWide()
  const [found] = await engine.look<{ n: number }>(
    'select count(*)::int as n from messaging.waiting where account_id = $1',
    [account],
  )
  expect(found).toEqual({ n: 0 })
  const statuses = await engine.look<{ status_id: number; n: number }>(
    'select status_id, count(*)::int as n from messaging.live where account_id = $1 group by 1',
    [account],
  )
  expect(statuses).toEqual([{ status_id: 31, n: COUNT }])
  expect(ofAccount()).toEqual([])
})

test('a cancelled bulk can begin anew', async () => {
  await dueBulk('anew')
  await engine.messaging.setBulkStatus(account, 'anew', 'CANCELED')
  await eventually('all has ended', async () => ((await states())[3] === COUNT ? true : undefined))
  await eventually('it is worked off', async () => {
    const [found] = await engine.look<{ ordered: boolean }>(
      'select ordered from messaging.bulks where account_id = $1',
      [account],
    )
    return found!.ordered ? undefined : true
  })
  await dueBulkAgain()
  openWide()
  await eventually('it is sent', () => (ofAccount().length === 2 ? true : undefined))
})

async function dueBulkAgain(): Promise<void> {
  await engine.send(account, {
    bulkId: 'anew',
    sendAt: new Date(engine.clock.ms() + 1_000),
    messages: [{}, {}],
  })
  engine.clock.advance(1_001)
}
