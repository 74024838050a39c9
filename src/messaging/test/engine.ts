import pg from 'pg'
import { testDatabase } from '../../../test/support/database.ts'
import {
  accounts as makeAccounts,
  type Accounts,
  type AccountWishes,
} from '../../accounts/index.ts'
import { billing as makeBilling } from '../../billing/index.ts'
import { movableClock, type MovableClock } from '../../core/clock.ts'
import { EventLog } from '../../core/events/index.ts'
import { createServer } from '../../core/http/index.ts'
import type { Stop } from '../../core/module.ts'
import { uuidv7 } from '../../core/ids.ts'
import { openLog } from '../../core/open-log.ts'
import { openSecrets } from '../../core/secrets.ts'
import { openDatabase, type DatabaseOptions } from '../../core/storage/index.ts'
import { outboundPost } from '../../core/webhooks/index.ts'
import {
  subscriptions as makeSubscriptions,
  type Subscriptions,
} from '../../subscriptions/index.ts'
import {
  messaging as makeMessaging,
  statuses,
  type Collect,
  type FaultClass,
  type Messaging,
  type NewMessage,
  type RouteChoice,
  type SendRequest,
  type SendResult,
} from '../index.ts'
import type { MessageDetail } from '../wire.ts'
import { metrics as makeMetrics } from '../../metrics/index.ts'
import { rules as makeRules, type Rules } from '../../telecoms/rules/index.ts'
import { provisioning as makeProvisioning } from '../../provisioning/index.ts'
import { networkOf } from '../../telecoms/numbering-plan/index.ts'
import { Peer } from './peer.ts'

export { eventually } from '../../../test/support/running.ts'

export const CONNECTION = 7
const ROUTE: RouteChoice = {
  routeId: 3,
  routeName: 'Test',
  connectionId: CONNECTION,
  simulated: false,
}

export type Asked = Omit<Partial<SendRequest>, 'messages' | 'accountId'> & {
  messages?: readonly Partial<NewMessage>[]
}

/** The engine on a database of its own, between real accounts and a peer that the test plays. */
export interface Engine {
  connection: DatabaseOptions
  clock: MovableClock
  accounts: Accounts
  rules: Rules
  messaging: Messaging
  collect: Collect
  subscriptions: Subscriptions
  events: EventLog
  peer: Peer
  /** Makes an account: postpaid, any sender, flooding off, unless wished otherwise. */
  account(wishes?: Partial<AccountWishes>): Promise<number>
  send(accountId: number, asked?: Asked): Promise<SendResult>
  /** One message, and the id it has. */
  sendOne(accountId: number, message?: Partial<NewMessage>, asked?: Asked): Promise<string>
  /** What the portal shows of a message; null: there is none. */
  detail(accountId: number, messageId: string): Promise<MessageDetail | null>
  /** @param change left out: it reads */
  ask<Body = unknown>(
    accountId: number,
    path: string,
    change?: { method: 'POST' | 'PUT' | 'DELETE'; body?: object },
  ): Promise<{ status: number; body: Body }>
  look<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Makes messages that wait look as if a process held them. */
  leaseTo(nodeId: number, ids: readonly string[]): Promise<void>
  /** Where messages go; null: nowhere. */
  route: RouteChoice | null
  /** Where they go on when they cannot go there; null: nowhere. */
  next: RouteChoice | null
  goesOnAfter: readonly FaultClass[]
  goesOnAfterReceipt: boolean
  /** Connections that are not well. */
  ailing: { connectionIds: readonly number[]; revision: number }
  restart(): Promise<void>
  stop(): Promise<void>
}

export interface EngineOptions {
  queueMax?: number
  acceptQueueMax?: number
  webhooksInFlightMax?: number
  webhookMsMax?: number
  /** Another process on the database and with the clock of this one. */
  beside?: Engine
}

const ROOT_KEY = 'engine-0123456789abcdef0123456789abcdef'
const log = openLog('silent')

