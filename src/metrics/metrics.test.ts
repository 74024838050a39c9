import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { testDatabase } from '../../test/support/database.ts'
import { movableClock, utcDay } from '../core/clock.ts'
import { openLog } from '../core/open-log.ts'
import { openDatabase, row, rows, sql, type Database } from '../core/storage/index.ts'
import { bucketOf, FIVE_SECONDS, percentile, timeBuckets } from './buckets.ts'
import { Counting, type Counted } from './counting.ts'
import { dropOld } from './upkeep.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
let database: Database
const clock = movableClock()
let lastAccount = 1_000
beforeAll(async () => {
  database = openDatabase(
    (await testDatabase()) as Parameters<typeof openDatabase>[0],
    openLog('silent'),
    { connectionsMax: 6, hotConnectionsMax: 1 },
  )
})
afterAll(() => database?.close())

const counted = (accountId: number, more: Partial<Counted> = {}): Counted => ({
  accountId,
  hourMs: Math.floor(clock.ms() / HOUR_MS) * HOUR_MS,
  channel: 'SMS',
  direction: 'MT',
  country: 'DE',
  mccMnc: '26201',
  address: 'Shop',
  applicationId: null,
  entityId: null,
  simulated: false,
  statusId: 0,
  errorId: 0,
  bucket: -1,
  messages: 1,
  parts: 1,
  ...more,
})
const stored = async (accountId: number) => {
  const found = await row(
    database.db,
    sql<{ hours: number; days: number; flows: number; folded: number }>`
      select
        (select coalesce(sum(messages), 0)::int from metrics.hours where account_id = ${accountId}) as hours,
        (select coalesce(sum(messages), 0)::int from metrics.days where account_id = ${accountId}) as days,
        (select count(*)::int from metrics.flows where account_id = ${accountId}) as flows,
        (select count(*)::int from metrics.flows where account_id = ${accountId} and address = '*') as folded`,
  )
  return found!
}

describe('counting', () => {
  test('adds to hours and days, also from two processes at once', async () => {
    const account = ++lastAccount
    const both = [new Counting(database.db, clock), new Counting(database.db, clock)]
    const set = ['Shop', 'Clinic', 'Bank'].flatMap((address) => [
      counted(account, { address }),
      counted(account, { address, statusId: 5, bucket: 3 }),
    ])
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => both[n % 2]!.add(n % 3 === 0 ? set.toReversed() : set)),
    )
    expect(await stored(account)).toEqual({ hours: 120, days: 120, flows: 3, folded: 0 })
  })

  test('stops telling senders apart when an account has too many new ones in a day', async () => {
    const account = ++lastAccount
    const counting = new Counting(database.db, clock)
    const many = (from: number) =>
      Array.from({ length: 400 }, (_, n) => counted(account, { address: `S${from + n}` }))
    await counting.add(many(0))
    await counting.add(many(400))
    await counting.add(many(0))
    const found = await stored(account)
    expect(found).toMatchObject({ hours: 1_200, days: 1_200, folded: 1 })
    expect(found.flows).toBe(501)
    clock.advance(DAY_MS)
    await counting.add([counted(account, { address: 'Tomorrow' })])
    expect((await stored(account)).flows).toBe(502)
  })

  test('keeps what looks alike but is not', async () => {
    const account = ++lastAccount
    await new Counting(database.db, clock).add([
      counted(account, { applicationId: 'a b', entityId: null }),
      counted(account, { applicationId: 'a', entityId: 'b' }),
      counted(account, { applicationId: null, entityId: 'a b' }),
      counted(account, { applicationId: 'a b', entityId: null, simulated: true }),
      counted(account, { applicationId: 'a b', entityId: null, direction: 'MO' }),
    ])
    expect((await stored(account)).flows).toBe(5)
  })
})

test('hours go after 90 days, days after 25 months, and then their flows', async () => {
  const account = ++lastAccount
  const made = clock.ms()
  await new Counting(database.db, clock).add([counted(account)])
  const after = async (days: number) => {
    await dropOld(database.db, new Date(made + days * DAY_MS))
    const { hours, days: kept, flows } = await stored(account)
    return [hours, kept, flows]
  }
  expect(await after(89)).toEqual([1, 1, 1])
  expect(await after(91)).toEqual([0, 1, 1])
  expect(await after(755)).toEqual([0, 1, 1])
  expect(await after(770)).toEqual([0, 0, 0])
  expect(
    await rows(database.db, sql`select 1 from metrics.days where day < ${utcDay(made)}`),
  ).toEqual([])
})

describe('steps of time', () => {
  test('begin with their bound', () => {
    expect([0, 999, 1_000, 4_999, 5_000, 59_999, 60_000, 1e12].map(bucketOf)).toEqual([
      0,
      0,
      1,
      4,
      FIVE_SECONDS,
      12,
      13,
      timeBuckets.length - 1,
    ])
    fc.assert(
      fc.property(fc.nat(500_000_000), fc.nat(500_000_000), (a, b) =>
        a <= b ? bucketOf(a) <= bucketOf(b) : bucketOf(a) >= bucketOf(b),
      ),
    )
  })

  test('a percentile lies in the step of the delivery it speaks of', () => {
    expect(percentile([], 0.5)).toBeNull()
    expect(percentile([0, 0], 0.5)).toBeNull()
    expect(percentile([4], 0.5)).toBe(500)
    fc.assert(
      fc.property(
        fc.array(fc.nat(400_000_000), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.9, 0.99),
        (delays, share) => {
          const counts = timeBuckets.map(() => 0)
          for (const one of delays) counts[bucketOf(one)]! += 1
          const sorted = delays.toSorted((a, b) => a - b)
          const real = sorted[Math.ceil(delays.length * share) - 1]!
          const told = bucketOf(percentile(counts, share)!)
          // The end of a step is the beginning of the next one.
          return told === bucketOf(real) || told === bucketOf(real) + 1
        },
      ),
    )
  })
})
