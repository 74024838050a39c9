import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caller, eventually, runPlatform, type Call, type Running } from '../support/running.ts'

/**
 * A key that is bound to an application (FORCE) sees and changes only what is of it. Which operations it may use at all is
 * in the API's own description (`x-bound-keys`); all others refuse it, whatever scopes it has.
 */

interface Described {
  operationId?: string
  security?: unknown[]
  'x-bound-keys'?: 'narrowed' | 'harmless'
}
type Listed = { results: { messageId: string }[] }
const PAIRS = { mine: 'mine-app', theirs: 'theirs-app' } as const
const NUMBERS = { mine: '491700000001', theirs: '491700000002' } as const
type Side = keyof typeof PAIRS

let running: Running
let free: Call
let bound: Call
let operations: { id: string; method: string; path: string; as: string | undefined }[]
beforeAll(async () => {
  running = await runPlatform()
  free = caller(running.url)
  bound = caller(running.url, (await boundKey()).apiKeySecret)
  const { body } = await free<{ paths: Record<string, Record<string, Described>> }>(
    'GET',
    '/platform/1/openapi',
  )
  operations = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, one]) => one.operationId !== undefined && one.security?.length !== 0)
      .map(([method, one]) => ({
        id: one.operationId!,
        method: method.toUpperCase(),
        path,
        as: one['x-bound-keys'],
      })),
  )
  for (const side of ['mine', 'theirs'] as const) await fill(side)
})
afterAll(() => running?.stop())

async function boundKey(): Promise<{ id: string; apiKeySecret: string }> {
  const { status, body } = await free<{ id: string; apiKeySecret: string }>(
    'POST',
    '/settings/2/api-keys',
    {
      name: 'bound',
      platform: [{ applicationId: PAIRS.mine, action: 'FORCE' }],
    },
  )
  expect(status).toBe(200)
  return body
}

const send = (side: Side, more: object, schedule?: object) => ({
  messages: [
    {
      sender: 'Shop',
      destinations: [{ to: '999000000001', ...more }],
      content: { text: 'hello' },
      options: { platform: { applicationId: PAIRS[side] } },
    },
  ],
  options: { ...(schedule && { schedule }) },
})
const inAnHour = () => new Date(running.clock.ms() + 3_600_000).toISOString()

/** A message that was sent, one that waits in a bulk, and one that came in, of each application. */
async function fill(side: Side): Promise<void> {
  const taken = [
    await free('POST', '/sms/3/messages', send(side, { messageId: `${side}-sent` })),
    await free('POST', '/sms/3/messages', send(side, { messageId: `${side}-waits` }, { bulkId: `${side}-bulk`, sendAt: inAnHour() })), // prettier-ignore
    await free('POST', '/provisioning/1/applications', {
      applicationId: PAIRS[side],
      applicationName: side,
    }),
    await free('POST', '/provisioning/1/entities', { entityId: side, entityName: side }),
    await free('POST', '/provisioning/1/associations', {
      channel: 'SMS',
      resourceType: 'NUMBER',
      resourceId: NUMBERS[side],
      applicationId: PAIRS[side],
      entityId: side,
    }),
  ]
  expect(taken.map((one) => one.status).filter((status) => status >= 300)).toEqual([])
  await running.simulator.inbound({ from: '999000000001', to: NUMBERS[side], text: side })
  const path = `/messaging/1/inbound?to=${NUMBERS[side]}`
  await eventually('the message is in', async () =>
    (await free<Listed>('GET', path)).body.results[0] === undefined ? undefined : true,
  )
}

