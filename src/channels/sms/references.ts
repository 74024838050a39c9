import { randomBytes } from 'node:crypto'

const PAIRS_MAX = 100_000

/**
 * Concatenation references: a counter of 8 bits for each sender and recipient, so that parts of two messages
 * that are under way at once are never joined (3GPP TS 23.040 §9.2.3.24.1).
 * A pair begins at random: after a restart, or when it was forgotten, the last value is not known.
 */
export class References {
  readonly #last = new Map<string, number>()
  readonly #pairsMax: number

  constructor(pairsMax = PAIRS_MAX) {
    this.#pairsMax = pairsMax
  }

  /** 0..255 */
  next(sender: string, dest: string): number {
    const pair = `${dest} ${sender}`
    const last = this.#last.get(pair)
    const reference = last === undefined ? randomBytes(1)[0]! : (last + 1) & 0xff
    // Moved to the end, so that the pair unused for longest is the first.
    this.#last.delete(pair)
    this.#last.set(pair, reference)
    if (this.#last.size > this.#pairsMax) this.#last.delete(this.#last.keys().next().value!)
    return reference
  }

  get size(): number {
    return this.#last.size
  }
}
