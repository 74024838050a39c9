import {
  badField,
  Rejection,
  requireOwnOrigin,
  type App,
  type Credential,
} from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import type { FastifyRequest } from 'fastify'
import { readAuthorization, SESSION_COOKIE } from '../authenticate.ts'
import type { Passwords } from '../passwords.ts'
import type { People } from '../people.ts'
import { scopesFor, scopesOf } from '../scopes.ts'
import { sessionLimits, type Sessions } from '../sessions.ts'
import { ROOT_ACCOUNT } from '../standing.ts'
import { deleteSessionsOfUser, readProfile, updatePassword, updateUser } from '../store/users.ts'
import * as wire from '../wire.ts'

const shared = { product: 'accounts', envelope: 2 } as const

export interface MeNeeds {
  db: Db
  clock: Clock
  people: People
  sessions: Sessions
  passwords: Passwords
  publicUrl: () => string
  /** After a change of a person. */
  forget(): void
}

/** `/accounts/1`: the person who is logged in. */
export function addMe(app: App, needs: MeNeeds): void {
  addLogIn(app, needs)
  addLogOut(app, needs)
  app.operation(
    {
      ...shared,
      id: 'get-me',
      method: 'GET',
      path: '/accounts/1/me',
      summary: 'Who I am',
      access: 'any',
      answers: { 200: wire.Me },
    },
    ({ credential }) => presentMe(needs.db, credential.accountId, personOf(credential)),
  )
  app.operation(
    {
      ...shared,
      id: 'update-me',
      method: 'PUT',
      path: '/accounts/1/me',
      summary: 'Change my name, language or password',
      description:
        'What is left out stays as it is. A new password needs the current one, and ends all other sessions.',
      access: 'any',
      body: wire.ChangedMe,
      answers: { 200: wire.Me },
    },
    async ({ body, credential, request }) => {
      const userId = personOf(credential)
      if (body.password !== undefined)
        await changePassword(needs, {
          credential,
          userId,
          request,
          password: body.password,
          current: body.currentPassword,
        })
      await updateUser(needs.db, credential.accountId, userId, {
        name: body.name?.trim(),
        locale: body.locale,
      })
      needs.forget()
      return presentMe(needs.db, credential.accountId, userId)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'list-scopes',
      method: 'GET',
      path: '/accounts/1/scopes',
      summary: 'What an API key can be allowed to do',
      access: 'any',
      answers: { 200: wire.ScopeList },
    },
    ({ credential }) => ({ results: scopesFor(credential.isRootAccount) }),
  )
}

function addLogIn(app: App, { db, people, sessions, publicUrl }: MeNeeds): void {
  app.operation(
    {
      ...shared,
      id: 'portal-log-in',
      method: 'POST',
      path: '/accounts/1/login',
      summary: 'Log in to the portal',
      description:
        'Sets the cookie `trunkline_session`. It is over after 12 hours without use, and after 7 days in any case.',
      access: 'none',
      body: wire.LogIn,
      answers: { 200: wire.Me },
    },
    async ({ body, request, reply }) => {
      // A page of somebody else could log the browser in as its own user, and watch what is typed then.
      if (request.headers.origin !== undefined) requireOwnOrigin(request, publicUrl())
      const member = await people.logIn(body.email, body.password, request.ip)
      const token = await sessions.begin('portal', member, null)
      void reply.setCookie(SESSION_COOKIE, token, {
        ...cookieSettings(publicUrl()),
        maxAge: sessionLimits.portal.wholeMs / 1_000,
      })
      return presentMe(db, member.account_id, member.user_id)
    },
  )
}

function addLogOut(app: App, { sessions, publicUrl }: MeNeeds): void {
  app.operation(
    {
      ...shared,
      id: 'portal-log-out',
      method: 'POST',
      path: '/accounts/1/logout',
      summary: 'Log out of the portal',
      // Also for a session that is over: the browser is to forget its cookie.
      access: 'none',
      answers: { 204: null },
    },
    async ({ request, reply }) => {
      requireOwnOrigin(request, publicUrl())
      const token = request.cookies[SESSION_COOKIE]
      if (token) await sessions.end(token)
      void reply.clearCookie(SESSION_COOKIE, cookieSettings(publicUrl()))
    },
  )
}

const cookieSettings = (publicUrl: string) =>
  ({
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: publicUrl.startsWith('https:'),
  }) as const

function personOf(credential: Credential): number {
  if (credential.userId === null)
    throw new Rejection('FORBIDDEN', {
      text: 'An API key is no person.',
      action: 'Use the credential of somebody who logs in.',
    })
  return credential.userId
}

async function changePassword(
  { db, clock, people, passwords, sessions }: MeNeeds,
  change: {
    credential: Credential
    userId: number
    request: FastifyRequest
    password: string
    current: string | undefined
  },
): Promise<void> {
  const { credential, userId, request } = change
  if (change.current === undefined || change.current === '')
    throw badField('currentPassword', 'is required')
  await people
    .checkPassword(credential.accountId, userId, change.current, request.ip)
    .catch((refusal: unknown) => {
      if (refusal instanceof Rejection && refusal.kind.status === 401)
        throw badField('currentPassword', 'is wrong')
      throw refusal
    })
  const passwordHash = await passwords.hash(change.password)
  const token =
    request.cookies[SESSION_COOKIE] ?? readAuthorization(request.headers.authorization)?.value
  await transaction(db, async (tx) => {
    await updatePassword(tx, credential.accountId, userId, passwordHash, false, clock.now())
    await deleteSessionsOfUser(tx, userId, token === undefined ? null : sessions.hashOf(token))
  })
}

async function presentMe(db: Db, accountId: number, userId: number): Promise<wire.Me> {
  const profile = await readProfile(db, accountId, userId)
  if (!profile) throw new Rejection('UNAUTHORIZED')
  const scopes = scopesOf(profile.role)
  return {
    user: { id: profile.user_id, email: profile.email, name: profile.name, locale: profile.locale },
    account: {
      id: profile.account_id,
      key: profile.account_key,
      name: profile.account_name,
      isRoot: profile.account_id === ROOT_ACCOUNT,
      currency: profile.currency,
      state: profile.account_state,
    },
    scopes: scopes === 'all' ? ['all'] : [...scopes],
  }
}
