import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'
import { to } from './asking.ts'
import {
  caller,
  eventually,
  makeKey,
  runPlatform,
  type Call,
  type OtherAccount,
  type Running,
} from '../support/running.ts'

/** Prices, balances and usage over HTTP: the compatible operations, and ours beside them. */

let running: Running
let receiver: WebhookReceiver
let root: Call
let shop: OtherAccount
let stranger: OtherAccount
let shopKey = ''
let listId = 0

beforeAll(async () => {
  running = await runPlatform()
  // Noon: no midnight falls into the test.
  const hour = new Date(running.clock.ms()).getUTCHours()
  running.clock.advance(((36 - hour) % 24) * 3_600_000)
  receiver = await webhookReceiver()
  root = caller(() => running.url)
  const wishes = { anySender: true, floodingOn: false } as const
  shop = await running.account({ name: 'Shop', ...wishes, balanceMicros: 1_000_000n })
  stranger = await running.account({ name: 'Stranger', ...wishes })
  shopKey = await keyOf(shop)
  const made = await root<{ id: number }>('POST', '/billing/1/price-lists', {
    name: 'Retail',
    currency: 'EUR',
  })
  expect(made.status).toBe(201)
  listId = made.body.id
  await add([
    { amount: '0.05' },
    { amount: '0.07', country: 'JP' },
    { kind: 'SURCHARGE', name: 'Fee', amount: '0.004' },
  ])
  expect((await assign(listId)).status).toBe(201)
}, 60_000)
afterAll(async () => {
  await running?.stop()
  await receiver?.close()
})

const keyOf = async ({ accountId }: OtherAccount): Promise<string> =>
  (
    await running.look<{ key: string }>('select key from accounts.accounts where id = $1', [
      accountId,
    ])
  )[0]!.key
const add = async (prices: object[]) => {
  const answer = await root('POST', `/billing/1/price-lists/${listId}/prices`, { prices })
  expect([answer.status, answer.body]).toEqual([201, { added: prices.length }])
}
const assign = (id: number | null, account = shopKey) =>
  root('POST', `/billing/1/terms/${account}/price-lists`, { listId: id })
const terms = (path = '') => `/billing/1/terms/${shopKey}${path}`
const send = (count: number, platform: object = {}) =>
  shop.call<{ messages: { status: { id: number } }[] }>('POST', '/sms/3/messages', {
    messages: [
      {
        sender: 'Shop',
        destinations: Array.from({ length: count }, () => ({ to: to('001') })),
        content: { text: 'hello' },
        options: { platform },
      },
    ],
  })
const today = () => new Date(running.clock.ms()).toISOString().slice(0, 10)

