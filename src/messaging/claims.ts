import type { Clock } from '../core/clock.ts'
import type { Db } from '../core/storage/index.ts'
import type { Lanes } from './lanes.ts'
import type { Leases } from './leases.ts'
import * as store from './store/queue.ts'
import type { QueuedRow } from './store/queue.ts'

/** Of one class at once. */
const CLAIM_MAX = 2_000
/** Accounts that share a claim; the others come with the next ones. */
const ACCOUNTS_MAX = 50
export const CLASSES = [0, 1, 2] as const
export type Class = (typeof CLASSES)[number]

interface Share {
  accountId: number
  max: number
}

/**
 * What of one connection waits in the database, and how it comes into memory: class after class, and in each the accounts
 * in turn, so that one account's million is no more than another's first.
 */
export class Claims {
  readonly #connectionId: number
  readonly #lanes: Lanes<QueuedRow>
  readonly #db: Db
  readonly #clock: Clock
  readonly #leases: Leases
  /** More is due of these accounts than was taken: their newcomers go behind it. */
  readonly #backlog: readonly [Set<number>, Set<number>, Set<number>] = [new Set(), new Set(), new Set()] // prettier-ignore
  /** The account that a claim of each class ended with. */
  readonly #last: [number, number, number] = [0, 0, 0]

  constructor(
    connectionId: number,
    lanes: Lanes<QueuedRow>,
    parts: { db: Db; clock: Clock; leases: Leases },
  ) {
    this.#connectionId = connectionId
    this.#lanes = lanes
    this.#db = parts.db
    this.#clock = parts.clock
    this.#leases = parts.leases
  }

  /** Whether newcomers of an account go behind what it has in the database. */
  isBehind(contentClass: number, accountId: number): boolean {
    return this.#backlog[contentClass as Class].has(accountId)
  }

  putBehind(contentClass: number, accountId: number): void {
    this.#backlog[contentClass as Class].add(accountId)
  }

  /** Nothing waits in the database. */
  clear(): void {
    for (const each of this.#backlog) each.clear()
  }

  /** Whether a claim is worth its while: something is known to wait, and there is room for a good part of it. */
  get due(): boolean {
    return CLASSES.some(
      (each) =>
        this.#backlog[each].size > 0 &&
        this.#lanes.roomOf(each) >= Math.min(CLAIM_MAX, Math.ceil(this.#lanes.placesMax / 4)),
    )
  }

  /** Takes what there is room for; places are taken with it. */
  async take(into: (rows: readonly QueuedRow[]) => void): Promise<void> {
    for (const contentClass of CLASSES) {
      const room = Math.min(CLAIM_MAX, this.#lanes.roomOf(contentClass))
      if (room < 1) continue
      const now = this.#clock.now()
      const shares = shareOut(await this.#dueAccounts(contentClass, now), room, (accountId) =>
        this.#lanes.roomFor(contentClass, accountId),
      )
      if (shares.length === 0) continue
      const rows = await this.#claim(contentClass, shares, now)
      this.#noteBacklog(contentClass, shares, rows)
      into(rows)
    }
  }

  /** Accounts in turn: those after the one that the last claim ended with, then from the beginning. */
  async #dueAccounts(contentClass: Class, now: Date): Promise<number[]> {
    const look = (afterAccountId: number) =>
      store.dueAccounts(
        this.#db,
        { connectionId: this.#connectionId, contentClass, now, afterAccountId },
        ACCOUNTS_MAX,
      )
    const after = this.#last[contentClass]
    const next = await look(after)
    const accounts =
      after === 0 || next.length === ACCOUNTS_MAX
        ? next
        : [...new Set([...next, ...(await look(0))])].slice(0, ACCOUNTS_MAX)
    this.#last[contentClass] = accounts.length === ACCOUNTS_MAX ? accounts.at(-1)! : 0
    return accounts
  }

  async #claim(contentClass: Class, shares: readonly Share[], now: Date): Promise<QueuedRow[]> {
    for (const { accountId, max } of shares) this.#lanes.reserve(contentClass, accountId, max)
    const batch = this.#leases.begin(now.getTime())
    let rows: QueuedRow[] = []
    try {
      const claimed = await store.claimDue(this.#db, {
        nodeId: this.#leases.nodeId,
        batch,
        connectionId: this.#connectionId,
        contentClass,
        shares,
        now,
      })
      rows = claimed.map((row) => Object.assign(row, { batch }))
      this.#leases.took(batch, rows.length)
      return rows
    } catch (error) {
      this.#leases.failed(batch)
      throw error
    } finally {
      const got = countByAccount(rows)
      for (const { accountId, max } of shares)
        this.#lanes.release(contentClass, accountId, max - (got.get(accountId) ?? 0))
    }
  }

  /** Whose share was full has more. */
  #noteBacklog(contentClass: Class, shares: readonly Share[], rows: readonly QueuedRow[]): void {
    const got = countByAccount(rows)
    for (const { accountId, max } of shares)
      if (got.get(accountId) === max) this.#backlog[contentClass].add(accountId)
      else this.#backlog[contentClass].delete(accountId)
  }
}

function countByAccount(rows: readonly QueuedRow[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(row.account_id, (counts.get(row.account_id) ?? 0) + 1)
  return counts
}

/** Divides room evenly; what one account cannot take falls to those after it. */
export function shareOut(
  accountIds: readonly number[],
  room: number,
  roomFor: (accountId: number) => number,
): Share[] {
  let left = room
  const shares = accountIds.map((accountId, index) => {
    const max = Math.min(Math.ceil(left / (accountIds.length - index)), roomFor(accountId))
    left -= max
    return { accountId, max }
  })
  return shares.filter((one) => one.max > 0)
}
