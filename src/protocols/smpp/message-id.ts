/**
 * Message ids of one peer. A submit_sm_resp may tell an id in one form and its receipt in another: hexadecimal here,
 * decimal there, zeros in front, the other case. The key of a response never depends on what is found out later, so it
 * can be stored at once; what is uncertain is left to the look-up of the receipt.
 */

/**
 * How receipts tell the ids of responses. same: alike. response_hex: hexadecimal in the response, decimal in the
 * receipt. receipt_hex: the reverse. auto: look for each.
 */
export type MessageIdForm = 'auto' | 'same' | 'response_hex' | 'receipt_hex'

const hexDigits = /^[0-9a-f]+$/i
const decimalDigits = /^[0-9]+$/
/** Longer ones are no numbers that anybody counts with, and the arithmetic would grow with a stranger's wish. */
const digitsMax = 64

/**
 * The key to store for the id of a response. Numbers lose zeros in front, hexadecimal ones also their case; anything
 * else is kept as it is, since ids such as "aB3_x" and "ab3_X" may both be in use.
 */
export function responseIdKey(id: string): string {
  const trimmed = id.trim()
  if (!hexDigits.test(trimmed)) return trimmed
  return trimmed.replace(/^0+(?=.)/, '').toLowerCase()
}

type Told = Exclude<MessageIdForm, 'auto'>

/** The key in each form; undefined where the id cannot be of that form. */
function keysByForm(id: string): Record<Told, string | undefined> {
  const same = responseIdKey(id)
  if (same.length > digitsMax) return { same, response_hex: undefined, receipt_hex: undefined }
  return {
    same,
    response_hex: decimalDigits.test(same) ? BigInt(same).toString(16) : undefined,
    receipt_hex: hexDigits.test(same) ? BigInt(`0x${same}`).toString() : undefined,
  }
}

/** The keys under which the response of this receipt may be stored, likeliest first. At most three, never repeated. */
export function receiptIdKeys(id: string, form: MessageIdForm): string[] {
  const keys = keysByForm(id)
  if (form !== 'auto') return [keys[form] ?? responseIdKey(id)]
  return [...new Set(Object.values(keys).filter((key) => key !== undefined))]
}

/** Matches that must agree before the other forms are not looked for any more. */
const evidenceMin = 20
const evidenceMax = 1_000

/**
 * Learns a peer's form from the receipts that were found. Ids whose forms coincide (a digit, or equal keys) prove
 * nothing and are not counted. When receipts contradict each other it stays with 'auto'.
 */
export class MessageIdDetector {
  #form: MessageIdForm
  readonly #seen = { same: 0, response_hex: 0, receipt_hex: 0 }

  constructor(form: MessageIdForm = 'auto') {
    this.#form = form
  }

  get form(): MessageIdForm {
    return this.#form
  }

  keys(receiptId: string): string[] {
    return receiptIdKeys(receiptId, this.#form)
  }

  /** Tell which key a receipt's message was found under. */
  matched(receiptId: string, key: string): void {
    if (this.#form !== 'auto') return
    const keys = keysByForm(receiptId)
    const agreeing = (Object.keys(keys) as Told[]).filter((form) => keys[form] === key)
    const [form] = agreeing
    if (form === undefined || agreeing.length > 1) return
    this.#seen[form]++
    const all = this.#seen.same + this.#seen.response_hex + this.#seen.receipt_hex
    if (all === this.#seen[form] && all >= evidenceMin) this.#form = form
    else if (all > evidenceMax) this.#forget()
  }

  /** Old evidence fades, so that a peer that changed its ways is learned anew. */
  #forget(): void {
    this.#seen.same = this.#seen.response_hex = this.#seen.receipt_hex = 0
  }
}
