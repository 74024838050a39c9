import { afterAll, beforeAll, expect, test } from 'vitest'
import { webhookReceiver, type WebhookReceiver } from '../../test/support/webhook-receiver.ts'
import type { PeerInbound } from './index.ts'
import { CONNECTION, eventually, startEngine, type Engine } from './test/engine.ts'

/** Messages from handsets: whole once all parts are there, and handed to whom the number belongs. */

const ROOT = 1
const MINUTE = 60_000
let engine: Engine
let receiver: WebhookReceiver
let owner: number
beforeAll(async () => {
  receiver = await webhookReceiver()
  engine = await startEngine()
  owner = await engine.account({ senders: ['491700000001'] })
})
afterAll(async () => {
  await engine?.stop()
  await receiver?.close()
})

let reference = 0
const whole = (said: string, more: Partial<PeerInbound> = {}): PeerInbound => ({
  channel: 'SMS',
  connectionId: CONNECTION,
  sender: '491511234567',
  dest: '12345',
  concatenation: null,
  octets: Buffer.from(said),
  coding: { dataCoding: 0, udh: false, defaultAlphabet: 'gsm7' },
  simulated: false,
  ...more,
})
/** The parts of one message, under a reference that no other test uses. */
function parts(...texts: string[]): PeerInbound[] {
  const mine = ++reference
  return texts.map((said, n) =>
    whole(said, { concatenation: { reference: mine, total: texts.length, number: n + 1 } }),
  )
}
const take = (part: PeerInbound) => engine.messaging.takeInbound(part)
const pulled = async (account = ROOT) =>
  (await engine.messaging.pullInbound(account, 'SMS', {}, 1_000)).messages.map((one) => one.text)
const none = async () => expect(await pulled()).toEqual([])

test('a message is handed out once, with how many are left', async () => {
  await Promise.all(['one', 'two', 'three'].map((said) => take(whole(said))))
  const first = await engine.messaging.pullInbound(ROOT, 'SMS', {}, 2)
  expect(first).toMatchObject({ pending: 1 })
  const rest = await engine.messaging.pullInbound(ROOT, 'SMS', {}, 2)
  expect(rest).toMatchObject({
    pending: 0,
    messages: [{ sender: '491511234567', dest: '12345', parts: 1 }],
  })
  expect(new Set([...first.messages, ...rest.messages].map((one) => one.text))).toEqual(
    new Set(['one', 'two', 'three']),
  )
  await none()
})

test('its first word is its keyword', async () => {
  await take(whole('  stop it'))
  const { messages } = await engine.messaging.pullInbound(ROOT, 'SMS', {}, 1)
  expect(messages[0]).toMatchObject({ keyword: 'STOP', text: '  stop it' })
})

test('parts in whatever order make one message, when the last is there', async () => {
  const [a, b, c] = parts('first, ', 'second, ', 'third') as [PeerInbound, PeerInbound, PeerInbound]
  await take(c)
  await take(a)
  await none()
  await take(b)
  const { messages } = await engine.messaging.pullInbound(ROOT, 'SMS', {}, 10)
  expect(messages).toMatchObject([{ text: 'first, second, third', parts: 3 }])
})

test('all parts at once make one message', async () => {
  await Promise.all(
    parts(...'abcdefgh')
      .toReversed()
      .map(take),
  )
  expect(await pulled()).toEqual(['abcdefgh'])
})

test('parts that come again change nothing, before and after the message was whole', async () => {
  const [a, b] = parts('once ', 'only') as [PeerInbound, PeerInbound]
  await Promise.all([take(a), take(a), take(a)])
  await take(b)
  await take(b)
  await take(a)
  expect(await pulled()).toEqual(['once only'])
  engine.clock.advance(11 * MINUTE)
  await take(whole('afterwards'))
  await eventually('the parts are forgotten', async () =>
    (await engine.look('select 1 from messaging.inbound_parts')).length === 0 ? true : undefined,
  )
  expect(await pulled()).toEqual(['afterwards'])
})

