import { DAY_MS, utcDay, utcMonth, type Clock } from '../core/clock.ts'
import { uuidDay, uuidv7 } from '../core/ids.ts'
import { histogram } from '../core/metrics.ts'
import { isConnectionLost, transaction, type Db, type Tx } from '../core/storage/index.ts'
import { Rejection } from '../core/http/index.ts'
import { networkOf } from '../telecoms/numbering-plan/index.ts'
import type { Channel, Prepared } from './channel.ts'
import * as check from './checks.ts'
import type { Candidate } from './checks.ts'
import { openingAt } from './delivery-window.ts'
import { GroupCommit } from '../core/group-commit.ts'
import { claimIds, noteIds } from './message-ids.ts'
import type {
  AcceptedMessage,
  Content,
  MessageSettings,
  NewMessage,
  SendRequest,
  SendResult,
} from './message.ts'
import type {
  AccountPolicy,
  AccountsDoor,
  BillingDoor,
  RoutingDoor,
  SubscriptionsDoor,
} from './needs.ts'
import { platformOf } from './platform-pairs.ts'
import type { Partitions } from './partitions.ts'
import * as status from './statuses.ts'
import type { QueuedRow } from './store/queue.ts'
import * as store from './store/accept.ts'
import { archiveRefused, type Finished } from './store/settle.ts'
import type { Traffic } from './traffic.ts'

export const VALIDITY_MAX_MS = 2 * DAY_MS
/** A time this close is now: it saves the way over the schedule. */
const SOON_MS = 500

/** What dispatch offers accept: whether a message may go straight into memory, and the way in. */
export interface Intake {
  nodeId: number
  /** Takes up places for `count` messages of a connection; false: they wait in the database. */
  claimRoom(connectionId: number, count: number): boolean
  take(rows: QueuedRow[]): void
  /** Gives back places whose messages were not stored. */
  releaseRoom(connectionId: number, count: number): void
}

interface Slot {
  sendAt: number | null
  spacingMs: number
}
interface Prep {
  request: SendRequest
  bulkId: string
  candidates: Candidate[]
  slot: Slot
}

const commitSeconds = histogram('accept_commit_seconds', 'Time of one group commit at accept')

export class Accept {
  readonly #db: Db
  readonly #clock: Clock
  readonly #channels: ReadonlyMap<string, Channel>
  readonly #accounts: AccountsDoor
  readonly #billing: BillingDoor
  readonly #subscriptions: SubscriptionsDoor
  readonly #routing: RoutingDoor
  readonly #partitions: Partitions
  readonly #intake: Intake
  readonly #traffic: Traffic
  readonly #commit: GroupCommit<Prep, SendResult>
  readonly #onScheduled: () => void

  constructor(parts: {
    db: Db
    clock: Clock
    channels: ReadonlyMap<string, Channel>
    accounts: AccountsDoor
    billing: BillingDoor
    subscriptions: SubscriptionsDoor
    routing: RoutingDoor
    partitions: Partitions
    intake: Intake
    traffic: Traffic
    onScheduled: () => void
    /** Messages that may wait for their commit; over it, callers are told to come again. */
    waitingMax: number
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#channels = parts.channels
    this.#accounts = parts.accounts
    this.#billing = parts.billing
    this.#subscriptions = parts.subscriptions
    this.#routing = parts.routing
    this.#partitions = parts.partitions
    this.#intake = parts.intake
    this.#traffic = parts.traffic
    this.#onScheduled = parts.onScheduled
    this.#commit = new GroupCommit(
      (set) => this.#store(set),
      { weightMax: 2_000, waitingMax: parts.waitingMax, lanes: 2, lingerMs: 1 },
      // With the database away it is nobody's fault, and trying halves would only take longer.
      (error) => !isConnectionLost(error),
    )
  }

