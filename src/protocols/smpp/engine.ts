/**
 * The SMPP session's state machine, without I/O: octets and ticks of a clock go in, octets come out in `output`.
 * One class for both roles; owners see it as a Session (session.ts). SMPP 3.4 §2 (states), §3 (header), §2.9 and §7.2 (timers and windows).
 */
import { bindCommands, bindKindOf, boundStates, maySend, stateBit } from './bind-state.ts'
import type { Connection, EngineOptions } from './connection.ts'
import { Framing } from './framing.ts'
import type { FrameSink } from './framing.ts'
import { KeepAlive } from './keep-alive.ts'
import { layouts } from './layout.ts'
import type { AnyFields, Layout, PduFields } from './layout.ts'
import { Outgoing } from './outgoing.ts'
import { command } from './pdus.ts'
import { PeerRequests } from './peer-requests.ts'
import type { Grant } from './policy.ts'
import { NOT_BOUND, OutcomeUnknownError, fullLimits, newCounters } from './session-types.ts'
import type {
  BindKind,
  CloseReason,
  Peer,
  Role,
  SessionCounters,
  SessionEvents,
  SessionLimits,
  SessionState,
} from './session-types.ts'
import { Session, Waiting } from './session.ts'
import { status } from './status.ts'
import { Unbinding } from './unbinding.ts'
import type { Leaver } from './unbinding.ts'
import { PduView, answersRequest } from './view.ts'
import { RequestWindow, windowWithin } from './window.ts'

/** After reading was stopped for a while, answers that lay in the socket get this long before they count as late. */
const resumeGraceMs = 1_000

export class SessionEngine<Cookie> implements FrameSink, Leaver {
  readonly role: Role
  /** What the owner holds, and gets with each event. */
  readonly session: Session<Cookie>
  readonly peer: Peer
  readonly counters: SessionCounters = newCounters()
  readonly limits: Required<SessionLimits>
  readonly outgoing: Outgoing
  /** command_status of a refused bind (ESME). */
  bindStatus = 0
  state: SessionState = 'OPEN'
  bindKind: BindKind | undefined
  systemId = ''
  /** Attempts of the easy style, made again when there is room, or when there never will be. */
  readonly waitingForRoom: (() => void)[] = []

  #stateBit = 0
  readonly #events: SessionEvents<Cookie>
  readonly #connection: Connection<Cookie>
  readonly #view = new PduView()
  readonly #framing: Framing
  readonly #window = new RequestWindow<Cookie | Waiting>()
  #windowMax: number
  readonly #peerRequests: PeerRequests
  /** Somebody may wait for onWindowOpen. */
  #filled = false
  /** A view is in use up the stack: what is held back has to wait. */
  #reading = false
  #paused = false
  #wasBound = false

  #now: number
  readonly #tickMs: number
  readonly #openedAt: number
  #messageAt: number
  #graceUntil = 0
  readonly #keepAlive: KeepAlive
  #bindSequence = 0
  #bindPending: PduView | undefined
  readonly #unbinding: Unbinding

  constructor(options: EngineOptions<Cookie>) {
    const { now, connection } = options
    this.role = options.role
    this.session = new Session(this)
    this.peer = options.peer
    this.limits = fullLimits(options)
    this.#events = options.events
    this.#connection = connection
    this.#framing = new Framing(this, this.limits.pduOctetsMax)
    this.#windowMax = windowWithin(this.limits.windowMax)
    this.#peerRequests = new PeerRequests(windowWithin(this.limits.inboundWindowMax))
    const version = options.versionWhenSilent ?? 0x34
    const { outputOctetsMax, enquireLinkIntervalMs, responseTimeoutMs } = this.limits
    this.outgoing = new Outgoing(version, outputOctetsMax, this.counters, () =>
      connection.flushSoon(),
    )
    this.#keepAlive = new KeepAlive(now, enquireLinkIntervalMs, responseTimeoutMs)
    this.#tickMs = options.tickMs
    this.#unbinding = new Unbinding(this, responseTimeoutMs)
    this.#now = this.#openedAt = this.#messageAt = now
  }

