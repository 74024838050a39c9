import { BlockList } from 'node:net'
import type { Clock } from '../core/clock.ts'
import { badField, parseWireTime, Rejection, wireTime } from '../core/http/index.ts'
import { secretToken } from '../core/ids.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import { addNetwork, newKeyId, type Authentication } from './authenticate.ts'
import { ALL_SCOPES, scopes, ungrantable } from './scopes.ts'
import * as store from './store/logins.ts'
import type { ApiKeyRow } from './store/logins.ts'
import type { ApiKey, UpdateApiKey } from './wire.ts'

const YEAR_MS = 365 * 86_400_000
const SHOWN_CHARACTERS = 4

/** A key of an account, made with the given secret; the secret is kept as a keyed hash only. */
export async function makeApiKey(
  tx: Tx,
  authentication: Authentication,
  key: { accountId: number; name: string; secret: string; scopes: readonly string[]; validTo: Date | null; now: Date } & Partial<
    Pick<ApiKeyRow, 'allowed_ips' | 'permissions' | 'platform' | 'valid_from'>
  >,
): Promise<string> {
  const id = newKeyId(key.now.getTime())
  await store.insertApiKey(tx, {
    api_key_id: id, account_id: key.accountId, name: key.name, secret_hash: authentication.keyHash(key.secret),
    secret_start: key.secret.slice(0, SHOWN_CHARACTERS), scopes: [...key.scopes], allowed_ips: key.allowed_ips ?? [],
    valid_from: key.valid_from ?? key.now, valid_to: key.validTo, enabled: true, permissions: key.permissions ?? ['PUBLIC_API'],
    platform: key.platform ?? [], created_at: key.now,
  })
  return id
}

/** The API keys of one account, as its people and programs handle them. */
export class ApiKeyDesk {
  readonly #db: Db
  readonly #clock: Clock
  readonly #authentication: Authentication

  constructor(db: Db, clock: Clock, authentication: Authentication) {
    this.#db = db
    this.#clock = clock
    this.#authentication = authentication
  }

  async make(accountId: number, isRootAccount: boolean, asked: UpdateApiKey & { name: string }): Promise<ApiKey> {
    const now = this.#clock.now()
    const wanted = checked(asked, isRootAccount)
    const secret = secretToken()
    const id = await makeApiKey(this.#db, this.#authentication, {
      accountId, name: asked.name, secret, now,
      scopes: wanted.scopes ?? (isRootAccount ? [ALL_SCOPES] : grantable(isRootAccount)),
      validTo: wanted.validTo ?? new Date(now.getTime() + YEAR_MS),
      valid_from: wanted.validFrom ?? now,
      allowed_ips: asked.allowedIPs ?? [],
      permissions: asked.permissions ?? ['PUBLIC_API'],
      platform: asked.platform ?? [],
    })
    return { ...(await this.read(accountId, id)), apiKeySecret: secret }
  }

  async read(accountId: number, apiKeyId: string): Promise<ApiKey> {
    return present(await this.#find(accountId, apiKeyId))
  }

  async list(accountId: number, query: { name?: string; enabled?: boolean; apiKeySecret?: string; page?: number; size?: number; orderDirection?: string }) {
    const size = query.size ?? 20
    const page = query.page ?? 0
    const ascending = query.orderDirection?.toUpperCase() !== 'DESC'
    const { found, total } = await store.listApiKeys(
      this.#db,
      accountId,
      {
        ...(query.name ? { name: query.name } : {}),
        ...(query.enabled === undefined ? {} : { enabled: query.enabled }),
        ...(query.apiKeySecret ? { secretHash: this.#authentication.keyHash(query.apiKeySecret) } : {}),
      },
      { offset: page * size, size, ascending },
    )
    return {
      apiKeys: found.map(present),
      paging: { page, pageSize: size, orderDirection: ascending ? 'ASC' : 'DESC', orderBy: 'createdAt', totalCount: total, totalPages: Math.ceil(total / size) },
    }
  }

  async change(accountId: number, isRootAccount: boolean, apiKeyId: string, asked: UpdateApiKey): Promise<ApiKey> {
    const before = await this.#find(accountId, apiKeyId)
    const wanted = checked(asked, isRootAccount)
    await store.updateApiKey(this.#db, accountId, apiKeyId, {
      name: asked.name ?? before.name,
      scopes: wanted.scopes ?? before.scopes,
      allowed_ips: asked.allowedIPs ?? before.allowed_ips,
      valid_from: wanted.validFrom ?? before.valid_from,
      valid_to: wanted.validTo ?? before.valid_to,
      enabled: asked.enabled ?? before.enabled,
      permissions: asked.permissions ?? before.permissions,
      platform: asked.platform ?? before.platform,
    })
    this.#authentication.forget()
    return this.read(accountId, apiKeyId)
  }

  async remove(accountId: number, apiKeyId: string): Promise<void> {
    const gone = await store.deleteApiKey(this.#db, accountId, apiKeyId)
    this.#authentication.forget()
    if (gone === 0) throw new Rejection('NOT_FOUND', { text: 'There is no such API key.' })
  }

  async #find(accountId: number, apiKeyId: string): Promise<ApiKeyRow> {
    const found = await store.findApiKey(this.#db, accountId, apiKeyId)
    if (!found) throw new Rejection('NOT_FOUND', { text: 'There is no such API key.' })
    return found
  }
}

const grantable = (isRootAccount: boolean) =>
  scopes.filter((scope) => isRootAccount || !scope.rootAccountOnly).map((scope) => scope.name)

function checked(asked: UpdateApiKey, isRootAccount: boolean): { scopes?: string[]; validFrom?: Date; validTo?: Date } {
  for (const [index, entry] of (asked.allowedIPs ?? []).entries()) {
    try {
      addNetwork(new BlockList(), entry)
    } catch {
      throw badField(`allowedIPs[${index}]`, 'must be an address or a network such as 192.0.2.0/24')
    }
  }
  const wrong = ungrantable(asked.scopeGuids ?? [], isRootAccount)
  if (wrong.length > 0) throw badField('scopeGuids', `cannot be given here: ${wrong.slice(0, 5).join(', ')}`)
  const time = (property: 'validFrom' | 'validTo') => {
    const text = asked[property]
    if (text === undefined) return undefined
    const read = parseWireTime(text)
    if (!read) throw badField(property, 'must be a time such as 2026-11-23T20:29:00.000+0000')
    return read
  }
  const validFrom = time('validFrom')
  const validTo = time('validTo')
  if (validFrom && validTo && validTo <= validFrom) throw badField('validTo', 'must be after validFrom')
  return {
    ...(asked.scopeGuids && asked.scopeGuids.length > 0 ? { scopes: asked.scopeGuids } : {}),
    ...(validFrom ? { validFrom } : {}),
    ...(validTo ? { validTo } : {}),
  }
}

function present(key: ApiKeyRow): ApiKey {
  return {
    id: key.api_key_id,
    accountId: key.account_key,
    name: key.name,
    allowedIPs: key.allowed_ips,
    validFrom: wireTime(key.valid_from),
    ...(key.valid_to === null ? {} : { validTo: wireTime(key.valid_to) }),
    enabled: key.enabled,
    permissions: key.permissions,
    platform: key.platform as NonNullable<ApiKey['platform']>,
    scopeGuids: key.scopes.includes(ALL_SCOPES) ? scopes.map((scope) => scope.name) : key.scopes,
  }
}
