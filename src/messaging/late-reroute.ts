import { faultOfReceipt } from './faults.ts'
import type { PeerReport } from './channel.ts'
import type { BillingDoor, RoutingDoor } from './needs.ts'
import { countCosts } from './operator-costs.ts'
import { moveOf, moves, nextOf } from './reroute.ts'
import type { Tx } from '../core/storage/index.ts'
import {
  closeParts,
  lockTaken,
  moveMessages,
  type ClosedPart,
  type TakenRow,
} from './store/reroute.ts'
import type { FoundPart } from './store/settle.ts'

interface Failure {
  n: number
  part: FoundPart
  closed: ClosedPart
  fault: NonNullable<ReturnType<typeof faultOfReceipt>>
}

/**
 * Leads messages over another connection whose operator took them and could not deliver them, where their routes want that.
 * Both operators ask for such a message; the account pays once.
 */
export class LateReroute {
  readonly #routing: RoutingDoor
  readonly #billing: BillingDoor

  constructor(routing: RoutingDoor, billing: BillingDoor) {
    this.#routing = routing
    this.#billing = billing
  }

  /** @returns which of the receipts are dealt with by that, by their place in the set */
  async take(
    tx: Tx,
    set: readonly { report: PeerReport; at: number }[],
    found: ReadonlyMap<number, FoundPart>,
    now: number,
  ): Promise<ReadonlySet<number>> {
    const failures = failuresOf(set, found)
    if (failures.length === 0) return new Set()
    const keys = new Map(failures.map(({ part }) => [part.message_id, keyOf(part)]))
    const taken = new Map(
      (await lockTaken(tx, [...keys.values()], new Date(now))).map((one) => [one.id, one]),
    )
    const going = new Map<
      string,
      { failure: Failure; way: TakenRow; choice: ReturnType<typeof nextOf> }
    >()
    for (const failure of failures) {
      const way = taken.get(failure.part.message_id)
      // A receipt of an operator that had it before says nothing any more.
      if (way?.connection_id !== failure.part.connection_id || going.has(way.id)) continue
      if (way.route_id === null) continue
      if (!this.#routing.goesOnAfter(way.route_id, failure.fault, 'receipt')) continue
      const choice = nextOf(this.#routing, way, true, now)
      if (choice !== null) going.set(way.id, { failure, way, choice })
    }
    return going.size === 0 ? new Set() : this.#move(tx, [...going.values()], now)
  }

  async #move(
    tx: Tx,
    going: readonly { failure: Failure; way: TakenRow; choice: ReturnType<typeof nextOf> }[],
    now: number,
  ): Promise<ReadonlySet<number>> {
    const closed = await closeParts(
      tx,
      going.map(({ failure }) => failure.closed),
    )
    const open = new Set(closed.map((one) => `${one.connection_id} ${one.peer_id}`))
    const moved = going.filter(({ failure: { part } }) =>
      open.has(`${part.connection_id} ${part.peer_id}`),
    )
    await moveMessages(
      tx,
      moved.map(({ failure, way, choice }) =>
        moveOf(way, choice!, now, {
          failed: true,
          detail: `${failure.closed.detail}; it goes on over route "${choice!.routeName}"`,
        }),
      ),
      'operator',
    )
    await countCosts(
      tx,
      this.#billing,
      moved.map(({ way }) => way),
    )
    for (const { way, failure } of moved) {
      moves.inc({ why: `receipt ${failure.fault.toLowerCase()}` })
      this.#routing.ended({
        connectionId: way.connection_id,
        mccMnc: way.mcc_mnc,
        delivered: false,
        delayMs: 0,
      })
    }
    return new Set(moved.map(({ failure }) => failure.n))
  }
}

const keyOf = (part: FoundPart) => ({
  account_id: part.account_id,
  day: part.message_day,
  id: part.message_id,
})

function failuresOf(
  set: readonly { report: PeerReport; at: number }[],
  found: ReadonlyMap<number, FoundPart>,
): Failure[] {
  return set.flatMap(({ report, at }, n): Failure[] => {
    const part = found.get(n)
    const fault = part ? faultOfReceipt(report) : null
    if (part === undefined || fault === null) return []
    const closed = {
      connection_id: part.connection_id,
      peer_id: part.peer_id,
      day: part.day,
      status_id: report.statusId,
      error_id: report.errorId,
      at: new Date(at).toISOString(),
      detail: report.detail.slice(0, 200).replaceAll('\0', '').toWellFormed(),
    }
    return [{ n, part, closed, fault }]
  })
}
