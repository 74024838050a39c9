import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SentSms } from '../../src/channels/sms/wire.ts'
import type { MessageDetail } from '../../src/messaging/wire.ts'
import { status } from '../../src/protocols/smpp/index.ts'
import { bindAs } from '../support/esme.ts'
import { caller, eventually, runPlatform, type Call, type Running } from '../support/running.ts'

/** A disk that is full: new messages are refused clearly, what was taken goes on where it can, and all is well by itself later. */

const DISK_FULL = '53100'

let running: Running
let call: Call
beforeAll(async () => {
  running = await runPlatform()
  call = caller(() => running.url)
})
afterAll(() => running?.stop())

/** From now on PostgreSQL says of a statement on a table what it says when it cannot make a file longer. */
const fill = (event: 'insert' | 'update', table: string) =>
  running.look(`
    create or replace function public.disk_full() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = '${DISK_FULL}'; end $$;
    create trigger disk_full before ${event} on ${table} for each statement execute function public.disk_full()`)
const empty = (table: string) => running.look(`drop trigger disk_full on ${table}`)

interface Refused {
  errorCode: string
  description: string
  action: string
}
const send = (ending = '001') =>
  call<SentSms & Refused>('POST', '/sms/3/messages', {
    messages: [
      { sender: 'Trunkline', destinations: [{ to: `41790000${ending}` }], content: { text: 'hi' } },
    ],
  })
const ready = () => call<{ status: string; reason?: string }>('GET', '/health/ready')
const statusOf = async (id: string) =>
  (await call<MessageDetail>('GET', `/messaging/1/messages/${id}`)).body.status.groupName
const isDelivered = (id: string) =>
  eventually(
    'its delivery',
    async () => ((await statusOf(id)) === 'DELIVERED' ? true : undefined),
    30_000,
  )

describe('a full disk', () => {
  test('refuses new messages with 503 and when to come again; reading goes on; room ends it', async () => {
    const before = (await send()).body.messages[0]!.messageId
    await isDelivered(before)
    await fill('insert', 'messaging.live')
    const refused = await send()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
    expect(refused.body.description).toContain('disk')
    expect((await ready()).status).toBe(503)
    expect((await ready()).body).toMatchObject({
      status: 'DOWN',
      reason: expect.stringContaining('disk'),
    })
    expect(await statusOf(before)).toBe('DELIVERED')
    const { body } = await call<{ results: object[] }>('GET', `/sms/3/logs?messageId=${before}`)
    expect(body.results).toHaveLength(1)

    await empty('messaging.live')
    running.clock.advance(5_001)
    const taken = await send()
    expect(taken.status).toBe(200)
    await isDelivered(taken.body.messages[0]!.messageId)
    expect((await ready()).status).toBe(200)
    const stored = await running.look('select 1 from messaging.live where dest = $1', [
      '41790000001',
    ])
    expect(stored).toHaveLength(2)
  })

  test('is a temporary error for SMPP customers, who stay bound', async () => {
    const made = await call<{ systemId: string; password: string }>('POST', '/smpp/1/users', {
      systemId: 'disk-full',
    })
    const esme = await bindAs(running.smppPort, made.body)
    await fill('insert', 'messaging.live')
    expect((await esme.submit()).status).toBe(status.ESME_RMSGQFUL)
    await empty('messaging.live')
    running.clock.advance(5_001)
    expect((await esme.submit()).status).toBe(status.ESME_ROK)
    expect(esme.closed).toBeNull()
    esme.session.close()
    await eventually('the end of all', async () => {
      const open = await running.look('select 1 from messaging.live where state <> 3')
      return open.length === 0 ? true : undefined
    })
  })

  test('lets no outcome and no receipt be lost that comes meanwhile', async () => {
    await fill('update', 'messaging.live')
    const { body } = await send('002')
    const id = body.messages[0]!.messageId
    await eventually('that the operator took it', async () => {
      const { results } = await running.simulator.messages({ number: '41790000002' })
      return results.length > 0 ? true : undefined
    })
    expect(await statusOf(id)).toBe('PENDING')
    await empty('messaging.live')
    await isDelivered(id)
    const { results } = await running.simulator.messages({ number: '41790000002' })
    expect(results).toHaveLength(1)
  })
})

test('below the room that is to stay free nothing new is taken, and it is told how much is missing', async () => {
  const short = await runPlatform({ DISK_FREE_MB_MIN: '99999999' })
  try {
    const ask = caller(() => short.url)
    const refused = await ask<Refused>('POST', '/sms/3/messages', {
      messages: [
        { sender: 'Trunkline', destinations: [{ to: '41790000001' }], content: { text: 'hi' } },
      ],
    })
    expect(refused.status).toBe(503)
    const told = await ask<{ reason: string }>('GET', '/health/ready')
    expect([told.status, told.body.reason]).toEqual([
      503,
      expect.stringMatching(/\d+ MB are free.*99999999 MB \(DISK_FREE_MB_MIN\)/),
    ])
    expect((await ask('GET', '/sms/3/logs')).status).toBe(200)
  } finally {
    await short.stop()
  }
})
