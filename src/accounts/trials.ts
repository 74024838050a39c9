import { utcDay } from '../core/clock.ts'
import type { Tx } from '../core/storage/index.ts'
import * as store from './store/trials.ts'

/** What a trial account may send before it pays. */
export interface TrialLimits {
  messagesMax: number
  messagesPerDayMax: number
  days: number
}

/** `over`: the trial's time has ended. `spent`, `spent-today`: its messages are used up. */
export type TrialOutcome = 'taken' | 'over' | 'spent' | 'spent-today'

/**
 * Takes messages of trial accounts, in the order of the items; the counts are held until the transaction ends. The day
 * is one of UTC.
 * @param endsAtMs of an account's trial; absent: without end
 */
export async function takeTrialMessages(
  tx: Tx,
  accountIds: readonly number[],
  endsAtMs: (accountId: number) => number | null,
  limits: TrialLimits,
  nowMs: number,
): Promise<TrialOutcome[]> {
  const today = utcDay(nowMs)
  const trials = new Map(
    (await store.holdTrials(tx, [...new Set(accountIds)])).map((one) => [
      one.account_id,
      one.day === today ? one : { ...one, day: today, messages_today: 0 },
    ]),
  )
  const outcomes = accountIds.map((accountId): TrialOutcome => {
    const trial = trials.get(accountId)
    const endsAt = endsAtMs(accountId)
    if (trial === undefined || (endsAt !== null && endsAt <= nowMs)) return 'over'
    if (trial.messages >= limits.messagesMax) return 'spent'
    if (trial.messages_today >= limits.messagesPerDayMax) return 'spent-today'
    trial.messages++
    trial.messages_today++
    return 'taken'
  })
  if (outcomes.includes('taken')) await store.updateTrials(tx, [...trials.values()])
  return outcomes
}

/** Whether each account has verified the number (digits), in the order of the pairs. */
export async function numbersVerified(
  tx: Tx,
  pairs: readonly { accountId: number; number: string }[],
): Promise<boolean[]> {
  const asked = new Map(
    pairs.map(({ accountId, number }) => [
      `${accountId} ${number}`,
      { account_id: accountId, number },
    ]),
  )
  const found = new Set(
    (await store.findVerified(tx, [...asked.values()])).map(
      (one) => `${one.account_id} ${one.number}`,
    ),
  )
  return pairs.map((one) => found.has(`${one.accountId} ${one.number}`))
}
