import { uuidDay } from '../core/ids.ts'
import type { Tx } from '../core/storage/index.ts'
import type { Candidate } from './checks.ts'
import * as status from './statuses.ts'
import * as store from './store/accept.ts'

/**
 * Claims the ids that callers chose; the primary key decides which message has one. Refused messages can be found
 * under theirs as well, but do not keep it from a later message.
 */
export async function claimIds(
  tx: Tx,
  all: readonly Candidate[],
  times: ReadonlyMap<Candidate, number>,
): Promise<void> {
  const claims = new Map<string, store.MessageIdRow>()
  const keyOf = (one: Candidate) => `${one.accountId} ${one.message.messageId}`
  const named = all.filter((one) => one.message.messageId !== null)
  for (const one of named) {
    if (one.refusal !== null) continue
    if (claims.has(keyOf(one))) refuseDuplicate(one)
    else claims.set(keyOf(one), claim(one, one.message.messageId!, times.has(one)))
  }
  const asked = new Set([...claims.values()].map(({ id }) => id))
  for (const one of named)
    if (one.refusal !== null && !claims.has(keyOf(one)))
      claims.set(keyOf(one), claim(one, one.message.messageId!, false))
  if (claims.size === 0) return
  const free = new Set((await store.claimMessageIds(tx, [...claims.values()])).map(({ id }) => id))
  for (const one of named) if (asked.has(one.id) && !free.has(one.id)) refuseDuplicate(one)
}

/** Our own ids of messages that wait, whose partition is not in their time; and what the balance refused after all. */
export async function noteIds(
  tx: Tx,
  all: readonly Candidate[],
  times: ReadonlyMap<Candidate, number>,
): Promise<void> {
  const waiting = all.filter((one) => one.refusal === null && times.has(one))
  if (waiting.length > 0)
    await store.claimMessageIds(
      tx,
      waiting.map((one) => claim(one, one.id, true)),
    )
  const refused = all.filter(
    (one) =>
      one.refusal?.statusId === status.REJECTED_NOT_ENOUGH_CREDITS &&
      one.message.messageId !== null,
  )
  if (refused.length > 0)
    await store.noteRefused(
      tx,
      refused.map((one) => claim(one, one.message.messageId!, false)),
    )
}

const refuseDuplicate = (one: Candidate): void => {
  one.refusal = { statusId: status.REJECTED_DUPLICATE_MESSAGE_ID, errorId: status.NO_ERROR }
}

function claim(one: Candidate, messageId: string, waits: boolean): store.MessageIdRow {
  const day = uuidDay(one.id)
  return {
    account_id: one.accountId,
    message_id: messageId,
    id: one.id,
    day: waits ? null : day,
    made_on: day,
    refused: one.refusal !== null,
  }
}
