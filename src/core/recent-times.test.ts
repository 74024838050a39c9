import { describe, expect, it } from 'vitest'
import { RecentTimes } from './recent-times.ts'

describe('times of late', () => {
  it('tells below what half and ninety-nine of a hundred stayed, within nine percent', () => {
    const times = new RecentTimes()
    for (let ms = 1; ms <= 1_000; ms++) times.add(ms, 50_000)
    const { count, p50, p99 } = times.summary(50_000)!
    expect(count).toBe(1_000)
    expect(p50).toBeGreaterThanOrEqual(500)
    expect(p50).toBeLessThan(500 * 1.1)
    expect(p99).toBeGreaterThanOrEqual(990)
    expect(p99).toBeLessThan(990 * 1.1)
  })

  it('forgets what is older than its window, also in a slice that is used again', () => {
    const times = new RecentTimes(12_000)
    times.add(5, 100_000)
    expect(times.summary(111_000)?.count).toBe(1)
    expect(times.summary(112_000)).toBeNull()
    times.add(7_000, 112_000)
    expect(times.summary(112_000)).toMatchObject({ count: 1 })
    expect(times.summary(112_000)!.p50).toBeGreaterThan(6_000)
  })

  it('counts what is below zero or beyond all measure at its ends', () => {
    const times = new RecentTimes()
    times.add(-5, 1_000)
    expect(times.summary(1_000)).toEqual({ count: 1, p50: 0.25, p99: 0.25 })
    times.add(1e12, 1_000)
    expect(times.summary(1_000)!.p99).toBeGreaterThan(86_400_000)
  })
})
