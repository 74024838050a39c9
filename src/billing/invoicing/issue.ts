import { uuidv7 } from '../../core/ids.ts'
import type { Tx } from '../../core/storage/index.ts'
import { insertDocument, nextNumber, type DocumentRow } from '../store/invoices.ts'
import type { Side } from '../store/ledger.ts'
import { contentHash, contentText, documentNumber, seriesOf, type Content, type DocumentKind, type Line } from './document.ts' // prettier-ignore
import { yearEnd } from './months.ts'
import type { Parties } from './parties.ts'
import type { Taxed, VatTreatment } from './vat.ts'

/** A document that only lacks its number. Sums of a credit note are above zero, like those it takes back. */
export interface Draft {
  kind: DocumentKind
  accountId: number
  sellerId: number
  /** Days, the last one included. */
  periodFrom: string
  periodTo: string
  issuedOn: string
  dueOn: string | null
  currency: string
  lines: readonly Line[]
  sums: Taxed
  treatment: VatTreatment
  paidMicros: bigint
  corrects: { id: string; number: string; issuedOn: string; reason: string } | null
}

/**
 * Numbers and stores a document. It is the last thing its transaction waits for but the ledger: the seller's series is
 * held from here on.
 */
export async function issue(
  tx: Tx,
  parties: Parties,
  draft: Draft,
  now: Date,
): Promise<DocumentRow> {
  const series = seriesOf[draft.kind]
  const year = Number(draft.issuedOn.slice(0, 4))
  const sequence = await nextNumber(tx, draft.sellerId, series, year)
  const number = documentNumber(parties.numberPrefix, draft.kind, year, sequence)
  const content = contentText(contentOf(parties, draft, number))
  const document: DocumentRow = {
    id: uuidv7(now.getTime()),
    account_id: draft.accountId,
    seller_id: draft.sellerId,
    kind: draft.kind,
    series,
    year,
    sequence,
    number,
    period_from: draft.periodFrom,
    period_to: draft.periodTo,
    issued_on: draft.issuedOn,
    due_on: draft.dueOn,
    currency: draft.currency,
    net_micros: draft.sums.netMicros,
    vat_micros: draft.sums.vatMicros,
    rounding_micros: draft.sums.roundingMicros,
    payable_micros: draft.sums.payableMicros,
    corrects_id: draft.corrects?.id ?? null,
    content,
    content_hash: contentHash(content),
    issued_at: now,
    year_ended_at: yearEnd(now),
  }
  await insertDocument(tx, document)
  return document
}

const contentOf = (parties: Parties, draft: Draft, number: string): Content => ({
  kind: draft.kind,
  number,
  issuedOn: draft.issuedOn,
  dueOn: draft.dueOn,
  periodFrom: draft.periodFrom,
  periodTo: draft.periodTo,
  language: parties.language,
  currency: draft.currency,
  seller: parties.seller,
  buyer: parties.buyer,
  extra: parties.extra,
  corrects:
    draft.corrects === null
      ? null
      : {
          number: draft.corrects.number,
          issuedOn: draft.corrects.issuedOn,
          reason: draft.corrects.reason,
        },
  lines: draft.lines,
  netMicros: draft.sums.netMicros.toString(),
  taxableMicros: draft.sums.taxableMicros.toString(),
  vat: { ...draft.treatment, vatMicros: draft.sums.vatMicros.toString() },
  roundingMicros: draft.sums.roundingMicros.toString(),
  payableMicros: draft.sums.payableMicros.toString(),
  paidMicros: draft.paidMicros.toString(),
})

/** One posting: an amount from one side to the other. Below zero it goes the other way, zero is none. */
export interface Move {
  debit: Side
  credit: Side
  micros: bigint
}

/** What an amount is made of, from one side: net, VAT and rounding each to theirs. */
export const movesOf = (from: Side, net: Side, sums: Taxed): Move[] => [
  { debit: from, credit: net, micros: sums.netMicros },
  { debit: from, credit: 'vat', micros: sums.vatMicros },
  { debit: from, credit: 'rounding', micros: sums.roundingMicros },
]
