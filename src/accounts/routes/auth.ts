import { badField, errorBody, refuseText, Rejection, type App } from '../../core/http/index.ts'
import { readAuthorization } from '../authenticate.ts'
import type { LogInNotes } from '../log-in-notes.ts'
import type { People } from '../people.ts'
import type { Sessions } from '../sessions.ts'
import { TOKEN_SECONDS, type Tokens } from '../tokens.ts'
import * as wire from '../wire.ts'

const shared = { product: 'account-management', envelope: 1 } as const

/** `/auth/1`: tokens for the compatible API. */
export function addAuth(
  app: App,
  {
    people,
    sessions,
    tokens,
    notes,
  }: { people: People; sessions: Sessions; tokens: Tokens; notes: LogInNotes },
): void {
  app.operation(
    {
      ...shared,
      id: 'create-session',
      method: 'POST',
      path: '/auth/1/session',
      summary: 'Log in for an IBSSO token',
      description: 'The token is over after an hour without use, and after a day in any case.',
      access: 'none',
      body: wire.SessionRequest,
      answers: { 200: wire.Session },
    },
    async ({ body, request }) => {
      const member = await people.logInForApi(body.username, body.password, request.ip)
      const boundIp = body.unsafe === true ? null : request.ip
      const token = await sessions.begin('api', member, boundIp, 'password', {
        ip: request.ip,
        userAgent: request.headers['user-agent'],
      })
      await notes.loggedIn(member, request.ip, 'password, for an API token')
      return { token }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'destroy-session',
      audit: 'none',
      method: 'DELETE',
      path: '/auth/1/session',
      summary: 'End an IBSSO token',
      access: 'any',
      answers: { 200: null },
    },
    async ({ credential, request }) => {
      const said = readAuthorization(request.headers.authorization)
      if (credential.kind !== 'session' || said === null)
        throw new Rejection('UNAUTHORIZED', {
          action: 'Send the token to be ended: Authorization: IBSSO <token>.',
        })
      const owner = await sessions.end(said.value)
      if (owner) await notes.loggedOut(owner, request.ip)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'create-oauth2-token',
      method: 'POST',
      path: '/auth/1/oauth2/token',
      summary: 'Get a bearer token',
      description:
        'Client credentials (RFC 6749 §4.4) in the form or in the query string: the id and the secret of an API key.',
      access: 'none',
      query: wire.TokenRequest,
      body: wire.TokenRequest,
      bodyOptional: true,
      answers: { 200: wire.Token, 401: wire.TokenRefused, 403: wire.TokenRefused },
    },
    async ({ query, body, request, reply }) => {
      const { clientId, clientSecret } = readTokenRequest({
        ...query,
        ...(body as wire.TokenRequest | null | undefined),
      })
      try {
        const token = await tokens.grant(clientId, clientSecret, request.ip)
        return { access_token: token, expires_in: TOKEN_SECONDS, token_type: 'Bearer' }
      } catch (refusal) {
        const error = refusal instanceof Rejection ? oauthErrors[refusal.kind.status] : undefined
        if (!(refusal instanceof Rejection) || error === undefined) throw refusal
        void reply.code(refusal.kind.status)
        return { error, ...errorBody(refusal, 1) }
      }
    },
  )
}

/** RFC 6749 §5.2: a client that is wrong, or may not do this, has an error word of its own beside the usual body. */
const oauthErrors: Readonly<Record<number, string>> = {
  401: 'invalid_client',
  403: 'unauthorized_client',
}

/** Each of the three may come in the form or in the query string, so that neither schema can require it. */
function readTokenRequest(said: Record<string, unknown>): {
  clientId: string
  clientSecret: string
} {
  const read = (name: keyof wire.TokenRequest): string => {
    const value = said[name]
    if (typeof value !== 'string' || value === '') throw badField(name, 'is required')
    refuseText(value, name)
    return value
  }
  if (read('grant_type') !== 'client_credentials')
    throw badField('grant_type', 'must be client_credentials')
  return { clientId: read('client_id'), clientSecret: read('client_secret') }
}
