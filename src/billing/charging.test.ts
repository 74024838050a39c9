import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { row, rows, run, sql, transaction } from '../core/storage/index.ts'
import type { Refund, Reservation, ReserveOutcome } from './index.ts'
import { message, startWorld, type World } from './test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

const account: World['account'] = (wishes) => world.account(wishes)
const reserveAll = (items: readonly Reservation[]) =>
  transaction(world.database.hot, (tx) => world.billing.reserve(tx, items))
const reserve = (items: readonly [accountId: number, parts: number][]): Promise<ReserveOutcome[]> =>
  reserveAll(items.map(([accountId, parts]) => message({ accountId, parts, at: world.clock.ms() })))
const refund = (items: readonly Refund[]) =>
  transaction(world.database.hot, (tx) => world.billing.refund(tx, items))
/** Of an outcome that was taken and cost something. */
const charged = (outcome: ReserveOutcome) => {
  if (!outcome.ok || outcome.tariffId === null) throw new Error('nothing was charged')
  return { tariffId: outcome.tariffId }
}

/** The balance, and what the ledger says it should be. */
async function books(accountId: number) {
  const { db } = world.database
  const balance = await row<{ amount: bigint }>(
    db,
    sql`select amount_micros as amount from billing.balances where account_id = ${accountId}`,
  )
  const ledger = await row<{ sum: bigint; postings: bigint; items: bigint }>(
    db,
    sql`
      select coalesce(sum(case when credit = 'balance' then amount_micros else 0 end)
          - sum(case when debit = 'balance' then amount_micros else 0 end), 0)::bigint as sum,
        count(*) as postings, coalesce(sum(items), 0)::bigint as items
      from billing.ledger
      where account_id = ${accountId}`,
  )
  return { balance: balance!.amount, ...ledger! }
}
/** Days on which the ledger says something else than the usage; there must be none. */
const usageLessLedger = (accountId: number) =>
  rows(
    world.database.db,
    sql`
      select day, sum(amount)::text as difference
      from (
        select day, amount_micros as amount from billing.usage where account_id = ${accountId}
        union all
        select day, case when credit = 'traffic' then -amount_micros else amount_micros end
        from billing.ledger
        where account_id = ${accountId} and 'traffic' in (debit, credit)) together
      group by day
      having sum(amount) <> 0`,
  )
const taken = (outcomes: readonly ReserveOutcome[]) => outcomes.map((one) => one.ok)

describe('a reservation', () => {
  test('is taken as long as the balance lasts, in the order of the items, with one posting for all', async () => {
    const accountId = await account({ priceMicros: 10n, balanceMicros: 55n })
    const outcomes = await reserve([
      [accountId, 2],
      [accountId, 3],
      [accountId, 1],
      [accountId, 1],
    ])
    expect(outcomes).toEqual([
      { ok: true, tariffId: expect.any(Number), priceMicros: 10n, currency: 'EUR' },
      { ok: true, tariffId: expect.any(Number), priceMicros: 10n, currency: 'EUR' },
      { ok: false, reason: 'BALANCE' },
      { ok: false, reason: 'BALANCE' },
    ])
    expect(await books(accountId)).toEqual({ balance: 5n, sum: 5n, postings: 2n, items: 3n })
  })

  test('that does not fit leaves room for a smaller one behind it', async () => {
    const accountId = await account({ priceMicros: 10n, balanceMicros: 25n })
    expect(
      taken(
        await reserve([
          [accountId, 1],
          [accountId, 2],
          [accountId, 1],
        ]),
      ),
    ).toEqual([true, false, true])
  })

  test('of a postpaid account is always taken, below zero too; with a credit limit down to that', async () => {
    const unlimited = await account({ prepaid: false, priceMicros: 10n })
    const limited = await account({ prepaid: false, priceMicros: 10n, creditLimitMicros: 15n })
    expect(
      taken(
        await reserve([
          [unlimited, 200],
          [limited, 1],
          [unlimited, 200],
          [limited, 1],
        ]),
      ),
    ).toEqual([true, true, true, false])
    expect((await books(unlimited)).balance).toBe(-4_000n)
    expect((await books(limited)).balance).toBe(-10n)
  })

  test('of more than can be stored is refused, without a limit too', async () => {
    const accountId = await account({ prepaid: false, priceMicros: 999_999_999_999_999_999n })
    const outcomes = await reserve([
      [accountId, 25],
      [accountId, 1],
      [accountId, 1],
    ])
    expect(taken(outcomes)).toEqual([false, true, false])
  })

  test('of a free message needs no balance and leaves no posting', async () => {
    const accountId = await account()
    expect(
      await reserve([
        [accountId, 3],
        [1, 1],
      ]),
    ).toEqual([
      { ok: true, tariffId: null, priceMicros: 0n, currency: 'EUR' },
      { ok: true, tariffId: null, priceMicros: 0n, currency: 'EUR' },
    ])
    expect((await books(accountId)).postings).toBe(0n)
  })

  test('of an account that is not there is none', async () => {
    expect(await reserve([[999_999, 1]])).toEqual([{ ok: false, reason: 'BALANCE' }])
    expect(await reserve([])).toEqual([])
  })

  test('is undone with the transaction of the caller', async () => {
    const accountId = await account({ priceMicros: 10n, balanceMicros: 100n })
    const undone = transaction(world.database.hot, async (tx) => {
      await world.billing.reserve(tx, [message({ accountId, parts: 5, at: world.clock.ms() })])
      throw new Error('the messages could not be stored')
    })
    await expect(undone).rejects.toThrow('could not be stored')
    expect(await books(accountId)).toMatchObject({ balance: 100n, sum: 100n })
  })

  test('and what is given back are posted apart', async () => {
    const accountId = await account({ priceMicros: 10n, balanceMicros: 30n })
    const first = message({ accountId, at: world.clock.ms() })
    const outcomes = await reserveAll([{ ...first, parts: 2 }, first])
    expect(taken(await reserve([[accountId, 1]]))).toEqual([false])
    await refund([{ ...first, parts: 2, ...charged(outcomes[0]!) }])
    expect(taken(await reserve([[accountId, 2]]))).toEqual([true])
    const ledger = await rows<{ kind: string }>(
      world.database.db,
      sql`select kind from billing.ledger where account_id = ${accountId} order by id`,
    )
    expect(ledger.map((one) => one.kind)).toEqual(['TOP_UP', 'RESERVE', 'REFUND', 'RESERVE'])
    expect(await books(accountId)).toMatchObject({ balance: 0n, sum: 0n })
  })
})

