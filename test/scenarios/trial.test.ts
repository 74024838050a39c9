import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caller, eventually, runPlatform, type Call, type Running } from '../support/running.ts'

/** A trial account reaches its own people's numbers, so many times a day, and needs no money. */

interface Number_ {
  id: string
  number: string
  verifiedAt: string | null
}
interface Numbers {
  results: Number_[]
  trial: { messagesLeft: number; messagesLeftToday: number; endsAt: string } | null
}
interface Sent {
  messages: { status: { id: number; name: string } }[]
}
const PATH = '/accounts/1/verified-numbers'
const number = (ending: string) => `9990007${ending.padStart(5, '0')}`

let running: Running
let root: Call
beforeAll(async () => {
  running = await runPlatform({
    TRIAL_MESSAGES: '5',
    TRIAL_MESSAGES_PER_DAY: '3',
    TRIAL_DAYS: '10',
  })
  root = caller(() => running.url)
})
afterAll(() => running?.stop())

async function trial(): Promise<Call> {
  const { apiKey } = await running.account({
    name: 'Trial',
    state: 'trial',
    anySender: true,
    floodingOn: false,
    priceMicros: 1_000_000n,
    trialEndsAt: new Date(running.clock.ms() + 10 * 86_400_000),
  })
  return caller(() => running.url, apiKey)
}
const begin = (call: Call, to: string) => call<Number_>('POST', PATH, { number: to })
/** The latest code that the handset shows. */
const codeAt = (to: string, not = '') =>
  eventually(`a code at ${to}`, async () => {
    const { results } = await running.simulator.messages({ number: to })
    const codes = results.flatMap((one) => /^(\d{6}) /.exec(one.text)?.[1] ?? [])
    return codes.find((code) => code !== not)
  })
async function verify(call: Call, to: string): Promise<void> {
  const { body } = await begin(call, to)
  const said = await call('PUT', `${PATH}/${body.id}`, { code: await codeAt(to) })
  expect(said.status).toBe(200)
}
const send = async (call: Call, ...numbers: string[]) => {
  const destinations = numbers.map((to) => ({ to }))
  const { body } = await call<Sent>('POST', '/sms/3/messages', {
    messages: [{ sender: 'Trial', destinations, content: { text: 'hi' } }],
  })
  return body.messages.map((one) => one.status.id)
}

test('only verified numbers are reached, and it costs nothing', async () => {
  const call = await trial()
  const [mine, other] = [number('1'), number('2')]
  expect(await send(call, mine)).toEqual([18])
  const { body } = await begin(call, `+${mine}`)
  expect(body).toMatchObject({ number: mine, verifiedAt: null })
  expect(await send(call, mine)).toEqual([18])
  const said = await call<Number_>('PUT', `${PATH}/${body.id}`, { code: await codeAt(mine) })
  expect(said.body.verifiedAt).not.toBeNull()
  expect(await send(call, other, mine, other)).toEqual([18, 26, 18])
  expect((await call<Numbers>('GET', PATH)).body).toMatchObject({
    results: [{ number: mine }],
    trial: { messagesLeft: 4, messagesLeftToday: 2 },
  })
  expect((await call('DELETE', `${PATH}/${body.id}`)).status).toBe(204)
  expect(await send(call, mine)).toEqual([18])
})

test('so many a day, so many in all, until it is over', async () => {
  const call = await trial()
  const mine = number('3')
  await verify(call, mine)
  expect(await send(call, mine, mine, mine, mine)).toEqual([26, 26, 26, 12])
  const [error] = await running.look<{ error_id: number }>(
    'select error_id from messaging.live where status_id = 12 and dest = $1',
    [mine],
  )
  expect(error?.error_id).toBe(541)
  running.clock.advance(86_400_000)
  expect(await send(call, mine, mine, mine)).toEqual([26, 26, 12])
  running.clock.advance(86_400_000)
  expect(await send(call, mine)).toEqual([12])
  running.clock.advance(10 * 86_400_000)
  expect(await send(call, mine)).toEqual([17])
})

