import { expect, test } from 'vitest'
import { References } from './references.ts'

test('two messages of one sender to one recipient never share a reference until 256 are out', () => {
  const references = new References()
  const seen = new Set(Array.from({ length: 256 }, () => references.next('Shop', '491700000001')))
  expect(seen.size).toBe(256)
})

test('other pairs do not use it up', () => {
  const references = new References()
  const first = references.next('Shop', '491700000001')
  for (let i = 0; i < 300; i++) references.next('Shop', `4917000${i}`)
  expect(references.next('Shop', '491700000001')).toBe((first + 1) & 0xff)
})

test('pairs unused for longest are forgotten first, the number of pairs is limited', () => {
  const references = new References(3)
  const first = references.next('a', '1')
  for (const dest of ['2', '3']) references.next('a', dest)
  references.next('a', '1')
  references.next('a', '4')
  expect(references.size).toBe(3)
  expect(references.next('a', '1')).toBe((first + 2) & 0xff)
})
