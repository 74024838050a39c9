import { appendFileSync } from 'node:fs'
import type { Installation } from './installation.ts'

/** Callers that send what they number themselves, and send it again until it is answered 200. */

export const SENDER = 'Crashes'
const PER_REQUEST = 10
const WORKERS = 6
const PENDING_ACCEPTED = 26
export const DUPLICATE_MESSAGE_ID = 23
const RETRY_MS = 100

export interface Sender {
  key: string
  apiKey: string
  /** Its account wants nothing sent twice. */
  holds: boolean
}

export interface Load {
  /** Serial numbers that were acknowledged. */
  readonly acknowledged: Set<number>
  /** Answers that nobody should get, e.g. a set half taken. */
  readonly oddities: string[]
  /** Requests that ended otherwise than with 200. */
  readonly refused: Map<number, number>
  /** Sends no more; resolves when everything that was begun is acknowledged. */
  end(): Promise<void>
}

export const messageIdOf = (serial: number): string => `crash-${serial}`

/** What begins so leads to a connection that is never there. */
export const NOWHERE = '4917'
export const SOMEWHERE = '4915'
const goesNowhere = (serial: number): boolean => serial % 40 === 39
/** The last digit tells the peer what to do. */
const ENDINGS = '0000000000000678'
const numberOf = (serial: number): string =>
  `${goesNowhere(serial) ? NOWHERE : SOMEWHERE}${String(10_000_000 + serial).slice(1)}0${ENDINGS[serial % ENDINGS.length]}`

interface Answer {
  messages: { messageId: string; status: { id: number } }[]
}

/** @param perSecond messages a second, all callers together */
export function startLoad(
  installation: Installation,
  senders: readonly Sender[],
  perSecond: number,
  /** Every acknowledged id is written down here before the next request. */
  file: string,
): Load {
  const acknowledged = new Set<number>()
  const oddities: string[] = []
  const refused = new Map<number, number>()
  let next = 0
  const ending = new AbortController()

  const worker = async (): Promise<void> => {
    const everyMs = (PER_REQUEST * WORKERS * 1_000) / perSecond
    while (!ending.signal.aborted) {
      const began = performance.now()
      const serials = Array.from({ length: PER_REQUEST }, () => next++)
      await untilTaken(serials, senders[(serials[0]! / PER_REQUEST) % senders.length]!)
      const left = everyMs - (performance.now() - began)
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
    }
  }
  const untilTaken = async (serials: readonly number[], sender: Sender): Promise<void> => {
    for (let tries = 0; ; tries++) {
      const answer = await installation
        .call<Answer>('POST', '/sms/3/messages', bodyOf(serials), sender.apiKey)
        .catch(() => ({ status: 0, body: null }))
      if (answer.status === 200) {
        note(serials, answer.body!, tries)
        return
      }
      refused.set(answer.status, (refused.get(answer.status) ?? 0) + 1)
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
  const note = (serials: readonly number[], body: Answer, tries: number): void => {
    appendFileSync(file, serials.map((serial) => `${messageIdOf(serial)}\n`).join(''))
    for (const serial of serials) acknowledged.add(serial)
    const fates = new Set(body.messages.map((one) => one.status.id))
    const [fate] = fates
    const known = fate === PENDING_ACCEPTED || (fate === DUPLICATE_MESSAGE_ID && tries > 0)
    if (fates.size !== 1 || !known)
      oddities.push(`request of ${messageIdOf(serials[0]!)} (try ${tries}): ${[...fates].join()}`)
  }
  const workers = Array.from({ length: WORKERS }, worker)
  return {
    acknowledged,
    oddities,
    refused,
    end: async () => {
      ending.abort()
      await Promise.all(workers)
    },
  }
}

const bodyOf = (serials: readonly number[]): object => ({
  messages: serials.map((serial) => ({
    sender: SENDER,
    destinations: [{ to: numberOf(serial), messageId: messageIdOf(serial) }],
    content: { text: `Message number ${serial}` },
    // What waits for a connection that is never there ends soon, and is paid back.
    options: { validityPeriod: { amount: goesNowhere(serial) ? 20 : 3_600, timeUnit: 'SECONDS' } },
  })),
})
