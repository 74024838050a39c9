/** esm_class: SMPP 3.4 §5.2.12. */

/** What a short message is. In submit_sm an ESME may send sme_ack and user_ack; receipts and intermediate ones come in deliver_sm. */
export type MessageKind =
  | 'message'
  | 'receipt'
  | 'sme_ack'
  | 'user_ack'
  | 'conversation_abort'
  | 'intermediate'

export interface EsmClass {
  readonly mode: 'default' | 'datagram' | 'transaction' | 'store_and_forward'
  readonly kind: MessageKind
  /** The octets start with a user data header. */
  readonly udhi: boolean
  readonly replyPath: boolean
}

export const esmClass = {
  datagram: 0x01,
  transaction: 0x02,
  storeAndForward: 0x03,
  receipt: 0x04,
  smeAck: 0x08,
  userAck: 0x10,
  conversationAbort: 0x18,
  intermediate: 0x20,
  udhi: 0x40,
  replyPath: 0x80,
} as const

const modes = ['default', 'datagram', 'transaction', 'store_and_forward'] as const
const kinds = new Map<number, MessageKind>([
  [esmClass.receipt, 'receipt'],
  [esmClass.smeAck, 'sme_ack'],
  [esmClass.userAck, 'user_ack'],
  [esmClass.conversationAbort, 'conversation_abort'],
  [esmClass.intermediate, 'intermediate'],
])

/** Reserved kinds count as ordinary messages. */
export function readEsmClass(value: number): EsmClass {
  return {
    mode: modes[value & 0x03] ?? 'default',
    kind: kinds.get(value & 0x3c) ?? 'message',
    udhi: (value & esmClass.udhi) !== 0,
    replyPath: (value & esmClass.replyPath) !== 0,
  }
}
