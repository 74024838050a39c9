import type { Outbound, SendOutcome } from './channel.ts'
import type { Content, MessageSettings } from './message.ts'
import type { Happening } from './settle.ts'
import * as status from './statuses.ts'
import type { QueuedRow } from './store/queue.ts'
import type { MessageKey } from './store/settle.ts'

/** What follows for a message in memory: from the answer of its channel, or from the time. */

const RETRY_FIRST_MS = 1_000
export const RETRY_MAX_MS = 5 * 60_000

export function happeningOf(row: QueuedRow, outcome: SendOutcome, at: number): Happening {
  switch (outcome.kind) {
    case 'accepted':
      return {
        kind: 'submitted',
        key: keyOf(row),
        connectionId: row.connection_id,
        peerIds: outcome.peerIds,
        at,
      }
    case 'refused':
      return {
        kind: 'finished',
        key: keyOf(row),
        statusId: outcome.statusId,
        errorId: outcome.errorId,
        at,
        detail: outcome.detail,
        refund: false,
      }
    case 'tryLater': {
      const attempts = row.attempts + (outcome.countsAsAttempt ? 1 : 0)
      const nextAt =
        at + Math.max(outcome.afterMs, outcome.countsAsAttempt ? backOffMs(attempts) : 0)
      return nextAt >= row.valid_until.getTime()
        ? expired(row, at, outcome.detail, !outcome.ambiguous)
        : {
            ...retried({ ...row, attempts }, nextAt, at, outcome.detail),
            mayBeOut: outcome.ambiguous,
          }
    }
  }
}

/** Its validity is over. */
export const expired = (
  row: QueuedRow,
  at: number,
  detail: string,
  refund: boolean,
): Happening => ({
  kind: 'finished',
  key: keyOf(row),
  statusId: status.EXPIRED_EXPIRED,
  errorId: status.EC_VALIDITY_EXPIRED,
  at,
  detail,
  refund,
})

/** It goes back to the database. @param nextAt Infinity: until its bulk goes on */
export const retried = (
  row: QueuedRow,
  nextAt: number,
  at: number,
  detail: string | null,
): Extract<Happening, { kind: 'retry' }> => ({
  kind: 'retry',
  key: keyOf(row),
  nextAt,
  attempts: row.attempts,
  at,
  detail,
  bulkId: row.bulk_id,
})

/**
 * Why it must not go out at this instant; null: it may.
 * @param opensAt when a message that waited may go out; null: now
 */
export function hindrance(
  row: QueuedRow,
  now: number,
  opensAt: (row: QueuedRow, now: number) => number | null,
): Happening | null {
  const ends = row.valid_until.getTime()
  if (ends <= now) return expired(row, now, 'Its validity ended before an operator took it', true)
  const opens = opensAt(row, now)
  if (opens === null) return null
  return opens >= ends
    ? expired(row, now, 'Its validity ends before its delivery window opens again', true)
    : retried(row, opens, now, 'Its delivery window is closed')
}

/** As its channel gets it. */
export const toOutbound = (row: QueuedRow): Outbound => ({
  id: row.id,
  accountId: row.account_id,
  connectionId: row.connection_id,
  sender: row.sender,
  dest: row.dest,
  content: contentOf(row),
  settings: (row.settings ?? {}) as MessageSettings,
  parts: row.parts,
  validUntilMs: row.valid_until.getTime(),
  attempts: row.attempts,
})

/** The content of a stored message again. */
function contentOf(row: {
  body_kind: string
  body: string
  settings: Record<string, unknown> | null
}): Content {
  const settings = (row.settings ?? {}) as MessageSettings
  if (row.body_kind === 'binary')
    return {
      kind: 'binary',
      hex: row.body,
      dataCoding: settings.dataCoding ?? 0,
      esmClass: settings.esmClass ?? 0,
    }
  return {
    kind: 'text',
    text: row.body,
    ...(settings.transliteration === undefined
      ? {}
      : { transliteration: settings.transliteration }),
    ...(settings.language === undefined ? {} : { language: settings.language }),
    ...(settings.part === undefined ? {} : { part: settings.part }),
  }
}

/** Doubles from a second to five minutes. */
const backOffMs = (attempts: number) =>
  Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(attempts - 1, 20))

export const keyOf = (row: QueuedRow): MessageKey => ({
  account_id: row.account_id,
  day: row.day,
  id: row.id,
})
