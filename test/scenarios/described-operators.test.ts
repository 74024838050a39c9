import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { infobipApi, plainApi, type SmsApi } from '../support/sms-apis.ts'
import {
  apis,
  becomes,
  call,
  callbackOf,
  called,
  connected,
  first,
  open,
  running,
  send,
  stage,
  state,
  statusOf,
  tell,
  type Connection,
  type Log,
} from './http-stage.ts'

/** Operators whose API somebody described, their callback addresses, their settings. */

stage()

describe('an API that somebody described', () => {
  const described = (api: SmsApi, more: object = {}) => ({
    preset: 'GENERIC',
    generic: {
      method: 'POST',
      url: `${api.url}/send/{{to}}`,
      contentType: 'application/json',
      headers: [{ name: 'X-Key', value: 'Key {{secret}}' }],
      body: '{"who":"{{from}}","what":"{{text}}","back":"{{callbackUrl}}"}',
      idAt: '/result/0/ref',
      errorAt: '/error/code',
      errors: [
        { code: 'BLOCKED', meaning: 'PERMANENT', reason: 'RECIPIENT' },
        { code: 'SLOW', meaning: 'CONGESTION' },
      ],
      callbackListAt: '/events',
      callbackReply: 'OK',
      receipt: {
        idAt: '/ref',
        statusAt: '/state',
        states: [
          { word: 'DELIVRD', state: 'DELIVERED' },
          { word: 'GONE', state: 'EXPIRED' },
        ],
        errorAt: null,
      },
      inbound: { fromAt: '/from', toAt: '/to', textAt: '/text' },
      signature: { header: 'X-Sign', method: 'HMAC_SHA256_HEX' },
      ...more,
    },
  })
  const taking = () =>
    plainApi(({ path }) => ({ body: { result: [{ ref: `ref-${path.replace('/send/', '')}` }] } }))

  test('requests are its template, whatever the text holds, and signed callbacks end messages', async () => {
    const api = open(await taking())
    const id = await connected({ password: 'hush', signatureSecret: 'sign', http: described(api) })
    const text = 'Quote " backslash \\ newline \n {{secret}} ü'
    const sent = await send(text)
    const asked = await first(api)
    expect(asked.path).toBe(`/send/${sent.to}`)
    expect(asked.headers['x-key']).toBe('Key hush')
    expect(asked.fields).toEqual({ who: 'Trunkline', what: text, back: await callbackOf(id) })
    await becomes(sent.id, 'PENDING_WAITING_DELIVERY')
    const ref = `ref-${sent.to}`
    const told = {
      events: [
        { ref, state: 'ON_ITS_WAY' },
        { ref, state: 'DELIVRD' },
      ],
    }
    const sign = createHmac('sha256', 'sign').update(JSON.stringify(told)).digest('hex')
    expect((await tell(asked.fields.back, told, { 'x-sign': sign.replace(/./, 'g') })).status).toBe(401) // prettier-ignore
    expect(await tell(asked.fields.back, told, { 'x-sign': sign })).toEqual({ status: 200, text: 'OK' }) // prettier-ignore
    await becomes(sent.id, 'DELIVERED_TO_HANDSET')
  })

  test('its errors mean what the description says', async () => {
    const api = open(await taking())
    const id = await connected({ password: 'hush', http: described(api, { signature: null }) })
    api.next.push({ status: 422, body: { error: { code: 'SLOW' } } }, { status: 422, body: { error: { code: 'BLOCKED' } } }) // prettier-ignore
    const sent = await send()
    await becomes(sent.id, 'UNDELIVERABLE_REJECTED_OPERATOR')
    expect((await state(id)).counters['throttled']).toBe(1)
    const log = await call<Log>('GET', `/sms/3/logs?messageId=${sent.id}`)
    expect(log.body.results[0]!.error.name).toBe('EC_INVALID_DESTINATION_ADDRESS')
  })

  test('a form, and an id found by a pattern; a pattern without end finds nothing and stops nobody', async () => {
    const api = open(await plainApi(() => ({ body: 'OK: 4711' })))
    await connected({
      password: 'hush',
      http: described(api, {
        contentType: 'application/x-www-form-urlencoded',
        body: 'to={{to}}&text={{text}}',
        idAt: 'regex:^OK: (\\d+)$',
        errorAt: 'regex:^(([a-zA-Z: 0-9])+)+$!',
      }),
    })
    const sent = await send('a=b&c=d')
    const asked = await first(api)
    expect(asked.fields).toEqual({ to: sent.to, text: 'a=b&c=d' })
    await becomes(sent.id, 'PENDING_WAITING_DELIVERY')
  })

  test.each([
    [{ url: 'http://{{to}}.example/' }, 'http.generic.url'],
    [{ url: 'http://10.0.0.1/send' }, 'http.generic.url'],
    [{ url: 'http://user:pass@127.0.0.1/send' }, 'http.generic.url'],
    [{ body: '{{process.env}}' }, 'http.generic.body'],
    [{ idAt: 'regex:(' }, 'http.generic.idAt'],
    [{ idAt: 'id' }, 'http.generic.idAt'],
  ])('%j is refused by the name of its place', async (more, property) => {
    const api = open(await taking())
    const answer = await call<{ violations: { property: string }[] }>(
      'POST',
      '/operators/1/connections',
      { name: called('Bad'), kind: 'HTTP', password: 'x', http: described(api, more) },
    )
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toContain(property)
  })
})

