import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caller, eventually, runPlatform, type Call, type Running } from './running.ts'
import { pushFaults } from './shapes.ts'

/** What the server posts to a customer's address. */

let running: Running
let call: Call
let receiver: Server
let base: string
const got: {
  path: string
  contentType: string | undefined
  body: { results: Record<string, unknown>[] }
}[] = []
beforeAll(async () => {
  receiver = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => (text += part))
    request.on('end', () => {
      got.push({
        path: request.url!,
        contentType: request.headers['content-type'],
        body: JSON.parse(text) as (typeof got)[number]['body'],
      })
      response.end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  running = await runPlatform()
  call = caller(running.url)
})
afterAll(async () => {
  await running?.stop()
  receiver.close()
})

const pushed = (path: string, messageId: string) =>
  eventually(`a push to ${path}`, async () => {
    const push = got.find(
      (one) =>
        one.path === path && one.body.results.some((report) => report['messageId'] === messageId),
    )
    return (
      push && {
        push,
        report: push.body.results.find((report) => report['messageId'] === messageId)!,
      }
    )
  })

test('a message of version 3 is reported in the shape of version 3', async () => {
  const message = {
    sender: 'Shop',
    destinations: [{ to: '999000300001', messageId: 'p3' }],
    content: { text: 'hi' },
    webhooks: {
      delivery: { url: `${base}/v3` },
      callbackData: 'cb',
      contentType: 'application/json',
    },
  }
  expect((await call('POST', '/sms/3/messages', { messages: [message] })).status).toBe(200)
  const { push, report } = await pushed('/v3', 'p3')
  expect(push.contentType).toMatch(/^application\/json/)
  expect(pushFaults('receive-outbound-sms-message-reports-v3', push.body)).toEqual([])
  expect(report).toMatchObject({
    sender: 'Shop',
    callbackData: 'cb',
    status: { id: 5 },
    error: { groupName: 'OK' },
    messageCount: 1,
  })
})

test('one of version 2 in the shape of version 1', async () => {
  const message = {
    from: 'Shop',
    destinations: [{ to: '999000300001', messageId: 'p2' }],
    text: 'hi',
    notifyUrl: `${base}/v1`,
    notifyContentType: 'application/json',
    callbackData: 'cb',
  }
  expect((await call('POST', '/sms/2/text/advanced', { messages: [message] })).status).toBe(200)
  const { push, report } = await pushed('/v1', 'p2')
  expect(pushFaults('receive-outbound-sms-message-reports', push.body)).toEqual([])
  expect(report).toMatchObject({
    from: 'Shop',
    callbackData: 'cb',
    status: { id: 5 },
    error: { groupName: 'Ok' },
    smsCount: 1,
  })
})

test('with notify false there is no report, neither pushed nor pulled', async () => {
  const messages = [
    {
      destinations: [{ to: '999000300001', messageId: 'silent' }],
      content: { text: 'hi' },
      webhooks: { delivery: { url: `${base}/silent`, notify: false } },
    },
    {
      destinations: [{ to: '999000300001', messageId: 'loud' }],
      content: { text: 'hi' },
      webhooks: { delivery: { url: `${base}/loud` } },
    },
  ]
  expect((await call('POST', '/sms/3/messages', { messages })).status).toBe(200)
  await pushed('/loud', 'loud')
  await eventually('delivery', async () => {
    const { body } = await call<{ results: { status: { id: number } }[] }>(
      'GET',
      '/sms/3/logs?messageId=silent',
    )
    return body.results[0]?.status.id === 5 ? true : undefined
  })
  expect(got.filter((one) => one.path === '/silent')).toEqual([])
  expect(
    (await call<{ results: [] }>('GET', '/sms/3/reports?messageId=silent')).body.results,
  ).toEqual([])
})
