import type { Clock } from '../core/clock.ts'
import { counter } from '../core/metrics.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../core/storage/index.ts'
import { statusOf } from './statuses.ts'
import { addTraffic, type TrafficRow } from './store/traffic.ts'

export type TrafficKind =
  | 'accepted'
  | 'delivered'
  | 'undeliverable'
  | 'expired'
  | 'rejected'
  | 'inbound'

const FLUSH_MS = 250
const HOUR_MS = 3_600_000

const messagesTotal = counter('messages_total', 'Messages by what became of them', [
  'channel',
  'what',
  'simulated',
])

/**
 * Dashboard counters, gathered in memory and added to the hour's row four times a second.
 * A process that dies takes at most a quarter second of counts with it; messages themselves are never counted on this.
 */
export class Traffic {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #onChange: (accountIds: readonly number[]) => void
  #pending = new Map<string, TrafficRow>()
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(db: Db, clock: Clock, log: Log, onChange: (accountIds: readonly number[]) => void) {
    this.#db = db
    this.#clock = clock
    this.#log = log
    this.#onChange = onChange
  }

  add(
    accountId: number,
    channel: string,
    what: TrafficKind,
    simulated: boolean,
    count: number,
  ): void {
    messagesTotal.inc({ channel, what, simulated: String(simulated) }, count)
    const hour = new Date(Math.floor(this.#clock.ms() / HOUR_MS) * HOUR_MS).toISOString()
    this.#gather({ account_id: accountId, hour, channel, what, simulated, messages: count })
  }

  #gather(added: TrafficRow): void {
    const key = `${added.account_id} ${added.hour} ${added.channel} ${added.what} ${added.simulated}`
    const row = this.#pending.get(key)
    if (row) row.messages += added.messages
    else this.#pending.set(key, added)
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
  }

  /** Counts a message that reached its final status. */
  finished(one: {
    account_id: number
    channel: string
    status_id: number
    simulated: boolean
  }): void {
    const kinds = {
      DELIVERED: 'delivered',
      UNDELIVERABLE: 'undeliverable',
      EXPIRED: 'expired',
      REJECTED: 'rejected',
    } as const
    const group = statusOf(one.status_id).groupName
    if (group in kinds)
      this.add(one.account_id, one.channel, kinds[group as keyof typeof kinds], one.simulated, 1)
  }

  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#pending.size === 0) return
    const set = [...this.#pending.values()]
    this.#pending = new Map()
    try {
      await addTraffic(this.#db, set)
      this.#onChange([...new Set(set.map((row) => row.account_id))])
    } catch (error) {
      this.#log.warn(
        { reason: (error as Error).message },
        'traffic counters could not be stored; they are kept for the next try',
      )
      for (const row of set) this.#gather(row)
    }
  }
}
