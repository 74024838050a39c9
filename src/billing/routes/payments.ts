import { badField, Rejection, type App, type Credential } from '../../core/http/index.ts'
import { transaction } from '../../core/storage/index.ts'
import { hold } from '../invoicing/books.ts'
import { decimalText, minorUnitMicros, readDecimal } from '../invoicing/currency.ts'
import { presentPayment, presentTopUp } from '../invoicing/present.ts'
import * as wire from '../invoicing/wire.ts'
import { takePayment } from '../payments/receipts.ts'
import { isSigned } from '../payments/stripe-signature.ts'
import { readStripeEvent } from '../payments/stripe.ts'
import { findTopUp, pagePayments, pageTopUps, type TopUpRow } from '../store/payments.ts'
import { aboveZero } from './invoices.ts'
import { managing, pageOf, reading } from './shared.ts'
import type { InvoicingParts } from './invoicing.ts'
import { readTerms } from '../store/invoices.ts'

/** Payments that came, and payments by card that are begun here. */
export function addPayments(app: App, parts: InvoicingParts): void {
  addOwnPayments(app, parts)
  addCustomersPayments(app, parts)
  addTopUps(app, parts)
  if (parts.simulated) addSimulatedPayment(app, parts, parts.simulated)
  addProviderEvents(app, parts)
}

function addOwnPayments(app: App, { db }: InvoicingParts): void {
  app.operation(
    {
      ...reading,
      id: 'list-payments',
      method: 'GET',
      path: '/billing/1/payments',
      summary: 'List payments of the account, newest first',
      query: wire.PageQuery,
      answers: { 200: wire.PaymentPage },
    },
    async ({ query, credential }) => {
      const { limit = 50, cursor = null } = query
      const { page, nextCursor } = pageOf(
        await pagePayments(db, credential.accountId, cursor, limit + 1, null),
        limit,
        (one) => one.id,
      )
      return { results: page.map(presentPayment), nextCursor }
    },
  )
}

const noCustomer = () =>
  new Rejection('NOT_FOUND', { text: 'You sell to no account with this key.' })

/** Whom the account sells to directly: the one whose bills it issues. */
async function customerOf(
  { db, names }: InvoicingParts,
  credential: Credential,
  key: string,
): Promise<number> {
  const accountId = await names.idOfKey(db, key)
  const terms = accountId === null ? undefined : await readTerms(db, accountId)
  if (terms?.parent_id !== credential.accountId) throw noCustomer()
  return terms.account_id
}

function addCustomersPayments(app: App, parts: InvoicingParts): void {
  const { db, names, clock } = parts
  const path = '/billing/1/customers/:account/payments'
  app.operation(
    {
      ...reading,
      id: 'list-customer-payments',
      method: 'GET',
      path,
      summary: 'List payments of a customer, newest first',
      params: wire.AccountPath,
      query: wire.PageQuery,
      answers: { 200: wire.PaymentPage },
    },
    async ({ params, query, credential }) => {
      const { limit = 50, cursor = null } = query
      const customer = await customerOf(parts, credential, params.account)
      const found = await pagePayments(db, customer, cursor, limit + 1, credential.accountId)
      const { page, nextCursor } = pageOf(found, limit, (one) => one.id)
      return { results: page.map(presentPayment), nextCursor }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'create-customer-payment',
      method: 'POST',
      path,
      summary: 'Enter a payment that a customer made at your bank',
      description:
        'It settles what the customer owes, the named invoice first and then the oldest. What is over becomes balance, with a receipt, of a customer who pays in advance, and waits for the next invoice of others. A reference is entered once.',
      params: wire.AccountPath,
      body: wire.NewPayment,
      answers: { 201: wire.TakenPayment },
    },
    async ({ params, body, credential }) => {
      const customer = await customerOf(parts, credential, params.account)
      const taken = await transaction(db, async (tx) => {
        const held = await hold(tx, customer)
        if (!held) throw noCustomer()
        const received = {
          way: 'bank' as const,
          amountMicros: payable(body.amount, held.currency),
          receivedOn: existingDay(body.receivedOn),
          reference: body.reference.trim(),
          documentId: body.invoiceId ?? null,
          enteredBy: credential.userId,
        }
        return takePayment(tx, names, held, received, clock.now())
      })
      if (taken === null)
        throw new Rejection('CONFLICT', {
          text: 'A payment with this reference is entered already.',
          action:
            'Look for it among the payments; if it is another one, give it another reference.',
        })
      return { id: taken.paymentId, receiptId: taken.receipt?.id ?? null }
    },
  )
}

/** @throws BAD_REQUEST for what cannot be paid: not above zero, or finer than the smallest unit */
function payable(text: string, currency: string): bigint {
  const micros = readDecimal(text)
  const unit = minorUnitMicros(currency)
  if (micros === undefined || micros <= 0n || micros % unit !== 0n)
    throw badField(
      'amount',
      `must be above zero and a multiple of ${decimalText(unit, currency)} ${currency}`,
    )
  return micros
}

function existingDay(text: string): string {
  const date = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text)
    throw badField('receivedOn', 'must be a day such as 2026-11-24')
  return text
}

