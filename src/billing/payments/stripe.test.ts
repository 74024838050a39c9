import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startStripePeer, type StripePeer } from '../../../test/support/stripe-peer.ts'
import { ProviderFailure, type Checkout } from './provider.ts'
import { fromStripe, toStripe } from './stripe-amounts.ts'
import { isSigned, signedHeader } from './stripe-signature.ts'
import { readStripeEvent, stripe } from './stripe.ts'

let peer: StripePeer
beforeAll(async () => {
  peer = await startStripePeer()
})
afterAll(() => peer.stop())

const provider = () => stripe({ apiUrl: peer.url, secretKey: peer.secretKey })
const checkout = (other: Partial<Checkout> = {}): Checkout => ({
  topUpId: 'top-up-1',
  amountMicros: 25_000_000n,
  currency: 'EUR',
  description: 'Balance of Müller & Söhne',
  language: 'en',
  successUrl: 'https://example.org/portal/balance?paid=1',
  cancelUrl: 'https://example.org/portal/balance',
  ...other,
})

describe('a payment', () => {
  it('is begun, paid and read', async () => {
    const begun = await provider().begin(checkout({ topUpId: 'whole' }))
    expect(begun.address).toBe(`${peer.url}/pay/${begun.sessionId}`)
    expect(await provider().read(begun.sessionId)).toEqual({
      sessionId: begun.sessionId,
      topUpId: 'whole',
      state: 'open',
      amountMicros: 25_000_000n,
      currency: 'EUR',
      paymentId: null,
    })
    peer.pay(begun.sessionId)
    const paid = await provider().read(begun.sessionId)
    expect(paid).toMatchObject({ state: 'paid', amountMicros: 25_000_000n })
    expect(paid.paymentId).toMatch(/^pi_/)
  })

  it('that is begun again with our id is the same one', async () => {
    const first = await provider().begin(checkout({ topUpId: 'twice' }))
    expect(await provider().begin(checkout({ topUpId: 'twice' }))).toEqual(first)
    await expect(
      provider().begin(checkout({ topUpId: 'twice', amountMicros: 26_000_000n })),
    ).rejects.toThrow('same parameters')
  })

  it('is given back once for a key', async () => {
    const begun = await provider().begin(checkout({ topUpId: 'back' }))
    peer.pay(begun.sessionId)
    const { paymentId } = await provider().read(begun.sessionId)
    const refund = { paymentId: paymentId!, amountMicros: 5_000_000n, currency: 'EUR', key: 'r1' }
    await provider().refund(refund)
    await provider().refund(refund)
    expect(peer.refunds.filter((one) => one.payment_intent === paymentId)).toEqual([
      { payment_intent: paymentId, amount: 500 },
    ])
    await expect(
      provider().refund({ ...refund, key: 'r2', amountMicros: 25_000_000n }),
    ).rejects.toThrow('greater than unrefunded')
  })

  it('that the provider does not know is refused', async () => {
    await expect(provider().read('cs_test_none')).rejects.toThrow('No such checkout.session')
  })
})

describe('a failure', () => {
  const failure = (run: Promise<unknown>) =>
    run.then(
      () => null,
      (error: unknown) => (error instanceof ProviderFailure ? error : null),
    )
  it('of the key says nothing of the key', async () => {
    const wrong = stripe({ apiUrl: peer.url, secretKey: 'sk_test_wrong' })
    const failed = await failure(wrong.begin(checkout()))
    expect(failed).toMatchObject({ again: false })
    expect(failed?.message).not.toContain('sk_test')
  })
  it.each([
    [500, true],
    [429, true],
    [400, false],
  ])('%d may work later: %s', async (status, again) => {
    peer.failNext(status)
    expect(await failure(provider().begin(checkout()))).toMatchObject({ again })
  })
  it('to reach it may work later', async () => {
    const nobody = stripe({ apiUrl: 'http://127.0.0.1:1', secretKey: 'x' })
    expect(await failure(nobody.read('cs_test_1'))).toMatchObject({ again: true })
  })
})

