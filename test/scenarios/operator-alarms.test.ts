import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSmsc } from '../../src/telecoms/operators/test/smsc.ts'
import {
  caller,
  eventually,
  OWNER,
  runPlatform,
  type Call,
  type Running,
} from '../support/running.ts'
import { webhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

/** A connection goes down and comes back: who hears of it, and when. */

let running: Running
let receiver: WebhookReceiver
let call: Call
beforeAll(async () => {
  ;[running, receiver] = await Promise.all([runPlatform(), webhookReceiver()])
  call = caller(() => running.url)
})
afterAll(async () => {
  await running?.stop()
  await receiver?.close()
})

interface Alarm {
  id: string
  connectionId: number
  kind: string
  clearedAt: string | null
  measured: number
}
const alarms = async (query = '') =>
  (await call<{ results: Alarm[]; nextCursor: string | null }>('GET', `/operators/1/alarms${query}`)).body // prettier-ignore

/** A port at which nothing listens for now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

const mails = async () =>
  (await running.simulator.mails({ to: OWNER.email })).results.filter((one) =>
    one.subject.includes('Far away'),
  ).length
const mailed = (count: number) =>
  eventually(`${count} mails came`, async () => ((await mails()) === count ? true : undefined))

test('an alarm is raised once, told by event, webhook and mail, and ended when the link holds', async () => {
  const settings = { downSeconds: 10, errorsPercent: 20, throttledPercent: 30, queueSeconds: 300, mail: true, webhookUrl: receiver.url('/alarms') } // prettier-ignore
  receiver.behave('/alarms', 'fails')
  expect((await call('PUT', '/operators/1/alarm-settings', settings)).body).toEqual(settings)
  const port = await freePort()
  const made = await call<{ id: number }>('POST', '/operators/1/connections', {
    name: 'Far away',
    kind: 'SMPP_CLIENT',
    host: '127.0.0.1',
    port,
    systemId: 'trunkline',
    password: 'secret',
  })
  const { id } = made.body
  const raised = await eventually(
    'it is raised',
    async () => {
      running.clock.advance(4_000)
      return (await alarms('?open=true')).results.find((one) => one.connectionId === id)
    },
    60_000,
  )
  expect(raised).toMatchObject({ kind: 'DOWN', clearedAt: null })
  expect(raised.measured).toBeGreaterThan(10)
  await mailed(1)
  await eventually('the webhook is tried', () => receiver.at('/alarms')[0])
  receiver.behave('/alarms', 'takes')
  const smsc = await startSmsc({ port })
  const cleared = await eventually(
    'it is over',
    async () => {
      running.clock.advance(4_000)
      return (await alarms()).results.find((one) => one.id === raised.id && one.clearedAt !== null)
    },
    90_000,
  )
  expect(cleared.connectionId).toBe(id)
  expect((await alarms('?open=true')).results).toEqual([])
  await eventually(
    'both are told to the webhook',
    () => {
      running.clock.advance(20_000)
      const told = receiver.at('/alarms').flatMap((one) => one.body.results.map((two) => two['event'])) // prettier-ignore
      return told.includes('CLEARED') && told.filter((one) => one === 'RAISED').length >= 2
        ? true
        : undefined
    },
    60_000,
  )
  await mailed(2)
  const events = await running.look<{ data: { event: string } }>(
    `select data from core.events where type = 'CONNECTION_ALARM' order by seq`,
  )
  expect(events.map((one) => one.data.event)).toEqual(['RAISED', 'CLEARED'])
  await smsc.close()
}, 240_000)

test('settings are checked, and read by those who may', async () => {
  const settings = { downSeconds: 60, errorsPercent: 20, throttledPercent: 30, queueSeconds: 300, mail: false } // prettier-ignore
  const at = '/operators/1/alarm-settings'
  const put = async (more: object) => (await call('PUT', at, { ...settings, ...more })).status
  expect(await put({ webhookUrl: 'http://10.0.0.1/' })).toBe(400)
  expect(await put({ webhookUrl: 'ftp://example.org/' })).toBe(400)
  expect(await put({ webhookUrl: null, downSeconds: 1 })).toBe(400)
  expect(await put({ webhookUrl: null })).toBe(200)
  expect((await call('GET', at)).body).toEqual({ ...settings, webhookUrl: null })
  const other = await running.account({ name: 'Another' })
  expect((await other.call('GET', at)).status).toBe(403)
  expect((await other.call('GET', '/operators/1/alarms')).status).toBe(403)
})
