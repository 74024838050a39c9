import {
  messageOctets,
  readEsmClass,
  readReceipt,
  type PduView,
  type Receipt,
  type ReceiptOptions,
} from '../../protocols/smpp/index.ts'
import type { ConnectionProfile } from './connection.ts'

/** A message from a handset, or a part of one, as it came. */
export interface InboundPart {
  connectionId: number
  simulated: boolean
  source: string
  destination: string
  dataCoding: number
  /** Whether the octets begin with a user data header. */
  udh: boolean
  /** A copy: theirs to keep. */
  octets: Uint8Array
  /** Null: not told by parameters that it is a part of something longer. */
  sar: { reference: number; total: number; number: number } | null
  profile: ConnectionProfile
}

export type Received =
  | { kind: 'receipt'; receipt: Receipt }
  | { kind: 'inbound'; part: InboundPart }
  /** It claims to be a receipt or an acknowledgement and names no message: nothing can be done with it. */
  | { kind: 'malformed' }

/** Tells what a deliver_sm or data_sm of the operator is, SMPP 3.4 §5.2.12. */
export function readReceived(
  view: PduView,
  profile: ConnectionProfile,
  options: ReceiptOptions,
): Received {
  const receipt = readReceipt(view, options)
  if (receipt) return receipt.id === '' ? { kind: 'malformed' } : { kind: 'receipt', receipt }
  const esm = readEsmClass(view.number('esm_class'))
  if (esm.kind !== 'message') return { kind: 'malformed' }
  return {
    kind: 'inbound',
    part: {
      connectionId: profile.connectionId,
      simulated: profile.simulated,
      source: view.text('source_addr'),
      destination: view.text('destination_addr'),
      dataCoding: view.number('data_coding'),
      udh: esm.udhi,
      octets: new Uint8Array(messageOctets(view)),
      sar: sarOf(view),
      profile,
    },
  }
}

function sarOf(view: PduView): InboundPart['sar'] {
  const total = view.tlv('sar_total_segments')
  const number = view.tlv('sar_segment_seqnum')
  const reference = view.tlv('sar_msg_ref_num')
  if (total === undefined || number === undefined || reference === undefined) return null
  return total > 1 && number >= 1 && number <= total ? { reference, total, number } : null
}
