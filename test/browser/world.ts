import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { build } from 'vite'
import { readConfig } from '../../src/core/config.ts'
import { openLog } from '../../src/core/open-log.ts'
import { startPlatform } from '../../src/platform.ts'
import { spawnSimulator, type SpawnedSimulator } from '../../src/simulator/spawned-simulator.ts'
import { testDatabase } from '../support/database.ts'
import { openBrowser, type Found } from './browser.ts'

export const OWNER = { email: 'owner@example.org', password: 'correct horse battery staple' }
export const API_KEY = 'browser-0123456789abcdef0123456789abcdef'
const PORTAL = path.join(import.meta.dirname, '../../portal')

/** The whole installation with a freshly built portal and a browser in front of it. */
export interface World {
  url: string
  simulator: SpawnedSimulator
  /** What went wrong in any page: errors, refused content, calls to foreign hosts. Empty when all is well. */
  complaints: string[]
  context(options?: BrowserContextOptions): Promise<BrowserContext>
  /** A page of somebody who is logged in. */
  page(options?: BrowserContextOptions): Promise<Page>
  api(method: string, address: string, body?: unknown, key?: string): Promise<Response>
  /** Closes all pages: each keeps asking the server as long as it is open. */
  closePages(): Promise<void>
  stop(): Promise<void>
}

/** @param settings environment variables beside those a test needs */
export async function startWorld(
  browser: NonNullable<Found['browser']>,
  settings: Record<string, string> = {},
): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tl-browser-'))
  const portalDir = path.join(folder, 'portal')
  const [simulator, database] = await Promise.all([
    spawnSimulator(),
    testDatabase(),
    build({
      root: PORTAL,
      configFile: path.join(PORTAL, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: portalDir, reportCompressedSize: false },
    }),
  ])
  const config = readConfig({
    PORT: '0',
    SMPP_PORT: '0',
    DATA_DIR: folder,
    SECRET_KEY: 'browser-tests-only-0123456789abcdef0123456789',
    OWNER_EMAIL: OWNER.email,
    OWNER_PASSWORD: OWNER.password,
    API_KEY,
    LOG_LEVEL: 'silent',
    ...settings,
  })
  const platform = await startPlatform({
    config: { ...config, portalDir },
    database,
    log: openLog('silent'),
    simulator: {
      smppPort: simulator.smppPort,
      smtpPort: simulator.smtpPort,
      control: simulator.socketPath,
    },
  })
  const complaints: string[] = []
  const context = async (options: BrowserContextOptions = {}) => {
    const made = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Asia/Tokyo',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 900 },
      ...options,
    })
    watch(made, platform.url, complaints)
    return made
  }
  return {
    url: platform.url,
    simulator,
    complaints,
    closePages: async () => {
      await Promise.all(browser.contexts().map((one) => one.close()))
    },
    context,
    page: async (options) => {
      const made = await context(options)
      await logIn(made, platform.url)
      return made.newPage()
    },
    api: (method, address, body, key = API_KEY) =>
      fetch(platform.url + address, {
        method,
        headers: {
          authorization: `App ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    stop: async () => {
      await browser.close()
      await platform.drain()
      await simulator.remove()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The session cookie by the documented operation, for tests that are not about logging in. */
async function logIn(context: BrowserContext, url: string): Promise<void> {
  const answer = await context.request.post(`${url}/accounts/1/login`, {
    data: OWNER,
    headers: { origin: url },
  })
  if (!answer.ok())
    throw new Error(`logging in was answered ${answer.status()}: ${await answer.text()}`)
}

/** Refusals the tests provoke are told by the browser too. */
const EXPECTED =
  /Failed to load resource: the server responded with a status of (?:400|401|403|404|409|429)|net::ERR_(?:INTERNET_DISCONNECTED|CONNECTION_REFUSED|ABORTED)|WebSocket connection to/

function watch(context: BrowserContext, url: string, complaints: string[]): void {
  const own = new URL(url).host
  context.on('weberror', (error) => complaints.push(`error: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text()))
      complaints.push(`console: ${message.text()}`)
  })
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol !== 'data:' && protocol !== 'blob:' && host !== own)
      complaints.push(`foreign call: ${request.url()}`)
  })
}

export { openBrowser }
