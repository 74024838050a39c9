import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { row, rows, sql, transaction } from '../core/storage/index.ts'
import { billingDay } from './billing-day.ts'
import type { Refund, Reservation, ReserveOutcome } from './index.ts'
import { assignList, insertList, insertPrices, type NewPrice } from './store/books.ts'
import { insertPackage } from './store/terms.ts'
import { message, ROOT, startWorld, type World } from './test/world.ts'

/** Which price is taken when, from whom, and what is counted of it. */

const HOUR = 3_600_000
let world: World
let made = 0
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

const base: NewPrice = {
  kind: 'base',
  name: '',
  channel: null,
  direction: 'MT',
  country: null,
  mcc_mnc: null,
  sender_kind: null,
  unit: 'part',
  amount_micros: '10',
  valid_from: '2026-01-01T00:00:00Z',
}
const list = async (prices: Partial<NewPrice>[], seller = ROOT): Promise<number> => {
  const { db } = world.database
  const named = { account_id: seller, connection_id: null, name: `List ${++made}`, currency: 'EUR' }
  const id = (await insertList(db, named, world.clock.now()))!
  await insertPrices(
    db,
    seller,
    id,
    prices.map((one) => ({ ...base, ...one })),
    world.clock.now(),
  )
  return id
}
/** An account that buys by prices of its own. */
const buyer = async (
  prices: Partial<NewPrice>[],
  wishes: Parameters<World['account']>[0] = {},
): Promise<number> => {
  const accountId = await world.account({ balanceMicros: 1_000_000n, ...wishes })
  const list_id = await list(prices, wishes?.parentId ?? ROOT)
  const valid_from = new Date('2026-01-01')
  await assignList(
    world.database.db,
    { account_id: accountId, valid_from, list_id },
    world.clock.now(),
  )
  return accountId
}
const reserve = (items: readonly Reservation[]) =>
  transaction(world.database.hot, (tx) => world.billing.reserve(tx, items))
const refund = (items: readonly Refund[]) =>
  transaction(world.database.hot, (tx) => world.billing.refund(tx, items))
const priceOf = async (accountId: number, wishes: Partial<Reservation> = {}) => {
  const [outcome] = await reserve([message({ accountId, at: world.clock.ms(), ...wishes })])
  return outcome!.ok ? outcome!.priceMicros : outcome!.reason
}
const tariffOf = (outcome: ReserveOutcome): number => {
  if (!outcome.ok || outcome.tariffId === null) throw new Error('nothing was charged')
  return outcome.tariffId
}
const balanceOf = async (accountId: number): Promise<bigint> =>
  (await row<{ amount: bigint }>(
    world.database.db,
    sql`select amount_micros as amount from billing.balances where account_id = ${accountId}`,
  ))!.amount
const usageOf = (accountId: number) =>
  rows<{ day: string; messages: bigint; parts: bigint; amount: bigint }>(
    world.database.db,
    sql`
      select day::text as day, messages, parts, amount_micros as amount
      from billing.usage where account_id = ${accountId} and messages <> 0
      order by day, amount_micros`,
  )
const pack = (accountId: number, total: number, wishes: object = {}) =>
  insertPackage(
    world.database.db,
    {
      account_id: accountId,
      name: 'Free',
      channel: null,
      country: null,
      unit: 'part',
      total,
      valid_from: new Date(world.clock.ms() - HOUR),
      valid_to: new Date(world.clock.ms() + HOUR),
      price_micros: 0n,
      ...wishes,
    },
    world.clock.now(),
  )
const leftOf = async (accountId: number): Promise<bigint> =>
  (await row<{ left: bigint }>(
    world.database.db,
    sql`select sum(total - used)::bigint as left from billing.packages where account_id = ${accountId}`,
  ))!.left

