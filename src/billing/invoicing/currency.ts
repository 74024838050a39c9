/** Of one unit of any currency: amounts are whole micro-units everywhere. */
const MICROS_DIGITS = 6
const DIGITS_DEFAULT = 2

/** Currencies whose smallest unit is not a hundredth. Source: ISO 4217, list one (minor units). */
const digitsOf: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
}

/** Digits after the point in amounts that are paid: 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: string): number => digitsOf[currency] ?? DIGITS_DEFAULT

/** Micro-units in the smallest amount that can be paid in a currency. */
export const minorUnitMicros = (currency: string): bigint =>
  10n ** BigInt(MICROS_DIGITS - minorDigits(currency))

/**
 * Divides and rounds half up by size: 2.5 becomes 3, and −2.5 becomes −3, so that a credit note mirrors its invoice.
 * @param divisor above zero
 */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend
  const rounded = (size * 2n + divisor) / (divisor * 2n)
  return dividend < 0n ? -rounded : rounded
}

/** The nearest amount that can be paid, in micro-units. */
export function roundToMinor(micros: bigint, currency: string): bigint {
  const unit = minorUnitMicros(currency)
  return divideHalfUp(micros, unit) * unit
}

/**
 * An amount as decimal text with a point, without grouping: `-12.50`.
 * All digits that are not zero are written, and at least those of the currency's smallest unit.
 */
export function decimalText(micros: bigint, currency: string): string {
  const size = (micros < 0n ? -micros : micros).toString().padStart(MICROS_DIGITS + 1, '0')
  const whole = size.slice(0, -MICROS_DIGITS)
  const least = minorDigits(currency)
  const fraction = size.slice(-MICROS_DIGITS).replace(/0+$/, '').padEnd(least, '0')
  return `${micros < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

const DECIMAL = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/

/** Reads `12.5` as 12,500,000 micro-units; undefined for what is no decimal, is over 12 digits, or is finer than a micro-unit. */
export function readDecimal(text: string): bigint | undefined {
  const match = DECIMAL.exec(text.trim())
  if (!match) return undefined
  const [, sign, whole, fraction = ''] = match
  const micros = BigInt(`${whole}${fraction.padEnd(MICROS_DIGITS, '0')}`)
  return sign === '-' ? -micros : micros
}
