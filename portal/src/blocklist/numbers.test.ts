import { expect, it } from 'vitest'
import { numbersIn } from './numbers.ts'

it('takes every cell that is a number, once', () => {
  const text =
    'number,name\n"+49 170 0000001",Ann\n491700000001;(0044) 7700 900123\n\n+819012345678\tx'
  expect(numbersIn(text)).toEqual({
    numbers: ['491700000001', '447700900123', '819012345678'],
    others: 4,
  })
})

it('finds nothing in nothing', () => {
  expect(numbersIn(' \n,;')).toEqual({ numbers: [], others: 0 })
})
