import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import { isConnectionLost, transaction, type Db } from '../core/storage/index.ts'
import type { Msisdn } from '../protocols/e164/index.ts'
import { networkOf } from '../telecoms/numbering-plan/index.ts'
import type { SendOutcome } from './channel.ts'
import { faultOf, mayBeOut } from './faults.ts'
import { CONTENT_CLASSES, type ChannelId } from './message.ts'
import type { FaultClass, RouteAsk, RouteChoice, RoutingDoor } from './needs.ts'
import { dropWaiting, type QueuedRow } from './store/queue.ts'
import * as store from './store/reroute.ts'
import type { MoveRow, Place, WayRow } from './store/reroute.ts'
import type { MessageKey } from './store/settle.ts'

const LOOK_MS = 500
const SET_MAX = 2_000
/** Sets that one look moves at most, so that each connection gets a turn. */
const ROUNDS_MAX = 20
/** What could not go elsewhere is looked at again after so long, and after so many times as long as a look took. */
const AGAIN_MS_MIN = 5_000
const AGAIN_TIMES = 10

export const moves = counter('reroutes_total', 'Messages that went on over another connection', [
  'why',
])

/** What routing asks of a stored message. */
export const routeAskOf = (
  one: Pick<
    WayRow,
    'account_id' | 'id' | 'channel' | 'dest' | 'mcc_mnc' | 'sender' | 'content_class'
  >,
  at: number,
): RouteAsk => ({
  channel: one.channel as ChannelId,
  msisdn: one.dest as Msisdn,
  country: networkOf(one.dest as Msisdn)?.countryIso ?? null,
  mccMnc: one.mcc_mnc,
  accountId: one.account_id,
  sender: one.sender,
  contentClass: CONTENT_CLASSES[one.content_class]!,
  at,
  id: one.id,
})

/**
 * Leads messages over another connection: at once, when an operator fails one and its route lets it go on; and those that
 * wait for a connection that is not well. What may have gone out is never led elsewhere, so that nobody gets it twice.
 */
