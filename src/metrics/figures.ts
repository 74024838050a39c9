import type { Db } from '../core/storage/index.ts'
import { FIVE_SECONDS, NO_BUCKET, percentile, timeBuckets } from './buckets.ts'
import { Rejection } from '../core/http/index.ts'
import { sumFigures, type Dimension, type Filter, type SumRow } from './store/figures.ts'
import type { Words } from './needs.ts'

/** Rows read for one answer; more than that is nobody's chart. */
const ROWS_MAX = 200_000

/** Sums over one combination of dimensions. Messages that went out, except where `inbound` stands before it. */
export interface Sums {
  keys: (string | number)[]
  sent: number
  sentParts: number
  delivered: number
  undeliverable: number
  expired: number
  rejected: number
  /** Taken in and not ended. Never below zero, though counts that a crash took may be missing on one side. */
  pending: number
  inbound: number
  inboundParts: number
  /** Deliveries by how long they took. */
  buckets: number[]
}

const GROUPS = ['DELIVERED', 'UNDELIVERABLE', 'EXPIRED', 'REJECTED'] as const
const fields = ['delivered', 'undeliverable', 'expired', 'rejected'] as const

export const deliveredWithin5s = ({ buckets }: Sums): number =>
  buckets.slice(0, FIVE_SECONDS).reduce((sum, one) => sum + one, 0)

/** Reads figures, one row for each combination of dimensions. @throws BAD_REQUEST when there are too many */
export async function readSums(
  db: Db,
  words: Words,
  filter: Filter,
  by: readonly Dimension[],
): Promise<Sums[]> {
  const groups = GROUPS.map((group) =>
    words.statuses.filter((one) => one.groupName === group).map((one) => one.id),
  )
  const rows = await sumFigures(db, filter, by, groups, ROWS_MAX + 1)
  if (rows.length > ROWS_MAX)
    throw new Rejection('BAD_REQUEST', {
      text: 'The figures have more rows than can be given in one answer.',
      action: 'Ask for a shorter time, or tell fewer things apart.',
    })
  const all = new Map<string, Sums>()
  for (const row of rows) {
    const key = JSON.stringify(row.keys)
    let sums = all.get(key)
    if (!sums) all.set(key, (sums = nothing(row.keys)))
    addRow(sums, row)
  }
  for (const one of all.values())
    one.pending = Math.max(
      0,
      one.sent - one.delivered - one.undeliverable - one.expired - one.rejected,
    )
  return [...all.values()]
}

export const nothing = (keys: (string | number)[]): Sums => ({
  keys,
  sent: 0,
  sentParts: 0,
  delivered: 0,
  undeliverable: 0,
  expired: 0,
  rejected: 0,
  pending: 0,
  inbound: 0,
  inboundParts: 0,
  buckets: timeBuckets.map(() => 0),
})

export function addUp(total: Sums, one: Sums): void {
  for (const field of counted) total[field] += one[field]
  one.buckets.forEach((count, bucket) => (total.buckets[bucket]! += count))
}
const counted = ['sent', 'sentParts', ...fields, 'pending', 'inbound', 'inboundParts'] as const

function addRow(sums: Sums, row: SumRow): void {
  sums.sent += row.outbound
  sums.sentParts += row.outbound_parts
  sums.inbound += row.inbound
  sums.inboundParts += row.inbound_parts
  const field = fields[row.status_group - 1]
  if (field) sums[field] += row.outbound
  if (row.bucket !== NO_BUCKET) sums.buckets[row.bucket]! += row.outbound
}

/** How long deliveries took, in milliseconds; null when there was none. */
export const delays = ({ buckets }: Sums): { p50: number; p90: number; p99: number } | null =>
  buckets.every((one) => one <= 0)
    ? null
    : {
        p50: percentile(buckets, 0.5)!,
        p90: percentile(buckets, 0.9)!,
        p99: percentile(buckets, 0.99)!,
      }
