import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Delivery, ProfileState, Replay, Trial } from '../../src/subscriptions/wire.ts'
import { caller, eventually, runPlatform, type Running } from '../support/running.ts'
import { rawReceiver, type RawReceiver } from '../support/secure-receiver.ts'
import { base, between, idsIn, log, made, pulled, security, send } from './subscriber.ts'

/** What a customer sees of deliveries: the log, sending again, the pause of what fails, trying, and catchers. */

const HOUR = 3_600_000

let running: Running
let receiver: RawReceiver
let { subscriber, arrives, idsAt } = {} as ReturnType<typeof between>
beforeAll(async () => {
  ;[running, receiver] = await Promise.all([runPlatform(), rawReceiver()])
  ;({ subscriber, arrives, idsAt } = between(running, receiver))
})
afterAll(async () => {
  await running?.stop()
  await receiver?.close()
})

describe('the delivery log', () => {
  test('tells what was sent where without telling of whom, and pages', async () => {
    const { call } = await subscriber(['/logged'], { profile: { maxBucketSize: 1 } })
    const ids = await send(call, 3)
    await arrives('/logged', ids)
    const first = await eventually('three entries', async () => {
      const { body } = await call<{ results: Delivery[]; nextCursor: string | null }>(
        'GET',
        `${base}/deliveries?limit=2`,
      )
      return body.nextCursor === null ? undefined : body
    })
    expect(first.results[0]).toMatchObject({
      profileId: 'logged',
      subscriptionId: 'sub-logged',
      channel: 'SMS',
      event: 'DELIVERY',
      items: 1,
      attempt: 1,
      ok: true,
      status: 200,
      reason: null,
      canReplay: true,
      target: receiver.url('/logged').replace('http://', ''),
    })
    const second = await call<{ results: Delivery[]; nextCursor: string | null }>(
      'GET',
      `${base}/deliveries?limit=2&cursor=${first.nextCursor}`,
    )
    expect(second.body.results).toHaveLength(1)
    expect(second.body.nextCursor).toBeNull()
    const rows = await running.look('select * from subscriptions.deliveries')
    expect(JSON.stringify(rows)).not.toMatch(/99900\d{8}|hello/)
  })

  test('of another account is not shown, and not sent again', async () => {
    const mine = await subscriber(['/mine'])
    await arrives('/mine', await send(mine.call))
    const entry = await eventually('its entry', async () => (await log(mine.call))[0])
    const other = await subscriber([])
    expect(await log(other.call)).toEqual([])
    expect((await other.call('POST', `${base}/deliveries/${entry.id}/replay`)).status).toBe(404)
    expect(receiver.at('/mine')).toHaveLength(1)
  })

  test('sends what a delivery held once more, read again from the record', async () => {
    const { call } = await subscriber(['/replayed'])
    const ids = await send(call, 2)
    await arrives('/replayed', ids)
    const entry = await eventually('its entry', async () => (await log(call))[0])
    const told = await call<Replay>('POST', `${base}/deliveries/${entry.id}/replay`)
    expect([told.status, told.body]).toEqual([202, { deliveries: 1, queued: entry.items, gone: 0 }])
    await eventually('they come again', () =>
      idsAt('/replayed').length === ids.length + entry.items ? true : undefined,
    )
    expect(await pulled(call)).toEqual([])
  })

  test('says that messages are gone after eight days', async () => {
    const { call, accountId } = await subscriber(['/gone'])
    await arrives('/gone', await send(call))
    const entry = await eventually('its entry', async () => (await log(call))[0])
    await running.look('delete from messaging.live where account_id = $1', [accountId])
    const told = await call('POST', `${base}/deliveries/${entry.id}/replay`)
    expect(told.status).toBe(404)
    expect(JSON.stringify(told.body)).toContain('are gone')
  })

  test('sends all that failed within a time once more', async () => {
    receiver.answer('/range', () => ({ status: 503 }))
    const { call } = await subscriber(['/range'], { profile: { maxBucketSize: 2 } })
    const since = new Date(running.clock.ms() - 1000).toISOString()
    const ids = await send(call, 3)
    await eventually('a failure', async () => (await log(call, 'failed=true'))[0])
    const seen = receiver.got.length
    receiver.answer('/range', () => ({ status: 200 }))
    const told = await call<Replay>('POST', `${base}/deliveries/replay`, {
      since,
      profileId: 'range',
    })
    expect(told.status).toBe(202)
    expect(told.body.queued).toBeGreaterThan(0)
    // Long before their next turn, which the clock does not reach.
    await eventually('all come', () => {
      const there = new Set(receiver.got.slice(seen).flatMap((one) => idsIn(one.body)))
      return ids.every((id) => there.has(id)) ? true : undefined
    })
  })
})

