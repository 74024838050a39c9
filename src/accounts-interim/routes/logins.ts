import Type from 'typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { badField, errorBody, Rejection, requireOwnOrigin, type App, type Credential } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import { OAUTH_SECONDS, SESSION_COOKIE, type Authentication } from '../authenticate.ts'
import { hashPassword, PASSWORD_CHARACTERS_MIN, type Passwords } from '../passwords.ts'
import { scopes } from '../scopes.ts'
import { findAccounts } from '../store/accounts.ts'
import * as store from '../store/logins.ts'
import * as wire from '../wire.ts'

export interface LoginParts {
  db: Db
  clock: Clock
  authentication: Authentication
  passwords: Passwords
  publicUrl: () => string
}

/** Log-ins of programs: IBSSO tokens and OAuth 2 client credentials (RFC 6749 §4.4). */
export function programLogins(app: App, { authentication, db }: LoginParts): void {
  app.operation(
    {
      id: 'create-session', method: 'POST', path: '/auth/1/session', product: 'account-management', envelope: 1,
      summary: 'Log in with user name and password for an IBSSO token',
      description: 'The token ends after an hour without use and after a day at most. It is bound to the address it was made from unless `unsafe` is true.',
      access: 'none', body: wire.SessionRequest, answers: { 200: wire.SessionAnswer },
    },
    async ({ body, request }) => {
      const who = await authentication.byPassword(body.username, body.password, request)
      return { token: await authentication.begin('IBSSO', { ...who, keyId: null }, body.unsafe ? null : request.ip) }
    },
  )
  app.operation(
    {
      id: 'destroy-session', method: 'DELETE', path: '/auth/1/session', product: 'account-management', envelope: 1,
      summary: 'Log the IBSSO token out', access: 'any', answers: { 200: null },
    },
    async ({ request }) => {
      const [, token] = /^IBSSO (\S+)$/i.exec(request.headers.authorization ?? '') ?? []
      if (token === undefined) throw new Rejection('BAD_REQUEST', { text: 'Send the token to be ended: Authorization: IBSSO <token>.' })
      await authentication.end(token)
    },
  )
  app.operation(
    {
      id: 'create-oauth2-token', method: 'POST', path: '/auth/1/oauth2/token', product: 'account-management', envelope: 1,
      summary: 'Client-credentials grant for a bearer token',
      description: "client_id is an API key's id, client_secret its secret; in a form, or in the address.",
      access: 'none', query: wire.TokenParts, body: wire.TokenParts, bodyOptional: true, answers: { 200: wire.TokenAnswer },
    },
    async ({ query, body, request, reply }) => {
      const given = { ...query, ...(body && typeof body === 'object' ? body : {}) }
      if (given.grant_type !== 'client_credentials') return oauthFault(reply, 400, 'unsupported_grant_type')
      if (typeof given.client_id !== 'string' || typeof given.client_secret !== 'string') return oauthFault(reply, 400, 'invalid_request')
      const key = await store.findApiKeyByHash(db, authentication.keyHash(given.client_secret))
      if (!key || key.api_key_id !== given.client_id) return oauthFault(reply, 401, 'invalid_client')
      // The same checks as for a request with the key itself: validity, addresses, the account's state.
      const who = await authentication.authenticate({ headers: { authorization: `App ${given.client_secret}` }, ip: request.ip, cookies: {} })
      const token = await authentication.begin('OAUTH', { accountId: who!.accountId, userId: null, keyId: key.api_key_id }, null)
      return { access_token: token, expires_in: OAUTH_SECONDS, token_type: 'Bearer' }
    },
  )
}

/** RFC 6749 §5.2, with the envelope of the compatible API beside it. */
function oauthFault(reply: FastifyReply, status: number, error: string): object {
  void reply.code(status)
  const rejection = new Rejection(status === 401 ? 'UNAUTHORIZED' : 'BAD_REQUEST')
  return { error, ...errorBody(rejection, 1) }
}