describe('amounts', () => {
  it.each([
    [12_500_000n, 'EUR', '1250'],
    [500_000_000n, 'JPY', '500'],
    [5_120_000n, 'KWD', '5120'],
    [5_000_000n, 'ISK', '500'],
    [5_000_000n, 'UGX', '500'],
  ])('%d of %s is written %s', (micros, currency, text) => {
    expect(toStripe(micros, currency)).toBe(text)
    expect(fromStripe(Number(text), currency)).toBe(micros)
  })
  it.each([
    [1n, 'EUR'],
    [500_000n, 'JPY'],
    [5_124_000n, 'KWD'],
    [5_500_000n, 'ISK'],
    [0n, 'EUR'],
    [-10_000n, 'EUR'],
  ])('%d of %s cannot be paid', (micros, currency) => {
    expect(toStripe(micros, currency)).toBeUndefined()
  })
})

describe('a signature', () => {
  const secret = 'whsec_1'
  const body = '{"id":"evt_1"}'
  const nowMs = 1_800_000_000_000
  const header = signedHeader(nowMs / 1000, body, secret)

  it('is that of the body, the secret and the time', () => {
    expect(isSigned(header, body, secret, nowMs)).toBe(true)
    expect(isSigned(header, `${body} `, secret, nowMs)).toBe(false)
    expect(isSigned(header, body, 'whsec_2', nowMs)).toBe(false)
    expect(isSigned(header.replace(/t=\d+/, 't=1800000001'), body, secret, nowMs)).toBe(false)
  })
  it('is known: a value reckoned outside this program', () => {
    // printf '1492774577.{"a":1}' | openssl dgst -sha256 -hmac whsec_known
    const known = '1a0f51436a633898421c1547d542e2f26524273569b3cec69d807a2c359a69f4'
    expect(isSigned(`t=1492774577,v1=${known}`, '{"a":1}', 'whsec_known', 1_492_774_577_000)).toBe(
      true,
    )
  })
  it('is too old after five minutes, and too young before', () => {
    expect(isSigned(header, body, secret, nowMs + 300_000)).toBe(true)
    expect(isSigned(header, body, secret, nowMs + 301_000)).toBe(false)
    expect(isSigned(header, body, secret, nowMs - 301_000)).toBe(false)
  })
  it('may be one of several, while a secret is rolled over', () => {
    const other = signedHeader(nowMs / 1000, body, 'whsec_old').replace(/^t=\d+,/, '')
    expect(isSigned(`${header},${other}`, body, secret, nowMs)).toBe(true)
    expect(isSigned(`${header.replace(',v1', ',v0')},${other}`, body, secret, nowMs)).toBe(false)
  })
  it.each([
    '',
    't=,v1=',
    'v1=00',
    't=1800000000',
    ',,,',
    't=1e9,v1=aa',
    `t=${'9'.repeat(30)},v1=a`,
  ])('written as %j is none', (text) => {
    expect(isSigned(text, body, secret, nowMs)).toBe(false)
  })
})

describe('an event', () => {
  const session = {
    id: 'cs_1',
    object: 'checkout.session',
    status: 'complete',
    payment_status: 'unpaid',
    client_reference_id: 'top-up-1',
    amount_total: 100,
    currency: 'eur',
    payment_intent: null,
  }
  const event = (type: string, object: object) => ({ id: 'evt_1', object: 'event', type, data: { object } }) // prettier-ignore

  it('of a session that is complete and not paid yet leaves it open', () => {
    expect(readStripeEvent(event('checkout.session.completed', session))?.state).toBe('open')
    const paid = { ...session, payment_status: 'paid' }
    expect(readStripeEvent(event('checkout.session.async_payment_succeeded', paid))).toMatchObject({
      state: 'paid',
      topUpId: 'top-up-1',
      amountMicros: 1_000_000n,
    })
    expect(readStripeEvent(event('checkout.session.async_payment_failed', session))?.state).toBe(
      'failed',
    )
  })
  it.each([
    ['about something else', event('customer.created', { object: 'customer' })],
    ['of another shape', event('checkout.session.completed', { object: 'checkout.session' })],
    ['that is none', null],
    ['that is a text', 'x'],
  ])('%s counts for nothing', (_what, body) => {
    expect(readStripeEvent(body)).toBeNull()
  })
})
