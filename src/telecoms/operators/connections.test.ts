import { readFile } from 'node:fs/promises'
import { createServer as createPlainServer, type Server } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { row, sql } from '../../core/storage/index.ts'
import { registry } from '../../core/metrics.ts'
import { status } from '../../protocols/smpp/index.ts'
import { startSmsc, type TestSmsc } from './test/smsc.ts'
import { unit } from './test/units.ts'
import { settings, startWorld, type World } from './test/world.ts'

const PATH = '/operators/1/connections'
let world: World
const smscs: { close(): unknown }[] = []

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
afterEach(async () => {
  for (const smsc of smscs.splice(0)) await smsc.close()
  const { body } = await world.call('GET', PATH)
  for (const one of body.results) await world.call('DELETE', `${PATH}/${one.id}`)
})

async function smscOf(behaviour: Parameters<typeof startSmsc>[0] = {}): Promise<TestSmsc> {
  const smsc = await startSmsc(behaviour)
  smscs.push(smsc)
  return smsc
}

/** A port at which something listens that is no SMSC. */
async function serverOf(onSocket: Parameters<typeof createPlainServer>[1]): Promise<number> {
  const server: Server = createPlainServer(onSocket as never)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  smscs.push({ close: () => new Promise((resolve) => server.close(resolve)) })
  return (server.address() as { port: number }).port
}

const create = async (port: number, more: object = {}) => {
  const answer = await world.call('POST', PATH, settings(port, more))
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

const isConnected = (id: number) =>
  vi.waitFor(async () =>
    expect((await world.call('GET', `${PATH}/${id}/state`)).body.state).toBe('CONNECTED'),
  )

describe('settings', () => {
  test('are read back with their defaults, with state and counters, and never with the password', async () => {
    const smsc = await smscOf({ password: 'hush-hush' })
    const made = await create(smsc.port, { password: 'hush-hush' })
    await isConnected(made.id)
    const { body } = await world.call('GET', `${PATH}/${made.id}`)
    expect(body).toMatchObject({
      kind: 'SMPP_CLIENT',
      port: smsc.port,
      tls: { enabled: false, verify: true, ca: null },
      systemId: 'trunkline',
      passwordSet: true,
      bindType: 'TRANSCEIVER',
      binds: 1,
      windowSize: 100,
      messagesPerSecond: null,
      receipts: { idForm: 'AUTO', learnedIdForm: null, clockOffsetMinutes: 0 },
      encoding: { defaultAlphabet: 'GSM_UNPACKED', concatenation: 'UDH', sourceTon: null },
      enabled: true,
      simulated: false,
      state: 'CONNECTED',
      bindStates: [
        { number: 1, kind: 'TRANSCEIVER', state: 'BOUND', windowSize: 100, inFlight: 0 },
      ],
      counters: { submitted: 0 },
      lastError: null,
    })
    expect(body.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
    expect(JSON.stringify(body)).not.toContain('hush-hush')
    const stored = await row<{ password: Buffer }>(
      world.database.db,
      sql`select password from operators.connections where id = ${made.id}`,
    )
    expect(stored!.password.toString('latin1')).not.toContain('hush-hush')
  })

  test('pages follow one another by cursor', async () => {
    const ids = []
    for (let count = 0; count < 3; count++) ids.push((await create(1, { enabled: false })).id)
    const first = await world.call('GET', `${PATH}?limit=2`)
    expect(first.body.results.map((one: { id: number }) => one.id)).toEqual(ids.slice(0, 2))
    const second = await world.call('GET', `${PATH}?limit=2&cursor=${first.body.nextCursor}`)
    expect(second.body).toMatchObject({ results: [{ id: ids[2] }], nextCursor: null })
  })

  test('a password that is left out stays, and goes nowhere else', async () => {
    const smsc = await smscOf()
    const other = await smscOf()
    const made = await create(smsc.port)
    await isConnected(made.id)
    const kept = await world.call(
      'PUT',
      `${PATH}/${made.id}`,
      settings(smsc.port, { password: undefined, binds: 2 }),
    )
    expect(kept).toMatchObject({ status: 200, body: { passwordSet: true, binds: 2 } })
    await vi.waitFor(() => expect(smsc.sessions().length).toBe(2))
    const drawn = await world.call(
      'PUT',
      `${PATH}/${made.id}`,
      settings(other.port, { password: null }),
    )
    expect(drawn).toMatchObject({ status: 400, body: { violations: [{ property: 'password' }] } })
    expect(other.binds).toEqual([])
  })

  test.each([
    ['host', 'https://smsc.example', 'host'],
    ['host', '10.0.0', 'host'],
    ['host', 'a b', 'host'],
    ['port', 0, 'port'],
    ['port', '2775', 'port'],
    ['name', '  ', 'name'],
    ['binds', 51, 'binds'],
    ['windowSize', 2001, 'windowSize'],
    ['messagesPerSecond', 0, 'messagesPerSecond'],
    ['bindType', 'BOTH', 'bindType'],
    ['password', 'p\u0001', 'password'],
    ['password', 'x'.repeat(65), 'password'],
    ['systemId', '', 'systemId'],
    ['tls', { enabled: true, ca: 'no certificate' }, 'tls.ca'],
    ['encoding', { defaultAlphabet: 'EBCDIC' }, 'encoding.defaultAlphabet'],
    ['encoding', { sourceTon: 7 }, 'encoding.sourceTon'],
  ])('%s: %j is refused by name', async (field, value, property) => {
    const answer = await world.call('POST', PATH, settings(1, { [field]: value }))
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ errorCode: 'E400', violations: [{ property }] })
  })

  test('a name is used once', async () => {
    const made = await create(1, { enabled: false })
    const again = await world.call('POST', PATH, settings(1, { name: made.name }))
    expect(again).toMatchObject({ status: 409, body: { errorCode: 'E409' } })
    expect(again.body.description).toContain(made.name)
  })

  test('a connection that a route uses is not deleted', async () => {
    const made = await create(1, { enabled: false })
    const route = await world.call('POST', '/operators/1/routes', {
      name: 'All',
      prefix: '',
      connectionId: made.id,
    })
    const refused = await world.call('DELETE', `${PATH}/${made.id}`)
    expect(refused.status).toBe(409)
    expect(refused.body.description).toContain('All')
    await world.call('DELETE', `/operators/1/routes/${route.body.id}`)
    expect((await world.call('DELETE', `${PATH}/${made.id}`)).status).toBe(204)
    expect((await world.call('GET', `${PATH}/${made.id}`)).status).toBe(404)
    expect(world.operators.profile(made.id)).toBe(null)
  })
})

