import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { statuses } from './index.ts'
import { eventually, receipt, startEngine, text, type Engine } from './test/engine.ts'

/** Taking messages in: what is stored, what is refused, and that nobody suffers for somebody else's message. */

let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine({ queueMax: 200 })
})
afterAll(() => engine?.stop())
beforeEach(async () => {
  account = await engine.account()
})

const fatesOf = (result: { messages: readonly { statusId: number }[] }) =>
  result.messages.map((one) => one.statusId)
const sentTo = (dest: string) => engine.peer.sent.filter((one) => one.dest === dest)

describe('a message that the database refuses', () => {
  test('fails alone among fifty requests that share its commit', async () => {
    const requests = Array.from({ length: 50 }, (_, n) => ({
      messages: [
        {
          to: `4915100000${String(n).padStart(2, '0')}`,
          content: text(n === 31 ? '40000 parts' : `good ${n}`),
        },
      ],
    }))
    const outcomes = await Promise.allSettled(requests.map((one) => engine.send(account, one)))
    expect(outcomes.flatMap((one, n) => (one.status === 'rejected' ? [n] : []))).toEqual([31])
    for (const [n, { messages }] of requests.entries())
      if (n !== 31)
        await eventually(`message ${n} at the operator`, () => sentTo(messages[0]!.to)[0])
    expect(sentTo('491510000031')).toEqual([])
    const [kept] = await engine.look(
      'select count(*)::int as n from messaging.live where account_id = $1',
      [account],
    )
    expect(kept).toEqual({ n: 49 })
  })

  test('takes the rest of its own request with it, and nothing of that request is stored', async () => {
    const mixed = engine.send(account, { messages: [{}, { content: text('40000 parts') }] })
    await expect(mixed).rejects.toThrow('out of range')
    expect(
      await engine.look('select id from messaging.live where account_id = $1', [account]),
    ).toEqual([])
  })

  test('gives its place in the queue back', async () => {
    const tries = Array.from({ length: 300 }, () =>
      engine.send(account, { messages: [{ content: text('40000 parts') }] }).catch(() => null),
    )
    await Promise.all(tries)
    const id = await engine.sendOne(account, { to: '491522200001' })
    await eventually('a later message', () => sentTo('491522200001')[0])
    expect(id).toBeTruthy()
  })
})

describe('an id that the caller chose', () => {
  test('is taken once within a request', async () => {
    const sent = await engine.send(account, {
      messages: [{ messageId: 'one' }, { messageId: 'two' }, { messageId: 'one' }, {}],
    })
    expect(fatesOf(sent)).toEqual([26, 26, statuses.REJECTED_DUPLICATE_MESSAGE_ID, 26])
  })

  test('is taken once between requests that come at the same moment, and against earlier ones', async () => {
    const sent = await Promise.all(
      Array.from({ length: 20 }, () => engine.send(account, { messages: [{ messageId: 'mine' }] })),
    )
    expect(sent.flatMap(fatesOf).filter((id) => id === 26)).toHaveLength(1)
    expect(fatesOf(await engine.send(account, { messages: [{ messageId: 'mine' }] }))).toEqual([23])
  })

  test('is no other account’s business', async () => {
    const other = await engine.account()
    await engine.send(account, { messages: [{ messageId: 'shared' }] })
    expect(fatesOf(await engine.send(other, { messages: [{ messageId: 'shared' }] }))).toEqual([26])
  })

  test('leads to a refused message, and is free for the next one', async () => {
    const refused = await engine.send(account, { messages: [{ messageId: 'again', to: '' }] })
    expect(fatesOf(refused)).toEqual([statuses.MISSING_TO])
    expect(await engine.detail(account, 'again')).toMatchObject({ status: { id: 51 } })
    expect(fatesOf(await engine.send(account, { messages: [{ messageId: 'again' }] }))).toEqual([
      26,
    ])
    expect((await engine.detail(account, 'again'))?.status.id).not.toBe(51)
    expect(fatesOf(await engine.send(account, { messages: [{ messageId: 'again' }] }))).toEqual([
      23,
    ])
  })

  test('of a refused message does not take it from a good one in the same request', async () => {
    const sent = await engine.send(account, {
      messages: [{ messageId: 'both', to: '' }, { messageId: 'both' }],
    })
    expect(fatesOf(sent)).toEqual([51, 26])
    expect((await engine.detail(account, 'both'))?.status.groupName).not.toBe('REJECTED')
  })
})

