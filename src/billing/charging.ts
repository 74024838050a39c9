import type { Clock } from '../core/clock.ts'
import type { Tx } from '../core/storage/index.ts'
import { billingDay } from './billing-day.ts'
import type { PriceBook, PriceBooks, Quote } from './price-books.ts'
import type { Traffic } from './price-list.ts'
import { needed, Purse } from './purse.ts'
import { insertAlerts, readPackages, usePackages } from './store/books.ts'
import { lockBalances, postUsage } from './store/ledger.ts'
import { amountOf, type Charge, type Recipe, type Tariffs } from './tariffs.ts'
import { UsageSums } from './usage-sums.ts'

/** A message, as far as money goes. */
export interface Reservation extends Traffic {
  accountId: number
  /** 1..255 */
  parts: number
  /** When it was accepted, ms: decides the price, and the day that it counts for. */
  at: number
  applicationId: string | null
  entityId: string | null
  /** Our id of the message. */
  reference: string
}
/**
 * `tariffId` is kept with the message and given back for a refund; null: it cost nothing. `priceMicros` is what whoever
 * pays for the sender is charged for one part, rounded down where a part of the price is for the whole message.
 * BALANCE: it does not cover it. PACKAGE: nor does it, and a package has expired that would have. PRICE: there is none.
 */
export type ReserveOutcome =
  | { ok: true; tariffId: number | null; priceMicros: bigint; currency: string }
  | { ok: false; reason: 'BALANCE' | 'PACKAGE' | 'PRICE' }

export interface Refund {
  accountId: number
  tariffId: number
  parts: number
  /** As it was when it was reserved. */
  at: number
  applicationId: string | null
  entityId: string | null
  reference: string
}

/** Reservations and refunds: sets in, outcomes in the same order, inside the caller's transaction. */
export class Charging {
  readonly #books: PriceBooks
  readonly #tariffs: Tariffs
  readonly #clock: Clock

  constructor(books: PriceBooks, tariffs: Tariffs, clock: Clock) {
    this.#books = books
    this.#tariffs = tariffs
    this.#clock = clock
  }

