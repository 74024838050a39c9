import type { Clock } from '../../core/clock.ts'
import {
  connect,
  reconnectDelayMs,
  type CloseReason,
  type ConnectOptions,
  type PduFields,
  type PduView,
  type Session,
} from '../../protocols/smpp/index.ts'
import type { BindKind } from './dial.ts'
import { Fifo } from './fifo.ts'
import type { Flight } from './submission.ts'
import { connectTrouble, isCredentialsRefusal, type Trouble } from './trouble.ts'

const PAUSE_MS_MIN = 100
const PAUSE_MS_MAX = 5_000
/** A link that held this long was a good one: the next try comes soon again. */
const STEADY_MS = 30_000
/** Operators lock accounts after a few wrong passwords, so those are tried seldom. */
const REFUSED_RETRY_MS = 60_000

/** What a bind needs of the connection it belongs to. */
export interface BindOwner {
  readonly clock: Clock
  readonly target: { host: string; port: number; tls: { enabled: boolean } }
  /** Throws when the password cannot be read. */
  dialOptions(kind: BindKind, signal: AbortSignal): ConnectOptions
  windowSize(): number
  fieldsOf(flight: Flight): PduFields<'submit_sm'>
  bound(bind: Bind): void
  failed(bind: Bind, trouble: Trouble): void
  lost(bind: Bind, reason: CloseReason, error: Error | undefined): void
  answered(bind: Bind, flight: Flight, view: PduView): void
  unknown(bind: Bind, flight: Flight, reason: 'timeout' | 'closed'): void
  lateResponse(): void
  received(session: Session<Flight>, view: PduView, ticket: number): void
  fault(error: unknown): void
  wake(): void
}

/** One link to the operator: connects, binds, comes back after a loss, and knows how much it may send. */
export class Bind {
  /** From 1; both halves of a pair have the same. */
  readonly number: number
  readonly kind: BindKind
  /** Parts that are to go over this link and no other, in their order. */
  readonly backlog = new Fifo<Flight>()
  boundSince: number | null = null
  nextTryAt: number | null = null
  /** Set once a try failed or the link was lost; cleared when bound. */
  failing = false
  pausedUntil = 0

  readonly #owner: BindOwner
  #session: Session<Flight> | null = null
  #attempt = 0
  #served = false
  #retry: NodeJS.Timeout | undefined
  #connecting: AbortController | null = null
  #retired = false
  #closed: (() => void)[] = []
  #pauseMs = 0
  #resumedAt = 0
  /** Answers were missing: one part at a time until the next answer, so that a deaf operator swallows few. */
  #suspect = false

  constructor(number: number, kind: BindKind, owner: BindOwner) {
    this.number = number
    this.kind = kind
    this.#owner = owner
  }

  get sends(): boolean {
    return this.kind !== 'receiver'
  }
  get isBound(): boolean {
    return this.#session !== null
  }
  get isConnecting(): boolean {
    return this.#connecting !== null
  }
  get isRetired(): boolean {
    return this.#retired
  }
  get inFlight(): number {
    return this.#session?.inFlight ?? 0
  }
  /** Whether new messages may be given to it. */
  get takesNew(): boolean {
    return this.#session !== null && !this.#retired
  }

  isPaused(now: number): boolean {
    // No pause is longer than that, unless the clock was set back.
    return this.pausedUntil > now && this.pausedUntil <= now + PAUSE_MS_MAX
  }

