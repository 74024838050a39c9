import {
  badField,
  parseWireTime,
  Rejection,
  wireTime,
  type App,
  type Credential,
} from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import { readNetwork } from '../addresses.ts'
import type { ApiKeys } from '../api-keys.ts'
import { refuseGrant } from '../scopes.ts'
import { findAccount } from '../store/accounts.ts'
import {
  countKeys,
  findKey,
  listKeys,
  type ApiKeyRow,
  type KeyFilter,
  type PlatformPair,
} from '../store/api-keys.ts'
import * as wire from '../wire.ts'

const shared = {
  product: 'account-management',
  envelope: 2,
  access: ['account-management:manage'],
} as const
const path = '/settings/2/api-keys'
const one = `${path}/:apiKeyId`

/** `/settings/2/api-keys`: the account's own keys. The secret is in the answer to making one, and never again. */
export function addApiKeys(
  app: App,
  { db, keys, clock }: { db: Db; keys: ApiKeys; clock: Clock },
): void {
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
      const accountKey = await ownAccountKey(db, credential, query.accountId)
      const filter: KeyFilter = {
        name: query.name,
        enabled: query.enabled,
        secretHash: query.apiKeySecret === undefined ? undefined : keys.hashOf(query.apiKeySecret),
      }
      const { page = 0, size = 20, orderBy = 'createdAt' } = query
      const descending =
        (query.orderDirection ?? (orderBy === 'createdAt' ? 'DESC' : 'ASC')).toUpperCase() ===
        'DESC'
      const found = await listKeys(db, credential.accountId, filter, {
        orderBy,
        descending,
        offset: page * size,
        limit: size,
      })
      const totalCount = await countKeys(db, credential.accountId, filter)
      return {
        apiKeys: found.map((key) => presentKey(key, accountKey)),
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
      const accountKey = await ownAccountKey(db, credential, body.accountId)
      const settings = readSettings(body, credential, clock.now())
      const made = await keys.create(db, credential.accountId, {
        ...settings,
        name: body.name.trim(),
      })
      return { ...presentKey(made.key, accountKey), apiKeySecret: made.secret }
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
    async ({ params, credential }) =>
      presentKey(
        await ownKey(db, credential, params.apiKeyId),
        await ownAccountKey(db, credential, undefined),
      ),
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
      const accountKey = await ownAccountKey(db, credential, body.accountId)
      const stored = await ownKey(db, credential, params.apiKeyId)
      const changed = await keys.update(
        merged(stored, readSettings(body, credential, stored), body),
      )
      if (!changed) throw noSuchKey()
      return presentKey(changed, accountKey)
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
      if (!(await keys.remove(credential.accountId, params.id.toUpperCase()))) throw noSuchKey()
    },
  )
}

/** A credential acts in its own account only. @throws FORBIDDEN whether the other one exists or not */
async function ownAccountKey(
  db: Db,
  credential: Credential,
  named: string | undefined,
): Promise<string> {
  const account = await findAccount(db, credential.accountId)
  if (!account) throw new Rejection('UNAUTHORIZED')
  if (named !== undefined && named !== '' && named.toUpperCase() !== account.key)
    throw new Rejection('FORBIDDEN', {
      text: 'The credential acts in its own account only.',
      action: 'Leave accountId out, or use a credential of that account.',
    })
  return account.key
}

async function ownKey(db: Db, credential: Credential, keyId: string): Promise<ApiKeyRow> {
  const key = await findKey(db, credential.accountId, keyId.toUpperCase())
  if (!key) throw noSuchKey()
  return key
}

const noSuchKey = () =>
  new Rejection('NOT_FOUND', { text: 'The account has no API key with this id.' })

interface Settings {
  scopes?: string[] | null
  permissions?: string[]
  allowedIps?: string[]
  platform?: PlatformPair[]
  validFrom?: Date
  validTo?: Date
}

/**
 * What a request says of a key; what it leaves out is absent.
 * @param base the key as it is, or the instant at which a new one is made
 */
function readSettings(
  body: wire.NewApiKey | wire.ChangedApiKey,
  credential: Credential,
  base: ApiKeyRow | Date,
): Settings {
  const stored =
    base instanceof Date ? { scopes: null, valid_from: base, valid_to: undefined } : base
  const settings: Settings = {}
  if (body.scopeGuids !== undefined)
    settings.scopes = body.scopeGuids.length === 0 ? null : [...new Set(body.scopeGuids)]
  refuseGrant(
    credential,
    settings.scopes === undefined ? stored.scopes : settings.scopes,
    'scopeGuids',
  )
  if (body.permissions) settings.permissions = [...new Set(body.permissions)]
  if (body.allowedIPs) settings.allowedIps = body.allowedIPs.map(readAllowed)
  if (body.platform) settings.platform = body.platform.map(readPlatform)
  if (body.validFrom !== undefined) settings.validFrom = readTime(body.validFrom, 'validFrom')
  if (body.validTo !== undefined) settings.validTo = readTime(body.validTo, 'validTo')
  const { validFrom = stored.valid_from, validTo = stored.valid_to } = settings
  if (validTo !== undefined && validTo <= validFrom)
    throw badField('validTo', 'must be later than validFrom')
  return settings
}

function readAllowed(text: string, index: number): string {
  const trimmed = text.trim()
  if (readNetwork(trimmed) === null)
    throw badField(`allowedIPs[${index}]`, 'must be an address, or a network such as 10.0.0.0/8')
  return trimmed
}

/** Field by field: what else a client sends is not kept. */
const readPlatform = ({ applicationId, entityId, action }: PlatformPair): PlatformPair => ({
  applicationId,
  ...(entityId === undefined ? {} : { entityId }),
  ...(action === undefined ? {} : { action }),
})

function readTime(text: string, field: string): Date {
  const time = parseWireTime(text)
  if (!time) throw badField(field, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  return time
}

const merged = (stored: ApiKeyRow, settings: Settings, body: wire.ChangedApiKey): ApiKeyRow => ({
  ...stored,
  name: body.name?.trim() ?? stored.name,
  enabled: body.enabled ?? stored.enabled,
  scopes: settings.scopes === undefined ? stored.scopes : settings.scopes,
  permissions: settings.permissions ?? stored.permissions,
  allowed_ips: settings.allowedIps ?? stored.allowed_ips,
  platform: settings.platform ?? stored.platform,
  valid_from: settings.validFrom ?? stored.valid_from,
  valid_to: settings.validTo ?? stored.valid_to,
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
  platform: key.platform.map(readPlatform),
  scopeGuids: key.scopes ?? [],
})
