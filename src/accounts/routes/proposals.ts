import { Rejection, wireTime, type App } from '../../core/http/index.ts'
import { transaction } from '../../core/storage/index.ts'
import { decide, decisionOf } from '../account-state.ts'
import * as store from '../store/tree.ts'
import * as wire from '../tree-wire.ts'
import { heldBelow, managing, presentActor, reading, type TreeNeeds } from './accounts.ts'

const path = '/accounts/1/proposals'

/** `/accounts/1/proposals`: what programs may not decide about people. Whoever logs in to an account above decides. */
export function addProposals(app: App, needs: TreeNeeds): void {
  const { db, clock } = needs
  app.operation(
    {
      ...reading,
      id: 'list-proposals',
      method: 'GET',
      path,
      summary: 'List proposals about accounts below',
      description: 'The newest first.',
      query: wire.ProposalQuery,
      answers: { 200: wire.ProposalList },
    },
    async ({ query, credential }) => {
      const { limit = 50, cursor = null, open } = query
      const found = await store.listProposals(db, credential.accountId, open, cursor, limit + 1)
      const page = found.slice(0, limit)
      return {
        results: page.map(presentProposal),
        nextCursor: found.length > limit ? String(page.at(-1)!.id) : null,
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'create-proposal',
      method: 'POST',
      path,
      summary: 'Propose to suspend an account, or to delete that of somebody under 16',
      description: 'Nothing happens to the account until a person has decided.',
      body: wire.NewProposal,
      answers: { 201: wire.Proposal },
    },
    async ({ body, credential }) => {
      const id = await transaction(db, async (tx) => {
        const account = await heldBelow(tx, credential, body.accountKey)
        if (account.id === credential.accountId || account.state === 'closed')
          throw new Rejection('CONFLICT', {
            text: 'Proposals are about accounts below that are not closed.',
          })
        const made = await store.insertProposal(
          tx,
          { accountId: account.id, kind: body.kind, evidence: body.evidence },
          decisionOf(credential, body.reason),
          clock.now(),
        )
        if (!made)
          throw new Rejection('CONFLICT', {
            text: 'The same is proposed already and waits for a decision.',
            action: 'Read the open proposals.',
          })
        return made.id
      })
      return presentProposal((await store.findProposal(db, credential.accountId, String(id)))!)
    },
  )
  app.operation(
    {
      ...managing,
      id: 'decide-proposal',
      method: 'POST',
      path: `${path}/:id/decision`,
      summary: 'Confirm or dismiss a proposal',
      description:
        'By somebody who logs in. Confirmed: the account is suspended; or closed and emptied of names, when it is of somebody under 16.',
      params: wire.ProposalPath,
      body: wire.Decision,
      answers: { 200: wire.Proposal },
    },
    async ({ params, body, credential }) => {
      const { userId } = credential
      const proposal = await store.findProposal(db, credential.accountId, params.id)
      if (!proposal)
        throw new Rejection('NOT_FOUND', {
          text: 'There is no such proposal about an account below.',
        })
      if (userId === null)
        throw new Rejection('FORBIDDEN', {
          text: 'A person decides this, not an API key.',
          action: 'Use the credential of somebody who logs in.',
        })
      await decide(needs, proposal, body.decision, {
        ...decisionOf(credential, body.reason),
        userId,
      }).finally(() => needs.forget())
      return presentProposal((await store.findProposal(db, credential.accountId, params.id))!)
    },
  )
}

const presentProposal = (row: store.ProposalRow): wire.Proposal => ({
  id: String(row.id),
  accountKey: row.account_key,
  accountName: row.account_name,
  kind: row.kind,
  reason: row.reason,
  evidence: row.evidence,
  by: presentActor(row),
  madeAt: wireTime(row.made_at),
  decision: row.decision,
  decisionReason: row.decision_reason,
  decidedAt: row.decided_at === null ? null : wireTime(row.decided_at),
})
