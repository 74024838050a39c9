import type { Clock } from '../core/clock.ts'
import type { EventLog } from '../core/events/index.ts'
import { Rejection } from '../core/http/index.ts'
import type { Log } from '../core/log.ts'
import type { Module } from '../core/module.ts'
import { transaction, type Database } from '../core/storage/index.ts'
import { Accept } from './accept.ts'
import { Blocklist } from './blocklist.ts'
import type { Channel } from './channel.ts'
import { dataMap } from './data-map.ts'
import { Dispatch } from './dispatch.ts'
import type { Messaging } from './door.ts'
import { Find } from './find.ts'
import type {
  AccountTree,
  AccountsDoor,
  BillingDoor,
  MetricsDoor,
  ProvisioningDoor,
  ReportRef,
  RoutingDoor,
  SubscriptionsDoor,
} from './needs.ts'
import { LOG_WINDOW_MS, todaysTraffic, type HealthPart } from './overview.ts'
import { Partitions } from './partitions.ts'
import { PULL_WINDOW_MS, PUSH_FOR_MS, Pushes } from './pushes.ts'
import { Receive } from './receive.ts'
import { toInbound, toRecord, toReport } from './record.ts'
import { messagingRoutes } from './routes.ts'
import { Schedule } from './schedule.ts'
import { Settle } from './settle.ts'
import { markConverted } from './store/messages.ts'
import { registerNode } from './store/queue.ts'
import { countInboundReports, takeInboundReports, takeReports } from './store/reports.ts'
import { Subscribed } from './subscribed.ts'
import type { Names } from './timeline.ts'
import { Turns } from './turns.ts'
import { Traffic } from './traffic.ts'
import { Upkeep } from './upkeep.ts'

export type { Messaging, BulkStatus, LogFilter, ReportFilter } from './door.ts'
export type {
  Channel,
  Outbound,
  PeerInbound,
  PeerReport,
  Prepared,
  SendOutcome,
} from './channel.ts'
export type * from './message.ts'
export type { AccountsDoor, AccountPolicy, BillingDoor, RouteChoice, RoutingDoor } from './needs.ts'
export { forcedPlatform } from './platform-pairs.ts'
export * as statuses from './statuses.ts'
export { wirePrice, wireStatus } from './present.ts'
export type { HealthPart } from './overview.ts'
export { dataMap as messagingDataMap } from './data-map.ts'

const PENDING_COUNT_MAX = 100_000
const SWEEP_MS = 5_000

/** Folder of the migrations of schema `messaging`. */
export const migrations = new URL('migrations/', import.meta.url)

export interface MessagingParts {
  database: Database
  clock: Clock
  log: Log
  /** Handed over before `start`; a channel needs the door of messaging, so they come after it is made. */
  channels: readonly Channel[]
  accounts: AccountsDoor & AccountTree
  billing: BillingDoor
  provisioning: ProvisioningDoor
  metrics: MetricsDoor
  routing: RoutingDoor
  events: EventLog
  subscriptions: SubscriptionsDoor
  names: Names
  health: (accountId: number) => Promise<HealthPart[]>
  /** Called at most four times a second with whose counters changed. */
  onTraffic: (accountIds: readonly number[]) => void
  /** Nobody else works on this database. */
  onlyNode: boolean
  limits: {
    /** Messages of one connection in memory. */
    queueMax: number
    /** Messages that wait for their group commit. */
    acceptQueueMax: number
    /** Addresses that reports are delivered to at once. */
    webhooksInFlightMax: number
    receiptGraceMs: number
    /** How often what is overdue is looked for: receipts, validity, leases, parts of inbound messages. */
    sweepMs?: number
  }
}

const pullable = (clock: Clock) => ({
  waiting: new Date(clock.ms() - PULL_WINDOW_MS),
  pushed: new Date(clock.ms() - PUSH_FOR_MS - PULL_WINDOW_MS),
})

