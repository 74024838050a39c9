import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Outbound, SendOutcome } from './index.ts'
import * as status from './statuses.ts'
import { CONNECTION, eventually, receipt, startEngine, text, type Engine } from './test/engine.ts'

/** On to another route: when an operator fails a message, or is not there, and never when somebody might get it twice. */

const OTHER = 8
const PRICE = 40_000n
let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine?.stop())
beforeEach(async () => {
  account = await engine.account({ prepaid: true, balanceMicros: PRICE * 10n, priceMicros: PRICE })
  engine.next = { routeId: 4, routeName: 'Second', connectionId: OTHER, simulated: false }
  engine.ailing = { connectionIds: [], revision: engine.ailing.revision + 1 }
  engine.goesOnAfterReceipt = false
  engine.peer.down.clear()
  engine.peer.sent.length = 0
})

const failed = (more: Partial<Extract<SendOutcome, { kind: 'tryLater' }>> = {}): SendOutcome => ({
  kind: 'tryLater',
  afterMs: 0,
  errorId: status.EC_MOBILE_OPERATOR_NETWORK_ERROR,
  detail: 'command_status ESME_RSYSERR',
  ambiguous: false,
  countsAsAttempt: true,
  ...more,
})
const refused = (errorId: number, partly = false): SendOutcome => ({
  kind: 'refused',
  statusId: status.UNDELIVERABLE_REJECTED_OPERATOR,
  errorId,
  detail: 'command_status',
  partly,
})
/** The first connection answers as said, the other takes all. */
const firstAnswers = (answer: (message: Outbound) => SendOutcome) => {
  engine.peer.answer = (message) =>
    message.connectionId === CONNECTION ? answer(message) : engine.peer.accept(message)
}
const wayOf = (id: string) =>
  engine.peer.sent.filter((one) => one.id === id).map((one) => one.connectionId)
const stateOf = async (id: string) =>
  (
    await engine.look<{
      state: number
      status_id: number
      connection_id: number
      route_id: number
    }>('select state, status_id, connection_id, route_id from messaging.live where id = $1', [id])
  )[0]!
const reaches = (id: string, wanted: number) =>
  eventually(`state ${wanted}`, async () =>
    (await stateOf(id)).state === wanted ? true : undefined,
  )

test('what the first operator fails the second delivers: charged once, one report, and the timeline tells it', async () => {
  firstAnswers(() => failed())
  const id = await engine.sendOne(account)
  await reaches(id, 2)
  expect(wayOf(id)).toEqual([CONNECTION, OTHER])
  expect(await stateOf(id)).toMatchObject({ connection_id: OTHER, route_id: 4 })
  await engine.messaging.takeReport({
    ...receipt(engine.peer.idsOf(id)[0]!),
    connectionId: OTHER,
  })
  await reaches(id, 3)
  expect((await stateOf(id)).status_id).toBe(status.DELIVERED_TO_HANDSET)
  const [money] = await engine.look(
    'select amount_micros::text from billing.balances where account_id = $1',
    [account],
  )
  expect(money).toEqual({ amount_micros: String(PRICE * 9n) })
  expect(await engine.messaging.pullReports(account, 'SMS', {}, 10)).toHaveLength(1)
  const { timeline } = (await engine.detail(account, id))!
  expect(timeline.filter((one) => one.kind === 'REROUTED').map((one) => one.detail)).toEqual([
    'command_status ESME_RSYSERR; it goes on over route "Second"',
  ])
})

test.each<[string, () => SendOutcome]>([
  [
    'a refusal of a class that the route lets go on',
    () => refused(status.EC_PROVIDER_GENERAL_ERROR),
  ],
  [
    'an operator that stayed full',
    () => failed({ errorId: status.EC_DEST_OVERLOADED, countsAsAttempt: false }),
  ],
])('%s goes on', async (_name, answer) => {
  firstAnswers(answer)
  const id = await engine.sendOne(account)
  await reaches(id, 2)
  expect(wayOf(id)).toEqual([CONNECTION, OTHER])
})

test.each<[string, SendOutcome]>([
  ['a wrong number', refused(status.EC_INVALID_DESTINATION_ADDRESS)],
  [
    'a rejection, as its route does not name that class',
    refused(status.EC_SMS_REJECTED_BY_MOBILE_OPERATOR),
  ],
  ['a refusal of a part when others were taken', refused(status.EC_PROVIDER_GENERAL_ERROR, true)],
])('%s ends it where it is', async (_name, answer) => {
  firstAnswers(() => answer)
  const id = await engine.sendOne(account)
  await reaches(id, 3)
  expect(wayOf(id)).toEqual([CONNECTION])
  expect((await stateOf(id)).status_id).toBe(status.UNDELIVERABLE_REJECTED_OPERATOR)
})

