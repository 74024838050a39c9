import type { Clock } from '../core/clock.ts'
import { homeAccountOf, Rejection, type Credential } from '../core/http/index.ts'
import type { AccountThrottles } from './throttles.ts'

/** Counts the requests of each credential in the running second, in this process. */
export class RequestRate {
  readonly #clock: Clock
  readonly #perSecondMax: number
  readonly #throttles: AccountThrottles
  #second = 0
  #counts = new Map<string, number>()

  /** @param perSecondMax where the account has nothing of its own */
  constructor(clock: Clock, perSecondMax: number, throttles: AccountThrottles) {
    this.#clock = clock
    this.#perSecondMax = perSecondMax
    this.#throttles = throttles
  }

  /**
   * The account's limit counts, and the key's own below it.
   * @throws TOO_MANY_REQUESTS when it is one too many
   */
  async count(credential: Credential): Promise<void> {
    const { requestsPerSecond } = await this.#throttles.of(homeAccountOf(credential))
    const perSecondMax = Math.min(
      requestsPerSecond ?? this.#perSecondMax,
      credential.requestsPerSecondMax ?? Infinity,
    )
    const second = Math.floor(this.#clock.ms() / 1_000)
    if (second !== this.#second) {
      this.#second = second
      this.#counts = new Map()
    }
    const who = credential.keyId ?? `user ${credential.userId}`
    const requests = (this.#counts.get(who) ?? 0) + 1
    this.#counts.set(who, requests)
    if (requests > perSecondMax)
      throw new Rejection('TOO_MANY_REQUESTS', {
        text: `More than ${perSecondMax} requests in a second with one credential.`,
        retryAfterSeconds: 1,
      })
  }
}
