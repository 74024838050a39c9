import { clock } from '../../src/core/clock.ts'
import {
  connect,
  readReceipt,
  status,
  type BindKind,
  type DialOptions,
  type PduFields,
  type PduView,
  type Receipt,
  type Session,
} from '../../src/protocols/smpp/index.ts'
import { eventually } from './running.ts'

/** A customer's system: our own client, which keeps what it is sent. */
export interface Esme {
  session: Session
  readonly receipts: Receipt[]
  readonly views: PduView[]
  readonly inbound: PduView[]
  /** Tickets of what is not answered, while it is not null. */
  held: number[] | null
  /** What is answered to deliver_sm. */
  answer: number
  closed: string | null
  submit(fields?: PduFields<'submit_sm'>): Promise<{ status: number; id: string }>
  receiptOf(id: string): Promise<Receipt>
  /** States of a message, in the order they were told. */
  receiptsOf(id: string): string[]
}

export async function bindAs(
  port: number,
  user: { systemId: string; password: string },
  options: {
    kind?: BindKind
    version?: number
    windowMax?: number
    tls?: DialOptions['tls']
  } = {},
): Promise<Esme> {
  const esme: Esme = {
    session: undefined as unknown as Session,
    receipts: [],
    views: [],
    inbound: [],
    held: null,
    answer: status.ESME_ROK,
    closed: null,
    submit: async (fields = {}) => {
      const view = await esme.session.request('submit_sm', {
        source_addr_ton: 5,
        source_addr: 'Trunkline',
        dest_addr_ton: 1,
        dest_addr_npi: 1,
        destination_addr: '41790000001',
        registered_delivery: 1,
        short_message: Buffer.from('Hello there'),
        ...fields,
      })
      return {
        status: view.commandStatus,
        id: view.commandStatus === 0 ? view.text('message_id') : '',
      }
    },
    receiptsOf: (id) => esme.receipts.flatMap((one) => (one.id === id ? [one.state ?? ''] : [])),
    receiptOf: (id) =>
      eventually(`a receipt of ${id}`, () => esme.receipts.find((one) => one.id === id)),
  }
  esme.session = await connect(
    {
      host: '127.0.0.1',
      port,
      now: clock.ms,
      windowMax: options.windowMax ?? 100,
      inboundWindowMax: 1_000,
      ...(options.tls === undefined ? {} : { tls: options.tls }),
      bind: {
        kind: options.kind ?? 'transceiver',
        system_id: user.systemId,
        password: user.password,
        interface_version: options.version ?? 0x34,
      },
    },
    {
      onRequest: (session, view, ticket) => {
        if (view.name !== 'deliver_sm') return void session.respond(ticket, status.ESME_RINVCMDID)
        if (esme.answer === status.ESME_ROK) keep(esme, view)
        if (esme.held) esme.held.push(ticket)
        else session.respond(ticket, esme.answer)
      },
      onClose: (_session, reason) => {
        esme.closed = reason
      },
    },
  )
  return esme
}

function keep(esme: Esme, view: PduView): void {
  const receipt = readReceipt(view)
  if (!receipt) return void esme.inbound.push(view.keep())
  esme.receipts.push(receipt)
  esme.views.push(view.keep())
}
