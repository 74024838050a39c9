/**
 * How fast a text goes from HTTP over SMPP to a receipt: `npm run bench -- sms [--date 2026-11-23] [--messages 30000]`.
 * Starts the whole program as `npm start` would (embedded PostgreSQL with fsync on, the simulator as operator, each in a
 * process of its own), on this machine, with the load coming from this process. Prints JSON.
 * Baseline of the same run: the same requests to a bare Fastify that parses and answers them.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Fastify from 'fastify'
import { Pool } from 'undici'

const projectDir = fileURLToPath(new URL('..', import.meta.url))
const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}
const messagesWanted = Number(argument('messages') ?? 30_000)
const API_KEY = 'bench-0123456789abcdef0123456789abcdef'
const TEXT =
  'Your parcel is on its way and will reach you today between 14:00 and 16:00. Thank you for your order!'
const DONE_WITHIN_MS = 180_000

interface Ready {
  url: string
  pid: number
  postgresPid: number
  simulatorPid: number
}

async function startProgram(dataDir: string): Promise<{ ready: Ready; child: ChildProcess }> {
  const child = spawn(process.execPath, [path.join(projectDir, 'src/main.ts')], {
    cwd: projectDir,
    env: {
      ...process.env,
      PORT: '0',
      SIMULATOR: 'on',
      SIMULATOR_SMPP_PORT: '0',
      SIMULATOR_SMTP_PORT: '0',
      DATA_DIR: dataDir,
      API_KEY,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout! })) {
    const told = JSON.parse(line) as Ready & { ready?: boolean }
    if (told.ready) return { ready: told, child }
  }
  throw new Error('the program ended before it was ready')
}

/** CPU seconds and resident memory of processes and their children, from /proc; null where there is none. */
async function usage(
  pids: readonly number[],
): Promise<{ cpuSeconds: number; residentMb: number } | null> {
  let ticks = 0
  let pages = 0
  try {
    const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
    for (const pid of all) {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
      if (stat === null) continue
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (!pids.includes(pid) && !pids.includes(Number(fields[1]))) continue
      ticks += Number(fields[11]) + Number(fields[12])
      // Shared buffers are counted once: only the parent's resident pages, and what each child has of its own.
      const statm = (await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '0 0 0'))
        .split(' ')
        .map(Number)
      pages += pids.includes(pid) ? statm[1]! : Math.max(0, statm[1]! - statm[2]!)
    }
  } catch {
    return null
  }
  return { cpuSeconds: ticks / 100, residentMb: Math.round((pages * 4096) / 1_048_576) }
}

const percentile = (sorted: readonly number[], share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) /
  100

function body(perRequest: number, serial: number): string {
  const destinations = Array.from({ length: perRequest }, (_, index) => ({
    // Endings 000..899 are delivered.
    to: `4915${String(100_000 + ((serial + index) % 899_999))}${String((serial + index) % 900).padStart(3, '0')}`,
  }))
  return JSON.stringify({
    messages: [{ sender: 'Trunkline', destinations, content: { text: TEXT } }],
  })
}

