/**
 * The one table of statuses and the one of errors that a message can have.
 * Ids, names and groups are those of the compatible API; descriptions are what clients have seen on the wire.
 */
export type StatusGroup =
  | 'ACCEPTED'
  | 'PENDING'
  | 'UNDELIVERABLE'
  | 'DELIVERED'
  | 'EXPIRED'
  | 'REJECTED'

export interface Status {
  groupId: number
  groupName: StatusGroup
  id: number
  name: string
  description: string
  /** Nothing may follow a final one. */
  final: boolean
  action?: string
}

const group =
  (groupId: number, groupName: StatusGroup, final: boolean) =>
  (id: number, name: string, description: string, action?: string): Status => ({
    groupId,
    groupName,
    id,
    name,
    description,
    final,
    ...(action === undefined ? {} : { action }),
  })
const pending = group(1, 'PENDING', false)
const undeliverable = group(2, 'UNDELIVERABLE', true)
const delivered = group(3, 'DELIVERED', true)
const expired = group(4, 'EXPIRED', true)
const rejected = group(5, 'REJECTED', true)

// One row, one line: read as a table, by people and by the test of docs/errors.md.
// oxfmt-ignore
const all: readonly Status[] = [
  pending(3, 'PENDING_WAITING_DELIVERY', 'Message sent, waiting for delivery report'),
  pending(7, 'PENDING_ENROUTE', 'Message sent to next instance'),
  pending(26, 'PENDING_ACCEPTED', 'Message sent to next instance'),
  undeliverable(4, 'UNDELIVERABLE_REJECTED_OPERATOR', 'Message rejected by operator'),
  undeliverable(9, 'UNDELIVERABLE_NOT_DELIVERED', 'Message sent not delivered'),
  undeliverable(31, 'UNDELIVERABLE_NOT_SENT', 'Message was never sent'),
  { ...delivered(2, 'DELIVERED_TO_OPERATOR', 'Message delivered to operator'), final: false },
  delivered(5, 'DELIVERED_TO_HANDSET', 'Message delivered to handset'),
  expired(15, 'EXPIRED_EXPIRED', 'Message expired'),
  expired(29, 'EXPIRED_DLR_UNKNOWN', 'Message expired without a delivery report'),
  rejected(6, 'REJECTED_NETWORK', 'Network is not covered or not enabled', 'Ask whoever runs this installation for a route'),
  rejected(8, 'REJECTED_PREFIX_MISSING', 'Number has no valid prefix or length', 'Write the number with its country code'),
  rejected(10, 'REJECTED_DND', 'Recipient is on a do-not-disturb list'),
  rejected(11, 'REJECTED_SOURCE', 'Sender is not registered on the account', 'Register the sender'),
  rejected(12, 'REJECTED_NOT_ENOUGH_CREDITS', 'Balance is too low', 'Top up the account'),
  rejected(13, 'REJECTED_SENDER', 'Sender is blocklisted'),
  rejected(14, 'REJECTED_DESTINATION_BLOCKLISTED', 'Recipient is blocklisted'),
  rejected(17, 'REJECTED_PREPAID_PACKAGE_EXPIRED', 'Credit has expired', 'Top up the account'),
  rejected(18, 'REJECTED_DESTINATION_NOT_REGISTERED', 'A trial account reaches verified numbers only', 'Verify the number'),
  rejected(19, 'REJECTED_ROUTE_NOT_AVAILABLE', 'No route leads to this number', 'Set up a route'),
  rejected(20, 'REJECTED_FLOODING_FILTER', 'Too many messages to this number'),
  rejected(21, 'REJECTED_SYSTEM_ERROR', 'Internal error'),
  rejected(23, 'REJECTED_DUPLICATE_MESSAGE_ID', 'This messageId was used before', 'Use a new messageId'),
  rejected(24, 'REJECTED_INVALID_UDH', 'User data header is malformed'),
  rejected(25, 'REJECTED_MESSAGE_TOO_LONG', 'Message is over 25 parts or 4000 bytes', 'Shorten the message'),
  rejected(99, 'REJECTED', 'Something that the country of the recipient asks for is missing', 'Add it'),
  rejected(51, 'MISSING_TO', 'Recipient is missing', 'Fill in the recipient'),
  rejected(52, 'REJECTED_DESTINATION', 'Recipient is not a valid number', 'Check the number'),
]
const byId = new Map(all.map((status) => [status.id, status]))