describe('the compatible operations', () => {
  test('tell the balance, what may be owed, and the free messages', async () => {
    expect(await bodyOf('/account/1/balance')).toEqual({ balance: 1, currency: 'EUR' })
    expect(await bodyOf('/account/1/free-messages')).toEqual({ remainingCount: 0 })
    const validTo = new Date(running.clock.ms() + 3_600_000).toISOString()
    const given = await root('POST', terms('/packages'), { name: 'Hello', total: 2, validTo })
    expect(given.status).toBe(201)
    expect(await bodyOf('/account/1/free-messages')).toEqual({ remainingCount: 2 })
    expect(await bodyOf('/account/1/total-balance')).toEqual({
      balance: 1,
      allowedMinus: 0,
      currency: { code: 'EUR', currencyName: 'Euro', symbol: '€' },
      freeMessages: { ALL: 2 },
    })
  })

  test('a query of usage is answered at the callback address, in the shape that is documented', async () => {
    const before = await send(4, { applicationId: 'app', entityId: 'one' })
    expect(before.body.messages.map((one) => one.status.id)).toEqual([26, 26, 26, 26])
    const asked = await shop.call<{ requestId: string }>('POST', '/billing/1/usage/query', {
      callbackUrl: receiver.url('/usage'),
      request: {
        filterBy: {
          dateInterval: { sentSince: today(), sentUntil: today() },
          platforms: [{ applicationId: 'app' }],
        },
        aggregateBy: ['DAY', 'ACCOUNT_KEY', 'CATEGORY_CODE', 'DIRECTION', 'ENTITY_ID'],
      },
    })
    expect([asked.status, asked.body]).toEqual([201, { requestId: expect.any(String) }])
    const [told] = await eventually('the answer', () => {
      const got = receiver.at('/usage')
      return got.length > 0 ? got : undefined
    })
    const text = (columnName: string) => ({ columnName, columnDataType: 'STRING' })
    expect(told!.body).toEqual({
      requestId: asked.body.requestId,
      status: 'SUCCESS',
      response: {
        requestedPeriod: { sentSince: expect.any(String), sentUntil: expect.any(String) },
        totalRows: 2,
        columns: [
          ...['DAY', 'ACCOUNT_KEY', 'CATEGORY_CODE', 'DIRECTION', 'ENTITY_ID'].map(text),
          { columnName: 'VOLUME', columnDataType: 'INTEGER' },
          { columnName: 'AMOUNT', columnDataType: 'NUMBER' },
          text('CURRENCY'),
        ],
        // Two of the four were free of the base price; all four cost the fee.
        rows: [
          [today(), shopKey, 'SMS', 'OUTBOUND', 'one', 4, 0.1, 'EUR'],
          [today(), shopKey, 'SMS_OPERATOR_FEE', 'OUTBOUND', 'one', 4, 0.016, 'EUR'],
        ],
      },
      metadata: {
        clientRequestedPeriod: { sentSince: expect.any(String), sentUntil: expect.any(String) },
        billingPeriods: [{ month: today().slice(0, 7), volumeFinalized: false }],
      },
    })
  })

  test('a query for what is not counted apart is refused in words, and so is a period that is none', async () => {
    const dateInterval = { sentSince: today(), sentUntil: today() }
    const wrong: [object, string[]][] = [
      [{ dateInterval, senders: ['Shop'] }, ['DAY']],
      [{ dateInterval }, ['CAMPAIGN_ID']],
      [{ dateInterval: { sentSince: '2026-02-02', sentUntil: '2026-02-01' } }, ['DAY']],
    ]
    for (const [filterBy, aggregateBy] of wrong) {
      const answer = await shop.call<{ errorCode: string; violations: object[] }>(
        'POST',
        '/billing/1/usage/query',
        { callbackUrl: receiver.url('/none'), request: { filterBy, aggregateBy } },
      )
      expect([answer.status, answer.body.violations.length]).toEqual([400, 1])
    }
    const other = await shop.call('POST', '/billing/1/usage/query', {
      callbackUrl: receiver.url('/none'),
      request: {
        filterBy: { dateInterval, accountKeys: [await keyOf(stranger)] },
        aggregateBy: ['DAY'],
      },
    })
    expect(other.status).toBe(403)
    expect(receiver.at('/none')).toEqual([])
  })
})

const bodyOf = async (address: string): Promise<unknown> => {
  const answer = await shop.call('GET', address)
  expect(answer.status).toBe(200)
  return answer.body
}

