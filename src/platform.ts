import { resolveTxt } from 'node:dns/promises'
import {
  accounts as makeAccounts,
  openBreached,
  type Accounts,
  type BreachedFile,
  type SendCode,
} from './accounts/index.ts'
import { audit as makeAudit, auditTrail } from './audit/index.ts'
import {
  annexes as makeAnnexes,
  billing as makeBilling,
  invoicing as makeInvoicing,
  type Billing,
} from './billing/index.ts'
import { channelModules, channels, DEFAULT_SENDER } from './channels/index.ts'
import { clock as systemClock, type Clock } from './core/clock.ts'
import { outboundNetworks, type Config } from './core/config.ts'
import { EventLog, EventStream } from './core/events/index.ts'
import { createServer, type Authenticate } from './core/http/index.ts'
import type { Log } from './core/log.ts'
import type { Module, Stop } from './core/module.ts'
import { openSecrets, readSecret, type Secrets } from './core/secrets.ts'
import type { Note } from './core/trail.ts'
import { StartRefused } from './core/start-refused.ts'
import {
  firstSecretCheck,
  migrate,
  openDatabase,
  readMigrations,
  type StorageRoom,
  type Database,
  type DatabaseOptions,
} from './core/storage/index.ts'
import { outboundFetch, outboundPost, type Outbound } from './core/webhooks/index.ts'
import { mail as makeMail, type Mail } from './mail/index.ts'
import { messaging as makeMessaging, statuses, type HealthPart } from './messaging/index.ts'
import { metrics as makeMetrics } from './metrics/index.ts'
import { modules } from './modules.ts'
import { operate as makeOperate } from './operate/index.ts'
import { accountNames } from './platform/account-names.ts'
import { codesOver } from './platform/codes.ts'
import { tellPaused } from './platform/paused.ts'
import { auditActions } from './platform/audited.ts'
import { tellStates } from './platform/connection-states.ts'
import { operatorAlarms } from './platform/operator-alarms.ts'
import { ownAddress } from './platform/own-address.ts'
import { tellLowBalance } from './platform/low-balance.ts'
import { placesOfPrices } from './platform/priced.ts'
import { routed } from './platform/routed.ts'
import { silent } from './platform/silent-log.ts'
import { admitSocket, healthOf, servePlatform } from './platform/serve.ts'
import { simulatorModule } from './platform/simulated.ts'
import { smppOf } from './platform/smpp.ts'
import { openStorage } from './platform/storage.ts'
import { topics } from './platform/topics.ts'
import { portalServer } from './portal-server/index.ts'
import { provisioning as makeProvisioning, type Provisioning } from './provisioning/index.ts'
import { smppTakersOf, type SmppServer } from './smpp-server/index.ts'
import { subscriptions as makeSubscriptions, type Subscriptions } from './subscriptions/index.ts'
import type { Credentials, Platform, RunningSimulator } from './start/index.ts'
import { countries, networkByMccMnc } from './telecoms/numbering-plan/index.ts'
import {
  anyRealConnection,
  operators as makeOperators,
  type Operators,
} from './telecoms/operators/index.ts'
import type { Routing } from './telecoms/routing/index.ts'
import { rules as makeRules } from './telecoms/rules/index.ts'

