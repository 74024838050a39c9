import { badField, parseWireTime, Rejection } from '../../core/http/index.ts'
import type { Credential } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import { parseAmount } from '../amount.ts'
import type { Surroundings } from '../needs.ts'
import type { PriceBooks } from '../price-books.ts'
import { findTerms, type TermsRow } from '../store/terms.ts'
import type { Tariffs } from '../tariffs.ts'

/** What the operations work with. */
export interface Parts {
  db: Db
  clock: Clock
  books: PriceBooks
  tariffs: Tariffs
  around: Surroundings
  /** What is in memory may be old now. */
  forget(): void
}

/** Of operations that only tell. */
export const reading = {
  product: 'billing',
  envelope: 2,
  access: ['billing:read', 'billing:manage'],
} as const
/** Of operations that change something. */
export const managing = {
  product: 'billing',
  envelope: 2,
  access: ['billing:manage'],
} as const

const unknown = () => new Rejection('NOT_FOUND', { text: 'There is no such account below yours.' })

/** An account below the one that asks; 404 for any other, its own too. */
export async function customerOf(
  { db, around }: Parts,
  credential: Credential,
  key: string,
): Promise<TermsRow> {
  const accountId = await around.accounts.accountWithin(credential.accountId, key)
  if (accountId === null || accountId === credential.accountId) throw unknown()
  return (await findTerms(db, accountId))!
}

/** An account right below the one that asks: whoever is above that one sells to it, and nobody else. */
export async function directCustomerOf(
  parts: Parts,
  credential: Credential,
  key: string,
): Promise<TermsRow> {
  const terms = await customerOf(parts, credential, key)
  if (terms.parent_id !== credential.accountId)
    throw new Rejection('FORBIDDEN', {
      text: 'The account buys from another one than yours.',
      action: 'Act in the account right above it.',
    })
  return terms
}

/** The account that asks, or one below it. @param key left out: its own */
export async function visibleAccount(
  { around }: Parts,
  credential: Credential,
  key: string | undefined,
): Promise<number> {
  if (key === undefined) return credential.accountId
  const accountId = await around.accounts.accountWithin(credential.accountId, key)
  if (accountId === null) throw unknown()
  return accountId
}

/** Splits what was read with one more than the limit into a page and where the next one begins. */
export const pageOf = <Row>(
  found: readonly Row[],
  limit: number,
  idOf: (row: Row) => number | bigint | string,
): { page: Row[]; nextCursor: string | null } => {
  const page = found.slice(0, limit)
  return { page, nextCursor: found.length > limit ? String(idOf(page.at(-1)!)) : null }
}

/** @param text left out: `now` */
export function timeOf(property: string, text: string | undefined, now: Date): Date {
  const read = text === undefined ? now : parseWireTime(text)
  if (!read) throw badField(property, 'must be a time such as 2026-11-24T00:00:00.000+0000')
  return read
}

export function amountOf(property: string, text: string): bigint {
  const read = parseAmount(text)
  if (read === null) throw badField(property, 'must be a decimal number of up to six decimals')
  return read
}
