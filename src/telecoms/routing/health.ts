import type { Clock } from '../../core/clock.ts'
import type { ConnectionSummary } from '../operators/index.ts'

/** A connection that is down for so long is passed over where another route leads to the number. */
export const DOWN_MS = 5_000
/** It is used again when it has been up for so long: a link that flaps takes no messages to and fro. */
export const UP_MS = 10_000
/** Answers of an operator that fade: what was a minute ago counts half. */
const FAULTS_HALF_LIFE_MS = 60_000
/** With fewer answers, faults are chance. */
const ANSWERS_MIN = 20
const FAULT_SHARE_MAX = 0.5
/** An operator that fails is left alone for this long, then tried again, then for twice as long, up to the last. */
const REST_FIRST_MS = 30_000
const REST_MAX_MS = 600_000

/** How a connection is now. */
export type ConnectionNow = Pick<ConnectionSummary, 'connectionId' | 'bound' | 'state'>

/** Why a connection is passed over. */
export type Ailment = 'DOWN' | 'FAILING'

interface Watched {
  up: boolean
  /** Since when it is up or down without a break, ms. */
  since: number
  ailment: Ailment | null
  answers: number
  faults: number
  answersAt: number
  /** Of an operator that fails: until when it is left alone, and for how long the next time. */
  restUntil: number
  restMs: number
}

/** Which connections messages should not wait for. In memory, from what links and answers tell. */
export class Health {
  readonly #clock: Clock
  readonly #states: () => readonly ConnectionNow[]
  readonly #onChange: (connectionId: number, ailment: Ailment | null) => void
  readonly #watched = new Map<number, Watched>()
  /** Grows with every change, so that others see whether to look again. */
  revision = 0

  /** @param onChange told when a connection is passed over, and when it is used again (null) */
  constructor(
    clock: Clock,
    states: () => readonly ConnectionNow[],
    onChange: (connectionId: number, ailment: Ailment | null) => void,
  ) {
    this.#clock = clock
    this.#states = states
    this.#onChange = onChange
  }

  /** To be called a few times a second. */
  look(): void {
    const now = this.#clock.ms()
    const seen = new Set<number>()
    for (const { connectionId, bound, state } of this.#states()) {
      const up = bound > 0 && state !== 'DRAINED'
      seen.add(connectionId)
      const one = this.#of(connectionId, up)
      if (one.up !== up) {
        one.up = up
        one.since = now
      }
      const before = one.ailment
      this.#judge(one, now)
      if (one.ailment !== before) {
        this.revision += 1
        this.#onChange(connectionId, one.ailment)
      }
    }
    for (const connectionId of this.#watched.keys())
      if (!seen.has(connectionId)) this.#watched.delete(connectionId)
  }

  #of(connectionId: number, up: boolean): Watched {
    let one = this.#watched.get(connectionId)
    if (one === undefined) {
      one = {
        up,
        // What is up when it is first seen needs no time to prove itself.
        since: up ? -Infinity : this.#clock.ms(),
        ailment: null,
        answers: 0,
        faults: 0,
        answersAt: 0,
        restUntil: -Infinity,
        restMs: REST_FIRST_MS,
      }
      this.#watched.set(connectionId, one)
    }
    return one
  }

  #judge(one: Watched, now: number): void {
    if (!one.up) {
      if (now - one.since >= DOWN_MS) one.ailment = 'DOWN'
    } else if (one.ailment === 'DOWN') {
      if (now - one.since >= UP_MS) one.ailment = null
    } else if (one.ailment === 'FAILING') {
      if (now >= one.restUntil) one.ailment = null
    } else if (one.answers >= ANSWERS_MIN && one.faults / one.answers >= FAULT_SHARE_MAX) {
      one.ailment = 'FAILING'
      one.restUntil = now + one.restMs
      one.restMs = Math.min(REST_MAX_MS, one.restMs * 2)
      one.answers = 0
      one.faults = 0
    } else if (one.answers >= ANSWERS_MIN && now > one.restUntil + one.restMs)
      one.restMs = REST_FIRST_MS
  }

  /** What an operator answered; a fault is one of its own, not one of the message. */
  answered(connectionId: number, fault: boolean): void {
    const one = this.#watched.get(connectionId)
    if (one === undefined) return
    const now = this.#clock.ms()
    if (now - one.answersAt > 1_000) {
      const left = 0.5 ** ((now - one.answersAt) / FAULTS_HALF_LIFE_MS)
      one.answers *= left
      one.faults *= left
      one.answersAt = now
    }
    one.answers += 1
    if (fault) one.faults += 1
  }

  /** null: it may be used, as far as this is known. */
  ailmentOf(connectionId: number): Ailment | null {
    return this.#watched.get(connectionId)?.ailment ?? null
  }

  /** Connections that are passed over now. */
  ailing(): number[] {
    return [...this.#watched].flatMap(([id, one]) => (one.ailment === null ? [] : [id]))
  }
}
