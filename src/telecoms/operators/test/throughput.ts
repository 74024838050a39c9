import { fork } from 'node:child_process'
import { clock } from '../../../core/clock.ts'
import { openLog } from '../../../core/open-log.ts'
import { listen } from '../../../protocols/smpp/index.ts'
import { Link } from '../link.ts'
import { simulatorSettings } from '../simulator-connection.ts'
import { unit } from './units.ts'

/**
 * How many parts per second go through `submit` on one core, against a peer in a process of its own that answers at
 * once. `node src/telecoms/operators/test/throughput.ts [messages] [parts]` prints JSON.
 */
const [messages = 400_000, parts = 1] = process.argv.slice(2).map(Number)

async function peer(): Promise<void> {
  let ids = 0
  const server = await listen(
    { port: 0, now: () => performance.now(), systemId: 'peer', inboundWindowMax: 16_000 },
    { authenticate: () => ({ accepted: true }) },
    {
      onRequest: (session, _view, ticket) =>
        void session.respond(ticket, 0, { message_id: String(++ids) }),
    },
  )
  process.send!(server.port)
  process.once('disconnect', () => process.exit())
}

async function measure(port: number): Promise<object> {
  let told = (): void => {}
  const link = new Link(
    {
      ...simulatorSettings(port),
      id: 1,
      passwordBox: null,
      signatureBox: null,
      callbackNumber: 1,
      callbackRenewedAt: null,
      learnedIdForm: null,
      simulated: true,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    },
    true,
    {
      clock,
      log: openLog('silent'),
      passwordOf: () => 'simulator',
      listener: () => null,
      onRoom: () => told(),
      onState: () => told(),
      learnedIdForm: () => {},
    },
  )
  await new Promise<void>((resolve) => {
    told = () => link.live().state === 'CONNECTED' && resolve()
  })
  const units = Array.from({ length: parts }, () => unit('4915112345678', 'x'.repeat(100)))
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  let sent = 0
  let accepted = 0
  await new Promise<void>((resolve) => {
    told = () => {
      while (sent < messages && link.room() >= parts) {
        sent++
        void link.submit(units).then((outcomes) => {
          for (const one of outcomes) if (one.kind === 'accepted') accepted++
          if (accepted === messages * parts) resolve()
        })
      }
    }
    told()
  })
  const seconds = (performance.now() - startedAt) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  await link.stop(1_000)
  const total = messages * parts
  return {
    messages,
    partsEach: parts,
    binds: 2,
    window: 200,
    seconds,
    partsPerSecond: Math.round(total / seconds),
    partsPerCoreSecond: Math.round(total / ((user + system) / 1e6)),
  }
}

if (process.send) await peer()
else {
  const child = fork(import.meta.filename)
  const port = await new Promise<number>((resolve) =>
    child.once('message', (told) => resolve(told as number)),
  )
  process.stdout.write(`${JSON.stringify(await measure(port))}\n`)
  child.disconnect()
}
