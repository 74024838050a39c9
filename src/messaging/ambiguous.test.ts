import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually, startEngine, type Engine } from './test/engine.ts'

/** What may have gone out already: sent again, or held, as its account wants. */

const PRICE_MICROS = 50_000n
let engine: Engine
let holds: number
let sendsAgain: number
beforeAll(async () => {
  engine = await startEngine()
  const wishes = { prepaid: true, balanceMicros: 10_000_000n, priceMicros: PRICE_MICROS }
  ;[holds, sendsAgain] = [await engine.account(wishes), await engine.account(wishes)]
  await engine.look('update accounts.accounts set hold_ambiguous = true where id = $1', [holds])
})
afterAll(() => engine?.stop())
beforeEach(() => {
  engine.peer.up = true
  engine.peer.answer = (message) => engine.peer.accept(message)
})

const triesOf = (id: string) => engine.peer.sent.filter((one) => one.id === id).length
const reaches = (id: string, wanted: number) =>
  eventually(`state ${wanted}`, async () => {
    const [row] = await engine.look<{ state: number }>(
      'select state from messaging.live where id = $1',
      [id],
    )
    return row?.state === wanted ? true : undefined
  })
const charged = async (accountId: number) =>
  (
    await engine.look<{ sum: string | null }>(
      'select sum(amount_micros)::text as sum from billing.usage where account_id = $1',
      [accountId],
    )
  )[0]!.sum
const isHeld = async (id: string) => {
  await reaches(id, 3)
  const detail = (await engine.detail(holds, id))!
  expect(detail.status).toMatchObject({ name: 'EXPIRED_DLR_UNKNOWN' })
  expect(detail.timeline.map((one) => one.detail).join()).toMatch(/wants nothing sent twice/)
}

test('a try without an answer is the last one, and is charged', async () => {
  engine.peer.answer = () => ({
    kind: 'tryLater',
    afterMs: 0,
    errorId: 500,
    detail: 'The operator did not answer',
    ambiguous: true,
    countsAsAttempt: true,
  })
  const before = BigInt((await charged(holds)) ?? 0)
  const id = await engine.sendOne(holds)
  await isHeld(id)
  expect(triesOf(id)).toBe(1)
  expect(BigInt((await charged(holds))!) - before).toBe(PRICE_MICROS)
  const reports = await engine.look('select 1 from messaging.reports where message_id = $1', [id])
  expect(reports).toHaveLength(1)
})

test('a refusal for now is no doubt: it is tried again', async () => {
  let tries = 0
  engine.peer.answer = (message) =>
    ++tries === 1
      ? {
          kind: 'tryLater',
          afterMs: 0,
          errorId: 500,
          detail: 'Throttled',
          ambiguous: false,
          countsAsAttempt: false,
        }
      : engine.peer.accept(message)
  const id = await engine.sendOne(holds)
  await reaches(id, 2)
  expect(tries).toBe(2)
})

test('what a process held that died is ended for the one, and sent again for the other', async () => {
  engine.peer.up = false
  const held = await engine.sendOne(holds)
  const again = await engine.sendOne(sendsAgain)
  const [dead] = await engine.look<{ node_id: number }>(
    'insert into messaging.nodes (started_at, seen_at) values ($1, $1) returning node_id',
    [engine.clock.now()],
  )
  await engine.leaseTo(dead!.node_id, [held, again])
  await engine.restart()
  engine.peer.up = true
  await isHeld(held)
  await reaches(again, 2)
  expect([triesOf(held), triesOf(again)]).toEqual([0, 1])
  expect(await engine.look('select 1 from messaging.leases where node_id = $1', [dead!.node_id])).toEqual([]) // prettier-ignore
})

test('an outcome that could not be stored, too', async () => {
  engine.peer.answer = () => ({ kind: 'accepted', peerIds: [null as unknown as string] })
  const id = await engine.sendOne(holds)
  await eventually('its try', () => (triesOf(id) === 1 ? true : undefined))
  engine.clock.advance(61_000)
  await isHeld(id)
  expect(triesOf(id)).toBe(1)
})
