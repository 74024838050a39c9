import { badField, parseWireTime, type Credential, type PlatformPair } from '../core/http/index.ts'
import { readNetwork } from './addresses.ts'
import { newKeyId } from './api-keys.ts'
import { refuseGrant } from './scopes.ts'
import type { ApiKeyRow, StoredPair } from './store/api-keys.ts'

/** What a request says of an API key, in the words of either version of the API; what it leaves out is absent. */
interface Said {
  name?: string
  enabled?: boolean
  allowedIPs?: readonly string[]
  validFrom?: string
  validTo?: string
  /** As they are stored; none: PUBLIC_API. */
  permissions?: readonly string[]
  platform?: readonly PlatformPair[]
  scopeGuids?: readonly string[]
}

interface Settings {
  scopes?: string[] | null
  permissions?: string[]
  allowedIps?: string[]
  platform?: StoredPair[]
  enabled?: boolean
  validFrom?: Date
  validTo?: Date
}

/**
 * Reads and checks what a key is to be.
 * @param base the key as it is, or the instant at which a new one is made
 * @throws BAD_REQUEST; FORBIDDEN for more than the credential itself may do
 */
export function readSettings(
  body: Said,
  credential: Credential,
  ofRootAccount: boolean,
  base: ApiKeyRow | Date,
): Settings {
  const stored =
    base instanceof Date ? { scopes: null, valid_from: base, valid_to: undefined } : base
  const settings: Settings = {}
  if (body.scopeGuids !== undefined)
    settings.scopes = body.scopeGuids.length === 0 ? null : [...new Set(body.scopeGuids)]
  const scopes = settings.scopes === undefined ? stored.scopes : settings.scopes
  refuseGrant(credential, scopes, 'scopeGuids', ofRootAccount)
  if (body.permissions)
    settings.permissions =
      body.permissions.length === 0 ? ['PUBLIC_API'] : [...new Set(body.permissions)]
  if (body.allowedIPs) settings.allowedIps = body.allowedIPs.map(readAllowed)
  if (body.platform) settings.platform = body.platform.map(readPair)
  if (body.enabled !== undefined) settings.enabled = body.enabled
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
const readPair = ({ applicationId, entityId, action = 'FILL' }: PlatformPair): StoredPair => ({
  key: newKeyId(),
  applicationId,
  ...(entityId === undefined ? {} : { entityId }),
  action,
})

function readTime(text: string, field: string): Date {
  const time = parseWireTime(text)
  if (!time) throw badField(field, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  return time
}

/** A key as it is to be stored: what was not said stays. */
export const merged = (stored: ApiKeyRow, settings: Settings, name?: string): ApiKeyRow => ({
  ...stored,
  name: name?.trim() ?? stored.name,
  enabled: settings.enabled ?? stored.enabled,
  scopes: settings.scopes === undefined ? stored.scopes : settings.scopes,
  permissions: settings.permissions ?? stored.permissions,
  allowed_ips: settings.allowedIps ?? stored.allowed_ips,
  platform: settings.platform ?? stored.platform,
  valid_from: settings.validFrom ?? stored.valid_from,
  valid_to: settings.validTo ?? stored.valid_to,
})