/** The one path every message takes. The engine runs between `start` and its stop; the door works in between. */
export function messaging(parts: MessagingParts): Messaging & {
  module: Module
  today(accountId: number): ReturnType<typeof todaysTraffic>
  /** Puts reports that a delivery held on their way again. @returns how many; the messages of the others are gone */
  replay(
    accountId: number,
    what: {
      profileId: string | null
      subscriptionId: string | null
      channel: string
      event: string
      refs: readonly ReportRef[]
    },
  ): Promise<number>
} {
  const { database, clock, log, accounts, billing, routing, events, subscriptions } = parts
  const { db, hot } = database
  const channels = new Map(parts.channels.map((channel) => [channel.id as string, channel]))
  const partitions = new Partitions(db, clock, log)
  const traffic = new Traffic({
    db: hot,
    clock,
    log,
    metrics: parts.metrics,
    onChange: parts.onTraffic,
  })
  const turns = new Turns()
  const find = new Find(db, clock, turns)
  const sweepMs = parts.limits.sweepMs ?? SWEEP_MS
  const subscribed = new Subscribed({ db: hot, clock, subscriptions })
  const pushes = new Pushes({
    db: hot,
    clock,
    log,
    subscriptions,
    subscribed,
    channels,
    inFlightMax: parts.limits.webhooksInFlightMax,
  })
  const blocklist = new Blocklist(db, clock, log)
  const onReport = () => pushes.wake()
  subscriptions.onResumed(async (accountId, profileId) => {
    await subscribed.release(accountId, profileId)
    onReport()
  })
  const settle = new Settle({
    db: hot,
    clock,
    log,
    accounts,
    billing,
    subscriptions,
    partitions,
    traffic,
    onReport,
  })
  const receive = new Receive({
    db: hot,
    clock,
    log,
    channels,
    accounts,
    provisioning: parts.provisioning,
    subscriptions,
    partitions,
    traffic,
    events,
    onReport,
    sweepMs,
  })
  let engine: { accept: Accept; dispatch: Dispatch } | null = null
  const schedule = new Schedule({
    db: hot,
    clock,
    log,
    accounts,
    billing,
    subscriptions,
    routing,
    partitions,
    traffic,
    wake: (connectionIds) => engine?.dispatch.wake(connectionIds),
  })
  const accept = () => {
    if (!engine)
      throw new Rejection('UNAVAILABLE', {
        text: 'The engine is starting or stopping.',
        retryAfterSeconds: 2,
      })
    return engine.accept
  }

  const module: Module = {
    name: 'messaging',
    migrations,
    dataMap,
    routes: (app) =>
      messagingRoutes(app, {
        db,
        clock,
        find,
        names: parts.names,
        health: parts.health,
        tree: accounts,
        blocklist,
      }),
    start: async () => {
      const nodeId = await registerNode(db, clock.now())
      const dispatch = new Dispatch({
        nodeId,
        db: hot,
        clock,
        log,
        channels,
        settle,
        limits: parts.limits,
      })
      const upkeep = new Upkeep({
        db: hot,
        clock,
        log,
        nodeId,
        partitions,
        settle,
        onlyNode: parts.onlyNode,
        sweepMs,
        holds: (id) => dispatch.holds(id),
      })
      await upkeep.start()
      settle.start()
      dispatch.start()
      engine = {
        dispatch,
        accept: new Accept({
          waitingMax: parts.limits.acceptQueueMax,
          db: hot,
          clock,
          channels,
          accounts,
          billing,
          subscriptions,
          routing,
          partitions,
          intake: dispatch,
          traffic,
          onScheduled: () => undefined,
        }),
      }
      schedule.start()
      pushes.start()
      receive.start()
      blocklist.start()
      return async () => {
        const { accept: taking } = engine!
        engine = null
        await blocklist.stop()
        await schedule.stop()
        await taking.drained()
        await dispatch.stop()
        settle.stop()
        await receive.stop()
        await settle.drained()
        await pushes.stop()
        await upkeep.stop()
        await traffic.flush()
      }
    },
  }

  return {
    module,
    today: (accountId) => todaysTraffic(db, clock, accountId),
    replay: async (accountId, what) => {
      const queued = await subscribed.again(accountId, what, what)
      onReport()
      return queued
    },
    accept: (request) => accept().take(request),
    pullReports: async (accountId, channel, filter, limit) => {
      const found = await turns.take(accountId, () =>
        transaction(hot, (tx) =>
          takeReports(tx, accountId, channel, filter, pullable(clock), limit),
        ),
      )
      return found.map(toReport)
    },
    pullInbound: async (accountId, channel, filter, limit) => {
      const found = await turns.take(accountId, () =>
        transaction(hot, (tx) =>
          takeInboundReports(tx, accountId, channel, filter, pullable(clock), limit),
        ),
      )
      return {
        messages: found.map(toInbound),
        pending: await countInboundReports(db, accountId, channel, PENDING_COUNT_MAX),
      }
    },
    logs: async (accountId, channel, filter) => {
      const earliest = new Date(clock.ms() - LOG_WINDOW_MS)
      const sentSince =
        filter.sentSince && filter.sentSince > earliest ? filter.sentSince : earliest
      const { found, nextCursor } = await find.page(accountId, channel, { ...filter, sentSince })
      return { entries: found.map(toRecord), nextCursor }
    },
    findBulk: (accountId, bulkId) => schedule.findBulk(accountId, bulkId),
    rescheduleBulk: (accountId, bulkId, sendAt) => schedule.reschedule(accountId, bulkId, sendAt),
    setBulkStatus: (accountId, bulkId, status) => schedule.setStatus(accountId, bulkId, status),
    confirmConversion: async (accountId, messageId) => {
      const [place] = await find.locate(accountId, [messageId])
      return place?.day ? markConverted(db, accountId, place.day, place.id, clock.now()) : false
    },
    takeReport: (report) => settle.add({ kind: 'receipt', report, at: clock.ms() }),
    takeInbound: (part) => receive.take(part),
  }
}
