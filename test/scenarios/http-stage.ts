import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { caller, eventually, runPlatform, type Call, type Running } from '../support/running.ts'
import type { SmsApi } from '../support/sms-apis.ts'

/** A server between a customer and the HTTP APIs of operators; what a test opens goes after it. */

export let running: Running
export let call: Call
export const apis: SmsApi[] = []
const made: { route: number; connection: number }[] = []

export function stage(): void {
  beforeAll(async () => {
    running = await runPlatform()
    call = caller(() => running.url)
  })
  afterAll(() => running?.stop())
  afterEach(async () => {
    for (const { route, connection } of made.splice(0)) {
      await call('DELETE', `/operators/1/routes/${route}`)
      await call('DELETE', `/operators/1/connections/${connection}`)
    }
    for (const api of apis.splice(0)) await api.close()
  })
}

let names = 0
/** Another name each time. */
export const called = (what: string): string => `${what} ${++names}`
export const number = (): string => `49151${String(70_000_000 + ++names)}`
export const open = <Api extends SmsApi>(api: Api): Api => {
  apis.push(api)
  return api
}

export interface Connection {
  id: number
  state: string
  counters: Record<string, number>
  lastError: { text: string; whatToDo: string } | null
  bindStates: { state: string; kind: string }[]
}

/** A connection over HTTP that is up, and the default route that leads to it. */
export async function connected(settings: object): Promise<number> {
  const created = await call<Connection>('POST', '/operators/1/connections', {
    name: `API ${++names}`,
    kind: 'HTTP',
    responseTimeoutSeconds: 2,
    ...settings,
  })
  expect(created.status, JSON.stringify(created.body)).toBe(201)
  const { id } = created.body
  const route = await call<{ id: number }>('POST', '/operators/1/routes', {
    name: `Route ${names}`,
    prefix: '49151',
    connectionId: id,
    priority: 1,
  })
  expect(route.status, JSON.stringify(route.body)).toBe(201)
  made.push({ route: route.body.id, connection: id })
  await eventually('the connection is up', async () =>
    (await state(id)).state === 'CONNECTED' ? true : undefined,
  )
  return id
}

export const state = async (id: number) =>
  (await call<Connection>('GET', `/operators/1/connections/${id}/state`)).body
export const callbackOf = async (id: number) =>
  (await call<{ url: string }>('GET', `/operators/1/connections/${id}/callback`)).body.url

export async function send(text = 'Your code is 123456', to = number(), more: object = {}) {
  const sent = await call<{ messages: { messageId: string }[] }>('POST', '/sms/3/messages', {
    messages: [{ sender: 'Trunkline', destinations: [{ to }], content: { text }, ...more }],
  })
  expect(sent.status, JSON.stringify(sent.body)).toBe(200)
  return { id: sent.body.messages[0]!.messageId, to }
}

export interface Log {
  results: { status: { name: string }; error: { name: string }; smsCount?: number }[]
}
export const statusOf = async (id: string) =>
  (await call<Log>('GET', `/sms/3/logs?messageId=${id}`)).body.results[0]?.status.name
export const becomes = (id: string, name: string) =>
  eventually(`${id} becomes ${name}`, async () =>
    (await statusOf(id)) === name ? true : undefined,
  )
export const first = (api: SmsApi, nth = 0) => eventually('a message came', () => api.messages[nth])

/** Calls an address of ours as an operator does. */
export async function tell(
  url: string,
  body: string | object,
  headers: Record<string, string> = {},
) {
  const isForm = typeof body === 'string'
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      ...headers,
    },
    body: isForm ? body : JSON.stringify(body),
  })
  return { status: answer.status, text: await answer.text() }
}