/** What a list gives to the bound key, and to a free one that names the application. */
async function ids(path: string, pick: (one: never) => string): Promise<string[]> {
  const { status, body } = await bound<{ results: never[] }>('GET', path)
  expect([path, status]).toEqual([path, 200])
  return body.results.map(pick)
}
const messageIdOf = ({ messageId }: { messageId: string }) => messageId
/** Asked at large, and for the other application: nothing of that one comes. */
async function onlyMine(path: string, pick = messageIdOf as (one: never) => string) {
  const found: string[] = []
  for (const query of ['', `applicationId=${PAIRS.theirs}`])
    found.push(...(await ids(`${path}${path.includes('?') ? '&' : '?'}${query}`, pick)))
  expect([path, found.filter((id) => !id.startsWith('mine'))]).toEqual([path, []])
  return found
}
/** The bulk of the other application is unknown, as one there is not; the own one is not. */
async function ownBulkOnly(method: string, path: string, body?: () => object): Promise<void> {
  const ask = (bulk: string) => bound(method, `${path}?bulkId=${bulk}`, body?.())
  const [foreign, unknown] = [await ask('theirs-bulk'), await ask('no-such-bulk')]
  expect([foreign.status, foreign.body]).toEqual([404, unknown.body])
  expect((await ask('mine-bulk')).status).toBe(200)
}
/** What is sent is of the own application, whatever it names. */
async function sentAsMine(messageId: string): Promise<void> {
  const { body } = await free<{ platform?: { applicationId?: string }; applicationId?: string }>(
    'GET',
    `/messaging/1/messages/${messageId}`,
  )
  expect(body.applicationId ?? body.platform?.applicationId).toBe(PAIRS.mine)
}
type Sent = { messages: { messageId: string }[] }
const v2 = (content: object) => ({
  messages: [{ from: 'Shop', destinations: [{ to: '999000000001' }], ...content }],
  applicationId: PAIRS.theirs,
})
async function sends(method: string, path: string, body?: object): Promise<void> {
  const sent = await bound<Sent>(method, path, body)
  expect([path, sent.status]).toEqual([path, 200])
  await sentAsMine(sent.body.messages[0]!.messageId)
}
const QUERY = 'from=Shop&to=999000000001&text=hello'

/** Every operation that says it is narrowed, and the proof. */
const narrowed: Record<string, () => Promise<unknown>> = {
  'send-sms-messages': () => sends('POST', '/sms/3/messages', send('theirs', {})),
  'send-sms-message': () => sends('POST', '/sms/2/text/advanced', v2({ text: 'hello' })),
  'send-binary-sms-message': () =>
    sends('POST', '/sms/2/binary/advanced', v2({ binary: { hex: '00ff' } })),
  'send-sms-messages-over-query-parameters': () => sends('GET', `/sms/3/text/query?${QUERY}`),
  'get-outbound-sms-message-logs-v3': async () =>
    expect(await onlyMine('/sms/3/logs?messageId=mine-sent,theirs-sent')).toContain('mine-sent'),
  'get-outbound-sms-message-logs': async () =>
    expect(await onlyMine('/sms/1/logs?messageId=mine-sent,theirs-sent')).toContain('mine-sent'),
  'get-outbound-sms-message-delivery-reports-v3': () => onlyMine('/sms/3/reports?messageId=theirs-sent'), // prettier-ignore
  'get-outbound-sms-message-delivery-reports': () => onlyMine('/sms/1/reports?messageId=theirs-sent'), // prettier-ignore
  'get-inbound-sms-messages': async () =>
    expect(await onlyMine('/sms/1/inbox/reports', ({ text }: { text: string }) => text)).toEqual([
      'mine',
    ]),
  'list-messages': async () => {
    await onlyMine('/messaging/1/messages?messageId=theirs-sent')
    await onlyMine('/messaging/1/messages?scheduled=true')
    expect(await ids('/messaging/1/messages?messageId=mine-sent', messageIdOf)).toEqual(['mine-sent']) // prettier-ignore
  },
  'get-message': async () => {
    for (const one of ['sent', 'waits']) {
      expect((await bound('GET', `/messaging/1/messages/theirs-${one}`)).status).toBe(404)
      expect((await bound('GET', `/messaging/1/messages/mine-${one}`)).status).toBe(200)
    }
  },
  'list-inbound': async () => {
    const to = ({ to: number }: { to: string }) => number
    const found = await ids('/messaging/1/inbound', to)
    expect(found).toEqual([NUMBERS.mine])
    expect(await ids(`/messaging/1/inbound?to=${NUMBERS.theirs}`, to)).toEqual([])
  },
  'get-scheduled-sms-messages': () => ownBulkOnly('GET', '/sms/1/bulks'),
  'get-scheduled-sms-messages-status': () => ownBulkOnly('GET', '/sms/1/bulks/status'),
  'reschedule-sms-messages': () =>
    ownBulkOnly('PUT', '/sms/1/bulks', () => ({ sendAt: inAnHour() })),
  'update-scheduled-sms-messages-status': () =>
    ownBulkOnly('PUT', '/sms/1/bulks/status', () => ({ status: 'PAUSED' })),
  'log-end-tag': async () => {
    const [foreign, unknown] = [
      await bound('POST', '/ct/1/log/end/theirs-sent'),
      await bound('POST', '/ct/1/log/end/no-such-message'),
    ]
    expect([foreign.status, foreign.body]).toEqual([404, unknown.body])
    expect((await bound('POST', '/ct/1/log/end/mine-sent')).status).toBe(200)
    expect((await free('POST', '/ct/1/log/end/theirs-sent')).status).toBe(200)
  },
}

