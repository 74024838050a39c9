import { Rejection } from '../../core/http/index.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import { digitTrie, type DigitTrie, type Msisdn } from '../../protocols/e164/index.ts'
import { networkByMccMnc, networkOf } from '../numbering-plan/index.ts'
import {
  allNumberNetworks,
  countNumberNetworks,
  deleteNumberNetwork,
  putNumberNetwork,
  type NumberNetworkRow,
} from './store/number-networks.ts'

/** All of it is held in memory. */
const ENTRIES_MAX = 50_000

/** Where a number belongs. */
export interface NumberPlace {
  countryIso: string | null
  mcc: string
  /** null: the network is not known. */
  mnc: string | null
  networkName: string | null
  source: 'plan' | 'table'
}

/** Networks of numbers that are not with the one of their first assignment: a small table that goes before the plan. */
export class Ported {
  readonly #db: Db
  #entries: readonly NumberNetworkRow[] = []
  #trie: DigitTrie | null = null

  constructor(db: Db) {
    this.#db = db
  }

  async reload(): Promise<void> {
    const entries = await allNumberNetworks(this.#db, ENTRIES_MAX)
    this.#entries = entries
    this.#trie =
      entries.length === 0 ? null : digitTrie(entries.map((one, index) => [one.prefix, index]))
  }

  /** The longest entry that fits, else what the numbering plan says; null for a number without a country. */
  placeOf(msisdn: Msisdn): NumberPlace | null {
    const planned = networkOf(msisdn)
    const entry = this.#trie === null ? undefined : this.#entries[this.#trie.find(msisdn)]
    if (entry === undefined) return planned
    return {
      countryIso: planned?.countryIso ?? null,
      mcc: entry.network.slice(0, 3),
      mnc: entry.network.slice(3),
      networkName: networkByMccMnc(entry.network)?.name ?? null,
      source: 'table',
    }
  }

  page(after: string, limit: number): { entries: NumberNetworkRow[]; next: string | null } {
    const rest = this.#entries.filter((one) => one.prefix > after)
    return {
      entries: rest.slice(0, limit),
      next: rest.length > limit ? rest[limit - 1]!.prefix : null,
    }
  }

  async put(prefix: string, network: string, now: Date): Promise<NumberNetworkRow> {
    const made = await transaction(this.#db, async (tx) => {
      const put = await putNumberNetwork(tx, { prefix, network, updated_at: now })
      if ((await countNumberNetworks(tx)) > ENTRIES_MAX)
        throw new Rejection('CONFLICT', {
          text: `There are ${ENTRIES_MAX} entries already, which is the limit.`,
          action: 'Delete some, or enter ranges in place of single numbers.',
        })
      return put
    })
    await this.reload()
    return made
  }

  /** @returns false when there is none with this prefix */
  async remove(prefix: string): Promise<boolean> {
    const removed = await deleteNumberNetwork(this.#db, prefix)
    await this.reload()
    return removed > 0
  }
}
