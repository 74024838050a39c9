import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { webhookReceiver, type WebhookReceiver } from '../../test/support/webhook-receiver.ts'
import { CONNECTION, eventually, startEngine, text, type Engine } from './test/engine.ts'

/** What handsets answer: no more, again, help. */

const ROOT = 1
let engine: Engine
let receiver: WebhookReceiver
let account: number
let number: string
let handset: string
let serial = 0
beforeAll(async () => {
  receiver = await webhookReceiver()
  engine = await startEngine()
})
afterAll(async () => {
  await engine?.stop()
  await receiver?.close()
})
beforeEach(async () => {
  serial += 1
  number = `4917000000${String(serial).padStart(2, '0')}`
  handset = `4915112345${String(serial).padStart(3, '0')}`
  account = await engine.account({ senders: [number] })
})

const hear = (said: string, from = handset, to = number) =>
  engine.messaging.takeInbound({
    channel: 'SMS',
    connectionId: CONNECTION,
    sender: from,
    dest: to,
    concatenation: null,
    octets: Buffer.from(said),
    coding: { dataCoding: 0, udh: false, defaultAlphabet: 'gsm7' },
    simulated: false,
  })
const status = async (sender = number, to = handset) =>
  (await engine.send(account, { messages: [{ sender, to }] })).messages[0]!.statusId
/** What was answered to a handset, once there are so many answers. */
const answers = (count: number, to = handset) =>
  eventually(`${count} answers`, async () => {
    const rows = await engine.look<{ sender: string; body: string; content_class: number }>(
      `select sender, body, content_class from messaging.live
       where account_id = $1 and dest = $2 and message_id like 'answer-%' order by id`,
      [account, to],
    )
    return rows.length >= count ? rows : undefined
  })
const entries = () =>
  engine.look<{ dest: string; sender: string; source: string }>(
    'select dest, sender, source from messaging.blocklist where account_id = $1',
    [account],
  )
