import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createServer, type Credential, type HttpServer } from '../core/http/index.ts'
import { simulator as simulatorModule } from './index.ts'
import { eventually, spawnSimulator, TestEsme, type SpawnedSimulator } from './spawned-simulator.ts'

let simulator: SpawnedSimulator
let server: HttpServer

const root: Credential = {
  kind: 'key',
  accountId: 1,
  actingFrom: null,
  platform: [],
  isRootAccount: true,
  userId: null,
  keyId: 'k',
  scopes: new Set(['simulator:manage']),
}
const credentials: Record<string, Credential> = {
  root,
  scopeless: { ...root, scopes: new Set(['sms:manage']) },
  other: { ...root, accountId: 2, isRootAccount: false },
}

beforeAll(async () => {
  simulator = await spawnSimulator()
  server = await createServer({
    log: pino({ level: 'silent' }),
    limits: {
      bodyBytesMax: 1_000_000,
      headersBytesMax: 16_000,
      connectionsMax: 10,
      requestTimeoutMs: 10_000,
      jsonDepthMax: 32,
      connectionsPerKeyMax: 500,
    },
    trustProxy: false,
    tls: null,
    publicUrl: () => 'http://127.0.0.1',
    authenticate: async (request) => credentials[request.headers.authorization ?? ''] ?? null,
  })
  simulatorModule({ client: simulator.client }).routes!(server.app)
})
afterAll(async () => {
  await server.fastify.close()
  await simulator.remove()
})

async function call(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  options: { body?: object; as?: string } = {},
) {
  const answer = await server.fastify.inject({
    method,
    url: `/simulator/1/${path}`,
    headers: { authorization: options.as ?? 'root', 'content-type': 'application/json' },
    ...(options.body ? { payload: options.body } : {}),
  })
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
}

it('every call goes through to the simulator', async () => {
  expect((await call('GET', 'health')).body).toMatchObject({ ready: true, pid: simulator.pid })
  expect(
    (await call('PUT', 'behaviour', { body: { defaults: { deliverAfterMs: 0 } } })).body,
  ).toMatchObject({ defaults: { deliverAfterMs: 0 } })
  expect((await call('GET', 'behaviour')).body).toMatchObject({
    defaults: { deliverAfterMs: 0, throttleTries: 3 },
  })
  const esme = await TestEsme.bind(simulator.smppPort)
  expect(
    (await call('POST', 'inbound', { body: { from: '999000000100', to: '38555', text: 'hi' } }))
      .body,
  ).toMatchObject({ partCount: 1 })
  await eventually(() => esme.inbound.length === 1)
  expect((await call('GET', 'handsets?limit=5')).body).toMatchObject({
    results: [{ number: '999000000100', messageCount: 1 }],
  })
  expect((await call('GET', 'messages?number=999000000100')).body).toMatchObject({
    results: [{ text: 'hi', direction: 'FROM_HANDSET' }],
  })
  expect((await call('POST', 'operator', { body: { dropLinks: true } })).body).toMatchObject({
    systemIdPrefix: 'trunkline',
  })
  await eventually(() => esme.closed)
  expect((await call('GET', 'operator')).status).toBe(200)
  expect((await call('POST', 'reset')).body).toEqual({ messages: 1, waiting: 0 })
})

it('is the root account only, with the scope', async () => {
  expect((await call('GET', 'health', { as: 'other' })).status).toBe(403)
  expect((await call('GET', 'health', { as: 'scopeless' })).status).toBe(403)
  expect((await call('GET', 'health', { as: 'nobody' })).status).toBe(401)
  expect((await call('GET', 'health')).status).toBe(200)
})

it.each([
  ['what the schema refuses', { defaults: { deliverAfterMs: -1 } }, 'defaults.deliverAfterMs'],
  ['what only the simulator refuses', { rules: [{ behaviour: 'REFUSE' }] }, 'rules.0'],
])('%s is a 400 that names the field', async (_, body, property) => {
  const answer = await call('PUT', 'behaviour', { body })
  expect(answer).toMatchObject({
    status: 400,
    body: { errorCode: 'E400', violations: [{ property }] },
  })
})

it('while the simulator is down the calls say so, and work again afterwards', async () => {
  const { client } = simulator
  simulator = await simulator.killAndStart()
  expect((await call('GET', 'health')).body).toMatchObject({ pid: simulator.pid })
  await simulator.client.shutdown()
  await new Promise((resolve) => simulator.child.once('exit', resolve))
  expect(await call('GET', 'health')).toMatchObject({
    status: 503,
    body: { errorCode: 'E503', description: 'The simulator is not running.' },
  })
  client.close()
})
