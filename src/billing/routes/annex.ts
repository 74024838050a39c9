import { Readable } from 'node:stream'
import {
  badField,
  mayUse,
  refuseBoundKey,
  Rejection,
  wireTime,
  type App,
  type Credential,
} from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import { Annex, type AnnexPlace, type AnnexRow } from '../invoicing/annex.ts'
import * as wire from '../invoicing/annex-wire.ts'
import { csvLine } from '../invoicing/csv.ts'
import { decimalText } from '../invoicing/currency.ts'
import type { AccountNames } from '../invoicing/parties.ts'
import { File, IdPath } from '../invoicing/wire.ts'
import type { ChargedMessages } from '../needs.ts'
import { findDocument } from '../store/invoices.ts'
import type { Tariffs } from '../tariffs.ts'
import { reading } from './shared.ts'

/** Of one answer as CSV; its last line tells where the next one begins. */
const ROWS_MAX = 1_000_000
const READ_SET = 5_000
/** A page of JSON looks so often for a message that is on the document. */
const LOOKS_MAX = 50
/** Beside that for bills: an annex says who was written to. */
const READS_MESSAGES = ['messaging:read', 'sms:logs:read', 'sms:manage']

export interface AnnexParts {
  db: Db
  clock: Clock
  names: AccountNames
  tariffs: Tariffs
  charged: ChargedMessages
}

/** The messages behind an invoice, for its buyer alone. */
export function addAnnex(app: App, parts: AnnexParts): void {
  app.operation(
    {
      ...reading,
      id: 'get-invoice-annex',
      method: 'GET',
      path: '/billing/1/invoices/:id/annex',
      summary: 'The messages that an invoice or a statement charges, as CSV',
      description:
        'One line for each message, then one with their sum (`SUM`). After 1,000,000 lines there is one with where to go on (`NEXT`). Needs a scope to read messages as well. Numbers are told for twelve months, and longer while the bill is unpaid or challenged.',
      audit: 'read',
      produces: 'text/csv',
      params: IdPath,
      query: wire.AnnexQuery,
      answers: { 200: File },
    },
    async ({ params, query, credential, reply }) => {
      const { annex, number } = await ownAnnex(parts, credential, params.id)
      const place = placeOf(annex, query.cursor)
      void reply.header('content-disposition', `attachment; filename="${number}-messages.csv"`)
      return Readable.from(csvLines(parts, annex, place))
    },
  )
  app.operation(
    {
      ...reading,
      id: 'list-invoice-messages',
      method: 'GET',
      path: '/billing/1/invoices/:id/messages',
      summary: 'List the messages that an invoice or a statement charges',
      description: 'What its annex says, in pages. Needs a scope to read messages as well.',
      audit: 'read',
      params: IdPath,
      query: wire.MessagesQuery,
      answers: { 200: wire.AnnexPage },
    },
    async ({ params, query, credential }) => {
      const { annex } = await ownAnnex(parts, credential, params.id)
      const { rows, next } = await nextPage(annex, placeOf(annex, query.cursor), query.limit ?? 200)
      const keys = await keysOf(parts, rows)
      return {
        results: rows.map((one) => present(one, keys)),
        nextCursor: next === null ? null : writeCursor(next),
      }
    },
  )
}

async function ownAnnex(parts: AnnexParts, credential: Credential, id: string) {
  if (!mayUse(credential, READS_MESSAGES))
    throw new Rejection('FORBIDDEN', {
      text: 'An annex says who was written to, and this credential does not read messages.',
      action: `Use one that also has one of ${READS_MESSAGES.join(', ')}.`,
    })
  refuseBoundKey(credential)
  const document = await findDocument(parts.db, 'account_id', credential.accountId, id)
  if (!document || !['invoice', 'statement'].includes(document.kind))
    throw new Rejection('NOT_FOUND', {
      text: 'The account has no invoice or statement with this id.',
    })
  return { annex: await Annex.of(parts, document), number: document.number }
}

