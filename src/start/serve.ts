import { flushCompileCache } from 'node:module'
import type { Config } from '../core/config.ts'
import { printable } from '../core/config.ts'
import { prepareDataFolder } from '../core/data-folder.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../core/embedded-postgres/index.ts'
import type { Log } from '../core/log.ts'
import { lockFolder, signal } from '../core/processes/index.ts'
import type { DatabaseOptions } from '../core/storage/index.ts'
import { useCompileCache } from './compile-cache.ts'
import { checkDatabase } from './database.ts'
import type { Platform, PlatformDoor } from './platform-door.ts'
import { refuseTakenPorts } from './ports.ts'
import { startSimulator } from './simulator.ts'
import { stopSignals, type StopReason } from './stop-signals.ts'
import { Stops } from './stops.ts'
import { welcome } from './welcome.ts'

/** The whole stop, whatever hangs; what is left then is ended at once. */
const STOP_MS_MAX = 20_000
const DRAIN_MS_MAX = 12_000
const SIMULATOR_STOP_MS_MAX = 8_000
const DATABASE_STOP_MS_MAX = 14_000

interface Running {
  platform: Platform
  postgresPid(): number | null
  simulator(): { pid: number; smppPort: number } | null
}

/** What is ended by force when a stop takes too long: the processes in sessions of their own. */
interface Children {
  postgres: EmbeddedPostgres | null
  simulatorPid: () => number | null
}

/**
 * Runs the program until it is told to stop, and then stops everything in order: the platform drains, then the
 * simulator ends, then the database.
 * @returns the exit code
 */
export async function serve(
  config: Config,
  log: Log,
  load: () => Promise<PlatformDoor>,
): Promise<number> {
  const stops = new Stops(log)
  const children: Children = { postgres: null, simulatorPid: () => null }
  const cancelled = new AbortController()
  const force = () => endByForce(children, log)
  const fault = firstFault(log)
  const stopAsked: Promise<StopReason | 'fault'> = Promise.race([stopSignals(force), fault])
  void stopAsked.then(() => cancelled.abort())

  let code = 0
  try {
    const running = await start({ config, log, load, stops, children, cancelled: cancelled.signal })
    tellReady(running)
    process.stderr.write(
      await welcome({
        config,
        platform: running.platform,
        simulated: running.simulator() !== null,
        onTerminal: process.stderr.isTTY,
      }),
    )
    flushCompileCache()
    const reason = await stopAsked
    log.info({ reason }, 'stopping')
    if (reason === 'fault') code = 1
  } catch (error) {
    if (!cancelled.signal.aborted) throw error
  } finally {
    const deadline = setTimeout(force, STOP_MS_MAX)
    await stops.all()
    clearTimeout(deadline)
  }
  log.info('stopped')
  return code
}

async function start(options: {
  config: Config
  log: Log
  load: () => Promise<PlatformDoor>
  stops: Stops
  children: Children
  cancelled: AbortSignal
}): Promise<Running> {
  const { config, log, stops, children, cancelled } = options
  log.info(printable(config), 'starting')
  await prepareDataFolder(config.dataDir)
  const lock = await lockFolder(config.dataDir)
  stops.push('the lock', 1_000, () => lock.release())
  cancelled.addEventListener('abort', () => void lock.announceEnd().catch(() => undefined))
  await refuseTakenPorts(config)

  await useCompileCache(config)
  const loading = options.load()
  loading.catch(() => undefined)
  const database = await openDatabase(config, log, stops, children)
  cancelled.throwIfAborted()
  const door = await loading
  const simulator = (await wantsSimulator(config, door, database))
    ? await startSimulator(config, log)
    : null
  if (simulator) {
    stops.push('the simulator', SIMULATOR_STOP_MS_MAX, () => simulator.stop())
    children.simulatorPid = () => simulator.ready().pid
  }
  cancelled.throwIfAborted()
  const platform = await door.startPlatform({
    config,
    database,
    log,
    simulator: simulator?.running() ?? null,
  })
  stops.push('the platform', DRAIN_MS_MAX, () => platform.drain())
  cancelled.throwIfAborted()
  return {
    platform,
    postgresPid: () => children.postgres?.pid() ?? null,
    simulator: () => simulator?.ready() ?? null,
  }
}

async function openDatabase(
  config: Config,
  log: Log,
  stops: Stops,
  children: Children,
): Promise<DatabaseOptions> {
  if (config.databaseUrl !== null) {
    await checkDatabase(config.databaseUrl)
    return { connectionString: config.databaseUrl }
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log })
  stops.push('the database', DATABASE_STOP_MS_MAX, () => postgres.stop())
  children.postgres = postgres
  return postgres.connection
}

async function wantsSimulator(
  config: Config,
  door: PlatformDoor,
  database: DatabaseOptions,
): Promise<boolean> {
  if (config.simulator.mode !== 'auto') return config.simulator.mode === 'on'
  if (config.databaseUrl !== null) return false
  return !((await door.hasRealConnection?.(database)) ?? false)
}

/** The one line on stdout, for programs that start us. */
function tellReady(running: Running): void {
  const simulator = running.simulator()
  const line = {
    ready: true,
    url: running.platform.url,
    pid: process.pid,
    postgresPid: running.postgresPid(),
    simulatorPid: simulator?.pid ?? null,
    smpp: running.platform.smppPort,
    simulatorSmpp: simulator?.smppPort ?? null,
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** A bug that nobody caught leaves unknown state behind: the program tells it and stops in order. */
function firstFault(log: Log): Promise<'fault'> {
  return new Promise((settle) => {
    process.on('uncaughtException', (error) => {
      log.fatal({ err: error }, 'an error that nobody caught; stopping')
      settle('fault')
    })
  })
}

function endByForce(children: Children, log: Log): never {
  log.error('stopping at once')
  children.postgres?.kill()
  const simulatorPid = children.simulatorPid()
  if (simulatorPid !== null) signal(simulatorPid, 'SIGKILL')
  process.exit(1)
}
