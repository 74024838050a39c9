import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { row, run, sql } from '../../core/storage/index.ts'
import { settings, startWorld, type World } from '../operators/test/world.ts'
import { choose, type RoutedConnection } from './choose.ts'
import { dataMap } from './data-map.ts'
import { compile, type StoredRoute } from './table.ts'

const PATH = '/operators/1/routes'

describe('the table', () => {
  const at = new Date(0)
  const route = (id: number, prefix: string, more: Partial<StoredRoute> = {}): StoredRoute => ({
    id,
    name: `route ${id}`,
    channel: 'SMS',
    prefix,
    connectionId: id,
    priority: 100,
    enabled: true,
    createdAt: at,
    updatedAt: at,
    ...more,
  })
  const digits = fc.stringMatching(/^[0-9]{0,6}$/)

  test('gives what a search through all routes gives: longest prefix, then priority, then age', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            prefix: digits,
            priority: fc.integer({ min: 1, max: 3 }),
            enabled: fc.boolean(),
          }),
          { maxLength: 40 },
        ),
        fc.stringMatching(/^[0-9]{1,12}$/),
        (made, number) => {
          const routes = made.map((one, index) => route(index + 1, one.prefix, one))
          const expected = routes
            .filter((one) => one.enabled && number.startsWith(one.prefix))
            .sort(
              (a, b) => b.prefix.length - a.prefix.length || a.priority - b.priority || a.id - b.id,
            )
          expect(compile(routes).candidates('SMS', number)).toEqual(expected)
        },
      ),
    )
  })

  test('has nothing for another channel, or for what are no digits', () => {
    const table = compile([route(1, '49')])
    expect(table.candidates('VIBER', '4915')).toEqual([])
    expect(table.candidates('SMS', 'x49')).toEqual([])
    expect(table.candidates('SMS', '')).toEqual([])
  })

  const connections = (made: Record<number, Partial<RoutedConnection>>) => (id: number) =>
    made[id] ? { name: `c${id}`, simulated: false, enabled: true, ...made[id] } : null
  const chosen = (made: Record<number, Partial<RoutedConnection>>) =>
    choose(
      compile([route(1, '49'), route(2, ''), route(3, '', { priority: 1_000 })]).candidates(
        'SMS',
        '4915',
      ),
      connections(made),
    )?.route.id ?? null

  test('passes over connections that are disabled or gone', () => {
    expect(chosen({ 1: {}, 2: {}, 3: {} })).toBe(1)
    expect(chosen({ 1: { enabled: false }, 2: {}, 3: {} })).toBe(2)
    expect(chosen({ 2: {}, 3: {} })).toBe(2)
    expect(chosen({ 1: { enabled: false }, 2: { enabled: false } })).toBe(null)
  })

  test('never falls from a real operator to the simulator', () => {
    const simulated = { simulated: true }
    expect(chosen({ 1: { enabled: false }, 2: simulated, 3: {} })).toBe(3)
    expect(chosen({ 1: { enabled: false }, 2: { enabled: false }, 3: simulated })).toBe(null)
    expect(chosen({ 1: { simulated: true, enabled: false }, 2: simulated })).toBe(2)
    expect(chosen({ 1: simulated, 2: {} })).toBe(1)
  })
})