test('many at once get exactly what is left', async () => {
  const call = await trial()
  const mine = number('4')
  await verify(call, mine)
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(call, mine)))
  expect(answers.flat().filter((status) => status === 26)).toHaveLength(3)
  expect(answers.flat().filter((status) => status === 12)).toHaveLength(17)
})

test('an account that became active is no trial any more', async () => {
  const call = await trial()
  const [account] = await running.look<{ key: string; id: number }>(
    "select key, id from accounts.accounts where state = 'trial' order by id desc limit 1",
  )
  await verify(call, number('5'))
  await root('PUT', `/accounts/1/accounts/${account!.key}/state`, {
    state: 'ACTIVE',
    reason: 'Paid.',
  })
  expect((await call<Numbers>('GET', PATH)).body).toEqual({ results: [], trial: null })
  expect(await send(call, number('6'))).toEqual([12])
  expect((await begin(call, number('6'))).status).toBe(409)
})

test('a paused account sends nothing until the pause is over', async () => {
  const call = await trial()
  const [account] = await running.look<{ key: string }>(
    "select key from accounts.accounts where state = 'trial' order by id desc limit 1",
  )
  await verify(call, number('7'))
  const pause = { hours: 1, reason: 'Odd traffic.' }
  expect((await root('POST', `/accounts/1/accounts/${account!.key}/pause`, pause)).status).toBe(200)
  expect(await send(call, number('7'))).toEqual([6])
  expect((await call('GET', PATH)).status).toBe(200)
  running.clock.advance(3_600_000)
  expect(await send(call, number('7'))).toEqual([26])
})

describe('codes', () => {
  const confirm = (call: Call, id: string, code: string) => call('PUT', `${PATH}/${id}`, { code })
  const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

  test('count for five tries', async () => {
    const call = await trial()
    const { body } = await begin(call, number('11'))
    const code = await codeAt(number('11'))
    for (let tried = 0; tried < 5; tried++)
      expect((await confirm(call, body.id, wrong(code))).status).toBe(400)
    expect((await confirm(call, body.id, code)).status).toBe(400)
    await begin(call, number('11'))
    const next = await codeAt(number('11'), code)
    expect((await confirm(call, body.id, ` ${next} `)).status).toBe(200)
  })

  test('count for ten minutes', async () => {
    const call = await trial()
    const { body } = await begin(call, number('12'))
    const code = await codeAt(number('12'))
    running.clock.advance(10 * 60_000)
    expect((await confirm(call, body.id, code)).status).toBe(400)
  })

  test('go to a number three times an hour, from all accounts together, and removing it forgets none', async () => {
    const [a, b] = [await trial(), await trial()]
    const to = number('13')
    const first = await begin(a, to)
    expect((await begin(b, to)).status).toBe(201)
    await a('DELETE', `${PATH}/${first.body.id}`)
    expect((await begin(a, to)).status).toBe(201)
    const refused = await begin(b, to)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('3600')
    running.clock.advance(3_600_001)
    expect((await begin(b, to)).status).toBe(201)
  })

  test('ten leave an account within an hour, and it has ten numbers at most', async () => {
    const call = await trial()
    for (let count = 0; count < 10; count++)
      expect((await begin(call, number(String(20 + count)))).status).toBe(201)
    expect((await begin(call, number('30'))).status).toBe(429)
    running.clock.advance(3_600_001)
    expect((await begin(call, number('30'))).status).toBe(409)
    expect((await begin(call, number('29'))).status).toBe(201)
  })

  test('and numbers are those of one account', async () => {
    const [a, b] = [await trial(), await trial()]
    const { body } = await begin(a, number('31'))
    const code = await codeAt(number('31'))
    expect((await confirm(b, body.id, code)).status).toBe(404)
    expect((await b('DELETE', `${PATH}/${body.id}`)).status).toBe(404)
    expect((await b<Numbers>('GET', PATH)).body.results).toEqual([])
    expect((await confirm(a, body.id, code)).status).toBe(200)
  })

  test('are for numbers, and for trials', async () => {
    const call = await trial()
    expect((await begin(call, 'Shop')).status).toBe(400)
    expect((await begin(root, number('32'))).status).toBe(409)
  })
})
