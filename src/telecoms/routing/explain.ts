import { networkOf } from '../numbering-plan/index.ts'
import type { Msisdn } from '../../protocols/e164/index.ts'
import { choose, type ConnectionOf, type Verdict } from './choose.ts'
import { presentRoute } from './present.ts'
import { fitting, type RouteTable, type StoredRoute } from './table.ts'
import type { Explanation } from './wire.ts'

const CONSIDERED_MAX = 100

/** Which route a number takes and why, and what became of the others. */
export function explain(
  table: RouteTable,
  connectionOf: ConnectionOf,
  channel: string,
  msisdn: Msisdn,
): Explanation {
  const verdicts = new Map<number, Verdict>()
  const chosen = choose(table.candidates(channel, msisdn), connectionOf, (route, verdict) =>
    verdicts.set(route.id, verdict),
  )
  const network = networkOf(msisdn)
  const considered = fitting(table, channel, msisdn)
  return {
    to: msisdn,
    network: network && {
      countryIso: network.countryIso,
      mcc: network.mcc,
      mnc: network.mnc,
      networkName: network.networkName,
    },
    chosen: chosen && presentRoute(chosen.route, connectionOf),
    text: summary(chosen, considered),
    considered: considered.slice(0, CONSIDERED_MAX).map((route) => {
      const verdict = verdicts.get(route.id) ?? 'ROUTE_DISABLED'
      return {
        route: presentRoute(route, connectionOf),
        verdict,
        text: verdictWords(verdict, route, chosen?.route),
      }
    }),
  }
}

const prefixWords = (route: StoredRoute) =>
  route.prefix === ''
    ? 'the default for all numbers'
    : `for numbers that begin with ${route.prefix}`

function summary(chosen: ReturnType<typeof choose>, considered: readonly StoredRoute[]): string {
  if (chosen) {
    const end = chosen.connection.simulated ? ' That is the simulator: nobody real gets it.' : ''
    return `Route "${chosen.route.name}" (${prefixWords(chosen.route)}) leads to connection "${chosen.connection.name}".${end}`
  }
  return considered.length === 0
    ? 'No route fits this number: make one with its prefix, or a default route with an empty prefix.'
    : 'Routes fit this number, but none can be used: see each for the reason.'
}

function verdictWords(
  verdict: Verdict,
  route: StoredRoute,
  chosen: StoredRoute | undefined,
): string {
  switch (verdict) {
    case 'CHOSEN':
      return `Used: ${prefixWords(route)}, and nothing before it can be used.`
    case 'NOT_NEEDED':
      return chosen !== undefined && chosen.prefix === route.prefix
        ? `Not needed: the same prefix, but priority ${route.priority} comes after ${chosen.priority}.`
        : 'Not needed: a route with a longer prefix is used.'
    case 'ROUTE_DISABLED':
      return 'Passed over: this route is switched off.'
    case 'CONNECTION_DISABLED':
      return 'Passed over: its connection is switched off.'
    case 'CONNECTION_MISSING':
      return 'Passed over: its connection is gone. Lead the route elsewhere or delete it.'
    case 'SIMULATOR_NOT_ALLOWED':
      return 'Passed over: it leads to the simulator, and a route to a real operator came before it.'
  }
}
