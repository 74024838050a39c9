import { status as code, statusName, type StatusClass } from '../../protocols/smpp/index.ts'
import { statuses } from '../../messaging/index.ts'

const {
  EC_DEST_OVERLOADED,
  EC_INVALID_DESTINATION_ADDRESS,
  EC_INVALID_PDU_FORMAT,
  EC_INVALID_SOURCE_ADDRESS,
  EC_MOBILE_OPERATOR_NETWORK_ERROR,
  EC_MSG_TEXT_TOO_LONG,
  EC_PROVIDER_GENERAL_ERROR,
  EC_SMS_REJECTED_BY_MOBILE_OPERATOR,
} = statuses

/** EC_UNKNOWN_ALPHABET, EC_SM_DELIVERY_FAILURE */
const UNKNOWN_ALPHABET = 71
const DELIVERY_FAILURE = 32

/**
 * What the answer to submit_sm means for a message: command_status (SMPP 3.4 §5.1.3, 5.0 §4.7.6) → error id.
 * A permanent one ends the message as UNDELIVERABLE_REJECTED_OPERATOR (4); a temporary one is tried again until
 * validity ends; congestion pauses the connection and counts as no try. Codes without a row go by their class.
 */
export const refusalTable: readonly (readonly [
  commandStatus: number,
  errorId: number,
  class_: Exclude<StatusClass, 'ok'>,
])[] = [
  [code.ESME_RINVMSGLEN, EC_MSG_TEXT_TOO_LONG, 'permanent'],
  [code.ESME_RINVCMDLEN, EC_INVALID_PDU_FORMAT, 'permanent'],
  [code.ESME_RSYSERR, EC_MOBILE_OPERATOR_NETWORK_ERROR, 'temporary'],
  [code.ESME_RINVSRCADR, EC_INVALID_SOURCE_ADDRESS, 'permanent'],
  [code.ESME_RINVDSTADR, EC_INVALID_DESTINATION_ADDRESS, 'permanent'],
  [code.ESME_RMSGQFUL, EC_DEST_OVERLOADED, 'congestion'],
  [code.ESME_RINVESMCLASS, EC_INVALID_PDU_FORMAT, 'permanent'],
  [code.ESME_RSUBMITFAIL, EC_PROVIDER_GENERAL_ERROR, 'temporary'],
  [code.ESME_RINVSRCTON, EC_INVALID_SOURCE_ADDRESS, 'permanent'],
  [code.ESME_RINVSRCNPI, EC_INVALID_SOURCE_ADDRESS, 'permanent'],
  [code.ESME_RINVDSTTON, EC_INVALID_DESTINATION_ADDRESS, 'permanent'],
  [code.ESME_RINVDSTNPI, EC_INVALID_DESTINATION_ADDRESS, 'permanent'],
  [code.ESME_RTHROTTLED, EC_DEST_OVERLOADED, 'congestion'],
  [code.ESME_RINVEXPIRY, EC_INVALID_PDU_FORMAT, 'permanent'],
  [code.ESME_RX_T_APPN, EC_MOBILE_OPERATOR_NETWORK_ERROR, 'temporary'],
  [code.ESME_RX_P_APPN, EC_SMS_REJECTED_BY_MOBILE_OPERATOR, 'permanent'],
  [code.ESME_RX_R_APPN, EC_SMS_REJECTED_BY_MOBILE_OPERATOR, 'permanent'],
  [code.ESME_RINVOPTPARSTREAM, EC_INVALID_PDU_FORMAT, 'permanent'],
  [code.ESME_ROPTPARNOTALLWD, EC_INVALID_PDU_FORMAT, 'permanent'],
  [code.ESME_RINVPARLEN, EC_INVALID_PDU_FORMAT, 'permanent'],
  [code.ESME_RMISSINGOPTPARAM, EC_INVALID_PDU_FORMAT, 'permanent'],
  [code.ESME_RINVOPTPARAMVAL, EC_INVALID_PDU_FORMAT, 'permanent'],
  [code.ESME_RDELIVERYFAILURE, DELIVERY_FAILURE, 'temporary'],
  [code.ESME_RUNKNOWNERR, EC_PROVIDER_GENERAL_ERROR, 'temporary'],
  [code.ESME_RPROHIBITED, EC_SMS_REJECTED_BY_MOBILE_OPERATOR, 'permanent'],
  [code.ESME_RINVDCS, UNKNOWN_ALPHABET, 'permanent'],
  [code.ESME_RINVSRCADDRSUBUNIT, EC_INVALID_SOURCE_ADDRESS, 'permanent'],
  [code.ESME_RINVDSTADDRSUBUNIT, EC_INVALID_DESTINATION_ADDRESS, 'permanent'],
]
const errorIds = new Map(refusalTable.map(([commandStatus, errorId]) => [commandStatus, errorId]))

const byClass = {
  permanent: EC_SMS_REJECTED_BY_MOBILE_OPERATOR,
  temporary: EC_PROVIDER_GENERAL_ERROR,
  congestion: EC_DEST_OVERLOADED,
} as const satisfies Record<Exclude<StatusClass, 'ok'>, number>

/** The error a refused message shows. */
export const errorOfRefusal = (commandStatus: number, class_: Exclude<StatusClass, 'ok'>): number =>
  errorIds.get(commandStatus) ?? byClass[class_]

/** For the timeline: `ESME_RINVDSTADR`, or the number of a vendor's own code. */
export const refusalDetail = (commandStatus: number): string =>
  `command_status ${statusName(commandStatus)}`