/** The first page with a row in it, or the last one. */
async function nextPage(annex: Annex, place: AnnexPlace | null, limit: number) {
  let page: { rows: AnnexRow[]; next: AnnexPlace | null } = { rows: [], next: place }
  for (let looks = 0; looks < LOOKS_MAX && page.next !== null && page.rows.length === 0; looks++)
    page = await annex.page(page.next, limit)
  return page
}

async function* csvLines(
  parts: AnnexParts,
  annex: Annex,
  beginning: AnnexPlace | null,
): AsyncGenerator<string> {
  yield csvLine(columns)
  const sum = { messages: 0, parts: 0, micros: 0n, currency: '' }
  // A message that goes on while this is read is found again a stage later.
  const open = new Set<string>()
  let next: AnnexPlace | null = beginning
  while (next !== null && sum.messages < ROWS_MAX) {
    const { stage } = next
    const page = await annex.page(next, READ_SET)
    const rows = page.rows.filter((one) => stage === 'given-back' || !open.has(one.id))
    if (stage === 'scheduled' || stage === 'under-way') for (const one of rows) open.add(one.id)
    const keys = await keysOf(parts, rows)
    yield rows.map((one) => csvLine(fieldsOf(present(one, keys)))).join('')
    for (const one of rows) {
      sum.messages++
      sum.parts += one.parts
      sum.micros += one.amountMicros
      sum.currency = one.currency
    }
    next = page.next
  }
  yield lastLine('SUM', { parts: String(sum.parts), amount: decimalText(sum.micros, sum.currency), currency: sum.currency, message_id: String(sum.messages) }) // prettier-ignore
  if (next !== null) yield lastLine('NEXT', { message_id: writeCursor(next) })
}

const columns = [
  'kind',
  'time',
  'account',
  'direction',
  'channel',
  'end_user',
  'own_address',
  'network',
  'parts',
  'amount',
  'currency',
  'status',
  'tariff',
  'message_id',
] as const

const fieldsOf = (one: wire.AnnexMessage): (string | null)[] => [
  one.kind,
  one.acceptedAt,
  one.account,
  one.direction,
  one.channel,
  one.endUser,
  one.own,
  one.network,
  String(one.parts),
  one.amount,
  one.currency,
  one.status,
  String(one.tariffId),
  one.messageId,
]

const lastLine = (kind: string, said: Partial<Record<(typeof columns)[number], string>>): string =>
  csvLine(columns.map((one) => (one === 'kind' ? kind : (said[one] ?? null))))

async function keysOf(
  { db, names }: AnnexParts,
  rows: readonly AnnexRow[],
): Promise<ReadonlyMap<number, { key: string }>> {
  return names.namesOf(db, [...new Set(rows.map((one) => one.accountId))])
}

const present = (one: AnnexRow, keys: ReadonlyMap<number, { key: string }>): wire.AnnexMessage => ({
  kind: one.kind,
  acceptedAt: wireTime(one.acceptedAt),
  account: keys.get(one.accountId)?.key ?? '',
  direction: one.direction,
  channel: one.channel,
  endUser: one.endUser,
  own: one.own,
  network: one.mccMnc,
  parts: one.parts,
  amount: decimalText(one.amountMicros, one.currency),
  currency: one.currency,
  status: one.status,
  tariffId: one.tariffId,
  messageId: one.messageId ?? one.id,
})

const writeCursor = ({ stage, accountId, after }: AnnexPlace): string =>
  Buffer.from(`${stage} ${accountId}${after ? ` ${after.month} ${after.id}` : ''}`).toString(
    'base64url',
  )

const CURSOR =
  /^(scheduled|under-way|ended|given-back) (\d{1,9})(?: (\d{4}-(?:0[1-9]|1[0-2])-01) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?$/

/** @throws BAD_REQUEST for a cursor that is none of this annex */
function placeOf(annex: Annex, cursor: string | undefined): AnnexPlace | null {
  if (cursor === undefined) return annex.beginning
  const read = CURSOR.exec(Buffer.from(cursor, 'base64url').toString())
  const place = read && {
    stage: read[1] as AnnexPlace['stage'],
    accountId: Number(read[2]),
    after: read[3] === undefined ? null : { month: read[3], id: read[4]! },
  }
  if (!place || !annex.has(place)) throw badField('cursor', 'is none of this invoice')
  return place
}
