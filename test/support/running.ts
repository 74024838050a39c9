import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { accounts, type AccountWishes, type Accounts } from '../../src/accounts/index.ts'
import { billing, invoicing, type Invoicing } from '../../src/billing/index.ts'
import { clock as systemClock, movableClock, type MovableClock } from '../../src/core/clock.ts'
import { readConfig, type Config } from '../../src/core/config.ts'
import { openLog } from '../../src/core/open-log.ts'
import { openSecrets, readSecret } from '../../src/core/secrets.ts'
import { openDatabase } from '../../src/core/storage/index.ts'
import { mail } from '../../src/mail/index.ts'
import { startPlatform } from '../../src/platform.ts'
import type { SimulatorClient } from '../../src/simulator/index.ts'
import { spawnSimulator } from '../../src/simulator/spawned-simulator.ts'
import { testDatabase } from './database.ts'

export const OWNER = { email: 'owner@example.org', password: 'correct horse battery staple' }
export const API_KEY = 'compat-0123456789abcdef0123456789abcdef'

/** The whole server with a simulated operator, as a customer meets it. */
export interface Running {
  url: string
  /** Of the SMPP server for customers. */
  smppPort: number
  simulator: SimulatorClient
  /** The platform's; runs on from the system's time. */
  clock: MovableClock
  /** Makes a further account; its API key has all scopes. */
  account(wishes: AccountWishes): Promise<OtherAccount>
  /** What the modules' doors do not offer a test: accounts suspended, keys made. */
  accounts: Accounts
  /** Months closed and reminders sent when a test says so: what the program does by itself every minute. */
  invoicing: Invoicing
  /** Looks into the database, past all doors. */
  look<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Ends the server and starts another one on what it left; the address changes. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export interface OtherAccount {
  accountId: number
  apiKey: string
  call: Call
}

/** @param settings environment variables beside those a test needs */
export async function runPlatform(settings: Record<string, string> = {}): Promise<Running> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tl-platform-'))
  const [simulator, database] = await Promise.all([spawnSimulator(), testDatabase()])
  const config = readConfig({
    PORT: '0',
    SMPP_PORT: '0',
    DATA_DIR: folder,
    SECRET_KEY: 'compat-tests-only-0123456789abcdef0123456789',
    OWNER_EMAIL: OWNER.email,
    OWNER_PASSWORD: OWNER.password,
    API_KEY,
    LOG_LEVEL: 'silent',
    // Tests ask faster than people do; the one about throttles says otherwise.
    THROTTLING: 'off',
    ...settings,
  })
  const clock = movableClock()
  const start = () =>
    startPlatform({
      config,
      database,
      log: openLog(settings['LOG_LEVEL'] ?? 'silent'),
      simulator: {
        smppPort: simulator.smppPort,
        smtpPort: simulator.smtpPort,
        control: simulator.socketPath,
      },
      clock,
    })
  let platform = await start()
  const beside = await besideIt(config, database, clock)
  const running: Running = {
    url: platform.url,
    smppPort: platform.smppPort ?? 0,
    simulator: simulator.client,
    clock,
    accounts: beside.accounts,
    invoicing: beside.invoicing,
    account: async (wishes) => {
      const { accountId, apiKey } = await beside.accounts.createAccount(wishes)
      return { accountId, apiKey, call: caller(() => running.url, apiKey) }
    },
    look: async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
      (await beside.looking.query<Row>(text, values)).rows,
    restart: async () => {
      await platform.drain()
      platform = await start()
      running.url = platform.url
      running.smppPort = platform.smppPort ?? 0
    },
    stop: async () => {
      await beside.close()
      await platform.drain()
      await simulator.remove()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return running
}

/** The accounts module once more on the same database, and a connection to look with. */
async function besideIt(config: Config, connection: pg.ClientConfig, clock: MovableClock) {
  const log = openLog('silent')
  const database = openDatabase(connection as Parameters<typeof openDatabase>[0], log, {
    connectionsMax: 2,
    hotConnectionsMax: 1,
  })
  const looking = new pg.Pool({ ...connection, max: 2, options: '-c timezone=UTC' })
  const secrets = openSecrets(await readSecret(config))
  const made = accounts({
    db: database.db,
    secrets,
    clock,
    log,
    billing: billing({ db: database.db, clock, log }),
    publicUrl: () => '',
    mail: { send: async () => undefined },
    signUp: config.signUp,
    breached: null,
    note: async () => undefined,
    limits: config.limits,
    trial: { ...config.trial, sender: 'Trunkline' },
    sendCode: async () => undefined,
  })
  const mails = mail({
    db: database.db,
    secrets,
    clock,
    log,
    relay: { ...config.mail, mailboxPort: null },
  })
  return {
    accounts: made,
    invoicing: invoicing({
      db: database.db,
      clock,
      log,
      secrets,
      names: {
        namesOf: (on, ids) => made.accountsOf(ids, on),
        idOfKey: (on, key) => made.idOfKey(key, on),
      },
      mail: (tx, outgoing) => mails.send(tx, outgoing),
      stripeUrl: config.stripeUrl,
      simulated: async () => true,
      publicUrl: () => '',
    }),
    looking,
    close: async () => {
      await Promise.all([looking.end(), database.close()])
    },
  }
}

/** Waits until `look` gives something; looks again at once when it gave nothing. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  withinMs = 15_000,
): Promise<T> {
  const until = systemClock.ms() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (systemClock.ms() > until) throw new Error(`${what} did not happen within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

export interface Answer<Body> {
  status: number
  headers: Headers
  /** Parsed when it is JSON, else text; the caller says what it takes it for, and a judge of shapes checks it. */
  body: Body
}
export type Call = <Body = unknown>(
  method: string,
  address: string,
  body?: unknown,
  headers?: Record<string, string | null>,
) => Promise<Answer<Body>>

/** Calls as a plain HTTP client does; `Authorization` is the API key unless said otherwise. A body that is text goes as it is. */
export const caller =
  (url: string | (() => string), apiKey: string = API_KEY): Call =>
  async <Body>(
    method: string,
    address: string,
    body?: unknown,
    headers: Record<string, string | null> = {},
  ) => {
    const all: Record<string, string | null> = { authorization: `App ${apiKey}`, ...headers }
    if (body !== undefined) all['content-type'] ??= 'application/json'
    const response = await fetch((typeof url === 'string' ? url : url()) + address, {
      method,
      // An answer that leads elsewhere, to a page or another site, is the answer.
      redirect: 'manual',
      headers: Object.fromEntries(
        Object.entries(all).filter((one): one is [string, string] => one[1] !== null),
      ),
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    const parsed = (text === '' ? undefined : isJson ? JSON.parse(text) : text) as Body
    return { status: response.status, headers: response.headers, body: parsed }
  }

/** An API key of the first account with these scopes only. */
export async function makeKey(
  call: Call,
  name: string,
  scopes: readonly string[],
): Promise<{ id: string; secret: string }> {
  const body = { name, permissions: ['PUBLIC_API'], scopeGuids: scopes }
  const made = await call<{ id: string; apiKeySecret: string }>(
    'POST',
    '/settings/2/api-keys',
    body,
  )
  if (made.status >= 300) throw new Error(JSON.stringify(made.body))
  return { id: made.body.id, secret: made.body.apiKeySecret }
}
