import type { Clock } from '../core/clock.ts'
import type { Tx } from '../core/storage/index.ts'
import type { AccountPolicy, Policies } from './policies.ts'
import { lockBalances, post, type BalanceRow, type Posting } from './store/ledger.ts'

export interface Reservation {
  accountId: number
  /** 1..255 */
  parts: number
  /** Our id of the message. */
  reference: string
}
/** `priceMicros` is for one part. */
export type ReserveOutcome = { ok: true; priceMicros: bigint; currency: string } | { ok: false }

export interface Refund {
  accountId: number
  amountMicros: bigint
  reference: string
}

interface Sum {
  amountMicros: bigint
  items: number
  reference: string
}

/** Reservations and refunds: sets in, outcomes in the same order, inside the caller's transaction. */
export class Money {
  readonly #policies: Policies
  readonly #clock: Clock

  constructor(policies: Policies, clock: Clock) {
    this.#policies = policies
    this.#clock = clock
  }

  /**
   * Takes the price of each message from its account's balance, as long as balance and credit limit last; items of one
   * account are served in their order. Free ones touch nothing. One posting and one update for each account.
   */
  async reserve(tx: Tx, items: readonly Reservation[]): Promise<ReserveOutcome[]> {
    const policies = await this.#policies.of(
      tx,
      items.map((one) => one.accountId),
    )
    const paying = new Set(
      items.filter((one) => priceOf(one, policies) > 0n).map((one) => one.accountId),
    )
    const left = await this.#lock(tx, paying, policies)
    const sums = new Map<number, Sum>()
    const outcomes = items.map((one): ReserveOutcome => {
      const policy = policies.get(one.accountId)
      if (!policy) return { ok: false }
      const price = priceOf(one, policies)
      if (price > 0n) {
        const room = left.get(one.accountId)
        if (room === undefined || (room !== null && room < price)) return { ok: false }
        if (room !== null) left.set(one.accountId, room - price)
        addTo(sums, one.accountId, price, one.reference)
      }
      return { ok: true, priceMicros: policy.priceMicros, currency: policy.currency }
    })
    await this.#post(tx, sums, policies, { kind: 'RESERVE', debit: 'balance', credit: 'traffic' })
    return outcomes
  }

  /** Gives back what was reserved, in the account's currency. The caller says once for each message. */
  async refund(tx: Tx, items: readonly Refund[]): Promise<void> {
    await this.#credit(tx, items, { kind: 'REFUND', debit: 'traffic', credit: 'balance' })
  }

  /** What somebody paid in. @param items amounts above zero */
  async topUp(tx: Tx, items: readonly Refund[]): Promise<void> {
    await this.#credit(tx, items, { kind: 'TOP_UP', debit: 'cash', credit: 'balance' })
  }

  async #credit(
    tx: Tx,
    items: readonly Refund[],
    way: Pick<Posting, 'kind' | 'debit' | 'credit'>,
  ): Promise<void> {
    const sums = new Map<number, Sum>()
    for (const one of items)
      if (one.amountMicros > 0n) addTo(sums, one.accountId, one.amountMicros, one.reference)
    if (sums.size === 0) return
    const policies = await this.#policies.of(tx, [...sums.keys()])
    await this.#lock(tx, new Set(sums.keys()), policies)
    await this.#post(tx, sums, policies, way)
  }

  /** What each account can still spend; null: without limit. */
  async #lock(
    tx: Tx,
    accountIds: ReadonlySet<number>,
    policies: ReadonlyMap<number, AccountPolicy>,
  ): Promise<Map<number, bigint | null>> {
    if (accountIds.size === 0) return new Map()
    const balances = await lockBalances(tx, [...accountIds])
    return new Map(
      balances
        .filter((one) => one.currency === policies.get(one.account_id)?.currency)
        .map((one) => [one.account_id, roomOf(one)]),
    )
  }

  async #post(
    tx: Tx,
    sums: ReadonlyMap<number, Sum>,
    policies: ReadonlyMap<number, AccountPolicy>,
    way: Pick<Posting, 'kind' | 'debit' | 'credit'>,
  ): Promise<void> {
    if (sums.size === 0) return
    const postings = [...sums].map(([accountId, sum]) => ({
      account_id: accountId,
      currency: policies.get(accountId)?.currency ?? '',
      ...way,
      amount_micros: sum.amountMicros.toString(),
      items: sum.items,
      reference: sum.reference,
    }))
    const moved = await post(tx, postings, this.#clock.now())
    // The rows are locked, so this is our mistake: the whole set fails rather than have messages without a charge.
    if (moved !== postings.length)
      throw new Error(`${way.kind}: ${moved} of ${postings.length} balances moved`)
  }
}

const priceOf = (one: Reservation, policies: ReadonlyMap<number, AccountPolicy>): bigint =>
  (policies.get(one.accountId)?.priceMicros ?? 0n) * BigInt(one.parts)

const roomOf = (one: BalanceRow): bigint | null =>
  one.credit_limit_micros === null ? null : one.amount_micros + one.credit_limit_micros

function addTo(
  sums: Map<number, Sum>,
  accountId: number,
  amountMicros: bigint,
  reference: string,
): void {
  const sum = sums.get(accountId)
  if (sum) {
    sum.amountMicros += amountMicros
    sum.items++
  } else sums.set(accountId, { amountMicros, items: 1, reference })
}
