/**
 * How fast a text goes from HTTP over SMPP to a receipt: `npm run bench -- sms [--date 2026-11-23] [--messages 30000]`.
 * Starts the whole program as `npm start` would (embedded PostgreSQL with fsync on, the simulator as operator, each in a
 * process of its own), on this machine, with the load coming from this process. Prints JSON.
 * Baseline of the same run: the same requests to a bare Fastify that parses and answers them.
 */
import Fastify from 'fastify'
import { allReported, percentile, send, today } from './load.ts'
import { argument, ask, machine, startProgram, usage, type Program } from './program.ts'

const messagesWanted = Number(argument('messages') ?? 30_000)
const upTo = (messages: number) => (taken: number) => taken < messages

async function measure(
  program: Program,
  perRequest: number,
  messages: number,
  connections: number,
) {
  const { url, pids } = program
  const each = () => Promise.all(pids.map((pid) => usage([pid], pids)))
  const before = await today(url)
  const used = await each()
  const began = performance.now()
  const sent = await send(url, { perRequest, connections, goesOn: upTo(messages) })
  const after = await allReported(url, before, sent.taken)
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
  await send(url, { perRequest, connections, goesOn: upTo(Math.min(messages, 5_000)) })
  const sent = await send(url, { perRequest, connections, goesOn: upTo(messages) })
  await fastify.close()
  return { perRequest, messagesPerSecond: Math.round((sent.taken / sent.ms) * 1000) }
}

const program = await startProgram()
try {
  await ask(program.url, 'PUT', '/simulator/1/behaviour', { defaults: { deliverAfterMs: 0 } })
  const baselines = [await baseline(1, 20_000, 32), await baseline(100, 200_000, 16)]
  await measure(program, 100, 5_000, 16)
  const single = await measure(program, 1, Math.round(messagesWanted / 3), 32)
  const hundred = [
    await measure(program, 100, messagesWanted, 16),
    await measure(program, 100, messagesWanted, 16),
  ]
  const best = hundred.toSorted((a, b) => b.endToEndPerSecond - a.endToEndPerSecond)[0]!
  const ratio = (figure: number, base: number) => Math.round((figure / base) * 1000) / 1000
  console.log(
    JSON.stringify(
      {
        bench: 'sms',
        date: argument('date') ?? null,
        machine,
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
  await program.stop()
}
