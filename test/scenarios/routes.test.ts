import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeliveryReport, SentSms } from '../../src/channels/sms/wire.ts'
import type { MessageDetail } from '../../src/messaging/wire.ts'
import type { Explanation, Route } from '../../src/telecoms/routing/wire.ts'
import {
  caller,
  eventually,
  runPlatform,
  type Call,
  type OtherAccount,
  type Running,
} from '../support/running.ts'

/** Two operators, each with a connection and a route: what one fails or cannot take, the other delivers, once. */

const SYSERR = 0x08
const RINVDSTADR = 0x0b
let running: Running
let call: Call
let customer: OtherAccount
let first: { connectionId: number; route: Route }
let second: { connectionId: number; route: Route }

beforeAll(async () => {
  running = await runPlatform()
  call = caller(() => running.url)
  customer = await running.account({
    name: 'Customer',
    prepaid: true,
    balanceMicros: 1_000_000n,
    priceMicros: 50_000n,
    anySender: true,
    floodingOn: false,
  })
  first = await operator('one', 10)
  second = await operator('two', 20)
})
afterAll(() => running?.stop())
beforeEach(async () => {
  for (const name of ['one', 'two'])
    await settings(name, { errorRate: 0, refuseBinds: false, messagesPerSecond: 0 })
})