describe('the price', () => {
  test('of the network goes before that of the country, the kind of sender before any, and surcharges are added', async () => {
    const accountId = await buyer([
      { amount_micros: '10' },
      { amount_micros: '20', country: 'DE' },
      { amount_micros: '25', country: 'DE', sender_kind: 'short-code' },
      { amount_micros: '30', country: 'DE', mcc_mnc: '26202' },
      { amount_micros: '3', country: 'DE', kind: 'surcharge', name: 'Fee' },
      { amount_micros: '5', channel: 'RCS' },
    ])
    expect(await priceOf(accountId, { country: 'FR', mccMnc: '20801' })).toBe(10n)
    expect(await priceOf(accountId)).toBe(23n)
    expect(await priceOf(accountId, { senderKind: 'short-code' })).toBe(28n)
    expect(await priceOf(accountId, { mccMnc: '26202', senderKind: 'short-code' })).toBe(33n)
    expect(await priceOf(accountId, { channel: 'RCS', country: null, mccMnc: null })).toBe(5n)
  })

  test('that ends gives way to a less specific one; where there is none at all, the message is refused', async () => {
    const accountId = await buyer([
      { amount_micros: '20', country: 'DE' },
      { amount_micros: null, country: 'DE', valid_from: '2026-02-01T00:00:00Z' },
      { amount_micros: '10', country: 'FR' },
    ])
    expect(await priceOf(accountId)).toBe('PRICE')
    expect(await priceOf(accountId, { country: 'FR', mccMnc: null })).toBe(10n)
    expect(await balanceOf(accountId)).toBe(999_990n)
  })

  test('changes at midnight for what is accepted from then on, on the day of the billing zone', async () => {
    const midnight = Date.parse('2027-03-01T00:00:00Z')
    const accountId = await buyer([
      { amount_micros: '10' },
      { amount_micros: '40', valid_from: new Date(midnight).toISOString() },
    ])
    const times = [-2, -1, 0, 1, 2].map((ms) => midnight + ms)
    // In the wrong order: a quote for a later message must not reach back.
    for (const at of [times[4]!, times[0]!, times[2]!, times[1]!, times[3]!])
      await reserve([message({ accountId, at, parts: 2 })])
    expect(await usageOf(accountId)).toEqual([
      { day: '2027-02-28', messages: 2n, parts: 4n, amount: 40n },
      { day: '2027-03-01', messages: 3n, parts: 6n, amount: 240n },
    ])
    expect(billingDay('Asia/Tokyo', midnight)).toBe('2027-03-01')
    expect(billingDay('America/New_York', midnight)).toBe('2027-02-28')
    expect(billingDay('Asia/Tokyo', midnight - 9 * HOUR - 1)).toBe('2027-02-28')
    expect(billingDay('Asia/Kathmandu', midnight - 5.75 * HOUR)).toBe('2027-03-01')
  })

  test('of a message is charged once, whatever its parts; the price for a part is rounded down', async () => {
    const accountId = await buyer([{ amount_micros: '100', unit: 'message' }])
    expect(await priceOf(accountId, { parts: 3 })).toBe(33n)
    expect(await balanceOf(accountId)).toBe(999_900n)
  })

  test('of a list that was changed counts within five seconds', async () => {
    const accountId = await buyer([{ amount_micros: '10' }])
    expect(await priceOf(accountId)).toBe(10n)
    const [assigned] = await rows<{ list_id: number }>(
      world.database.db,
      sql`select list_id from billing.assignments where account_id = ${accountId}`,
    )
    const later = { ...base, amount_micros: '70', valid_from: world.clock.now().toISOString() }
    await insertPrices(world.database.db, ROOT, assigned!.list_id, [later], world.clock.now())
    world.clock.advance(5_001)
    expect(await priceOf(accountId)).toBe(70n)
  })
})

describe('who pays', () => {
  test('is the seller, too, by its own list: all of them or none', async () => {
    const reseller = await buyer([{ amount_micros: '8' }], { balanceMicros: 17n })
    const customer = await buyer([{ amount_micros: '11' }], { parentId: reseller })
    const below = await world.account({ parentId: customer, pays: 'parent' })
    expect(await priceOf(customer)).toBe(11n)
    expect(await priceOf(below)).toBe(11n)
    // The customer could pay, its seller cannot: nobody is charged.
    expect(await priceOf(customer)).toBe('BALANCE')
    expect(await balanceOf(reseller)).toBe(1n)
    expect(await balanceOf(customer)).toBe(1_000_000n - 22n)
    expect(await balanceOf(below)).toBe(0n)
  })
})

