import type { FastifyRequest } from 'fastify'
import { badField, Rejection, wireTime, type App, type Credential } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import { SESSION_COOKIE } from '../authenticate.ts'
import type { People } from '../people.ts'
import {
  belongsElsewhere,
  readLoginPolicy,
  writeLoginPolicy,
  type FactorRow,
  type LoginPolicyRow,
} from '../store/second-factors.ts'
import { deleteSessionsOfUser, findMember, type MemberRow } from '../store/users.ts'
import type { Challenges } from './challenges.ts'
import type { AtPortal, FreshProof } from './fresh-proof.ts'
import type { SecondFactors } from './second-factors.ts'
import * as wire from './wire.ts'

const shared = { product: 'accounts', envelope: 2 } as const
const own = { ...shared, access: 'any' } as const
const path = '/accounts/1/me/second-factors'

export interface SecondFactorNeeds {
  db: Db
  clock: Clock
  people: People
  factors: SecondFactors
  challenges: Challenges
  proof: FreshProof
  /** After a change of a person or an account. */
  forget(): void
}

/** `/accounts/1/me/second-factors`, the proof that changes to them need, and what an account asks of its people. */
export function addSecondFactors(app: App, needs: SecondFactorNeeds): void {
  addList(app, needs)
  addTotp(app, needs)
  addPasskeys(app, needs)
  addChanges(app, needs)
  addProof(app, needs)
  addReset(app, needs)
  addPolicy(app, needs)
}

const atPortal = (needs: SecondFactorNeeds, credential: Credential, request: FastifyRequest) =>
  needs.proof.person(credential, request, SESSION_COOKIE)

/** The person at the portal, who showed lately who they are. */
async function freshAtPortal(
  needs: SecondFactorNeeds,
  credential: Credential,
  request: FastifyRequest,
): Promise<AtPortal> {
  const person = await atPortal(needs, credential, request)
  needs.proof.require(person)
  return person
}

function addList(app: App, needs: SecondFactorNeeds): void {
  app.operation(
    {
      ...own,
      id: 'list-second-factors',
      method: 'GET',
      path,
      summary: 'My second factors',
      answers: { 200: wire.FactorList },
    },
    async ({ credential, request }) => {
      const { member, freshUntil } = await atPortal(needs, credential, request)
      const { factors, recoveryCodesLeft } = await needs.factors.of(member.user_id)
      const kinds = await needs.factors.kindsOf(member.user_id)
      return {
        factors: factors.map(present),
        recoveryCodesLeft,
        required: member.second_factor_required,
        freshUntil: freshUntil && wireTime(freshUntil),
        proveBy: member.has_second_factor ? kinds : ['PASSWORD'],
        passkeyOrigin: needs.factors.party?.origin ?? null,
      } satisfies wire.FactorList
    },
  )
}

function addTotp(app: App, needs: SecondFactorNeeds): void {
  app.operation(
    {
      ...own,
      id: 'begin-totp',
      method: 'POST',
      path: `${path}/totp`,
      summary: 'Set up an authenticator app',
      description:
        'The secret counts once its first code was given to the operation below. Needs a fresh proof, as all changes here.',
      body: wire.NewTotp,
      answers: { 201: wire.TotpSetUp },
    },
    async ({ body, credential, request }) => {
      const { member } = await freshAtPortal(needs, credential, request)
      return needs.factors.beginTotp(member, body.name.trim())
    },
  )
  app.operation(
    {
      ...own,
      id: 'confirm-totp',
      method: 'POST',
      path: `${path}/totp/:id/confirm`,
      summary: 'Finish setting up an authenticator app',
      params: wire.FactorPath,
      body: wire.TotpCode,
      answers: { 200: wire.NewFactor },
    },
    async ({ params, body, credential, request }) => {
      const { member } = await freshAtPortal(needs, credential, request)
      const made = await needs.factors.confirmTotp(member, params.id, body.code, request.ip)
      return { factor: present(made.factor), recoveryCodes: made.recoveryCodes }
    },
  )
}

function addPasskeys(app: App, needs: SecondFactorNeeds): void {
  app.operation(
    {
      ...own,
      id: 'begin-passkey',
      method: 'POST',
      path: `${path}/passkeys`,
      summary: 'Set up a passkey: what the browser is to make',
      answers: { 200: wire.PasskeyQuestion },
    },
    async ({ credential, request }) => {
      const { member } = await freshAtPortal(needs, credential, request)
      const whose = { accountId: member.account_id, userId: member.user_id }
      const { token, expiresAt } = await needs.challenges.begin('register', whose, request.ip)
      const passkey = await needs.factors.beginPasskey(member, token)
      return { challenge: token, passkey, expiresAt: wireTime(expiresAt) }
    },
  )
  app.operation(
    {
      ...own,
      id: 'finish-passkey',
      method: 'POST',
      path: `${path}/passkeys/finish`,
      summary: 'Finish setting up a passkey',
      body: wire.NewPasskey,
      answers: { 201: wire.NewFactor },
    },
    async ({ body, credential, request }) => {
      const { member } = await freshAtPortal(needs, credential, request)
      const asked = await tryOwn(needs, 'register', body.challenge, member, request.ip)
      const made = await needs.factors.finishPasskey(
        member,
        body.name.trim(),
        // What a browser made more of it than we read goes through as it is; the signature is over all of it.
        body.registration as Parameters<SecondFactors['finishPasskey']>[2],
        body.challenge,
      )
      await needs.challenges.end(asked)
      return { factor: present(made.factor), recoveryCodes: made.recoveryCodes }
    },
  )
}

