/** Telephone numbers (ITU-T E.164) and sender addresses. */
export { type Country, callingCodeList } from './country.ts'
export { type DigitTrie, digitTrie } from './digit-trie.ts'
export {
  type Msisdn,
  type MsisdnFault,
  type MsisdnResult,
  countryOf,
  parseMsisdn,
  toMsisdn,
} from './msisdn.ts'
export { type NumberKind, formatInternational, numberKindOf } from './number-kind.ts'
export {
  type Sender,
  type SenderFault,
  type SenderKind,
  type SenderResult,
  addressOf,
  parseSender,
} from './sender.ts'