describe('callback addresses', () => {
  test('are secrets of one connection, and can be renewed', async () => {
    const api = open(await infobipApi('ib-key'))
    const id = await connected({ password: 'ib-key', http: { preset: 'INFOBIP', url: api.url } })
    const before = await callbackOf(id)
    const changed = before.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    expect((await tell(changed, { results: [] })).status).toBe(404)
    expect((await tell(`${running.url}/operators/1/callbacks/${id}-AAAAAAAAAAAAAAAAAAAAAA`, { results: [] })).status).toBe(404) // prettier-ignore
    const renew = (body: object) =>
      call<{ url: string }>('POST', `/operators/1/connections/${id}/callback`, body)
    const renewed = await renew({})
    expect(renewed.body.url).not.toBe(before)
    expect((await tell(before, { results: [] })).status).toBe(200)
    expect((await tell(renewed.body.url, { results: [] })).status).toBe(200)
    const last = await renew({ endNow: true })
    expect((await tell(renewed.body.url, { results: [] })).status).toBe(404)
    expect((await tell(last.body.url, { results: [] })).status).toBe(200)
  })

  test('take no more than fits, and nothing that is no JSON or form', async () => {
    const api = open(await infobipApi('ib-key'))
    const id = await connected({ password: 'ib-key', http: { preset: 'INFOBIP', url: api.url } })
    const url = await callbackOf(id)
    expect((await tell(url, { results: [], pad: 'x'.repeat(1_100_000) })).status).toBe(413)
    const xml = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<a/>' }) // prettier-ignore
    expect(xml.status).toBe(415)
    expect((await tell(url, { results: [{ status: 1 }, 7, null] })).status).toBe(200)
  })
})

test('out of use, messages wait; back in use, they go', async () => {
  const api = open(await infobipApi('ib-key'))
  const id = await connected({ password: 'ib-key', http: { preset: 'INFOBIP', url: api.url } })
  const drained = await call<Connection>('POST', `/operators/1/connections/${id}/drain`)
  expect(drained.body).toMatchObject({ state: 'DRAINED', bindStates: [{ kind: 'HTTP', state: 'DRAINED' }] }) // prettier-ignore
  const sent = await send()
  expect(await statusOf(sent.id)).toMatch(/^PENDING/)
  expect(api.messages).toEqual([])
  await call('POST', `/operators/1/connections/${id}/resume`)
  await becomes(sent.id, 'PENDING_WAITING_DELIVERY')
})

test('secrets stay where they are: never shown, never sent to another host', async () => {
  const api = open(await infobipApi('ib-key'))
  const id = await connected({ password: 'ib-key', http: { preset: 'INFOBIP', url: api.url } })
  const shown = await call('GET', `/operators/1/connections/${id}`)
  expect(JSON.stringify(shown.body)).not.toContain('ib-key')
  const settings = { name: called('Moved'), kind: 'HTTP' }
  const moved = await call('PUT', `/operators/1/connections/${id}`, {
    ...settings,
    http: { preset: 'INFOBIP', url: 'http://localhost:1' },
  })
  expect(moved.status).toBe(400)
  const trial = await call('POST', '/operators/1/connections/test', {
    ...settings,
    connectionId: id,
    http: { preset: 'INFOBIP', url: 'http://localhost:1' },
  })
  expect(trial.status).toBe(400)
})

test('settings are tried before they are saved', async () => {
  const api = open(await infobipApi('ib-key'))
  const trial = async (password: string, url = api.url) =>
    (
      await call<{ outcome: string; text: string }>('POST', '/operators/1/connections/test', {
        kind: 'HTTP',
        password,
        http: { preset: 'INFOBIP', url },
      })
    ).body
  expect(await trial('ib-key')).toMatchObject({ succeeded: true, outcome: 'BOUND' })
  expect(await trial('wrong')).toMatchObject({ succeeded: false, outcome: 'WRONG_PASSWORD' })
  const { url } = open(await infobipApi('x'))
  await apis.pop()!.close()
  expect(await trial('x', url)).toMatchObject({ succeeded: false, outcome: 'REFUSED' })
  expect(api.messages).toEqual([])
})
