import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Stop } from '../core/module.ts'
import type { Db } from '../core/storage/index.ts'
import { noteUses } from './store/api-keys.ts'

const WRITE_INTERVAL_MS = 60_000

/** When keys and sessions were used last: kept in memory and written once a minute, not with each request. */
export class LastUses {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  #keys = new Map<string, number>()
  #sessions = new Map<string, number>()

  constructor(db: Db, clock: Clock, log: Log) {
    this.#db = db
    this.#clock = clock
    this.#log = log
  }

  key(keyId: string): void {
    this.#keys.set(keyId, this.#clock.ms())
  }

  session(sessionId: string): void {
    this.#sessions.set(sessionId, this.#clock.ms())
  }

  /** A use that the database does not know of yet, in milliseconds; 0 when there is none. */
  ofSession(sessionId: string): number {
    return this.#sessions.get(sessionId) ?? 0
  }

  ofKey(keyId: string): number {
    return this.#keys.get(keyId) ?? 0
  }

  async write(): Promise<void> {
    const keys = this.#keys
    const sessions = this.#sessions
    this.#keys = new Map()
    this.#sessions = new Map()
    try {
      await noteUses(this.#db, listed(keys), listed(sessions))
    } catch (error) {
      // Put back unless there was a later use: the next write tries again.
      for (const [id, at] of keys) if (!this.#keys.has(id)) this.#keys.set(id, at)
      for (const [id, at] of sessions) if (!this.#sessions.has(id)) this.#sessions.set(id, at)
      this.#log.warn({ reason: (error as Error).message }, 'last uses of keys were not written')
    }
  }

  start(): Stop {
    const timer = setInterval(() => void this.write(), WRITE_INTERVAL_MS)
    timer.unref()
    return async () => {
      clearInterval(timer)
      await this.write()
    }
  }
}

/** In the order of ids, so that two processes lock rows in the same order. */
const listed = (uses: ReadonlyMap<string, number>): { id: string; at: Date }[] =>
  [...uses].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([id, at]) => ({ id, at: new Date(at) }))
