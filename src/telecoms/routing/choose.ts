import { fitsMessage, type CompiledRoute } from './conditions.ts'
import type { Ailment } from './health.ts'
import type { RouteAsk, StoredRoute } from './route.ts'
import type { Selecting } from './select.ts'
import type { RouteGroup, RouteTable } from './table.ts'

/** What routing needs to know of a connection. */
export interface RoutedConnection {
  name: string
  simulated: boolean
  enabled: boolean
}
export type ConnectionOf = (connectionId: number) => RoutedConnection | null

/** What the choice of a route looks at beside the table. */
export interface Around {
  connection: ConnectionOf
  ailmentOf(connectionId: number): Ailment | null
  selecting: Selecting
}

/** A message that goes on. */
export interface Tried {
  /** Not over these again. */
  connectionIds: readonly number[]
  /** How many operators failed it. */
  faults: number
  /** Whether it was on its way to the simulator. */
  simulated: boolean
}

/** What became of a route that is for the message. */
export type Fate =
  | 'CHOSEN'
  | 'NOT_NEEDED'
  | 'TRIED'
  | 'CONNECTION_DISABLED'
  | 'CONNECTION_MISSING'
  | 'CONNECTION_DOWN'
  | 'CONNECTION_FAILING'
  | 'SIMULATOR_NOT_ALLOWED'
  /** A message of the simulator does not go on to a real operator. */
  | 'OPERATOR_NOT_ALLOWED'

export interface Chosen {
  route: StoredRoute
  connection: RoutedConnection
  /** Its connection is passed over for now, but so is every other. */
  waits: boolean
}

/**
 * The first route whose connection is in use and well. What is passed over leads on to the next route, but never from a
 * real operator to the simulator: messages meant for people would seem delivered, and nobody would have them. When none
 * is well, the message waits for the first.
 * @param tried for a message that goes on: not these connections, and never between simulator and operators
 * @param tell hears the fate of each route that is for the message, in the order in which they are tried
 */
export function choose(
  table: RouteTable,
  ask: RouteAsk,
  around: Around,
  tried: Tried | null = null,
  tell?: (one: CompiledRoute, fate: Fate) => void,
): Chosen | null {
  let passedReal = tried !== null && !tried.simulated
  let chosen: Chosen | null = null
  let waits: Chosen | null = null
  for (const group of table.candidates(ask))
    for (const one of inOrder(group, ask, around)) {
      if (!fitsMessage(one, ask)) continue
      const connection = around.connection(one.route.connectionId)
      const fate = chosen ? 'NOT_NEEDED' : fateOf(one, connection, passedReal, tried, around)
      tell?.(one, fate)
      if (fate === 'CHOSEN') {
        chosen = { route: one.route, connection: connection!, waits: false }
        if (tell === undefined) return chosen
      } else if (fate === 'CONNECTION_DOWN' || fate === 'CONNECTION_FAILING')
        waits ??= { route: one.route, connection: connection!, waits: true }
      passedReal ||= connection === null || !connection.simulated
    }
  return chosen ?? waits
}

function inOrder(group: RouteGroup, ask: RouteAsk, around: Around): RouteGroup {
  if (group.length === 1) return group
  const first = group.find((one) => fitsMessage(one, ask))
  return first === undefined ? [] : around.selecting.order(group, first, ask)
}

function fateOf(
  one: CompiledRoute,
  connection: RoutedConnection | null,
  passedReal: boolean,
  tried: Tried | null,
  around: Around,
): Fate {
  const { connectionId } = one.route
  if (connection === null) return 'CONNECTION_MISSING'
  if (tried?.connectionIds.includes(connectionId)) return 'TRIED'
  if (tried?.simulated && !connection.simulated) return 'OPERATOR_NOT_ALLOWED'
  if (!connection.enabled) return 'CONNECTION_DISABLED'
  if (connection.simulated && passedReal) return 'SIMULATOR_NOT_ALLOWED'
  switch (around.ailmentOf(connectionId)) {
    case null:
      return 'CHOSEN'
    case 'DOWN':
      return 'CONNECTION_DOWN'
    case 'FAILING':
      return 'CONNECTION_FAILING'
  }
}
