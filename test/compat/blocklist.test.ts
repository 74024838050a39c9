import { afterAll, beforeAll, expect, test } from 'vitest'
import { asker, to, v3, type Ask } from './asking.ts'
import { caller, eventually, makeKey, runPlatform, type Running } from './running.ts'
import type { OtherAccount } from '../support/running.ts'
import { knownOperations } from './shapes.ts'

/** Who must not be written to: as documented, and as it tells on messages. */

interface Page {
  results: { destination: string; sender?: string; channel?: string; accountKey: string }[]
  paging: { page: number; size: number; totalPages: number; totalResults: number }
}
interface Sent {
  messages: { status: { id: number } }[]
}

let running: Running
let account: OtherAccount
let ask: Ask
let root: Ask
beforeAll(async () => {
  running = await runPlatform()
  account = await running.account({
    name: 'Shop',
    prepaid: false,
    anySender: true,
    floodingOn: false,
  })
  ask = asker(account.call)
  root = asker(caller(running.url))
})
afterAll(() => running?.stop())

const add = (blocklist: object[], as = ask) => as('create-blocklists', { body: { blocklist } })
const remove = (blocklist: object[], as = ask) => as('delete-blocklists', { body: { blocklist } })
const list = async (query: Record<string, unknown> = {}, as = ask) =>
  (await as<Page>('get-all-blocklists', { query })).body
const only = (...numbers: string[]) => ({ destinations: numbers.map((one) => ({ to: one })) })
const settled = () =>
  eventually('all work is done', async () =>
    (await running.look('select 1 from messaging.blocklist_work')).length === 0 ? true : undefined,
  )
const fateOf = async (number: string, sender = 'Shop', as = ask) =>
  (
    await as<Sent>('send-sms-messages', {
      body: v3({ sender, destinations: [{ to: number }] }),
    })
  ).body.messages[0]!.status.id

test('an entry bars all senders, or one, or one channel', async () => {
  expect((await add([only(`+${to('701')}`)])).status).toBe(202)
  expect((await add([{ ...only(to('702')), sender: 'Shop' }])).status).toBe(202)
  expect((await add([{ ...only(to('703')), channel: 'SMS' }])).status).toBe(202)
  expect((await add([{ ...only(to('704')), channel: 'RCS' }])).status).toBe(202)
  expect((await add([only(to('705')), { ...only(to('705')), sender: 'Shop' }])).status).toBe(202)
  await settled()
  expect(await fateOf(to('701'))).toBe(14)
  expect(await fateOf(to('702'))).toBe(13)
  expect(await fateOf(to('702'), 'Other')).toBe(26)
  expect(await fateOf(to('703'))).toBe(14)
  expect(await fateOf(to('704'))).toBe(26)
  expect(await fateOf(to('705'))).toBe(14)
  expect(await fateOf(to('705'), 'Other')).toBe(14)
})

test('what was made with a sender or channel is taken off with the same', async () => {
  const number = to('711')
  const all = [{}, { sender: 'Shop' }, { channel: 'SMS' }, { sender: 'Shop', channel: 'SMS' }]
  await add(all.map((one) => ({ ...only(number), ...one })))
  await settled()
  expect((await list({ destination: number })).paging.totalResults).toBe(4)
  expect((await remove([only(number)])).status).toBe(202)
  await settled()
  expect(
    (await list({ destination: number })).results.map((one) => [one.sender, one.channel]),
  ).toHaveLength(3)
  expect(await fateOf(number)).toBe(14)
  await remove([{ ...only(number), channel: 'SMS' }])
  await settled()
  expect(await fateOf(number)).toBe(13)
  await remove([{ ...only(number), sender: 'Shop', sourceType: 'MO' }])
  await settled()
  expect((await list({ destination: number })).paging.totalResults).toBe(2)
  await remove(all.map((one) => ({ ...only(number), ...one, sourceType: 'CUSTOM' })))
  await settled()
  expect((await list({ destination: number })).results).toEqual([])
  expect(await fateOf(number)).toBe(26)
})

test('is found by number, sender, channel, source, time and page', async () => {
  const start = running.clock.now().toISOString()
  const numbers = ['721', '722', '723', '724', '725'].map(to)
  await add([{ ...only(...numbers), sender: 'Filter', channel: 'SMS' }])
  await settled()
  const found = async (query: Record<string, unknown>) => (await list(query)).paging.totalResults
  const { results } = await list({ sender: 'Filter' })
  expect(results.map((one) => one.destination).toSorted()).toEqual(numbers)
  expect(results[0]).toMatchObject({ sender: 'Filter', channel: 'SMS', sourceType: 'CUSTOM' })
  expect(await found({ sender: 'Filter', destination: `+${numbers[0]}` })).toBe(1)
  expect(await found({ sender: 'Filter', channel: 'SMS' })).toBe(5)
  expect(await found({ sender: 'Filter', channel: 'RCS' })).toBe(0)
  expect(await found({ sender: 'Filter', sourceType: 'CAMPAIGN' })).toBe(0)
  expect(await found({ sender: 'Filter', campaign: 'none' })).toBe(0)
  expect(await found({ sender: 'Filter', createdDateFrom: start })).toBe(5)
  expect(await found({ sender: 'Filter', createdDateTo: start })).toBe(0)
  const pages = []
  for (const page of [0, 1, 2]) pages.push(await list({ sender: 'Filter', page, size: 2 }))
  expect(pages.flatMap((one) => one.results)).toEqual(results)
  expect(pages[2]!.paging).toEqual({ page: 2, size: 2, totalPages: 3, totalResults: 5 })
  for (const query of [
    { page: -1 },
    { size: 1001 },
    { channel: 'PIGEON' },
    { sender: '' },
    { createdDateFrom: 'yesterday' },
  ])
    expect((await ask('get-all-blocklists', { query })).status).toBe(400)
})

