import type { Clock } from '../core/clock.ts'
import type { Tx } from '../core/storage/index.ts'
import type { Policies } from './policies.ts'
import { lockBalances, post, type Posting } from './store/accounts.ts'

export interface Reservation {
  accountId: number
  parts: number
  /** What it is for: a message's id. */
  reference: string
}
/** `priceMicros` is the price of one part. */
export type ReserveOutcome = { ok: true; priceMicros: bigint; currency: string } | { ok: false }

/** Money of accounts: reserved when a message is taken in, given back when it never left. */
export class Balance {
  readonly #clock: Clock
  readonly #policies: Policies

  constructor(clock: Clock, policies: Policies) {
    this.#clock = clock
    this.#policies = policies
  }

  /**
   * Takes the price of each item from its account, as many as it affords, in the order of the items.
   * Inside the caller's transaction: one lock and one posting per account and set. What costs nothing touches no row.
   */
  async reserve(tx: Tx, items: readonly Reservation[]): Promise<ReserveOutcome[]> {
    const accounts = await this.#policies.read(tx, [...new Set(items.map((one) => one.accountId))])
    const paying = [...accounts.values()].filter((one) => one.priceMicros > 0n).map((one) => one.accountId)
    const available = new Map<number, bigint | null>()
    if (paying.length > 0)
      for (const one of await lockBalances(tx, paying)) available.set(one.account_id, one.available_micros)
    const taken = new Map<number, { amount: bigint; items: number }>()
    const outcomes = items.map((item): ReserveOutcome => {
      const account = accounts.get(item.accountId)
      if (!account) return { ok: false }
      const cost = account.priceMicros * BigInt(item.parts)
      if (cost === 0n) return { ok: true, priceMicros: 0n, currency: account.currency }
      const left = available.get(item.accountId)
      if (left === undefined || (left !== null && left < cost)) return { ok: false }
      if (left !== null) available.set(item.accountId, left - cost)
      const sum = taken.get(item.accountId) ?? { amount: 0n, items: 0 }
      taken.set(item.accountId, { amount: sum.amount + cost, items: sum.items + 1 })
      return { ok: true, priceMicros: account.priceMicros, currency: account.currency }
    })
    const postings = [...taken].map(([accountId, { amount, items: count }]): Posting => ({
      account_id: accountId, kind: 'RESERVE', amount_micros: (-amount).toString(), currency: accounts.get(accountId)!.currency, items: count, reference: null,
    }))
    if (postings.length > 0) await post(tx, postings, this.#clock.now())
    return outcomes
  }

  /** Gives back what was reserved. */
  async refund(tx: Tx, items: readonly { accountId: number; amountMicros: bigint; reference: string }[]): Promise<void> {
    const sums = Map.groupBy(items.filter((one) => one.amountMicros > 0n), (one) => one.accountId)
    if (sums.size === 0) return
    const accounts = await this.#policies.read(tx, [...sums.keys()])
    const accountIds = [...sums.keys()].toSorted((a, b) => a - b)
    await lockBalances(tx, accountIds)
    await post(
      tx,
      accountIds.map((accountId): Posting => {
        const set = sums.get(accountId)!
        return {
          account_id: accountId, kind: 'REFUND', amount_micros: set.reduce((sum, one) => sum + one.amountMicros, 0n).toString(),
          currency: accounts.get(accountId)?.currency ?? 'EUR', items: set.length, reference: set.length === 1 ? set[0]!.reference : null,
        }
      }),
      this.#clock.now(),
    )
  }

  /** A payment in or a correction. */
  async topUp(tx: Tx, accountId: number, amountMicros: bigint, currency = 'EUR'): Promise<void> {
    await post(tx, [{ account_id: accountId, kind: 'TOP_UP', amount_micros: amountMicros.toString(), currency, items: 1, reference: null }], this.#clock.now())
  }
}
