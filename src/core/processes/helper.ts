import { spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Log } from '../log.ts'
import { writePrivateFile } from '../private-file.ts'
import { StartRefused } from '../start-refused.ts'
import { endOfAdopted, endOfChild, keepRunning, type Running } from './keep-running.ts'
import { endProcess, identify, isRunning, type ProcessIdentity } from './process-table.ts'
import { until, within } from './wait.ts'

/** What a helper says of itself once it works. */
export interface HelperReady {
  pid: number
}

export interface HelperOptions<Ready extends HelperReady> {
  /** Names its files and its lines in the log. */
  name: string
  /** Where its pid file and its output lie; exists, mode 0700. */
  folder: string
  command: string
  /** @param previous what the one before said, so that the next takes the same port; null at first */
  args: (previous: Ready | null) => readonly string[]
  /** Beside a bare PATH; it needs no settings of ours, and least of all our secrets. */
  env?: Readonly<Record<string, string>>
  /** Changes when a running helper would not do any more (another version, another port). */
  fingerprint: string
  /** Asks the helper over its control socket; null when nobody answers there. */
  handshake: () => Promise<Ready | null>
  /** Asks the helper to end. */
  shutdown: () => Promise<void>
  readyMsMax?: number
  log: Log
}

export interface Helper<Ready extends HelperReady> {
  /** What it said last. */
  ready(): Ready
  /** Whether it was found running, left by a server that crashed. */
  readonly adopted: boolean
  stop(): Promise<void>
}

const READY_MS_MAX = 15_000
const END_STEPS = [
  { signal: 'SIGTERM', waitMs: 2_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const
/** A helper may give its own peers a few seconds to end. */
const SHUTDOWN_MS_MAX = 4_000

/**
 * Runs a helper process in a session of its own, so that neither a terminal's signal nor our own end takes it along,
 * and starts it again when it ends. One left by a crash is adopted when it fits and answers, and ended otherwise.
 * @throws StartRefused with the helper's last words when it does not get ready
 */
export async function superviseHelper<Ready extends HelperReady>(
  options: HelperOptions<Ready>,
): Promise<Helper<Ready>> {
  const pidFile = path.join(options.folder, `${options.name}.pid`)
  let ready: Ready | null = null

  const left = await findLeft(options, pidFile)
  if (left?.ready) ready = left.ready
  else if (left) await end(options, left.identity)

  const start = async (): Promise<Running> => {
    const [running, answer] = await startHelper(options, ready, pidFile)
    ready = answer
    return running
  }
  const first: Running = left?.ready
    ? { identity: left.identity, ended: endOfAdopted(left.identity) }
    : await start()
  const adopted = left?.ready !== undefined && left.ready !== null
  options.log.info({ pid: first.identity.pid, adopted }, `${options.name} is ready`)

  const keeper = keepRunning(first, { name: options.name, log: options.log, start })
  return {
    adopted,
    ready: () => {
      if (ready === null) throw new Error(`${options.name} has not said anything yet`)
      return ready
    },
    stop: async () => end(options, (await keeper.letGo()).identity),
  }
}

async function findLeft<Ready extends HelperReady>(
  options: HelperOptions<Ready>,
  pidFile: string,
): Promise<{ identity: ProcessIdentity; ready: Ready | null } | null> {
  const noted = await readFile(pidFile, 'utf8').then(parseNote, () => null)
  const answer = await options.handshake().catch(() => null)
  if (answer !== null) {
    const identity = identify(answer.pid)
    const ours = noted?.pid === answer.pid && noted.fingerprint === options.fingerprint
    if (identity !== null) return { identity, ready: ours && isRunning(noted) ? answer : null }
  }
  return noted !== null && isRunning(noted) ? { identity: noted, ready: null } : null
}

function parseNote(text: string): (ProcessIdentity & { fingerprint: string }) | null {
  try {
    const { pid, started, fingerprint } = JSON.parse(text) as Record<string, unknown>
    return typeof pid === 'number' && typeof started === 'string' && typeof fingerprint === 'string'
      ? { pid, started, fingerprint }
      : null
  } catch {
    return null
  }
}

async function startHelper<Ready extends HelperReady>(
  options: HelperOptions<Ready>,
  previous: Ready | null,
  pidFile: string,
): Promise<[Running, Ready]> {
  // A file, not a pipe: a pipe would break with us, and the helper with it.
  const outFile = path.join(options.folder, `${options.name}.out`)
  const out = await open(outFile, 'w', 0o600)
  const child = spawn(options.command, [...options.args(previous)], {
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', ...options.env },
    stdio: ['ignore', out.fd, out.fd],
  })
  const ended = endOfChild(child)
  const failed = new Promise<string>((settle) =>
    child.once('error', (error) => settle(error.message)),
  )
  await out.close()
  child.unref()
  let over: string | null = null
  void Promise.race([ended, failed]).then((how) => (over = how))

  const identity = child.pid === undefined ? null : identify(child.pid)
  if (identity !== null)
    await writePrivateFile(
      pidFile,
      JSON.stringify({ ...identity, fingerprint: options.fingerprint }),
    )
  const answer = await until(
    async () => {
      if (over !== null) return 'over'
      const said = await options.handshake().catch(() => null)
      return said?.pid === child.pid ? said : null
    },
    { deadlineMs: options.readyMsMax ?? READY_MS_MAX, everyMs: 15 },
  )
  if (identity !== null && answer !== null && answer !== 'over')
    return [{ identity, ended }, answer]
  if (identity !== null) await endProcess(identity, END_STEPS)
  const words = await lastWords(outFile)
  throw new StartRefused(
    words || `The ${options.name} did not start (${over ?? 'no answer in time'}): see ${outFile}.`,
  )
}

async function lastWords(file: string): Promise<string> {
  const LENGTH_MAX = 500
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines = text.trim().slice(-LENGTH_MAX).split('\n')
  // A crash ends with its stack and the runtime's version; what happened stands above.
  return lines.findLast((line) => line.includes('Error: ')) ?? lines.at(-1) ?? ''
}

async function end<Ready extends HelperReady>(
  options: HelperOptions<Ready>,
  identity: ProcessIdentity,
): Promise<void> {
  if (!isRunning(identity)) return
  await within(
    options.shutdown().catch(() => undefined),
    SHUTDOWN_MS_MAX,
  )
  const gone = await until(() => !isRunning(identity), { deadlineMs: SHUTDOWN_MS_MAX, everyMs: 10 })
  if (gone) return
  const how = await endProcess(identity, END_STEPS)
  options.log.warn({ pid: identity.pid, how }, `${options.name} had to be ended`)
}
