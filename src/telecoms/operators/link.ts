import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import {
  SmppCodecError,
  status,
  type CloseReason,
  type ConnectOptions,
  type PduView,
  type Session,
} from '../../protocols/smpp/index.ts'
import { Bind, type BindOwner } from './bind.ts'
import { classOf } from './dialects.ts'
import { facesOf, isAt, placesOf, type Place } from './bind-face.ts'
import {
  needsRebind,
  profileOf,
  type Connection,
  type ConnectionProfile,
  type ConnectionState,
  type IdForm,
} from './connection.ts'
import { dialOptions, kindsOf, type BindKind } from './dial.ts'
import { Fifo } from './fifo.ts'
import type { LinkLive } from './live.ts'
import { MessageIds } from './message-ids.ts'
import type { OperatorLink } from './operator-link.ts'
import { Pace } from './pace.ts'
import { takeReceived, type Listener } from './reception.ts'
import { RoundTrips } from './round-trips.ts'
import { Flight, notSent, Submission, type SmsUnit, type UnitOutcome } from './submission.ts'
import { submitFields } from './submit-fields.ts'
import { closeTrouble, silenceTrouble, type Trouble } from './trouble.ts'
import { noCounts } from './counters.ts'
import type { Counters } from './wire.ts'

/** Parts that may wait in memory for room; callers that heed `room` stay far below. */
const WAITING_MAX = 20_000
/** A message that the operator is too full for is given back after so long. */
const CONGESTION_MS_MAX = 60_000
/** With an agreed rate no more is taken in than can go out in this time: what waits here cannot be taken back. */
const LOOK_AHEAD_MS = 100
/** How long answers are awaited when a link is given up on purpose. */
export const GRACE_MS = 10_000

export interface LinkNeeds {
  clock: Clock
  log: Log
  /** Throws when the stored password cannot be read. */
  passwordOf(connection: Connection): string
  listener(): Listener | null
  onRoom(connectionId: number): void
  onState(connectionId: number, state: ConnectionState): void
  learnedIdForm(connectionId: number, form: Exclude<IdForm, 'AUTO'>): void
}

/** The live side of one connection: its binds, what waits to go out, and how fast that may be. */
export class Link implements BindOwner, OperatorLink {
  connection: Connection
  profile: ConnectionProfile
  readonly clock: Clock
  readonly counters: Counters = noCounts()
  readonly roundTrips = new RoundTrips()

  readonly #needs: LinkNeeds
  readonly #log: Log
  readonly #pace: Pace
  #ids: MessageIds
  #active: boolean
  #binds: Bind[] = []
  #senders: Bind[] = []
  /** Numbers of binds that are taken out of use. */
  readonly #drained = new Set<number>()
  #layout = 0
  #stopped = false
  #state: ConnectionState = 'DISABLED'
  #lastTrouble: { at: number; trouble: Trouble } | null = null
  readonly #queue = new Fifo<Submission>()
  #waiting = 0
  #order = 0
  #turn = 0
  #woken = false
  #timer: NodeJS.Timeout | undefined
  #timerAt = Infinity

  /** @param active whether links are to be made: enabled, and not for a simulator that is off */
  constructor(connection: Connection, active: boolean, needs: LinkNeeds) {
    this.connection = connection
    this.profile = profileOf(connection, active)
    this.clock = needs.clock
    this.#needs = needs
    this.#log = needs.log.child({ connectionId: connection.id, simulated: connection.simulated })
    this.#pace = new Pace(connection.messagesPerSecond)
    this.#ids = this.#idsOf(connection)
    this.#active = active
    void this.#layBinds(false)
  }

  // What callers use.

