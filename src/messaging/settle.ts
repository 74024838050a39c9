import { DAY_MS, utcDay, utcMonth, type Clock } from '../core/clock.ts'
import { uuidMs, uuidv7 } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import { isConnectionLost, transaction, type Db, type Tx } from '../core/storage/index.ts'
import type { PeerReport } from './channel.ts'
import { GroupCommit } from '../core/group-commit.ts'
import type { AccountsDoor, BillingDoor, SubscriptionsDoor } from './needs.ts'
import { giveBack } from './give-back.ts'
import { countCosts } from './operator-costs.ts'
import type { Partitions } from './partitions.ts'
import { EXPIRED_EXPIRED, UNDELIVERABLE_NOT_SENT } from './statuses.ts'
import type { LateReroute } from './late-reroute.ts'
import type { Moved } from './reroute.ts'
import { putBack, type RetryRow } from './store/queue.ts'
import { moveMessages } from './store/reroute.ts'
import * as store from './store/settle.ts'
import type { MessageKey } from './store/settle.ts'
import type { Traffic } from './traffic.ts'

/** One thing that happened to a message, to be written with whatever else happened at the same time. */
export type Happening =
  | {
      kind: 'submitted'
      key: MessageKey
      connectionId: number
      peerIds: readonly string[]
      at: number
    }
  | {
      kind: 'finished'
      key: MessageKey
      statusId: number
      errorId: number
      at: number
      detail: string | null
      refund: boolean
      /** It may have gone out, and its account wants nothing sent twice. */
      mayBeOut?: boolean
    }
  | {
      kind: 'retry'
      key: MessageKey
      /** Infinity: when its bulk goes on. */
      nextAt: number
      attempts: number
      at: number
      detail: string | null
      bulkId: string | null
      /** It may have gone out with this try: it is not led over another operator any more. */
      mayBeOut?: boolean
    }
  | Moved
  | { kind: 'receipt'; report: PeerReport; at: number }

const RECEIPT_DAYS_BACK = 8
const PARKED_RETRY_MS = 1_000
/** Of each connection, at a time. */
const PARKED_SET_MAX = 500
/** Of each connection, kept at all; the oldest go first. */
const PARKED_PER_CONNECTION_MAX = 10_000
/** After this long an unknown receipt is nobody's: it is dropped and counted. */
const PARKED_MAX_MS = 3_600_000
const receiptsTotal = counter('receipts_total', 'Delivery receipts by what became of them', [
  'outcome',
])

