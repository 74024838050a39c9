import type { FastifyReply, FastifyRequest } from 'fastify'
import { Rejection, type App, type Credential } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import { SESSION_COOKIE } from '../authenticate.ts'
import type { LogInNotes } from '../log-in-notes.ts'
import { giveSession } from '../routes/login.ts'
import type { AtPortal, FreshProof } from '../second-factors/fresh-proof.ts'
import { ownersOnly } from '../second-factors/routes.ts'
import { cookieSettings } from '../session-cookie.ts'
import type { Sessions } from '../sessions.ts'
import { findAccount } from '../store/accounts.ts'
import { deleteLinks, type ConnectionRow, type DomainRow } from '../store/sso.ts'
import { domainRecord } from './domains.ts'
import type { ProviderSettings } from './settings.ts'
import { CALLBACK, type SingleSignOn } from './single-sign-on.ts'
import { SsoFault } from './sso-fault.ts'
import * as wire from './wire.ts'

const shared = { product: 'accounts', envelope: 2 } as const
const managing = { ...shared, access: ['accounts:manage', 'account-management:manage'] } as const
const path = '/accounts/1/sso'
const BROWSER_COOKIE = 'trunkline_sso'
const BROWSER_SECONDS = 600
const byOwners = 'By an owner, in the portal, with a fresh proof.'

export interface SsoNeeds {
  db: Db
  sso: SingleSignOn
  settings: ProviderSettings
  sessions: Sessions
  proof: FreshProof
  notes: LogInNotes
  publicUrl: () => string
  /** After a change of what people may do. */
  forget(): void
}

/** `/accounts/1/sso`: log-in by the account's own provider of identities. */
export function addSso(app: App, needs: SsoNeeds): void {
  addStart(app, needs)
  addCallback(app, needs)
  addSettings(app, needs)
  addDomains(app, needs)
}

function addStart(app: App, needs: SsoNeeds): void {
  app.operation(
    {
      ...shared,
      access: 'none',
      id: 'start-sso',
      method: 'GET',
      path: `${path}/start`,
      summary: "Log in by an account's provider of identities",
      description:
        'For a browser: leads to the provider, or back to the log-in page with a reason.',
      query: wire.SsoStart,
      answers: { 302: null },
    },
    async ({ query, request, reply }) => {
      try {
        const { url, browser } = await needs.sso.start(query, pageOf(query.next), request.ip)
        // Lax, since the provider leads back here from its own site; the session's cookie stays Strict.
        void reply.setCookie(BROWSER_COOKIE, browser, {
          ...browserCookie(needs),
          maxAge: BROWSER_SECONDS,
        })
        return reply.redirect(url.href, 302)
      } catch (fault) {
        return backToLogIn(reply, fault)
      }
    },
  )
}

/**
 * The provider leads here from its own site. The browser takes the session's cookie, which is SameSite=Strict, but does
 * not send it along this way; the page it is led to needs none, and what that page asks for carries it.
 */
function addCallback(app: App, needs: SsoNeeds): void {
  app.operation(
    {
      ...shared,
      access: 'none',
      id: 'finish-sso',
      method: 'GET',
      path: CALLBACK,
      summary: 'Come back from the provider of identities',
      description: 'For a browser: sets the cookie of the portal and leads there.',
      query: wire.SsoCallback,
      answers: { 302: null },
    },
    async ({ request, reply }) => {
      void reply.clearCookie(BROWSER_COOKIE, browserCookie(needs))
      try {
        const browser = request.cookies[BROWSER_COOKIE] ?? ''
        const { member, next } = await needs.sso.finish(searchOf(request), browser)
        await giveSession(needs, member, 'sso', request, reply)
        return reply.redirect(`/portal${next}`, 302)
      } catch (fault) {
        return backToLogIn(reply, fault)
      }
    },
  )
}

const browserCookie = ({ publicUrl }: SsoNeeds) =>
  ({ ...cookieSettings(publicUrl()), sameSite: 'lax', path }) as const

const searchOf = (request: FastifyRequest): URLSearchParams =>
  new URL(request.url, 'http://local').searchParams

/** Only a page of the portal: anything else could lead a person away after logging in. */
const pageOf = (next: string | undefined): string =>
  next !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : '/'

function backToLogIn(reply: FastifyReply, fault: unknown): FastifyReply {
  if (!(fault instanceof SsoFault)) throw fault
  return reply.redirect(`/portal/login?sso=${fault.reason}`, 302)
}

