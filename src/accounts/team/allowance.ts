import type { Clock } from '../../core/clock.ts'
import { Rejection } from '../../core/http/index.ts'

const ENTRIES_MAX = 20_000

/**
 * How often strangers may do something: so many times in a window of time for one key, such as an address. Counted in
 * memory of this process. Whoever is over it is told how long to wait, known or not.
 */
export class Allowance {
  readonly #clock: Clock
  readonly #timesMax: number
  readonly #windowMs: number
  readonly #counts = new Map<string, { times: number; until: number }>()

  constructor(clock: Clock, rule: { timesMax: number; windowMs: number }) {
    this.#clock = clock
    this.#timesMax = rule.timesMax
    this.#windowMs = rule.windowMs
  }

  /** @throws TOO_MANY_REQUESTS when it is one too many */
  take(key: string): void {
    const now = this.#clock.ms()
    const known = this.#counts.get(key)
    const count = known && known.until > now ? known : { times: 0, until: now + this.#windowMs }
    this.#counts.delete(key)
    if (this.#counts.size >= ENTRIES_MAX) this.#counts.delete(this.#counts.keys().next().value!)
    this.#counts.set(key, count)
    if (count.times >= this.#timesMax)
      throw new Rejection('TOO_MANY_REQUESTS', {
        text: 'This was asked for too often.',
        retryAfterSeconds: Math.ceil((count.until - now) / 1_000),
      })
    count.times++
  }
}
