import type { Module } from '../../core/module.ts'
import type { Msisdn } from '../../protocols/e164/index.ts'
import { choose, type Around, type Chosen, type Tried } from './choose.ts'
import { dataMap } from './data-map.ts'
import { Health } from './health.ts'
import type { RoutingNeeds } from './needs.ts'
import { Plan } from './plan.ts'
import type { NumberPlace } from './ported.ts'
import { Quality } from './quality.ts'
import type { FaultClass, RouteAsk } from './route.ts'
import { addNumberNetworks } from './routes/number-networks.ts'
import { addRoutes } from './routes/routes.ts'
import { Selecting } from './select.ts'
import { routeNamesOf } from './store/routes.ts'
import { watch } from './watch.ts'

export { dataMap as routingDataMap } from './data-map.ts'
/** Folder of this module's migrations. */
export const routingMigrations = new URL('./migrations/', import.meta.url)
export type { ConnectionOf, RoutedConnection, Tried } from './choose.ts'
export type { AccountTree, CostBook, RoutingNeeds } from './needs.ts'
export type { FaultClass, RouteAsk } from './route.ts'
export type { CostOf } from './select.ts'

/** The way a message takes. */
export interface RouteChoice {
  routeId: number
  routeName: string
  connectionId: number
  simulated: boolean
}

export interface Routing {
  /** Where a number belongs: what somebody found out, else the numbering plan. From memory. */
  placeOf(msisdn: Msisdn): NumberPlace | null
  /** The route for a message, from memory: no waiting. null: no route fits, or none of those that fit can be used. */
  route(ask: RouteAsk): RouteChoice | null
  /**
   * Where a message goes on that was tried already: another connection that is well, and never from a real operator to
   * the simulator or back. null: nowhere.
   */
  next(ask: RouteAsk, tried: Tried): RouteChoice | null
  /**
   * Whether a message goes on to another route after this fault; not of a route that is gone.
   * @param told by the operator's answer, or by its receipt for what it had taken
   */
  goesOnAfter(routeId: number, fault: FaultClass, told: 'answer' | 'receipt'): boolean
  /** Connections that are passed over now, and a number that changes whenever the answer, or a route, does. */
  ailing(): { connectionIds: readonly number[]; revision: number }
  /** What an operator answered to a message; a fault is one of its own, not one of the message. */
  answered(connectionId: number, fault: boolean): void
  /** A message that a connection carried reached its end. */
  ended(one: {
    connectionId: number
    mccMnc: string | null
    delivered: boolean
    delayMs: number
  }): void
  /** null: no such route any more. */
  nameOf(routeId: number): string | null
  /** Names of routes that lead to a connection: what `operators` wants as `routesOf`. */
  routesOf(connectionId: number): Promise<string[]>
  /** Makes the routes to the simulator when there is no route at all. To be called after the migrations. */
  ensureSimulatorRoutes(connectionId: number): Promise<boolean>
  module: Module
}

/** Which connection carries which message. */
export function routing(needs: RoutingNeeds & { triesMax: number }): Routing {
  const plan = new Plan(needs)
  const health = new Health(needs.clock, needs.states, (connectionId, ailment) =>
    ailment === null
      ? needs.log.info({ connectionId }, 'a connection takes messages again')
      : needs.log.warn(
          { connectionId, ailment },
          'a connection is passed over where another route leads',
        ),
  )
  const quality = new Quality(needs.clock)
  const around: Around = {
    connection: needs.connection,
    ailmentOf: (connectionId) => health.ailmentOf(connectionId),
    selecting: new Selecting(needs.clock, needs.costs.costOf, quality),
  }
  return {
    placeOf: (msisdn) => plan.ported.placeOf(msisdn),
    route: (ask) => choiceOf(choose(plan.table, ask, around)),
    next: (ask, tried) => {
      if (tried.faults >= needs.triesMax) return null
      const chosen = choose(plan.table, ask, around, tried)
      return chosen?.waits ? null : choiceOf(chosen)
    },
    goesOnAfter: (routeId, fault, told) => {
      const route = plan.find(routeId)
      return (
        route !== undefined &&
        route.retryOn.includes(fault) &&
        (told === 'answer' || route.retryOnReceipt)
      )
    },
    ailing: () => ({
      connectionIds: health.ailing(),
      revision: health.revision + plan.revision,
    }),
    answered: (connectionId, fault) => health.answered(connectionId, fault),
    ended: (one) => quality.note(one),
    nameOf: (routeId) => plan.find(routeId)?.name ?? null,
    routesOf: (connectionId) => routeNamesOf(needs.db, connectionId),
    ensureSimulatorRoutes: (connectionId) => plan.ensureFirst(connectionId),
    module: {
      name: 'routing',
      migrations: routingMigrations,
      dataMap,
      routes: (app) => {
        addRoutes(app, { ...needs, plan, around, quality })
        addNumberNetworks(app, plan.ported, needs.clock)
      },
      start: async () => {
        await plan.start()
        const stopWatching = await watch(needs, health, quality)
        return async () => {
          await stopWatching()
          await plan.stop()
        }
      },
    },
  }
}

const choiceOf = (chosen: Chosen | null): RouteChoice | null =>
  chosen && {
    routeId: chosen.route.id,
    routeName: chosen.route.name,
    connectionId: chosen.route.connectionId,
    simulated: chosen.connection.simulated,
  }
