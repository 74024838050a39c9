import { compileRoute, fitsPlace, type CompiledRoute } from './conditions.ts'
import type { RouteAsk, StoredRoute } from './route.ts'

/** The routes as a digit trie that is never changed, only replaced: a look-up sees one table, whole. */

/** Routes equally specific and of the same priority: among them their selection decides. */
export type RouteGroup = readonly CompiledRoute[]

/** Which accounts' routes an account takes that are not its own, the nearest first. */
export type Above = (accountId: number) => readonly number[]

export interface RouteTable {
  /** All routes, by id, disabled ones too. */
  readonly routes: readonly StoredRoute[]
  readonly byId: ReadonlyMap<number, StoredRoute>
  /**
   * Enabled routes whose place and account fit, group after group in the order in which they are to be tried: those that
   * name the message's account, then those of accounts above it, the nearest first, then those for all; in each the most
   * specific place first, then the most specific other conditions, then priority.
   */
  candidates(ask: RouteAsk): readonly RouteGroup[]
  /** Whether a route is for messages of this account. */
  isForAccount(route: StoredRoute, accountId: number): boolean
}

/** The routes for one place: a prefix, with a country and a network. */
interface Place {
  own: ReadonlyMap<number, readonly RouteGroup[]>
  inherited: ReadonlyMap<number, readonly RouteGroup[]>
  all: readonly RouteGroup[]
  /** Put together of the above, by account; null: no route here names any. */
  joined: Map<number, readonly RouteGroup[]> | null
}

const DIGITS = 10
const ZERO = 48
/** Places and accounts in memory; beyond, what is remembered is forgotten and reckoned anew. */
const REMEMBERED_MAX = 50_000
const NONE: readonly RouteGroup[] = []
const NOBODY_ABOVE: readonly number[] = []

export const byOrder = (a: CompiledRoute, b: CompiledRoute): number =>
  b.placeRank - a.placeRank ||
  b.otherRank - a.otherRank ||
  a.route.priority - b.route.priority ||
  a.route.id - b.route.id

const sameGroup = (a: CompiledRoute, b: CompiledRoute): boolean =>
  a.placeRank === b.placeRank &&
  a.otherRank === b.otherRank &&
  a.route.priority === b.route.priority

function groupsOf(routes: readonly CompiledRoute[]): RouteGroup[] {
  const groups: CompiledRoute[][] = []
  for (const one of routes.toSorted(byOrder)) {
    const last = groups.at(-1)
    if (last && sameGroup(last[0]!, one)) last.push(one)
    else groups.push([one])
  }
  return groups
}

export function compile(
  routes: readonly StoredRoute[],
  above: Above = () => NOBODY_ABOVE,
): RouteTable {
  const channels = new Map<string, (ask: RouteAsk) => readonly RouteGroup[]>()
  const enabled = routes.filter((route) => route.enabled).map(compileRoute)
  for (const [channel, some] of Map.groupBy(enabled, (one) => one.route.channel))
    channels.set(channel, lookUp(some, above))
  return {
    routes: [...routes],
    byId: new Map(routes.map((route) => [route.id, route])),
    candidates: (ask) => channels.get(ask.channel)?.(ask) ?? NONE,
    isForAccount: (route, accountId) =>
      route.accountIds.length === 0 ||
      route.accountIds.includes(accountId) ||
      (route.withSubAccounts && above(accountId).some((one) => route.accountIds.includes(one))),
  }
}

function lookUp(
  routes: readonly CompiledRoute[],
  above: Above,
): (ask: RouteAsk) => readonly RouteGroup[] {
  const trie = prefixTrie(routes)
  const nodes = new Map<number, Map<string, Map<string, Place>>>()
  let remembered = 0
  const placeAt = (node: number, ask: RouteAsk): Place => {
    const countries = made(nodes, node, () => new Map<string, Map<string, Place>>())
    const networks = made(countries, ask.country ?? '', () => new Map<string, Place>())
    return made(networks, ask.mccMnc ?? '', () => {
      remembered += 1
      return placeOf(trie.routes(node), ask)
    })
  }
  return (ask) => {
    if (remembered > REMEMBERED_MAX) {
      nodes.clear()
      remembered = 0
    }
    const place = placeAt(trie.find(ask.msisdn), ask)
    if (place.joined === null) return place.all
    return made(place.joined, ask.accountId, () => {
      remembered += 1
      return join(place, ask.accountId, above(ask.accountId))
    })
  }
}

