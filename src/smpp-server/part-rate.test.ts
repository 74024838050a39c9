import { describe, expect, it } from 'vitest'
import { PartRate } from './part-rate.ts'

const takenAt = (rate: PartRate, now: number, tries: number) =>
  Array.from({ length: tries }, () => rate.take(now)).filter(Boolean).length

describe('the rate of a user', () => {
  it('lets a second’s worth through at once, and as much again with each second', () => {
    const rate = new PartRate(10, 1_000)
    expect(takenAt(rate, 1_000, 50)).toBe(10)
    expect(takenAt(rate, 1_100, 50)).toBe(1)
    expect(takenAt(rate, 2_100, 50)).toBe(10)
    expect(takenAt(rate, 60_000, 50)).toBe(10)
  })

  it('counts parts: a long message is paid off before the next', () => {
    const rate = new PartRate(10, 0)
    expect(rate.take(0)).toBe(true)
    rate.charge(19)
    expect(takenAt(rate, 500, 5)).toBe(0)
    expect(takenAt(rate, 1_100, 5)).toBe(1)
  })

  it('gives back what was not taken after all', () => {
    const rate = new PartRate(1, 0)
    expect(rate.take(0)).toBe(true)
    rate.charge(-1)
    expect(rate.take(0)).toBe(true)
  })

  it('tells how much of a second is used, from 0 to 99', () => {
    const rate = new PartRate(4, 0)
    expect(rate.congestion(0)).toBe(0)
    rate.take(0)
    expect(rate.congestion(0)).toBe(25)
    rate.charge(100)
    expect(rate.congestion(0)).toBe(99)
  })
})
