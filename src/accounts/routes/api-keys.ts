import { Rejection, wireTime, type App, type Credential } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import type { ApiKeys } from '../api-keys.ts'
import { merged, readSettings } from '../key-settings.ts'
import { ROOT_ACCOUNT } from '../standing.ts'
import {
  countKeys,
  findKeyInTree,
  listKeys,
  type ApiKeyRow,
  type KeyFilter,
  type KeyInTreeRow,
  type StoredPair,
} from '../store/api-keys.ts'
import { findById, findInTree, type TreeRow } from '../store/tree.ts'
import * as wire from '../wire.ts'

const shared = {
  product: 'account-management',
  envelope: 2,
  access: ['account-management:manage'],
} as const
const path = '/settings/2/api-keys'
const one = `${path}/:apiKeyId`

export interface KeyNeeds {
  db: Db
  keys: ApiKeys
  clock: Clock
}

/** `/settings/2/api-keys`: keys of the own account and of those below. The secret is in the answer to making one, and never again. */
export function addApiKeys(app: App, { db, keys, clock }: KeyNeeds): void {
  app.operation(
    {
      ...shared,
      id: 'get-api-keys-by-filter',
      method: 'GET',
      path,
      summary: 'List API keys',
      query: wire.ApiKeyQuery,
      answers: { 200: wire.ApiKeyPage },
    },
    async ({ query, credential }) => {
      const account = await accountOf(db, credential, query.accountId)
      const filter: KeyFilter = {
        name: query.name,
        enabled: query.enabled,
        secretHash: query.apiKeySecret === undefined ? undefined : keys.hashOf(query.apiKeySecret),
      }
      const { page = 0, size = 20, orderBy = 'createdAt' } = query
      const descending =
        (query.orderDirection ?? (orderBy === 'createdAt' ? 'DESC' : 'ASC')).toUpperCase() ===
        'DESC'
      const found = await listKeys(db, account.id, filter, {
        orderBy,
        descending,
        offset: page * size,
        limit: size,
      })
      const totalCount = await countKeys(db, account.id, filter)
      return {
        apiKeys: found.map((key) => presentKey(key, account.key)),
        paging: {
          page,
          pageSize: size,
          orderDirection: descending ? 'DESC' : 'ASC',
          orderBy,
          totalCount,
          totalPages: Math.ceil(totalCount / size),
        },
      }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'create-api-key',
      method: 'POST',
      path,
      summary: 'Make an API key',
      body: wire.NewApiKey,
      answers: { 200: wire.ApiKey },
    },
    async ({ body, credential }) => {
      const account = await accountOf(db, credential, body.accountId)
      const settings = readSettings(body, credential, account.id === ROOT_ACCOUNT, clock.now())
      const made = await keys.create(db, account.id, {
        ...settings,
        name: body.name.trim(),
      })
      return { ...presentKey(made.key, account.key), apiKeySecret: made.secret }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'get-api-key',
      method: 'GET',
      path: one,
      summary: 'Read an API key',
      params: wire.ApiKeyPath,
      answers: { 200: wire.ApiKey },
    },
    async ({ params, credential }) => {
      const key = await knownKey(db, credential, params.apiKeyId)
      return presentKey(key, key.account_key)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'update-api-key',
      method: 'PUT',
      path: one,
      summary: 'Change an API key',
      description: 'What is left out stays as it is. The change counts at once.',
      params: wire.ApiKeyPath,
      body: wire.ChangedApiKey,
      answers: { 200: wire.ApiKey },
    },
    async ({ params, body, credential }) => {
      const stored = await knownKey(db, credential, params.apiKeyId)
      if (body.accountId && body.accountId.toUpperCase() !== stored.account_key)
        throw new Rejection('FORBIDDEN', {
          text: 'A key stays in its account.',
          action: 'Leave accountId out, or make a key in the other account.',
        })
      const ofRoot = stored.account_id === ROOT_ACCOUNT
      const settings = readSettings(body, credential, ofRoot, stored)
      const changed = await keys.update(merged(stored, settings, body.name))
      if (!changed) throw noSuchKey()
      return presentKey(changed, stored.account_key)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'delete-api-key',
      method: 'DELETE',
      path: '/accounts/1/api-keys/:id',
      summary: 'Revoke an API key',
      description:
        'Whoever uses it is refused from this moment, also with tokens that were got with it. It cannot be undone.',
      params: wire.OwnApiKeyPath,
      answers: { 204: null },
    },
    async ({ params, credential }) => {
      const key = await knownKey(db, credential, params.id)
      if (!(await keys.remove(key.account_id, key.id))) throw noSuchKey()
    },
  )
}

/**
 * The account that a request means: the own one, or the one it names below it.
 * @throws FORBIDDEN for one that is neither, whether it exists or not
 */
async function accountOf(
  db: Db,
  credential: Credential,
  named: string | undefined,
): Promise<TreeRow> {
  if (named === undefined || named === '') {
    const own = await findById(db, credential.accountId)
    if (!own) throw new Rejection('UNAUTHORIZED')
    return own
  }
  const account = await findInTree(db, credential.accountId, named.toUpperCase())
  if (!account)
    throw new Rejection('FORBIDDEN', {
      text: 'The credential acts in its own account and in those below it only.',
      action: 'Leave accountId out, or use a credential of that account.',
    })
  if (account.state === 'closed')
    throw new Rejection('CONFLICT', { text: 'The account is closed; it has no keys any more.' })
  return account
}

/** A key of the own account or of one below. */
async function knownKey(db: Db, credential: Credential, keyId: string): Promise<KeyInTreeRow> {
  const key = await findKeyInTree(db, credential.accountId, keyId.toUpperCase())
  if (!key) throw noSuchKey()
  return key
}

export const noSuchKey = () =>
  new Rejection('NOT_FOUND', { text: 'The account has no API key with this id.' })

const presentPair = ({
  key,
  applicationId,
  entityId,
  action = 'FILL',
}: StoredPair): StoredPair => ({
  ...(key === undefined ? {} : { key }),
  applicationId,
  ...(entityId === undefined ? {} : { entityId }),
  action,
})

const presentKey = (key: ApiKeyRow, accountKey: string): wire.ApiKey => ({
  id: key.id,
  accountId: accountKey,
  name: key.name,
  allowedIPs: key.allowed_ips,
  validFrom: wireTime(key.valid_from),
  validTo: wireTime(key.valid_to),
  enabled: key.enabled,
  permissions: key.permissions,
  platform: key.platform.map(presentPair),
  scopeGuids: key.scopes ?? [],
})
