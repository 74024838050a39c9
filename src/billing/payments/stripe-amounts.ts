import { minorDigits } from '../invoicing/currency.ts'

/** Written without a decimal digit although ISO 4217 says otherwise, or the other way round. */
const digitsAtStripe: Readonly<Record<string, number>> = { MGA: 0, ISK: 2, UGX: 2 }
const MICROS_DIGITS = 6

const unitMicros = (currency: string): bigint =>
  10n ** BigInt(MICROS_DIGITS - (digitsAtStripe[currency] ?? minorDigits(currency)))

/**
 * An amount as Stripe's API writes it: a whole number of the smallest unit (EUR 12.50 is 1250, JPY 500 is 500). Those of
 * three digits (KWD) are multiples of ten.
 * Source: docs.stripe.com/currencies, zero-decimal, special-case and three-decimal currencies.
 * @returns undefined when the amount cannot be written so
 */
export function toStripe(micros: bigint, currency: string): string | undefined {
  const unit = unitMicros(currency)
  const step = minorDigits(currency) === 3 ? unit * 10n : wholeOnly(currency) ? unit * 100n : unit
  return micros > 0n && micros % step === 0n ? (micros / unit).toString() : undefined
}

/** ISK and UGX have no smaller unit, but are written as if they had: the last two digits are zero. */
const wholeOnly = (currency: string): boolean => currency === 'ISK' || currency === 'UGX'

export const fromStripe = (amount: number, currency: string): bigint =>
  BigInt(amount) * unitMicros(currency)
