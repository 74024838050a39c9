import {
  listen,
  status,
  type BindRequest,
  type PduFields,
  type PduView,
  type Session,
  type SmppServer,
} from '../../../protocols/smpp/index.ts'

/** A submit_sm as an SMSC of a test saw it. */
export interface Seen {
  session: Session
  to: string
  from: string
  octets: string
  esmClass: number
  dataCoding: number
  tlvs: object
  sourceTon: number
  sourceNpi: number
  recipientTon: number
  validity: string
  at: number
}

/** null: no answer at all. */
export type Answer = { status?: number; id?: string } | null

export interface TestSmsc {
  port: number
  readonly seen: Seen[]
  readonly binds: BindRequest[]
  /** Bound sessions, oldest first. */
  sessions(): Session[]
  /** Most submits of one session that waited for their answer at one moment. */
  readonly waitedMost: number
  /** Sends a deliver_sm or data_sm over the last session that can receive; resolves with our answer's command_status. */
  deliver(fields: PduFields<'deliver_sm'>): Promise<number>
  close(): Promise<void>
}

const now = (): number => performance.now()

/** A real SMPP server that behaves as the test says. */
export async function startSmsc(
  behaviour: {
    port?: number
    password?: string
    refuseBind?: (bind: BindRequest) => number | null
    /** Each submit_sm, in the order of arrival; `later` answers it by hand. */
    answer?: (seen: Seen, later: (answer: Answer) => void) => Answer | 'later'
    tls?: { cert: string; key: string }
  } = {},
): Promise<TestSmsc> {
  const seen: Seen[] = []
  const binds: BindRequest[] = []
  const open = new Set<Session>()
  const waiting = new Map<Session, number>()
  let waitedMost = 0
  let ids = 0
  const server: SmppServer = await listen(
    {
      port: behaviour.port ?? 0,
      now,
      systemId: 'test smsc',
      inboundWindowMax: 10_000,
      ...(behaviour.tls ? { tls: behaviour.tls } : {}),
    },
    {
      bindsPerAddressPerMinuteMax: 10_000,
      authenticate: (bind) => {
        binds.push({ ...bind })
        const refusal = behaviour.refuseBind?.(bind) ?? null
        if (refusal !== null) return { accepted: false, status: refusal }
        return bind.password === (behaviour.password ?? 'secret')
          ? { accepted: true }
          : { accepted: false, status: status.ESME_RINVPASWD }
      },
    },
    {
      onBound: (session) => void open.add(session),
      onClose: (session) => void open.delete(session),
      onRequest: (session, view, ticket) => {
        const one = seenOf(session, view)
        seen.push(one)
        waiting.set(session, (waiting.get(session) ?? 0) + 1)
        waitedMost = Math.max(waitedMost, waiting.get(session)!)
        const respond = (answer: Answer): void => {
          if (answer === null) return
          waiting.set(session, waiting.get(session)! - 1)
          const commandStatus = answer.status ?? status.ESME_ROK
          if (commandStatus === 0)
            session.respond(ticket, 0, { message_id: answer.id ?? String(++ids) })
          else session.respond(ticket, commandStatus)
        }
        const answer = behaviour.answer ? behaviour.answer(one, respond) : {}
        if (answer !== 'later') respond(answer)
      },
    },
  )
  return {
    port: server.port,
    seen,
    binds,
    sessions: () => [...open],
    get waitedMost() {
      return waitedMost
    },
    deliver: async (fields) => {
      const session = [...open].findLast(
        (one) => one.state === 'BOUND_TRX' || one.state === 'BOUND_RX',
      )!
      return (await session.request('deliver_sm', fields)).commandStatus
    },
    close: () => server.close(0),
  }
}

const seenOf = (session: Session, view: PduView): Seen => ({
  session,
  to: view.text('destination_addr'),
  from: view.text('source_addr'),
  octets: Buffer.from(view.octets('short_message')).toString('latin1'),
  esmClass: view.number('esm_class'),
  dataCoding: view.number('data_coding'),
  tlvs: view.tlvs(),
  sourceTon: view.number('source_addr_ton'),
  sourceNpi: view.number('source_addr_npi'),
  recipientTon: view.number('dest_addr_ton'),
  validity: view.text('validity_period'),
  at: now(),
})
