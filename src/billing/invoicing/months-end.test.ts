import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rows, run, sql, transaction } from '../../core/storage/index.ts'
import { startInvoicingWorld, type InvoicingWorld } from '../test/invoicing-world.ts'
import { ROOT } from '../test/world.ts'
import { contentHash, contentText } from './document.ts'
import { nextNumber } from '../store/invoices.ts'

let world: InvoicingWorld
beforeAll(async () => {
  world = await startInvoicingWorld()
})
afterAll(() => world?.close())

const at = (time: string) => world.clock.set(Date.parse(time))
const postpaid = (priceMicros: bigint) => world.account({ prepaid: false, priceMicros })
const closeAll = () => world.monthsEnd.run()

describe('a month of an account that pays afterwards', () => {
  test('becomes one invoice, whose sums are those of the ledger to the micro-unit', async () => {
    at('2026-11-10T12:00:00Z')
    const accountId = await postpaid(33_333n)
    await world.use(accountId, 100)
    at('2026-12-01T00:10:01Z')
    await closeAll()
    const [document, ...others] = await world.documents(accountId)
    expect(others).toEqual([])
    // 100 × 0.033333 = 3.3333 → 3.33, 19 % of it 0.6327 → 0.63
    expect(document).toMatchObject({
      kind: 'invoice',
      net: 3_333_300n,
      vat: 630_000n,
      rounding: -3_300n,
      payable: 3_960_000n,
      settled: 0n,
    })
    expect(document!.content).toMatchObject({
      issuedOn: '2026-12-01',
      dueOn: '2026-12-15',
      periodFrom: '2026-11-01',
      periodTo: '2026-11-30',
      seller: { name: 'Beispiel Netze GmbH' },
      buyer: { name: `Kunde ${accountId} GmbH` },
      lines: [
        {
          position: 1,
          kind: 'usage',
          channel: 'SMS',
          direction: 'MT',
          country: 'DE',
          network: '26201',
          component: 'base',
          unit: 'part',
          quantity: '100',
          unitMicros: '33333',
          amountMicros: '3333300',
        },
      ],
    })
    expect(await world.sides(accountId, document!.number)).toEqual({
      invoiced: 3_333_300n,
      receivable: -3_960_000n,
      rounding: -3_300n,
      vat: 630_000n,
    })
    expect(await world.balance(accountId)).toBe(-3_333_300n)
  })

  test('is split at midnight of the account’s zone, and by the price that was valid', async () => {
    at('2026-11-05T00:00:00Z')
    const accountId = await postpaid(10_000n)
    await run(
      world.database.db,
      sql`update billing.terms set zone = 'Asia/Tokyo' where account_id = ${accountId}`,
    )
    at('2026-11-30T14:59:59.999Z')
    await world.use(accountId, 3)
    at('2026-11-30T15:00:00.000Z')
    await world.use(accountId, 5)
    at('2026-11-30T15:09:59Z')
    await closeAll()
    expect(await world.documents(accountId)).toEqual([])
    at('2026-11-30T15:10:00Z')
    await closeAll()
    at('2027-01-01T00:00:00Z')
    await closeAll()
    const documents = await world.documents(accountId)
    expect(documents.map((one) => [one.content.periodFrom, one.net])).toEqual([
      ['2026-11-01', 30_000n],
      ['2026-12-01', 50_000n],
    ])
    expect(documents[0]!.content.issuedOn).toBe('2026-12-01')
  })

  test('that was closed stays as it is: what is given back later is on the next invoice', async () => {
    at('2027-02-10T00:00:00Z')
    const accountId = await postpaid(1_000_000n)
    const charged = await world.use(accountId, 10)
    at('2027-03-02T00:00:00Z')
    await closeAll()
    await world.giveBack(charged.slice(0, 4))
    await world.use(accountId, 9)
    await closeAll()
    expect(await world.documents(accountId)).toHaveLength(1)
    at('2027-04-02T00:00:00Z')
    await closeAll()
    const [first, second] = await world.documents(accountId)
    expect(first!.net).toBe(10_000_000n)
    expect(second!.net).toBe(5_000_000n)
    expect(
      second!.content.lines.map((one) => [one.kind, one.month, one.quantity, one.amountMicros]),
    ).toEqual([
      ['correction', '2027-02', '-4', '-4000000'],
      ['usage', '2027-03', '9', '9000000'],
    ])
  })

  test('with more given back than used waits for the next one', async () => {
    at('2027-05-10T00:00:00Z')
    const accountId = await postpaid(1_000_000n)
    const charged = await world.use(accountId, 10)
    at('2027-06-02T00:00:00Z')
    await closeAll()
    await world.giveBack(charged)
    await world.use(accountId, 1)
    at('2027-07-02T00:00:00Z')
    await closeAll()
    expect(await world.documents(accountId)).toHaveLength(1)
    await world.use(accountId, 20)
    at('2027-08-02T00:00:00Z')
    await closeAll()
    expect((await world.documents(accountId))[1]!.net).toBe(11_000_000n)
  })

  test('missed months are caught up, oldest first', async () => {
    at('2027-09-10T00:00:00Z')
    const accountId = await postpaid(1_000_000n)
    await world.use(accountId, 1)
    at('2027-11-10T00:00:00Z')
    await world.use(accountId, 2)
    at('2028-02-01T12:00:00Z')
    await closeAll()
    const documents = await world.documents(accountId)
    expect(documents.map((one) => one.content.periodFrom)).toEqual(['2027-09-01', '2027-11-01'])
    expect(documents[0]!.sequence).toBeLessThan(documents[1]!.sequence)
  })

  test('closed by several at once is closed once', async () => {
    at('2028-02-10T00:00:00Z')
    const accountId = await postpaid(1_000_000n)
    await world.use(accountId, 1)
    at('2028-03-02T00:00:00Z')
    const closed = await Promise.all(
      Array.from({ length: 6 }, () => world.monthsEnd.close(accountId, '2028-02')),
    )
    expect(closed.filter((one) => one !== null)).toHaveLength(1)
    expect(await world.documents(accountId)).toHaveLength(1)
  })
})

