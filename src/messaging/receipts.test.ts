import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CONNECTION, eventually, receipt, startEngine, text, type Engine } from './test/engine.ts'

/** Delivery receipts as operators send them: early, late, twice, in pieces, for strangers, or never. */

let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine()
  account = await engine.account()
})
afterAll(() => engine?.stop())

const take = (peerId: string, statusId?: number, more?: object) =>
  engine.messaging.takeReport(receipt(peerId, statusId, more))
const ended = (id: string) =>
  eventually(`the end of ${id}`, async () => {
    const found = await engine.detail(account, id)
    return found?.doneAt ? found : undefined
  })
/** Sends a message and waits until the operator has it. */
async function submitted(said = 'hello'): Promise<{ id: string; peerIds: readonly string[] }> {
  const id = await engine.sendOne(account, { content: text(said) })
  await eventually('its submission', async () =>
    (await engine.detail(account, id))?.sentAt ? true : undefined,
  )
  return { id, peerIds: engine.peer.idsOf(id) }
}
const reportsOf = async (messageId: string) =>
  (await engine.messaging.pullReports(account, 'SMS', { messageId }, 100)).map(
    (one) => one.statusId,
  )

test('a receipt that comes before the answer to the submit is kept and applied', async () => {
  engine.peer.answer = async (message) => {
    const taken = engine.peer.accept(message)
    await take(engine.peer.idsOf(message.id)[0]!)
    return taken
  }
  const id = await engine.sendOne(account)
  engine.peer.answer = (message) => engine.peer.accept(message)
  expect(await ended(id)).toMatchObject({ status: { id: 5 } })
  expect(await engine.look('select 1 from messaging.parked_receipts')).toEqual([])
})

test('a receipt that comes twice makes one report', async () => {
  const { id, peerIds } = await submitted()
  await Promise.all([take(peerIds[0]!), take(peerIds[0]!), take(peerIds[0]!, 9)])
  await take(peerIds[0]!, 9)
  expect(await ended(id)).toMatchObject({ status: { id: 5 } })
  expect(await reportsOf(id)).toEqual([5])
})

test('a receipt that is not the last changes nothing', async () => {
  const { id, peerIds } = await submitted()
  await take(peerIds[0]!, 3, { final: false, detail: 'stat:ENROUTE' })
  expect(await engine.detail(account, id)).toMatchObject({ status: { id: 3 }, doneAt: null })
  await take(peerIds[0]!)
  expect(await ended(id)).toMatchObject({ status: { id: 5 } })
})

test('an undelivered message shows the operator’s reason', async () => {
  const { id, peerIds } = await submitted()
  await take(peerIds[0]!, 9, { errorId: 27, detail: 'stat:UNDELIV err:027' })
  const message = await ended(id)
  expect(message).toMatchObject({ status: { id: 9 }, error: { id: 27 } })
  expect(
    message.timeline.filter((one) => one.kind === 'REPORTED').map((one) => one.detail),
  ).toEqual(['stat:UNDELIV err:027'])
  expect(message.whatToDo).toBeTruthy()
})

describe('a message of three parts', () => {
  test('is delivered when all of them are, in whatever order', async () => {
    const { id, peerIds } = await submitted('3 parts')
    await take(peerIds[2]!)
    await take(peerIds[0]!)
    await take(peerIds[0]!)
    expect(await engine.detail(account, id)).toMatchObject({ status: { id: 3 }, doneAt: null })
    await take(peerIds[1]!)
    expect(await ended(id)).toMatchObject({ status: { id: 5 }, parts: 3 })
    expect(await reportsOf(id)).toEqual([5])
  })

  test.each([[0], [1], [2]])(
    'takes the worst status, whichever part has it (%i)',
    async (worst) => {
      const { id, peerIds } = await submitted('3 parts')
      for (const [part, peerId] of peerIds.entries())
        await take(peerId, part === worst ? 9 : 5, part === worst ? { errorId: 1 } : {})
      expect(await ended(id)).toMatchObject({ status: { id: 9 }, error: { id: 1 } })
    },
  )

  test('takes the worst status when all receipts come at once', async () => {
    const { id, peerIds } = await submitted('3 parts')
    await Promise.all(
      peerIds.map((peerId, part) =>
        take(peerId, part === 1 ? 15 : 5, part === 1 ? { errorId: 27 } : {}),
      ),
    )
    expect(await ended(id)).toMatchObject({ status: { id: 15 }, error: { id: 27 } })
    expect(await reportsOf(id)).toEqual([15])
  })
})

