import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SentSms } from '../../src/channels/sms/wire.ts'
import { startSmsc, type TestSmsc } from '../../src/telecoms/operators/test/smsc.ts'
import {
  caller,
  eventually,
  runPlatform,
  type Call,
  type OtherAccount,
  type Running,
} from '../support/running.ts'

/** An operator that is gone for an hour: what is sent meanwhile waits, memory stays bounded, and all goes when it is back. */

const IN_MEMORY_MAX = 50
const HOUR_MS = 3_600_000
const PRICE_MICROS = 50_000n
const PER_REQUEST = 100

let running: Running
let call: Call
let shop: OtherAccount
let smsc: TestSmsc
let connectionId: number
beforeAll(async () => {
  running = await runPlatform({ DISPATCH_QUEUE_MAX: String(IN_MEMORY_MAX) })
  call = caller(() => running.url)
  shop = await running.account({
    name: 'Shop',
    prepaid: true,
    balanceMicros: 100_000_000n,
    priceMicros: PRICE_MICROS,
    anySender: true,
    floodingOn: false,
  })
  smsc = await startSmsc()
  const made = await call<{ id: number }>('POST', '/operators/1/connections', {
    name: 'Comes and goes',
    kind: 'SMPP_CLIENT',
    host: '127.0.0.1',
    port: smsc.port,
    systemId: 'trunkline',
    password: 'secret',
    enabled: true,
  })
  connectionId = made.body.id
  await call('POST', '/operators/1/routes', { name: 'To it', prefix: '4915', connectionId, priority: 1 }) // prettier-ignore
  await isConnected(true)
})
afterAll(async () => {
  await running?.stop()
  await smsc?.close()
})

const isConnected = (wanted: boolean) =>
  eventually(
    wanted ? 'it is bound' : 'it is gone',
    async () => {
      const { body } = await call<{ state: string }>(
        'GET',
        `/operators/1/connections/${connectionId}`,
      )
      if ((body.state === 'CONNECTED') === wanted) return true
      if (wanted) running.clock.advance(2_000)
      return undefined
    },
    60_000,
  )
let serial = 0
const send = async (count: number, options: object = {}) => {
  const destinations = Array.from({ length: count }, () => ({
    to: `4915${String(1_000_000 + serial++)}`,
  }))
  const { status, body } = await shop.call<SentSms>('POST', '/sms/3/messages', {
    messages: [{ sender: 'Shop', destinations, content: { text: 'while it is gone' }, options }],
  })
  expect(status).toBe(200)
  expect(new Set(body.messages.map((one) => one.status.id))).toEqual(new Set([26]))
}
const states = async () =>
  Object.fromEntries(
    (
      await running.look<{ state: number; count: number }>(
        'select state, count(*)::integer as count from messaging.live where account_id = $1 group by state',
        [shop.accountId],
      )
    ).map((one) => [one.state, one.count]),
  )
const charged = async () =>
  (
    await running.look<{ usage: string; balance: string }>(
      `select (select sum(amount_micros)::text from billing.usage where account_id = $1) as usage,
         (select amount_micros::text from billing.balances where account_id = $1) as balance`,
      [shop.accountId],
    )
  )[0]!

test('what is sent in an hour without the operator waits, expires with its money back, or goes when it is back', async () => {
  await smsc.close()
  await isConnected(false)
  for (let n = 0; n < 6; n++) await send(PER_REQUEST)
  await send(PER_REQUEST, { validityPeriod: { amount: 30, timeUnit: 'MINUTES' } })
  // Nothing is kept in memory for a connection that has no way out.
  await eventually('all wait', async () => ((await states())[0] === 700 ? true : undefined))

  running.clock.advance(HOUR_MS)
  const alarm = await eventually(
    'an alarm',
    async () => {
      running.clock.advance(4_000)
      const { body } = await call<{ results: { connectionId: number; kind: string }[] }>(
        'GET',
        '/operators/1/alarms?open=true',
      )
      return body.results.find((one) => one.connectionId === connectionId && one.kind === 'DOWN')
    },
    60_000,
  )
  expect(alarm.kind).toBe('DOWN')
  await eventually('what was worth half an hour is over', async () =>
    (await states())[3] === 100 ? true : undefined,
  )
  expect(await charged()).toEqual({
    usage: String(600n * PRICE_MICROS),
    balance: String(100_000_000n - 600n * PRICE_MICROS),
  })

  let inMemoryMost = 0
  smsc = await startSmsc({
    port: smsc.port,
    answer: (_seen, later) => {
      inMemoryMost = Math.max(inMemoryMost, smsc.waitedMost)
      setTimeout(() => later({}), 5)
      return 'later'
    },
  })
  await isConnected(true)
  await eventually(
    'all went',
    async () => {
      const { 1: leased = 0, 2: gone = 0 } = await states()
      expect(leased).toBeLessThanOrEqual(IN_MEMORY_MAX)
      return gone === 600 ? true : undefined
    },
    60_000,
  )
  expect(new Set(smsc.seen.map((one) => one.to)).size).toBe(600)
  expect(smsc.seen).toHaveLength(600)
  expect(inMemoryMost).toBeLessThanOrEqual(IN_MEMORY_MAX)
}, 180_000)
