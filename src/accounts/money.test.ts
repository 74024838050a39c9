import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { row, rows, run, sql, transaction } from '../core/storage/index.ts'
import type { AccountWishes, ReserveOutcome } from './index.ts'
import { startWorld, type World } from './test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

const account = async (wishes: Partial<AccountWishes> = {}) =>
  (await world.accounts.createAccount({ name: 'payer', ...wishes })).accountId
const reserve = (items: readonly [accountId: number, parts: number][]): Promise<ReserveOutcome[]> =>
  transaction(world.database.hot, (tx) =>
    world.accounts.reserve(
      tx,
      items.map(([accountId, parts], n) => ({ accountId, parts, reference: `message ${n}` })),
    ),
  )
const refund = (accountId: number, amountMicros: bigint) =>
  transaction(world.database.hot, (tx) =>
    world.accounts.refund(tx, [{ accountId, amountMicros, reference: 'message' }]),
  )

/** The balance, and what the ledger says it should be. */
async function books(accountId: number) {
  const { db } = world.database
  const balance = await row<{ amount: bigint }>(
    db,
    sql`select amount_micros as amount from accounts.balances where account_id = ${accountId}`,
  )
  const ledger = await row<{ sum: bigint; postings: bigint; items: bigint }>(
    db,
    sql`
      select coalesce(sum(case when credit = 'balance' then amount_micros else 0 end)
          - sum(case when debit = 'balance' then amount_micros else 0 end), 0)::bigint as sum,
        count(*) as postings, coalesce(sum(items), 0)::bigint as items
      from accounts.ledger
      where account_id = ${accountId}`,
  )
  return { balance: balance!.amount, ...ledger! }
}
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
      { ok: true, priceMicros: 10n, currency: 'EUR' },
      { ok: true, priceMicros: 10n, currency: 'EUR' },
      { ok: false },
      { ok: false },
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

  test('of a free message needs no balance and leaves no posting', async () => {
    const accountId = await account()
    expect(
      await reserve([
        [accountId, 3],
        [1, 1],
      ]),
    ).toEqual([
      { ok: true, priceMicros: 0n, currency: 'EUR' },
      { ok: true, priceMicros: 0n, currency: 'EUR' },
    ])
    expect((await books(accountId)).postings).toBe(0n)
  })

  test('of an account that is not there is none', async () => {
    expect(await reserve([[999_999, 1]])).toEqual([{ ok: false }])
    expect(await reserve([])).toEqual([])
  })

  test('is undone with the transaction of the caller', async () => {
    const accountId = await account({ priceMicros: 10n, balanceMicros: 100n })
    const undone = transaction(world.database.hot, async (tx) => {
      await world.accounts.reserve(tx, [{ accountId, parts: 5, reference: 'm' }])
      throw new Error('the messages could not be stored')
    })
    await expect(undone).rejects.toThrow('could not be stored')
    expect(await books(accountId)).toMatchObject({ balance: 100n, sum: 100n })
  })

  test('and what is given back are posted apart', async () => {
    const accountId = await account({ priceMicros: 10n, balanceMicros: 30n })
    await reserve([[accountId, 3]])
    expect(taken(await reserve([[accountId, 1]]))).toEqual([false])
    await refund(accountId, 20n)
    expect(taken(await reserve([[accountId, 2]]))).toEqual([true])
    const ledger = await rows<{ kind: string }>(
      world.database.db,
      sql`select kind from accounts.ledger where account_id = ${accountId} order by id`,
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

  test('leave books that agree, whatever is reserved and refunded (property)', async () => {
    const sizes = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 9 })),
      { maxLength: 8 },
    )
    const step = fc.oneof(
      fc.record({ reserve: sizes }),
      fc.record({
        refund: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.bigInt({ min: 0n, max: 50n })),
      }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.bigInt({ min: 0n, max: 200n }),
        async (steps, opening) => {
          const payers = [
            await account({ priceMicros: 3n, balanceMicros: opening }),
            await account({ prepaid: false, priceMicros: 5n, creditLimitMicros: opening }),
            await account({ prepaid: false, priceMicros: 11n }),
          ] as const
          let spent = [opening, 0n, 0n]
          const prices = [3n, 5n, 11n]
          await Promise.all(
            steps.map(async (one) => {
              if ('refund' in one) {
                const [index, amount] = one.refund
                await refund(payers[index]!, amount)
                spent = spent.with(index, spent[index]! + amount)
                return
              }
              const outcomes = await reserve(
                one.reserve.map(([index, parts]) => [payers[index]!, parts]),
              )
              outcomes.forEach((outcome, n) => {
                const [index, parts] = one.reserve[n]!
                if (outcome.ok)
                  spent = spent.with(index, spent[index]! - prices[index]! * BigInt(parts))
              })
            }),
          )
          for (const [index, accountId] of payers.entries()) {
            const { balance, sum } = await books(accountId)
            expect(balance).toBe(spent[index])
            expect(sum).toBe(balance)
          }
          expect((await books(payers[0])).balance).toBeGreaterThanOrEqual(0n)
          expect((await books(payers[1])).balance).toBeGreaterThanOrEqual(-opening)
        },
      ),
      { numRuns: 25 },
    )
  })
})

test('the ledger takes no change', async () => {
  await account({ balanceMicros: 1n })
  await expect(
    run(world.database.db, sql`update accounts.ledger set amount_micros = 2`),
  ).rejects.toThrow('append-only')
})

test('a policy is as the account was made; one made later is prepaid, with its own senders, and checked for flooding', async () => {
  const accountId = await account()
  const policies = await world.accounts.policies(world.database.hot, [accountId, 1, 999_999, 1])
  expect([...policies.keys()].toSorted((a, b) => a - b)).toEqual([1, accountId])
  expect(policies.get(1)).toEqual({
    accountId: 1,
    state: 'active',
    isRoot: true,
    anySender: true,
    floodingOn: false,
    contentDays: 7,
    currency: 'EUR',
    priceMicros: 0n,
  })
  expect(policies.get(accountId)).toMatchObject({
    state: 'active',
    isRoot: false,
    anySender: false,
    floodingOn: true,
  })
  await world.accounts.setAccountState(accountId, 'suspended')
  expect(
    (await world.accounts.policies(world.database.hot, [accountId])).get(accountId)!.state,
  ).toBe('suspended')
})