describe('who may', () => {
  const calls = (id: number) =>
    [
      ['GET', PATH],
      ['POST', PATH, settings(1)],
      ['POST', `${PATH}/test`, settings(1)],
      ['GET', `${PATH}/${id}`],
      ['GET', `${PATH}/${id}/state`],
      ['POST', `${PATH}/${id}/restart`],
      ['PUT', `${PATH}/${id}`, settings(1)],
      ['DELETE', `${PATH}/${id}`],
    ] as const

  test("another account's administrator may nothing, and nobody is asked to log in", async () => {
    const made = await create(1, { enabled: false })
    for (const [method, path, body] of calls(made.id)) {
      expect((await world.call(method, path, body, 'other')).status, `${method} ${path}`).toBe(403)
      expect((await world.call(method, path, body, 'nobody')).status, `${method} ${path}`).toBe(401)
    }
    expect((await world.call('GET', `${PATH}/${made.id}`)).status).toBe(200)
  })

  test('a credential with operators:read reads and changes nothing', async () => {
    const made = await create(1, { enabled: false })
    for (const [method, path, body] of calls(made.id))
      expect((await world.call(method, path, body, 'reader')).status, `${method} ${path}`).toBe(
        method === 'GET' ? 200 : 403,
      )
  })

  test('unknown ids are not found', async () => {
    for (const [method, path, body] of calls(999_999).slice(3))
      expect((await world.call(method, path, body)).status, `${method} ${path}`).toBe(404)
  })
})

describe('trying settings before they are saved', () => {
  const tryOut = async (asked: object) => (await world.call('POST', `${PATH}/test`, asked)).body

  test('bound: says so, leaves nothing behind and stores nothing', async () => {
    const smsc = await smscOf()
    expect(await tryOut(settings(smsc.port))).toMatchObject({
      succeeded: true,
      outcome: 'BOUND',
      peerSystemId: 'test smsc',
      whatToDo: null,
    })
    await vi.waitFor(() => expect(smsc.sessions()).toEqual([]))
    expect((await world.call('GET', PATH)).body.results).toEqual([])
  })

  test('both halves of a pair are tried', async () => {
    const smsc = await smscOf()
    expect(
      await tryOut(settings(smsc.port, { bindType: 'TRANSMITTER_RECEIVER_PAIR' })),
    ).toMatchObject({ succeeded: true })
    expect(smsc.binds.map((one) => one.kind)).toEqual(['transmitter', 'receiver'])
  })

  test.each([
    [status.ESME_RINVPASWD, 'WRONG_PASSWORD', /password/],
    [status.ESME_RINVSYSID, 'WRONG_SYSTEM_ID', /system id/],
    [status.ESME_RALYBND, 'ALREADY_BOUND', /number of binds/],
    [status.ESME_RBINDFAIL, 'BIND_REFUSED', /Ask the operator/],
  ] as const)('a bind refused with %i is told as %s', async (commandStatus, outcome, whatToDo) => {
    const smsc = await smscOf({ refuseBind: () => commandStatus })
    const result = await tryOut(settings(smsc.port))
    expect(result).toMatchObject({ succeeded: false, outcome })
    expect(result.whatToDo).toMatch(whatToDo)
    expect(result.commandStatus).toMatch(/^ESME_R/)
  })

  test('a host without address, a closed port and a server that hangs up are told apart', async () => {
    const gone = await smscOf()
    await gone.close()
    const rude = await serverOf((socket) => socket.destroy())
    expect(await tryOut(settings(1, { host: 'smsc.invalid' }))).toMatchObject({
      outcome: 'NAME_NOT_RESOLVED',
    })
    expect(await tryOut(settings(gone.port))).toMatchObject({ outcome: 'REFUSED' })
    expect(await tryOut(settings(rude))).toMatchObject({
      outcome: 'CLOSED',
      whatToDo: expect.stringMatching(/TLS/),
    })
  })

  test('the stored password is used for the same host only', async () => {
    const smsc = await smscOf()
    const other = await smscOf()
    const made = await create(smsc.port, { enabled: false })
    const asked = { ...settings(smsc.port), password: undefined, connectionId: made.id }
    expect(await tryOut(asked)).toMatchObject({ succeeded: true })
    expect(await tryOut({ ...asked, port: other.port })).toMatchObject({
      violations: [{ property: 'password' }],
    })
    expect(await tryOut({ ...asked, connectionId: undefined })).toMatchObject({
      violations: [{ property: 'password' }],
    })
    expect(other.binds).toEqual([])
  })
})

