/** The npm package `smpp` brings no types; these are the parts our tests and benchmarks use of it. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server } from 'node:net'

  export interface PeerPdu {
    command: string
    command_status: number
    sequence_number: number
    response(fields?: Record<string, unknown>): PeerPdu
    [field: string]: unknown
  }
  type Send = (fields: Record<string, unknown>, answered?: (answer: PeerPdu) => void) => boolean
  export interface PeerSession extends EventEmitter {
    send(pdu: PeerPdu): boolean
    close(closed?: () => void): void
    destroy(): void
    bind_transceiver: Send
    bind_transmitter: Send
    bind_receiver: Send
    submit_sm: Send
    submit_multi: Send
    deliver_sm: Send
    data_sm: Send
    query_sm: Send
    cancel_sm: Send
    replace_sm: Send
    broadcast_sm: Send
    alert_notification: Send
    enquire_link: Send
    unbind: Send
  }
  interface PeerPduClass {
    new (command: string, fields: Record<string, unknown>): PeerPdu & { toBuffer(): Buffer }
    fromBuffer(octets: Buffer): PeerPdu
  }
  const smpp: {
    PDU: PeerPduClass
    connect(options: Record<string, unknown>, connected?: () => void): PeerSession
    createServer(options: Record<string, unknown>, session: (session: PeerSession) => void): Server
  }
  export default smpp
}
