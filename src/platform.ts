import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { accounts as makeAccounts, type Accounts } from './accounts/index.ts'
import { channelModules, channels } from './channels/index.ts'
import { clock as systemClock, type Clock } from './core/clock.ts'
import { outboundNetworks, type Config } from './core/config.ts'
import { EventLog, EventStream, type Topic } from './core/events/index.ts'
import {
  clientAddress,
  createServer,
  Rejection,
  requireOwnOrigin,
  type Credential,
  type HttpServer,
} from './core/http/index.ts'
import type { Log } from './core/log.ts'
import { registry } from './core/metrics.ts'
import type { Module, Stop } from './core/module.ts'
import { openSecrets, readSecret, type Secrets } from './core/secrets.ts'
import { StartRefused } from './core/start-refused.ts'
import {
  answers,
  firstSecretCheck,
  migrate,
  openDatabase,
  readMigrations,
  type Database,
  type DatabaseOptions,
} from './core/storage/index.ts'
import { outboundPost } from './core/webhooks/index.ts'
import { messaging as makeMessaging, type HealthPart } from './messaging/index.ts'
import { modules } from './modules.ts'
import { portalServer } from './portal-server/index.ts'
import { simulator as makeSimulator, simulatorClient } from './simulator/index.ts'
import type { Credentials, Platform, RunningSimulator } from './start/index.ts'
import {
  anyRealConnection,
  operators as makeOperators,
  type Operators,
} from './telecoms/operators/index.ts'
import { routing as makeRouting, type Routing } from './telecoms/routing/index.ts'

const HOUR_MS = 3_600_000
const HTTP_STOP_MS = 2_000

/** What a browser may follow over the event stream. */
const topics: Readonly<Record<string, Topic>> = {
  inbound: {
    scopes: ['messaging:read', 'inbound-message:read', 'sms:inbound-message:read', 'sms:manage'],
  },
  counters: { scopes: ['messaging:read', 'sms:logs:read', 'sms:manage'] },
  connections: { scopes: ['operators:read', 'operators:manage'], rootAccountOnly: true },
  handsets: { scopes: ['simulator:manage'], rootAccountOnly: true },
}

/** Applies what is new of all modules' migrations. */
export async function migrateDatabase(options: DatabaseOptions, log?: Log): Promise<string[]> {
  const database = openDatabase(options, log ?? silent, { connectionsMax: 2, hotConnectionsMax: 1 })
  try {
    return await migrateAll(database, systemClock)
  } finally {
    await database.close()
  }
}

async function migrateAll(database: Database, clock: Clock): Promise<string[]> {
  const found = await Promise.all(modules.map((one) => readMigrations(one.name, one.migrations)))
  return migrate(database.db, found.flat(), clock.now())
}

/** Migrates, makes the first account, opens modules, routes and connections, and listens. */
export async function startPlatform(options: {
  config: Config
  database: DatabaseOptions
  log: Log
  simulator: RunningSimulator | null
  /** A test's clock. */
  clock?: Clock
}): Promise<Platform> {
  const stops: Stop[] = []
  const stopAll = async () => {
    for (const stop of stops.splice(0).toReversed())
      await stop().catch((error: unknown) =>
        options.log.error({ err: error }, 'a part did not stop in order; the others go on'),
      )
  }
  try {
    return await start(options, stops, stopAll)
  } catch (error) {
    await stopAll()
    throw error
  }
}