describe('many at once', () => {
  test('get exactly what the balance covers, whatever the sets and their order', async () => {
    const payers = await Promise.all(
      [600, 350, 1].map((covered) =>
        account({ priceMicros: 7n, balanceMicros: BigInt(covered) * 7n + 3n }),
      ),
    )
    // Each set has the accounts in another order: without one order of locks two sets would wait for each other.
    const sets = Array.from({ length: 100 }, (_, n) => {
      const [a, b, c] = n % 2 === 0 ? payers : payers.toReversed()
      return Array.from({ length: 10 }, (): [number, number][] => [
        [a!, 1],
        [b!, 1],
        [c!, 1],
      ]).flat()
    })
    const outcomes = (await Promise.all(sets.map((set) => reserve(set)))).flatMap((some, n) =>
      some.map((one, index) => ({ ok: one.ok, accountId: sets[n]![index]![0] })),
    )
    for (const [index, covered] of [600, 350, 1].entries()) {
      expect(outcomes.filter((one) => one.ok && one.accountId === payers[index])).toHaveLength(
        covered,
      )
      expect(await books(payers[index]!)).toMatchObject({
        balance: 3n,
        sum: 3n,
        items: BigInt(covered) + 1n,
      })
    }
  })

  test('leave books that agree, whatever is reserved and refunded, and usage that equals the ledger (property)', async () => {
    const item = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 9 }))
    const step = fc.oneof(
      fc.record({ reserve: fc.array(item, { maxLength: 8 }) }),
      fc.record({ refund: fc.integer({ min: 0, max: 30 }) }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.bigInt({ min: 0n, max: 200n }),
        async (steps, opening) => {
          const reseller = await account({ priceMicros: 2n, balanceMicros: opening })
          const senders = [
            await account({ priceMicros: 3n, balanceMicros: opening }),
            await account({ prepaid: false, priceMicros: 5n, creditLimitMicros: opening }),
            await account({ prepaid: false, priceMicros: 11n, parentId: reseller }),
            await account({ pays: 'parent', parentId: reseller }),
          ]
          const held: Refund[] = []
          await Promise.all(
            steps.map(async (one) => {
              if ('refund' in one) {
                const [given] = held.splice(one.refund % Math.max(1, held.length), 1)
                return given && refund([given])
              }
              const items = one.reserve.map(([index, parts]) =>
                message({ accountId: senders[index]!, parts, at: world.clock.ms() }),
              )
              const outcomes = await reserveAll(items)
              outcomes.forEach((outcome, n) => {
                if (outcome.ok) held.push({ ...items[n]!, ...charged(outcome) })
              })
              return undefined
            }),
          )
          const parts = (accountId: number) =>
            BigInt(
              held
                .filter((one) => one.accountId === accountId)
                .reduce((sum, one) => sum + one.parts, 0),
            )
          const [first, second, third, fourth] = senders as [number, number, number, number]
          const expected = new Map([
            [reseller, opening - 2n * (parts(third) + parts(fourth))],
            [first, opening - 3n * parts(first)],
            [second, -5n * parts(second)],
            [third, -11n * parts(third)],
            [fourth, 0n],
          ])
          for (const [accountId, balance] of expected) {
            expect(await books(accountId)).toMatchObject({ balance, sum: balance })
            expect(await usageLessLedger(accountId)).toEqual([])
          }
          expect(expected.get(reseller)).toBeGreaterThanOrEqual(0n)
          expect(expected.get(second)).toBeGreaterThanOrEqual(-opening)
        },
      ),
      { numRuns: 25 },
    )
  })
})

test('the ledger takes no change', async () => {
  await account({ balanceMicros: 1n })
  await expect(
    run(world.database.db, sql`update billing.ledger set amount_micros = 2`),
  ).rejects.toThrow('append-only')
})
