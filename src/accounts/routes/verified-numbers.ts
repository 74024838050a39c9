import { wireTime, type App } from '../../core/http/index.ts'
import { utcDay, type Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import { findAccount } from '../store/accounts.ts'
import { findTrial, type VerifiedNumberRow } from '../store/trials.ts'
import type { TrialLimits } from '../trials.ts'
import * as wire from '../tree-wire.ts'
import type { VerifiedNumbers } from '../verified-numbers.ts'
import { managing, reading } from './accounts.ts'

const path = '/accounts/1/verified-numbers'
const one = `${path}/:id`

/** `/accounts/1/verified-numbers`: whom an account on trial reaches. */
export function addVerifiedNumbers(
  app: App,
  needs: { db: Db; clock: Clock; numbers: VerifiedNumbers; limits: TrialLimits },
): void {
  const { numbers } = needs
  app.operation(
    {
      ...reading,
      id: 'list-verified-numbers',
      method: 'GET',
      path,
      summary: 'List verified numbers, and what is left of the trial',
      description: 'An account has ten numbers at most.',
      answers: { 200: wire.VerifiedNumberList },
    },
    async ({ credential }) => ({
      results: (await numbers.list(credential.accountId)).map(presentNumber),
      trial: await whatIsLeft(needs, credential.accountId),
    }),
  )
  app.operation(
    {
      ...managing,
      id: 'begin-number-verification',
      method: 'POST',
      path,
      summary: 'Send a code to a number',
      description:
        'By SMS, at the cost of the installation. It counts for ten minutes and five tries; a number gets three within an hour.',
      body: wire.NewNumber,
      answers: { 201: wire.VerifiedNumber },
    },
    async ({ body, credential }) =>
      presentNumber(await numbers.begin(credential.accountId, body.number)),
  )
  app.operation(
    {
      ...managing,
      id: 'confirm-number-verification',
      method: 'PUT',
      path: one,
      summary: 'Say the code that was sent to a number',
      params: wire.NumberPath,
      body: wire.SaidCode,
      answers: { 200: wire.VerifiedNumber },
    },
    async ({ params, body, credential }) =>
      presentNumber(await numbers.confirm(credential.accountId, params.id, body.code)),
  )
  app.operation(
    {
      ...managing,
      id: 'delete-verified-number',
      method: 'DELETE',
      path: one,
      summary: 'Remove a verified number',
      params: wire.NumberPath,
      answers: { 204: null },
    },
    ({ params, credential }) => numbers.remove(credential.accountId, params.id),
  )
}

async function whatIsLeft(
  { db, clock, limits }: { db: Db; clock: Clock; limits: TrialLimits },
  accountId: number,
) {
  const account = await findAccount(db, accountId)
  const trial = await findTrial(db, accountId)
  if (account?.state !== 'trial' || !trial) return null
  const today = trial.day === utcDay(clock.ms()) ? trial.messages_today : 0
  const messagesLeft = Math.max(0, limits.messagesMax - trial.messages)
  return {
    messagesLeft,
    messagesLeftToday: Math.max(0, Math.min(messagesLeft, limits.messagesPerDayMax - today)),
    endsAt: account.trial_ends_at === null ? null : wireTime(account.trial_ends_at),
  }
}

const presentNumber = (row: VerifiedNumberRow): wire.VerifiedNumber => ({
  id: String(row.id),
  number: row.number,
  verifiedAt: row.verified_at === null ? null : wireTime(row.verified_at),
  createdAt: wireTime(row.created_at),
})
