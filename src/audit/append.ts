import { randomBytes } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { GroupCommit } from '../core/group-commit.ts'
import type { Secrets } from '../core/secrets.ts'
import { isConnectionLost, transaction, type Db, type Tx } from '../core/storage/index.ts'
import {
  BEGINNING,
  canonicalOctets,
  commitmentOf,
  hashOf,
  type Detail,
  type Entry,
  type Point,
} from './chain.ts'
import {
  beginHeads,
  insertDetails,
  insertEntries,
  lockHeads,
  moveHeads,
  type HeadRow,
} from './store/chain.ts'

/** What is to be appended; the rest of an entry follows from its place. */
export interface NewEntry {
  accountId: number
  action: string
  outcome: 'asked' | 'done' | 'refused' | 'failed'
  askedSeq: number | null
  detail: Omit<Detail, 'salt'>
}

const SALT_OCTETS = 32
const SET_MAX = 500
const WAITING_MAX = 10_000

/** The seal of a head. Kept with it; made with a key that is not in the database. */
export const sealOf = (secrets: Secrets, accountId: number, head: Point): Buffer =>
  secrets.keyedHash('audit-head', canonicalOctets([accountId, head.seq, head.hash.toString('hex')]))

/** Appends to the chains. What arrives together, also of several accounts, shares one transaction. */
export class Append {
  readonly #db: Db
  readonly #clock: Clock
  readonly #secrets: Secrets
  readonly #commit: GroupCommit<NewEntry, number>
  /** Ends of chains that this process moved since they were told last. */
  readonly #moved = new Map<number, Point>()

  constructor(needs: { db: Db; clock: Clock; secrets: Secrets }) {
    this.#db = needs.db
    this.#clock = needs.clock
    this.#secrets = needs.secrets
    this.#commit = new GroupCommit(
      (set) => this.#store(set),
      { weightMax: SET_MAX, waitingMax: WAITING_MAX, lanes: 1, lingerMs: 1 },
      (error) => !isConnectionLost(error),
    )
  }

  /** @returns the entry's place in its account's chain, once it is stored */
  add(entry: NewEntry): Promise<number> {
    return this.#commit.add(entry)
  }

  drained(): Promise<void> {
    return this.#commit.drained()
  }

  /** The ends that moved since this was asked last. */
  takeMoved(): [accountId: number, end: Point][] {
    const moved = [...this.#moved]
    this.#moved.clear()
    return moved
  }

  async #store(set: readonly NewEntry[]): Promise<number[]> {
    const ends = new Map<number, Point>()
    const places = await transaction(this.#db, async (tx) => {
      const accountIds = [...new Set(set.map((one) => one.accountId))].toSorted((a, b) => a - b)
      for (const head of await lockedHeads(tx, accountIds))
        ends.set(head.account_id, { seq: Number(head.seq), hash: head.hash })
      const atMs = this.#clock.ms()
      const made = set.map((one) => chained(one, ends, atMs))
      await insertEntries(
        tx,
        made.map(({ entry }) => entry),
      )
      await insertDetails(tx, made)
      await moveHeads(
        tx,
        [...ends].map(([accountId, end]) => ({
          account_id: accountId,
          seq: end.seq,
          hash: end.hash.toString('hex'),
          seal: sealOf(this.#secrets, accountId, end).toString('hex'),
        })),
      )
      return made.map(({ entry }) => entry.seq)
    })
    for (const [accountId, end] of ends) this.#moved.set(accountId, end)
    return places
  }
}

async function lockedHeads(tx: Tx, accountIds: readonly number[]): Promise<HeadRow[]> {
  const known = await lockHeads(tx, accountIds)
  if (known.length === accountIds.length) return known
  await beginHeads(tx, accountIds, BEGINNING)
  return lockHeads(tx, accountIds)
}

/** Gives an entry its place after the end of its account's chain, and moves that end. */
function chained(
  wanted: NewEntry,
  ends: Map<number, Point>,
  atMs: number,
): { entry: Entry; detail: Detail } {
  const end = ends.get(wanted.accountId)!
  const detail: Detail = { ...wanted.detail, salt: randomBytes(SALT_OCTETS) }
  const entry = {
    accountId: wanted.accountId,
    seq: end.seq + 1,
    atMs,
    action: wanted.action,
    outcome: wanted.outcome,
    askedSeq: wanted.askedSeq,
    commitment: commitmentOf(detail),
    previousHash: end.hash,
  }
  const hash = hashOf(entry)
  ends.set(wanted.accountId, { seq: entry.seq, hash })
  return { entry: { ...entry, hash }, detail }
}
