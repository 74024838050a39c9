import type { Clock } from '../core/clock.ts'

const WRONG_MAX = 5
const LOCK_MS = 10 * 60_000
const ENTRIES_MAX = 10_000

/**
 * Locks out whoever guesses passwords: after five wrong ones for a system_id from one address, further binds of that
 * system_id from there are refused for ten minutes without a look at the password. Other addresses are not touched, so
 * that a stranger cannot lock a customer out. Counted in memory of this process.
 */
export class PasswordGuesses {
  readonly #clock: Clock
  readonly #wrong = new Map<string, { count: number; until: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  locked(systemId: string, address: string): boolean {
    const found = this.#wrong.get(placeOf(systemId, address))
    return found !== undefined && found.count >= WRONG_MAX && found.until > this.#clock.ms()
  }

  /** @returns true when this one was the last that is allowed */
  wrong(systemId: string, address: string): boolean {
    const place = placeOf(systemId, address)
    const now = this.#clock.ms()
    const before = this.#wrong.get(place)
    const count = before !== undefined && before.until > now ? before.count + 1 : 1
    this.#wrong.delete(place)
    const [oldest] = this.#wrong.keys()
    if (this.#wrong.size >= ENTRIES_MAX && oldest !== undefined) this.#wrong.delete(oldest)
    this.#wrong.set(place, { count, until: now + LOCK_MS })
    return count === WRONG_MAX
  }

  right(systemId: string, address: string): void {
    this.#wrong.delete(placeOf(systemId, address))
  }
}

const placeOf = (systemId: string, address: string): string => `${address} ${systemId}`
