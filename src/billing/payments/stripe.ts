import { request } from 'undici'
import Type, { type Static, type TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { fromStripe, toStripe } from './stripe-amounts.ts'
import {
  ProviderFailure,
  type BegunCheckout,
  type Checkout,
  type CheckoutState,
  type PaymentProvider,
} from './provider.ts'

const ANSWER_MS_MAX = 20_000
const ANSWER_CHARACTERS_MAX = 1_000_000

/** The fields we read of what we are sent; there are many more. */
const Session = Type.Object({
  id: Type.String({ maxLength: 255 }),
  object: Type.Literal('checkout.session'),
  url: Type.Optional(Type.Union([Type.String({ maxLength: 8_192 }), Type.Null()])),
  status: Type.Union([Type.String({ maxLength: 50 }), Type.Null()]),
  payment_status: Type.String({ maxLength: 50 }),
  client_reference_id: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
  amount_total: Type.Union([Type.Integer(), Type.Null()]),
  currency: Type.Union([Type.String({ pattern: '^[a-z]{3}$' }), Type.Null()]),
  payment_intent: Type.Union([Type.String({ maxLength: 255 }), Type.Null()]),
})
type Session = Static<typeof Session>

const Refund = Type.Object({ id: Type.String(), status: Type.Union([Type.String(), Type.Null()]) })
const Failed = Type.Object({ error: Type.Object({ message: Type.Optional(Type.String()) }) })

/** What Stripe tells us of by a webhook. */
const Event = Type.Object({
  id: Type.String({ maxLength: 255 }),
  object: Type.Literal('event'),
  type: Type.String({ maxLength: 200 }),
  data: Type.Object({ object: Type.Object({ object: Type.String({ maxLength: 100 }) }) }),
})

export interface StripeAccess {
  /** `https://api.stripe.com`, or where a peer listens. */
  apiUrl: string
  secretKey: string
}

/**
 * Stripe's Checkout by its public HTTP API: the payer's browser goes to Stripe's page, and no card number comes here.
 * Source: docs.stripe.com/api (checkout sessions, refunds, idempotent requests, errors).
 */
export function stripe(access: StripeAccess): PaymentProvider {
  return {
    name: 'stripe',
    begin: (checkout) => begin(access, checkout),
    read: async (sessionId) =>
      stateOf(
        await call(
          access,
          'GET',
          `/v1/checkout/sessions/${encodeURIComponent(sessionId)}`,
          Session,
        ),
      ),
    refund: async ({ paymentId, amountMicros, currency, key }) => {
      const form = { payment_intent: paymentId, amount: amountText(amountMicros, currency) }
      const refund = await call(access, 'POST', '/v1/refunds', Refund, { form, key })
      if (refund.status === 'failed' || refund.status === 'canceled')
        throw new ProviderFailure(`Stripe did not give the payment back (${refund.status}).`, false)
    },
  }
}

async function begin(access: StripeAccess, checkout: Checkout): Promise<BegunCheckout> {
  const item = 'line_items[0]'
  const session = await call(access, 'POST', '/v1/checkout/sessions', Session, {
    key: checkout.topUpId,
    form: {
      mode: 'payment',
      client_reference_id: checkout.topUpId,
      success_url: checkout.successUrl,
      cancel_url: checkout.cancelUrl,
      locale: checkout.language,
      [`${item}[quantity]`]: '1',
      [`${item}[price_data][currency]`]: checkout.currency.toLowerCase(),
      [`${item}[price_data][unit_amount]`]: amountText(checkout.amountMicros, checkout.currency),
      [`${item}[price_data][product_data][name]`]: checkout.description,
    },
  })
  if (typeof session.url !== 'string')
    throw new ProviderFailure('Stripe gave no address for paying.', true)
  return { sessionId: session.id, address: session.url }
}

function amountText(micros: bigint, currency: string): string {
  const amount = toStripe(micros, currency)
  if (amount === undefined)
    throw new ProviderFailure(`Stripe takes no such amount in ${currency}.`, false)
  return amount
}

/**
 * What a webhook's body tells about a payment; the signature is checked before.
 * @returns null for events that are about something else
 */
export function readStripeEvent(body: unknown): CheckoutState | null {
  if (!Check(Event, body) || !body.type.startsWith('checkout.session.')) return null
  const session: unknown = body.data.object
  if (!Check(Session, session)) return null
  const state = stateOf(session)
  return body.type === 'checkout.session.async_payment_failed'
    ? { ...state, state: 'failed' }
    : state
}

/** A session is paid when Stripe says so, not when it is complete: some ways of paying take days. */
function stateOf(session: Session): CheckoutState {
  const currency = (session.currency ?? '').toUpperCase()
  return {
    sessionId: session.id,
    topUpId: session.client_reference_id,
    state:
      session.payment_status === 'paid'
        ? 'paid'
        : session.status === 'expired'
          ? 'expired'
          : 'open',
    amountMicros: session.amount_total === null ? 0n : fromStripe(session.amount_total, currency),
    currency,
    paymentId: session.payment_intent,
  }
}

async function call<Schema extends TSchema>(
  access: StripeAccess,
  method: 'GET' | 'POST',
  path: string,
  schema: Schema,
  sent?: { form: Record<string, string>; key: string },
): Promise<Static<Schema>> {
  const { status, text } = await ask(access, method, path, sent)
  const body = parse(text)
  if (status >= 200 && status < 300 && Check(schema, body)) return body
  const said = Check(Failed, body) ? (body.error.message ?? '') : ''
  // 401 and 403 are about our key: what Stripe says of it is for the log's reader, not for the payer.
  const shown = status === 401 || status === 403 ? 'the key was refused' : said.slice(0, 300)
  throw new ProviderFailure(
    `Stripe answered ${status}${shown === '' ? '' : `: ${shown}`}.`,
    status === 409 || status === 429 || status >= 500,
  )
}

async function ask(
  access: StripeAccess,
  method: 'GET' | 'POST',
  path: string,
  sent?: { form: Record<string, string>; key: string },
): Promise<{ status: number; text: string }> {
  try {
    const answer = await request(`${access.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${access.secretKey}`,
        'user-agent': 'Trunkline',
        ...(sent === undefined
          ? {}
          : {
              'content-type': 'application/x-www-form-urlencoded',
              'idempotency-key': sent.key,
            }),
      },
      ...(sent === undefined ? {} : { body: new URLSearchParams(sent.form).toString() }),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    })
    const text = await answer.body.text()
    return { status: answer.statusCode, text: text.slice(0, ANSWER_CHARACTERS_MAX) }
  } catch (cause) {
    throw new ProviderFailure('Stripe could not be reached.', true, cause)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
