import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig } from '../../src/core/config.ts'
import { clock } from '../../src/core/clock.ts'
import { openLog } from '../../src/core/open-log.ts'
import { startPlatform } from '../../src/platform.ts'
import { spawnSimulator } from '../../src/simulator/spawned-simulator.ts'
import type { SimulatorClient } from '../../src/simulator/index.ts'
import { testDatabase } from '../support/database.ts'

export const OWNER = { email: 'owner@example.org', password: 'correct horse battery staple' }
export const API_KEY = 'compat-0123456789abcdef0123456789abcdef'

/** The whole server with a simulated operator, as a customer meets it. */
export interface Running {
  url: string
  simulator: SimulatorClient
  stop(): Promise<void>
}

export async function runPlatform(): Promise<Running> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tl-compat-'))
  const [simulator, database] = await Promise.all([spawnSimulator(), testDatabase()])
  const config = readConfig({
    PORT: '0',
    DATA_DIR: folder,
    SECRET_KEY: 'compat-tests-only-0123456789abcdef0123456789',
    OWNER_EMAIL: OWNER.email,
    OWNER_PASSWORD: OWNER.password,
    API_KEY,
    LOG_LEVEL: 'silent',
  })
  const platform = await startPlatform({
    config,
    database,
    log: openLog('silent'),
    simulator: { smppPort: simulator.smppPort, control: simulator.socketPath },
  })
  return {
    url: platform.url,
    simulator: simulator.client,
    stop: async () => {
      await platform.drain()
      await simulator.remove()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until `look` gives something; looks again at once when it gave nothing. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined>,
  withinMs = 15_000,
): Promise<T> {
  const until = clock.ms() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (clock.ms() > until) throw new Error(`${what} did not happen within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export interface Answer<Body> {
  status: number
  headers: Headers
  /** Parsed; the caller says what it takes it for, and a judge of shapes checks it. */
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
  (url: string): Call =>
  async <Body>(
    method: string,
    address: string,
    body?: unknown,
    headers: Record<string, string | null> = {},
  ) => {
    const all: Record<string, string | null> = { authorization: `App ${API_KEY}`, ...headers }
    if (body !== undefined) all['content-type'] ??= 'application/json'
    const response = await fetch(url + address, {
      method,
      headers: Object.fromEntries(
        Object.entries(all).filter((one): one is [string, string] => one[1] !== null),
      ),
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const parsed = (text === '' ? undefined : JSON.parse(text)) as Body
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
