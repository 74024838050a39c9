import { utcDay, type Clock } from '../core/clock.ts'
import type { Tx } from '../core/storage/index.ts'
import { BELIEVED_MS } from './price-books.ts'
import { PriceList, type Traffic } from './price-list.ts'
import { readPrices, type PriceRow } from './store/books.ts'
import { readCostLists } from './store/lists.ts'
import { addCosts, type CostRow } from './store/usage.ts'

/** A message that an operator took, or brought. Simulated operators are not told of. */
export interface Submitted extends Traffic {
  connectionId: number
  accountId: number
  parts: number
  /** When it took or brought it, ms. */
  at: number
}

interface CostList {
  list: PriceList
  currency: string
}

/** What operators will ask for, by the lists of their connections. A connection without a list costs nothing. */
export class Costs {
  readonly #clock: Clock
  #lists: ReadonlyMap<number, CostList> = new Map()
  #readAt = -Infinity

  constructor(clock: Clock) {
    this.#clock = clock
  }

  forget(): void {
    this.#readAt = -Infinity
  }

  /** Counts a set. What a list does not price is counted at nothing when it went out, and not at all when it came in. */
  async submitted(tx: Tx, items: readonly Submitted[]): Promise<void> {
    if (items.length === 0) return
    const lists = await this.#current(tx)
    const sums = new Map<string, CostRow & { amount: bigint }>()
    for (const one of items) {
      const known = lists.get(one.connectionId)
      if (known) add(sums, one, known)
    }
    if (sums.size > 0)
      await addCosts(
        tx,
        [...sums.values()].map(({ amount, ...sum }) => ({ ...sum, amount_micros: String(amount) })),
      )
  }

  /** Reads what is new of the lists, for `costOf`. */
  async refresh(db: Tx): Promise<void> {
    await this.#current(db)
  }

  /** What an operator asks for one part of a message, from memory; null: its list says nothing of it, or it has none. */
  costOf(
    connectionId: number,
    traffic: Traffic,
    at: number,
  ): { micros: bigint; currency: string } | null {
    const known = this.#lists.get(connectionId)
    if (known === undefined) return null
    const { base, surcharges } = known.list.at(traffic, at)
    return base && { micros: sumOf([base, ...surcharges], 1), currency: known.currency }
  }

  async #current(tx: Tx): Promise<ReadonlyMap<number, CostList>> {
    const now = this.#clock.ms()
    if (Math.abs(now - this.#readAt) < BELIEVED_MS) return this.#lists
    const found = await readCostLists(tx)
    const isKnown = (one: { id: number; connection_id: number; version: number }) => {
      const known = this.#lists.get(one.connection_id)?.list
      return known?.id === one.id && known.version === one.version
    }
    const old = found.filter((one) => !isKnown(one))
    const prices =
      old.length === 0
        ? new Map<number, never[]>()
        : Map.groupBy(
            await readPrices(
              tx,
              old.map((one) => one.id),
            ),
            (one) => one.list_id,
          )
    this.#lists = new Map(
      found.map((one) => {
        const list = isKnown(one)
          ? this.#lists.get(one.connection_id)!.list
          : new PriceList(one.id, one.version, prices.get(one.id) ?? [])
        return [one.connection_id, { list, currency: one.currency }]
      }),
    )
    this.#readAt = now
    return this.#lists
  }
}

const sumOf = (prices: readonly PriceRow[], parts: number): bigint =>
  prices.reduce(
    (sum, price) => sum + price.amount_micros! * (price.unit === 'part' ? BigInt(parts) : 1n),
    0n,
  )

function add(
  sums: Map<string, CostRow & { amount: bigint }>,
  one: Submitted,
  { list, currency }: CostList,
): void {
  const { base, surcharges } = list.at(one, one.at)
  if (base === null && one.direction === 'MO') return
  const amount = sumOf([...(base ? [base] : []), ...surcharges], one.parts)
  const row = {
    connection_id: one.connectionId,
    day: utcDay(one.at),
    account_id: one.accountId,
    channel: one.channel,
    country: one.country ?? '',
    mcc_mnc: one.mccMnc ?? '',
    currency,
    direction: one.direction,
  }
  const key = JSON.stringify(row)
  const sum = sums.get(key)
  if (sum) {
    sum.messages += 1
    sum.parts += one.parts
    sum.amount += amount
  } else sums.set(key, { ...row, messages: 1, parts: one.parts, amount_micros: '0', amount })
}
