import { DAY_MS, utcDay, utcMonth, type Clock } from '../core/clock.ts'
import { Rejection } from '../core/http/index.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { isConnectionLost, transaction, type Db, type Tx } from '../core/storage/index.ts'
import type { Msisdn } from '../protocols/e164/index.ts'
import type { Bulk, BulkStatus } from './door.ts'
import { barredBy } from './blocklist.ts'
import { maySend } from './checks.ts'
import { openingAt } from './delivery-window.ts'
import type { ChannelId, MessageSettings } from './message.ts'
import type { AccountsDoor, BillingDoor, RoutingDoor, SubscriptionsDoor } from './needs.ts'
import type { Partitions } from './partitions.ts'
import * as status from './statuses.ts'
import { insertLive, insertScheduled, type LiveRow } from './store/accept.ts'
import * as store from './store/schedule.ts'
import type { DueRow } from './store/schedule.ts'
import { archiveRefused, refundsOf } from './store/settle.ts'
import type { Traffic } from './traffic.ts'

const LOOK_MS = 250
const SET_MAX = 2_000

/** Lets scheduled messages into the live tables when they are due, and changes what has not gone yet. */
export class Schedule {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #accounts: AccountsDoor
  readonly #billing: BillingDoor
  readonly #subscriptions: SubscriptionsDoor
  readonly #routing: RoutingDoor
  readonly #partitions: Partitions
  readonly #traffic: Traffic
  readonly #wake: (connectionIds: Iterable<number>) => void
  #timer: ReturnType<typeof setTimeout> | null = null
  #underWay: Promise<void> = Promise.resolve()
  #stopped = true

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    accounts: AccountsDoor
    billing: BillingDoor
    subscriptions: SubscriptionsDoor
    routing: RoutingDoor
    partitions: Partitions
    traffic: Traffic
    wake: (connectionIds: Iterable<number>) => void
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#accounts = parts.accounts
    this.#billing = parts.billing
    this.#subscriptions = parts.subscriptions
    this.#routing = parts.routing
    this.#partitions = parts.partitions
    this.#traffic = parts.traffic
    this.#wake = parts.wake
  }

  start(): void {
    this.#stopped = false
    this.#timer = setTimeout(() => this.#look(), 0)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#underWay
  }

  #look(): void {
    this.#underWay = this.#enterDue()
      .catch((error: unknown) => {
        if (!isConnectionLost(error))
          this.#log.error({ err: error }, 'scheduled messages could not be let in')
        return 0
      })
      .then((entered) => {
        if (!this.#stopped)
          this.#timer = setTimeout(() => this.#look(), entered === SET_MAX ? 0 : LOOK_MS)
      })
  }

  async #enterDue(): Promise<number> {
    const now = this.#clock.now()
    // The cheap look first: nearly always nothing is due.
    const next = await store.nextDueAt(this.#db)
    if (next === null || next > now) return 0
    await this.#partitions.ahead()
    const entered = await transaction(this.#db, async (tx) => {
      const due = await this.#putOff(tx, await store.takeDue(tx, now, SET_MAX), now.getTime())
      if (due.length > 0) await this.#enter(tx, due, now.getTime(), await this.#refusals(tx, due))
      return due
    })
    this.#wake(new Set(entered.flatMap((one) => this.#routeOf(one)?.connectionId ?? [])))
    return entered.length
  }

  #routeOf(due: DueRow) {
    return this.#routing.route(due.channel as ChannelId, due.dest as Msisdn, due.mcc_mnc)
  }

  /** Messages that were paused or moved may be due outside their delivery window: they wait for its next opening. */
  async #putOff(tx: Tx, due: readonly DueRow[], now: number): Promise<DueRow[]> {
    const opening = (one: DueRow) => {
      const { window } = (one.settings ?? {}) as MessageSettings
      return window ? (openingAt(window, now) ?? now) : now
    }
    const early = due.filter((one) => opening(one) > now)
    if (early.length === 0) return [...due]
    await insertScheduled(
      tx,
      early.map((one) => ({
        ...one,
        send_at: new Date(opening(one)).toISOString(),
        accepted_at: one.accepted_at.toISOString(),
        price_micros: one.price_micros.toString(),
        paused: false,
      })),
    )
    const waits = new Set(early.map((one) => one.id))
    return due.filter((one) => !waits.has(one.id))
  }

  /** What has come between accept and now: the account may be suspended, the number blocked. */
  async #refusals(tx: Tx, due: readonly DueRow[]): Promise<Map<string, number>> {
    const refused = new Map<string, number>()
    const policies = await this.#accounts.policies(tx, [
      ...new Set(due.map((one) => one.account_id)),
    ])
    const barred = await barredBy(
      tx,
      due.map((one) => ({
        accountId: one.account_id,
        dest: one.dest,
        sender: one.sender,
        channel: one.channel,
      })),
    )
    due.forEach((one, index) => {
      const barredAs = barred[index] ?? null
      if (!maySend(policies.get(one.account_id))) refused.set(one.id, status.REJECTED_NETWORK)
      else if (barredAs !== null) refused.set(one.id, barredAs)
    })
    return refused
  }

  /** @param endAs final statuses by message instead of sending, or one for all of them */
  async #enter(
    tx: Tx,
    due: readonly DueRow[],
    now: number,
    endAs: ReadonlyMap<string, number> | number,
  ): Promise<void> {
    const day = utcDay(now)
    const ending = (one: DueRow) =>
      typeof endAs === 'number' ? endAs : (endAs.get(one.id) ?? null)
    const rows = due.map((one) => this.#toLive(one, day, now, ending(one)))
    await insertLive(tx, rows)
    const ids = due.flatMap((one) =>
      [one.id, ...(one.message_id === null ? [] : [one.message_id])].map((message_id) => ({
        account_id: one.account_id,
        message_id,
        day,
      })),
    )
    await store.noteDays(tx, ids)
    const ended = rows.filter((one) => one.state === 3)
    if (ended.length === 0) return
    const policies = await this.#accounts.policies(tx, [
      ...new Set(ended.map((one) => one.account_id)),
    ])
    const keys = ended.map((one) => ({
      account_id: one.account_id,
      day,
      id: one.id,
      report_id: uuidv7(now),
      expires_on: utcDay(now + ((policies.get(one.account_id)?.contentDays ?? 0) + 1) * DAY_MS),
    }))
    await this.#partitions.ensure('contents', new Set(keys.map((one) => one.expires_on)))
    await this.#partitions.ensure(
      'record_subjects',
      new Set(due.map((one) => utcDay(one.accepted_at.getTime()))),
    )
    await this.#partitions.ensure(
      'records',
      new Set(due.map((one) => utcMonth(one.accepted_at.getTime()))),
    )
    const subscribed = await this.#subscriptions.subscribed(
      tx,
      keys.map((one) => one.account_id),
      'DELIVERY',
    )
    const finished = await archiveRefused(tx, keys, subscribed)
    for (const one of finished) this.#traffic.finished(one)
    await this.#billing.refund(tx, refundsOf(finished))
  }

  #toLive(due: DueRow, day: string, now: number, endAs: number | null): LiveRow {
    const route = this.#routeOf(due)
    const refusal = endAs ?? (route === null ? status.REJECTED_ROUTE_NOT_AVAILABLE : null)
    const at = new Date(now).toISOString()
    const { send_at: _sendAt, validity_ms: validityMs, ...same } = due
    return {
      account_id: same.account_id,
      day,
      id: same.id,
      channel: same.channel,
      message_id: same.message_id,
      bulk_id: same.bulk_id,
      state: refusal === null ? 0 : 3,
      next_at: refusal === null ? at : null,
      leased_by: null,
      connection_id: route?.connectionId ?? null,
      route_id: route?.routeId ?? null,
      sender: same.sender,
      dest: same.dest,
      mcc_mnc: same.mcc_mnc,
      body_kind: same.body_kind,
      body: same.body,
      settings: same.settings,
      webhook: same.webhook,
      parts: same.parts,
      status_id: refusal ?? status.PENDING_ACCEPTED,
      error_id: status.NO_ERROR,
      valid_until: new Date(now + validityMs).toISOString(),
      accepted_at: same.accepted_at.toISOString(),
      done_at: refusal === null ? null : at,
      price_micros: same.price_micros.toString(),
      currency: same.currency,
      tariff_id: same.tariff_id,
      callback_data: same.callback_data,
      application_id: same.application_id,
      entity_id: same.entity_id,
      campaign_reference_id: same.campaign_reference_id,
      simulated: route?.simulated ?? false,
    }
  }

  async findBulk(accountId: number, bulkId: string): Promise<Bulk | null> {
    const found = await store.findBulk(this.#db, accountId, bulkId)
    return found
      ? { bulkId: found.bulk_id, sendAt: found.send_at, status: this.#statusOf(found) }
      : null
  }

  #statusOf(bulk: store.BulkRow): BulkStatus {
    if (bulk.status === 'CANCELED') return 'CANCELED'
    if (!bulk.waiting) return 'FINISHED'
    if (bulk.status === 'PAUSED') return 'PAUSED'
    return bulk.send_at <= this.#clock.now() ? 'PROCESSING' : 'PENDING'
  }

  async reschedule(accountId: number, bulkId: string, sendAt: Date): Promise<Bulk | null> {
    return transaction(this.#db, async (tx) => {
      await store.lockBulk(tx, accountId, bulkId)
      const bulk = await store.findBulk(tx, accountId, bulkId)
      if (!bulk) return null
      const current = this.#statusOf(bulk)
      if (current === 'CANCELED' || current === 'FINISHED' || current === 'PROCESSING')
        throw new Rejection('BAD_REQUEST', {
          text: `The bulk is ${current} and cannot be moved any more.`,
        })
      await store.shiftScheduled(tx, accountId, bulkId, bulk.send_at, sendAt)
      await store.setBulk(tx, { accountId, bulkId, status: bulk.status, sendAt })
      return { bulkId, sendAt, status: current }
    })
  }

  async setStatus(accountId: number, bulkId: string, wanted: BulkStatus): Promise<Bulk | null> {
    if (
      wanted !== 'PAUSED' &&
      wanted !== 'PENDING' &&
      wanted !== 'PROCESSING' &&
      wanted !== 'CANCELED'
    )
      throw new Rejection('BAD_REQUEST', {
        text: `A bulk cannot be set to ${wanted}; PENDING, PROCESSING, PAUSED and CANCELED can be.`,
      })
    await this.#partitions.ahead()
    const known = await transaction(this.#db, async (tx) => {
      await store.lockBulk(tx, accountId, bulkId)
      const bulk = await store.findBulk(tx, accountId, bulkId)
      if (!bulk) return false
      const current = this.#statusOf(bulk)
      if ((current === 'CANCELED' || current === 'FINISHED') && current !== wanted)
        throw new Rejection('BAD_REQUEST', {
          text: `The bulk is ${current}; nothing of it waits any more.`,
        })
      const stored = wanted === 'PROCESSING' ? 'PENDING' : wanted
      await store.setBulk(tx, { accountId, bulkId, status: stored, sendAt: bulk.send_at })
      if (wanted === 'CANCELED') await this.#cancel(tx, accountId, bulkId)
      else await store.pauseScheduled(tx, accountId, bulkId, wanted === 'PAUSED')
      return true
    })
    return known ? this.findBulk(accountId, bulkId) : null
  }

  async #cancel(tx: Tx, accountId: number, bulkId: string): Promise<void> {
    const now = this.#clock.ms()
    for (;;) {
      const rows = await store.takeOfBulk(tx, accountId, bulkId, SET_MAX)
      if (rows.length === 0) return
      await this.#enter(tx, rows, now, status.UNDELIVERABLE_NOT_SENT)
    }
  }
}
