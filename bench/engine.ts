/**
 * How many messages a second the engine takes from request to final status, every one with a receipt:
 * `npm run bench -- engine [--seconds 60] [--date 2026-11-24]`. The whole program as `npm start` runs it, fsync on, on this
 * machine, with the load coming from this process. Prints JSON.
 * Baseline of the same run: PostgreSQL alone with everything that a message writes, in sets of 500.
 */
import { rawWrites } from './baseline.ts'
import { allReported, endedOf, pause, percentile, send, today, type Sent } from './load.ts'
import { argument, ask, machine, startProgram, usage, type Program } from './program.ts'

const seconds = Number(argument('seconds') ?? 60)
/** Messages under way at once: the engine is measured, and not how long a queue can get. */
const OPEN_MAX = 20_000
const BASELINE_SECONDS = 10

interface Shape {
  perRequest: number
  connections: number
  perSecond?: number
}

/** Sends for a while, then waits for the last receipt; counts what got its final status in each second. */
async function measure({ url, pids }: Program, shape: Shape, forSeconds: number) {
  const each = () => Promise.all(pids.map((pid) => usage([pid], pids)))
  const before = await today(url)
  const used = await each()
  let ended = 0
  const inSeconds: number[] = []
  const until = performance.now() + forSeconds * 1_000
  const watch = (async () => {
    let last = 0
    while (performance.now() < until) {
      await pause(1_000)
      const now = endedOf(await today(url)) - endedOf(before)
      inSeconds.push(now - last)
      last = now
    }
  })()
  const look = setInterval(() => {
    void today(url).then((now) => (ended = Math.max(ended, endedOf(now) - endedOf(before))), () => 0) // prettier-ignore
  }, 100)
  const began = performance.now()
  const sent = await send(url, {
    perRequest: shape.perRequest,
    connections: shape.connections,
    perSecond: shape.perSecond ?? null,
    goesOn: () => performance.now() < until,
    holds: (taken) => taken - ended > OPEN_MAX,
  })
  clearInterval(look)
  const after = await allReported(url, before, sent.taken)
  const endToEndMs = performance.now() - began
  await watch
  return figures(shape, sent, endToEndMs, after.delivered - before.delivered, inSeconds, used, await each()) // prettier-ignore
}

function figures(
  shape: Shape,
  sent: Sent,
  endToEndMs: number,
  delivered: number,
  inSeconds: readonly number[],
  used: Awaited<ReturnType<typeof usage>>[],
  usedAfter: Awaited<ReturnType<typeof usage>>[],
) {
  const per1000 = (which: number) =>
    Math.round(
      (((usedAfter[which]?.cpuSeconds ?? 0) - (used[which]?.cpuSeconds ?? 0)) / sent.taken) *
        1_000_000,
    ) / 1000
  const sorted = inSeconds.slice(1).toSorted((a, b) => a - b)
  return {
    ...shape,
    messages: sent.taken,
    delivered,
    endToEndPerSecond: Math.round((sent.taken / endToEndMs) * 1_000),
    finalPerSecond: { least: sorted[0] ?? null, median: percentile(sorted, 0.5) },
    acceptMs: { p50: percentile(sent.times, 0.5), p99: percentile(sent.times, 0.99) },
    cpuSecondsPer1000: { server: per1000(0), postgres: per1000(1), simulator: per1000(2) },
    residentMb: {
      server: usedAfter[0]?.residentMb ?? null,
      postgres: usedAfter[1]?.residentMb ?? null,
    },
  }
}

const program = await startProgram()
try {
  await ask(program.url, 'PUT', '/simulator/1/behaviour', { defaults: { deliverAfterMs: 0 } })
  await measure(program, { perRequest: 100, connections: 16 }, 3)
  const raw = await rawWrites(program.dataDir, BASELINE_SECONDS)
  const hundred = await measure(program, { perRequest: 100, connections: 16 }, seconds)
  const single = await measure(program, { perRequest: 1, connections: 50 }, seconds / 2)
  const eased = await measure(
    program,
    { perRequest: 1, connections: 50, perSecond: single.endToEndPerSecond * 0.8 },
    Math.max(10, seconds / 4),
  )
  const again = await rawWrites(program.dataDir, BASELINE_SECONDS)
  const baseline = Math.round((raw + again) / 2)
  console.log(
    JSON.stringify(
      {
        bench: 'engine',
        date: argument('date') ?? null,
        machine,
        node: process.version,
        conditions:
          'everything on one machine: load, server, PostgreSQL 18 (fsync on, synchronous_commit on), simulator; 100-character GSM text, one part, a receipt for each at once; at most 20,000 messages under way',
        results: [hundred, single, { what: 'at 80 % of that', ...eased }],
        baseline: {
          what: 'PostgreSQL alone: row and lease, submission, receipt, archives, content, report of each message, in sets of 500 over two connections; before and after',
          perSecond: [raw, again],
        },
        ratioToBaseline: Math.round((hundred.endToEndPerSecond / baseline) * 1000) / 1000,
      },
      null,
      2,
    ),
  )
} finally {
  await program.stop()
}
