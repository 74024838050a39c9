import type { Clock } from '../core/clock.ts'
import { uuidv7 } from '../core/ids.ts'
import { transaction, type Db } from '../core/storage/index.ts'
import type { ReportRef, SubscribedProfile, SubscriptionsDoor } from './needs.ts'
import { deleteReports, type DuePush } from './store/reports.ts'
import * as store from './store/subscribed.ts'

/** The longest that a profile gathers events for one delivery. */
const WINDOW_MAX_MS = 10_000
const TARGETS_MAX = 10_000

/** What subscriptions call the kinds of reports. */
export const eventOf = (kind: string): string =>
  kind === 'INBOUND' ? 'INBOUND_MESSAGE' : 'DELIVERY'

/** Brings reports to the profiles that want them, and those that nobody wants to the account-wide address. */
export class Subscribed {
  readonly #db: Db
  readonly #clock: Clock
  readonly #subscriptions: SubscriptionsDoor
  /** How many gather for a profile now, until when. */
  readonly #buckets = new Map<string, { count: number; until: number }>()

  constructor(parts: { db: Db; clock: Clock; subscriptions: SubscriptionsDoor }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#subscriptions = parts.subscriptions
  }

  /**
   * Asks for each report who wants it. The first profile gets the report itself, further ones a copy.
   * @returns after how many milliseconds the first of them are due
   */
  async assign(set: readonly DuePush[]): Promise<number> {
    const now = this.#clock.ms()
    const facts = new Map(
      (await store.readMatchFacts(this.#db, keysOf(set))).map((one) => [one.id, one]),
    )
    const first: store.Assigned[] = []
    const copies: (store.Assigned & { copy_id: string })[] = []
    const unwanted: { account_id: number; id: string }[] = []
    const full = new Set<string>()
    let soonest = WINDOW_MAX_MS
    for (const report of set) {
      const known = facts.get(report.id)
      if (!known) continue
      const matches = await this.#matchesOf(report, known)
      const key = { account_id: report.account_id, id: report.id }
      if (matches.length === 0) unwanted.push(key)
      matches.forEach((match, index) => {
        const target = targetOf(report.account_id, match.profileId)
        const wait = this.#gather(target, match, now)
        if (wait === 0) full.add(target)
        soonest = Math.min(soonest, wait)
        const one = {
          ...key,
          profile_id: match.profileId,
          subscription_id: match.subscriptionId,
          next_attempt_at: new Date(now + wait).toISOString(),
        }
        if (index === 0) first.push(one)
        else copies.push({ ...one, copy_id: uuidv7(now) })
      })
    }
    await transaction(this.#db, async (tx) => {
      if (copies.length > 0) await store.insertCopies(tx, copies)
      if (first.length > 0) await store.assignProfiles(tx, first)
      if (unwanted.length > 0) await store.fallBack(tx, unwanted, new Date(now))
      const gone = set.filter((one) => !facts.has(one.id))
      if (gone.length > 0) await deleteReports(tx, keysOf(gone))
    })
    if (full.size > 0)
      await store.releaseGathering(
        this.#db,
        [...full],
        new Date(now),
        new Date(now + WINDOW_MAX_MS),
      )
    return unwanted.length > 0 ? 0 : soonest
  }

  /** What waits for a profile goes now. */
  async release(accountId: number, profileId: string): Promise<void> {
    const target = targetOf(accountId, profileId)
    await store.releaseProfile(this.#db, accountId, target, this.#clock.now())
  }

  /** Puts reports on their way once more. @returns how many; the messages of the others are gone */
  again(
    accountId: number,
    to: { profileId: string | null; subscriptionId: string | null },
    what: { channel: string; event: string; refs: readonly ReportRef[] },
  ): Promise<number> {
    const now = this.#clock.now()
    const kind = what.event === 'INBOUND_MESSAGE' ? 'INBOUND' : 'DELIVERY'
    const set = what.refs.map((ref) => ({
      id: uuidv7(now.getTime()),
      kind,
      channel: what.channel,
      message_day: ref.day,
      message_id: ref.id,
      status_id: ref.statusId,
      error_id: ref.errorId,
      at: ref.at,
      shape: ref.shape,
    }))
    return transaction(this.#db, (tx) => store.insertAgain(tx, accountId, to, set, now))
  }

  #matchesOf(report: DuePush, facts: store.MatchFacts): Promise<SubscribedProfile[]> {
    return this.#subscriptions.match(this.#db, report.account_id, {
      channel: report.channel,
      event: eventOf(report.kind),
      applicationId: facts.application_id,
      entityId: facts.entity_id,
      resource: facts.resource,
      user: null,
    })
  }

  /** Puts one more into a profile's bucket. @returns how long it waits there; 0: the bucket is full */
  #gather(target: string, { bucketMax, windowMs }: SubscribedProfile, now: number): number {
    const open = this.#buckets.get(target)
    const bucket = open && open.until > now ? open : { count: 0, until: now + windowMs }
    bucket.count += 1
    if (this.#buckets.size >= TARGETS_MAX) this.#buckets.clear()
    if (bucket.count < bucketMax) {
      this.#buckets.set(target, bucket)
      return bucket.until - now
    }
    this.#buckets.delete(target)
    return 0
  }
}

/** As the column `push_target` has it. */
const targetOf = (accountId: number, profileId: string): string => `${accountId} ${profileId}`

const keysOf = (set: readonly DuePush[]) => set.map(({ account_id, id }) => ({ account_id, id }))

export const refOf = (one: DuePush): ReportRef => ({
  day: one.message_day,
  id: one.message_id,
  statusId: one.status_id,
  errorId: one.error_id,
  at: one.at.toISOString(),
  shape: one.shape,
})
