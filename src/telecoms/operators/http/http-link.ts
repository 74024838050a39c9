import type { Clock } from '../../../core/clock.ts'
import type { Log } from '../../../core/log.ts'
import { reconnectDelayMs, status } from '../../../protocols/smpp/index.ts'
import {
  needsRebind,
  profileOf,
  type Connection,
  type ConnectionProfile,
  type ConnectionState,
} from '../connection.ts'
import { noCounts } from '../counters.ts'
import { Fifo } from '../fifo.ts'
import type { LinkLive } from '../live.ts'
import type { CalledBack } from '../operator-link.ts'
import { Pace } from '../pace.ts'
import type { Listener } from '../reception.ts'
import { RoundTrips } from '../round-trips.ts'
import { Flight, notSent, Submission, type SmsUnit, type UnitOutcome } from '../submission.ts'
import type { BindLive, Counters } from '../wire.ts'
import { Exchange, NotReached, type Answer } from './exchange.ts'
import type { Account, PeerEvent, Provider, Verdict } from './provider.ts'
import { providerOf } from './providers.ts'
import { Pull } from './pull.ts'
import { storeEvents } from './reception.ts'
import { noAnswer, notReached, notUsable, type ApiTrouble } from './trouble.ts'

/** Messages that may wait in memory for room; callers that heed `room` stay far below. */
const WAITING_MAX = 20_000
/** A message that the operator is too full for is given back after so long. */
const CONGESTION_MS_MAX = 60_000
const PAUSE_MS_MIN = 250
const PAUSE_MS_MAX = 30_000
/** With an agreed rate no more is taken in than can go out in this time. */
const LOOK_AHEAD_MS = 100
/** After so long without traffic the API is asked something harmless. */
const IDLE_CHECK_MS = 60_000
/** Accounts are locked after a few wrong passwords, so those are tried seldom. */
const REFUSED_RETRY_MS = 60_000
const IDS_MAX = 255
const ID_LENGTH_MAX = 200

export interface HttpLinkNeeds {
  clock: Clock
  log: Log
  /** Private networks that may be reached. */
  networks: readonly string[]
  /** Throws when the stored secrets cannot be read. */
  accountOf(connection: Connection): Account
  listener(): Listener | null
  onRoom(connectionId: number): void
  onState(connectionId: number, state: ConnectionState): void
}

/** The live side of a connection to an HTTP API: what waits to go out, how many requests at once, and how fast. */
export class HttpLink implements CalledBack {
  connection: Connection
  profile: ConnectionProfile
  readonly counters: Counters = noCounts()
  readonly roundTrips = new RoundTrips()

  readonly #needs: HttpLinkNeeds
  readonly #log: Log
  readonly #pace: Pace
  readonly #queue = new Fifo<Flight>()
  readonly #idle: (() => void)[] = []
  #api: { exchange: Exchange; provider: Provider; pull: Pull | null } | null = null
  #active: boolean
  #stopped = false
  #drained = false
  #up = false
  #failing = false
  /** A request is out whose answer did not come: one at a time until the next answer. */
  #suspect = false
  #checking = false
  #attempt = 0
  #inFlight = 0
  #order = 0
  #pauseMs = 0
  #pausedUntil = 0
  #heardAt = 0
  #upSince: number | null = null
  #nextTryAt: number | null = null
  #lastTrouble: { at: number; trouble: ApiTrouble } | null = null
  #state: ConnectionState = 'DISABLED'
  #retry: NodeJS.Timeout | undefined
  #timer: NodeJS.Timeout | undefined

  /** @param active whether it is to be used */
  constructor(connection: Connection, active: boolean, needs: HttpLinkNeeds) {
    this.connection = connection
    this.profile = profileOf(connection, active)
    this.#needs = needs
    this.#log = needs.log.child({ connectionId: connection.id })
    this.#pace = new Pace(connection.messagesPerSecond)
    this.#active = active
    this.#open()
  }

  get wantedBinds(): number {
    return this.#active ? 1 : 0
  }

  // What callers use.

