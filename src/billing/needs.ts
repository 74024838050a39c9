import type { OutboundPost } from '../core/webhooks/index.ts'

/** A balance fell below a mark that its account asked to be told of. */
export interface Alert {
  accountId: number
  belowMicros: bigint
  balanceMicros: bigint
  currency: string
  raisedAt: Date
}

/** Where a message is that was charged; it goes from one to the next. */
export type ChargedStage = 'scheduled' | 'under-way' | 'ended' | 'given-back'

/** A message that was charged, without what it said. */
export interface ChargedMessage {
  /** Ours: the order of messages. */
  id: string
  /** The caller's own; null: it chose none, or it is kept no longer. */
  messageId: string | null
  channel: string
  direction: 'MT' | 'MO'
  acceptedAt: Date
  /** null: it is kept no longer. */
  endUser: string | null
  /** The own sender, or the own number that was written to. */
  own: string
  mccMnc: string | null
  parts: number
  tariffId: number
  /** Name of its status; null: it came in. */
  status: string | null
}

/** What an annex needs of the archive of messages: pages, oldest first. */
export type ChargedMessages = (query: {
  stage: ChargedStage
  accountId: number
  /** When they were accepted, without the end; of those given back when that was, without the beginning. */
  from: Date
  until: Date
  /** Given back by then: left out. */
  refundedBy: Date
  /** Numbers of messages accepted after this only. */
  numbersAfter: Date
  /** The last message of the page before: its month (`YYYY-MM-01`, UTC) and id. */
  after: { month: string; id: string } | null
  limit: number
}) => Promise<ChargedMessage[]>

/** What billing needs of the modules above it to serve its operations. */
export interface Surroundings {
  accounts: {
    /** The account with this key, when it is this one or below it. */
    accountWithin(accountId: number, key: string): Promise<number | null>
    /** This account and those below it, up to a limit. */
    accountsBelow(accountId: number): Promise<number[]>
    /** Accounts that do not exist are absent. */
    accountsOf(accountIds: readonly number[]): Promise<Map<number, { key: string; name: string }>>
  }
  /** By the numbering plan. */
  places: {
    /** By ISO 3166-1 alpha-2. */
    country(iso: string): { name: string; callingCode: string } | null
    /** Which operator has an MCC and MNC. */
    network(mccMnc: string): { name: string; country: string | null } | null
    /** Where a number belongs; null: it is none. */
    ofNumber(msisdn: string): { country: string | null; mccMnc: string | null } | null
  }
  /** What a sender is; null: it is none. */
  senderKind(sender: string): 'alphanumeric' | 'short-code' | 'long-number' | null
  connectionName(connectionId: number): string | null
  post: OutboundPost
  /** Told at least once, in its own time; tried again when it throws. */
  onAlert(alert: Alert): Promise<void>
}
