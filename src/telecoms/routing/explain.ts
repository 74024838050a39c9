import type { Msisdn } from '../../protocols/e164/index.ts'
import { choose, type Around, type Chosen, type Fate } from './choose.ts'
import { compileRoute, mismatchOf, type CompiledRoute } from './conditions.ts'
import { summary, verdictWords } from './explain-words.ts'
import type { Ported } from './ported.ts'
import { presentRoute, type AccountNames } from './present.ts'
import type { Quality } from './quality.ts'
import type { RouteAsk, StoredRoute } from './route.ts'
import { explores } from './select.ts'
import { byOrder, type RouteTable } from './table.ts'
import type { Explanation } from './wire.ts'

const CONSIDERED_MAX = 100
const MICROS = 1_000_000

export type Verdict = Explanation['considered'][number]['verdict']

interface Considered {
  one: CompiledRoute
  verdict: Verdict
}

/** Which route a message takes and why, and what became of the others. */
export function explain(
  parts: {
    table: RouteTable
    ported: Ported
    around: Around
    quality: Quality
    names: AccountNames
    triesMax: number
  },
  ask: RouteAsk,
): Explanation {
  const { table, around, names } = parts
  const present = (route: StoredRoute) => presentRoute(route, around.connection, names)
  const fates = new Map<number, { one: CompiledRoute; fate: Fate }>()
  const chosen = choose(table, ask, around, null, (one, fate) =>
    fates.set(one.route.id, { one, fate }),
  )
  const network = parts.ported.placeOf(ask.msisdn as Msisdn)
  const considered = consideredOf(table, ask, chosen, fates)
  const group = chosen === null ? null : equals(table, ask, chosen.route)
  return {
    to: ask.msisdn,
    network: network && {
      countryIso: network.countryIso,
      mcc: network.mcc,
      mnc: network.mnc,
      networkName: network.networkName,
    },
    networkSource: network?.source === 'table' ? 'TABLE' : 'NUMBERING_PLAN',
    chosen: chosen && present(chosen.route),
    text: summary(chosen, group?.[0] ?? null, considered.length),
    selection:
      group === null || group.length < 2
        ? null
        : {
            by: group[0]!.selection,
            routes: group.length,
            explored: group[0]!.selection === 'QUALITY' && explores(ask),
          },
    onFailure: chosen === null ? [] : onFailure(parts, ask, chosen),
    considered: considered.slice(0, CONSIDERED_MAX).map(({ one, verdict }) => ({
      route: present(one.route),
      verdict,
      text: verdictWords(verdict, one.route, chosen?.route),
      cost: costWords(around.selecting.costOf(one, ask)),
      quality: qualityOf(parts.quality, one.route.connectionId, ask.mccMnc),
      health: healthOf(around, one.route.connectionId),
      share: shareOf(one.route, group),
    })),
  }
}

/** Those that are for the message in the order they are tried, switched off ones in their place, then those that are not. */
function consideredOf(
  table: RouteTable,
  ask: RouteAsk,
  chosen: Chosen | null,
  fates: ReadonlyMap<number, { one: CompiledRoute; fate: Fate }>,
): Considered[] {
  const forIt: Considered[] = [...fates.values()].map(({ one, fate }) => ({
    one,
    verdict: chosen?.waits && chosen.route.id === one.route.id ? 'WAITED_FOR' : verdictOf(fate),
  }))
  const notForIt: Considered[] = []
  const others = table.routes.filter(
    (route) =>
      route.channel === ask.channel && ask.msisdn.startsWith(route.prefix) && !fates.has(route.id),
  )
  for (const one of others.map(compileRoute).toSorted(byOrder)) {
    const mismatch = mismatchOf(one, ask, table.isForAccount(one.route, ask.accountId))
    if (mismatch !== null) notForIt.push({ one, verdict: mismatch })
    else {
      const place = forIt.findIndex((other) => byOrder(one, other.one) < 0)
      forIt.splice(place === -1 ? forIt.length : place, 0, { one, verdict: 'ROUTE_DISABLED' })
    }
  }
  return [...forIt, ...notForIt]
}

/** A simulation begins with no try, so these two cannot be. */
const verdictOf = (fate: Fate): Verdict =>
  fate === 'TRIED' || fate === 'OPERATOR_NOT_ALLOWED' ? 'NOT_NEEDED' : fate

/** The routes that stood equal with the chosen one, the one whose selection counts first. */
function equals(table: RouteTable, ask: RouteAsk, chosen: StoredRoute): StoredRoute[] {
  const group = table.candidates(ask).find((some) => some.some((one) => one.route.id === chosen.id))
  return (group ?? []).map((one) => one.route).filter((route) => mismatchOf(compileRoute(route), ask, true) === null) // prettier-ignore
}

function onFailure(
  { table, around, triesMax }: { table: RouteTable; around: Around; triesMax: number },
  ask: RouteAsk,
  first: Chosen,
): Explanation['onFailure'] {
  const found: Explanation['onFailure'] = []
  const connectionIds = [first.route.connectionId]
  let last = first.route
  while (connectionIds.length < triesMax && last.retryOn.length > 0) {
    const next = choose(table, ask, around, {
      connectionIds,
      faults: connectionIds.length,
      simulated: first.connection.simulated,
    })
    if (next === null || next.waits) break
    found.push({
      routeId: next.route.id,
      name: next.route.name,
      connectionName: next.connection.name,
    })
    connectionIds.push(next.route.connectionId)
    last = next.route
  }
  return found
}

const costWords = (cost: { micros: bigint; currency: string } | null) =>
  cost && { amount: String(Number(cost.micros) / MICROS), currency: cost.currency }

const rounded = (value: number) => Math.round(value * 10) / 10

function qualityOf(quality: Quality, connectionId: number, mccMnc: string | null) {
  const found = quality.of(connectionId, mccMnc)
  return (
    found && {
      samples: Math.round(found.samples),
      deliveredPercent: rounded(found.rate * 100),
      delaySeconds: rounded(found.delayMs / 1_000),
      score: rounded(found.score),
    }
  )
}

function healthOf(around: Around, connectionId: number) {
  const connection = around.connection(connectionId)
  if (connection === null) return 'MISSING'
  return connection.enabled ? (around.ailmentOf(connectionId) ?? 'UP') : 'DISABLED'
}

function shareOf(route: StoredRoute, group: readonly StoredRoute[] | null): number | null {
  if (group === null || group.length < 2 || group[0]!.selection !== 'WEIGHT') return null
  if (!group.some((one) => one.id === route.id)) return null
  return rounded((100 * route.weight) / group.reduce((sum, one) => sum + one.weight, 0))
}
