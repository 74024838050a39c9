import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, startEngine, text, type Engine } from './test/engine.ts'

/** No charge without its message, no message without its charge. */

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine?.stop())

const PRICE = 50_000n
const prepaid = (balance: bigint) =>
  engine.account({ prepaid: true, balanceMicros: balance, priceMicros: PRICE })

async function moneyOf(account: number) {
  const [balance] = await engine.look<{ amount_micros: string }>(
    'select amount_micros from billing.balances where account_id = $1',
    [account],
  )
  const [ledger] = await engine.look<{ sum: string }>(
    `select coalesce(sum(case when credit = 'balance' then amount_micros else -amount_micros end), 0)::text as sum
     from billing.ledger where account_id = $1`,
    [account],
  )
  const [charged] = await engine.look<{ sum: string }>(
    `select coalesce(sum(price_micros * parts), 0)::text as sum from (
       select price_micros, parts from messaging.live where account_id = $1 and status_id not in (12, 31, 15)
       union all select price_micros, parts from messaging.scheduled where account_id = $1) m`,
    [account],
  )
  const [used] = await engine.look<{ sum: string }>(
    'select coalesce(sum(amount_micros), 0)::text as sum from billing.usage where account_id = $1',
    [account],
  )
  return {
    used: BigInt(used!.sum),
    balance: BigInt(balance!.amount_micros),
    ledger: BigInt(ledger!.sum),
    charged: BigInt(charged!.sum),
  }
}
async function expectSettled(account: number, paidIn: bigint): Promise<void> {
  const { balance, ledger, charged, used } = await moneyOf(account)
  expect(ledger).toBe(balance)
  expect(used).toBe(charged)
  expect(balance).toBe(paidIn - charged)
}

test('when the balance runs out in the middle of a request, the rest has status 12', async () => {
  const account = await prepaid(PRICE * 5n)
  const { messages } = await engine.send(account, {
    messages: [{}, { content: text('3 parts') }, {}, { content: text('2 parts') }, {}],
  })
  // The fourth needs two parts, for which nothing is left; nor is there for the fifth.
  expect(messages.map((one) => one.statusId)).toEqual([26, 26, 26, 12, 12])
  await expectSettled(account, PRICE * 5n)
})

test('a cheaper message behind one that is too dear still goes', async () => {
  const account = await prepaid(PRICE * 2n)
  const { messages } = await engine.send(account, { messages: [{ content: text('3 parts') }, {}] })
  expect(messages.map((one) => one.statusId)).toEqual([12, 26])
  await expectSettled(account, PRICE * 2n)
})

test('requests that come together spend no more than there is, and each charge has its message', async () => {
  const account = await prepaid(PRICE * 40n)
  const sent = await Promise.allSettled(
    Array.from({ length: 60 }, (_, n) =>
      engine.send(account, { messages: [{ content: text(n % 20 === 7 ? '40000 parts' : 'one') }] }),
    ),
  )
  const taken = sent.filter(
    (one) => one.status === 'fulfilled' && one.value.messages[0]!.statusId === 26,
  )
  expect(taken).toHaveLength(40)
  expect(await moneyOf(account)).toMatchObject({ balance: 0n })
  await expectSettled(account, PRICE * 40n)
})

test('duplicates and other refusals cost nothing', async () => {
  const account = await prepaid(PRICE * 10n)
  await engine.send(account, { messages: [{ messageId: 'x' }, { messageId: 'x' }, { to: '' }] })
  expect(await moneyOf(account)).toMatchObject({ balance: PRICE * 9n })
  await expectSettled(account, PRICE * 10n)
})

test('a message refused for its price is found under its id, which can be used again', async () => {
  const account = await prepaid(0n)
  const later = { sendAt: new Date(engine.clock.ms() + 3_600_000) }
  for (const asked of [{}, later]) {
    const { messages } = await engine.send(account, { ...asked, messages: [{ messageId: 'poor' }] })
    expect(messages[0]!.statusId).toBe(12)
    expect(await engine.detail(account, 'poor')).toMatchObject({ status: { id: 12 } })
  }
})

describe('money comes back', () => {
  test('when a scheduled bulk is cancelled', async () => {
    const account = await prepaid(PRICE * 10n)
    await engine.send(account, {
      bulkId: 'b',
      sendAt: new Date(engine.clock.ms() + 3_600_000),
      messages: [{}, { content: text('2 parts') }],
    })
    expect(await moneyOf(account)).toMatchObject({ balance: PRICE * 7n })
    await engine.messaging.setBulkStatus(account, 'b', 'CANCELED')
    expect(await moneyOf(account)).toMatchObject({ balance: PRICE * 10n })
    await expectSettled(account, PRICE * 10n)
  })

  test('when the validity of a message ends before it is sent', async () => {
    const account = await prepaid(PRICE * 10n)
    engine.peer.up = false
    const id = await engine.sendOne(account, { validityMs: 60_000, content: text('3 parts') })
    engine.clock.advance(61_000)
    await eventually('its end', async () =>
      (await engine.detail(account, id))?.status.id === 15 ? true : undefined,
    )
    engine.peer.up = true
    expect(await moneyOf(account)).toMatchObject({ balance: PRICE * 10n })
    await expectSettled(account, PRICE * 10n)
  })

  test('but not when the operator refused it, nor twice', async () => {
    const account = await prepaid(PRICE * 10n)
    engine.peer.answer = () => ({
      kind: 'refused',
      statusId: 4,
      errorId: 632,
      detail: 'no',
      partly: false,
    })
    const id = await engine.sendOne(account)
    await eventually('its end', async () =>
      (await engine.detail(account, id))?.status.id === 4 ? true : undefined,
    )
    engine.peer.answer = (message) => engine.peer.accept(message)
    expect(await moneyOf(account)).toMatchObject({ balance: PRICE * 9n })
    await engine.send(account, { bulkId: 'twice', sendAt: new Date(engine.clock.ms() + 3_600_000) })
    await Promise.all(
      [1, 2, 3].map(() => engine.messaging.setBulkStatus(account, 'twice', 'CANCELED')),
    )
    expect(await moneyOf(account)).toMatchObject({ balance: PRICE * 9n })
  })
})
