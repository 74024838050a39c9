import type { Clock } from '../../core/clock.ts'

/** What counted an hour ago counts half. */
const HALF_LIFE_MS = 3_600_000
/** Fewer messages than this tell nothing about an operator. */
const SAMPLES_MIN = 30
/** Of a score, for each second of delay, and at most. */
const POINTS_PER_SECOND = 0.1
const POINTS_FOR_DELAY_MAX = 20
/** A single report that took longer says more about the handset, which was off, than about the operator. */
const DELAY_MS_MAX = 600_000
/** The place of all networks of a connection together. */
const ALL_NETWORKS = ''

/** Sums of what became of messages that fade with time. */
export interface Measured {
  samples: number
  delivered: number
  /** Of those that were delivered, all together. */
  delayMs: number
  at: number
}

export interface QualityScore {
  /** Messages that it rests on, older ones counting less. */
  samples: number
  /** 0..1 */
  rate: number
  /** From the operator's taking it to its report, on average. */
  delayMs: number
  /** 0..100: percent delivered, less a point for every ten seconds of delay, at most 20. */
  score: number
}

export interface KeptQuality extends Measured {
  connectionId: number
  network: string
}

/** How well connections deliver, measured for each network. In memory; what is kept is kept by whoever asks `changed`. */
export class Quality {
  readonly #clock: Clock
  readonly #byConnection = new Map<number, Map<string, Measured>>()
  readonly #changed = new Map<string, { connectionId: number; network: string }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A message that a connection carried reached its end. */
  note(one: {
    connectionId: number
    mccMnc: string | null
    delivered: boolean
    delayMs: number
  }): void {
    this.#add(one.connectionId, ALL_NETWORKS, one.delivered, one.delayMs)
    if (one.mccMnc !== null) this.#add(one.connectionId, one.mccMnc, one.delivered, one.delayMs)
  }

  #add(connectionId: number, network: string, delivered: boolean, delayMs: number): void {
    let networks = this.#byConnection.get(connectionId)
    if (networks === undefined) this.#byConnection.set(connectionId, (networks = new Map()))
    const now = this.#clock.ms()
    const known = faded(networks.get(network), now)
    networks.set(network, {
      samples: known.samples + 1,
      delivered: known.delivered + (delivered ? 1 : 0),
      delayMs: known.delayMs + (delivered ? Math.min(DELAY_MS_MAX, Math.max(0, delayMs)) : 0),
      at: now,
    })
    this.#changed.set(`${connectionId} ${network}`, { connectionId, network })
  }

  /** Of the network, or of the connection as a whole when the network saw too few messages; null: nothing is known. */
  of(connectionId: number, mccMnc: string | null): QualityScore | null {
    const networks = this.#byConnection.get(connectionId)
    if (networks === undefined) return null
    const now = this.#clock.ms()
    for (const network of mccMnc === null ? [ALL_NETWORKS] : [mccMnc, ALL_NETWORKS]) {
      const known = faded(networks.get(network), now)
      if (known.samples >= SAMPLES_MIN) return scoreOf(known)
    }
    return null
  }

  /** What an earlier process measured. */
  restore(kept: readonly KeptQuality[]): void {
    for (const { connectionId, network, ...measured } of kept) {
      let networks = this.#byConnection.get(connectionId)
      if (networks === undefined) this.#byConnection.set(connectionId, (networks = new Map()))
      if (!networks.has(network)) networks.set(network, measured)
    }
  }

  /** What changed since the last time, to be kept; `limit` at most. */
  changed(limit: number): KeptQuality[] {
    const some = [...this.#changed].slice(0, limit)
    return some.flatMap(([key, { connectionId, network }]) => {
      this.#changed.delete(key)
      const measured = this.#byConnection.get(connectionId)?.get(network)
      return measured ? [{ connectionId, network, ...measured }] : []
    })
  }
}

function faded(measured: Measured | undefined, now: number): Measured {
  if (measured === undefined) return { samples: 0, delivered: 0, delayMs: 0, at: now }
  const left = 0.5 ** (Math.max(0, now - measured.at) / HALF_LIFE_MS)
  return {
    samples: measured.samples * left,
    delivered: measured.delivered * left,
    delayMs: measured.delayMs * left,
    at: now,
  }
}

function scoreOf({ samples, delivered, delayMs }: Measured): QualityScore {
  const rate = delivered / samples
  const mean = delivered === 0 ? 0 : delayMs / delivered
  const late = Math.min(POINTS_FOR_DELAY_MAX, (mean / 1_000) * POINTS_PER_SECOND)
  return { samples, rate, delayMs: mean, score: Math.max(0, rate * 100 - late) }
}
