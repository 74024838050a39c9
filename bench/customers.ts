/**
 * How fast a customer's SMPP binds are served, receipts included: `npm run bench -- customers [--date …] [--messages 30000]`.
 * Starts the whole program (embedded PostgreSQL with fsync on, the simulator as operator), on this machine, with the
 * customer in this process. Prints JSON. Baseline of the same run: the same customer against a bare session that answers
 * each submit_sm at once and stores nothing.
 */
import { connect, listen, status, type Session } from '../src/protocols/smpp/index.ts'
import { percentile } from './load.ts'
import { argument, ask, machine, startProgram } from './program.ts'

const messagesWanted = Number(argument('messages') ?? 30_000)
const TEXT = Buffer.from(
  'Your parcel is on its way and will reach you today between 14:00 and 16:00. Thank you for your order!',
)
const DONE_WITHIN_MS = 180_000

let serial = 0
const recipient = (): string => {
  serial++
  return `4915${String(100_000 + (serial % 899_999))}${String(serial % 900).padStart(3, '0')}`
}

/** Submits over binds with full windows until enough is taken, and waits for a receipt of each when there are any. */
async function measure(
  port: number,
  user: { systemId: string; password: string },
  options: { binds: number; window: number; messages: number; receipts: boolean },
) {
  const { binds, window, messages, receipts } = options
  const times: number[] = []
  let sent = 0
  let answered = 0
  let receipted = 0
  let settle: () => void = () => undefined
  const all = new Promise<void>((resolve) => (settle = resolve))
  let answeredMs = 0
  const began = performance.now()
  const look = () => {
    if (answered === messages && answeredMs === 0) answeredMs = performance.now() - began
    if (answered === messages && (!receipts || receipted >= messages)) settle()
  }
  const pump = (session: Session<number>) => {
    while (sent < messages && session.room > 0) {
      sent++
      session.submit(
        {
          source_addr_ton: 5,
          source_addr: 'Trunkline',
          dest_addr_ton: 1,
          dest_addr_npi: 1,
          destination_addr: recipient(),
          registered_delivery: receipts ? 1 : 0,
          short_message: TEXT,
        },
        performance.now(),
      )
    }
  }
  const sessions = await Promise.all(
    Array.from({ length: binds }, () =>
      connect<number>(
        {
          host: '127.0.0.1',
          port,
          now: () => performance.now(),
          windowMax: window,
          inboundWindowMax: 2_000,
          bind: {
            kind: 'transceiver',
            system_id: user.systemId,
            password: user.password,
            interface_version: 0x34,
          },
        },
        {
          onResponse: (session, at, view) => {
            if (view.commandStatus !== status.ESME_ROK)
              throw new Error(`submit_sm was answered ${view.commandStatus}`)
            times.push(performance.now() - at)
            answered++
            pump(session)
            look()
          },
          onRequest: (session, _view, ticket) => {
            session.respond(ticket)
            receipted++
            look()
          },
        },
      ),
    ),
  )
  for (const session of sessions) pump(session)
  const late = setTimeout(() => {
    throw new Error(`${answered} answers and ${receipted} receipts of ${messages} messages in time`)
  }, DONE_WITHIN_MS)
  await all
  clearTimeout(late)
  const ms = performance.now() - began
  for (const session of sessions) session.unbind()
  const sorted = times.toSorted((a, b) => a - b)
  return {
    binds,
    window,
    messages,
    answeredPerSecond: Math.round((messages / answeredMs) * 1000),
    ...(receipts ? { withReceiptsPerSecond: Math.round((messages / ms) * 1000) } : {}),
    answerMs: { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) },
  }
}

/** What the sessions alone can do here and now. */
async function baseline(binds: number, window: number, messages: number) {
  let ids = 0
  const server = await listen(
    {
      port: 0,
      now: () => performance.now(),
      systemId: 'bare',
      inboundWindowMax: 2_000,
    },
    { authenticate: () => ({ accepted: true }) },
    {
      onRequest: (session, _view, ticket) =>
        void session.respond(ticket, status.ESME_ROK, { message_id: String(++ids) }),
    },
  )
  const user = { systemId: 'bare', password: 'bare' }
  const options = { binds, window, messages, receipts: false }
  await measure(server.port, user, { ...options, messages: 20_000 })
  const measured = await measure(server.port, user, options)
  await server.close(0)
  return measured
}

const program = await startProgram()
try {
  await ask(program.url, 'PUT', '/simulator/1/behaviour', { defaults: { deliverAfterMs: 0 } })
  const user = await ask<{ systemId: string; password: string }>(
    program.url,
    'POST',
    '/smpp/1/users',
    { systemId: 'bench', partsPerSecond: 100_000, window: 2_000, deliveryWindow: 1_000 },
  )
  const base = await baseline(4, 500, 200_000)
  const run = (binds: number, window: number) =>
    measure(program.smppPort, user, { binds, window, messages: messagesWanted, receipts: true })
  await measure(program.smppPort, user, { binds: 1, window: 100, messages: 2_000, receipts: true })
  const results = [await run(1, 10), await run(1, 500), await run(4, 500)]
  const best = Math.max(...results.map((one) => one.withReceiptsPerSecond ?? 0))
  console.log(
    JSON.stringify(
      {
        bench: 'customers',
        date: argument('date') ?? null,
        machine,
        node: process.version,
        conditions:
          'everything on one machine: customer, server, PostgreSQL 18 (fsync on, synchronous_commit on), simulator; one message per submit_sm, 101-character GSM text, a receipt for each, acknowledged; answers after the commit',
        results,
        baseline: {
          what: 'the same customer and a bare session in one process, which answers at once and stores nothing',
          results: [base],
        },
        ratioToBaseline: Math.round((best / base.answeredPerSecond) * 1000) / 1000,
      },
      null,
      2,
    ),
  )
} finally {
  await program.stop()
}
