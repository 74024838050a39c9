import { expect, it } from 'vitest'
import { readRecipients } from './recipients.ts'

it('reads numbers as people paste them', () => {
  const read = readRecipients('+49 151 23456789, 0049-151-23456780;\n999100000001\t999100000002')
  expect(read).toEqual({
    numbers: ['4915123456789', '4915123456780', '999100000001', '999100000002'],
    faulty: [],
    duplicates: 0,
  })
})

it('divides at blanks only where the whole is no number', () => {
  expect(readRecipients('4915123456789 4915123456780').numbers).toEqual([
    '4915123456789',
    '4915123456780',
  ])
  expect(readRecipients('+49 151 234 567 89').numbers).toEqual(['4915123456789'])
})

it('counts a number written twice once', () => {
  expect(readRecipients('999100000001\n+999 100 000 001')).toMatchObject({
    numbers: ['999100000001'],
    duplicates: 1,
  })
})

it('says of each entry that is no number why', () => {
  expect(readRecipients('0151 2345678, 12, hello, 999100000001').faulty).toEqual([
    { written: '0151 2345678', reason: 'NOT_INTERNATIONAL' },
    { written: '12', reason: 'TOO_SHORT' },
    { written: 'hello', reason: 'NOT_A_NUMBER' },
  ])
})
