/**
 * How fast parts may go over one connection: the agreed rate, and less than that while the operator says "slower".
 * Smooth: parts are spread evenly, and no second holds more than the rate.
 */

/** Timers come late; what was missed is made up for this long, and the spacing is widened by as much, so that no second holds more. */
const CATCH_UP_MS = 10
/** Fewer refusals for congestion in two seconds are one message's trouble, not a sign that we are too fast. */
const THROTTLED_MIN = 10
const GROWTH_PER_SECOND = 1.5
/** Below this, parts per second, the pauses of the binds do the rest. */
const SLOWEST = 10

export class Pace {
  #limit = Infinity
  #rate = Infinity
  #intervalMs = 0
  #nextAt = 0
  #changedAt = 0
  #second = 0
  #accepted = 0
  #acceptedBefore = 0
  #throttled = 0
  #throttledBefore = 0

  constructor(partsPerSecond: number | null) {
    this.limit = partsPerSecond
  }

  /** The agreed rate in parts per second; null: none. */
  set limit(partsPerSecond: number | null) {
    this.#limit = partsPerSecond ?? Infinity
    this.#setRate(this.#limit)
  }

  /** What is allowed at the moment, parts per second; Infinity: no limit. */
  get rate(): number {
    return this.#rate
  }

  /** When the next part may go, ms. */
  get nextAt(): number {
    return this.#nextAt
  }

  /** Takes the right to send one part now. */
  take(now: number): boolean {
    if (this.#rate < this.#limit) this.#grow(now)
    if (this.#intervalMs === 0) return true
    // The next one is never further away than one interval, unless the clock was set back.
    if (this.#nextAt > now + this.#intervalMs + 1) this.#nextAt = now
    if (this.#nextAt > now) return false
    this.#nextAt = Math.max(this.#nextAt, now - CATCH_UP_MS) + this.#intervalMs
    return true
  }

  /** How many parts may go until `aheadMs` from now. */
  within(now: number, aheadMs: number): number {
    if (this.#intervalMs === 0) return Infinity
    const from = Math.max(this.#nextAt, now - CATCH_UP_MS)
    const until = now + aheadMs
    return from > until ? 0 : Math.floor((until - from) / this.#intervalMs) + 1
  }

  /** Parts the operator took in the last whole second. */
  partsPerSecond(now: number): number {
    this.#roll(now)
    return this.#acceptedBefore
  }

  accepted(now: number): void {
    this.#roll(now)
    this.#accepted++
  }

  /**
   * A part came back because the operator is full.
   * @param afresh it was sent after the last pause: we are still too fast
   */
  throttled(now: number, afresh: boolean): void {
    this.#roll(now)
    this.#throttled++
    if (!afresh) return
    const throttled = this.#throttled + this.#throttledBefore
    const accepted = this.#accepted + this.#acceptedBefore
    if (throttled < THROTTLED_MIN || throttled * 10 < accepted) return
    const sinceSecondMs = Math.max(100, now - this.#second * 1_000)
    const taken = Math.max(this.#acceptedBefore, (this.#accepted * 1_000) / sinceSecondMs)
    this.#changedAt = now
    this.#setRate(Math.min(this.#rate, Math.max(SLOWEST, taken * 0.9)))
  }

  #grow(now: number): void {
    if (now - this.#changedAt < 1_000) return
    this.#roll(now)
    this.#changedAt = now
    const grown = this.#rate * GROWTH_PER_SECOND
    // Without an agreed rate: far above what is really sent, ours limits nothing any more.
    const free = this.#limit === Infinity && grown > 4 * Math.max(this.#acceptedBefore, 25)
    this.#setRate(free ? Infinity : Math.min(this.#limit, grown))
  }

  #setRate(rate: number): void {
    this.#rate = rate
    this.#intervalMs = rate === Infinity ? 0 : (1_000 + CATCH_UP_MS) / rate
  }

  #roll(now: number): void {
    const second = Math.floor(now / 1_000)
    if (second === this.#second) return
    const next = second === this.#second + 1
    this.#acceptedBefore = next ? this.#accepted : 0
    this.#throttledBefore = next ? this.#throttled : 0
    this.#accepted = 0
    this.#throttled = 0
    this.#second = second
  }
}
