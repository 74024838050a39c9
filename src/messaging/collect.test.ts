import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type Engine } from './test/engine.ts'
import { PUSH_FOR_MS } from './pushes.ts'

/** Reports for customers who take them over sessions of their own. */

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
}, 60_000)
afterAll(() => engine?.stop())

let last = 0
/** An account with so many reports that wait for a collector of its own. */
async function waiting(count: number): Promise<{ accountId: number; name: string; room: number }> {
  const accountId = await engine.account()
  const name = `smpp:${++last}`
  await engine.send(accountId, {
    messages: Array.from({ length: count }, () => ({
      to: '12',
      webhook: { url: name, shape: 'smpp' },
    })),
  })
  return { accountId, name, room: 1_000 }
}

describe('reports for collectors', () => {
  test('are given out once, in order, however many ask', async () => {
    const one = await waiting(200)
    const { collect } = engine
    const shares = await Promise.all(
      Array.from({ length: 4 }, () => collect.take([{ ...one, room: 50 }])),
    )
    const all = shares.flat().map((each) => each.id)
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBe(200)
    for (const share of shares)
      expect(share.map((each) => each.id)).toEqual(share.map((each) => each.id).toSorted())
    await collect.done(shares.flat())
    expect(await collect.waiting(one.accountId, one.name)).toBe(0)
  })

  test('come again when they were put back, or when their lease ended without renewal', async () => {
    const one = await waiting(3)
    const { collect } = engine
    const [first, second, third] = await collect.take([one])
    expect(await collect.take([one])).toEqual([])
    await collect.putBack([{ one: first!, afterMs: 0, failed: true }])
    expect(await collect.take([one])).toMatchObject([{ id: first!.id, attempts: 1 }])
    engine.clock.advance(30_000)
    await collect.renew([second!])
    engine.clock.advance(20_000)
    const again = await collect.take([one])
    expect(again.map((each) => each.id)).toEqual([first!.id, third!.id])
  })

  test('are not another account’s, whatever it calls itself, and are not pushed or pulled', async () => {
    const one = await waiting(1)
    const other = await engine.account()
    expect(await engine.collect.take([{ ...one, accountId: other }])).toEqual([])
    expect(await engine.messaging.pullReports(one.accountId, 'SMS', {}, 10)).toEqual([])
    expect(await engine.collect.take([one])).toHaveLength(1)
  })

  test('can be pulled when they are given up: refused for good, too old, or their collector gone', async () => {
    const refused = await waiting(1)
    const [taken] = await engine.collect.take([refused])
    await engine.collect.putBack([{ one: taken!, afterMs: null, failed: true }])
    const gone = await waiting(1)
    await engine.collect.release(gone.accountId, gone.name)
    const old = await waiting(1)
    engine.clock.advance(PUSH_FOR_MS + 1_000)
    await engine.collect.clean()
    for (const { accountId } of [refused, gone, old])
      expect(await engine.messaging.pullReports(accountId, 'SMS', {}, 10)).toHaveLength(1)
  })

  test('of a refused message are left out where the answer has said so', async () => {
    const accountId = await engine.account()
    await engine.send(accountId, {
      messages: [{ to: '12', webhook: { url: 'smpp:99', shape: 'smpp', refusals: false } }],
    })
    expect(await engine.collect.waiting(accountId, 'smpp:99')).toBe(0)
  })
})
