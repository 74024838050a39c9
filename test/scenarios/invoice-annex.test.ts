import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  caller,
  eventually,
  makeKey,
  runPlatform,
  type Call,
  type OtherAccount,
  type Running,
} from '../support/running.ts'

/** The annex of an invoice: every message that it charges, to the micro-unit, for its buyer alone, and for twelve months. */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SENT_TO = '999000700001'
const SUB_SENT_TO = '999000700002'
const WROTE = '999000700003'
/** Sends no receipt: its message is under way for days. */
const SILENT = '999000700904'
const OWN_NUMBER = '491700000088'

interface Message {
  kind: string
  account: string
  direction: string
  endUser: string | null
  own: string
  parts: number
  amount: string
  status: string | null
  messageId: string
}
interface Page<One> {
  results: One[]
  nextCursor: string | null
}
interface Invoice {
  id: string
  kind: string
  number: string
  net: string
  payable: string
}

let running: Running
let root: Call
let shop: OtherAccount
let branch: OtherAccount
let stranger: OtherAccount
let shopKey = ''
let first: Invoice

beforeAll(async () => {
  running = await runPlatform()
  root = caller(() => running.url)
  // Noon: no midnight falls into the test.
  running.clock.advance(((36 - new Date(running.clock.ms()).getUTCHours()) % 24) * HOUR_MS)
  const open = { anySender: true, floodingOn: false, prepaid: false } as const
  shop = await running.account({ name: 'Shop', ...open, senders: [OWN_NUMBER] })
  branch = await running.account({ name: 'Branch', ...open, parentId: shop.accountId })
  stranger = await running.account({ name: 'Stranger', ...open, priceMicros: 1_000n })
  await root('PUT', '/billing/1/seller', { legalName: 'Netze', address: [], country: 'DE' })
  await shop.call('PUT', '/billing/1/profile', { legalName: 'Shop', address: [], country: 'DE', isCompany: true }) // prettier-ignore
  shopKey = await keyOf(shop)
  const { body } = await root<{ id: number }>('POST', '/billing/1/price-lists', { name: 'Annex', currency: 'EUR' }) // prettier-ignore
  const prices = [
    { amount: '0.033333' },
    { amount: '0.007', direction: 'MO' },
    { kind: 'SURCHARGE', name: 'Fee', unit: 'MESSAGE', amount: '0.000401' },
  ]
  expect((await root('POST', `/billing/1/price-lists/${body.id}/prices`, { prices })).status).toBe(201) // prettier-ignore
  expect((await root('POST', `/billing/1/terms/${shopKey}/price-lists`, { listId: body.id })).status).toBe(201) // prettier-ignore
  expect((await shop.call('PUT', `/billing/1/terms/${await keyOf(branch)}`, { paidBy: 'PARENT' })).status).toBe(200) // prettier-ignore
  running.clock.advance(6_000)
}, 60_000)
afterAll(() => running?.stop())

const keyOf = async ({ accountId }: OtherAccount) =>
  (await running.look<{ key: string }>('select key from accounts.accounts where id = $1', [accountId]))[0]!.key // prettier-ignore

async function send({ call }: OtherAccount, to: string, count: number, more: object = {}) {
  const { body } = await call<{ messages: { status: { name: string } }[] }>(
    'POST',
    '/sms/3/messages',
    {
      messages: [{ sender: 'Shop', content: { text: 'hello' }, destinations: Array.from({ length: count }, () => ({ to })) }], // prettier-ignore
      ...more,
    },
  )
  expect(new Set(body.messages.map((one) => one.status.name))).toEqual(
    new Set(['PENDING_ACCEPTED']),
  )
}
const ended = (accountId: number, count: number) =>
  eventually('the end of the messages', async () => {
    const [found] = await running.look<{ n: number }>(
      'select count(*)::int as n from messaging.records where account_id = $1',
      [accountId],
    )
    return found!.n === count ? true : undefined
  })
