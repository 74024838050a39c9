import { createHmac } from 'node:crypto'
import { badField } from '../core/http/index.ts'
import { checkHeaders } from './headers.ts'
import type { WireCredentials } from './wire.ts'

/** How an address is told who we are. */
export type Credentials =
  | { kind: 'BASIC'; username: string; password: string }
  | { kind: 'HMAC'; secretKey: string; algorithm: HmacAlgorithm }
  | OauthCredentials
  | { kind: 'CUSTOM'; headers: Readonly<Record<string, string>> }
export type HmacAlgorithm = keyof typeof digests
export interface OauthCredentials {
  kind: 'OAUTH'
  tokenUrl: string
  grantType: (typeof grantTypes)[number]
  clientId?: string
  clientSecret?: string
  scope?: string
  username?: string
  password?: string
  resource?: string
  refreshToken?: string
  headers?: Readonly<Record<string, string>>
}

/** The name a digest goes by in node:crypto, and before the signature in the header. */
const digests = {
  HMAC_MD5: 'md5',
  HMAC_SHA_1: 'sha1',
  HMAC_SHA_224: 'sha224',
  HMAC_SHA_256: 'sha256',
  HMAC_SHA_384: 'sha384',
  HMAC_SHA_512: 'sha512',
} as const
const grantTypes = ['client_credentials', 'password', 'refresh_token'] as const

/** Stands for a secret in answers; sent back, it means that the secret stays as it is. */
export const MASK = '********'
export const SIGNATURE_HEADER = 'x-hub-signature'

/** The value of the signature's header: the digest's name, an equals sign, and the HMAC of the body in hexadecimal. */
export const signature = (algorithm: HmacAlgorithm, secretKey: string, body: string): string =>
  `${digests[algorithm]}=${createHmac(digests[algorithm], secretKey).update(body).digest('hex')}`

/**
 * Reads what a request says; a masked secret is taken from what is stored.
 * @throws BAD_REQUEST naming the member that is missing or wrong
 */
export function readCredentials(
  kind: Credentials['kind'],
  given: WireCredentials,
  stored: Credentials | null,
  addressFault: (address: string) => string | undefined,
): Credentials {
  const before = (stored?.kind === kind ? stored : {}) as Readonly<Record<string, unknown>>
  const secret = (name: keyof WireCredentials): string | undefined => {
    const value = given[name] as string | undefined
    return value === MASK ? (before[name] as string | undefined) : value || undefined
  }
  const needed = (name: keyof WireCredentials): string => {
    const value = secret(name)
    if (value === undefined || value === '')
      throw badField(`credentials.${name}`, `is needed for ${kind}`)
    return value
  }
  if (kind === 'OAUTH' && before['tokenUrl'] !== undefined) refuseElsewhere(given, before)
  switch (kind) {
    case 'BASIC':
      return { kind, username: needed('username'), password: needed('password') }
    case 'HMAC':
      return {
        kind,
        secretKey: needed('secretKey'),
        algorithm: needed('algorithm') as HmacAlgorithm,
      }
    case 'CUSTOM':
      return { kind, headers: unmasked(given.headers ?? {}, before['headers']) }
    case 'OAUTH':
      return readOauth(given, needed, secret, before['headers'], addressFault)
  }
}

/** What was said to one address is not to be shown to another by whoever never knew it. */
function refuseElsewhere(given: WireCredentials, before: Readonly<Record<string, unknown>>): void {
  if (given.tokenUrl === before['tokenUrl']) return
  const kept = SECRETS.find((name) => given[name] === MASK)
  const header = Object.entries(given.headers ?? {}).find(([, value]) => value === MASK)
  const name = kept ?? (header && `headers.${header[0]}`)
  if (name !== undefined)
    throw badField(`credentials.${name}`, 'is needed anew with another tokenUrl')
}

function readOauth(
  given: WireCredentials,
  needed: (name: keyof WireCredentials) => string,
  secret: (name: keyof WireCredentials) => string | undefined,
  headersBefore: unknown,
  addressFault: (address: string) => string | undefined,
): OauthCredentials {
  const tokenUrl = needed('tokenUrl')
  const fault = addressFault(tokenUrl)
  if (fault) throw badField('credentials.tokenUrl', fault)
  const grantType = grantTypes.find((one) => one === needed('grantType').toLowerCase())
  if (!grantType) throw badField('credentials.grantType', `must be one of ${grantTypes.join(', ')}`)
  if (grantType === 'password') needed('password')
  if (grantType === 'refresh_token') needed('refreshToken')
  const read: Record<string, unknown> = { kind: 'OAUTH', tokenUrl, grantType }
  for (const name of [
    'clientId',
    'clientSecret',
    'scope',
    'username',
    'password',
    'resource',
    'refreshToken',
  ] as const) {
    const value = secret(name)
    if (value !== undefined) read[name] = value
  }
  if (given.headers) read['headers'] = unmasked(given.headers, headersBefore)
  return read as unknown as OauthCredentials
}

function unmasked(given: Readonly<Record<string, string>>, stored: unknown) {
  const before = (stored ?? {}) as Readonly<Record<string, string>>
  checkHeaders(given, 'credentials.headers')
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      value === MASK ? (before[name] ?? '') : value,
    ]),
  )
}

const SECRETS = ['password', 'secretKey', 'clientSecret', 'refreshToken'] as const

/** As it may be shown: names stay, secrets are masked. */
export function masked({ kind: _kind, ...rest }: Credentials): WireCredentials {
  const shown: Record<string, unknown> = { ...rest }
  for (const name of SECRETS) if (shown[name] !== undefined) shown[name] = MASK
  if (shown['headers'])
    shown['headers'] = Object.fromEntries(
      Object.keys(shown['headers'] as object).map((name) => [name, MASK]),
    )
  return shown as WireCredentials
}