describe('routes of an installation', () => {
  let world: World
  let first: number
  let second: number

  beforeAll(async () => {
    world = await startWorld()
    const create = async () =>
      (await world.call('POST', '/operators/1/connections', settings(1, { enabled: true }))).body.id
    first = await create()
    second = await create()
  })
  afterAll(() => world.close())
  afterEach(async () => {
    await run(world.database.db, sql`delete from routing.routes`)
  })

  const create = async (more: object) => {
    const answer = await world.call('POST', PATH, {
      name: `r${Math.random()}`,
      prefix: '',
      connectionId: first,
      ...more,
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body
  }
  const routeOf = (msisdn: string) => world.routing.route('SMS', msisdn, null)

  test('are in force as soon as they are answered, and gone as soon as they are deleted', async () => {
    const all = await create({ name: 'All' })
    expect(routeOf('491511234567')).toEqual({
      routeId: all.id,
      routeName: 'All',
      connectionId: first,
      simulated: false,
    })
    const german = await create({ name: 'Germany', prefix: '49', connectionId: second })
    expect(routeOf('491511234567')?.routeId).toBe(german.id)
    expect(routeOf('33612345678')?.routeId).toBe(all.id)
    const changed = await world.call('PUT', `${PATH}/${german.id}`, {
      name: 'France',
      prefix: '33',
      connectionId: second,
    })
    expect(changed.body).toMatchObject({
      name: 'France',
      prefix: '33',
      priority: 100,
      enabled: true,
    })
    expect(routeOf('33612345678')?.routeName).toBe('France')
    expect(world.routing.nameOf(german.id)).toBe('France')
    expect((await world.call('DELETE', `${PATH}/${german.id}`)).status).toBe(204)
    expect(routeOf('33612345678')?.routeId).toBe(all.id)
    expect((await world.call('GET', `${PATH}/${german.id}`)).status).toBe(404)
    expect(await world.routing.routesOf(first)).toEqual(['All'])
  })

  test('made by another process come with the next look at the table', async () => {
    await run(
      world.database.db,
      sql`insert into routing.routes (name, channel, prefix, connection_id, priority, enabled, created_at, updated_at)
          values ('Elsewhere', 'SMS', '81', ${first}, 1, true, ${new Date(0)}, ${new Date(0)})`,
    )
    await vi.waitFor(() => expect(routeOf('819012345678')?.routeName).toBe('Elsewhere'), 10_000)
  })

  test('explain themselves', async () => {
    const all = await create({ name: 'All', connectionId: second })
    const off = await create({ name: 'Off', prefix: '4915', enabled: false })
    const low = await create({ name: 'Later', prefix: '49', priority: 200 })
    const used = await create({ name: 'Germany', prefix: '49', priority: 5 })
    await create({ name: 'Other', prefix: '33' })
    const { body } = await world.call('GET', `${PATH}/explain?to=%2B4915112345678`)
    expect(body).toMatchObject({
      to: '4915112345678',
      network: { countryIso: 'DE' },
      chosen: { id: used.id },
    })
    expect(body.text).toMatch(/"Germany".*begin with 49/)
    expect(
      body.considered.map((one: { route: { id: number }; verdict: string }) => [
        one.route.id,
        one.verdict,
      ]),
    ).toEqual([
      [off.id, 'ROUTE_DISABLED'],
      [used.id, 'CHOSEN'],
      [low.id, 'NOT_NEEDED'],
      [all.id, 'NOT_NEEDED'],
    ])
    expect((await world.call('GET', `${PATH}/explain?to=abc`)).status).toBe(400)
    expect((await world.call('GET', `${PATH}/explain`)).status).toBe(400)
    const none = await world.call('GET', `${PATH}/explain?to=${'4'.repeat(64)}`)
    expect(none.status).toBe(400)
  })

  test('without any that fits, there is none, and the explanation says what to do', async () => {
    await create({ prefix: '33' })
    expect(routeOf('4915112345678')).toBe(null)
    const { body } = await world.call('GET', `${PATH}/explain?to=4915112345678`)
    expect(body).toMatchObject({
      chosen: null,
      considered: [],
      text: expect.stringMatching(/default route/),
    })
  })

  test('to the simulator are made once, when there is none at all, and a real default wins over them', async () => {
    const simulator = (await world.operators.ensureSimulatorConnection({ smppPort: 1 }))!
    expect(await world.routing.ensureSimulatorRoutes(simulator)).toBe(true)
    expect(await world.routing.ensureSimulatorRoutes(simulator)).toBe(false)
    expect(routeOf('4915112345678')).toMatchObject({ connectionId: simulator, simulated: true })
    const real = await create({ name: 'Real' })
    expect(routeOf('4915112345678')).toMatchObject({ routeId: real.id, simulated: false })
    expect(routeOf('999123456')).toMatchObject({ connectionId: simulator, simulated: true })
    const { body } = await world.call('GET', PATH)
    expect(
      body.results.map((one: { name: string; simulated: boolean }) => [one.name, one.simulated]),
    ).toEqual([
      ['Simulator', true],
      ['Simulator numbers', true],
      ['Real', false],
    ])
    await world.operators.ensureSimulatorConnection(null)
    expect(routeOf('999123456')).toMatchObject({ routeId: real.id })
  })

  test.each([
    [{ prefix: '+49' }, 'prefix'],
    [{ prefix: '1'.repeat(16) }, 'prefix'],
    [{ priority: 0 }, 'priority'],
    [{ name: ' ' }, 'name'],
    [{ channel: 'FAX' }, 'channel'],
    [{ connectionId: 999_999 }, 'connectionId'],
    [{ connectionId: 2 ** 31 }, 'connectionId'],
  ])('%j is refused by name', async (more, property) => {
    const answer = await world.call('POST', PATH, {
      name: 'x',
      prefix: '',
      connectionId: first,
      ...more,
    })
    expect(answer).toMatchObject({
      status: 400,
      body: { errorCode: 'E400', violations: [{ property }] },
    })
  })

  test('a name is used once', async () => {
    await create({ name: 'Twice' })
    expect(
      (await world.call('POST', PATH, { name: 'Twice', prefix: '1', connectionId: first })).status,
    ).toBe(409)
  })

  test("are the installation's own account's alone; a reader reads", async () => {
    const made = await create({})
    const content = { name: 'y', prefix: '', connectionId: first }
    const calls = [
      ['GET', PATH],
      ['GET', `${PATH}/${made.id}`],
      ['GET', `${PATH}/explain?to=4915112345678`],
      ['POST', PATH, content],
      ['PUT', `${PATH}/${made.id}`, content],
      ['DELETE', `${PATH}/${made.id}`],
    ] as const
    for (const [method, path, body] of calls) {
      expect((await world.call(method, path, body, 'other')).status, `${method} ${path}`).toBe(403)
      expect((await world.call(method, path, body, 'nobody')).status, `${method} ${path}`).toBe(401)
      expect((await world.call(method, path, body, 'reader')).status, `${method} ${path}`).toBe(
        method === 'GET' ? 200 : 403,
      )
    }
    expect((await world.call('GET', `${PATH}/${made.id}`)).status).toBe(200)
  })

  test('pages follow one another by cursor', async () => {
    for (let count = 0; count < 3; count++) await create({ name: `page ${count}` })
    const one = (await world.call('GET', `${PATH}?limit=2`)).body
    const two = (await world.call('GET', `${PATH}?limit=2&cursor=${one.nextCursor}`)).body
    expect([...one.results, ...two.results].map((each: { name: string }) => each.name)).toEqual([
      'page 0',
      'page 1',
      'page 2',
    ])
    expect(two.nextCursor).toBe(null)
  })

  test('the data map names every column', async () => {
    const columns = await row<{ names: string[] }>(
      world.database.db,
      sql`select array_agg(column_name::text) as names from information_schema.columns where table_schema = 'routing'`,
    )
    expect(Object.keys(dataMap[0]!.columns).sort()).toEqual(columns!.names.sort())
  })
})
