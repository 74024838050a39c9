import {
  MessageIdDetector,
  receiptIdKeys,
  responseIdKey,
  type MessageIdForm,
} from '../../protocols/smpp/index.ts'
import type { IdForm } from './connection.ts'

/** How many ids of answers are remembered to compare the first receipts with. */
const ISSUED_MAX = 5_000

const forms: Record<IdForm, MessageIdForm> = {
  AUTO: 'auto',
  SAME: 'same',
  RESPONSE_HEX: 'response_hex',
  RECEIPT_HEX: 'receipt_hex',
}
const names: Record<MessageIdForm, IdForm> = {
  auto: 'AUTO',
  same: 'SAME',
  response_hex: 'RESPONSE_HEX',
  receipt_hex: 'RECEIPT_HEX',
}

/**
 * Ids of messages at one operator, who may write them one way in the answer and another way in the receipt.
 * While that is not known, ids of answers are kept to find out from the first receipts which way it is.
 */
export class MessageIds {
  readonly #form: MessageIdForm
  readonly #detector: MessageIdDetector | null
  readonly #issued = new Set<string>()
  readonly #learned: (form: Exclude<IdForm, 'AUTO'>) => void
  #told = false

  /** @param learned called once, when it is certain how this operator writes ids */
  constructor(form: IdForm, learned: (form: Exclude<IdForm, 'AUTO'>) => void) {
    this.#form = forms[form]
    this.#detector = form === 'AUTO' ? new MessageIdDetector() : null
    this.#learned = learned
  }

  /** The key to store for an id that came in an answer. */
  issued(id: string): string {
    const key = responseIdKey(id)
    if (this.#detector !== null && !this.#told) {
      this.#issued.add(key)
      if (this.#issued.size > ISSUED_MAX) this.#issued.delete(this.#issued.values().next().value!)
    }
    return key
  }

  /** The keys to look for when this id came in a receipt, the most likely first. */
  keysOf(receiptId: string): string[] {
    if (this.#detector === null) return receiptIdKeys(receiptId, this.#form)
    const keys = this.#detector.keys(receiptId)
    if (!this.#told) this.#learn(this.#detector, receiptId, keys)
    return keys
  }

  #learn(detector: MessageIdDetector, receiptId: string, keys: readonly string[]): void {
    const [key, another] = keys.filter((one) => this.#issued.has(one))
    // Ids that count up are soon in use in both readings: then this one proves nothing.
    if (key === undefined || another !== undefined) return
    detector.matched(receiptId, key)
    const form = names[detector.form]
    if (form === 'AUTO') return
    this.#told = true
    this.#issued.clear()
    this.#learned(form)
  }
}
