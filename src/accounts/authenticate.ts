import type { FastifyRequest } from 'fastify'
import { Rejection, type Authenticate, type Credential } from '../core/http/index.ts'
import { ACTING_HEADER, type Acting } from './acting.ts'
import type { ApiKeys } from './api-keys.ts'
import { credentialOf, type People } from './people.ts'
import type { RequestRate } from './request-rate.ts'
import { beforeSecondFactor } from './second-factors/before-second-factor.ts'
import type { Sessions } from './sessions.ts'
import type { Tokens } from './tokens.ts'

export const SESSION_COOKIE = 'trunkline_session'

export interface CredentialSources {
  keys: ApiKeys
  people: People
  sessions: Sessions
  tokens: Tokens
  rate: RequestRate
  acting: Acting
}

/** Whether a session is used by it, or only looked at. */
export type Asking = 'use' | 'look'

/** What `Authorization` says: its scheme in lower case, and the rest. null when it says nothing. */
export function readAuthorization(
  header: string | undefined,
): { scheme: string; value: string } | null {
  const text = header?.trim() ?? ''
  // The npm client sends the word when it has no credential.
  if (text === '' || text === 'undefined') return null
  const blank = text.indexOf(' ')
  if (blank < 0) return { scheme: text.toLowerCase(), value: '' }
  return { scheme: text.slice(0, blank).toLowerCase(), value: text.slice(blank + 1).trim() }
}

/**
 * Finds out who is asking, by header, else by the portal's cookie; and in which account they act: their own, or one below
 * it that the header `Trunkline-Account` names.
 */
export const authenticator =
  (sources: CredentialSources, asking: Asking = 'use'): Authenticate =>
  async (request) => {
    const said = readAuthorization(request.headers.authorization)
    const cookie = request.cookies?.[SESSION_COOKIE]
    if (said === null && (cookie === undefined || cookie === '')) return null
    const credential =
      said === null
        ? await sources.sessions[asking]('portal', cookie!, request.ip)
        : await byHeader(sources, said, request, asking)
    if (
      credential.mustSetUpSecondFactor &&
      !beforeSecondFactor.has(request.routeOptions?.config.operation?.id ?? '')
    )
      throw new Rejection('FORBIDDEN', {
        text: 'Your account asks for a second factor, and you have none.',
        action: 'Set one up in the portal; nothing else is allowed before.',
      })
    await sources.rate.count(credential)
    return sources.acting.in(credential, actingHeader(request))
  }

/** A header that comes twice is joined by commas, and then names no account. */
export const actingHeader = (request: FastifyRequest): string | undefined =>
  request.headers[ACTING_HEADER]?.toString()

function byHeader(
  { keys, people, sessions, tokens }: CredentialSources,
  { scheme, value }: { scheme: string; value: string },
  request: FastifyRequest,
  asking: Asking,
): Promise<Credential> {
  switch (scheme) {
    case 'app':
      return keys.use(value, request.ip)
    case 'basic':
      return byPassword(people, value, request.ip)
    case 'ibsso':
      return sessions[asking]('api', value, request.ip)
    case 'bearer':
      return tokens.use(value, request.ip)
    default:
      throw new Rejection('UNAUTHORIZED', {
        text: 'The Authorization header has an unknown scheme.',
        action: 'Send App, Basic, IBSSO or Bearer.',
      })
  }
}

/** RFC 7617: base64 of user and password with a colon between; the password may have colons, in UTF-8. */
async function byPassword(people: People, value: string, ip: string): Promise<Credential> {
  const text = Buffer.from(value, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  // U+0000 is in no address, and PostgreSQL would refuse to look for it.
  if (colon < 1 || text.includes('\0')) throw new Rejection('UNAUTHORIZED')
  return credentialOf(
    await people.logInForApi(text.slice(0, colon), text.slice(colon + 1), ip),
    'basic',
  )
}