describe('an address that fails for long', () => {
  test('is paused, and told of; what waits goes when it is resumed', async () => {
    receiver.answer('/broken', () => ({ status: 500 }))
    const { call, accountId } = await subscriber(['/broken'], {
      owner: { email: 'hooks@example.org' },
    })
    const first = await send(call)
    await arrives('/broken', first)
    const state = async () =>
      (await call<{ results: ProfileState[] }>('GET', `${base}/profile-states`)).body.results.find(
        (one) => one.profileId === 'broken',
      )!
    await eventually('it is noted', async () => ((await state()).failures === 1 ? true : undefined))
    // Forty-eight more happened meanwhile: it fails since more than an hour.
    await running.look(
      `update subscriptions.profiles set failures = 49, failing_since = $2 where account_id = $1`,
      [accountId, new Date(running.clock.ms() - HOUR - 1000)],
    )
    const second = await send(call)
    await arrives('/broken', second)
    const paused = await eventually('the pause', async () => {
      const now = await state()
      return now.paused ? now : undefined
    })
    expect(paused).toMatchObject({ failures: 50, reason: 'answered 500' })
    const [event] = await running.look<{ type: string; id: string }>(
      `select type, id from core.events where account_id = $1 and topic = 'webhooks'`,
      [accountId],
    )
    expect(event).toEqual({ type: 'PROFILE_PAUSED', id: 'broken' })
    await eventually('a mail to the owner', async () => {
      const { body } = await caller(running.url)<{ results: object[] }>('GET', '/simulator/1/mails')
      return body.results.find((one) => /hooks@example.org.*broken/.test(JSON.stringify(one)))
    })
    receiver.answer('/broken', () => ({ status: 200 }))
    const tries = receiver.at('/broken').length
    const third = await send(call)
    await eventually('it waits', async () => {
      const rows = await running.look<{ next_attempt_at: Date; attempts: number }>(
        `select next_attempt_at, attempts from messaging.reports where account_id = $1 and attempts = 0`,
        [accountId],
      )
      const far = running.clock.ms() + 300_000
      return rows.length === 1 && rows[0]!.next_attempt_at.getTime() > far ? true : undefined
    })
    expect(receiver.at('/broken')).toHaveLength(tries)
    const resumed = await call<ProfileState>('POST', `${base}/profiles/broken/resume`)
    expect(resumed.body).toMatchObject({ paused: false, failures: 0, pausedAt: null })
    await arrives('/broken', third)
    await eventually('all were taken', async () =>
      (await running.look('select 1 from messaging.reports where account_id = $1', [accountId]))
        .length === 0
        ? true
        : undefined,
    )
    expect((await state()).failures).toBe(0)
  })

  test('keeps its reports for two days, and then they can be pulled, once', async () => {
    const { call, accountId } = await subscriber(['/quiet-a', '/quiet-b'])
    for (const id of ['quiet-a', 'quiet-b'])
      expect((await call('POST', `${base}/profiles/${id}/pause`)).status).toBe(200)
    const ids = await send(call)
    await eventually('both hold it', async () => {
      const rows = await running.look(
        'select 1 from messaging.reports where account_id = $1 and next_attempt_at > $2',
        [accountId, new Date(running.clock.ms() + 300_000)],
      )
      return rows.length === 2 ? true : undefined
    })
    expect(await pulled(call)).toEqual([])
    await running.look(
      `update messaging.reports set at = at - interval '49 hours', next_attempt_at = $2 where account_id = $1`,
      [accountId, new Date(running.clock.ms())],
    )
    const found = await eventually('it can be pulled', async () => {
      const got = await pulled(call)
      return got.length > 0 ? got : undefined
    })
    expect(found).toEqual(ids)
    expect(await pulled(call)).toEqual([])
    expect(receiver.at('/quiet-a')).toEqual([])
  })
})

