import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { easterOf, holidays, isHoliday } from './holidays.ts'
import { instantOf, toLocal } from './local-time.ts'
import { nextOpening, readOpeningHours, type OpeningHours } from './opening-hours.ts'

const hours = (text: string): OpeningHours => readOpeningHours(text)!
const at = (text: string) => Date.parse(text)
const told = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
const DAY_MS = 86_400_000

describe('the next opening', () => {
  const day = 'MO-SU 08:00-21:00'
  it.each([
    [
      'inside the hours: now',
      day,
      'Europe/Paris',
      '2026-11-24T12:00:00Z',
      '2026-11-24T12:00:00.000Z',
    ],
    [
      'before them: when they begin',
      day,
      'Europe/Paris',
      '2026-11-24T05:00:00Z',
      '2026-11-24T07:00:00.000Z',
    ],
    [
      'at their end: the next day',
      day,
      'Europe/Paris',
      '2026-11-24T20:00:00Z',
      '2026-11-25T07:00:00.000Z',
    ],
    [
      'in summer an hour earlier',
      day,
      'Europe/Paris',
      '2026-07-01T05:00:00Z',
      '2026-07-01T06:00:00.000Z',
    ],
    [
      'the night clocks go forward',
      day,
      'Europe/Paris',
      '2026-03-28T22:00:00Z',
      '2026-03-29T06:00:00.000Z',
    ],
    [
      'the night clocks go back',
      day,
      'Europe/Paris',
      '2026-10-24T22:00:00Z',
      '2026-10-25T07:00:00.000Z',
    ],
    [
      'a Saturday evening, closed on Sundays',
      'MO-SA 08:00-22:00',
      'Europe/Paris',
      '2026-11-28T21:30:00Z',
      '2026-11-30T07:00:00.000Z',
    ],
    [
      'shorter on Saturdays',
      'MO-FR 08:00-20:00 SA 09:00-13:00',
      'Africa/Johannesburg',
      '2026-11-28T11:30:00Z',
      '2026-11-30T06:00:00.000Z',
    ],
    [
      'a week that begins on Sunday',
      'SU-TH 09:00-21:00',
      'Africa/Cairo',
      '2026-11-27T09:00:00Z',
      '2026-11-29T07:00:00.000Z',
    ],
    [
      'half an hour beside the hour',
      day,
      'Asia/Kolkata',
      '2026-11-24T00:00:00Z',
      '2026-11-24T02:30:00.000Z',
    ],
    [
      'over midnight: still open',
      'FR 22:00-04:00',
      'UTC',
      '2026-11-28T03:59:00Z',
      '2026-11-28T03:59:00.000Z',
    ],
    [
      'over midnight: just closed',
      'FR 22:00-04:00',
      'UTC',
      '2026-11-28T04:00:00Z',
      '2026-12-04T22:00:00.000Z',
    ],
    [
      'an opening that clocks leave out: after the gap',
      'SU 02:30-06:00',
      'America/New_York',
      '2026-03-08T06:00:00Z',
      '2026-03-08T07:30:00.000Z',
    ],
  ])('%s', (_what, text, zone, now, opens) => {
    expect(told(nextOpening(hours(text), [zone], at(now)))).toBe(opens)
  })

  it('of a number that may be in several zones is open in all of them', () => {
    const zones = ['America/New_York', 'America/Chicago', 'America/Los_Angeles']
    // Eight in the morning in New York is five in Los Angeles.
    expect(told(nextOpening(hours(day), zones, at('2026-11-24T13:00:00Z')))).toBe(
      '2026-11-24T16:00:00.000Z',
    )
    // Six in the evening in Los Angeles is nine in New York.
    expect(told(nextOpening(hours(day), zones, at('2026-11-25T02:00:00Z')))).toBe(
      '2026-11-25T16:00:00.000Z',
    )
  })

  it('never comes when zones have no hour in common, or when there is no day', () => {
    expect(nextOpening(hours('MO-SU 08:00-09:00'), ['Asia/Tokyo', 'Europe/Paris'], 0)).toBeNull()
    expect(nextOpening([[], [], [], [], [], [], []], ['UTC'], 0)).toBeNull()
  })

  it('skips public holidays', () => {
    const closed = holidays(['12-25', 'easter+1', '01-01'])
    expect(
      told(
        nextOpening(
          hours('MO-SA 08:00-22:00'),
          ['Europe/Paris'],
          at('2026-12-24T21:30:00Z'),
          closed,
        ),
      ),
    ).toBe('2026-12-26T07:00:00.000Z')
  })

  test('is in the hours of each zone, is not in the past, and nothing before it is: over changes of clocks too', () => {
    const zones = [
      'Europe/Paris',
      'America/New_York',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'America/Sao_Paulo',
      'Africa/Casablanca',
      'Pacific/Chatham',
    ]
    const open = (zone: string, ms: number, from: number, to: number) => {
      const minutes = (((toLocal(zone, ms) % DAY_MS) + DAY_MS) % DAY_MS) / 60_000
      return minutes >= from && minutes < to
    }
    fc.assert(
      fc.property(
        fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
        fc.uniqueArray(fc.constantFrom(...zones), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 5, max: 10 }),
        fc.integer({ min: 18, max: 23 }),
        (now, some, from, to) => {
          const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`
          const opens = nextOpening(hours(`MO-SU ${clock(from)}-${clock(to)}`), some, now)
          const all = (ms: number) => some.every((zone) => open(zone, ms, from * 60, to * 60))
          if (opens === null) return
          expect(opens).toBeGreaterThanOrEqual(now)
          expect(all(opens)).toBe(true)
          if (opens > now) expect(all(opens - 60_000)).toBe(false)
          for (let ms = now; ms < opens; ms += 900_000) expect(all(ms)).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })
})

test('a wall clock’s time and its instant belong together, but where clocks leave it out', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe'),
      fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
      (zone, ms) => {
        const local = toLocal(zone, ms)
        expect([instantOf(zone, local, 'first'), instantOf(zone, local, 'last')]).toContain(ms)
      },
    ),
  )
})

it.each([
  '',
  'MO',
  'MO 8-20',
  'MO-FR 08:00',
  'XX 08:00-20:00',
  'MO 25:00-26:00',
  'MO 08:60-09:00',
  '08:00-20:00',
])('“%s” are no opening hours', (text) => expect(readOpeningHours(text)).toBeNull())

describe('public holidays', () => {
  it.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('Easter of %i is on %s', (year, date) => {
    expect(new Date(easterOf(year)).toISOString().slice(0, 10)).toBe(date)
  })
  it.each([
    ['07-14', '2026-07-14', true],
    ['07-14', '2026-07-15', false],
    ['easter+39', '2026-05-14', true],
    ['easter-2', '2026-04-03', true],
    ['12-27/sunday', '2026-12-28', true],
    ['12-26/sunday', '2026-12-28', false],
    ['01-06/monday', '2026-01-12', true],
    ['01-06/monday', '2026-01-06', false],
    ['2026-03-20', '2026-03-20', true],
    ['2026-03-20', '2027-03-20', false],
  ])('%s and %s: %s', (rule, date, is) => {
    expect(holidays([rule])(at(`${date}T00:00:00Z`))).toBe(is)
  })
  it.each(['13-01', '02-30', 'easter', 'monday', '1-1', '2026-02-30'])('%s is no day', (text) => {
    expect(isHoliday(text)).toBe(false)
  })
})
