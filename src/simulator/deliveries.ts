import type { Inbound, Submission } from './submission.ts'

/** Something on its way to an ESME: a receipt for a submission, or a part of an MO message. */
export interface Delivery {
  submission: Submission | null
  inbound: Inbound | null
  /** Answers of the ESME that asked to try again. */
  attempts: number
  /** Deliveries of before a reset are of nobody's concern. */
  generation: number
}

/** A queue whose head moves, so that taking one costs the same however many wait. */
export class DeliveryQueue {
  #items: Delivery[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  add(delivery: Delivery): void {
    this.#items.push(delivery)
  }

  first(): Delivery | undefined {
    return this.#items[this.#head]
  }

  dropFirst(): void {
    this.#head++
    if (this.#head === this.#items.length) {
      this.#items.length = 0
      this.#head = 0
    } else if (this.#head > 1_024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
  }

  clear(): void {
    this.#items = []
    this.#head = 0
  }
}
