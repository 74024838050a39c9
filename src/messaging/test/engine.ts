import pg from 'pg'
import { testDatabase } from '../../../test/support/database.ts'
import {
  accounts as makeAccounts,
  type Accounts,
  type AccountWishes,
} from '../../accounts/index.ts'
import { movableClock, type MovableClock } from '../../core/clock.ts'
import { EventLog } from '../../core/events/index.ts'
import { createServer } from '../../core/http/index.ts'
import type { Stop } from '../../core/module.ts'
import { openLog } from '../../core/open-log.ts'
import { openSecrets } from '../../core/secrets.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { outboundPost } from '../../core/webhooks/index.ts'
import {
  messaging as makeMessaging,
  type Messaging,
  type NewMessage,
  type RouteChoice,
  type SendRequest,
  type SendResult,
} from '../index.ts'
import type { MessageDetail } from '../wire.ts'
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
  clock: MovableClock
  accounts: Accounts
  messaging: Messaging
  events: EventLog
  peer: Peer
  /** Makes an account: postpaid, any sender, flooding off, unless wished otherwise. */
  account(wishes?: Partial<AccountWishes>): Promise<number>
  send(accountId: number, asked?: Asked): Promise<SendResult>
  /** One message, and the id it has. */
  sendOne(accountId: number, message?: Partial<NewMessage>, asked?: Asked): Promise<string>
  /** What the portal shows of a message; null: there is none. */
  detail(accountId: number, messageId: string): Promise<MessageDetail | null>
  ask<Body = unknown>(accountId: number, path: string): Promise<{ status: number; body: Body }>
  look<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Where messages go; null: nowhere. */
  route: RouteChoice | null
  restart(): Promise<void>
  stop(): Promise<void>
}

export interface EngineOptions {
  queueMax?: number
  acceptQueueMax?: number
  webhooksInFlightMax?: number
  webhookMsMax?: number
}

const log = openLog('silent')

export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const connection = await testDatabase()
  const clock = movableClock()
  const database = openDatabase(connection, log, { connectionsMax: 6, hotConnectionsMax: 6 })
  const looking = new pg.Pool({ ...connection, max: 2, options: '-c timezone=UTC' })
  const accounts = makeAccounts({
    db: database.db,
    secrets: openSecrets(Buffer.alloc(32, 7)),
    clock,
    log,
    publicUrl: () => '',
    limits: { loginsPerMinuteMax: 100, requestsPerSecondPerKeyMax: 10_000 },
  })
  await accounts.ensureFirstAccount({ apiKey: 'engine-0123456789abcdef0123456789abcdef' })
  const events = new EventLog(database.db, clock)
  const outbound = outboundPost(['127.0.0.0/8'], options.webhookMsMax ?? 2_000)
  const peer = new Peer()
  const keys = new Map<number, string>()
  let url = ''
  let stop: Stop = async () => undefined

  const engine: Engine = {
    clock,
    accounts,
    events,
    peer,
    route: ROUTE,
    messaging: undefined as unknown as Messaging,
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
        ...asked,
        messages: messages.map((one) => ({ ...usual, ...one })),
      }),
    sendOne: async (accountId, message = {}, asked = {}) =>
      (await engine.send(accountId, { ...asked, messages: [message] })).messages[0]!.messageId,
    ask: async <Body>(accountId: number, path: string) => {
      const answer = await fetch(url + path, {
        headers: { authorization: `App ${keys.get(accountId)}` },
      })
      return { status: answer.status, body: (await answer.json()) as Body }
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

  async function begin(): Promise<void> {
    const made = makeMessaging({
      database,
      clock,
      log,
      accounts,
      events,
      channels: [peer.channel],
      routing: { route: () => engine.route },
      post: outbound.post,
      names: { connection: () => 'Operator', route: () => 'Test' },
      health: async () => [],
      onTraffic: () => undefined,
      onlyNode: true,
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
    url = await http.fastify.listen({ host: '127.0.0.1', port: 0 })
    const end = await made.module.start!()
    engine.messaging = made
    stop = async () => {
      await http.fastify.close()
      await (end as Stop)()
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