  /** How many parts it takes at this instant. */
  room(now: number): number {
    const session = this.#session
    if (session === null || this.isPaused(now)) return 0
    const room = session.room
    if (!this.#suspect) return room
    return room > 0 && session.inFlight === 0 ? 1 : 0
  }

  /** Writes a part. false: nothing was written, keep it. Throws SmppCodecError when it cannot be written at all. */
  write(flight: Flight, now: number): boolean {
    flight.sentAt = now
    return (this.#session?.submit(this.#owner.fieldsOf(flight), flight) ?? 0) > 0
  }

  /** Keeps a part that the operator was too full for, before those that were to go after it. */
  putBack(flight: Flight): void {
    this.backlog.putBack(flight, (other) => other.order > flight.order)
  }

  /** Any answer shows that somebody is there. */
  heard(): void {
    this.#served = true
    this.#suspect = false
  }

  accepted(flight: Flight): void {
    if (flight.sentAt >= this.#resumedAt) this.#pauseMs = 0
  }

  /** @returns whether this refusal is for what was sent after the last pause, so that a new one begins */
  pause(flight: Flight, now: number): boolean {
    if (this.isPaused(now) || flight.sentAt < this.#resumedAt) return false
    this.#pauseMs = Math.min(PAUSE_MS_MAX, Math.max(PAUSE_MS_MIN, this.#pauseMs * 2))
    this.pausedUntil = this.#resumedAt = now + this.#pauseMs
    return true
  }

  suspectSilence(): void {
    this.#suspect = true
  }

  windowChanged(): void {
    if (this.#session) this.#session.windowMax = this.#owner.windowSize()
  }

  start(): void {
    this.nextTryAt = null
    this.#retry = undefined
    if (this.#retired) return
    const trying = new AbortController()
    this.#connecting = trying
    this.#dial(trying.signal)
      .catch((error: unknown) => {
        if (this.#retired) return
        this.#failed(connectTrouble(error, this.#owner.target))
      })
      .finally(() => {
        if (this.#connecting === trying) this.#connecting = null
        if (this.#retired && this.#session === null) this.#tellClosed()
      })
  }

  async #dial(signal: AbortSignal): Promise<void> {
    await connect<Flight>(this.#owner.dialOptions(this.kind, signal), {
      onBound: (session) => this.#bound(session),
      onRequest: (session, view, ticket) => this.#owner.received(session, view, ticket),
      onResponse: (_session, flight, view) => this.#owner.answered(this, flight, view),
      onOutcomeUnknown: (_session, flight, reason) => this.#owner.unknown(this, flight, reason),
      onLateResponse: () => this.#owner.lateResponse(),
      onWindowOpen: () => this.#owner.wake(),
      onFault: (_session, error) => this.#owner.fault(error),
      onClose: (_session, reason, error) => this.#lost(reason, error),
    })
  }

  #bound(session: Session<Flight>): void {
    this.#connecting = null
    this.#session = session
    this.boundSince = this.#owner.clock.ms()
    this.failing = false
    this.pausedUntil = this.#resumedAt = this.#pauseMs = 0
    this.#served = this.#suspect = false
    if (this.#retired) return session.close()
    this.#owner.bound(this)
  }

  #failed(trouble: Trouble): void {
    this.#connecting = null
    this.failing = true
    const delay = reconnectDelayMs(this.#attempt++, Math.random())
    this.#retryIn(isCredentialsRefusal(trouble) ? Math.max(delay, REFUSED_RETRY_MS) : delay)
    this.#owner.failed(this, trouble)
  }

  #lost(reason: CloseReason, error: Error | undefined): void {
    const held = this.#owner.clock.ms() - (this.boundSince ?? 0)
    this.#session = null
    this.boundSince = null
    if (this.#retired) this.#tellClosed()
    else {
      this.failing = true
      this.#attempt = this.#served || held > STEADY_MS ? 0 : this.#attempt + 1
      this.#retryIn(reconnectDelayMs(this.#attempt, Math.random()))
    }
    this.#owner.lost(this, reason, error)
  }

  #retryIn(ms: number): void {
    this.nextTryAt = this.#owner.clock.ms() + ms
    this.#retry = setTimeout(() => this.start(), ms)
    this.#retry.unref()
  }

  #tellClosed(): void {
    for (const tell of this.#closed.splice(0)) tell()
  }

  /** Takes nothing new, lets what was begun go out and be answered, unbinds. Resolves when closed, at the latest after `graceMs`. */
  retire(graceMs: number): Promise<void> {
    this.#retired = true
    clearTimeout(this.#retry)
    this.nextTryAt = null
    if (this.#session === null && this.#connecting === null) return Promise.resolve()
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#session?.close(), graceMs)
      this.#closed.push(() => {
        clearTimeout(late)
        resolve()
      })
      this.#connecting?.abort()
      this.leaveWhenDone()
    })
  }

  /** While retired: unbinds as soon as nothing waits to be written. Answers still under way are awaited by the session. */
  leaveWhenDone(): void {
    if (this.#retired && this.backlog.size === 0) this.#session?.unbind()
  }
}
