import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fifo } from './fifo.ts'
import { Pace } from './pace.ts'

describe('pace', () => {
  let inSecond = 0

  test('no second holds more than the rate, however late the looks at it come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000 }),
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 50, maxLength: 400 }),
        (rate, steps) => {
          const pace = new Pace(rate)
          const sent: number[] = []
          let now = 1_000_000
          for (const step of steps) {
            now += step
            while (pace.take(now)) sent.push(now)
          }
          for (let first = 0, last = 0; last < sent.length; last++) {
            while (sent[last]! - sent[first]! >= 1_000) first++
            expect(last - first + 1).toBeLessThanOrEqual(rate)
          }
        },
      ),
    )
  })

  test('looked at every millisecond it gives nearly the whole rate', () => {
    const pace = new Pace(777)
    let sent = 0
    for (let now = 0; now < 10_000; now++) while (pace.take(now)) sent++
    expect(sent).toBeGreaterThan(7_770 * 0.98)
  })

  test('a clock that was set back does not stop it', () => {
    const pace = new Pace(10)
    expect(pace.take(1_000_000)).toBe(true)
    expect(pace.take(0)).toBe(true)
  })

  test('within tells how many may go soon', () => {
    const pace = new Pace(100)
    pace.take(0)
    expect(pace.within(0, 0)).toBe(0)
    expect(pace.within(0, 100)).toBe(9)
    expect(new Pace(null).within(0, 0)).toBe(Infinity)
  })

  test('it slows to what the operator takes, and comes back to the agreed rate', () => {
    const pace = new Pace(1_000)
    for (let count = 0; count < 200; count++) pace.accepted(500)
    for (let count = 0; count < 100; count++) pace.throttled(600, count === 99)
    // 200 in six tenths of a second, and a tenth less.
    expect(pace.rate).toBe(300)
    for (let now = 1_000; now < 20_000; now += 10) if (pace.take(now)) pace.accepted(now)
    expect(pace.rate).toBe(1_000)
  })

  test('an operator that takes 50 in a second and refuses the rest is soon sent little more than that', () => {
    const pace = new Pace(null)
    let sent = 0
    let pausedUntil = 0
    let pauseMs = 0
    for (let now = 0; now < 20_000; now++) {
      if (now === 10_000) sent = 0
      let taken = now % 1_000 === 0 ? 0 : inSecond
      while (now >= pausedUntil && sent < 1e6 && pace.take(now)) {
        sent++
        if (taken < 50) {
          taken++
          pauseMs = 0
          pace.accepted(now)
          continue
        }
        pauseMs = Math.min(5_000, Math.max(100, pauseMs * 2))
        pausedUntil = now + pauseMs
        // What was in the window comes back, too.
        for (let more = 0; more < 20; more++) pace.throttled(now, more === 0)
      }
      inSecond = taken
    }
    expect(sent).toBeGreaterThan(300)
    expect(sent).toBeLessThan(600)
  })

  test("a few refusals are one message's trouble", () => {
    const pace = new Pace(null)
    for (let count = 0; count < 5; count++) pace.throttled(600, true)
    expect(pace.rate).toBe(Infinity)
  })
})

test('a queue gives back what was put in, in order, also what was put back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (steps) => {
      const fifo = new Fifo<number>()
      let model: number[] = []
      let next = 0
      for (const step of steps) {
        if (step < 5) {
          fifo.push(next)
          model.push(next++)
        } else if (step < 8) expect(fifo.shift()).toBe(model.shift())
        else if (model.length > 0) {
          const taken = fifo.shift()!
          fifo.putBack(taken, (other) => other > taken)
        }
        expect([fifo.size, fifo.first]).toEqual([model.length, model[0]])
      }
      expect(fifo.takeAll()).toEqual(model)
      model = []
    }),
  )
})
