/** Where the octets of a message lie. What they mean is the business of the alphabets, not of SMPP. */
import { SmppCodecError } from './error.ts'
import { shortMessageOctetsMax } from './pdus.ts'
import { status } from './status.ts'
import type { PduView } from './view.ts'

/** message_payload when it is there and short_message is empty (3.4 §5.3.2.32), else short_message. In place, not copied. */
export function messageOctets(view: PduView): Buffer {
  const short = view.octets('short_message')
  return short.length > 0 ? short : (view.rawTlv(0x0424) ?? short)
}

/**
 * Splits the user data header (UDHL and what it counts; 3GPP TS 23.040 §9.2.3.24) from the text.
 * `header` holds the UDHL octet too; undefined without udhi. A header that runs past the end leaves no body.
 */
export function splitUserData(
  octets: Uint8Array,
  udhi: boolean,
): { header: Uint8Array | undefined; body: Uint8Array } {
  if (!udhi || octets.length === 0) return { header: undefined, body: octets }
  const end = Math.min(1 + octets[0]!, octets.length)
  return { header: octets.subarray(0, end), body: octets.subarray(end) }
}

const payloadOctetsMax = 0xffff

/** The fields that carry these octets: short_message up to 254, else message_payload. Throws SmppCodecError over 65,535. */
export function contentFields(
  octets: Uint8Array,
): { short_message: Uint8Array } | { tlvs: { message_payload: Uint8Array } } {
  if (octets.length <= shortMessageOctetsMax) return { short_message: octets }
  if (octets.length <= payloadOctetsMax) return { tlvs: { message_payload: octets } }
  throw new SmppCodecError(
    status.ESME_RINVMSGLEN,
    `over ${payloadOctetsMax} octets`,
    'message_payload',
  )
}
