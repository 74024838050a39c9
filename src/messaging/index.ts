import type { Clock } from '../core/clock.ts'
import type { EventLog } from '../core/events/index.ts'
import { Rejection } from '../core/http/index.ts'
import type { Log } from '../core/log.ts'
import type { Module } from '../core/module.ts'
import { transaction, type Database } from '../core/storage/index.ts'
import { Accept } from './accept.ts'
import { Ambiguous } from './ambiguous.ts'
import { Anywhere } from './anywhere.ts'
import { Blocklist } from './blocklist.ts'
import { Bulks } from './bulks.ts'
import { mayUseBulk, mayUseMessage } from './bound-keys.ts'
import { chargedMessages, type ChargedMessage } from './charged.ts'
import { Collect } from './collect.ts'
import type { Channel } from './channel.ts'
import { lateOpening } from './checks/national.ts'
import { dataMap } from './data-map.ts'
import { Dispatch } from './dispatch.ts'
import type { Messaging } from './door.ts'
import { tellQuality } from './faults.ts'
import { Find } from './find.ts'
import { Keywords } from './keywords.ts'
import type {
  AccountTree,
  AccountsDoor,
  BillingDoor,
  CollectorsDoor,
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
import { LateReroute } from './late-reroute.ts'
import { Leases } from './leases.ts'
import { Reroute } from './reroute.ts'
import { Replays } from './replays.ts'
import { messagingRoutes } from './routes.ts'
import { Replace } from './replace.ts'
import { Schedule } from './schedule.ts'
import { Settle } from './settle.ts'
import { markConverted } from './store/messages.ts'
import { registerNode } from './store/leases.ts'
import { countInboundReports, takeInboundReports, takeReports } from './store/reports.ts'
import { Subscribed } from './subscribed.ts'
import type { Rules } from '../telecoms/rules/index.ts'
import { messageDetail, type Names } from './timeline.ts'
import { Turns } from './turns.ts'
import { oldestDue } from './store/queue-age.ts'
import { Traffic } from './traffic.ts'
import { Upkeep } from './upkeep.ts'
import { Watched, type WatchedEngine } from './watched.ts'
import type { MessageDetail } from './wire.ts'

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
export type {
  AccountsDoor,
  AccountPolicy,
  BillingDoor,
  FaultClass,
  RouteChoice,
  RoutingDoor,
} from './needs.ts'
export { RENEW_MS } from './collect.ts'
export type { Collect, Collected, Collector, PutBack } from './collect.ts'
export { forcedPlatform } from './platform-pairs.ts'
export * as statuses from './statuses.ts'
export { wirePrice, wireStatus } from './present.ts'
export { CHARGED_STAGES, type ChargedMessage, type ChargedStage } from './charged.ts'
export type { HealthPart } from './overview.ts'
export { MessageDetail } from './wire.ts'
export type { Anywhere, FoundMessage, ParkedReceipt } from './anywhere.ts'
export { COUNTED_MAX, OUTCOME_MINUTES, type WatchedEngine, type WatchedQueue } from './watched.ts'
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
  rules: Rules
  events: EventLog
  subscriptions: SubscriptionsDoor
  collectors: CollectorsDoor
  names: Names
  health: (accountId: number) => Promise<HealthPart[]>
  /** Called at most four times a second with whose counters changed. */
  onTraffic: (accountIds: readonly number[]) => void
  /** Why there is no room to store anything new; null: there is. */
  shortage: () => string | null
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
  /** Reports for customers who take them over sessions of their own. */
  collect: Collect
  today(accountId: number): ReturnType<typeof todaysTraffic>
  /** Since when the oldest due message of each connection is due; connections without one are left out. */
  oldestDue(connectionIds: readonly number[]): Promise<ReadonlyMap<number, Date>>
  /** Messages of all accounts, and receipts of nobody, for whoever runs the installation. */
  anywhere: Anywhere
  /** One message of an account with everything that happened to it, operators' ids included; throws NOT_FOUND. */
  detail(accountId: number, messageId: string): Promise<MessageDetail>
  /** How each queue fares at this instant. */
  watched(): Promise<WatchedEngine>
  /** Messages that cost something, for the bill that they are on. */
  charged(query: Parameters<typeof chargedMessages>[2]): Promise<ChargedMessage[]>
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
  const { database, clock, log, accounts, billing, routing, rules, events, subscriptions } = parts
  const { db, hot } = database
  const channels = new Map(parts.channels.map((channel) => [channel.id as string, channel]))
  const partitions = new Partitions(db, clock, log)
  const watched = new Watched(clock)
  const traffic = new Traffic({
    db: hot,
    clock,
    log,
    metrics: parts.metrics,
    onChange: parts.onTraffic,
    onFinished: (one) => {
      tellQuality(routing, one)
      watched.finished(one)
    },
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
  const collect = new Collect({ db: hot, clock, log, onlyNode: parts.onlyNode })
  const onReport = () => {
    pushes.wake()
    collect.wake()
  }
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
    late: new LateReroute(routing, billing),
    onReport,
    onSubmitted: (connectionId) => watched.submitted(connectionId),
  })
  const keywords = new Keywords({
    clock,
    log,
    rules,
    subscriptions,
    send: (request) => accept().take(request),
  })
  const receive = new Receive({
    db: hot,
    clock,
    log,
    channels,
    accounts,
    billing,
    provisioning: parts.provisioning,
    subscriptions,
    collectors: parts.collectors,
    partitions,
    traffic,
    events,
    keywords,
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
    rules,
    partitions,
    traffic,
    wake: (connectionIds) => engine?.dispatch.wake(connectionIds),
  })
  const replace = new Replace({ db: hot, clock, billing, channels })
  const bulks = new Bulks({
    db: hot,
    clock,
    log,
    settle,
    partitions,
    end: (tx, rows, statusId) => schedule.end(tx, rows, statusId),
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
        deliveries: subscriptions.deliveriesOf,
        health: parts.health,
        inMemory: (accountId) => engine?.dispatch.inMemory(accountId) ?? 0,
        tree: accounts,
        blocklist,
        replays: new Replays({ db, clock, turns, subscriptions, onReport }),
      }),
    start: async () => {
      const leases = new Leases(hot, await registerNode(db, clock.now()))
      const reroute: Reroute = new Reroute({
        db: hot,
        clock,
        log,
        routing,
        wake: (connectionIds) => dispatch.wake(connectionIds),
      })
      const ambiguous = new Ambiguous({ db: hot, clock, accounts, settle })
      const dispatch = new Dispatch({
        leases,
        db: hot,
        clock,
        log,
        channels,
        settle,
        reroute,
        ambiguous,
        limits: parts.limits,
        opensAt: (row, now) => lateOpening(rules, row, now),
      })
      const upkeep = new Upkeep({
        db: hot,
        clock,
        log,
        leases,
        partitions,
        settle,
        ambiguous,
        onlyNode: parts.onlyNode,
        sweepMs,
        receiptGraceMs: parts.limits.receiptGraceMs,
      })
      await upkeep.start()
      settle.start()
      await bulks.start(dispatch)
      dispatch.start()
      reroute.start()
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
          rules,
          partitions,
          intake: dispatch,
          leases,
          traffic,
          onScheduled: () => undefined,
          shortage: parts.shortage,
        }),
      }
      schedule.start()
      pushes.start()
      await collect.start()
      receive.start()
      blocklist.start()
      return async () => {
        const { accept: taking } = engine!
        engine = null
        await blocklist.stop()
        await schedule.stop()
        await taking.drained()
        await bulks.stop()
        await reroute.stop()
        await dispatch.stop()
        settle.stop()
        await receive.stop()
        await settle.drained()
        await pushes.stop()
        await collect.stop()
        await upkeep.stop()
        await traffic.flush()
      }
    },
  }

  return {
    module,
    collect,
    today: (accountId) => todaysTraffic(db, clock, accountId),
    oldestDue: (connectionIds) => oldestDue(db, connectionIds, clock.now()),
    anywhere: new Anywhere(db, clock, find),
    detail: (accountId, messageId) =>
      messageDetail(db, find, parts.names, accountId, messageId, {
        deliveries: subscriptions.deliveriesOf,
        operatorIds: true,
      }),
    watched: () => watched.read(db, engine?.dispatch.inMemoryByClass() ?? new Map()),
    charged: (query) => chargedMessages(db, clock, query),
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
    findBulk: (accountId, bulkId) => bulks.find(accountId, bulkId),
    rescheduleBulk: (accountId, bulkId, sendAt) => bulks.reschedule(accountId, bulkId, sendAt),
    setBulkStatus: (accountId, bulkId, status) => bulks.setStatus(accountId, bulkId, status),
    findWaiting: (accountId, messageId) => find.waiting(accountId, messageId),
    replaceScheduled: (accountId, bulkId, wanted) => replace.take(accountId, bulkId, wanted),
    confirmConversion: async (accountId, messageId) => {
      const [place] = await find.locate(accountId, [messageId])
      return place?.day ? markConverted(db, accountId, place.day, place.id, clock.now()) : false
    },
    mayUseBulk: (credential, bulkId) => mayUseBulk(db, find, credential, bulkId),
    mayUseMessage: (credential, messageId) => mayUseMessage(find, credential, messageId),
    takeReport: (report) => settle.add({ kind: 'receipt', report, at: clock.ms() }),
    takeInbound: (part) => receive.take(part),
  }
}
