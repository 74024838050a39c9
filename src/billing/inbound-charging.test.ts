import { afterAll, beforeAll, expect, test } from 'vitest'
import { rows, run, sql, transaction } from '../core/storage/index.ts'
import { BELIEVED_MS } from './price-books.ts'
import { assignList, insertList, insertPrices } from './store/books.ts'
import type { Reservation } from './index.ts'
import { message, ROOT, startWorld, type World } from './test/world.ts'

/** What messages from handsets cost: whatever is left, all the way up, and nothing where nobody prices them. */

let world: World
let made = 0
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

/** Lets an account buy at these prices from now on; null: by no list. */
async function sell(
  sellerId: number,
  accountId: number,
  prices: { MT?: bigint; MO?: bigint; unit?: 'part' | 'message' },
): Promise<void> {
  const { db } = world.database
  const now = world.clock.now()
  const name = `List ${++made}`
  const one = { account_id: sellerId, connection_id: null, name, currency: 'EUR' }
  const id = (await insertList(db, one, now))!
  const directions = (['MT', 'MO'] as const).filter((direction) => prices[direction] !== undefined)
  await insertPrices(
    db,
    sellerId,
    id,
    directions.map((direction) => ({
      kind: 'base',
      name: '',
      channel: null,
      direction,
      country: null,
      mcc_mnc: null,
      sender_kind: null,
      unit: prices.unit ?? 'part',
      amount_micros: String(prices[direction]),
      valid_from: now.toISOString(),
    })),
    now,
  )
  await assignList(db, { account_id: accountId, valid_from: now, list_id: id }, now)
  world.clock.advance(BELIEVED_MS + 1)
}
const ask = (items: readonly Reservation[]) =>
  transaction(world.database.hot, (tx) => world.billing.reserve(tx, items))
const came = (accountId: number, more: Partial<Reservation> = {}) =>
  message({ accountId, at: world.clock.ms(), direction: 'MO', senderKind: 'long-number', ...more })
const sent = (accountId: number) => message({ accountId, at: world.clock.ms() })
const balanceOf = async (accountId: number) =>
  (
    await rows<{ amount: bigint }>(
      world.database.db,
      sql`select amount_micros as amount from billing.balances where account_id = ${accountId}`,
    )
  )[0]!.amount
const postingsOf = (accountId: number) =>
  rows<{ kind: string; amount: bigint }>(
    world.database.db,
    sql`
      select kind, case when credit = 'balance' then amount_micros else -amount_micros end as amount
      from billing.ledger where account_id = ${accountId} order by id`,
  )
const usageOf = (accountId: number) =>
  rows<{ direction: string; messages: bigint; parts: bigint; amount: bigint }>(
    world.database.db,
    sql`
      select t.direction, sum(u.messages)::bigint as messages, sum(u.parts)::bigint as parts,
        sum(u.amount_micros)::bigint as amount
      from billing.usage u join billing.tariffs t on t.id = u.tariff_id
      where u.account_id = ${accountId} group by 1 order by 1`,
  )

test('are charged by the part, or by the message where the price says so', async () => {
  const byPart = await world.account({ balanceMicros: 100n })
  const byMessage = await world.account({ balanceMicros: 100n })
  await sell(ROOT, byPart, { MO: 7n })
  await sell(ROOT, byMessage, { MO: 7n, unit: 'message' })
  await ask([came(byPart, { parts: 3 }), came(byMessage, { parts: 3 })])
  expect([await balanceOf(byPart), await balanceOf(byMessage)]).toEqual([79n, 93n])
  expect(await usageOf(byPart)).toEqual([{ direction: 'MO', messages: 1n, parts: 3n, amount: 21n }])
})

test('are owed when the balance does not cover them; sends are refused until it is paid', async () => {
  const accountId = await world.account({ balanceMicros: 10n })
  await sell(ROOT, accountId, { MT: 1n, MO: 7n })
  expect(await ask([came(accountId), came(accountId), came(accountId)])).toMatchObject([
    { ok: true, priceMicros: 7n },
    { ok: true, priceMicros: 7n },
    { ok: true, priceMicros: 7n },
  ])
  expect(await balanceOf(accountId)).toBe(-11n)
  expect(await ask([sent(accountId)])).toEqual([{ ok: false, reason: 'BALANCE' }])
  await run(
    world.database.db,
    sql`update billing.balances set amount_micros = amount_micros + 12 where account_id = ${accountId}`,
  )
  expect(await ask([sent(accountId), sent(accountId)])).toMatchObject([{ ok: true }, { ok: false }])
  expect(await postingsOf(accountId)).toEqual([
    { kind: 'TOP_UP', amount: 10n },
    { kind: 'INBOUND', amount: -21n },
    { kind: 'RESERVE', amount: -1n },
  ])
})

