import { DAY_MS, utcDay, utcMonth, type Clock } from '../core/clock.ts'
import type { EventLog } from '../core/events/index.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { isConnectionLost, transaction, type Db, type Tx } from '../core/storage/index.ts'
import { toMsisdn } from '../protocols/e164/index.ts'
import { networkOf } from '../telecoms/numbering-plan/index.ts'
import type { Channel, PeerInbound } from './channel.ts'
import { GroupCommit } from '../core/group-commit.ts'
import type { AccountsDoor, ProvisioningDoor, SubscriptionsDoor } from './needs.ts'
import type { Partitions } from './partitions.ts'
import * as store from './store/inbound.ts'
import type { InboundPart } from './store/inbound.ts'
import type { Countable, Traffic } from './traffic.ts'

/** Parts whose others never came are read as far as they go after this. */
const INCOMPLETE_MS = 10 * 60_000
/** Messages read in one look. */
const INCOMPLETE_MAX = 500
const ROOT_ACCOUNT = 1

/** Takes in messages from handsets: parts until they are whole, then the message, its archive, its report and its event. */
export class Receive {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #channels: ReadonlyMap<string, Channel>
  readonly #accounts: AccountsDoor
  readonly #provisioning: ProvisioningDoor
  readonly #subscriptions: SubscriptionsDoor
  readonly #partitions: Partitions
  readonly #traffic: Traffic
  readonly #events: EventLog
  readonly #onReport: () => void
  readonly #sweepMs: number
  readonly #commit: GroupCommit<PeerInbound, Countable | null>
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    channels: ReadonlyMap<string, Channel>
    accounts: AccountsDoor
    provisioning: ProvisioningDoor
    subscriptions: SubscriptionsDoor
    partitions: Partitions
    traffic: Traffic
    events: EventLog
    onReport: () => void
    sweepMs: number
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#channels = parts.channels
    this.#accounts = parts.accounts
    this.#provisioning = parts.provisioning
    this.#subscriptions = parts.subscriptions
    this.#partitions = parts.partitions
    this.#traffic = parts.traffic
    this.#events = parts.events
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

  async #takeAll(set: readonly PeerInbound[]): Promise<(Countable | null)[]> {
    const now = this.#clock.ms()
    await this.#ensurePartitions(now)
    return transaction(this.#db, async (tx) => {
      const owners: (Countable | null)[] = []
      for (const part of set) owners.push(await this.#takeOne(tx, part, now))
      return owners
    })
  }

  async #takeOne(tx: Tx, part: PeerInbound, now: number): Promise<Countable | null> {
    if (part.concatenation === null) return this.#store(tx, part.channel, [part], now)
    const row = toRow(part, now)
    if ((await store.insertPart(tx, row)) === 0) return null
    const all = await store.takeComplete(tx, row)
    return all.length === 0
      ? null
      : this.#store(
          tx,
          part.channel,
          all.map((one) => toPart(one, part.channel)),
          now,
        )
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
    const owner = await transaction(this.#db, async (tx) => {
      const parts = (await store.takeParts(tx, key)).filter((one) => !one.taken)
      return parts.length === 0
        ? null
        : this.#store(
            tx,
            'SMS',
            parts.toSorted((a, b) => a.number - b.number).map((one) => toPart(one, 'SMS')),
            now,
          )
    })
    this.#told(owner)
  }

  /** After the commit: a set that was rolled back and done again counts once. */
  #told(stored: Countable | null): void {
    if (stored === null) return
    this.#traffic.inbound(stored)
    this.#events.wake()
    this.#onReport()
  }

  async #store(
    tx: Tx,
    channelId: string,
    parts: readonly PeerInbound[],
    now: number,
  ): Promise<Countable> {
    const [first] = parts as [PeerInbound]
    const owner =
      (await this.#accounts.ownerOfNumber(tx, [first.dest])).get(first.dest) ?? ROOT_ACCOUNT
    const policy = (await this.#accounts.policies(tx, [owner])).get(owner)
    const [belonging] = await this.#provisioning.associationsOf(tx, [
      { accountId: owner, channel: channelId, address: first.dest },
    ])
    // What PostgreSQL cannot store has no meaning in a text message either.
    const text = this.#channels.get(channelId)!.read(parts).replaceAll('\0', '').toWellFormed()
    const id = uuidv7(now)
    const expiresOn = utcDay(now + ((policy?.contentDays ?? 0) + 1) * DAY_MS)
    await this.#partitions.ensure('contents', [expiresOn])
    await this.#partitions.ensure('inbound', [utcDay(now)])
    const subscribed = await this.#subscriptions.subscribed(tx, [owner], 'INBOUND_MESSAGE')
    const message = {
      account_id: owner,
      day: utcDay(now),
      id,
      channel: channelId,
      sender: first.sender,
      dest: first.dest,
      body: text,
      keyword: /^\s*(\S{1,40})/.exec(text)?.[1]?.toUpperCase() ?? null,
      parts: parts.length,
      received_at: new Date(now),
      connection_id: first.connectionId,
      application_id: belonging!.applicationId,
      entity_id: belonging!.entityId,
      simulated: first.simulated,
      report_id: uuidv7(now),
      expires_on: expiresOn,
    }
    await store.insertInbound(tx, message, subscribed.length > 0)
    await this.#events.append(tx, [
      {
        accountId: owner,
        topic: 'inbound',
        type: 'INBOUND_MESSAGE',
        id,
        data: { channel: channelId, simulated: first.simulated },
      },
    ])
    const msisdn = toMsisdn(first.sender)
    const network = msisdn === null ? null : networkOf(msisdn)
    return {
      accountId: owner,
      id,
      channel: channelId,
      dest: first.sender,
      mccMnc: network?.mnc ? network.mcc + network.mnc : null,
      own: first.dest,
      ...belonging!,
      simulated: first.simulated,
      parts: parts.length,
    }
  }

  async #ensurePartitions(now: number): Promise<void> {
    await this.#partitions.ensure('inbound', [utcDay(now)])
    await this.#partitions.ensure('record_subjects', [utcDay(now)])
    await this.#partitions.ensure('records', [utcMonth(now)])
  }
}

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
