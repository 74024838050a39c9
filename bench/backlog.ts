/**
 * What a backlog costs: `npm run bench -- backlog [--messages 5000000] [--date 2026-11-24]`. Messages come faster than a
 * limited connection takes them; measured for each tenth of them: how fast they are taken, how long a request and the
 * overview page take, and the memory of the server. Prints JSON.
 * Baseline of the same run: the first tenth, before anything waits.
 */
import { percentile, send } from './load.ts'
import { argument, ask, machine, startProgram, usage } from './program.ts'

const messages = Number(argument('messages') ?? 5_000_000)
const TENTHS = 10
const LIMITED_PER_SECOND = 50

const program = await startProgram()
const { url } = program
try {
  const { results: connections } = await ask<{ results: { id: number; port: number }[] }>(url, 'GET', '/operators/1/connections') // prettier-ignore
  const { id, port } = connections[0]!
  await ask(url, 'PUT', `/operators/1/connections/${id}`, {
    name: 'Simulator',
    host: '127.0.0.1',
    port,
    systemId: 'trunkline',
    password: 'simulator',
    messagesPerSecond: LIMITED_PER_SECOND,
  })
  const results = []
  for (let tenth = 1; tenth <= TENTHS; tenth++) {
    const wanted = messages / TENTHS
    const sent = await send(url, {
      perRequest: 100,
      connections: 16,
      goesOn: (taken) => taken < wanted,
      options: { contentClass: 'MARKETING' },
    })
    const began = performance.now()
    await ask(url, 'GET', '/messaging/1/overview')
    results.push({
      waiting: Math.round(tenth * wanted),
      acceptedPerSecond: Math.round((sent.taken / sent.ms) * 1_000),
      acceptMs: { p50: percentile(sent.times, 0.5), p99: percentile(sent.times, 0.99) },
      overviewMs: Math.round(performance.now() - began),
      residentMb: (await usage([program.pids[0]], program.pids))?.residentMb ?? null,
    })
  }
  const first = results[0]!.acceptedPerSecond
  console.log(
    JSON.stringify(
      {
        bench: 'backlog',
        date: argument('date') ?? null,
        machine,
        node: process.version,
        conditions: `everything on one machine; the connection takes ${LIMITED_PER_SECOND} messages a second`,
        results,
        baseline: { what: 'the first tenth', acceptedPerSecond: first },
        ratioToBaseline: Math.round((results.at(-1)!.acceptedPerSecond / first) * 1000) / 1000,
      },
      null,
      2,
    ),
  )
} finally {
  await program.stop()
}
