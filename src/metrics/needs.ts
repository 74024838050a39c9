import type { OutboundPost } from '../core/webhooks/index.ts'

/** What metrics needs of higher modules, handed over by the composition root. */
export interface Words {
  statuses: readonly { id: number; name: string; groupName: string }[]
  errors: readonly { id: number; name: string; groupName: string }[]
  /** null: unknown to the numbering plan. */
  networkName(mccMnc: string): string | null
  countryName(iso: string): string | null
}

/** Which accounts a credential may ask for beside its own. */
export interface AccountTree {
  /** The account with this key, when it is this one or below it. */
  accountWithin(accountId: number, key: string): Promise<number | null>
  /** This account and those below it, up to a limit. */
  accountsBelow(accountId: number): Promise<number[]>
  accountsOf(accountIds: readonly number[]): Promise<Map<number, { key: string; name: string }>>
}

/** Posts an answer to the address a customer gave. */
export type Post = OutboundPost
