import { describe, expect, it } from 'vitest'
import { Seconds } from './seconds.ts'

describe('what happened in each of the last seconds', () => {
  it('is the growth between two looks, oldest first', () => {
    const seconds = new Seconds(['sent', 'taken'])
    seconds.look({ sent: 100, taken: 90 }, 0)
    seconds.look({ sent: 110, taken: 95 }, 1_000)
    seconds.look({ sent: 113, taken: 95 }, 2_010)
    const { sent, taken } = seconds.read()
    expect(sent).toHaveLength(60)
    expect(sent.slice(-3)).toEqual([0, 10, 3])
    expect(taken.slice(-3)).toEqual([0, 5, 0])
  })

  it('has what came before the first look, when it is known when the figures were zero', () => {
    const seconds = new Seconds(['sent'], 0)
    seconds.look({ sent: 4 }, 900)
    expect(seconds.read().sent.at(-1)).toBe(4)
  })

  it('is spread over the seconds that a late look missed, and nothing of it is lost', () => {
    const seconds = new Seconds(['sent'])
    seconds.look({ sent: 0 }, 0)
    seconds.look({ sent: 10 }, 3_000)
    const last = seconds.read().sent.slice(-3)
    expect(last.reduce((sum, one) => sum + one, 0)).toBe(10)
    expect(Math.max(...last) - Math.min(...last)).toBeLessThanOrEqual(1)
  })

  it('keeps a minute, and takes a figure that begins anew for standing still', () => {
    const seconds = new Seconds(['sent'])
    for (let at = 0; at <= 100; at++) seconds.look({ sent: at * 2 }, at * 1_000)
    expect(seconds.read().sent).toEqual(Array<number>(60).fill(2))
    seconds.look({ sent: 0 }, 101_000)
    expect(seconds.read().sent.at(-1)).toBe(0)
  })
})