async function owner(
  needs: SsoNeeds,
  credential: Credential,
  request: FastifyRequest,
): Promise<AtPortal> {
  const person = await needs.proof.person(credential, request, SESSION_COOKIE)
  ownersOnly(person.member, credential)
  needs.proof.require(person)
  return person
}

function addSettings(app: App, needs: SsoNeeds): void {
  const { settings } = needs
  app.operation(
    {
      ...shared,
      access: ['accounts:read', 'accounts:manage', 'account-management:manage'],
      id: 'get-sso',
      method: 'GET',
      path,
      summary: "The account's provider of identities",
      answers: { 200: wire.Sso },
    },
    ({ credential }) => present(needs, credential.accountId),
  )
  app.operation(
    {
      ...managing,
      id: 'update-sso',
      method: 'PUT',
      path,
      summary: "Set up the account's provider of identities",
      description: `OpenID Connect with discovery. Domains count once they are proved. ${byOwners}`,
      body: wire.SsoSettings,
      answers: { 200: wire.Sso },
    },
    async ({ body, credential, request }) => {
      await owner(needs, credential, request)
      await settings.write(credential.accountId, body)
      needs.forget()
      return present(needs, credential.accountId)
    },
  )
  app.operation(
    {
      ...managing,
      id: 'delete-sso',
      method: 'DELETE',
      path,
      summary: "Remove the account's provider of identities",
      description: `Whoever came by it needs a password then. ${byOwners}`,
      answers: { 204: null },
    },
    async ({ credential, request }) => {
      await owner(needs, credential, request)
      if (!(await settings.remove(credential.accountId)))
        throw new Rejection('NOT_FOUND', { text: 'No provider is set up.' })
      needs.forget()
    },
  )
  app.operation(
    {
      ...managing,
      id: 'test-sso',
      method: 'POST',
      path: `${path}/test`,
      summary: "Test the account's provider of identities",
      description: `Asks it what it is; nobody is logged in. ${byOwners}`,
      answers: { 200: wire.SsoTest },
    },
    async ({ credential, request }) => {
      await owner(needs, credential, request)
      return settings.test(credential.accountId)
    },
  )
}

function addDomains(app: App, needs: SsoNeeds): void {
  app.operation(
    {
      ...managing,
      id: 'verify-sso-domain',
      method: 'POST',
      path: `${path}/domains/:domain/verify`,
      summary: 'Prove that a domain is ours',
      description: `Looks for the TXT record. ${byOwners}`,
      params: wire.SsoDomainPath,
      answers: { 200: wire.Sso },
    },
    async ({ params, credential, request }) => {
      await owner(needs, credential, request)
      await needs.settings.verify(credential.accountId, params.domain)
      needs.forget()
      return present(needs, credential.accountId)
    },
  )
  app.operation(
    {
      ...managing,
      id: 'delete-sso-identity',
      method: 'DELETE',
      path: `${path}/identities/:userId`,
      summary: 'Forget who a person is at the provider',
      description: `The next log-in with the person's verified address links them again. ${byOwners}`,
      params: wire.SsoUserPath,
      answers: { 204: null },
    },
    async ({ params, credential, request }) => {
      await owner(needs, credential, request)
      if (!(await deleteLinks(needs.db, credential.accountId, params.userId)))
        throw new Rejection('NOT_FOUND', {
          text: 'Nobody with this id came by the provider of this account.',
        })
    },
  )
}

async function present(needs: SsoNeeds, accountId: number): Promise<wire.Sso> {
  const [{ connection, domains }, account] = await Promise.all([
    needs.settings.read(accountId),
    findAccount(needs.db, accountId),
  ])
  return {
    connection: connection ? presentConnection(connection) : null,
    domains: domains.map(presentDomain),
    redirectUri: needs.sso.redirectUri,
    accountKey: account?.key ?? '',
  }
}

const presentConnection = (row: ConnectionRow): NonNullable<wire.Sso['connection']> => ({
  issuer: row.issuer,
  clientId: row.client_id,
  clientSecretSet: row.client_secret_box !== null,
  defaultRole: row.default_role,
  roleClaim: row.role_claim,
  roleMapping: row.role_mapping.map(({ value, role }) => ({ value, role })),
  required: row.required,
  enabled: row.enabled,
})

const presentDomain = (row: DomainRow): wire.SsoDomain => ({
  domain: row.domain,
  verified: row.verified_at !== null,
  record: domainRecord(row.domain, row.proof),
})
