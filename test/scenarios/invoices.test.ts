import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caller, makeKey, OWNER, runPlatform, type Call, type OtherAccount, type Running } from '../support/running.ts' // prettier-ignore
import { startStripePeer, type StripePeer } from '../support/stripe-peer.ts'

/** From a message to an invoice, and from a card to the balance, as the people on both sides meet it. */

interface Invoice {
  id: string
  kind: string
  number: string
  account: string
  net: string
  vat: string
  payable: string
  settled: string | null
  credited: string
  state: string
}
interface Page<One> {
  results: One[]
  nextCursor: string | null
}
interface TopUp {
  id: string
  provider: string
  state: string
  net: string
  vat: string
  payable: string
  address: string | null
  receiptId: string | null
}

let peer: StripePeer
let running: Running
/** The seller: the installation's own account. */
let root: Call
/** The same as a person who is logged in. */
let person: Call
let rootKey: string

beforeAll(async () => {
  peer = await startStripePeer()
  running = await runPlatform({ STRIPE_API_URL: peer.url })
  root = caller(() => running.url)
  // A session of its own each time: the tests move the clock further than a session lasts.
  person = async (method, address, body, headers) => {
    const session = await root<{ token: string }>('POST', '/auth/1/session', {
      username: OWNER.email,
      password: OWNER.password,
    })
    return root(method, address, body, { ...headers, authorization: `IBSSO ${session.body.token}` })
  }
  const written = await root<{ stripeWebhookAddress: string }>('PUT', '/billing/1/seller', SELLER)
  expect(written.status).toBe(200)
  rootKey = /sellers\/(\w+)\//.exec(written.body.stripeWebhookAddress)![1]!
})
afterAll(async () => {
  await running?.stop()
  await peer?.stop()
})

const SELLER = {
  legalName: 'Beispiel Netze GmbH',
  address: ['Prüfstraße 5', '10115 Berlin'],
  country: 'DE',
  vatId: 'DE123456789',
  bank: ['IBAN DE02 1203 0000 0000 2020 51'],
  numberPrefix: 'TL',
}
const PROFILE = {
  legalName: '株式会社テスト',
  address: ['東京都千代田区'],
  country: 'DE',
  isCompany: true,
  email: 'kunde@example.org',
}

const SECRET_NUMBER = '999000400077'
/** An account whose November cost 100 messages of 0.033333. */
async function invoiced(name: string): Promise<OtherAccount & { invoice: Invoice }> {
  const account = await running.account({
    name,
    prepaid: false,
    anySender: true,
    floodingOn: false,
    priceMicros: 33_333n,
  })
  expect((await account.call('PUT', '/billing/1/profile', PROFILE)).status).toBe(200)
  const sent = await account.call<{ messages: { status: { groupName: string } }[] }>(
    'POST',
    '/sms/3/messages',
    {
      messages: [
        {
          sender: 'Alpha',
          content: { text: 'hello' },
          destinations: Array.from({ length: 100 }, () => ({ to: SECRET_NUMBER })),
        },
      ],
    },
  )
  expect(sent.body.messages[0]!.status.groupName).toBe('PENDING')
  await closeMonth()
  const { body } = await account.call<Page<Invoice>>('GET', '/billing/1/invoices')
  return { ...account, invoice: body.results[0]! }
}

/** Puts the clock after the end of the month, and does what the running program does by itself every minute. */
async function closeMonth(): Promise<void> {
  const now = new Date(running.clock.ms())
  running.clock.set(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 1))
  await running.invoicing.run()
}

