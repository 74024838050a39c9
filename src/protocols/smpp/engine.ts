/**
 * The SMPP session's state machine, without I/O: octets and ticks of a clock go in, octets come out in `output`.
 * One class for both roles; owners see it as a Session (session.ts). SMPP 3.4 §2 (states), §3 (header), §2.9 and §7.2 (timers and windows).
 */
import { Framing } from './framing.ts'
import type { FrameSink } from './framing.ts'
import { layouts } from './layout.ts'
import type { AnyFields, Layout, PduFields } from './layout.ts'
import { RX, TRX, TX, command, responseBit } from './pdus.ts'
import { NOT_BOUND, OutcomeUnknownError, bindCommands, limitDefaults } from './session-types.ts'
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
import { status } from './status.ts'
import { Session, Waiting } from './session.ts'
import { Tickets } from './tickets.ts'
import { PduView } from './view.ts'
import { RequestWindow, windowLimit } from './window.ts'
import { PduWriter } from './writer.ts'

const outputOctetsAtStart = 2048
/** Above this much unsent output the peer is not reading: stop taking its requests, whose answers would pile up. */
const outputPressureOctets = 1024 * 1024
/** How long a peer that unbound may still answer what we had asked. */
const unbindGraceMs = 2_000
/** After reading was stopped for a while, answers that lay in the socket get this long before they count as late. */
const resumeGraceMs = 1_000
const noFields: AnyFields = {}

const stateBits: Record<SessionState, number> = {
  OPEN: 0,
  OUTBOUND: 0,
  BOUND_TX: TX,
  BOUND_RX: RX,
  BOUND_TRX: TRX,
  UNBOUND: 0,
  CLOSED: 0,
}
const boundStates: Record<BindKind, SessionState> = {
  transmitter: 'BOUND_TX',
  receiver: 'BOUND_RX',
  transceiver: 'BOUND_TRX',
}
const bindKinds = new Map<number, BindKind>([
  [command.bind_transmitter, 'transmitter'],
  [command.bind_receiver, 'receiver'],
  [command.bind_transceiver, 'transceiver'],
])

/** What a session needs of the connection beneath it, and of whoever decides about binds. */
export interface Connection<Cookie> {
  /** Octets wait in engine.output: write them at the end of this tick. */
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
  versionWhenSilent?: number
}

export class SessionEngine<Cookie> implements FrameSink {
  readonly role: Role
  /** What the owner holds, and gets with each event. */
  readonly session: Session<Cookie>
  readonly peer: Peer
  readonly counters: SessionCounters = {
    pdusIn: 0,
    pdusOut: 0,
    octetsIn: 0,
    octetsOut: 0,
    faults: 0,
    lateResponses: 0,
    enquireLinks: 0,
  }
  readonly limits: Required<SessionLimits>
  /** For the connection alone: what waits to be written. */
  readonly output = new PduWriter(outputOctetsAtStart)
  /** command_status of a refused bind (ESME). */
  bindStatus = 0

  #state: SessionState = 'OPEN'
  #stateBit = 0
  #bindKind: BindKind | undefined
  #systemId = ''
  #peerVersion: number
  readonly #events: SessionEvents<Cookie>
  readonly #connection: Connection<Cookie>
  readonly #view = new PduView()
  readonly #framing: Framing
  readonly #window = new RequestWindow<Cookie | Waiting>()
  #windowMax: number
  #inboundWindowMax: number
  readonly #tickets = new Tickets()
  /** Whole requests kept back while as many as allowed wait for their answer. */
  readonly #held: Buffer[] = []
  /** Attempts of the easy style, made again when there is room, or when there never will be. */
  readonly waitingForRoom: (() => void)[] = []
  #starved = false
  #reading = false
  #paused = false
  #leaving = false

  #now: number
  readonly #tickMs: number
  readonly #openedAt: number
  #heardAt: number
  #messageAt: number
  #graceUntil = 0
  #bindSequence = 0
  #bindPending: PduView | undefined
  #enquireSequence = 0
  #enquiredAt = 0
  #unbindSequence = 0
  #peerUnbind: { readonly sequence: number; answered: boolean } | undefined
  #leaveBy = Infinity
  #wasBound = false

  constructor(options: EngineOptions<Cookie>) {
    this.role = options.role
    this.session = new Session(this)
    this.peer = options.peer
    this.limits = { ...limitDefaults, ...definedOnly(options) }
    this.#events = options.events
    this.#connection = options.connection
    this.#framing = new Framing(this, this.limits.pduOctetsMax)
    this.#windowMax = within(this.limits.windowMax)
    this.#inboundWindowMax = within(this.limits.inboundWindowMax)
    this.#peerVersion = options.versionWhenSilent ?? 0x34
    this.#tickMs = options.tickMs
    this.#now = this.#openedAt = this.#heardAt = this.#messageAt = options.now
  }

