import type { OutboundPost } from '../core/webhooks/index.ts'

/** A balance fell below a mark that its account asked to be told of. */
export interface Alert {
  accountId: number
  belowMicros: bigint
  balanceMicros: bigint
  currency: string
  raisedAt: Date
}

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
