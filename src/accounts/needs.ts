import type { Tx } from '../core/storage/index.ts'

/** What accounts need of billing: an account's prices and balance begin in the transaction that makes it. */
export interface BillingDoor {
  openAccount(
    tx: Tx,
    opening: {
      accountId: number
      parentId: number | null
      currency: string
      prepaid: boolean
      creditLimitMicros?: bigint | null
      priceMicros?: bigint
      balanceMicros?: bigint
    },
  ): Promise<void>
}

/** What this module needs of `mail`: a mail that goes out when the transaction commits. */
export interface SendsMail {
  send(
    tx: Tx,
    mail: {
      to: string
      subject: string
      text: string
      language?: string
      accountId: number | null
      kind: string
    },
  ): Promise<void>
}
