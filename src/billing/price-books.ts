import type { Clock } from '../core/clock.ts'
import type { Db } from '../core/storage/index.ts'
import { PriceList, type Traffic } from './price-list.ts'
import {
  readAssignments,
  readChains,
  readPackages,
  readPrices,
  type AssignmentRow,
  type ChainRow,
  type PackageRow,
} from './store/books.ts'
import type { Component } from './tariffs.ts'

/** What is changed by another process counts here after this long. */
export const BELIEVED_MS = 5_000
const BOOKS_MAX = 100_000
const QUOTES_PER_BOOK_MAX = 10_000

/** An account that pays for what a sender sends, with what it pays by. */
export interface Payer {
  accountId: number
  sellerId: number
  currency: string
  zone: string
  alertsBelowMicros: readonly bigint[]
  /** Latest first; null: from then on nothing is charged. */
  lists: readonly { validFrom: number; list: PriceList | null }[]
  packages: readonly PackageRow[]
}

export interface QuotedCharge {
  payer: Payer
  /** null: it pays nothing itself, while somebody above it does. */
  base: Component | null
  surcharges: readonly Component[]
}
/** What traffic of one kind costs whom. No charges: nothing. */
export type Quote =
  | { ok: true; charges: readonly QuotedCharge[]; until: number }
  /** A list is in force that has no price for it. What comes in is free then. */
  | { ok: false; until: number }

/** Who pays for an account, and by which lists. */
export class PriceBook {
  readonly currency: string
  readonly payers: readonly Payer[]
  readonly #quotes = new Map<string, { quote: Quote; at: number }>()

  constructor(currency: string, payers: readonly Payer[]) {
    this.currency = currency
    this.payers = payers
  }

  /** @param at when the message was accepted, ms */
  quote(traffic: Traffic, at: number): Quote {
    const { channel, direction, country, mccMnc, senderKind } = traffic
    const key = `${channel} ${direction} ${country} ${mccMnc} ${senderKind}`
    const known = this.#quotes.get(key)
    if (known && known.at <= at && at < known.quote.until) return known.quote
    const quote = this.#make(traffic, at)
    if (this.#quotes.size >= QUOTES_PER_BOOK_MAX) this.#quotes.clear()
    this.#quotes.set(key, { quote, at })
    return quote
  }

  #make(traffic: Traffic, at: number): Quote {
    const charges: QuotedCharge[] = []
    let until = Infinity
    for (const payer of this.payers) {
      const later = payer.lists.filter((one) => one.validFrom > at)
      until = Math.min(until, ...later.map((one) => one.validFrom))
      const list = payer.lists.find((one) => one.validFrom <= at)?.list
      const priced = list?.at(traffic, at)
      until = Math.min(until, priced?.until ?? Infinity)
      if (!list || !priced?.base) {
        if (priced && traffic.direction === 'MT') return { ok: false, until }
        // Nobody is to see the price of whoever sells to his seller.
        if (payer === this.payers[0]) charges.push({ payer, base: null, surcharges: [] })
        continue
      }
      const component = (row: typeof priced.base): Component => ({
        price: String(row.id),
        list: list.id,
        kind: row.kind,
        name: row.name,
        unit: row.unit,
        micros: String(row.amount_micros),
      })
      charges.push({
        payer,
        base: component(priced.base),
        surcharges: priced.surcharges.map(component),
      })
    }
    return { ok: true, charges: charges.some((one) => one.base !== null) ? charges : [], until }
  }
}

/** The compiled books of accounts: read again after 5 s at most, so that the message path asks nothing more. */
export class PriceBooks {
  readonly #clock: Clock
  readonly #books = new Map<number, { book: PriceBook; readAt: number }>()
  readonly #lists = new Map<number, PriceList>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Accounts that do not exist are absent. */
  async of(db: Db, accountIds: readonly number[]): Promise<Map<number, PriceBook>> {
    const now = this.#clock.ms()
    const found = new Map<number, PriceBook>()
    const missing: number[] = []
    for (const accountId of new Set(accountIds)) {
      const known = this.#books.get(accountId)
      if (known && Math.abs(now - known.readAt) < BELIEVED_MS) found.set(accountId, known.book)
      else missing.push(accountId)
    }
    if (missing.length > 0)
      for (const [accountId, book] of await this.#read(db, missing)) {
        if (this.#books.size >= BOOKS_MAX) this.#books.clear()
        this.#books.set(accountId, { book, readAt: now })
        found.set(accountId, book)
      }
    return found
  }

  forget(): void {
    this.#books.clear()
  }

  async #read(db: Db, accountIds: readonly number[]): Promise<Map<number, PriceBook>> {
    const chains = Map.groupBy(await readChains(db, accountIds), (one) => one.sender_account_id)
    const payersOf = new Map([...chains].map(([accountId, chain]) => [accountId, whoPays(chain)]))
    const payerIds = [...new Set([...payersOf.values()].flat().map((one) => one.account_id))]
    const assigned = payerIds.length === 0 ? [] : await readAssignments(db, payerIds)
    await this.#readLists(db, assigned)
    const packages = assigned.length === 0 ? [] : await readPackages(db, payerIds)
    const payer = (row: ChainRow): Payer => ({
      accountId: row.account_id,
      sellerId: row.parent_id!,
      currency: row.currency,
      zone: row.zone,
      alertsBelowMicros: row.alerts_below_micros,
      lists: assigned
        .filter((one) => one.account_id === row.account_id)
        .map((one) => ({
          validFrom: one.valid_from.getTime(),
          list: one.list_id === null ? null : this.#lists.get(one.list_id)!,
        })),
      packages: packages.filter((one) => one.account_id === row.account_id),
    })
    return new Map(
      [...payersOf].map(([accountId, rows]) => [
        accountId,
        new PriceBook(rows[0]?.currency ?? chains.get(accountId)![0]!.currency, rows.map(payer)),
      ]),
    )
  }

  async #readLists(db: Db, assigned: readonly AssignmentRow[]): Promise<void> {
    const wanted = new Map(
      assigned.flatMap((one) =>
        one.list_id === null ? [] : [[one.list_id, one.version!] as const],
      ),
    )
    const old = [...wanted].filter(([id, version]) => this.#lists.get(id)?.version !== version)
    if (old.length === 0) return
    const prices = Map.groupBy(
      await readPrices(
        db,
        old.map(([id]) => id),
      ),
      (one) => one.list_id,
    )
    for (const [id, version] of old)
      this.#lists.set(id, new PriceList(id, version, prices.get(id) ?? []))
  }
}

/**
 * From a sender upwards: the nearest account that pays for itself, then whoever pays for its seller, and so on. The
 * root account sells and buys nothing.
 */
const whoPays = (chain: readonly ChainRow[]): ChainRow[] =>
  chain.filter((one) => one.parent_id !== null && one.pays === 'self')