test('a package that was sold, what it covered, the rest, VAT and credit notes add up to the ledger', async () => {
  at('2029-03-10T00:00:00Z')
  const accountId = await postpaid(33_333n)
  await world.sell(accountId, 10, 1_234_567n)
  await world.use(accountId, 25)
  at('2029-04-02T00:00:00Z')
  await closeAll()
  const [invoice] = await world.documents(accountId)
  const net = 1_234_567n + 15n * 33_333n
  // 1.734562 → 1.73, 19 % of it 0.3287 → 0.33
  expect(invoice).toMatchObject({ net, vat: 330_000n, payable: 2_060_000n })
  expect(
    invoice!.content.lines.map((one) => [one.component, one.unit, one.channel, one.quantity, one.amountMicros]), // prettier-ignore
  ).toEqual([
    ['package', 'item', null, '1', '1234567'],
    ['base', 'part', 'SMS', '15', '499995'],
    ['package', 'part', 'SMS', '10', '0'],
  ])
  await world.credit(invoice!.id, 500_000n)
  await agrees(accountId)
  await world.credit(invoice!.id, null)
  await agrees(accountId)
  const [settled, ...notes] = await world.documents(accountId)
  expect(settled!.settled).toBe(settled!.payable)
  expect(notes.reduce((sum, one) => sum + one.payable, 0n)).toBe(settled!.payable)
  expect(await world.sides(accountId)).toMatchObject({ traffic: net, 'credit-note': -net, vat: 0n })
})

test('two packages of one name and price in a month are two on the invoice', async () => {
  at('2029-06-10T00:00:00Z')
  const accountId = await postpaid(10_000n)
  await world.sell(accountId, 5, 700_001n)
  await world.sell(accountId, 5, 700_001n)
  at('2029-07-02T00:00:00Z')
  await closeAll()
  const [invoice] = await world.documents(accountId)
  expect(invoice!.content.lines).toMatchObject([
    { quantity: '2', unit: 'item', unitMicros: '700001' },
  ])
  await agrees(accountId)
})

