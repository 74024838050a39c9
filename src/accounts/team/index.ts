import type { FastifyRequest } from 'fastify'
import { badField, Rejection, type App } from '../../core/http/index.ts'
import type { Tx } from '../../core/storage/index.ts'
import { readAuthorization, SESSION_COOKIE } from '../authenticate.ts'
import type { People } from '../people.ts'
import type { FreshProof } from '../second-factors/fresh-proof.ts'
import type { Sessions } from '../sessions.ts'
import { readProfile } from '../store/users.ts'
import { Invitations } from './invitations.ts'
import { Members } from './members.ts'
import type { TeamNeeds } from './needs.ts'
import { OwnLinks } from './own-links.ts'
import { Roles } from './roles.ts'
import { addInvitations } from './routes/invitations.ts'
import { addOwnLinks } from './routes/own-links.ts'
import { addRoles } from './routes/roles.ts'
import { addSessions } from './routes/sessions.ts'
import { addSignUp } from './routes/sign-up.ts'
import { addUsers } from './routes/users.ts'
import { SignUps } from './sign-ups.ts'
import { deleteOldLinks } from './store/links.ts'

export type { SignUpSettings } from './needs.ts'

/** Invitations that are over are shown for so long, for whoever wants to send one again. */
const OVER_SHOWN_MS = 30 * 86_400_000

export interface Team {
  routes(app: App, others: { people: People; sessions: Sessions; proof: FreshProof }): void
  /** Tells a person that somebody guesses their password; see `OwnLinks`. */
  tellLockOut(who: { accountId: number; userId: number; email: string }): void
  /** Tells a person that their password was changed; goes out when the change does. */
  tellPasswordChanged(
    tx: Tx,
    who: { accountId: number; email: string; locale: string },
  ): Promise<void>
  /** Deletes links that are over. */
  sweep(): Promise<void>
}

/** The people of an account: how they come, what they may, and how they go. */
export function team(needs: TeamNeeds): Team {
  const { db, clock, forget } = needs
  const links = new OwnLinks(needs)
  return {
    routes: (app, { people, sessions, proof }) => {
      addRoles(app, new Roles(needs))
      addUsers(app, new Members(needs))
      addInvitations(app, new Invitations(needs), clock)
      addSignUp(app, new SignUps(needs), needs.signUp)
      addOwnLinks(app, {
        links,
        checkPassword: (accountId, userId, password, ip) =>
          people.checkPassword(accountId, userId, password, ip).catch((refusal: unknown) => {
            throw refusal instanceof Rejection && refusal.kind.status === 401
              ? badField('password', 'is wrong')
              : refusal
          }),
        localeOf: async (accountId, userId) =>
          (await readProfile(db, accountId, userId))?.locale ?? 'en',
        requireSecondFactor: (credential, request) =>
          proof.requireOfTwoFactors(credential, request, SESSION_COOKIE),
      })
      addSessions(app, { db, clock, forget, currentOf: (request) => currentOf(request, sessions) })
    },
    tellLockOut: (who) => links.tellLockOut(who),
    tellPasswordChanged: (tx, who) => links.tellPasswordChanged(tx, who),
    sweep: () => deleteOldLinks(db, clock.now(), new Date(clock.ms() - OVER_SHOWN_MS)),
  }
}

function currentOf(request: FastifyRequest, sessions: Sessions): Buffer | null {
  const token =
    readAuthorization(request.headers.authorization)?.value ?? request.cookies[SESSION_COOKIE]
  return token === undefined ? null : sessions.hashOf(token)
}
