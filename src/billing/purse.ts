import type { Payer, QuotedCharge } from './price-books.ts'
import type { Traffic } from './price-list.ts'
import type { PackageRow } from './store/books.ts'
import type { BalanceRow } from './store/ledger.ts'
import { amountOf, type Charge } from './tariffs.ts'

/** No account owes more, in whatever currency: what is stored of money has room for a few times as much. */
const OWED_MICROS_MAX = 10n ** 18n

/** What a payer still has while a set is served: its balance is locked, so nobody else takes from it. */
export class Purse {
  readonly payer: Payer
  readonly before: bigint
  readonly #limit: bigint
  readonly #packages: readonly PackageRow[]
  #spent = 0n
  readonly #used = new Map<number, bigint>()

  constructor(payer: Payer, balance: BalanceRow, packages: readonly PackageRow[]) {
    this.payer = payer
    this.before = balance.amount_micros
    const limit = balance.credit_limit_micros
    this.#limit = limit === null || limit > OWED_MICROS_MAX ? OWED_MICROS_MAX : limit
    this.#packages = packages
  }

  get after(): bigint {
    return this.before - this.#spent
  }
  /** What was taken of each package. */
  get used(): ReadonlyMap<number, bigint> {
    return this.#used
  }

  /** How it would pay: by a package that has enough left, or else by money. null: it cannot. What came in may be owed. */
  offer(quoted: QuotedCharge, traffic: Traffic, parts: number, at: number): Charge | null {
    const { payer, base, surcharges } = quoted
    const some = { account: payer.accountId, seller: payer.sellerId, currency: payer.currency }
    if (base === null) return { ...some, zone: payer.zone, package: null, components: [] }
    const covering = this.#packages.find(
      (one) => fits(one, traffic) && isValid(one, at) && this.#left(one) >= needed(one, parts),
    )
    if (covering) {
      const charge: Charge = {
        ...some,
        zone: payer.zone,
        package: { id: covering.id, unit: covering.unit },
        components: [...surcharges],
      }
      if (this.#affords(amountOf(charge, parts), traffic)) return charge
    }
    const charge: Charge = {
      ...some,
      zone: payer.zone,
      package: null,
      components: [base, ...surcharges],
    }
    return this.#affords(amountOf(charge, parts), traffic) ? charge : null
  }

  take(charge: Charge, parts: number): void {
    this.#spent += amountOf(charge, parts)
    if (charge.package) {
      const { id } = charge.package
      this.#used.set(id, (this.#used.get(id) ?? 0n) + needed(charge.package, parts))
    }
  }

  /** Whether a package would have covered it, had it not run out of time. */
  hasExpired(traffic: Traffic, at: number): boolean {
    return this.#packages.some((one) => fits(one, traffic) && one.valid_to.getTime() <= at)
  }

  #affords(amount: bigint, { direction }: Traffic): boolean {
    const limit = direction === 'MO' ? OWED_MICROS_MAX : this.#limit
    return amount === 0n || this.after + limit >= amount
  }
  #left(one: PackageRow): bigint {
    return one.total - one.used - (this.#used.get(one.id) ?? 0n)
  }
}

const fits = (one: PackageRow, traffic: Traffic): boolean =>
  traffic.direction === 'MT' &&
  (one.channel === null || one.channel === traffic.channel) &&
  (one.country === null || one.country === traffic.country)
const isValid = (one: PackageRow, at: number): boolean =>
  one.valid_from.getTime() <= at && at < one.valid_to.getTime()

export const needed = ({ unit }: { unit: string }, parts: number): bigint =>
  unit === 'part' ? BigInt(parts) : 1n
