import { counter, gauge } from '../../core/metrics.ts'
import type { Counters } from './wire.ts'

/** Figures of operator connections at `/metrics`. Counted in plain numbers on the message path and handed over once a second. */

const labels = ['connection', 'simulated'] as ('connection' | 'simulated')[]

const parts = counter(
  'operator_parts_total',
  'Message parts by what became of them at the operator',
  [...labels, 'outcome'],
)
const received = counter('operator_received_total', 'Requests received from the operator', [
  ...labels,
  'kind',
])
const binds = gauge('operator_binds', 'Links to the operator that are bound', labels)
const bindsWanted = gauge(
  'operator_binds_wanted',
  'Links to the operator that should be bound',
  labels,
)
const waiting = gauge(
  'operator_parts_waiting',
  'Parts in memory that wait for room at the operator',
  labels,
)
const roundTrip = gauge(
  'operator_round_trip_seconds',
  'Usual time from a part to its answer',
  labels,
)

const outcomes = ['submitted', 'accepted', 'refused', 'throttled', 'unknown'] as const
const kinds = ['receipts', 'inbound', 'malformed', 'lateResponses'] as const

export interface Figures {
  name: string
  simulated: boolean
  bound: number
  wanted: number
  waiting: number
  roundTripMs: number | null
  counters: Readonly<Counters>
}

/** One connection's figures; keeps what was handed over already. */
export class FigureBook {
  readonly #handedOver: Record<string, number> = {}
  #name = ''
  #simulated = ''

  handOver(now: Figures): void {
    const named = { connection: now.name, simulated: String(now.simulated) }
    if (this.#name !== '' && this.#name !== now.name) this.close()
    this.#name = now.name
    this.#simulated = named.simulated
    for (const outcome of outcomes) {
      const more = this.#more(outcome, now.counters[outcome])
      if (more > 0) parts.inc({ ...named, outcome }, more)
    }
    for (const kind of kinds) {
      const more = this.#more(kind, now.counters[kind])
      if (more > 0) received.inc({ ...named, kind }, more)
    }
    binds.set(named, now.bound)
    bindsWanted.set(named, now.wanted)
    waiting.set(named, now.waiting)
    if (now.roundTripMs !== null) roundTrip.set(named, now.roundTripMs / 1_000)
  }

  /** The connection is gone or has another name: its gauges say nothing any more. */
  close(): void {
    const named = { connection: this.#name, simulated: this.#simulated }
    for (const one of [binds, bindsWanted, waiting, roundTrip]) one.remove(named)
  }

  #more(name: string, total: number): number {
    const more = total - (this.#handedOver[name] ?? 0)
    this.#handedOver[name] = total
    return more
  }
}
