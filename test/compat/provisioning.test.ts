import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asker, type Ask } from './asking.ts'
import { caller, makeKey, runPlatform, type Running } from './running.ts'
import { knownOperations } from './shapes.ts'

/** Applications, entities, associations and sending strategies, as documented. */

interface Page<Item> {
  results: Item[]
  paging: { page: number; size: number; totalPages: number; totalResults: number }
}

let running: Running
let ask: Ask
let other: Ask
beforeAll(async () => {
  running = await runPlatform()
  ask = asker(caller(running.url))
  other = asker((await running.account({ name: 'Other' })).call)
})
afterAll(() => running?.stop())

const at = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`
const kinds = [
  {
    kind: 'application',
    path: '/provisioning/1/applications',
    list: 'get-applications',
    idOf: 'applicationId',
    nameOf: 'applicationName',
  },
  {
    kind: 'entity',
    path: '/provisioning/1/entities',
    list: 'get-entities',
    idOf: 'entityId',
    nameOf: 'entityName',
  },
] as const

describe.each(kinds)('$kind', ({ kind, path, list, idOf, nameOf }) => {
  const id = `${kind}/ä 1`
  const make = (body: object) => ask(`create-${kind}`, { body })

  test('is made, read, renamed and deleted', async () => {
    expect((await make({ [idOf]: id, [nameOf]: 'First' })).status).toBe(201)
    const read = () => ask(`get-${kind}`, { path: at(path, id) })
    expect(await read()).toMatchObject({ status: 200, body: { [idOf]: id, [nameOf]: 'First' } })
    const put = (body: object) => ask(`modify-${kind}`, { path: at(path, id), body })
    expect((await put({ [nameOf]: 'Second' })).status).toBe(204)
    expect((await read()).body).toEqual({ [idOf]: id, [nameOf]: 'Second' })
    expect((await put({})).status).toBe(204)
    expect((await read()).body).toEqual({ [idOf]: id, [nameOf]: 'Second' })
    expect((await put({ [nameOf]: '' })).status).toBe(204)
    expect((await read()).body).toEqual({ [idOf]: id })
    expect((await ask(`delete-${kind}`, { path: at(path, id) })).status).toBe(200)
    expect((await read()).status).toBe(404)
    expect((await put({ [nameOf]: 'x' })).status).toBe(404)
    expect((await ask(`delete-${kind}`, { path: at(path, id) })).status).toBe(404)
  })

  test('of many who make the same at once, one does', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => make({ [idOf]: 'same', [nameOf]: String(n) })),
    )
    expect(answers.map((one) => one.status).toSorted()).toEqual([201, ...Array(7).fill(409)])
  })

  test('is listed by pages', async () => {
    for (const n of [1, 2, 3, 4, 5]) await make({ [idOf]: `page-${n}` })
    const { body: all } = await ask<Page<Record<string, string>>>(list)
    expect(all.paging).toMatchObject({ page: 0, size: 20, totalPages: 1 })
    const pages = []
    for (const page of [0, 1, 2, 3])
      pages.push((await ask<Page<Record<string, string>>>(list, { query: { page, size: 2 } })).body)
    const { totalResults } = all.paging
    expect(pages.flatMap((one) => one.results)).toEqual(all.results.slice(0, 8))
    expect(pages[0]!.paging).toEqual({
      page: 0,
      size: 2,
      totalPages: Math.ceil(totalResults / 2),
      totalResults,
    })
    expect((await ask(list, { query: { page: 999 } })).body).toMatchObject({ results: [] })
    for (const query of [{ page: -1 }, { size: 0 }, { size: 1001 }, { page: 'x' }])
      expect((await ask(list, { query })).status).toBe(400)
  })

  test('refuses what is no id or name', async () => {
    for (const body of [
      {},
      { [idOf]: '' },
      { [idOf]: '  ' },
      { [idOf]: 'x'.repeat(256) },
      { [idOf]: 7 },
      { [idOf]: 'ok', [nameOf]: 'x'.repeat(256) },
    ])
      expect([body, (await make(body)).status]).toEqual([body, 400])
  })

  test('is not found by another account, which may use the same id', async () => {
    await make({ [idOf]: 'ours', [nameOf]: 'Ours' })
    const address = { path: at(path, 'ours') }
    expect((await other(`get-${kind}`, address)).status).toBe(404)
    expect(
      (await other(`modify-${kind}`, { ...address, body: { [nameOf]: 'Theirs' } })).status,
    ).toBe(404)
    expect((await other(`delete-${kind}`, address)).status).toBe(404)
    expect((await other(`create-${kind}`, { body: { [idOf]: 'ours' } })).status).toBe(201)
    expect((await other<Page<object>>(list)).body.results).toEqual([{ [idOf]: 'ours' }])
    expect((await ask(`get-${kind}`, address)).body).toMatchObject({ [nameOf]: 'Ours' })
  })
})

const association = {
  resourceType: 'NUMBER',
  channel: 'SMS',
  applicationId: 'shop',
  entityId: 'north',
  resourceId: '491700000001',
}
describe('associations', () => {
  const make = (more: object = {}) =>
    ask('create-resource-association', { body: { ...association, ...more } })
  beforeAll(async () => {
    await ask('create-application', { body: { applicationId: 'shop' } })
    await ask('create-entity', { body: { entityId: 'north' } })
    await ask('create-entity', { body: { entityId: 'south' } })
  })

  test('are made, found by every filter, read one by one and ended', async () => {
    expect((await make({ resourceId: '+49 170 0000001' })).status).toBe(201)
    expect((await make()).status).toBe(409)
    expect((await make({ resourceType: 'ALPHA', resourceId: 'Shop' })).status).toBe(201)
    const list = async (query: Record<string, string>) =>
      (
        await ask<Page<{ resourceId: string }>>('get-resource-associations', { query })
      ).body.results.map((one) => one.resourceId)
    expect(await list({})).toEqual(['491700000001', 'Shop'])
    for (const [query, found] of [
      [{ resourceType: 'ALPHA' }, ['Shop']],
      [{ resourceId: '+491700000001' }, ['491700000001']],
      [{ channel: 'RCS' }, []],
      [{ applicationId: 'shop', entityId: 'north' }, ['491700000001', 'Shop']],
      [{ entityId: 'south' }, []],
    ] as const)
      expect([query, await list(query)]).toEqual([query, found])
    const { entityId: _left, ...withoutEntity } = association
    for (const query of [association, withoutEntity])
      expect((await ask('get-resource-association', { query })).body).toEqual(association)
    const gone = { body: association }
    expect((await ask('delete-resource-association', gone)).status).toBe(204)
    expect((await ask('delete-resource-association', gone)).status).toBe(404)
    expect((await ask('get-resource-association', { query: association })).status).toBe(404)
  })

  test('need an application and an entity of the account', async () => {
    expect((await make({ applicationId: 'nobody' })).status).toBe(404)
    expect((await make({ entityId: 'nobody' })).status).toBe(404)
    expect((await other('create-resource-association', { body: association })).status).toBe(404)
    expect((await make({ channel: 'PIGEON' })).status).toBe(400)
    expect((await make({ resourceId: '' })).status).toBe(400)
  })

  test('keep what they name from being deleted', async () => {
    await make({ resourceId: '491700000009' })
    const answer = await ask<{
      requestError: { serviceException: { validationErrors: Record<string, string[]> } }
    }>('delete-application', { path: '/provisioning/1/applications/shop' })
    expect(answer.status).toBe(400)
    expect(answer.body.requestError.serviceException.validationErrors).toHaveProperty(
      'associations',
    )
    expect((await ask('delete-entity', { path: '/provisioning/1/entities/north' })).status).toBe(
      400,
    )
  })

  test('and the deletion of what they name do not pass each other', async () => {
    for (let round = 0; round < 5; round++) {
      const applicationId = `raced-${round}`
      await ask('create-application', { body: { applicationId } })
      const [made, deleted] = await Promise.all([
        make({ applicationId, resourceId: `raced-${round}` }),
        ask('delete-application', { path: `/provisioning/1/applications/${applicationId}` }),
      ])
      expect([
        [201, 400],
        [404, 200],
      ]).toContainEqual([made.status, deleted.status])
    }
  })
})

describe('sending strategies', () => {
  const make = (body: object) =>
    ask<{ sendingStrategyId: string }>('create-sending-strategy-v2', { body })
  const list = async (query: Record<string, string> = {}) =>
    (await ask<Page<Record<string, unknown>>>('get-sending-strategies-v2', { query })).body.results

  test('are made, found and deleted', async () => {
    const whole = {
      platform: { applicationId: 'shop', entityId: 'north' },
      channel: 'SMS',
      destinationCountryCode: 'DE',
      useStickySender: true,
      useGeolocatedSender: true,
      priorities: [
        { senderType: 'SHORT_CODE', priority: 1 },
        { senderType: 'ALPHANUMERIC', priority: 2 },
      ],
    }
    const { status, body } = await make(whole)
    expect(status).toBe(201)
    const least = (await make({})).body
    expect(await list()).toEqual([
      { sendingStrategyId: body.sendingStrategyId, ...whole },
      {
        sendingStrategyId: least.sendingStrategyId,
        useStickySender: false,
        useGeolocatedSender: false,
        priorities: [],
      },
    ])
    expect(await list({ sendingStrategyId: least.sendingStrategyId })).toHaveLength(1)
    expect(await list({ applicationId: 'shop' })).toHaveLength(1)
    expect(await list({ entityId: 'south' })).toEqual([])
    expect(await list({ sendingStrategyId: 'nonsense' })).toEqual([])
    expect(
      (await ask('delete-application', { path: '/provisioning/1/applications/shop' })).status,
    ).toBe(400)
    const gone = 'delete-sending-strategy-by-sending-strategy-id-v2'
    const path = (id: string) => `/provisioning/2/sending-strategies/${id}`
    expect((await other(gone, { path: path(body.sendingStrategyId) })).status).toBe(404)
    for (const id of [body.sendingStrategyId, least.sendingStrategyId])
      expect((await ask(gone, { path: path(id) })).status).toBe(204)
    expect((await ask(gone, { path: path(body.sendingStrategyId) })).status).toBe(404)
    expect((await ask(gone, { path: path('nonsense') })).status).toBe(404)
    expect(await list()).toEqual([])
  })

  test('must not contradict themselves', async () => {
    for (const body of [
      { platform: { applicationId: 'nobody' } },
      { platform: { entityId: 'nobody' } },
      { channel: '' },
      { destinationCountryCode: '49' },
      { priorities: [{ senderType: 'SHORT_CODE' }] },
      { priorities: [{ senderType: 'SHORT_CODE', priority: 5 }] },
      {
        priorities: [
          { senderType: 'SHORT_CODE', priority: 1 },
          { senderType: 'SHORT_CODE', priority: 2 },
        ],
      },
      {
        priorities: [
          { senderType: 'SHORT_CODE', priority: 1 },
          { senderType: 'ALPHANUMERIC', priority: 1 },
        ],
      },
    ])
      expect([body, (await make(body)).status]).toEqual([body, 400])
  })
})

const operations = Object.entries(knownOperations).filter(([, one]) =>
  one.path.startsWith('/provisioning/'),
)
test('the 17 operations are here', () => expect(operations).toHaveLength(17))

test.each(operations)('%s wants a credential, and its scope', async (id, { path, scopes }) => {
  const asked = { path: path.replaceAll(/\{\w+\}/g, 'none') }
  for (const authorization of [null, 'App wrong'])
    expect((await ask(id, { ...asked, headers: { authorization } })).status).toBe(401)
  const call = caller(running.url)
  const [wrong, right] = await Promise.all(
    ['sms:manage', scopes[0]!].map((scope) => makeKey(call, `${id} ${scope}`, [scope])),
  )
  const as = ({ secret }: { secret: string }) =>
    ask(id, { ...asked, headers: { authorization: `App ${secret}` } })
  expect((await as(wrong!)).status).toBe(403)
  expect([200, 400, 404]).toContain((await as(right!)).status)
})