test('what was used of a balance paid in advance is on a statement, and asks for nothing', async () => {
  at('2028-04-10T00:00:00Z')
  const accountId = await world.account({ priceMicros: 1_000_000n })
  await world.pay(accountId, 11_900_000n)
  await world.use(accountId, 4)
  at('2028-05-02T00:00:00Z')
  await closeAll()
  const [receipt, statement] = await world.documents(accountId)
  expect(receipt).toMatchObject({
    kind: 'receipt',
    net: 10_000_000n,
    vat: 1_900_000n,
    payable: 11_900_000n,
    settled: null,
  })
  expect(receipt!.content.paidMicros).toBe('11900000')
  expect(statement).toMatchObject({ kind: 'statement', net: 4_000_000n, vat: 0n, payable: 0n })
  expect(statement!.number).toMatch(/^TL-ST-2028-/)
  expect(await world.balance(accountId)).toBe(6_000_000n)
})

describe('numbers', () => {
  test('have no gap and no double with fifty documents at once, one of three undone', async () => {
    const series = 'TEST'
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_none, index) =>
        transaction(world.database.db, async (tx) => {
          const number = await nextNumber(tx, ROOT, series, 2026)
          if (index % 3 === 0) throw new Error('undone')
          return number
        }),
      ),
    )
    const given = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(given.toSorted((a, b) => a - b)).toEqual(given.map((_none, index) => index + 1))
  })

  test('of fifty accounts whose month ends are gapless, and begin anew each year', async () => {
    at('2030-12-10T00:00:00Z')
    const accounts = []
    for (let n = 0; n < 50; n++) accounts.push(await postpaid(1_000_000n))
    for (const one of accounts) await world.use(one, 1)
    at('2031-01-02T00:00:00Z')
    await Promise.all(accounts.map((one) => world.monthsEnd.close(one, '2030-12')))
    const numbers = (await Promise.all(accounts.map((one) => world.documents(one)))).flat()
    expect(numbers.map((one) => one.sequence).toSorted((a, b) => a - b)).toEqual(
      accounts.map((_none, index) => index + 1),
    )
    expect(new Set(numbers.map((one) => one.number)).size).toBe(50)
    expect(numbers[0]!.number).toMatch(/^TL-INV-2031-0000\d\d$/)
  })
})

describe('a document that is issued', () => {
  test('is not changed by anybody, and its hash tells', async () => {
    const [stored] = await rows<{ id: string; content: string; content_hash: Buffer }>(
      world.database.db,
      sql`select id, content, content_hash from billing.documents limit 1`,
    )
    expect(contentHash(stored!.content)).toEqual(stored!.content_hash)
    expect(contentText(JSON.parse(stored!.content))).toBe(stored!.content)
    await expect(
      run(
        world.database.db,
        sql`update billing.documents set net_micros = 0 where id = ${stored!.id}`,
      ),
    ).rejects.toThrow('append-only')
  })
})

describe('when the process dies', () => {
  test.each([
    'billing.documents',
    'billing.receivables',
    'billing.invoiced_usage',
    'billing.ledger',
  ])(
    'before %s is written, the month is whole after the next run, with the next number',
    async (table) => {
      at('2032-06-10T00:00:00Z')
      const accountId = await postpaid(1_000_000n)
      await world.use(accountId, 7)
      at('2032-07-02T00:00:00Z')
      await breakWrites(table)
      await closeAll()
      expect(await world.documents(accountId)).toEqual([])
      await mendWrites(table)
      await closeAll()
      const documents = await world.documents(accountId)
      expect(documents).toHaveLength(1)
      expect(documents[0]).toMatchObject({ net: 7_000_000n, payable: 8_330_000n })
      const sequences = await rows<{ sequence: number }>(
        world.database.db,
        sql`select sequence from billing.documents where seller_id = ${ROOT} and series = 'INV' and year = 2032 order by 1`,
      )
      expect(sequences.map((one) => one.sequence)).toEqual(sequences.map((_none, n) => n + 1))
    },
  )

  /** The statement fails as if the connection were gone at that point: all before it is undone by PostgreSQL. */
  const breakWrites = async (table: string) => {
    await run(
      world.database.db,
      sql`create or replace function billing.die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`,
    )
    await run(
      world.database.db,
      sql.raw(
        `create trigger die before insert on ${table} execute function billing.die()`,
      ) as never,
    )
  }
  const mendWrites = (table: string) =>
    run(world.database.db, sql.raw(`drop trigger die on ${table}`) as never)
})

