import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import {
  startEmbeddedPostgres,
  type Connection,
  type EmbeddedPostgres,
} from '../../src/core/embedded-postgres/index.ts'
import { openLog } from '../../src/core/open-log.ts'
import { temporaryFolder } from './temporary-folder.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Unix socket on which a test file asks for a database. */
    databaseBroker: string
  }
}

const TEMPLATE = 'trunkline_template'
const CONNECTIONS_MAX = 100

/**
 * One PostgreSQL for the whole run, in a folder of its own that goes with it. It is started when the first test file
 * asks for a database; runs that need none do not wait for it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await temporaryFolder('test')
  const watchdog = startWatchdog(folder)
  const cluster = new Cluster(folder)
  const socket = path.join(folder, 'broker.sock')
  const broker = await listen(cluster, socket)
  project.provide('databaseBroker', socket)
  return async () => {
    broker.close()
    broker.closeAllConnections()
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
    watchdog.stdin?.end()
  }
}

/** Makes databases, one after another: a template must not be in use while it is copied. */
class Cluster {
  readonly #folder: string
  #postgres: Promise<EmbeddedPostgres> | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #made = 0
  #templateMade = false

  constructor(folder: string) {
    this.#folder = folder
  }

  database(kind: 'migrated' | 'empty'): Promise<Connection> {
    const mine = this.#turn.then(() => this.#make(kind))
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  async #make(kind: 'migrated' | 'empty'): Promise<Connection> {
    this.#postgres ??= startEmbeddedPostgres({
      dataDir: this.#folder,
      log: openLog('warn'),
      connectionsMax: CONNECTIONS_MAX,
    })
    const { connection } = await this.#postgres
    if (kind === 'migrated' && !this.#templateMade) {
      await statement(connection, `create database ${TEMPLATE}`)
      await migrate({ ...connection, database: TEMPLATE })
      this.#templateMade = true
    }
    const database = `test_${++this.#made}`
    await statement(
      connection,
      `create database ${database} template ${kind === 'empty' ? 'template0' : TEMPLATE}`,
    )
    return { ...connection, database }
  }

  async stop(): Promise<void> {
    const postgres = await this.#postgres?.catch(() => null)
    await postgres?.stop()
  }
}

/** Applies the migrations of all modules; while there is no platform yet, there is nothing to apply. */
async function migrate(database: Connection): Promise<void> {
  const file = path.join(import.meta.dirname, '../../src/platform.ts')
  if (!existsSync(file)) return
  const platform = (await import(file)) as {
    migrateDatabase(database: Connection): Promise<unknown>
  }
  await platform.migrateDatabase(database)
}

async function statement(connection: Connection, text: string): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

async function listen(cluster: Cluster, socket: string): Promise<Server> {
  const server = createServer((request, answer) => {
    cluster.database(request.url === '/empty' ? 'empty' : 'migrated').then(
      (connection) => answer.end(JSON.stringify(connection)),
      (error: unknown) =>
        answer.writeHead(500).end(JSON.stringify({ error: (error as Error).stack })),
    )
  })
  await new Promise<void>((settle) => server.listen(socket, settle))
  return server
}

/**
 * Stops PostgreSQL and removes its folder when the run ends in any other way than by its own teardown: the watchdog
 * waits for the end of its input, which the system brings about even after kill -9. In a session of its own, so that
 * Ctrl-C does not end it first.
 */
function startWatchdog(folder: string) {
  const script = `
    cat > /dev/null
    pid=$(head -n 1 "$1/postgres/data/postmaster.pid" 2> /dev/null) && kill -INT "$pid"
    tries=0
    while [ -n "$pid" ] && kill -0 "$pid" 2> /dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
    rm -rf "$1"`
  const watchdog = spawn('/bin/sh', ['-c', script, 'sh', folder], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.unref()
  ;(watchdog.stdin as unknown as { unref(): void }).unref()
  return watchdog
}