async function operator(name: string, priority: number) {
  const existing = await call<{ results: { port: number; simulated: boolean }[] }>(
    'GET',
    '/operators/1/connections',
  )
  const { port } = existing.body.results.find((one) => one.simulated)!
  const made = await call<{ id: number }>('POST', '/operators/1/connections', {
    name: `Operator ${name}`,
    kind: 'SMPP_CLIENT',
    host: '127.0.0.1',
    port,
    systemId: `trunkline-${name}`,
    password: 'simulator',
    enabled: true,
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const route = await call<Route>('POST', '/operators/1/routes', {
    name: `Route ${name}`,
    prefix: '9991',
    connectionId: made.body.id,
    priority,
  })
  expect(route.status, JSON.stringify(route.body)).toBe(201)
  await bound(made.body.id)
  return { connectionId: made.body.id, route: route.body }
}
const bound = (connectionId: number) =>
  eventually('a bind', async () => {
    const { body } = await call<{ state: string }>(
      'GET',
      `/operators/1/connections/${connectionId}`,
    )
    return body.state === 'CONNECTED' ? true : undefined
  })
const settings = (name: string, some: object) =>
  running.simulator.setOperator({ systemId: `trunkline-${name}`, settings: some })

let serial = 0
const number = () => `9991${String(++serial).padStart(8, '0')}`.replace(/.{3}$/, '100')
async function send(to = number()): Promise<string> {
  const sent = await customer.call<SentSms>('POST', '/sms/3/messages', {
    messages: [{ sender: 'Shop', destinations: [{ to }], content: { text: `hello ${serial}` } }],
  })
  return sent.body.messages[0]!.messageId
}
const delivered = (id: string) =>
  eventually('delivery', async () => {
    const { body } = await customer.call<MessageDetail>('GET', `/messaging/1/messages/${id}`)
    return body.status.groupName === 'PENDING' ? undefined : body
  })
const explain = async (more = '') =>
  (await call<Explanation>('GET', `/operators/1/routes/explain?to=999100000100${more}`)).body

describe('an operator that fails', () => {
  test('hands its message to the next: delivered, charged once, one report', async () => {
    await settings('one', { errorRate: 1, errorStatus: SYSERR })
    const id = await send()
    const message = await delivered(id)
    expect(message.status.name).toBe('DELIVERED_TO_HANDSET')
    expect(message).toMatchObject({ connection: 'Operator two', route: 'Route two' })
    const told = message.timeline.map((one) => [one.kind, one.connection])
    expect(told).toContainEqual(['ROUTED', 'Operator one'])
    expect(told).toContainEqual(['REROUTED', 'Operator one'])
    expect(told).toContainEqual(['SUBMITTED', 'Operator two'])
    const reports = await customer.call<{ results: DeliveryReport[] }>('GET', '/sms/3/reports')
    expect(reports.body.results.map((one) => one.status.id)).toEqual([5])
    const charged = await running.look(
      'select count(*)::integer as entries, sum(amount_micros)::text as sum from billing.usage where account_id = $1',
      [customer.accountId],
    )
    expect(charged).toEqual([{ entries: 1, sum: '50000' }])
  })

  test('keeps what it refuses for the number’s sake', async () => {
    await settings('one', { errorRate: 1, errorStatus: RINVDSTADR })
    const message = await delivered(await send())
    expect(message.status.name).toBe('UNDELIVERABLE_REJECTED_OPERATOR')
    expect(message.connection).toBe('Operator one')
  })
})

describe('an operator that is gone', () => {
  test('loses its messages to the next, those that wait too, and has new ones when it is back for a while', async () => {
    await settings('one', { refuseBinds: true })
    await running.simulator.setOperator({ systemId: 'trunkline-one', dropLinks: true })
    await eventually('the link is down', async () =>
      (await call<{ state: string }>('GET', `/operators/1/connections/${first.connectionId}`)).body
        .state === 'CONNECTED'
        ? undefined
        : true,
    )
    const waiting = await send()
    running.clock.advance(10_000)
    expect(await delivered(waiting)).toMatchObject({ connection: 'Operator two' })
    const why = await eventually('passed over', async () => {
      const told = await explain()
      return told.chosen?.name === 'Route two' ? told : undefined
    })
    expect(
      why.considered.slice(0, 2).map((one) => [one.route.name, one.verdict, one.health]),
    ).toEqual([
      ['Route one', 'CONNECTION_DOWN', 'DOWN'],
      ['Route two', 'CHOSEN', 'UP'],
    ])
    expect(await delivered(await send())).toMatchObject({ connection: 'Operator two' })

    await settings('one', { refuseBinds: false })
    await eventually('it is back', async () => {
      running.clock.advance(5_000)
      return (await explain()).chosen?.name === 'Route one' ? true : undefined
    })
    expect(await delivered(await send())).toMatchObject({ connection: 'Operator one' })
  })
})

describe('conditions', () => {
  const change = async (more: object) => {
    const { name, prefix, connectionId, priority } = second.route
    const path = `/operators/1/routes/${second.route.id}`
    const changed = await call<Route>('PUT', path, {
      name,
      prefix,
      connectionId,
      priority,
      ...more,
    })
    expect(changed.status, JSON.stringify(changed.body)).toBe(200)
    return changed.body
  }

  test('lead the codes of one account over an operator of their own, and the explanation says so', async () => {
    const { key } = (await running.accounts.accountsOf([customer.accountId])).get(
      customer.accountId,
    )!
    const changed = await change({ accountKeys: [key], contentClasses: ['OTP'] })
    expect(changed).toMatchObject({ accountKeys: [key], accountNames: ['Customer'] })
    const sent = await customer.call<SentSms>('POST', '/sms/3/messages', {
      messages: [
        {
          sender: 'Shop',
          destinations: [{ to: number() }],
          content: { text: 'Your code is 1234' },
          options: { contentClass: 'OTP' },
        },
      ],
    })
    expect(await delivered(sent.body.messages[0]!.messageId)).toMatchObject({
      connection: 'Operator two',
    })
    expect(await delivered(await send())).toMatchObject({ connection: 'Operator one' })

    const code = await explain(`&accountKey=${key}&contentClass=OTP`)
    expect(code.chosen?.name).toBe('Route two')
    expect(code.onFailure.map((one) => one.name)).toEqual(['Route one'])
    const other = await explain('&contentClass=OTP')
    expect(other.chosen?.name).toBe('Route one')
    expect(other.considered.find((one) => one.route.name === 'Route two')?.verdict).toBe(
      'OTHER_ACCOUNT',
    )
    await change({})
  })

  test('least cost goes by the price lists of operators', async () => {
    const priceOf = async (connectionId: number, name: string, amount: string) => {
      const list = await call<{ id: number }>('POST', '/billing/1/price-lists', {
        name,
        currency: 'EUR',
        connectionId,
      })
      expect(list.status, JSON.stringify(list.body)).toBe(201)
      const priced = await call('POST', `/billing/1/price-lists/${list.body.id}/prices`, {
        prices: [{ amount, channel: 'SMS' }],
      })
      expect(priced.status, JSON.stringify(priced.body)).toBeLessThan(300)
    }
    await priceOf(first.connectionId, 'Costs one', '0.05')
    await priceOf(second.connectionId, 'Costs two', '0.02')
    const { name, prefix, connectionId } = first.route
    await call('PUT', `/operators/1/routes/${first.route.id}`, {
      name,
      prefix,
      connectionId,
      priority: 20,
      selection: 'COST',
    })
    const cheap = await eventually('costs are read', async () => {
      running.clock.advance(10_000)
      const told = await explain()
      return told.chosen?.name === 'Route two' ? told : undefined
    })
    expect(cheap.selection).toMatchObject({ by: 'COST', routes: 2 })
    expect(cheap.considered.slice(0, 2).map((one) => one.cost)).toEqual([
      { amount: '0.02', currency: 'EUR' },
      { amount: '0.05', currency: 'EUR' },
    ])
    expect(await delivered(await send())).toMatchObject({ connection: 'Operator two' })
  })
})
