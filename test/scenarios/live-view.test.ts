import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSmsc } from '../../src/telecoms/operators/test/smsc.ts'
import type { Live, LiveConnection } from '../../src/operate/wire.ts'
import { caller, eventually, runPlatform, type Call, type Running } from '../support/running.ts'

/** What whoever runs the installation sees of the engine while messages go through it. */

let running: Running
let call: Call
beforeAll(async () => {
  running = await runPlatform()
  call = caller(() => running.url)
})
afterAll(() => running?.stop())

const look = async (): Promise<Live> => {
  const { status, body } = await call<Live>('GET', '/operate/1/live')
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const connection = async (name: string): Promise<LiveConnection | undefined> =>
  (await look()).connections.find((one) => one.name === name)
const sum = (seconds: readonly number[]) => seconds.reduce((all, one) => all + one, 0)
const send = (to: readonly string[], options: object = {}) =>
  call('POST', '/sms/3/messages', {
    messages: to.map((one) => ({
      sender: 'Trunkline',
      destinations: [{ to: one }],
      content: { text: 'Hello' },
      options,
    })),
  })

test('what goes over a connection is seen in its rates, times, outcomes and receipts', async () => {
  expect((await send(['4915110000001', '4915110000002', '4915110000003'])).status).toBe(200)
  const seen = await eventually('three messages are seen with their receipts', async () => {
    const one = await connection('Simulator')
    return one && sum(one.perSecond.receipts) >= 3 && one.receipts.awaited === 0 ? one : undefined
  })
  expect(seen.state).toBe('CONNECTED')
  expect(seen.binds).toHaveLength(2)
  expect(seen.binds.every((one) => one.state === 'BOUND' && one.windowSize === 200)).toBe(true)
  expect(sum(seen.perSecond.submitted)).toBe(3)
  expect(sum(seen.perSecond.accepted)).toBe(3)
  expect(seen.roundTripMs).toMatchObject({ count: 3 })
  expect(seen.roundTripMs!.p99).toBeGreaterThanOrEqual(seen.roundTripMs!.p50)
  expect(seen.outcomes).toEqual([
    { status: 'DELIVERED_TO_HANDSET', error: 'NO_ERROR', messages: 3 },
  ])
  expect(seen.receipts.delayMs).toMatchObject({ count: 3 })
  const whole = await eventually('accept is seen', async () => {
    const live = await look()
    return live.accepting.commitMs && sum(live.accepting.ended) >= 3 ? live : undefined
  })
  expect(sum(whole.accepting.perSecond)).toBeGreaterThanOrEqual(3)
  expect(whole.accepting.commitMs!.p99).toBeGreaterThan(0)
})

test('what waits is seen by class with the age of its oldest, until its connection is back', async () => {
  const smsc = await startSmsc()
  const { port } = smsc
  const made = await call<{ id: number }>('POST', '/operators/1/connections', {
    name: 'Comes and goes',
    kind: 'SMPP_CLIENT',
    host: '127.0.0.1',
    port,
    systemId: 'trunkline',
    password: 'secret',
  })
  const routed = await call('POST', '/operators/1/routes', {
    name: 'Comes and goes',
    prefix: '4415',
    priority: 10,
    connectionId: made.body.id,
  })
  expect(routed.status, JSON.stringify(routed.body)).toBe(201)
  await eventually('it is bound', async () =>
    (await connection('Comes and goes'))?.state === 'CONNECTED' ? true : undefined,
  )
  await smsc.close()
  await eventually('it is down', async () =>
    (await connection('Comes and goes'))?.state === 'CONNECTED' ? undefined : true,
  )
  await send(['441512345671', '441512345672'], { contentClass: 'MARKETING' })
  await send(['441512345673'], { contentClass: 'OTP' })
  const waiting = await eventually('three wait in the database', async () => {
    const one = await connection('Comes and goes')
    const all = one?.waiting.reduce((messages, each) => messages + each.messages, 0)
    return one && all === 3 && one.waiting.every((each) => each.oldestDueAt !== null)
      ? one
      : undefined
  })
  expect(waiting.waiting.map((one) => [one.contentClass, one.messages])).toEqual([
    ['OTP', 1],
    ['MARKETING', 2],
  ])
  expect(waiting.lastError).not.toBeNull()
  const back = await startSmsc({ port })
  const gone = await eventually(
    'they went out',
    async () => {
      running.clock.advance(2_000)
      const one = await connection('Comes and goes')
      const isSeen = one && sum(one.perSecond.accepted) === 3 && one.waiting.length === 0
      return isSeen ? one : undefined
    },
    60_000,
  )
  expect(gone.receipts.awaited).toBe(3)
  await back.close()
})

test('other accounts do not see it', async () => {
  const other = await running.account({ name: 'Another' })
  expect((await other.call('GET', '/operate/1/live')).status).toBe(403)
})
