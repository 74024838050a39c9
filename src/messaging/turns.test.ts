import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

/** A piece of work that ends when it is told to. */
function piece() {
  let end: () => void = () => undefined
  const over = new Promise<void>((resolve) => (end = resolve))
  return { work: () => over, end: () => end() }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('no more at once than allowed, of everybody and of one account, and all come to their turn', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 60 }), async (accounts) => {
      const turns = new Turns({ atOnceMax: 4, ofAccountMax: 2, waitingOfAccountMax: 100 })
      const underWay = new Map<number, number>()
      const done = accounts.map((account) =>
        turns.take(account, async () => {
          underWay.set(account, (underWay.get(account) ?? 0) + 1)
          const all = [...underWay.values()]
          expect(Math.max(...all)).toBeLessThanOrEqual(2)
          expect(all.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(4)
          await settled()
          underWay.set(account, underWay.get(account)! - 1)
        }),
      )
      await Promise.all(done)
    }),
    { numRuns: 30 },
  )
})

test('an account whose work does not end leaves room for another', async () => {
  const turns = new Turns({ atOnceMax: 4, ofAccountMax: 2, waitingOfAccountMax: 10 })
  const slow = Array.from({ length: 6 }, piece)
  const all = slow.map((one) => turns.take(1, one.work))
  expect(await turns.take(2, async () => 'done')).toBe('done')
  for (const one of slow) one.end()
  await Promise.all(all)
})

test('work that fails makes room, too', async () => {
  const turns = new Turns({ atOnceMax: 1, ofAccountMax: 1, waitingOfAccountMax: 10 })
  const failing = turns.take(1, async () => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await turns.take(1, async () => 'next')).toBe('next')
})

test('when too much of an account waits, it is told, and others are not', async () => {
  const turns = new Turns({ atOnceMax: 1, ofAccountMax: 1, waitingOfAccountMax: 2 })
  const first = piece()
  const all = [turns.take(1, first.work), turns.take(1, first.work), turns.take(1, first.work)]
  await expect(turns.take(1, first.work)).rejects.toThrow(/2 requests of this account wait/)
  all.push(turns.take(2, first.work))
  first.end()
  await Promise.all(all)
})
