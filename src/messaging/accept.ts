import { DAY_MS, utcDay, utcMonth, type Clock } from '../core/clock.ts'
import { uuidDay, uuidv7 } from '../core/ids.ts'
import { histogram } from '../core/metrics.ts'
import {
  isConnectionLost,
  isStorageFull,
  transaction,
  type Db,
  type Tx,
} from '../core/storage/index.ts'
import { Rejection } from '../core/http/index.ts'
import type { Rules, SendingRules } from '../telecoms/rules/index.ts'
import type { Channel, Prepared } from './channel.ts'
import * as check from './checks.ts'
import type { Candidate } from './checks.ts'
import { checkDuplicates, checkFlooding } from './checks/flooding.ts'
import { checkNational, classify, dueAt } from './checks/national.ts'
import { GroupCommit } from '../core/group-commit.ts'
import type { Leases } from './leases.ts'
import { claimIds, noteIds } from './message-ids.ts'
import type { AcceptedMessage, Content, NewMessage, SendRequest, SendResult } from './message.ts'
import type {
  AccountPolicy,
  AccountsDoor,
  BillingDoor,
  RoutingDoor,
  SubscriptionsDoor,
} from './needs.ts'
import { claimRooms, hasPlace, releaseUnused, type Intake, type Rooms } from './places.ts'
import { platformOf } from './platform-pairs.ts'
import type { Partitions } from './partitions.ts'
import * as status from './statuses.ts'
import { settingsOf, toLive, toQueued, toScheduled } from './rows.ts'
import type { QueuedRow } from './store/queue.ts'
import * as store from './store/accept.ts'
import { archiveRefused, type Finished } from './store/settle.ts'
import type { Traffic } from './traffic.ts'

