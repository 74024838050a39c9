import type { PeerReport, SendOutcome } from './channel.ts'
import type { FaultClass, RoutingDoor } from './needs.ts'
import * as status from './statuses.ts'
import type { Finished } from './store/settle.ts'

/**
 * Errors that are the operator's or the route's and not the message's or the handset's: with these another operator may
 * take it. Ids as in `statuses.ts`.
 */
const faultByError: ReadonlyMap<number, FaultClass> = new Map([
  [status.EC_MOBILE_OPERATOR_NETWORK_ERROR, 'NETWORK'],
  [status.EC_PROVIDER_GENERAL_ERROR, 'NETWORK'],
  [status.EC_NO_RESPONSE, 'NETWORK'],
  [32 /* EC_SM_DELIVERY_FAILURE */, 'NETWORK'],
  [34 /* EC_SYSTEM_FAILURE */, 'NETWORK'],
  [259 /* EC_SM_DF_UNKNOWNSERVICECENTRE */, 'NETWORK'],
  [status.EC_DEST_OVERLOADED, 'CONGESTION'],
  [51 /* EC_RESOURCE_LIMITATION */, 'CONGESTION'],
  [260 /* EC_SM_DF_SC_CONGESTION */, 'CONGESTION'],
  [status.EC_SMS_REJECTED_BY_MOBILE_OPERATOR, 'REJECTED'],
  [status.EC_INVALID_SOURCE_ADDRESS, 'SENDER'],
])

/** Why the operator did not deliver what it had taken, by its receipt; null: it did, or the handset or the message is at fault. */
export const faultOfReceipt = (report: PeerReport): FaultClass | null =>
  report.final && status.statusOf(report.statusId).groupName === 'UNDELIVERABLE'
    ? (faultByError.get(report.errorId) ?? null)
    : null

/** Why the operator did not take a message; null: it did, it was not asked, or the message itself is at fault. */
export function faultOf(outcome: SendOutcome): FaultClass | null {
  switch (outcome.kind) {
    case 'accepted':
      return null
    case 'refused':
      return outcome.statusId === status.UNDELIVERABLE_REJECTED_OPERATOR
        ? (faultByError.get(outcome.errorId) ?? null)
        : null
    case 'tryLater': {
      const fault = faultByError.get(outcome.errorId) ?? null
      // What counts as no try was held back by us, unless the operator was full for as long as we waited.
      return outcome.countsAsAttempt || fault === 'CONGESTION' ? fault : null
    }
  }
}

/** Whether a message may have gone out, whole or in part, although the operator did not take it. */
export const mayBeOut = (outcome: SendOutcome): boolean =>
  outcome.kind === 'accepted' || (outcome.kind === 'refused' ? outcome.partly : outcome.ambiguous)

/** Errors that say something about the subscriber, and nothing about the operator: unknown, illegal, barred, absent. */
const subscriberErrors: ReadonlySet<number> = new Set([1, 5, 6, 9, 11, 12, 13, 27, 31, 256, 258])

/** Tells routing how well a connection delivers. */
export function tellQuality(routing: Pick<RoutingDoor, 'ended'>, one: Finished): void {
  if (one.connection_id === null) return
  const delivered = one.status_id === status.DELIVERED_TO_HANDSET
  const refused = one.status_id === status.UNDELIVERABLE_REJECTED_OPERATOR
  if (one.sent_at === null && !refused) return
  if (!delivered && subscriberErrors.has(one.error_id)) return
  routing.ended({
    connectionId: one.connection_id,
    mccMnc: one.mcc_mnc,
    delivered,
    delayMs: one.delay_ms,
  })
}
