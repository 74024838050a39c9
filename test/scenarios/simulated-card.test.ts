import { afterAll, beforeAll, expect, test } from 'vitest'
import { caller, runPlatform, type Call, type Running } from '../support/running.ts'

/** The card of those who try things out: it must never pay for what costs money. */

interface TopUp {
  id: string
}

let running: Running
let root: Call
beforeAll(async () => {
  running = await runPlatform()
  root = caller(() => running.url)
})
afterAll(() => running?.stop())

test('a card that is none pays while the simulator runs, and only its own payments', async () => {
  const reseller = await running.account({ name: 'Reseller' })
  const buyer = await running.account({ name: 'Buyer', parentId: reseller.accountId })
  const begun = await buyer.call<TopUp>('POST', '/billing/1/top-ups', { amount: '10' })
  expect(begun.body).toMatchObject({ provider: 'SIMULATED', vat: '0.00' })
  const at = `/billing/1/top-ups/${begun.body.id}/simulated-payment`
  expect((await reseller.call('POST', at, { outcome: 'PAID' })).status).toBe(404)
  for (let times = 0; times < 2; times++)
    expect((await buyer.call('POST', at, { outcome: 'PAID' })).body).toMatchObject({
      state: 'PAID',
    })
  expect((await buyer.call('GET', '/account/1/balance')).body).toMatchObject({ balance: 10 })

  // Messages cost money from now on, so that nobody pays for them with a card that is none.
  const late = await buyer.call<TopUp>('POST', '/billing/1/top-ups', { amount: '10' })
  const real = await root<{ id: number }>('POST', '/operators/1/connections', {
    name: 'Real',
    kind: 'SMPP_CLIENT',
    host: '127.0.0.1',
    port: 1,
    systemId: 'acme',
    password: 'x',
    enabled: false,
  })
  expect(real.status).toBe(201)
  const lateAt = `/billing/1/top-ups/${late.body.id}/simulated-payment`
  expect((await buyer.call('POST', lateAt, { outcome: 'PAID' })).status).toBe(409)
  expect((await buyer.call('POST', '/billing/1/top-ups', { amount: '10' })).status).toBe(409)
  expect((await buyer.call('GET', '/account/1/balance')).body).toMatchObject({ balance: 10 })
  expect((await root('DELETE', `/operators/1/connections/${real.body.id}`)).status).toBe(204)
})
