import type { Collected } from '../messaging/index.ts'
import type { Session } from '../protocols/smpp/index.ts'
import { PartRate } from './part-rate.ts'
import type { User } from './settings.ts'

/** A receipt or a message from a handset on its way to a customer: over when each of its PDUs is answered. */
export interface Handover {
  readonly one: Collected
  unanswered: number
  /** The worst command_status so far; null: some PDU has no answer and never will. */
  worst: number | null
}

/** One bind of a user, at this process. */
export interface Bind {
  readonly id: string
  readonly session: Session<Handover>
  readonly customer: Customer
  submitted: number
  delivered: number
}

/** A user with binds at this process: how it may send now, and what waits for it here. */
export class Customer {
  user: User
  readonly binds = new Set<Bind>()
  readonly rate: PartRate
  /** Leased, not sent yet. */
  readonly queue: Collected[] = []
  /** Sent, not answered yet. */
  readonly inFlight = new Set<Collected>()
  #turn = 0
  #reference = 0

  constructor(user: User, now: number) {
    this.user = user
    this.rate = new PartRate(user.settings.partsPerSecond, now)
  }

  /** Settings changed. Windows of the customer's requests stay as they were when it bound. */
  set(user: User): void {
    this.user = user
    this.rate.perSecond = user.settings.partsPerSecond
    for (const { session } of this.binds) session.windowMax = user.settings.deliveryWindow
  }

  get receivers(): Bind[] {
    return [...this.binds].filter(
      ({ session }) => session.bound && session.bindKind !== 'transmitter',
    )
  }

  /** In turn over the binds that take something now. */
  nextReceiver(): Bind | null {
    const open = this.receivers.filter(({ session }) => session.room > 0)
    this.#turn = (this.#turn + 1) % Math.max(1, open.length)
    return open[this.#turn] ?? null
  }

  /** Of segmented messages from handsets. */
  nextReference(): number {
    this.#reference = (this.#reference + 1) & 0xff
    return this.#reference
  }
}
