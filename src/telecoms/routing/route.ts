import type { SenderKind } from '../../protocols/e164/index.ts'

/** What a message is for. */
export type ContentClass = 'OTP' | 'TRANSACTIONAL' | 'MARKETING'

/** How one is chosen among routes that are equally specific and have the same priority. */
export type Selection = 'ORDER' | 'WEIGHT' | 'COST' | 'QUALITY'

/**
 * Why an operator did not take a message, as far as another operator may do better: its system failed, it was full for
 * too long, it rejects the message, or it does not carry the sender.
 */
export type FaultClass = 'NETWORK' | 'CONGESTION' | 'REJECTED' | 'SENDER'

export const WEEKDAYS = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Part of a week; `from` after `to` spans midnight and belongs to the day on which it begins. */
export interface TimeWindow {
  days: readonly Weekday[]
  /** `HH:mm` */
  from: string
  /** `HH:mm`; `24:00` is the end of the day. */
  to: string
}

/** What a route is for. Within a list any of it fits; an empty list or null fits everything. */
export interface Conditions {
  /** '' for all numbers. */
  prefix: string
  /** ISO 3166-1 alpha-2. */
  countries: readonly string[]
  /** MCC and MNC together, five or six digits. */
  networks: readonly string[]
  accountIds: readonly number[]
  /** Messages of accounts below those named, too. */
  withSubAccounts: boolean
  senderKinds: readonly SenderKind[]
  senders: readonly string[]
  contentClasses: readonly ContentClass[]
  timeWindows: readonly TimeWindow[]
  /** IANA name; of `timeWindows`. */
  timeZone: string
  validFrom: Date | null
  validUntil: Date | null
}

export interface RouteContent extends Conditions {
  name: string
  channel: 'SMS'
  connectionId: number
  /** 1..1000; among routes equally specific the smallest goes first. */
  priority: number
  selection: Selection
  /** 1..1000; its share when `selection` is WEIGHT. */
  weight: number
  /** After which faults of its operator a message goes on to the next route. */
  retryOn: readonly FaultClass[]
  /** Also when the operator took it and its receipt tells the fault. */
  retryOnReceipt: boolean
  enabled: boolean
}

export interface StoredRoute extends RouteContent {
  id: number
  createdAt: Date
  updatedAt: Date
}

/** A message, as far as its way depends on it. */
export interface RouteAsk {
  channel: string
  /** Digits with calling code. */
  msisdn: string
  /** ISO 3166-1 alpha-2; null: a number without a country. */
  country: string | null
  /** Five or six digits; null: the network is not known. */
  mccMnc: string | null
  accountId: number
  sender: string
  contentClass: ContentClass
  /** When it is to go, ms. */
  at: number
  /** Our id of it: decides lots, so that one message always draws the same. */
  id: string
}