describe('an invoice', () => {
  let buyer: Awaited<ReturnType<typeof invoiced>>
  beforeAll(async () => {
    buyer = await invoiced('Kunde')
  })

  test('has the sums of what was sent, VAT on the whole, and no number that was sent to', async () => {
    expect(buyer.invoice).toMatchObject({
      kind: 'INVOICE',
      net: '3.3333',
      vat: '0.63',
      payable: '3.96',
      settled: '0.00',
      state: 'DUE',
    })
    const at = `/billing/1/invoices/${buyer.invoice.id}`
    const detail = await buyer.call<Record<string, unknown>>('GET', at)
    expect(detail.body).toMatchObject({
      seller: { name: 'Beispiel Netze GmbH' },
      buyer: { name: '株式会社テスト' },
      vatReason: 'STANDARD',
      vatPercent: '19',
      lines: [{ quantity: '100', unitPrice: '0.033333', amount: '3.3333', unit: 'PART' }],
    })
    expect(JSON.stringify(detail.body)).not.toContain(SECRET_NUMBER)
  })

  test('is a PDF that says the same, always with the same octets', async () => {
    const [first, second] = await Promise.all([file(buyer, 'pdf'), file(buyer, 'pdf')])
    expect(first.type).toBe('application/pdf')
    expect(first.octets.equals(second.octets)).toBe(true)
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(first.octets)), {
      mergePages: true,
    })
    for (const said of [buyer.invoice.number, '株式会社テスト', '3.96', '0.033333'])
      expect(text).toContain(said)
    expect(text).not.toContain(SECRET_NUMBER)
  })

  test('is a table of its lines', async () => {
    const { type, octets } = await file(buyer, 'csv')
    expect(type).toContain('text/csv')
    expect(octets.toString()).toContain(',100,part,0.033333,3.3333,EUR')
  })

  test('is one of those the seller issued, and nobody else finds it', async () => {
    const issued = await root<Page<Invoice>>(
      'GET',
      `/billing/1/issued-invoices?account=${buyer.invoice.account}`,
    )
    expect(issued.body.results.map((one) => one.number)).toEqual([buyer.invoice.number])
    const other = await running.account({ name: 'Another' })
    for (const address of ['invoices', 'issued-invoices'])
      for (const end of ['', '/pdf', '/csv'])
        expect(
          (await other.call('GET', `/billing/1/${address}/${buyer.invoice.id}${end}`)).status,
        ).toBe(404)
    expect(
      (
        await other.call('POST', `/billing/1/invoices/${buyer.invoice.id}/disputes`, {
          reason: 'x',
        })
      ).status,
    ).toBe(404)
    expect(
      (await other.call('POST', `/billing/1/issued-invoices/${buyer.invoice.id}/credit-notes`, { reason: 'x' })).status, // prettier-ignore
    ).toBe(404)
    expect(
      (await other.call('POST', '/billing/1/top-ups', { invoiceId: buyer.invoice.id })).status,
    ).toBe(404)
  })

  test('is read with the scope for it only', async () => {
    const reads = await makeKey(buyer.call, 'reads', ['billing:read'])
    const sends = await makeKey(buyer.call, 'sends', ['sms:manage'])
    const at = `/billing/1/invoices/${buyer.invoice.id}`
    expect((await caller(running.url, reads.secret)('GET', at)).status).toBe(200)
    expect((await caller(running.url, sends.secret)('GET', at)).status).toBe(403)
    expect(
      (await caller(running.url, reads.secret)('POST', `${at}/disputes`, { reason: 'x' })).status,
    ).toBe(403)
  })

  test('is paid at the bank in parts; a reference is entered once; what is over waits', async () => {
    const at = `/billing/1/customers/${buyer.invoice.account}/payments`
    const payment = { amount: '1.00', receivedOn: '2026-12-03', reference: 'bank 1' }
    expect((await root('POST', at, payment)).status).toBe(201)
    expect((await root('POST', at, payment)).status).toBe(409)
    expect(await read(buyer)).toMatchObject({ settled: '1.00', state: 'DUE' })
    await root('POST', at, { ...payment, amount: '5.00', reference: 'bank 2' })
    expect(await read(buyer)).toMatchObject({ settled: '3.96', state: 'PAID' })
    const own = await buyer.call<Page<{ unallocated: string }>>('GET', '/billing/1/payments')
    expect(own.body.results.map((one) => one.unallocated)).toEqual(['2.04', '0.00'])
    const stranger = await running.account({ name: 'Stranger' })
    expect((await stranger.call('POST', at, { ...payment, reference: 'bank 3' })).status).toBe(404)
  })

  test.each(['0', '0.001', '1.999', '-1', '1e3'])('%s cannot be paid', async (amount) => {
    const at = `/billing/1/customers/${buyer.invoice.account}/payments`
    const payment = { amount, receivedOn: '2026-12-03', reference: `amount ${amount}` }
    expect((await root('POST', at, payment)).status).toBe(400)
  })
})

