import { badField, type App } from '../../core/http/index.ts'
import { transaction } from '../../core/storage/index.ts'
import { changeState, decisionOf } from '../account-state.ts'
import type { AccountState } from '../store/accounts.ts'
import * as store from '../store/tree.ts'
import * as wire from '../tree-wire.ts'
import { accountInTree } from '../tree.ts'
import { changeOf, heldBelow, type TreeNeeds } from './accounts.ts'

const shared = {
  product: 'account-management',
  envelope: 1,
  access: ['account-management:manage'],
} as const

const enabledStates: readonly AccountState[] = ['trial', 'active']
const disabledStates: readonly AccountState[] = ['suspended', 'closed']

/** `/settings/1/accounts`: the accounts below, as the compatible API tells of them. */
export function addSubAccounts(app: App, needs: TreeNeeds): void {
  const { db, clock } = needs
  app.operation(
    {
      ...shared,
      id: 'get-all-accounts',
      method: 'GET',
      path: '/settings/1/accounts',
      summary: 'List sub-accounts',
      description: 'All levels below the own account, oldest first.',
      query: wire.SubAccountQuery,
      answers: { 200: wire.SubAccounts },
    },
    async ({ query, credential }) => {
      const { name, enabled, limit = 40 } = query
      const states = enabled === undefined ? undefined : enabled ? enabledStates : disabledStates
      const found = await store.listBelow(db, credential.accountId, { name, states }, 0, limit)
      return { accounts: found.map(presentSubAccount) }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'update-account',
      method: 'PUT',
      path: '/settings/1/accounts/:accountKey',
      summary: 'Rename, suspend or resume a sub-account',
      description:
        'What is left out stays as it is. The account of a natural person is suspended by somebody who logs in, never by an API key.',
      params: wire.AccountPath,
      body: wire.ChangedSubAccount,
      answers: { 200: wire.SubAccount },
    },
    async ({ params, body, credential }) => {
      await transaction(db, async (tx) => {
        const account = await heldBelow(tx, credential, params.accountKey)
        if (account.id === credential.accountId)
          throw badField('accountKey', 'must be that of an account below the own one')
        if (body.name !== undefined)
          await store.updateAccount(tx, account.id, changeOf(account, { name: body.name }))
        if (body.enabled === undefined || body.enabled === isEnabled(account)) return
        const resumed = account.trial_ends_at === null ? 'active' : 'trial'
        const decision = decisionOf(credential, 'By PUT /settings/1/accounts.')
        await changeState(tx, account, body.enabled ? resumed : 'suspended', decision, clock.now())
      }).finally(() => needs.forget())
      return presentSubAccount(await accountInTree(db, credential.accountId, params.accountKey))
    },
  )
}

const isEnabled = (row: store.TreeRow): boolean => enabledStates.includes(row.state)

const presentSubAccount = (row: store.TreeRow): wire.SubAccount => ({
  key: row.key,
  ownerKey: row.parent_key ?? row.key,
  name: row.name,
  enabled: isEnabled(row),
})
