import {
  countText,
  languageCodes,
  PARTS_MAX,
  segmentBinary,
  segmentText,
  transliterate,
  transliterationCodes,
  type LanguageCode,
  type SegmentOptions,
  type TransliterationCode,
} from '../../protocols/gsm-text/index.ts'
import type { Prepared } from '../../messaging/index.ts'
import type { Content } from '../../messaging/index.ts'
import { segmentOfCaller } from './part-of-caller.ts'
import { CONTENT_LENGTH_MAX } from './wire.ts'
import { statuses } from '../../messaging/index.ts'

const {
  EC_INVALID_PDU_FORMAT,
  EC_MSG_TEXT_TOO_LONG,
  REJECTED_INVALID_UDH,
  REJECTED_MESSAGE_TOO_LONG,
} = statuses

const TOO_LONG: Prepared = {
  ok: false,
  statusId: REJECTED_MESSAGE_TOO_LONG,
  errorId: EC_MSG_TEXT_TOO_LONG,
}
const MALFORMED: Prepared = {
  ok: false,
  statusId: REJECTED_INVALID_UDH,
  errorId: EC_INVALID_PDU_FORMAT,
}

/** esm_class bits, SMPP 3.4 §5.2.12: a user data header stands in front of the text. */
export const UDHI = 0x40

/** How a connection wants content laid out. */
export interface Layout {
  wire: NonNullable<SegmentOptions['wire']>
  concatenation: 'udh' | 'sar'
}

/** A part of a message as submit_sm takes it. */
export interface Segment {
  esmClass: number
  dataCoding: number
  octets: Uint8Array
}

/** Checks a content and counts its parts; the parts themselves are made when it is sent. */
export function prepare(content: Content): Prepared {
  if (content.kind === 'binary') {
    const cut = segmentOctets(content, 0, 'udh')
    return cut.ok ? { ok: true, parts: cut.segments.length } : cut.fault
  }
  if (content.part !== undefined)
    return segmentOfCaller(content, false, 'unpacked') ? { ok: true, parts: 1 } : TOO_LONG
  if (content.text.length > CONTENT_LENGTH_MAX) return TOO_LONG
  const { count } = countText(content.text, textOptions(content))
  return count > PARTS_MAX ? TOO_LONG : { ok: true, parts: count }
}

export type Segments =
  | { ok: true; segments: Segment[] }
  | { ok: false; fault: Prepared & { ok: false } }

/** Cuts a content into parts for one connection. `reference` (8 bits) tells the parts of one message from those of another. */
export function segmentsOf(
  content: Content,
  flash: boolean,
  reference: number,
  layout: Layout,
): Segments {
  if (content.kind === 'binary')
    return segmentOctets(content, reference, layout.concatenation, flash)
  if (content.part !== undefined) {
    const segment = segmentOfCaller(content, flash, layout.wire)
    return segment
      ? { ok: true, segments: [segment] }
      : { ok: false, fault: TOO_LONG as Prepared & { ok: false } }
  }
  const cut = segmentText(content.text, {
    ...textOptions(content),
    flash,
    reference,
    wire: layout.wire,
    concatenation: layout.concatenation,
  })
  if (!cut.ok) return { ok: false, fault: TOO_LONG as Prepared & { ok: false } }
  return {
    ok: true,
    segments: cut.parts.map(({ octets, udh }) => ({
      octets,
      esmClass: udh ? UDHI : 0,
      dataCoding: cut.dataCoding,
    })),
  }
}

/** What the content says about its language and letters; words unknown to the alphabet tables count as not said. */
export function textOptions(content: Content & { kind: 'text' }): SegmentOptions {
  const { transliteration, language } = content
  if (transliteration === undefined && language === undefined) return NO_OPTIONS
  return {
    transliteration: knownTransliterations.has(transliteration ?? '')
      ? (transliteration as TransliterationCode)
      : 'NONE',
    languageCode: knownLanguages.has(language?.code ?? '')
      ? (language?.code as LanguageCode)
      : 'NONE',
    singleShift: language?.singleShift === true,
    lockingShift: language?.lockingShift === true,
  }
}
const NO_OPTIONS: SegmentOptions = {}
const knownTransliterations: ReadonlySet<string> = new Set(transliterationCodes)
const knownLanguages: ReadonlySet<string> = new Set(languageCodes)

/** The text as it is sent where no alphabet is chosen by us: with letters replaced as the sender asked. */
export function spelled(content: Content & { kind: 'text' }): string {
  const { transliteration = 'NONE' } = textOptions(content)
  return transliteration === 'NONE' ? content.text : transliterate(content.text, transliteration)
}

/** Two hexadecimal digits per octet, blanks anywhere between octets; null when it is not that. */
export function octetsOf(hex: string): Uint8Array | null {
  const digits = hex.replace(/\s+/g, '')
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[0-9a-fA-F]+$/.test(digits)) return null
  return new Uint8Array(Buffer.from(digits, 'hex'))
}

/** Of the caller's esm_class only the mode (bits 0-1) and the reply path (bit 7) go on; the rest is ours to say. */
const ESM_CLASS_KEPT = 0x83

function segmentOctets(
  content: Content & { kind: 'binary' },
  reference: number,
  concatenation: Layout['concatenation'],
  flash = false,
): Segments {
  const malformed: Segments = { ok: false, fault: MALFORMED as Prepared & { ok: false } }
  const tooLong: Segments = { ok: false, fault: TOO_LONG as Prepared & { ok: false } }
  if (content.hex.length > CONTENT_LENGTH_MAX * 4) return tooLong
  const octets = octetsOf(content.hex)
  if (octets === null) return malformed
  if (octets.length > CONTENT_LENGTH_MAX) return tooLong
  const cut = segmentBinary(octets, {
    hasUdh: (content.esmClass & UDHI) !== 0,
    reference,
    concatenation,
  })
  if (!cut.ok) return cut.reason === 'INVALID_UDH' ? malformed : tooLong
  const dataCoding = flash ? flashCoding(content.dataCoding) : content.dataCoding
  return {
    ok: true,
    segments: cut.parts.map((part) => ({
      octets: part.octets,
      esmClass: (content.esmClass & ESM_CLASS_KEPT) | (part.udh ? UDHI : 0),
      dataCoding,
    })),
  }
}

/** Class 0 in the general group keeps the alphabet bits; a coding of another group says its own class. TS 23.038 §4. */
const flashCoding = (dataCoding: number): number =>
  dataCoding < 0x10 ? 0x10 | (dataCoding & 0x0c) : dataCoding
