import { messageOctets, parseSmppTime, status, type PduView } from '../protocols/smpp/index.ts'
import type { Address, Content, PartOfText } from './submission.ts'

/** Digits with or without a plus: handsets have numbers. Source: E.164 allows 15 digits, SMPP fields 20. */
const HANDSET = /^\+?[0-9]{1,20}$/
const SOURCE_LENGTH_MAX = 20
const CONTENT_OCTETS_MAX = 64_000
const UDHI = 0x40

/**
 * Reads what every submitting PDU has in common; octets are copied, because a view ends with its callback.
 * @returns the content, or the command_status to refuse with
 */
export function contentOf(view: PduView, destination: Address, now: number): Content | number {
  if (!HANDSET.test(destination.address)) return status.ESME_RINVDSTADR
  const source = sourceOf(view)
  if (source.address.length > SOURCE_LENGTH_MAX) return status.ESME_RINVSRCADR
  const octets = messageOctets(view)
  if (octets.length > CONTENT_OCTETS_MAX) return status.ESME_RINVMSGLEN
  const times = timesOf(view, now)
  if (typeof times === 'number') return times
  const esmClass = view.number('esm_class')
  return {
    source,
    destination: { ...destination, address: destination.address.replace('+', '') },
    esmClass,
    dataCoding: view.number('data_coding'),
    octets: Buffer.from(octets),
    sar: (esmClass & UDHI) === 0 ? sarOf(view) : null,
    registeredDelivery: view.number('registered_delivery'),
    ...times,
    userMessageReference: view.tlv('user_message_reference') ?? null,
  }
}

export const sourceOf = (view: PduView): Address => ({
  ton: view.number('source_addr_ton'),
  npi: view.number('source_addr_npi'),
  address: view.text('source_addr'),
})

export const destinationOf = (view: PduView): Address => ({
  ton: view.number('dest_addr_ton'),
  npi: view.number('dest_addr_npi'),
  address: view.text('destination_addr'),
})

/** schedule_delivery_time and validity_period; data_sm has qos_time_to_live in seconds instead. Source: SMPP 3.4 §7.1.1, §5.3.2.9. */
export function timesOf(
  view: PduView,
  now: number,
): Pick<Content, 'notBefore' | 'validUntil'> | number {
  if (view.name === 'data_sm') {
    const seconds = view.tlv('qos_time_to_live')
    return { notBefore: null, validUntil: seconds === undefined ? null : now + seconds * 1_000 }
  }
  const schedule = view.text('schedule_delivery_time')
  const notBefore = schedule === '' ? null : parseSmppTime(schedule, now)
  if (notBefore === undefined) return status.ESME_RINVSCHED
  const validity = view.text('validity_period')
  const validUntil = validity === '' ? null : parseSmppTime(validity, now)
  if (validUntil === undefined) return status.ESME_RINVEXPIRY
  return { notBefore, validUntil }
}

/** Source: SMPP 3.4 §5.3.2.22-24. */
function sarOf(view: PduView): PartOfText | null {
  const total = view.tlv('sar_total_segments')
  const number = view.tlv('sar_segment_seqnum')
  const reference = view.tlv('sar_msg_ref_num')
  if (reference === undefined || total === undefined || number === undefined) return null
  if (total < 2 || number < 1 || number > total) return null
  return { reference, referenceBits: 16, total, number }
}