describe('a package', () => {
  test('is used before money, the one that ends first in front, and covers no surcharge', async () => {
    const accountId = await buyer([
      { amount_micros: '10' },
      { amount_micros: '2', kind: 'surcharge', name: 'Fee' },
    ])
    await pack(accountId, 3)
    await pack(accountId, 2, { valid_to: new Date(world.clock.ms() + HOUR / 2) })
    expect(await priceOf(accountId, { parts: 2 })).toBe(2n)
    expect(await priceOf(accountId, { parts: 2 })).toBe(2n)
    // One part is left, which is not enough for two: money pays for both.
    expect(await priceOf(accountId, { parts: 2 })).toBe(12n)
    expect(await leftOf(accountId)).toBe(1n)
    expect(await balanceOf(accountId)).toBe(1_000_000n - 8n - 24n)
  })

  test('that ran out of time is why a message is refused when money does not last', async () => {
    const accountId = await buyer([{ amount_micros: '10' }], { balanceMicros: 1n })
    await pack(accountId, 5, { valid_to: new Date(world.clock.ms() - 1) })
    expect(await priceOf(accountId)).toBe('PACKAGE')
  })

  test('gets back what was taken of it', async () => {
    const accountId = await buyer([{ amount_micros: '10' }])
    await pack(accountId, 2)
    const sent = message({ accountId, at: world.clock.ms(), parts: 2 })
    const [outcome] = await reserve([sent])
    expect(await leftOf(accountId)).toBe(0n)
    await refund([{ ...sent, tariffId: tariffOf(outcome!) }])
    expect(await leftOf(accountId)).toBe(2n)
    expect(await usageOf(accountId)).toEqual([])
  })
})

test('whatever is charged and given back, of packages, surcharges and sellers: usage equals the ledger, and nothing is lost (property)', async () => {
  const item = fc.record({
    who: fc.integer({ min: 0, max: 2 }),
    parts: fc.integer({ min: 1, max: 5 }),
    network: fc.constantFrom('26201', '26202'),
    later: fc.integer({ min: 0, max: 50 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(item, { maxLength: 6 }), { maxLength: 6 }),
      fc.bigInt({ min: 0n, max: 300n }),
      fc.integer({ min: 1, max: 12 }),
      async (sets, opening, free) => {
        const prices = [
          { amount_micros: '7' },
          { amount_micros: '11', country: 'DE', mcc_mnc: '26202', unit: 'message' as const },
          { amount_micros: '2', kind: 'surcharge' as const, name: 'Fee' },
        ]
        const reseller = await buyer(prices, { balanceMicros: opening })
        const senders = [
          await buyer(prices, { balanceMicros: opening }),
          await buyer(prices, { parentId: reseller, prepaid: false, balanceMicros: 0n }),
          await world.account({ parentId: reseller, pays: 'parent' }),
        ]
        await pack(senders[0]!, free)
        await pack(reseller, free, { unit: 'message' })
        const held: Refund[] = []
        await Promise.all(
          sets.map(async (set) => {
            const items = set.map((one) =>
              message({
                accountId: senders[one.who]!,
                parts: one.parts,
                mccMnc: one.network,
                at: world.clock.ms() + one.later * HOUR,
              }),
            )
            const outcomes = await reserve(items)
            outcomes.forEach((outcome, n) => {
              if (outcome.ok) held.push({ ...items[n]!, tariffId: tariffOf(outcome) })
            })
          }),
        )
        const all = [reseller, ...senders]
        for (const accountId of all) await expectTrueBooks(accountId)
        await Promise.all(held.map((one) => refund([one])))
        for (const accountId of all) {
          await expectTrueBooks(accountId)
          expect(await usageOf(accountId)).toEqual([])
        }
        expect(await balanceOf(reseller)).toBe(opening)
        expect(await balanceOf(senders[0]!)).toBe(opening)
        expect(await balanceOf(senders[1]!)).toBe(0n)
        expect(await leftOf(reseller)).toBe(BigInt(free))
      },
    ),
    { numRuns: 20 },
  )
}, 60_000)

/** The balance is what the ledger says, and so is the usage of each day. */
async function expectTrueBooks(accountId: number): Promise<void> {
  const found = await rows<{ day: string; difference: string }>(
    world.database.db,
    sql`
      select day::text as day, sum(amount)::text as difference
      from (
        select day, amount_micros as amount from billing.usage where account_id = ${accountId}
        union all
        select day, case when credit = 'traffic' then -amount_micros else amount_micros end
        from billing.ledger
        where account_id = ${accountId} and 'traffic' in (debit, credit)) sides
      group by day
      having sum(amount) <> 0`,
  )
  expect(found).toEqual([])
  const ledger = await row<{ sum: bigint }>(
    world.database.db,
    sql`
      select coalesce(sum(case when credit = 'balance' then amount_micros when debit = 'balance' then -amount_micros else 0 end), 0)::bigint as sum
      from billing.ledger where account_id = ${accountId}`,
  )
  expect(await balanceOf(accountId)).toBe(ledger!.sum)
}
