import { utcDay, type Clock } from '../core/clock.ts'
import type { Tx } from '../core/storage/index.ts'
import { BELIEVED_MS } from './price-books.ts'
import { PriceList, type Traffic } from './price-list.ts'
import { readPrices } from './store/books.ts'
import { readCostLists } from './store/lists.ts'
import { addCosts, type CostRow } from './store/usage.ts'

/** A message that an operator took. Simulated operators are not told of. */
export interface Submitted extends Traffic {
  connectionId: number
  accountId: number
  parts: number
  /** When it took it, ms. */
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

  /** Counts a set; what a list does not price is counted at nothing. */
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

function add(
  sums: Map<string, CostRow & { amount: bigint }>,
  one: Submitted,
  { list, currency }: CostList,
): void {
  const { base, surcharges } = list.at(one, one.at)
  const amount = [...(base ? [base] : []), ...surcharges].reduce(
    (sum, price) => sum + price.amount_micros! * (price.unit === 'part' ? BigInt(one.parts) : 1n),
    0n,
  )
  const row = {
    connection_id: one.connectionId,
    day: utcDay(one.at),
    account_id: one.accountId,
    channel: one.channel,
    country: one.country ?? '',
    mcc_mnc: one.mccMnc ?? '',
    currency,
  }
  const key = JSON.stringify(row)
  const sum = sums.get(key)
  if (sum) {
    sum.messages += 1
    sum.parts += one.parts
    sum.amount += amount
  } else sums.set(key, { ...row, messages: 1, parts: one.parts, amount_micros: '0', amount })
}
