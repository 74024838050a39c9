import { badField, errorBody, refuseText, Rejection, type App } from '../../core/http/index.ts'
import { readAuthorization } from '../authenticate.ts'
import type { People } from '../people.ts'
import type { Sessions } from '../sessions.ts'
import { TOKEN_SECONDS, type Tokens } from '../tokens.ts'
import * as wire from '../wire.ts'

const shared = { product: 'account-management', envelope: 1 } as const

/** `/auth/1`: tokens for the compatible API. */
export function addAuth(
  app: App,
  { people, sessions, tokens }: { people: People; sessions: Sessions; tokens: Tokens },
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
      const member = await people.logIn(body.username, body.password, request.ip)
      return {
        token: await sessions.begin('api', member, body.unsafe === true ? null : request.ip),
      }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'destroy-session',
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
      await sessions.end(said.value)
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
      answers: { 200: wire.Token, 401: wire.TokenRefused },
    },
    async ({ query, body, request, reply }) => {
      const { clientId, clientSecret } = readTokenRequest({
        ...query,
        ...(body as wire.TokenRequest | undefined),
      })
      try {
        const token = await tokens.grant(clientId, clientSecret, request.ip)
        return { access_token: token, expires_in: TOKEN_SECONDS, token_type: 'Bearer' }
      } catch (refusal) {
        // RFC 6749 §5.2: a wrong client has an error word of its own beside the usual body.
        if (!(refusal instanceof Rejection) || refusal.kind.status !== 401) throw refusal
        void reply.code(401)
        return { error: 'invalid_client', ...errorBody(refusal, 1) }
      }
    },
  )
}

/** The form is not checked by its schema, since the values may come in the query string instead. */
function readTokenRequest(said: Record<string, unknown>): {
  clientId: string
  clientSecret: string
} {
  const read = (name: keyof wire.TokenRequest, charactersMax: number): string => {
    const value = said[name]
    if (typeof value !== 'string' || value === '') throw badField(name, 'is required')
    if (value.length > charactersMax)
      throw badField(name, `must not have more than ${charactersMax} characters`)
    refuseText(value, name)
    return value
  }
  if (read('grant_type', 100) !== 'client_credentials')
    throw badField('grant_type', 'must be client_credentials')
  return { clientId: read('client_id', 254), clientSecret: read('client_secret', 1024) }
}
