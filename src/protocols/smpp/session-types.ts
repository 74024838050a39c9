import type { PduFields } from './layout.ts'
import type { Session } from './session.ts'
import type { PduView } from './view.ts'

export type Role = 'ESME' | 'SMSC'
/** SMPP 5.0 §2.3. */
export type SessionState =
  | 'OPEN'
  | 'OUTBOUND'
  | 'BOUND_TX'
  | 'BOUND_RX'
  | 'BOUND_TRX'
  | 'UNBOUND'
  | 'CLOSED'
export type BindKind = 'transmitter' | 'receiver' | 'transceiver'

export type CloseReason =
  | 'closed_by_us'
  | 'closed_by_peer'
  | 'unbound_by_us'
  | 'unbound_by_peer'
  | 'bind_refused'
  | 'session_init_timeout'
  | 'enquire_link_timeout'
  | 'inactivity_timeout'
  | 'unbind_timeout'
  | 'bad_length'
  | 'socket_error'
  | 'policy'
  | 'server_stopping'

/** Requests an owner may send. bind_*, unbind, enquire_link and the answers are the session's own business. */
export type RequestName =
  | 'submit_sm'
  | 'submit_multi'
  | 'deliver_sm'
  | 'data_sm'
  | 'query_sm'
  | 'cancel_sm'
  | 'replace_sm'
  | 'broadcast_sm'
  | 'query_broadcast_sm'
  | 'cancel_broadcast_sm'

/** Fields of an answer; which of them go out depends on the request that is answered. */
export type ResponseFields = Partial<
  PduFields<'query_sm_resp'> & PduFields<'submit_multi_resp'> & PduFields<'submit_sm_resp'>
>

export interface SessionLimits {
  /** Our unanswered requests at a time, 1 to 16,384. Throughput is at most windowMax / round trip. Default 10. */
  windowMax?: number
  /** The peer's unanswered requests at a time, 1 to 16,384; with that many waiting the socket is not read. Default 100. */
  inboundWindowMax?: number
  /** How long an answer may take before its request is reported as outcome unknown. Default 30,000. */
  responseTimeoutMs?: number
  /** Silence of the peer after which enquire_link is sent; 0 never. Some carriers hang up after 60 s. Default 30,000. */
  enquireLinkIntervalMs?: number
  /** From the connection to the finished bind. Default 10,000. */
  sessionInitTimeoutMs?: number
  /** Time without a message in either direction after which the session is unbound; 0 never. Default 0. */
  inactivityTimeoutMs?: number
  /** Longest PDU read. Default 66,560: a payload of 64 KiB and 1 KiB for what goes with it. */
  pduOctetsMax?: number
  /** Octets waiting for a slow peer before `send` answers 0. Default 4 MiB. */
  outputOctetsMax?: number
}

export const limitDefaults: Required<SessionLimits> = {
  windowMax: 10,
  inboundWindowMax: 100,
  responseTimeoutMs: 30_000,
  enquireLinkIntervalMs: 30_000,
  sessionInitTimeoutMs: 10_000,
  inactivityTimeoutMs: 0,
  pduOctetsMax: 64 * 1024 + 1024,
  outputOctetsMax: 4 * 1024 * 1024,
}

const limitNames = Object.keys(limitDefaults) as (keyof SessionLimits)[]

/** The limits given, and the defaults for what is not or is undefined. */
export function fullLimits(given: SessionLimits): Required<SessionLimits> {
  const named = limitNames.map((name) => [name, given[name] ?? limitDefaults[name]])
  return Object.fromEntries(named) as Required<SessionLimits>
}

/**
 * What the owner of sessions hears. One object may serve all sessions. A view is valid only during the call.
 * Nothing is told of a session that never got bound: `connect` rejects, a server counts it.
 */
export interface SessionEvents<Cookie = unknown> {
  /** ESME: view is the answer to the bind. SMSC: view is the bind that was accepted. */
  onBound?(session: Session<Cookie>, view: PduView): void
  /** Answer with `session.respond(ticket, …)`, now or later. alert_notification has no answer: ticket 0. */
  onRequest?(session: Session<Cookie>, view: PduView, ticket: number): void
  /** The answer, good or bad (see view.commandStatus); a peer may also answer with generic_nack. */
  onResponse?(session: Session<Cookie>, cookie: Cookie, view: PduView): void
  /** Written, never answered: the peer may or may not have it. Told exactly once for each such request. */
  onOutcomeUnknown?(session: Session<Cookie>, cookie: Cookie, reason: 'timeout' | 'closed'): void
  /** An answer to a request that is not waited for any more. */
  onLateResponse?(session: Session<Cookie>, view: PduView): void
  /** There is room again after the window, or the output, was full. */
  onWindowOpen?(session: Session<Cookie>): void
  /** The peer asked to unbind and was answered; onClose follows. */
  onUnbind?(session: Session<Cookie>): void
  /** An event of yours threw. Without this the error goes to the process, as an uncaught exception. */
  onFault?(session: Session<Cookie>, error: unknown): void
  /** The last call, exactly once; every onOutcomeUnknown comes before it. */
  onClose?(session: Session<Cookie>, reason: CloseReason, error?: Error): void
}

export interface SessionCounters {
  pdusIn: number
  pdusOut: number
  octetsIn: number
  octetsOut: number
  /** Malformed PDUs, unknown commands, commands in the wrong state, answers that fit no request. */
  faults: number
  lateResponses: number
  /** enquire_link sent and received. */
  enquireLinks: number
}

export const newCounters = (): SessionCounters => ({
  pdusIn: 0,
  pdusOut: 0,
  octetsIn: 0,
  octetsOut: 0,
  faults: 0,
  lateResponses: 0,
  enquireLinks: 0,
})

export interface Peer {
  readonly address: string
  readonly port: number
  readonly tls: boolean
}

/** `send` answers this when the session is not bound for that request. */
export const NOT_BOUND = -1

/** A request of the easy style was written and never answered. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError'
  readonly reason: 'timeout' | 'closed'

  constructor(reason: 'timeout' | 'closed') {
    super(
      reason === 'timeout'
        ? 'no answer in time; the outcome is unknown'
        : 'closed before the answer came',
    )
    this.reason = reason
  }
}

/** The session is not bound for this request; nothing was sent. */
export class NotBoundError extends Error {
  override readonly name = 'NotBoundError'
}
