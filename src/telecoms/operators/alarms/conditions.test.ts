import { describe, expect, test } from 'vitest'
import { History, type Look } from './conditions.ts'
import { usualAlarmSettings } from './watch.ts'
import type { AlarmKind } from './wire.ts'

const limits = { ...usualAlarmSettings, downSeconds: 60, errorsPercent: 20, throttledPercent: 30, queueSeconds: 120 } // prettier-ignore
const none = { submitted: 0, accepted: 0, refused: 0, throttled: 0, unknown: 0 }
const look = (seconds: number, more: Partial<Look> = {}): Look => ({
  at: seconds * 1_000,
  state: 'CONNECTED',
  counters: none,
  queueMs: 0,
  ...more,
})

/** What is found after the last of these looks. */
function after(looks: Look[], kind: AlarmKind) {
  const history = new History()
  for (const one of looks) history.add(one)
  return history.findings(limits).find((one) => one.kind === kind)!
}

describe('a connection that is down', () => {
  const down = (seconds: number) => look(seconds, { state: 'DISCONNECTED' })

  test('is wrong after its time, not before', () => {
    expect(after([down(0), down(60)], 'DOWN').verdict).toBeNull()
    expect(after([down(0), down(61)], 'DOWN')).toMatchObject({ verdict: 'wrong', measured: 61 })
  })

  test('is not well again after a short moment of being up, and is when that held', () => {
    const looks = [down(0), down(61), look(65)]
    expect(after(looks, 'DOWN').verdict).toBeNull()
    expect(after([...looks, down(70)], 'DOWN')).toMatchObject({ verdict: 'wrong', measured: 70 })
    expect(after([...looks, look(94)], 'DOWN').verdict).toBeNull()
    expect(after([...looks, look(95)], 'DOWN').verdict).toBe('over')
  })

  test('is meant to be down when it is switched off or out of use', () => {
    for (const state of ['DISABLED', 'DRAINED'] as const)
      expect(after([down(0), down(61), look(65, { state })], 'DOWN').verdict).toBe('over')
  })
})

describe('shares of the last five minutes', () => {
  const counted = (seconds: number, accepted: number, refused: number, unknown = 0) =>
    look(seconds, { counters: { ...none, submitted: accepted, accepted, refused, unknown } })

  test('too few parts say nothing, and none at all that it is over', () => {
    expect(after([counted(0, 0, 0), counted(5, 0, 19)], 'ERRORS').verdict).toBeNull()
    expect(after([counted(0, 5, 5), counted(5, 5, 5)], 'ERRORS').verdict).toBe('over')
  })

  test('more than the limit is wrong, half of it is over, between them all stays', () => {
    const share = (refused: number, unknown = 0) =>
      after([counted(0, 0, 0), counted(5, 100 - refused - unknown, refused, unknown)], 'ERRORS')
        .verdict
    expect(share(21)).toBe('wrong')
    expect(share(10, 11)).toBe('wrong')
    expect(share(20)).toBeNull()
    expect(share(11)).toBeNull()
    expect(share(10)).toBe('over')
  })

  test('what is older does not count any more', () => {
    const looks = [counted(0, 0, 0), counted(5, 0, 100), counted(306, 100, 100)]
    expect(after(looks.slice(0, 2), 'ERRORS').verdict).toBe('wrong')
    expect(after(looks, 'ERRORS').verdict).toBe('over')
  })

  test('throttled parts are measured against those that were written', () => {
    const throttled = { ...none, submitted: 100, accepted: 60, throttled: 40 }
    expect(after([look(0), look(5, { counters: throttled })], 'THROTTLED')).toMatchObject({
      verdict: 'wrong',
      measured: 40,
    })
  })
})

test('messages that wait too long, unless they are meant to', () => {
  const waits = (seconds: number, state: Look['state'] = 'CONNECTED') =>
    after([look(0, { queueMs: seconds * 1_000, state })], 'QUEUE').verdict
  expect([waits(121), waits(120), waits(61), waits(60)]).toEqual(['wrong', null, null, 'over'])
  expect([waits(999, 'DRAINED'), waits(999, 'DISCONNECTED')]).toEqual(['over', 'wrong'])
})