const file = async (buyer: OtherAccount & { invoice: Invoice }, kind: 'pdf' | 'csv') => {
  const answer = await fetch(`${running.url}/billing/1/invoices/${buyer.invoice.id}/${kind}`, {
    headers: { authorization: `App ${buyer.apiKey}` },
  })
  expect(answer.status).toBe(200)
  return {
    type: answer.headers.get('content-type'),
    octets: Buffer.from(await answer.arrayBuffer()),
  }
}
const read = async (buyer: OtherAccount & { invoice: Invoice }) =>
  (await buyer.call<Invoice>('GET', `/billing/1/invoices/${buyer.invoice.id}`)).body

describe('a bill that is challenged', () => {
  test('holds its traffic, is decided by a person, and corrected by a credit note', async () => {
    const buyer = await invoiced('Zweifler')
    const at = `/billing/1/invoices/${buyer.invoice.id}/disputes`
    expect((await buyer.call('POST', at, { reason: 'x', lines: [7] })).status).toBe(400)
    const opened = await buyer.call<{ id: string }>('POST', at, { reason: 'Too much', lines: [1] })
    expect(opened.status).toBe(201)
    expect((await buyer.call('POST', at, { reason: 'Again' })).status).toBe(409)
    expect(await read(buyer)).toMatchObject({ state: 'CHALLENGED' })
    const held = (await running.invoicing.heldPeriods()).filter(
      (one) => one.accountId === buyer.accountId,
    )
    expect(held).toMatchObject([{ reason: 'challenged', document: buyer.invoice.number }])

    const decision = `/billing/1/received-disputes/${opened.body.id}/decision`
    const upheld = { upheld: true, netAmount: '1.00', text: 'You are right' }
    expect((await root('POST', decision, upheld)).status).toBe(403)
    expect(await person('POST', decision, upheld)).toMatchObject({
      status: 200,
      body: { state: 'UPHELD', moneyBack: 'NONE' },
    })
    expect((await person('POST', decision, upheld)).status).toBe(409)
    expect(await read(buyer)).toMatchObject({ settled: '1.19', credited: '1.19', state: 'DUE' })
    const notes = await buyer.call<Page<Invoice>>('GET', '/billing/1/invoices?kind=CREDIT_NOTE')
    expect(notes.body.results).toMatchObject([{ net: '1.00', vat: '0.19', payable: '1.19' }])

    const rest = `/billing/1/issued-invoices/${buyer.invoice.id}/credit-notes`
    expect((await root('POST', rest, { reason: 'x', netAmount: '9' })).status).toBe(400)
    expect(await root('POST', rest, { reason: 'All of it' })).toMatchObject({
      status: 201,
      body: { document: { net: '2.3333', payable: '2.77' }, moneyBack: 'NONE' },
    })
    expect((await root('POST', rest, { reason: 'Once more' })).status).toBe(409)
    expect(await read(buyer)).toMatchObject({ settled: '3.96', state: 'PAID' })
    expect(
      (await running.invoicing.heldPeriods()).filter((one) => one.accountId === buyer.accountId),
    ).toEqual([])
  })

  test('may be withdrawn by who challenged it', async () => {
    const buyer = await invoiced('Wankelmut')
    const at = `/billing/1/invoices/${buyer.invoice.id}/disputes`
    const { body } = await buyer.call<{ id: string }>('POST', at, { reason: 'Hm' })
    expect((await root('POST', `/billing/1/disputes/${body.id}/withdrawal`)).status).toBe(404)
    expect(await buyer.call('POST', `/billing/1/disputes/${body.id}/withdrawal`)).toMatchObject({
      body: { state: 'WITHDRAWN' },
    })
  })
})