export const statuses: readonly Status[] = all
export const PENDING_WAITING_DELIVERY = 3
export const UNDELIVERABLE_REJECTED_OPERATOR = 4
export const DELIVERED_TO_HANDSET = 5
export const REJECTED_NETWORK = 6
export const PENDING_ENROUTE = 7
export const REJECTED_PREFIX_MISSING = 8
export const UNDELIVERABLE_NOT_DELIVERED = 9
export const REJECTED_DND = 10
export const REJECTED_SOURCE = 11
export const REJECTED_NOT_ENOUGH_CREDITS = 12
export const REJECTED_SENDER = 13
export const REJECTED_DESTINATION_BLOCKLISTED = 14
export const EXPIRED_EXPIRED = 15
export const REJECTED_PREPAID_PACKAGE_EXPIRED = 17
export const REJECTED_DESTINATION_NOT_REGISTERED = 18
export const REJECTED_ROUTE_NOT_AVAILABLE = 19
export const REJECTED_FLOODING_FILTER = 20
export const REJECTED_SYSTEM_ERROR = 21
export const REJECTED_DUPLICATE_MESSAGE_ID = 23
export const REJECTED_INVALID_UDH = 24
export const REJECTED_MESSAGE_TOO_LONG = 25
export const PENDING_ACCEPTED = 26
export const EXPIRED_DLR_UNKNOWN = 29
export const UNDELIVERABLE_NOT_SENT = 31
export const MISSING_TO = 51
export const REJECTED_DESTINATION = 52
export const REJECTED = 99

export function statusOf(id: number): Status {
  const status = byId.get(id)
  if (!status) throw new Error(`there is no status ${id}`)
  return status
}

export const statusIdsOf = (groupName: string): number[] =>
  all.filter((status) => status.groupName === groupName).map((status) => status.id)

export type ErrorGroup = 'OK' | 'HANDSET_ERRORS' | 'USER_ERRORS' | 'OPERATOR_ERRORS'
export interface MessageError {
  groupId: number
  groupName: ErrorGroup
  id: number
  name: string
  description: string
  permanent: boolean
}

const groupIds: Record<ErrorGroup, number> = {
  OK: 0,
  HANDSET_ERRORS: 1,
  USER_ERRORS: 2,
  OPERATOR_ERRORS: 3,
}
const error = (
  groupName: ErrorGroup,
  id: number,
  name: string,
  description: string,
  permanent: boolean,
): MessageError => ({
  groupId: groupIds[groupName],
  groupName,
  id,
  name,
  description,
  permanent,
})

