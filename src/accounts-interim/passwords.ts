import { hash, verify } from '@node-rs/argon2'
import { Rejection } from '../core/http/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Secrets } from '../core/secrets.ts'

/** OWASP's recommendation for argon2id, which is the library's default algorithm: 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const PASSWORD_CHARACTERS_MIN = 10
export const PASSWORD_CHARACTERS_MAX = 200
const VERIFICATIONS_AT_ONCE = 2
const VERIFICATIONS_WAITING_MAX = 200
const REMEMBERED_MS = 60_000
const REMEMBERED_MAX = 10_000
const FAILURES_FREE = 5
const BLOCK_FIRST_MS = 1_000
const BLOCK_MAX_MS = 15 * 60_000
const FAILURES_MAX = 50_000

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

interface Failures {
  count: number
  blockedUntil: number
}

/**
 * Checks passwords: no more than two at once, so that a flood of log-ins does not take the machine;
 * a right one is remembered for a minute as a keyed hash, a wrong one makes the next tries wait ever longer.
 */
export class Passwords {
  readonly #secrets: Secrets
  readonly #clock: Clock
  readonly #remembered = new Map<string, { until: number; hash: string }>()
  readonly #failures = new Map<string, Failures>()
  #running = 0
  #queue: (() => void)[] = []
  #decoy: Promise<string> | null = null

  constructor(secrets: Secrets, clock: Clock) {
    this.#secrets = secrets
    this.#clock = clock
  }

  /**
   * @param stored the hash of the account that was named, or null when there is none: the same work is done
   * @param who user and address, for the back-off; throws TOO_MANY_REQUESTS while it lasts
   */
  async check(password: string, stored: string | null, who: string): Promise<boolean> {
    this.#refuseBlocked(who)
    const fast = this.#secrets.keyedHash('password-memory', `${who} ${stored} ${password}`).toString('base64')
    const known = this.#remembered.get(fast)
    if (known && known.until > this.#clock.ms() && known.hash === stored) return true
    if (password.length > PASSWORD_CHARACTERS_MAX) return this.#failed(who)
    const right = await this.#verify(password, stored)
    if (!right || stored === null) return this.#failed(who)
    this.#failures.delete(who)
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear()
    this.#remembered.set(fast, { until: this.#clock.ms() + REMEMBERED_MS, hash: stored })
    return true
  }

  /** After a change of passwords. */
  forget(): void {
    this.#remembered.clear()
  }

  async #verify(password: string, stored: string | null): Promise<boolean> {
    if (this.#queue.length >= VERIFICATIONS_WAITING_MAX)
      throw new Rejection('TOO_MANY_REQUESTS', { text: 'Too many log-ins at once.', retryAfterSeconds: 2 })
    if (this.#running >= VERIFICATIONS_AT_ONCE) await new Promise<void>((resolve) => this.#queue.push(resolve))
    this.#running += 1
    try {
      this.#decoy ??= hashPassword('nobody has this password')
      return (await verify(stored ?? (await this.#decoy), password)) && stored !== null
    } finally {
      this.#running -= 1
      this.#queue.shift()?.()
    }
  }

  #refuseBlocked(who: string): void {
    const waitMs = (this.#failures.get(who)?.blockedUntil ?? 0) - this.#clock.ms()
    if (waitMs > 0)
      throw new Rejection('TOO_MANY_REQUESTS', {
        text: 'Too many wrong passwords. Wait a moment before the next try.',
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      })
  }

  #failed(who: string): false {
    if (this.#failures.size >= FAILURES_MAX) this.#failures.clear()
    const count = (this.#failures.get(who)?.count ?? 0) + 1
    const over = count - FAILURES_FREE
    const blockMs = over < 0 ? 0 : Math.min(BLOCK_MAX_MS, BLOCK_FIRST_MS * 2 ** Math.min(over, 20))
    this.#failures.set(who, { count, blockedUntil: this.#clock.ms() + blockMs })
    return false
  }
}