describe('our own operations', () => {
  test('show the movements, the usage and how long the balance lasts', async () => {
    const ledger = await shop.call<{ results: { kind: string; amount: string }[] }>(
      'GET',
      '/billing/1/ledger',
    )
    expect(ledger.body.results.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['RESERVE', '-0.116'],
      ['TOP_UP', '1'],
    ])
    const usage = await shop.call<{ rows: object[] }>(
      'GET',
      `/billing/1/usage?from=${today()}&to=${today()}&by=application`,
    )
    expect(usage.body.rows).toEqual([
      { keys: ['app'], names: [null], currency: 'EUR', messages: 4, parts: 4, amount: '0.116' },
    ])
    expect(await bodyOf('/billing/1/balance')).toMatchObject({
      amount: '0.884',
      spendable: '0.884',
      prepaid: true,
      creditLimit: null,
      paidBy: 'SELF',
    })
  })

  test('tell what a message costs and why, from an account and from a list', async () => {
    const asked = async (call: Call, query: string) =>
      (
        await call<{ country: string; charges: { total: string; lines: object[] }[] }>(
          'GET',
          `/billing/1/preview?${query}`,
        )
      ).body
    const own = await asked(shop.call, 'to=819012345678&parts=2')
    expect(own).toMatchObject({ country: 'JP', charges: [{ account: shopKey, total: '0.148' }] })
    const byList = await asked(root, `to=4915112345678&listId=${listId}`)
    expect(byList).toMatchObject({
      country: 'DE',
      charges: [
        {
          total: '0.054',
          lines: [
            { kind: 'BASE', amount: '0.05' },
            { kind: 'SURCHARGE', name: 'Fee', amount: '0.004' },
          ],
        },
      ],
    })
  })

  test('take prices of a file all or none, and give them back as one', async () => {
    const path = `/billing/1/price-lists/${listId}/csv`
    const bring = (csv: string, more: object = {}) => root('POST', path, { csv, ...more })
    const head = 'country,network,amount,senderKind\r\n'
    expect((await bring(`${head}DE,,0.06,\r\nXX,,1,\r\nFR,26201,1,\r\n,,one,\r\n`)).body).toEqual({
      added: 0,
      faults: [
        { line: 3, text: 'there is no such country' },
        { line: 4, text: 'the network is one of DE' },
        { line: 5, text: 'the amount is no decimal number of up to six decimals' },
      ],
    })
    const good = `${head}DE,,0.06,\r\nDE,26202,"0.061",SHORT_CODE\r\n`
    expect((await bring(good, { dryRun: true })).body).toEqual({ added: 2, faults: [] })
    const before = (await root<{ csv: string }>('GET', path)).body.csv.trim().split('\r\n')
    expect((await bring(good)).body).toEqual({ added: 2, faults: [] })
    const after = (await root<{ csv: string }>('GET', path)).body.csv
    expect(after.trim().split('\r\n')).toHaveLength(before.length + 2)
    expect(after).toMatch(/BASE,,,MT,DE,26202,SHORT_CODE,PART,0\.061,/)
    // What was given out is taken in again.
    expect((await bring(after, { dryRun: true })).body).toEqual({
      added: before.length + 1,
      faults: [],
    })
  })

  test('let a seller enter payments and corrections, never past what may be owed', async () => {
    const post = (kind: string, amount: string) =>
      root<{ balance: string }>('POST', terms('/postings'), { kind, amount, reason: 'a test' })
    expect((await post('TOP_UP', '2')).body).toMatchObject({ balance: '2.884' })
    expect((await post('TOP_UP', '-2')).status).toBe(400)
    expect((await post('ADJUSTMENT', '-2.885')).status).toBe(409)
    expect((await post('ADJUSTMENT', '-2.884')).body).toMatchObject({ balance: '0' })
    const refused = await send(1)
    expect(refused.body.messages[0]!.status.id).toBe(12)
    const changed = await root('PUT', terms(), { prepaid: false, creditLimit: '0.1' })
    expect([changed.status, changed.body]).toEqual([
      200,
      expect.objectContaining({ prepaid: false, creditLimit: '0.1' }),
    ])
    const sent = await send(2)
    expect(sent.body.messages.map((one) => one.status.id)).toEqual([26, 12])
  })

  test('mark a balance that fell, and tell of it once a day', async () => {
    await root('PUT', terms(), { creditLimit: '5' })
    const marks = await shop.call('PUT', '/billing/1/balance/alerts', { alertsBelow: ['-0.1'] })
    expect(marks.status).toBe(200)
    await send(3)
    await send(1)
    const { alerts } = (await bodyOf('/billing/1/balance')) as { alerts: { below: string }[] }
    expect(alerts.map((one) => one.below)).toEqual(['-0.1'])
  })

  test('are not changed back by whoever sets marks at the same moment', async () => {
    const { accountId, call } = shop
    // One connection is idle, and taken each time: the change is open until its end is said.
    await running.look(
      `begin; update billing.terms set zone = 'Asia/Tokyo' where account_id = ${accountId}`,
    )
    const marked = call('PUT', '/billing/1/balance/alerts', { alertsBelow: ['-0.2'] })
    await eventually('the marks wait', async () =>
      (await running.look('select 1 from pg_locks where not granted')).length > 0
        ? true
        : undefined,
    )
    await running.look('commit')
    expect((await marked).body).toMatchObject({ alertsBelow: ['-0.2'], zone: 'Asia/Tokyo' })
    await root('PUT', terms(), { zone: 'UTC' })
  })

  test('are looked through by every dimension of their prices', async () => {
    const path = '/billing/1/price-lists'
    const made = await root<{ id: number }>('POST', path, { name: 'Filtered', currency: 'EUR' })
    const prices = [
      { amount: '1', channel: 'SMS' },
      { amount: '2', country: 'DE', network: '26201' },
      { amount: '3', direction: 'MO', senderKind: 'SHORT_CODE' },
      { amount: '4', kind: 'SURCHARGE', name: 'Fee' },
    ]
    await root('POST', `${path}/${made.body.id}/prices`, { prices })
    for (const [query, amounts] of [
      ['', ['4', '3', '2', '1']],
      ['channel=SMS', ['1']],
      ['country=DE', ['2']],
      ['network=26201', ['2']],
      ['direction=MO', ['3']],
      ['direction=MT', ['4', '2', '1']],
      ['senderKind=SHORT_CODE', ['3']],
      ['kind=SURCHARGE', ['4']],
      ['kind=BASE&direction=MT', ['2', '1']],
    ] as const) {
      const found = await root<{ results: { amount: string }[] }>(
        'GET',
        `${path}/${made.body.id}/prices?${query}`,
      )
      expect([query, found.body.results.map((one) => one.amount)]).toEqual([query, amounts])
    }
  })

  test('refuse a list in another currency, of another seller, or that somebody still buys by', async () => {
    const make = (call: Call, name: string, currency: string) =>
      call<{ id: number }>('POST', '/billing/1/price-lists', { name, currency })
    const dollars = await make(root, 'Dollars', 'USD')
    expect((await assign(dollars.body.id)).status).toBe(400)
    const foreign = await make(stranger.call, 'Foreign', 'EUR')
    expect((await assign(foreign.body.id)).status).toBe(400)
    expect((await root('DELETE', `/billing/1/price-lists/${listId}`)).status).toBe(409)
    expect((await root('DELETE', `/billing/1/price-lists/${dollars.body.id}`)).status).toBe(204)
    expect((await root('GET', `/billing/1/price-lists/${dollars.body.id}/prices`)).status).toBe(404)
  })

  test('are changed by the account right above, or by whoever acts there', async () => {
    const made = await root<{ key: string }>('POST', '/accounts/1/accounts', {
      name: 'Below the shop',
      kind: 'SUB_ACCOUNT',
      parentKey: shopKey,
    })
    const at = `/billing/1/terms/${made.body.key}`
    const acting = { 'Trunkline-Account': shopKey }
    const validTo = '2100-01-01T00:00:00.000+0000'
    for (const [method, path, body] of [
      ['PUT', at, { prepaid: false }],
      ['POST', `${at}/postings`, { kind: 'TOP_UP', amount: '1', reason: 'x' }],
      ['POST', `${at}/packages`, { name: 'x', total: 1, validTo }],
      ['POST', `${at}/price-lists`, { listId: null }],
    ] as const) {
      expect([path, (await root(method, path, body)).status]).toEqual([path, 403])
      const there = await root(method, path, body, acting)
      expect([path, there.status, there.body]).toEqual([path, method === 'PUT' ? 200 : 201, there.body]) // prettier-ignore
    }
    expect((await root<{ balance: string }>('GET', at)).body.balance).toBe('1')
  })

  test('show and change nothing of another account, and need the scope', async () => {
    const strangers = await keyOf(stranger)
    for (const [method, path, body] of [
      ['GET', `/billing/1/terms/${strangers}`],
      ['PUT', `/billing/1/terms/${strangers}`, { prepaid: false }],
      [
        'POST',
        `/billing/1/terms/${strangers}/postings`,
        { kind: 'TOP_UP', amount: '1', reason: 'x' },
      ],
      ['GET', `/billing/1/ledger?account=${strangers}`],
      ['GET', `/billing/1/price-lists/${listId}/prices`],
      ['POST', `/billing/1/price-lists/${listId}/prices`, { prices: [{ amount: '1' }] }],
      // Not its own terms either: those are its seller's to change.
      ['PUT', `/billing/1/terms/${shopKey}`, { prepaid: false }],
    ] as const)
      expect([path, (await shop.call(method, path, body)).status]).toEqual([path, 404])
    expect(
      (await shop.call('GET', '/billing/1/margin?from=2026-01-01&to=2026-01-02&by=day')).status,
    ).toBe(403)
    const { secret: accountsOnly } = await makeKey(root, 'accounts', ['account-management:manage'])
    const manager = caller(() => running.url, accountsOnly)
    for (const [method, path, body] of [
      ['GET', terms(), undefined],
      ['PUT', terms(), { prepaid: false }],
      ['POST', terms('/postings'), { kind: 'TOP_UP', amount: '1', reason: 'x' }],
      ['GET', '/billing/1/customers', undefined],
      ['GET', '/billing/1/invoices', undefined],
    ] as const)
      expect([method, path, (await manager(method, path, body)).status]).toEqual([method, path, 403]) // prettier-ignore
    expect((await manager('GET', '/billing/1/balance')).status).toBe(200)
    const { secret } = await makeKey(root, 'reads', ['billing:read'])
    const reader = caller(() => running.url, secret)
    expect((await reader('GET', '/billing/1/price-lists')).status).toBe(200)
    const made = await reader('POST', '/billing/1/price-lists', { name: 'x', currency: 'EUR' })
    expect(made.status).toBe(403)
  })

  test('set what customers were charged against what operators ask for; simulated traffic costs nothing', async () => {
    const report = await root<{ rows: { revenue: string; cost: string }[] }>(
      'GET',
      `/billing/1/margin?from=${today()}&to=${today()}&by=account`,
    )
    expect(report.body.rows).toMatchObject([{ keys: [shopKey], cost: '0', boughtParts: 0 }])
    expect(report.body.rows[0]!.revenue).toBe('0.386')
  })
})

