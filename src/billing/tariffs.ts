import { createHash } from 'node:crypto'
import type { Db } from '../core/storage/index.ts'
import type { Traffic } from './price-list.ts'
import {
  findTariffs,
  insertTariffs,
  readTariffs,
  type PriceKind,
  type TariffRow,
  type Unit,
} from './store/books.ts'

const KEPT_MAX = 100_000

/** One line of what an account is charged for a message. */
export interface Component {
  price: string
  list: number
  kind: PriceKind | 'package'
  name: string
  /** once: for the sale of a package. */
  unit: Unit | 'once'
  /** Millionths of the charge's currency, as a decimal text. */
  micros: string
}

/** What one account is charged for a message. */
export interface Charge {
  account: number
  seller: number
  currency: string
  /** Whose days its usage counts by. */
  zone: string
  /** Pays the base price in its stead. */
  package: { id: number; unit: Unit } | null
  components: Component[]
}

/** What a message of one kind costs whom; never changed. The first charge is the one of whoever pays for the sender. */
export interface Recipe extends Traffic {
  charges: readonly Charge[]
}

/** @returns millionths of the charge's currency */
export const amountOf = (charge: Charge, parts: number): bigint =>
  charge.components.reduce(
    (sum, one) => sum + BigInt(one.micros) * (one.unit === 'part' ? BigInt(parts) : 1n),
    0n,
  )

/** Gives recipes their ids and finds them again. What it knows never changes, so it is believed for good. */
export class Tariffs {
  readonly #db: Db
  readonly #ids = new Map<string, number>()
  readonly #recipes = new Map<number, Recipe>()

  /** @param db not a transaction: a tariff stays when the set is undone that it was made for */
  constructor(db: Db) {
    this.#db = db
  }

  /** Ids in the order of the recipes. New ones are written at once, outside the caller's transaction. */
  async idsOf(recipes: readonly Recipe[]): Promise<number[]> {
    const digests = recipes.map(digestOf)
    const missing = new Map(
      recipes.flatMap((recipe, n) =>
        this.#ids.has(digests[n]!) ? [] : [[digests[n]!, recipe] as const],
      ),
    )
    if (missing.size > 0) {
      const wanted = [...missing.keys()].map((hex) => Buffer.from(hex, 'hex'))
      await this.#find(wanted)
      const fresh = [...missing].filter(([digest]) => !this.#ids.has(digest))
      if (fresh.length > 0) {
        await insertTariffs(this.#db, fresh.map(toRow))
        await this.#find(fresh.map(([digest]) => Buffer.from(digest, 'hex')))
      }
    }
    return digests.map((digest) => this.#ids.get(digest)!)
  }

  async #find(digests: readonly Buffer[]): Promise<void> {
    if (this.#ids.size > KEPT_MAX) this.#ids.clear()
    for (const one of await findTariffs(this.#db, digests))
      this.#ids.set(one.digest.toString('hex'), one.id)
  }

  async recipesOf(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, Recipe>> {
    const missing = [...new Set(ids)].filter((id) => !this.#recipes.has(id))
    if (missing.length > 0) {
      if (this.#recipes.size > KEPT_MAX) this.#recipes.clear()
      for (const one of await readTariffs(db, ids)) this.#recipes.set(one.id, recipeOf(one))
    }
    return this.#recipes
  }
}

const digestOf = (recipe: Recipe): string =>
  createHash('sha256').update(JSON.stringify(recipe)).digest('hex')

const toRow = ([digest, one]: readonly [string, Recipe]): Omit<TariffRow, 'id'> => ({
  digest: Buffer.from(digest, 'hex'),
  account_id: one.charges[0]!.account,
  channel: one.channel,
  direction: one.direction,
  country: one.country,
  mcc_mnc: one.mccMnc,
  sender_kind: one.senderKind,
  charges: one.charges,
})

const recipeOf = (row: TariffRow): Recipe => ({
  channel: row.channel,
  direction: row.direction,
  country: row.country,
  mccMnc: row.mcc_mnc,
  senderKind: row.sender_kind,
  charges: row.charges as Charge[],
})