/** Writes what happens to messages after accept: sets of happenings, one transaction each, one after another. */
export class Settle {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #accounts: AccountsDoor
  readonly #billing: BillingDoor
  readonly #subscriptions: SubscriptionsDoor
  readonly #partitions: Partitions
  readonly #traffic: Traffic
  readonly #late: LateReroute
  readonly #onReport: () => void
  readonly #onSubmitted: (connectionId: number) => void
  readonly #commit: GroupCommit<Happening, null>
  /** Whether any receipt may be parked: begins true, for those of an earlier process. */
  #anyParked = true
  #parkedTimer: ReturnType<typeof setTimeout> | null = null
  #stopped = false

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    accounts: AccountsDoor
    billing: BillingDoor
    subscriptions: SubscriptionsDoor
    partitions: Partitions
    traffic: Traffic
    late: LateReroute
    onReport: () => void
    /** An operator took a message, and it is stored. */
    onSubmitted: (connectionId: number) => void
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#accounts = parts.accounts
    this.#billing = parts.billing
    this.#subscriptions = parts.subscriptions
    this.#partitions = parts.partitions
    this.#traffic = parts.traffic
    this.#late = parts.late
    this.#onReport = parts.onReport
    this.#onSubmitted = parts.onSubmitted
    this.#commit = new GroupCommit(
      (set) => this.#write(set),
      { weightMax: 2_000, waitingMax: Infinity, lanes: 1, lingerMs: 5 },
      (error) => !isConnectionLost(error),
    )
  }

  /** Resolves when it is stored. While the database is away it waits for it: what a peer told us is not told twice. */
  async add(happening: Happening): Promise<void> {
    for (let pause = 50; ; pause = Math.min(pause * 2, 2_000)) {
      try {
        await this.#commit.add(happening)
        return
      } catch (error) {
        if (!isConnectionLost(error) || this.#stopped) throw error
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }

  drained(): Promise<void> {
    return this.#commit.drained()
  }

  start(): void {
    this.#parkedTimer = setTimeout(() => void this.#retryParked(), PARKED_RETRY_MS)
  }

  stop(): void {
    this.#stopped = true
    if (this.#parkedTimer) clearTimeout(this.#parkedTimer)
  }

  async #write(set: Happening[]): Promise<null[]> {
    const now = this.#clock.ms()
    const expiries = await this.#expiries(set, now)
    await this.#ensurePartitions(set, expiries, now)
    const finished = await transaction(this.#db, async (tx) => {
      await this.#writeSubmitted(tx, ofKind(set, 'submitted'), now)
      await this.#writeRetries(tx, ofKind(set, 'retry'))
      await this.#writeMoves(tx, ofKind(set, 'moved'))
      const ended = await this.#writeFinished(tx, ofKind(set, 'finished'), expiries, now)
      const early = await this.#takeEarly(tx, ofKind(set, 'submitted'))
      const reported = await this.#writeReceipts(tx, [...ofKind(set, 'receipt'), ...early], now)
      const all = [...ended, ...reported]
      await countCosts(tx, this.#billing, all)
      return all
    })
    for (const one of ofKind(set, 'submitted')) this.#onSubmitted(one.connectionId)
    for (const one of finished) this.#traffic.finished(one)
    this.#onReport()
    return set.map(() => null)
  }

  /** On which day each account's contents expire that end now. */
  async #expiries(set: readonly Happening[], now: number): Promise<(accountId: number) => string> {
    const accountIds = new Set(
      set.flatMap((one) => (one.kind === 'finished' ? [one.key.account_id] : [])),
    )
    const policies = await this.#accounts.policies(this.#db, [...accountIds])
    return (accountId) => utcDay(now + ((policies.get(accountId)?.contentDays ?? 0) + 1) * DAY_MS)
  }

  async #ensurePartitions(
    set: readonly Happening[],
    expiresOn: (accountId: number) => string,
    now: number,
  ): Promise<void> {
    const submitted = ofKind(set, 'submitted')
    await this.#partitions.ensure('submissions', new Set(submitted.map((one) => utcDay(one.at))))
    const ended = ofKind(set, 'finished')
    await this.#partitions.ensure(
      'record_subjects',
      new Set(ended.map((one) => utcDay(uuidMs(one.key.id)))),
    )
    await this.#partitions.ensure(
      'records',
      new Set(ended.map((one) => utcMonth(uuidMs(one.key.id)))),
    )
    await this.#partitions.ensure(
      'contents',
      new Set([...ended.map((one) => expiresOn(one.key.account_id)), utcDay(now + DAY_MS)]),
    )
  }

  async #writeSubmitted(
    tx: Tx,
    set: Extract<Happening, { kind: 'submitted' }>[],
    now: number,
  ): Promise<void> {
    if (set.length === 0) return
    await store.markSubmitted(
      tx,
      set.map((one) => ({
        ...one.key,
        ids: one.peerIds.length,
        sent_at: new Date(one.at).toISOString(),
        report_id: uuidv7(now),
      })),
    )
    const parts = set.flatMap((one) =>
      one.peerIds.map((peerId, index): store.SubmittedPart => ({
        ...one.key,
        connection_id: one.connectionId,
        peer_id: peerId,
        submit_day: utcDay(one.at),
        part: index + 1,
        submitted_at: new Date(one.at).toISOString(),
      })),
    )
    await store.insertParts(tx, parts)
  }

  async #writeRetries(tx: Tx, set: Extract<Happening, { kind: 'retry' }>[]): Promise<void> {
    if (set.length === 0) return
    await putBack(
      tx,
      set.map((one): RetryRow => ({
        ...one.key,
        next_at: one.nextAt === Infinity ? 'infinity' : new Date(one.nextAt).toISOString(),
        attempts: Math.min(one.attempts, 32_000),
        trail: trailOf('RETRY', one),
        bulk_id: one.bulkId,
      })),
    )
  }

  async #writeMoves(tx: Tx, set: readonly Moved[]): Promise<void> {
    if (set.length > 0)
      await moveMessages(
        tx,
        set.map((one) => one.row),
      )
  }

  async #writeFinished(
    tx: Tx,
    set: Extract<Happening, { kind: 'finished' }>[],
    expiresOn: (accountId: number) => string,
    now: number,
  ): Promise<store.Finished[]> {
    if (set.length === 0) return []
    const finished = await store.finish(
      tx,
      set.map((one) => ({
        ...one.key,
        status_id: one.statusId,
        error_id: one.errorId,
        done_at: new Date(one.at).toISOString(),
        report_id: uuidv7(now),
        expires_on: expiresOn(one.key.account_id),
        trail: trailOf('REPORTED', one),
      })),
      await this.#subscribed(
        tx,
        set.map((one) => one.key.account_id),
      ),
    )
    await this.#refund(tx, set, finished)
    return finished
  }

  /** Gives back what was reserved for messages that never left. */
  async #refund(
    tx: Tx,
    set: readonly Extract<Happening, { kind: 'finished' }>[],
    finished: readonly store.Finished[],
  ): Promise<void> {
    const wanted = new Set(set.filter((one) => one.refund).map((one) => one.key.id))
    const due = finished.filter(
      (one) => wanted.has(one.id) && one.sent_at === null && neverLeft(one.status_id),
    )
    await giveBack(tx, this.#billing, due, this.#clock)
  }

  async #writeReceipts(
    tx: Tx,
    set: Extract<Happening, { kind: 'receipt' }>[],
    now: number,
  ): Promise<store.Finished[]> {
    if (set.length === 0) return []
    const found = await this.#find(tx, set, now)
    const rows: store.ReceiptRow[] = []
    const unknown: store.ParkedRow[] = []
    const policies = await this.#accounts.policies(tx, [
      ...new Set([...found.values()].map((part) => part.account_id)),
    ])
    const goOn = await this.#late.take(tx, set, found, now)
    set.forEach(({ report, at }, n) => {
      if (goOn.has(n)) return
      const part = found.get(n)
      if (!part) unknown.push(parked(report, at, now))
      else if (report.final)
        rows.push({
          connection_id: part.connection_id,
          peer_id: part.peer_id,
          day: part.day,
          status_id: report.statusId,
          error_id: report.errorId,
          at: new Date(at).toISOString(),
          detail: storable(report.detail, 200),
          report_id: uuidv7(now),
          expires_on: utcDay(
            now + ((policies.get(part.account_id)?.contentDays ?? 0) + 1) * DAY_MS,
          ),
          open: true,
        })
    })
    if (unknown.length > 0) {
      await store.parkReceipts(tx, unknown)
      this.#anyParked = true
      receiptsTotal.inc({ outcome: 'parked' }, unknown.length)
    }
    if (rows.length === 0) return []
    await this.#partitions.ensure('contents', new Set(rows.map((one) => one.expires_on)))
    await this.#ensureArchives(found)
    receiptsTotal.inc({ outcome: 'applied' }, rows.length)
    const owners = [...found.values()].map((part) => part.account_id)
    return store.applyReceipts(tx, rows, await this.#subscribed(tx, owners))
  }

  /** Accounts whose reports subscriptions may want. */
  #subscribed(tx: Tx, accountIds: readonly number[]): Promise<number[]> {
    return this.#subscriptions.subscribed(tx, accountIds, 'DELIVERY')
  }

  async #ensureArchives(found: ReadonlyMap<number, store.FoundPart>): Promise<void> {
    const accepted = new Set([...found.values()].map((part) => uuidMs(part.message_id)))
    await this.#partitions.ensure('record_subjects', new Set([...accepted].map(utcDay)))
    await this.#partitions.ensure('records', new Set([...accepted].map(utcMonth)))
  }

  /** Looks on the last two days first, where nearly all receipts belong, then further back. */
  async #find(
    tx: Tx,
    set: readonly Extract<Happening, { kind: 'receipt' }>[],
    now: number,
  ): Promise<Map<number, store.FoundPart>> {
    const found = new Map<number, store.FoundPart>()
    const spans = [[0, 1], Array.from({ length: RECEIPT_DAYS_BACK - 1 }, (_, back) => back + 2)]
    for (const span of spans) {
      const open = set.flatMap(({ report }, n) =>
        found.has(n)
          ? []
          : report.peerIds.map((peer_id, rank) => ({
              n,
              connection_id: report.connectionId,
              peer_id,
              rank,
            })),
      )
      if (open.length === 0) break
      for (const part of await store.findParts(
        tx,
        open,
        span.map((back) => utcDay(now - back * DAY_MS)),
      ))
        found.set(part.n, part)
    }
    return found
  }

  /** Receipts that overtook the answers being written now. Only asked for while any receipt waits at all. */
  async #takeEarly(
    tx: Tx,
    set: readonly Extract<Happening, { kind: 'submitted' }>[],
  ): Promise<Extract<Happening, { kind: 'receipt' }>[]> {
    if (!this.#anyParked || set.length === 0) return []
    const parts = set.flatMap((one) =>
      one.peerIds.map((peer_id) => ({ connection_id: one.connectionId, peer_id })),
    )
    return (await store.takeParkedOf(tx, parts)).map(toHappening)
  }

  /** Receipts that came before their answer, once more. */
  async #retryParked(): Promise<void> {
    try {
      const now = this.#clock.ms()
      // Taken out and applied, or parked again, in one transaction: a receipt that was answered is never only in memory.
      const finished = await transaction(this.#db, async (tx) => {
        const connectionIds = await store.parkedConnections(tx)
        this.#anyParked = connectionIds.length > 0
        if (!this.#anyParked) return []
        for (const connectionId of connectionIds) {
          const dropped = await store.dropParkedBeyond(tx, connectionId, PARKED_PER_CONNECTION_MAX)
          if (dropped > 0) receiptsTotal.inc({ outcome: 'nobodys' }, dropped)
        }
        const again = await store.takeParked(tx, connectionIds, new Date(now), PARKED_SET_MAX)
        const fresh = again.filter((one) => now - one.received_at.getTime() < PARKED_MAX_MS)
        receiptsTotal.inc({ outcome: 'nobodys' }, again.length - fresh.length)
        const reported = await this.#writeReceipts(tx, fresh.map(toHappening), now)
        await countCosts(tx, this.#billing, reported)
        return reported
      })
      for (const one of finished) this.#traffic.finished(one)
      if (finished.length > 0) this.#onReport()
    } catch (error) {
      this.#log.warn(
        { reason: (error as Error).message },
        'receipts that wait for their message could not be read',
      )
    }
    if (!this.#stopped)
      this.#parkedTimer = setTimeout(() => void this.#retryParked(), PARKED_RETRY_MS)
  }
}

