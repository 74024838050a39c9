import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { Module } from '../../core/module.ts'
import type { TimesSummary } from '../../core/recent-times.ts'
import type { Secrets } from '../../core/secrets.ts'
import type { Db } from '../../core/storage/index.ts'
import type { Connection, ConnectionProfile, ConnectionState } from './connection.ts'
import { dataMap } from './data-map.ts'
import { Desk, type RoutesOf } from './desk.ts'
import { AlarmWatch, type AlarmNeeds } from './alarms/watch.ts'
import { Callbacks } from './callbacks.ts'
import { Fleet } from './fleet.ts'
import { presentLive } from './live.ts'
import type { OperatorLink } from './operator-link.ts'
import type { Listener } from './reception.ts'
import { addAlarmRoutes } from './routes/alarms.ts'
import { addCallbackRoutes } from './routes/callbacks.ts'
import { addConnectionRoutes } from './routes/connections.ts'
import { simulatorPassword, simulatorSettings } from './simulator-connection.ts'
import { notSent, type SmsUnit, type UnitOutcome } from './submission.ts'
import type { ConnectionLive } from './wire.ts'

export { dataMap as operatorsDataMap } from './data-map.ts'
export { anyRealConnection } from './store/connections.ts'
/** Folder of this module's migrations. */
export const operatorsMigrations = new URL('./migrations/', import.meta.url)
export type { ConnectionProfile, ConnectionState } from './connection.ts'
export type { Listener, PeerReceipt } from './reception.ts'
export type { InboundPart } from './received.ts'
export type { SmsUnit, UnitOutcome } from './submission.ts'
export type { Alarm } from './alarms/wire.ts'
export type { WholeContent } from './http/provider.ts'

export interface OperatorsNeeds {
  db: Db
  secrets: Secrets
  clock: Clock
  log: Log
  /** Private networks in which the API of an operator may lie; none when left out. */
  networks?: readonly string[]
  /** How this server is reached from outside: where operators call. */
  publicUrl(): string
  /** Told whenever the state of a connection of this process changes. Must not throw. */
  onState?(connectionId: number, state: ConnectionState): void
  /** Who is told of alarms, and what is known of queues; left out: there are no alarms. */
  alarms?: AlarmNeeds & {
    /** What is wrong with an address that a webhook is to have. */
    addressFault(address: string): string | undefined
  }
  /** The names of routes that use a connection: it is not deleted while there are any. */
  routesOf?: RoutesOf
}

/** Live state of one connection, for health and overviews. */
export interface ConnectionSummary {
  connectionId: number
  name: string
  simulated: boolean
  state: ConnectionState
  /** Links bound, and how many the settings ask for. */
  bound: number
  wanted: number
  lastError: { at: number; text: string; whatToDo: string } | null
}

/** A connection as it is now, and what it did in the last minute. */
export interface WatchedConnection {
  connectionId: number
  name: string
  kind: Connection['kind']
  simulated: boolean
  live: ConnectionLive
  perSecond: ReturnType<Fleet['secondsOf']>
  roundTrip: TimesSummary | null
}

export interface Operators {
  /**
   * Sends the parts of one message (1..255) over one bind, in order. Resolves when each is answered or given up, in
   * the order of the units. Throttled parts are sent again for up to 60 s; callers see only the end. Never rejects.
   */
  submit(connectionId: number, units: readonly SmsUnit[]): Promise<UnitOutcome[]>
  /** How many more parts it takes now; 0 while it is down, paused, over its rate, or unknown. */
  room(connectionId: number): number
  /** Calls back when room may have come. */
  onRoom(listener: (connectionId: number) => void): void
  /** null: no such connection. */
  profile(connectionId: number): ConnectionProfile | null
  profiles(): ConnectionProfile[]
  /** Who takes receipts and messages from handsets; one listener. Until there is one, operators are told to send again. */
  listen(listener: Listener): void
  states(): ConnectionSummary[]
  /** Everything that this process knows of its connections at this instant, for whoever watches them. */
  watched(): WatchedConnection[]
  /**
   * Makes the connection to the simulator or brings it in step with its port; null: the simulator is off, and its
   * connection counts as disabled. To be called before `start` or while running.
   * @returns the connection's id; null when off
   */
  ensureSimulatorConnection(simulator: { smppPort: number } | null): Promise<number | null>
  module: Module
}

/** Connections to mobile operators: settings, live links, sending and receiving. */
export function operators(needs: OperatorsNeeds): Operators {
  const callbacks = new Callbacks(needs)
  const networks = needs.networks ?? []
  const fleet = new Fleet({
    ...needs,
    networks,
    callbackUrlOf: (connection) => callbacks.urlOf(connection),
    onState: needs.onState ?? (() => {}),
  })
  const { alarms } = needs
  const watch = alarms && new AlarmWatch({ ...needs, links: fleet.links, alarms })
  const desk = new Desk({
    ...needs,
    fleet,
    networks,
    callbacks,
    routesOf: needs.routesOf ?? (async () => []),
  })
  return {
    submit: (connectionId, units) =>
      fleet.links.get(connectionId)?.submit(units) ?? Promise.resolve(notSent(units)),
    room: (connectionId) => fleet.links.get(connectionId)?.room() ?? 0,
    onRoom: (listener) => {
      fleet.onRoom.push(listener)
    },
    profile: (connectionId) => fleet.links.get(connectionId)?.profile ?? null,
    profiles: () => [...fleet.links.values()].map((link) => link.profile),
    listen: (listener) => {
      if (fleet.listener) throw new Error('operators have a listener already')
      fleet.listener = listener
    },
    states: () => [...fleet.links.values()].map((link) => summaryOf(link)),
    watched: () => [...fleet.links.values()].map((link) => watchedOf(link, fleet)),
    ensureSimulatorConnection: async (simulator) => {
      fleet.setSimulatorOn(simulator !== null)
      const id =
        simulator &&
        (await desk.ensureSimulator(simulator.smppPort, simulatorSettings, simulatorPassword))
      await fleet.reload()
      return id
    },
    module: {
      name: 'operators',
      migrations: operatorsMigrations,
      dataMap,
      routes: (app) => {
        addConnectionRoutes(app, desk)
        if (needs.alarms) addAlarmRoutes(app, { ...needs, addressFault: needs.alarms.addressFault })
        addCallbackRoutes(app, { callbacks, links: fleet.links, log: needs.log })
      },
      start: async () => {
        await fleet.start()
        watch?.start()
        return async () => {
          await watch?.stop()
          await fleet.stop()
        }
      },
    },
  }
}

const watchedOf = (link: OperatorLink, fleet: Fleet): WatchedConnection => {
  const live = link.live()
  const { id, name, kind, simulated } = link.connection
  return {
    connectionId: id,
    name,
    kind,
    simulated,
    live: presentLive(live),
    perSecond: fleet.secondsOf(id),
    roundTrip: link.roundTrips.summary(live.now),
  }
}

function summaryOf(link: OperatorLink): ConnectionSummary {
  const { state, binds, lastTrouble } = link.live()
  return {
    connectionId: link.connection.id,
    name: link.connection.name,
    simulated: link.connection.simulated,
    state,
    bound: binds.filter((bind) => bind.isBound).length,
    wanted: link.wantedBinds,
    lastError: lastTrouble && {
      at: lastTrouble.at,
      text: lastTrouble.trouble.text,
      whatToDo: lastTrouble.trouble.whatToDo,
    },
  }
}