  get state(): SessionState {
    return this.#state
  }
  get bound(): boolean {
    return this.#stateBit !== 0
  }
  get bindKind(): BindKind | undefined {
    return this.#bindKind
  }
  /** ESME role: the SMSC's. SMSC role: the account that bound. */
  get systemId(): string {
    return this.#systemId
  }
  /** 0x33, 0x34, 0x50; below 0x34 no optional parameters are sent. */
  get peerVersion(): number {
    return this.#peerVersion
  }
  get windowMax(): number {
    return this.#windowMax
  }
  set windowMax(value: number) {
    this.#windowMax = within(value)
    this.#offerRoom()
  }
  get inboundWindowMax(): number {
    return this.#inboundWindowMax
  }
  /** Our requests that wait for an answer. */
  get inFlight(): number {
    return this.#window.inFlight
  }
  /** The peer's requests that wait for ours. */
  get unanswered(): number {
    return this.#tickets.open
  }
  /** How many requests `send` would take now. */
  get room(): number {
    if (!this.#maySend(layouts[this.role === 'ESME' ? 'submit_sm' : 'deliver_sm'])) return 0
    return this.#outputFull() ? 0 : Math.max(this.#windowMax - this.#window.inFlight, 0)
  }

  /** Answers a request. false: it is answered already, or the session is gone. Throws SmppCodecError on a bad field. */
  respond(ticket: number, commandStatus: number, fields?: AnyFields): boolean {
    const place = this.#tickets.find(ticket)
    if (place < 0 || this.#state === 'CLOSED') return false
    const layout = this.#tickets.responseAt(place)
    this.#answer(layout, commandStatus, this.#tickets.sequenceAt(place), fields)
    this.#tickets.close(place)
    if (this.#reading) return true
    if (this.#held.length > 0) this.#takeHeld()
    this.#finishPeerUnbind(false)
    return true
  }

  /** alert_notification (SMSC role), which has no answer. false: not bound for it. */
  alert(fields: AnyFields): boolean {
    if (!this.#maySend(layouts.alert_notification) || this.#outputFull()) return false
    this.#write(layouts.alert_notification, 0, this.#window.nextSequence(), fields)
    return true
  }

  /** Takes no more requests, lets those in flight be answered (for one response timeout at most), unbinds, closes. */
  unbind(): void {
    if (this.#stateBit === 0) {
      if (this.#state !== 'UNBOUND') this.close('closed_by_us')
      return
    }
    if (this.#leaving) return
    this.#leaving = true
    this.#leaveBy = this.#now + this.limits.responseTimeoutMs
    this.#releaseWaiting()
    this.#unbindWhenAnswered()
  }

  /** Closes at once. Requests in flight are reported as outcome unknown, then onClose is told. */
  close(reason: CloseReason = 'closed_by_us', error?: Error): void {
    if (this.#state === 'CLOSED') return
    this.#enter('CLOSED')
    this.#connection.end()
    this.#window.takeOverdue(Infinity, (cookie) => this.#unknown(cookie, 'closed'))
    this.#tickets.closeAll()
    this.#held.length = 0
    this.#releaseWaiting()
    this.#connection.ended(this, reason, error)
    if (this.#wasBound) this.#tell(() => this.#events.onClose?.(this.session, reason, error))
  }

  // What the connection and the policy call.

  /** Octets from the peer. */
  receive(chunk: Buffer, now: number): void {
    if (this.#state === 'CLOSED') return
    this.#now = this.#heardAt = now
    this.counters.octetsIn += chunk.length
    this.#reading = true
    try {
      this.#framing.feed(chunk)
    } finally {
      this.#reading = false
    }
    this.#takeHeld()
    this.#offerRoom()
    if (this.#leaving) this.#unbindWhenAnswered()
    this.#finishPeerUnbind(false)
  }

  /** The connection is gone. */
  lost(error?: Error): void {
    if (this.#peerUnbind !== undefined) this.close('unbound_by_peer', error)
    else if (this.#unbindSequence !== 0) this.close('unbound_by_us', error)
    else this.close(error === undefined ? 'closed_by_peer' : 'socket_error', error)
  }

  /** The connection has written what waited. */
  drained(): void {
    this.#applyPressure()
    this.#offerRoom()
  }

  /** Asks for a bind (ESME role). */
  bind(kind: BindKind, fields: PduFields<'bind_transceiver'>): void {
    this.#bindKind = kind
    this.#bindSequence = this.#window.nextSequence()
    this.#write(layouts[bindCommands[kind]], 0, this.#bindSequence, fields as AnyFields)
  }

  /** Calls the ESME to bind (SMSC role): 3.4 §4.1.7. */
  outbind(fields: PduFields<'outbind'>): void {
    this.#write(layouts.outbind, 0, this.#window.nextSequence(), fields as AnyFields)
    this.#enter('OUTBOUND')
  }

  acceptBind(systemId: string, grant: { windowMax?: number; inboundWindowMax?: number }): void {
    const view = this.#bindPending
    const kind = view && bindKinds.get(view.commandId)
    if (view === undefined || kind === undefined || this.#state === 'CLOSED') return
    this.#bindPending = undefined
    if (grant.windowMax !== undefined) this.#windowMax = within(grant.windowMax)
    if (grant.inboundWindowMax !== undefined)
      this.#inboundWindowMax = within(grant.inboundWindowMax)
    this.#bindKind = kind
    this.#systemId = view.text('system_id')
    this.#peerVersion = view.number('interface_version')
    const ours = this.#peerVersion >= 0x50 ? 0x50 : 0x34
    const fields = { system_id: systemId, tlvs: { sc_interface_version: ours } }
    this.#answer(view.layout!.response!, status.ESME_ROK, view.sequenceNumber, fields)
    this.#enterBound(kind, view)
  }

  refuseBind(commandStatus: number): void {
    const view = this.#bindPending
    if (view === undefined || this.#state === 'CLOSED') return
    this.#bindPending = undefined
    this.#answer(view.layout!.response!, commandStatus, view.sequenceNumber, undefined)
  }

  /** Looks at every timer; call it every tickMs. */
  tick(now: number): void {
    if (this.#state === 'CLOSED') return
    this.#now = now
    const { limits } = this
    if (this.#state === 'OPEN' || this.#state === 'OUTBOUND') {
      if (now - this.#openedAt >= limits.sessionInitTimeoutMs) this.close('session_init_timeout')
      return
    }
    if (now >= this.#leaveBy) return this.#leaveNow()
    if (limits.inactivityTimeoutMs > 0 && now - this.#messageAt >= limits.inactivityTimeoutMs) {
      return this.close('inactivity_timeout')
    }
    // What we do not read cannot be late: the peer's answers may lie in the socket.
    if (this.#paused || now < this.#graceUntil) return
    this.#window.takeOverdue(now, (cookie) => this.#unknown(cookie, 'timeout'))
    if (this.#leaving) this.#unbindWhenAnswered()
    this.#offerRoom()
    this.#keepAlive(now)
  }

  /** One PDU; called by the framing. */
  frame(buffer: Buffer, start: number, end: number): boolean {
    this.counters.pdusIn++
    const view = this.#view.attach(buffer, start, end)
    if (view.isResponse) this.#takeResponse(view)
    else if (view.commandId === command.enquire_link) this.#answerEnquireLink(view)
    else if (this.#held.length > 0 || this.#full())
      this.#held.push(Buffer.from(buffer.subarray(start, end)))
    else this.#takeRequest(view)
    return (this.#state as SessionState) !== 'CLOSED'
  }

  /** 3.4 §4.3: the stream cannot be followed any more, so it ends. */
  badLength(): void {
    this.counters.faults++
    this.output.writeHeader(command.generic_nack, status.ESME_RINVCMDLEN, 0)
    this.counters.pdusOut++
    this.close('bad_length')
  }

  #takeRequest(view: PduView): void {
    const { layout } = view
    if (layout === undefined) return this.#refuseUnknown(view)
    if (bindKinds.has(layout.id)) return this.#takeBind(view)
    if (layout.id === command.unbind) return this.#takeUnbind(view)
    if (layout.id === command.outbind) return this.#takeOutbind(view)
    const fault = this.#fitsState(layout) ? view.fault : status.ESME_RINVBNDSTS
    const { response } = layout
    if (fault !== 0) {
      this.counters.faults++
      if (response !== undefined) this.#answer(response, fault, view.sequenceNumber, undefined)
      return
    }
    this.#messageAt = this.#now
    const ticket = response === undefined ? 0 : this.#tickets.issue(view.sequenceNumber, response)
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
    const answers = view.commandId - responseBit
    if (answers !== this.#window.commandIdAt(place) && answers !== 0) {
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
    const { sequenceNumber } = view
    if (sequenceNumber !== 0 && sequenceNumber === this.#bindSequence)
      return this.#takeBindResponse(view)
    if (sequenceNumber !== 0 && sequenceNumber === this.#unbindSequence)
      return this.close('unbound_by_us')
    if (sequenceNumber === this.#enquireSequence) this.#enquireSequence = 0
    else if (view.commandId !== command.enquire_link_resp) {
      this.counters.lateResponses++
      this.#tell(() => this.#events.onLateResponse?.(this.session, view))
    }
  }

  #takeBindResponse(view: PduView): void {
    this.#bindSequence = 0
    this.bindStatus = view.commandStatus
    if (view.commandStatus !== 0) return this.close('bind_refused')
    this.#systemId = view.text('system_id')
    this.#peerVersion = view.tlv('sc_interface_version') ?? this.#peerVersion
    this.#enterBound(this.#bindKind!, view)
  }

  #takeBind(view: PduView): void {
    const free = (this.#state === 'OPEN' || this.#state === 'OUTBOUND') && this.role === 'SMSC'
    const refusal =
      this.bound || this.#bindPending
        ? status.ESME_RALYBND
        : free
          ? view.fault
          : status.ESME_RINVBNDSTS
    if (refusal !== 0) {
      this.counters.faults++
      return this.#answer(view.layout!.response!, refusal, view.sequenceNumber, undefined)
    }
    this.#bindPending = view.keep()
    this.#connection.bindRequested(this, this.#bindPending)
  }

  #takeOutbind(view: PduView): void {
    if (this.role === 'SMSC' || this.#state !== 'OPEN' || view.fault !== 0) {
      this.counters.faults++
      return
    }
    this.#enter('OUTBOUND')
    this.#connection.outbindReceived(this, view)
  }

  #takeUnbind(view: PduView): void {
    const { sequenceNumber: sequence } = view
    if (this.#stateBit === 0 && this.#unbindSequence === 0) {
      this.counters.faults++
      return this.#answer(layouts.unbind_resp, status.ESME_RINVBNDSTS, sequence, undefined)
    }
    this.#peerUnbind = { sequence, answered: false }
    this.#leaveBy = this.#now + unbindGraceMs
    this.#enter('UNBOUND')
    this.#releaseWaiting()
    this.#tell(() => this.#events.onUnbind?.(this.session))
  }

  /** unbind_resp goes out when what the peer asked before is answered; we close when it has answered us, too. */
  #finishPeerUnbind(force: boolean): void {
    const unbind = this.#peerUnbind
    if (unbind === undefined || this.#state === 'CLOSED') return
    if (!unbind.answered && (force || this.#tickets.open === 0)) {
      unbind.answered = true
      this.#answer(layouts.unbind_resp, status.ESME_ROK, unbind.sequence, undefined)
    }
    if (force || (unbind.answered && this.#window.inFlight === 0)) this.close('unbound_by_peer')
  }

  #unbindWhenAnswered(): void {
    if (this.#window.inFlight === 0 && this.#unbindSequence === 0 && this.#stateBit !== 0)
      this.#sendUnbind()
  }

  #sendUnbind(): void {
    this.#unbindSequence = this.#window.nextSequence()
    this.#leaveBy = this.#now + this.#tickMs + this.limits.responseTimeoutMs
    this.#writeHeader(command.unbind, 0, this.#unbindSequence)
    this.#enter('UNBOUND')
  }

  #leaveNow(): void {
    if (this.#peerUnbind !== undefined) this.#finishPeerUnbind(true)
    else if (this.#unbindSequence === 0) this.#sendUnbind()
    else this.close('unbind_timeout')
  }

  #keepAlive(now: number): void {
    if (this.#stateBit === 0) return
    const { enquireLinkIntervalMs, responseTimeoutMs } = this.limits
    // Whatever was heard since proves the link alive as well as the answer itself does.
    if (this.#enquireSequence !== 0 && this.#heardAt > this.#enquiredAt) this.#enquireSequence = 0
    if (this.#enquireSequence !== 0) {
      if (now - this.#enquiredAt >= responseTimeoutMs) this.close('enquire_link_timeout')
    } else if (enquireLinkIntervalMs > 0 && now - this.#heardAt >= enquireLinkIntervalMs) {
      this.#enquireSequence = this.#window.nextSequence()
      this.#enquiredAt = now
      this.counters.enquireLinks++
      this.#writeHeader(command.enquire_link, 0, this.#enquireSequence)
    }
  }

  #answerEnquireLink(view: PduView): void {
    this.counters.enquireLinks++
    this.#writeHeader(command.enquire_link_resp, 0, view.sequenceNumber)
  }

  #refuseUnknown(view: PduView): void {
    this.counters.faults++
    this.#writeHeader(command.generic_nack, status.ESME_RINVCMDID, view.sequenceNumber)
  }

  /** See Session.send. */
  send(layout: Layout, fields: AnyFields, cookie: Cookie | Waiting): number {
    if (!this.#maySend(layout)) return NOT_BOUND
    if (this.#window.inFlight >= this.#windowMax || this.#outputFull()) {
      if (!(cookie instanceof Waiting)) this.#starved = true
      return 0
    }
    const sequence = this.#window.nextSequence()
    this.#write(layout, 0, sequence, this.#peerVersion < 0x34 ? withoutPayload(fields) : fields)
    this.#window.add(
      sequence,
      layout.id,
      this.#now + this.#tickMs + this.limits.responseTimeoutMs,
      cookie,
    )
    this.#messageAt = this.#now
    return sequence
  }

  #answer(
    layout: Layout,
    commandStatus: number,
    sequence: number,
    fields: AnyFields | undefined,
  ): void {
    // 3.4 §4.4.2: an answer that refuses has no body.
    if (commandStatus !== 0 && fields === undefined)
      this.#writeHeader(layout.id, commandStatus, sequence)
    else this.#write(layout, commandStatus, sequence, fields ?? noFields)
  }

  #write(layout: Layout, commandStatus: number, sequence: number, fields: AnyFields): void {
    this.output.write(layout, commandStatus, sequence, fields, this.#peerVersion >= 0x34)
    this.counters.pdusOut++
    this.#connection.flushSoon()
  }

  #writeHeader(commandId: number, commandStatus: number, sequence: number): void {
    this.output.writeHeader(commandId, commandStatus, sequence)
    this.counters.pdusOut++
    this.#connection.flushSoon()
  }

  /** Hands the owner what was held back, for as long as it may have more; then reading goes on. */
  #takeHeld(): void {
    this.#reading = true
    try {
      while (this.#held.length > 0 && !this.#full() && this.#state !== 'CLOSED') {
        const octets = this.#held.shift()!
        this.#takeRequest(this.#view.attach(octets, 0, octets.length))
      }
    } finally {
      this.#reading = false
    }
    this.#applyPressure()
  }

  #applyPressure(): void {
    const press = this.#held.length > 0 || this.output.length > outputPressureOctets
    if (press === this.#paused || this.#state === 'CLOSED') return
    this.#paused = press
    if (press) return this.#connection.pauseReading()
    this.#graceUntil = this.#now + resumeGraceMs
    this.#connection.resumeReading()
  }

  #offerRoom(): void {
    while (this.waitingForRoom.length > 0 && this.#hasRoom()) this.waitingForRoom.shift()!()
    if (!this.#starved || !this.#hasRoom()) return
    this.#starved = false
    this.#tell(() => this.#events.onWindowOpen?.(this.session))
  }

  #hasRoom(): boolean {
    return this.#stateBit !== 0 && this.#window.inFlight < this.#windowMax && !this.#outputFull()
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
    this.#state = state
    this.#stateBit = stateBits[state]
  }

  #full(): boolean {
    return this.#tickets.open >= this.#inboundWindowMax
  }

  #outputFull(): boolean {
    return this.output.length >= this.limits.outputOctetsMax
  }

  #maySend(layout: Layout): boolean {
    if (this.#leaving || (layout.sender !== this.role && layout.sender !== 'both')) return false
    return (this.#stateBit & layout.states & (this.role === 'ESME' ? TX | TRX : RX | TRX)) !== 0
  }

  /** May the peer send this now? */
  #fitsState(layout: Layout): boolean {
    if (layout.sender === this.role) return false
    return (this.#stateBit & layout.states & (this.role === 'SMSC' ? TX | TRX : RX | TRX)) !== 0
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

/** Over 254 octets this makes the writer refuse: a 3.3 peer has no optional parameter to carry them. */
function withoutPayload(fields: AnyFields): AnyFields {
  const payload = fields.tlvs?.message_payload
  return payload === undefined ? fields : { ...fields, short_message: payload }
}

function within(window: number): number {
  return Math.min(Math.max(Math.trunc(window), 1), windowLimit)
}

function definedOnly(options: SessionLimits): SessionLimits {
  const names = Object.keys(limitDefaults) as (keyof SessionLimits)[]
  return Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  )
}
