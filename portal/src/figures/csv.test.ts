import { expect, it } from 'vitest'
import { toCsv } from './csv.ts'

it('writes rows, quotes what needs it, and disarms formulas', () => {
  expect(
    toCsv([
      ['a', 1, null],
      ['x,"y"', '=1+1', '-5'],
      ['two\nlines', '@cmd', -5],
    ]),
  ).toBe('a,1,\r\n"x,""y""",\'=1+1,\'-5\r\n"two\nlines",\'@cmd,-5\r\n')
})
