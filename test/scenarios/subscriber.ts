import { expect } from 'vitest'
import type { Delivery } from '../../src/subscriptions/wire.ts'
import { eventually, type Call, type OtherAccount, type Running } from '../support/running.ts'
import type { RawReceiver } from '../support/secure-receiver.ts'

/** Accounts that subscribe, and what a test asks of them. */

export const base = '/subscriptions/1'
let serial = 0

export async function made(call: Call, address: string, body: object): Promise<void> {
  const answer = await call('POST', `${base}/${address}`, body)
  expect([answer.status, answer.body]).toEqual([201, answer.body])
}

/** Sends messages that are delivered; the answer is their ids. */
export async function send(call: Call, count = 1, more: object = {}): Promise<string[]> {
  const destinations = Array.from({ length: count }, () => ({
    to: `999000${String(++serial).padStart(4, '0')}001`,
  }))
  const { body } = await call<{ messages: { messageId: string }[] }>('POST', '/sms/3/messages', {
    messages: [{ sender: 'Shop', destinations, content: { text: 'hello' }, ...more }],
  })
  return body.messages.map((one) => one.messageId)
}

export const idsIn = (body: string): string[] =>
  (JSON.parse(body) as { results: { messageId: string }[] }).results.map((one) => one.messageId)

export const log = async (call: Call, query = ''): Promise<Delivery[]> =>
  (await call<{ results: Delivery[] }>('GET', `${base}/deliveries?${query}`)).body.results

export const pulled = async (call: Call): Promise<string[]> =>
  (await call<{ results: { messageId: string }[] }>('GET', '/sms/3/reports')).body.results.map(
    (one) => one.messageId,
  )

export const security = (type: string, credentials: object) => ({
  security: { authId: 'auth', type, credentials },
})

/** What is between a platform and a receiver. */
export function between(running: Running, receiver: RawReceiver) {
  const idsAt = (path: string, on = receiver) => on.at(path).flatMap((one) => idsIn(one.body))
  return {
    idsAt,
    arrives: (path: string, ids: readonly string[], on = receiver) =>
      eventually(`${ids.length} reports at ${path}`, () => {
        const there = new Set(idsAt(path, on))
        return ids.every((id) => there.has(id)) ? on.at(path) : undefined
      }),
    /** An account of its own with a profile at each of these paths, all wanting the same. */
    subscriber: async (
      paths: readonly string[],
      more: { profile?: object; owner?: { email: string } } = {},
    ): Promise<OtherAccount> => {
      const account = await running.account({
        name: 'Shop',
        prepaid: false,
        anySender: true,
        floodingOn: false,
        ...(more.owner ? { owner: more.owner } : {}),
      })
      for (const path of paths)
        await made(account.call, 'subscription/SMS', {
          subscriptionId: `sub-${path.slice(1)}`,
          events: ['DELIVERY'],
          profile: {
            profileId: path.slice(1),
            webhook: { notifyUrl: receiver.url(path) },
            ...more.profile,
          },
        })
      return account
    },
  }
}
