import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../core/log.ts'
import type { SmppServer } from '../protocols/smpp/index.ts'
import type { SimulatorArguments } from './arguments.ts'
import { CONTROL_VERSION } from './control-version.ts'
import { openControl, socketAnswers, type ControlServer } from './control.ts'
import type { Delivery } from './deliveries.ts'
import { openMailServer, type MailServer } from './mail-server.ts'
import { Simulation } from './simulation.ts'
import { openSmsc } from './smsc.ts'
import { wireTime } from './wire-time.ts'
import type { Health } from './wire.ts'

/** How long ESMEs have for the unbind before their links are closed; whoever started us waits 2 s for the end. */
const DRAIN_MS = 1_500
/** How often the data folder is looked for: without it there is nothing left to keep promises in. */
const FOLDER_CHECK_MS = 1_000

interface Parts {
  simulation: Simulation | null
  smsc: SmppServer<Delivery> | null
  mail: MailServer | null
  control: ControlServer | null
}

/**
 * Opens everything and keeps it until SIGTERM, SIGINT, `POST /shutdown` or the end of the data folder.
 * SIGHUP does nothing: the simulator outlives the terminal and the program that started it, and the next start
 * adopts it through the control socket. With `endWithStdin` it ends when its stdin does, as tests need it: they may be
 * killed before they can clean up.
 * @returns the ready line
 */
export async function runSimulator(
  options: SimulatorArguments,
  log: Log,
  now: () => number,
): Promise<{ ready: true; pid: number; smppPort: number; smtpPort: number }> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  await refuseSecond(options.dataDir)
  const startedAt = wireTime(now())
  const parts: Parts = { simulation: null, smsc: null, mail: null, control: null }
  const stop = stopper(parts, options, log)
  // First, because it is also the lock: whoever holds the socket may write to the folder.
  parts.control = await openControl({
    socketPath: options.control,
    simulation: () => (parts.mail ? parts.simulation : null),
    health: () =>
      healthOf(parts.simulation!, { smpp: parts.smsc!.port, smtp: parts.mail!.port }, startedAt),
    shutdown: () => void stop('shutdown was asked for'),
    log,
  })
  writeFileSync(join(options.dataDir, 'control'), options.control, { mode: 0o600 })
  try {
    parts.simulation = new Simulation({ folder: options.dataDir, now, log })
    parts.smsc = await openSmsc({
      simulation: parts.simulation,
      host: options.host,
      port: options.smppPort,
      log,
    })
    parts.mail = await openMailServer({
      mailbox: parts.simulation.mailbox,
      host: options.host,
      port: options.smtpPort,
      log,
    })
  } catch (error) {
    rmSync(options.control, { force: true })
    throw error
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  process.on('SIGHUP', () => undefined)
  if (options.endWithStdin) process.stdin.on('close', () => void stop('stdin was closed')).resume()
  leaveWithFolder(options, log)
  const ports = { smppPort: parts.smsc.port, smtpPort: parts.mail.port }
  log.info(ports, 'ready')
  return { ready: true, pid: process.pid, ...ports }
}

/** Two simulators on one folder would write over each other: the folder names the socket of the one that has it. */
async function refuseSecond(dataDir: string): Promise<void> {
  let socketPath: string
  try {
    socketPath = readFileSync(join(dataDir, 'control'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (await socketAnswers(socketPath))
    throw new Error(`another simulator uses ${dataDir}; its control socket is ${socketPath}`)
}

function stopper(
  parts: Parts,
  options: SimulatorArguments,
  log: Log,
): (why: string) => Promise<void> {
  let stopping = false
  return async (why) => {
    if (stopping) return
    stopping = true
    log.info({ why }, 'stopping')
    await Promise.all([parts.smsc?.close(DRAIN_MS), parts.mail?.close()])
    parts.simulation?.close()
    await parts.control?.close()
    rmSync(options.control, { force: true })
    log.info('stopped')
    process.exit(0)
  }
}

function leaveWithFolder(options: SimulatorArguments, log: Log): void {
  const { ino } = statSync(options.dataDir)
  setInterval(() => {
    if (statSync(options.dataDir, { throwIfNoEntry: false })?.ino === ino) return
    log.warn('the data folder is gone')
    rmSync(options.control, { force: true })
    process.exit(0)
  }, FOLDER_CHECK_MS)
}

function healthOf(
  simulation: Simulation,
  ports: { smpp: number; smtp: number },
  startedAt: string,
): Health {
  return {
    ready: true,
    pid: process.pid,
    smppPort: ports.smpp,
    smtpPort: ports.smtp,
    controlVersion: CONTROL_VERSION,
    startedAt,
    links: [...simulation.operators.values()].flatMap((operator) =>
      operator.links.map(({ link, bind, boundAt }) => ({
        systemId: operator.systemId,
        bind,
        interfaceVersion: `${link.peerVersion >> 4}.${link.peerVersion & 0x0f}`,
        boundAt: wireTime(boundAt),
      })),
    ),
    counters: { ...simulation.counters },
    waiting: simulation.waiting,
    handsets: simulation.handsets.handsetCount,
    messages: simulation.handsets.messageCount,
    mails: simulation.mailbox.count,
    journalOctets: simulation.journalOctets,
  }
}
