import { createServer, type Server, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { testDatabase } from '../../../test/support/database.ts'
import { eventually } from '../../../test/support/running.ts'
import { movableClock } from '../clock.ts'
import { Rejection, type Credential } from '../http/index.ts'
import { openLog } from '../open-log.ts'
import { openDatabase, transaction, type Database } from '../storage/index.ts'
import { EventLog, EventStream } from './index.ts'

/** The event log and the sockets that follow it. */

const clock = movableClock()
let database: Database
let log: EventLog
let stream: EventStream
let server: Server
let port: number
let account = 100
/** Who asks with which token. */
const credentials = new Map<string, Credential>()

beforeAll(async () => {
  database = openDatabase(await testDatabase(), openLog('silent'), {
    connectionsMax: 8,
    hotConnectionsMax: 1,
  })
  log = new EventLog(database.db, clock)
  stream = new EventStream({
    log,
    logger: openLog('silent'),
    topics: {
      inbound: { scopes: ['inbound'] },
      counters: { scopes: ['counters'] },
      connections: { scopes: ['operators'], rootAccountOnly: true },
    },
    socketsPerKeyMax: 3,
    pingMs: 100,
  })
  server = createServer((_request, response) => response.end('plain'))
  const admit = async (request: IncomingMessage) => {
    const found = credentials.get(request.headers.authorization ?? '')
    if (!found) throw new Rejection('UNAUTHORIZED')
    return found
  }
  stream.attach(server, admit, admit)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  stream?.close()
  server?.closeAllConnections()
  server?.close()
  await database?.close()
})
beforeEach(() => {
  account += 1
})

let tokens = 0
function token(more: Partial<Credential> = {}): string {
  const name = `token-${++tokens}`
  credentials.set(name, {
    kind: 'key',
    accountId: account,
    actingFrom: null,
    platform: [],
    isRootAccount: false,
    userId: null,
    keyId: name,
    scopes: new Set(['inbound', 'counters']),
    ...more,
  })
  return name
}

interface Message {
  type: string
  seq: number | null
  topic?: string
  id?: string
}
interface Follower {
  got: Message[]
  closed: number | null
  socket: WebSocket
}
/** Opens a stream; rejects with the status when it is refused. */
function follow(authorization: string, query = ''): Promise<Follower> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/events/1/stream${query}`, {
    headers: { authorization },
  })
  const follower: Follower = { got: [], closed: null, socket }
  socket.on('message', (data: Buffer) => follower.got.push(JSON.parse(data.toString()) as Message))
  socket.on('close', (code) => (follower.closed = code))
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) =>
      reject(new Error(String(response.statusCode))),
    )
    socket.on('error', reject)
    socket.once('message', () => resolve(follower))
  })
}
const event = (id: string, topic = 'inbound', accountId = account) => ({
  accountId,
  topic,
  type: 'HAPPENED',
  id,
  data: { n: id },
})
async function append(...ids: string[]): Promise<void> {
  await transaction(database.db, (tx) =>
    log.append(
      tx,
      ids.map((id) => event(id)),
    ),
  )
  log.wake()
}
const idsOf = (follower: Follower) => follower.got.slice(1).map((one) => one.id)
const hears = (follower: Follower, ids: string[]) =>
  eventually(`it hears ${ids.join()}`, () =>
    idsOf(follower).join() === ids.join() ? true : undefined,
  )

describe('the log', () => {
  test('numbers the events of each account without gaps, whoever writes at the same time', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        transaction(database.db, (tx) => log.append(tx, [event(`a${n}`), event(`b${n}`)])),
      ),
    )
    const found = await log.after(account, 0, 100)
    expect(found.map((one) => one.seq)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
    expect(await log.head(account)).toBe(60)
    expect(await log.after(account, 58, 100)).toHaveLength(2)
    expect(await log.after(account, 0, 7)).toHaveLength(7)
  })

  test('has nothing of what was not committed', async () => {
    await append('kept')
    await transaction(database.db, async (tx) => {
      await log.append(tx, [event('lost')])
      throw new Error('no')
    }).catch(() => undefined)
    await append('next')
    expect((await log.after(account, 0, 10)).map((one) => [one.seq, one.id])).toEqual([
      [1, 'kept'],
      [2, 'next'],
    ])
  })

  test('writes events of several accounts in one go', async () => {
    await transaction(database.db, (tx) =>
      log.append(tx, [
        event('y', 'inbound', account + 1_000),
        event('x'),
        event('z', 'inbound', account + 1_000),
      ]),
    )
    expect((await log.after(account + 1_000, 0, 10)).map((one) => one.id)).toEqual(['y', 'z'])
    expect((await log.after(account, 0, 10)).map((one) => one.id)).toEqual(['x'])
  })
})

describe('a follower', () => {
  test('hears what happens from now on, in order', async () => {
    await append('before')
    const follower = await follow(token())
    expect(follower.got).toEqual([{ type: 'hello', seq: 1 }])
    await append('one', 'two')
    await append('three')
    await hears(follower, ['one', 'two', 'three'])
    expect(follower.got.slice(1).map((one) => one.seq)).toEqual([2, 3, 4])
  })

  test('that comes back hears what it missed, and nothing twice', async () => {
    await append('one', 'two', 'three')
    const follower = await follow(token(), '?after=1')
    expect(follower.got[0]).toEqual({ type: 'hello', seq: 3 })
    await append('four')
    await hears(follower, ['two', 'three', 'four'])
  })

  test('that missed more than one reading holds hears all of it', async () => {
    const ids = Array.from({ length: 2_500 }, (_, n) => `e${n}`)
    await append(...ids)
    await hears(await follow(token(), '?after=0'), ids)
  })

  test('that was away for longer than events are kept begins anew', async () => {
    await append('old')
    clock.advance(49 * 3_600_000)
    await append('new')
    await log.clean()
    const follower = await follow(token(), '?after=0')
    expect(follower.got[0]).toEqual({ type: 'reset', seq: 2 })
    await append('next')
    await hears(follower, ['next'])
    expect((await follow(token(), '?after=1')).got[0]).toMatchObject({ type: 'hello' })
  })

  test.each(['after=99', 'after=-1', 'after=1.5', 'after=1e400', 'after=nonsense'])(
    'with a place that cannot be (%s) begins anew',
    async (query) => {
      await append('one')
      const follower = await follow(token(), `?${query}`)
      expect(follower.got[0]!.seq).toBe(1)
      expect(idsOf(follower)).toEqual([])
      await append('two')
      await hears(follower, ['two'])
    },
  )

  test('hears only the topics it asked for, and of no other account', async () => {
    const follower = await follow(token(), '?topics=inbound')
    await transaction(database.db, (tx) =>
      log.append(tx, [
        event('theirs', 'inbound', account + 1_000),
        event('count', 'counters'),
        event('mine'),
      ]),
    )
    log.wake()
    await hears(follower, ['mine'])
  })

  test('hears what is not kept only while it is there', async () => {
    const follower = await follow(token(), '?topics=counters')
    expect(stream.followed(account, 'counters')).toBe(true)
    expect(stream.followed(account, 'inbound')).toBe(false)
    stream.tell(account, 'counters', 'COUNTERS', { accepted: 1 }, clock.now())
    stream.tell(account + 1_000, 'counters', 'COUNTERS', {}, clock.now())
    await hears(follower, [''])
    follower.socket.close()
    await eventually('it is gone', () => (stream.followed(account, 'counters') ? undefined : true))
  })

  test('whose key ends is let go', async () => {
    const mine = token()
    const follower = await follow(mine)
    credentials.delete(mine)
    await eventually('it is closed', () => follower.closed ?? undefined)
    expect(follower.closed).toBe(1008)
  })

  test('whose key loses a scope is let go', async () => {
    const mine = token()
    const follower = await follow(mine, '?topics=counters')
    credentials.set(mine, { ...credentials.get(mine)!, scopes: new Set(['inbound']) })
    await eventually('it is closed', () => follower.closed ?? undefined)
  })
})

describe('is refused', () => {
  test.each([
    ['without a credential', () => '', '', '401'],
    ['a topic nobody knows', () => token(), '?topics=inbound,nothing', '403'],
    [
      'a topic its key has no scope for',
      () => token({ scopes: new Set(['inbound']) }),
      '?topics=counters',
      '403',
    ],
    ['a topic of the root account', () => token({ scopes: 'all' }), '?topics=connections', '403'],
  ])('%s', async (_name, who, query, status) => {
    await expect(follow(who(), query)).rejects.toThrow(status)
  })

  test('one socket more than a key may have', async () => {
    const mine = token()
    const open = await Promise.all([follow(mine), follow(mine), follow(mine)])
    await expect(follow(mine)).rejects.toThrow('403')
    await follow(token())
    open[0]!.socket.close()
    await eventually('there is room again', () => follow(mine).catch(() => undefined))
  })

  test('but the root account may follow its own topics, and whoever asks for all gets what it may', async () => {
    await follow(token({ isRootAccount: true, scopes: 'all' }), '?topics=connections')
    const some = await follow(token({ scopes: new Set(['inbound']) }))
    await transaction(database.db, (tx) =>
      log.append(tx, [event('count', 'counters'), event('mine')]),
    )
    log.wake()
    await hears(some, ['mine'])
  })
})

describe('what strangers send does not end the process', () => {
  const raw = (lines: string[]) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`))
      let text = ''
      socket.on('data', (part) => (text += part.toString()))
      socket.on('error', () => resolve(text))
      socket.on('close', () => resolve(text))
    })
  const upgrade = [
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]

  test.each(['//', 'http://[', '/events/1/other', '*'])('an upgrade of %s', async (target) => {
    expect(await raw([`GET ${target} HTTP/1.1`, ...upgrade])).toMatch(/^HTTP\/1.1 4\d\d/)
  })

  test('one that is gone before it is answered', async () => {
    const mine = token()
    for (let n = 0; n < 20; n += 1)
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write(
            [
              `GET /events/1/stream HTTP/1.1`,
              `Authorization: ${n % 2 ? mine : 'wrong'}`,
              ...upgrade,
              '',
              '',
            ].join('\r\n'),
          )
          setImmediate(() => socket.resetAndDestroy())
        })
        socket.on('close', () => resolve())
      })
    const follower = await eventually('nobody of them is still counted', () =>
      follow(mine).catch(() => undefined),
    )
    await append('alive')
    await hears(follower, ['alive'])
  })

  test('an upgrade without a key, and frames over the limit', async () => {
    const mine = token()
    expect(
      await raw([
        'GET /events/1/stream HTTP/1.1',
        'Host: x',
        `Authorization: ${mine}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
      ]),
    ).toMatch(/^HTTP\/1.1 4\d\d/)
    const follower = await follow(mine)
    follower.socket.send('x'.repeat(5_000))
    await eventually('it is closed', () => follower.closed ?? undefined)
    expect(follower.closed).toBe(1009)
  })
})
