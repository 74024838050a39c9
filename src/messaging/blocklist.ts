import type { Clock } from '../core/clock.ts'
import { Rejection } from '../core/http/index.ts'
import type { Log } from '../core/log.ts'
import { isConnectionLost, transaction, type Db } from '../core/storage/index.ts'
import { parseMsisdn, parseSender } from '../protocols/e164/index.ts'
import * as status from './statuses.ts'
import * as store from './store/blocklist.ts'

/** Entries of one account. */
export const BLOCKLIST_MAX = 1_000_000
/** Destinations of one request. */
export const BLOCKLIST_REQUEST_MAX = 50_000
/** Entries that one transaction adds or takes away. */
const SET_MAX = 5_000
/** Looked for this often, for what another process took in before it died. */
const LOOK_MS = 2_000

/** An address as it is compared: a number in digits, a mail address in small letters, all else as it is. */
export function blockedAddress(text: string): string {
  const read = parseMsisdn(text)
  if (read.ok) return read.msisdn
  const trimmed = text.trim()
  return trimmed.includes('@') ? trimmed.toLowerCase() : trimmed
}
/** A sender as it is compared. */
export function blockedSender(text: string): string {
  const read = parseSender(text)
  return read.ok ? read.sender.address : text.trim()
}

/**
 * Which messages the blocklist forbids, as the status each of them gets; null: it may go. In the order of the messages.
 * An entry for one sender gives 13, one for all senders 14.
 */
export async function barredBy(
  db: Db,
  messages: readonly { accountId: number; dest: string; sender: string; channel: string }[],
): Promise<(number | null)[]> {
  const statusIds = messages.map((): number | null => null)
  if (messages.length === 0 || !(await store.anyBlocked(db))) return statusIds
  const asked = messages.map((one, n) => ({
    n,
    account_id: one.accountId,
    dest: one.dest,
    sender: blockedSender(one.sender),
    channel: one.channel,
  }))
  for (const { n, sender_only: senderOnly } of await store.blocked(db, asked))
    statusIds[n] = senderOnly ? status.REJECTED_SENDER : status.REJECTED_DESTINATION_BLOCKLISTED
  return statusIds
}

/** One wish: these destinations, for one sender or all ('' ), on one channel or all (''). */
export interface BlocklistWish {
  accountId: number
  destinations: readonly string[]
  sender: string
  channel: string
  source: string
}

/** Adds to and takes from blocklists: what was taken in is stored, and worked off in its order, in sets. */
export class Blocklist {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  #timer: ReturnType<typeof setTimeout> | null = null
  #working: Promise<void> | null = null
  #again = false
  #stopped = false

  constructor(db: Db, clock: Clock, log: Log) {
    this.#db = db
    this.#clock = clock
    this.#log = log
  }

  start(): void {
    this.wake()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#working
  }

  /**
   * Stores wishes; they are fulfilled soon after.
   * @throws BAD_REQUEST for more than 50,000 destinations, or when a list would grow beyond 1,000,000 entries
   */
  async take(adds: boolean, wishes: readonly BlocklistWish[]): Promise<void> {
    const total = wishes.reduce((sum, one) => sum + one.destinations.length, 0)
    if (total > BLOCKLIST_REQUEST_MAX)
      throw new Rejection('BAD_REQUEST', {
        text: `The request names ${total} destinations; the most is ${BLOCKLIST_REQUEST_MAX}.`,
        action: 'Split the request into smaller ones.',
        violations: [
          { property: 'blocklist', violation: `must name at most ${BLOCKLIST_REQUEST_MAX}` },
        ],
      })
    if (adds) await this.#requireRoom(wishes)
    const work = wishes.flatMap((one) => toWork(adds, one))
    if (work.length === 0) return
    await transaction(this.#db, (tx) => store.insertWork(tx, work, this.#clock.now()))
    this.wake()
  }

  async #requireRoom(wishes: readonly BlocklistWish[]): Promise<void> {
    for (const [accountId, set] of Map.groupBy(wishes, (one) => one.accountId)) {
      const more = set.reduce((sum, one) => sum + one.destinations.length, 0)
      const have = await store.countBlocked(this.#db, { accountIds: [accountId] }, BLOCKLIST_MAX)
      if (have + more > BLOCKLIST_MAX)
        throw new Rejection('BAD_REQUEST', {
          text: `The blocklist has ${have} entries and cannot take ${more} more; the most is ${BLOCKLIST_MAX}.`,
          action: 'Take entries off that are not needed.',
        })
    }
  }

  wake(): void {
    if (this.#stopped) return
    if (this.#working) {
      this.#again = true
      return
    }
    if (this.#timer) clearTimeout(this.#timer)
    this.#working = this.#workOff()
      .catch((error: unknown) => {
        if (!isConnectionLost(error))
          this.#log.error(
            { reason: (error as Error).message },
            'changes of blocklists wait: they could not be made',
          )
      })
      .finally(() => {
        this.#working = null
        if (this.#stopped) return
        this.#timer = setTimeout(() => this.wake(), this.#again ? 0 : LOOK_MS)
        this.#again = false
      })
  }

  async #workOff(): Promise<void> {
    while (!this.#stopped && (await this.#workOne()));
  }

  #workOne(): Promise<boolean> {
    return transaction(this.#db, async (tx) => {
      const work = await store.takeWork(tx)
      if (!work) return false
      if (work.adds) await store.addBlocked(tx, work, this.#clock.now())
      else await store.removeBlocked(tx, work)
      return true
    })
  }
}

function toWork(adds: boolean, wish: BlocklistWish): store.BlocklistWork[] {
  const dests = wish.destinations.map(blockedAddress)
  return Array.from({ length: Math.ceil(dests.length / SET_MAX) }, (_, set) => ({
    account_id: wish.accountId,
    adds,
    dests: dests.slice(set * SET_MAX, (set + 1) * SET_MAX),
    sender: wish.sender,
    channel: wish.channel,
    source: wish.source,
  }))
}
