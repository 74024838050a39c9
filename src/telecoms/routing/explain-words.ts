import type { Chosen } from './choose.ts'
import type { Selection, StoredRoute } from './route.ts'
import type { Explanation } from './wire.ts'

type Verdict = Explanation['considered'][number]['verdict']

/** What numbers and accounts a route is for. */
export function placeWords(route: StoredRoute): string {
  const words = [
    ...(route.prefix === '' ? [] : [`numbers that begin with ${route.prefix}`]),
    ...(route.networks.length === 0 ? [] : [`network ${some(route.networks)}`]),
    ...(route.countries.length === 0 ? [] : [`country ${some(route.countries)}`]),
  ]
  const place = words.length === 0 ? 'the default for all numbers' : `for ${words.join(', ')}`
  return route.accountIds.length === 0 ? place : `${place}, of accounts it names`
}

const SHOWN_MAX = 5
const some = (items: readonly string[]): string =>
  items.length <= SHOWN_MAX
    ? items.join(' or ')
    : `${items.slice(0, SHOWN_MAX).join(', ')} or ${items.length - SHOWN_MAX} more`

const selectionWords: Readonly<Record<Selection, string>> = {
  ORDER: 'the oldest of them goes first',
  WEIGHT: 'drawn by lot in shares of their weights',
  COST: 'the cheapest of them goes first',
  QUALITY: 'the one that delivers best goes first',
}

/** @param by the route whose selection counts */
export function summary(chosen: Chosen | null, by: StoredRoute | null, considered: number): string {
  if (chosen === null)
    return considered === 0
      ? 'No route fits this number: make one with its prefix, or a default route with an empty prefix.'
      : 'Routes fit this number, but none can be used: see each for the reason.'
  const { route, connection } = chosen
  const way = `Route "${route.name}" (${placeWords(route)}) leads to connection "${connection.name}".`
  const why =
    by !== null && by.selection !== 'ORDER'
      ? ` Among routes that stand equal: ${selectionWords[by.selection]}.`
      : ''
  const waits = chosen.waits ? ' It is not well, and so is no other: the message waits for it.' : ''
  const end = connection.simulated ? ' That is the simulator: nobody real gets it.' : ''
  return `${way}${why}${waits}${end}`
}

const words: Readonly<Record<Exclude<Verdict, 'CHOSEN' | 'NOT_NEEDED'>, string>> = {
  WAITED_FOR: 'The message waits for its connection: it is not well, and so is no other.',
  ROUTE_DISABLED: 'Passed over: this route is switched off.',
  CONNECTION_DISABLED: 'Passed over: its connection is switched off.',
  CONNECTION_MISSING: 'Passed over: its connection is gone. Lead the route elsewhere or delete it.',
  CONNECTION_DOWN:
    'Passed over: its connection is down. It is used again when it has been up for a while.',
  CONNECTION_FAILING:
    'Passed over: its operator fails most messages. It is tried again after a rest.',
  SIMULATOR_NOT_ALLOWED:
    'Passed over: it leads to the simulator, and a route to a real operator came before it.',
  OTHER_COUNTRY: 'Not for it: the number belongs to another country.',
  OTHER_NETWORK:
    'Not for it: the number belongs to another network, or the numbering plan does not tell.',
  OTHER_ACCOUNT: 'Not for it: it is for other accounts.',
  OTHER_SENDER: 'Not for it: it is for other senders.',
  OTHER_SENDER_KIND: 'Not for it: it is for other kinds of sender.',
  OTHER_CONTENT_CLASS: 'Not for it: it is for messages of another content class.',
  OTHER_TIME: 'Not for it: it is not open at this time.',
}

export function verdictWords(
  verdict: Verdict,
  route: StoredRoute,
  chosen: StoredRoute | undefined,
): string {
  if (verdict === 'CHOSEN') return `Used: ${placeWords(route)}, and nothing before it can be used.`
  if (verdict !== 'NOT_NEEDED') return words[verdict]
  if (chosen === undefined || !samePlace(route, chosen))
    return 'Not needed: a route that says more exactly what it is for is used.'
  return chosen.priority === route.priority
    ? 'Not needed: it stands equal with the one that is used, and comes after it.'
    : `Not needed: for the same, but priority ${route.priority} comes after ${chosen.priority}.`
}

const samePlace = (a: StoredRoute, b: StoredRoute): boolean =>
  a.prefix === b.prefix &&
  (a.networks.length === 0) === (b.networks.length === 0) &&
  (a.countries.length === 0) === (b.countries.length === 0) &&
  (a.accountIds.length === 0) === (b.accountIds.length === 0)
