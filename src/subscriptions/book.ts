import type { Clock } from '../core/clock.ts'
import type { Db } from '../core/storage/index.ts'
import {
  profilesOf,
  subscriptionsOf,
  type Criterion,
  type ProfileRow,
  type SubscriptionRow,
} from './store/settings.ts'

/** How long what was read is believed; a change made by this process counts at once. */
const BELIEVED_MS = 5_000
const ACCOUNTS_MAX = 10_000
export const SUBSCRIPTIONS_MAX = 500
export const PROFILES_MAX = 200

/** Something that happened and that somebody may have subscribed to. */
export interface WebhookEvent {
  channel: string
  event: string
  applicationId: string | null
  entityId: string | null
  callsConfigurationId?: string | null
  /** The account's own sender, number or page that it is about. */
  resource: string | null
  /** The user of the account that it is about. */
  user: string | null
}

/** A profile that wants an event, and the first of its subscriptions that does. */
export interface Match {
  subscriptionId: string
  profileId: string
  /** Most events in one delivery. */
  bucketMax: number
  /** How long events are gathered for one delivery. */
  windowMs: number
}

interface Page {
  until: number
  subscriptions: readonly SubscriptionRow[]
  profiles: ReadonlyMap<string, ProfileRow>
}

export const BUCKET_MAX = 100
export const WINDOW_MS = 20

/** Subscriptions and profiles in memory, by account. */
export class Book {
  readonly #clock: Clock
  readonly #pages = new Map<number, Page>()
  /** Counts changes: what was being read meanwhile may be old already. */
  #changes = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Something of the account was changed. */
  drop(accountId: number): void {
    this.#changes += 1
    this.#pages.delete(accountId)
  }

  /** Which of these accounts have any subscription to an event of this name, on whatever channel. */
  async subscribed(db: Db, accountIds: readonly number[], event: string): Promise<number[]> {
    const pages = await this.#read(db, accountIds)
    return [...pages].flatMap(([accountId, page]) =>
      page.subscriptions.some((one) => one.events.some((each) => nameOf(each) === event))
        ? [accountId]
        : [],
    )
  }

  /** Every profile that wants the event, once, whichever of its subscriptions match. */
  async match(db: Db, accountId: number, event: WebhookEvent): Promise<Match[]> {
    const page = (await this.#read(db, [accountId])).get(accountId)!
    const found = new Map<string, Match>()
    for (const one of page.subscriptions) {
      const profile = page.profiles.get(one.profile_id)
      if (!profile || found.has(one.profile_id) || !wants(one, event)) continue
      found.set(one.profile_id, {
        subscriptionId: one.subscription_id,
        profileId: one.profile_id,
        ...bucketOf(profile),
      })
    }
    return [...found.values()]
  }

  async profile(db: Db, accountId: number, profileId: string): Promise<ProfileRow | undefined> {
    return (await this.#read(db, [accountId])).get(accountId)!.profiles.get(profileId)
  }

  async #read(db: Db, accountIds: readonly number[]): Promise<Map<number, Page>> {
    const now = this.#clock.ms()
    const found = new Map<number, Page>()
    const missing: number[] = []
    for (const accountId of new Set(accountIds)) {
      const page = this.#pages.get(accountId)
      if (page && page.until > now) found.set(accountId, page)
      else missing.push(accountId)
    }
    if (missing.length === 0) return found
    const changes = this.#changes
    const subscriptions = Map.groupBy(
      await subscriptionsOf(db, missing, SUBSCRIPTIONS_MAX),
      (one) => one.account_id,
    )
    const profiles = Map.groupBy(
      await profilesOf(db, missing, PROFILES_MAX),
      (one) => one.account_id,
    )
    for (const accountId of missing) {
      const page: Page = {
        until: now + BELIEVED_MS,
        subscriptions: subscriptions.get(accountId) ?? [],
        profiles: new Map((profiles.get(accountId) ?? []).map((one) => [one.profile_id, one])),
      }
      found.set(accountId, page)
      if (changes === this.#changes) this.#keep(accountId, page)
    }
    return found
  }

  #keep(accountId: number, page: Page): void {
    this.#pages.delete(accountId)
    if (this.#pages.size >= ACCOUNTS_MAX) {
      const [oldest] = this.#pages.keys()
      if (oldest !== undefined) this.#pages.delete(oldest)
    }
    this.#pages.set(accountId, page)
  }
}

export const bucketOf = (profile: ProfileRow): { bucketMax: number; windowMs: number } => ({
  bucketMax: profile.bucket_max ?? BUCKET_MAX,
  windowMs: profile.window_ms ?? WINDOW_MS,
})

const nameOf = (event: SubscriptionRow['events'][number]): string =>
  typeof event === 'string' ? event : event.event

/** A list that is empty leaves nothing out; several criteria are alternatives. */
function wants(one: SubscriptionRow, event: WebhookEvent): boolean {
  return (
    one.channel === event.channel &&
    one.events.some((each) => nameOf(each) === event.event) &&
    (one.criteria.length === 0 || one.criteria.some((pair) => meets(pair, event))) &&
    (one.resources.length === 0 || one.resources.includes(event.resource ?? '')) &&
    (one.users.length === 0 || one.users.includes(event.user ?? ''))
  )
}

const meets = (pair: Criterion, event: WebhookEvent): boolean =>
  (!pair.applicationId || pair.applicationId === event.applicationId) &&
  (!pair.entityId || pair.entityId === event.entityId) &&
  (!pair.callsConfigurationId || pair.callsConfigurationId === event.callsConfigurationId)
