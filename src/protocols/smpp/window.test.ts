import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tickets } from './tickets.ts'
import { RequestWindow, sequenceNumberMax } from './window.ts'
import { layouts } from './layout.ts'

describe('the window of our requests', () => {
  it('numbers from 1 and, after 0x7FFFFFFF, from 1 again', () => {
    expect(new RequestWindow().nextSequence()).toBe(1)
    const window = new RequestWindow(sequenceNumberMax - 1)
    expect([window.nextSequence(), window.nextSequence(), window.nextSequence()]).toEqual([
      sequenceNumberMax,
      1,
      2,
    ])
  })

  it('behaves as a plain map does, in any order of requests, answers and repeated answers, over the wrap', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.constant({ send: true, pick: 0 }) },
      { weight: 2, arbitrary: fc.record({ send: fc.constant(false), pick: fc.nat() }) },
    )
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 400 }),
        fc.integer({ min: 0, max: 200 }),
        (steps, before) => {
          const window = new RequestWindow<string>(sequenceNumberMax - before)
          const model = new Map<number, string>()
          const answered: number[] = []
          for (const { send, pick } of steps) {
            if (send) {
              const sequence = window.nextSequence()
              expect(model.has(sequence)).toBe(false)
              window.add(sequence, 4, 0, `cookie ${sequence}`)
              model.set(sequence, `cookie ${sequence}`)
            } else {
              const waiting = [...model.keys(), ...answered]
              const sequence = waiting[pick % Math.max(waiting.length, 1)] ?? 0
              const place = window.find(sequence)
              expect(place >= 0).toBe(model.has(sequence))
              if (place < 0) continue
              expect(window.commandIdAt(place)).toBe(4)
              expect(window.take(place)).toBe(model.get(sequence))
              model.delete(sequence)
              answered.push(sequence)
            }
            expect(window.inFlight).toBe(model.size)
          }
          const left: string[] = []
          window.takeOverdue(Infinity, (cookie) => left.push(cookie))
          expect(left.sort()).toEqual([...model.values()].sort())
          expect(window.inFlight).toBe(0)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('gives out only what is overdue', () => {
    const window = new RequestWindow<string>()
    for (const [cookie, deadline] of Object.entries({ early: 10, on: 20, late: 21 })) {
      window.add(window.nextSequence(), 4, deadline, cookie)
    }
    const overdue: string[] = []
    window.takeOverdue(20, (cookie) => overdue.push(cookie))
    expect(overdue).toEqual(['early', 'on'])
    expect(window.inFlight).toBe(1)
  })
})

describe('tickets of the peer’s requests', () => {
  it('are good once, and never again after their place is used anew', () => {
    const tickets = new Tickets()
    const used = new Set<number>()
    for (let round = 0; round < 1000; round++) {
      const ticket = tickets.issue(round, layouts.submit_sm_resp)
      expect(ticket).toBeGreaterThan(0)
      expect(used.has(ticket)).toBe(false)
      used.add(ticket)
      const place = tickets.find(ticket)
      expect(tickets.sequenceAt(place)).toBe(round)
      tickets.close(place)
      expect(tickets.find(ticket)).toBe(-1)
    }
    expect(tickets.open).toBe(0)
    expect([0, -1, 1, 2 ** 31, 1.5].map((strange) => tickets.find(strange))).toEqual([
      -1, -1, -1, -1, -1,
    ])
  })
})
