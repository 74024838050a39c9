import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aggregates, type QueryResult, type Series } from '../../src/metrics/wire.ts'
import type { OtherAccount } from '../support/running.ts'
import { webhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'
import { asker, to, type Ask } from './asking.ts'
import { caller, eventually, makeKey, runPlatform, type Running } from './running.ts'
import { faultsOf, knownOperations } from './shapes.ts'

/** Figures of traffic: equal to what the messages themselves say. */

const NUMBER = '491700000055'
const DAY_MS = 86_400_000
let running: Running
let receiver: WebhookReceiver
let account: OtherAccount
let ask: Ask
let root: Ask
let key = ''
/** Pseudo-random, the same in every run. */
let seed = 20261124
const below = (limit: number) => {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
  return seed % limit
}
const any = <T>(of: readonly T[]): T => of[below(of.length)]!

interface Live {
  sender: string
  application_id: string | null
  entity_id: string | null
  mcc_mnc: string | null
  status_id: number
  error_id: number
  parts: number
}
let truth: Live[] = []

beforeAll(async () => {
  running = await runPlatform()
  receiver = await webhookReceiver()
  account = await running.account({
    name: 'Figures',
    prepaid: false,
    anySender: true,
    floodingOn: false,
    senders: [NUMBER],
  })
  ask = asker(account.call)
  root = asker(caller(running.url))
  const [found] = await running.look<{ key: string }>(
    'select key from accounts.accounts where id = $1',
    [account.accountId],
  )
  key = found!.key
  await randomRun()
  truth = await running.look<Live>(
    'select sender, application_id, entity_id, mcc_mnc, status_id, error_id, parts from messaging.live where account_id = $1',
    [account.accountId],
  )
  await eventually('all is counted', async () => {
    const { totals } = await series()
    return totals.sent === truth.length && totals.pending === 0 && totals.inbound === 12
      ? true
      : undefined
  })
}, 90_000)
afterAll(async () => {
  await running?.stop()
  await receiver?.close()
})

/** Four hundred messages of all fates in random company, and some that come in. */
async function randomRun(): Promise<void> {
  for (const [path, body] of [
    ['/provisioning/1/applications', { applicationId: 'shop' }],
    ['/provisioning/1/entities', { entityId: 'north' }],
    [
      '/provisioning/1/associations',
      {
        resourceType: 'NUMBER',
        channel: 'SMS',
        applicationId: 'shop',
        entityId: 'north',
        resourceId: `+${NUMBER}`,
      },
    ],
  ] as const)
    expect((await account.call('POST', path, body)).status).toBe(201)
  for (let request = 0; request < 40; request++) {
    const messages = Array.from({ length: 10 }, () => ({
      sender: any(['Shop', 'Clinic', '99988', '491511234567']),
      destinations: [
        { to: any([to('001'), to('777'), to('900'), to('901'), to('903'), '12', '+']) },
      ],
      content: { text: any(['hello', 'x'.repeat(200), 'ä'.repeat(90)]) },
      options: {
        platform: any([
          {},
          { applicationId: 'shop' },
          { applicationId: 'shop', entityId: 'north' },
          { applicationId: 'Never made\nof this name', entityId: 'south' },
        ]),
      },
    }))
    expect((await account.call('POST', '/sms/3/messages', { messages })).status).toBe(200)
  }
  for (let n = 0; n < 12; n++)
    await running.simulator.inbound({
      from: to('001'),
      to: NUMBER,
      text: n % 3 === 0 ? 'x'.repeat(200) : 'hello',
    })
  await eventually(
    'all have ended',
    async () =>
      (
        await running.look<{ open: number }>(
          'select count(*)::int as open from messaging.live where account_id = $1 and state <> 3',
          [account.accountId],
        )
      )[0]!.open === 0
        ? true
        : undefined,
    60_000,
  )
}

const series = async (query: Record<string, string> = {}): Promise<Series> => {
  const text = new URLSearchParams(query).toString()
  const { body, status } = await account.call<Series>('GET', `/metrics/1/series?${text}`)
  expect([status, body]).toEqual([200, body])
  return body
}
const groupOf = (statusId: number) =>
  ({ 4: 'undeliverable', 5: 'delivered', 9: 'undeliverable', 15: 'expired' })[statusId] ??
  'rejected'
const countsOf = (set: readonly Live[]) => {
  const of = (group: string) => set.filter((one) => groupOf(one.status_id) === group).length
  return {
    sent: set.length,
    parts: set.reduce((sum, one) => sum + one.parts, 0),
    delivered: of('delivered'),
    undeliverable: of('undeliverable'),
    expired: of('expired'),
    rejected: of('rejected'),
    pending: 0,
  }
}

describe('the series', () => {
  test('have the truth in total, by the hour and by the day', async () => {
    for (const step of ['HOUR', 'DAY']) {
      const { totals, series: points } = await series({ step })
      expect(totals).toMatchObject({ ...countsOf(truth), inbound: 12 })
      expect(totals.delivered).toBeGreaterThan(50)
      expect(points.reduce((sum, one) => sum + one.sent, 0)).toBe(truth.length)
      expect(totals.delayMs!.p50).toBeLessThanOrEqual(totals.delayMs!.p99)
      expect(totals.deliveredWithin5s).toBeGreaterThan(0)
      expect(totals.deliveredWithin5s).toBeLessThanOrEqual(totals.delivered)
    }
    const { series: hours } = await series({ step: 'HOUR' })
    expect(hours.length).toBeGreaterThanOrEqual(24)
    for (const [index, one] of hours.slice(1).entries())
      expect(Date.parse(one.at) - Date.parse(hours[index]!.at)).toBe(3_600_000)
  })

  test.each([
    ['SENDER', (one: Live) => one.sender],
    ['APPLICATION', (one: Live) => one.application_id ?? ''],
    ['ENTITY', (one: Live) => one.entity_id ?? ''],
    ['NETWORK', (one: Live) => one.mcc_mnc ?? ''],
    ['STATUS', (one: Live) => String(one.status_id)],
    ['ERROR', (one: Live) => String(one.error_id)],
  ] as const)('have the truth by %s', async (by, keyOf) => {
    const { groups, groupsLeftOut } = await series({ by, direction: 'MT' })
    const expected = [...Map.groupBy(truth, keyOf)].map(([group, set]) => ({
      key: group,
      ...countsOf(set),
    }))
    const shown = groups.map(({ key: group, ...one }) => ({
      key: group,
      ...Object.fromEntries(Object.keys(countsOf([])).map((name) => [name, one[name as 'sent']])),
    }))
    const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1)
    expect(shown.toSorted(byKey)).toEqual(expected.toSorted(byKey))
    expect(groupsLeftOut).toBe(0)
  })

  test('are filtered', async () => {
    for (const [query, keep] of [
      [{ sender: 'Shop' }, (one: Live) => one.sender === 'Shop'],
      [{ senderKind: 'LONG_NUMBER' }, (one: Live) => one.sender === '491511234567'],
      [{ applicationId: 'shop' }, (one: Live) => one.application_id === 'shop'],
      [{ entityId: 'north' }, (one: Live) => one.entity_id === 'north'],
      [{ network: '00101' }, (one: Live) => one.mcc_mnc === '00101'],
      [{ country: 'DE' }, () => false],
      [{ channel: 'RCS' }, () => false],
    ] as const)
      expect([query, (await series({ direction: 'MT', ...query })).totals]).toMatchObject([
        query,
        countsOf(truth.filter(keep)),
      ])
  })

  test('an inbound message carries what its number belongs to', async () => {
    expect((await series({ applicationId: 'shop', direction: 'MO' })).totals.inbound).toBe(12)
    expect((await series({ entityId: 'north', by: 'SENDER', direction: 'MO' })).groups).toEqual([
      expect.objectContaining({ key: NUMBER, inbound: 12, sent: 0 }),
    ])
    const { body } = await account.call<{ results: object[] }>(
      'GET',
      '/sms/1/inbox/reports?applicationId=shop&limit=1',
    )
    expect(body.results).toMatchObject([{ applicationId: 'shop', entityId: 'north' }])
    const listed = async (list: string, query: string) =>
      (await account.call<{ results: object[] }>('GET', `/messaging/1/${list}?limit=200&${query}`))
        .body.results.length
    expect(await listed('inbound', 'applicationId=shop&entityId=north')).toBe(12)
    expect(await listed('inbound', 'applicationId=other')).toBe(0)
    expect(await listed('inbound', 'entityId=south')).toBe(0)
    const withShop = truth.filter((one) => one.application_id === 'shop')
    expect(await listed('messages', 'applicationId=shop')).toBe(Math.min(200, withShop.length))
    expect(await listed('messages', 'applicationId=shop&entityId=north')).toBe(
      withShop.filter((one) => one.entity_id === 'north').length,
    )
    expect(await listed('messages', 'entityId=east')).toBe(0)
    expect(await listed('messages', 'scheduled=true&applicationId=shop')).toBe(0)
  })

  test('refuse what makes no sense', async () => {
    const none: Record<string, string>[] = [
      { since: 'yesterday' },
      { step: 'WEEK' },
      { by: 'MOON' },
      { since: '2026-11-24T00:00:00Z', until: '2026-11-23T00:00:00Z' },
      { since: '2020-01-01', step: 'DAY' },
      { since: '2020-01-01T00:00:00Z' },
      { since: '2026-01-01T00:00:00Z', step: 'HOUR' },
    ]
    for (const query of none)
      expect([
        query,
        (await account.call('GET', `/metrics/1/series?${new URLSearchParams(query).toString()}`))
          .status,
      ]).toEqual([query, 400])
  })
})