test('what may have gone out is tried again where it was, and nowhere else, not even after a clear failure', async () => {
  const answers = [failed({ errorId: status.EC_NO_RESPONSE, ambiguous: true }), failed(), null]
  firstAnswers((message) => answers.shift() ?? engine.peer.accept(message))
  const id = await engine.sendOne(account)
  await eventually('three tries', () => {
    engine.clock.advance(1_000)
    return wayOf(id).length === 3 ? true : undefined
  })
  expect(wayOf(id)).toEqual([CONNECTION, CONNECTION, CONNECTION])
})

test('with nowhere to go it is tried again where it is', async () => {
  engine.next = null
  const answers = [failed(), null]
  firstAnswers((message) => answers.shift() ?? engine.peer.accept(message))
  const id = await engine.sendOne(account)
  await eventually('two tries', () => {
    engine.clock.advance(1_000)
    return wayOf(id).length === 2 ? true : undefined
  })
  expect(wayOf(id)).toEqual([CONNECTION, CONNECTION])
})

test('what waits for a connection that is not well goes over another; what may have gone out waits on', async () => {
  firstAnswers((message) =>
    message.content.kind === 'text' && message.content.text === 'perhaps out'
      ? failed({ ambiguous: true, afterMs: 60_000 })
      : engine.peer.accept(message),
  )
  const perhaps = await engine.sendOne(account, { content: text('perhaps out') })
  await reaches(perhaps, 0)
  engine.peer.down.add(CONNECTION)
  const { messages } = await engine.send(account, {
    messages: Array.from({ length: 5 }, () => ({})),
  })
  engine.ailing = { connectionIds: [CONNECTION], revision: engine.ailing.revision + 1 }
  for (const { messageId } of messages) await reaches(messageId, 2)
  for (const { messageId } of messages) expect(wayOf(messageId)).toEqual([OTHER])
  engine.clock.advance(61_000)
  engine.ailing = { connectionIds: [CONNECTION], revision: engine.ailing.revision + 1 }
  const later = await engine.sendOne(account)
  await reaches(later, 2)
  expect(wayOf(perhaps)).toEqual([CONNECTION])
  expect(await stateOf(perhaps)).toMatchObject({ state: 0, connection_id: CONNECTION })
})

test('what an operator took and could not deliver goes on where the route wants that: charged once, asked for by both', async () => {
  engine.peer.answer = (message) => engine.peer.accept(message)
  const told = (id: string, connectionId: number, statusId: number, errorId = 0) =>
    engine.messaging.takeReport({
      ...receipt(engine.peer.idsOf(id)[0]!, statusId),
      connectionId,
      errorId,
    })
  const failure = status.EC_MOBILE_OPERATOR_NETWORK_ERROR
  const stays = await engine.sendOne(account)
  await reaches(stays, 2)
  await told(stays, CONNECTION, status.UNDELIVERABLE_NOT_DELIVERED, failure)
  await reaches(stays, 3)

  engine.goesOnAfterReceipt = true
  const absent = await engine.sendOne(account)
  await reaches(absent, 2)
  await told(absent, CONNECTION, status.UNDELIVERABLE_NOT_DELIVERED, 27)
  await reaches(absent, 3)

  const id = await engine.sendOne(account)
  await reaches(id, 2)
  const [firstId] = engine.peer.idsOf(id)
  await told(id, CONNECTION, status.UNDELIVERABLE_NOT_DELIVERED, failure)
  await eventually('the second operator has it', () => (wayOf(id).length === 2 ? true : undefined))
  await reaches(id, 2)
  // The first operator repeats itself, and changes its mind: neither counts any more.
  for (const statusId of [status.UNDELIVERABLE_NOT_DELIVERED, status.DELIVERED_TO_HANDSET])
    await engine.messaging.takeReport({ ...receipt(firstId!, statusId), errorId: failure })
  expect(await stateOf(id)).toMatchObject({ state: 2, connection_id: OTHER })
  await told(id, OTHER, status.DELIVERED_TO_HANDSET)
  await reaches(id, 3)
  expect((await stateOf(id)).status_id).toBe(status.DELIVERED_TO_HANDSET)

  const [money] = await engine.look(
    'select amount_micros::text from billing.balances where account_id = $1',
    [account],
  )
  expect(money).toEqual({ amount_micros: String(PRICE * 7n) })
  const reports = await engine.messaging.pullReports(account, 'SMS', {}, 10)
  expect(reports.map((one) => [one.id, one.statusId]).toSorted()).toEqual(
    [
      [stays, status.UNDELIVERABLE_NOT_DELIVERED],
      [absent, status.UNDELIVERABLE_NOT_DELIVERED],
      [id, status.DELIVERED_TO_HANDSET],
    ].toSorted(),
  )
})
