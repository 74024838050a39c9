import { Rejection } from '../core/http/index.ts'
import type { Messaging } from '../messaging/index.ts'
import {
  formatAbsoluteTime,
  messageState,
  status,
  type PduView,
  type ResponseFields,
} from '../protocols/smpp/index.ts'
import type { Bind } from './customer.ts'
import { remembered, rememberedIn, stateOf } from './receipt.ts'
import { commandStatusOf } from './refusals.ts'
import { bulkIdOf } from './settings.ts'
import { readSubmission } from './submission.ts'

/* query_sm, cancel_sm, replace_sm: about messages that the same user submitted. */

export interface Needs {
  messaging: Messaging
  /** ms since 1970 */
  now: number
}
export interface Answer {
  commandStatus: number
  fields?: ResponseFields
}

/** Messages of the last 48 hours, and those that wait for their time. A submit_multi has no one state. */
export async function query(
  { messaging }: Needs,
  { customer: { user }, session }: Bind,
  id: string | null,
): Promise<Answer> {
  if (id === null) return { commandStatus: status.ESME_RINVMSGID }
  const { entries } = await messaging.logs(user.accountId, 'SMS', { messageIds: [id], limit: 1 })
  const record = entries.find((one) => remembered(one)?.user === user.userId)
  if (record) {
    const state = stateOf(record.statusId)
    return {
      commandStatus: status.ESME_ROK,
      fields: {
        final_date: record.doneAt === null ? '' : formatAbsoluteTime(record.doneAt.getTime()),
        message_state: messageState[state],
        error_code: Math.min(255, record.errorId % 1_000),
      },
    }
  }
  const waiting = await messaging.findWaiting(user.accountId, id)
  if (waiting === null || rememberedIn(waiting)?.user !== user.userId) {
    const bulk = await messaging.findBulk(user.accountId, bulkIdOf(user.userId, id))
    return { commandStatus: bulk ? status.ESME_RQUERYFAIL : status.ESME_RINVMSGID }
  }
  // SCHEDULED is a word of 5.0.
  const state = session.peerVersion >= 0x50 ? 'SCHEDULED' : 'ENROUTE'
  return {
    commandStatus: status.ESME_ROK,
    fields: { final_date: '', message_state: messageState[state], error_code: 0 },
  }
}

/** Scheduled messages only: what is on its way cannot be called back. Its receipt says DELETED. */
export async function cancel(
  { messaging }: Needs,
  { customer: { user } }: Bind,
  id: string | null,
): Promise<Answer> {
  if (id === null) return { commandStatus: status.ESME_RINVMSGID }
  const bulkId = bulkIdOf(user.userId, id)
  try {
    const bulk = await messaging.setBulkStatus(user.accountId, bulkId, 'CANCELED')
    return { commandStatus: bulk ? status.ESME_ROK : status.ESME_RCANCELFAIL }
  } catch (error) {
    if (error instanceof Rejection && error.name === 'BAD_REQUEST')
      return { commandStatus: status.ESME_RCANCELFAIL }
    throw error
  }
}

/** Scheduled messages only: text, time, validity and receipts are those of the replacement. */
export function replace(
  { messaging, now }: Needs,
  { customer: { user } }: Bind,
  id: string | null,
  view: PduView,
): Promise<Answer> {
  const submission = readSubmission(view, user, now)
  if (id === null) return Promise.resolve({ commandStatus: status.ESME_RINVMSGID })
  if (typeof submission === 'number') return Promise.resolve({ commandStatus: submission })
  const { content, flash, validityMs, webhook, extras } = submission.message
  return messaging
    .replaceScheduled(user.accountId, bulkIdOf(user.userId, id), {
      content,
      flash,
      validityMs,
      webhook,
      extras,
      sendAt: submission.sendAt === null ? null : new Date(submission.sendAt),
    })
    .then((outcome) => {
      if (outcome === 'UNKNOWN') return { commandStatus: status.ESME_RREPLACEFAIL }
      return { commandStatus: outcome === null ? status.ESME_ROK : commandStatusOf(outcome) }
    })
}
