import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signedHeader } from '../../src/billing/payments/stripe-signature.ts'
import { clock as systemClock } from '../../src/core/clock.ts'

/** What a session of the peer knows; the names are those of the protocol. */
export interface PeerSession {
  id: string
  object: 'checkout.session'
  url: string
  mode: string
  status: 'open' | 'complete' | 'expired'
  payment_status: 'unpaid' | 'paid'
  client_reference_id: string | null
  amount_total: number
  currency: string
  payment_intent: string | null
  success_url: string
  cancel_url: string
  livemode: false
}

/**
 * A peer that speaks the part of Stripe's HTTP API that we use, and speaks it strictly: form bodies, bearer keys,
 * idempotency keys that answer the same again and refuse another body, a page where a person can pay, and signed
 * webhooks. It is no copy of Stripe: what is not here is answered 404 as there.
 */
export interface StripePeer {
  url: string
  secretKey: string
  webhookSecret: string
  sessions: Map<string, PeerSession>
  refunds: { payment_intent: string; amount: number }[]
  /** Every request that came, as `POST /v1/…`. */
  asked: string[]
  /** Pays a session, as the payer does on the page; nobody is told yet. */
  pay(sessionId: string): void
  /** An event about a session, as it would be sent: the body, and its signature made at `seconds`. */
  event(
    sessionId: string,
    type?: string,
    seconds?: number,
  ): { body: string; headers: Record<string, string> }
  /** Answers the next requests with this status instead. */
  failNext(status: number): void
  stop(): Promise<void>
}

export async function startStripePeer(): Promise<StripePeer> {
  const answered = new Map<string, { form: string; status: number; body: string }>()
  let failing: number | null = null
  let count = 0
  const nextId = (prefix: string) => `${prefix}_test_${String(++count).padStart(8, '0')}`
  const peer: StripePeer = {
    url: '',
    secretKey: 'sk_test_peer',
    webhookSecret: 'whsec_peer',
    sessions: new Map(),
    refunds: [],
    asked: [],
    pay: (sessionId) => {
      const session = peer.sessions.get(sessionId)
      if (!session || session.status !== 'open') throw new Error('nothing to pay')
      session.status = 'complete'
      session.payment_status = 'paid'
      session.payment_intent = nextId('pi')
    },
    event: (
      sessionId,
      type = 'checkout.session.completed',
      seconds = Math.floor(systemClock.ms() / 1000),
    ) => {
      const session = peer.sessions.get(sessionId)
      const body = JSON.stringify({
        id: nextId('evt'),
        object: 'event',
        api_version: '2025-09-30',
        created: seconds,
        type,
        data: { object: session },
      })
      const headers = { 'stripe-signature': signedHeader(seconds, body, peer.webhookSecret) }
      return { body, headers }
    },
    failNext: (status) => {
      failing = status
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const server: Server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) =>
      json(response, 500, fault(String(error))),
    )
  })
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request
    const body = await textOf(request)
    peer.asked.push(`${method} ${url}`)
    if (failing !== null) {
      const status = failing
      failing = null
      return json(response, status, fault('The peer was told to fail.'))
    }
    const page = /^\/pay\/([\w]+)$/.exec(url)
    if (page) return payPage(response, method, page[1]!)
    if (request.headers.authorization !== `Bearer ${peer.secretKey}`)
      return json(response, 401, fault('Invalid API Key provided'))
    const asked = /^\/v1\/checkout\/sessions\/(\w+)$/.exec(url)
    if (method === 'GET' && asked) {
      const session = peer.sessions.get(asked[1]!)
      return session
        ? json(response, 200, session)
        : json(response, 404, fault('No such checkout.session'))
    }
    if (method !== 'POST') return json(response, 404, fault('Unrecognized request URL'))
    return post(request, response, url, body)
  }
  function post(request: IncomingMessage, response: ServerResponse, url: string, body: string) {
    if (request.headers['content-type'] !== 'application/x-www-form-urlencoded')
      return json(response, 400, fault('Bodies are forms.'))
    const key = `${url} ${String(request.headers['idempotency-key'])}`
    const before = answered.get(key)
    if (before && before.form !== body)
      return json(response, 400, fault('Keys for idempotent requests can only be used with the same parameters.')) // prettier-ignore
    if (before) return send(response, before.status, before.body)
    const made = make(url, new URLSearchParams(body))
    answered.set(key, { form: body, status: made.status, body: JSON.stringify(made.body) })
    return json(response, made.status, made.body)
  }
  function make(url: string, form: URLSearchParams): { status: number; body: unknown } {
    if (url === '/v1/checkout/sessions') return makeSession(form)
    if (url === '/v1/refunds') return makeRefund(form)
    return { status: 404, body: fault('Unrecognized request URL') }
  }
  function makeSession(form: URLSearchParams) {
    const item = 'line_items[0]'
    const amount = form.get(`${item}[price_data][unit_amount]`) ?? ''
    const currency = form.get(`${item}[price_data][currency]`) ?? ''
    const required = ['success_url', 'cancel_url', `${item}[price_data][product_data][name]`]
    const missing = required.find((name) => !form.get(name))
    if (missing !== undefined)
      return { status: 400, body: fault(`Missing required param: ${missing}.`) }
    if (form.get('mode') !== 'payment' || !/^[1-9]\d{0,7}$/.test(amount))
      return { status: 400, body: fault('Invalid integer') }
    if (!/^[a-z]{3}$/.test(currency)) return { status: 400, body: fault('Invalid currency') }
    const id = nextId('cs')
    const session: PeerSession = {
      id,
      object: 'checkout.session',
      url: `${peer.url}/pay/${id}`,
      mode: 'payment',
      status: 'open',
      payment_status: 'unpaid',
      client_reference_id: form.get('client_reference_id'),
      amount_total: Number(amount) * Number(form.get(`${item}[quantity]`) ?? 1),
      currency,
      payment_intent: null,
      success_url: form.get('success_url') ?? '',
      cancel_url: form.get('cancel_url') ?? '',
      livemode: false,
    }
    peer.sessions.set(id, session)
    return { status: 200, body: session }
  }
  function makeRefund(form: URLSearchParams) {
    const intent = form.get('payment_intent') ?? ''
    const paid = [...peer.sessions.values()].find((one) => one.payment_intent === intent)
    if (!paid) return { status: 404, body: fault(`No such payment_intent: '${intent}'`) }
    const amount = Number(form.get('amount') ?? paid.amount_total)
    const given = peer.refunds
      .filter((one) => one.payment_intent === intent)
      .reduce((sum, one) => sum + one.amount, 0)
    if (amount + given > paid.amount_total)
      return { status: 400, body: fault('Refund amount is greater than unrefunded amount.') }
    peer.refunds.push({ payment_intent: intent, amount })
    return {
      status: 200,
      body: { id: nextId('re'), object: 'refund', amount, status: 'succeeded' },
    }
  }
  /** A person sees the amount and a button; pressing it pays and leads back. */
  function payPage(response: ServerResponse, method: string, id: string): void {
    const session = peer.sessions.get(id)
    if (!session) return json(response, 404, fault('No such checkout.session'))
    if (method === 'POST') {
      peer.pay(id)
      response.writeHead(303, { location: session.success_url }).end()
      return
    }
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><title>Pay</title><form method="post"><button>Pay ${session.amount_total} ${session.currency}</button></form>`) // prettier-ignore
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  peer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return peer
}

const fault = (message: string) => ({ error: { type: 'invalid_request_error', message } })
const json = (response: ServerResponse, status: number, body: unknown) =>
  send(response, status, JSON.stringify(body))
function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}
async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
