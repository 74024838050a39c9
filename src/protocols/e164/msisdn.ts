import { type Country, countryOfDigits } from './country.ts'

/** An international number: 7 to 15 digits, calling code first, no '+'. Made only by `parseMsisdn`. */
export type Msisdn = string & { readonly kind: 'msisdn' }

export type MsisdnFault =
  | 'EMPTY'
  /** Something else than digits and the usual separators. */
  | 'NOT_A_NUMBER'
  | 'TOO_SHORT'
  | 'TOO_LONG'
  /** Begins with a national trunk prefix (one 0). */
  | 'NOT_INTERNATIONAL'
  | 'UNKNOWN_CALLING_CODE'

export type MsisdnResult = { ok: true; msisdn: Msisdn } | { ok: false; reason: MsisdnFault }

/** ITU-T E.164 §6.2.1: at most 15 digits. No public number is shorter than 7 with its calling code. */
const DIGITS_MAX = 15
const DIGITS_MIN = 7
/** Longer input is not looked at. */
const INPUT_CHARACTERS_MAX = 64

/**
 * Reads a number as people write it: '+' or '00' in front, spaces, dashes, dots, slashes, brackets,
 * "(0)" after the calling code, digits of other scripts.
 */
export function parseMsisdn(input: unknown): MsisdnResult {
  const digits = digitsOf(input)
  if (typeof digits !== 'string') return digits
  const fault = faultOf(digits)
  return fault ? { ok: false, reason: fault } : { ok: true, msisdn: digits as Msisdn }
}

/** `parseMsisdn` for hot paths: null instead of a reason, nothing built. */
export function toMsisdn(input: unknown): Msisdn | null {
  const digits = digitsOf(input)
  return typeof digits === 'string' && !faultOf(digits) ? (digits as Msisdn) : null
}

function faultOf(digits: string): MsisdnFault | null {
  if (digits.startsWith('0')) return 'NOT_INTERNATIONAL'
  if (digits.length < DIGITS_MIN) return 'TOO_SHORT'
  if (digits.length > DIGITS_MAX) return 'TOO_LONG'
  return countryOfDigits(digits) ? null : 'UNKNOWN_CALLING_CODE'
}

/** Calling code and country of a number. */
export const countryOf = (msisdn: Msisdn): Country => countryOfDigits(msisdn)!

const refused = (reason: MsisdnFault) => ({ ok: false, reason }) as const

/** International digits without '+' or '00'. */
function digitsOf(input: unknown): string | { ok: false; reason: MsisdnFault } {
  if (typeof input === 'number') return digitsOf(Number.isSafeInteger(input) ? String(input) : '?')
  if (input === undefined || input === null) return refused('EMPTY')
  if (typeof input !== 'string') return refused('NOT_A_NUMBER')
  if (input.length > INPUT_CHARACTERS_MAX) return refused('TOO_LONG')
  if (/^[1-9]\d*$/.test(input)) return input
  const written = input.trim()
  if (written === '') return refused('EMPTY')
  const plain = plainDigits(written)
  if (!shape.test(plain)) return refused('NOT_A_NUMBER')
  return plain
    .replace('(0)', '')
    .replaceAll(separators, '')
    .replace(/^(\+|00)/, '')
}

/** Optional '+', then digits with separators between them. */
const shape = /^\+?[\s\-.()/]*\d[\d\s\-.()/]*$/
const separators = /[\s\-.()/]/g

/** Arabic-Indic, extended Arabic-Indic, Devanagari and full-width digits and signs; dashes of word processors. */
const plainDigits = (written: string): string =>
  written
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/g, (digit) =>
      String((digit.charCodeAt(0) - zeroOf(digit.charCodeAt(0))) % 10),
    )
    .replaceAll('\uff0b', '+')
    .replaceAll(/[\u2010-\u2015\u2212\uff0d]/g, '-')
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')

function zeroOf(code: number): number {
  if (code >= 0xff10) return 0xff10
  if (code >= 0x966) return 0x966
  return code >= 0x6f0 ? 0x6f0 : 0x660
}
