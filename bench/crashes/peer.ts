/**
 * The operator of the crash bench: an SMSC in a process of its own, which outlives every kill and forgets nothing. What it
 * took is in its journal by the serial number in the text; a receipt is sent until it is answered.
 */
import { clock } from '../../src/core/clock.ts'
import { buildReceipt, listen, status, type Session } from '../../src/protocols/smpp/index.ts'

/** What the operator took: how often each serial number was answered ESME_ROK. */
export type Journal = [serial: number, times: number][]

const NUMBER_REFUSED = '8'
const UNDELIVERABLE = '7'
const THROTTLED_FIRST = '6'
const RECEIPTS_IN_FLIGHT_MAX = 200
const ANSWER_MS_MAX = 200
const RECEIPT_MS_MAX = 600

interface OwedReceipt {
  id: string
  from: string
  to: string
  delivered: boolean
  submittedAt: number
}

export async function runPeer(): Promise<void> {
  const taken = new Map<number, number>()
  const throttled = new Set<number>()
  const owed: OwedReceipt[] = []
  const sessions = new Set<Session<OwedReceipt>>()
  let inFlight = 0
  let ids = clock.ms()

  const tell = (): void => {
    const session = [...sessions].at(-1)
    if (!session) return
    while (owed.length > 0 && inFlight < RECEIPTS_IN_FLIGHT_MAX) {
      const one = owed[0]!
      const sent = session.send('deliver_sm', receiptOf(one), one)
      if (sent <= 0) return
      owed.shift()
      inFlight += 1
    }
  }
  const again = (one: OwedReceipt): void => {
    inFlight -= 1
    owed.push(one)
  }
  const server = await listen<OwedReceipt>(
    {
      port: 0,
      now: () => performance.now(),
      systemId: 'crash peer',
      windowMax: RECEIPTS_IN_FLIGHT_MAX,
      inboundWindowMax: 1_000,
      responseTimeoutMs: 20_000,
    },
    { bindsPerAddressPerMinuteMax: 100_000, authenticate: () => ({ accepted: true }) },
    {
      onBound: (session) => {
        sessions.add(session)
        tell()
      },
      onClose: (session) => {
        sessions.delete(session)
      },
      onWindowOpen: tell,
      onResponse: (_session, one, view) => {
        if (view.commandStatus === status.ESME_ROK) inFlight -= 1
        else again(one)
        tell()
      },
      onOutcomeUnknown: (_session, one) => again(one),
      onRequest: (session, view, ticket) => {
        if (view.name !== 'submit_sm') return void session.respond(ticket, status.ESME_RINVCMDID)
        const serial = Number(/\d+/.exec(Buffer.from(view.octets('short_message')).toString())?.[0])
        const to = view.text('destination_addr')
        const kind = to.at(-1)
        if (kind === THROTTLED_FIRST && !throttled.has(serial)) {
          throttled.add(serial)
          return void session.respond(ticket, status.ESME_RTHROTTLED)
        }
        taken.set(serial, (taken.get(serial) ?? 0) + 1)
        if (kind === NUMBER_REFUSED) return void session.respond(ticket, status.ESME_RINVDSTADR)
        const one = {
          id: String(++ids),
          from: view.text('source_addr'),
          to,
          delivered: kind !== UNDELIVERABLE,
          submittedAt: clock.ms(),
        }
        // It has it from here on, answered or not: its receipt comes in any case, now and then before the answer.
        setTimeout(() => {
          session.respond(ticket, status.ESME_ROK, { message_id: one.id })
        }, Math.random() * ANSWER_MS_MAX)
        setTimeout(() => owed.push(one), Math.random() * RECEIPT_MS_MAX)
      },
    },
  )
  setInterval(tell, 50)
  process.on('message', () => process.send!({ journal: [...taken], owed: owed.length + inFlight }))
  process.on('disconnect', () => process.exit(0))
  process.send!({ port: server.port })
}

const receiptOf = (one: OwedReceipt) => ({
  source_addr_ton: 1,
  source_addr_npi: 1,
  source_addr: one.to,
  destination_addr: one.from,
  ...buildReceipt({
    id: one.id,
    state: one.delivered ? 'DELIVERED' : 'UNDELIVERABLE',
    submittedAt: one.submittedAt,
    doneAt: clock.ms(),
  }),
})

if (process.argv[2] === 'crash-peer') await runPeer()
