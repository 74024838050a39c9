import { expect, test } from 'vitest'
import { withoutKeyword } from './keyword.ts'

test.each([
  ['stop', 'STOP', ''],
  ['  Win a car ', 'WIN', 'a car'],
  ['straße 7', 'STRASSE', '7'],
  ['don’t stop', 'STOP', 'don’t stop'],
  ['hello', null, 'hello'],
  ['', null, ''],
])('%j without %s is %j', (text, keyword, expected) =>
  expect(withoutKeyword(text, keyword)).toBe(expected),
)
