import {
  formatAbsoluteTime,
  formatRelativeTime,
  type PduFields,
} from '../../protocols/smpp/index.ts'
import type { ConnectionSettings } from './connection.ts'
import type { SmsUnit } from './submission.ts'

/** short_message takes 254 octets, SMPP 3.4 §5.2.22; more goes into message_payload. */
const SHORT_MESSAGE_OCTETS_MAX = 254

const sourceRules = {
  alphanumeric: 'alphanumericSender',
  'long-number': 'longNumberSender',
  'short-code': 'shortCodeSender',
} as const

/** A part as submit_sm wants it, SMPP 3.4 §4.4.1. */
export function submitFields(
  unit: SmsUnit,
  { encoding, dialect }: Pick<ConnectionSettings, 'encoding' | 'dialect'>,
  nowMs: number,
): PduFields<'submit_sm'> {
  const { sender, octets, sar } = unit
  const numeric = sender.kind !== 'alphanumeric'
  const source = dialect[sourceRules[sender.kind]]
  const recipient = dialect.recipient ?? { ton: 1, npi: 1 }
  const payload = octets.length > SHORT_MESSAGE_OCTETS_MAX
  const fields: PduFields<'submit_sm'> = {
    service_type: encoding.serviceType,
    source_addr_ton: source?.ton ?? (numeric ? encoding.sourceTon : null) ?? sender.ton,
    source_addr_npi: source?.npi ?? (numeric ? encoding.sourceNpi : null) ?? sender.npi,
    source_addr: sender.address,
    dest_addr_ton: recipient.ton,
    dest_addr_npi: recipient.npi,
    destination_addr: unit.destination,
    esm_class: unit.esmClass,
    protocol_id: unit.protocolId ?? 0,
    registered_delivery: unit.registeredDelivery,
    data_coding: unit.dataCoding,
  }
  if (unit.validityMs !== null && dialect.validity !== 'NONE')
    fields.validity_period =
      dialect.validity === 'ABSOLUTE'
        ? formatAbsoluteTime(nowMs + unit.validityMs)
        : formatRelativeTime(unit.validityMs)
  if (!payload) fields.short_message = octets
  if (unit.rawTlvs) fields.rawTlvs = unit.rawTlvs
  if (payload || sar || unit.tlvs)
    fields.tlvs = {
      ...(unit.tlvs as PduFields<'submit_sm'>['tlvs']),
      ...(payload ? { message_payload: octets } : {}),
      ...(sar
        ? {
            sar_msg_ref_num: sar.reference,
            sar_total_segments: sar.total,
            sar_segment_seqnum: sar.number,
          }
        : {}),
    }
  return fields
}
