import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { run, sql } from '../../core/storage/index.ts'
import { settings, startWorld, type World } from '../operators/test/world.ts'
import { toMsisdn } from '../../protocols/e164/index.ts'
import { allQuality, dropQuality, keepQuality } from './store/quality.ts'
import { askOf } from './test/routes.ts'

const PATH = '/operators/1/routes'

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
  const routeOf = (msisdn: string) => world.routing.route(askOf(msisdn))

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

  test('numbers and ranges that were ported belong to the network that was entered, the longest entry first', async () => {
    const path = '/operators/1/number-networks'
    const number = '491511234567'
    const msisdn = toMsisdn(number)!
    const planned = world.routing.placeOf(msisdn)
    expect(planned).toMatchObject({ countryIso: 'DE', source: 'plan' })
    const second = await create({ name: 'Second network', networks: ['26202'] })
    const all = await create({ name: 'All' })
    const chosen = async () => (await world.call('GET', `${PATH}/explain?to=${number}`)).body
    expect((await chosen()).chosen.id).toBe(all.id)

    const put = await world.call('PUT', `${path}/49151123`, { network: '26202' })
    expect(put.body).toMatchObject({ prefix: '49151123', network: '26202' })
    expect(await chosen()).toMatchObject({
      chosen: { id: second.id },
      networkSource: 'TABLE',
      network: { countryIso: 'DE', mcc: '262', mnc: '02' },
    })
    await world.call('PUT', `${path}/${number}`, { network: '26203' })
    expect(world.routing.placeOf(msisdn)).toMatchObject({ mcc: '262', mnc: '03' })
    expect(await chosen()).toMatchObject({ chosen: { id: all.id } })

    const one = (await world.call('GET', `${path}?limit=1`)).body
    expect(one.results.map((each: { prefix: string }) => each.prefix)).toEqual(['49151123'])
    const two = (await world.call('GET', `${path}?limit=1&cursor=${one.nextCursor}`)).body
    expect(two).toMatchObject({ results: [{ prefix: number }], nextCursor: null })
    for (const entry of ['49151123', number])
      expect((await world.call('DELETE', `${path}/${entry}`)).status).toBe(204)
    expect((await world.call('DELETE', `${path}/${number}`)).status).toBe(404)
    expect(world.routing.placeOf(msisdn)).toEqual(planned)
    for (const network of ['2620', '2620x', '2620123'])
      expect((await world.call('PUT', `${path}/49151`, { network })).status, network).toBe(400)
    expect((await world.call('PUT', `${path}/49`, { network: '26201' })).status).toBe(400)
    expect((await world.call('PUT', `${path}/49151`, { network: '26201' }, 'reader')).status).toBe(
      403,
    )
    expect((await world.call('GET', path, undefined, 'other')).status).toBe(403)
  })

  test('what was measured of operators is kept, the latest in place of the one before', async () => {
    const { db } = world.database
    const one = {
      connectionId: first,
      network: '26201',
      samples: 40,
      delivered: 30,
      delayMs: 9,
      at: 5_000,
    }
    await keepQuality(db, [one, { ...one, network: '' }])
    await keepQuality(db, [{ ...one, samples: 41, at: 6_000 }])
    expect(await allQuality(db)).toEqual([
      { ...one, samples: 41, at: 6_000 },
      { ...one, network: '' },
    ])
    expect(await dropQuality(db, new Date(5_500))).toBe(1)
    expect((await allQuality(db)).map((kept) => kept.network)).toEqual(['26201'])
  })
})
