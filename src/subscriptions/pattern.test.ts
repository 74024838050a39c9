import { expect, test } from 'vitest'
import { isPattern, matches } from './pattern.ts'

/** Patterns of customers, which may be slow on purpose. */

test('a pattern is tried on a text', () => {
  expect(matches('^20[0-4]$', '204', 50)).toBe(true)
  expect(matches('^20[0-4]$', '500', 50)).toBe(false)
  expect(matches('', 'anything', 50)).toBe(true)
})

test('one that tries for ever is ended, and does not match', () => {
  expect(matches('^(a+)+$', `${'a'.repeat(60)}!`, 20)).toBe(false)
  expect(matches('^(a+)+$', 'aaaa', 1000)).toBe(true)
})

test('one that is none does not match, and cannot be kept', () => {
  expect(matches('(', 'a', 50)).toBe(false)
  expect([isPattern('('), isPattern('a|b')]).toEqual([false, true])
})

test('neither it nor the text runs as a program', () => {
  expect(matches('this.constructor', 'this.constructor', 50)).toBe(true)
  expect(matches('"); throw 1; ("', 'x', 50)).toBe(false)
})