test('whatever happens, invoices, payments and the ledger agree to the micro-unit', async () => {
  let year = 2040
  const step = fc.oneof(
    fc.record({ what: fc.constant('use' as const), count: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ what: fc.constant('sell' as const), micros: fc.bigInt({ min: 0n, max: 99_999n }) }),
    fc.record({ what: fc.constant('back' as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ what: fc.constant('pay' as const), micros: fc.bigInt({ min: 1n, max: 900n }) }),
    fc.record({ what: fc.constant('credit' as const), part: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ what: fc.constant('month' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.bigInt({ min: 1n, max: 99_999n }),
      fc.array(step, { minLength: 6, maxLength: 16 }),
      async (price, steps) => {
        let month = 0
        const turn = () => at(new Date(Date.UTC(year, ++month, 3)).toISOString())
        turn()
        const accountId = await postpaid(price)
        const charged: Awaited<ReturnType<InvoicingWorld['use']>> = []
        for (const one of steps) {
          if (one.what === 'use') charged.push(...(await world.use(accountId, one.count)))
          if (one.what === 'sell') await world.sell(accountId, 5, one.micros)
          if (one.what === 'back') await world.giveBack(charged.splice(0, one.count))
          if (one.what === 'pay') await world.pay(accountId, one.micros * 10_000n)
          if (one.what === 'credit') await creditSome(accountId, BigInt(one.part))
          if (one.what === 'month') {
            turn()
            await closeAll()
          }
        }
        year += 2
        await agrees(accountId)
      },
    ),
    { numRuns: 25 },
  )
}, 120_000)

/** A part of the last invoice, or all that is left of it; what cannot be credited is refused and changes nothing. */
async function creditSome(accountId: number, part: bigint): Promise<void> {
  const invoice = (await world.documents(accountId)).findLast((one) => one.kind === 'invoice')
  if (invoice)
    await world.credit(invoice.id, part === 4n ? null : invoice.net / part).catch(() => undefined)
}

async function agrees(accountId: number): Promise<void> {
  const documents = await world.documents(accountId)
  const sides = await world.sides(accountId)
  const of = (side: string) => sides[side] ?? 0n
  const invoices = documents.filter((one) => one.kind === 'invoice')
  const notes = documents.filter((one) => one.kind === 'credit-note')
  const sum = <One>(all: readonly One[], read: (one: One) => bigint) =>
    all.reduce((total, one) => total + read(one), 0n)

  expect(sum(Object.values(sides), (one) => one)).toBe(0n)
  expect(of('balance')).toBe(await world.balance(accountId))
  expect(-of('receivable')).toBe(sum(invoices, (one) => one.payable - one.settled!))
  expect(of('vat')).toBe(sum(invoices, (one) => one.vat) - sum(notes, (one) => one.vat))
  expect(-of('credit-note')).toBe(sum(notes, (one) => one.net))
  for (const one of documents) {
    expect(one.net + one.vat + one.rounding).toBe(one.payable)
    expect(sum(one.content.lines, (line) => BigInt(line.amountMicros))).toBe(one.net)
  }
  const [usage] = await rows<{ used: bigint; invoiced: bigint; unallocated: bigint }>(
    world.database.db,
    sql`
      select
        (select coalesce(sum(amount_micros), 0)::bigint from billing.usage where account_id = ${accountId}) as used,
        (select coalesce(sum(amount_micros), 0)::bigint from billing.invoiced_usage where account_id = ${accountId}) as invoiced,
        (select coalesce(sum(unallocated_micros), 0)::bigint from billing.payments where account_id = ${accountId}) as unallocated`,
  )
  expect(of('traffic')).toBe(usage!.used)
  expect(sum(invoices, (one) => one.net)).toBe(usage!.invoiced)
  expect(of('unallocated')).toBe(usage!.unallocated)
}
