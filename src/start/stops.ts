import { within } from '../core/processes/index.ts'
import type { Log } from '../core/log.ts'

interface Stop {
  what: string
  stop: () => Promise<void> | void
  msMax: number
}

/** What has been started, and how each is stopped: in reverse order, each in its time, and none keeps another from it. */
export class Stops {
  readonly #stops: Stop[] = []
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  push(what: string, msMax: number, stop: () => Promise<void> | void): void {
    this.#stops.push({ what, stop, msMax })
  }

  async all(): Promise<void> {
    while (this.#stops.length > 0) await this.#last()
  }

  async #last(): Promise<void> {
    const next = this.#stops.pop()
    if (next === undefined) return
    const work = Promise.resolve()
      .then(next.stop)
      .then(() => true)
      .catch((error: unknown) => {
        this.#log.error({ err: error }, `${next.what} did not stop cleanly`)
        return true
      })
    if ((await within(work, next.msMax)) === null)
      this.#log.error({ msMax: next.msMax }, `${next.what} takes too long to stop`)
  }
}
