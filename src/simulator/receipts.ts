import { buildReceipt, type PduFields } from '../protocols/smpp/index.ts'
import { idInReceipt } from './message-ids.ts'
import type { Inbound, Submission } from './submission.ts'
import type { OperatorSettings } from './wire.ts'

/** Network error codes are GSM's. Source: SMPP 3.4 §5.3.2.31. */
const GSM_NETWORK = 3

/** The receipt of a submission, back from its destination to its source. */
export function receiptFields(
  submission: Submission,
  settings: OperatorSettings,
): PduFields<'deliver_sm'> {
  const receipt = buildReceipt(
    {
      id: idInReceipt(submission.messageId, settings.messageIdForm),
      state: submission.state,
      err: String(submission.error).padStart(3, '0'),
      submittedAt: submission.submittedAt,
      doneAt: submission.dueAt,
      text: submission.excerpt,
      networkError:
        submission.error === 0 ? undefined : { networkType: GSM_NETWORK, code: submission.error },
    },
    settings.receiptShape,
  )
  const tlvs =
    submission.userMessageReference === null
      ? receipt.tlvs
      : { ...receipt.tlvs, user_message_reference: submission.userMessageReference }
  return {
    source_addr_ton: submission.destination.ton,
    source_addr_npi: submission.destination.npi,
    source_addr: submission.destination.address,
    dest_addr_ton: submission.source.ton,
    dest_addr_npi: submission.source.npi,
    destination_addr: submission.source.address,
    ...receipt,
    tlvs,
  }
}

export const inboundFields = (inbound: Inbound): PduFields<'deliver_sm'> => ({
  source_addr_ton: inbound.from.ton,
  source_addr_npi: inbound.from.npi,
  source_addr: inbound.from.address,
  dest_addr_ton: inbound.to.ton,
  dest_addr_npi: inbound.to.npi,
  destination_addr: inbound.to.address,
  esm_class: inbound.esmClass,
  data_coding: inbound.dataCoding,
  short_message: inbound.octets,
})

/** The same as data_sm, which has its content in a TLV. Source: SMPP 3.4 §4.7.1. */
export function asDataSm({
  short_message,
  ...fields
}: PduFields<'deliver_sm'>): PduFields<'data_sm'> {
  return { ...fields, tlvs: { ...fields.tlvs, message_payload: short_message ?? new Uint8Array() } }
}
