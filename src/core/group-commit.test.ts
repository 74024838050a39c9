import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GroupCommit } from './group-commit.ts'

const limits = { weightMax: 100, waitingMax: 1_000, lanes: 1, lingerMs: 1 }

describe('group commit', () => {
  test('what arrives together is one set, and each gets its own result', async () => {
    const sets: number[][] = []
    const commit = new GroupCommit<number, number>(async (set) => {
      sets.push(set)
      return set.map((item) => item * 2)
    }, limits)
    expect(await Promise.all([1, 2, 3].map((item) => commit.add(item)))).toEqual([2, 4, 6])
    expect(sets).toEqual([[1, 2, 3]])
  })

  test('while a set is under way the next one gathers', async () => {
    const sets: number[] = []
    let release = () => {}
    const first = new Promise<void>((resolve) => {
      release = resolve
    })
    const commit = new GroupCommit<number, null>(
      async (set) => {
        sets.push(set.length)
        if (sets.length === 1) await first
        return set.map(() => null)
      },
      { ...limits, lingerMs: 0 },
    )
    const begun = commit.add(0)
    await new Promise((resolve) => setTimeout(resolve, 5))
    const later = Array.from({ length: 20 }, (_, item) => commit.add(item))
    release()
    await Promise.all([begun, ...later])
    expect(sets).toEqual([1, 20])
  })

  test('what is urgent goes first, and the rest in its order', async () => {
    const sets: number[][] = []
    const commit = new GroupCommit<number, null>(
      async (set) => {
        sets.push(set)
        return set.map(() => null)
      },
      { ...limits, weightMax: 3 },
    )
    await Promise.all([1, 2, 3, 4].map((item) => commit.add(item)).concat(commit.add(9, 1, true)))
    expect(sets).toEqual([
      [1, 2, 3],
      [9, 4],
    ])
  })

  test('a set that fails is halved until only the offenders fail', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
        async (poisoned) => {
          const committed: number[] = []
          const commit = new GroupCommit<number, number>(async (set) => {
            if (set.some((item) => poisoned[item])) throw new Error('poison')
            committed.push(...set)
            return set
          }, limits)
          const outcomes = await Promise.allSettled(poisoned.map((_, item) => commit.add(item)))
          expect(outcomes.map((one) => one.status)).toEqual(
            poisoned.map((bad) => (bad ? 'rejected' : 'fulfilled')),
          )
          expect(committed.toSorted((a, b) => a - b)).toEqual(
            poisoned.flatMap((bad, item) => (bad ? [] : [item])),
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  test('an error that is nobody’s fault fails the set at once', async () => {
    let tries = 0
    const commit = new GroupCommit<number, number>(
      async () => {
        tries += 1
        throw new Error('away')
      },
      limits,
      () => false,
    )
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((item) => commit.add(item)))
    expect(outcomes.every((one) => one.status === 'rejected')).toBe(true)
    expect(tries).toBe(1)
  })

  test('a set is no heavier than the limit, and full is told', async () => {
    const weights: number[] = []
    const commit = new GroupCommit<number, null>(
      async (set) => {
        weights.push(set.reduce((sum, weight) => sum + weight, 0))
        return set.map(() => null)
      },
      { ...limits, waitingMax: 200 },
    )
    const all = [90, 20, 60, 80].map((weight) => commit.add(weight, weight))
    expect(commit.full).toBe(false)
    all.push(commit.add(100, 100))
    expect(commit.full).toBe(true)
    await Promise.all(all)
    expect(Math.max(...weights)).toBeLessThanOrEqual(200)
    await commit.drained()
    expect(commit.waitingWeight).toBe(0)
  })
})
