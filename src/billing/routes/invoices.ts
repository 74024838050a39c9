import { badField, Rejection, type App, type Credential } from '../../core/http/index.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import { billingDay } from '../billing-day.ts'
import { creditDocument } from '../invoicing/credit-notes.ts'
import { linesCsv } from '../invoicing/csv.ts'
import { readDecimal } from '../invoicing/currency.ts'
import type { Content } from '../invoicing/document.ts'
import { paper } from '../invoicing/pdf.ts'
import { kindOf, presentDetail, presentDispute, presentDocument } from '../invoicing/present.ts'
import * as wire from '../invoicing/wire.ts'
import { pageDisputes } from '../store/disputes.ts'
import {
  findDocument,
  pageDocuments,
  type DocumentStanding,
  type Viewpoint,
} from '../store/invoices.ts'
import { findPaidBy, readAllocations } from '../store/payments.ts'
import type { InvoicingParts } from './invoicing.ts'
import { managing, pageOf, reading } from './shared.ts'

const shownTo = {
  account_id: { at: '/billing/1/invoices', id: 'invoice', whose: "the account's" },
  seller_id: { at: '/billing/1/issued-invoices', id: 'issued-invoice', whose: "a customer's" },
} as const

/** `/billing/1/invoices` for who pays, `/billing/1/issued-invoices` for who sells; and disputes between them. */
export function addInvoices(app: App, parts: InvoicingParts): void {
  addList(app, parts)
  addIssuedList(app, parts)
  for (const viewpoint of ['account_id', 'seller_id'] as const) addDocument(app, parts, viewpoint)
  addCreditNotes(app, parts)
  addDisputes(app, parts)
  addReceivedDisputes(app, parts)
}

const today = ({ clock }: InvoicingParts) => billingDay('UTC', clock.ms())

async function presentPage(
  parts: InvoicingParts,
  found: readonly DocumentStanding[],
  limit: number,
) {
  const { page, nextCursor } = pageOf(found, limit, (one) => one.id)
  const names = await parts.names.namesOf(
    parts.db,
    page.map((one) => one.account_id),
  )
  return { results: page.map((one) => presentDocument(one, names, today(parts))), nextCursor }
}

function addList(app: App, parts: InvoicingParts): void {
  app.operation(
    {
      ...reading,
      id: 'list-invoices',
      method: 'GET',
      path: '/billing/1/invoices',
      summary: 'List invoices, receipts, statements and credit notes, newest first',
      query: wire.DocumentQuery,
      answers: { 200: wire.DocumentPage },
    },
    async ({ query, credential }) => {
      const { limit = 50 } = query
      const filter = { kinds: kindOf(query.kind), buyerId: null, unsettled: query.open ?? false }
      const found = await pageDocuments(
        parts.db,
        'account_id',
        credential.accountId,
        filter,
        query.cursor ?? null,
        limit + 1,
      )
      return presentPage(parts, found, limit)
    },
  )
}

function addIssuedList(app: App, parts: InvoicingParts): void {
  app.operation(
    {
      ...reading,
      id: 'list-issued-invoices',
      method: 'GET',
      path: '/billing/1/issued-invoices',
      summary: 'List what was invoiced to customers, newest first',
      query: wire.IssuedQuery,
      answers: { 200: wire.DocumentPage },
    },
    async ({ query, credential }) => {
      const { limit = 50 } = query
      const buyerId =
        query.account === undefined ? null : await parts.names.idOfKey(parts.db, query.account)
      if (query.account !== undefined && buyerId === null) return { results: [], nextCursor: null }
      const filter = { kinds: kindOf(query.kind), buyerId, unsettled: query.open ?? false }
      const found = await pageDocuments(
        parts.db,
        'seller_id',
        credential.accountId,
        filter,
        query.cursor ?? null,
        limit + 1,
      )
      return presentPage(parts, found, limit)
    },
  )
}

async function ownDocument(
  db: Db,
  viewpoint: Viewpoint,
  credential: Credential,
  id: string,
): Promise<DocumentStanding> {
  const document = await findDocument(db, viewpoint, credential.accountId, id)
  if (!document) throw new Rejection('NOT_FOUND', { text: 'There is no invoice with this id.' })
  return document
}

