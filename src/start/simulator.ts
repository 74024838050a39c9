import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../core/config.ts'
import type { Log } from '../core/log.ts'
import { askSocket, socketFolder, superviseHelper, type Helper } from '../core/processes/index.ts'
import { compileCacheOf } from './compile-cache.ts'
import type { RunningSimulator } from './platform-door.ts'

interface SimulatorReady {
  pid: number
  smppPort: number
  smtpPort: number
}

const SOURCE = fileURLToPath(new URL('..', import.meta.url))
const PROGRAM = path.join(SOURCE, 'simulator/main.ts')

/** Starts the simulated operators in a process of their own, or adopts the one that a crash left. */
export async function startSimulator(
  config: Config,
  log: Log,
): Promise<Helper<SimulatorReady> & { running(): RunningSimulator }> {
  const folder = path.join(config.dataDir, 'simulator')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const sockets = await socketFolder(path.join(folder, 'run'), {
    socketName: 'control.sock',
    noteFile: path.join(folder, 'socket-folder'),
    uid: process.getuid?.() ?? 0,
    own: async () => undefined,
  })
  const control = path.join(sockets, 'control.sock')
  const wanted = config.simulator
  // Loaded here and not at the top: the platform needs it too, and loads while the database starts.
  const { simulatorNodeArguments } = await import('../simulator/index.ts')
  const helper = await superviseHelper<SimulatorReady>({
    name: 'simulator',
    folder,
    command: process.execPath,
    args: (previous) => [
      '--disable-warning=ExperimentalWarning',
      ...simulatorNodeArguments,
      PROGRAM,
      `--data-dir=${path.join(folder, 'data')}`,
      `--smpp-port=${previous?.smppPort ?? wanted.smppPort}`,
      `--smtp-port=${previous?.smtpPort ?? wanted.smtpPort}`,
      `--control=${control}`,
      `--log=${path.join(folder, 'simulator.log')}`,
    ],
    env: { NODE_COMPILE_CACHE: compileCacheOf(config) },
    fingerprint: `${wanted.smppPort} ${wanted.smtpPort} ${control} ${await sourceFingerprint()}`,
    handshake: async () => readReady(await askSocket(control, 'GET', '/health')),
    shutdown: async () => void (await askSocket(control, 'POST', '/shutdown')),
    log,
  })
  return {
    ...helper,
    running: () => {
      const { smppPort, smtpPort } = helper.ready()
      return { smppPort, smtpPort, control }
    },
    stop: async () => {
      await helper.stop()
      // A folder among the temporary files is for this run; one in the data folder stays.
      if (!sockets.startsWith(folder)) await rm(sockets, { recursive: true, force: true })
    },
  }
}

function readReady(answer: unknown): SimulatorReady | null {
  const { ready, pid, smppPort, smtpPort } = (answer ?? {}) as Record<string, unknown>
  return ready === true &&
    typeof pid === 'number' &&
    typeof smppPort === 'number' &&
    typeof smtpPort === 'number'
    ? { pid, smppPort, smtpPort }
    : null
}

/** Of the files it runs: a simulator left by a crash does not speak for code that has changed since. */
async function sourceFingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of ['simulator', 'protocols']) {
    const files = await readdir(path.join(SOURCE, folder), { recursive: true }).catch(() => [])
    for (const file of files
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .toSorted()) {
      const { mtimeMs, size } = await stat(path.join(SOURCE, folder, file))
      hash.update(`${file} ${mtimeMs} ${size}\n`)
    }
  }
  return hash.digest('hex').slice(0, 16)
}
