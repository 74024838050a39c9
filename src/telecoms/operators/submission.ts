import type { Sender } from '../../protocols/e164/index.ts'
import type { RawTlv, StatusClass } from '../../protocols/smpp/index.ts'
import type { WholeContent } from './http/provider.ts'

/** One part of a message as it goes over the wire. */
export interface SmsUnit {
  sender: Sender
  /** E.164 digits without `+`. */
  destination: string
  esmClass: number
  dataCoding: number
  /** Header and text; over 254 octets they travel as message_payload. */
  octets: Uint8Array
  registeredDelivery: number
  /** From now on; null: the operator's own. */
  validityMs: number | null
  protocolId?: number
  sar?: { reference: number; total: number; number: number }
  /** Further optional parameters by the standard's names. */
  tlvs?: Record<string, unknown>
  /** Vendor parameters by tag. */
  rawTlvs?: readonly RawTlv[]
  /** The content of the message, for operators that take it whole: then there is one unit, and what is said of octets does not count. */
  whole?: WholeContent
}

/** What became of one part. */
export type UnitOutcome =
  /** `peerId`: the key to look receipts up by. */
  | {
      kind: 'accepted'
      peerId: string
      /** Further ones, of an operator that cuts a message itself and names each part. */
      morePeerIds?: readonly string[]
    }
  | {
      kind: 'refused'
      commandStatus: number
      class: Exclude<StatusClass, 'ok'>
      /** The operator's own words, short and without data; left out: the status says all. */
      detail?: string
    }
  /** Written and never answered: the operator may or may not have it. */
  | { kind: 'unknown' }
  /** Nothing was written, or it was taken back before the operator took it. */
  | { kind: 'notSent' }

const NOT_SENT: UnitOutcome = { kind: 'notSent' }

/** A message under way: its parts, and what became of each so far. */
export class Submission {
  readonly units: readonly SmsUnit[]
  /** When the operator first said that it is full, ms; 0: it did not. */
  congestedSince = 0
  /** The answer of a part is missing: the rest does not move to another bind. */
  ambiguous = false
  /** A part was refused: the rest would be of no use to anybody. */
  refused = false
  readonly #outcomes: UnitOutcome[]
  readonly #resolve: (outcomes: UnitOutcome[]) => void
  #open: number

  constructor(units: readonly SmsUnit[], resolve: (outcomes: UnitOutcome[]) => void) {
    this.units = units
    this.#outcomes = Array.from({ length: units.length }, () => NOT_SENT)
    this.#resolve = resolve
    this.#open = units.length
  }

  settle(index: number, outcome: UnitOutcome): void {
    this.#outcomes[index] = outcome
    if (--this.#open === 0) this.#resolve(this.#outcomes)
  }
}

export const notSent = (units: readonly SmsUnit[]): UnitOutcome[] => units.map(() => NOT_SENT)

/** One part on its way: the cookie that comes back with its answer. */
export class Flight {
  readonly submission: Submission
  readonly index: number
  /** Parts with smaller numbers were to go first. */
  readonly order: number
  sentAt = 0
  /** The operator's last refusal for congestion. */
  commandStatus = 0

  constructor(submission: Submission, index: number, order: number) {
    this.submission = submission
    this.index = index
    this.order = order
  }

  get unit(): SmsUnit {
    return this.submission.units[this.index]!
  }

  settle(outcome: UnitOutcome): void {
    this.submission.settle(this.index, outcome)
  }
}
