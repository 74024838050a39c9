import type { Tx } from '../core/storage/index.ts'
import type { Msisdn, SenderKind } from '../protocols/e164/index.ts'
import type { ChannelId, ContentClass } from './message.ts'

/** How an account may send. */
export interface AccountPolicy {
  accountId: number
  state: string
  anySender: boolean
  floodingOn: boolean
  /** Days that message contents are kept after the end of a message. */
  contentDays: number
  /** What may have gone out already is not sent again. */
  holdAmbiguous: boolean
  /** When its trial ends; null: it has no end, or it is none. */
  trialEndsAtMs: number | null
}

/** What messaging needs of the accounts module; sets in, sets out in the same order. */
export interface AccountsDoor {
  policies(tx: Tx, accountIds: readonly number[]): Promise<Map<number, AccountPolicy>>
  senderAllowed(tx: Tx, pairs: readonly { accountId: number; sender: string }[]): Promise<boolean[]>
  /** Of accounts on trial only: whether each has verified the number (digits). */
  numbersVerified(
    tx: Tx,
    pairs: readonly { accountId: number; number: string }[],
  ): Promise<boolean[]>
  /** Of accounts on trial only: takes a message each; what is taken is held until the transaction ends. */
  takeTrialMessages(
    tx: Tx,
    accountIds: readonly number[],
    endsAtMs: (accountId: number) => number | null,
  ): Promise<('taken' | 'over' | 'spent' | 'spent-today')[]>
  ownerOfNumber(tx: Tx, addresses: readonly string[]): Promise<Map<string, number>>
}

/** Whose balance, and how much of it, and what to remember of that. */
interface Charged {
  accountId: number
  parts: number
  /** When it was accepted, ms. */
  at: number
  applicationId: string | null
  entityId: string | null
  /** Our id of the message. */
  reference: string
}

/** What messaging needs of the billing module; sets in, sets out in the same order. */
export interface BillingDoor {
  reserve(
    tx: Tx,
    items: readonly (Charged & {
      channel: string
      direction: 'MT' | 'MO'
      country: string | null
      mccMnc: string | null
      /** MT: of the sender. MO: of the own number that was written to. */
      senderKind: SenderKind
    })[],
  ): Promise<
    (
      | { ok: true; tariffId: number | null; priceMicros: bigint; currency: string }
      | { ok: false; reason: 'BALANCE' | 'PACKAGE' | 'PRICE' }
    )[]
  >
  /** What `reserve` took: the caller says so once for each message. */
  refund(tx: Tx, items: readonly (Charged & { tariffId: number })[]): Promise<void>
  /** Messages that real operators took or brought: what they will ask for is counted. */
  submitted(
    tx: Tx,
    items: readonly {
      connectionId: number
      accountId: number
      channel: string
      direction: 'MT' | 'MO'
      country: string | null
      mccMnc: string | null
      senderKind: SenderKind
      parts: number
      /** When it was taken or brought, ms. */
      at: number
    }[],
  ): Promise<void>
}

export interface RouteChoice {
  routeId: number
  routeName: string
  connectionId: number
  simulated: boolean
}
/** A message, as far as its way depends on it. */
export interface RouteAsk {
  channel: ChannelId
  msisdn: Msisdn
  /** ISO 3166-1 alpha-2; null: a number without a country. */
  country: string | null
  mccMnc: string | null
  accountId: number
  sender: string
  contentClass: ContentClass
  /** When it is to go, ms. */
  at: number
  /** Our id of it. */
  id: string
}

/** Why an operator did not take a message, as far as another operator may do better. */
export type FaultClass = 'NETWORK' | 'CONGESTION' | 'REJECTED' | 'SENDER'

/** What messaging needs of routing: answers from memory, without waiting. */
export interface RoutingDoor {
  /** Where a number belongs; null: it has no country. */
  placeOf(msisdn: Msisdn): { countryIso: string | null; mcc: string; mnc: string | null } | null
  route(ask: RouteAsk): RouteChoice | null
  /**
   * Where a message goes on, not over these connections; null: nowhere.
   * @param tried `faults`: how many operators failed it; `simulated`: it was on its way to the simulator
   */
  next(
    ask: RouteAsk,
    tried: { connectionIds: readonly number[]; faults: number; simulated: boolean },
  ): RouteChoice | null
  /** Whether a message goes on to another route after this fault, told by the operator's answer or by its receipt. */
  goesOnAfter(routeId: number, fault: FaultClass, told: 'answer' | 'receipt'): boolean
  /** Connections that messages should not wait for; `revision` changes whenever they, or any route, do. */
  ailing(): { connectionIds: readonly number[]; revision: number }
  /** What an operator answered to a message; a fault is one of its own, not one of the message. */
  answered(connectionId: number, fault: boolean): void
  /** A message that an operator took reached its end. */
  ended(one: {
    connectionId: number
    mccMnc: string | null
    delivered: boolean
    delayMs: number
  }): void
}

