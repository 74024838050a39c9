import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { readFileSync, statSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endings } from './behaviour.ts'
import { SimulatorRefusal } from './client.ts'
import { controlOperations } from './control-operations.ts'
import { eventually, spawnSimulator, TestEsme, type SpawnedSimulator } from './spawned-simulator.ts'
import {
  BehaviourParameters,
  behaviourNames,
  OperatorSettings,
  receiptShapeNames,
  type StreamEvent,
} from './wire.ts'

let simulator: SpawnedSimulator
beforeAll(async () => {
  simulator = await spawnSimulator()
})
afterAll(() => simulator.remove())
beforeEach(() => simulator.client.reset())

function send(
  method: string,
  path: string,
  body?: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { socketPath: simulator.socketPath, method, path, agent: false },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode!, text }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: unknown) => error,
  )

it('only its owner can open the socket', () => {
  expect(statSync(simulator.socketPath).mode & 0o777).toBe(0o600)
})

describe('refusals name the field', () => {
  it.each([
    [
      'a rule that fits everything',
      () => simulator.client.setBehaviour({ rules: [{ behaviour: 'REFUSE' }] }),
      'rules.0',
    ],
    [
      'a negative delay',
      () => simulator.client.setBehaviour({ defaults: { deliverAfterMs: -1 } }),
      'defaults.deliverAfterMs',
    ],
    [
      'an unknown behaviour',
      () =>
        simulator.client.setBehaviour({
          rules: [{ endsWith: '1', behaviour: 'EXPLODE' as 'REFUSE' }],
        }),
      'rules.0.behaviour',
    ],
    [
      'an error rate over 1',
      () => simulator.client.setOperator({ settings: { errorRate: 2 } }),
      'settings.errorRate',
    ],
    ['neither text nor octets', () => simulator.client.inbound({ from: '1', to: '2' }), 'text'],
    [
      'both text and octets',
      () => simulator.client.inbound({ from: '1', to: '2', text: 'x', octets: '00' }),
      'text',
    ],
    [
      'octets that are none',
      () => simulator.client.inbound({ from: '1', to: '2', octets: 'zz' }),
      'octets',
    ],
    ['a page too long', () => simulator.client.messages({ limit: 201 }), 'limit'],
    ['a cursor that is none', () => simulator.client.messages({ cursor: 'x' }), 'cursor'],
  ])('%s', async (_, ask, property) => {
    const refused = await refusal(ask())
    expect(refused).toBeInstanceOf(SimulatorRefusal)
    expect(refused).toMatchObject({ status: 400 })
    expect(
      (refused as SimulatorRefusal).violations.map((violation) => violation.property),
    ).toContain(property)
  })

  it('settings of more than a hundred operators', async () => {
    for (let count = 0; count < 100; count++)
      await simulator.client.setOperator({
        systemId: `trunkline${count}`,
        settings: { deaf: false },
      })
    expect(
      await refusal(
        simulator.client.setOperator({ systemId: 'trunkline100', settings: { deaf: false } }),
      ),
    ).toBeInstanceOf(SimulatorRefusal)
    await simulator.client.setOperator({ systemId: 'trunkline7', settings: { deaf: true } })
  })

  it('a refused change changes nothing', async () => {
    const before = await simulator.client.behaviour()
    await refusal(
      simulator.client.setBehaviour({
        defaults: { deliverAfterMs: 1 },
        rules: [{ behaviour: 'REFUSE' }],
      }),
    )
    expect(await simulator.client.behaviour()).toEqual(before)
  })
})