const ofKind = <Kind extends Happening['kind']>(set: readonly Happening[], kind: Kind) =>
  set.filter((one): one is Extract<Happening, { kind: Kind }> => one.kind === kind)

const neverLeft = (statusId: number) =>
  statusId === EXPIRED_EXPIRED || statusId === UNDELIVERABLE_NOT_SENT

/** A peer's words, of which a set may not fail. */
const storable = (text: string, max: number) =>
  text.slice(0, max).replaceAll('\0', '').toWellFormed()

const trailOf = (
  kind: string,
  one: { at: number; detail: string | null; mayBeOut?: boolean },
): object | null =>
  one.detail === null
    ? null
    : [
        {
          at: new Date(one.at).toISOString(),
          kind,
          detail: storable(one.detail, 300),
          ...(one.mayBeOut ? { mayBeOut: true } : {}),
        },
      ]

/** Tried again after as long as it has waited already: soon for one that overtook its answer, ever more rarely for a stranger. */
const parked = (report: PeerReport, at: number, now: number): store.ParkedRow => ({
  connection_id: report.connectionId,
  peer_ids: [...report.peerIds],
  status_id: report.statusId,
  error_id: report.errorId,
  final: report.final,
  detail: storable(report.detail, 200),
  received_at: new Date(at).toISOString(),
  next_try_at: new Date(now + Math.max(PARKED_RETRY_MS / 2, now - at)).toISOString(),
})

const toHappening = (one: store.ParkedReceipt): Extract<Happening, { kind: 'receipt' }> => ({
  kind: 'receipt',
  report: toReport(one),
  at: one.received_at.getTime(),
})

const toReport = (one: store.ParkedReceipt): PeerReport => ({
  connectionId: one.connection_id,
  peerIds: one.peer_ids,
  statusId: one.status_id,
  errorId: one.error_id,
  final: one.final,
  detail: one.detail,
})