test('every operation without a word about bound keys refuses them', async () => {
  const refused = operations.filter((one) => one.as === undefined)
  expect(refused.length).toBeGreaterThan(200)
  for (const { id, method, path } of refused) {
    const address = path.replaceAll(/\{[^}]+\}/g, '1')
    const { status, body } = await bound(method, address, method === 'GET' ? undefined : {})
    expect([id, status]).toEqual([id, 403])
    expect(JSON.stringify(body)).toContain('bound to an application')
  }
})

test('what is said to be harmless answers them as it answers anybody', async () => {
  const harmless = operations.filter((one) => one.as === 'harmless').map((one) => one.id)
  expect(harmless.toSorted()).toEqual(['list-scopes', 'preview-sms-message'])
  expect((await bound('GET', '/accounts/1/scopes')).status).toBe(200)
  expect((await bound('POST', '/sms/1/preview', { text: 'hello' })).status).toBe(200)
})

describe('what is narrowed to the application of the key', () => {
  test('is proved here, each operation of it', () => {
    const said = operations.filter((one) => one.as === 'narrowed').map((one) => one.id)
    expect(said.toSorted()).toEqual(Object.keys(narrowed).toSorted())
  })

  test.each(Object.entries(narrowed))('%s', async (_id, prove) => void (await prove()))

  test('a bulk with messages of another application is none of its own, until those are gone', async () => {
    const schedule = { bulkId: 'mixed', sendAt: inAnHour() }
    for (const side of ['mine', 'theirs'] as const)
      expect((await free('POST', '/sms/3/messages', send(side, {}, schedule))).status).toBe(200)
    const cancel = { status: 'CANCELED' }
    expect((await bound('PUT', '/sms/1/bulks/status?bulkId=mixed', cancel)).status).toBe(404)
    expect((await free('PUT', '/sms/1/bulks/status?bulkId=mixed', cancel)).status).toBe(200)
    const over = await bound<{ status: string }>('GET', '/sms/1/bulks/status?bulkId=mixed')
    expect([over.status, over.body.status]).toEqual([200, 'CANCELED'])
  })
})

test('a token that was got with a bound key, and a socket, are bound as well', async () => {
  const key = await boundKey()
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: key.id,
    client_secret: key.apiKeySecret,
  })
  const got = await fetch(`${running.url}/auth/1/oauth2/token`, { method: 'POST', body: form })
  expect(got.status).toBe(200)
  const { access_token: token } = (await got.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${token}` }
  expect((await free('GET', '/accounts/1/scopes', undefined, headers)).status).toBe(200)
  expect((await free('GET', '/account/1/balance', undefined, headers)).status).toBe(403)
  const socket = new WebSocket(`${running.url}/events/1/stream?topics=inbound`, {
    headers,
  } as never)
  const opened = await new Promise((resolve) => {
    socket.addEventListener('open', () => resolve(true))
    socket.addEventListener('error', () => resolve(false))
  })
  socket.close()
  expect(opened).toBe(false)
})