  submit(units: readonly SmsUnit[]): Promise<UnitOutcome[]> {
    if (units.length === 0 || !this.#takesNew() || this.#queue.size + units.length > WAITING_MAX)
      return Promise.resolve(notSent(units))
    return new Promise((resolve) => {
      const submission = new Submission(units, resolve)
      for (let index = 0; index < units.length; index++)
        this.#queue.push(new Flight(submission, index, this.#order++))
      this.#pump()
    })
  }

  room(): number {
    const now = this.#needs.clock.ms()
    if (!this.#takesNew() || this.#isPaused(now)) return 0
    const free = this.#window() - this.#inFlight - this.#queue.size
    return Math.max(0, Math.min(free, this.#pace.within(now, LOOK_AHEAD_MS) - this.#queue.size))
  }

  live(): LinkLive {
    const now = this.#needs.clock.ms()
    return {
      state: this.#state,
      binds: this.#active
        ? [
            {
              number: 1,
              kind: 'HTTP',
              state: this.#waysState(now),
              isBound: this.#up && !this.#drained,
              boundSince: this.#upSince,
              nextTryAt: this.#nextTryAt,
              inFlight: this.#inFlight,
            },
          ]
        : [],
      counters: this.counters,
      waiting: this.#queue.size,
      partsPerSecond: this.#pace.partsPerSecond(now),
      rateNow: this.#pace.rate === Infinity ? null : this.#pace.rate,
      roundTripMs: this.roundTrips.usualMs,
      connectedSince: this.#upSince,
      lastTrouble: this.#lastTrouble,
      now,
      windowSize: this.connection.windowSize,
    }
  }

  #waysState(now: number): BindLive['state'] {
    if (this.#drained) return this.#inFlight > 0 ? 'DRAINING' : 'DRAINED'
    if (this.#up) return this.#isPaused(now) ? 'PAUSED' : 'BOUND'
    return this.#checking ? 'CONNECTING' : 'WAITING'
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
    if (needsRebind(before, connection) || active !== wasActive) this.restart()
  }

  restart(): void {
    this.#lastTrouble = null
    this.#close()
    this.#open()
  }

  drain(bind: number | null): boolean {
    return this.#use(bind, true)
  }

  resume(bind: number | null): boolean {
    return this.#use(bind, false)
  }

  #use(bind: number | null, drained: boolean): boolean {
    if (bind !== null && bind !== 1) return false
    this.#drained = drained
    if (drained) this.#giveBackQueue()
    this.#sortOut()
    this.#pump()
    return true
  }

  async stop(graceMs: number): Promise<void> {
    this.#active = false
    this.#stopped = true
    this.#giveBackQueue()
    clearTimeout(this.#timer)
    if (this.#inFlight > 0)
      await new Promise<void>((resolve) => {
        this.#idle.push(resolve)
        setTimeout(resolve, graceMs).unref()
      })
    this.#close()
  }

  #open(): void {
    if (!this.#active || this.#stopped) return this.#sortOut()
    try {
      const { connection } = this
      const account = this.#needs.accountOf(connection)
      const provider = providerOf(connection.http!, account)
      const exchange = new Exchange({
        networks: this.#needs.networks,
        window: connection.windowSize,
        answerMs: connection.responseTimeoutSeconds * 1_000,
        tls: connection.tls,
      })
      const pull = provider.pull && new Pull(exchange, provider.pull, (events) => this.take(events), this.#log) // prettier-ignore
      this.#api = { exchange, provider, pull }
      void this.#check()
    } catch (error) {
      this.#note(notReached(error, this.connection.host))
      this.#failing = true
    }
    this.#sortOut()
  }

  /** Requests under way end by themselves: their connections are closed when they are idle. */
  #close(): void {
    clearTimeout(this.#retry)
    this.#nextTryAt = null
    this.#up = false
    this.#upSince = null
    this.#failing = false
    this.#suspect = false
    this.#checking = false
    const api = this.#api
    this.#api = null
    api?.pull?.stop()
    void api?.exchange.close().catch(() => undefined)
  }

  // Whether the API can be used.

  /** Asks something harmless; what it answers says whether messages may go. */
  async #check(): Promise<void> {
    const api = this.#api
    if (api === null || this.#checking) return
    this.#checking = true
    this.#nextTryAt = null
    let trouble: ApiTrouble | null
    try {
      const answer = await api.exchange.ask(api.provider.check())
      const found = api.provider.checked(answer)
      trouble = found && notUsable(found, this.connection.host)
    } catch (error) {
      trouble = error instanceof NotReached ? notReached(error, this.connection.host) : noAnswer(this.connection) // prettier-ignore
    }
    if (api !== this.#api) return
    this.#checking = false
    if (trouble === null) this.#isUp()
    else this.#isDown(trouble)
  }

  #isUp(): void {
    const now = this.#needs.clock.ms()
    this.#heardAt = now
    this.#failing = false
    this.#attempt = 0
    if (!this.#up) {
      this.#up = true
      this.#upSince = now
      this.#api?.pull?.start()
    }
    this.#checkIn(IDLE_CHECK_MS)
    this.#sortOut()
    this.#pump()
  }

  #isDown(trouble: ApiTrouble): void {
    this.#note(trouble)
    this.#up = false
    this.#upSince = null
    this.#failing = true
    this.#api?.pull?.stop()
    this.#giveBackQueue()
    const delay = reconnectDelayMs(this.#attempt++, Math.random())
    this.#checkIn(trouble.outcome === 'WRONG_PASSWORD' ? Math.max(delay, REFUSED_RETRY_MS) : delay)
    this.#nextTryAt = this.#needs.clock.ms() + delay
    this.#log.warn({ outcome: trouble.outcome }, "an operator's API cannot be used")
    this.#sortOut()
  }

  /** While messages are answered, nothing else needs to be asked. */
  #checkIn(ms: number): void {
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => {
      if (this.#up && this.#needs.clock.ms() - this.#heardAt < IDLE_CHECK_MS) this.#checkIn(ms)
      else void this.#check()
    }, ms).unref()
  }

  #sortOut(): void {
    const state = this.#stateNow()
    if (state === this.#state || this.#stopped) return
    this.#state = state
    this.#log.info({ state }, 'an operator connection changed its state')
    this.#needs.onState(this.connection.id, state)
  }

  #stateNow(): ConnectionState {
    if (!this.#active) return 'DISABLED'
    if (this.#drained) return 'DRAINED'
    if (this.#up) return 'CONNECTED'
    return this.#failing ? 'DISCONNECTED' : 'CONNECTING'
  }

  #takesNew(): boolean {
    return this.#up && !this.#drained && this.#active
  }

  #isPaused(now: number): boolean {
    return this.#pausedUntil > now && this.#pausedUntil <= now + PAUSE_MS_MAX
  }

  #window(): number {
    return this.#suspect ? 1 : this.connection.windowSize
  }

  #giveBackQueue(): void {
    for (const flight of this.#queue.takeAll()) flight.settle({ kind: 'notSent' })
  }

  #note(trouble: ApiTrouble): void {
    this.#lastTrouble = { at: this.#needs.clock.ms(), trouble }
  }

  // Sending.

  #pump(): void {
    const now = this.#needs.clock.ms()
    while (this.#queue.size > 0 && this.#takesNew() && !this.#isPaused(now)) {
      if (this.#inFlight >= this.#window() || !this.#pace.take(now)) break
      void this.#send(this.#queue.shift()!, now)
    }
    if (this.#queue.size > 0) this.#pumpLater(now)
    if (this.room() > 0) this.#needs.onRoom(this.connection.id)
  }

  /** What waits for the rate or for the end of a pause is looked at again then. */
  #pumpLater(now: number): void {
    const at = this.#isPaused(now) ? this.#pausedUntil : this.#pace.nextAt
    if (at <= now) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#pump(), Math.max(1, Math.ceil(at - now)))
  }

  async #send(flight: Flight, now: number): Promise<void> {
    const api = this.#api!
    const { unit, submission } = flight
    if (submission.congestedSince !== 0 && now - submission.congestedSince > CONGESTION_MS_MAX)
      return this.#settle(flight, { kind: 'refused', class: 'congestion', commandStatus: status.ESME_RTHROTTLED, detail: 'too many requests' }) // prettier-ignore
    flight.sentAt = now
    this.#inFlight++
    this.counters.submitted++
    try {
      const ask = api.provider.message({
        sender: unit.sender,
        destination: unit.destination,
        content: unit.whole!,
        validityMs: unit.validityMs,
      })
      if ('kind' in ask) this.#decide(flight, ask)
      else this.#answered(flight, api.provider, await api.exchange.ask(ask))
    } catch (error) {
      this.#failed(flight, error)
    } finally {
      this.#inFlight--
      if (this.#inFlight === 0) for (const tell of this.#idle.splice(0)) tell()
      this.#pump()
    }
  }

  #answered(flight: Flight, provider: Provider, answer: Answer): void {
    const now = this.#needs.clock.ms()
    this.#heardAt = now
    this.#suspect = false
    this.roundTrips.add(now - flight.sentAt, now)
    this.#decide(flight, provider.verdict(answer), answer.retryAfterMs)
  }

  #decide(flight: Flight, verdict: Verdict, retryAfterMs: number | null = null): void {
    const now = this.#needs.clock.ms()
    switch (verdict.kind) {
      case 'accepted': {
        const [peerId = '', ...morePeerIds] = verdict.ids.slice(0, IDS_MAX).map((id) => id.slice(0, ID_LENGTH_MAX)) // prettier-ignore
        this.#pace.accepted(now)
        if (flight.sentAt >= this.#pausedUntil) this.#pauseMs = 0
        return this.#settle(flight, { kind: 'accepted', peerId, morePeerIds })
      }
      case 'refused':
        if (verdict.class === 'congestion') return this.#congested(flight, now, retryAfterMs)
        return this.#settle(flight, verdict)
      case 'unusable':
        this.#isDown(notUsable(verdict, this.connection.host))
        // Counted as a try: should only this message be the reason, it does not go round for ever.
        return this.#settle(flight, { kind: 'refused', class: 'temporary', commandStatus: status.ESME_RSYSERR, detail: verdict.detail }) // prettier-ignore
      case 'unclear':
        return this.#settle(flight, { kind: 'unknown' })
    }
  }

  #congested(flight: Flight, now: number, retryAfterMs: number | null): void {
    this.counters.throttled++
    flight.submission.congestedSince ||= now
    const afresh = !this.#isPaused(now)
    if (afresh) {
      this.#pauseMs = Math.min(PAUSE_MS_MAX, Math.max(PAUSE_MS_MIN, this.#pauseMs * 2))
      this.#pausedUntil = now + Math.min(PAUSE_MS_MAX, Math.max(this.#pauseMs, retryAfterMs ?? 0))
    }
    this.#pace.throttled(now, afresh)
    if (this.#takesNew()) this.#queue.putBack(flight, (other) => other.order > flight.order)
    else flight.settle({ kind: 'notSent' })
  }

  #failed(flight: Flight, error: unknown): void {
    if (error instanceof NotReached) {
      this.#isDown(notReached(error, this.connection.host))
      return flight.settle({ kind: 'notSent' })
    }
    this.#suspect = true
    this.#note(noAnswer(this.connection))
    this.#settle(flight, { kind: 'unknown' })
  }

  #settle(flight: Flight, outcome: UnitOutcome): void {
    if (outcome.kind === 'accepted') this.counters.accepted++
    else if (outcome.kind === 'refused') this.counters.refused++
    else if (outcome.kind === 'unknown') this.counters.unknown++
    flight.settle(outcome)
  }

  // Receiving.

  take(events: readonly PeerEvent[]): Promise<void> {
    return storeEvents(events, {
      listener: this.#needs.listener(),
      profile: this.profile,
      counters: this.counters,
    })
  }

  /** The API of the operator as it is set now; null while the link is not in use. */
  get provider(): Provider | null {
    return this.#api?.provider ?? null
  }
}