  async take(request: SendRequest): Promise<SendResult> {
    if (this.#commit.full)
      throw new Rejection('UNAVAILABLE', {
        text: 'More messages wait to be stored than this installation keeps in memory.',
        retryAfterSeconds: 1,
      })
    const prep = this.#prepare(request)
    return this.#commit.add(prep, prep.candidates.length).catch((error: unknown) => {
      if (isConnectionLost(error))
        throw new Rejection('UNAVAILABLE', {
          text: 'The database went away; it is not known whether the messages were taken. Send them again with the same messageIds: those that were are answered as duplicates.',
          retryAfterSeconds: 2,
          cause: error,
        })
      throw error
    })
  }

  drained(): Promise<void> {
    return this.#commit.drained()
  }

  #prepare(request: SendRequest): Prep {
    const now = this.#clock.ms()
    const prepared = new Map<Content, Prepared>()
    const candidates = request.messages.map((named): Candidate => {
      const message = withPlatform(named, request.platform)
      const channel = this.#channels.get(message.channel)!
      let shape = prepared.get(message.content)
      if (!shape) {
        shape = channel.prepare(message.content, settingsOf(message))
        prepared.set(message.content, shape)
      }
      const candidate: Candidate = {
        accountId: request.accountId,
        message,
        id: uuidv7(now),
        msisdn: null,
        dest: message.to.slice(0, 64).toWellFormed(),
        parts: 0,
        route: null,
        country: null,
        mccMnc: null,
        refusal: null,
        priceMicros: 0n,
        currency: 'EUR',
        tariffId: null,
      }
      check.checkShape(candidate, shape)
      return candidate
    })
    const spacingMs =
      request.speedLimit === null ? 0 : request.speedLimit.perMs / request.speedLimit.amount
    const sendAt =
      request.sendAt !== null && request.sendAt.getTime() > now + SOON_MS
        ? request.sendAt.getTime()
        : null
    return {
      request,
      bulkId: request.bulkId ?? uuidv7(now),
      candidates,
      slot: { sendAt, spacingMs },
    }
  }

  async #store(set: Prep[]): Promise<SendResult[]> {
    const stop = commitSeconds.startTimer()
    const all = set.flatMap((prep) => prep.candidates)
    for (const one of all) resetForRetry(one)
    const now = this.#clock.ms()
    const policies = await this.#accounts.policies(this.#db, [
      ...new Set(all.map((one) => one.accountId)),
    ])
    for (const one of all) check.checkAccount(one, policies.get(one.accountId))
    await check.checkSenders(this.#db, this.#accounts, policies, all)
    await check.checkVerified(this.#db, this.#accounts, policies, all)
    await check.checkBlocklist(this.#db, all)
    await check.checkFlooding(this.#db, policies, all, now)
    const times = this.#schedule(set, now)
    this.#chooseRoutes(all)

    const taken: QueuedRow[] = []
    const rooms = this.#claimRooms(all, times)
    try {
      const plan = await this.#ensurePartitions(all, policies, now)
      const finished = await transaction(this.#db, async (tx) =>
        this.#write(tx, set, all, policies, times, rooms, plan, now, taken),
      )
      this.#releaseUnused(rooms, taken)
      this.#intake.take(taken)
      this.#count(all, finished)
      if (times.size > 0) this.#onScheduled()
    } catch (error) {
      for (const [connectionId, count] of rooms) this.#intake.releaseRoom(connectionId, count)
      throw error
    } finally {
      stop()
    }
    return set.map((prep) => ({ bulkId: prep.bulkId, messages: prep.candidates.map(toAccepted) }))
  }

  /** Places claimed for messages that a last check refused. */
  #releaseUnused(rooms: ReadonlyMap<number, number>, taken: readonly QueuedRow[]): void {
    for (const [connectionId, claimed] of rooms) {
      const used = taken.filter((one) => one.connection_id === connectionId).length
      if (used < claimed) this.#intake.releaseRoom(connectionId, claimed - used)
    }
  }

  /** When each message is due that does not go now: asked for, spaced out, or outside its delivery window. */
  #schedule(set: readonly Prep[], now: number): Map<Candidate, number> {
    const times = new Map<Candidate, number>()
    for (const { candidates, slot } of set) {
      const start = slot.sendAt ?? now
      candidates.forEach((one, index) => {
        if (one.refusal) return
        let at = start + Math.floor(index * slot.spacingMs)
        const { window } = one.message
        if (window) at = openingAt(window, at) ?? at
        if (at > now + SOON_MS) times.set(one, at)
      })
    }
    return times
  }

  #chooseRoutes(all: readonly Candidate[]): void {
    for (const one of all) {
      if (one.msisdn === null) continue
      const network = networkOf(one.msisdn)
      one.country = network?.countryIso ?? null
      one.mccMnc = network?.mnc ? network.mcc + network.mnc : null
      if (one.refusal === null)
        check.checkRoute(one, this.#routing.route(one.message.channel, one.msisdn, one.mccMnc))
    }
  }

  #claimRooms(
    all: readonly Candidate[],
    times: ReadonlyMap<Candidate, number>,
  ): Map<number, number> {
    const wanted = new Map<number, number>()
    for (const one of all)
      if (one.refusal === null && one.route && !times.has(one))
        wanted.set(one.route.connectionId, (wanted.get(one.route.connectionId) ?? 0) + 1)
    return new Map(
      [...wanted].filter(([connectionId, count]) => this.#intake.claimRoom(connectionId, count)),
    )
  }

  async #ensurePartitions(
    all: readonly Candidate[],
    policies: ReadonlyMap<number, AccountPolicy>,
    now: number,
  ): Promise<(one: Candidate) => string> {
    const expiry = (one: Candidate) =>
      utcDay(now + ((policies.get(one.accountId)?.contentDays ?? 0) + 1) * DAY_MS)
    await this.#partitions.ensure('live', new Set(all.map((one) => uuidDay(one.id))))
    await this.#partitions.ensure('record_subjects', [utcDay(now)])
    await this.#partitions.ensure('records', [utcMonth(now)])
    await this.#partitions.ensure('contents', new Set(all.map(expiry)))
    return expiry
  }

  async #write(
    tx: Tx,
    set: readonly Prep[],
    all: readonly Candidate[],
    policies: Map<number, AccountPolicy>,
    times: ReadonlyMap<Candidate, number>,
    rooms: ReadonlyMap<number, number>,
    expiresOn: (one: Candidate) => string,
    now: number,
    taken: QueuedRow[],
  ): Promise<Finished[]> {
    await claimIds(tx, all, times)
    await check.takeTrialCredit(tx, this.#accounts, policies, all)
    await check.reserveBalance(tx, this.#billing, policies, all, now)
    await noteIds(tx, all, times)
    const bulkIds = new Map(
      set.flatMap((prep) => prep.candidates.map((one) => [one, prep.bulkId] as const)),
    )
    const paused = await this.#openBulks(tx, set, now)
    const live: store.LiveRow[] = []
    const scheduled: store.ScheduledRow[] = []
    for (const one of all) {
      const at = one.refusal ? undefined : times.get(one)
      if (at !== undefined)
        scheduled.push({
          ...toScheduled(one, bulkIds.get(one)!, at, now),
          paused: paused.has(bulkIds.get(one)!),
        })
      else {
        const inMemory =
          one.refusal === null && one.route !== null && rooms.has(one.route.connectionId)
        const row = toLive(one, bulkIds.get(one)!, now, inMemory ? this.#intake.nodeId : null)
        live.push(row)
        if (inMemory) taken.push(toQueued(row, one))
      }
    }
    if (live.length > 0) await store.insertLive(tx, live)
    if (scheduled.length > 0) await store.insertScheduled(tx, scheduled)
    const refused = all.filter((one) => one.refusal !== null)
    if (refused.length === 0) return []
    return archiveRefused(
      tx,
      refused.map((one) => ({
        account_id: one.accountId,
        day: uuidDay(one.id),
        id: one.id,
        report_id: uuidv7(now),
        expires_on: expiresOn(one),
      })),
      await this.#subscriptions.subscribed(
        tx,
        refused.map((one) => one.accountId),
        'DELIVERY',
      ),
    )
  }

  /** Makes the bulks that can be paused, moved or cancelled; the answer holds those that are paused already. */
  async #openBulks(tx: Tx, set: readonly Prep[], now: number): Promise<ReadonlySet<string>> {
    const paused = new Set<string>()
    for (const prep of set) {
      if (prep.slot.sendAt === null && prep.slot.spacingMs === 0) continue
      const opened = await store.openBulk(tx, {
        accountId: prep.request.accountId,
        bulkId: prep.bulkId,
        sendAt: new Date(prep.slot.sendAt ?? now),
        spacingMs: prep.slot.spacingMs,
        now: new Date(now),
      })
      if (opened.paused) paused.add(prep.bulkId)
    }
    return paused
  }

  #count(all: readonly Candidate[], refused: readonly Finished[]): void {
    for (const one of all)
      this.#traffic.accepted({
        accountId: one.accountId,
        id: one.id,
        channel: one.message.channel,
        dest: one.dest,
        mccMnc: one.mccMnc,
        own: one.message.sender,
        applicationId: one.message.applicationId,
        entityId: one.message.entityId,
        simulated: one.route?.simulated ?? false,
        parts: one.parts,
      })
    for (const one of refused) this.#traffic.finished(one)
  }
}