const HOUR_MS = 3_600_000
const HTTP_STOP_MS = 2_000

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
  const { database, room } = await openStorage(options.database, { config, clock, log }, stops)
  const applied = await migrateAll(database, clock)
  if (applied.length > 0) log.info({ migrations: applied }, 'the database was brought up to date')
  const secrets = openSecrets(await readSecret(config))
  await refuseWrongSecret(database, secrets, clock)

  let address = config.http.publicUrl ?? `http://127.0.0.1:${config.http.port}`
  const basics = { db: database.db, clock, log }
  const events = new EventLog(database.db, clock)
  const outbound = outboundPost(
    outboundNetworks(config, options.simulator !== null),
    config.limits.webhookMsMax,
  )
  stops.push(() => outbound.close())
  const subscriptions = makeSubscriptions({
    ...basics,
    secrets,
    events,
    outbound,
    publicUrl: () => address,
    regexMsMax: config.limits.regexMsMax,
    replay: (accountId, replayed) => parts.messaging.replay(accountId, replayed),
    onPaused: (notice) => tellPaused({ db: database.db, accounts, mail, url: address }, notice),
  })
  const mail = makeMail({
    ...basics,
    secrets,
    relay: { ...config.mail, mailboxPort: options.simulator?.smtpPort ?? null },
  })
  const audit = makeAudit({
    ...basics,
    secrets,
    detailMonths: config.auditDetailMonths,
    names: {
      namesOf: (accountId, ids) => accounts.namesOf(accountId, ids),
      accountsOf: (accountIds) => accounts.accountsOf(accountIds),
    },
    actions: () => auditActions(server.operations()),
  })
  const billing = makeBilling({
    ...basics,
    around: {
      ...placesOfPrices(),
      accounts: {
        accountWithin: (accountId, key) => accounts.accountWithin(accountId, key),
        accountsBelow: (accountId) => accounts.accountsBelow(accountId),
        accountsOf: (accountIds) => accounts.accountsOf(accountIds),
      },
      connectionName: (id) => parts.operators.profile(id)?.name ?? null,
      post: outbound.post,
      onAlert: (alert) => tellLowBalance({ db: database.db, accounts, mail, url: address }, alert),
    },
  })
  const provisioning = makeProvisioning({ db: database.db, clock })
  const outside = outboundFetch(
    outboundNetworks(config, options.simulator !== null),
    config.limits.webhookMsMax,
  )
  stops.push(() => outside.close())
  const accounts = makeAccounts({
    db: database.db,
    secrets,
    clock,
    log,
    billing,
    publicUrl: () => address,
    mail,
    signUp: config.signUp,
    breached: await breachedOf(config, stops),
    note: audit.trail.note,
    outside: { fetch: outside.fetch, resolveTxt },
    limits: config.limits,
    trial: { ...config.trial, sender: DEFAULT_SENDER },
    sendCode: (number, code) => parts.sendCode(number, code),
  })
  const invoicing = makeInvoicing({
    ...basics,
    secrets,
    names: accountNames(accounts),
    mail: (tx, outgoing) => mail.send(tx, outgoing),
    stripeUrl: config.stripeUrl,
    simulated:
      options.simulator === null ? null : async () => !(await anyRealConnection(database.db)),
    publicUrl: () => address,
  })
  const firstAccount = await accounts.ensureFirstAccount(config.firstAccount)
  const server = await createServer({
    log,
    limits: config.limits,
    trustProxy: config.http.trustProxy,
    tls: config.http.tls,
    publicUrl: () => address,
    authenticate: accounts.authenticate,
    throttling: { factor: config.throttlingFactor, ofAccount: accounts.throttlesOf },
    trail: audit.trail,
  })

  const stream = new EventStream({
    log: events,
    topics,
    logger: log,
    socketsPerKeyMax: config.limits.socketsPerKeyMax,
  })
  const parts = compose({
    config,
    database,
    room,
    secrets,
    clock,
    log,
    accounts,
    billing,
    provisioning,
    subscriptions,
    outbound,
    publicUrl: () => address,
    note: audit.trail.note,
    mail,
    events,
    stream,
    simulator: options.simulator,
  })
  const all = [
    mail.module,
    audit.module,
    billing.module,
    invoicing.module,
    makeAnnexes({
      ...basics,
      names: accountNames(accounts),
      charged: (query) => parts.messaging.charged(query),
    }),
    provisioning.module,
    subscriptions.module,
    ...parts.modules,
  ]
  for (const module of all) module.routes?.(server.app)
  servePlatform(server, accounts, parts.health, config)
  await portalServer({ fastify: server.fastify, folder: config.portalDir })

  const { operators, routing } = parts
  const simulated = await operators.ensureSimulatorConnection(
    options.simulator && { smppPort: options.simulator.smppPort },
  )
  if (simulated !== null) await routing.ensureSimulatorRoutes(simulated)
  for (const module of all) {
    const stop = await module.start?.()
    if (stop) stops.push(stop)
  }

  const admit = (authenticate: Authenticate) =>
    admitSocket(server.fastify, authenticate, config, () => address)
  stream.attach(
    server.fastify.server,
    admit(accounts.authenticate),
    admit(accounts.authenticateAgain),
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
    smppPort: parts.smpp.port(),
    firstAccount,
    drain: stopAll,
  }
}

