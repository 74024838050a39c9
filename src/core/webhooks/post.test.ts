import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseNetwork } from './networks.ts'
import { outboundPost } from './post.ts'

/** Posting to addresses that customers chose: not into our own network, and not for ever. */

let server: Server
let port: number
const got: { path: string; body: string; headers: Record<string, unknown> }[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => (body += part))
    request.on('end', () => {
      got.push({ path: request.url!, body, headers: request.headers })
      if (request.url === '/redirect') response.writeHead(302, { location: '/target' }).end()
      else if (request.url === '/fails') response.writeHead(500).end('no')
      else if (request.url === '/long') response.end('x'.repeat(1_000_000))
      else if (request.url === '/resets') response.socket!.destroy()
      else if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': 1_000 })
        response.write('a few')
        setImmediate(() => response.socket?.destroy())
      } else if (request.url !== '/hangs') response.end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const json = { contentType: 'application/json' }
const open = outboundPost(['127.0.0.0/8', '::1'], 500)
const closed = outboundPost([], 500)
afterAll(() => Promise.all([open.close(), closed.close()]))

test('a body arrives as it is, with its type', async () => {
  expect(await open.post(`http://127.0.0.1:${port}/hook`, '{"ü":1}', json)).toEqual({
    ok: true,
    status: 200,
  })
  expect(got.at(-1)).toMatchObject({
    path: '/hook',
    body: '{"ü":1}',
    headers: { 'content-type': 'application/json' },
  })
})

describe('private networks', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST:PORT/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[::127.0.0.1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://[2002:7f00:1::]:PORT/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[ff02::1]/',
    'https://127.0.0.1:PORT/',
    'http://user:password@127.0.0.1:PORT/',
  ])('%s is not reached', async (address) => {
    const before = got.length
    const outcome = await closed.post(address.replace('PORT', String(port)), '{}', json)
    expect(outcome).toEqual({
      ok: false,
      status: null,
      reason: 'the address lies in a private network',
    })
    expect(got).toHaveLength(before)
  })

  test('a name that leads into one is not reached unless that is allowed', async () => {
    expect(await closed.post(`http://localhost:${port}/`, '{}', json)).toMatchObject({ ok: false })
    expect(await open.post(`http://localhost:${port}/`, '{}', json)).toMatchObject({ ok: true })
  })
})

test.each(['', 'nonsense', 'ftp://127.0.0.1/', 'file:///etc/passwd', 'javascript:1', 'http://'])(
  '%j is no address',
  async (address) => {
    expect(await open.post(address, '{}', json)).toMatchObject({ ok: false, status: null })
  },
)

test('a redirect is not followed', async () => {
  const before = got.length
  expect(await open.post(`http://127.0.0.1:${port}/redirect`, '{}', json)).toEqual({
    ok: false,
    status: 302,
    reason: 'redirects are not followed',
  })
  expect(got.slice(before).map((one) => one.path)).toEqual(['/redirect'])
})

test('an error is one', async () => {
  expect(await open.post(`http://127.0.0.1:${port}/fails`, '{}', json)).toEqual({
    ok: false,
    status: 500,
    reason: 'answered 500',
  })
})

test('an answer that is too long or is cut off is an answer', async () => {
  expect(await open.post(`http://127.0.0.1:${port}/long`, '{}', json)).toEqual({
    ok: true,
    status: 200,
  })
  expect(await open.post(`http://127.0.0.1:${port}/cut`, '{}', json)).toEqual({
    ok: true,
    status: 200,
  })
})

test('a peer that says nothing is given up', async () => {
  expect(await open.post(`http://127.0.0.1:${port}/hangs`, '{}', json)).toEqual({
    ok: false,
    status: null,
    reason: 'no answer in time',
  })
})

test('a peer that hangs up or is not there is told as that', async () => {
  expect(await open.post(`http://127.0.0.1:${port}/resets`, '{}', json)).toMatchObject({
    ok: false,
    status: null,
  })
  expect(await open.post('http://127.0.0.1:1/', '{}', json)).toEqual({
    ok: false,
    status: null,
    reason: 'connection refused',
  })
})

test('twenty that hang leave room for one that does not, at the same server', async () => {
  let over = 0
  const hanging = Array.from({ length: 20 }, async () => {
    const outcome = await open.post(`http://127.0.0.1:${port}/hangs`, '{}', json)
    over += 1
    return outcome
  })
  expect(await open.post(`http://127.0.0.1:${port}/quick`, '{}', json)).toEqual({
    ok: true,
    status: 200,
  })
  expect(over).toBe(0)
  expect((await Promise.all(hanging)).every((one) => !one.ok)).toBe(true)
})

test.each([
  ['10.0.0.0/8', ['10.0.0.0', 8, 'ipv4']],
  [' 10.1.2.3 ', ['10.1.2.3', 32, 'ipv4']],
  ['fd00::/8', ['fd00::', 8, 'ipv6']],
  ['::1', ['::1', 128, 'ipv6']],
])('%j is a network', (text, network) => {
  expect(parseNetwork(text)).toEqual(network)
})
test.each(['', 'localhost', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/x', '10.0.0/8', '::1/129'])(
  '%j is none',
  (text) => {
    expect(() => parseNetwork(text)).toThrow(/is not a network/)
  },
)
