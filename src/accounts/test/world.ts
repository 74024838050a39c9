import { Resolver } from 'node:dns/promises'
import { movableClock, type MovableClock } from '../../core/clock.ts'
import { createServer, type HttpServer } from '../../core/http/index.ts'
import { openLog } from '../../core/open-log.ts'
import { openSecrets } from '../../core/secrets.ts'
import { outboundFetch } from '../../core/webhooks/index.ts'
import {
  migrate,
  openDatabase,
  readMigrations,
  rows,
  sql,
  type Database,
} from '../../core/storage/index.ts'
import { emptyDatabase } from '../../../test/support/database.ts'
import { billing, billingMigrations } from '../../billing/index.ts'
import { accounts, accountsMigrations, openBreached, type Accounts } from '../index.ts'

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
  /** Codes sent to numbers, in their order: what the handset would show. */
  codes: { number: string; code: string }[]
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
  /** What was sent by mail, of all worlds in this file. */
  letters: Letter[]
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
  /** Whether strangers may sign up. */
  signUpOpen?: boolean
  breachedFile?: string
}

/** Providers of identities are on this machine, in tests. */
const outside = outboundFetch(['127.0.0.0/8', '::1'], 5_000)
/** Asked for TXT records; a test that needs some tells it where its name server is. */
export const names = new Resolver({ timeout: 1_000, tries: 1 })
/** What was sent by mail, of all worlds in this file. */
export interface Letter {
  to: string
  subject: string
  text: string
  language?: string
  accountId: number | null
  kind: string
}
const letters: Letter[] = []
const log = openLog('silent')
const secrets = openSecrets(Buffer.alloc(32, 7))

export async function startWorld(options: NodeOptions = {}): Promise<World> {
  const database = openDatabase(await emptyDatabase(), log, {
    connectionsMax: 8,
    hotConnectionsMax: 4,
  })
  const clock = movableClock()
  await migrate(
    database.db,
    [
      ...(await readMigrations('accounts', accountsMigrations)),
      ...(await readMigrations('billing', billingMigrations)),
    ],
    clock.now(),
  )
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
    letters,
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
  const codes: { number: string; code: string }[] = []
  // Each needs the other; nothing is asked before both are there.
  const money = billing({
    db: database.db,
    clock,
    log,
    around: {
      accounts: {
        accountWithin: (accountId, key) => made.accountWithin(accountId, key),
        accountsBelow: (accountId) => made.accountsBelow(accountId),
        accountsOf: (accountIds) => made.accountsOf(accountIds),
      },
      places: { country: () => null, network: () => null, ofNumber: () => null },
      senderKind: () => null,
      connectionName: () => null,
      post: async () => ({ ok: true, status: 200 }),
      onAlert: async () => undefined,
    },
  })
  const made: Accounts = accounts({
    db: database.db,
    secrets,
    clock,
    log,
    billing: money,
    publicUrl,
    mail: { send: async (_tx, letter) => void letters.push(letter) },
    signUp: { open: options.signUpOpen ?? true, termsVersion: '7', termsUrl: null },
    breached: options.breachedFile === undefined ? null : await openBreached(options.breachedFile),
    note: async () => undefined,
    outside: { fetch: outside.fetch, resolveTxt: (name) => names.resolveTxt(name) },
    limits: {
      loginsPerMinuteMax: 20,
      requestsPerSecondPerKeyMax: options.requestsPerSecondPerKeyMax ?? 10_000,
    },
    trial: { messagesMax: 50, messagesPerDayMax: 20, days: 30, sender: 'Trunkline' },
    sendCode: async (number, code) => void codes.push({ number, code }),
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
    throttling: { factor: Infinity, ofAccount: made.throttlesOf },
  })
  made.module.routes!(http.app)
  money.module.routes?.(http.app)
  url = await http.fastify.listen({ host: '127.0.0.1', port: 0 })
  const stop = await made.module.start!()
  return {
    accounts: made,
    codes,
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

/** A further person of an account, with the password of somebody who is there. @returns the id */
export async function addMember(
  world: World,
  one: { email: string; role: string; accountId: number; passwordOf: string; locale?: string },
): Promise<number> {
  const [made] = await rows<{ id: number }>(
    world.database.db,
    sql`
      insert into accounts.users (email, password_hash, name, locale, state, created_at, password_changed_at)
      select ${one.email}, password_hash, 'Local', ${one.locale ?? 'en'}, 'active', created_at, created_at
      from accounts.users where email = ${one.passwordOf}
      returning id`,
  )
  await joinAccount(world, made!.id, one.accountId, one.role)
  return made!.id
}

export const joinAccount = (world: World, userId: number, accountId: number, role: string) =>
  rows(
    world.database.db,
    sql`
      insert into accounts.memberships (account_id, user_id, role, created_at)
      values (${accountId}, ${userId}, ${role}, ${world.clock.now()})`,
  )