async function put(path: string, body: object, who = account) {
  const answer = await engine.ask<Record<string, unknown>>(who, path, { method: 'PUT', body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const settings = (some: object) =>
  put('/rules/1/settings', {
    contentClass: null,
    flooding: { variedMax: null, identicalMax: null, minutes: null },
    duplicateSeconds: null,
    keywordsOn: null,
    optOutScope: null,
    ...some,
  })

test('STOP ends messages from the number it was sent to, at once, and is confirmed once', async () => {
  await hear(' Stop! ')
  expect(await entries()).toEqual([{ dest: handset, sender: number, source: 'MO' }])
  expect(await status()).toBe(13)
  expect(await status('Shop')).not.toBe(13)
  expect(await status(number, '491511111111')).not.toBe(13)
  await hear('STOP')
  await hear('arrêt')
  expect(await answers(1)).toEqual([
    {
      sender: number,
      body: `You will get no more messages from ${number}. Reply START to get them again.`,
      content_class: 1,
    },
  ])
  // The message itself is the account's, as any other.
  const { messages } = await engine.messaging.pullInbound(account, 'SMS', {}, 10)
  expect(messages.map((one) => one.text)).toEqual([' Stop! ', 'STOP', 'arrêt'])
})

test('the confirmation reaches the operator, though the number is on the blocklist', async () => {
  await hear('stop')
  await eventually('the answer', () =>
    engine.peer.sent.find((one) => one.dest === handset && one.sender === number),
  )
})

test('START takes back what STOP did, and nothing that the account did', async () => {
  await hear('STOP')
  await hear('Start')
  expect(await entries()).toEqual([])
  expect((await answers(2)).map((one) => one.body)[1]).toContain('again')
  await engine.look(
    `insert into messaging.blocklist (account_id, dest, sender, channel, source, made_at)
     values ($1, $2, $3, 'SMS', 'CUSTOM', $4)`,
    [account, handset, number, engine.clock.now()],
  )
  await hear('start')
  expect(await status()).toBe(13)
})

test('HELP is answered, and changes nothing; programs that answer each other come to an end', async () => {
  for (let n = 0; n < 8; n += 1) await hear('Hilfe')
  expect(await entries()).toEqual([])
  expect(await answers(5)).toHaveLength(5)
  engine.clock.advance(3_700_000)
  await hear('help')
  expect(await answers(6)).toHaveLength(6)
})

it.each(["don't stop", 'stop by at five', 'I cannot stop', 'started', 'what a help', '👍'])(
  '“%s” is a message as any other',
  async (said) => {
    await hear(said)
    expect(await entries()).toEqual([])
    expect(await status()).not.toBe(13)
  },
)

describe('an account', () => {
  it('may let STOP end all of its messages', async () => {
    await settings({ optOutScope: 'ACCOUNT' })
    await hear('STOP')
    expect(await entries()).toEqual([{ dest: handset, sender: '', source: 'MO' }])
    expect(await status('Shop')).toBe(14)
    await hear('START')
    expect(await entries()).toEqual([])
  })

  it('may look after keywords itself', async () => {
    await settings({ keywordsOn: false })
    await hear('STOP')
    expect(await entries()).toEqual([])
  })

  it('may have words and answers of its own, for a number or for all', async () => {
    const keywords = [
      { words: 'Schluss!', meaning: 'STOP' },
      { words: 'los', meaning: 'START', sender: number },
    ]
    const own = [
      { meaning: 'STOP', text: 'Nichts mehr von {sender}.' },
      { meaning: 'START', sender: `+${number}`, text: null },
    ]
    const body = await put('/rules/1/keywords', { keywords, answers: own })
    expect(body).toMatchObject({
      keywords: [
        { words: 'schluss', meaning: 'STOP' },
        { words: 'los', sender: number },
      ],
      answers: [{ meaning: 'START', sender: number, text: null }, { meaning: 'STOP' }],
    })
    await hear('SCHLUSS')
    expect((await answers(1))[0]!.body).toBe(`Nichts mehr von ${number}.`)
    await hear('los')
    expect(await entries()).toEqual([])
    expect(await answers(1)).toHaveLength(1)
    // Another account has none of it.
    expect((await engine.ask(ROOT, '/rules/1/keywords')).body).toMatchObject({
      keywords: [],
      answers: [],
    })
  })

  it.each([
    [{ keywords: [{ words: '!!!', meaning: 'STOP' }], answers: [] }, 'keywords[0].words'],
    [
      {
        keywords: [
          { words: 'a', meaning: 'STOP' },
          { words: 'A!', meaning: 'START' },
        ],
        answers: [],
      },
      'keywords[1]',
    ],
    [
      {
        keywords: [{ words: 'a', meaning: 'STOP', sender: 'a name too long for one' }],
        answers: [],
      },
      'keywords[0].sender',
    ],
    [
      {
        keywords: [],
        answers: [
          { meaning: 'STOP', text: 'x' },
          { meaning: 'STOP', text: 'y' },
        ],
      },
      'answers[1]',
    ],
  ])('is told what is wrong with its words: %j', async (body, property) => {
    const answer = await engine.ask(account, '/rules/1/keywords', { method: 'PUT', body })
    expect(answer).toMatchObject({ status: 400, body: { violations: [{ property }] } })
  })
})

test('what has no number to be answered at is stored, and no more', async () => {
  await hear('STOP', 'Somebody')
  expect(await entries()).toEqual([])
})

test('who stops while a message waits for its time does not get it', async () => {
  const sendAt = new Date(engine.clock.ms() + 3_600_000)
  const message = { sender: number, to: handset, content: text('later') }
  const id = await engine.sendOne(account, message, { sendAt })
  await hear('STOP')
  engine.clock.advance(3_601_000)
  await eventually('its end', async () =>
    (await engine.detail(account, id))?.status.id === 13 ? true : undefined,
  )
})

test('profiles that subscribed are told of the beginning and the end', async () => {
  await subscribe(account)
  await hear('STOP')
  await hear('START')
  const told = await eventually('two events', () => {
    const events = receiver.at('/stops').flatMap((one) => one.body.results)
    return events.length >= 2 ? events : undefined
  })
  expect(told).toMatchObject([
    {
      event: 'BLOCK',
      messageId: expect.any(String),
      content: {
        sender: number,
        destination: handset,
        channel: 'SMS',
        sourceType: 'MO',
        inboundMessageReference: { inboundMessageId: expect.any(String) },
      },
    },
    { event: 'UNBLOCK', content: { destination: handset } },
  ])
})

async function subscribe(who: number): Promise<void> {
  const post = async (path: string, body: object) => {
    const answer = await engine.ask(who, path, { method: 'POST', body })
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  }
  await post('/subscriptions/1/profiles', {
    profileId: 'mine',
    webhook: { notifyUrl: receiver.url('/stops') },
  })
  await post('/subscriptions/1/subscription/BLOCKLIST', {
    subscriptionId: 'stops',
    profile: { profileId: 'mine' },
    events: ['BLOCK', 'UNBLOCK'],
  })
}
