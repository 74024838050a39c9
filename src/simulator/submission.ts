import type { FinalState, Treatment } from './behaviour.ts'

/** Type of number, numbering plan and digits, as they travel in a PDU. */
export interface Address {
  ton: number
  npi: number
  address: string
}

/** Concatenation as decoded from a user data header or the sar_* TLVs. */
export interface PartOfText {
  reference: number
  referenceBits: 8 | 16
  total: number
  number: number
}

/** What an ESME hands over in submit_sm, data_sm or for one destination of submit_multi. */
export interface Content {
  source: Address
  destination: Address
  esmClass: number
  dataCoding: number
  octets: Buffer
  sar: PartOfText | null
  registeredDelivery: number
  /** ms since 1970; null when the ESME named none. */
  validUntil: number | null
  notBefore: number | null
  userMessageReference: number | null
}

/** A message (part) the operator has accepted, from acceptance until its last receipt is acknowledged. */
export interface Submission extends Content {
  /** Ours, never repeated. */
  readonly id: number
  /** What the ESME knows it by; the same for all destinations of a submit_multi. */
  readonly messageId: number
  readonly systemId: string
  readonly submittedAt: number
  /** When its fate falls. */
  dueAt: number
  state: FinalState
  error: number
  receiptAfterMs: number
  answer: Treatment['answer']
  answered: boolean
  settled: boolean
  /** Receipts that are still to be acknowledged. */
  owed: number
  /** First characters of the text, for the receipt. */
  excerpt: string
  /** Where its newest record stands in the journal; -1 when nothing of it is to be done. */
  segment: number
}

/** A part of an MO message on its way to an ESME, until it is acknowledged. */
export interface Inbound {
  readonly id: number
  readonly systemId: string
  readonly from: Address
  readonly to: Address
  readonly esmClass: number
  readonly dataCoding: number
  readonly octets: Buffer
  /** Whole text, on the first part only: what the handset shows it has written. */
  readonly text: string | null
  readonly partCount: number
  readonly at: number
  /** The submission it answers, 0 for none. */
  readonly answers: number
  segment: number
}

/** registered_delivery bits 0-1: 1 every end, 2 failures only, 3 success only. Source: SMPP 5.0 §4.7.21. */
export function receiptWanted(registeredDelivery: number, state: FinalState): boolean {
  switch (registeredDelivery & 0x03) {
    case 1:
      return true
    case 2:
      return state !== 'DELIVERED'
    case 3:
      return state === 'DELIVERED'
    default:
      return false
  }
}

/** Accepts: fixes the fate, which validity may turn into expiry. */
export function accept(
  content: Content,
  treatment: Treatment,
  identity: {
    id: number
    messageId: number
    systemId: string
    now: number
    responseAfterMs: number
  },
): Submission {
  const start = Math.max(identity.now, content.notBefore ?? 0)
  const fateAt = start + identity.responseAfterMs + treatment.afterMs
  const expires = content.validUntil !== null && content.validUntil < fateAt
  const state = expires ? 'EXPIRED' : treatment.state
  return {
    ...content,
    id: identity.id,
    messageId: identity.messageId,
    systemId: identity.systemId,
    submittedAt: identity.now,
    dueAt: expires ? Math.max(identity.now, content.validUntil!) : fateAt,
    state,
    error: expires ? 0 : treatment.error,
    receiptAfterMs: treatment.receiptAfterMs,
    answer: treatment.answer,
    answered: false,
    settled: false,
    owed: receiptWanted(content.registeredDelivery, state) ? treatment.receipts : 0,
    excerpt: '',
    segment: -1,
  }
}
