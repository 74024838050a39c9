import type { ConnectionState } from '../connection.ts'
import type { Counters } from '../wire.ts'
import type { AlarmKind, AlarmSettings } from './wire.ts'

/** When something counts as wrong, and when as over: never the same limit, so that an alarm does not flicker. */

const WINDOW_MS = 300_000
/** Fewer parts say nothing about a share of them. */
const PARTS_MIN = 20
/** A link that comes and goes is still down. */
const STEADY_MS = 30_000

/** A look at one connection. Times in ms. */
export interface Look {
  at: number
  state: ConnectionState
  counters: Pick<Counters, 'submitted' | 'accepted' | 'refused' | 'throttled' | 'unknown'>
  /** How long the oldest due message has waited; 0: none waits. */
  queueMs: number
}

/** What an alarm is about at this moment. `null`: as it was. */
export interface Finding {
  kind: AlarmKind
  verdict: 'wrong' | 'over' | null
  /** Seconds or percent. */
  measured: number
  threshold: number
}

/** What was seen of one connection in the last five minutes. */
export class History {
  readonly #looks: Look[] = []
  #downSince: number | null = null
  #upSince: number | null = null

  /** Later looks only. */
  add(look: Look): void {
    const down = look.state === 'DISCONNECTED' || look.state === 'CONNECTING'
    const up = look.state === 'CONNECTED' || look.state === 'PARTLY'
    if (up) this.#upSince ??= look.at
    else this.#upSince = null
    // A short moment of being up is part of the trouble.
    if (down) this.#downSince ??= look.at
    else if (!up || look.at - this.#upSince! >= STEADY_MS) this.#downSince = null
    this.#looks.push(look)
    while (this.#looks.length > 1 && look.at - this.#looks[0]!.at > WINDOW_MS) this.#looks.shift()
  }

  findings(limits: AlarmSettings): Finding[] {
    const last = this.#looks.at(-1)
    return last === undefined
      ? []
      : [
          this.#down(last, limits.downSeconds),
          this.#share('ERRORS', limits.errorsPercent, (one) => one.refused + one.unknown, (one) => one.accepted + one.refused + one.unknown), // prettier-ignore
          this.#share('THROTTLED', limits.throttledPercent, (one) => one.throttled, (one) => one.submitted), // prettier-ignore
          queue(last, limits.queueSeconds),
        ]
  }

  #down(last: Look, threshold: number): Finding {
    const measured = this.#downSince === null ? 0 : (last.at - this.#downSince) / 1_000
    const isUp = last.state === 'CONNECTED' || last.state === 'PARTLY'
    const verdict = this.#downSince === null ? 'over' : measured > threshold && !isUp ? 'wrong' : null // prettier-ignore
    return { kind: 'DOWN', verdict, measured, threshold }
  }

  #share(
    kind: AlarmKind,
    threshold: number,
    bad: (counters: Look['counters']) => number,
    all: (counters: Look['counters']) => number,
  ): Finding {
    const [first, last] = [this.#looks[0]!.counters, this.#looks.at(-1)!.counters]
    const total = all(last) - all(first)
    const measured = total === 0 ? 0 : ((bad(last) - bad(first)) * 100) / total
    if (total < PARTS_MIN)
      return { kind, verdict: total === 0 ? 'over' : null, measured, threshold }
    const verdict = measured > threshold ? 'wrong' : measured <= threshold / 2 ? 'over' : null
    return { kind, verdict, measured, threshold }
  }
}

function queue(last: Look, threshold: number): Finding {
  const measured = last.queueMs / 1_000
  // Out of use on purpose, messages wait on purpose.
  const meant = last.state === 'DRAINED' || last.state === 'DISABLED'
  const verdict = meant || measured <= threshold / 2 ? 'over' : measured > threshold ? 'wrong' : null // prettier-ignore
  return { kind: 'QUEUE', verdict, measured, threshold }
}