test('an account above may act for one below; nobody else', async () => {
  const [{ key }] = (await running.look<{ key: string }>(
    'select key from accounts.accounts where id = $1',
    [account.accountId],
  )) as [{ key: string }]
  const number = to('731')
  expect((await add([{ ...only(number), accountKey: key }], root)).status).toBe(202)
  await settled()
  expect(await fateOf(number)).toBe(14)
  expect(await fateOf(number, 'Shop', root)).toBe(26)
  expect((await list({ destination: number })).results).toMatchObject([{ accountKey: key }])
  expect((await list({ destination: number }, root)).results).toEqual([])
  expect((await list({ destination: number, accountKey: key }, root)).results).toHaveLength(1)
  expect(
    (await list({ destination: number, getAllAccountKeysBlocklists: true }, root)).results,
  ).toHaveLength(1)
  const stranger = asker((await running.account({ name: 'Stranger' })).call)
  const unknown = 'F'.repeat(32)
  const answers = [
    await add([{ ...only(number), accountKey: key }], stranger),
    await remove([{ ...only(number), accountKey: key }], stranger),
    await stranger('get-all-blocklists', { query: { accountKey: key } }),
    await stranger('get-all-blocklists', { query: { accountKey: unknown } }),
  ]
  expect(answers.map((one) => one.status)).toEqual([403, 403, 403, 403])
  expect(answers[2]!.body).toEqual(answers[3]!.body)
  expect(
    (await list({ destination: number, getAllAccountKeysBlocklists: true }, stranger)).results,
  ).toEqual([])
})

test('50,000 in one request; one more is refused as a whole', async () => {
  const numbers = Array.from({ length: 50_000 }, (_, n) => `9990${String(n).padStart(8, '0')}`)
  expect((await add([only(...numbers)])).status).toBe(202)
  await settled()
  expect((await list({ size: 1 })).paging.totalResults).toBeGreaterThanOrEqual(50_000)
  for (const number of [numbers[0]!, numbers[24_999]!, numbers.at(-1)!])
    expect(await fateOf(number)).toBe(14)
  const over = await add([only(...numbers), only('999012345678')])
  expect(over.status).toBe(400)
  expect((await remove([only(...numbers)])).status).toBe(202)
  await settled()
  expect(await fateOf(numbers[0]!)).toBe(26)
}, 60_000)

test('what a process took in that then died is done by another, in its order', async () => {
  const [first, second] = [to('741'), to('742')]
  for (const [adds, dests] of [
    [true, [first, second]],
    [false, [first]],
  ] as const)
    await running.look(
      `insert into messaging.blocklist_work (account_id, adds, dests, sender, channel, source, asked_at)
       values ($1, $2, $3, '', '', 'CUSTOM', $4)`,
      [account.accountId, adds, dests, running.clock.now()],
    )
  await settled()
  expect(await fateOf(first)).toBe(26)
  expect(await fateOf(second)).toBe(14)
})

test('a request that is none is a 400 in its envelope', async () => {
  for (const blocklist of [
    undefined,
    'x',
    [{}],
    [{ destinations: [{}] }],
    [{ destinations: [{ to: '' }] }],
    [{ destinations: [{ to: '   ' }] }],
    [{ ...only('x'.repeat(256)) }],
    [{ ...only(to('001')), channel: 'VOICE_OUTBOUND_TTS' }],
    [{ ...only(to('001')), sender: '' }],
  ])
    for (const id of ['create-blocklists', 'delete-blocklists'])
      expect([blocklist, (await ask(id, { body: { blocklist } })).status]).toEqual([blocklist, 400])
})

const operations = Object.entries(knownOperations).filter(
  ([, one]) => one.path === '/platform/1/blocklists',
)
test('the three operations want a credential, and its scope', async () => {
  expect(operations).toHaveLength(3)
  const call = caller(() => running.url)
  const wrong = await makeKey(call, 'wrong', ['sms:manage'])
  const right = await makeKey(call, 'right', ['blocklist:manage'])
  for (const [id] of operations) {
    const body = id === 'get-all-blocklists' ? {} : { body: { blocklist: [] } }
    const status = async (authorization: string | null) =>
      (await root(id, { ...body, headers: { authorization } })).status
    expect(await status(null)).toBe(401)
    expect(await status(`App ${wrong.secret}`)).toBe(403)
    expect(await status(`App ${right.secret}`)).toBe(id === 'get-all-blocklists' ? 200 : 202)
  }
})
