import type { Clock } from '../core/clock.ts'
import { Rejection } from '../core/http/index.ts'

/** Counts the requests of each credential in the running second, in this process. */
export class RequestRate {
  readonly #clock: Clock
  readonly #perSecondMax: number
  #second = 0
  #counts = new Map<string, number>()

  constructor(clock: Clock, perSecondMax: number) {
    this.#clock = clock
    this.#perSecondMax = perSecondMax
  }

  /** @throws TOO_MANY_REQUESTS when it is one too many */
  count(credential: string): void {
    const second = Math.floor(this.#clock.ms() / 1_000)
    if (second !== this.#second) {
      this.#second = second
      this.#counts = new Map()
    }
    const requests = (this.#counts.get(credential) ?? 0) + 1
    this.#counts.set(credential, requests)
    if (requests > this.#perSecondMax)
      throw new Rejection('TOO_MANY_REQUESTS', {
        text: `More than ${this.#perSecondMax} requests in a second with one credential.`,
        retryAfterSeconds: 1,
      })
  }
}
