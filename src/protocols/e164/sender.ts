import type { Msisdn } from './msisdn.ts'
import { toMsisdn } from './msisdn.ts'

export type SenderKind = 'alphanumeric' | 'long-number' | 'short-code'

/** A source address with the type of number and numbering plan SMPP 3.4 §5.2.5, §5.2.6 asks for. */
export interface Sender {
  kind: SenderKind
  /** As it goes on the wire: digits without '+', or the name. */
  address: string
  ton: number
  npi: number
}

export type SenderFault =
  | 'EMPTY'
  /** A name of more than 11 characters (TS 23.040 §9.1.2.5). */
  | 'NAME_TOO_LONG'
  /** A name with characters outside the GSM 7 bit default alphabet. */
  | 'NAME_NOT_GSM'
  /** Digits that are neither a number nor a short code. */
  | 'NOT_A_NUMBER'

export type SenderResult = { ok: true; sender: Sender } | { ok: false; reason: SenderFault }

const NAME_CHARACTERS_MAX = 11
const SHORT_CODE_DIGITS_MIN = 2
/** Digits up to here are a short code before they are a number. */
const SHORT_CODE_DIGITS_CERTAIN = 6
const SHORT_CODE_DIGITS_MAX = 8
const INPUT_CHARACTERS_MAX = 64

const addressing = {
  'long-number': { ton: 1, npi: 1 },
  'short-code': { ton: 3, npi: 0 },
  alphanumeric: { ton: 5, npi: 0 },
} as const

const sender = (kind: SenderKind, address: string): SenderResult => ({
  ok: true,
  sender: { kind, address, ...addressing[kind] },
})
const refused = (reason: SenderFault): SenderResult => ({ ok: false, reason })

/** Characters of the default alphabet that take one septet, line ends excepted. */
const name = /^[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]+$/
const looksNumeric = /^\+?[\d\s\-.()/]+$/

/**
 * Tells what a sender is. Up to six digits are a short code; seven or eight are a number when they
 * begin with a calling code and are written with '+', else a short code; more are a number.
 */
export function parseSender(input: unknown): SenderResult {
  const written = typeof input === 'number' ? String(input) : input
  if (typeof written !== 'string' || written.trim() === '') return refused('EMPTY')
  const trimmed = written.trim()
  if (trimmed.length > INPUT_CHARACTERS_MAX) return refused('NAME_TOO_LONG')
  if (looksNumeric.test(trimmed) && /\d/.test(trimmed)) return numeric(trimmed)
  if (!name.test(trimmed)) return refused('NAME_NOT_GSM')
  if (trimmed.length > NAME_CHARACTERS_MAX) return refused('NAME_TOO_LONG')
  return sender('alphanumeric', trimmed)
}

function numeric(written: string): SenderResult {
  const digits = written.replaceAll(/\D/g, '')
  const international = /^(\+|00)/.test(written)
  const isShort = !international && digits.length <= SHORT_CODE_DIGITS_MAX
  if (isShort && digits.length <= SHORT_CODE_DIGITS_CERTAIN) {
    return digits.length >= SHORT_CODE_DIGITS_MIN
      ? sender('short-code', digits)
      : refused('NOT_A_NUMBER')
  }
  if (isShort) return sender('short-code', digits)
  const msisdn = toMsisdn(written)
  return msisdn ? sender('long-number', msisdn) : refused('NOT_A_NUMBER')
}

/** Destination address of a number. */
export const addressOf = (msisdn: Msisdn) =>
  ({ address: msisdn as string, ton: 1, npi: 1 }) as const
