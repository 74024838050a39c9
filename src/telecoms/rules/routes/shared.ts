import type { Clock } from '../../../core/clock.ts'
import { Rejection } from '../../../core/http/index.ts'
import type { Db } from '../../../core/storage/index.ts'
import type { RuleBook } from '../rule-book.ts'

/** Accounts as operations name them. */
export interface AccountNames {
  /** The account with this key, when it is this one or below it. */
  accountWithin(accountId: number, key: string): Promise<number | null>
  accountsOf(accountIds: readonly number[]): Promise<Map<number, { key: string; name: string }>>
}

export interface Parts {
  db: Db
  clock: Clock
  book: RuleBook
  accounts: AccountNames
}

export const reading = {
  product: 'rules',
  envelope: 2,
  access: ['accounts:read', 'accounts:manage', 'account-management:manage'],
} as const
export const managing = {
  product: 'rules',
  envelope: 2,
  access: ['accounts:manage', 'account-management:manage'],
} as const
/** Of the installation's own account only. */
export const deciding = {
  product: 'rules',
  envelope: 2,
  access: ['routes:manage'],
  rootAccountOnly: true,
} as const
export const deciders = {
  ...deciding,
  access: ['routes:manage', 'routes:read'],
} as const

/** Splits what was read with one more than the limit into a page and where the next one begins. */
export const pageOf = <Row>(found: readonly Row[], limit: number, keyOf: (row: Row) => string) => {
  const page = found.slice(0, limit)
  return { page, nextCursor: found.length > limit ? keyOf(page.at(-1)!) : null }
}

/** A cursor that counts. @throws BAD_REQUEST for one that is none of ours */
export function numberOf(cursor: string | undefined): number {
  const read = Number(cursor ?? 0)
  if (Number.isSafeInteger(read) && read >= 0) return read
  throw new Rejection('BAD_REQUEST', {
    text: 'The cursor is none of ours.',
    action: 'Take it from the answer before, or leave it out.',
  })
}

export const unknown = (text: string): Rejection => new Rejection('NOT_FOUND', { text })
