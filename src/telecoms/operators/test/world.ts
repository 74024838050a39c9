import { createServer } from '../../../core/http/index.ts'
import type { Credential, HttpServer } from '../../../core/http/index.ts'
import { clock as realClock, type Clock } from '../../../core/clock.ts'
import { openLog } from '../../../core/open-log.ts'
import { openSecrets } from '../../../core/secrets.ts'
import {
  migrate,
  openDatabase,
  readMigrations,
  type Database,
} from '../../../core/storage/index.ts'
import { emptyDatabase } from '../../../../test/support/database.ts'
import { operators, type ConnectionState, type Operators } from '../index.ts'
import { routing, type Routing } from '../../routing/index.ts'

/** Whatever the answer is: the test says what it expects of it. */
type Json = ReturnType<typeof JSON.parse>

/** Operators and routing on a database of their own, with the HTTP server before them. */
export interface World {
  operators: Operators
  routing: Routing
  database: Database
  http: HttpServer
  states: { connectionId: number; state: ConnectionState }[]
  /** Calls an operation with the credential named in `as`. */
  call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    as?: 'root' | 'reader' | 'other' | 'nobody',
  ): Promise<{ status: number; body: Json }>
  /** Another process on the same database. */
  secondNode(): Promise<Operators & { stop(): Promise<void> }>
  close(): Promise<void>
}

const credentials: Record<string, Credential> = {
  root: {
    kind: 'key',
    accountId: 1,
    actingFrom: null,
    platform: [],
    isRootAccount: true,
    userId: null,
    keyId: 'k',
    scopes: 'all',
  },
  reader: {
    kind: 'key',
    accountId: 1,
    actingFrom: null,
    platform: [],
    isRootAccount: true,
    userId: null,
    keyId: 'k',
    scopes: new Set(['operators:read', 'routes:read']),
  },
  other: {
    kind: 'key',
    accountId: 7,
    actingFrom: null,
    platform: [],
    isRootAccount: false,
    userId: null,
    keyId: 'k',
    scopes: 'all',
  },
}

/** The root account, a reseller, and its customer, as `accounts` would tell of them. */
const family = [
  { id: 1, key: 'ROOT', name: 'Root', below: [1, 7, 8] },
  { id: 7, key: 'RESELLER', name: 'Reseller', below: [7, 8] },
  { id: 8, key: 'SHOP', name: 'Shop', below: [8] },
]
const tree = {
  idOfKey: async (key: string) => family.find((one) => one.key === key)?.id ?? null,
  accountsOf: async (ids: readonly number[]) =>
    new Map(family.filter((one) => ids.includes(one.id)).map((one) => [one.id, one])),
  accountsBelow: async (id: number) => family.find((one) => one.id === id)?.below ?? [],
}

export async function startWorld(clock: Clock = realClock): Promise<World> {
  const log = openLog('silent')
  const database = openDatabase(await emptyDatabase(), log, {
    connectionsMax: 4,
    hotConnectionsMax: 1,
  })
  const secrets = openSecrets(Buffer.alloc(32, 7))
  const states: World['states'] = []
  const made: Operators = operators({
    db: database.db,
    secrets,
    clock,
    log,
    networks: ['127.0.0.0/8'],
    publicUrl: () => 'http://localhost',
    onState: (connectionId, state) => void states.push({ connectionId, state }),
    routesOf: (connectionId) => routes.routesOf(connectionId),
  })
  const routes = routing({
    db: database.db,
    clock,
    log,
    connection: made.profile,
    states: made.states,
    accounts: tree,
    costs: { refresh: async () => undefined, costOf: () => null },
    triesMax: 3,
  })
  const modules = [made.module, routes.module]
  const migrations = await Promise.all(
    modules.map((one) => readMigrations(one.name, one.migrations!)),
  )
  await migrate(database.db, migrations.flat(), clock.now())
  const http = await createServer({
    log,
    limits: {
      bodyBytesMax: 1_000_000,
      headersBytesMax: 16_384,
      connectionsMax: 100,
      requestTimeoutMs: 30_000,
      jsonDepthMax: 32,
      connectionsPerKeyMax: 500,
    },
    trustProxy: false,
    tls: null,
    publicUrl: () => 'http://localhost',
    authenticate: async (request) => credentials[String(request.headers['authorization'])] ?? null,
  })
  for (const one of modules) one.routes?.(http.app)
  await http.fastify.ready()
  const stops = [await made.module.start!(), await routes.module.start!()]
  return {
    operators: made,
    routing: routes,
    database,
    http,
    states,
    call: async (method, path, body, as = 'root') => {
      const answer = await http.fastify.inject({
        method,
        url: path,
        headers: { authorization: as },
        ...(body === undefined ? {} : { payload: body }),
      })
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
    },
    secondNode: async () => {
      const node = operators({ db: database.db, secrets, clock, log, publicUrl: () => '' })
      const stop = await node.module.start!()
      return { ...node, stop }
    },
    close: async () => {
      for (const stop of stops) await stop()
      await http.fastify.close()
      await database.close()
    },
  }
}

let names = 0

/** Settings of a connection to an SMSC of a test. */
export const settings = (port: number, more: object = {}): object => ({
  name: `Test operator ${++names}`,
  kind: 'SMPP_CLIENT',
  host: '127.0.0.1',
  port,
  systemId: 'trunkline',
  password: 'secret',
  ...more,
})
