import { hash, verify } from '@node-rs/argon2'
import { Rejection } from '../core/http/index.ts'

/** Argon2id with 19 MiB, two passes, one lane: the first choice of OWASP's password storage advice. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** Each takes a core for some 20 ms: two at once leave room for traffic. */
const AT_ONCE_MAX = 2
const WAITING_MAX = 64

export const PASSWORD_CHARACTERS_MAX = 1024

/** Hashes and verifies passwords, few at a time. */
export class Passwords {
  #running = 0
  readonly #waiting: (() => void)[] = []
  #nobody: Promise<string> | null = null

  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, COST))
  }

  /**
   * @param stored null when there is no such user: takes as long as with one, and is false
   * @throws TOO_MANY_REQUESTS when too many wait
   */
  verify(stored: string | null, password: string): Promise<boolean> {
    return this.#inTurn(async () => {
      if (stored !== null) return verify(stored, password)
      this.#nobody ??= hash('nobody has this password', COST)
      await verify(await this.#nobody, password)
      return false
    })
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= AT_ONCE_MAX) {
      if (this.#waiting.length >= WAITING_MAX)
        throw new Rejection('TOO_MANY_REQUESTS', {
          text: `More than ${WAITING_MAX} log-ins are waiting.`,
          retryAfterSeconds: 1,
        })
      await new Promise<void>((go) => this.#waiting.push(go))
    } else this.#running++
    try {
      return await work()
    } finally {
      // The turn passes on without the count going down, so that nobody who comes now overtakes.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }

  /** Makes the hash for unknown users beforehand, so that not even the first of them takes longer. */
  async warmUp(): Promise<void> {
    await this.verify(null, '')
  }
}
