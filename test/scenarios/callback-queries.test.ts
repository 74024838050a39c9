import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, runPlatform, type OtherAccount, type Running } from '../support/running.ts'
import { webhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

/** Answers to queries of figures and of usage, posted to addresses that customers chose. */

let running: Running
let receiver: WebhookReceiver
beforeAll(async () => {
  receiver = await webhookReceiver()
  // An address that hangs holds its request for the whole test.
  running = await runPlatform({ WEBHOOK_MS_MAX: '60000' })
})
afterAll(async () => {
  // What hangs ends with its server; what is still to be posted is refused at once.
  await receiver?.close()
  await running?.stop()
})

const day = () => new Date(running.clock.ms()).toISOString().slice(0, 10)
const kinds = {
  usage: {
    path: '/billing/1/usage/query',
    request: () => ({
      filterBy: { dateInterval: { sentSince: day(), sentUntil: day() } },
      aggregateBy: ['DAY'],
    }),
  },
  figures: {
    path: '/metrics/1/query-aggregate-data',
    request: () => ({
      filterBy: {
        sentSince: new Date(running.clock.ms() - 3_600_000).toISOString(),
        sentUntil: new Date(running.clock.ms()).toISOString(),
        channelCodes: ['SMS'],
      },
      aggregateBy: ['STATUS_GROUP'],
      metrics: ['TOTAL_TRAFFIC_COUNT'],
    }),
  },
} as const

test.each(Object.keys(kinds) as (keyof typeof kinds)[])(
  'of %s: addresses that hang hold up their own account and nobody else',
  async (kind) => {
    const { path, request } = kinds[kind]
    const account = (name: string) => running.account({ name: `${kind} ${name}` })
    const [slow, alsoSlow, quick] = [await account('a'), await account('b'), await account('c')]
    const ask = async (one: OtherAccount, at: string) => {
      const body = { callbackUrl: receiver.url(`/${kind}/${at}`), request: request() }
      const { status } = await one.call('POST', path, body)
      expect(status).toBe(201)
    }
    for (const at of ['tarpit', 'other-tarpit']) receiver.behave(`/${kind}/${at}`, 'hangs')
    const before = receiver.hanging
    for (let n = 0; n < 5; n++) await ask(slow, 'tarpit')
    await ask(alsoSlow, 'other-tarpit')
    // The same address as another account's.
    await ask(quick, 'tarpit')
    await eventually('both hang', () => (receiver.hanging === before + 2 ? true : undefined))

    await ask(quick, 'taken')
    await ask(quick, 'taken')
    const taken = await eventually('the quick ones', () =>
      receiver.at(`/${kind}/taken`).length === 2 ? receiver.at(`/${kind}/taken`) : undefined,
    )
    expect(taken.map((one) => one.body)).toMatchObject([{ status: 'SUCCESS' }, { status: 'SUCCESS' }]) // prettier-ignore
    // Still the first of each, and one at a time at an address.
    expect(receiver.hanging).toBe(before + 2)
    expect(receiver.at(`/${kind}/tarpit`)).toHaveLength(1)
    expect(receiver.at(`/${kind}/other-tarpit`)).toHaveLength(1)
  },
)
