import { type ReferenceBits, octetsPerPart } from './capacity.ts'
import { joinOctets } from './decode.ts'
import { type TextTooLong, PARTS_MAX } from './segments.ts'
import { buildUserDataHeader, parseUserDataHeader } from './user-data-header.ts'

export interface BinaryOptions {
  /** The octets begin with a header of the caller's own; it is repeated in every part. */
  hasUdh?: boolean
  referenceBits?: ReferenceBits
  reference?: number
  concatenation?: 'udh' | 'sar'
  /** 1..255, default 25. */
  partsMax?: number
}

export interface BinaryPart {
  number: number
  udh: boolean
  octets: Uint8Array
}

export interface BinarySegmentation {
  ok: true
  parts: readonly BinaryPart[]
  count: number
}

/** The caller's header cannot be read, or leaves no room for content; status 24 of the compatible API. */
export interface InvalidHeader {
  ok: false
  reason: 'INVALID_UDH'
}

/**
 * Splits 8-bit content: 140 octets in one message, 134 per part (133 with a 16-bit reference), less
 * what the caller's own header takes. A concatenation element of the caller's is respected: such
 * content is one part and refused when it is longer than that.
 */
export function segmentBinary(
  octets: Uint8Array,
  options: BinaryOptions = {},
): BinarySegmentation | TextTooLong | InvalidHeader {
  const partsMax = Math.min(options.partsMax ?? PARTS_MAX, 255)
  const single = octetsPerPart(0)
  if (!options.hasUdh) {
    if (octets.length <= single) return whole(octets, false)
    return split(noElements, octets, partsMax, options)
  }
  const header = parseUserDataHeader(octets)
  if (!header.ok) return { ok: false, reason: 'INVALID_UDH' }
  if (octets.length <= single) return whole(octets, true)
  const parts = Math.ceil(octets.length / single)
  if (header.concatenation) return { ok: false, reason: 'TEXT_TOO_LONG', parts, partsMax: 1 }
  const elements = octets.subarray(1, header.length)
  return split(elements, octets.subarray(header.length), partsMax, options)
}

const noElements = new Uint8Array(0)

const whole = (octets: Uint8Array, udh: boolean): BinarySegmentation => ({
  ok: true,
  parts: [{ number: 1, udh, octets }],
  count: 1,
})

function split(
  elements: Uint8Array,
  content: Uint8Array,
  partsMax: number,
  options: BinaryOptions,
): BinarySegmentation | TextTooLong | InvalidHeader {
  const { referenceBits = 8 } = options
  const capacity = octetsPerPart(referenceBits) - elements.length
  if (capacity < 1) return { ok: false, reason: 'INVALID_UDH' }
  const count = Math.ceil(content.length / capacity)
  if (count > partsMax) return { ok: false, reason: 'TEXT_TOO_LONG', parts: count, partsMax }
  const parts = Array.from({ length: count }, (_, index) => {
    const header = partHeader(elements, count, index + 1, options)
    const piece = content.subarray(index * capacity, (index + 1) * capacity)
    return { number: index + 1, udh: header.length > 0, octets: joinOctets([header, piece]) }
  })
  return { ok: true, parts, count }
}

function partHeader(
  elements: Uint8Array,
  total: number,
  number: number,
  { reference = 0, referenceBits = 8, concatenation = 'udh' }: BinaryOptions,
): Uint8Array {
  const own =
    concatenation === 'sar'
      ? noElements
      : buildUserDataHeader({
          concatenation: { reference, referenceBits, total, number },
        }).subarray(1)
  const length = own.length + elements.length
  return length === 0 ? noElements : joinOctets([Uint8Array.of(length), own, elements])
}
