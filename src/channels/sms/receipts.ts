import type { MessageState, Receipt } from '../../protocols/smpp/index.ts'
import type { PeerReport } from '../../messaging/index.ts'
import { statuses } from '../../messaging/index.ts'

const {
  DELIVERED_TO_HANDSET,
  EC_MESSAGE_CANCELED,
  EC_SMS_REJECTED_BY_MOBILE_OPERATOR,
  EC_UNKNOWN_ERROR,
  EC_VALIDITY_EXPIRED,
  EXPIRED_EXPIRED,
  messageErrors,
  NO_ERROR,
  PENDING_WAITING_DELIVERY,
  UNDELIVERABLE_NOT_DELIVERED,
  UNDELIVERABLE_REJECTED_OPERATOR,
} = statuses

/**
 * message_state of a receipt (SMPP 3.4 §5.2.28, 5.0 §4.7.15) → status, and the error when the network names none.
 * UNKNOWN is final: operators send it when they gave up finding out, and nothing follows.
 */
export const stateTable: Record<
  MessageState,
  { statusId: number; errorId: number; final: boolean }
> = {
  SCHEDULED: { statusId: PENDING_WAITING_DELIVERY, errorId: NO_ERROR, final: false },
  ENROUTE: { statusId: PENDING_WAITING_DELIVERY, errorId: NO_ERROR, final: false },
  ACCEPTED: { statusId: PENDING_WAITING_DELIVERY, errorId: NO_ERROR, final: false },
  DELIVERED: { statusId: DELIVERED_TO_HANDSET, errorId: NO_ERROR, final: true },
  EXPIRED: { statusId: EXPIRED_EXPIRED, errorId: EC_VALIDITY_EXPIRED, final: true },
  DELETED: { statusId: UNDELIVERABLE_NOT_DELIVERED, errorId: EC_MESSAGE_CANCELED, final: true },
  UNDELIVERABLE: { statusId: UNDELIVERABLE_NOT_DELIVERED, errorId: EC_UNKNOWN_ERROR, final: true },
  UNKNOWN: { statusId: UNDELIVERABLE_NOT_DELIVERED, errorId: EC_UNKNOWN_ERROR, final: true },
  REJECTED: {
    statusId: UNDELIVERABLE_REJECTED_OPERATOR,
    errorId: EC_SMS_REJECTED_BY_MOBILE_OPERATOR,
    final: true,
  },
  SKIPPED: { statusId: UNDELIVERABLE_NOT_DELIVERED, errorId: EC_UNKNOWN_ERROR, final: true },
}

/** network_error_code's network type for GSM, SMPP 3.4 §5.3.2.31. */
const NETWORK_GSM = 3
/** MAP error numbers (3GPP TS 29.002 §17.6.6) and delivery failure causes behind them are error ids of the API as they are. */
const MAP_ERRORS_BELOW = 263
const mapErrors = new Set(
  messageErrors.map((error) => error.id).filter((id) => id > 0 && id < MAP_ERRORS_BELOW),
)

/**
 * The error id a network error stands for. Vendors number their `err` freely, most by the MAP error in decimal digits;
 * what is no such number says nothing.
 */
export function errorOfNetwork(receipt: Pick<Receipt, 'err' | 'networkError'>): number | undefined {
  const { networkError, err } = receipt
  if (networkError?.networkType === NETWORK_GSM && mapErrors.has(networkError.code))
    return networkError.code
  const code = err !== undefined && /^\d{1,5}$/.test(err) ? Number(err) : NaN
  return mapErrors.has(code) ? code : undefined
}

/** Only short words and numbers of the receipt go into the timeline: never the message's own text. */
const WORD = /^[0-9A-Za-z_-]{1,16}$/
function detailOf({ stat, state, err, networkError }: Receipt): string {
  const words = [`stat:${stat !== undefined && WORD.test(stat) ? stat : state}`]
  if (err !== undefined && WORD.test(err)) words.push(`err:${err}`)
  if (networkError) words.push(`network:${networkError.networkType}/${networkError.code}`)
  return words.join(' ')
}

export function reportOf(received: {
  connectionId: number
  peerIds: readonly string[]
  receipt: Receipt
}): PeerReport {
  const { receipt } = received
  const row = stateTable[receipt.state]
  const underWay = !row.final || receipt.intermediate
  const detail = detailOf(receipt)
  const shared = { connectionId: received.connectionId, peerIds: received.peerIds, detail }
  if (underWay)
    return {
      ...shared,
      statusId: PENDING_WAITING_DELIVERY,
      errorId: errorOfNetwork(receipt) ?? NO_ERROR,
      final: false,
    }
  return {
    ...shared,
    statusId: row.statusId,
    errorId: row.errorId === NO_ERROR ? NO_ERROR : (errorOfNetwork(receipt) ?? row.errorId),
    final: true,
  }
}
