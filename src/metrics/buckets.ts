/**
 * How long delivery took, in the steps of the compatible API: a bucket begins with its bound and ends before the next.
 */
// oxfmt-ignore
const steps = [
  ['SECONDS_0', 0], ['SECONDS_1', 1], ['SECONDS_2', 2], ['SECONDS_3', 3], ['SECONDS_4', 4], ['SECONDS_5', 5],
  ['SECONDS_10', 10], ['SECONDS_15', 15], ['SECONDS_20', 20], ['SECONDS_25', 25], ['SECONDS_30', 30],
  ['SECONDS_40', 40], ['SECONDS_50', 50], ['MINUTES_1', 60], ['MINUTES_2', 120], ['MINUTES_3', 180],
  ['MINUTES_4', 240], ['MINUTES_5', 300], ['MINUTES_10', 600], ['MINUTES_15', 900], ['MINUTES_20', 1200],
  ['MINUTES_25', 1500], ['MINUTES_30', 1800], ['MINUTES_45', 2700], ['HOURS_1', 3600], ['HOURS_6', 21_600],
  ['HOURS_12', 43_200], ['HOURS_18', 64_800], ['DAYS_1', 86_400], ['DAYS_2', 172_800], ['DAYS_3', 259_200],
] as const

export const timeBuckets = steps.map(([name]) => name)
const boundsMs = steps.map(([, seconds]) => seconds * 1000)
/** Of messages that were not delivered. */
export const NO_BUCKET = -1
/** The first bucket of deliveries that took five seconds or more. */
export const FIVE_SECONDS = timeBuckets.indexOf('SECONDS_5')

export function bucketOf(ms: number): number {
  let low = 0
  let high = boundsMs.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (boundsMs[middle]! <= ms) low = middle
    else high = middle
  }
  return low
}

/**
 * The time within which a share of deliveries took place, in milliseconds, as if they were spread evenly inside their
 * bucket. The last bucket is open: its beginning is told.
 * @param counts deliveries by bucket
 * @param share 0..1
 * @returns null when nothing was delivered
 */
export function percentile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, one) => sum + one, 0)
  if (total <= 0) return null
  let before = 0
  for (const [bucket, count] of counts.entries()) {
    if (count > 0 && before + count >= total * share) {
      const from = boundsMs[bucket]!
      const until = boundsMs[bucket + 1] ?? from
      return Math.round(from + ((total * share - before) / count) * (until - from))
    }
    before += count
  }
  return null
}
