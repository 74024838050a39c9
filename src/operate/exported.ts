import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { gauge } from '../core/metrics.ts'
import { isConnectionLost } from '../core/storage/index.ts'
import type { WatchedEngine } from '../messaging/index.ts'
import type { WatchedConnection } from '../telecoms/operators/index.ts'

const LOOK_MS = 5_000

const waiting = gauge(
  'queue_waiting',
  'Messages that wait in the database, by connection and class; counting stops at 10001',
  ['connection', 'class'],
)
const oldest = gauge('queue_oldest_due_seconds', 'How long the oldest due message has waited', [
  'connection',
  'class',
])
const waitingAbout = gauge('queue_waiting_about', 'About how many messages wait in the database')
const awaited = gauge(
  'receipts_awaited',
  'Messages that the operator took since the process started and whose end is not known',
  ['connection'],
)
const parked = gauge('receipts_parked', 'Receipts that fit no message yet', ['connection'])
const pushes = gauge(
  'report_pushes_waiting',
  'Reports and inbound messages that wait to be pushed; counting stops at 10001',
)

interface Needs {
  clock: Clock
  log: Log
  connections(): WatchedConnection[]
  engine(): Promise<WatchedEngine>
}

/** Figures of queues for `/metrics`, which are read from the database every five seconds and not for each scrape. */
export class Exported {
  readonly #needs: Needs
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #looking: Promise<void> = Promise.resolve()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  start(): void {
    this.#looking = this.#look()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#looking
  }

  async #look(): Promise<void> {
    try {
      this.#set(await this.#needs.engine())
    } catch (error) {
      if (!isConnectionLost(error))
        this.#needs.log.warn({ err: error }, 'the figures of queues could not be read')
    }
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#looking = this.#look()
    }, LOOK_MS).unref()
  }

  #set(engine: WatchedEngine): void {
    const now = this.#needs.clock.ms()
    for (const one of [waiting, oldest, awaited, parked]) one.reset()
    for (const { connectionId, name: connection } of this.#needs.connections()) {
      const queue = engine.queues.get(connectionId)
      awaited.set({ connection }, queue?.awaited ?? 0)
      parked.set({ connection }, queue?.parked ?? 0)
      for (const { contentClass, messages, oldestDueAt } of queue?.waiting ?? []) {
        const labels = { connection, class: contentClass }
        waiting.set(labels, messages)
        oldest.set(labels, oldestDueAt === null ? 0 : Math.max(0, now - oldestDueAt.getTime()) / 1_000) // prettier-ignore
      }
    }
    waitingAbout.set(engine.waitingAbout)
    pushes.set(engine.pushes)
  }
}
