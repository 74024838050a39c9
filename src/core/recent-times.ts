/** Eight buckets for each doubling, from a quarter of a millisecond to days: a figure is off by nine percent at most. */
const PER_DOUBLING = 8
const FIRST_MS = 0.25
const BUCKETS = 240
const SLICES = 12

/** Half of what was measured stayed below the first, ninety-nine of a hundred below the second; ms. */
export interface TimesSummary {
  count: number
  p50: number
  p99: number
}

/**
 * How long something took lately. Kept in buckets of twelve slices of time, so that measuring costs nothing on the way of
 * a message, and what is older than the window is forgotten by itself.
 */
export class RecentTimes {
  readonly #sliceMs: number
  readonly #slices = Array.from({ length: SLICES }, () => ({
    at: -Infinity,
    counts: new Uint32Array(0),
  }))

  /** @param windowMs how far back it looks */
  constructor(windowMs = 60_000) {
    this.#sliceMs = windowMs / SLICES
  }

  /** @param tookMs below zero counts as nothing */
  add(tookMs: number, now: number): void {
    const at = Math.floor(now / this.#sliceMs)
    const slice = this.#slices[at % SLICES]!
    if (slice.at !== at) {
      slice.at = at
      if (slice.counts.length === 0) slice.counts = new Uint32Array(BUCKETS)
      else slice.counts.fill(0)
    }
    slice.counts[bucketOf(tookMs)]! += 1
  }

  /** null: nothing was measured lately. */
  summary(now: number): TimesSummary | null {
    const newest = Math.floor(now / this.#sliceMs)
    const sums = new Float64Array(BUCKETS)
    let count = 0
    for (const { at, counts } of this.#slices)
      if (at > newest - SLICES && at <= newest)
        for (let each = 0; each < BUCKETS; each++) {
          sums[each]! += counts[each]!
          count += counts[each]!
        }
    return count === 0
      ? null
      : { count, p50: below(sums, count * 0.5), p99: below(sums, count * 0.99) }
  }
}

const bucketOf = (ms: number): number =>
  ms <= FIRST_MS ? 0 : Math.min(BUCKETS - 1, Math.ceil(Math.log2(ms / FIRST_MS) * PER_DOUBLING))

/** The upper end of the bucket in which so many are reached, rounded to three digits. */
function below(sums: Float64Array, wanted: number): number {
  let sum = 0
  for (let each = 0; each < BUCKETS; each++) {
    sum += sums[each]!
    if (sum >= wanted) return Number((FIRST_MS * 2 ** (each / PER_DOUBLING)).toPrecision(3))
  }
  return 0
}
