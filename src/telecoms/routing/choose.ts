import type { StoredRoute } from './table.ts'
import type { Explanation } from './wire.ts'

/** What routing needs to know of a connection. */
export interface RoutedConnection {
  name: string
  simulated: boolean
  enabled: boolean
}
export type ConnectionOf = (connectionId: number) => RoutedConnection | null

export type Verdict = Explanation['considered'][number]['verdict']

/**
 * The first route whose connection is in use. Routes whose connection is disabled are passed over, but never from a
 * real operator to the simulator: messages meant for people would seem delivered, and nobody would have them.
 * @param tell hears the verdict on each route, for explanations
 */
export function choose(
  candidates: readonly StoredRoute[],
  connectionOf: ConnectionOf,
  tell?: (route: StoredRoute, verdict: Verdict) => void,
): { route: StoredRoute; connection: RoutedConnection } | null {
  let passedReal = false
  let chosen: { route: StoredRoute; connection: RoutedConnection } | null = null
  for (const route of candidates) {
    if (chosen !== null) {
      tell?.(route, 'NOT_NEEDED')
      continue
    }
    const connection = connectionOf(route.connectionId)
    if (connection === null || !connection.enabled) {
      passedReal ||= connection === null || !connection.simulated
      tell?.(route, connection === null ? 'CONNECTION_MISSING' : 'CONNECTION_DISABLED')
    } else if (connection.simulated && passedReal) tell?.(route, 'SIMULATOR_NOT_ALLOWED')
    else {
      chosen = { route, connection }
      if (tell === undefined) return chosen
      tell(route, 'CHOSEN')
    }
  }
  return chosen
}