test('and sends in one set each go by their own rule', async () => {
  const accountId = await world.account({ balanceMicros: 5n })
  await sell(ROOT, accountId, { MT: 3n, MO: 4n })
  const outcomes = await ask([sent(accountId), came(accountId), sent(accountId), came(accountId)])
  expect(outcomes.map((one) => one.ok)).toEqual([true, true, false, true])
  expect(await balanceOf(accountId)).toBe(-6n)
  expect(await postingsOf(accountId)).toEqual([
    { kind: 'TOP_UP', amount: 5n },
    { kind: 'RESERVE', amount: -3n },
    { kind: 'INBOUND', amount: -8n },
  ])
})

test('go beyond a credit limit, which sends do not', async () => {
  const accountId = await world.account({ prepaid: false, creditLimitMicros: 5n })
  await sell(ROOT, accountId, { MT: 3n, MO: 4n })
  const outcomes = await ask([came(accountId), came(accountId), sent(accountId)])
  expect(outcomes.map((one) => one.ok)).toEqual([true, true, false])
  expect(await balanceOf(accountId)).toBe(-8n)
})

test('cost nothing and touch nothing where the list has no price for them', async () => {
  const accountId = await world.account({ balanceMicros: 10n })
  await sell(ROOT, accountId, { MT: 3n })
  expect(await ask([came(accountId)])).toEqual([
    { ok: true, tariffId: null, priceMicros: 0n, currency: 'EUR' },
  ])
  expect(await usageOf(accountId)).toEqual([])
  expect(await balanceOf(accountId)).toBe(10n)
})

test('cost each seller by its own list, and nobody sees the price of the one above', async () => {
  const reseller = await world.account({ balanceMicros: 100n })
  const [charged, free] = await Promise.all([
    world.account({ parentId: reseller, balanceMicros: 100n }),
    world.account({ parentId: reseller, balanceMicros: 100n }),
  ])
  await sell(ROOT, reseller, { MT: 1n, MO: 2n })
  await sell(reseller, charged, { MO: 9n })
  await sell(reseller, free, { MT: 9n })
  expect(await ask([came(charged), came(free)])).toMatchObject([
    { ok: true, priceMicros: 9n },
    { ok: true, priceMicros: 0n },
  ])
  expect(await balanceOf(charged)).toBe(91n)
  expect(await balanceOf(free)).toBe(100n)
  expect(await balanceOf(reseller)).toBe(96n)
  expect(await usageOf(free)).toEqual([{ direction: 'MO', messages: 1n, parts: 1n, amount: 0n }])
})

test('are not paid by packages, which are for what is sent', async () => {
  const accountId = await world.account({ balanceMicros: 10n })
  await sell(ROOT, accountId, { MT: 3n, MO: 4n })
  await run(
    world.database.db,
    sql`
      insert into billing.packages (account_id, name, unit, total, valid_from, valid_to, price_micros, created_at)
      values (${accountId}, 'Ten', 'part', 10, '2020-01-01Z', '2100-01-01Z', 0, ${world.clock.now()})`,
  )
  world.clock.advance(BELIEVED_MS + 1)
  await ask([came(accountId), sent(accountId)])
  expect(await balanceOf(accountId)).toBe(6n)
})

test('are counted as a cost where the operator asks for them, and not at all where it does not', async () => {
  const { db } = world.database
  const now = world.clock.now()
  const submitted = (connectionId: number, direction: 'MT' | 'MO') =>
    transaction(world.database.hot, (tx) =>
      world.billing.submitted(tx, [
        { ...sent(5), connectionId, direction, at: world.clock.ms(), parts: 2 },
      ]),
    )
  for (const [connectionId, direction] of [
    [81, 'MO'],
    [82, 'MT'],
  ] as const) {
    const one = { account_id: ROOT, connection_id: connectionId, name: `Costs ${connectionId}`, currency: 'EUR' } // prettier-ignore
    const id = (await insertList(db, one, now))!
    await insertPrices(db, ROOT, id, [{ kind: 'base', name: '', channel: null, direction, country: null, mcc_mnc: null, sender_kind: null, unit: 'part', amount_micros: '5', valid_from: '2026-01-01T00:00:00Z' }], now) // prettier-ignore
  }
  world.clock.advance(BELIEVED_MS + 1)
  await submitted(81, 'MO')
  await submitted(82, 'MO')
  expect(
    await rows(
      db,
      sql`select connection_id, direction, parts, amount_micros as amount from billing.costs order by 1`,
    ),
  ).toEqual([{ connection_id: 81, direction: 'MO', parts: 2n, amount: 10n }])
})
