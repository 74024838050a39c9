import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import { isConnectionLost } from '../core/storage/index.ts'
import { RENEW_MS, type Collect, type Collected, type PutBack } from '../messaging/index.ts'
import {
  SmppCodecError,
  statusClass,
  type PduFields,
  type PduView,
} from '../protocols/smpp/index.ts'
import type { Bind, Customer, Handover } from './customer.ts'
import { inboundFields } from './inbound.ts'
import { isWanted, receiptFields } from './receipt.ts'
import { collectorOf } from './settings.ts'

/** What other processes leave, and what a lease gave back, is looked for this often. */
const LOOK_MS = 1_000
const AGAIN_MS = 10
/** Leased for one user at a time, over what its windows hold. */
const QUEUE_MAX = 1_000
/** Leased in one look, for all users together. */
const LOOK_MAX = 5_000
/** How hand-overs ended is noted in sets. */
const NOTE_MS = 10
const NOTE_RETRY_MS = 1_000
const NOTE_SET_MAX = 1_000
const RETRY_MS = 1_000
const RETRY_MS_MAX = 300_000
const UNANSWERED_MS = 5_000

const handedOver = counter(
  'smpp_server_deliveries_total',
  'Receipts and messages for customers over SMPP, by how it ended',
  ['kind', 'outcome'],
)

/**
 * Brings receipts and messages from handsets to customers, over any of their binds that receive, in their order. What is
 * not acknowledged is sent again; what nobody is bound for waits in the database.
 */
export class Deliveries {
  readonly #collect: Collect
  readonly #log: Log
  readonly #customers: ReadonlyMap<number, Customer>
  #timer: ReturnType<typeof setTimeout> | null = null
  #renewing: ReturnType<typeof setInterval> | null = null
  #looking: Promise<void> = Promise.resolve()
  #busy = false
  #again = false
  #stopped = true
  #turn = 0
  #done: Collected[] = []
  #back: PutBack[] = []
  #noteTimer: ReturnType<typeof setTimeout> | null = null
  readonly #storing = new Set<Promise<void>>()

  constructor(parts: { collect: Collect; log: Log; customers: ReadonlyMap<number, Customer> }) {
    this.#collect = parts.collect
    this.#log = parts.log
    this.#customers = parts.customers
    this.#collect.onNew(() => this.wake())
  }

  start(): void {
    this.#stopped = false
    this.#renewing = setInterval(() => this.#renew(), RENEW_MS)
    this.#look()
  }

  /** Call it when nobody is bound any more: gives back what was leased, and forgets nothing that was acknowledged. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#renewing) clearInterval(this.#renewing)
    await this.#looking
    for (const customer of this.#customers.values()) this.leaveOff(customer)
    await this.#flush()
    await Promise.all(this.#storing)
  }

  /** Something may wait, or somebody has room. */
  wake(): void {
    if (this.#stopped || this.#customers.size === 0) return
    if (this.#busy) {
      this.#again = true
      return
    }
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#look(), AGAIN_MS)
  }

  /** Nobody of the user receives any more: others may have what waits. */
  leaveOff(customer: Customer): void {
    const left = customer.queue.splice(0)
    this.#putBack(left.map((one) => ({ one, afterMs: 0, failed: false })))
  }

  /** A bind has room again. */
  pump(customer: Customer): void {
    while (customer.queue.length > 0) {
      const bind = customer.nextReceiver()
      if (!bind) break
      this.#handOver(bind, customer.queue.shift()!)
    }
    if (roomOf(customer) > 0) this.wake()
  }

  answered(bind: Bind, handover: Handover, view: PduView): void {
    if (handover.worst !== null && view.commandStatus !== 0) handover.worst = view.commandStatus
    this.#oneLess(bind, handover)
  }

  unanswered(bind: Bind, handover: Handover, reason: 'timeout' | 'closed'): void {
    handover.worst = null
    this.#oneLess(bind, handover, reason === 'timeout' ? UNANSWERED_MS : 0)
  }

  #look(): void {
    this.#busy = true
    this.#looking = this.#take()
      .catch((error: unknown) => {
        if (!isConnectionLost(error))
          this.#log.error({ err: error }, 'reports for SMPP customers could not be looked for')
        return false
      })
      .then((found) => {
        this.#busy = false
        if (this.#stopped) return
        const soon = found || this.#again
        this.#again = false
        this.#timer = setTimeout(() => this.#look(), soon ? AGAIN_MS : LOOK_MS)
      })
  }

  /** @returns whether there may be more */
  async #take(): Promise<boolean> {
    const asked = this.#withRoom()
    if (asked.length === 0) return false
    const found = await this.#collect.take(
      asked.map(({ customer: { user }, room }) => ({
        accountId: user.accountId,
        name: collectorOf(user.userId),
        room,
      })),
    )
    const byUser = Map.groupBy(found, (one) => one.collector)
    for (const { customer } of asked) {
      customer.queue.push(...(byUser.get(collectorOf(customer.user.userId)) ?? []))
      if (this.#stopped || customer.receivers.length === 0) this.leaveOff(customer)
      else this.pump(customer)
    }
    return found.length > 0
  }