/** Makes the modules, lower ones first; what a lower one needs of a higher one is handed to it here. */
function compose(needs: {
  config: Config
  database: Database
  room: StorageRoom
  secrets: Secrets
  clock: Clock
  log: Log
  accounts: Accounts
  billing: Billing
  provisioning: Provisioning
  subscriptions: Subscriptions
  outbound: Outbound
  publicUrl: () => string
  note: Note
  mail: Mail
  events: EventLog
  stream: EventStream
  simulator: RunningSimulator | null
}): {
  modules: Module[]
  operators: Operators
  routing: Routing
  messaging: ReturnType<typeof makeMessaging>
  smpp: SmppServer
  health: () => Promise<HealthPart[]>
  sendCode: SendCode
} {
  const { config, database, secrets, clock, log, accounts, billing, provisioning, events, stream } =
    needs
  const rootAccountId = accounts.rootAccountId
  const operators = makeOperators({
    db: database.db,
    secrets,
    clock,
    log,
    publicUrl: needs.publicUrl,
    networks: outboundNetworks(config, needs.simulator !== null),
    onState: tellStates(events, database.db, rootAccountId, log),
    alarms: operatorAlarms({ ...needs, oldestDue: (ids) => messaging.oldestDue(ids) }),
    routesOf: async (connectionId) => routing.routesOf(connectionId),
  })
  const routing: Routing = routed(needs, operators)
  const health = healthOf(database, needs.room, operators, rootAccountId)
  const countryNames = new Map(countries().map((one) => [one.iso, one.name]))
  const metrics = makeMetrics({
    db: database.db,
    clock,
    log,
    words: {
      statuses: statuses.statuses,
      errors: statuses.messageErrors,
      networkName: (mccMnc) => networkByMccMnc(mccMnc)?.name ?? null,
      countryName: (iso) => countryNames.get(iso) ?? null,
    },
    accounts,
    post: needs.outbound.post,
  })
  const rules = makeRules({ db: database.db, clock, rootAccountId, accounts })
  const messaging = makeMessaging({
    database,
    clock,
    log,
    channels: channels({ operators, clock }),
    accounts,
    billing,
    provisioning,
    metrics,
    routing,
    rules,
    events,
    subscriptions: needs.subscriptions,
    collectors: { collectorsOf: smppTakersOf },
    names: {
      connection: (id) => operators.profile(id)?.name ?? null,
      route: (id) => routing.nameOf(id),
    },
    health: (accountId) => health(accountId),
    onTraffic: (accountIds) => tellCounters(accountIds),
    shortage: () => needs.room.shortage(),
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
  const smpp = smppOf({ ...needs, messaging })
  return {
    modules: [
      accounts.module,
      operators.module,
      routing.module,
      rules.module,
      metrics.module,
      messaging.module,
      ...channelOperations,
      smpp.module,
      makeOperate({ ...needs, operators, messaging }).module,
      ...(simulator ? [simulator] : []),
    ],
    operators,
    routing,
    messaging,
    smpp,
    health: () => health(rootAccountId),
    sendCode: codesOver(messaging, rootAccountId),
  }
}

async function breachedOf(config: Config, stops: Stop[]): Promise<BreachedFile | null> {
  if (config.breachedPasswordsFile === null) return null
  const file = await openBreached(config.breachedPasswordsFile)
  stops.push(() => file.handle.close())
  return file
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

/** Gives the owner of the first account a new password, and the account a new API key. */
export async function resetOwner(options: DatabaseOptions, config: Config): Promise<Credentials> {
  const database = openDatabase(options, silent, { connectionsMax: 2, hotConnectionsMax: 1 })
  try {
    await migrateAll(database, systemClock)
    const secrets = openSecrets(await readSecret(config))
    await refuseWrongSecret(database, secrets, systemClock)
    const basics = { db: database.db, clock: systemClock, log: silent }
    const trail = auditTrail({ ...basics, secrets })
    const accounts = makeAccounts({
      db: database.db,
      secrets,
      clock: systemClock,
      log: silent,
      billing: makeBilling({ db: database.db, clock: systemClock, log: silent }),
      publicUrl: () => '',
      mail: { send: async () => undefined },
      signUp: config.signUp,
      breached: null,
      note: trail.note,
      limits: config.limits,
      trial: { ...config.trial, sender: DEFAULT_SENDER },
      sendCode: async () => undefined,
    })
    const mark = await trail.begin({
      accountId: accounts.rootAccountId,
      action: 'reset-owner',
      actor: { kind: 'program' },
      target: { kind: 'user', id: null },
      description: 'A new password for the owner, from the command line of the server',
    })
    const made = await accounts.resetOwner()
    await trail.end(mark, { outcome: 'done' })
    return made
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
