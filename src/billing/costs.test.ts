import { afterAll, beforeAll, expect, test } from 'vitest'
import { rows, sql, transaction } from '../core/storage/index.ts'
import { BELIEVED_MS } from './price-books.ts'
import { insertList, insertPrices, type NewPrice } from './store/books.ts'
import { retireList } from './store/lists.ts'
import { ROOT, startWorld, type World } from './test/world.ts'

/** What operators will ask for, by the lists of their connections. */

const AT = Date.parse('2026-11-24T23:59:59.999Z')
let world: World
let made = 0
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

const price = (amount: number, more: Partial<NewPrice> = {}): NewPrice => ({
  kind: 'base',
  name: '',
  channel: 'SMS',
  direction: 'MT',
  country: null,
  mcc_mnc: null,
  sender_kind: null,
  unit: 'part',
  amount_micros: String(amount),
  valid_from: '2026-01-01T00:00:00Z',
  ...more,
})
const list = async (connection_id: number, prices: readonly NewPrice[]): Promise<number> => {
  const { db } = world.database
  const one = { account_id: ROOT, connection_id, name: `Costs ${++made}`, currency: 'USD' }
  const id = (await insertList(db, one, world.clock.now()))!
  await insertPrices(db, ROOT, id, prices, world.clock.now())
  return id
}
const submitted = (connectionId: number, parts: number, mccMnc: string, at = AT) =>
  transaction(world.database.hot, (tx) =>
    world.billing.submitted(tx, [
      {
        connectionId,
        accountId: 5,
        channel: 'SMS',
        direction: 'MT',
        country: 'DE',
        mccMnc,
        senderKind: 'alphanumeric',
        parts,
        at,
      },
    ]),
  )
const costsOf = (connectionId: number) =>
  rows(
    world.database.db,
    sql`
      select day::text as day, mcc_mnc, currency, messages::integer as messages, parts::integer as parts,
        amount_micros::integer as amount
      from billing.costs where connection_id = ${connectionId}
      order by day, mcc_mnc`,
  )

test('are counted by connection, day and network, at the most specific price', async () => {
  await list(1, [
    price(100),
    price(40, { country: 'DE', mcc_mnc: '26202' }),
    price(7, { kind: 'surcharge', name: 'Fee', unit: 'message' }),
  ])
  await submitted(1, 2, '26201')
  await submitted(1, 1, '26201')
  await submitted(1, 3, '26202')
  await submitted(1, 1, '26201', AT + 1)
  const usual = { currency: 'USD' }
  expect(await costsOf(1)).toEqual([
    { ...usual, day: '2026-11-24', mcc_mnc: '26201', messages: 2, parts: 3, amount: 314 },
    { ...usual, day: '2026-11-24', mcc_mnc: '26202', messages: 1, parts: 3, amount: 127 },
    { ...usual, day: '2026-11-25', mcc_mnc: '26201', messages: 1, parts: 1, amount: 107 },
  ])
})

test('of a connection without a list are not counted, and what a list does not price counts at nothing', async () => {
  await list(2, [price(10, { country: 'FR' })])
  world.clock.advance(BELIEVED_MS)
  await submitted(3, 1, '26201')
  await submitted(2, 4, '26201')
  expect(await costsOf(3)).toEqual([])
  expect(await costsOf(2)).toMatchObject([{ messages: 1, parts: 4, amount: 0 }])
})

test('follow a list that takes the place of another one', async () => {
  const first = await list(4, [price(10)])
  world.clock.advance(BELIEVED_MS)
  await submitted(4, 1, '26201')
  expect(await retireList(world.database.db, ROOT, first, world.clock.now())).toBe(true)
  // As new as the first was: its number alone tells them apart.
  await list(4, [price(30)])
  world.clock.advance(BELIEVED_MS)
  await submitted(4, 1, '26201')
  expect(await costsOf(4)).toMatchObject([{ messages: 2, amount: 40 }])
})