  /**
   * Takes the price of each message from packages, then balances, of all who pay for it, as long as they last: all of
   * them or none. Items are served in their order. What nobody sells costs nothing and touches nothing.
   * What comes in is charged whatever is left: the balance may fall below its limit, and sends are refused until it is
   * paid.
   */
  async reserve(tx: Tx, items: readonly Reservation[]): Promise<ReserveOutcome[]> {
    const books = await this.#books.of(
      tx,
      items.map((one) => one.accountId),
    )
    const quotes = items.map((one) => books.get(one.accountId)?.quote(one, one.at))
    const purses = await this.#open(tx, quotes)
    const taken = items.map((one, n) => takeOne(one, quotes[n], purses))
    const recipes = taken.flatMap((one, n) =>
      typeof one === 'string' || one.length === 0 ? [] : [recipeOf(items[n]!, one)],
    )
    const ids = await this.#tariffs.idsOf(recipes)
    const sums = new UsageSums()
    let next = 0
    const outcomes = items.map((item, n): ReserveOutcome => {
      const charges = taken[n]!
      if (typeof charges === 'string') return { ok: false, reason: charges }
      if (charges.length === 0) return free(books.get(item.accountId)!)
      const tariffId = ids[next++]!
      const kind = item.direction === 'MO' ? 'INBOUND' : 'RESERVE'
      for (const charge of charges) sums.add(charge, { ...item, tariffId }, kind)
      const own = charges[0]!
      return {
        ok: true,
        tariffId,
        priceMicros: amountOf(own, item.parts) / BigInt(item.parts),
        currency: own.currency,
      }
    })
    await this.#write(tx, sums, purses)
    return outcomes
  }

  /** Gives back exactly what was taken. The caller says once for each message. */
  async refund(tx: Tx, items: readonly Refund[]): Promise<void> {
    if (items.length === 0) return
    const recipes = await this.#tariffs.recipesOf(
      tx,
      items.map((one) => one.tariffId),
    )
    const sums = new UsageSums()
    const packages = new Map<number, bigint>()
    for (const one of items)
      for (const charge of recipes.get(one.tariffId)!.charges) {
        sums.add(charge, one, 'REFUND')
        if (charge.package) {
          const { id } = charge.package
          packages.set(id, (packages.get(id) ?? 0n) - needed(charge.package, one.parts))
        }
      }
    await lockBalances(tx, sums.accountIds)
    await postUsage(tx, sums.postings, sums.usage, this.#clock.now())
    await changePackages(tx, packages)
  }

  /** Locks what those have who pay. */
  async #open(tx: Tx, quotes: readonly (Quote | undefined)[]): Promise<Map<number, Purse>> {
    const payers = new Map(
      quotes.flatMap((quote) =>
        quote?.ok ? quote.charges.map((one) => [one.payer.accountId, one.payer] as const) : [],
      ),
    )
    if (payers.size === 0) return new Map()
    const balances = await lockBalances(tx, [...payers.keys()])
    const withPackages = [...payers.values()].filter((one) => one.packages.length > 0)
    // Read again under the lock: the book's copy is up to 5 s old.
    const packages =
      withPackages.length === 0
        ? []
        : await readPackages(
            tx,
            withPackages.map((one) => one.accountId),
          )
    return new Map(
      balances.flatMap((balance) => {
        const payer = payers.get(balance.account_id)!
        if (balance.currency !== payer.currency) return []
        const own = packages.filter((one) => one.account_id === payer.accountId)
        return [[payer.accountId, new Purse(payer, balance, own)] as const]
      }),
    )
  }

  async #write(tx: Tx, sums: UsageSums, purses: ReadonlyMap<number, Purse>): Promise<void> {
    if (sums.usage.length === 0) return
    const now = this.#clock.now()
    await postUsage(tx, sums.postings, sums.usage, now)
    await changePackages(tx, new Map([...purses.values()].flatMap((one) => [...one.used])))
    const alerts = [...purses.values()].flatMap(({ payer, before, after }) =>
      payer.alertsBelowMicros
        .filter((below) => before >= below && after < below)
        .map((below) => ({
          account_id: payer.accountId,
          below_micros: String(below),
          day: billingDay(payer.zone, now.getTime()),
          balance_micros: String(after),
          currency: payer.currency,
        })),
    )
    if (alerts.length > 0) await insertAlerts(tx, alerts, now)
  }
}

const free = (book: PriceBook): ReserveOutcome => ({
  ok: true,
  tariffId: null,
  priceMicros: 0n,
  currency: book.currency,
})

/** What each payer is charged, taken from all of them; or why not. */
function takeOne(
  item: Reservation,
  quote: Quote | undefined,
  purses: ReadonlyMap<number, Purse>,
): Charge[] | 'BALANCE' | 'PACKAGE' | 'PRICE' {
  if (!quote) return 'BALANCE'
  if (!quote.ok) return 'PRICE'
  const charges: Charge[] = []
  for (const quoted of quote.charges) {
    const purse = purses.get(quoted.payer.accountId)
    const charge = purse?.offer(quoted, item, item.parts, item.at)
    if (!charge) return purse?.hasExpired(item, item.at) ? 'PACKAGE' : 'BALANCE'
    charges.push(charge)
  }
  for (const charge of charges) purses.get(charge.account)!.take(charge, item.parts)
  return charges
}

const recipeOf = (
  { channel, direction, country, mccMnc, senderKind }: Traffic,
  charges: readonly Charge[],
): Recipe => ({ channel, direction, country, mccMnc, senderKind, charges })

async function changePackages(tx: Tx, used: ReadonlyMap<number, bigint>): Promise<void> {
  if (used.size > 0)
    await usePackages(
      tx,
      [...used].map(([id, count]) => ({ id, used: Number(count) })),
    )
}
