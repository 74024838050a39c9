import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  decimalText,
  divideHalfUp,
  minorUnitMicros,
  readDecimal,
  roundToMinor,
} from './currency.ts'

it.each([
  ['EUR', 10_000n],
  ['JPY', 1_000_000n],
  ['KWD', 1_000n],
])('the smallest unit of %s is %d micro-units', (currency, micros) => {
  expect(minorUnitMicros(currency)).toBe(micros)
})

it.each([
  [4_999n, 0n],
  [5_000n, 10_000n],
  [14_999n, 10_000n],
  [15_000n, 20_000n],
  [-5_000n, -10_000n],
  [-4_999n, 0n],
])('%d micro-units are paid as %d', (micros, paid) => {
  expect(roundToMinor(micros, 'EUR')).toBe(paid)
})

it('half a yen is paid as a yen', () => {
  expect(roundToMinor(1_500_000n, 'JPY')).toBe(2_000_000n)
  expect(roundToMinor(1_499_999n, 'JPY')).toBe(1_000_000n)
})

it.each([
  [12_500_000n, 'EUR', '12.50'],
  [1n, 'EUR', '0.000001'],
  [-1_234_500n, 'EUR', '-1.2345'],
  [3_000_000n, 'JPY', '3'],
  [3_100_000n, 'JPY', '3.1'],
  [5_000n, 'KWD', '0.005'],
  [0n, 'EUR', '0.00'],
])('%d in %s is written %s', (micros, currency, text) => {
  expect(decimalText(micros, currency)).toBe(text)
})

it('what is written is read again', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (micros) => {
      expect(readDecimal(decimalText(micros, 'EUR'))).toBe(micros)
    }),
  )
})

it.each(['', '1,5', '1.2345678', '1e3', '+1', '.5', '1234567890123', '١'])(
  '%j is no amount',
  (text) => {
    expect(readDecimal(text)).toBeUndefined()
  },
)

it('rounding is never off by more than half, and mirrors at zero', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 9n }), (dividend, divisor) => {
      const rest = dividend - divideHalfUp(dividend, divisor) * divisor
      expect(2n * (rest < 0n ? -rest : rest) <= divisor).toBe(true)
      expect(divideHalfUp(-dividend, divisor)).toBe(-divideHalfUp(dividend, divisor))
    }),
  )
})
