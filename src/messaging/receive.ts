import { DAY_MS, utcDay, utcMonth, type Clock } from '../core/clock.ts'
import type { EventLog } from '../core/events/index.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { isConnectionLost, transaction, type Db, type Tx } from '../core/storage/index.ts'
import { toMsisdn } from '../protocols/e164/index.ts'
import { networkOf } from '../telecoms/numbering-plan/index.ts'
import type { Channel, PeerInbound } from './channel.ts'
import { GroupCommit } from '../core/group-commit.ts'
import { chargeInbound, type Arrival, type InboundPrice } from './inbound-charges.ts'
import type { Answer, Keywords } from './keywords.ts'
import type {
  AccountsDoor,
  BillingDoor,
  CollectorsDoor,
  ProvisioningDoor,
  SubscriptionsDoor,
} from './needs.ts'
import type { Partitions } from './partitions.ts'
import * as store from './store/inbound.ts'
import type { InboundPart, NewInbound } from './store/inbound.ts'
import type { Countable, Traffic } from './traffic.ts'

/** Parts whose others never came are read as far as they go after this. */
const INCOMPLETE_MS = 10 * 60_000
/** Messages read in one look. */
const INCOMPLETE_MAX = 500
const ROOT_ACCOUNT = 1

/** The parts of one message, in order. */
type Parts = readonly [PeerInbound, ...PeerInbound[]]

/** A message that was stored, and what is to be answered to it. */
type Stored = Countable & { answer: Answer | null }

/** Takes in messages from handsets: parts until they are whole, then the message, its archive, its report and its event. */
export class Receive {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #channels: ReadonlyMap<string, Channel>
  readonly #accounts: AccountsDoor
  readonly #billing: BillingDoor
  readonly #provisioning: ProvisioningDoor
  readonly #subscriptions: SubscriptionsDoor
  readonly #collectors: CollectorsDoor
  readonly #partitions: Partitions
  readonly #traffic: Traffic
  readonly #events: EventLog
  readonly #onReport: () => void
  readonly #sweepMs: number
  readonly #keywords: Keywords
  readonly #commit: GroupCommit<PeerInbound, Stored | null>
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    channels: ReadonlyMap<string, Channel>
    accounts: AccountsDoor
    billing: BillingDoor
    provisioning: ProvisioningDoor
    subscriptions: SubscriptionsDoor
    collectors: CollectorsDoor
    partitions: Partitions
    traffic: Traffic
    events: EventLog
    keywords: Keywords
    onReport: () => void
    sweepMs: number
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#channels = parts.channels
    this.#accounts = parts.accounts
    this.#billing = parts.billing
    this.#provisioning = parts.provisioning
    this.#subscriptions = parts.subscriptions
    this.#collectors = parts.collectors
    this.#partitions = parts.partitions
    this.#traffic = parts.traffic
    this.#events = parts.events
    this.#keywords = parts.keywords
    this.#onReport = parts.onReport
    this.#sweepMs = parts.sweepMs
    this.#commit = new GroupCommit(
      (set) => this.#takeAll(set),
      { weightMax: 200, waitingMax: Infinity, lanes: 1, lingerMs: 2 },
      (error) => !isConnectionLost(error),
    )
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.readIncomplete().catch((error: unknown) =>
        this.#log.warn(
          { reason: (error as Error).message },
          'incomplete inbound messages could not be read',
        ),
      )
    }, this.#sweepMs)
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#commit.drained()
  }

  /** Resolves when it is stored; messages that come together share a commit. */
  async take(part: PeerInbound): Promise<void> {
    this.#told(await this.#commit.add(part))
  }

  async #takeAll(set: readonly PeerInbound[]): Promise<(Stored | null)[]> {
    const now = this.#clock.ms()
    await this.#ensurePartitions(now)
    return transaction(this.#db, async (tx) => {
      const whole: (Parts | null)[] = []
      for (const part of set) whole.push(await this.#wholeOf(tx, part, now))
      const stored = await this.#store(
        tx,
        whole.filter((one) => one !== null),
        now,
      )
      let next = 0
      return whole.map((one) => (one === null ? null : stored[next++]!))
    })
  }

  /** Keeps a part until it is the last one. @returns the parts of its message; null: others are still to come */
  async #wholeOf(tx: Tx, part: PeerInbound, now: number): Promise<Parts | null> {
    if (part.concatenation === null) return [part]
    const row = toRow(part, now)
    if ((await store.insertPart(tx, row)) === 0) return null
    const [first, ...others] = (await store.takeComplete(tx, row)).map((one) =>
      toPart(one, part.channel),
    )
    return first === undefined ? null : [first, ...others]
  }

  /** Reads what there is of messages whose other parts never came. */
  async readIncomplete(): Promise<void> {
    const now = this.#clock.ms()
    await this.#ensurePartitions(now)
    for (const key of await store.findIncomplete(
      this.#db,
      new Date(now - INCOMPLETE_MS),
      INCOMPLETE_MAX,
    ))
      await this.#readOne(key, now).catch((error: unknown) =>
        this.#log.error(
          { reason: (error as Error).message },
          'an incomplete inbound message could not be read; it is kept',
        ),
      )
  }

  async #readOne(key: store.InboundKey, now: number): Promise<void> {
    const stored = await transaction(this.#db, async (tx) => {
      const [first, ...others] = (await store.takeParts(tx, key))
        .filter((one) => !one.taken)
        .toSorted((a, b) => a.number - b.number)
        .map((one) => toPart(one, 'SMS'))
      return first === undefined ? [] : this.#store(tx, [[first, ...others]], now)
    })
    this.#told(stored[0] ?? null)
  }

  /** After the commit: a set that was rolled back and done again counts once. */
  #told(stored: Stored | null): void {
    if (stored === null) return
    this.#traffic.inbound(stored)
    if (stored.answer) this.#keywords.answer(stored.answer)
    this.#events.wake()
    this.#onReport()
  }

  /** Stores messages and charges them, all in one go: balances are locked once, in the order of accounts. */
  async #store(tx: Tx, set: readonly Parts[], now: number): Promise<Stored[]> {
    if (set.length === 0) return []
    const owners = await this.#accounts.ownerOfNumber(tx, [
      ...new Set(set.map(([one]) => one.dest)),
    ])
    const ownerOf = ({ dest }: PeerInbound) => owners.get(dest) ?? ROOT_ACCOUNT
    const accountIds = [...new Set(set.map(([one]) => ownerOf(one)))]
    const policies = await this.#accounts.policies(tx, accountIds)
    const belonging = await this.#provisioning.associationsOf(
      tx,
      set.map(([one]) => ({ accountId: ownerOf(one), channel: one.channel, address: one.dest })),
    )
    const arrived = set.map((parts, n): Arrived => {
      const [first] = parts
      const accountId = ownerOf(first)
      const days = policies.get(accountId)?.contentDays ?? 0
      return {
        id: uuidv7(now),
        accountId,
        channel: first.channel,
        from: first.sender,
        mccMnc: networkCodeOf(first.sender),
        own: first.dest,
        parts: parts.length,
        connectionId: first.connectionId,
        ...belonging[n]!,
        simulated: first.simulated,
        text: this.#textOf(parts),
        expiresOn: utcDay(now + (days + 1) * DAY_MS),
      }
    })
    await this.#partitions.ensure('contents', new Set(arrived.map((one) => one.expiresOn)))
    const subscribed = await this.#subscriptions.subscribed(tx, accountIds, 'INBOUND_MESSAGE')
    const collectors = await this.#collectors.collectorsOf(
      tx,
      arrived.map(({ accountId, own }) => ({ accountId, address: own })),
    )
    const prices = await chargeInbound(tx, this.#billing, policies, arrived, now)
    await store.insertInbound(
      tx,
      arrived.map((one, n) => {
        const to = { collector: collectors[n]!, subscribed: subscribed.includes(one.accountId) }
        return toMessage(one, prices[n]!, to, now)
      }),
    )
    await this.#events.append(tx, arrived.map(toEvent))
    const stored: Stored[] = []
    for (const one of arrived)
      stored.push({ ...one, dest: one.from, answer: await this.#keywords.hear(tx, one) })
    return stored
  }

  #textOf(parts: Parts): string {
    const text = this.#channels.get(parts[0].channel)!.read(parts)
    // What PostgreSQL cannot store has no meaning in a text message either.
    return text.replaceAll('\0', '').toWellFormed()
  }

  async #ensurePartitions(now: number): Promise<void> {
    await this.#partitions.ensure('inbound', [utcDay(now)])
    await this.#partitions.ensure('record_subjects', [utcDay(now)])
    await this.#partitions.ensure('records', [utcMonth(now)])
  }
}

