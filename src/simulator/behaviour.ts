import { Recent } from './recent.ts'
import type { BehaviourDefaults, BehaviourName, BehaviourRule } from './wire.ts'

/** First values of everything a behaviour may leave open. Times in milliseconds. */
export const firstDefaults: BehaviourDefaults = {
  deliverAfterMs: 200,
  lateAfterMs: 60_000,
  refusalStatus: 0x0b, // ESME_RINVDSTADR
  throttleTries: 3,
  dropTries: 1,
  undeliverableError: 1, // "unknown subscriber" in the GSM MAP list most operators print
  expiredError: 27, // "absent subscriber"
  answerText: 'Re: {text}',
  answerAfterMs: 1_000,
}

/** What the last three digits of a destination mean where no rule fits. Documented: tests of others rely on it. */
export const endings: readonly { from: string; to: string; behaviour: BehaviourName }[] = [
  { from: '000', to: '899', behaviour: 'DELIVER' },
  { from: '900', to: '900', behaviour: 'UNDELIVERABLE' },
  { from: '901', to: '901', behaviour: 'REFUSE' },
  { from: '902', to: '902', behaviour: 'THROTTLE' },
  { from: '903', to: '903', behaviour: 'EXPIRE' },
  { from: '904', to: '904', behaviour: 'NO_RECEIPT' },
  { from: '905', to: '905', behaviour: 'RECEIPT_FIRST' },
  { from: '906', to: '906', behaviour: 'RECEIPT_TWICE' },
  { from: '907', to: '907', behaviour: 'RECEIPT_LATE' },
  { from: '908', to: '908', behaviour: 'DROP_LINK' },
  { from: '909', to: '909', behaviour: 'ANSWER' },
  { from: '910', to: '999', behaviour: 'DELIVER' },
]

const behaviourOfEnding = new Map<string, BehaviourName>(
  endings.filter((row) => row.from === row.to).map((row) => [row.from, row.behaviour]),
)

export type FinalState =
  | 'DELIVERED'
  | 'EXPIRED'
  | 'DELETED'
  | 'UNDELIVERABLE'
  | 'UNKNOWN'
  | 'REJECTED'

/** Everything the operator needs to know about a message before it answers. */
export interface Treatment {
  behaviour: BehaviourName
  /** Time from acceptance to the fate. */
  afterMs: number
  state: FinalState
  /** The network error the receipt names; 0 for none. */
  error: number
  /** Receipts to send where one is wanted. */
  receipts: 0 | 1 | 2
  /** Time from the fate to the receipt. */
  receiptAfterMs: number
  /** REFUSE, THROTTLE: the answer's command_status; 0 where the behaviour's own default holds. */
  commandStatus: number
  /** THROTTLE, DROP_LINK: failed tries before acceptance. */
  tries: number
  answer: { text: string; afterMs: number } | null
}

/** The behaviour for a destination: the first rule that fits, else its ending. */
export function treatmentOf(
  destination: string,
  rules: readonly BehaviourRule[],
  defaults: BehaviourDefaults,
): Treatment {
  for (const rule of rules) {
    if (rule.prefix !== undefined && !destination.startsWith(rule.prefix)) continue
    if (rule.endsWith !== undefined && !destination.endsWith(rule.endsWith)) continue
    return treat(rule.behaviour, rule.parameters ?? {}, defaults)
  }
  const ending = behaviourOfEnding.get(destination.slice(-3)) ?? 'DELIVER'
  return treat(ending, {}, defaults)
}

function treat(
  behaviour: BehaviourName,
  asked: NonNullable<BehaviourRule['parameters']>,
  defaults: BehaviourDefaults,
): Treatment {
  const treatment: Treatment = {
    behaviour,
    afterMs: asked.afterMs ?? (behaviour === 'RECEIPT_FIRST' ? 0 : defaults.deliverAfterMs),
    state: 'DELIVERED',
    error: 0,
    receipts: 1,
    receiptAfterMs: 0,
    commandStatus: asked.commandStatus ?? 0,
    tries: 0,
    answer: null,
  }
  switch (behaviour) {
    case 'DELIVER':
    case 'RECEIPT_FIRST':
      break
    case 'UNDELIVERABLE':
      treatment.state = asked.state ?? 'UNDELIVERABLE'
      treatment.error = asked.error ?? defaults.undeliverableError
      break
    case 'EXPIRE':
      treatment.state = 'EXPIRED'
      treatment.error = asked.error ?? defaults.expiredError
      break
    case 'REFUSE':
      treatment.commandStatus ||= defaults.refusalStatus
      break
    case 'THROTTLE':
      treatment.commandStatus ||= 0x58 // ESME_RTHROTTLED
      treatment.tries = asked.tries ?? defaults.throttleTries
      break
    case 'DROP_LINK':
      treatment.tries = asked.tries ?? defaults.dropTries
      break
    case 'NO_RECEIPT':
      treatment.receipts = 0
      break
    case 'RECEIPT_TWICE':
      treatment.receipts = 2
      break
    case 'RECEIPT_LATE':
      treatment.receiptAfterMs = asked.receiptAfterMs ?? defaults.lateAfterMs
      break
    case 'ANSWER':
      treatment.answer = {
        text: asked.answerText ?? defaults.answerText,
        afterMs: asked.answerAfterMs ?? defaults.answerAfterMs,
      }
      break
  }
  return treatment
}

const TRIED_MAX = 10_000

/**
 * Counts how often the same content to the same number was tried, for THROTTLE and DROP_LINK.
 * Forgets a message once it passed, so that the same text can be tried again.
 */
export class Tries {
  readonly #counts = new Recent<string, number>(TRIED_MAX)

  /** @returns whether this try still fails */
  fails(key: string, tries: number): boolean {
    const count = (this.#counts.get(key) ?? 0) + 1
    if (count > tries) {
      this.#counts.delete(key)
      return false
    }
    this.#counts.set(key, count)
    return true
  }

  clear(): void {
    this.#counts.clear()
  }
}
