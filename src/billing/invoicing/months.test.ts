import { expect, it } from 'vitest'
import { addDays, addMonths, lastDay, monthOf, yearEnd } from './months.ts'

it.each([
  ['2026-12', 1, '2027-01'],
  ['2026-01', -1, '2025-12'],
  ['2026-11', -13, '2025-10'],
])('%s and %d months is %s', (month, count, sum) => {
  expect(addMonths(month, count)).toBe(sum)
})

it('last days know leap years', () => {
  expect(lastDay('2028-02')).toBe('2028-02-29')
  expect(lastDay('2026-02')).toBe('2026-02-28')
  expect(addDays('2026-12-31', 14)).toBe('2027-01-14')
  expect(monthOf('2026-11-24')).toBe('2026-11')
})

it('the invoicing year is over when the next one begins', () => {
  expect(yearEnd(new Date('2026-12-31T23:59:59Z')).toISOString()).toBe('2027-01-01T00:00:00.000Z')
})
