import type { Log } from '../../../core/log.ts'
import type { Exchange } from './exchange.ts'
import type { PeerEvent, Provider } from './provider.ts'

const EVERY_MS = 5_000
const STORE_AGAIN_MS = 1_000

/**
 * Fetches reports from an operator that hands each out once. What was fetched is kept until it is stored, and nothing
 * more is fetched meanwhile; a report between the operator's answer and our commit is lost when the process dies.
 */
export class Pull {
  readonly #exchange: Exchange
  readonly #way: NonNullable<Provider['pull']>
  readonly #store: (events: readonly PeerEvent[]) => Promise<void>
  readonly #log: Log
  #timer: NodeJS.Timeout | undefined
  #running = false
  #turn = 0
  #unstored: readonly PeerEvent[] = []

  constructor(
    exchange: Exchange,
    way: NonNullable<Provider['pull']>,
    store: (events: readonly PeerEvent[]) => Promise<void>,
    log: Log,
  ) {
    this.#exchange = exchange
    this.#way = way
    this.#store = store
    this.#log = log
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    void this.#fetch(++this.#turn)
  }

  stop(): void {
    this.#running = false
    clearTimeout(this.#timer)
  }

  async #fetch(turn: number): Promise<void> {
    let again = EVERY_MS
    try {
      if (this.#unstored.length === 0) {
        const answer = await this.#exchange.ask(this.#way.ask())
        this.#unstored = answer.status === 200 ? this.#way.read(answer.text) : []
      }
      if (this.#unstored.length > 0) again = 0
      await this.#store(this.#unstored)
      this.#unstored = []
    } catch (error) {
      if (this.#unstored.length > 0) again = STORE_AGAIN_MS
      this.#log.debug({ reason: (error as Error).message }, 'reports could not be fetched')
    }
    if (this.#running && turn === this.#turn)
      this.#timer = setTimeout(() => void this.#fetch(turn), again).unref()
  }
}