/** A profile that wants an event, and how many are gathered for how long. */
export interface SubscribedProfile {
  profileId: string
  subscriptionId: string
  bucketMax: number
  windowMs: number
}

/** One report or message that a delivery held; kept in the delivery log, so that it can be sent once more. */
export interface ReportRef {
  day: string
  id: string
  statusId: number | null
  errorId: number | null
  /** ISO instant. */
  at: string
  shape: string
}

/** What messaging needs of subscriptions. */
export interface SubscriptionsDoor {
  /** Which of these accounts have any subscription to an event of this name; from memory. */
  subscribed(tx: Tx, accountIds: readonly number[], event: string): Promise<number[]>
  /** Every profile that wants the event, once; from memory. */
  match(
    tx: Tx,
    accountId: number,
    event: {
      channel: string
      event: string
      applicationId: string | null
      entityId: string | null
      resource: string | null
      user: string | null
    },
  ): Promise<SubscribedProfile[]>
  profile(
    db: Tx,
    accountId: number,
    profileId: string,
  ): Promise<{ bucketMax: number; takesMsMax: number; paused: boolean } | undefined>
  /** Sends one body now. What is not taken stays with the caller. */
  deliver(sending: {
    accountId: number
    to: { profileId: string; subscriptionId: string | null } | { url: string }
    channel: string
    event: string
    attempt: number
    items: number
    refs: readonly ReportRef[]
    body: string
  }): Promise<
    | { kind: 'taken' }
    | { kind: 'failed'; status: number | null; reason: string }
    | { kind: 'paused' }
    | { kind: 'gone' }
  >
  /** Deliveries that held a report of a message, from an instant on, oldest first; 50 at most. */
  deliveriesOf(
    accountId: number,
    messageId: string,
    since: Date,
  ): Promise<
    {
      at: Date
      target: string
      ok: boolean
      status: number | null
      tookMs: number
      reason: string | null
    }[]
  >
  /** Puts an event on its way to every profile that wants it; `item` becomes one of the `results` of a delivery. */
  publish(
    tx: Tx,
    accountId: number,
    event: {
      channel: string
      event: string
      applicationId: string | null
      entityId: string | null
      resource: string | null
      user: string | null
    },
    item: object,
  ): Promise<number>
  onResumed(listener: (accountId: number, profileId: string) => Promise<void>): void
}

/** What messaging needs of servers whose customers hold sessions. */
export interface CollectorsDoor {
  /** Who takes the messages that come in for accounts' numbers, in their order, as `smpp:<user>`; null: nobody does. */
  collectorsOf(
    tx: Tx,
    numbers: readonly { accountId: number; address: string }[],
  ): Promise<(string | null)[]>
}

/** What operations need that may name another account: one below the credential's own. */
export interface AccountTree {
  /** The account with this key, when it is this one or below it. */
  accountWithin(accountId: number, key: string): Promise<number | null>
  /** This account and those below it, up to a limit. */
  accountsBelow(accountId: number): Promise<number[]>
  /** What accounts are called outside; those that do not exist are absent. */
  accountsOf(accountIds: readonly number[]): Promise<Map<number, { key: string; name: string }>>
}

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
  /** The step in which a delivery counts that took so long; -1: it was none. */
  bucket: number
  messages: number
  parts: number
}

/** Where figures of traffic are kept. */
export interface MetricsDoor {
  bucketOf(ms: number): number
  /** Adds counts: all of them, or it throws and none are. */
  add(set: readonly Counted[]): Promise<void>
}

/** What messaging needs of the provisioning module; sets in, sets out in the same order. */
export interface ProvisioningDoor {
  /** What an account's own numbers and names belong to. */
  associationsOf(
    tx: Tx,
    resources: readonly { accountId: number; channel: string; address: string }[],
  ): Promise<{ applicationId: string | null; entityId: string | null }[]>
}
