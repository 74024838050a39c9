import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startEngine, text, type Engine } from './test/engine.ts'

/** Too many messages to one number, and numbers that must not be written to. */

let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine?.stop())
beforeEach(async () => {
  account = await engine.account({ floodingOn: true })
})

const send = async (bodies: string[], to = '491511234567') =>
  (
    await engine.send(account, { messages: bodies.map((one) => ({ to, content: text(one) })) })
  ).messages.map((one) => one.statusId)
const times = <T>(count: number, of: (n: number) => T) =>
  Array.from({ length: count }, (_, n) => of(n))
const accepted = (fates: number[]) => fates.filter((one) => one === 26).length

test('six of the same text pass within an hour, the seventh does not, another text does', async () => {
  expect(await send(times(7, () => 'same'))).toEqual([26, 26, 26, 26, 26, 26, 20])
  expect(await send(['same', 'another'])).toEqual([20, 26])
})

test('twenty of whatever text pass within an hour', async () => {
  expect(accepted(await send(times(15, (n) => `text ${n}`)))).toBe(15)
  expect(accepted(await send(times(10, (n) => `more ${n}`)))).toBe(5)
})

test('requests one after another count together; an hour later all begins anew', async () => {
  for (const _ of times(6, () => null)) expect(await send(['same'])).toEqual([26])
  expect(await send(['same'])).toEqual([20])
  engine.clock.advance(3_600_000 + 1_000)
  expect(await send(['same'])).toEqual([26])
})

test('other numbers and other accounts have counts of their own', async () => {
  expect(accepted(await send(times(6, () => 'same')))).toBe(6)
  expect(await send(['same'], '491511234568')).toEqual([26])
  account = await engine.account({ floodingOn: true })
  expect(await send(['same'])).toEqual([26])
})

test('what was refused does not count', async () => {
  const own = await engine.account({ floodingOn: true, anySender: false, senders: ['Mine'] })
  const fates = async (sender: string) =>
    (await engine.send(own, { messages: times(6, () => ({ sender })) })).messages.map(
      (one) => one.statusId,
    )
  expect(accepted(await fates('Theirs'))).toBe(0)
  expect(accepted(await fates('Mine'))).toBe(6)
})

test('a request that is tried again in halves is judged anew', async () => {
  const good = times(6, () => send(['same']))
  const poison = engine.send(account, { messages: [{ content: text('40000 parts') }] })
  expect((await Promise.all(good)).flat()).toEqual(times(6, () => 26))
  await expect(poison).rejects.toThrow()
})

test('an account without the rule may send what it likes', async () => {
  account = await engine.account({ floodingOn: false })
  expect(accepted(await send(times(30, () => 'same')))).toBe(30)
})

test('a number on the blocklist of one account is not written to by it', async () => {
  await engine.look(
    'insert into messaging.blocklist (account_id, dest, made_at) values ($1, $2, $3)',
    [account, '491511234567', engine.clock.now()],
  )
  expect(await send(['hello'])).toEqual([14])
  expect(await send(['hello'], '491511234568')).toEqual([26])
  account = await engine.account()
  expect(await send(['hello'])).toEqual([26])
})

const unset = {
  contentClass: null,
  flooding: { variedMax: null, identicalMax: null, minutes: null },
  duplicateSeconds: null,
  keywordsOn: null,
  optOutScope: null,
}
async function settings(who: number, some: object) {
  const body = { ...unset, ...some }
  const answer = await engine.ask(who, '/rules/1/settings', { method: 'PUT', body })
  expect(answer.status).toBe(200)
  return answer.body
}
const ROOT = 1

test('how much is too much is for the account to say, and for the installation where it says nothing', async () => {
  const flooding = { variedMax: null, identicalMax: 3, minutes: null }
  expect(await settings(ROOT, { flooding })).toMatchObject({
    inForce: { flooding: { variedMax: 20, identicalMax: 3, minutes: 60 } },
  })
  expect(await send(times(4, () => 'same'))).toEqual([26, 26, 26, 20])
  await settings(account, { flooding: { variedMax: null, identicalMax: 5, minutes: 10 } })
  expect(await send(times(3, () => 'same'))).toEqual([26, 26, 20])
  engine.clock.advance(11 * 60_000)
  expect(await send(times(6, () => 'same'))).toEqual([26, 26, 26, 26, 26, 20])
  await settings(ROOT, {})
})

test('the same text again is refused for as long as the account says, and never unless it does', async () => {
  account = await engine.account({ floodingOn: false })
  expect(await send(['same', 'same'])).toEqual([26, 26])
  await settings(account, { duplicateSeconds: 60 })
  const id = await engine.sendOne(account, { content: text('same') })
  expect(await engine.detail(account, id)).toMatchObject({
    status: { id: 20 },
    error: { name: 'EC_DESTINATION_TXT_FLOODING' },
  })
  expect(await send(['same'], '491511234568')).toEqual([26])
  expect(await send(['another'])).toEqual([26])
  const other = await engine.send(account, {
    messages: [{ sender: 'Other', content: text('same') }],
  })
  expect(other.messages[0]!.statusId).toBe(26)
  engine.clock.advance(61_000)
  expect(await send(['same', 'same'])).toEqual([26, 20])
})