test('an id under another connection is another message', async () => {
  const { id, peerIds } = await submitted()
  await take(peerIds[0]!, 9, { connectionId: CONNECTION + 1 })
  expect(await engine.detail(account, id)).toMatchObject({ status: { id: 3 } })
  await take(peerIds[0]!)
  expect(await ended(id)).toMatchObject({ status: { id: 5 } })
})

test('of several ways to read an id the first that is known counts', async () => {
  const { id, peerIds } = await submitted()
  await take('', 5, { peerIds: ['unknown-1', peerIds[0]!, 'unknown-2'] })
  expect(await ended(id)).toMatchObject({ status: { id: 5 } })
})

test('words of an operator that no database takes do not stop other receipts', async () => {
  const all = await Promise.all(['a', 'b', 'c'].map(() => submitted()))
  const details = ['stat:DELIVRD', 'nul \0 and half a \ud83d', `long ${'x'.repeat(5_000)}`]
  await Promise.all(all.map(({ peerIds }, n) => take(peerIds[0]!, 5, { detail: details[n] })))
  for (const { id } of all) expect(await ended(id)).toMatchObject({ status: { id: 5 } })
})

test('endless receipts for nobody are kept for an hour, and gone after it', async () => {
  const known = await submitted()
  await Promise.all(Array.from({ length: 1_500 }, (_, n) => take(`stranger-${n}`)))
  await take(known.peerIds[0]!)
  expect(await ended(known.id)).toMatchObject({ status: { id: 5 } })
  const parked = async () =>
    (
      await engine.look<{ n: number }>(
        "select count(*)::int as n from messaging.parked_receipts where peer_ids[1] like 'stranger-%'",
      )
    )[0]!.n
  expect(await parked()).toBe(1_500)
  engine.clock.advance(3_600_000)
  await eventually('they are dropped', async () => ((await parked()) === 0 ? true : undefined))
})

test('a message without a receipt is expired when it can come no more, and a late one changes nothing', async () => {
  const { id, peerIds } = await submitted()
  const hour = 3_600_000
  engine.clock.advance(48 * hour + 71 * hour)
  // A message sent now makes sure that the sweep has passed since.
  const later = await submitted()
  expect(await engine.detail(account, id)).toMatchObject({ status: { id: 3 }, doneAt: null })
  engine.clock.advance(hour + 60_000)
  const message = await ended(id)
  expect(message).toMatchObject({ status: { id: 29, groupName: 'EXPIRED' } })
  expect(message.timeline.map((one) => one.kind)).toContain('EXPIRED')
  await take(peerIds[0]!)
  expect(await engine.detail(account, id)).toMatchObject({ status: { id: 29 } })
  expect(await reportsOf(id)).toEqual([29])
  await take(later.peerIds[0]!)
  expect(await ended(later.id)).toMatchObject({ status: { id: 5 } })
})

test('an operator that begins its ids anew each day means the newest message', async () => {
  engine.peer.answer = () => ({ kind: 'accepted', peerIds: ['1'] })
  const first = await submitted()
  engine.clock.advance(86_400_000)
  const second = await submitted()
  engine.peer.answer = (message) => engine.peer.accept(message)
  await take('1')
  expect(await ended(second.id)).toMatchObject({ status: { id: 5 } })
  expect(await engine.detail(account, first.id)).toMatchObject({ status: { id: 3 } })
})