const nextMonth = () => {
  const now = new Date(running.clock.ms())
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)
}
async function closeMonth(): Promise<Invoice> {
  running.clock.set(nextMonth() + HOUR_MS)
  await running.invoicing.run()
  const { body } = await shop.call<Page<Invoice>>('GET', '/billing/1/invoices?kind=INVOICE')
  return body.results[0]!
}
/** In pages as small as they get, so that each place is gone on from. */
async function messagesOf(invoice: Invoice, limit = 2): Promise<Message[]> {
  const all: Message[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { status, body }: { status: number; body: Page<Message> } = await shop.call(
      'GET',
      `/billing/1/invoices/${invoice.id}/messages?limit=${limit}${cursor && `&cursor=${cursor}`}`,
    )
    expect(status).toBe(200)
    all.push(...body.results)
    cursor = body.nextCursor
  }
  return all
}
async function csvOf(invoice: Invoice): Promise<string[][]> {
  const { status, headers, body } = await shop.call<string>('GET', `/billing/1/invoices/${invoice.id}/annex`) // prettier-ignore
  expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/csv')])
  return body
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))
}
const micros = (amount: string) => Math.round(Number(amount) * 1_000_000)
const sumOf = (messages: readonly Message[]) =>
  messages.reduce((sum, one) => sum + micros(one.amount), 0)

test('names every message that the invoice charges, and adds up to it to the micro-unit', async () => {
  await send(shop, SENT_TO, 3)
  await send(shop, SENT_TO, 1, { messages: [{ sender: 'Shop', content: { text: 'x'.repeat(200) }, destinations: [{ to: SENT_TO }] }] }) // prettier-ignore
  await send(branch, SUB_SENT_TO, 2)
  await send(stranger, SENT_TO, 2)
  const sendAt = new Date(running.clock.ms() + 60 * DAY_MS).toISOString()
  await send(shop, SENT_TO, 2, { options: { schedule: { bulkId: 'later', sendAt } } })
  await send(shop, SENT_TO, 5, { options: { schedule: { bulkId: 'never', sendAt } } })
  expect(
    (await shop.call('PUT', '/sms/1/bulks/status?bulkId=never', { status: 'CANCELED' })).status,
  ).toBe(200)
  await running.simulator.inbound({ from: WROTE, to: OWN_NUMBER, text: 'Room?' })
  await ended(shop.accountId, 4 + 5 + 1)
  await ended(branch.accountId, 2)
  first = await closeMonth()
  const messages = await messagesOf(first)
  // 3 and 2 parts and 2 of the branch and 2 scheduled: 9 parts of 0.033333 and 8 fees; one message that came in.
  expect(micros(first.net)).toBe(9 * 33_333 + 8 * 401 + 7_000)
  expect(sumOf(messages)).toBe(micros(first.net))
  const kinds = messages.map((one) => `${one.direction} ${one.endUser} ${one.parts} ${one.status}`)
  expect(kinds.toSorted()).toEqual(
    [
      ...Array.from({ length: 3 }, () => `MT ${SENT_TO} 1 DELIVERED_TO_HANDSET`),
      `MT ${SENT_TO} 2 DELIVERED_TO_HANDSET`,
      ...Array.from({ length: 2 }, () => `MT ${SUB_SENT_TO} 1 DELIVERED_TO_HANDSET`),
      ...Array.from({ length: 2 }, () => `MT ${SENT_TO} 1 PENDING_ACCEPTED`),
      `MO ${WROTE} 1 null`,
    ].toSorted(),
  )
  expect(messages.find((one) => one.direction === 'MO')!.own).toBe(OWN_NUMBER)
  expect(new Set(messages.map((one) => one.messageId)).size).toBe(messages.length)
  expect(messages.filter((one) => one.account !== shopKey)).toHaveLength(2)
})