export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const connection = options.beside?.connection ?? (await testDatabase())
  const clock = options.beside?.clock ?? movableClock()
  const database = openDatabase(connection, log, { connectionsMax: 6, hotConnectionsMax: 6 })
  const looking = new pg.Pool({
    ...(connection as pg.PoolConfig),
    max: 2,
    options: '-c timezone=UTC',
  })
  const billing = makeBilling({ db: database.db, clock, log })
  const accounts = makeAccounts({
    db: database.db,
    secrets: openSecrets(Buffer.alloc(32, 7)),
    clock,
    log,
    billing,
    publicUrl: () => '',
    mail: { send: async () => undefined },
    signUp: { open: false, termsVersion: '1', termsUrl: null },
    breached: null,
    note: async () => undefined,
    limits: { loginsPerMinuteMax: 100, requestsPerSecondPerKeyMax: 10_000 },
    trial: { messagesMax: 5, messagesPerDayMax: 3, days: 30, sender: 'Trunkline' },
    sendCode: async () => undefined,
  })
  await accounts.ensureFirstAccount({ apiKey: ROOT_KEY })
  const events = new EventLog(database.db, clock)
  const outbound = outboundPost(['127.0.0.0/8'], options.webhookMsMax ?? 2_000)
  const peer = new Peer()
  const keys = new Map([[accounts.rootAccountId, ROOT_KEY]])
  let url = ''
  let stop: Stop = async () => undefined

  const engine: Engine = {
    connection,
    clock,
    accounts,
    events,
    peer,
    route: ROUTE,
    next: null,
    goesOnAfter: ['NETWORK', 'CONGESTION'],
    goesOnAfterReceipt: false,
    ailing: { connectionIds: [], revision: 0 },
    rules: makeRules({
      db: database.db,
      clock,
      rootAccountId: accounts.rootAccountId,
      accounts,
    }),
    messaging: undefined as unknown as Messaging,
    collect: undefined as unknown as Collect,
    subscriptions: undefined as unknown as Subscriptions,
    account: async (wishes = {}) => {
      const made = await accounts.createAccount({
        name: 'Shop',
        prepaid: false,
        anySender: true,
        floodingOn: false,
        ...wishes,
      })
      keys.set(made.accountId, made.apiKey)
      return made.accountId
    },
    send: (accountId, { messages = [{}], ...asked } = {}) =>
      engine.messaging.accept({
        accountId,
        bulkId: null,
        sendAt: null,
        speedLimit: null,
        platform: [],
        ...asked,
        messages: messages.map((one) => ({ ...usual, ...one })),
      }),
    sendOne: async (accountId, message = {}, asked = {}) =>
      (await engine.send(accountId, { ...asked, messages: [message] })).messages[0]!.messageId,
    ask: async <Body>(
      accountId: number,
      path: string,
      change?: { method: 'POST' | 'PUT' | 'DELETE'; body?: object },
    ) => {
      const answer = await fetch(url + path, {
        headers: {
          authorization: `App ${keys.get(accountId)}`,
          ...(change?.body ? { 'content-type': 'application/json' } : {}),
        },
        ...(change ? { method: change.method } : {}),
        ...(change?.body ? { body: JSON.stringify(change.body) } : {}),
      })
      const said = await answer.text()
      return { status: answer.status, body: (said === '' ? undefined : JSON.parse(said)) as Body }
    },
    detail: async (accountId, messageId) => {
      const { status, body } = await engine.ask<MessageDetail>(
        accountId,
        `/messaging/1/messages/${messageId}`,
      )
      return status === 404 ? null : body
    },
    look: async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
      (await looking.query<Row>(text, values)).rows,
    leaseTo: async (nodeId, ids) => {
      await looking.query(
        `with held as (
           update messaging.live set state = 1, leased_by = $1 where id = any($2) returning account_id, day, id
         ), gone as (
           delete from messaging.waiting where id = any($2)
         )
         insert into messaging.leases (node_id, batch, made_at, account_ids, days, ids)
         select $1, $3, $4, array_agg(account_id), array_agg(day), array_agg(id) from held`,
        [nodeId, ids, uuidv7(clock.ms()), clock.now()],
      )
    },
    restart: async () => {
      await stop()
      await begin()
    },
    stop: async () => {
      await stop()
      await outbound.close()
      await Promise.all([database.close(), looking.end()])
    },
  }

  const provisioning = makeProvisioning({ db: database.db, clock })
  const metrics = makeMetrics({
    db: database.db,
    clock,
    log,
    words: {
      statuses: statuses.statuses,
      errors: statuses.messageErrors,
      networkName: () => null,
      countryName: () => null,
    },
    accounts,
    post: outbound.post,
  })

  async function begin(): Promise<void> {
    const subscriptions = makeSubscriptions({
      db: database.db,
      clock,
      log,
      secrets: openSecrets(Buffer.alloc(32, 7)),
      events,
      outbound,
      publicUrl: () => url,
      regexMsMax: 50,
      replay: (accountId, replayed) => made.replay(accountId, replayed),
      onPaused: async () => undefined,
    })
    const made = makeMessaging({
      database,
      clock,
      log,
      accounts,
      provisioning,
      metrics,
      billing,
      events,
      channels: [peer.channel],
      routing: {
        placeOf: networkOf,
        route: () => engine.route,
        next: (_ask, tried) =>
          engine.next && !tried.connectionIds.includes(engine.next.connectionId)
            ? engine.next
            : null,
        goesOnAfter: (_routeId, fault, told) =>
          engine.goesOnAfter.includes(fault) && (told === 'answer' || engine.goesOnAfterReceipt),
        ailing: () => engine.ailing,
        answered: () => undefined,
        ended: () => undefined,
      },
      rules: engine.rules,
      subscriptions,
      collectors: { collectorsOf: async (_tx, numbers) => numbers.map(() => null) },
      names: { connection: () => 'Operator', route: () => 'Test' },
      health: async () => [],
      onTraffic: () => undefined,
      shortage: () => null,
      onlyNode: options.beside === undefined,
      limits: {
        queueMax: options.queueMax ?? 1_000,
        acceptQueueMax: options.acceptQueueMax ?? 10_000,
        webhooksInFlightMax: options.webhooksInFlightMax ?? 16,
        receiptGraceMs: 72 * 3_600_000,
        sweepMs: 100,
      },
    })
    const http = await createServer({
      log,
      limits: {
        bodyBytesMax: 1_000_000,
        headersBytesMax: 16_384,
        connectionsMax: 100,
        requestTimeoutMs: 10_000,
        jsonDepthMax: 32,
        connectionsPerKeyMax: 100,
      },
      trustProxy: false,
      tls: null,
      publicUrl: () => url,
      authenticate: accounts.authenticate,
    })
    made.module.routes!(http.app)
    subscriptions.module.routes!(http.app)
    engine.rules.module.routes!(http.app)
    url = await http.fastify.listen({ host: '127.0.0.1', port: 0 })
    const end = await made.module.start!()
    const endSubscriptions = await subscriptions.module.start!()
    engine.messaging = made
    engine.collect = made.collect
    engine.subscriptions = subscriptions
    stop = async () => {
      await http.fastify.close()
      await (end as Stop)()
      await endSubscriptions()
    }
  }
  await begin()
  return engine
}

const usual: NewMessage = {
  channel: 'SMS',
  messageId: null,
  sender: 'Shop',
  to: '491511234567',
  content: { kind: 'text', text: 'hello' },
  contentClass: null,
  flash: false,
  validityMs: null,
  window: null,
  callbackData: null,
  webhook: null,
  applicationId: null,
  entityId: null,
  campaignReferenceId: null,
  extras: null,
}

export const text = (said: string): NewMessage['content'] => ({ kind: 'text', text: said })

/** A receipt as the channel gives it to the engine. */
export const receipt = (peerId: string, statusId = 5, more: object = {}) => ({
  connectionId: CONNECTION,
  peerIds: [peerId],
  statusId,
  errorId: 0,
  final: true,
  detail: 'stat:DELIVRD err:000',
  ...more,
})
