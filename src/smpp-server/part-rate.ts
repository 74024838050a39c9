/** How many parts a user may submit in a second. A full second may come at once; a long message may run into debt. */
export class PartRate {
  perSecond: number
  #tokens: number
  #at: number

  constructor(perSecond: number, now: number) {
    this.perSecond = perSecond
    this.#tokens = perSecond
    this.#at = now
  }

  /** Takes the place of one part. @returns false when there is none now */
  take(now: number): boolean {
    this.#grow(now)
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  /** A message turned out to have more parts, or (below 0) was not taken after all. */
  charge(parts: number): void {
    this.#tokens -= parts
  }

  /** 0 to 99: how much of a second's share is used. Source: SMPP 5.0 §4.8.4.18. */
  congestion(now: number): number {
    this.#grow(now)
    return Math.min(99, Math.max(0, Math.round(100 * (1 - this.#tokens / this.perSecond))))
  }

  #grow(now: number): void {
    const grown = this.#tokens + ((now - this.#at) * this.perSecond) / 1_000
    this.#tokens = Math.min(this.perSecond, grown)
    this.#at = now
  }
}
