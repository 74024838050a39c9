import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Reassembly, decodeText, joinDecoded, reassemblyKey, segmentText } from './index.ts'

const place = (number: number, total: number) => ({
  reference: 1,
  referenceBits: 8 as const,
  total,
  number,
})

describe('reassembly', () => {
  test('parts in any order, some repeated, give the message once', () => {
    const scenario = fc.record({
      total: fc.integer({ min: 1, max: 12 }),
      seed: fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
    })
    fc.assert(
      fc.property(scenario, ({ total, seed }) => {
        const reassembly = new Reassembly<string>()
        const order = [
          ...Array.from({ length: total }, (_, i) => i + 1),
          ...seed.slice(0, 5).map((n) => 1 + (n % total)),
        ]
        order.sort((a, b) => (seed[a]! % 97) - (seed[b]! % 97))
        const seen = new Set<number>()
        for (const number of order) {
          const added = reassembly.add('k', place(number, total), `part ${number}`, 0)
          if (seen.size === total) return
          if (seen.has(number)) expect(added.state).toBe('repeated')
          seen.add(number)
          if (seen.size < total) expect(['waiting', 'repeated']).toContain(added.state)
          else
            expect(added).toEqual({
              state: 'complete',
              parts: Array.from({ length: total }, (_, i) => `part ${i + 1}`),
            })
        }
      }),
    )
  })

  test('messages of different keys do not mix', () => {
    const reassembly = new Reassembly<string>()
    const keys = [
      reassemblyKey('41', '42', place(1, 2)),
      reassemblyKey('41', '43', place(1, 2)),
      reassemblyKey('41', '42', { ...place(1, 2), reference: 2 }),
      reassemblyKey('41', '42', { ...place(1, 2), referenceBits: 16 }),
      reassemblyKey('41', '42', place(1, 3)),
    ]
    expect(new Set(keys).size).toBe(5)
    for (const key of keys) expect(reassembly.add(key, place(1, 2), key, 0).state).toBe('waiting')
    expect(reassembly.add(keys[1]!, place(2, 2), 'end', 0)).toEqual({
      state: 'complete',
      parts: [keys[1], 'end'],
    })
    expect(reassembly.size).toBe(4)
  })

  test('the caller’s deadline hands out what is incomplete, once', () => {
    const reassembly = new Reassembly<string>()
    reassembly.add('old', place(2, 3), 'b', 1000)
    reassembly.add('young', place(1, 2), 'x', 2000)
    expect(reassembly.takeOlderThan(1000)).toEqual([])
    expect(reassembly.takeOlderThan(1500)).toEqual([
      { key: 'old', total: 3, parts: [undefined, 'b', undefined], held: 1, firstAt: 1000 },
    ])
    expect(reassembly.takeOlderThan(1500)).toEqual([])
    expect(reassembly.size).toBe(1)
  })

  test('a reference that came round again begins a new message when the caller can tell', () => {
    const reassembly = new Reassembly<string>({ isRepeat: (held, arrived) => held === arrived })
    reassembly.add('k', place(1, 2), 'first', 0)
    expect(reassembly.add('k', place(1, 2), 'first', 1).state).toBe('repeated')
    expect(reassembly.add('k', place(1, 2), 'second', 2).state).toBe('waiting')
    expect(reassembly.add('k', place(2, 2), 'end', 3)).toEqual({
      state: 'complete',
      parts: ['second', 'end'],
    })
    expect(reassembly.takeOlderThan(0)).toMatchObject([{ key: 'k', parts: ['first', undefined] }])
  })

  test('limits and nonsense are refused', () => {
    const reassembly = new Reassembly<string>({ assembliesMax: 2 })
    for (const [number, total] of [
      [0, 2],
      [3, 2],
      [1, 256],
      [1.5, 2],
      [NaN, 2],
      [1, 0],
    ] as const) {
      expect(reassembly.add('k', place(number, total), 'x', 0).state).toBe('refused')
    }
    expect([1, 2, 3].map((i) => reassembly.add(`k${i}`, place(1, 2), 'x', 0).state)).toEqual([
      'waiting',
      'waiting',
      'refused',
    ])
    expect(reassembly.add('k1', place(2, 2), 'y', 0).state).toBe('complete')
    expect(reassembly.add('k2', place(2, 3), 'y', 0).state).toBe('refused')
    expect(reassembly.size).toBe(1)
  })

  test('from segments back to the text', () => {
    const text = 'Grüße 😀 '.repeat(40)
    const sent = segmentText(text, { reference: 7 })
    if (!sent.ok) throw new Error(sent.reason)
    const reassembly = new Reassembly<ReturnType<typeof decodeText>>()
    let joined = ''
    for (const part of sent.parts.toReversed()) {
      const decoded = decodeText(part.octets, { dataCoding: sent.dataCoding, udh: part.udh })
      const { concatenation } = decoded
      const added = reassembly.add(
        reassemblyKey('1', '2', concatenation!),
        concatenation!,
        decoded,
        0,
      )
      if (added.state === 'complete') joined = joinDecoded(added.parts)
    }
    expect(joined).toBe(text)
  })
})
