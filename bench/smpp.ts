/**
 * How fast protocols/smpp is: `npm run bench -- smpp`, or `node bench/smpp.ts [--date 2026-11-23]`. Prints JSON.
 * codec: submit_sm written and read again, on one core. session: submit_sm and its answer between two processes over
 * loopback, one connection, for three windows. The npm package `smpp` does the same in the same run: compare ratios.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { cpus, loadavg, totalmem } from 'node:os'
import smpp, { type PeerPdu } from 'smpp'
import {
  connect,
  listen,
  status,
  type PduFields,
  type PduView,
  type Session,
} from '../src/protocols/smpp/index.ts'
import { layouts } from '../src/protocols/smpp/layout.ts'
import { PduView as View } from '../src/protocols/smpp/view.ts'
import { PduWriter } from '../src/protocols/smpp/writer.ts'

const windows = [10, 100, 1000]
const rounds = 3
const warmUpMs = 700
const measureMs = 1_500
const now = (): number => performance.now()
const text = Buffer.alloc(100, 'a text of one hundred octets ')

const submission = (): PduFields<'submit_sm'> => ({
  source_addr_ton: 5,
  source_addr: 'Trunkline',
  dest_addr_ton: 1,
  dest_addr_npi: 1,
  destination_addr: '41793026727',
  registered_delivery: 1,
  short_message: text,
})

/** What a gateway reads of each submit_sm. Returned so that no reading can be left out. */
const readSubmission = (view: PduView): number =>
  view.text('source_addr').length +
  view.text('destination_addr').length +
  view.number('source_addr_ton') +
  view.number('dest_addr_ton') +
  view.number('esm_class') +
  view.number('data_coding') +
  view.number('registered_delivery') +
  view.octets('short_message').length

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

/** Runs of a synchronous task per second of processor time, so that other work on the machine does not count. */
function perCoreSecond(task: () => void): number {
  const round = (ms: number): number => {
    const [start, cpu] = [now(), process.cpuUsage()]
    let runs = 0
    for (; now() - start < ms; runs += 1000) for (let i = 0; i < 1000; i++) task()
    return (runs * 1000) / cpuMs(process.cpuUsage(cpu))
  }
  round(warmUpMs)
  return Math.round(median(Array.from({ length: rounds }, () => round(measureMs / 2))))
}

function codec() {
  const writer = new PduWriter(4096)
  const view = new View()
  let sequence = 0
  let read = 0
  const ours = perCoreSecond(() => {
    writer.length = 0
    writer.write(layouts.submit_sm, 0, ++sequence & 0x7fffffff, submission())
    view.attach(writer.buffer, 0, writer.length)
    if (view.fault !== 0) throw new Error('malformed')
    read += readSubmission(view)
  })
  const theirs = perCoreSecond(() => {
    const pdu = smpp.PDU.fromBuffer(new smpp.PDU('submit_sm', { ...submission() }).toBuffer())
    read += String(pdu['source_addr']).length + String(pdu['destination_addr']).length
  })
  if (read === 0) throw new Error('nothing was read')
  return { submitSmEncodeDecodePerCoreSecond: ours, npmSmpp: theirs, ratio: ratio(ours, theirs) }
}

const ratio = (ours: number, theirs: number): number => Math.round((ours / theirs) * 10) / 10

/** The other process: an SMSC of ours or of the npm package, that reads each submit_sm and answers it. */
async function smsc(kind: string): Promise<void> {
  const port = kind === 'ours' ? await ourSmsc() : await theirSmsc()
  process.on('message', () => process.send!({ cpu: process.cpuUsage() }))
  process.send!({ port })
}

async function ourSmsc(): Promise<number> {
  let read = 0
  const server = await listen(
    { port: 0, now, systemId: 'bench', inboundWindowMax: 16_384 },
    { authenticate: () => ({ accepted: true }) },
    {
      onRequest(session, view, ticket) {
        read += readSubmission(view)
        session.respond(ticket, status.ESME_ROK, { message_id: String(read) })
      },
    },
  )
  return server.port
}

