import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { depthOf, refuseUnstorable } from './body.ts'
import { Rejection } from './rejection.ts'

const refusal = (raw: string) => {
  try {
    refuseUnstorable(raw, JSON.parse(raw))
    return undefined
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    return error.violations[0]?.property
  }
}

describe('what no database takes', () => {
  test.each([
    ['"a\\u0000b"', 'body'],
    ['{"a":{"b":["x","\\u0000"]}}', 'a.b[1]'],
    ['{"a":"\\ud83d"}', 'a'],
    ['{"a":"\\ude00\\ud83d"}', 'a'],
    ['{"a":"\\uDBFF!"}', 'a'],
    ['{"a":{"\\u0000":1}}', 'a'],
    ['[[["\\ud800"]]]', '[0][0][0]'],
  ])('%s is refused by the name of its place', (raw, property) => {
    expect(refusal(raw)).toBe(property)
  })

  test.each([
    '"plain"',
    '{"a":"\\ud83d\\ude00"}',
    '{"a":"\\\\u0000"}',
    '{"a":"\\\\ud83d"}',
    '{"a":"😀"}',
    '1',
    'null',
    '{"a":"\\u0001"}',
  ])('%s is none of it', (raw) => {
    expect(refusal(raw)).toBeUndefined()
  })

  test('is found wherever it stands', () => {
    const bad = fc.oneof(fc.constant('\0'), fc.constant('\ud83d'), fc.constant('x\udc00'))
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        bad,
        fc.array(tie('any'), { minLength: 1, maxLength: 3 }),
        fc.record({ a: tie('any'), b: fc.integer() }),
      ),
    })).any
    fc.assert(
      fc.property(value, (found) => {
        expect(refusal(JSON.stringify(found).replaceAll('\0', '\\u0000'))).toBeDefined()
      }),
    )
  })

  test('is not found where it is not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const raw = JSON.stringify(value)
        if (!/\\u0000|\\ud/i.test(raw)) expect(refusal(raw)).toBeUndefined()
      }),
    )
  })
})

describe('how deep a text nests', () => {
  const depth = (value: unknown): number =>
    value !== null && typeof value === 'object'
      ? 1 + Math.max(0, ...Object.values(value).map(depth))
      : 0

  test('is told without parsing it, whatever its texts say', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(depthOf(JSON.stringify(value))).toBe(depth(value))
      }),
    )
  })

  test.each([
    ['"[[[["', 0],
    ['"\\"[[["', 0],
    ['["\\\\",[', 2],
    ['[[[', 3],
    ['', 0],
    [']]]][', 0],
    ['"never ends [[[', 0],
  ])('%s', (raw, levels) => {
    expect(depthOf(raw)).toBeLessThanOrEqual(Math.max(levels, 1))
    if (levels > 0) expect(depthOf(raw)).toBe(levels)
  })
})
