/** SMPP 3.4, and the parts of 5.0 that operators use: codec, sessions, transport, receipts. See README.md. */
export { SmppCodecError } from './error.ts'
export { status, statusClass, statusMeaning, statusName } from './status.ts'
export type { StatusClass, StatusName } from './status.ts'
export { command, commandName } from './pdus.ts'
export type {
  CommandName,
  Destination,
  NumberField,
  OctetsField,
  TextField,
  UnsuccessfulDelivery,
} from './pdus.ts'
export type { PduFields } from './layout.ts'
export type { RawTlv, TlvName, TlvValue, Tlvs } from './tlvs.ts'
export { PduView, decodePdu } from './view.ts'
export { encodePdu } from './writer.ts'
export type { Session } from './session.ts'
export { NOT_BOUND, NotBoundError, OutcomeUnknownError } from './session-types.ts'
export type {
  BindKind,
  CloseReason,
  Peer,
  RequestName,
  ResponseFields,
  Role,
  SessionCounters,
  SessionEvents,
  SessionLimits,
  SessionState,
} from './session-types.ts'
export { SmppConnectError, connect, reconnectDelayMs } from './connect.ts'
export type {
  BindFields,
  ConnectFailure,
  ConnectOptions,
  DialOptions,
  TlsOptions,
} from './connect.ts'
export { listen, listenForOutbind, outbind } from './listen.ts'
export type { ListenOptions, ServerCounters, SmppServer } from './listen.ts'
export type { BindDecision, BindRequest, ServerPolicy } from './policy.ts'
export {
  isFinalState,
  messageState,
  parseReceiptText,
  readReceipt,
  stateOfText,
} from './receipt.ts'
export type { MessageState, NetworkError, Receipt, ReceiptOptions, ReceiptText } from './receipt.ts'
export { buildReceipt, receiptShapes } from './receipt-build.ts'
export type { ReceiptFacts, ReceiptFields, ReceiptShape } from './receipt-build.ts'
export { MessageIdDetector, receiptIdKeys, responseIdKey } from './message-id.ts'
export type { MessageIdForm } from './message-id.ts'
export { formatAbsoluteTime, formatRelativeTime, parseSmppTime } from './time.ts'
export { esmClass, readEsmClass } from './esm-class.ts'
export type { EsmClass, MessageKind } from './esm-class.ts'
export { contentFields, messageOctets, splitUserData } from './content.ts'
