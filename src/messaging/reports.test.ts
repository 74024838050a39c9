import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually, receipt, startEngine, type Asked, type Engine } from './test/engine.ts'

/** Reports that wait to be pulled: each is handed out once, to whom it belongs. */

let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine?.stop())
beforeEach(async () => {
  account = await engine.account()
})

/** Sends messages and lets them be delivered. */
async function delivered(asked: Asked): Promise<string[]> {
  const { messages } = await engine.send(account, asked)
  await eventually('they are sent', async () => {
    const [row] = await engine.look<{ n: number }>(
      'select count(*)::int as n from messaging.live where account_id = $1 and state in (0, 1)',
      [account],
    )
    return row!.n === 0 ? true : undefined
  })
  const ours = await engine.look<{ id: string }>(
    'select id from messaging.live where account_id = $1 and state = 2',
    [account],
  )
  await Promise.all(
    ours.map(({ id }) => engine.messaging.takeReport(receipt(engine.peer.idsOf(id)[0]!))),
  )
  return messages.map((one) => one.messageId)
}
const pull = async (filter = {}, limit = 1_000) =>
  (await engine.messaging.pullReports(account, 'SMS', filter, limit)).map((one) => one.messageId)

test('many who pull at the same time never get the same report, and together get all', async () => {
  const ids = await delivered({ messages: Array.from({ length: 300 }, () => ({})) })
  const pulled = await Promise.all(Array.from({ length: 12 }, () => pull({}, 40)))
  const more: string[] = []
  for (let some = await pull(); some.length > 0; some = await pull()) more.push(...some)
  const all = [...pulled.flat(), ...more]
  expect(all).toHaveLength(300)
  expect(new Set(all)).toEqual(new Set(ids))
})

test('they come oldest first and no more than asked for', async () => {
  const first = await delivered({ messages: [{}, {}] })
  const second = await delivered({ messages: [{}] })
  expect(new Set(await pull({}, 2))).toEqual(new Set(first))
  expect(await pull({}, 2)).toEqual(second)
  expect(await pull({}, 2)).toEqual([])
})

test('a filter takes what fits and leaves the rest', async () => {
  await delivered({
    bulkId: 'a',
    messages: [
      { messageId: 'm1', applicationId: 'app', entityId: 'ent', campaignReferenceId: 'c1' },
      { messageId: 'm2', applicationId: 'app', campaignReferenceId: 'c2' },
      { messageId: 'm3', entityId: 'ent' },
    ],
  })
  await delivered({ bulkId: 'b', messages: [{ messageId: 'm4' }, { messageId: 'm5' }] })
  expect(await pull({ bulkId: 'nothing' })).toEqual([])
  expect(await pull({ messageId: 'm4' })).toEqual(['m4'])
  expect(await pull({ messageId: 'm4' })).toEqual([])
  expect(await pull({ applicationId: 'app', entityId: 'ent' })).toEqual(['m1'])
  expect(await pull({ campaignReferenceId: 'c2' })).toEqual(['m2'])
  expect(await pull({ bulkId: 'b' })).toEqual(['m5'])
  expect(await pull()).toEqual(['m3'])
})

test('our own id of a message is a filter as well', async () => {
  const [id] = await delivered({})
  expect(await pull({ messageId: id })).toEqual([id])
})

test('who does not want to be told is not', async () => {
  await delivered({
    messages: [
      { messageId: 'quiet', webhook: { notify: false, shape: 'v3' } },
      { messageId: 'loud' },
    ],
  })
  expect(await pull()).toEqual(['loud'])
})

test('another account pulls nothing of ours', async () => {
  const ids = await delivered({ bulkId: 'mine', messages: [{ messageId: 'mine' }] })
  const ours = account
  account = await engine.account()
  for (const filter of [{}, { bulkId: 'mine' }, { messageId: 'mine' }])
    expect(await pull(filter)).toEqual([])
  account = ours
  expect(await pull()).toEqual(ids)
})

test('after two days what nobody pulled is gone', async () => {
  await delivered({ messages: [{ messageId: 'old' }] })
  engine.clock.advance(47 * 3_600_000)
  await delivered({ messages: [{ messageId: 'young' }] })
  engine.clock.advance(2 * 3_600_000)
  expect(await pull()).toEqual(['young'])
  await eventually('the row is gone', async () =>
    (await engine.look('select 1 from messaging.reports where account_id = $1', [account]))
      .length === 0
      ? true
      : undefined,
  )
})
