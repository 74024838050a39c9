import type { Clock } from '../core/clock.ts'
import { RecentTimes, type TimesSummary } from '../core/recent-times.ts'
import type { Db } from '../core/storage/index.ts'
import { CONTENT_CLASSES, type ContentClass } from './message.ts'
import { errorOf, statusOf } from './statuses.ts'
import type { Finished } from './store/settle.ts'
import * as store from './store/watched.ts'

const MINUTE_MS = 60_000
/** Outcomes are told of so many minutes. */
export const OUTCOME_MINUTES = 5
/** Different outcomes of one connection in a minute; there are fewer errors than that. */
const OUTCOMES_MAX = 500
/** Counting stops here. */
export const COUNTED_MAX = 10_001

/** How a connection fares with what it was given. */
export interface WatchedQueue {
  /** Taken into memory, being sent included. */
  inMemory: Record<ContentClass, number>
  /** In the database, by class; `messages` stops at COUNTED_MAX. */
  waiting: { contentClass: ContentClass; messages: number; oldestDueAt: Date | null }[]
  /** How messages of the last minutes ended. */
  outcomes: { status: string; error: string; messages: number }[]
  /** Messages that the operator took since this process started and whose end is not known. */
  awaited: number
  /** From the operator taking a message to its end, last five minutes. */
  receiptDelay: TimesSummary | null
  /** Receipts that fit no message yet. */
  parked: number
}

/** What messaging shows to whoever watches the engine. */
export interface WatchedEngine {
  queues: ReadonlyMap<number, WatchedQueue>
  /** About how many messages wait in the database in all: an estimate of PostgreSQL, some seconds old. */
  waitingAbout: number
  /** Reports that wait to be pushed; stops at COUNTED_MAX. */
  pushes: number
  oldestPushDueAt: Date | null
}

interface Tally {
  /** Outcomes by minute: which one, and how often. */
  minutes: { minute: number; counts: Map<string, number> }[]
  delays: RecentTimes
  awaited: number
}

/** How messages fared lately, by connection; in memory, of this process. */
export class Watched {
  readonly #clock: Clock
  readonly #startedAt: number
  readonly #tallies = new Map<number, Tally>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.#startedAt = clock.ms()
  }

  submitted(connectionId: number): void {
    this.#tally(connectionId).awaited += 1
  }

  finished(one: Finished): void {
    if (one.connection_id === null) return
    const tally = this.#tally(one.connection_id)
    const now = this.#clock.ms()
    if (one.sent_at !== null) {
      tally.delays.add(one.delay_ms, now)
      if (one.sent_at.getTime() >= this.#startedAt) tally.awaited = Math.max(0, tally.awaited - 1)
    }
    const minute = Math.floor(now / MINUTE_MS)
    let slot = tally.minutes.at(-1)
    if (slot?.minute !== minute) {
      slot = { minute, counts: new Map() }
      tally.minutes.push(slot)
      tally.minutes.splice(0, tally.minutes.length - OUTCOME_MINUTES)
    }
    const key = `${one.status_id} ${one.error_id}`
    const count = slot.counts.get(key)
    if (count !== undefined || slot.counts.size < OUTCOMES_MAX)
      slot.counts.set(key, (count ?? 0) + 1)
  }

  /** @param inMemory what dispatch holds, by connection and class */
  async read(db: Db, inMemory: ReadonlyMap<number, readonly number[]>): Promise<WatchedEngine> {
    const now = this.#clock.now()
    const [waiting, parked, rest] = await Promise.all([
      store.waitingNow(db, now, COUNTED_MAX),
      store.parkedNow(db),
      store.engineNow(db, now, COUNTED_MAX),
    ])
    const ids = new Set([
      ...inMemory.keys(),
      ...this.#tallies.keys(),
      ...waiting.map((one) => one.connection_id),
      ...parked.map((one) => one.connection_id),
    ])
    const queueOf = (id: number): WatchedQueue => {
      const tally = this.#tallies.get(id)
      const held = inMemory.get(id) ?? []
      return {
        inMemory: byClass((_, index) => held[index] ?? 0),
        waiting: waiting
          .filter((one) => one.connection_id === id)
          .map((one) => ({
            contentClass: CONTENT_CLASSES[one.content_class]!,
            messages: one.messages,
            oldestDueAt: one.oldest_due_at,
          })),
        outcomes: tally ? outcomesOf(tally, now.getTime()) : [],
        awaited: tally?.awaited ?? 0,
        receiptDelay: tally?.delays.summary(now.getTime()) ?? null,
        parked: parked.find((one) => one.connection_id === id)?.receipts ?? 0,
      }
    }
    return {
      queues: new Map([...ids].map((id) => [id, queueOf(id)])),
      waitingAbout: rest.waiting_about,
      pushes: rest.pushes,
      oldestPushDueAt: rest.oldest_push_due_at,
    }
  }

  #tally(connectionId: number): Tally {
    let tally = this.#tallies.get(connectionId)
    if (!tally) {
      tally = { minutes: [], delays: new RecentTimes(OUTCOME_MINUTES * MINUTE_MS), awaited: 0 }
      this.#tallies.set(connectionId, tally)
    }
    return tally
  }
}

const byClass = (count: (one: ContentClass, index: number) => number) =>
  Object.fromEntries(CONTENT_CLASSES.map((one, index) => [one, count(one, index)])) as Record<
    ContentClass,
    number
  >

/** Most frequent first. */
function outcomesOf(tally: Tally, now: number): WatchedQueue['outcomes'] {
  const oldest = Math.floor(now / MINUTE_MS) - OUTCOME_MINUTES
  const sums = new Map<string, number>()
  for (const { minute, counts } of tally.minutes)
    if (minute > oldest)
      for (const [key, count] of counts) sums.set(key, (sums.get(key) ?? 0) + count)
  return [...sums]
    .map(([key, messages]) => {
      const [statusId, errorId] = key.split(' ').map(Number)
      return { status: statusOf(statusId!).name, error: errorOf(errorId!).name, messages }
    })
    .toSorted((a, b) => b.messages - a.messages)
}