function made<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}

function placeOf(routes: readonly CompiledRoute[], { country, mccMnc }: RouteAsk): Place {
  const here = routes.filter((one) => fitsPlace(one, country, mccMnc))
  const named = here.filter((one) => one.route.accountIds.length > 0)
  return {
    own: byAccount(named),
    inherited: byAccount(named.filter((one) => one.route.withSubAccounts)),
    all: groupsOf(here.filter((one) => one.route.accountIds.length === 0)),
    joined: named.length === 0 ? null : new Map(),
  }
}

function byAccount(routes: readonly CompiledRoute[]): ReadonlyMap<number, readonly RouteGroup[]> {
  const lists = new Map<number, CompiledRoute[]>()
  for (const one of routes)
    for (const accountId of one.route.accountIds) made(lists, accountId, () => []).push(one)
  return new Map([...lists].map(([accountId, list]) => [accountId, groupsOf(list)]))
}

/** A route that names several accounts of one line counts where it comes first. */
function join(place: Place, accountId: number, above: readonly number[]): readonly RouteGroup[] {
  const groups = [
    ...(place.own.get(accountId) ?? NONE),
    ...above.flatMap((one) => place.inherited.get(one) ?? NONE),
    ...place.all,
  ]
  const seen = new Set<CompiledRoute>()
  return groups.flatMap((group) => {
    const fresh = group.filter((one) => !seen.has(one))
    for (const one of fresh) seen.add(one)
    return fresh.length === 0 ? [] : [fresh]
  })
}

/** Ten children for each node, in one array; each prefix knows its routes and those of the shorter prefixes. */
function prefixTrie(routes: readonly CompiledRoute[]): {
  /** The node of the longest prefix that fits. */
  find(msisdn: string): number
  routes(node: number): readonly CompiledRoute[]
} {
  const children: number[] = Array.from({ length: DIGITS }, () => 0)
  const own: CompiledRoute[][] = [[]]
  for (const one of routes) {
    const { prefix } = one.route
    let node = 0
    for (let at = 0; at < prefix.length; at++) {
      const edge = node * DIGITS + prefix.charCodeAt(at) - ZERO
      if (children[edge] === 0) {
        children[edge] = own.length
        own.push([])
        for (let digit = 0; digit < DIGITS; digit++) children.push(0)
      }
      node = children[edge]!
    }
    own[node]!.push(one)
  }
  // A node that is on the way to longer prefixes only is the same as the one above it.
  const chains: (readonly CompiledRoute[])[] = []
  const heads = new Int32Array(own.length)
  const settle = (node: number, head: number): void => {
    const here = own[node]!
    const isHead = node === 0 || here.length > 0
    chains[node] = isHead && node !== 0 ? [...here, ...chains[head]!] : isHead ? here : []
    heads[node] = isHead ? node : head
    for (let digit = 0; digit < DIGITS; digit++) {
      const child = children[node * DIGITS + digit]!
      if (child !== 0) settle(child, heads[node]!)
    }
  }
  settle(0, 0)
  const edges = Int32Array.from(children)
  return {
    find: (msisdn) => {
      let node = 0
      for (let at = 0; at < msisdn.length; at++) {
        const digit = msisdn.charCodeAt(at) - ZERO
        const next = digit >= 0 && digit < DIGITS ? edges[node * DIGITS + digit]! : 0
        if (next === 0) break
        node = next
      }
      return heads[node]!
    },
    routes: (node) => chains[node]!,
  }
}
