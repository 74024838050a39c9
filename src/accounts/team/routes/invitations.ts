import type { Clock } from '../../../core/clock.ts'
import { wireTime, type App } from '../../../core/http/index.ts'
import type { Invitations } from '../invitations.ts'
import type { InvitationRow } from '../store/invitations.ts'
import * as wire from '../wire.ts'
import { givenRole } from './users.ts'

const shared = { product: 'accounts', envelope: 2 } as const
const managing = { ...shared, access: ['users:manage'] } as const
const path = '/accounts/1/invitations'
const NEWEST = '2147483647'

/** `/accounts/1/invitations`: asking people to join. */
export function addInvitations(app: App, invitations: Invitations, clock: Clock): void {
  const present = (one: InvitationRow): wire.Invitation => ({
    id: one.id,
    email: one.email,
    role: givenRole(one),
    invitedBy: one.inviter,
    sentAt: wireTime(one.sent_at),
    expiresAt: wireTime(one.expires_at),
    isOver: one.expires_at.getTime() <= clock.ms(),
  })
  app.operation(
    {
      ...shared,
      id: 'list-invitations',
      method: 'GET',
      path,
      summary: 'List open invitations',
      description: 'Newest first. Those that are over are shown for 30 days.',
      access: ['users:read', 'users:manage'],
      query: wire.PageQuery,
      answers: { 200: wire.InvitationList },
    },
    async ({ credential, query }) => {
      const { limit = 50, cursor = NEWEST } = query
      const before = Math.min(Number(cursor), Number(NEWEST))
      const found = await invitations.list(credential.accountId, before, limit + 1)
      const results = found.slice(0, limit)
      return {
        results: results.map(present),
        nextCursor: found.length > limit ? String(results.at(-1)!.id) : null,
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'create-invitation',
      method: 'POST',
      path,
      summary: 'Invite somebody',
      description:
        'Sends a mail with a link that is good for 7 days. The role is within one’s own.',
      body: wire.NewInvitation,
      answers: { 201: wire.Invitation },
    },
    async ({ credential, body }) =>
      present(await invitations.create(credential, { locale: 'en', ...body })),
  )
  app.operation(
    {
      ...managing,
      id: 'resend-invitation',
      method: 'POST',
      path: `${path}/:invitationId/resend`,
      summary: 'Send an invitation again',
      description:
        'With a new link; the old one is of no use any more. Every five minutes at most.',
      params: wire.InvitationPath,
      answers: { 200: wire.Invitation },
    },
    async ({ credential, params }) =>
      present(await invitations.resend(credential, params.invitationId)),
  )
  app.operation(
    {
      ...managing,
      id: 'revoke-invitation',
      method: 'DELETE',
      path: `${path}/:invitationId`,
      summary: 'Revoke an invitation',
      params: wire.InvitationPath,
      answers: { 204: null },
    },
    ({ credential, params }) => invitations.revoke(credential, params.invitationId),
  )
  addInvited(app, invitations)
}

/** For whoever has the link. */
function addInvited(app: App, invitations: Invitations): void {
  app.operation(
    {
      ...shared,
      id: 'look-at-invitation',
      method: 'POST',
      path: `${path}/look`,
      summary: 'What an invitation is to',
      access: 'none',
      body: wire.Link,
      answers: { 200: wire.LookedInvitation },
    },
    async ({ body }) => {
      const { invitation, isKnown } = await invitations.look(body.token)
      return {
        accountName: invitation.account_name,
        email: invitation.email,
        invitedBy: invitation.inviter,
        role: givenRole(invitation),
        isKnown,
      }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'accept-invitation',
      method: 'POST',
      path: `${path}/accept`,
      summary: 'Accept an invitation',
      description: 'Log in afterwards: accepting opens no session.',
      access: 'none',
      body: wire.AcceptedInvitation,
      answers: { 200: wire.Joined },
    },
    ({ body, request }) => invitations.accept(body.token, { locale: 'en', ...body }, request.ip),
  )
}
