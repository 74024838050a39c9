import { describe, expect, test } from 'vitest'
import { Rejection } from './rejection.ts'
import {
  documentedThrottles,
  throttleOf,
  throttlingInfo,
  Throttles,
  type Throttle,
} from './throttles.ts'

/** Seconds to wait; 0 when it was taken. */
function wait(throttles: Throttles, one: Throttle, who = 'account 1', operation = 'op'): number {
  try {
    throttles.take(operation, one, who)
    return 0
  } catch (refusal) {
    if (!(refusal instanceof Rejection)) throw refusal
    expect(refusal.kind.status).toBe(429)
    return refusal.retryAfterSeconds!
  }
}
const world = () => {
  let at = 1_000_000
  const clock = { ms: () => at, now: () => new Date(at), advance: (ms: number) => (at += ms) }
  return { clock, throttles: new Throttles(clock) }
}

describe('so many in a unit of time', () => {
  const two: Throttle = { type: 'time', requests: 2, units: 1, unit: 'm' }

  test('the window begins with the first request and ends a unit later', () => {
    const { clock, throttles } = world()
    expect(wait(throttles, two)).toBe(0)
    clock.advance(20_000)
    expect(wait(throttles, two)).toBe(0)
    expect(wait(throttles, two)).toBe(40)
    clock.advance(39_999)
    expect(wait(throttles, two)).toBe(1)
    clock.advance(1)
    expect(wait(throttles, two)).toBe(0)
    expect(wait(throttles, two)).toBe(0)
    expect(wait(throttles, two)).toBe(60)
  })

  test('each account and each operation has its own', () => {
    const { throttles } = world()
    for (const who of ['account 1', 'account 2'])
      for (const operation of ['a', 'b'])
        expect([1, 2, 3].map(() => wait(throttles, two, who, operation))).toEqual([0, 0, 60])
  })

  test('ten minutes are ten units', () => {
    const { clock, throttles } = world()
    const one: Throttle = { type: 'time', requests: 1, units: 10, unit: 'm' }
    expect([wait(throttles, one), wait(throttles, one)]).toEqual([0, 600])
    clock.advance(600_000)
    expect(wait(throttles, one)).toBe(0)
  })
})

describe('a bucket of tokens', () => {
  const bucket: Throttle = { type: 'token', burst: 4, perSecond: 1, tokens: 2 }

  test('holds a burst, and fills again as time goes by', () => {
    const { clock, throttles } = world()
    expect([1, 2, 3].map(() => wait(throttles, bucket))).toEqual([0, 0, 2])
    clock.advance(1_000)
    expect(wait(throttles, bucket)).toBe(1)
    clock.advance(1_000)
    expect(wait(throttles, bucket)).toBe(0)
    expect(wait(throttles, bucket)).toBe(2)
  })

  test('never holds more than the burst', () => {
    const { clock, throttles } = world()
    wait(throttles, bucket)
    clock.advance(3_600_000)
    expect([1, 2, 3].map(() => wait(throttles, bucket))).toEqual([0, 0, 2])
  })
})

test('the table says what the compatible API documents', () => {
  expect(documentedThrottles['create-api-key']).toEqual({
    type: 'time',
    requests: 40,
    units: 1,
    unit: 'd',
  })
  expect(throttlingInfo(documentedThrottles['get-outbound-sms-message-logs-v3']!)).toEqual({
    type: 'time',
    numberOfRequests: 120,
    numberOfTimeUnits: 1,
    timeUnit: 'm',
  })
  expect(documentedThrottles['send-sms-messages']).toBeUndefined()
})

describe('the limit that counts', () => {
  const ten: Throttle = { type: 'time', requests: 10, units: 1, unit: 'm' }
  const own: Throttle = { type: 'time', requests: 3, units: 1, unit: 'h' }
  const bucket: Throttle = { type: 'token', burst: 4, perSecond: 1, tokens: 2 }

  test('is what is documented, multiplied; never less than one request', () => {
    expect(throttleOf('op', ten, 1, {})).toEqual(ten)
    expect(throttleOf('op', ten, 2.55, {})).toEqual({ ...ten, requests: 25 })
    expect(throttleOf('op', ten, 0.01, {})).toEqual({ ...ten, requests: 1 })
    expect(throttleOf('op', bucket, 3, {})).toEqual({ ...bucket, burst: 12, perSecond: 3 })
    expect(throttleOf('op', bucket, 0.1, {})).toEqual({ ...bucket, burst: 2, perSecond: 0.1 })
    expect(throttleOf('op', ten, Infinity, {})).toBeUndefined()
    expect(throttleOf('op', undefined, 2, {})).toBeUndefined()
  })

  test("is the account's own before that of the installation", () => {
    expect(throttleOf('op', ten, 5, { factor: 1 })).toEqual(ten)
    expect(throttleOf('op', ten, 5, { factor: Infinity })).toBeUndefined()
    const mine = { factor: Infinity, operations: { op: own } }
    expect(throttleOf('op', ten, 5, mine)).toEqual(own)
    expect(throttleOf('op', undefined, Infinity, mine)).toEqual(own)
    expect(throttleOf('another', ten, 1, { operations: { op: own } })).toEqual(ten)
  })
})
