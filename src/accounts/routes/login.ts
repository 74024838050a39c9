import type { FastifyReply, FastifyRequest } from 'fastify'
import { requireOwnOrigin, type App } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import { SESSION_COOKIE } from '../authenticate.ts'
import type { LogInNotes } from '../log-in-notes.ts'
import type { LogInOutcome, LogIns } from '../second-factors/log-ins.ts'
import * as steps from '../second-factors/wire.ts'
import { credentialOf } from '../people.ts'
import { cookieSettings } from '../session-cookie.ts'
import { sessionLimits, type Sessions } from '../sessions.ts'
import type { LogInMethod, MemberRow } from '../store/users.ts'
import * as wire from '../wire.ts'
import { presentMe } from './me.ts'

const shared = { product: 'accounts', envelope: 2, access: 'none' } as const

export interface LogInNeeds {
  db: Db
  logIns: LogIns
  sessions: Sessions
  notes: LogInNotes
  publicUrl: () => string
}

/** `/accounts/1/login` and `/accounts/1/logout`: in and out of the portal. */
export function addLogIns(app: App, needs: LogInNeeds): void {
  const { logIns } = needs
  app.operation(
    {
      ...shared,
      id: 'portal-log-in',
      method: 'POST',
      path: '/accounts/1/login',
      summary: 'Log in to the portal',
      description:
        'Sets the cookie `trunkline_session`, which is over after 12 hours without use, and after 7 days in any case; or says with `next` which step comes first.',
      body: steps.LogIn,
      answers: { 200: wire.MeOr(steps.NextStep) },
    },
    async ({ body, request, reply }) => {
      ownPageOnly(needs, request)
      return finish(
        needs,
        await logIns.byPassword(body.email, body.password, request.ip),
        request,
        reply,
      )
    },
  )
  app.operation(
    {
      ...shared,
      id: 'portal-log-in-second-factor',
      method: 'POST',
      path: '/accounts/1/login/second-factor',
      summary: 'Log in to the portal: the second factor',
      description:
        'One of `code`, `recoveryCode` and `passkey`. The challenge holds for 10 minutes and five tries, at the address that asked for it.',
      body: steps.SecondStep,
      answers: { 200: wire.MeOr(steps.NextStep) },
    },
    async ({ body: { challenge, ...shown }, request, reply }) => {
      ownPageOnly(needs, request)
      return finish(
        needs,
        await logIns.bySecondFactor(challenge, shown, request.ip),
        request,
        reply,
      )
    },
  )
  app.operation(
    {
      ...shared,
      id: 'portal-begin-passkey-log-in',
      method: 'POST',
      path: '/accounts/1/login/passkey/begin',
      summary: 'Log in to the portal with a passkey: what to sign',
      description: 'Refused with 409 where passkeys cannot work: they want a domain name and TLS.',
      answers: { 200: steps.PasskeyQuestion },
    },
    ({ request }) => {
      ownPageOnly(needs, request)
      return logIns.beginPasskey(request.ip)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'portal-passkey-log-in',
      method: 'POST',
      path: '/accounts/1/login/passkey',
      summary: 'Log in to the portal with a passkey',
      description: 'Without a password; the passkey has to verify its holder.',
      body: steps.PasskeyLogIn,
      answers: { 200: wire.MeOr(steps.NextStep) },
    },
    async ({ body, request, reply }) => {
      ownPageOnly(needs, request)
      return finish(
        needs,
        await logIns.byPasskey(body.challenge, body.passkey, request.ip),
        request,
        reply,
      )
    },
  )
  addLogOut(app, needs)
}

function addLogOut(app: App, { sessions, notes, publicUrl }: LogInNeeds): void {
  app.operation(
    {
      ...shared,
      id: 'portal-log-out',
      method: 'POST',
      path: '/accounts/1/logout',
      summary: 'Log out of the portal',
      // Also for a session that is over: the browser is to forget its cookie.
      answers: { 204: null },
    },
    async ({ request, reply }) => {
      requireOwnOrigin(request, publicUrl())
      const token = request.cookies[SESSION_COOKIE]
      const owner = token ? await sessions.end(token) : undefined
      if (owner) await notes.loggedOut(owner, request.ip)
      void reply.clearCookie(SESSION_COOKIE, cookieSettings(publicUrl()))
    },
  )
}

/** A page of somebody else could log the browser in as its own user, and watch what is typed then. */
function ownPageOnly({ publicUrl }: LogInNeeds, request: FastifyRequest): void {
  if (request.headers.origin !== undefined) requireOwnOrigin(request, publicUrl())
}

async function finish(
  needs: LogInNeeds,
  outcome: LogInOutcome,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<wire.Me | steps.NextStep> {
  if (outcome.member === null) return outcome.step
  const { member, method } = outcome
  await giveSession(needs, member, method, request, reply)
  const credential = credentialOf(member, 'cookie')
  const mustSetUp = member.second_factor_required && !member.has_second_factor
  return presentMe(
    needs.db,
    mustSetUp ? { ...credential, mustSetUpSecondFactor: true } : credential,
  )
}

const wordsOf: Record<LogInMethod, string> = {
  password: 'password',
  'second-factor': 'password and second factor',
  passkey: 'passkey',
  sso: "the account's identity provider",
}

/** Begins a session and sets the portal's cookie. */
export async function giveSession(
  { sessions, notes, publicUrl }: Pick<LogInNeeds, 'sessions' | 'notes' | 'publicUrl'>,
  member: MemberRow,
  method: LogInMethod,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const token = await sessions.begin('portal', member, null, method, {
    ip: request.ip,
    userAgent: request.headers['user-agent'],
  })
  await notes.loggedIn(member, request.ip, wordsOf[method])
  void reply.setCookie(SESSION_COOKIE, token, {
    ...cookieSettings(publicUrl()),
    maxAge: sessionLimits.portal.wholeMs / 1_000,
  })
}
