import type { Log } from '../../core/log.ts'
import { status, type PduView, type Receipt, type Session } from '../../protocols/smpp/index.ts'
import type { Connection, ConnectionProfile } from './connection.ts'
import type { MessageIds } from './message-ids.ts'
import { readReceived, type InboundPart, type Received } from './received.ts'
import type { Flight } from './submission.ts'
import type { Counters } from './wire.ts'

/** A receipt of the operator, with the keys to find its message by. */
export interface PeerReceipt {
  connectionId: number
  /** The most likely first. */
  peerIds: string[]
  receipt: Receipt
}

/** Who takes what operators send. The operator is answered when the promise resolves; a rejection makes it send again. */
export interface Listener {
  receipt(receipt: PeerReceipt): Promise<void>
  inbound(part: InboundPart): Promise<void>
}

/** What the link knows that a request came over. */
export interface Reception {
  listener: Listener | null
  profile: ConnectionProfile
  connection: Pick<Connection, 'receipts' | 'dialect'>
  ids: MessageIds
  counters: Counters
  log: Log
}

/** Hands a request of the operator to the listener and answers it when it is stored. */
export function takeReceived(
  session: Session<Flight>,
  view: PduView,
  ticket: number,
  at: Reception,
): void {
  // alert_notification: nobody waits for a handset to come back, and it has no answer.
  if (ticket === 0) return
  if (view.name !== 'deliver_sm' && view.name !== 'data_sm')
    return void session.respond(ticket, status.ESME_RINVCMDID)
  const { listener } = at
  if (listener === null) return void session.respond(ticket, status.ESME_RX_T_APPN)
  const found = readReceived(view, at.profile, {
    zoneOffsetMinutes: at.connection.receipts.clockOffsetMinutes,
    unmarkedText: at.connection.dialect.unmarkedReceipts,
  })
  if (found.kind === 'malformed') {
    // Refused, it would come again and again, and be no better.
    at.counters.malformed++
    return void session.respond(ticket, status.ESME_ROK)
  }
  store(listener, found, at).then(
    () => session.respond(ticket, status.ESME_ROK),
    (error: unknown) => {
      at.log.warn(
        { err: error, kind: found.kind },
        'what an operator sent could not be stored; it will send it again',
      )
      session.respond(ticket, status.ESME_RX_T_APPN)
    },
  )
}

async function store(
  listener: Listener,
  found: Exclude<Received, { kind: 'malformed' }>,
  at: Reception,
): Promise<void> {
  if (found.kind === 'inbound') {
    at.counters.inbound++
    return listener.inbound(found.part)
  }
  at.counters.receipts++
  const { receipt } = found
  return listener.receipt({
    connectionId: at.profile.connectionId,
    peerIds: at.ids.keysOf(receipt.id),
    receipt,
  })
}
