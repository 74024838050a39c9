import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PeerInbound } from './index.ts'
import { CONNECTION, startEngine, text, type Engine } from './test/engine.ts'

/** A message from a handset is charged in the transaction that stores it, and is never lost for money. */

const MT = 50_000n
const MO = 7_000n
let engine: Engine
let numbers = 491700000100
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine?.stop())

/** An account with a number of its own that is charged for what comes in. */
async function owner(balanceMicros: bigint): Promise<{ account: number; number: string }> {
  const number = String(++numbers)
  const account = await engine.account({ prepaid: true, priceMicros: MT, balanceMicros, senders: [number] }) // prettier-ignore
  await engine.look(
    `insert into billing.prices (account_id, list_id, kind, name, direction, unit, amount_micros, valid_from, created_at)
     select p.account_id, p.list_id, 'base', '', 'MO', 'part', $2, p.valid_from, p.created_at
     from billing.assignments a join billing.prices p on p.list_id = a.list_id
     where a.account_id = $1`,
    [account, String(MO)],
  )
  return { account, number }
}
const part = (dest: string, said: string, n = 1, total = 1, reference = 0): PeerInbound => ({
  channel: 'SMS',
  connectionId: CONNECTION,
  sender: '4915112345678',
  dest,
  concatenation: total === 1 ? null : { reference, total, number: n },
  octets: Buffer.from(said),
  coding: { dataCoding: 0, udh: false, defaultAlphabet: 'gsm7' },
  simulated: false,
})
const balanceOf = async (account: number) =>
  BigInt(
    (
      await engine.look<{ amount: string }>(
        'select amount_micros as amount from billing.balances where account_id = $1',
        [account],
      )
    )[0]!.amount,
  )
const recordsOf = (account: number) =>
  engine.look<{ parts: number; price: string; priced: boolean; mcc_mnc: string }>(
    `select r.parts, r.price_micros as price, t.direction = 'MO' as priced, r.mcc_mnc
     from messaging.records r left join billing.tariffs t on t.id = r.tariff_id
     where r.account_id = $1 order by r.id`,
    [account],
  )

test('each part is charged once, when the message is whole, and its price is told', async () => {
  const { account, number } = await owner(100_000n)
  const [first, second] = [part(number, 'to', 1, 2, 77), part(number, 'gether', 2, 2, 77)]
  await engine.messaging.takeInbound(first)
  expect(await balanceOf(account)).toBe(100_000n)
  await Promise.all([second, second, first].map((one) => engine.messaging.takeInbound(one)))
  await engine.messaging.takeInbound(part(number, 'alone'))
  expect(await balanceOf(account)).toBe(100_000n - 3n * MO)
  const { messages } = await engine.messaging.pullInbound(account, 'SMS', {}, 10)
  expect(messages).toMatchObject([
    { text: 'together', parts: 2, priceMicros: MO, currency: 'EUR' },
    { text: 'alone', parts: 1, priceMicros: MO, currency: 'EUR' },
  ])
  expect(await recordsOf(account)).toMatchObject([
    { parts: 2, price: String(MO), priced: true },
    { parts: 1, price: String(MO), priced: true },
  ])
})

test('with nothing left it is delivered all the same; sends are refused until the debt is paid', async () => {
  const { account, number } = await owner(MO)
  await Promise.all(['one', 'two', 'three'].map((said) => engine.messaging.takeInbound(part(number, said)))) // prettier-ignore
  expect(await balanceOf(account)).toBe(-2n * MO)
  expect((await engine.messaging.pullInbound(account, 'SMS', {}, 10)).messages).toHaveLength(3)
  const { messages } = await engine.send(account, { messages: [{ content: text('hello') }] })
  expect(messages.map((one) => one.statusId)).toEqual([12])
  expect(await balanceOf(account)).toBe(-2n * MO)
})

test('messages to many accounts that come together are charged to each, beside sends of them', async () => {
  const owners = await Promise.all(Array.from({ length: 4 }, () => owner(1_000_000n)))
  await Promise.all([
    ...Array.from({ length: 60 }, (_, n) => engine.messaging.takeInbound(part(owners[n % 4]!.number, `${n}`))), // prettier-ignore
    ...Array.from({ length: 20 }, (_, n) => engine.send(owners[3 - (n % 4)]!.account)),
  ])
  for (const { account } of owners)
    expect(await balanceOf(account)).toBe(1_000_000n - 15n * MO - 5n * MT)
})

test('a trial is charged nothing', async () => {
  const { account, number } = await owner(0n)
  await engine.look(`update accounts.accounts set state = 'trial' where id = $1`, [account])
  engine.clock.advance(6_000)
  await engine.messaging.takeInbound(part(number, 'hello'))
  expect(await balanceOf(account)).toBe(0n)
  expect(await recordsOf(account)).toMatchObject([{ price: '0', priced: null }])
})
