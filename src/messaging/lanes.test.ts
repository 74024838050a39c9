import { describe, expect, test } from 'vitest'
import { shareOut } from './claims.ts'
import { Lanes } from './lanes.ts'

/** The order in which messages of one connection go. */

interface One {
  account_id: number
  content_class: number
  n: number
}
const OTP = 0
const SERVICE = 1
const MARKETING = 2

function filled(...counts: [contentClass: number, accountId: number, count: number][]) {
  const lanes = new Lanes<One>(10_000)
  for (const [content_class, account_id, count] of counts) {
    lanes.reserve(content_class, account_id, count)
    for (let n = 0; n < count; n += 1) lanes.push({ account_id, content_class, n })
  }
  return lanes
}
function taken(lanes: Lanes<One>, count: number): One[] {
  const out: One[] = []
  for (let n = 0; n < count; n += 1) {
    const next = lanes.peek()
    expect(lanes.shift()).toBe(next)
    if (next) out.push(next)
  }
  return out
}

describe('order', () => {
  test('codes go before service messages before marketing, and none stands still', () => {
    const lanes = filled([MARKETING, 1, 1_000], [SERVICE, 1, 1_000], [OTP, 1, 1_000])
    const first = taken(lanes, 640)
    const count = (contentClass: number) =>
      first.filter((one) => one.content_class === contentClass).length
    expect([count(OTP), count(SERVICE), count(MARKETING)]).toEqual([560, 70, 10])
    expect(first[0]!.content_class).toBe(OTP)
  })

  test('accounts take turns, and each has its own in order', () => {
    const lanes = filled([SERVICE, 1, 3_000], [SERVICE, 2, 2], [SERVICE, 3, 1])
    expect(taken(lanes, 6).map((one) => `${one.account_id}.${one.n}`)).toEqual([
      '1.0',
      '2.0',
      '3.0',
      '1.1',
      '2.1',
      '1.2',
    ])
    expect(taken(lanes, 5_000)).toHaveLength(2_997)
    expect(lanes.size).toBe(0)
    expect(lanes.peek()).toBeUndefined()
  })

  test('what is taken out by a wish leaves the others in their order', () => {
    const lanes = filled([SERVICE, 1, 4], [MARKETING, 2, 3])
    expect(lanes.takeAll((one) => one.n % 2 === 0).map((one) => one.n)).toEqual([0, 2, 0, 2])
    expect(lanes.size).toBe(3)
    expect(taken(lanes, 3).map((one) => `${one.account_id}.${one.n}`)).toEqual([
      '1.1',
      '1.3',
      '2.1',
    ])
  })
})

describe('places', () => {
  const lanes = () => new Lanes<One>(1_000)

  test('marketing leaves half to the others, an account a quarter of that to other accounts', () => {
    const some = lanes()
    expect(some.roomFor(MARKETING, 1)).toBe(375)
    some.reserve(MARKETING, 1, 375)
    expect(some.roomFor(MARKETING, 1)).toBe(0)
    expect(some.roomFor(MARKETING, 2)).toBe(125)
    some.reserve(MARKETING, 2, 125)
    expect(some.roomOf(MARKETING)).toBe(0)
    expect(some.roomFor(SERVICE, 3)).toBe(300)
    some.reserve(SERVICE, 3, 300)
    expect(some.roomOf(SERVICE)).toBe(0)
    expect(some.roomFor(OTP, 1)).toBe(200)
  })

  test('places come back', () => {
    const some = lanes()
    some.reserve(OTP, 1, 750)
    expect(some.takenBy(1)).toBe(750)
    some.release(OTP, 1, 750)
    expect([some.taken, some.takenBy(1), some.roomOf(OTP)]).toEqual([0, 0, 1_000])
  })

  test('a queue of one place has one for everybody', () => {
    const some = new Lanes<One>(1)
    for (const contentClass of [OTP, SERVICE, MARKETING])
      expect(some.roomFor(contentClass, 1)).toBe(1)
  })
})

test('room is divided evenly, and what one cannot take falls to the others', () => {
  const room: Record<number, number> = { 1: 10, 2: 1_000, 3: 1_000 }
  expect(shareOut([1, 2, 3], 300, (accountId) => room[accountId]!)).toEqual([
    { accountId: 1, max: 10 },
    { accountId: 2, max: 145 },
    { accountId: 3, max: 145 },
  ])
  expect(shareOut([1, 2], 1, () => 5)).toEqual([{ accountId: 1, max: 1 }])
  expect(shareOut([], 10, () => 5)).toEqual([])
})
