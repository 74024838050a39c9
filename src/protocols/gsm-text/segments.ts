import { type Layout, type TextOptions, layOut, layOutUcs2 } from './count.ts'
import { writeSeptets } from './gsm-alphabet.ts'
import { takeRoom } from './room.ts'
import { fillBitsAfter, packSeptets } from './septets.ts'
import { NOT_IN_ALPHABET, SHIFTED, defaultTables } from './tables.ts'
import { writeUcs2 } from './ucs2.ts'
import { buildUserDataHeader } from './user-data-header.ts'

/**
 * How GSM text is laid on a connection: septets one per octet, septets packed, or the connection's
 * SMSC takes Latin-1 or ASCII and turns it into GSM itself (then characters outside go as UCS-2).
 */
export type WireForm = 'unpacked' | 'packed' | 'latin1' | 'ascii'

export interface SegmentOptions extends TextOptions {
  /** Class 0, shown at once: data_coding 0x10 or 0x18. */
  flash?: boolean
  /** Default unpacked. */
  wire?: WireForm
  /** `sar`: parts carry no concatenation element, the caller sends the sar_* TLVs. Default udh. */
  concatenation?: 'udh' | 'sar'
  /** Message reference of the concatenation, cut to `referenceBits`. Default 0. */
  reference?: number
  /** 1..255, default 25. */
  partsMax?: number
}

export interface Part {
  /** From 1. */
  number: number
  text: string
  /** The octets begin with a user data header: set esm_class 0x40. */
  udh: boolean
  /** short_message: header and text. */
  octets: Uint8Array
}

export interface Segmentation {
  ok: true
  encoding: 'gsm7' | 'ucs2'
  /** After transliteration: what the handset shows. */
  text: string
  /** SMPP data_coding. */
  dataCoding: number
  /** National language identifiers, 0 for the default alphabet. */
  lockingShift: number
  singleShift: number
  parts: readonly Part[]
  count: number
  /** Septets or UTF-16 units, those left empty at the end of a part included. */
  unitsUsed: number
  charactersRemaining: number
}

/** More parts than allowed; status 25 of the compatible API. */
export interface TextTooLong {
  ok: false
  reason: 'TEXT_TOO_LONG'
  parts: number
  partsMax: number
}

/** The limit of the compatible API; its other one, 4,000 octets, is never reached in so few parts. */
export const PARTS_MAX = 25

/**
 * Splits text into short-message segments.
 * GSM 7-bit: 160 septets in one message, 153 per part (152 with a 16-bit reference); with national
 * tables 155 or 152, in parts 149 or 146. UCS-2: 70 units, 67 (66) per part. An extension character
 * takes two septets; neither it nor a surrogate pair is split between parts. An empty text is one
 * empty part.
 * Source: TS 23.038 (alphabets), TS 23.040 §9.2.3.24.1 (concatenation).
 */
export function segmentText(
  text: string,
  options: SegmentOptions = noOptions,
): Segmentation | TextTooLong {
  const plain = segmentPlain(text, options)
  if (plain) return plain
  // So much text is too long in any alphabet; more of it need not be looked at.
  const considered = text.length > CHARACTERS_MAX ? text.slice(0, CHARACTERS_MAX) : text
  return segmentLayout(layOutForWire(considered, options), options)
}

const noOptions: SegmentOptions = {}

/** One more character than 255 parts of the cheapest alphabet hold, with room for those a table removes. */
const CHARACTERS_MAX = 100_000

/** One pass for the usual message: default alphabet without extension characters, one part, unpacked. */
function segmentPlain(text: string, options: SegmentOptions): Segmentation | null {
  if (text.length > 160 || (options.wire && options.wire !== 'unpacked')) return null
  const octets = takeRoom(text.length)
  const { codes } = defaultTables
  for (let i = 0; i < text.length; i++) {
    const code = codes[text.charCodeAt(i)]!
    if (code >= SHIFTED || code === NOT_IN_ALPHABET) return null
    octets[i] = code
  }
  return {
    ok: true,
    encoding: 'gsm7',
    text,
    dataCoding: options.flash ? 0x10 : 0x00,
    lockingShift: 0,
    singleShift: 0,
    parts: [{ number: 1, text, udh: false, octets }],
    count: 1,
    unitsUsed: text.length,
    charactersRemaining: 160 - text.length,
  }
}

/** Highest code point of the wire forms that are not GSM septets. */
const codeMax = { latin1: 0xff, ascii: 0x7f } as const

