import { Pool } from 'undici'
import { API_KEY, ask } from './program.ts'

/** Requests to send, and what became of them. */

export const TEXT =
  'Your parcel is on its way and will reach you today between 14:00 and 16:00. Thank you for your order!'

export const percentile = (sorted: readonly number[], share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) /
  100

export function body(perRequest: number, serial: number, options: object = {}): string {
  const destinations = Array.from({ length: perRequest }, (_, index) => ({
    // Endings 000..899 are delivered.
    to: `4915${String(100_000 + ((serial + index) % 899_999))}${String((serial + index) % 900).padStart(3, '0')}`,
  }))
  return JSON.stringify({
    messages: [{ sender: 'Trunkline', destinations, content: { text: TEXT }, options }],
  })
}

export interface Load {
  perRequest: number
  connections: number
  /** Whether there is more to send; asked before each request. */
  goesOn(taken: number): boolean
  /** Messages a second; null: as fast as answers come. */
  perSecond?: number | null
  /** Whether senders wait before they send more. */
  holds?: (taken: number) => boolean
  key?: string
  options?: object
}
export interface Sent {
  taken: number
  ms: number
  /** Of each request, sorted. */
  times: number[]
}

/** Sends over connections that are kept, each one request at a time. */
export async function send(url: string, load: Load): Promise<Sent> {
  const pool = new Pool(url, { connections: load.connections, pipelining: 1 })
  const times: number[] = []
  let serial = 0
  let taken = 0
  const began = performance.now()
  const due = () =>
    load.perSecond ? began + (serial / load.perSecond) * 1_000 - performance.now() : 0
  const isHeld = () => load.holds?.(taken) === true
  const worker = async (): Promise<void> => {
    while (load.goesOn(taken)) {
      const wait = due()
      if (wait > 0) await pause(wait)
      while (isHeld()) await pause(10)
      const text = body(load.perRequest, serial, load.options)
      serial += load.perRequest
      const start = performance.now()
      const answer = await pool.request({
        method: 'POST',
        path: '/sms/3/messages',
        body: text,
        headers: {
          authorization: `App ${load.key ?? API_KEY}`,
          'content-type': 'application/json',
        },
      })
      await answer.body.dump()
      if (answer.statusCode !== 200) throw new Error(`a request was answered ${answer.statusCode}`)
      times.push(performance.now() - start)
      taken += load.perRequest
    }
  }
  await Promise.all(Array.from({ length: load.connections }, worker))
  const ms = performance.now() - began
  await pool.close()
  return { taken, ms, times: times.toSorted((a, b) => a - b) }
}

export interface Today {
  accepted: number
  delivered: number
  undeliverable: number
  expired: number
  rejected: number
}

export const today = async (url: string): Promise<Today> =>
  (await ask<{ today: Today }>(url, 'GET', '/messaging/1/overview')).today

export const endedOf = (one: Today): number =>
  one.delivered + one.undeliverable + one.expired + one.rejected

/** Waits until so many messages more than before have their final status. */
export async function allReported(
  url: string,
  before: Today,
  taken: number,
  msMax = 180_000,
): Promise<Today> {
  const until = performance.now() + msMax
  for (;;) {
    const now = await today(url)
    if (endedOf(now) - endedOf(before) >= taken) return now
    if (performance.now() > until)
      throw new Error(
        `only ${endedOf(now) - endedOf(before)} of ${taken} messages were reported within ${msMax} ms`,
      )
    await pause(50)
  }
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))