/** Nearly all keys have no pairs: their messages stay the objects they are. */
const withPlatform = (message: NewMessage, pairs: SendRequest['platform']): NewMessage =>
  pairs.length === 0 ? message : { ...message, ...platformOf(pairs, message) }

/** What one try decides by what is stored or stands beside it in the set. */
const decidedByTry: ReadonlySet<number> = new Set([
  status.REJECTED_DUPLICATE_MESSAGE_ID,
  status.REJECTED_NOT_ENOUGH_CREDITS,
  status.REJECTED_PREPAID_PACKAGE_EXPIRED,
  status.REJECTED_FLOODING_FILTER,
])
/** A set that failed is tried again in halves: what its first try decided is void. */
function resetForRetry(one: Candidate): void {
  if (one.refusal !== null && decidedByTry.has(one.refusal.statusId)) one.refusal = null
}

function settingsOf(message: NewMessage): MessageSettings {
  const { content } = message
  return {
    ...(message.flash ? { flash: true } : {}),
    ...(content.kind === 'text'
      ? {
          ...(content.transliteration === undefined
            ? {}
            : { transliteration: content.transliteration }),
          ...(content.language === undefined ? {} : { language: content.language }),
        }
      : { dataCoding: content.dataCoding, esmClass: content.esmClass }),
    ...(message.window === null ? {} : { window: message.window }),
    ...(message.extras === null ? {} : { extras: message.extras }),
  }
}

