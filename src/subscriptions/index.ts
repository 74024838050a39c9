import type { Module } from '../core/module.ts'
import { uuidFloor } from '../core/ids.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import { Book, bucketOf, type Match, type WebhookEvent } from './book.ts'
import { Catchers } from './catchers.ts'
import { dataMap } from './data-map.ts'
import { CONNECT_MS, Deliverer, type Outcome, type Sending } from './deliver.ts'
import { Journal } from './journal.ts'
import type { PauseNotice, SubscriptionsNeeds } from './needs.ts'
import { Outbox } from './outbox.ts'
import { addCatchers } from './routes/catchers.ts'
import { addCertificates } from './routes/certificates.ts'
import { addDeliveries } from './routes/deliveries.ts'
import { addProfiles } from './routes/profiles.ts'
import { addSecurity } from './routes/security.ts'
import { addCatalogue, addSubscriptions } from './routes/subscriptions.ts'
import { Settings } from './settings.ts'
import { deliveriesOf } from './store/deliveries.ts'

export { dataMap as subscriptionsDataMap } from './data-map.ts'
/** Folder of this module's migrations. */
export const subscriptionsMigrations = new URL('./migrations/', import.meta.url)

/** What other modules ask of a profile before they deliver to it. */
export interface ProfileFacts {
  bucketMax: number
  windowMs: number
  /** How long a delivery may take, milliseconds. */
  takesMsMax: number
  paused: boolean
}

/** Who wants to know of what, and how it is brought to them. */
/** One try to deliver, as it is logged. */
export interface LoggedDelivery {
  at: Date
  /** Host and path. */
  target: string
  ok: boolean
  status: number | null
  tookMs: number
  reason: string | null
}

export interface Subscriptions {
  module: Module
  /** Which of these accounts have a subscription to an event of this name, on whatever channel. From memory, believed for 5 s. */
  subscribed(tx: Tx, accountIds: readonly number[], event: string): Promise<number[]>
  /** Every profile that wants the event, once. From memory, believed for 5 s. */
  match(tx: Tx, accountId: number, event: WebhookEvent): Promise<Match[]>
  /** From memory; undefined when there is no such profile. */
  profile(db: Db, accountId: number, profileId: string): Promise<ProfileFacts | undefined>
  /** Sends one body now, and notes it in the delivery log. The caller keeps what is not taken. */
  deliver(sending: Sending): Promise<Outcome>
  /** Deliveries that held a report of a message, from an instant on, oldest first; 50 at most. */
  deliveriesOf(accountId: number, messageId: string, since: Date): Promise<LoggedDelivery[]>
  /**
   * Puts an event on its way to every profile that wants it: for modules without an outbox of their own. `item` becomes one of
   * the `results` of a delivery; tried for 48 hours. @returns how many profiles want it
   */
  publish(tx: Tx, accountId: number, event: WebhookEvent, item: object): Promise<number>
  /** Calls back when a profile goes on after a pause. */
  onResumed(listener: (accountId: number, profileId: string) => Promise<void>): void
}

/** Follows deliveries as long as a request may take beside its time-outs. */
const SPARE_MS = 30_000
const READ_MS = 10_000

export function subscriptions(needs: SubscriptionsNeeds): Subscriptions {
  const { db, clock, log, secrets, outbound, publicUrl, regexMsMax } = needs
  const book = new Book(clock)
  const journal = new Journal({ db, clock, log })
  const catchers = new Catchers({ db, clock, publicUrl })
  const settings = new Settings({ db, clock, secrets, book, outbound, catchers })
  const deliverer = new Deliverer({
    db,
    clock,
    log,
    secrets,
    outbound,
    book,
    journal,
    catchers,
    regexMsMax,
    onPaused: (notice) => tellPaused(needs, notice),
  })
  const outbox = new Outbox({ db, clock, log, book, deliverer })
  const listeners = [(accountId: number, id: string) => outbox.resumed(accountId, id)]
  const resumed = async (accountId: number, profileId: string) => {
    for (const listener of listeners) await listener(accountId, profileId)
  }
  const module: Module = {
    name: 'subscriptions',
    migrations: subscriptionsMigrations,
    dataMap,
    routes: (app) => {
      addCatalogue(app)
      addSubscriptions(app, { db, settings })
      addProfiles(app, { db, settings, deliverer, resumed })
      addSecurity(app, { db, settings, deliverer })
      addCertificates(app, { db, clock, settings, deliverer, outbound })
      addDeliveries(app, { db, clock, journal, deliverer, resumed, replay: needs.replay })
      addCatchers(app, catchers)
    },
    start: async () => {
      outbox.start()
      return async () => {
        await outbox.stop()
        await journal.flush()
      }
    },
  }
  return {
    module,
    subscribed: (tx, accountIds, event) => book.subscribed(tx, accountIds, event),
    match: (tx, accountId, event) => book.match(tx, accountId, event),
    profile: async (on, accountId, profileId) => {
      const row = await book.profile(on, accountId, profileId)
      return (
        row && {
          ...bucketOf(row),
          takesMsMax: (row.connect_ms ?? CONNECT_MS) + (row.read_ms ?? READ_MS) + SPARE_MS,
          paused: row.paused_at !== null,
        }
      )
    },
    deliver: (sending) => deliverer.deliver(sending),
    deliveriesOf: async (accountId, messageId, since) => {
      await journal.flush()
      const found = await deliveriesOf(db, accountId, messageId, uuidFloor(since.getTime()))
      return found.map(({ took_ms: tookMs, ...rest }) => ({ ...rest, tookMs }))
    },
    publish: (tx, accountId, event, item) => outbox.publish(tx, accountId, event, item),
    onResumed: (listener) => void listeners.push(listener),
  }
}

/** Tells the portal, then the people. */
async function tellPaused(needs: SubscriptionsNeeds, notice: PauseNotice): Promise<void> {
  const { accountId, profileId, reason } = notice
  await needs.events.append(needs.db, [
    { accountId, topic: 'webhooks', type: 'PROFILE_PAUSED', id: profileId, data: { reason } },
  ])
  needs.events.wake()
  await needs.onPaused(notice)
}