// oxfmt-ignore
export const messageErrors: readonly MessageError[] = [
  error('OK', 0, 'NO_ERROR', 'No Error', false),
  error('HANDSET_ERRORS', 1, 'EC_UNKNOWN_SUBSCRIBER', 'Unknown Subscriber', true),
  error('HANDSET_ERRORS', 5, 'EC_UNIDENTIFIED_SUBSCRIBER', 'Unidentified Subscriber', false),
  error('HANDSET_ERRORS', 6, 'EC_ABSENT_SUBSCRIBER_SM', 'Absent Subscriber', false),
  error('HANDSET_ERRORS', 9, 'EC_ILLEGAL_SUBSCRIBER', 'Illegal Subscriber', true),
  error('HANDSET_ERRORS', 11, 'EC_TELESERVICE_NOT_PROVISIONED', 'Teleservice Not Provisioned', true),
  error('HANDSET_ERRORS', 13, 'EC_CALL_BARRED', 'Call Barred', true),
  error('HANDSET_ERRORS', 27, 'EC_ABSENT_SUBSCRIBER', 'Absent Subscriber', false),
  error('HANDSET_ERRORS', 31, 'EC_SUBSCRIBER_BUSY_FOR_MT_SMS', 'Subscriber Busy For Mt SMS', false),
  error('HANDSET_ERRORS', 32, 'EC_SM_DELIVERY_FAILURE', 'SM Delivery Failure', false),
  error('HANDSET_ERRORS', 34, 'EC_SYSTEM_FAILURE', 'System Failure', false),
  error('HANDSET_ERRORS', 255, 'EC_UNKNOWN_ERROR', 'Unknown Error', false),
  error('HANDSET_ERRORS', 256, 'EC_SM_DF_MEMORYCAPACITYEXCEEDED', 'Memory Capacity Exceeded', false),
  error('HANDSET_ERRORS', 502, 'EC_NO_RESPONSE', 'No Response', false),
  error('USER_ERRORS', 351, 'EC_INVALID_DESTINATION_ADDRESS', 'Invalid Destination Address', true),
  error('USER_ERRORS', 355, 'EC_MSG_TEXT_TOO_LONG', 'Message Text Too Long', true),
  error('USER_ERRORS', 368, 'EC_INVALID_SOURCE_ADDRESS', 'Invalid Source Address', true),
  error('USER_ERRORS', 541, 'EC_LIMIT_REACHED', 'Limit Reached', false),
  error('HANDSET_ERRORS', 500, 'EC_PROVIDER_GENERAL_ERROR', 'Provider General Error', false),
  // What networks report, by the MAP error numbers of 3GPP TS 29.002 §17.6.6 and TS 23.040 §9.2.3.22 (256 and up).
  error('HANDSET_ERRORS', 8, 'EC_ROAMING_NOT_ALLOWED', 'Roaming Not Allowed', true),
  error('OPERATOR_ERRORS', 10, 'EC_BEARER_SERVICE_NOT_PROVISIONED', 'Bearer Service Not Provisioned', true),
  error('HANDSET_ERRORS', 12, 'EC_ILLEGAL_EQUIPMENT', 'Illegal Equipment', true),
  error('OPERATOR_ERRORS', 15, 'EC_CUG_REJECT', 'Closed User Group Reject', true),
  error('OPERATOR_ERRORS', 20, 'EC_SS_INCOMPATIBILITY', 'Supplementary Service Incompatibility', true),
  error('HANDSET_ERRORS', 21, 'EC_FACILITY_NOT_SUPPORTED', 'Facility Not Supported', true),
  error('HANDSET_ERRORS', 33, 'EC_MESSAGE_WAITING_LIST_FULL', 'Message Waiting List Full', false),
  error('HANDSET_ERRORS', 35, 'EC_DATA_MISSING', 'Data Missing', true),
  error('HANDSET_ERRORS', 36, 'EC_UNEXPECTED_DATA_VALUE', 'Unexpected Data Value', true),
  error('OPERATOR_ERRORS', 51, 'EC_RESOURCE_LIMITATION', 'Resource Limitation', false),
  error('OPERATOR_ERRORS', 71, 'EC_UNKNOWN_ALPHABET', 'Unknown Alphabet', true),
  error('HANDSET_ERRORS', 257, 'EC_SM_DF_EQUIPMENTPROTOCOLERROR', 'Equipment Protocol Error', false),
  error('HANDSET_ERRORS', 258, 'EC_SM_DF_EQUIPMENTNOTSM_EQUIPPED', 'Equipment Cannot Take Short Messages', true),
  error('HANDSET_ERRORS', 259, 'EC_SM_DF_UNKNOWNSERVICECENTRE', 'Unknown Service Centre', true),
  error('HANDSET_ERRORS', 260, 'EC_SM_DF_SC_CONGESTION', 'Service Centre Congestion', false),
  error('HANDSET_ERRORS', 261, 'EC_SM_DF_INVALIDSME_ADDRESS', 'Invalid SME Address', true),
  error('HANDSET_ERRORS', 262, 'EC_SM_DF_SUBSCRIBERNOTSC_SUBSCRIBER', 'Subscriber Is Not Served By The Service Centre', true),
  error('OPERATOR_ERRORS', 630, 'EC_DEST_OVERLOADED', 'Destination Overloaded', false),
  error('OPERATOR_ERRORS', 631, 'EC_MOBILE_OPERATOR_NETWORK_ERROR', 'Mobile Operator Network Error', false),
  error('OPERATOR_ERRORS', 632, 'EC_SMS_REJECTED_BY_MOBILE_OPERATOR', 'Message Rejected By Mobile Operator', true),
  error('USER_ERRORS', 4096, 'EC_INVALID_PDU_FORMAT', 'Invalid PDU Format', true),
  error('USER_ERRORS', 4100, 'EC_MESSAGE_CANCELED', 'Message Canceled', true),
  error('USER_ERRORS', 4101, 'EC_VALIDITY_EXPIRED', 'Validity Expired', true),
  error('USER_ERRORS', 4103, 'EC_DESTINATION_FLOODING', 'Destination Flooding', false),
  error('USER_ERRORS', 4104, 'EC_DESTINATION_TXT_FLOODING', 'Same Text To Destination', false),
  error('USER_ERRORS', 4142, 'EC_TLV_PEID_NOT_FOUND', 'Principal Entity Id Missing', true),
  error('USER_ERRORS', 4143, 'EC_TLV_TMPID_NOT_FOUND', 'Content Template Id Missing', true),
  error('OPERATOR_ERRORS', 375, 'EC_SOURCE_ADDRESS_IS_BLOCKED', 'Source Address Is Blocked', true),
]
const errorById = new Map(messageErrors.map((one) => [one.id, one]))

export const NO_ERROR = 0
export const EC_VALIDITY_EXPIRED = 4101
export const EC_DESTINATION_FLOODING = 4103
export const EC_DESTINATION_TXT_FLOODING = 4104
export const EC_TLV_PEID_NOT_FOUND = 4142
export const EC_TLV_TMPID_NOT_FOUND = 4143
export const EC_SOURCE_ADDRESS_IS_BLOCKED = 375
export const EC_INVALID_DESTINATION_ADDRESS = 351
export const EC_INVALID_SOURCE_ADDRESS = 368
export const EC_MSG_TEXT_TOO_LONG = 355
export const EC_SMS_REJECTED_BY_MOBILE_OPERATOR = 632
export const EC_DEST_OVERLOADED = 630
export const EC_MOBILE_OPERATOR_NETWORK_ERROR = 631
export const EC_INVALID_PDU_FORMAT = 4096
export const EC_MESSAGE_CANCELED = 4100
export const EC_UNKNOWN_ERROR = 255
export const EC_NO_RESPONSE = 502
export const EC_PROVIDER_GENERAL_ERROR = 500
export const EC_LIMIT_REACHED = 541

/** An error we have no row for shows as EC_UNKNOWN_ERROR: clients fail on values outside the documented set. */
export const errorOf = (id: number): MessageError =>
  errorById.get(id) ?? errorById.get(EC_UNKNOWN_ERROR)!