test('an overdue bill is asked for once for each step, and not while it is challenged', async () => {
  const buyer = await invoiced('Säumig')
  const mails = async () =>
    (
      await running.look<{ n: number }>(
        "select count(*)::int as n from mail.outbox where account_id = $1 and kind = 'invoice-reminder'",
        [buyer.accountId],
      )
    )[0]!.n
  running.clock.advance(14 * 86_400_000)
  await running.invoicing.run()
  expect(await mails()).toBe(0)
  running.clock.advance(86_400_000)
  await running.invoicing.run()
  await running.invoicing.run()
  expect(await mails()).toBe(1)
  expect(await read(buyer)).toMatchObject({ state: 'OVERDUE' })
  await buyer.call('POST', `/billing/1/invoices/${buyer.invoice.id}/disputes`, { reason: 'No' })
  running.clock.advance(8 * 86_400_000)
  await running.invoicing.run()
  expect(await mails()).toBe(1)
})

describe('a payment by card', () => {
  let payer: OtherAccount
  beforeAll(async () => {
    const secrets = {
      stripeSecretKey: peer.secretKey,
      stripeWebhookSecret: peer.webhookSecret,
    }
    const written = await root('PUT', '/billing/1/seller', { ...SELLER, ...secrets })
    expect(written.body).toMatchObject({ stripeConfigured: true })
    expect(JSON.stringify(written.body)).not.toContain(peer.secretKey)
    payer = await running.account({ name: 'Payer', priceMicros: 10_000n })
    await payer.call('PUT', '/billing/1/profile', PROFILE)
  })

  const begin = async (wish: object = { amount: '100' }) => {
    const begun = await payer.call<TopUp>('POST', '/billing/1/top-ups', wish)
    expect(begun).toMatchObject({ status: 201, body: { state: 'BEGUN', provider: 'STRIPE' } })
    return { ...begun.body, sessionId: begun.body.address!.split('/').at(-1)! }
  }
  const tell = (event: { body: string; headers: Record<string, string> }, seller = rootKey) =>
    caller(running.url)('POST', `/billing/1/sellers/${seller}/stripe-events`, event.body, {
      authorization: null,
      ...event.headers,
    })
  const seconds = () => Math.floor(running.clock.ms() / 1000)
  const event = (sessionId: string, type?: string) => peer.event(sessionId, type, seconds())
  const balance = async () =>
    (await payer.call<{ balance: number }>('GET', '/account/1/balance')).body.balance
  const receiptOf = async (amount: string) => {
    const { id, sessionId } = await begin({ amount })
    peer.pay(sessionId)
    await tell(event(sessionId))
    return (await payer.call<TopUp>('GET', `/billing/1/top-ups/${id}`)).body.receiptId
  }

  test('adds VAT, is credited once although it is told thrice, and has a receipt', async () => {
    const before = await balance()
    const begun = await begin()
    expect(begun).toMatchObject({ net: '100.00', vat: '19.00', payable: '119.00' })
    peer.pay(begun.sessionId)
    const told = event(begun.sessionId)
    const answers = await Promise.all([tell(told), tell(told), tell(event(begun.sessionId))])
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200])
    expect(await balance()).toBe(before + 100)
    const ended = await payer.call<TopUp>('GET', `/billing/1/top-ups/${begun.id}`)
    expect(ended.body).toMatchObject({ state: 'PAID', address: null })
    expect(
      (await payer.call('GET', `/billing/1/invoices/${ended.body.receiptId}`)).body,
    ).toMatchObject({ kind: 'RECEIPT', net: '100.00', vat: '19.00', payable: '119.00', state: 'PAID' }) // prettier-ignore
  })

  test('is credited when the payer is back before the webhook, which then changes nothing', async () => {
    const before = await balance()
    const begun = await begin({ amount: '7.50' })
    const page = await fetch(begun.address!, { method: 'POST', redirect: 'manual' })
    expect(page.headers.get('location')).toBe(`${running.url}/portal/top-up/${begun.id}`)
    const seen = await payer.call<TopUp>('GET', `/billing/1/top-ups/${begun.id}`)
    expect(seen.body.state).toBe('PAID')
    expect((await tell(event(begun.sessionId))).status).toBe(200)
    expect(await balance()).toBe(before + 7.5)
  })

  test('that was given up and is paid after all is credited; one that fails is not', async () => {
    const before = await balance()
    const late = await begin({ amount: '3' })
    peer.sessions.get(late.sessionId)!.status = 'expired'
    await tell(event(late.sessionId, 'checkout.session.expired'))
    expect((await payer.call<TopUp>('GET', `/billing/1/top-ups/${late.id}`)).body.state).toBe(
      'EXPIRED',
    )
    peer.sessions.get(late.sessionId)!.status = 'open'
    peer.pay(late.sessionId)
    await tell(event(late.sessionId, 'checkout.session.async_payment_succeeded'))
    const failed = await begin({ amount: '4' })
    await tell(event(failed.sessionId, 'checkout.session.async_payment_failed'))
    expect((await payer.call<TopUp>('GET', `/billing/1/top-ups/${failed.id}`)).body.state).toBe(
      'FAILED',
    )
    expect(await balance()).toBe(before + 3)
  })

  test('told by somebody else, too late, changed or for another seller counts for nothing', async () => {
    const before = await balance()
    const begun = await begin({ amount: '50' })
    peer.pay(begun.sessionId)
    const told = event(begun.sessionId)
    const forged = { ...told, body: told.body.replace('"payment_status":"paid"', '"payment_status":"paid" ') } // prettier-ignore
    expect((await tell(forged)).status).toBe(401)
    expect((await tell({ ...told, headers: {} })).status).toBe(401)
    expect((await tell(told, 'F'.repeat(32))).status).toBe(401)
    const old = peer.event(begun.sessionId, undefined, seconds() - 301)
    expect((await tell(old)).status).toBe(401)
    const other = await running.account({ name: 'Another seller' })
    const { body } = await other.call<{ stripeWebhookAddress: string }>(
      'PUT',
      '/billing/1/seller',
      {
        legalName: 'Other',
        address: [],
        stripeSecretKey: 'sk_other_12345',
        stripeWebhookSecret: peer.webhookSecret,
      },
    )
    const otherKey = /sellers\/(\w+)\//.exec(body.stripeWebhookAddress)![1]!
    expect((await tell(told, otherKey)).status).toBe(200)
    expect(await balance()).toBe(before)
  })

  test('of another amount than was asked is not credited', async () => {
    const before = await balance()
    const begun = await begin({ amount: '50' })
    peer.pay(begun.sessionId)
    peer.sessions.get(begun.sessionId)!.amount_total = 1
    expect((await tell(event(begun.sessionId))).status).toBe(200)
    expect(await balance()).toBe(before)
  })

  test('is given back by a credit note of its receipt, once', async () => {
    const receiptId = await receiptOf('20')
    const before = await balance()
    const at = `/billing/1/issued-invoices/${receiptId}/credit-notes`
    expect((await root('POST', at, { reason: 'Changed their mind' })).body).toMatchObject({
      document: { net: '20.00', payable: '23.80' },
      moneyBack: 'SENT',
    })
    expect(peer.refunds.at(-1)).toMatchObject({ amount: 2380 })
    expect(await balance()).toBe(before - 20)
    expect((await root('POST', at, { reason: 'Again' })).status).toBe(409)
  })

  test('is given back when a dispute of its receipt is upheld', async () => {
    const receiptId = await receiptOf('30')
    const before = await balance()
    const at = `/billing/1/invoices/${receiptId}/disputes`
    const { id } = (await payer.call<{ id: string }>('POST', at, { reason: 'Not mine' })).body
    const decision = `/billing/1/received-disputes/${id}/decision`
    const upheld = { upheld: true, netAmount: '10', text: 'A third of it' }
    const { body } = await person('POST', decision, upheld)
    expect(body).toMatchObject({ state: 'UPHELD', moneyBack: 'SENT' })
    expect(peer.refunds.at(-1)).toMatchObject({ amount: 1190 })
    expect(await balance()).toBe(before - 10)
  })

  test('pays an invoice', async () => {
    const buyer = await invoiced('Kartenzahler')
    const begun = await buyer.call<TopUp>('POST', '/billing/1/top-ups', {
      invoiceId: buyer.invoice.id,
    })
    expect(begun.body).toMatchObject({ payable: '3.96' })
    const sessionId = begun.body.address!.split('/').at(-1)!
    peer.pay(sessionId)
    await tell(event(sessionId))
    expect(await read(buyer)).toMatchObject({ settled: '3.96', state: 'PAID' })
    const again = await buyer.call('POST', '/billing/1/top-ups', { invoiceId: buyer.invoice.id })
    expect(again.status).toBe(409)
  })

  test('that the provider cannot begin is refused with what to do', async () => {
    peer.failNext(500)
    expect(await payer.call('POST', '/billing/1/top-ups', { amount: '5' })).toMatchObject({
      status: 503,
      body: { action: 'Try again in a minute; nothing was taken.' },
    })
    expect((await payer.call('POST', '/billing/1/top-ups', {})).status).toBe(400)
    expect((await root('POST', '/billing/1/top-ups', { amount: '5' })).status).toBe(409)
  })
})

