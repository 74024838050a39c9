import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY_MS, utcDay } from '../core/clock.ts'
import { eventually, startEngine, type Engine } from './test/engine.ts'

/** Days come and go: their partitions are there before they are needed and gone when nobody needs them. */

let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine()
  account = await engine.account()
})
afterAll(() => engine?.stop())

const partitions = async (table: string) =>
  (
    await engine.look<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     join pg_class p on p.oid = i.inhparent where p.relname = $1 order by 1`,
      [table],
    )
  ).map((one) => one.name)
const nameOf = (table: string, day: string) => `${table}_${day.replaceAll('-', '')}`
const dayOf = async (id: string) =>
  (
    await engine.look<{ day: Date | string }>(
      'select day::text from messaging.live where id = $1',
      [id],
    )
  )[0]?.day

test('the next two days have theirs ahead of time', async () => {
  for (const table of ['live', 'submissions', 'inbound', 'record_subjects'])
    expect(await partitions(table)).toEqual(
      expect.arrayContaining(
        [0, 1, 2].map((days) => nameOf(table, utcDay(engine.clock.ms() + days * DAY_MS))),
      ),
    )
})

test('a message after midnight finds its partition, made before', async () => {
  engine.clock.set(Math.ceil(engine.clock.ms() / DAY_MS) * DAY_MS + 1_000)
  const day = utcDay(engine.clock.ms())
  expect(await partitions('live')).toContain(nameOf('live', day))
  expect(await dayOf(await engine.sendOne(account))).toBe(day)
})

test('a clock that jumps far ahead finds a partition as well', async () => {
  engine.clock.advance(20 * DAY_MS)
  expect(await dayOf(await engine.sendOne(account))).toBe(utcDay(engine.clock.ms()))
})

test('contents lie under the day they expire on, as long as the account keeps them', async () => {
  const keeper = await engine.account({ contentDays: 30 })
  await engine.send(keeper, { messages: [{ to: 'nobody' }] })
  const [row] = await engine.look<{ day: string }>(
    'select expires_on::text as day from messaging.contents where account_id = $1',
    [keeper],
  )
  expect(row!.day).toBe(utcDay(engine.clock.ms() + 31 * DAY_MS))
})

test('after eight days a day is dropped; what has no end yet moves on and is found by every id', async () => {
  // These are with the operator and never hear of a receipt; those wait for a connection that stays down.
  engine.peer.answer = (message) => engine.peer.accept(message)
  const hour = 3_600_000
  const begun = engine.clock.ms()
  const old = utcDay(begun)
  const ended = await engine.sendOne(account, { messageId: 'ended', to: 'nobody' })
  const { messages } = await engine.send(account, { messages: [{ messageId: 'named' }, {}, {}] })
  const scheduled = await engine.send(account, {
    sendAt: new Date(begun + 60_000),
    messages: [{ messageId: 'planned' }, {}],
  })
  engine.clock.advance(61_000)
  const all = [...messages, ...scheduled.messages].map((one) => one.messageId)
  const ids = new Map<string, string>()
  for (const messageId of all)
    ids.set(
      messageId,
      await eventually(`${messageId} is sent`, async () => {
        const found = await engine.detail(account, messageId)
        return found?.sentAt ? found.id : undefined
      }),
    )
  // As if their operator had promised receipts for longer than we keep a day.
  await engine.look(
    'update messaging.live set valid_until = $1 where account_id = $2 and state = 2',
    [new Date(begun + 30 * DAY_MS), account],
  )
  engine.clock.set(Math.floor(begun / DAY_MS) * DAY_MS + 9 * DAY_MS + hour)
  const today = utcDay(engine.clock.ms())
  await eventually('the old day is gone', async () =>
    (await partitions('live')).includes(nameOf('live', old)) ? undefined : true,
  )
  for (const [messageId, id] of ids) {
    expect(await dayOf(id)).toBe(today)
    expect(await engine.detail(account, messageId), messageId).toMatchObject({
      id,
      messageId,
      status: { id: 3 },
    })
    expect(await engine.detail(account, id), `${messageId} by our id`).toMatchObject({
      id,
      messageId,
    })
  }
  expect(await engine.detail(account, ended)).toBeNull()
  const [kept] = await engine.look<{ n: number }>(
    `select count(*)::int as n from messaging.records r join messaging.record_subjects s using (account_id, id)
     where account_id = $1 and s.message_id = 'ended'`,
    [account],
  )
  expect(kept!.n).toBe(1)
  const { timeline } = (await engine.detail(account, 'named'))!
  expect(timeline.map((one) => one.kind)).toContain('SUBMITTED')
})

test('ids of messages that are gone can be used again, those of waiting ones cannot', async () => {
  const far = new Date(engine.clock.ms() + 100 * DAY_MS)
  await engine.send(account, { bulkId: 'far', sendAt: far, messages: [{ messageId: 'far' }] })
  await engine.send(account, {
    messages: [{ messageId: 'near', to: 'nobody' }, { messageId: 'gone' }],
  })
  await eventually('it is sent', async () =>
    (await engine.detail(account, 'gone'))?.sentAt ? true : undefined,
  )
  engine.clock.advance(30 * DAY_MS)
  await eventually('the ids are forgotten', async () =>
    (await engine.look("select 1 from messaging.message_ids where message_id in ('near', 'gone')"))
      .length === 0
      ? true
      : undefined,
  )
  const again = await engine.send(account, {
    messages: [{ messageId: 'gone' }, { messageId: 'far' }],
  })
  expect(again.messages.map((one) => one.statusId)).toEqual([26, 23])
  expect(await engine.messaging.findBulk(account, 'far')).toMatchObject({
    sendAt: far,
    status: 'PENDING',
  })
})