function addDocument(app: App, parts: InvoicingParts, viewpoint: Viewpoint): void {
  const { db, names } = parts
  const { at, id, whose } = shownTo[viewpoint]
  app.operation(
    {
      ...reading,
      id: `get-${id}`,
      method: 'GET',
      path: `${at}/:id`,
      summary: `Read one of ${whose} invoices with its lines and how it was paid`,
      params: wire.IdPath,
      answers: { 200: wire.DocumentDetail },
    },
    async ({ params, credential }) => {
      const document = await ownDocument(db, viewpoint, credential, params.id)
      const payments = await readAllocations(db, document.account_id, document.id)
      const named = await names.namesOf(db, [document.account_id])
      return presentDetail(document, named, today(parts), payments)
    },
  )
  app.operation(
    {
      ...reading,
      id: `get-${id}-pdf`,
      method: 'GET',
      path: `${at}/:id/pdf`,
      summary: `One of ${whose} invoices as PDF`,
      description: 'The same document always gives the same octets.',
      produces: 'application/pdf',
      params: wire.IdPath,
      answers: { 200: wire.File },
    },
    async ({ params, credential, reply }) => {
      const document = await ownDocument(db, viewpoint, credential, params.id)
      void reply.header('content-disposition', `inline; filename="${document.number}.pdf"`)
      return paper(JSON.parse(document.content) as Content)
    },
  )
  app.operation(
    {
      ...reading,
      id: `get-${id}-csv`,
      method: 'GET',
      path: `${at}/:id/csv`,
      summary: `The lines of one of ${whose} invoices as CSV`,
      produces: 'text/csv',
      params: wire.IdPath,
      answers: { 200: wire.File },
    },
    async ({ params, credential, reply }) => {
      const document = await ownDocument(db, viewpoint, credential, params.id)
      void reply.header('content-disposition', `attachment; filename="${document.number}.csv"`)
      return linesCsv(JSON.parse(document.content) as Content)
    },
  )
}

/** @throws BAD_REQUEST for an amount that is not above zero */
export function aboveZero(text: string, field: string): bigint {
  const micros = readDecimal(text)
  if (micros === undefined || micros <= 0n) throw badField(field, 'must be a number above zero')
  return micros
}

function addCreditNotes(app: App, parts: InvoicingParts): void {
  const { db, clock, names } = parts
  app.operation(
    {
      ...managing,
      id: 'create-credit-note',
      method: 'POST',
      path: '/billing/1/issued-invoices/:id/credit-notes',
      summary: 'Correct an invoice or a receipt by a credit note, whole or in part',
      description:
        'Without `netAmount` all that is left is credited. Of an invoice it settles what is not paid yet, and what is over stays for the next one. Of a receipt the sum is taken off the balance, and the provider is asked to give the money back.',
      params: wire.IdPath,
      body: wire.NewCreditNote,
      answers: { 201: wire.CreditNote },
    },
    async ({ params, body, credential }) => {
      const wish = {
        sellerId: credential.accountId,
        documentId: params.id,
        netMicros: body.netAmount === undefined ? null : aboveZero(body.netAmount, 'netAmount'),
        reason: body.reason.trim(),
      }
      const note = await transaction(db, (tx) => creditDocument(tx, names, wish, clock.now()))
      const moneyBack = await giveBack(parts, credential, params.id, note)
      const found = (await findDocument(db, 'seller_id', credential.accountId, note.id))!
      const named = await names.namesOf(db, [note.account_id])
      return {
        document: presentDocument(found, named, note.issued_on),
        moneyBack,
      }
    },
  )
}

/**
 * After a credit note: an invoice's credit stays with the account; only of a receipt is there money to give back, by the
 * provider that took it if there was one. Asked again for the same note, it gives nothing back twice.
 */
async function giveBack(
  { db, topUps }: InvoicingParts,
  credential: Credential,
  documentId: string,
  note: { id: string; payable_micros: bigint },
): Promise<'NONE' | 'SENT' | 'BY_HAND'> {
  const paidBy = await findPaidBy(db, documentId)
  if (paidBy !== undefined) {
    const went = await topUps.giveBack(paidBy, note.payable_micros, `credit-note ${note.id}`)
    return went === 'sent' ? 'SENT' : 'BY_HAND'
  }
  const corrected = await findDocument(db, 'seller_id', credential.accountId, documentId)
  return corrected?.kind === 'receipt' ? 'BY_HAND' : 'NONE'
}

