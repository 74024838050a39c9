import { expect, it } from 'vitest'
import { csvOf, isMonth, lastMonth, lineFault } from './bill.ts'

it('lines of a bill become the file the operation reads, and each fault is told', () => {
  const line = { country: 'DE', network: '26201', parts: '1200', amount: '84,5' }
  expect(lineFault(line)).toBeNull()
  expect(csvOf([line, { country: '', network: '', parts: '1', amount: '0' }])).toBe(
    'country,network,parts,amount\nDE,26201,1200,84.5\n,,1,0\n',
  )
  expect(lineFault({ ...line, country: 'Germany' })).toBe('countryFault')
  expect(lineFault({ ...line, network: '262' })).toBe('networkFault')
  expect(lineFault({ ...line, parts: '1.200' })).toBe('partsFault')
  expect(lineFault({ ...line, amount: '' })).toBe('amountFault')
})

it('the month before January is December of the year before', () => {
  expect(lastMonth(new Date('2026-01-31T23:00:00Z'))).toBe('2025-12')
  expect(lastMonth(new Date('2026-11-24T00:00:00Z'))).toBe('2026-10')
  expect(['2026-10', '2026-13', '2026-1'].map(isMonth)).toEqual([true, false, false])
})