const QUERY = 'query-aggregate-data'
const resultShape = {
  'requestId!': 'string',
  'status!': 'one of SUCCESS|FAILED',
  response: {
    'requestedPeriod!': { 'sentSince!': 'time', 'sentUntil!': 'time' },
    'totalRows!': 'integer',
    'columns!': [
      {
        'columnName!': 'string',
        'columnDataType!': 'one of STRING|INTEGER|NUMBER|BOOLEAN|DATE_TIME',
      },
    ],
    'rows!': 'object',
  },
  failureMessage: 'string',
} as const
const period = () => ({
  sentSince: new Date(running.clock.ms() - DAY_MS).toISOString(),
  sentUntil: new Date(running.clock.ms() + 1_000).toISOString(),
})
let serial = 0
const begin = (request: object, as = ask, path = `/take/${++serial}`) =>
  as<{ requestId: string }>(QUERY, { body: { callbackUrl: receiver.url(path), request } })
const answerTo = async (request: object, as = ask): Promise<QueryResult> => {
  const { body, status } = await begin(request, as)
  expect([status, body]).toEqual([201, body])
  const got = await eventually('the answer is posted', () =>
    receiver.got
      .map((one) => one.body as unknown as QueryResult)
      .find((one) => one.requestId === body.requestId),
  )
  expect(faultsOf(got, resultShape, 'answer')).toEqual([])
  return got
}
const filterBy = (more: object = {}) => ({ ...period(), channelCodes: ['SMS'], ...more })