/** A whole message, with whose it is. */
interface Arrived extends Arrival {
  text: string
  expiresOn: string
}

const networkCodeOf = (address: string): string | null => {
  const msisdn = toMsisdn(address)
  const network = msisdn === null ? null : networkOf(msisdn)
  return network?.mnc ? network.mcc + network.mnc : null
}

const toMessage = (
  one: Arrived,
  price: InboundPrice,
  to: { collector: string | null; subscribed: boolean },
  now: number,
): NewInbound => ({
  account_id: one.accountId,
  day: utcDay(now),
  id: one.id,
  channel: one.channel,
  sender: one.from,
  dest: one.own,
  body: one.text,
  keyword: /^\s*(\S{1,40})/.exec(one.text)?.[1]?.toUpperCase() ?? null,
  parts: one.parts,
  received_at: new Date(now).toISOString(),
  connection_id: one.connectionId,
  mcc_mnc: one.mccMnc,
  price_micros: String(price.priceMicros),
  currency: price.currency,
  tariff_id: price.tariffId,
  application_id: one.applicationId,
  entity_id: one.entityId,
  simulated: one.simulated,
  report_id: uuidv7(now),
  expires_on: one.expiresOn,
  collector: to.collector,
  subscribed: to.collector === null && to.subscribed,
})

const toEvent = ({ accountId, id, channel, simulated }: Arrived) => ({
  accountId,
  topic: 'inbound',
  type: 'INBOUND_MESSAGE',
  id,
  data: { channel, simulated },
})

const toRow = (part: PeerInbound, now: number): InboundPart => ({
  connection_id: part.connectionId,
  sender: part.sender,
  dest: part.dest,
  reference: part.concatenation!.reference,
  total: part.concatenation!.total,
  number: part.concatenation!.number,
  octets: Buffer.from(part.octets),
  coding: part.coding,
  simulated: part.simulated,
  received_at: new Date(now),
  taken: false,
})

const toPart = (row: InboundPart, channel: string): PeerInbound => ({
  channel: channel as PeerInbound['channel'],
  connectionId: row.connection_id,
  sender: row.sender,
  dest: row.dest,
  concatenation: { reference: row.reference, total: row.total, number: row.number },
  octets: row.octets,
  coding: row.coding as PeerInbound['coding'],
  simulated: row.simulated,
})