async function ownTopUp(found: Promise<TopUpRow | undefined>): Promise<TopUpRow> {
  const topUp = await found
  if (!topUp) throw new Rejection('NOT_FOUND', { text: 'The account has no top-up with this id.' })
  return topUp
}

function addTopUps(app: App, { db, topUps }: InvoicingParts): void {
  app.operation(
    {
      ...managing,
      id: 'create-top-up',
      method: 'POST',
      path: '/billing/1/top-ups',
      summary: 'Begin a payment by card, for the balance or for an invoice',
      description:
        'Send the payer’s browser to `address`. `amount` is what the balance grows by; VAT comes on top. With `invoiceId` what is left to pay of it is paid.',
      body: wire.NewTopUp,
      answers: { 201: wire.TopUp },
    },
    async ({ body, credential }) => {
      if ((body.amount === undefined) === (body.invoiceId === undefined))
        throw badField('amount', 'is needed, or else invoiceId, and not both')
      const begun = await topUps.begin(
        credential.accountId,
        body.invoiceId === undefined
          ? { netMicros: aboveZero(body.amount!, 'amount') }
          : { documentId: body.invoiceId },
      )
      return presentTopUp(begun)
    },
  )
  app.operation(
    {
      ...reading,
      id: 'list-top-ups',
      method: 'GET',
      path: '/billing/1/top-ups',
      summary: 'List payments by card, newest first',
      query: wire.PageQuery,
      answers: { 200: wire.TopUpPage },
    },
    async ({ query, credential }) => {
      const { limit = 50, cursor = null } = query
      const found = await pageTopUps(db, credential.accountId, cursor, limit + 1)
      const { page, nextCursor } = pageOf(found, limit, (one) => one.id)
      return { results: page.map(presentTopUp), nextCursor }
    },
  )
  app.operation(
    {
      ...reading,
      id: 'get-top-up',
      method: 'GET',
      path: '/billing/1/top-ups/:id',
      summary: 'How far a payment by card is',
      description: 'While it is not ended the provider is asked.',
      params: wire.IdPath,
      answers: { 200: wire.TopUp },
    },
    async ({ params, credential }) =>
      presentTopUp(await ownTopUp(topUps.read(credential.accountId, params.id))),
  )
}

function addSimulatedPayment(
  app: App,
  { db, topUps }: InvoicingParts,
  isOffered: () => Promise<boolean>,
): void {
  app.operation(
    {
      ...managing,
      id: 'pay-simulated-card',
      method: 'POST',
      path: '/billing/1/top-ups/:id/simulated-payment',
      summary: 'Say how a payment by the simulated card ends',
      description:
        'Only while the simulator runs and no real operator is connected, and only for a payment of the simulated card.',
      params: wire.IdPath,
      body: wire.SimulatedPayment,
      answers: { 200: wire.TopUp },
    },
    async ({ params, body, credential }) => {
      const topUp = await ownTopUp(findTopUp(db, credential.accountId, params.id))
      if (topUp.provider !== 'simulated')
        throw new Rejection('NOT_FOUND', { text: 'This is no payment by the simulated card.' })
      if (!(await isOffered()))
        throw new Rejection('CONFLICT', {
          text: 'A real operator is connected: a card that is none pays nothing any more.',
          action: 'Pay by bank transfer, as your invoices say.',
        })
      await topUps.complete(topUp.seller_id, {
        sessionId: topUp.id,
        topUpId: topUp.id,
        state: body.outcome === 'PAID' ? 'paid' : 'failed',
        amountMicros: topUp.payable_micros,
        currency: topUp.currency,
        paymentId: topUp.id,
      })
      return presentTopUp(await ownTopUp(findTopUp(db, credential.accountId, params.id)))
    },
  )
}

function addProviderEvents(app: App, { db, names, clock, topUps, log }: InvoicingParts): void {
  app.operation(
    {
      id: 'take-stripe-event',
      method: 'POST',
      path: '/billing/1/sellers/:account/stripe-events',
      product: 'billing',
      envelope: 2,
      access: 'none',
      audit: 'none',
      rawBody: true,
      summary: 'Where Stripe tells a seller of payments',
      description:
        'Believed by its signature alone. Told twice, late or out of order, a payment is credited once.',
      params: wire.AccountPath,
      body: wire.ProviderEvent,
      answers: { 200: wire.ProviderAnswer },
    },
    async ({ params, body, request }) => {
      const sellerId = await names.idOfKey(db, params.account)
      const secret = sellerId === null ? null : await topUps.webhookSecret(sellerId)
      const header = request.headers['stripe-signature']
      const signed =
        secret !== null &&
        typeof header === 'string' &&
        request.rawBody !== null &&
        isSigned(header, request.rawBody, secret, clock.ms())
      // The same answer for a seller there is not, so that nobody learns who uses it.
      if (!signed || sellerId === null) {
        log.warn({ sellerId }, 'an event of a payment provider was not signed as it should be')
        throw new Rejection('UNAUTHORIZED', {
          text: 'The signature is not right, or too old.',
          action: 'Sign the body as it is sent, with the secret of this address.',
        })
      }
      const told = readStripeEvent(body)
      if (told) await topUps.complete(sellerId, told)
      return { received: true }
    },
  )
}
