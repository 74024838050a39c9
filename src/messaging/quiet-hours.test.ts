import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, startEngine, type Engine } from './test/engine.ts'

/** What waits for the morning of its recipient, over time: the clock of this file goes forward only. */

const FR = '33612345678'
let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine()
  account = await engine.account()
})
afterAll(() => engine?.stop())

const dueOf = async (id: string) => {
  const [row] = await engine.look<{ send_at: Date }>(
    'select send_at from messaging.scheduled where id::text = $1',
    [id],
  )
  return row?.send_at.toISOString() ?? null
}
const wentOut = (id: string) => engine.peer.sent.some((one) => one.id === id)

test('marketing that was set aside by night enters in the morning, and reaches the operator', async () => {
  engine.clock.set(Date.parse('2027-08-10T21:30:00Z'))
  const id = await engine.sendOne(account, { to: FR, contentClass: 'MARKETING' })
  expect(await dueOf(id)).toBe('2027-08-11T06:00:00.000Z')
  engine.clock.set(Date.parse('2027-08-11T06:00:01Z'))
  await eventually('the morning', () => (wentOut(id) ? true : undefined))
})

test('what comes due by night, because its bulk was moved, waits again; a service does not', async () => {
  const sendAt = new Date('2027-08-11T10:00:00Z')
  const one = (contentClass: 'MARKETING' | 'TRANSACTIONAL') =>
    engine.sendOne(account, { to: FR, contentClass }, { sendAt, bulkId: 'moved' })
  const [marketing, service] = [await one('MARKETING'), await one('TRANSACTIONAL')]
  await engine.messaging.rescheduleBulk(account, 'moved', new Date('2027-08-11T21:30:00Z'))
  engine.clock.set(Date.parse('2027-08-11T21:30:01Z'))
  await eventually('the service', () => (wentOut(service) ? true : undefined))
  await eventually('a later time', async () =>
    (await dueOf(marketing)) === '2027-08-12T06:00:00.000Z' ? true : undefined,
  )
  expect(wentOut(marketing)).toBe(false)
  engine.clock.set(Date.parse('2027-08-12T06:00:01Z'))
  await eventually('the morning', () => (wentOut(marketing) ? true : undefined))
})

test('a window by the recipient’s clock is looked at again when a message was moved', async () => {
  const window = {
    days: ['FRIDAY'] as const,
    from: { hour: 9, minute: 0 },
    to: { hour: 12, minute: 0 },
    recipientZone: true as const,
  }
  const id = await engine.sendOne(account, { to: '81901234567', window })
  expect(await dueOf(id)).toBe('2027-08-13T00:00:00.000Z')
  engine.clock.set(Date.parse('2027-08-13T00:00:01Z'))
  await eventually('nine in Tokyo', () => (wentOut(id) ? true : undefined))
})

test('marketing that waits for its operator until the evening waits on until the morning', async () => {
  engine.clock.set(Date.parse('2027-08-16T19:59:00Z'))
  engine.peer.up = false
  const id = await engine.sendOne(account, { to: FR, contentClass: 'MARKETING' })
  const service = await engine.sendOne(account, { to: FR })
  engine.clock.set(Date.parse('2027-08-16T20:00:01Z'))
  engine.peer.up = true
  engine.peer.hasRoom(7)
  await eventually('the service', () => (wentOut(service) ? true : undefined))
  await eventually('putting it off', async () => {
    const [row] = await engine.look<{ next_at: Date }>(
      'select next_at from messaging.waiting where id::text = $1',
      [id],
    )
    return row?.next_at.toISOString() === '2027-08-17T06:00:00.000Z' ? true : undefined
  })
  expect(wentOut(id)).toBe(false)
  engine.clock.set(Date.parse('2027-08-17T06:00:01Z'))
  await eventually('the morning', () => (wentOut(id) ? true : undefined))
})
