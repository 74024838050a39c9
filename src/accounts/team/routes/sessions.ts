import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../../core/clock.ts'
import { Rejection, wireTime, type App } from '../../../core/http/index.ts'
import { transaction, type Db } from '../../../core/storage/index.ts'
import { personOf } from '../../standing.ts'
import { deleteSessionsOfUser, findMember } from '../../store/users.ts'
import * as store from '../store/sessions.ts'
import type { OwnSessionRow } from '../store/sessions.ts'
import * as wire from '../wire.ts'

const shared = { product: 'accounts', envelope: 2, access: 'any' } as const
const path = '/accounts/1/sessions'

export interface SessionsNeeds {
  db: Db
  clock: Clock
  /** The keyed hash of the session that a request comes with; null when it comes with none. */
  currentOf(request: FastifyRequest): Buffer | null
  forget(): void
}

/** `/accounts/1/sessions`: where one is logged in. */
export function addSessions(app: App, { db, clock, currentOf, forget }: SessionsNeeds): void {
  app.operation(
    {
      ...shared,
      id: 'list-sessions',
      method: 'GET',
      path,
      summary: 'Where I am logged in',
      description: 'In all my accounts, the one used last first; 100 at most.',
      answers: { 200: wire.SessionList },
    },
    async ({ credential, request }) => {
      const userId = personOf(credential)
      const found = await store.listSessions(db, userId, currentOf(request), clock.now())
      return { results: found.map(presentSession) }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'end-session',
      method: 'DELETE',
      path: `${path}/:sessionId`,
      summary: 'End one of my sessions',
      params: wire.SessionPath,
      answers: { 204: null },
    },
    async ({ credential, params }) => {
      const ended = await store.deleteOwnSession(db, personOf(credential), BigInt(params.sessionId))
      if (ended === 0) throw new Rejection('NOT_FOUND')
      forget()
    },
  )
  app.operation(
    {
      ...shared,
      id: 'end-other-sessions',
      method: 'DELETE',
      path,
      summary: 'End all my other sessions and tokens',
      answers: { 204: null },
    },
    async ({ credential, request }) => {
      const userId = personOf(credential)
      await transaction(db, (tx) => deleteSessionsOfUser(tx, userId, currentOf(request)))
      forget()
    },
  )
  app.operation(
    {
      ...shared,
      id: 'switch-account',
      method: 'POST',
      path: '/accounts/1/switch',
      summary: 'Let this session act in another of my accounts',
      description:
        'Not for whoever came by the identity provider of one account and has shown nothing else since (`/accounts/1/me/proof`).',
      body: wire.Switch,
      answers: { 204: null },
    },
    async ({ credential, request, body }) => {
      const userId = personOf(credential)
      const current = currentOf(request)
      if (current === null || (credential.kind !== 'cookie' && credential.kind !== 'session'))
        throw new Rejection('BAD_REQUEST', {
          text: 'Only a session can change its account.',
          action: 'Log in, or use a key of the other account.',
        })
      await transaction(db, async (tx) => {
        const moved = await store.moveSession(tx, current, userId, body.account)
        if (!moved) throw new Rejection('NOT_FOUND')
        const member = await findMember(tx, moved.account_id, userId)
        if (member?.sso_required)
          throw new Rejection('FORBIDDEN', {
            text: 'This account is entered by its identity provider only.',
            action: 'Log out, and log in by single sign-on.',
          })
      })
      forget()
    },
  )
}

const presentSession = (one: OwnSessionRow): wire.Session => ({
  id: one.id.toString(),
  kind: one.kind,
  isCurrent: one.is_current,
  account: one.account_name,
  address: one.ip,
  device: one.device,
  startedAt: wireTime(one.created_at),
  lastUsedAt: wireTime(one.last_used_at),
})
