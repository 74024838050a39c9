import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openingAt } from './delivery-window.ts'
import type { DeliveryWindow } from './message.ts'

const at = (text: string) => Date.parse(text)
const monday = '2026-11-23'

describe('a delivery window', () => {
  const office: DeliveryWindow = {
    days: ['MONDAY', 'TUESDAY'],
    from: { hour: 9, minute: 0 },
    to: { hour: 17, minute: 30 },
  }

  test.each([
    ['inside, it is open now', `${monday}T10:00:00Z`, `${monday}T10:00:00Z`],
    ['before, it opens the same day', `${monday}T06:00:00Z`, `${monday}T09:00:00Z`],
    ['its end is outside', `${monday}T17:30:00Z`, '2026-11-24T09:00:00Z'],
    ['after the last day it opens next week', '2026-11-24T18:00:00Z', '2026-11-30T09:00:00Z'],
  ])('%s', (_what, now, opens) => {
    expect(openingAt(office, at(now))).toBe(at(opens))
  })

  test('one that spans midnight is open after midnight of the day it began', () => {
    const night: DeliveryWindow = {
      days: ['MONDAY'],
      from: { hour: 22, minute: 0 },
      to: { hour: 2, minute: 0 },
    }
    expect(openingAt(night, at('2026-11-24T01:00:00Z'))).toBe(at('2026-11-24T01:00:00Z'))
    expect(openingAt(night, at('2026-11-24T02:00:00Z'))).toBe(at('2026-11-30T22:00:00Z'))
  })

  test('without hours the whole day is open; without days it never is', () => {
    expect(openingAt({ days: ['WEDNESDAY'] }, at(`${monday}T10:00:00Z`))).toBe(
      at('2026-11-25T00:00:00Z'),
    )
    expect(openingAt({ days: [] }, at(`${monday}T10:00:00Z`))).toBeNull()
  })

  test('the opening is never in the past, at most eight days off, and open itself', () => {
    const minute = fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
    })
    const days = fc.uniqueArray(fc.constantFrom('MONDAY', 'WEDNESDAY', 'SUNDAY' as const), {
      minLength: 1,
    })
    fc.assert(
      fc.property(
        days,
        minute,
        minute,
        fc.integer({ min: 0, max: 10 * 86_400_000 }),
        (chosen, from, to, offset) => {
          const window = { days: chosen, from, to } as DeliveryWindow
          const now = at(`${monday}T00:00:00Z`) + offset
          const opens = openingAt(window, now)!
          expect(opens).toBeGreaterThanOrEqual(now)
          expect(opens - now).toBeLessThanOrEqual(8 * 86_400_000)
          expect(openingAt(window, opens)).toBe(opens)
        },
      ),
    )
  })
})
