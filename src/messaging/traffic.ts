import type { Clock } from '../core/clock.ts'
import { uuidMs } from '../core/ids.ts'
import { counter } from '../core/metrics.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../core/storage/index.ts'
import { countryOf, toMsisdn } from '../protocols/e164/index.ts'
import type { Counted, MetricsDoor } from './needs.ts'
import { statusOf } from './statuses.ts'
import type { Finished } from './store/settle.ts'
import { addTraffic, type TrafficRow } from './store/traffic.ts'

type TrafficKind = 'accepted' | 'delivered' | 'undeliverable' | 'expired' | 'rejected' | 'inbound'

const FLUSH_MS = 250
const HOUR_MS = 3_600_000
/** Counts of different messages in memory, while the database is away; beyond it, senders and applications are not told apart. */
const PENDING_MAX = 50_000
const TAKEN_IN = 0
const CAME_IN = -1
const NO_BUCKET = -1

const messagesTotal = counter('messages_total', 'Messages by what became of them', [
  'channel',
  'what',
  'simulated',
])

/** What decides under which figures a message counts. */
export interface Countable {
  accountId: number
  /** Our id, whose time is that of its being taken in. */
  id: string
  channel: string
  /** The end user's number: only its country is looked at. */
  dest: string
  mccMnc: string | null
  /** Our account's own address. */
  own: string
  applicationId: string | null
  entityId: string | null
  simulated: boolean
  parts: number
}

/**
 * Counts of traffic, gathered in memory and added four times a second: to the dashboard's hour, and to the figures that
 * the metrics module keeps. A process that dies takes at most a quarter second of counts with it; messages themselves
 * are never counted on this.
 */
export class Traffic {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #metrics: MetricsDoor
  readonly #onChange: (accountIds: readonly number[]) => void
  readonly #onFinished: (one: Finished) => void
  #pending = new Map<string, TrafficRow>()
  #figures = new Map<string, Counted>()
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    metrics: MetricsDoor
    onChange: (accountIds: readonly number[]) => void
    onFinished: (one: Finished) => void
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#metrics = parts.metrics
    this.#onChange = parts.onChange
    this.#onFinished = parts.onFinished
  }

  /** Counts a message that was taken in for sending. */
  accepted(one: Countable): void {
    this.#add(one, 'accepted')
    this.#figure(figureOf(one, 'MT', TAKEN_IN))
  }

  /** Counts a message from a handset. */
  inbound(one: Countable): void {
    this.#add(one, 'inbound')
    this.#figure(figureOf(one, 'MO', CAME_IN))
  }

  /** Counts a message that reached its final status. */
  finished(one: Finished): void {
    const kinds = {
      DELIVERED: 'delivered',
      UNDELIVERABLE: 'undeliverable',
      EXPIRED: 'expired',
      REJECTED: 'rejected',
    } as const
    this.#onFinished(one)
    const group = statusOf(one.status_id).groupName
    if (!(group in kinds)) return
    const countable = {
      accountId: one.account_id,
      id: one.id,
      channel: one.channel,
      dest: one.dest,
      mccMnc: one.mcc_mnc,
      own: one.sender,
      applicationId: one.application_id,
      entityId: one.entity_id,
      simulated: one.simulated,
      parts: one.parts,
    }
    this.#add(countable, kinds[group as keyof typeof kinds])
    const figure = figureOf(countable, 'MT', one.status_id)
    figure.errorId = one.error_id
    if (group === 'DELIVERED') figure.bucket = this.#metrics.bucketOf(Math.max(0, one.delay_ms))
    this.#figure(figure)
  }

  #add({ accountId, channel, simulated }: Countable, what: TrafficKind): void {
    messagesTotal.inc({ channel, what, simulated: String(simulated) })
    const hour = new Date(hourOf(this.#clock.ms())).toISOString()
    this.#gather({ account_id: accountId, hour, channel, what, simulated, messages: 1 })
  }

  #gather(added: TrafficRow): void {
    const key = `${added.account_id} ${added.hour} ${added.channel} ${added.what} ${added.simulated}`
    const row = this.#pending.get(key)
    if (row) row.messages += added.messages
    else this.#pending.set(key, added)
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
  }

  #figure(added: Counted): void {
    if (this.#figures.size >= PENDING_MAX) {
      added.address = '*'
      added.applicationId = '*'
      added.entityId = '*'
    }
    const key = keyOf(added)
    const row = this.#figures.get(key)
    if (row) {
      row.messages += added.messages
      row.parts += added.parts
    } else this.#figures.set(key, added)
  }

  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    await Promise.all([this.#flushHours(), this.#flushFigures()])
  }

  async #flushHours(): Promise<void> {
    if (this.#pending.size === 0) return
    const set = [...this.#pending.values()]
    this.#pending = new Map()
    try {
      await addTraffic(this.#db, set)
      this.#onChange([...new Set(set.map((row) => row.account_id))])
    } catch (error) {
      this.#keep(error)
      for (const row of set) this.#gather(row)
    }
  }

  async #flushFigures(): Promise<void> {
    if (this.#figures.size === 0) return
    const set = [...this.#figures.values()]
    this.#figures = new Map()
    try {
      await this.#metrics.add(set)
    } catch (error) {
      this.#keep(error)
      for (const figure of set) this.#figure(figure)
      this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
    }
  }

  #keep(error: unknown): void {
    this.#log.warn(
      { reason: (error as Error).message },
      'traffic counters could not be stored; they are kept for the next try',
    )
  }
}

const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS

function figureOf(one: Countable, direction: 'MT' | 'MO', statusId: number): Counted {
  const msisdn = toMsisdn(one.dest)
  return {
    accountId: one.accountId,
    hourMs: hourOf(uuidMs(one.id)),
    channel: one.channel,
    direction,
    country: msisdn === null ? null : countryOf(msisdn).countryIso,
    mccMnc: one.mccMnc,
    address: one.own,
    applicationId: one.applicationId,
    entityId: one.entityId,
    simulated: one.simulated,
    statusId,
    errorId: 0,
    bucket: NO_BUCKET,
    messages: 1,
    parts: one.parts,
  }
}

/** U+0000 is in no text that can be stored, so it divides what may hold anything else. */
const keyOf = (one: Counted): string =>
  `${one.accountId} ${one.hourMs} ${one.statusId} ${one.errorId} ${one.bucket} ${one.simulated}\0${one.channel}\0${one.direction}\0${one.country}\0${one.mccMnc}\0${one.address}\0${one.applicationId}\0${one.entityId}`