/** A time this close is now: it saves the way over the schedule. */
const SOON_MS = 500

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
  readonly #rules: Rules
  readonly #partitions: Partitions
  readonly #intake: Intake
  readonly #leases: Leases
  readonly #traffic: Traffic
  readonly #commit: GroupCommit<Prep, SendResult>
  readonly #onScheduled: () => void
  readonly #shortage: () => string | null

  constructor(parts: {
    db: Db
    clock: Clock
    channels: ReadonlyMap<string, Channel>
    accounts: AccountsDoor
    billing: BillingDoor
    subscriptions: SubscriptionsDoor
    routing: RoutingDoor
    rules: Rules
    partitions: Partitions
    intake: Intake
    leases: Leases
    traffic: Traffic
    onScheduled: () => void
    /** Whether there is no room to store anything new; null: there is. */
    shortage: () => string | null
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
    this.#rules = parts.rules
    this.#partitions = parts.partitions
    this.#intake = parts.intake
    this.#leases = parts.leases
    this.#traffic = parts.traffic
    this.#onScheduled = parts.onScheduled
    this.#shortage = parts.shortage
    this.#commit = new GroupCommit(
      (set) => this.#store(set),
      { weightMax: 2_000, waitingMax: parts.waitingMax, lanes: 2, lingerMs: 1 },
      // With the database away it is nobody's fault, and trying halves would only take longer.
      (error) => !isConnectionLost(error),
    )
  }

  async take(request: SendRequest): Promise<SendResult> {
    if (this.#shortage() !== null) throw noRoom()
    if (this.#commit.full)
      throw new Rejection('UNAVAILABLE', {
        text: 'More messages wait to be stored than this installation keeps in memory.',
        retryAfterSeconds: 1,
      })
    const prep = this.#prepare(request)
    const urgent = request.messages.some((one) => one.contentClass === 'OTP')
    return this.#commit.add(prep, prep.candidates.length, urgent).catch((error: unknown) => {
      if (isStorageFull(error)) throw noRoom()
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
        contentClass: message.contentClass ?? 'TRANSACTIONAL',
        nationalHours: false,
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
    const rules = await this.#rules.of(this.#db, [...new Set(all.map((one) => one.accountId))])
    classify(all, rules)
    for (const one of all) check.checkAccount(one, policies.get(one.accountId))
    await check.checkSenders(this.#db, this.#accounts, policies, all)
    await check.checkVerified(this.#db, this.#accounts, policies, all)
    await check.checkBlocklist(this.#db, all)
    await checkFlooding(this.#db, policies, rules, all, now)
    await checkDuplicates(this.#db, rules, all, now)
    this.#chooseRoutes(set, now)
    await checkNational(this.#db, this.#rules, rules, all, now)
    const times = this.#schedule(set, rules, now)

    const taken: QueuedRow[] = []
    const rooms = claimRooms(this.#intake, all, times)
    const batch = rooms.size > 0 ? this.#leases.begin(now) : null
    try {
      const plan = await this.#ensurePartitions(all, policies, now)
      const finished = await transaction(this.#db, async (tx) =>
        this.#write(tx, set, all, policies, times, rooms, plan, now, batch, taken),
      )
      releaseUnused(this.#intake, rooms, taken)
      if (batch !== null) this.#leases.took(batch, taken.length)
      this.#intake.take(taken)
      this.#count(all, finished)
      if (times.size > 0) this.#onScheduled()
    } catch (error) {
      for (const places of rooms.values()) this.#intake.releaseRoom(places)
      if (batch !== null) this.#leases.failed(batch)
      throw error
    } finally {
      stop()
    }
    return set.map((prep) => ({ bulkId: prep.bulkId, messages: prep.candidates.map(toAccepted) }))
  }

  /** When each message is due that does not go now: asked for, spaced out, outside its window or what its country allows. */
  #schedule(
    set: readonly Prep[],
    rules: ReadonlyMap<number, SendingRules>,
    now: number,
  ): Map<Candidate, number> {
    const times = new Map<Candidate, number>()
    for (const { candidates, slot } of set) {
      const start = slot.sendAt ?? now
      candidates.forEach((one, index) => {
        if (one.refusal) return
        const wanted = start + Math.floor(index * slot.spacingMs)
        const at = dueAt(one, rules.get(one.accountId)!, wanted)
        if (at > now + SOON_MS) times.set(one, at)
      })
    }
    return times
  }

  #chooseRoutes(set: readonly Prep[], now: number): void {
    for (const { candidates, slot } of set)
      for (const one of candidates) {
        if (one.msisdn === null) continue
        const network = this.#routing.placeOf(one.msisdn)
        one.country = network?.countryIso ?? null
        one.mccMnc = network?.mnc ? network.mcc + network.mnc : null
        if (one.refusal === null) check.checkRoute(one, this.#routing, slot.sendAt ?? now)
      }
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
    rooms: Rooms,
    expiresOn: (one: Candidate) => string,
    now: number,
    batch: string | null,
    taken: QueuedRow[],
  ): Promise<Finished[]> {
    await claimIds(tx, all, times)
    await check.takeTrialCredit(tx, this.#accounts, policies, all)
    await check.reserveBalance(tx, this.#billing, policies, all, now)
    await noteIds(tx, all, times)
    const bulkIds = new Map(
      set.flatMap((prep) => prep.candidates.map((one) => [one, prep.bulkId] as const)),
    )
    const bulks = await this.#openBulks(tx, set, now)
    const live: store.LiveRow[] = []
    const scheduled: store.ScheduledRow[] = []
    for (const one of all) {
      const at = one.refusal ? undefined : times.get(one)
      if (at !== undefined)
        scheduled.push({
          ...toScheduled(one, bulkIds.get(one)!, at, now),
          paused: bulks.get(bulkIds.get(one)!) === 'PAUSED',
        })
      else {
        const inMemory = hasPlace(rooms, one)
        const bulkId = bulkIds.get(one)!
        const row = toLive(one, bulkId, now, inMemory ? this.#leases.nodeId : null)
        if (bulks.has(bulkId)) row.held_with = bulkId
        live.push(row)
        if (inMemory) taken.push(toQueued(row, one, batch!))
      }
    }
    if (live.length > 0)
      await store.insertLive(
        tx,
        live,
        new Date(now),
        batch === null ? null : { nodeId: this.#leases.nodeId, batch },
      )
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
      true,
    )
  }

  /** Makes the bulks that can be paused, moved or cancelled. @returns whether each is paused already */
  async #openBulks(
    tx: Tx,
    set: readonly Prep[],
    now: number,
  ): Promise<ReadonlyMap<string, 'PAUSED' | 'OPEN'>> {
    const opened = new Map<string, 'PAUSED' | 'OPEN'>()
    for (const prep of set) {
      if (prep.slot.sendAt === null && prep.slot.spacingMs === 0) continue
      const { status: found } = await store.openBulk(tx, {
        accountId: prep.request.accountId,
        bulkId: prep.bulkId,
        sendAt: new Date(prep.slot.sendAt ?? now),
        spacingMs: prep.slot.spacingMs,
        now: new Date(now),
      })
      if (found === 'CANCELED')
        throw new Rejection('BAD_REQUEST', {
          text: `The bulk ${prep.bulkId} is being cancelled: send again in some seconds, or under another bulkId.`,
        })
      opened.set(prep.bulkId, found === 'PAUSED' ? 'PAUSED' : 'OPEN')
    }
    return opened
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

const noRoom = () =>
  new Rejection('UNAVAILABLE', {
    text: 'The disk of this installation is full: no new messages are taken, and nothing of this request was. What was taken before goes on.',
    action: 'Send it again later; whoever runs this installation has to make room.',
    retryAfterSeconds: 30,
  })

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

const toAccepted = (one: Candidate): AcceptedMessage => ({
  messageId: one.message.messageId ?? one.id,
  to: one.message.to,
  statusId: one.refusal?.statusId ?? status.PENDING_ACCEPTED,
  parts: one.parts,
})
