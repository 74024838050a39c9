import { Rejection } from '../core/http/index.ts'

export interface TurnLimits {
  /** Pieces of work under way, of everybody and of one account. */
  atOnceMax: number
  ofAccountMax: number
  /** Pieces of one account that may wait; over it, the caller is told to come again. */
  waitingOfAccountMax: number
}

/**
 * Work that may read much, in turns, so that whoever searches far does not take the database's connections from
 * everybody else: only so many pieces at once, and of one account fewer.
 */
export class Turns {
  readonly #limits: TurnLimits
  readonly #underWay = new Map<number, number>()
  #waiting: { accountId: number; begin: () => void }[] = []
  #count = 0

  constructor(limits: TurnLimits) {
    this.#limits = limits
  }

  /** Resolves as the work does; rejects with TOO_MANY_REQUESTS when too much of the account waits already. */
  async take<Result>(accountId: number, work: () => Promise<Result>): Promise<Result> {
    await this.#turn(accountId)
    try {
      return await work()
    } finally {
      this.#end(accountId)
    }
  }

  #mayBegin(accountId: number): boolean {
    return (
      this.#count < this.#limits.atOnceMax &&
      (this.#underWay.get(accountId) ?? 0) < this.#limits.ofAccountMax
    )
  }

  async #turn(accountId: number): Promise<void> {
    if (this.#mayBegin(accountId)) return this.#begin(accountId)
    const waiting = this.#waiting.filter((one) => one.accountId === accountId).length
    if (waiting >= this.#limits.waitingOfAccountMax)
      throw new Rejection('TOO_MANY_REQUESTS', {
        text: `${waiting} requests of this account wait for the database already.`,
        retryAfterSeconds: 1,
      })
    await new Promise<void>((begin) => this.#waiting.push({ accountId, begin }))
  }

  #begin(accountId: number): void {
    this.#count += 1
    this.#underWay.set(accountId, (this.#underWay.get(accountId) ?? 0) + 1)
  }

  #end(accountId: number): void {
    this.#count -= 1
    const left = this.#underWay.get(accountId)! - 1
    if (left > 0) this.#underWay.set(accountId, left)
    else this.#underWay.delete(accountId)
    const later: typeof this.#waiting = []
    for (const one of this.#waiting)
      if (this.#mayBegin(one.accountId)) {
        this.#begin(one.accountId)
        one.begin()
      } else later.push(one)
    this.#waiting = later
  }
}
