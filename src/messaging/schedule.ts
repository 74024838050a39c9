import { DAY_MS, utcDay, utcMonth, type Clock } from '../core/clock.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { isConnectionLost, transaction, type Db, type Tx } from '../core/storage/index.ts'
import { countryOf, type Msisdn } from '../protocols/e164/index.ts'
import type { Rules, SendingRules } from '../telecoms/rules/index.ts'
import { barredBy } from './blocklist.ts'
import { maySend } from './checks.ts'
import { openingFor } from './checks/national.ts'
import { CONTENT_CLASSES, type MessageSettings } from './message.ts'
import type { AccountsDoor, BillingDoor, RoutingDoor, SubscriptionsDoor } from './needs.ts'
import type { Partitions } from './partitions.ts'
import { routeAskOf } from './reroute.ts'
import * as status from './statuses.ts'
import { insertLive, insertScheduled, type LiveRow } from './store/accept.ts'
import * as store from './store/schedule.ts'
import type { DueRow } from './store/schedule.ts'
import { giveBack } from './give-back.ts'
import { archiveRefused } from './store/settle.ts'
import type { Traffic } from './traffic.ts'

const LOOK_MS = 250
const SET_MAX = 2_000

/** Lets scheduled messages into the live tables when they are due. */
export class Schedule {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #accounts: AccountsDoor
  readonly #billing: BillingDoor
  readonly #subscriptions: SubscriptionsDoor
  readonly #routing: RoutingDoor
  readonly #rules: Rules
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
    rules: Rules
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
    this.#rules = parts.rules
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
    return this.#routing.route(routeAskOf(due, this.#clock.ms()))
  }

  /** Messages that were paused or moved may be due when they may not go out: they wait until they may. */
  async #putOff(tx: Tx, due: readonly DueRow[], now: number): Promise<DueRow[]> {
    const rules = await this.#rules.of(tx, [...new Set(due.map((one) => one.account_id))])
    const opening = (one: DueRow) => this.#openingOf(one, rules.get(one.account_id)!, now)
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

  #openingOf(one: DueRow, rules: SendingRules, now: number): number {
    const { window = null } = (one.settings ?? {}) as MessageSettings
    const contentClass = CONTENT_CLASSES[one.content_class]!
    if (window === null && contentClass !== 'MARKETING') return now
    const { dest } = one
    const { countryIso: country } = countryOf(dest as Msisdn)
    const simulated = this.#routeOf(one)?.simulated ?? null
    // What may never go out is looked at again: rules change.
    return (
      openingFor({ window, contentClass, dest, country, simulated }, rules, now) ?? now + DAY_MS
    )
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
    await insertLive(tx, rows, new Date(now), null)
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
    await giveBack(tx, this.#billing, finished, this.#clock)
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
      content_class: same.content_class,
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
      held_with: same.bulk_id,
    }
  }

  /** Ends messages that wait no longer, in the transaction that took them out. */
  end(tx: Tx, rows: readonly DueRow[], statusId: number): Promise<void> {
    return this.#enter(tx, rows, this.#clock.ms(), statusId)
  }
}