describe('hostile input', () => {
  const routes = Object.keys(controlOperations)

  it('any JSON to any operation is answered 200 or 400', async () => {
    const names = fc.constantFrom(
      'defaults',
      'rules',
      'systemId',
      'settings',
      'credentials',
      'from',
      'to',
      'text',
      'octets',
      '__proto__',
      'constructor',
    )
    const body = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.dictionary(names, fc.jsonValue({ maxDepth: 3 })),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), body, async (route, value) => {
        const [method, path] = route.split(' ') as [string, string]
        expect([200, 400]).toContain((await send(method, path, JSON.stringify(value))).status)
      }),
      { numRuns: 300 },
    )
    expect((await simulator.client.health()).pid).toBe(simulator.pid)
  })

  it('any query to any operation is answered 200 or 400', async () => {
    const query = fc.dictionary(
      fc.constantFrom('limit', 'cursor', 'number', 'messageId', 'x'),
      fc.string({ maxLength: 30 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('handsets', 'messages'), query, async (name, values) => {
        expect([200, 400]).toContain(
          (await send('GET', `/simulator/1/${name}?${new URLSearchParams(values).toString()}`))
            .status,
        )
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['no JSON', 'PUT', '/simulator/1/behaviour', '{', 400],
    ['too much', 'PUT', '/simulator/1/behaviour', ' '.repeat(1_100_000), 413],
    ['an address that is not there', 'GET', '/simulator/1/nothing', undefined, 404],
    ['a method that is not there', 'DELETE', '/simulator/1/behaviour', undefined, 404],
    ['a name of every object', 'GET', '/constructor', undefined, 404],
  ])('%s', async (_, method, path, body, code) => {
    expect((await send(method, path, body)).status).toBe(code)
  })

  it('noise instead of HTTP ends the connection, not the process', async () => {
    const socket = connect(simulator.socketPath)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    socket.resume()
    socket.write(Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7) % 256)))
    await closed
    expect((await simulator.client.health()).pid).toBe(simulator.pid)
  })
})

describe('lists', () => {
  it('go page by page, newest first', async () => {
    for (let count = 0; count < 7; count++)
      await simulator.client.inbound({
        from: `99900000010${count}`,
        to: '38555',
        text: `text ${count}`,
      })
    const first = await simulator.client.messages({ limit: 5 })
    const second = await simulator.client.messages({ limit: 5, cursor: first.cursor.nextCursor })
    expect([...first.results, ...second.results].map((message) => message.text)).toEqual(
      [6, 5, 4, 3, 2, 1, 0].map((count) => `text ${count}`),
    )
    expect(second.cursor.nextCursor).toBeUndefined()
    const handsets = await simulator.client.handsets({ limit: 2 })
    expect(handsets.results.map((handset) => handset.number)).toEqual([
      '999000000106',
      '999000000105',
    ])
    const rest = await simulator.client.handsets({ limit: 10, cursor: handsets.cursor.nextCursor })
    expect(rest.results).toHaveLength(5)
    const one = await simulator.client.messages({ messageId: first.results[3]!.messageId })
    expect(one.results).toEqual([first.results[3]])
  })
})

describe('the stream', () => {
  it('tells of messages and binds, by ids only', async () => {
    const events: StreamEvent[] = []
    const stream = simulator.client.follow((event) => events.push(event))
    await eventually(() => events.some((event) => event.type === 'HELLO'))
    const esme = await TestEsme.bind(simulator.smppPort)
    const { messageId } = await esme.submit({ destination_addr: '999000000100' })
    const inbound = await simulator.client.inbound({
      from: '999000000100',
      to: 'Trunkline',
      text: 'secret',
    })
    await esme.unbind()
    await eventually(() => events.some((event) => event.type === 'BIND_DOWN'))
    const told = () =>
      events.flatMap((event) => (event.type === 'MESSAGES' ? event.messageIds : []))
    await eventually(() => told().length === 2)
    expect(told().toSorted()).toEqual([messageId, inbound.messageId].toSorted())
    expect(events.find((event) => event.type === 'BIND_UP')).toMatchObject({
      systemId: 'trunkline',
      bind: 'BOUND_TRX',
    })
    expect(JSON.stringify(events)).not.toMatch(/secret|999000000100/)
    stream.close()
  })

  it('begins again when the simulator does', async () => {
    const events: StreamEvent[] = []
    const stream = simulator.client.follow((event) => events.push(event))
    await eventually(() => events.length === 1)
    simulator = await simulator.killAndStart()
    await eventually(() => events.filter((event) => event.type === 'HELLO').length === 2)
    stream.close()
  })
})

it('the README tells of every behaviour, setting and parameter', () => {
  const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8')
  const words = [
    behaviourNames,
    Object.keys(OperatorSettings.properties),
    Object.keys(BehaviourParameters.properties),
    receiptShapeNames,
  ].flat()
  expect(words.filter((word) => !readme.includes(`\`${word}\``))).toEqual([])
  for (const { from, to, behaviour } of endings)
    expect(readme).toContain(`| ${from === to ? from : `${from}–${to}`} | \`${behaviour}\` |`)
})
