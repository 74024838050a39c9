import { uuidMs, uuidv7 } from '../core/ids.ts'
import type { Db } from '../core/storage/index.ts'
import type { MessageKey } from './store/settle.ts'
import * as store from './store/leases.ts'

interface Orphan {
  key: MessageKey
  batch: string
}

/**
 * What this process has in memory, by the sets in which it took it: the database has one row for each set, written with
 * the messages, and deleted when all of them are through.
 */
export class Leases {
  readonly nodeId: number
  readonly #db: Db
  /** Messages of each set that are not through; null: the set is being taken. */
  readonly #open = new Map<string, number | null>()
  #done: string[] = []
  #orphans: Orphan[] = []

  constructor(db: Db, nodeId: number) {
    this.#db = db
    this.nodeId = nodeId
  }

  /** The id of a set that is about to be taken. */
  begin(nowMs: number): string {
    const batch = uuidv7(nowMs)
    this.#open.set(batch, null)
    return batch
  }

  /** It was taken. */
  took(batch: string, messages: number): void {
    if (messages === 0) this.#open.delete(batch)
    else this.#open.set(batch, messages)
  }

  /** It was not taken, or nobody knows: if it was, it is found as one that nobody has. */
  failed(batch: string): void {
    this.#open.delete(batch)
  }

  /** The outcome of a message is stored. */
  settled(batch: string): void {
    const left = (this.#open.get(batch) ?? 0) - 1
    if (left > 0) this.#open.set(batch, left)
    else if (this.#open.delete(batch)) this.#done.push(batch)
  }

  /** The outcome of a message could not be stored: it stays leased, and is due again after a while. */
  lost(batch: string, key: MessageKey): void {
    this.#orphans.push({ key, batch })
  }

  knows(batch: string): boolean {
    return this.#open.has(batch) || this.#done.includes(batch)
  }

  /** What was lost of sets taken before an instant. The caller makes it due and says so to `settled`. */
  takeLost(beforeMs: number): Orphan[] {
    const taken = this.#orphans.filter((one) => uuidMs(one.batch) <= beforeMs)
    this.#orphans = this.#orphans.filter((one) => uuidMs(one.batch) > beforeMs)
    return taken
  }

  /** Deletes what is through. */
  async flush(): Promise<void> {
    const done = this.#done
    if (done.length === 0) return
    this.#done = []
    try {
      await store.dropLeases(this.#db, this.nodeId, done)
    } catch (error) {
      this.#done = this.#done.concat(done)
      throw error
    }
  }
}
