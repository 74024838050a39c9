import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/support/database.ts'
import { eventually } from '../../test/support/running.ts'
import { rawReceiver, type RawReceiver } from '../../test/support/secure-receiver.ts'
import { movableClock } from '../core/clock.ts'
import { EventLog } from '../core/events/index.ts'
import type { Stop } from '../core/module.ts'
import { openLog } from '../core/open-log.ts'
import { openSecrets } from '../core/secrets.ts'
import { openDatabase, row, sql, transaction, type Database } from '../core/storage/index.ts'
import { outboundPost } from '../core/webhooks/index.ts'
import { subscriptions as makeSubscriptions, type Subscriptions } from './index.ts'
import { insertProfile, insertSubscription, setPaused } from './store/settings.ts'

/** Events of modules that have no outbox of their own, on their way to profiles. */

const HOUR = 3_600_000
const clock = movableClock()
const log = openLog('silent')
const outbound = outboundPost(['127.0.0.0/8'], 2_000)
let database: Database
let receiver: RawReceiver
let subscriptions: Subscriptions
let stop: Stop
beforeAll(async () => {
  receiver = await rawReceiver()
  database = openDatabase(await testDatabase(), log, { connectionsMax: 4, hotConnectionsMax: 1 })
  subscriptions = makeSubscriptions({
    db: database.db,
    clock,
    log,
    secrets: openSecrets(Buffer.alloc(32, 7)),
    events: new EventLog(database.db, clock),
    outbound,
    publicUrl: () => 'http://portal.example',
    regexMsMax: 50,
    replay: async () => 0,
    onPaused: async () => undefined,
  })
  stop = await subscriptions.module.start!()
})
afterAll(async () => {
  await stop?.()
  await Promise.all([outbound.close(), database?.close(), receiver?.close()])
})

let accountId = 1_000
beforeEach(() => {
  accountId += 1
})

async function subscribe(path: string, bucketMax: number | null = null): Promise<void> {
  const id = path.slice(1)
  const profile = {
    url: receiver.url(path),
    content_type: null,
    auth_id: null,
    certificate_id: null,
    bucket_max: bucketMax,
    window_ms: null,
    connect_ms: null,
    read_ms: null,
    tls_protocols: [],
    headers: null,
    response_regex: null,
    response_body_regex: null,
    rate_limit: null,
  }
  await insertProfile(database.db, accountId, id, profile, 10, clock.now())
  await insertSubscription(
    database.db,
    {
      account_id: accountId,
      channel: 'BLOCKLIST',
      subscription_id: id,
      name: null,
      profile_id: id,
      events: ['BLOCK'],
      criteria: [],
      resources: [],
      users: [],
    },
    10,
    clock.now(),
  )
}

const event = (name = 'BLOCK') => ({
  channel: 'BLOCKLIST',
  event: name,
  applicationId: null,
  entityId: null,
  resource: null,
  user: null,
})
const publish = (n: number, name?: string) =>
  transaction(database.db, (tx) => subscriptions.publish(tx, accountId, event(name), { n }))
const waiting = async () =>
  (await row<{ n: number }>(
    database.db,
    sql`select count(*)::int as n from subscriptions.outbox where account_id = ${accountId}`,
  ))!.n
const failed = (attempts: number) =>
  eventually('it is put off', async () =>
    row(
      database.db,
      sql`select 1 from subscriptions.outbox where account_id = ${accountId} and attempts = ${attempts}`,
    ),
  )
const numbersAt = (path: string) =>
  receiver
    .at(path)
    .map((one) =>
      (JSON.parse(one.body) as { results: { n: number }[] }).results.map((each) => each.n),
    )
const arrives = (path: string, numbers: number[][]) =>
  eventually(`${JSON.stringify(numbers)} at ${path}`, () =>
    JSON.stringify(numbersAt(path)) === JSON.stringify(numbers) ? true : undefined,
  )
const none = () =>
  eventually('nothing waits', async () => ((await waiting()) === 0 ? true : undefined))

test('an event goes to each profile that wants it, and only when its transaction does', async () => {
  await subscribe('/each-a')
  await subscribe('/each-b')
  await transaction(database.db, async (tx) => {
    await subscriptions.publish(tx, accountId, event(), { n: 1 })
    throw new Error('no')
  }).catch(() => undefined)
  expect(await publish(2)).toBe(2)
  expect(await publish(3, 'UNBLOCK')).toBe(0)
  await arrives('/each-a', [[2]])
  await arrives('/each-b', [[2]])
  await none()
})

test('events share a delivery as far as the bucket goes', async () => {
  await subscribe('/shared', 2)
  await transaction(database.db, async (tx) => {
    for (const n of [1, 2, 3]) await subscriptions.publish(tx, accountId, event(), { n })
  })
  await eventually('all three', () => (numbersAt('/shared').flat().length === 3 ? true : undefined))
  expect(numbersAt('/shared').map((one) => one.length)).toEqual([2, 1])
})

test('one that is not taken comes again after two minutes, and is given up after two days', async () => {
  receiver.answer('/fails', () => ({ status: 500 }))
  await subscribe('/fails')
  await publish(1)
  await arrives('/fails', [[1]])
  await failed(1)
  clock.advance(120_000)
  await arrives('/fails', [[1], [1]])
  await failed(2)
  clock.advance(48 * HOUR)
  await arrives('/fails', [[1], [1], [1]])
  await none()
})

test('one for a paused profile waits, and goes when it is resumed', async () => {
  await subscribe('/paused')
  await setPaused(database.db, accountId, 'paused', clock.now())
  await publish(1)
  await eventually('it waits', async () =>
    row(
      database.db,
      sql`select 1 from subscriptions.outbox
          where account_id = ${accountId} and attempts = 0 and next_attempt_at > ${new Date(clock.ms() + 300_000)}`,
    ),
  )
  expect(receiver.at('/paused')).toEqual([])
  await setPaused(database.db, accountId, 'paused', null)
  clock.advance(600_000)
  await arrives('/paused', [[1]])
  await none()
})
