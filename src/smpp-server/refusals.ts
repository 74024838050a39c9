import { Rejection } from '../core/http/index.ts'
import { statuses } from '../messaging/index.ts'
import { status } from '../protocols/smpp/index.ts'

/**
 * What a customer's system is told when a message is refused at once: the status of ours, and the command_status of SMPP
 * 3.4 §5.1.3 that makes it do the right thing. Only codes of 3.4, so that every version understands them.
 */
const commandStatuses: Readonly<Record<number, number>> = {
  [statuses.REJECTED_NETWORK]: status.ESME_RSUBMITFAIL,
  [statuses.REJECTED_PREFIX_MISSING]: status.ESME_RINVDSTADR,
  [statuses.REJECTED_DND]: status.ESME_RINVDSTADR,
  [statuses.REJECTED_SOURCE]: status.ESME_RINVSRCADR,
  [statuses.REJECTED_NOT_ENOUGH_CREDITS]: status.ESME_RSUBMITFAIL,
  [statuses.REJECTED_SENDER]: status.ESME_RINVSRCADR,
  [statuses.REJECTED_DESTINATION_BLOCKLISTED]: status.ESME_RINVDSTADR,
  [statuses.REJECTED_PREPAID_PACKAGE_EXPIRED]: status.ESME_RSUBMITFAIL,
  [statuses.REJECTED_DESTINATION_NOT_REGISTERED]: status.ESME_RINVDSTADR,
  [statuses.REJECTED_ROUTE_NOT_AVAILABLE]: status.ESME_RINVDSTADR,
  [statuses.REJECTED_FLOODING_FILTER]: status.ESME_RSUBMITFAIL,
  [statuses.REJECTED_SYSTEM_ERROR]: status.ESME_RSYSERR,
  [statuses.REJECTED_DUPLICATE_MESSAGE_ID]: status.ESME_RSUBMITFAIL,
  [statuses.REJECTED_INVALID_UDH]: status.ESME_RINVESMCLASS,
  [statuses.REJECTED_MESSAGE_TOO_LONG]: status.ESME_RINVMSGLEN,
  [statuses.MISSING_TO]: status.ESME_RINVDSTADR,
  [statuses.REJECTED_DESTINATION]: status.ESME_RINVDSTADR,
}

/** @returns 0 for a message that was taken */
export function commandStatusOf(statusId: number): number {
  const { groupName } = statuses.statusOf(statusId)
  if (groupName !== 'REJECTED' && groupName !== 'UNDELIVERABLE') return status.ESME_ROK
  return commandStatuses[statusId] ?? status.ESME_RSUBMITFAIL
}

/** What a request as a whole is refused with: our being full makes a customer wait, anything else is our fault. */
export const commandStatusOfError = (error: unknown): number =>
  error instanceof Rejection && error.name === 'UNAVAILABLE' && error.cause === undefined
    ? status.ESME_RMSGQFUL
    : status.ESME_RSYSERR
