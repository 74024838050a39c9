import {
  encodeGsm,
  encodeUcs2,
  fillBitsAfter,
  packSeptets,
  parseUserDataHeader,
  type WireForm,
} from '../../protocols/gsm-text/index.ts'
import type { Content } from '../../messaging/index.ts'
import type { Segment } from './content.ts'

/** User data of one message, header included. Source: 3GPP TS 23.040 §9.2.3.16. */
const OCTETS_MAX = 140
const UDHI = 0x40

/**
 * A text that its caller cut already, laid out for a connection with the caller's header in front. Text in the default
 * alphabet that the connection's wire form cannot write goes in UCS-2.
 * @returns null when it does not fit into one message, or its header cannot be read
 */
export function segmentOfCaller(
  { text, part }: Content & { kind: 'text' },
  flash: boolean,
  wire: WireForm,
): Segment | null {
  const header = Buffer.from(part!.header, 'hex')
  const parsed = parseUserDataHeader(header)
  if (!parsed.ok || parsed.length !== header.length) return null
  const septets = part!.ucs2
    ? null
    : encodeGsm(text, {
        lockingShift: parsed.lockingShift ?? 0,
        singleShift: parsed.singleShift ?? 0,
      })
  if (septets) {
    const fillBits = fillBitsAfter(header.length)
    if (header.length + Math.ceil((septets.length * 7 + fillBits) / 8) > OCTETS_MAX) return null
    const body = bodyOf(text, septets, wire, fillBits)
    if (body)
      return { esmClass: UDHI, dataCoding: flash ? 0x10 : dataCodings[wire], octets: Buffer.concat([header, body]) } // prettier-ignore
  }
  const body = encodeUcs2(text)
  if (header.length + body.length > OCTETS_MAX) return null
  return {
    esmClass: UDHI,
    dataCoding: flash ? 0x18 : 0x08,
    octets: Buffer.concat([header, body]),
  }
}

const dataCodings = { unpacked: 0x00, packed: 0x00, latin1: 0x03, ascii: 0x01 } as const
const codeMax = { latin1: 0xff, ascii: 0x7f } as const

/** null: the wire form has no such characters. */
function bodyOf(
  text: string,
  septets: Uint8Array,
  wire: WireForm,
  fillBits: number,
): Uint8Array | null {
  if (wire === 'unpacked') return septets
  if (wire === 'packed') return packSeptets(septets, fillBits)
  const octets = Buffer.from(text, 'latin1')
  const written = [...text].every((character) => character.charCodeAt(0) <= codeMax[wire])
  return written ? octets : null
}