/** Log-ins of people, in the portal. */
export function portalLogins(app: App, parts: LoginParts): void {
  const { authentication, publicUrl } = parts
  app.operation(
    {
      id: 'portal-log-in', method: 'POST', path: '/accounts/1/login', product: 'accounts', envelope: 2,
      summary: 'Log in to the portal', description: 'Sets the cookie trunkline_session. Five wrong passwords make the next tries wait.',
      access: 'none', body: wire.LogIn, answers: { 200: wire.Me },
    },
    async ({ body, request, reply }) => {
      if (request.headers.origin !== undefined) requireOwnOrigin(request, publicUrl())
      const who = await authentication.byPassword(body.email, body.password, request)
      const token = await authentication.begin('COOKIE', { ...who, keyId: null }, null)
      void reply.setCookie(SESSION_COOKIE, token, cookieSettings(publicUrl()))
      return me(parts, who)
    },
  )
  app.operation(
    {
      id: 'portal-log-out', method: 'POST', path: '/accounts/1/logout', product: 'accounts', envelope: 2,
      summary: 'Log out of the portal', access: 'any', answers: { 204: null },
    },
    async ({ request, reply }) => {
      const token = tokenOf(request)
      if (token !== null) await authentication.end(token)
      void reply.clearCookie(SESSION_COOKIE, cookieSettings(publicUrl())).code(204)
    },
  )
  profile(app, parts)
}

function profile(app: App, parts: LoginParts): void {
  const { db, authentication, passwords } = parts
  app.operation(
    { id: 'get-me', method: 'GET', path: '/accounts/1/me', product: 'accounts', envelope: 2, summary: 'Who I am and what I may do', access: 'any', answers: { 200: wire.Me } },
    async ({ credential }) => me(parts, credential),
  )
  app.operation(
    {
      id: 'update-me', method: 'PUT', path: '/accounts/1/me', product: 'accounts', envelope: 2,
      summary: 'Change my name, language or password', description: 'A new password needs the current one and ends all other log-ins.',
      access: 'any', body: wire.UpdateMe, answers: { 200: wire.Me },
    },
    async ({ body, credential, request }) => {
      const user = credential.userId === null ? undefined : await store.findUser(db, credential.userId)
      if (!user) throw new Rejection('FORBIDDEN', { text: 'This credential belongs to a program, not to a person.' })
      if (body.password !== undefined) {
        if (body.password.length < PASSWORD_CHARACTERS_MIN) throw badField('password', `must have at least ${PASSWORD_CHARACTERS_MIN} characters`)
        const right = await passwords.check(body.currentPassword ?? '', user.password_hash, `${user.email.toLowerCase()} ${request.ip}`)
        if (!right) throw badField('currentPassword', 'is not right')
        await store.setPassword(db, user.user_id, await hashPassword(body.password))
        await authentication.endOthers(user.user_id, tokenOf(request))
      }
      if (body.name !== undefined || body.locale !== undefined)
        await store.updateUser(db, user.user_id, { name: body.name ?? user.name, locale: body.locale ?? user.locale })
      return me(parts, credential)
    },
  )
  app.operation(
    { id: 'list-scopes', method: 'GET', path: '/accounts/1/scopes', product: 'accounts', envelope: 2, summary: 'All scopes a key of this account may have', access: 'any', answers: { 200: wire.Scopes } },
    async ({ credential }) => ({
      results: scopes.filter((one) => credential.isRootAccount || !one.rootAccountOnly).map(({ name, description }) => ({ name, description })),
    }),
  )
}

async function me({ db }: LoginParts, who: Credential): Promise<wire.Me> {
  const user = who.userId === null ? undefined : await store.findUser(db, who.userId)
  const [account] = await findAccounts(db, [who.accountId])
  if (!account) throw new Rejection('UNAUTHORIZED')
  const all = scopes.filter((one) => who.isRootAccount || !one.rootAccountOnly).map((one) => one.name)
  return {
    user: user
      ? { id: user.user_id, email: user.email, name: user.name, locale: user.locale }
      : { id: 0, email: '', name: 'API key', locale: 'en' },
    account: { id: account.account_id, key: account.account_key, name: account.name, isRoot: who.isRootAccount, currency: account.currency, state: account.state },
    scopes: who.scopes === 'all' ? all : [...who.scopes],
  }
}

const cookieSettings = (publicUrl: string) =>
  ({ httpOnly: true, sameSite: 'strict', path: '/', secure: publicUrl.startsWith('https:') }) as const

const tokenOf = (request: FastifyRequest): string | null => request.cookies[SESSION_COOKIE] ?? null

export const KeyParams = Type.Object({ id: Type.String({ maxLength: 64 }) })
