import { request as httpRequest } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import Type from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../../test/support/running.ts'
import { openLog } from '../open-log.ts'
import { createServer, Rejection, type Credential, type HttpServer } from './index.ts'

/** The HTTP server by itself: limits, credentials, validation and the two error bodies. */

let http: HttpServer
let url: string
/** What the slow operation waits for. */
let release: () => void = () => undefined
let waiting = 0
const credentials: Record<string, Partial<Credential>> = {
  all: { scopes: 'all' },
  reader: { scopes: new Set(['things:read']) },
  cookie: { kind: 'cookie', scopes: 'all' },
  busy: { scopes: 'all' },
  root: { scopes: 'all', isRootAccount: true },
}

const Thing = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 10 }),
  count: Type.Optional(Type.Integer({ minimum: 0 })),
  parts: Type.Optional(Type.Array(Type.Object({ to: Type.String() }), { maxItems: 3 })),
})

beforeAll(async () => {
  http = await createServer({
    log: openLog('silent'),
    limits: {
      bodyBytesMax: 10_000,
      headersBytesMax: 4_000,
      connectionsMax: 200,
      requestTimeoutMs: 5_000,
      jsonDepthMax: 20,
      connectionsPerKeyMax: 3,
    },
    trustProxy: false,
    tls: null,
    throttling: { factor: 1, ofAccount: async () => ({}) },
    publicUrl: () => url,
    authenticate: async (request) => {
      const name = request.headers.authorization
      if (name === undefined) return null
      const known = credentials[name]
      if (!known) throw new Rejection('UNAUTHORIZED')
      return {
        kind: 'key',
        accountId: 1,
        actingFrom: null,
        platform: [],
        isRootAccount: false,
        userId: null,
        keyId: name,
        scopes: new Set(),
        ...known,
      }
    },
  })
  for (const envelope of [1, 2] as const) {
    const shared = {
      product: 'things',
      summary: 'A thing',
      envelope,
      access: ['things:write'] as const,
    }
    http.app.operation(
      {
        ...shared,
        id: `make-${envelope}`,
        method: 'POST',
        path: `/things/${envelope}`,
        body: Thing,
        answers: { 200: Thing },
      },
      ({ body }) => body,
    )
    http.app.operation(
      {
        ...shared,
        id: `break-${envelope}`,
        method: 'POST',
        path: `/things/${envelope}/break`,
        answers: { 200: null },
      },
      () => {
        throw new Error('the secret reason')
      },
    )
  }
  http.app.operation(
    {
      id: 'rare',
      method: 'GET',
      path: '/rare',
      product: 'things',
      summary: 'Twice an hour',
      envelope: 2,
      access: ['things:read'],
      throttle: { type: 'time', requests: 2, units: 1, unit: 'h' },
      answers: { 200: Type.Any() },
    },
    () => ({}),
  )
  http.app.operation(
    {
      id: 'maybe',
      method: 'POST',
      path: '/maybe',
      product: 'things',
      summary: 'With a thing, or without',
      envelope: 2,
      access: 'any',
      body: Thing,
      bodyOptional: true,
      answers: { 200: Type.Any() },
    },
    ({ body }) => ({ body: body ?? 'none' }),
  )
  http.app.operation(
    {
      id: 'list',
      method: 'GET',
      path: '/things/:id',
      product: 'things',
      summary: 'One',
      envelope: 2,
      access: ['things:read'],
      params: Type.Object({ id: Type.String({ maxLength: 20 }) }),
      query: Type.Object({
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
        tags: Type.Optional(Type.Array(Type.String())),
      }),
      answers: { 200: Type.Any() },
    },
    ({ params, query }) => ({ ...params, ...query }),
  )
  http.app.operation(
    {
      id: 'wait',
      method: 'POST',
      path: '/wait',
      product: 'things',
      summary: 'Waits',
      envelope: 2,
      access: 'any',
      answers: { 204: null },
    },
    async () => {
      waiting += 1
      await new Promise<void>((resolve) => {
        const before = release
        release = () => {
          before()
          resolve()
        }
      })
    },
  )
  http.app.operation(
    {
      id: 'root',
      method: 'POST',
      path: '/root',
      product: 'things',
      summary: 'Root',
      envelope: 1,
      access: 'any',
      rootAccountOnly: true,
      answers: { 204: null },
    },
    () => undefined,
  )
  url = await http.fastify.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => http?.fastify.close())

type Body = Record<string, unknown> & { violations?: unknown[] }
async function call(
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(url + path, {
    method,
    headers: {
      authorization: 'all',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  }
}
const thing = (more: object = {}) => JSON.stringify({ name: 'one', ...more })

/** Exactly the members that clients know. */
function isEnvelope(envelope: 1 | 2, body: Body): void {
  if (envelope === 2) {
    expect(Object.keys(body)).toEqual([
      'errorCode',
      'description',
      'action',
      'violations',
      'resources',
    ])
    return
  }
  expect(Object.keys(body)).toEqual(['requestError'])
  const { serviceException } = body['requestError'] as { serviceException: object }
  expect(['messageId,text', 'messageId,text,validationErrors']).toContain(
    Object.keys(serviceException).join(),
  )
}

describe.each([1, 2] as const)('in envelope %i', (envelope) => {
  test.each([
    ['no JSON', '{"name":', 400],
    ['a list where an object belongs', '[]', 400],
    ['text where an object belongs', '"x"', 400],
    ['null', 'null', 400],
    ['a number for a name', thing({ name: 5 }), 400],
    ['a name too long', thing({ name: 'x'.repeat(11) }), 400],
    ['a text for a number', thing({ count: '5' }), 400],
    ['half a thing', thing({ count: 1.5 }), 400],
    ['too many parts', thing({ parts: Array.from({ length: 4 }, () => ({ to: 'x' })) }), 400],
    ['a part without its recipient', thing({ parts: [{ to: 'x' }, {}] }), 400],
    ['U+0000', '{"name":"a\\u0000b"}', 400],
    ['half a character', '{"name":"\\ud83d"}', 400],
    ['U+0000 in a name', '{"name":"a","\\u0000":1}', 400],
    ['a raw NUL', '{"name":"a\0b"}', 400],
    [
      'lists in lists',
      thing({ deep: JSON.parse('['.repeat(30) + ']'.repeat(30)) as unknown }),
      400,
    ],
    ['a list without end', `{"name":"a","deep":${'['.repeat(5_000)}`, 400],
    ['nothing', '', 400],
    ['too much', thing({ filler: 'x'.repeat(20_000) }), 413],
  ])('%s is told as what it is', async (_name, body, status) => {
    const answer = await call('POST', `/things/${envelope}`, body)
    expect(answer.status).toBe(status)
    isEnvelope(envelope, answer.body)
  })

  test('what breaks on our side says so and nothing of the reason', async () => {
    const answer = await call('POST', `/things/${envelope}/break`)
    expect(answer.status).toBe(500)
    isEnvelope(envelope, answer.body)
    expect(JSON.stringify(answer.body)).not.toContain('secret')
    expect(JSON.stringify(answer.body)).toContain(answer.headers.get('x-request-id'))
  })

  test.each([
    ['nobody', undefined, 401],
    ['a stranger', 'stranger', 401],
    ['who may only read', 'reader', 403],
  ])('%s is refused', async (_name, authorization, status) => {
    const answer = await fetch(`${url}/things/${envelope}`, {
      method: 'POST',
      body: thing(),
      headers: {
        'content-type': 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
    })
    expect(answer.status).toBe(status)
    isEnvelope(envelope, (await answer.json()) as Body)
  })

  test('another content type is refused', async () => {
    const answer = await call('POST', `/things/${envelope}`, '<name/>', {
      'content-type': 'application/xml',
    })
    expect(answer.status).toBe(415)
    isEnvelope(envelope, answer.body)
  })
})

describe('what clients send and is fine', () => {
  test.each([
    ['a member nobody knows', thing({ type: 'text' })],
    ['the escapes of a whole character', '{"name":"\\ud83d\\ude00"}'],
    ['blanks around it', `  ${thing()}  `],
  ])('%s', async (_name, body) => {
    expect((await call('POST', '/things/2', body)).status).toBe(200)
  })

  test('a slash at the end, a charset, an offer of HTTP/2', async () => {
    expect((await call('POST', '/things/2/', thing())).status).toBe(200)
    expect(
      (
        await call('POST', '/things/2', thing(), {
          'content-type': 'application/json; charset=UTF-8',
        })
      ).status,
    ).toBe(200)
    http.fastify.server.on('upgrade', (_request, socket) => socket.destroy())
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(
        `${url}/things/2`,
        {
          method: 'POST',
          headers: {
            authorization: 'all',
            'content-type': 'application/json',
            connection: 'Upgrade, HTTP2-Settings',
            upgrade: 'h2c',
            'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
          },
        },
        (response) => {
          response.resume()
          resolve(response.statusCode)
        },
      )
      request.on('error', reject)
      request.end(thing())
    })
    http.fastify.server.removeAllListeners('upgrade')
    expect(status).toBe(200)
  })

  test('numbers and lists in an address', async () => {
    expect((await call('GET', '/things/x?limit=5&tags=a')).body).toEqual({
      id: 'x',
      limit: 5,
      tags: ['a'],
    })
    expect((await call('GET', '/things/x?tags=a&tags=b')).body).toEqual({
      id: 'x',
      tags: ['a', 'b'],
    })
  })
})

test.each([
  '/things/x?limit=0',
  '/things/x?limit=11',
  '/things/x?limit=a',
  '/things/x?limit=1e9',
  '/things/x%00',
  '/things/x?tags=%00',
  `/things/${'x'.repeat(21)}`,
  '/things/%ZZ',
  '/things/%ff',
])('%s is a 400 or leads nowhere', async (path) => {
  const { status, body } = await call('GET', path)
  expect([400, 404, 414]).toContain(status)
  isEnvelope(body['requestError'] === undefined ? 2 : 1, body)
})

test('an address nobody knows is a 404 in the envelope of its version', async () => {
  const old = await call('GET', '/nothing/1/here')
  const recent = await call('GET', '/nothing/3/here')
  expect([old.status, recent.status]).toEqual([404, 404])
  isEnvelope(1, old.body)
  isEnvelope(2, recent.body)
})

test('headers over the limit are refused, and the server goes on', async () => {
  const { port } = http.fastify.server.address() as AddressInfo
  const said = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET /things/x HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(10_000)}\r\n\r\n`),
    )
    let text = ''
    socket.on('data', (part) => (text += part.toString()))
    socket.on('error', () => resolve(text))
    socket.on('close', () => resolve(text))
  })
  expect(said).toMatch(/^HTTP\/1.1 431/)
  expect((await call('GET', '/things/x')).status).toBe(200)
})

describe('a body that may be left out', () => {
  test.each(['', undefined])('and is (%j)', async (body) => {
    expect(await call('POST', '/maybe', body)).toMatchObject({
      status: 200,
      body: { body: 'none' },
    })
  })

  test('is checked when it comes', async () => {
    const good = await call('POST', '/maybe', '{"name":"a"}')
    expect(good).toMatchObject({ status: 200, body: { body: { name: 'a' } } })
    const wrong = await call('POST', '/maybe', '{"count":-1}')
    expect(wrong.status).toBe(400)
    expect(wrong.body.violations).toEqual([{ property: 'name', violation: 'is required' }])
  })

  test('and is described so', async () => {
    const { body } = await call('GET', '/platform/1/openapi')
    const paths = body['paths'] as Record<string, Record<string, { requestBody: object }>>
    expect(paths['/maybe']!['post']!.requestBody).toMatchObject({ required: false })
    expect(paths['/maybe']!['post']).not.toHaveProperty('x-body-optional')
    expect(paths['/things/1']!['post']!.requestBody).toMatchObject({ required: true })
  })
})

test('an operation takes so many requests of an account, whichever key asks; the portal is not counted', async () => {
  const ask = (authorization: string) => call('GET', '/rare', undefined, { authorization })
  expect((await ask('all')).status).toBe(200)
  expect((await ask('reader')).status).toBe(200)
  const refused = await ask('reader')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_590)
  expect(refused.body).toMatchObject({ errorCode: 'E429' })
  expect((await ask('cookie')).status).toBe(200)
  const { body } = await call('GET', '/platform/1/openapi')
  const paths = body['paths'] as Record<string, Record<string, object>>
  expect(paths['/rare']!['get']).toMatchObject({
    'x-throttling-info': [
      { type: 'time', numberOfRequests: 2, numberOfTimeUnits: 1, timeUnit: 'h' },
    ],
  })
})

describe('a session cookie', () => {
  const as = (headers: Record<string, string>) =>
    call('POST', '/things/2', thing(), { authorization: 'cookie', ...headers })
  test('changes something only from our own pages', async () => {
    expect((await as({})).status).toBe(403)
    expect((await as({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await as({ origin: 'null' })).status).toBe(403)
    expect((await as({ origin: `${url}.evil.example` })).status).toBe(403)
    expect((await as({ origin: url })).status).toBe(200)
  })
  test('reads from anywhere, which a page elsewhere does not get to see', async () => {
    const answer = await call('GET', '/things/x', undefined, {
      authorization: 'cookie',
      origin: 'https://evil.example',
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

test('what is the root account’s alone is refused to others', async () => {
  expect((await call('POST', '/root')).status).toBe(403)
  expect((await call('POST', '/root', undefined, { authorization: 'root' })).status).toBe(204)
})

describe('requests of one key in work at once', () => {
  const wait = (signal?: AbortSignal) =>
    fetch(`${url}/wait`, {
      method: 'POST',
      headers: { authorization: 'busy' },
      ...(signal ? { signal } : {}),
    })
  const begins = (count: number) =>
    eventually(`${count} wait`, () => (waiting === count ? true : undefined))

  test('are limited, others are not concerned, and one that ends makes room', async () => {
    waiting = 0
    const all = [wait(), wait(), wait()]
    await begins(3)
    const more = await wait()
    expect(more.status).toBe(429)
    expect(more.headers.get('retry-after')).toBe('1')
    expect((await call('GET', '/things/x')).status).toBe(200)
    release()
    expect((await Promise.all(all)).map((one) => one.status)).toEqual([204, 204, 204])
    expect((await call('GET', '/things/x', undefined, { authorization: 'busy' })).status).toBe(200)
  })

  test('are over when their caller goes away', async () => {
    for (let round = 0; round < 3; round += 1) {
      waiting = 0
      const gone = new AbortController()
      const all = [wait(gone.signal), wait(gone.signal), wait(gone.signal)].map((one) =>
        one.catch(() => null),
      )
      await begins(3)
      gone.abort()
      await Promise.all(all)
      release()
      await eventually('there is room', async () =>
        (await call('GET', '/things/x', undefined, { authorization: 'busy' })).status === 200
          ? true
          : undefined,
      )
    }
  })
})
