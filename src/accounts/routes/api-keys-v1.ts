import { Rejection, wireTime, type App, type Credential } from '../../core/http/index.ts'
import { merged, readSettings } from '../key-settings.ts'
import { ROOT_ACCOUNT } from '../standing.ts'
import { findKey, listKeys, type ApiKeyRow } from '../store/api-keys.ts'
import type { TreeRow } from '../store/tree.ts'
import { accountInTree } from '../tree.ts'
import * as wire from '../wire.ts'
import { noSuchKey, type KeyNeeds } from './api-keys.ts'

const shared = {
  product: 'account-management',
  envelope: 2,
  access: ['account-management:manage'],
  deprecated: true,
} as const
const path = '/settings/1/accounts/:accountKey/api-keys'
const one = `${path}/:key`

/** The older words for permissions; what has none is told under its own name only by version 2. */
const storedNames: Readonly<Record<wire.PermissionV1, string>> = {
  ALL: 'PUBLIC_API',
  TFA: '2FA_CLIENT',
  PUSH_CLIENT: 'PUSH_CLIENT',
  PEOPLE_EVENTS_PUBLIC_CLIENT: 'PEOPLE_EVENTS_PUBLIC_CLIENT',
  EXTERNAL_INTEGRATIONS: 'EXTERNAL_INTEGRATIONS',
}
const olderNames = new Map(
  Object.entries(storedNames).map(([older, stored]) => [stored, older as wire.PermissionV1]),
)

/** `/settings/1/accounts/{accountKey}/api-keys`: the same keys in the older form. */
export function addApiKeysV1(app: App, { db, keys, clock }: KeyNeeds): void {
  app.operation(
    {
      ...shared,
      id: 'get-api-keys-by-filter-deprecated',
      method: 'GET',
      path,
      summary: 'List API keys of an account (deprecated)',
      description: 'Use `GET /settings/2/api-keys`.',
      params: wire.AccountKeyPath,
      query: wire.ApiKeyQueryV1,
      answers: { 200: wire.ApiKeysV1 },
    },
    async ({ params, query, credential }) => {
      const account = await accountInTree(db, credential.accountId, params.accountKey)
      const { publicApiKey, limit = 40 } = query
      const filter = {
        name: query.name,
        enabled: query.enabled,
        secretHash: publicApiKey === undefined ? undefined : keys.hashOf(publicApiKey),
      }
      const page = { orderBy: 'createdAt', descending: true, offset: 0, limit } as const
      const found = await listKeys(db, account.id, filter, page)
      return { apiKeys: found.map((key) => presentKeyV1(key, account.key)) }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'create-api-key-deprecated',
      method: 'POST',
      path,
      summary: 'Make an API key of an account (deprecated)',
      description:
        'Use `POST /settings/2/api-keys`. The secret is `publicApiKey`, in this answer only.',
      params: wire.AccountKeyPath,
      body: wire.NewApiKeyV1,
      answers: { 201: wire.ApiKeyV1 },
    },
    async ({ params, body, credential }) => {
      const account = await openAccount(db, credential, params.accountKey)
      const settings = readSettings(
        inNewerWords(body),
        credential,
        account.id === ROOT_ACCOUNT,
        clock.now(),
      )
      const { key, secret } = await keys.create(db, account.id, {
        ...settings,
        name: body.name.trim(),
      })
      return { ...presentKeyV1(key, account.key), publicApiKey: secret }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'get-api-key-deprecated',
      method: 'GET',
      path: one,
      summary: 'Read an API key of an account (deprecated)',
      description: 'Use `GET /settings/2/api-keys/{apiKeyId}`.',
      params: wire.ApiKeyPathV1,
      answers: { 200: wire.ApiKeyV1 },
    },
    async ({ params, credential }) => {
      const account = await accountInTree(db, credential.accountId, params.accountKey)
      const key = await findKey(db, account.id, params.key.toUpperCase())
      if (!key) throw noSuchKey()
      return presentKeyV1(key, account.key)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'update-api-key-deprecated',
      method: 'PUT',
      path: one,
      summary: 'Change an API key of an account (deprecated)',
      description: 'Use `PUT /settings/2/api-keys/{apiKeyId}`. What is left out stays as it is.',
      params: wire.ApiKeyPathV1,
      body: wire.ChangedApiKeyV1,
      answers: { 200: wire.ApiKeyV1 },
    },
    async ({ params, body, credential }) => {
      const account = await openAccount(db, credential, params.accountKey)
      const stored = await findKey(db, account.id, params.key.toUpperCase())
      if (!stored) throw noSuchKey()
      const ofRoot = account.id === ROOT_ACCOUNT
      const settings = readSettings(inNewerWords(body), credential, ofRoot, stored)
      const changed = await keys.update(merged(stored, settings, body.name))
      if (!changed) throw noSuchKey()
      return presentKeyV1(changed, account.key)
    },
  )
}

async function openAccount(
  db: KeyNeeds['db'],
  credential: Credential,
  accountKey: string,
): Promise<TreeRow> {
  const account = await accountInTree(db, credential.accountId, accountKey)
  if (account.state === 'closed')
    throw new Rejection('CONFLICT', { text: 'The account is closed; it has no keys any more.' })
  return account
}

const inNewerWords = ({ permissions, ...rest }: wire.ChangedApiKeyV1) => ({
  ...rest,
  ...(permissions ? { permissions: permissions.map((name) => storedNames[name]) } : {}),
})

const presentKeyV1 = (key: ApiKeyRow, accountKey: string): wire.ApiKeyV1 => ({
  key: key.id,
  accountKey,
  name: key.name,
  allowedIPs: key.allowed_ips,
  validFrom: wireTime(key.valid_from),
  validTo: wireTime(key.valid_to),
  enabled: key.enabled,
  permissions: key.permissions.flatMap((name) => olderNames.get(name) ?? []),
})
