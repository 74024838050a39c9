import type { SessionEngine } from './engine.ts'
import type { CloseReason, Peer, Role, SessionEvents, SessionLimits } from './session-types.ts'
import type { PduView } from './view.ts'

/** What a session needs of the connection beneath it, and of whoever decides about binds. */
export interface Connection<Cookie> {
  /** Octets wait in engine.outgoing: write them at the end of this tick. */
  flushSoon(): void
  pauseReading(): void
  resumeReading(): void
  /** Write what waits, then close. */
  end(): void
  /** SMSC: somebody wants to bind; answer with acceptBind or refuseBind. The view may be kept. */
  bindRequested(engine: SessionEngine<Cookie>, view: PduView): void
  /** ESME: the SMSC has called (outbind) and expects a bind. */
  outbindReceived(engine: SessionEngine<Cookie>, view: PduView): void
  bound(engine: SessionEngine<Cookie>, view: PduView): void
  ended(engine: SessionEngine<Cookie>, reason: CloseReason, error: Error | undefined): void
}

export interface EngineOptions<Cookie> extends SessionLimits {
  role: Role
  events: SessionEvents<Cookie>
  connection: Connection<Cookie>
  peer: Peer
  /** Milliseconds of any steady clock. */
  now: number
  /** How often `tick` is called: answers get that much more time, so that none is late by rounding. */
  tickMs: number
  versionWhenSilent?: number | undefined
}
