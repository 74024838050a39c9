import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import type { MessageDetail } from '../../src/messaging/wire.ts'
import {
  caller,
  eventually,
  runPlatform,
  type Call,
  type OtherAccount,
  type Running,
} from '../support/running.ts'

/** What binds messages, seen by a customer on the whole platform: words of handsets, senders, hours. */

const DELIVERED = 5
const BLOCKED = 13
let running: Running
let root: Call
let shop: OtherAccount
/** The shop's own. */
let number: string
let serial = 0
beforeAll(async () => {
  running = await runPlatform()
  root = caller(() => running.url)
})
afterAll(() => running?.stop())
beforeEach(async () => {
  number = `491700000${String(++serial).padStart(3, '0')}`
  const wishes = { prepaid: false, anySender: true, floodingOn: false, senders: [number] }
  shop = await running.account({ name: `Shop ${serial}`, ...wishes })
})

/** A number that the simulator delivers to, of digits that end in its way of doing so. */
const handset = (prefix: string) => `${prefix}${String(++serial).padStart(3, '0')}001`
async function send(to: string, sender = number, options: object = {}): Promise<MessageDetail> {
  const messages = [{ sender, destinations: [{ to }], content: { text: 'Hello' }, options }]
  const sent = await shop.call<{ messages: { messageId: string }[] }>('POST', '/sms/3/messages', {
    messages,
  })
  expect(sent.status, JSON.stringify(sent.body)).toBe(200)
  return detail(sent.body.messages[0]!.messageId)
}
const detail = async (id: string) =>
  (await shop.call<MessageDetail>('GET', `/messaging/1/messages/${id}`)).body
async function did(call: Call, method: 'PUT' | 'POST', path: string, body: object) {
  const answer = await call<{ id: number }>(method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}
const shows = (to: string, text: string) =>
  eventually(`“${text}” on the handset`, async () => {
    const { results } = await running.simulator.messages({ number: to })
    return results.some((one) => one.text.includes(text)) ? true : undefined
  })

test('a handset that says STOP is told so and left alone, until it says START', async () => {
  const to = handset('49151000')
  const says = (text: string) => running.simulator.inbound({ from: to, to: number, text })
  expect((await send(to)).status.id).not.toBe(BLOCKED)
  await says('Stop!')
  await shows(to, 'no more messages')
  expect((await send(to)).status.id).toBe(BLOCKED)
  await says('start')
  await shows(to, 'will get messages')
  const { id } = await send(to)
  await eventually('its delivery', async () =>
    (await detail(id)).status.id === DELIVERED ? true : undefined,
  )
})

describe('where the rules bind the simulator too', () => {
  beforeAll(() => did(root, 'PUT', '/rules/1/enforcement', { enforcement: 'ALL_ROUTES' }))
  afterAll(() => did(root, 'PUT', '/rules/1/enforcement', { enforcement: 'REAL_ROUTES' }))

  it('lets a name into Ireland once it is registered, which the log of changes tells', async () => {
    const to = handset('353871000')
    expect((await send(to, 'Teashop')).status.name).toBe('REJECTED_SOURCE')
    const asked = await did(shop.call, 'POST', '/rules/1/registrations', {
      sender: 'Teashop',
      country: 'IE',
    })
    await did(root, 'POST', `/rules/1/registration-requests/${asked.id}/decision`, {
      decision: 'APPROVED',
    })
    const { id } = await eventually('a message that passes', async () => {
      const sent = await send(to, 'Teashop')
      return sent.status.name === 'REJECTED_SOURCE' ? undefined : sent
    })
    await eventually('its delivery', async () =>
      (await detail(id)).status.id === DELIVERED ? true : undefined,
    )
    expect(await changes(shop.call)).toContain('request-sender-registration')
    expect(await changes(root)).toContain('decide-sender-registration')
  })

  it('sets marketing aside until the country’s hours, and nothing else', async () => {
    // Whatever the time, only the day after tomorrow is open.
    const at = new Date(running.clock.ms() + 2 * 86_400_000)
    const day = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][at.getUTCDay()]
    await did(root, 'PUT', '/rules/1/countries/FR', {
      rule: { opening: `${day} 10:00-12:00`, closedOnHolidays: false },
      reason: 'A test.',
    })
    const to = handset('33612000')
    const waits = await send(to, 'Shop', { contentClass: 'MARKETING' })
    expect(waits.sendAt).toMatch(new RegExp(`^${at.toISOString().slice(0, 10)}T0[89]:00:00`))
    expect((await send(to, 'Shop', { contentClass: 'TRANSACTIONAL' })).sendAt).toBeNull()
    expect(await changes(root)).toContain('set-country-rules')
  })
})

test('a window by the recipient’s clock is open at nine in Tokyo', async () => {
  const at = new Date(running.clock.ms() + 2 * 86_400_000)
  const days = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY']
  const window = {
    days: [days[at.getUTCDay()]],
    from: { hour: 9, minute: 0 },
    to: { hour: 12, minute: 0 },
    timeZone: 'RECIPIENT',
  }
  const waits = await send(handset('8190100'), 'Shop', { deliveryTimeWindow: window })
  expect(waits.sendAt).toBe(`${at.toISOString().slice(0, 10)}T00:00:00.000+0000`)
})

async function changes(call: Call): Promise<string[]> {
  const { body } = await call<{ results: { action: string }[] }>('GET', '/audit/1/entries?limit=50')
  return body.results.map((one) => one.action)
}