  get bound(): boolean {
    return this.#stateBit !== 0
  }
  get windowMax(): number {
    return this.#windowMax
  }
  set windowMax(value: number) {
    this.#windowMax = windowWithin(value)
    this.#offerRoom()
  }
  get inboundWindowMax(): number {
    return this.#peerRequests.windowMax
  }
  get inFlight(): number {
    return this.#window.inFlight
  }
  get unanswered(): number {
    return this.#peerRequests.tickets.open
  }
  /** How many requests `send` would take now. */
  get room(): number {
    if (!this.#maySend(layouts[this.role === 'ESME' ? 'submit_sm' : 'deliver_sm'])) return 0
    return this.outgoing.full ? 0 : Math.max(this.#windowMax - this.#window.inFlight, 0)
  }

  /** Answers a request. false: it is answered already, or the session is gone. Throws SmppCodecError on a bad field. */
  respond(ticket: number, commandStatus: number, fields?: AnyFields): boolean {
    const { tickets } = this.#peerRequests
    const place = tickets.find(ticket)
    if (place < 0 || this.state === 'CLOSED') return false
    const layout = tickets.responseAt(place)
    this.outgoing.answer(layout, commandStatus, tickets.sequenceAt(place), fields)
    tickets.close(place)
    if (this.#reading) return true
    if (this.#peerRequests.holding) this.#takeHeld()
    this.#lookToLeave()
    return true
  }

  /** alert_notification (SMSC role), which has no answer. false: not bound for it. */
  alert(fields: AnyFields): boolean {
    if (!this.#maySend(layouts.alert_notification) || this.outgoing.full) return false
    this.outgoing.request(layouts.alert_notification, this.#window.nextSequence(), fields)
    return true
  }

  /** Takes no more requests, lets those in flight be answered (for one response timeout at most), unbinds, closes. */
  unbind(): void {
    if (this.#stateBit === 0) {
      if (this.state !== 'UNBOUND') this.close('closed_by_us')
      return
    }
    if (!this.#unbinding.leaving) this.#unbinding.start(this.#now)
    this.#releaseWaiting()
  }

  /** Closes at once. Requests in flight are reported as outcome unknown, then onClose is told. */
  close(reason: CloseReason = 'closed_by_us', error?: Error): void {
    if (this.state === 'CLOSED') return
    this.#enter('CLOSED')
    this.#connection.end()
    this.#window.takeOverdue(Infinity, (cookie) => this.#unknown(cookie, 'closed'))
    this.#peerRequests.drop()
    this.#releaseWaiting()
    this.#connection.ended(this, reason, error)
    if (this.#wasBound) this.#tell(() => this.#events.onClose?.(this.session, reason, error))
  }

  // What the connection and the policy call.

  /** Octets from the peer. */
  receive(chunk: Buffer, now: number): void {
    if (this.state === 'CLOSED') return
    this.#now = this.#keepAlive.heardAt = now
    this.counters.octetsIn += chunk.length
    this.#reading = true
    try {
      this.#framing.feed(chunk)
    } finally {
      this.#reading = false
    }
    this.#takeHeld()
    this.#offerRoom()
    this.#lookToLeave()
  }

  /** The connection is gone. */
  lost(error?: Error): void {
    const lost = error === undefined ? 'closed_by_peer' : 'socket_error'
    this.close(this.#unbinding.reason ?? lost, error)
  }

  /** The connection has written what waited. */
  drained(): void {
    this.#applyPressure()
    this.#offerRoom()
  }

  /** Asks for a bind (ESME role). */
  bind(kind: BindKind, fields: PduFields<'bind_transceiver'>): void {
    this.bindKind = kind
    this.#bindSequence = this.#window.nextSequence()
    this.outgoing.request(layouts[bindCommands[kind]], this.#bindSequence, fields as AnyFields)
  }

  /** Calls the ESME to bind (SMSC role): 3.4 §4.1.7. */
  outbind(fields: PduFields<'outbind'>): void {
    this.outgoing.request(layouts.outbind, this.#window.nextSequence(), fields as AnyFields)
    this.#enter('OUTBOUND')
  }

  acceptBind(systemId: string, grant: Grant): void {
    const view = this.#bindPending
    const kind = view && bindKindOf(view.commandId)
    if (view === undefined || kind === undefined || this.state === 'CLOSED') return
    this.#bindPending = undefined
    if (grant.windowMax !== undefined) this.#windowMax = windowWithin(grant.windowMax)
    if (grant.inboundWindowMax !== undefined)
      this.#peerRequests.windowMax = windowWithin(grant.inboundWindowMax)
    this.bindKind = kind
    this.systemId = view.text('system_id')
    this.outgoing.peerVersion = Math.min(view.number('interface_version'), grant.versionMax ?? 0xff)
    const ours = this.outgoing.peerVersion >= 0x50 ? 0x50 : 0x34
    const fields = { system_id: systemId, tlvs: { sc_interface_version: ours } }
    this.outgoing.answer(view.layout!.response!, status.ESME_ROK, view.sequenceNumber, fields)
    this.#enterBound(kind, view)
  }

  refuseBind(commandStatus: number): void {
    const view = this.#bindPending
    if (view === undefined || this.state === 'CLOSED') return
    this.#bindPending = undefined
    this.outgoing.answer(view.layout!.response!, commandStatus, view.sequenceNumber)
  }

  /** Looks at every timer; call it every tickMs. */
  tick(now: number): void {
    if (this.state === 'CLOSED') return
    this.#now = now
    const { sessionInitTimeoutMs, inactivityTimeoutMs } = this.limits
    if (this.state === 'OPEN' || this.state === 'OUTBOUND') {
      if (now - this.#openedAt >= sessionInitTimeoutMs) this.close('session_init_timeout')
      return
    }
    this.#unbinding.look(now)
    if (inactivityTimeoutMs > 0 && now - this.#messageAt >= inactivityTimeoutMs) {
      return this.close('inactivity_timeout')
    }
    // What we do not read cannot be late: the peer's answers may lie in the socket.
    if (this.#paused || now < this.#graceUntil) return
    this.#window.takeOverdue(now, (cookie) => this.#unknown(cookie, 'timeout'))
    this.#offerRoom()
    this.#look(now)
  }

  nextSequence(): number {
    return this.#window.nextSequence()
  }

  becomeUnbound(): void {
    this.#enter('UNBOUND')
    this.#releaseWaiting()
  }

  /** One PDU; called by the framing. */
  frame(buffer: Buffer, start: number, end: number): boolean {
    this.counters.pdusIn++
    const view = this.#view.attach(buffer, start, end)
    if (view.isResponse) this.#takeResponse(view)
    else if (view.commandId === command.enquire_link) this.#answerEnquireLink(view)
    else if (this.#peerRequests.holding || this.#peerRequests.full) {
      this.#peerRequests.hold(buffer.subarray(start, end))
    } else this.#takeRequest(view)
    return (this.state as SessionState) !== 'CLOSED'
  }

  /** 3.4 §4.3: the stream cannot be followed any more, so it ends. */
  badLength(): void {
    this.counters.faults++
    this.outgoing.header(command.generic_nack, status.ESME_RINVCMDLEN, 0)
    this.close('bad_length')
  }

  #takeRequest(view: PduView): void {
    const { layout } = view
    if (layout === undefined) return this.#refuseUnknown(view)
    if (bindKindOf(layout.id) !== undefined) return this.#takeBind(view)
    if (layout.id === command.unbind) return this.#takeUnbind(view)
    if (layout.id === command.outbind) return this.#takeOutbind(view)
    const fault = maySend(this.role === 'ESME' ? 'SMSC' : 'ESME', layout, this.#stateBit)
      ? view.fault
      : status.ESME_RINVBNDSTS
    const { response } = layout
    if (fault !== 0) {
      this.counters.faults++
      if (response !== undefined) this.outgoing.answer(response, fault, view.sequenceNumber)
      return
    }
    this.#messageAt = this.#now
    const ticket =
      response === undefined ? 0 : this.#peerRequests.tickets.issue(view.sequenceNumber, response)
    if (this.#events.onRequest === undefined) this.respond(ticket, status.ESME_RINVCMDID)
    else {
      try {
        this.#events.onRequest(this.session, view, ticket)
      } catch (error) {
        this.#report(error)
        this.respond(ticket, status.ESME_RSYSERR)
      }
    }
  }

  #takeResponse(view: PduView): void {
    const place = this.#window.find(view.sequenceNumber)
    if (place < 0) return this.#takeOtherResponse(view)
    if (!answersRequest(view, this.#window.commandIdAt(place))) {
      this.counters.faults++
      return
    }
    this.#messageAt = this.#now
    const cookie = this.#window.take(place)
    if (cookie instanceof Waiting) return cookie.resolve(view.keep())
    try {
      this.#events.onResponse?.(this.session, cookie, view)
    } catch (error) {
      this.#report(error)
    }
  }

  /** Answers to what the session itself asked, and those that fit nothing. */
  #takeOtherResponse(view: PduView): void {
    const { sequenceNumber: sequence } = view
    const ours = sequence !== 0
    if (ours && sequence === this.#bindSequence) return this.#takeBindResponse(view)
    if (this.#unbinding.answered(sequence)) return this.close('unbound_by_us')
    if (!this.#keepAlive.answered(sequence) && view.commandId !== command.enquire_link_resp) {
      this.counters.lateResponses++
      this.#tell(() => this.#events.onLateResponse?.(this.session, view))
    }
  }

  #takeBindResponse(view: PduView): void {
    this.#bindSequence = 0
    const fits = answersRequest(view, command[bindCommands[this.bindKind!]])
    this.bindStatus = fits ? view.commandStatus : status.ESME_RBINDFAIL
    if (this.bindStatus !== 0) return this.close('bind_refused')
    this.systemId = view.text('system_id')
    this.outgoing.peerVersion = view.tlv('sc_interface_version') ?? this.outgoing.peerVersion
    this.#enterBound(this.bindKind!, view)
  }

  #takeBind(view: PduView): void {
    const free = (this.state === 'OPEN' || this.state === 'OUTBOUND') && this.role === 'SMSC'
    const refusal =
      this.bound || this.#bindPending
        ? status.ESME_RALYBND
        : free
          ? view.fault
          : status.ESME_RINVBNDSTS
    if (refusal !== 0) {
      this.counters.faults++
      return this.outgoing.answer(view.layout!.response!, refusal, view.sequenceNumber)
    }
    this.#bindPending = view.keep()
    this.#connection.bindRequested(this, this.#bindPending)
  }

  #takeOutbind(view: PduView): void {
    if (this.role === 'SMSC' || this.state !== 'OPEN' || view.fault !== 0) {
      this.counters.faults++
      return
    }
    this.#enter('OUTBOUND')
    this.#connection.outbindReceived(this, view)
  }

  #takeUnbind(view: PduView): void {
    if (!this.#unbinding.peerAsks(view.sequenceNumber, this.#now)) this.counters.faults++
    else this.#tell(() => this.#events.onUnbind?.(this.session))
  }

  #lookToLeave(): void {
    if (this.state !== 'CLOSED') this.#unbinding.look(this.#now)
  }

  #look(now: number): void {
    const finding = this.#stateBit === 0 ? 'fine' : this.#keepAlive.look(now)
    if (finding === 'fine') return
    if (finding === 'dead') return this.close('enquire_link_timeout')
    const sequence = this.#window.nextSequence()
    this.#keepAlive.asked(sequence, now)
    this.counters.enquireLinks++
    this.outgoing.header(command.enquire_link, 0, sequence)
  }

  #answerEnquireLink(view: PduView): void {
    this.counters.enquireLinks++
    this.outgoing.header(command.enquire_link_resp, 0, view.sequenceNumber)
  }

  #refuseUnknown(view: PduView): void {
    this.counters.faults++
    this.outgoing.header(command.generic_nack, status.ESME_RINVCMDID, view.sequenceNumber)
  }

  /** See Session.send. */
  send(layout: Layout, fields: AnyFields, cookie: Cookie | Waiting): number {
    if (!this.#maySend(layout)) return NOT_BOUND
    if (!this.#hasRoom()) {
      this.#filled = true
      return 0
    }
    const sequence = this.#window.nextSequence()
    this.outgoing.request(layout, sequence, fields)
    const deadline = this.#now + this.#tickMs + this.limits.responseTimeoutMs
    this.#window.add(sequence, layout.id, deadline, cookie)
    this.#messageAt = this.#now
    if (!this.#hasRoom()) this.#filled = true
    return sequence
  }

  /** Hands the owner what was held back, for as long as it may have more; then reading goes on. */
  #takeHeld(): void {
    this.#reading = true
    try {
      for (
        let octets = this.#peerRequests.next();
        octets !== undefined;
        octets = this.#peerRequests.next()
      ) {
        this.#takeRequest(this.#view.attach(octets, 0, octets.length))
      }
    } finally {
      this.#reading = false
    }
    this.#applyPressure()
  }

  #applyPressure(): void {
    const press = this.#peerRequests.holding || this.outgoing.pressing
    if (press === this.#paused || this.state === 'CLOSED') return
    this.#paused = press
    if (press) return this.#connection.pauseReading()
    this.#graceUntil = this.#now + resumeGraceMs
    this.#connection.resumeReading()
  }

  #offerRoom(): void {
    while (this.waitingForRoom.length > 0 && this.#hasRoom()) this.waitingForRoom.shift()!()
    if (!this.#filled || !this.#hasRoom()) return
    this.#filled = false
    this.#tell(() => this.#events.onWindowOpen?.(this.session))
  }

  #hasRoom(): boolean {
    return this.#stateBit !== 0 && this.#window.inFlight < this.#windowMax && !this.outgoing.full
  }

  /** They find the session no longer bound and reject. */
  #releaseWaiting(): void {
    for (const attempt of this.waitingForRoom.splice(0)) attempt()
  }

  #unknown(cookie: Cookie | Waiting, reason: 'timeout' | 'closed'): void {
    if (cookie instanceof Waiting) cookie.reject(new OutcomeUnknownError(reason))
    else this.#tell(() => this.#events.onOutcomeUnknown?.(this.session, cookie, reason))
  }

  #enterBound(kind: BindKind, view: PduView): void {
    this.#enter(boundStates[kind])
    this.#wasBound = true
    this.#messageAt = this.#now
    this.#tell(() => this.#events.onBound?.(this.session, view))
    this.#connection.bound(this, view)
  }

  #enter(state: SessionState): void {
    this.state = state
    this.#stateBit = stateBit(state)
  }

  #maySend(layout: Layout): boolean {
    return !this.#unbinding.leaving && maySend(this.role, layout, this.#stateBit)
  }

  #tell(event: () => void): void {
    try {
      event()
    } catch (error) {
      this.#report(error)
    }
  }

  /** An event that throws is the owner's bug: it is told, and the session goes on where it was. */
  #report(error: unknown): void {
    if (this.#events.onFault !== undefined) return this.#events.onFault(this.session, error)
    queueMicrotask(() => {
      throw error
    })
  }
}