/** National tables need septets on the wire; on other wires a text beyond their code points is UCS-2. */
function layOutForWire(text: string, options: SegmentOptions): Layout {
  const { wire = 'unpacked', referenceBits = 8 } = options
  if (wire === 'unpacked' || wire === 'packed') return layOut(text, options)
  const layout = layOut(text, { ...options, languageCode: 'NONE' })
  if (layout.encoding === 'ucs2' || isWithin(layout.text, codeMax[wire])) return layout
  return layOutUcs2(layout.text, referenceBits)
}

function isWithin(text: string, max: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > max) return false
  return true
}

function segmentLayout(layout: Layout, options: SegmentOptions): Segmentation | TextTooLong {
  const wire = options.wire ?? 'unpacked'
  const partsMax = Math.min(options.partsMax ?? PARTS_MAX, 255)
  const count = layout.ends.length
  if (count > partsMax) return { ok: false, reason: 'TEXT_TOO_LONG', parts: count, partsMax }
  return {
    ok: true,
    encoding: layout.encoding,
    text: layout.text,
    dataCoding: dataCodingOf(layout.encoding, wire, options.flash ?? false),
    lockingShift: layout.tables.lockingShift,
    singleShift: layout.tables.singleShift,
    parts: partsOf(layout, wire, options),
    count,
    unitsUsed: layout.unitsUsed,
    charactersRemaining: count * layout.unitsPerPart - layout.unitsUsed,
  }
}

function dataCodingOf(encoding: Layout['encoding'], wire: WireForm, flash: boolean): number {
  if (encoding === 'ucs2') return flash ? 0x18 : 0x08
  if (flash) return 0x10
  return { unpacked: 0x00, packed: 0x00, latin1: 0x03, ascii: 0x01 }[wire]
}

function partsOf(layout: Layout, wire: WireForm, options: SegmentOptions): Part[] {
  const { text, ends, sizes } = layout
  const header = firstHeader(layout, options)
  const numbered = ends.length > 1 && options.concatenation !== 'sar'
  const numberAt = options.referenceBits === 16 ? 6 : 5
  const udh = header.length > 0
  const parts: Part[] = []
  let start = 0
  for (const end of ends) {
    const number = parts.length + 1
    const piece = { start, end, size: sizes[number - 1]!, wire }
    const octets = takeRoom(header.length + textOctets(layout, piece, header.length))
    if (udh) octets.set(header)
    if (numbered) octets[numberAt] = number
    writeText(layout, piece, octets, header.length)
    parts.push({ number, text: text.slice(start, end), udh, octets })
    start = end
  }
  return parts
}

/** text[start, end), which takes `size` septets or UTF-16 units. */
interface Piece {
  start: number
  end: number
  size: number
  wire: WireForm
}

const noHeader = new Uint8Array(0)

/** The header of part 1. The concatenation comes first, so the part's number has a fixed place. */
function firstHeader(layout: Layout, options: SegmentOptions): Uint8Array {
  const total = layout.ends.length
  const { lockingShift, singleShift } = layout.tables
  const { reference = 0, referenceBits = 8 } = options
  const concatenated = total > 1 && options.concatenation !== 'sar'
  if (!concatenated && !lockingShift && !singleShift) return noHeader
  return buildUserDataHeader({
    concatenation: concatenated ? { reference, referenceBits, total, number: 1 } : undefined,
    lockingShift,
    singleShift,
  })
}

function textOctets(
  layout: Layout,
  { start, end, size, wire }: Piece,
  headerLength: number,
): number {
  if (layout.encoding === 'ucs2') return size * 2
  if (wire === 'latin1' || wire === 'ascii') return end - start
  if (wire === 'unpacked') return size
  return Math.ceil((size * 7 + fillBitsAfter(headerLength)) / 8)
}

function writeText(layout: Layout, piece: Piece, into: Uint8Array, at: number): void {
  const { text, tables } = layout
  const { start, end, wire } = piece
  if (layout.encoding === 'ucs2') writeUcs2(text, start, end, into, at)
  else if (wire === 'unpacked') writeSeptets(text, start, end, tables.codes, into, at)
  else if (wire === 'packed') into.set(packPiece(layout, piece, fillBitsAfter(at)), at)
  else for (let i = start; i < end; i++) into[at++] = text.charCodeAt(i)
}

/** Seven spare bits are filled with CR, else a receiver that counts octets shows them as '@' (§6.1.2.3.1). */
function packPiece({ text, tables }: Layout, { start, end, size }: Piece, fillBits: number) {
  const spare = (8 - ((size * 7 + fillBits) % 8)) % 8
  const septets = new Uint8Array(spare === 7 ? size + 1 : size)
  const last = writeSeptets(text, start, end, tables.codes, septets, 0)
  if (spare === 7) septets[last] = 0x0d
  return packSeptets(septets, fillBits)
}