  submit(units: readonly SmsUnit[]): Promise<UnitOutcome[]> {
    if (units.length === 0 || !this.#takesNew() || this.#waiting + units.length > WAITING_MAX)
      return Promise.resolve(notSent(units))
    return new Promise((resolve) => {
      this.#queue.push(new Submission(units, resolve))
      this.#waiting += units.length
      this.wake()
    })
  }

  room(): number {
    const now = this.clock.ms()
    let free = 0
    for (const bind of this.#senders) if (bind.takesNew) free += bind.room(now)
    if (free === 0) return 0
    return Math.max(0, Math.min(free, this.#pace.within(now, LOOK_AHEAD_MS)) - this.#waiting)
  }

  live(): LinkLive {
    const now = this.clock.ms()
    const since = this.#binds.flatMap((bind) => bind.boundSince ?? [])
    return {
      state: this.#state,
      binds: facesOf(
        this.#binds,
        this.#places((place) => this.#drained.has(place.number)),
        now,
      ),
      counters: this.counters,
      waiting: this.#waiting,
      partsPerSecond: this.#pace.partsPerSecond(now),
      rateNow: this.#pace.rate === Infinity ? null : this.#pace.rate,
      roundTripMs: this.roundTrips.usualMs,
      connectedSince: since.length === 0 ? null : Math.min(...since),
      lastTrouble: this.#lastTrouble,
      now,
      windowSize: this.connection.windowSize,
    }
  }

  // What changes it.

  change(connection: Connection, active: boolean): void {
    const before = this.connection
    const wasActive = this.#active
    this.connection = connection
    this.profile = profileOf(connection, active)
    this.#active = active
    if (before.messagesPerSecond !== connection.messagesPerSecond)
      this.#pace.limit = connection.messagesPerSecond
    if (
      before.receipts.idForm !== connection.receipts.idForm ||
      before.learnedIdForm !== connection.learnedIdForm
    )
      this.#ids = this.#idsOf(connection)
    for (const bind of this.#binds) bind.windowChanged()
    const anew = needsRebind(before, connection)
    if (anew || active !== wasActive) this.#lastTrouble = null
    if (anew || active !== wasActive || before.binds !== connection.binds) void this.#layBinds(anew)
    this.wake()
  }

  /** Ends all links politely and makes them anew. */
  restart(): void {
    this.#lastTrouble = null
    void this.#layBinds(true)
  }

  /** Takes nothing more, awaits answers for at most `graceMs`, unbinds. */
  async stop(graceMs: number): Promise<void> {
    this.#active = false
    this.#stopped = true
    await this.#layBinds(false, graceMs)
    clearTimeout(this.#timer)
  }

  /** Makes the binds what the settings want; those that go end politely, those that come wait for their places to be free. */
  #layBinds(anew: boolean, graceMs: number = GRACE_MS): Promise<void> {
    const layout = ++this.#layout
    const wanted = this.#places((place) => !this.#drained.has(place.number))
    const missing = () => wanted.filter((place) => !this.#binds.some((bind) => isAt(bind, place)))
    const going = this.#binds.filter((bind) => anew || !wanted.some((place) => isAt(bind, place)))
    const gone = Promise.all(
      going.map(async (bind) => {
        await bind.retire(graceMs)
        this.#binds = this.#binds.filter((one) => one !== bind)
        this.#sortOut()
      }),
    ).then(() => {
      if (layout === this.#layout) this.#addMissing(missing())
    })
    if (going.length === 0) this.#addMissing(missing())
    this.#sortOut()
    this.wake()
    return gone
  }

  #places(wanted: (place: Place) => boolean): Place[] {
    return this.#active ? placesOf(this.connection).filter(wanted) : []
  }

  drain(bind: number | null): boolean {
    return this.#use(bind, (number) => this.#drained.add(number))
  }

  resume(bind: number | null): boolean {
    return this.#use(bind, (number) => this.#drained.delete(number))
  }

  #use(bind: number | null, note: (number: number) => void): boolean {
    const { binds } = this.connection
    if (bind !== null && (bind < 1 || bind > binds)) return false
    for (let number = bind ?? 1; number <= (bind ?? binds); number++) note(number)
    void this.#layBinds(false)
    return true
  }

  #addMissing(places: readonly Place[]): void {
    for (const { number, kind } of places) {
      const bind = new Bind(number, kind, this)
      this.#binds.push(bind)
      bind.start()
    }
    this.#binds.sort((a, b) => a.number - b.number)
    this.#sortOut()
  }

  /** After anything happened to a bind. */
  #sortOut(): void {
    this.#senders = this.#binds.filter((bind) => bind.sends)
    if (!this.#takesNew()) this.#giveBackQueue()
    const state = this.#stateNow()
    if (state === this.#state || this.#stopped) return
    this.#state = state
    this.#log.info({ state }, 'an operator connection changed its state')
    this.#needs.onState(this.connection.id, state)
  }

  /** How many links the settings ask for. */
  get wantedBinds(): number {
    return this.#active ? this.connection.binds * kindsOf[this.connection.bindType].length : 0
  }

  #stateNow(): ConnectionState {
    if (!this.#active) return 'DISABLED'
    if (this.#drained.size > 0 && this.#places((place) => !this.#drained.has(place.number)).length === 0) return 'DRAINED' // prettier-ignore
    const staying = this.#binds.filter((bind) => !bind.isRetired)
    const bound = staying.filter((bind) => bind.isBound).length
    if (bound > 0) return bound >= this.wantedBinds ? 'CONNECTED' : 'PARTLY'
    return staying.some((bind) => bind.failing) ? 'DISCONNECTED' : 'CONNECTING'
  }

  #takesNew(): boolean {
    return this.#senders.some((bind) => bind.takesNew)
  }

  #giveBackQueue(): void {
    for (const submission of this.#queue.takeAll()) {
      this.#waiting -= submission.units.length
      for (let index = 0; index < submission.units.length; index++)
        submission.settle(index, { kind: 'notSent' })
    }
  }

  #idsOf(connection: Connection): MessageIds {
    const { idForm } = connection.receipts
    const form = idForm === 'AUTO' ? (connection.learnedIdForm ?? 'AUTO') : idForm
    return new MessageIds(form, (learned) => this.#needs.learnedIdForm(connection.id, learned))
  }

  // Sending.

  wake(): void {
    if (this.#woken) return
    this.#woken = true
    queueMicrotask(() => {
      this.#woken = false
      this.#pump()
      if (this.room() > 0) this.#needs.onRoom(this.connection.id)
    })
  }

  /** Writes what may go out now: each bind in turn one part, so that several binds share the load evenly. */
  #pump(): void {
    const now = this.clock.ms()
    const senders = this.#senders
    for (let idle = 0; idle < senders.length;) {
      this.#turn = (this.#turn + 1) % senders.length
      const bind = senders[this.#turn]!
      this.#dropUseless(bind)
      if (this.#workFor(bind) && bind.room(now) > 0) {
        if (!this.#pace.take(now)) break
        if (this.#writeNext(bind, now)) {
          idle = 0
          continue
        }
      }
      idle++
    }
    for (const bind of senders) if (bind.isRetired) bind.leaveWhenDone()
    this.#wakeLater(now)
  }

  #workFor(bind: Bind): boolean {
    return bind.backlog.size > 0 || (this.#queue.size > 0 && bind.takesNew)
  }

  #dropUseless(bind: Bind): void {
    while (bind.backlog.first?.submission.refused) {
      this.#waiting--
      bind.backlog.shift()!.settle({ kind: 'notSent' })
    }
  }

  /** All parts of a message belong to the bind that takes its first one. */
  #adopt(bind: Bind, submission: Submission): void {
    for (let index = 0; index < submission.units.length; index++)
      bind.backlog.push(new Flight(submission, index, this.#order++))
  }

  /** @returns false when the bind took nothing after all */
  #writeNext(bind: Bind, now: number): boolean {
    if (bind.backlog.size === 0) this.#adopt(bind, this.#queue.shift()!)
    const flight = bind.backlog.shift()!
    const { submission } = flight
    this.#waiting--
    if (submission.congestedSince !== 0 && now - submission.congestedSince > CONGESTION_MS_MAX)
      this.#refuse(flight, flight.commandStatus || status.ESME_RTHROTTLED)
    else
      try {
        if (!bind.write(flight, now)) {
          this.#waiting++
          bind.putBack(flight)
          return false
        }
        this.counters.submitted++
      } catch (error) {
        if (!(error instanceof SmppCodecError)) throw error
        this.#refuse(flight, error.status)
      }
    return true
  }

  #refuse(flight: Flight, commandStatus: number): void {
    const found = classOf(commandStatus, this.connection)
    this.counters.refused++
    flight.submission.refused = true
    flight.settle({ kind: 'refused', commandStatus, class: found === 'ok' ? 'permanent' : found })
  }

  /** What waits for the rate or for the end of a pause is looked at again then. */
  #wakeLater(now: number): void {
    let at = Infinity
    if (this.#pace.nextAt > now && this.#pace.rate !== Infinity) at = this.#pace.nextAt
    for (const bind of this.#senders) if (bind.isPaused(now)) at = Math.min(at, bind.pausedUntil)
    if (at === Infinity || (at >= this.#timerAt && this.#timerAt > now)) return
    clearTimeout(this.#timer)
    this.#timerAt = at
    this.#timer = setTimeout(
      () => {
        this.#timerAt = Infinity
        this.wake()
      },
      Math.max(1, Math.ceil(at - now)),
    )
  }

  // What binds tell.

  get target(): Connection {
    return this.connection
  }

  dialOptions(kind: BindKind, signal: AbortSignal): ConnectOptions {
    const { connection, clock } = this
    return dialOptions(connection, kind, this.#needs.passwordOf(connection), clock.ms, signal)
  }

  windowSize(): number {
    return this.connection.windowSize
  }

  fieldsOf(flight: Flight): ReturnType<typeof submitFields> {
    return submitFields(flight.unit, this.connection, this.clock.ms())
  }

  bound(bind: Bind): void {
    this.#log.info({ bind: bind.number, kind: bind.kind }, 'bound to the operator')
    this.#sortOut()
    this.wake()
  }

  failed(bind: Bind, trouble: Trouble): void {
    this.#note(trouble)
    this.#log.warn(
      { bind: bind.number, kind: bind.kind, outcome: trouble.outcome },
      'could not bind to the operator',
    )
    this.#sortOut()
  }

  lost(bind: Bind, reason: CloseReason, error: Error | undefined): void {
    const trouble = closeTrouble(reason, error, this.connection)
    if (trouble) {
      this.#note(trouble)
      this.#log.warn(
        { bind: bind.number, kind: bind.kind, reason },
        'the link to the operator was lost',
      )
    }
    this.#moveBacklog(bind)
    this.#sortOut()
    this.wake()
  }

  /** Parts that were not written yet go on over another bind, unless the fate of their message is open already. */
  #moveBacklog(from: Bind): void {
    const others = this.#senders.filter((bind) => bind !== from && bind.takesNew)
    others.sort((a, b) => a.backlog.size - b.backlog.size)
    const homes = new Map<Submission, Bind>()
    let next = 0
    for (const flight of from.backlog.takeAll()) {
      const { submission } = flight
      const home = homes.get(submission) ?? others[next++ % Math.max(1, others.length)]
      if (home === undefined || submission.ambiguous || submission.refused) {
        this.#waiting--
        flight.settle({ kind: 'notSent' })
        continue
      }
      homes.set(submission, home)
      home.putBack(flight)
    }
  }

  #note(trouble: Trouble): void {
    this.#lastTrouble = { at: this.clock.ms(), trouble }
  }

  answered(bind: Bind, flight: Flight, view: PduView): void {
    const now = this.clock.ms()
    const { commandStatus } = view
    bind.heard()
    this.roundTrips.add(now - flight.sentAt, now)
    if (commandStatus === 0) {
      this.counters.accepted++
      this.#pace.accepted(now)
      bind.accepted(flight)
      flight.settle({ kind: 'accepted', peerId: this.#ids.issued(view.text('message_id')) })
    } else if (classOf(commandStatus, this.connection) === 'congestion')
      this.#congested(bind, flight, commandStatus, now)
    else this.#refuse(flight, commandStatus)
    this.wake()
  }

  #congested(bind: Bind, flight: Flight, commandStatus: number, now: number): void {
    this.counters.throttled++
    flight.commandStatus = commandStatus
    flight.submission.congestedSince ||= now
    this.#pace.throttled(now, bind.pause(flight, now))
    this.#waiting++
    bind.putBack(flight)
  }

  unknown(bind: Bind, flight: Flight, reason: 'timeout' | 'closed'): void {
    this.counters.unknown++
    flight.submission.ambiguous = true
    if (reason === 'timeout') {
      bind.suspectSilence()
      this.#note(silenceTrouble(this.connection, this.connection.responseTimeoutSeconds))
    }
    flight.settle({ kind: 'unknown' })
    this.wake()
  }

  lateResponse(): void {
    this.counters.lateResponses++
  }

  fault(error: unknown): void {
    this.#log.error({ err: error }, 'an event of an operator link failed')
  }

  // Receiving.

  received(session: Session<Flight>, view: PduView, ticket: number): void {
    takeReceived(session, view, ticket, {
      listener: this.#needs.listener(),
      profile: this.profile,
      connection: this.connection,
      ids: this.#ids,
      counters: this.counters,
      log: this.#log,
    })
  }
}
