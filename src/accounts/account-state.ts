import type { Clock } from '../core/clock.ts'
import { Rejection, type Credential } from '../core/http/index.ts'
import { transaction, type Db, type Tx } from '../core/storage/index.ts'
import { ROOT_ACCOUNT } from './standing.ts'
import type { AccountState } from './store/accounts.ts'
import * as store from './store/tree.ts'
import { deleteCredentials } from './store/users.ts'
import { deleteVerifiedNumbers } from './store/trials.ts'

/** What may follow what. A closed account stays closed. */
const next: Readonly<Record<AccountState, readonly AccountState[]>> = {
  trial: ['active', 'suspended', 'closed'],
  active: ['suspended', 'closed'],
  suspended: ['active', 'trial', 'closed'],
  closed: [],
}

/** Who decides and why. Without a person (`userId`) it is software: a key, or the installation itself. */
export type Decision = store.Actor & { reason: string }

export const decisionOf = (credential: Credential, reason: string): Decision => ({
  accountId: credential.accountId,
  userId: credential.userId,
  keyId: credential.keyId,
  reason,
})

const HOUR_MS = 3_600_000

/**
 * Gives an account another state, in the caller's transaction that holds it.
 * @throws CONFLICT for a state that cannot follow; FORBIDDEN when software would suspend or close the account of a person
 */
export async function changeState(
  tx: Tx,
  account: store.TreeRow,
  to: AccountState,
  by: Decision,
  now: Date,
): Promise<void> {
  if (account.state === to) return
  requireNext(account, to)
  if (to === 'suspended' || to === 'closed') refuseSoftware(account, by)
  if (to === 'closed') {
    if ((await store.countChildren(tx, account.id)).open > 0)
      throw new Rejection('CONFLICT', {
        text: 'There are accounts below this one that are not closed.',
        action: 'Close them first.',
      })
    await deleteCredentials(tx, account.id)
  }
  if (to === 'closed' || to === 'active') await deleteVerifiedNumbers(tx, account.id)
  await store.updateState(tx, account, to, by, now)
}

function requireNext(account: store.TreeRow, to: AccountState): void {
  if (account.id === ROOT_ACCOUNT)
    throw new Rejection('CONFLICT', {
      text: "The installation's own account is always active.",
      action: 'Stop the program instead.',
    })
  const known = next[account.state]
  const wasTrial = to !== 'trial' || account.trial_ends_at !== null
  if (!known.includes(to) || !wasTrial)
    throw new Rejection('CONFLICT', {
      text: `The account is ${account.state} and cannot become ${to}.`,
      action:
        account.state === 'closed'
          ? 'A closed account stays closed; make another one.'
          : 'Read the account again and choose another state.',
    })
}

/**
 * Suspending or closing hits the person; the notice promises (R09) that no program decides that by itself. Nor that there
 * is no person: it would be free to decide the rest then.
 */
export function refuseSoftware(account: store.TreeRow, by: Decision): void {
  if (account.person === 'natural' && by.userId === null)
    throw new Rejection('FORBIDDEN', {
      text: 'The account is held by a person: a program may propose this, and a person decides it.',
      action: 'Make a proposal with POST /accounts/1/proposals, or decide as somebody who logs in.',
    })
}

/**
 * Stops an account's messages for some hours; it ends by itself. Software does this once, until a person acted.
 * @throws CONFLICT when a pause runs or the account is not one that sends; FORBIDDEN for software's second time
 */
export async function pause(
  tx: Tx,
  account: store.TreeRow,
  hours: number,
  by: Decision,
  now: Date,
): Promise<void> {
  if (account.id === ROOT_ACCOUNT || (account.state !== 'active' && account.state !== 'trial'))
    throw new Rejection('CONFLICT', { text: 'Only an account below that may send can be paused.' })
  if (account.paused_until !== null && account.paused_until > now)
    throw new Rejection('CONFLICT', {
      text: 'The account is paused already.',
      action: 'Let somebody look into it until the pause ends.',
    })
  if (by.userId === null && (await store.pausedBySoftware(tx, account.id)))
    throw new Rejection('FORBIDDEN', {
      text: 'A program has paused the account before, and no person has looked into it since.',
      action: 'Make a proposal with POST /accounts/1/proposals; a person decides it.',
    })
  await store.insertPause(tx, account.id, by, now, new Date(now.getTime() + hours * HOUR_MS))
}

/**
 * A person's word on a proposal. Confirmed: the account is suspended; or, for somebody under age, closed and emptied.
 * @throws CONFLICT when it was decided before
 */
export const decide = (
  { db, clock }: { db: Db; clock: Clock },
  proposal: store.ProposalRow,
  decision: 'CONFIRMED' | 'DISMISSED',
  by: Decision & { userId: number },
): Promise<void> =>
  transaction(db, async (tx) => {
    const now = clock.now()
    const account = (await store.holdAccount(tx, proposal.account_id))!
    if (!(await store.decideProposal(tx, proposal.id, decision, by, now)))
      throw new Rejection('CONFLICT', { text: 'The proposal is decided already.' })
    if (decision === 'DISMISSED') return
    if (proposal.kind === 'DELETE_UNDER_AGE') {
      await changeState(tx, account, 'closed', by, now)
      await store.eraseAccount(tx, account.id, now)
    } else if (account.state !== 'closed') await changeState(tx, account, 'suspended', by, now)
  })
