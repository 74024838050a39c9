import { Rejection } from '../core/http/index.ts'

/** Of one account at once, in this process: searches and pulls that may read far. */
const UNDER_WAY_MAX = 2
/** Of one account, waiting for its turn. */
const WAITING_MAX = 100

interface Line {
  underWay: number
  waiting: (() => void)[]
}

/**
 * Lets each account do a few far-reading things at a time, the others wait in line: one account's searches must not take
 * all connections to the database from everybody else.
 */
export class Turns {
  readonly #lines = new Map<number, Line>()

  /** @throws TOO_MANY_REQUESTS when a hundred of the account wait already */
  async take<Result>(accountId: number, work: () => Promise<Result>): Promise<Result> {
    const line = this.#lineOf(accountId)
    if (line.underWay >= UNDER_WAY_MAX) {
      if (line.waiting.length >= WAITING_MAX)
        throw new Rejection('TOO_MANY_REQUESTS', {
          text: `${WAITING_MAX} searches of this account wait already, which is the limit.`,
          retryAfterSeconds: 1,
        })
      // Whoever ends hands its place over, so `underWay` stays as it is.
      await new Promise<void>((resolve) => line.waiting.push(resolve))
    } else line.underWay += 1
    try {
      return await work()
    } finally {
      const next = line.waiting.shift()
      if (next) next()
      else if (--line.underWay === 0) this.#lines.delete(accountId)
    }
  }

  #lineOf(accountId: number): Line {
    const known = this.#lines.get(accountId)
    if (known) return known
    const line = { underWay: 0, waiting: [] }
    this.#lines.set(accountId, line)
    return line
  }
}
