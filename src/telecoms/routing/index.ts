import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { Module } from '../../core/module.ts'
import type { Db } from '../../core/storage/index.ts'
import type { NumberNetwork } from '../numbering-plan/index.ts'
import { choose, type ConnectionOf } from './choose.ts'
import { dataMap } from './data-map.ts'
import { Plan } from './plan.ts'
import { addRoutes } from './routes.ts'
import { routeNamesOf } from './store.ts'

export { dataMap as routingDataMap } from './data-map.ts'
/** Folder of this module's migrations. */
export const routingMigrations = new URL('./migrations/', import.meta.url)
export type { ConnectionOf, RoutedConnection } from './choose.ts'

/** The way a message takes. */
export interface RouteChoice {
  routeId: number
  routeName: string
  connectionId: number
  simulated: boolean
}

export interface RoutingNeeds {
  db: Db
  clock: Clock
  log: Log
  /** What a connection is like now; `operators.profile` fits. null: there is none with this id. */
  connection: ConnectionOf
}

export interface Routing {
  /**
   * The route for a number, from the compiled table: no waiting, no allocation beyond the answer.
   * @param channel e.g. `SMS`
   * @param msisdn digits with calling code
   * @param network what is known of the number's network; prefixes decide, so far
   * @returns null when no route fits, or none of those that fit can be used
   */
  route(channel: string, msisdn: string, network: NumberNetwork | null): RouteChoice | null
  /** null: no such route any more. */
  nameOf(routeId: number): string | null
  /** Names of routes that lead to a connection: what `operators` wants as `routesOf`. */
  routesOf(connectionId: number): Promise<string[]>
  /** Makes the routes to the simulator when there is no route at all. To be called after the migrations. */
  ensureSimulatorRoutes(connectionId: number): Promise<boolean>
  module: Module
}

/** Which connection carries which message. */
export function routing(needs: RoutingNeeds): Routing {
  const plan = new Plan(needs)
  return {
    route: (channel, msisdn) => {
      const chosen = choose(plan.table.candidates(channel, msisdn), needs.connection)
      return (
        chosen && {
          routeId: chosen.route.id,
          routeName: chosen.route.name,
          connectionId: chosen.route.connectionId,
          simulated: chosen.connection.simulated,
        }
      )
    },
    nameOf: (routeId) => plan.find(routeId)?.name ?? null,
    routesOf: (connectionId) => routeNamesOf(needs.db, connectionId),
    ensureSimulatorRoutes: (connectionId) => plan.ensureFirst(connectionId),
    module: {
      name: 'routing',
      migrations: routingMigrations,
      dataMap,
      routes: (app) => addRoutes(app, plan, needs.connection),
      start: async () => {
        await plan.start()
        return () => plan.stop()
      },
    },
  }
}
