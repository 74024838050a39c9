import { parseSender } from '../../protocols/e164/index.ts'
import type { Outbound, SendOutcome } from '../../messaging/index.ts'
import type { ConnectionProfile, SmsUnit, UnitOutcome } from '../../telecoms/operators/index.ts'
import { octetsOf, segmentsOf, spelled, UDHI } from './content.ts'
import { dltParameters } from './india-dlt.ts'
import { errorOfRefusal, refusalDetail } from './refusals.ts'
import { statuses } from '../../messaging/index.ts'

const {
  EC_INVALID_PDU_FORMAT,
  EC_INVALID_SOURCE_ADDRESS,
  EC_NO_RESPONSE,
  EC_PROVIDER_GENERAL_ERROR,
  EC_VALIDITY_EXPIRED,
  EXPIRED_EXPIRED,
  REJECTED_INVALID_UDH,
  REJECTED_SOURCE,
  UNDELIVERABLE_REJECTED_OPERATOR,
} = statuses

/** registered_delivery bits 0-1: a receipt whatever the outcome, SMPP 3.4 §5.2.17. Asked of every part: a message is delivered when all are. */
const RECEIPT_FOR_ALL_OUTCOMES = 0x01

const CONGESTION_PAUSE_MS = 1_000
const LINK_DOWN_PAUSE_MS = 1_000
const TEMPORARY_PAUSE_MS = 5_000
const UNANSWERED_PAUSE_MS = 5_000

/** The parts of a message for one connection, or why there are none. */
export function unitsOf(
  message: Outbound,
  profile: Pick<ConnectionProfile, 'wire' | 'concatenation'> & { whole?: boolean },
  reference: number,
  nowMs: number,
): { ok: true; units: SmsUnit[] } | { ok: false; outcome: SendOutcome } {
  const validityMs = message.validUntilMs - nowMs
  if (validityMs <= 0)
    return refused(EXPIRED_EXPIRED, EC_VALIDITY_EXPIRED, 'Its validity ended before it was sent')
  const parsed = parseSender(message.sender)
  if (!parsed.ok)
    return refused(
      REJECTED_SOURCE,
      EC_INVALID_SOURCE_ADDRESS,
      `The sender is no sender: ${parsed.reason}`,
    )
  if (profile.whole)
    return wholeOf(message, { sender: parsed.sender, destination: message.dest, validityMs })
  const cut = segmentsOf(message.content, message.settings.flash === true, reference, profile)
  if (!cut.ok)
    return refused(cut.fault.statusId, cut.fault.errorId, 'The content does not fit into a message')
  const { segments } = cut
  const rawTlvs = dltParameters(message.settings.extras)
  const inSar = profile.concatenation === 'sar' && segments.length > 1
  return {
    ok: true,
    units: segments.map((segment, index) => ({
      sender: parsed.sender,
      destination: message.dest,
      esmClass: segment.esmClass,
      dataCoding: segment.dataCoding,
      octets: segment.octets,
      registeredDelivery: RECEIPT_FOR_ALL_OUTCOMES,
      validityMs,
      ...(inSar ? { sar: { reference, total: segments.length, number: index + 1 } } : {}),
      ...(rawTlvs === undefined ? {} : { rawTlvs }),
    })),
  }
}

/** One unit with the content as it is, for an operator that cuts messages itself. */
function wholeOf(
  { content, settings }: Outbound,
  to: Pick<SmsUnit, 'sender' | 'destination' | 'validityMs'>,
): ReturnType<typeof unitsOf> {
  const octets = content.kind === 'binary' ? octetsOf(content.hex) : NO_OCTETS
  if (octets === null)
    return refused(REJECTED_INVALID_UDH, EC_INVALID_PDU_FORMAT, 'The content is no octets')
  const unit: SmsUnit = {
    ...to,
    esmClass: 0,
    dataCoding: 0,
    octets: NO_OCTETS,
    registeredDelivery: RECEIPT_FOR_ALL_OUTCOMES,
    whole:
      content.kind === 'text'
        ? { kind: 'text', text: spelled(content), flash: settings.flash === true }
        : {
            kind: 'binary',
            octets,
            dataCoding: content.dataCoding,
            udh: (content.esmClass & UDHI) !== 0,
          },
  }
  return { ok: true, units: [unit] }
}
const NO_OCTETS = new Uint8Array()

const refused = (
  statusId: number,
  errorId: number,
  detail: string,
): { ok: false; outcome: SendOutcome } => ({
  ok: false,
  outcome: { kind: 'refused', statusId, errorId, detail, partly: false },
})

export const notConnected = {
  kind: 'tryLater',
  afterMs: LINK_DOWN_PAUSE_MS,
  errorId: EC_PROVIDER_GENERAL_ERROR,
  detail: 'The connection is down',
  ambiguous: false,
  countsAsAttempt: false,
} as const satisfies SendOutcome

/**
 * The fate of a message from those of its parts. All taken: accepted. One refused for good: the message is, since it
 * cannot arrive whole. Else it is tried again as a whole, and is ambiguous when a part of it may be out already.
 */
export function outcomeOf(units: readonly UnitOutcome[]): SendOutcome {
  const peerIds: string[] = []
  let accepted = 0
  let refusal: (UnitOutcome & { kind: 'refused' }) | undefined
  let unanswered = false
  for (const unit of units)
    switch (unit.kind) {
      case 'accepted':
        peerIds.push(unit.peerId, ...(unit.morePeerIds ?? []))
        accepted++
        break
      case 'refused':
        if (refusal === undefined || (refusal.class !== 'permanent' && unit.class === 'permanent'))
          refusal = unit
        break
      case 'unknown':
        unanswered = true
        break
      case 'notSent':
        break
    }
  if (accepted === units.length) return { kind: 'accepted', peerIds }
  const detail = refusal
    ? (refusal.detail ?? refusalDetail(refusal.commandStatus))
    : unanswered
      ? 'The operator did not answer'
      : notConnected.detail
  const ambiguous = unanswered || accepted > 0
  if (refusal?.class === 'permanent')
    return {
      kind: 'refused',
      statusId: UNDELIVERABLE_REJECTED_OPERATOR,
      errorId: errorOfRefusal(refusal.commandStatus, refusal.class),
      detail,
      partly: ambiguous,
    }
  if (refusal)
    return {
      kind: 'tryLater',
      afterMs: refusal.class === 'congestion' ? CONGESTION_PAUSE_MS : TEMPORARY_PAUSE_MS,
      errorId: errorOfRefusal(refusal.commandStatus, refusal.class),
      detail,
      ambiguous,
      countsAsAttempt: refusal.class !== 'congestion',
    }
  if (unanswered)
    return {
      kind: 'tryLater',
      afterMs: UNANSWERED_PAUSE_MS,
      errorId: EC_NO_RESPONSE,
      detail,
      ambiguous,
      countsAsAttempt: true,
    }
  return { ...notConnected, ambiguous, countsAsAttempt: ambiguous }
}