async function start(
  options: {
    config: Config
    database: DatabaseOptions
    log: Log
    simulator: RunningSimulator | null
    clock?: Clock
  },
  stops: Stop[],
  stopAll: Stop,
): Promise<Platform> {
  const { config, log } = options
  const clock = options.clock ?? systemClock
  const database = openDatabase(options.database, log, {
    connectionsMax: config.limits.databaseConnectionsMax,
    hotConnectionsMax: config.limits.databaseHotConnectionsMax,
  })
  stops.push(() => database.close())
  const applied = await migrateAll(database, clock)
  if (applied.length > 0) log.info({ migrations: applied }, 'the database was brought up to date')
  const secrets = openSecrets(await readSecret(config))
  await refuseWrongSecret(database, secrets, clock)

  let address = config.http.publicUrl ?? `http://127.0.0.1:${config.http.port}`
  const accounts = makeAccounts({
    db: database.db,
    secrets,
    clock,
    log,
    publicUrl: () => address,
    limits: config.limits,
  })
  const firstAccount = await accounts.ensureFirstAccount(config.firstAccount)
  const server = await createServer({
    log,
    limits: config.limits,
    trustProxy: config.http.trustProxy,
    tls: config.http.tls,
    publicUrl: () => address,
    authenticate: accounts.authenticate,
  })

  const events = new EventLog(database.db, clock)
  const stream = new EventStream({
    log: events,
    topics,
    logger: log,
    socketsPerKeyMax: config.limits.socketsPerKeyMax,
  })
  const parts = compose({
    config,
    database,
    secrets,
    clock,
    log,
    accounts,
    events,
    stream,
    simulator: options.simulator,
  })
  stops.push(parts.close)
  for (const module of parts.modules) module.routes?.(server.app)
  servePlatform(server, accounts, parts.health, config)
  await portalServer({ fastify: server.fastify, folder: config.portalDir })

  const { operators, routing } = parts
  const simulated = await operators.ensureSimulatorConnection(
    options.simulator && { smppPort: options.simulator.smppPort },
  )
  if (simulated !== null) await routing.ensureSimulatorRoutes(simulated)
  for (const module of parts.modules) {
    const stop = await module.start?.()
    if (stop) stops.push(stop)
  }

  stream.attach(
    server.fastify.server,
    admitSocket(server.fastify, accounts, config, () => address),
  )
  const listening = await server.fastify.listen({ host: config.http.host, port: config.http.port })
  address = config.http.publicUrl ?? ownAddress(listening, server.fastify, config)
  stops.push(async () => {
    stream.close()
    // Requests in work get a moment; then connections that say nothing are cut, so that the engine can drain.
    const cut = setTimeout(() => server.fastify.server.closeAllConnections(), HTTP_STOP_MS)
    await server.fastify.close()
    clearTimeout(cut)
  })
  return {
    url: address,
    smppPort: null,
    firstAccount,
    drain: stopAll,
  }
}