describe('the query', () => {
  test('is answered at the callback, and says so', async () => {
    const { response, requestId, status } = await answerTo({
      filterBy: filterBy(),
      aggregateBy: ['STATUS_GROUP', 'DIRECTION'],
      metrics: ['TOTAL_TRAFFIC_COUNT', 'TOTAL_SMS_MESSAGES_COUNT', 'DELIVERED_TRAFFIC_COUNT'],
    })
    expect(status).toBe('SUCCESS')
    const counts = countsOf(truth)
    const rows = new Map(response!.rows.map((row) => [`${row[0]} ${row[1]}`, row.slice(2)]))
    expect(rows.get('DELIVERED OUTBOUND')![0]).toBe(counts.delivered)
    expect(rows.get('DELIVERED OUTBOUND')![2]).toBe(counts.delivered)
    expect(rows.get('REJECTED OUTBOUND')![0]).toBe(counts.rejected)
    expect(rows.get('EXPIRED OUTBOUND')![0]).toBe(counts.expired)
    expect(rows.get('UNDELIVERABLE OUTBOUND')![0]).toBe(counts.undeliverable)
    expect(rows.get('null INBOUND')![0]).toBe(12)
    expect(response!.totalRows).toBe(rows.size)
    await eventually('it is over', async () => {
      const { body } = await ask<{ status: string }>('get-aggregate-request-status', {
        path: `/metrics/1/requests/${requestId}`,
      })
      return body.status === 'SUCCESS' ? true : undefined
    })
    expect(
      (await root('get-aggregate-request-status', { path: `/metrics/1/requests/${requestId}` }))
        .status,
    ).toBe(404)
    expect(
      (await ask('get-aggregate-request-status', { path: '/metrics/1/requests/none' })).status,
    ).toBe(404)
  })

  test('without anything told apart gives one row of all metrics', async () => {
    const metrics = [
      'TOTAL_TRAFFIC_COUNT',
      'TOTAL_ACCEPTED_TRAFFIC_COUNT',
      'DELIVERED_TRAFFIC_COUNT',
      'FAILED_TRAFFIC_COUNT',
      'TRAFFIC_DELIVERY_RATE',
      'TRAFFIC_DELIVERED_IN_5_SEC_RATE',
      'TOTAL_SENT_TRAFFIC_COUNT',
      'TOTAL_RECEIVED_TRAFFIC_COUNT',
      'RECEIVED_TO_SENT_TRAFFIC_RATIO',
    ]
    const { response } = await answerTo({ filterBy: filterBy(), aggregateBy: [], metrics })
    const counts = countsOf(truth)
    const row = Object.fromEntries(metrics.map((name, n) => [name, response!.rows[0]![n]]))
    expect(response!.totalRows).toBe(1)
    expect(row).toMatchObject({
      TOTAL_TRAFFIC_COUNT: counts.sent + 12,
      TOTAL_ACCEPTED_TRAFFIC_COUNT: counts.sent - counts.rejected,
      DELIVERED_TRAFFIC_COUNT: counts.delivered,
      FAILED_TRAFFIC_COUNT: counts.undeliverable + counts.expired + counts.rejected,
      TOTAL_SENT_TRAFFIC_COUNT: counts.sent,
      TOTAL_RECEIVED_TRAFFIC_COUNT: 12,
    })
    expect(row['TRAFFIC_DELIVERY_RATE']).toBeCloseTo((counts.delivered / counts.sent) * 100, 3)
    expect(row['RECEIVED_TO_SENT_TRAFFIC_RATIO']).toBeCloseTo((12 / counts.sent) * 100, 3)
  })

  test('tells apart by everything it offers, and adds up whatever it is', async () => {
    for (const aggregate of aggregates) {
      const { response } = await answerTo({
        filterBy: filterBy(),
        aggregateBy: [aggregate],
        metrics: ['TOTAL_TRAFFIC_COUNT'],
      })
      const sum = response!.rows.reduce((all, row) => all + (row[1] as number), 0)
      expect([aggregate, sum]).toEqual([aggregate, truth.length + 12])
    }
  }, 60_000)

  test('is filtered', async () => {
    for (const [more, count] of [
      [{ senders: ['Shop'] }, truth.filter((one) => one.sender === 'Shop').length],
      [{ directions: ['INBOUND'] }, 12],
      [{ statusGroups: ['EXPIRED'] }, countsOf(truth).expired],
      [{ statuses: ['DELIVERED_TO_HANDSET'] }, countsOf(truth).delivered],
      [{ statuses: ['NO_SUCH_STATUS'] }, 0],
      [{ errorCodes: ['EC_ABSENT_SUBSCRIBER'] }, truth.filter((one) => one.error_id === 27).length],
      [{ networkIds: [101] }, truth.filter((one) => one.mcc_mnc === '00101').length + 12],
      [
        { platforms: [{ entityId: 'south' }, { applicationId: 'none' }] },
        truth.filter((one) => one.entity_id === 'south').length,
      ],
      [{ entityId: 'south' }, truth.filter((one) => one.entity_id === 'south').length],
      [{ timeToDeliver: [{ from: 'SECONDS_0', to: 'DAYS_3' }] }, countsOf(truth).delivered],
      [{ timeToDeliver: [{ from: 'HOURS_1' }] }, 0],
      [{ channelCodes: ['RCS', 'EMAIL'] }, 0],
    ] as const) {
      const { response } = await answerTo({
        filterBy: filterBy(more),
        aggregateBy: [],
        metrics: ['TOTAL_TRAFFIC_COUNT'],
      })
      expect([more, response!.rows[0]?.[0] ?? 0]).toEqual([more, count])
    }
  }, 60_000)

  test('by an account above may name accounts below it; nobody else may', async () => {
    const request = (more: object) => ({
      filterBy: filterBy(more),
      aggregateBy: ['ACCOUNT_KEY'],
      metrics: ['TOTAL_SENT_TRAFFIC_COUNT'],
    })
    for (const more of [{ accountKeys: [key] }, { includeSubaccounts: true }]) {
      const { response } = await answerTo(request(more), root)
      expect(response!.rows).toContainEqual([key, truth.length])
    }
    const own = await answerTo(request({}), root)
    expect(own.response!.rows).not.toContainEqual([key, truth.length])
    const stranger = asker((await running.account({ name: 'Stranger' })).call)
    for (const accountKeys of [[key], ['F'.repeat(32)]])
      expect((await begin(request({ accountKeys }), stranger)).status).toBe(403)
  })

  test('refuses what is not measured, or makes no sense', async () => {
    const fine = { filterBy: filterBy(), aggregateBy: [], metrics: ['TOTAL_TRAFFIC_COUNT'] }
    for (const request of [
      { ...fine, metrics: [] },
      { ...fine, metrics: ['EMAIL_COMPLAINTS_COUNT'] },
      { ...fine, aggregateBy: ['CAMPAIGN_REFERENCE'] },
      { ...fine, filterBy: filterBy({ channelCodes: [] }) },
      { ...fine, filterBy: filterBy({ sentSince: 'x' }) },
      { ...fine, filterBy: filterBy({ sentSince: '2030-01-01T00:00:00Z' }) },
      { ...fine, filterBy: filterBy({ sentSince: '2010-01-01T00:00:00Z' }) },
      { ...fine, filterBy: filterBy({ campaignReferenceIds: ['x'] }) },
      { ...fine, filterBy: filterBy({ timeToDeliver: [{ from: 'SOON' }] }) },
      undefined,
    ])
      expect([
        request,
        (await ask(QUERY, { body: { callbackUrl: 'https://a.example', request } })).status,
      ]).toEqual([request, 400])
    for (const callbackUrl of ['', 'nonsense', 'ftp://a.example', undefined])
      expect((await ask(QUERY, { body: { callbackUrl, request: fine } })).status).toBe(400)
  })

  test('is posted again until somebody takes it', async () => {
    receiver.behave('/late', 'fails')
    const { body } = await begin(
      { filterBy: filterBy(), aggregateBy: [], metrics: ['TOTAL_TRAFFIC_COUNT'] },
      ask,
      '/late',
    )
    await eventually('it was tried', () => (receiver.at('/late').length > 0 ? true : undefined))
    receiver.behave('/late', 'takes')
    running.clock.advance(130_000)
    await eventually('it was taken', async () => {
      const state = await ask<{ status: string }>('get-aggregate-request-status', {
        path: `/metrics/1/requests/${body.requestId}`,
      })
      return state.body.status === 'SUCCESS' ? true : undefined
    })
    expect(receiver.at('/late')).toHaveLength(2)
  })
})

test('the two operations want a credential, and its scope', async () => {
  const call = caller(running.url)
  const wrong = await makeKey(call, 'wrong', ['sms:manage'])
  for (const [id, { path }] of Object.entries(knownOperations))
    if (path.startsWith('/metrics/'))
      for (const [authorization, status] of [
        [null, 401],
        [`App ${wrong.secret}`, 403],
      ] as const)
        expect(
          (await root(id, { path: path.replace('{requestId}', 'x'), headers: { authorization } }))
            .status,
        ).toBe(status)
})