test('duplicates give back the places in the queue that were kept for them', async () => {
  await engine.send(account, { messages: [{ messageId: 'taken' }] })
  // Were they kept, these would fill the queue to its last place.
  for (const size of [100, 50, 25, 12, 6, 3, 1, 1, 1, 1, 1])
    await engine.send(account, {
      messages: Array.from({ length: size }, () => ({ messageId: 'taken' })),
    })
  const id = await engine.sendOne(account, { to: '491522200002' })
  const row = await eventually('the queue lets it through at once', async () => {
    const [found] = await engine.look<{ attempts: number; state: number }>(
      'select state, attempts from messaging.live where id = $1',
      [id],
    )
    return found?.state === 2 ? found : undefined
  })
  expect(row.attempts).toBe(0)
})

describe('recipients that are no numbers', () => {
  test.each([
    ['nothing', '', 51],
    ['blanks', '   ', 51],
    ['letters', 'call me', 52],
    ['forty digits', '1'.repeat(40), 52],
    ['an emoji', '😀', 52],
    ['an emoji across the end of the column', `${'x'.repeat(63)}😀`, 52],
    ['a thousand characters', '9'.repeat(1000), 52],
    ['a national number', '0151234567', 8],
  ])('%s', async (_name, to, statusId) => {
    const sent = await engine.send(account, { messages: [{ to }, { to: '491511234567' }] })
    expect(fatesOf(sent)).toEqual([statusId, 26])
    expect(sent.messages[0]!.to).toBe(to)
  })
})

test('every refusal has its report, its archive and its counter', async () => {
  const { messages } = await engine.send(account, {
    messages: [{ to: 'nobody' }, { content: text('too long') }],
  })
  const reports = await engine.messaging.pullReports(account, 'SMS', {}, 10)
  expect(reports.map((one) => [one.messageId, one.statusId])).toEqual(
    messages.map((one) => [one.messageId, one.statusId]),
  )
  const kept = await engine.look<{ n: number }>(
    'select count(*)::int as n from messaging.records where account_id = $1',
    [account],
  )
  expect(kept).toEqual([{ n: 2 }])
})

test('an account that is suspended sends nothing', async () => {
  await engine.accounts.setAccountState(account, 'suspended')
  expect(fatesOf(await engine.send(account))).toEqual([statuses.REJECTED_NETWORK])
})

test('an account with senders of its own uses no others', async () => {
  const own = await engine.account({ anySender: false, senders: ['Mine'] })
  const sent = await engine.send(own, {
    messages: [{ sender: 'Mine' }, { sender: 'Theirs' }, { sender: '' }],
  })
  expect(fatesOf(sent)).toEqual([26, 11, 11])
})

test('without a route a message is refused', async () => {
  const usual = engine.route
  engine.route = null
  try {
    expect(fatesOf(await engine.send(account))).toEqual([statuses.REJECTED_ROUTE_NOT_AVAILABLE])
  } finally {
    engine.route = usual
  }
})

test('what was answered is delivered', async () => {
  const id = await engine.sendOne(account, { to: '491522200003' })
  const sent = await eventually('the message', () => sentTo('491522200003')[0])
  const [peerId] = await eventually('its id there', () => {
    const ids = engine.peer.idsOf(sent.id)
    return ids.length > 0 ? ids : undefined
  })
  await engine.messaging.takeReport(receipt(peerId!))
  expect(
    await eventually('its end', async () => {
      const found = await engine.detail(account, id)
      return found?.doneAt ? found : undefined
    }),
  ).toMatchObject({ status: { id: 5 }, error: { id: 0 } })
})
