import { movableClock, type MovableClock } from '../../core/clock.ts'
import { createServer, type HttpServer } from '../../core/http/index.ts'
import { openLog } from '../../core/open-log.ts'
import { openSecrets } from '../../core/secrets.ts'
import { migrate, openDatabase, readMigrations, type Database } from '../../core/storage/index.ts'
import { emptyDatabase } from '../../../test/support/database.ts'
import { accounts, accountsMigrations, type Accounts } from '../index.ts'

/** Whatever the answer is: the test says what it expects of it. */
type Json = ReturnType<typeof JSON.parse>

export interface Answer {
  status: number
  body: Json
  headers: Headers
}

export interface Node {
  accounts: Accounts
  http: HttpServer
  url: string
  /** A `Credential` is given as the header `Authorization`. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  close(): Promise<void>
}

export interface CallOptions {
  as?: string
  body?: object
  form?: Record<string, string>
  headers?: Record<string, string>
}

/** Accounts on a database of their own, with a clock to move, and as many processes on it as a test wants. */
export interface World extends Node {
  database: Database
  clock: MovableClock
  /** The root account's key, as `Authorization` wants it. */
  rootKey: string
  owner: { email: string; password: string }
  anotherNode(more?: NodeOptions): Promise<Node>
}

export interface NodeOptions {
  /** Proxies whose X-Forwarded-For is believed. */
  trustProxy?: string[]
  publicUrl?: string
  requestsPerSecondPerKeyMax?: number
}

const log = openLog('silent')
const secrets = openSecrets(Buffer.alloc(32, 7))

export async function startWorld(options: NodeOptions = {}): Promise<World> {
  const database = openDatabase(await emptyDatabase(), log, {
    connectionsMax: 8,
    hotConnectionsMax: 4,
  })
  const clock = movableClock()
  await migrate(database.db, await readMigrations('accounts', accountsMigrations), clock.now())
  const node = await startNode(database, clock, options)
  const owner = { email: 'Owner@example.org', password: 'correct horse battery staple' }
  const made = await node.accounts.ensureFirstAccount({
    ownerEmail: owner.email,
    ownerPassword: owner.password,
  })
  const others: Node[] = []
  return {
    ...node,
    database,
    clock,
    rootKey: `App ${made.apiKey}`,
    owner,
    anotherNode: async (more = {}) => {
      const other = await startNode(database, clock, more)
      others.push(other)
      return other
    },
    close: async () => {
      await Promise.all([node, ...others].map((one) => one.close()))
      await database.close()
    },
  }
}

async function startNode(
  database: Database,
  clock: MovableClock,
  options: NodeOptions,
): Promise<Node> {
  let url = ''
  const publicUrl = () => options.publicUrl ?? url
  const made = accounts({
    db: database.db,
    secrets,
    clock,
    log,
    publicUrl,
    limits: {
      loginsPerMinuteMax: 20,
      requestsPerSecondPerKeyMax: options.requestsPerSecondPerKeyMax ?? 10_000,
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
      connectionsPerKeyMax: 500,
    },
    trustProxy: options.trustProxy ?? false,
    tls: null,
    publicUrl,
    authenticate: made.authenticate,
  })
  made.module.routes!(http.app)
  url = await http.fastify.listen({ host: '127.0.0.1', port: 0 })
  const stop = await made.module.start!()
  return {
    accounts: made,
    http,
    url,
    call: (method, path, call = {}) => callAt(url + path, method, call),
    close: async () => {
      await http.fastify.close()
      await stop()
    },
  }
}

async function callAt(
  address: string,
  method: string,
  { as, body, form, headers }: CallOptions,
): Promise<Answer> {
  const response = await fetch(address, {
    method,
    headers: {
      ...(as === undefined ? {} : { authorization: as }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    headers: response.headers,
  }
}

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

/** The portal's cookie from the answer to a log-in. */
export function cookieOf(answer: Answer): string {
  const [pair = ''] = (answer.headers.get('set-cookie') ?? '').split(';')
  return pair
}
