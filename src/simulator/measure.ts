import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { clock } from '../core/clock.ts'
import { connect, status, type Session } from '../protocols/smpp/index.ts'
import { simulatorClient, simulatorNodeArguments, simulatorProgram } from './index.ts'

/**
 * Measures the simulator by itself: pairs of submit_sm and receipt over one bind with no delay, and the CPU they take.
 * `node src/simulator/measure.ts [pairs] [window] [messages per second, 0 for all it can]` prints one line of JSON.
 */
const [pairs = 200_000, window = 100, rate = 0] = process.argv.slice(2).map(Number)

const folder = mkdtempSync(join(tmpdir(), 'trunkline-simulator-'))
const socketPath = join(folder, 's')
const child = spawn(
  process.execPath,
  [
    ...simulatorNodeArguments,
    fileURLToPath(simulatorProgram),
    '--data-dir',
    join(folder, 'data'),
    '--smpp-port',
    '0',
    '--control',
    socketPath,
    '--log',
    join(folder, 'log'),
    '--end-with-stdin',
  ],
  { stdio: ['pipe', 'pipe', 'inherit'] },
)
const ready = await new Promise<{ pid: number; smppPort: number }>((resolve) =>
  createInterface({ input: child.stdout }).once('line', (line) =>
    resolve(JSON.parse(line) as { pid: number; smppPort: number }),
  ),
)
const client = simulatorClient(socketPath)
await client.setBehaviour({ defaults: { deliverAfterMs: 0 } })

let sent = 0
let answered = 0
let receipts = 0
const text = Buffer.from(
  'A hundred characters of plain text, as an average message has, to be counted here and now by us.....',
)
const finished = Promise.withResolvers<void>()
const startedAt = clock.ms()
const submitMore = (session: Session<null>) => {
  const allowed =
    rate === 0 ? pairs : Math.min(pairs, Math.ceil(((clock.ms() - startedAt) / 1_000) * rate))
  while (sent < allowed && session.room > 0) {
    session.submit(
      {
        source_addr_ton: 5,
        source_addr: 'Trunkline',
        dest_addr_ton: 1,
        dest_addr_npi: 1,
        destination_addr: `9990${String(sent % 20_000).padStart(5, '0')}100`,
        registered_delivery: 1,
        short_message: text,
      },
      null,
    )
    sent++
  }
}

const session = await connect<null>(
  {
    host: '127.0.0.1',
    port: ready.smppPort,
    now: clock.ms,
    windowMax: window,
    inboundWindowMax: 1_000,
    bind: { kind: 'transceiver', system_id: 'trunkline', password: 'simulator' },
  },
  {
    onResponse(link, _cookie, view) {
      if (view.commandStatus === status.ESME_ROK) answered++
      submitMore(link)
    },
    onRequest(link, view, ticket) {
      link.respond(ticket, status.ESME_ROK)
      if (view.number('esm_class') === 4 && ++receipts === pairs) finished.resolve()
    },
    onWindowOpen: submitMore,
  },
)
const before = cpuSeconds(ready.pid)
const own = process.cpuUsage()
const from = clock.ms()
submitMore(session)
const pacer = rate === 0 ? null : setInterval(() => submitMore(session), 1)
await finished.promise
if (pacer) clearInterval(pacer)
const seconds = (clock.ms() - from) / 1_000
const cpu = cpuSeconds(ready.pid) - before
const ours = process.cpuUsage(own)
const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${ready.pid}/status`, 'utf8'))?.[1]
session.unbind()
await client.shutdown()
client.close()
await new Promise((resolve) => child.once('exit', resolve))
rmSync(folder, { recursive: true })
process.stdout.write(
  `${JSON.stringify({
    pairs,
    window,
    answered,
    seconds: Number(seconds.toFixed(2)),
    pairsPerSecond: Math.round(pairs / seconds),
    simulatorCores: Number((cpu / seconds).toFixed(2)),
    simulatorMicrosPerPair: Number(((cpu * 1e6) / pairs).toFixed(1)),
    loadCores: Number(((ours.user + ours.system) / 1e6 / seconds).toFixed(2)),
    simulatorMegabytes: Math.round(Number(memory ?? 0) / 1024),
    node: process.version,
  })}\n`,
)

/** User and system time of a process. Source: proc(5), /proc/pid/stat; 100 ticks a second on every Linux. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
