import type { Clock } from '../core/clock.ts'
import { wireTime } from '../core/http/index.ts'
import type { WatchedEngine, WatchedQueue } from '../messaging/index.ts'
import type { WatchedConnection } from '../telecoms/operators/index.ts'
import type { OwnFigures } from './own-figures.ts'
import type { Live as WireLive, LiveConnection } from './wire.ts'

/** Everybody who watches shares one look, so that ten watchers cost no more than one. */
const SHARED_MS = 800

export interface LiveNeeds {
  clock: Clock
  figures: OwnFigures
  connections(): WatchedConnection[]
  engine(): Promise<WatchedEngine>
}

/** The engine as it is at this instant. */
export class Live {
  readonly #needs: LiveNeeds
  #last: { at: number; seen: Promise<WireLive> } | null = null

  constructor(needs: LiveNeeds) {
    this.#needs = needs
  }

  read(): Promise<WireLive> {
    const now = this.#needs.clock.ms()
    const last = this.#last
    if (last && now - last.at < SHARED_MS && now >= last.at) return last.seen
    const seen = this.#look()
    this.#last = { at: now, seen }
    seen.catch(() => {
      this.#last = null
    })
    return seen
  }

  async #look(): Promise<WireLive> {
    const { clock, figures } = this.#needs
    const engine = await this.#needs.engine()
    const { accepted, ended } = figures.perSecond()
    return {
      at: wireTime(clock.ms()),
      accepting: { perSecond: accepted, ended, commitMs: figures.commits() },
      waitingAbout: Math.round(engine.waitingAbout),
      pushes: { waiting: engine.pushes, oldestDueAt: orNull(engine.oldestPushDueAt) },
      connections: this.#needs
        .connections()
        .map((one) => connectionOf(one, engine.queues.get(one.connectionId))),
    }
  }
}

const orNull = (at: Date | null): string | null => at && wireTime(at)

const nothing: WatchedQueue = {
  inMemory: { OTP: 0, TRANSACTIONAL: 0, MARKETING: 0 },
  waiting: [],
  outcomes: [],
  awaited: 0,
  receiptDelay: null,
  parked: 0,
}

function connectionOf(one: WatchedConnection, queue = nothing): LiveConnection {
  const { live } = one
  return {
    connectionId: one.connectionId,
    name: one.name,
    kind: one.kind,
    simulated: one.simulated,
    state: live.state,
    binds: live.bindStates,
    rateNow: live.rateNow,
    lastError: live.lastError,
    partsInMemory: live.waiting,
    inMemory: queue.inMemory,
    waiting: queue.waiting.map(({ contentClass, messages, oldestDueAt }) => ({
      contentClass,
      messages,
      oldestDueAt: orNull(oldestDueAt),
    })),
    perSecond: one.perSecond,
    roundTripMs: one.roundTrip,
    outcomes: queue.outcomes,
    receipts: { awaited: queue.awaited, delayMs: queue.receiptDelay, parked: queue.parked },
  }
}