  /** Who has room, in turn, up to what one look may lease. */
  #withRoom(): { customer: Customer; room: number }[] {
    const all = [...this.#customers.values()]
    const asked: { customer: Customer; room: number }[] = []
    let left = LOOK_MAX
    for (let n = 0; n < all.length && left > 0; n++) {
      this.#turn = (this.#turn + 1) % all.length
      const customer = all[this.#turn]!
      const room = Math.min(roomOf(customer), left)
      if (room <= 0) continue
      asked.push({ customer, room })
      left -= room
    }
    return asked
  }

  #handOver(bind: Bind, one: Collected): void {
    const { customer } = bind
    if (one.kind === 'report' && !isWanted(one.report)) return this.#finish(one)
    const handover: Handover = { one, unanswered: 0, worst: 0 }
    try {
      const pdus = pdusOf(one, customer)
      customer.inFlight.add(one)
      for (const fields of pdus) this.#send(bind, fields, handover)
    } catch (error) {
      if (!(error instanceof SmppCodecError)) throw error
      // No later try can mend a field that fits no PDU; over HTTP it can be had.
      this.#end(one, 'unfit', { one, afterMs: null, failed: true })
      customer.inFlight.delete(one)
      return
    }
  }

  /** Segments of one message go over one bind, and over its window if need be: they are few, and of no use apart. */
  #send(bind: Bind, fields: PduFields<'deliver_sm'>, handover: Handover): void {
    const sent = bind.session.deliver(fields, handover)
    if (sent > 0) handover.unanswered++
    else {
      handover.unanswered++
      void bind.session.request('deliver_sm', fields).then(
        (view) => this.answered(bind, handover, view),
        () => this.unanswered(bind, handover, 'closed'),
      )
    }
  }

  #oneLess(bind: Bind, handover: Handover, afterMs = 0): void {
    handover.unanswered--
    if (handover.unanswered === 0) this.#settle(bind, handover, afterMs)
  }

  #settle(bind: Bind, { one, worst }: Handover, afterMs: number): void {
    const { customer } = bind
    customer.inFlight.delete(one)
    if (worst === null) this.#end(one, 'unanswered', { one, afterMs, failed: afterMs > 0 })
    else if (worst === 0) {
      bind.delivered++
      handedOver.inc({ kind: one.kind, outcome: 'taken' })
      this.#finish(one)
    } else if (statusClass(worst) === 'permanent')
      this.#end(one, 'refused', { one, afterMs: null, failed: true })
    else this.#end(one, 'later', { one, afterMs: retryMs(one.attempts), failed: true })
    this.pump(customer)
  }

  #end(one: Collected, outcome: string, putBack: PutBack): void {
    handedOver.inc({ kind: one.kind, outcome })
    this.#putBack([putBack])
  }

  /** It is the customer's now, or nobody wants it. */
  #finish(one: Collected): void {
    this.#done.push(one)
    this.#noteSoon(NOTE_MS)
  }

  #putBack(set: readonly PutBack[]): void {
    if (set.length === 0) return
    this.#back.push(...set)
    this.#noteSoon(NOTE_MS)
  }

  #noteSoon(afterMs: number): void {
    if (this.#done.length + this.#back.length >= NOTE_SET_MAX) void this.#flush()
    else this.#noteTimer ??= setTimeout(() => void this.#flush(), afterMs)
  }

  async #flush(): Promise<void> {
    if (this.#noteTimer) clearTimeout(this.#noteTimer)
    this.#noteTimer = null
    const [done, back] = [this.#done, this.#back]
    this.#done = []
    this.#back = []
    const deleting = this.#collect.done(done).catch((error: unknown) => {
      // Forgotten, they would be sent twice: they are kept for another try while the database is away.
      this.#done.push(...done)
      if (!this.#stopped) this.#noteTimer ??= setTimeout(() => void this.#flush(), NOTE_RETRY_MS)
      throw error
    })
    await Promise.all([this.#store(deleting), this.#store(this.#collect.putBack(back))])
  }

  /** What is in hand longer than a lease stays ours. */
  #renew(): void {
    const held = [...this.#customers.values()].flatMap(({ queue, inFlight }) => [
      ...queue,
      ...inFlight,
    ])
    void this.#store(this.#collect.renew(held))
  }

  /** What cannot be noted is due again when its lease ends. */
  async #store(work: Promise<void>): Promise<void> {
    const noted = work.catch((error: unknown) =>
      this.#log.warn(
        { reason: (error as Error).message },
        'the end of a hand-over could not be noted',
      ),
    )
    this.#storing.add(noted)
    await noted
    this.#storing.delete(noted)
  }
}

/** How many more are worth leasing: twice the windows, so that none runs empty, and asked for by halves. */
function roomOf(customer: Customer): number {
  const windows = customer.receivers.reduce((sum, { session }) => sum + session.windowMax, 0)
  const most = Math.min(2 * windows, QUEUE_MAX)
  const room = most - customer.queue.length - customer.inFlight.size
  return room * 2 >= most ? room : 0
}

const pdusOf = (one: Collected, customer: Customer): PduFields<'deliver_sm'>[] =>
  one.kind === 'report'
    ? [receiptFields(one.report, customer.user.settings)]
    : inboundFields(one.message, customer.user.settings, customer.nextReference())

/** Doubles from a second to five minutes. */
const retryMs = (attempts: number): number =>
  Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** Math.min(attempts, 20))
