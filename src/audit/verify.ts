import type { Clock } from '../core/clock.ts'
import { equalInConstantTime, type Secrets } from '../core/secrets.ts'
import type { Db } from '../core/storage/index.ts'
import { sealOf } from './append.ts'
import { BEGINNING, faultOf, type Fault, type Point } from './chain.ts'
import { chainAfter, readHead } from './store/chain.ts'
import { keptSince } from './upkeep.ts'

export interface Verification {
  /** The first and the last entry that were looked at; null when there was none. */
  from: number | null
  to: number | null
  checked: number
  /** Of these, how many have no details any more. */
  erased: number
  fault: { seq: number; kind: Fault } | null
  head: Point
  /** Where to go on; null when the end of the chain was reached. */
  next: number | null
}

interface Needs {
  db: Db
  clock: Clock
  secrets: Secrets
  detailMonths: number
}

/**
 * Follows an account's chain from an entry that is taken for right.
 * Finds rows that were changed, taken out, put in or moved; a tail that was cut off; a head that was not made by this
 * installation. It does not find an old state of all tables put back: for that, compare the head with the program's log.
 * @param after 0: from the first one
 */
export async function verify(
  { db, clock, secrets, detailMonths }: Needs,
  accountId: number,
  after: number,
  limit: number,
): Promise<Verification> {
  // The head comes first: entries up to it were committed with it or before.
  const stored = await readHead(db, accountId)
  const head = stored ? { seq: Number(stored.seq), hash: stored.hash } : { seq: 0, hash: BEGINNING }
  const since = keptSince(clock, detailMonths)
  let point = await startingPoint(db, accountId, after, since)
  const read = await chainAfter(db, accountId, { after, upTo: head.seq, limit }, since)
  const result: Verification = {
    from: read[0]?.entry.seq ?? null,
    to: null,
    checked: 0,
    erased: 0,
    fault: null,
    head,
    next: null,
  }
  if (stored && !equalInConstantTime(sealOf(secrets, accountId, head), stored.seal))
    return { ...result, fault: { seq: head.seq, kind: 'HEAD_CHANGED' } }
  for (const { entry, detail } of read) {
    const kind = faultOf(point, entry, detail)
    if (kind !== null) return { ...result, fault: { seq: point.seq + 1, kind } }
    point = { seq: entry.seq, hash: entry.hash }
    result.checked += 1
    result.to = entry.seq
    if (detail === null) result.erased += 1
  }
  if (read.length === limit && point.seq < head.seq) return { ...result, next: point.seq }
  return { ...result, fault: endFault(point, head) }
}

/** What is wrong where the rows end. */
function endFault(point: Point, head: Point): Verification['fault'] {
  if (point.seq < head.seq) return { seq: point.seq + 1, kind: 'TAIL_MISSING' }
  if (!point.hash.equals(head.hash)) return { seq: head.seq, kind: 'HEAD_CHANGED' }
  return null
}

/** The entry that the rest is chained to. When it is not there, whatever follows it is chained to nothing. */
async function startingPoint(db: Db, accountId: number, seq: number, since: Date): Promise<Point> {
  if (seq === 0) return { seq: 0, hash: BEGINNING }
  const [found] = await chainAfter(db, accountId, { after: seq - 1, upTo: seq, limit: 1 }, since)
  return { seq, hash: found?.entry.hash ?? BEGINNING }
}
