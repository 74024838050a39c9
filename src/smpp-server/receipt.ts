import {
  statuses,
  type MessageRecord,
  type MessageSettings,
  type Report,
} from '../messaging/index.ts'
import { parseSender } from '../protocols/e164/index.ts'
import {
  buildReceipt,
  type MessageState,
  type PduFields,
  type ReceiptFacts,
} from '../protocols/smpp/index.ts'
import { writeId, type IdForm } from './message-ids.ts'
import type { UserSettings } from './settings.ts'
import type { Remembered } from './submission.ts'

const byStatus: Readonly<Record<number, MessageState>> = {
  [statuses.UNDELIVERABLE_NOT_SENT]: 'DELETED',
  // Nobody told how it ended.
  [statuses.EXPIRED_DLR_UNKNOWN]: 'UNKNOWN',
}

/** Our status in the words of SMPP 3.4 §5.2.28. */
export function stateOf(statusId: number): MessageState {
  const known = byStatus[statusId]
  if (known !== undefined) return known
  const { groupName, final } = statuses.statusOf(statusId)
  if (!final) return 'ENROUTE'
  switch (groupName) {
    case 'DELIVERED':
      return 'DELIVERED'
    case 'EXPIRED':
      return 'EXPIRED'
    case 'REJECTED':
      return 'REJECTED'
    default:
      return 'UNDELIVERABLE'
  }
}

export const rememberedIn = (settings: MessageSettings | null): Remembered | null =>
  (settings?.extras?.['smpp'] as Remembered | undefined) ?? null
export const remembered = (record: MessageRecord): Remembered | null =>
  rememberedIn(record.settings)

/** The id that the answer to the submission told. */
export const toldId = (record: MessageRecord, form: IdForm): string =>
  writeId(
    remembered(record)?.shared ? (record.bulkId?.split('/').at(-1) ?? '') : record.messageId,
    form,
  )

/** registered_delivery: 1 all ends, 2 failures only, 3 success only; 0x10 intermediate ones. Source: SMPP 5.0 §4.7.21. */
export function isWanted(report: Report): boolean {
  const registered = remembered(report)?.registered ?? 1
  const state = stateOf(report.statusId)
  if (state === 'ENROUTE') return (registered & 0x10) !== 0
  const ends = registered & 0x03
  if (ends === 1) return true
  if (ends === 2) return state !== 'DELIVERED'
  return ends === 3 && state === 'DELIVERED'
}

/** Network types of the parameter: 3 is GSM. Source: SMPP 3.4 §5.3.2.31. */
const GSM = 3

/** A receipt as the user wants it. The text of the message is not repeated in it. */
export function receiptFields(report: Report, settings: UserSettings): PduFields<'deliver_sm'> {
  const { text, messageIds, parameters, networkError } = settings.receipts
  const facts: ReceiptFacts = {
    id: toldId(report, messageIds),
    state: stateOf(report.statusId),
    // Three digits are all that the text has room for; ours are unique in them.
    err: String(report.errorId % 1_000).padStart(3, '0'),
    submittedAt: report.acceptedAt.getTime(),
    doneAt: report.at.getTime(),
    ...(report.errorId === 0
      ? {}
      : { networkError: { networkType: GSM, code: report.errorId & 0xffff } }),
  }
  const written = buildReceipt(facts, text === 'SECONDS' ? 'seconds' : 'text_only')
  const { receipted_message_id, message_state, network_error_code } = buildReceipt(
    facts,
    'tlv_only',
  ).tlvs
  const reference = remembered(report)?.reference
  return {
    ...addresses(report.dest, report.sender),
    esm_class: written.esm_class,
    data_coding: 0,
    short_message: text === 'NONE' ? new Uint8Array(0) : written.short_message,
    tlvs: {
      ...(reference === undefined ? {} : { user_message_reference: reference }),
      ...(parameters || text === 'NONE' ? { receipted_message_id, message_state } : {}),
      ...(networkError && network_error_code !== undefined ? { network_error_code } : {}),
    },
  }
}

/** From one address to another, with the type and plan that belong to them. */
export function addresses(
  from: string,
  to: string,
): Pick<
  PduFields<'deliver_sm'>,
  | 'source_addr_ton'
  | 'source_addr_npi'
  | 'source_addr'
  | 'dest_addr_ton'
  | 'dest_addr_npi'
  | 'destination_addr'
> {
  const [source, destination] = [addressOf(from), addressOf(to)]
  return {
    source_addr_ton: source.ton,
    source_addr_npi: source.npi,
    source_addr: source.address,
    dest_addr_ton: destination.ton,
    dest_addr_npi: destination.npi,
    destination_addr: destination.address,
  }
}

/** SMPP 3.4 §5.2.8. */
const ADDRESS_CHARACTERS_MAX = 20

function addressOf(text: string): { ton: number; npi: number; address: string } {
  const read = parseSender(text)
  if (read.ok) return read.sender
  return { ton: 0, npi: 0, address: text.slice(0, ADDRESS_CHARACTERS_MAX) }
}