async function theirSmsc(): Promise<number> {
  let read = 0
  const server = smpp.createServer({}, (session) => {
    session.on('error', () => {})
    session.on('bind_transceiver', (pdu: PeerPdu) => session.send(pdu.response()))
    session.on('submit_sm', (pdu: PeerPdu) => {
      read += String(pdu['destination_addr']).length
      session.send(pdu.response({ message_id: String(read) }))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A client that keeps its window full until told to stop. */
interface Client {
  answered(): number
  stop(): void
}

async function ourClient(port: number, windowMax: number): Promise<Client> {
  let answers = 0
  let going = true
  const pump = (session: Session<number>): void => {
    if (going) while (session.submit(submission(), answers) > 0);
  }
  const session = await connect<number>(
    {
      host: '127.0.0.1',
      port,
      now,
      windowMax,
      bind: { kind: 'transceiver', system_id: 'bench', password: 'bench' },
    },
    {
      onResponse(_, __, view) {
        if (view.commandStatus !== 0 || view.text('message_id') === '') throw new Error('refused')
        answers++
      },
      onWindowOpen: pump,
    },
  )
  pump(session)
  return {
    answered: () => answers,
    stop: () => {
      going = false
      session.unbind()
    },
  }
}

async function theirClient(port: number, windowMax: number): Promise<Client> {
  let answers = 0
  let going = true
  const session = smpp.connect({ host: '127.0.0.1', port })
  session.on('error', () => {})
  await once(session, 'connect')
  await new Promise((resolve) =>
    session.bind_transceiver({ system_id: 'bench', password: 'bench' }, resolve),
  )
  const submit = (): void => {
    session.submit_sm({ ...submission() }, () => {
      answers++
      if (going) submit()
    })
  }
  for (let one = 0; one < windowMax; one++) submit()
  return {
    answered: () => answers,
    stop: () => {
      going = false
      session.destroy()
    },
  }
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const cpuMs = (usage: NodeJS.CpuUsage): number => (usage.user + usage.system) / 1000

async function childCpu(child: ChildProcess): Promise<NodeJS.CpuUsage> {
  child.send('cpu')
  const [{ cpu }] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage }]
  return cpu
}

/** Answered requests per second, and how many cores each end used. */
async function measure(client: Client, child: ChildProcess) {
  const [start, answers] = [now(), client.answered()]
  const [own, other] = [process.cpuUsage(), await childCpu(child)]
  await after(measureMs)
  const [done, wall] = [client.answered() - answers, now() - start]
  const clientCpu = cpuMs(process.cpuUsage(own))
  const serverCpu = cpuMs(await childCpu(child)) - cpuMs(other)
  return {
    pairsPerSecond: Math.round((done * 1000) / wall),
    pairsPerClientCoreSecond: Math.round((done * 1000) / clientCpu),
    pairsPerServerCoreSecond: Math.round((done * 1000) / serverCpu),
    clientCores: Math.round((clientCpu / wall) * 100) / 100,
    serverCores: Math.round((serverCpu / wall) * 100) / 100,
  }
}

async function session(kind: 'ours' | 'npmSmpp', windowMax: number) {
  const child = fork(import.meta.filename, ['smsc', kind], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const client = await (kind === 'ours' ? ourClient : theirClient)(port, windowMax)
  await after(warmUpMs)
  const results = []
  for (let round = 0; round < rounds; round++) results.push(await measure(client, child))
  client.stop()
  child.kill()
  await once(child, 'exit')
  return results.toSorted((a, b) => a.pairsPerSecond - b.pairsPerSecond)[rounds >> 1]!
}

async function sessions() {
  const found = []
  for (const windowMax of windows) {
    const ours = await session('ours', windowMax)
    const npmSmpp = await session('npmSmpp', windowMax)
    found.push({
      windowMax,
      ours,
      npmSmpp,
      ratio: ratio(ours.pairsPerSecond, npmSmpp.pairsPerSecond),
      ratioPerCore: ratio(ours.pairsPerClientCoreSecond, npmSmpp.pairsPerClientCoreSecond),
    })
  }
  return found
}

async function main(): Promise<void> {
  const at = process.argv.indexOf('--date')
  const report = {
    bench: 'smpp',
    date: at < 0 ? undefined : process.argv[at + 1],
    node: process.version,
    /** Above the number of cores: others were at work, and the figures per second are too low. */
    loadAverage: Math.round(loadavg()[0]! * 10) / 10,
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      platform: `${process.platform} ${process.arch}`,
    },
    codec: codec(),
    session: await sessions(),
  }
  console.log(JSON.stringify(report, null, 2))
}

if (process.argv[2] === 'smsc') await smsc(process.argv[3] ?? '')
else await main()