/** @throws BAD_REQUEST when the challenge is over or another person's: the session itself is fine */
async function tryOwn(
  { challenges }: SecondFactorNeeds,
  purpose: 'register' | 'proof',
  token: string,
  member: MemberRow,
  ip: string,
) {
  const found = await challenges.try(purpose, token, ip).catch((refusal: unknown) => {
    if (refusal instanceof Rejection && refusal.kind.status === 401)
      throw badField('challenge', 'is over; begin again')
    throw refusal
  })
  if (found.user_id !== member.user_id) throw badField('challenge', 'is over; begin again')
  return found
}

function addChanges(app: App, needs: SecondFactorNeeds): void {
  app.operation(
    {
      ...own,
      id: 'rename-second-factor',
      method: 'PUT',
      path: `${path}/:id`,
      summary: 'Rename a second factor',
      params: wire.FactorPath,
      body: wire.FactorName,
      answers: { 200: wire.Factor },
    },
    async ({ params, body, credential, request }) => {
      const { member } = await freshAtPortal(needs, credential, request)
      return present(await needs.factors.rename(member.user_id, params.id, body.name.trim()))
    },
  )
  app.operation(
    {
      ...own,
      id: 'delete-second-factor',
      method: 'DELETE',
      path: `${path}/:id`,
      summary: 'Remove a second factor',
      description: 'With the last one go the recovery codes.',
      params: wire.FactorPath,
      answers: { 204: null },
    },
    async ({ params, credential, request }) => {
      const { member } = await freshAtPortal(needs, credential, request)
      await needs.factors.remove(member, params.id)
    },
  )
  app.operation(
    {
      ...own,
      id: 'create-recovery-codes',
      method: 'POST',
      path: '/accounts/1/me/recovery-codes',
      summary: 'Make new recovery codes',
      description: 'Ten, each good for one use. The old ones stop working.',
      answers: { 201: wire.RecoveryCodes },
    },
    async ({ credential, request }) => {
      const { member } = await freshAtPortal(needs, credential, request)
      return { recoveryCodes: await needs.factors.makeRecoveryCodes(member) }
    },
  )
}

function addProof(app: App, needs: SecondFactorNeeds): void {
  app.operation(
    {
      ...own,
      id: 'begin-passkey-proof',
      method: 'POST',
      path: '/accounts/1/me/proof/passkey',
      summary: 'Show who I am by a passkey: what to sign',
      answers: { 200: wire.PasskeyQuestion },
    },
    async ({ credential, request }) => {
      const { member } = await atPortal(needs, credential, request)
      const whose = { accountId: member.account_id, userId: member.user_id }
      const { token, expiresAt } = await needs.challenges.begin('proof', whose, request.ip)
      const passkey = await needs.factors.questionFor(member.user_id, token)
      if (passkey === null)
        throw new Rejection('CONFLICT', {
          text: 'You have no passkey that works here.',
          action: 'Use a code of your authenticator app, or a recovery code.',
        })
      return { challenge: token, passkey, expiresAt: wireTime(expiresAt) }
    },
  )
  app.operation(
    {
      ...own,
      id: 'prove-who-i-am',
      method: 'POST',
      path: '/accounts/1/me/proof',
      summary: 'Show who I am, for changes to how I log in',
      description:
        'A second factor; the password only of whoever has none. Counts for 10 minutes in this session.',
      body: wire.Proof,
      answers: { 200: wire.Proved },
    },
    async ({ body, credential, request }) => {
      const person = await atPortal(needs, credential, request)
      await showWhoIAm(needs, person.member, body, request.ip)
      return { freshUntil: wireTime(await needs.proof.note(person)) }
    },
  )
}

