/**
 * How long a code waits behind another account's marketing: `npm run bench -- fairness [--backlog 1000000] [--codes 300]`.
 * One account puts its messages in front of the engine; another sends a code now and then, while the first one's are being
 * sent as fast as they can be, and while its connection is limited. Prints JSON.
 * Baseline of the same run: the same codes with nothing in front of them.
 */
import { pause, percentile, send } from './load.ts'
import { argument, ask, machine, makeAccount, startProgram, usage } from './program.ts'

const backlog = Number(argument('backlog') ?? 1_000_000)
const codes = Number(argument('codes') ?? 300)
const SENDER = 'Bank'
const EVERY_MS = 50
const LIMITED_PER_SECOND = 100

const program = await startProgram()
const { url } = program

/** Sends codes one after another. @returns from accept to submission, and of the request, ms */
async function sendCodes(key: string) {
  const requests: number[] = []
  const ids: string[] = []
  for (let n = 0; n < codes; n++) {
    const began = performance.now()
    const answer = await ask<{ messages: { messageId: string }[] }>(
      url,
      'POST',
      '/sms/3/messages',
      {
        messages: [
          {
            sender: SENDER,
            destinations: [{ to: `4917${String(10_000_000 + n)}` }],
            content: { text: `Your code is ${n}` },
            options: { contentClass: 'OTP' },
          },
        ],
      },
      key,
    )
    requests.push(performance.now() - began)
    ids.push(answer.messages[0]!.messageId)
    await pause(EVERY_MS)
  }
  await pause(2_000)
  const waits: number[] = []
  for (const id of ids) {
    const found = await ask<{ acceptedAt: string; sentAt: string | null }>(
      url,
      'GET',
      `/messaging/1/messages/${id}`,
      undefined,
      key,
    )
    waits.push(found.sentAt === null ? Infinity : time(found.sentAt) - time(found.acceptedAt))
  }
  return { acceptToSubmitMs: spread(waits), requestMs: spread(requests) }
}
const time = (text: string) => Date.parse(text.replace('+0000', 'Z'))
const spread = (all: readonly number[]) => {
  const sorted = all.toSorted((a, b) => a - b)
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: sorted.at(-1) }
}

async function limit(messagesPerSecond: number | null): Promise<void> {
  const { results } = await ask<{ results: { id: number; port: number }[] }>(url, 'GET', '/operators/1/connections') // prettier-ignore
  const { id, port } = results[0]!
  await ask(url, 'PUT', `/operators/1/connections/${id}`, {
    name: 'Simulator',
    host: '127.0.0.1',
    port,
    systemId: 'trunkline',
    password: 'simulator',
    binds: 2,
    windowSize: 200,
    messagesPerSecond,
  })
}
const waiting = async () =>
  (await ask<{ waiting: { toSend: number } }>(url, 'GET', '/messaging/1/overview')).waiting.toSend

try {
  await ask(url, 'PUT', '/simulator/1/behaviour', { defaults: { deliverAfterMs: 0 } })
  const key = await makeAccount(url, SENDER)
  const alone = await sendCodes(key)
  await limit(LIMITED_PER_SECOND)
  const filled = await send(url, {
    perRequest: 100,
    connections: 16,
    goesOn: (taken) => taken < backlog,
    options: { contentClass: 'MARKETING' },
  })
  const limited = await sendCodes(key)
  await limit(null)
  const draining = await sendCodes(key)
  const left = await waiting()
  const used = await usage([program.pids[0]], program.pids)
  console.log(
    JSON.stringify(
      {
        bench: 'fairness',
        date: argument('date') ?? null,
        machine,
        node: process.version,
        conditions: `everything on one machine; ${filled.taken} marketing messages of one account wait, ${codes} codes of another, one every ${EVERY_MS} ms`,
        results: {
          onALimitedConnection: { messagesPerSecond: LIMITED_PER_SECOND, ...limited },
          whileAllIsSent: { ...draining, stillWaiting: left },
          residentMb: used?.residentMb ?? null,
        },
        baseline: { what: 'the same codes with nothing in front of them', ...alone },
      },
      null,
      2,
    ),
  )
} finally {
  await program.stop()
}
