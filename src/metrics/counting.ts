import { utcDay, type Clock } from '../core/clock.ts'
import type { Db } from '../core/storage/index.ts'
import { parseSender } from '../protocols/e164/index.ts'
import * as store from './store/figures.ts'
import type { FigureRow, Flow } from './store/figures.ts'

/** Messages that are alike in everything that figures tell apart. */
export interface Counted {
  accountId: number
  /** Beginning of the hour in which the message was taken in, UTC. */
  hourMs: number
  channel: string
  direction: 'MT' | 'MO'
  country: string | null
  mccMnc: string | null
  /** The account's own side: the sender of what went out, the number of what came in. */
  address: string
  applicationId: string | null
  entityId: string | null
  simulated: boolean
  /** 0 taken in, -1 came in from a handset, else the final status. */
  statusId: number
  errorId: number
  /** How long delivery took (`bucketOf`), else -1. */
  bucket: number
  messages: number
  parts: number
}

/** Sorts of traffic that an account may begin in a day, and have in all; what is beyond is not told apart by strings that callers choose. */
const NEW_FLOWS_PER_DAY_MAX = 500
const FLOWS_MAX = 20_000
/** Kept in memory, of all accounts. */
const KNOWN_MAX = 50_000
/** Stands for whatever is not told apart. */
export const MANY = '*'

/** Adds counts to the figures. Called with what gathered in a quarter of a second, never for each message. */
export class Counting {
  readonly #db: Db
  readonly #clock: Clock
  readonly #known = new Map<string, string>()

  constructor(db: Db, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  async add(set: readonly Counted[]): Promise<void> {
    if (set.length === 0) return
    const flows = set.map(toFlow)
    await this.#know(flows)
    const rows = set.map((one, index): FigureRow => {
      const flow = flows[index]!
      return {
        account_id: one.accountId,
        hour: new Date(one.hourMs).toISOString(),
        flow_id: this.#known.get(keyOf(flow)) ?? this.#known.get(keyOf(folded(flow)))!,
        status_id: one.statusId,
        error_id: one.errorId,
        bucket: one.bucket,
        messages: one.messages,
        parts: one.parts,
      }
    })
    await store.addFigures(this.#db, rows)
  }

  /** Sees to it that every flow has a number in memory, or the one it is folded into has. */
  async #know(flows: readonly Flow[]): Promise<void> {
    // Never in the middle of a set: what it has just looked up must still be there.
    if (this.#known.size > KNOWN_MAX) this.#known.clear()
    const unknown = new Map(
      flows.flatMap((flow) => (this.#known.has(keyOf(flow)) ? [] : [[keyOf(flow), flow] as const])),
    )
    if (unknown.size === 0) return
    this.#note(await store.findFlows(this.#db, [...unknown.values()]))
    const fresh = [...unknown].filter(([key]) => !this.#known.has(key)).map(([, flow]) => flow)
    if (fresh.length === 0) return
    const day = utcDay(this.#clock.ms())
    const wanted = new Map<string, Flow>()
    for (const [accountId, mine] of Map.groupBy(fresh, (one) => one.account_id)) {
      const { all, today } = await store.countFlows(this.#db, accountId, day)
      const room = Math.max(0, Math.min(NEW_FLOWS_PER_DAY_MAX - today, FLOWS_MAX - all))
      mine.forEach((flow, index) => {
        const kept = index < room ? flow : folded(flow)
        wanted.set(keyOf(kept), kept)
      })
    }
    await store.insertFlows(this.#db, [...wanted.values()], day)
    this.#note(await store.findFlows(this.#db, [...wanted.values()]))
  }

  #note(found: readonly (Flow & { id: bigint })[]): void {
    for (const flow of found) this.#known.set(keyOf(flow), String(flow.id))
  }
}

function toFlow(one: Counted): Flow {
  const read = parseSender(one.address)
  return {
    account_id: one.accountId,
    channel: one.channel,
    direction: one.direction,
    country: one.country ?? '',
    mcc_mnc: one.mccMnc ?? '',
    address: one.address,
    address_kind: read.ok ? kinds[read.sender.kind] : '',
    application_id: one.applicationId ?? '',
    entity_id: one.entityId ?? '',
    simulated: one.simulated,
  }
}
const kinds = {
  alphanumeric: 'ALPHANUMERIC',
  'short-code': 'SHORT_CODE',
  'long-number': 'LONG_NUMBER',
} as const

/** What is left when strings that callers choose are not told apart; bounded by the numbering plan. */
const folded = (flow: Flow): Flow => ({
  ...flow,
  address: MANY,
  application_id: MANY,
  entity_id: MANY,
})

/** U+0000 is in no text that can be stored, so it divides what may hold anything else. */
const keyOf = (flow: Flow): string =>
  [
    flow.account_id,
    flow.channel,
    flow.direction,
    flow.country,
    flow.mcc_mnc,
    flow.address,
    flow.application_id,
    flow.entity_id,
    flow.simulated,
  ].join('\0')