/** Makes the modules, lower ones first; what a lower one needs of a higher one is handed to it here. */
function compose(needs: {
  config: Config
  database: Database
  secrets: Secrets
  clock: Clock
  log: Log
  accounts: Accounts
  events: EventLog
  stream: EventStream
  simulator: RunningSimulator | null
}): {
  modules: Module[]
  operators: Operators
  routing: Routing
  health: () => Promise<HealthPart[]>
  close: Stop
} {
  const { config, database, secrets, clock, log, accounts, events, stream } = needs
  const rootAccountId = accounts.rootAccountId
  const outbound = outboundPost(
    outboundNetworks(config, needs.simulator !== null),
    config.limits.webhookMsMax,
  )
  const operators = makeOperators({
    db: database.db,
    secrets,
    clock,
    log,
    onState: (connectionId, state) => {
      events
        .append(database.db, [
          {
            accountId: rootAccountId,
            topic: 'connections',
            type: 'CONNECTION_STATE',
            id: String(connectionId),
            data: { state },
          },
        ])
        .then(() => events.wake())
        .catch((error: unknown) =>
          log.debug({ reason: (error as Error).message }, 'a state was not told'),
        )
    },
    routesOf: async (connectionId) => routing.routesOf(connectionId),
  })
  const routing: Routing = makeRouting({
    db: database.db,
    clock,
    log,
    connection: operators.profile,
  })
  const health = healthOf(database, operators, rootAccountId)
  const messaging = makeMessaging({
    database,
    clock,
    log,
    channels: channels({ operators, clock }),
    accounts,
    routing: { route: (channel, msisdn) => routing.route(channel, msisdn, null) },
    events,
    post: outbound.post,
    names: {
      connection: (id) => operators.profile(id)?.name ?? null,
      route: (id) => routing.nameOf(id),
    },
    health: (accountId) => health(accountId),
    onTraffic: (accountIds) => tellCounters(accountIds),
    onlyNode: config.databaseUrl === null,
    limits: {
      queueMax: config.limits.dispatchQueueMax,
      acceptQueueMax: config.limits.acceptQueueMax,
      webhooksInFlightMax: config.limits.webhooksInFlightMax,
      receiptGraceMs: 72 * HOUR_MS,
    },
  })
  const tellCounters = (accountIds: readonly number[]) => {
    for (const accountId of accountIds)
      if (stream.followed(accountId, 'counters'))
        messaging.today(accountId).then(
          ({ today }) => stream.tell(accountId, 'counters', 'COUNTERS', today, clock.now()),
          () => undefined,
        )
  }
  const simulator =
    needs.simulator && simulatorModule(needs.simulator, events, database, rootAccountId, log)
  const channelOperations = channelModules({
    messaging,
    operators,
    clock,
    authenticate: accounts.authenticate,
    authenticatePassword: accounts.authenticatePassword,
    destinationsMax: config.limits.destinationsMax,
  })
  return {
    modules: [
      accounts.module,
      operators.module,
      routing.module,
      messaging.module,
      ...channelOperations,
      ...(simulator ? [simulator] : []),
    ],
    operators,
    routing,
    health: () => health(rootAccountId),
    close: () => outbound.close(),
  }
}

/** The simulator's operations, and its news for whoever watches a handset. */
function simulatorModule(
  running: RunningSimulator,
  events: EventLog,
  database: Database,
  accountId: number,
  log: Log,
): Module {
  const client = simulatorClient(running.control)
  return {
    ...makeSimulator({ client }),
    start: async () => {
      const following = client.follow((event) => {
        if (event.type !== 'MESSAGES' && event.type !== 'RESET') return
        const id = event.type === 'MESSAGES' ? (event.messageIds.at(-1) ?? '') : ''
        events
          .append(database.db, [
            {
              accountId,
              topic: 'handsets',
              type: event.type === 'RESET' ? 'HANDSETS_RESET' : 'HANDSET_MESSAGE',
              id,
              data: {},
            },
          ])
          .then(() => events.wake())
          .catch((error: unknown) =>
            log.debug({ reason: (error as Error).message }, "a handset's message was not told"),
          )
      })
      return async () => {
        following.close()
        client.close()
      }
    },
  }
}

/** How the parts are; the operator connections are the root account's to know. */
function healthOf(database: Database, operators: Operators, rootAccountId: number) {
  return async (accountId: number): Promise<HealthPart[]> => {
    const up = await answers(database.db)
    const parts: HealthPart[] = [
      {
        part: 'database',
        state: up ? 'OK' : 'DOWN',
        detail: up ? null : 'The database does not answer.',
      },
    ]
    if (accountId !== rootAccountId) return parts
    for (const one of operators.states()) {
      if (one.state === 'DISABLED') continue
      const state = one.state === 'CONNECTED' ? 'OK' : one.state === 'PARTLY' ? 'DEGRADED' : 'DOWN'
      parts.push({
        part: `connection:${one.name}`,
        state,
        detail:
          state === 'OK' || one.lastError === null
            ? null
            : `${one.lastError.text} ${one.lastError.whatToDo}`,
      })
    }
    return parts
  }
}

