import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSmsc } from '../../src/telecoms/operators/test/smsc.ts'
import type { MessageDetail } from '../../src/messaging/wire.ts'
import {
  caller,
  eventually,
  runPlatform,
  type Call,
  type OtherAccount,
  type Running,
} from '../support/running.ts'
import { webhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

/** One message is looked for over all accounts, by whatever of it is known, and read with all it lived. */

let running: Running
let call: Call
let customer: OtherAccount
let receiver: WebhookReceiver
let smsc: Awaited<ReturnType<typeof startSmsc>>
let connectionId = 0
beforeAll(async () => {
  ;[running, receiver, smsc] = await Promise.all([
    runPlatform(),
    webhookReceiver(),
    startSmsc({ answer: (seen) => ({ id: `op-${seen.to}` }) }),
  ])
  call = caller(() => running.url)
  customer = await running.account({
    name: 'Customer',
    prepaid: true,
    balanceMicros: 1_000_000n,
    priceMicros: 50_000n,
    anySender: true,
  })
  const made = await call<{ id: number }>('POST', '/operators/1/connections', {
    name: 'Operator',
    kind: 'SMPP_CLIENT',
    host: '127.0.0.1',
    port: smsc.port,
    systemId: 'trunkline',
    password: 'secret',
  })
  connectionId = made.body.id
  await call('POST', '/operators/1/routes', {
    name: 'All',
    prefix: '44',
    connectionId,
    priority: 10,
  })
  await eventually('it is bound', async () => {
    const path = `/operators/1/connections/${connectionId}`
    return (await call<{ state: string }>('GET', path)).body.state === 'CONNECTED' || undefined
  })
})
afterAll(async () => {
  await running?.stop()
  await receiver?.close()
  await smsc?.close()
})

interface Found {
  results: { id: string; accountKey: string; accountName: string; messageId: string; to: string }[]
  nextCursor: string | null
}
const find = async (query: string) =>
  (await call<Found>('GET', `/operate/1/messages?${query}`)).body.results
const send = async (to: string, messageId: string): Promise<string> => {
  const sent = await customer.call<{ bulkId: string }>('POST', '/sms/3/messages', {
    messages: [
      {
        sender: 'Shop',
        destinations: [{ to, messageId }],
        content: { text: 'Your parcel is here' },
        webhooks: { delivery: { url: receiver.url('/reports') } },
      },
    ],
  })
  expect(sent.status, JSON.stringify(sent.body)).toBe(200)
  return sent.body.bulkId
}
const receiptOf = (id: string) =>
  smsc.deliver({
    source_addr: '441512345671',
    destination_addr: 'Shop',
    esm_class: 4,
    short_message: Buffer.from(
      `id:${id} sub:001 dlvrd:001 submit date:2611240100 done date:2611240101 stat:DELIVRD err:000 text:`,
    ),
  })

describe('a message of another account', () => {
  let key = ''
  test('is found by its number, bulk, id and the operator’s id, and by nothing else', async () => {
    const bulkId = await send('441512345671', 'parcel-1')
    const [found] = await eventually('it is found by the operator’s id', async () => {
      const all = await find('operatorId=op-441512345671')
      return all.length > 0 ? all : undefined
    })
    expect(found).toMatchObject({
      accountName: 'Customer',
      messageId: 'parcel-1',
      to: '441512345671',
    })
    expect(JSON.stringify(found)).not.toContain('parcel is here')
    key = found!.accountKey
    const { id } = found!
    for (const query of [
      `messageId=parcel-1`,
      `messageId=${id}`,
      'to=%2B44%201512%20345671',
      `bulkId=${bulkId}`,
    ])
      // prettier-ignore
      expect((await find(query)).map((one) => one.id), query).toEqual([id])
    for (const query of [
      'to=441512345',
      'messageId=parcel',
      'operatorId=op-4',
      'to=441512345671&until=2020-01-01T00:00:00Z',
    ])
      // prettier-ignore
      expect(await find(query), query).toEqual([])
    for (const query of ['', 'limit=5', 'to=441512345671&bulkId=parcels'])
      expect((await call('GET', `/operate/1/messages?${query}`)).status, query).toBe(400)
  })

  test('is read with operators’ ids, pushes with their answers and money; both accounts see that in their trails', async () => {
    await receiptOf('op-441512345671')
    const detail = await eventually('its report is pushed', async () => {
      const { body } = await call<MessageDetail>('GET', `/operate/1/messages/${key}/parcel-1`)
      return body.timeline.some((one) => one.kind === 'REPORT_PUSHED') ? body : undefined
    })
    expect(detail.text).toBe('Your parcel is here')
    const of = (kind: string) => detail.timeline.find((one) => one.kind === kind)
    expect(of('SUBMITTED')).toMatchObject({ connection: 'Operator', operatorId: 'op-441512345671', part: 1 }) // prettier-ignore
    expect(of('CHARGED')).toMatchObject({ detail: '0.05 EUR' })
    expect(of('REPORT_PUSHED')!.detail).toMatch(/\/reports answered 200 in \d+ ms$/)
    expect(of('ROUTED')).toMatchObject({ detail: 'Route "All"' })
    const own = await customer.call<MessageDetail>('GET', '/messaging/1/messages/parcel-1')
    expect(own.body.timeline.every((one) => one.operatorId === null)).toBe(true)

    const trail = async (who: Call) =>
      (await who<{ results: { action: string }[] }>('GET', '/audit/1/logs')).body
    expect(JSON.stringify(await trail(call))).toContain('One message of any account')
    expect(JSON.stringify(await trail(call))).toContain('Look for messages of all accounts')
    expect(JSON.stringify(await trail(customer.call))).toContain(
      'A message was read by whoever runs',
    )
  })

  test('is reported once more for a span, a bulk or a number, and for nothing else', async () => {
    const reported = () => receiver.at('/reports').length
    const before = reported()
    const span = { since: '2020-01-01T00:00:00Z', until: '2030-01-01T00:00:00Z' }
    const replay = (body: object) => customer.call<{ queued: number; nextCursor: string | null }>('POST', '/messaging/1/reports/replay', body) // prettier-ignore
    expect((await replay(span)).body).toEqual({ queued: 1, nextCursor: null })
    await eventually('it came again', () => (reported() === before + 1 ? true : undefined))
    expect((await replay({ ...span, to: '+44 1512 345671' })).body.queued).toBe(1)
    await eventually('it came once more', () => (reported() === before + 2 ? true : undefined))
    for (const other of [
      { to: '441512345672' },
      { bulkId: 'none' },
      { until: '2021-01-01T00:00:00Z' },
    ])
      // prettier-ignore
      expect((await replay({ ...span, ...other })).body.queued, JSON.stringify(other)).toBe(0)
    expect((await replay({ since: span.until, until: span.since })).status).toBe(400)
    const mine = await call<{ queued: number }>('POST', '/messaging/1/reports/replay', span)
    expect(mine.body.queued).toBe(0)
  })

  test('is not to be had for its neighbours, nor under another account’s key', async () => {
    const other = await running.account({ name: 'Other' })
    expect((await other.call('GET', '/operate/1/messages?messageId=parcel-1')).status).toBe(403)
    expect((await other.call('GET', `/operate/1/messages/${key}/parcel-1`)).status).toBe(403)
    const unknown = await call('GET', `/operate/1/messages/${'0'.repeat(32)}/parcel-1`)
    expect(unknown.status).toBe(404)
    expect((await call('GET', `/operate/1/messages/${key}/nothing`)).status).toBe(404)
  })
})

test('a receipt that fits nothing is listed, and tried again when it is asked for', async () => {
  interface Parked {
    results: { id: string; operatorIds: string[]; connection: string; nextTryAt: string }[]
  }
  const parked = async () => (await call<Parked>('GET', `/operate/1/parked-receipts?connectionId=${connectionId}`)).body.results // prettier-ignore
  await receiptOf('nobody-knows')
  const [one] = await eventually('it is parked', async () => {
    const all = await parked()
    return all.length > 0 ? all : undefined
  })
  expect(one).toMatchObject({ connection: 'Operator', status: 'DELIVERED_TO_HANDSET' })
  expect(one!.operatorIds).toContain('nobody-knows')
  const before = await eventually('its next try lies ahead', async () => {
    const [again] = await parked()
    return again && Date.parse(again.nextTryAt) > running.clock.ms() + 1_000 ? again : undefined
  })
  const asked = await call<{ receipts: number }>('POST', '/operate/1/parked-receipts/retry', { connectionId }) // prettier-ignore
  expect(asked.status).toBe(202)
  expect(asked.body.receipts).toBe(1)
  await eventually('it was tried', async () => {
    const [again] = await parked()
    return again && again.id !== before.id ? true : undefined
  })
})
