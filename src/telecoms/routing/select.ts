import type { Clock } from '../../core/clock.ts'
import type { SenderKind } from '../../protocols/e164/index.ts'
import { kindOfSender, type CompiledRoute } from './conditions.ts'
import type { Quality } from './quality.ts'
import type { RouteAsk } from './route.ts'
import type { RouteGroup } from './table.ts'

/** What an operator asks for one part, in micro-units; null: no price of it is known. */
export type CostOf = (
  connectionId: number,
  traffic: {
    channel: string
    direction: 'MT'
    country: string | null
    mccMnc: string | null
    senderKind: SenderKind
  },
  at: number,
) => { micros: bigint; currency: string } | null

/** Of messages that are chosen by quality, one in so many tries the others, so that they stay measured. Codes never do. */
const EXPLORING = 20
/** Orders by cost and quality are reckoned anew after so long: neither changes with every message. */
const BELIEVED_MS = 2_000

interface Order {
  routes: RouteGroup
  until: number
}

/** Puts the routes of a group in the order in which they are to be tried. */
export class Selecting {
  readonly #clock: Clock
  readonly #costOf: CostOf
  readonly #quality: Quality
  readonly #known = new WeakMap<RouteGroup, Map<string, Order>>()

  constructor(clock: Clock, costOf: CostOf, quality: Quality) {
    this.#clock = clock
    this.#costOf = costOf
    this.#quality = quality
  }

  /** @param by the route of the group whose selection counts: the first that fits the message */
  order(group: RouteGroup, by: CompiledRoute, ask: RouteAsk): RouteGroup {
    switch (by.route.selection) {
      case 'ORDER':
        return group
      case 'WEIGHT':
        return byLot(group, ask.id)
      case 'COST':
        return this.#believed(group, `cost ${kindOfSender(ask.sender)}`, () =>
          this.#byCost(group, ask),
        )
      case 'QUALITY': {
        const best = this.#believed(group, 'quality', () => this.#byQuality(group, ask))
        return explores(ask) ? byLot(group, ask.id) : best
      }
    }
  }

  #believed(group: RouteGroup, key: string, order: () => RouteGroup): RouteGroup {
    let orders = this.#known.get(group)
    if (orders === undefined) this.#known.set(group, (orders = new Map()))
    const now = this.#clock.ms()
    let known = orders.get(key)
    if (known === undefined || Math.abs(known.until - now) > BELIEVED_MS || known.until < now)
      orders.set(key, (known = { routes: order(), until: now + BELIEVED_MS }))
    return known.routes
  }

  /** Those whose cost is not known come last. There are no rates, so costs in another currency than the first's are not known. */
  #byCost(group: RouteGroup, ask: RouteAsk): RouteGroup {
    const costs = new Map(group.map((one) => [one, this.costOf(one, ask)]))
    const currency = [...costs.values()].find((cost) => cost !== null)?.currency
    const micros = (one: CompiledRoute): bigint | null => {
      const cost = costs.get(one)
      return cost && cost.currency === currency ? cost.micros : null
    }
    return group.toSorted((a, b) => {
      const [left, right] = [micros(a), micros(b)]
      if (left === null || right === null) return Number(left === null) - Number(right === null)
      return left < right ? -1 : left > right ? 1 : 0
    })
  }

  costOf(one: CompiledRoute, ask: RouteAsk): { micros: bigint; currency: string } | null {
    return this.#costOf(
      one.route.connectionId,
      {
        channel: ask.channel,
        direction: 'MT',
        country: ask.country,
        mccMnc: ask.mccMnc,
        senderKind: kindOfSender(ask.sender),
      },
      ask.at,
    )
  }

  /** Those that are not measured yet come last, in their order. */
  #byQuality(group: RouteGroup, ask: RouteAsk): RouteGroup {
    const scores = new Map(
      group.map((one) => [one, this.#quality.of(one.route.connectionId, ask.mccMnc)?.score ?? -1]),
    )
    return group.toSorted((a, b) => scores.get(b)! - scores.get(a)!)
  }
}

/** Whether a message is one of those that try routes by lot instead of by quality. */
export const explores = (ask: RouteAsk): boolean =>
  ask.contentClass !== 'OTP' && hash(ask.id, 0) % EXPLORING === 0

/**
 * Weighted rendezvous hashing: each route draws a number from the message's id and its own, and the greatest goes first. Shares
 * are those of the weights, one message always draws the same, and when a route fails only its messages go elsewhere.
 */
function byLot(group: RouteGroup, id: string): RouteGroup {
  const draws = new Map(
    group.map((one) => [one, Math.log((hash(id, one.route.id) + 1) / 2 ** 32) / one.route.weight]),
  )
  return group.toSorted((a, b) => draws.get(b)! - draws.get(a)!)
}

/** 32 bits: FNV-1a over the characters, then the last mixing steps of MurmurHash3, as FNV's high bits are poor. */
function hash(text: string, seed: number): number {
  let mixed = 0x811c9dc5 ^ seed
  for (let at = 0; at < text.length; at++)
    mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
