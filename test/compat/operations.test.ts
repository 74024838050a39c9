import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SentSms } from '../../src/channels/sms/wire.ts'
import { asker, future, to, v2, v3, type Ask } from './asking.ts'
import { caller, makeKey, runPlatform, type Call, type Running } from './running.ts'
import { knownOperations } from './shapes.ts'

/** Every operation: its answer, its refusals, its scopes. */

let running: Running
let call: Call
let ask: Ask
beforeAll(async () => {
  running = await runPlatform()
  call = caller(running.url)
  ask = asker(call)
})
afterAll(() => running?.stop())

const binaryV2 = {
  messages: [
    { from: 'Shop', destinations: [{ to: to('001') }], binary: { hex: '0a 0b', dataCoding: 4 } },
  ],
}

/** The least that each operation accepts. */
const least: Record<string, () => Parameters<Ask>[1]> = {
  'send-sms-messages': () => ({ body: v3() }),
  'send-sms-messages-over-query-parameters': () => ({ query: { to: to('001'), text: 'hello' } }),
  'send-sms-message-over-query-parameters': () => ({ query: { to: to('001'), text: 'hello' } }),
  'preview-sms-message': () => ({ body: { text: 'hello' } }),
  'send-sms-message': () => ({ body: v2() }),
  'send-binary-sms-message': () => ({ body: binaryV2 }),
  'get-scheduled-sms-messages': () => ({ query: { bulkId: 'least' } }),
  'reschedule-sms-messages': () => ({ query: { bulkId: 'least' }, body: { sendAt: future() } }),
  'get-scheduled-sms-messages-status': () => ({ query: { bulkId: 'least' } }),
  'update-scheduled-sms-messages-status': () => ({
    query: { bulkId: 'least' },
    body: { status: 'PAUSED' },
  }),
  'log-end-tag': () => ({ path: '/ct/1/log/end/least-sent' }),
  'get-inbound-sms-messages': () => ({}),
  'get-outbound-sms-message-delivery-reports-v3': () => ({}),
  'get-outbound-sms-message-logs-v3': () => ({}),
  'get-outbound-sms-message-delivery-reports': () => ({}),
  'get-outbound-sms-message-logs': () => ({}),
}
const smsOperations = Object.keys(least)

describe('each operation', () => {
  beforeAll(async () => {
    const waiting = v3(
      { destinations: [{ to: to('001'), messageId: 'least' }] },
      { schedule: { bulkId: 'least', sendAt: future() } },
    )
    const sent = v3({ destinations: [{ to: to('001'), messageId: 'least-sent' }] })
    for (const body of [waiting, sent])
      expect((await ask<SentSms>('send-sms-messages', { body })).body.messages[0]!.status.id).toBe(
        26,
      )
  })

  test('the 16 of the product are here', () => {
    const paths = (id: string) => knownOperations[id]!.path
    expect(
      Object.keys(knownOperations)
        .filter((id) => /^\/(sms|ct)\//.test(paths(id)))
        .sort(),
    ).toEqual([...smsOperations].sort())
  })

  test.each(smsOperations)('%s answers 200 as documented', async (id) => {
    const answer = await ask(id, least[id]!())
    expect([answer.status, answer.body]).toEqual([200, answer.body])
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.headers.get('deprecation')).toBe(knownOperations[id]!.deprecated ? 'true' : null)
  })

  test.each(smsOperations)(
    '%s without a credential, and with a wrong one, is a 401 in its envelope',
    async (id) => {
      for (const authorization of [null, 'App wrong', 'undefined', 'Nonsense x'])
        expect([
          authorization,
          (await ask(id, { ...least[id]!(), headers: { authorization } })).status,
        ]).toEqual([authorization, 401])
    },
  )

  const withBody = smsOperations.filter(
    (id) => ['POST', 'PUT'].includes(knownOperations[id]!.method) && id !== 'log-end-tag',
  )
  test.each(withBody)('%s with a body that is none is a 400 in its envelope', async (id) => {
    for (const body of [
      '{',
      '[]',
      '"text"',
      '',
      'null',
      '{"messages":1,"text":{},"sendAt":[],"status":"NONE"}',
      '{"text":"\\u0000","messages":[],"sendAt":"\\u0000","status":"\\u0000"}',
    ])
      expect([body, (await ask(id, { ...least[id]!(), body })).status]).toEqual([body, 400])
  })

  const withRequiredQuery = smsOperations.filter((id) =>
    Object.entries(knownOperations[id]!.query).some(
      ([name, required]) => required && name !== 'username' && name !== 'password',
    ),
  )
  test.each(withRequiredQuery)('%s without its query is a 400 in its envelope', async (id) => {
    expect((await ask(id, { ...least[id]!(), query: {} })).status).toBe(400)
  })

  test.each(smsOperations)('%s at an address with a slash at its end is the same', async (id) => {
    const asked = least[id]!()!
    const path = `${asked.path ?? knownOperations[id]!.path}/`
    expect((await ask(id, { ...asked, path })).status).toBe(200)
  })

  test.each(smsOperations)('%s takes any of its scopes and no other', async (id) => {
    for (const [scope, status] of [
      ...knownOperations[id]!.scopes.map((one) => [one, 200] as const),
      ['email:manage', 403] as const,
    ]) {
      const headers = { authorization: `App ${await keyWith(scope)}` }
      expect([scope, (await ask(id, { ...least[id]!(), headers })).status]).toEqual([scope, status])
    }
  })
})

const keys = new Map<string, Promise<{ secret: string }>>()
const keyWith = async (scope: string): Promise<string> => {
  if (!keys.has(scope)) keys.set(scope, makeKey(call, scope, [scope]))
  return (await keys.get(scope)!).secret
}
