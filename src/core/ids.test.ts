import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUuidv7, secretToken, uuidDay, uuidFloor, uuidMs, uuidv7 } from './ids.ts'

// Ids of one process never go backwards, so each test takes a later time than the one before.
let now = Date.parse('2026-11-23T10:00:00.000Z')
const later = () => (now += 10_000_000)

describe('an id', () => {
  test('is a version 7 UUID of the standard variant, in lower case', () => {
    const id = uuidv7(later())
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(isUuidv7(id)).toBe(true)
  })

  test('tells its time and its day', () => {
    const at = later()
    const id = uuidv7(at)
    expect(uuidMs(id)).toBe(at)
    expect(uuidDay(id)).toBe(new Date(at).toISOString().slice(0, 10))
  })

  test('is greater than every one before, however many are made within a millisecond', () => {
    const at = later()
    const ids = Array.from({ length: 20_000 }, () => uuidv7(at))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(ids)
    expect(uuidMs(ids.at(-1)!) - at).toBeLessThan(10)
  })

  test('does not go backwards with a clock that does', () => {
    const at = later()
    const first = uuidv7(at)
    const second = uuidv7(at - 60_000)
    expect(second > first).toBe(true)
    expect(uuidMs(second)).toBe(at)
  })
})

test('the smallest id of an instant lies below every id of it and above every one before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), (step) => {
      now += step
      const before = uuidv7(now)
      now += step + 10
      const id = uuidv7(now)
      expect(uuidFloor(now) <= id).toBe(true)
      expect(uuidFloor(now) > before).toBe(true)
      expect(isUuidv7(uuidFloor(now))).toBe(true)
    }),
  )
})

test.each([
  '',
  '0',
  'nonsense',
  '019AA000-0000-7000-8000-000000000001',
  '019aa000-0000-4000-8000-000000000001',
  '019aa000-0000-7000-0000-000000000001',
  '019aa00000007000800000000000000 1',
  ' 019aa000-0000-7000-8000-000000000001',
  '019aa000-0000-7000-8000-000000000001\n',
])('%j is none of our ids', (text) => {
  expect(isUuidv7(text)).toBe(false)
})

test('secrets are long, different and fit into an address', () => {
  const all = Array.from({ length: 100 }, secretToken)
  expect(new Set(all).size).toBe(100)
  for (const one of all) expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/)
})
