import { expect } from 'vitest'
import { clock } from '../../src/core/clock.ts'
import { wireTime } from '../../src/core/http/index.ts'
import type { Answer, Call } from './running.ts'
import { answerFaults, knownOperations } from './shapes.ts'

/** Requests for tests, and a way to ask that judges every answer. */

/** A simulated handset; the last three digits say what becomes of messages to it. */
export const to = (ending: string) => `99900020${ending.padStart(4, '0')}`
export const judged = <Body>(operationId: string, answer: Answer<Body>): Answer<Body> => {
  expect(answerFaults(operationId, answer.status, answer.body)).toEqual([])
  return answer
}
interface Asked {
  query?: Record<string, unknown>
  body?: unknown
  /** Where it has parameters. */
  path?: string
  headers?: Record<string, string | null>
}
export type Ask = <Body = unknown>(operationId: string, asked?: Asked) => Promise<Answer<Body>>

/** Calls an operation by its id; the answer has its documented shape whatever it is. */
export const asker =
  (call: Call): Ask =>
  async <Body>(operationId: string, asked: Asked = {}) => {
    const known = knownOperations[operationId]!
    const address = (asked.path ?? known.path) + queryText(asked.query)
    return judged(operationId, await call<Body>(known.method, address, asked.body, asked.headers))
  }
const queryText = (query: Record<string, unknown> = {}) => {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
export const v3 = (more: object = {}, options?: object) => ({
  messages: [
    { sender: 'Shop', destinations: [{ to: to('001') }], content: { text: 'hello' }, ...more },
  ],
  ...(options && { options }),
})
export const v2 = (more: object = {}) => ({
  messages: [{ from: 'Shop', destinations: [{ to: to('001') }], text: 'hello', ...more }],
})
export const future = () => wireTime(clock.ms() + 3_600_000)
