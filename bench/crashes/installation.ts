import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { findEmbeddedPostgres } from '../../src/core/embedded-postgres/index.ts'

/** The whole program on a data folder of its own: what is killed and started again. */

const projectDir = fileURLToPath(new URL('../..', import.meta.url))
const OWNER_KEY = 'crash-0123456789abcdef0123456789abcdef'
const CALL_MS_MAX = 20_000

export interface Installation {
  /** Changes with each start. */
  url: string
  /** Starts it and waits until it is ready; false: it was ended before that. */
  start(): Promise<boolean>
  /** Ends the server as `kill -9` does, and waits until it is gone. */
  kill(): Promise<void>
  /** Ends PostgreSQL's main process as `kill -9` does. */
  killDatabase(): Promise<void>
  /** Whether the server runs. */
  alive(): boolean
  call<Body>(
    method: string,
    address: string,
    body?: unknown,
    key?: string,
  ): Promise<{ status: number; body: Body }>
  /** Looks into the database, past the server; waits while it is away. */
  look<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Ends it in order and removes its folder. */
  remove(): Promise<void>
}

export async function openInstallation(): Promise<Installation> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tl-crash-'))
  let child: ChildProcess | null = null
  const alive = () => child !== null && child.exitCode === null && child.signalCode === null
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (!alive()) return
    const gone = once(child!, 'exit')
    child!.kill(signal)
    await gone
  }
  const installation: Installation = {
    url: '',
    alive,
    start: async () => {
      child = launch(dataDir)
      const ready = await readyLine(child)
      if (ready) installation.url = ready.url
      return ready !== null
    },
    kill: () => end('SIGKILL'),
    killDatabase: async () => {
      process.kill(await databasePid(dataDir), 'SIGKILL')
    },
    call: async <Body>(method: string, address: string, body?: unknown, key = OWNER_KEY) => {
      const answer = await fetch(installation.url + address, {
        method,
        headers: { authorization: `App ${key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(CALL_MS_MAX),
      })
      const text = await answer.text()
      return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as Body }
    },
    look: (text, values) => lookInto(dataDir, text, values),
    remove: async () => {
      await end('SIGTERM')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return installation
}

const launch = (dataDir: string): ChildProcess =>
  spawn(process.execPath, [path.join(projectDir, 'src/main.ts')], {
    cwd: projectDir,
    env: {
      ...process.env,
      PORT: '0',
      SMPP_PORT: 'off',
      SIMULATOR: 'off',
      DATA_DIR: dataDir,
      API_KEY: OWNER_KEY,
      OWNER_PASSWORD: 'a password for the bench',
      THROTTLING: 'off',
      LOG_LEVEL: process.env['CRASH_LOG_LEVEL'] ?? 'fatal',
    },
    stdio: ['ignore', 'pipe', process.env['CRASH_LOG_LEVEL'] ? 'inherit' : 'ignore'],
  })

/** @returns null when the program ended before it was ready */
async function readyLine(child: ChildProcess): Promise<{ url: string } | null> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const told = JSON.parse(line) as { ready?: boolean; url: string }
    if (told.ready) return told
  }
  return null
}

async function databasePid(dataDir: string): Promise<number> {
  for await (const file of glob(path.join(dataDir, 'postgres/**/postmaster.pid')))
    return Number((await readFile(file, 'utf8')).split('\n')[0])
  throw new Error('PostgreSQL does not run')
}

async function lookInto<Row extends pg.QueryResultRow>(
  dataDir: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  for (let tries = 0; ; tries++) {
    const connection = await findEmbeddedPostgres(dataDir)
    const client = new pg.Client({ ...connection, options: '-c timezone=UTC' })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return (await client.query<Row>(text, values)).rows
    } catch (error) {
      if (tries === 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}
