import { createHash, createHmac } from 'node:crypto'

/**
 * The chain by itself: which octets are hashed, and how. Imports nothing of ours, so that whoever checks an exported
 * chain needs this file and no server.
 *
 * A sequence of values becomes octets as netstrings (`<octets in decimal>:<octets>,`, one after another): a value that is
 * absent is the empty one, any other is `=` and its text in UTF-8. No two sequences become the same octets.
 */
export type Value = string | number | null

const ENTRY_FORMAT = 'trunkline-audit-entry-1'
const DETAIL_FORMAT = 'trunkline-audit-detail-1'

/** What stands before the first entry of every account: 32 octets of zero. */
export const BEGINNING = Buffer.alloc(32)

export interface Entry {
  accountId: number
  /** From 1, without a gap. */
  seq: number
  atMs: number
  action: string
  outcome: string
  /** The entry whose outcome this is. */
  askedSeq: number | null
  /** HMAC-SHA-256 over the details, with their salt as the key. */
  commitment: Buffer
  /** Hash of the entry before. */
  previousHash: Buffer
  hash: Buffer
}

/** Who, from where and on what. Erased after its time; the entry stays. */
export interface Detail {
  /** 32 random octets. Without them a commitment cannot be compared with a guess. */
  salt: Buffer
  actor: string | null
  userId: number | null
  keyId: string | null
  fromAccountId: number | null
  ip: string | null
  verb: string | null
  item: string | null
  targetId: string | null
  fields: readonly string[] | null
  status: number | null
  description: string | null
}

export function canonicalOctets(values: readonly Value[]): Buffer {
  return Buffer.concat(
    values.map((value) => {
      const octets = Buffer.from(value === null ? '' : `=${value}`)
      return Buffer.concat([Buffer.from(`${octets.length}:`), octets, Buffer.from(',')])
    }),
  )
}

/** The values that an entry's hash covers, in their order. */
export const entryValues = (entry: Omit<Entry, 'hash'>): Value[] => [
  ENTRY_FORMAT,
  entry.accountId,
  entry.seq,
  entry.atMs,
  entry.action,
  entry.outcome,
  entry.askedSeq,
  entry.commitment.toString('hex'),
  entry.previousHash.toString('hex'),
]

/** The values that a commitment covers, in their order. */
export const detailValues = (detail: Detail): Value[] => [
  DETAIL_FORMAT,
  detail.actor,
  detail.userId,
  detail.keyId,
  detail.fromAccountId,
  detail.ip,
  detail.verb,
  detail.item,
  detail.targetId,
  detail.fields === null ? null : detail.fields.join(' '),
  detail.status,
  detail.description,
]

export const hashOf = (entry: Omit<Entry, 'hash'>): Buffer =>
  createHash('sha256')
    .update(canonicalOctets(entryValues(entry)))
    .digest()

export const commitmentOf = (detail: Detail): Buffer =>
  createHmac('sha256', detail.salt)
    .update(canonicalOctets(detailValues(detail)))
    .digest()

/** What is wrong with a row of a chain. */
export type Fault =
  | 'MISSING'
  | 'CHANGED'
  | 'NOT_CHAINED'
  | 'DETAIL_CHANGED'
  | 'TAIL_MISSING'
  | 'HEAD_CHANGED'

/** How far a chain was followed: the last entry that is right. */
export interface Point {
  seq: number
  hash: Buffer
}

/**
 * Follows a chain by one entry.
 * @param detail null when it was erased: then there is nothing that could be wrong
 * @returns null when the entry is right
 */
export function faultOf(previous: Point, entry: Entry, detail: Detail | null): Fault | null {
  if (entry.seq !== previous.seq + 1) return 'MISSING'
  if (!entry.previousHash.equals(previous.hash)) return 'NOT_CHAINED'
  if (!hashOf(entry).equals(entry.hash)) return 'CHANGED'
  if (detail !== null && !commitmentOf(detail).equals(entry.commitment)) return 'DETAIL_CHANGED'
  return null
}