async function showWhoIAm(
  needs: SecondFactorNeeds,
  member: MemberRow,
  { password, challenge, ...shown }: wire.Proof,
  ip: string,
): Promise<void> {
  if (!member.has_second_factor) {
    if (password === undefined) throw badField('password', 'is required')
    return needs.people
      .checkPassword(member.account_id, member.user_id, password, ip)
      .catch((refusal: unknown) => {
        if (refusal instanceof Rejection && refusal.kind.status === 401)
          throw badField('password', 'is wrong')
        throw refusal
      })
  }
  if (shown.passkey === undefined) {
    const given = shown.code === undefined ? 'recoveryCode' : 'code'
    if (!(await needs.factors.check(member, shown, null, ip))) throw badField(given, 'is wrong')
    return
  }
  if (challenge === undefined) throw badField('challenge', 'is required')
  const asked = await tryOwn(needs, 'proof', challenge, member, ip)
  if (!(await needs.factors.check(member, { passkey: shown.passkey }, challenge, ip)))
    throw badField('passkey', 'is not one of yours')
  await needs.challenges.end(asked)
}

/** How people of the account log in is for owners to decide: it is a way to become anybody. */
export function ownersOnly(member: MemberRow, credential: Credential): void {
  if (member.role !== 'owner' || credential.actingFrom !== null)
    throw new Rejection('FORBIDDEN', {
      text: 'Only an owner of the account may change how its people log in.',
      action: 'Ask an owner to do it.',
    })
}

function addReset(app: App, needs: SecondFactorNeeds): void {
  app.operation(
    {
      ...shared,
      access: ['accounts:manage', 'account-management:manage'],
      id: 'reset-second-factors',
      method: 'DELETE',
      path: '/accounts/1/users/:userId/second-factors',
      summary: "Remove a colleague's second factors",
      description:
        'For whoever lost theirs: all factors and recovery codes go, and all sessions end. By an owner, in the portal, with a fresh proof. People who belong to other accounts as well keep theirs: this account is not theirs alone to open.',
      params: wire.UserPath,
      answers: { 204: null },
    },
    async ({ params, credential, request }) => {
      const { member } = await freshAtPortal(needs, credential, request)
      ownersOnly(member, credential)
      const colleague = await findMember(needs.db, credential.accountId, params.userId)
      if (!colleague)
        throw new Rejection('NOT_FOUND', { text: 'The account has nobody with this id.' })
      if (await belongsElsewhere(needs.db, credential.accountId, params.userId))
        throw new Rejection('CONFLICT', {
          text: 'This person belongs to other accounts as well, whose door the second factor guards too.',
          action:
            'They can use a recovery code; without one, whoever runs this installation has to help.',
        })
      await transaction(needs.db, async (tx) => {
        await needs.factors.reset(tx, colleague)
        await deleteSessionsOfUser(tx, params.userId, null)
      })
      needs.forget()
    },
  )
}

const policies = {
  optional: 'OPTIONAL',
  'owners-and-admins': 'OWNERS_AND_ADMINS',
  all: 'ALL',
} as const
const storedPolicies = {
  OPTIONAL: 'optional',
  OWNERS_AND_ADMINS: 'owners-and-admins',
  ALL: 'all',
} as const

function addPolicy(app: App, needs: SecondFactorNeeds): void {
  const policyPath = '/accounts/1/login-policy'
  app.operation(
    {
      ...shared,
      access: ['accounts:read', 'accounts:manage', 'account-management:manage'],
      id: 'get-login-policy',
      method: 'GET',
      path: policyPath,
      summary: 'How people of the account log in',
      answers: { 200: wire.LoginPolicy },
    },
    async ({ credential }) => presentPolicy(await readLoginPolicy(needs.db, credential.accountId)),
  )
  app.operation(
    {
      ...shared,
      access: ['accounts:manage', 'account-management:manage'],
      id: 'update-login-policy',
      method: 'PUT',
      path: policyPath,
      summary: 'Change how people of the account log in',
      description:
        'By an owner, in the portal, with a fresh proof. Whoever lacks a second factor that is asked for is led to set one up, and can do nothing else until then, also in sessions that are open.',
      body: wire.LoginPolicy,
      answers: { 200: wire.LoginPolicy },
    },
    async ({ body, credential, request }) => {
      const { member } = await freshAtPortal(needs, credential, request)
      ownersOnly(member, credential)
      const policy = {
        second_factor: storedPolicies[body.secondFactor],
        password_api: body.passwordApi,
      }
      await writeLoginPolicy(needs.db, credential.accountId, policy, needs.clock.now())
      needs.forget()
      return presentPolicy(policy)
    },
  )
}

const presentPolicy = (row: LoginPolicyRow | undefined): wire.LoginPolicy => ({
  secondFactor: policies[row?.second_factor ?? 'optional'],
  passwordApi: row?.password_api ?? false,
})

const present = (row: FactorRow): wire.Factor => ({
  id: row.id,
  kind: row.kind === 'totp' ? 'TOTP' : 'PASSKEY',
  name: row.name,
  createdAt: wireTime(row.created_at),
  lastUsedAt: row.last_used_at && wireTime(row.last_used_at),
})
