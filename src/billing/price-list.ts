import type { Direction, PriceRow, SenderKind } from './store/books.ts'

/** What a price is asked for. */
export interface Traffic {
  channel: string
  direction: Direction
  /** ISO 3166-1 alpha-2. */
  country: string | null
  /** Five or six digits. */
  mccMnc: string | null
  senderKind: SenderKind
}

/** What a list says at an instant. */
export interface Priced {
  /** null: the list has no price for it. */
  base: PriceRow | null
  surcharges: PriceRow[]
  /** The instant from which the list says something else, ms; Infinity: nothing is planned. */
  until: number
}

/** A price list in memory, compiled for look-up. */
export class PriceList {
  readonly id: number
  readonly version: number
  /** By what a price is for; latest first. */
  readonly #prices = new Map<string, PriceRow[]>()
  readonly #surcharges = new Set<string>()

  constructor(id: number, version: number, prices: readonly PriceRow[]) {
    this.id = id
    this.version = version
    for (const price of prices) {
      if (price.kind === 'surcharge') this.#surcharges.add(price.name)
      const key = keyOf(price, price.name)
      this.#prices.set(key, [...(this.#prices.get(key) ?? []), price])
    }
    for (const some of this.#prices.values())
      some.sort((a, b) => b.valid_from.getTime() - a.valid_from.getTime() || Number(b.id - a.id))
  }

  /** The base price and each surcharge: the most specific one that is priced at `at`. */
  at(traffic: Traffic, at: number): Priced {
    let until = Infinity
    const find = (name: string): PriceRow | null => {
      let found: PriceRow | null = null
      for (const place of placesOf(traffic)) {
        const some = this.#prices.get(keyOf(place, name)) ?? []
        const now = some.find((one) => one.valid_from.getTime() <= at)
        for (const one of some)
          if (one.valid_from.getTime() > at) until = Math.min(until, one.valid_from.getTime())
        if (now && now.amount_micros !== null) found ??= now
      }
      return found
    }
    const base = find('')
    const surcharges = [...this.#surcharges].flatMap((name) => find(name) ?? [])
    return { base, surcharges: surcharges.toSorted((a, b) => (a.name < b.name ? -1 : 1)), until }
  }
}

type Place = Pick<PriceRow, 'channel' | 'direction' | 'country' | 'mcc_mnc' | 'sender_kind'>

const keyOf = (place: Place, name: string): string =>
  `${place.direction} ${place.channel ?? '*'} ${place.country ?? '*'} ${place.mcc_mnc ?? '*'} ${place.sender_kind ?? '*'} ${name}`

/** From the most specific to the least: the network before the country, then the kind of sender, then the channel. */
function placesOf({ channel, direction, country, mccMnc, senderKind }: Traffic): Place[] {
  const where: Pick<Place, 'country' | 'mcc_mnc'>[] = [
    ...(country !== null && mccMnc !== null ? [{ country, mcc_mnc: mccMnc }] : []),
    ...(country === null ? [] : [{ country, mcc_mnc: null }]),
    { country: null, mcc_mnc: null },
  ]
  return where.flatMap((place) =>
    [senderKind, null].flatMap((sender_kind) =>
      [channel, null].map((one) => ({ ...place, direction, sender_kind, channel: one })),
    ),
  )
}