test('is the same as a file, which ends with its sum', async () => {
  const [head, ...lines] = await csvOf(first)
  const last = lines.pop()!
  const at = (line: string[], column: string) => line[head!.indexOf(column)]
  expect(lines).toHaveLength(9)
  expect([at(last, 'kind'), at(last, 'message_id')]).toEqual(['SUM', '9'])
  expect(micros(at(last, 'amount')!)).toBe(micros(first.net))
  expect(new Set(lines.map((line) => at(line, 'message_id')))).toEqual(
    new Set((await messagesOf(first, 100)).map((one) => one.messageId)),
  )
})

test('lists as a correction what was charged before and is given back since', async () => {
  expect(
    (await shop.call('PUT', '/sms/1/bulks/status?bulkId=later', { status: 'CANCELED' })).status,
  ).toBe(200)
  running.clock.set(nextMonth() - 2 * HOUR_MS)
  await send(shop, SENT_TO, 4)
  await send(shop, SILENT, 1)
  await ended(shop.accountId, 16)
  const second = await closeMonth()
  expect(micros(second.net)).toBe((5 - 2) * (33_333 + 401))
  const messages = await messagesOf(second)
  expect(sumOf(messages)).toBe(micros(second.net))
  expect(messages.map((one) => [one.kind, one.amount]).toSorted()).toEqual([
    ...Array.from({ length: 2 }, () => ['CORRECTION', '-0.033734']),
    ...Array.from({ length: 5 }, () => ['USAGE', '0.033734']),
  ])
  expect(messages.find((one) => one.endUser === SILENT)!.status).toMatch(/^PENDING_/)
  // What the first invoice says does not change.
  expect(sumOf(await messagesOf(first))).toBe(micros(first.net))
})

test('is its buyer’s alone, and needs a scope to read messages', async () => {
  const at = ['annex', 'messages'].map((end) => `/billing/1/invoices/${first.id}/${end}`)
  const bills = await makeKey(shop.call, 'bills', ['billing:read'])
  const both = await makeKey(shop.call, 'both', ['billing:read', 'sms:logs:read'])
  const logs = await makeKey(shop.call, 'logs', ['sms:logs:read'])
  for (const one of at) {
    for (const other of [root, stranger.call, branch.call])
      expect((await other('GET', one)).status).toBe(404)
    expect((await caller(running.url, bills.secret)('GET', one)).status).toBe(403)
    expect((await caller(running.url, logs.secret)('GET', one)).status).toBe(403)
    expect((await caller(running.url, both.secret)('GET', one)).status).toBe(200)
  }
  const foreign = Buffer.from(`ended ${stranger.accountId}`).toString('base64url')
  for (const cursor of [foreign, 'abc'])
    expect((await shop.call('GET', `${at[1]}?cursor=${cursor}`)).status).toBe(400)
})

test('tells no number any more after twelve months, unless the bill is unpaid', async () => {
  // Keys live for a year; this is about numbers.
  await running.look("update accounts.api_keys set valid_to = valid_to + interval '2 years'")
  running.clock.advance(366 * DAY_MS)
  expect(new Set((await messagesOf(first, 100)).map((one) => one.endUser))).toEqual(
    new Set([SENT_TO, SUB_SENT_TO, WROTE]),
  )
  const payment = {
    amount: first.payable,
    receivedOn: new Date(running.clock.ms()).toISOString().slice(0, 10),
    reference: 'annex',
  }
  expect((await root('POST', `/billing/1/customers/${shopKey}/payments`, payment)).status).toBe(201)
  const messages = await messagesOf(first, 100)
  expect(messages.map((one) => one.endUser)).toEqual(messages.map(() => null))
  expect(sumOf(messages)).toBe(micros(first.net))
  const file = (await csvOf(first)).flat()
  for (const number of [SENT_TO, SUB_SENT_TO, WROTE]) expect(file).not.toContain(number)
  expect(file).toContain('SUM')
})
