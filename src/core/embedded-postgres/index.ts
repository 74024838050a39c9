import { createHash, randomBytes } from 'node:crypto'
import { readFile, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import type { Log } from '../log.ts'
import { makeFileOnce } from '../private-file.ts'
import {
  endOfAdopted,
  keepRunning,
  signal,
  socketFolder,
  type Running,
} from '../processes/index.ts'
import { reasonOf, StartRefused } from '../start-refused.ts'
import {
  layoutOf,
  prepareData,
  prepareFolders,
  removeOldLogs,
  SUPERUSER,
  writeSettings,
} from './data-folder.ts'
import { databaseUser } from './database-user.ts'
import {
  findPostmaster,
  readPidFile,
  startPostmaster,
  stopPostmaster,
  type PostmasterOptions,
} from './postmaster.ts'
import { findPrograms } from './programs.ts'
import { PG_HBA, postgresqlConf } from './server-settings.ts'

export { restoreLinks } from './programs.ts'

export interface Connection {
  /** Folder of the Unix socket. */
  host: string
  user: string
  password: string
  database: string
}

export interface EmbeddedPostgres {
  readonly connection: Connection
  /** Of its main process; another one after it was started again. */
  pid(): number
  /** Whether it was found running, left by a server that crashed. */
  readonly adopted: boolean
  /** Fast shutdown; at once when that takes too long. Nothing of it is left when done. */
  stop(): Promise<void>
  /** Tells it to end at once and does not wait; it recovers at the next start. */
  kill(): void
}

export interface EmbeddedPostgresOptions {
  /** Exists. The database's own folder is made inside. */
  dataDir: string
  log: Log
  connectionsMax?: number
}

const SOCKET_NAME = '.s.PGSQL.5432'
const DATABASE = 'trunkline'
const CONNECTIONS_MAX = 40
const HOUR_MS = 3_600_000

/**
 * Runs the PostgreSQL of the npm package on a data folder of ours, reached over a private Unix socket only, and starts
 * it again when it dies. One left by a crash is adopted when it answers to our password, and stopped otherwise.
 * @throws StartRefused when an operator has to do something
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const layout = layoutOf(await realpath(options.dataDir))
  const user = await databaseUser(layout.root)
  await prepareFolders(layout, user)
  const programs = await findPrograms(user, { draftFolder: options.dataDir, folder: layout.root })
  const password = await readPassword(options.dataDir)
  const fresh = await prepareData(layout, user, programs, password)
  const host = await socketFolder(layout.run, {
    socketName: SOCKET_NAME,
    noteFile: path.join(options.dataDir, 'postgres-socket'),
    uid: user.uid,
    own: user.own,
  })
  const clusterName = `trunkline-${createHash('sha256').update(layout.data).digest('hex').slice(0, 8)}`
  const conf = postgresqlConf({
    clusterName,
    socketFolder: host,
    logFolder: layout.log,
    connectionsMax: options.connectionsMax ?? CONNECTIONS_MAX,
    programs: `${programs.postgres} ${programs.version}`,
  })
  const changed = await writeSettings(layout, user, 'postgresql.conf', conf)
  await writeSettings(layout, user, 'pg_hba.conf', PG_HBA)

  const connection: Connection = { host, user: SUPERUSER, password, database: DATABASE }
  const postmaster: PostmasterOptions = {
    data: layout.data,
    clusterName,
    postgres: programs.postgres,
    user,
    socketFolder: host,
    logFolder: layout.log,
    startupLog: path.join(options.dataDir, 'postgres-startup.log'),
    log: options.log,
  }
  const found = changed || fresh ? null : await adopt(postmaster, connection)
  const first = found ?? (await startOrRefuse(postmaster))
  try {
    await ensureDatabase(connection)
  } catch (error) {
    await stopPostmaster(postmaster, first.identity)
    throw error
  }
  await removeOldLogs(layout, user)
  options.log.info(
    {
      pid: first.identity.pid,
      adopted: found !== null,
      version: programs.version,
      user: user.name,
    },
    'postgresql is ready',
  )

  const tidying = setInterval(() => {
    removeOldLogs(layout, user).catch((error: unknown) =>
      options.log.warn({ reason: reasonOf(error) }, 'old logs of postgresql could not be removed'),
    )
  }, HOUR_MS)
  tidying.unref()
  const keeper = keepRunning(first, {
    name: 'postgresql',
    log: options.log,
    start: () => startPostmaster(postmaster),
  })
  return {
    connection,
    adopted: found !== null,
    pid: () => keeper.current().identity.pid,
    stop: async () => {
      clearInterval(tidying)
      await stopPostmaster(postmaster, (await keeper.letGo()).identity)
      // A folder among the temporary files is for this run; one in the data folder stays.
      if (host !== layout.run) await rm(host, { recursive: true, force: true })
    },
    kill: () => signal(keeper.current().identity.pid, 'SIGQUIT'),
  }
}

/** The connection to the database of a server that runs on this data folder now; null when there is none. */
export async function findEmbeddedPostgres(dataDir: string): Promise<Connection | null> {
  const { data } = layoutOf(await realpath(dataDir))
  const running = readPidFile(data)
  if (running === null || !running.ready) return null
  const password = await readPassword(dataDir)
  const connection = { host: running.socketFolder, user: SUPERUSER, password, database: DATABASE }
  return ask(connection, 'select 1').then(
    () => connection,
    () => null,
  )
}

async function readPassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'postgres-password')
  await makeFileOnce(file, `${randomBytes(32).toString('base64url')}\n`)
  return (await readFile(file, 'utf8')).trim()
}

async function startOrRefuse(options: PostmasterOptions): Promise<Running> {
  try {
    return await startPostmaster(options)
  } catch (error) {
    throw new StartRefused(`${reasonOf(error)} (its log is in ${options.logFolder}).`, {
      cause: error,
    })
  }
}

/** A server found running is ours when it works in our folder, on our socket, and knows our password. */
async function adopt(options: PostmasterOptions, connection: Connection): Promise<Running | null> {
  const found = findPostmaster(options)
  if (found === null || !found.ready || found.socketFolder !== connection.host) return null
  try {
    const data = await ask(connection, "select current_setting('data_directory') as data")
    if (data[0]?.data !== options.data) return null
    return { identity: found.identity, ended: endOfAdopted(found.identity) }
  } catch (error) {
    options.log.warn(
      { pid: found.identity.pid, reason: reasonOf(error) },
      'a running postgresql does not answer us and is stopped',
    )
    return null
  }
}

async function ensureDatabase(connection: Connection): Promise<void> {
  const INVALID_PASSWORD = '28P01'
  const known = await ask(
    connection,
    `select 1 from pg_database where datname = '${DATABASE}'`,
  ).catch((error: unknown) => {
    if ((error as { code?: string }).code !== INVALID_PASSWORD) throw error
    throw new StartRefused(
      'The database does not take the password in the data folder’s file postgres-password: put the file back from your backup; it belongs to the database beside it.',
    )
  })
  if (known.length === 0) await ask(connection, `create database ${DATABASE}`)
}

/** One statement on a connection of its own, to the database that is always there. */
async function ask(connection: Connection, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({
    ...connection,
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
  })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}