/** Health and figures, for whoever runs the installation. */
function servePlatform(
  server: HttpServer,
  accounts: Accounts,
  health: () => Promise<HealthPart[]>,
  config: Config,
): void {
  const { fastify } = server
  fastify.get('/health/live', { schema: { hide: true } }, async () => ({ status: 'UP' }))
  fastify.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    const parts = await health()
    const database = parts.find((one) => one.part === 'database')
    // Operators come and go; the installation serves as long as it can store what it is given.
    if (database?.state !== 'OK') void reply.code(503)
    return { status: database?.state === 'OK' ? 'UP' : 'DOWN', database: database?.state }
  })
  fastify.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    await mayReadMetrics(request, accounts, config)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

/** From the machine itself, or with the root account's credential. */
async function mayReadMetrics(
  request: FastifyRequest,
  accounts: Accounts,
  config: Config,
): Promise<void> {
  const local =
    config.http.trustProxy === false &&
    /^(::1|127\.|::ffff:127\.)/.test(request.socket.remoteAddress ?? '')
  if (local && request.headers.authorization === undefined) return
  const credential = await accounts.authenticate(request)
  if (!credential) throw new Rejection('UNAUTHORIZED')
  if (!credential.isRootAccount) throw new Rejection('FORBIDDEN')
}

/** A socket is opened with the same credentials as a request; with a cookie only from our own pages. */
const admitSocket =
  (fastify: FastifyInstance, accounts: Accounts, config: Config, publicUrl: () => string) =>
  async (request: IncomingMessage): Promise<Credential> => {
    const like = {
      headers: request.headers,
      ip: clientAddress(request, config.http.trustProxy),
      socket: request.socket,
      cookies: fastify.parseCookie(request.headers.cookie ?? ''),
      url: request.url,
    }
    const credential = await accounts.authenticate(like as unknown as FastifyRequest)
    if (!credential) throw new Rejection('UNAUTHORIZED')
    if (credential.kind === 'cookie') requireOwnOrigin(like, publicUrl())
    return credential
  }

/** A database that was begun with another secret holds what this one cannot read. */
async function refuseWrongSecret(
  database: Database,
  secrets: Secrets,
  clock: Clock,
): Promise<void> {
  const check = secrets.checkValue().toString('hex')
  if ((await firstSecretCheck(database.db, check, clock.now())) !== check)
    throw new StartRefused(
      'The secret key is not the one this database was made with: put the old SECRET_KEY (or the file secret-key of the data folder) back.',
    )
}

function ownAddress(listening: string, fastify: FastifyInstance, config: Config): string {
  const bound = fastify.server.address()
  const port = typeof bound === 'object' && bound ? bound.port : config.http.port
  const host = /^(0\.0\.0\.0|::)$/.test(config.http.host) ? '127.0.0.1' : config.http.host
  const scheme = listening.startsWith('https') ? 'https' : 'http'
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Gives the owner of the first account a new password, and the account a new API key. */
export async function resetOwner(options: DatabaseOptions, config: Config): Promise<Credentials> {
  const database = openDatabase(options, silent, { connectionsMax: 2, hotConnectionsMax: 1 })
  try {
    await migrateAll(database, systemClock)
    const secrets = openSecrets(await readSecret(config))
    await refuseWrongSecret(database, secrets, systemClock)
    const accounts = makeAccounts({
      db: database.db,
      secrets,
      clock: systemClock,
      log: silent,
      publicUrl: () => '',
      limits: config.limits,
    })
    return await accounts.resetOwner()
  } finally {
    await database.close()
  }
}

/** Whether an operator's connection that is not the simulator's exists; on a database not migrated yet, none does. */
export async function hasRealConnection(options: DatabaseOptions): Promise<boolean> {
  const database = openDatabase(options, silent, { connectionsMax: 1, hotConnectionsMax: 1 })
  try {
    return await anyRealConnection(database.db)
  } finally {
    await database.close()
  }
}

const quiet = () => undefined
const silent = {
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  fatal: quiet,
  level: 'silent',
  child: () => silent,
} as unknown as Log