function addDisputes(app: App, { db, names, disputes }: InvoicingParts): void {
  app.operation(
    {
      ...managing,
      id: 'create-dispute',
      method: 'POST',
      path: '/billing/1/invoices/:id/disputes',
      summary: 'Challenge a bill, or lines of it',
      description:
        'A person of the seller decides. Until then nobody is reminded to pay, and the traffic data behind the bill is kept.',
      params: wire.IdPath,
      body: wire.NewDispute,
      answers: { 201: wire.Dispute },
    },
    async ({ params, body, credential }) => {
      const opened = await disputes.open(credential.accountId, params.id, {
        lines: body.lines ?? null,
        reason: body.reason.trim(),
        userId: credential.userId,
      })
      return presentDispute(opened, await names.namesOf(db, [opened.account_id]))
    },
  )
  app.operation(
    {
      ...managing,
      id: 'withdraw-dispute',
      method: 'POST',
      path: '/billing/1/disputes/:id/withdrawal',
      summary: 'Withdraw a dispute that is not decided',
      params: wire.IdPath,
      answers: { 200: wire.Dispute },
    },
    async ({ params, credential }) => {
      const ended = await disputes.withdraw(credential.accountId, params.id, credential.userId)
      return presentDispute(ended, await names.namesOf(db, [ended.account_id]))
    },
  )
  listDisputes(app, { db, names }, 'account_id')
}

function addReceivedDisputes(app: App, parts: InvoicingParts): void {
  const { db, names, disputes } = parts
  listDisputes(app, { db, names }, 'seller_id')
  app.operation(
    {
      ...managing,
      id: 'decide-dispute',
      method: 'POST',
      path: '/billing/1/received-disputes/:id/decision',
      summary: 'Decide a dispute of a customer',
      description:
        'By a person who is logged in: an API key may not. Upheld: a credit note over the whole bill, or over `netAmount` of it; of a receipt the provider is asked to give the money back.',
      params: wire.IdPath,
      body: wire.Decision,
      answers: { 200: wire.DecidedDispute },
    },
    async ({ params, body, credential }) => {
      if (credential.userId === null)
        throw new Rejection('FORBIDDEN', {
          text: 'A dispute is decided by a person.',
          action: 'Log in and decide it in the portal.',
        })
      const decided = await disputes.decide(credential.accountId, params.id, {
        upheld: body.upheld,
        netMicros: body.netAmount === undefined ? null : aboveZero(body.netAmount, 'netAmount'),
        text: body.text.trim(),
        userId: credential.userId,
      })
      const note =
        decided.credit_note_id &&
        (await findDocument(db, 'seller_id', credential.accountId, decided.credit_note_id))
      return {
        ...presentDispute(decided, await names.namesOf(db, [decided.account_id])),
        moneyBack: note ? await giveBack(parts, credential, decided.document_id, note) : 'NONE',
      }
    },
  )
}

function listDisputes(
  app: App,
  { db, names }: Pick<InvoicingParts, 'db' | 'names'>,
  viewpoint: Viewpoint,
): void {
  const received = viewpoint === 'seller_id'
  app.operation(
    {
      ...reading,
      id: received ? 'list-received-disputes' : 'list-disputes',
      method: 'GET',
      path: received ? '/billing/1/received-disputes' : '/billing/1/disputes',
      summary: received
        ? 'List disputes of customers, newest first'
        : 'List disputes, newest first',
      query: wire.DisputeQuery,
      answers: { 200: wire.DisputePage },
    },
    async ({ query, credential }) => {
      const { limit = 50 } = query
      const found = await pageDisputes(
        db,
        viewpoint,
        credential.accountId,
        query.invoiceId ?? null,
        query.cursor ?? null,
        limit + 1,
      )
      const { page, nextCursor } = pageOf(found, limit, (one) => one.id)
      const named = await names.namesOf(
        db,
        page.map((one) => one.account_id),
      )
      return { results: page.map((one) => presentDispute(one, named)), nextCursor }
    },
  )
}
