import {
  badField,
  homeAccountOf,
  Rejection,
  type App,
  type Credential,
} from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import type { FastifyRequest } from 'fastify'
import { readAuthorization, SESSION_COOKIE } from '../authenticate.ts'
import type { PasswordPolicy } from '../password-policy.ts'
import type { Passwords } from '../passwords.ts'
import type { People } from '../people.ts'
import type { FreshProof } from '../second-factors/fresh-proof.ts'
import { scopesFor, scopesOf } from '../scopes.ts'
import type { Sessions } from '../sessions.ts'
import { personOf, ROOT_ACCOUNT } from '../standing.ts'
import type { Team } from '../team/index.ts'
import { givenRole } from '../team/routes/users.ts'
import { deleteUserLinks } from '../team/store/links.ts'
import { listMemberships } from '../team/store/members.ts'
import { findById } from '../store/tree.ts'
import { deleteSessionsOfUser, readProfile, updatePassword, updateUser } from '../store/users.ts'
import * as wire from '../wire.ts'
import { kinds } from './accounts.ts'

const shared = { product: 'accounts', envelope: 2 } as const

/** Of one person; the portal's switch lists no more. */
const MEMBERSHIPS_MAX = 200

export interface MeNeeds {
  db: Db
  clock: Clock
  people: People
  sessions: Sessions
  passwords: Passwords
  policy: PasswordPolicy
  proof: FreshProof
  tellPasswordChanged: Team['tellPasswordChanged']
  /** After a change of a person. */
  forget(): void
}

/** `/accounts/1`: the person who is logged in. */
export function addMe(app: App, needs: MeNeeds): void {
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
    ({ credential }) => {
      personOf(credential)
      return presentMe(needs.db, credential)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'update-me',
      method: 'PUT',
      path: '/accounts/1/me',
      summary: 'Change my name, language or password',
      description:
        'What is left out stays as it is. A new password needs the current one, of whoever has a second factor a fresh proof in the portal too, and ends all other sessions.',
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
      await updateUser(needs.db, homeAccountOf(credential), userId, {
        name: body.name?.trim(),
        locale: body.locale,
      })
      needs.forget()
      return presentMe(needs.db, credential)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'list-scopes',
      boundKeys: 'harmless',
      method: 'GET',
      path: '/accounts/1/scopes',
      summary: 'What an API key can be allowed to do',
      access: 'any',
      answers: { 200: wire.ScopeList },
    },
    ({ credential }) => ({ results: scopesFor(credential.isRootAccount) }),
  )
}

async function changePassword(
  { db, clock, people, passwords, policy, proof, sessions, tellPasswordChanged }: MeNeeds,
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
  await proof.requireOfTwoFactors(credential, request, SESSION_COOKIE)
  await people
    .checkPassword(homeAccountOf(credential), userId, change.current, request.ip)
    .catch((refusal: unknown) => {
      if (refusal instanceof Rejection && refusal.kind.status === 401)
        throw badField('currentPassword', 'is wrong')
      throw refusal
    })
  const accountId = homeAccountOf(credential)
  const profile = await readProfile(db, accountId, userId)
  if (!profile) throw new Rejection('UNAUTHORIZED')
  await policy.refuse(change.password, [profile.email, profile.name])
  const passwordHash = await passwords.hash(change.password)
  const token =
    request.cookies[SESSION_COOKIE] ?? readAuthorization(request.headers.authorization)?.value
  await transaction(db, async (tx) => {
    await updatePassword(tx, accountId, userId, passwordHash, false, clock.now())
    await deleteSessionsOfUser(tx, userId, token === undefined ? null : sessions.hashOf(token))
    // Whoever asked for another address may have been somebody who knew the old password.
    await deleteUserLinks(tx, userId, 'email-change')
    await tellPasswordChanged(tx, { accountId, email: profile.email, locale: profile.locale })
  })
}

/** The person at home, and the account they act in. */
export async function presentMe(db: Db, credential: Credential): Promise<wire.Me> {
  const profile = await readProfile(db, homeAccountOf(credential), personOf(credential))
  const account = await findById(db, credential.accountId)
  if (!profile || !account) throw new Rejection('UNAUTHORIZED')
  const scopes = scopesOf(profile.role, profile.role_scopes)
  const memberships = await listMemberships(db, profile.user_id, MEMBERSHIPS_MAX)
  return {
    user: { id: profile.user_id, email: profile.email, name: profile.name, locale: profile.locale },
    account: {
      id: account.id,
      key: account.key,
      name: account.name,
      kind: kinds[account.kind],
      isRoot: account.id === ROOT_ACCOUNT,
      currency: account.currency,
      state: account.state,
    },
    role: givenRole(profile),
    actingFrom:
      credential.actingFrom === null
        ? null
        : { key: profile.account_key, name: profile.account_name },
    scopes: scopes === 'all' ? ['all'] : [...scopes],
    mustSetUpSecondFactor: credential.mustSetUpSecondFactor === true,
    memberships: memberships.map((one) => ({
      accountKey: one.account_key,
      accountName: one.account_name,
      state: one.account_state,
      role: givenRole(one),
    })),
  }
}