export class Reroute {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #routing: RoutingDoor
  readonly #looks = new Map<number, Look>()
  readonly #wake: (connectionIds: Iterable<number>) => void
  #timer: ReturnType<typeof setTimeout> | null = null
  #underWay: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    routing: RoutingDoor
    /** Called when messages became due for connections. */
    wake: (connectionIds: Iterable<number>) => void
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#routing = parts.routing
    this.#wake = parts.wake
  }

  start(): void {
    this.#timer = setTimeout(() => this.#look(), LOOK_MS)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#underWay
  }

  /** After a try. @returns null when it does not go on; a promise of what is to be stored when it may */
  after(row: QueuedRow, outcome: SendOutcome): null | Promise<Moved | null> {
    const fault = faultOf(outcome)
    this.#routing.answered(row.connection_id, fault === 'NETWORK')
    return fault === null || outcome.kind === 'accepted' || mayBeOut(outcome)
      ? null
      : this.#goOn(row, fault, outcome.detail).catch((error: unknown) => {
          this.#log.warn(
            { reason: (error as Error).message },
            'it could not be found out whether a message goes on over another route; it stays',
          )
          return null
        })
  }

  async #goOn(row: QueuedRow, fault: FaultClass, detail: string): Promise<Moved | null> {
    const way = await store.findWay(this.#db, row)
    if (way === undefined || way.route_id === null) return null
    if (!this.#routing.goesOnAfter(way.route_id, fault, 'answer')) return null
    const choice = nextOf(this.#routing, way, true, this.#clock.ms())
    if (choice === null) return null
    moves.inc({ why: fault.toLowerCase() })
    this.#routing.ended({
      connectionId: way.connection_id,
      mccMnc: way.mcc_mnc,
      delivered: false,
      delayMs: 0,
    })
    return {
      kind: 'moved',
      row: moveOf({ ...way, bulk_id: row.bulk_id }, choice, this.#clock.ms(), {
        failed: true,
        detail: `${detail}; it goes on over route "${choice.routeName}"`,
      }),
    }
  }

  #look(): void {
    this.#underWay = this.#moveWaiting()
      .catch((error: unknown) => {
        if (!isConnectionLost(error))
          this.#log.error({ err: error }, 'messages could not be led over another connection')
      })
      .then(() => {
        if (!this.#stopped) this.#timer = setTimeout(() => this.#look(), LOOK_MS)
      })
  }

  /** Moves what waits for connections that are not well. What cannot go elsewhere is looked at again, ever more rarely. */
  async #moveWaiting(): Promise<void> {
    const { connectionIds, revision } = this.#routing.ailing()
    for (const connectionId of this.#looks.keys())
      if (!connectionIds.includes(connectionId)) this.#looks.delete(connectionId)
    for (const connectionId of connectionIds) {
      let look = this.#looks.get(connectionId)
      if (look === undefined || look.revision !== revision)
        this.#looks.set(connectionId, (look = newLook(revision, this.#clock.ms())))
      await this.#moveOf(connectionId, look)
    }
  }

  async #moveOf(connectionId: number, look: Look): Promise<void> {
    const now = this.#clock.ms()
    if (now < look.nextAt) return
    if (look.place === BEGINNING) look.begunAt = now
    for (let round = 0; round < ROUNDS_MAX && !this.#stopped; round++) {
      const looked = await this.#moveSet(connectionId, look)
      if (looked === SET_MAX) continue
      const end = this.#clock.ms()
      look.place = BEGINNING
      look.nextAt = end + Math.max(AGAIN_MS_MIN, AGAIN_TIMES * (end - look.begunAt))
      return
    }
  }

  /** @returns how many were looked at */
  async #moveSet(connectionId: number, look: Look): Promise<number> {
    const now = this.#clock.now()
    const { looked, moved } = await transaction(this.#db, async (tx) => {
      const waiting = await store.lockWaiting(tx, connectionId, look.place, now, SET_MAX)
      const going = waiting.flatMap((way) => {
        const choice = nextOf(this.#routing, way, false, now.getTime())
        const detail = `Its connection is not well; it goes on over route "${choice?.routeName}"`
        return choice === null
          ? []
          : [{ way, row: moveOf(way, choice, now.getTime(), { failed: false, detail }) }]
      })
      if (going.length > 0) {
        await dropWaiting(
          tx,
          going.map(({ way }) => ({ ...keyOf(way), connection_id: connectionId, content_class: way.content_class, next_at: way.next_at })), // prettier-ignore
        )
        await store.moveMessages(
          tx,
          going.map(({ row }) => row),
        )
      }
      return { looked: waiting, moved: going.map(({ row }) => row) }
    })
    look.place = looked.at(-1) ?? look.place
    if (moved.length > 0) {
      moves.inc({ why: 'health' }, moved.length)
      this.#wake(new Set(moved.map((one) => one.connection_id)))
    }
    return looked.length
  }
}

/**
 * Where a message goes on; null: nowhere, or it may have gone out already.
 * @param failed its operator just failed it
 */
export function nextOf(
  routing: RoutingDoor,
  way: WayRow,
  failed: boolean,
  at: number,
): RouteChoice | null {
  const trail = way.trail ?? []
  if (store.isTrailFull(trail) || trail.some((one) => one.mayBeOut)) return null
  const failures = trail.filter((one) => one.failed)
  return routing.next(routeAskOf(way, at), {
    connectionIds: [...failures.flatMap((one) => one.connectionId ?? []), way.connection_id],
    faults: failures.length + (failed ? 1 : 0),
    simulated: way.simulated,
  })
}

/** A message that goes on over another connection; to be stored with what else happened. */
export interface Moved {
  kind: 'moved'
  row: MoveRow
}

/** A look through what waits for one connection. */
interface Look {
  revision: number
  place: Place
  begunAt: number
  nextAt: number
}

const BEGINNING: Place = {
  content_class: -1,
  account_id: 0,
  next_at: '-infinity',
  id: '00000000-0000-0000-0000-000000000000',
}
const newLook = (revision: number, now: number): Look => ({
  revision,
  place: BEGINNING,
  begunAt: now,
  nextAt: now,
})

const keyOf = ({ account_id, day, id }: MessageKey): MessageKey => ({ account_id, day, id })

export const moveOf = (
  way: WayRow & { bulk_id: string | null },
  choice: RouteChoice,
  at: number,
  why: { failed: boolean; detail: string },
): MoveRow => ({
  ...keyOf(way),
  connection_id: choice.connectionId,
  route_id: choice.routeId,
  next_at: new Date(at).toISOString(),
  bulk_id: way.bulk_id,
  trail: [
    {
      at: new Date(at).toISOString(),
      kind: 'REROUTED',
      connectionId: way.connection_id,
      routeId: way.route_id,
      ...why,
    },
  ],
})
