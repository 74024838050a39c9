import type { Clock } from '../core/clock.ts'
import type { EventLog } from '../core/events/index.ts'
import type { Log } from '../core/log.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db } from '../core/storage/index.ts'
import type { Outbound } from '../core/webhooks/index.ts'
import type { Ref } from './store/deliveries.ts'

/** What a delivery held, to be sent once more. */
export interface Replayed {
  /** null: to the address that the message names, or the account-wide one. */
  profileId: string | null
  subscriptionId: string | null
  channel: string
  event: string
  refs: readonly Ref[]
}
/** Puts what a delivery held on its way again. @returns how many of its events could be; the others are gone */
export type ReplayAgain = (accountId: number, replayed: Replayed) => Promise<number>

/** A profile was paused because it had failed for long. */
export interface PauseNotice {
  accountId: number
  profileId: string
  reason: string
  failures: number
}

export interface SubscriptionsNeeds {
  db: Db
  clock: Clock
  log: Log
  secrets: Secrets
  events: EventLog
  outbound: Outbound
  /** As callers reach us, without a slash at the end. */
  publicUrl: () => string
  /** For one pattern of a customer on one answer, milliseconds. */
  regexMsMax: number
  /** Of messaging, which keeps the messages. */
  replay: ReplayAgain
  /** Tells the people of the account, by mail. */
  onPaused: (notice: PauseNotice) => Promise<void>
}