describe('TLS', () => {
  const pem = (name: string) =>
    readFile(new URL(`./test/fixtures/${name}.pem`, import.meta.url), 'utf8')

  test('a certificate of an own authority is trusted when it is in the settings', async () => {
    const [cert, key] = await Promise.all([pem('smsc-certificate'), pem('smsc-key')])
    const smsc = await smscOf({ tls: { cert, key } })
    const made = await create(smsc.port, {
      host: 'localhost',
      tls: { enabled: true, verify: true, ca: cert },
    })
    await isConnected(made.id)
    expect(smsc.sessions()[0]!.peer.tls).toBe(true)
    const outcomes = await world.operators.submit(made.id, [unit('491511', 'x')])
    expect(outcomes).toMatchObject([{ kind: 'accepted' }])
  })

  test('otherwise it is told why not, and what to do', async () => {
    const [cert, key] = await Promise.all([pem('smsc-certificate'), pem('smsc-key')])
    const smsc = await smscOf({ tls: { cert, key } })
    const tryOut = async (more: object) =>
      (await world.call('POST', `${PATH}/test`, settings(smsc.port, more))).body
    expect(await tryOut({ host: 'localhost', tls: { enabled: true } })).toMatchObject({ outcome: 'TLS_FAILED', text: expect.stringMatching(/authority/), whatToDo: expect.stringMatching(/CA certificate/) }) // prettier-ignore
    expect(await tryOut({ tls: { enabled: true, ca: cert } })).toMatchObject({ outcome: 'TLS_FAILED', text: expect.stringMatching(/another host name/) }) // prettier-ignore
    expect(await tryOut({ tls: { enabled: true, verify: false } })).toMatchObject({
      succeeded: true,
    })
    const plain = await smscOf()
    expect((await world.call('POST', `${PATH}/test`, settings(plain.port, { tls: { enabled: true } }))).body).toMatchObject({ outcome: 'TLS_FAILED' }) // prettier-ignore
  })
})

describe('the simulator as operator', () => {
  const simulator = async () =>
    (await world.call('GET', PATH)).body.results.find(
      (one: { simulated: boolean }) => one.simulated,
    )

  test('its connection is made, follows its port, and rests while it is off', async () => {
    const first = await smscOf({ password: 'simulator' })
    const id = await world.operators.ensureSimulatorConnection({ smppPort: first.port })
    await isConnected(id!)
    expect(await simulator()).toMatchObject({
      id,
      name: 'Simulator',
      simulated: true,
      binds: 2,
      windowSize: 200,
      messagesPerSecond: null,
    })
    expect(world.operators.profile(id!)).toMatchObject({ simulated: true, enabled: true })
    const second = await smscOf({ password: 'simulator' })
    expect(await world.operators.ensureSimulatorConnection({ smppPort: second.port })).toBe(id)
    await vi.waitFor(() => expect(second.sessions().length).toBe(2))
    expect(await world.operators.ensureSimulatorConnection(null)).toBe(null)
    await vi.waitFor(() => expect(second.sessions()).toEqual([]))
    expect(await simulator()).toMatchObject({ state: 'DISABLED' })
    expect(world.operators.profile(id!)).toMatchObject({ enabled: false })
  })

  test("somebody's own connection called Simulator is left alone", async () => {
    await create(1, { name: 'Simulator', enabled: false })
    await world.operators.ensureSimulatorConnection({ smppPort: 1 })
    expect(await simulator()).toMatchObject({ name: 'Simulator (built in)' })
    await world.operators.ensureSimulatorConnection(null)
  })
})

test('figures tell real and simulated traffic apart', async () => {
  const smsc = await smscOf()
  const made = await create(smsc.port)
  await isConnected(made.id)
  await world.operators.submit(made.id, [unit('491511', '1'), unit('491511', '2')])
  await vi.waitFor(async () => {
    const text = await registry.metrics()
    expect(text).toContain(
      `trunkline_operator_parts_total{connection="${made.name}",simulated="false",outcome="accepted"} 2`,
    )
    expect(text).toContain(
      `trunkline_operator_binds{connection="${made.name}",simulated="false"} 1`,
    )
  }, 5_000)
})
