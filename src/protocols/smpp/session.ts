/** The session as its owner sees it. What it does is in engine.ts. */
import type { SessionEngine } from './engine.ts'
import { layouts } from './layout.ts'
import type { AnyFields, PduFields } from './layout.ts'
import { NOT_BOUND, NotBoundError } from './session-types.ts'
import type {
  BindKind,
  CloseReason,
  Peer,
  RequestName,
  ResponseFields,
  Role,
  SessionCounters,
  SessionState,
} from './session-types.ts'
import { status } from './status.ts'
import type { PduView } from './view.ts'

/** The cookie of the easy style: who waits for this answer. */
export class Waiting {
  readonly resolve: (view: PduView) => void
  readonly reject: (error: Error) => void

  constructor(resolve: (view: PduView) => void, reject: (error: Error) => void) {
    this.resolve = resolve
    this.reject = reject
  }
}

/**
 * One SMPP session. Made by `connect`, `listen`, `outbind` and `listenForOutbind`; its life is told to SessionEvents.
 * @typeParam Cookie what the owner hangs on each request and gets back with its answer
 */
export class Session<Cookie = unknown> {
  /** Free for the owner: account, connection row, … On a server the policy's decision sets it. */
  attachment: unknown
  readonly #engine: SessionEngine<Cookie>

  constructor(engine: SessionEngine<Cookie>) {
    this.#engine = engine
  }

  get role(): Role {
    return this.#engine.role
  }
  get peer(): Peer {
    return this.#engine.peer
  }
  get state(): SessionState {
    return this.#engine.state
  }
  get bound(): boolean {
    return this.#engine.bound
  }
  get bindKind(): BindKind | undefined {
    return this.#engine.bindKind
  }
  /** ESME role: the SMSC's. SMSC role: the account that bound. */
  get systemId(): string {
    return this.#engine.systemId
  }
  /** 0x33, 0x34, 0x50; below 0x34 no optional parameters are sent. */
  get peerVersion(): number {
    return this.#engine.outgoing.peerVersion
  }
  get counters(): Readonly<SessionCounters> {
    return this.#engine.counters
  }
  /** Our unanswered requests at a time, 1 to 16,384; may be changed while running. */
  get windowMax(): number {
    return this.#engine.windowMax
  }
  set windowMax(value: number) {
    this.#engine.windowMax = value
  }
  get inboundWindowMax(): number {
    return this.#engine.inboundWindowMax
  }
  /** Our requests that wait for an answer. */
  get inFlight(): number {
    return this.#engine.inFlight
  }
  /** The peer's requests that wait for our answer. */
  get unanswered(): number {
    return this.#engine.unanswered
  }
  /** How many requests `send` would take now. */
  get room(): number {
    return this.#engine.room
  }

  /**
   * Writes one request. > 0: its sequence_number; 0: the window or the output is full, try again at onWindowOpen;
   * NOT_BOUND (-1): not in this state. Throws SmppCodecError, with nothing sent, when a field breaks its limit.
   */
  send<N extends RequestName>(name: N, fields: PduFields<N>, cookie: Cookie): number {
    return this.#engine.send(layouts[name], fields as AnyFields, cookie)
  }

  /** `send('submit_sm', …)`. */
  submit(fields: PduFields<'submit_sm'>, cookie: Cookie): number {
    return this.#engine.send(layouts.submit_sm, fields as AnyFields, cookie)
  }

  /** `send('deliver_sm', …)`. */
  deliver(fields: PduFields<'deliver_sm'>, cookie: Cookie): number {
    return this.#engine.send(layouts.deliver_sm, fields as AnyFields, cookie)
  }

  /**
   * Sends as soon as there is room; resolves with a view of its own, whatever the command_status.
   * Rejects with NotBoundError or SmppCodecError (nothing sent), or OutcomeUnknownError (sent, no answer).
   */
  request<N extends RequestName>(name: N, fields: PduFields<N>): Promise<PduView> {
    return new Promise((resolve, reject) => {
      const waiting = new Waiting(resolve, reject)
      const attempt = (): void => {
        try {
          const sent = this.#engine.send(layouts[name], fields as AnyFields, waiting)
          if (sent === NOT_BOUND)
            reject(new NotBoundError(`${name} cannot be sent in state ${this.state}`))
          else if (sent === 0) this.#engine.waitingForRoom.push(attempt)
        } catch (error) {
          reject(error as Error)
        }
      }
      if (this.#engine.waitingForRoom.length > 0) this.#engine.waitingForRoom.push(attempt)
      else attempt()
    })
  }

  /** Answers a request. false: it is answered already, or the session is gone. Throws SmppCodecError on a bad field. */
  respond(
    ticket: number,
    commandStatus: number = status.ESME_ROK,
    fields?: ResponseFields,
  ): boolean {
    return this.#engine.respond(ticket, commandStatus, fields as AnyFields | undefined)
  }

  /** alert_notification (SMSC role), which has no answer. false: not bound for it. */
  alert(fields: PduFields<'alert_notification'>): boolean {
    return this.#engine.alert(fields as AnyFields)
  }

  /** Takes no more requests, lets those in flight be answered (for one response timeout at most), unbinds, closes. */
  unbind(): void {
    this.#engine.unbind()
  }

  /** Closes at once. Requests in flight are reported as outcome unknown, then onClose is told. */
  close(reason: CloseReason = 'closed_by_us'): void {
    this.#engine.close(reason)
  }
}
