import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Timeline } from './timeline.ts'

/** Lets a timeline run everything at once: its clock stands at the end of time. */
async function run(instants: number[]): Promise<number[]> {
  const timeline = new Timeline(() => 1_000_000)
  const ran: number[] = []
  const all = new Promise<void>((resolve) => {
    for (const at of instants)
      timeline.add(at, () => {
        ran.push(at)
        if (ran.length === instants.length) resolve()
      })
    if (instants.length === 0) resolve()
  })
  await all
  return ran
}

it('runs everything, in the order of time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 200 }),
      async (instants) => {
        expect(await run(instants)).toEqual(instants.toSorted((a, b) => a - b))
      },
    ),
    { numRuns: 50 },
  )
})

it('waits for what is not due, also when something earlier is added later', async () => {
  let now = 0
  const timeline = new Timeline(() => now)
  const ran: string[] = []
  const first = Promise.withResolvers<void>()
  timeline.add(86_400_000, () => ran.push('tomorrow'))
  timeline.add(3, () => {
    ran.push('now')
    first.resolve()
  })
  now = 3
  await first.promise
  expect(ran).toEqual(['now'])
  expect(timeline.size).toBe(1)
  timeline.clear()
  expect(timeline.size).toBe(0)
})