/** Columns that `live` and `scheduled` share. */
const common = (one: Candidate, bulkId: string, now: number) => ({
  account_id: one.accountId,
  id: one.id,
  channel: one.message.channel,
  message_id: one.message.messageId,
  bulk_id: bulkId,
  sender: one.message.sender,
  dest: one.dest,
  mcc_mnc: one.mccMnc,
  body_kind: one.message.content.kind,
  body: one.message.content.kind === 'text' ? one.message.content.text : one.message.content.hex,
  settings: orNull(settingsOf(one.message)),
  webhook: one.message.webhook,
  parts: one.parts,
  accepted_at: new Date(now).toISOString(),
  price_micros: one.priceMicros.toString(),
  currency: one.currency,
  tariff_id: one.tariffId,
  callback_data: one.message.callbackData,
  application_id: one.message.applicationId,
  entity_id: one.message.entityId,
  campaign_reference_id: one.message.campaignReferenceId,
})
const orNull = (settings: MessageSettings): object | null =>
  Object.keys(settings).length === 0 ? null : settings

function toLive(
  one: Candidate,
  bulkId: string,
  now: number,
  leasedBy: number | null,
): store.LiveRow {
  const at = new Date(now).toISOString()
  return {
    ...common(one, bulkId, now),
    day: uuidDay(one.id),
    state: one.refusal ? 3 : leasedBy === null ? 0 : 1,
    next_at: one.refusal ? null : at,
    leased_by: leasedBy,
    connection_id: one.route?.connectionId ?? null,
    route_id: one.route?.routeId ?? null,
    status_id: one.refusal?.statusId ?? status.PENDING_ACCEPTED,
    error_id: one.refusal?.errorId ?? status.NO_ERROR,
    valid_until: new Date(now + (one.message.validityMs ?? VALIDITY_MAX_MS)).toISOString(),
    done_at: one.refusal ? at : null,
    simulated: one.route?.simulated ?? false,
  }
}

const toScheduled = (
  one: Candidate,
  bulkId: string,
  at: number,
  now: number,
): Omit<store.ScheduledRow, 'paused'> => ({
  ...common(one, bulkId, now),
  send_at: new Date(at).toISOString(),
  validity_ms: one.message.validityMs ?? VALIDITY_MAX_MS,
})

const toQueued = (row: store.LiveRow, one: Candidate): QueuedRow => ({
  account_id: row.account_id,
  day: row.day,
  id: row.id,
  channel: row.channel,
  connection_id: row.connection_id!,
  sender: row.sender,
  dest: row.dest,
  body_kind: row.body_kind,
  body: row.body,
  settings: row.settings as Record<string, unknown> | null,
  parts: row.parts,
  attempts: 0,
  valid_until: new Date(Date.parse(row.accepted_at) + (one.message.validityMs ?? VALIDITY_MAX_MS)),
})

const toAccepted = (one: Candidate): AcceptedMessage => ({
  messageId: one.message.messageId ?? one.id,
  to: one.message.to,
  statusId: one.refusal?.statusId ?? status.PENDING_ACCEPTED,
  parts: one.parts,
})
