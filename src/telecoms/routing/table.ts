/** The routes as a digit trie that is never changed, only replaced: a look-up sees one table, whole. */

export interface StoredRoute {
  id: number
  name: string
  channel: 'SMS'
  /** '' for all numbers. */
  prefix: string
  connectionId: number
  /** 1..1000; among the same prefix the smallest goes first. */
  priority: number
  enabled: boolean
  createdAt: Date
  updatedAt: Date
}

export interface RouteTable {
  /** All routes, by id, disabled ones too. */
  readonly routes: readonly StoredRoute[]
  readonly byId: ReadonlyMap<number, StoredRoute>
  /** Enabled routes for a number in the order they are to be tried: longest prefix, then priority, then the older one. */
  candidates(channel: string, msisdn: string): readonly StoredRoute[]
}

const NONE: readonly StoredRoute[] = []
const DIGITS = 10
const ZERO = 48

const byOrder = (a: StoredRoute, b: StoredRoute): number =>
  b.prefix.length - a.prefix.length || a.priority - b.priority || a.id - b.id

/** Prefixes that fit a number, whether in use or not, in the order of their routes: for explanations. */
export const fitting = (table: RouteTable, channel: string, msisdn: string): StoredRoute[] =>
  table.routes
    .filter((route) => route.channel === channel && msisdn.startsWith(route.prefix))
    .sort(byOrder)

export function compile(routes: readonly StoredRoute[]): RouteTable {
  const channels = new Map<string, (msisdn: string) => readonly StoredRoute[]>()
  for (const channel of new Set(routes.map((route) => route.channel)))
    channels.set(
      channel,
      trie(routes.filter((route) => route.enabled && route.channel === channel)),
    )
  return {
    routes: [...routes],
    byId: new Map(routes.map((route) => [route.id, route])),
    candidates: (channel, msisdn) => channels.get(channel)?.(msisdn) ?? NONE,
  }
}

/** Ten children for each node, in one array; each prefix knows its routes followed by those of the shorter prefixes. */
function trie(routes: readonly StoredRoute[]): (msisdn: string) => readonly StoredRoute[] {
  const children: number[] = Array.from({ length: DIGITS }, () => 0)
  const own: StoredRoute[][] = [[]]
  for (const route of routes) {
    let node = 0
    for (let at = 0; at < route.prefix.length; at++) {
      const edge = node * DIGITS + route.prefix.charCodeAt(at) - ZERO
      if (children[edge] === 0) {
        children[edge] = own.length
        own.push([])
        for (let digit = 0; digit < DIGITS; digit++) children.push(0)
      }
      node = children[edge]!
    }
    own[node]!.push(route)
  }
  const chains: (readonly StoredRoute[])[] = Array.from({ length: own.length }, () => NONE)
  const settle = (node: number, above: readonly StoredRoute[]): void => {
    const here = own[node]!
    chains[node] = here.length === 0 ? above : [...here.sort(byOrder), ...above]
    for (let digit = 0; digit < DIGITS; digit++) {
      const child = children[node * DIGITS + digit]!
      if (child !== 0) settle(child, chains[node]!)
    }
  }
  settle(0, NONE)
  const edges = Int32Array.from(children)
  return (msisdn) => {
    let node = 0
    for (let at = 0; at < msisdn.length; at++) {
      const digit = msisdn.charCodeAt(at) - ZERO
      const next = digit >= 0 && digit < DIGITS ? edges[node * DIGITS + digit]! : 0
      if (next === 0) break
      node = next
    }
    return chains[node]!
  }
}