/** Sends until enough messages are taken; gives the time it took and the time of each request, ms. */
async function send(url: string, perRequest: number, messages: number, connections: number) {
  const pool = new Pool(url, { connections, pipelining: 1 })
  const times: number[] = []
  let serial = 0
  const began = performance.now()
  const worker = async (): Promise<void> => {
    while (serial < messages) {
      const text = body(perRequest, serial)
      serial += perRequest
      const start = performance.now()
      const answer = await pool.request({
        method: 'POST',
        path: '/sms/3/messages',
        body: text,
        headers: { authorization: `App ${API_KEY}`, 'content-type': 'application/json' },
      })
      await answer.body.dump()
      if (answer.statusCode !== 200) throw new Error(`a request was answered ${answer.statusCode}`)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const ms = performance.now() - began
  await pool.close()
  return { taken: serial, ms, times: times.toSorted((a, b) => a - b) }
}

interface Today {
  accepted: number
  delivered: number
  undeliverable: number
  expired: number
  rejected: number
}

async function today(url: string): Promise<Today> {
  const answer = await fetch(`${url}/messaging/1/overview`, {
    headers: { authorization: `App ${API_KEY}` },
  })
  return ((await answer.json()) as { today: Today }).today
}

async function allReported(url: string, before: Today, taken: number): Promise<Today> {
  const until = performance.now() + DONE_WITHIN_MS
  for (;;) {
    const now = await today(url)
    const ended = (one: Today) => one.delivered + one.undeliverable + one.expired + one.rejected
    if (ended(now) - ended(before) >= taken) return now
    if (performance.now() > until)
      throw new Error(
        `only ${ended(now) - ended(before)} of ${taken} messages were reported within ${DONE_WITHIN_MS} ms`,
      )
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function measure(ready: Ready, perRequest: number, messages: number, connections: number) {
  const pids = [ready.pid, ready.postgresPid, ready.simulatorPid]
  const each = () => Promise.all(pids.map((pid) => usage([pid])))
  const before = await today(ready.url)
  const used = await each()
  const began = performance.now()
  const sent = await send(ready.url, perRequest, messages, connections)
  const after = await allReported(ready.url, before, sent.taken)
  const endToEndMs = performance.now() - began
  const usedAfter = await each()
  const per1000 = (which: number) =>
    Math.round(
      (((usedAfter[which]?.cpuSeconds ?? 0) - (used[which]?.cpuSeconds ?? 0)) / sent.taken) *
        1_000_000,
    ) / 1000
  return {
    perRequest,
    connections,
    messages: sent.taken,
    delivered: after.delivered - before.delivered,
    acceptedPerSecond: Math.round((sent.taken / sent.ms) * 1000),
    endToEndPerSecond: Math.round((sent.taken / endToEndMs) * 1000),
    acceptMs: { p50: percentile(sent.times, 0.5), p99: percentile(sent.times, 0.99) },
    cpuSecondsPer1000: { server: per1000(0), postgres: per1000(1), simulator: per1000(2) },
    residentMb: {
      server: usedAfter[0]?.residentMb ?? null,
      postgres: usedAfter[1]?.residentMb ?? null,
      simulator: usedAfter[2]?.residentMb ?? null,
    },
  }
}

/** A server that only parses and answers: what HTTP alone costs here and now. */
async function baseline(perRequest: number, messages: number, connections: number) {
  const fastify = Fastify({ bodyLimit: 10_000_000 })
  fastify.post('/sms/3/messages', (request, reply) => {
    const { messages: sent } = request.body as { messages: { destinations: { to: string }[] }[] }
    void reply.send({ messages: sent[0]!.destinations.map(({ to }) => ({ destination: to })) })
  })
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 })
  await send(url, perRequest, Math.min(messages, 5_000), connections)
  const sent = await send(url, perRequest, messages, connections)
  await fastify.close()
  return { perRequest, messagesPerSecond: Math.round((sent.taken / sent.ms) * 1000) }
}

const dataDir = await mkdtemp(path.join(tmpdir(), 'tl-bench-'))
const { ready, child } = await startProgram(dataDir)
try {
  const set = await fetch(`${ready.url}/simulator/1/behaviour`, {
    method: 'PUT',
    headers: { authorization: `App ${API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ defaults: { deliverAfterMs: 0 } }),
  })
  if (!set.ok) throw new Error(`the simulator was not set: ${set.status} ${await set.text()}`)
  const baselines = [await baseline(1, 20_000, 32), await baseline(100, 200_000, 16)]
  await measure(ready, 100, 5_000, 16)
  const single = await measure(ready, 1, Math.round(messagesWanted / 3), 32)
  const hundred = [
    await measure(ready, 100, messagesWanted, 16),
    await measure(ready, 100, messagesWanted, 16),
  ]
  const best = hundred.toSorted((a, b) => b.endToEndPerSecond - a.endToEndPerSecond)[0]!
  const ratio = (figure: number, base: number) => Math.round((figure / base) * 1000) / 1000
  console.log(
    JSON.stringify(
      {
        bench: 'sms',
        date: argument('date') ?? null,
        machine: {
          cpu: cpus()[0]?.model ?? null,
          cores: cpus().length,
          memoryGb: Math.round(totalmem() / 2 ** 30),
        },
        node: process.version,
        conditions:
          'everything on one machine: load, server, PostgreSQL 18 (fsync on, synchronous_commit on), simulator; 100-character GSM text, one part; receipts at once',
        results: [single, ...hundred],
        baseline: {
          what: 'the same requests to a bare Fastify that parses and answers',
          results: baselines,
        },
        ratioToBaseline: {
          perRequest1: ratio(single.endToEndPerSecond, baselines[0]!.messagesPerSecond),
          perRequest100: ratio(best.endToEndPerSecond, baselines[1]!.messagesPerSecond),
        },
      },
      null,
      2,
    ),
  )
} finally {
  child.kill('SIGTERM')
  await once(child, 'exit')
  await rm(dataDir, { recursive: true, force: true })
}
