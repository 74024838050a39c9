import { type Alphabet, type MessageClass, type Waiting, decodeDataCoding } from './data-coding.ts'
import { decodeGsm } from './gsm-alphabet.ts'
import { fillBitsAfter, septetsIn, unpackSeptets } from './septets.ts'
import { decodeUcs2 } from './ucs2.ts'
import {
  type Concatenation,
  type HeaderFault,
  type UserDataHeader,
  parseUserDataHeader,
} from './user-data-header.ts'

/** What data_coding 0 means on a connection. */
export type DefaultAlphabet = 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii' | 'utf8'

export interface HowEncoded {
  dataCoding: number
  /** esm_class & 0x40: the octets begin with a user data header. */
  udh?: boolean
  /** Default gsm7, one septet per octet. */
  defaultAlphabet?: DefaultAlphabet
}

export interface DecodedText {
  /** Empty for binary content. */
  text: string
  alphabet: Alphabet
  binary: boolean
  packed: boolean
  messageClass: MessageClass | null
  flash: boolean
  waiting: Waiting | null
  header: UserDataHeader | null
  /** A faulty header is not stripped: all octets are payload, so nothing of the text is lost. */
  headerFault: HeaderFault['fault'] | null
  concatenation: Concatenation | null
  /** The octets after the header; for packed text already one septet per octet. */
  payload: Uint8Array
}

/**
 * Reads the user data of an MO message or of a customer's submit_sm.
 * Never throws: what cannot be read is shown as U+FFFD or a space.
 * Source: TS 23.038, TS 23.040 §9.2.3.24, SMPP 3.4 §5.2.19.
 */
export function decodeText(octets: Uint8Array, how: HowEncoded): DecodedText {
  const coding = decodeDataCoding(how.dataCoding)
  const parsed = how.udh ? parseUserDataHeader(octets) : null
  const header = parsed?.ok ? parsed : null
  const headerLength = header?.length ?? 0
  const { alphabet, packed } = alphabetOn(coding.alphabet, how.defaultAlphabet ?? 'gsm7')
  const body = octets.subarray(headerLength)
  const payload = packed ? unpackText(body, headerLength) : body
  const binary = alphabet === 'octets' || coding.compressed
  return {
    text: binary ? '' : textOf(payload, alphabet, header),
    alphabet,
    binary,
    packed,
    messageClass: coding.messageClass,
    flash: coding.flash,
    waiting: coding.waiting,
    header,
    headerFault: parsed && !parsed.ok ? parsed.fault : null,
    concatenation: header?.concatenation ?? null,
    payload,
  }
}

/** `gsm7` is what the connection says it is; any other alphabet was named by the message. */
function alphabetOn(named: Alphabet, defaultAlphabet: DefaultAlphabet) {
  if (named !== 'gsm7') return { alphabet: named, packed: false }
  if (defaultAlphabet === 'gsm7-packed') return { alphabet: 'gsm7' as const, packed: true }
  return { alphabet: defaultAlphabet, packed: false }
}

/**
 * SMPP carries no septet count, so seven spare bits look like a septet of their own. Senders fill
 * them with zeros ('@') or CR (TS 23.038 §6.1.2.3.1); either is taken off when it ends on an octet.
 */
function unpackText(body: Uint8Array, headerLength: number): Uint8Array {
  const fillBits = headerLength === 0 ? 0 : fillBitsAfter(headerLength)
  const septets = unpackSeptets(body, septetsIn(body.length, fillBits), fillBits)
  const endsOnOctet = (body.length * 8 - fillBits) % 7 === 0
  const last = septets.at(-1)
  return endsOnOctet && (last === 0 || last === 0x0d) ? septets.subarray(0, -1) : septets
}

/** Labels of the Encoding Standard for what TextDecoder reads. */
const decoderLabels: Partial<Record<Alphabet, string>> = {
  utf8: 'utf-8',
  cyrillic: 'iso-8859-5',
  hebrew: 'iso-8859-8',
  jis: 'shift_jis',
  pictogram: 'shift_jis',
  'extended-jis': 'euc-jp',
  iso2022jp: 'iso-2022-jp',
  euckr: 'euc-kr',
}

function textOf(payload: Uint8Array, alphabet: Alphabet, header: UserDataHeader | null): string {
  if (alphabet === 'gsm7') {
    const { lockingShift = 0, singleShift = 0 } = header ?? {}
    return decodeGsm(payload, { lockingShift, singleShift })
  }
  if (alphabet === 'ucs2') return decodeUcs2(payload)
  if (alphabet === 'ascii') return decodeBytes(payload, 0x7f)
  if (alphabet === 'latin1') return decodeBytes(payload, 0xff)
  const label = decoderLabels[alphabet]
  return label ? new TextDecoder(label, { ignoreBOM: true }).decode(payload) : ''
}

/** One octet, one code point. Not TextDecoder: its "latin1" and "ascii" are windows-1252. */
function decodeBytes(payload: Uint8Array, codeMax: number): string {
  let text = ''
  for (const octet of payload) text += String.fromCharCode(octet > codeMax ? 0xfffd : octet)
  return text
}

/**
 * Text of the parts of one concatenated message, given in order. Octets are joined before they are
 * read where all parts agree on the alphabet, so that a surrogate pair or an escape that a sender
 * split between two parts survives.
 */
export function joinDecoded(parts: readonly DecodedText[]): string {
  const first = parts[0]
  if (!first) return ''
  const alike = parts.every((part) => sameAlphabet(part, first))
  if (!alike || first.binary) return parts.map((part) => part.text).join('')
  return textOf(joinOctets(parts.map((part) => part.payload)), first.alphabet, first.header)
}

const sameAlphabet = (a: DecodedText, b: DecodedText): boolean =>
  a.alphabet === b.alphabet &&
  a.binary === b.binary &&
  (a.header?.lockingShift ?? 0) === (b.header?.lockingShift ?? 0) &&
  (a.header?.singleShift ?? 0) === (b.header?.singleShift ?? 0)

export function joinOctets(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
