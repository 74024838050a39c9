import { createHash } from 'node:crypto'
import type { VatReason } from './vat.ts'

/**
 * invoice: what a month cost, to be paid · receipt: what was paid in advance, an invoice that is paid already ·
 * statement: what a prepaid month used, nothing to pay and no tax · credit-note: corrects an invoice or receipt.
 */
export type DocumentKind = 'invoice' | 'receipt' | 'statement' | 'credit-note'

/** Kinds that share a sequence of numbers. Receipts are invoices to the tax office. */
export const seriesOf: Readonly<Record<DocumentKind, string>> = {
  invoice: 'INV',
  receipt: 'INV',
  statement: 'ST',
  'credit-note': 'CN',
}

export interface Party {
  name: string
  /** Lines of the address, without the country. */
  address: readonly string[]
  /** ISO 3166-1 alpha-2. */
  country: string | null
  vatId: string | null
  email: string | null
}

export interface SellerParty extends Party {
  /** Where to pay, line by line; names the bank, never a customer. */
  bank: readonly string[]
  registration: string | null
}

/** What one unit price bought: never whom it was sent to. */
export interface Line {
  /** Counted from 1. */
  position: number
  /** `usage`: of the month itself; `correction`: of a month that was invoiced before, above or below zero. */
  kind: 'usage' | 'correction' | 'top-up' | 'credit'
  /** The month the usage was in. */
  month: string | null
  channel: string | null
  direction: 'MT' | 'MO' | null
  country: string | null
  network: string | null
  /** The price's own name. */
  name: string
  component: 'base' | 'surcharge' | 'package' | null
  unit: 'part' | 'message' | 'item'
  quantity: string
  unitMicros: string | null
  amountMicros: string
}

/**
 * All that is on the paper, and nothing else: what an invoice says never changes after it is issued. Amounts are
 * micro-units as text, so that JSON keeps them exact.
 */
export interface Content {
  kind: DocumentKind
  number: string
  /** `YYYY-MM-DD` in the billing zone. */
  issuedOn: string
  dueOn: string | null
  /** The month, or the day of a payment; the last day included. */
  periodFrom: string
  periodTo: string
  language: 'en' | 'ja'
  currency: string
  seller: SellerParty
  buyer: Party
  /** Further fields the buyer wants on it, such as an order number. */
  extra: readonly { label: string; value: string }[]
  /** The number of the document a credit note corrects, and why. */
  corrects: { number: string; issuedOn: string; reason: string } | null
  lines: readonly Line[]
  netMicros: string
  taxableMicros: string
  vat: { reason: VatReason; basisPoints: number; vatMicros: string }
  roundingMicros: string
  payableMicros: string
  /** Paid when it was issued. */
  paidMicros: string
}

/** The one text of a content: fields in the order of their names, so that the same content has the same hash. */
export function contentText(content: Content): string {
  return JSON.stringify(content, (_name, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

/** SHA-256 of the text, 32 octets: whoever keeps it can tell that nothing was changed. */
export const contentHash = (text: string): Buffer => createHash('sha256').update(text).digest()

/** `TL-INV-2026-000042`: without gaps for a seller, series and year. */
export const documentNumber = (
  prefix: string,
  kind: DocumentKind,
  year: number,
  sequence: number,
): string =>
  `${prefix === '' ? '' : `${prefix}-`}${seriesOf[kind]}-${year}-${String(sequence).padStart(6, '0')}`