test('a handset that uses a reference again soon says something new', async () => {
  const [a, b] = parts('old ', 'message') as [PeerInbound, PeerInbound]
  await Promise.all([take(a), take(b)])
  await take({ ...a, octets: Buffer.from('new ') })
  await take({ ...b, octets: Buffer.from('text') })
  expect(await pulled()).toEqual(['old message', 'new text'])
})

test('the same reference of another handset, another number or another connection is another message', async () => {
  const [a, b] = parts('a', 'b') as [PeerInbound, PeerInbound]
  await take(a)
  await take({ ...b, sender: '491519999999' })
  await take({ ...b, dest: '54321' })
  await take({ ...b, connectionId: CONNECTION + 1 })
  await none()
  await take(b)
  expect(await pulled()).toEqual(['ab'])
  engine.clock.advance(11 * MINUTE)
  let read = 0
  await eventually('the single ones are read', async () =>
    (read += (await pulled()).length) === 3 ? true : undefined,
  )
})

test('what is incomplete after ten minutes is read as far as it goes, as one message', async () => {
  const [a, , c] = parts('begin ', 'lost ', 'end') as [PeerInbound, PeerInbound, PeerInbound]
  await take(a)
  engine.clock.advance(9 * MINUTE)
  await take(c)
  await take(whole('in between'))
  expect(await pulled()).toEqual(['in between'])
  engine.clock.advance(2 * MINUTE)
  await eventually('it is read', async () =>
    (await engine.look("select 1 from messaging.inbound where body like 'begin%'")).length === 1
      ? true
      : undefined,
  )
  expect(await pulled()).toEqual(['begin end'])
})

test('a number of an account is that account’s; others are the root account’s', async () => {
  await take(whole('for the owner', { dest: '491700000001' }))
  await take(whole('for nobody', { dest: '491700000002' }))
  expect(await pulled(owner)).toEqual(['for the owner'])
  expect(await pulled()).toEqual(['for nobody'])
  const { body } = await engine.ask<{ results: { text: string }[] }>(owner, '/messaging/1/inbound')
  expect(body.results.map((one) => one.text)).toEqual(['for the owner'])
})

test('characters that no database takes do not stop a message, nor its neighbours', async () => {
  await Promise.all([whole('before'), whole('nul \0 here'), whole('after')].map(take))
  expect(new Set(await pulled())).toEqual(new Set(['before', 'nul  here', 'after']))
})

test('an event tells of each, with its id and without its text or number', async () => {
  const seq = await engine.events.head(owner)
  await take(whole('secret words', { dest: '491700000001' }))
  const [event] = await engine.events.after(owner, seq, 10)
  const { messages } = await engine.messaging.pullInbound(owner, 'SMS', {}, 1)
  expect(event).toMatchObject({
    seq: seq + 1,
    topic: 'inbound',
    type: 'INBOUND_MESSAGE',
    id: messages[0]!.id,
  })
  expect(JSON.stringify(event)).not.toMatch(/secret|49151/)
})

test('an account with an address for them has them pushed', async () => {
  await engine.look(
    'insert into messaging.webhooks (account_id, inbound_url, changed_at) values ($1, $2, $3)',
    [owner, receiver.url('/mo'), engine.clock.now()],
  )
  await take(whole('push me', { dest: '491700000001' }))
  const [post] = await eventually('the push', () =>
    receiver.at('/mo').length > 0 ? receiver.at('/mo') : undefined,
  )
  expect(post!.body.results).toEqual([{ text: 'push me' }])
  expect(await pulled(owner)).toEqual([])
})

test('the list of them hands nothing out and is paged', async () => {
  const account = await engine.account({ senders: ['491700000009'] })
  for (let n = 0; n < 7; n += 1) await take(whole(`m${n}`, { dest: '491700000009' }))
  const seen: string[] = []
  let cursor: string | null = ''
  for (let pages = 0; cursor !== null; pages += 1) {
    expect(pages).toBeLessThan(5)
    const page: { body: { results: { text: string }[]; nextCursor: string | null } } =
      await engine.ask(account, `/messaging/1/inbound?limit=3${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.body.results.map((one) => one.text))
    cursor = page.body.nextCursor
  }
  expect(seen).toEqual(['m6', 'm5', 'm4', 'm3', 'm2', 'm1', 'm0'])
  expect(await pulled(account)).toHaveLength(7)
})
