import type { Clock } from '../core/clock.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../core/storage/index.ts'
import * as store from './store/deliveries.ts'

const FLUSH_MS = 250
const WAITING_MAX = 5_000
const CLEAN_MS = 60_000
const DROP_MAX = 5_000
export const KEPT_MS = 8 * 86_400_000
/** Of one account. */
const KEPT_MAX = 10_000

/** The delivery log: written a quarter second later, in sets; what was noted since is lost when the process is killed. */
export class Journal {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  #waiting: store.DeliveryRow[] = []
  #written = new Set<number>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #flushing: Promise<void> = Promise.resolve()
  #cleanedAt = 0

  constructor(parts: { db: Db; clock: Clock; log: Log }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
  }

  note(row: Omit<store.DeliveryRow, 'id' | 'at'>): void {
    if (this.#waiting.length >= WAITING_MAX) this.#waiting.shift()
    this.#waiting.push({ ...row, id: uuidv7(this.#clock.ms()), at: this.#clock.now() })
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
  }

  /** Resolves when what was noted is stored. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#flushing = this.#flushing.then(() => this.#write())
    return this.#flushing
  }

  async #write(): Promise<void> {
    const set = this.#waiting.splice(0)
    try {
      if (set.length > 0) await store.insertDeliveries(this.#db, set)
      for (const one of set) this.#written.add(one.account_id)
      await this.#clean()
    } catch (error) {
      this.#log.warn({ reason: (error as Error).message }, 'deliveries could not be logged')
    }
  }

  async #clean(): Promise<void> {
    const now = this.#clock.ms()
    if (now - this.#cleanedAt < CLEAN_MS) return
    this.#cleanedAt = now
    await store.dropOldDeliveries(this.#db, new Date(now - KEPT_MS), DROP_MAX)
    const accountIds = this.#written
    this.#written = new Set()
    for (const accountId of accountIds)
      await store.dropDeliveriesBeyond(this.#db, accountId, KEPT_MAX)
  }
}
