import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import type { Log } from '../log.ts'
import {
  endOfChild,
  endProcess,
  identify,
  isNumberTaken,
  processesIn,
  signal,
  until,
  type ProcessIdentity,
  type Running,
} from '../processes/index.ts'
import { BARE_ENVIRONMENT, type DatabaseUser } from './database-user.ts'

/** The server's main process, and where to find what it left. */
export interface PostmasterOptions {
  /** Without symbolic links in it, as the system tells working directories. */
  data: string
  clusterName: string
  postgres: string
  user: DatabaseUser
  socketFolder: string
  logFolder: string
  /** Where what it says before its own log is open goes. */
  startupLog: string
  log: Log
}

/** Recovery after a crash reads at most max_wal_size of log; a slow disk needs a while for 3 GB. */
const READY_MS_MAX = 300_000
/** Backends notice within milliseconds that their postmaster is gone, unless a statement keeps them. */
const ORPHANS_MS_MAX = 3_000
const LOOK = { everyMs: 5 }

/** Fast (roll back, checkpoint), then immediate (recover at the next start), then by force. */
const STOP_STEPS = [
  { signal: 'SIGINT', waitMs: 8_000 },
  { signal: 'SIGQUIT', waitMs: 3_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const

interface PidFile {
  pid: number
  socketFolder: string
  ready: boolean
}

/** Lines as in PostgreSQL's miscadmin.h: 1 the pid, 5 the socket's folder, 8 the state. */
export function readPidFile(data: string): PidFile | null {
  const lines = readOr(path.join(data, 'postmaster.pid')).split('\n')
  const pid = Number.parseInt(lines[0] ?? '', 10)
  if (Number.isNaN(pid)) return null
  return { pid, socketFolder: lines[5 - 1] ?? '', ready: lines[8 - 1]?.trim() === 'ready' }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const processesOf = (options: PostmasterOptions): ProcessIdentity[] =>
  processesIn(options.data, [`-D ${options.data}`, options.clusterName])

/** The postmaster that already works in this data folder, and where it is reached; null when there is none. */
export function findPostmaster(
  options: PostmasterOptions,
): { identity: ProcessIdentity; ready: boolean; socketFolder: string } | null {
  const file = readPidFile(options.data)
  if (file === null) return null
  const identity = processesOf(options).find(({ pid }) => pid === file.pid)
  return identity ? { identity, ready: file.ready, socketFolder: file.socketFolder } : null
}

/**
 * Starts the server in a session of its own and waits until it takes connections.
 * @throws with its last words when it ends before
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Running> {
  await clearRemains(options)
  const out = await open(options.startupLog, 'w', 0o600)
  const child = spawn(options.postgres, ['-D', options.data], {
    ...options.user.switchTo,
    detached: true,
    cwd: '/',
    env: BARE_ENVIRONMENT,
    stdio: ['ignore', out.fd, out.fd],
  })
  let over: string | null = null
  const ended = endOfChild(child)
  void ended.then((how) => (over = how))
  child.once('error', (error) => (over = error.message))
  child.unref()
  await out.close()
  const ready = await until(
    () => {
      const file = readPidFile(options.data)
      return over !== null || (file !== null && file.ready && file.pid === child.pid)
    },
    { ...LOOK, deadlineMs: READY_MS_MAX },
  )
  const identity = child.pid === undefined ? null : identify(child.pid)
  if (ready && over === null && identity !== null) return { identity, ended }
  if (identity !== null) await stopPostmaster(options, identity)
  throw new Error(
    `PostgreSQL did not start (${over ?? 'not ready in time'}): ${lastWords(options)}`,
  )
}

/** Why it ended stands in its own log, or, when that was not open yet, in what it said before. */
function lastWords(options: PostmasterOptions): string {
  const newest = readdirSync(options.logFolder).toSorted().at(-1)
  const files = [newest && path.join(options.logFolder, newest), options.startupLog]
  for (const file of files) {
    const fatal = readOr(file ?? '')
      .split('\n')
      .findLast((line) => /FATAL|PANIC|error/.test(line))
    if (fatal !== undefined) return fatal.replace(/^.*?(FATAL|PANIC): */, '')
  }
  return `see ${options.logFolder}`
}

/** Stops the server and waits until none of its processes is left. */
export async function stopPostmaster(
  options: PostmasterOptions,
  identity: ProcessIdentity,
): Promise<void> {
  const how = await endProcess(identity, STOP_STEPS)
  if (how !== null && how !== 'SIGINT')
    options.log.warn(
      { pid: identity.pid, how },
      'postgresql had to be stopped at once; it recovers at the next start',
    )
  await endOrphans(options)
}

/**
 * After a kill -9 of the postmaster its backends may live on for a moment, still writing to the shared memory: the next
 * one must not start before they are gone. Then lock files that name a number which is in use again (somebody else's
 * process, or the old one's remains that nobody has collected) are taken away, because PostgreSQL would believe them.
 */
async function clearRemains(options: PostmasterOptions): Promise<void> {
  const postmaster = findPostmaster(options)
  if (postmaster) await stopPostmaster(options, postmaster.identity)
  else await endOrphans(options)
  const socketLock = path.join(options.socketFolder, '.s.PGSQL.5432.lock')
  for (const file of [path.join(options.data, 'postmaster.pid'), socketLock]) {
    const pid = Number.parseInt(readOr(file), 10)
    if (pid > 0 && isNumberTaken(pid)) rmSync(file)
  }
}

async function endOrphans(options: PostmasterOptions): Promise<void> {
  const none = () => processesOf(options).length === 0
  for (const name of [null, 'SIGQUIT', 'SIGKILL'] as const) {
    if (name !== null)
      for (const { pid } of processesOf(options)) {
        options.log.warn({ pid, signal: name }, 'a process of an earlier postgresql is still there')
        signal(pid, name)
      }
    if (await until(none, { ...LOOK, deadlineMs: ORPHANS_MS_MAX })) return
  }
  throw new Error(`processes of an earlier PostgreSQL in ${options.data} do not end`)
}