test('an operator’s bill is compared with what we reckoned, network by network', async () => {
  const at = '/billing/1/operator-bills/1/2026-10'
  await running.look(
    `insert into billing.costs (connection_id, day, account_id, channel, direction, country, mcc_mnc, currency, messages, parts, amount_micros)
     values (1, '2026-10-05', 1, 'SMS', 'MT', 'DE', '26201', 'EUR', 10, 12, 600000), (1, '2026-10-31', 1, 'SMS', 'MO', 'DE', '26201', 'EUR', 1, 1, 50000),
       (1, '2026-11-01', 1, 'SMS', 'MT', 'DE', '26201', 'EUR', 9, 9, 450000)`,
  )
  const csv = 'country,network,parts,amount\nDE,26201,13,0.65\nDE,26202,4,0.20\n'
  expect((await root('GET', at)).status).toBe(404)
  const bad = await root('PUT', at, { currency: 'EUR', csv: `${csv}DE,x,1,2\n` })
  expect(bad).toMatchObject({ status: 400 })
  expect(JSON.stringify(bad.body)).toContain('lines 4')
  const compared = await root('PUT', at, { currency: 'EUR', csv })
  expect(compared.body).toMatchObject({
    ours: '0.65',
    theirs: '0.85',
    difference: '0.20',
    networks: [
      { network: '26202', ourParts: '0', theirParts: '4', difference: '0.20' },
      { network: '26201', ourParts: '13', theirParts: '13', difference: '0.00' },
    ],
  })
  expect((await root('GET', at)).body).toEqual(compared.body)
  const customer = await running.account({ name: 'Curious' })
  expect((await customer.call('GET', at)).status).toBe(403)
})