describe('trying a profile', () => {
  test('shows what was sent and answered, but no secret', async () => {
    receiver.answer('/tried', () => ({ status: 202, body: `thank you ${'x'.repeat(5000)}` }))
    const { call } = await subscriber(['/tried'], {
      profile: security('HMAC', { secretKey: 'shared', algorithm: 'HMAC_SHA_256' }),
    })
    const { body: told } = await call<Trial>('POST', `${base}/profiles/tried/test`, {
      channel: 'SMS',
      event: 'INBOUND_MESSAGE',
    })
    const [got] = receiver.at('/tried')
    expect(told).toMatchObject({
      ok: true,
      status: 202,
      reason: null,
      request: { url: receiver.url('/tried'), body: got!.body },
      signature: { header: 'x-hub-signature', algorithm: 'HMAC_SHA_256', signed: got!.body },
    })
    expect(told.request.headers['x-hub-signature']).toBe(got!.headers['x-hub-signature'])
    expect(told.answer).toHaveLength(1024)
    const { call: other } = await subscriber(['/tried-basic'], {
      profile: security('BASIC', { username: 'u', password: 'topsecret' }),
    })
    const basic = await other<Trial>('POST', `${base}/profiles/tried-basic/test`, {
      channel: 'BLOCKLIST',
      event: 'BLOCK',
    })
    expect(basic.body.request.headers['authorization']).toBe('Basic ********')
    expect(receiver.at('/tried-basic')[0]!.headers.authorization).toMatch(/^Basic \w/)
  })

  test('refuses an event that the channel has not', async () => {
    const { call } = await subscriber(['/tried-not'])
    const answer = await call('POST', `${base}/profiles/tried-not/test`, {
      channel: 'SMS',
      event: 'OPEN',
    })
    expect(answer.status).toBe(400)
    expect(receiver.at('/tried-not')).toEqual([])
  })
})

test('a catcher takes deliveries for whoever has no server, although it lies on our own address', async () => {
  const closed = await runPlatform({ OUTBOUND_PRIVATE_ALLOW: '10.99.0.0/16' })
  try {
    const call = caller(closed.url)
    const catcher = (await call<{ id: string; url: string }>('POST', `${base}/catchers`)).body
    expect(catcher.url.startsWith(`${closed.url}/`)).toBe(true)
    const profile = (profileId: string, notifyUrl: string) =>
      call('POST', `${base}/profiles`, { profileId, webhook: { notifyUrl } })
    // Nothing else of our own address may be reached.
    for (const url of [closed.url, `${closed.url}/subscriptions/1/caught/`, `${catcher.url}/../x`])
      expect((await profile('own', url)).status).toBe(400)
    expect((await profile('caught', catcher.url)).status).toBe(201)
    expect((await profile('named', 'http://localhost:1/')).status).toBe(201)
    const trial = await call<Trial>('POST', `${base}/profiles/named/test`, {
      channel: 'SMS',
      event: 'DELIVERY',
    })
    expect(trial.body).toMatchObject({
      ok: false,
      reason: 'the address lies in a private network',
    })
    await made(call, 'subscription/SMS', {
      subscriptionId: 'caught',
      events: ['DELIVERY'],
      profile: { profileId: 'caught' },
    })
    const [id] = await send(call)
    const caught = async () =>
      (
        await call<{ results: { body: string; headers: Record<string, string> }[] }>(
          'GET',
          `${base}/catchers/${catcher.id}/requests`,
        )
      ).body.results
    const [first] = await eventually('the report', async () => {
      const found = await caught()
      return found.length > 0 ? found : undefined
    })
    expect(idsIn(first!.body)).toEqual([id])
    // From outside it is an address like any other.
    const posted = await fetch(catcher.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'App secret', 'x-own': '1' },
      body: '{"a":1}',
    })
    expect(posted.status).toBe(200)
    const [second] = await caught()
    expect(second).toMatchObject({ body: '{"a":1}', headers: { 'x-own': '1' } })
    expect(JSON.stringify(second)).not.toContain('App secret')
    closed.clock.advance(24 * HOUR)
    expect((await fetch(catcher.url, { method: 'POST' })).status).toBe(404)
    expect((await call('GET', `${base}/catchers/${catcher.id}/requests`)).status).toBe(404)
  } finally {
    await closed.stop()
  }
}, 60_000)

test('a catcher of another account is not shown', async () => {
  const { call } = await subscriber([])
  const { call: other } = await subscriber([])
  const { body } = await call<{ id: string }>('POST', `${base}/catchers`)
  expect((await other('GET', `${base}/catchers/${body.id}/requests`)).status).toBe(404)
  expect((await other('DELETE', `${base}/catchers/${body.id}`)).status).toBe(404)
  expect((await other<{ results: [] }>('GET', `${base}/catchers`)).body.results).toEqual([])
  expect((await call('DELETE', `${base}/catchers/${body.id}`)).status).toBe(204)
})