test('messages from handsets are charged, told and counted by their own direction, whatever is left', async () => {
  const number = '491700000066'
  const owner = await running.account({
    name: 'Hotline',
    senders: [number],
    balanceMicros: 10_000n,
  })
  const made = await root<{ id: number }>('POST', '/billing/1/price-lists', { name: 'Inbound', currency: 'EUR' }) // prettier-ignore
  const prices = [{ amount: '0.05' }, { amount: '0.008', direction: 'MO' }]
  await root('POST', `/billing/1/price-lists/${made.body.id}/prices`, { prices })
  expect((await assign(made.body.id, await keyOf(owner))).status).toBe(201)
  running.clock.advance(6_000)
  for (const text of ['one', 'x'.repeat(170)])
    await running.simulator.inbound({ from: to('001'), to: number, text })
  await eventually('both messages', async () => {
    const { body } = await owner.call<{ amount: string }>('GET', '/billing/1/balance')
    return body.amount === '-0.014' ? true : undefined
  })
  const pulled = await owner.call<{ results: { smsCount: number; price: object }[] }>('GET', '/sms/1/inbox/reports') // prettier-ignore
  expect(pulled.body.results.map((one) => [one.smsCount, one.price]).toSorted()).toEqual([
    [1, { pricePerMessage: 0.008, currency: 'EUR' }],
    [2, { pricePerMessage: 0.008, currency: 'EUR' }],
  ])
  const usage = await owner.call<{ rows: object[] }>('GET', `/billing/1/usage?from=${today()}&to=${today()}&by=direction`) // prettier-ignore
  expect(usage.body.rows).toMatchObject([{ keys: ['MO'], messages: 2, parts: 3, amount: '0.024' }])
  const ledger = await owner.call<{ results: { kind: string }[] }>('GET', '/billing/1/ledger')
  expect(new Set(ledger.body.results.map((one) => one.kind))).toEqual(
    new Set(['INBOUND', 'TOP_UP']),
  )
  const sent = await owner.call<{ messages: { status: { name: string } }[] }>(
    'POST',
    '/sms/3/messages',
    {
      messages: [{ sender: number, destinations: [{ to: to('001') }], content: { text: 'hello' } }],
    },
  )
  expect(sent.body.messages[0]!.status.name).toBe('REJECTED_NOT_ENOUGH_CREDITS')
  const preview = await owner.call('GET', `/billing/1/preview?to=${to('001')}&direction=MO&parts=2`)
  expect(preview.body).toMatchObject({ charges: [{ total: '0.016' }] })
})
