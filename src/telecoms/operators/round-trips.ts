import { RecentTimes, type TimesSummary } from '../../core/recent-times.ts'

const WEIGHT = 0.05

/** How long an operator takes to answer a part, ms. */
export class RoundTrips {
  /** Usually; null: it answered nothing yet. */
  usualMs: number | null = null
  readonly #recent = new RecentTimes()

  add(tookMs: number, now: number): void {
    this.#recent.add(tookMs, now)
    this.usualMs = this.usualMs === null ? tookMs : this.usualMs + (tookMs - this.usualMs) * WEIGHT
  }

  /** In the last minute. */
  summary(now: number): TimesSummary | null {
    return this.#recent.summary(now)
  }
}
