import type { FastifyRequest } from 'fastify'
import { homeAccountOf, type App, type Credential } from '../../../core/http/index.ts'
import { personOf } from '../../standing.ts'
import type { OwnLinks } from '../own-links.ts'
import * as wire from '../wire.ts'

const shared = { product: 'accounts', envelope: 2 } as const

export interface OwnLinksNeeds {
  links: OwnLinks
  /** @throws BAD_REQUEST when it is not the person's password */
  checkPassword(accountId: number, userId: number, password: string, ip: string): Promise<void>
  localeOf(accountId: number, userId: number): Promise<string>
  /** @throws FORBIDDEN for somebody with a second factor who has not shown it lately */
  requireSecondFactor(credential: Credential, request: FastifyRequest): Promise<void>
}

/** New passwords and new addresses, by links in mails. */
export function addOwnLinks(app: App, needs: OwnLinksNeeds): void {
  const { links, checkPassword, localeOf, requireSecondFactor } = needs
  const open = { ...shared, access: 'none' } as const
  app.operation(
    {
      ...open,
      id: 'begin-password-reset',
      method: 'POST',
      path: '/accounts/1/password-reset',
      summary: 'Ask for a link to choose a new password',
      description: 'Answers the same for every address. The link is good for an hour, once.',
      body: wire.PasswordReset,
      answers: { 204: null },
    },
    ({ body, request }) => links.beginReset(body.email.trim(), request.ip),
  )
  app.operation(
    {
      ...open,
      id: 'finish-password-reset',
      method: 'POST',
      path: '/accounts/1/password-reset/finish',
      summary: 'Choose a new password',
      description: 'Ends all sessions of the person.',
      body: wire.NewPassword,
      answers: { 204: null },
    },
    ({ body, request }) => links.finishReset(body.token, body.password, request.ip),
  )
  app.operation(
    {
      ...shared,
      id: 'begin-email-change',
      method: 'POST',
      path: '/accounts/1/me/email',
      summary: 'Change my address',
      description:
        'Sends a link to the new address, good for 24 hours; nothing changes before it is followed. Whoever has a second factor does it in the portal, within 10 minutes of having shown it.',
      access: 'any',
      body: wire.EmailChange,
      answers: { 204: null },
    },
    async ({ body, credential, request }) => {
      const userId = personOf(credential)
      // Whoever acts in an account below is a person of their own one all the same.
      const accountId = homeAccountOf(credential)
      await requireSecondFactor(credential, request)
      await checkPassword(accountId, userId, body.password, request.ip)
      const locale = await localeOf(accountId, userId)
      await links.beginEmailChange({ accountId, userId, locale }, body.email.trim())
    },
  )
  app.operation(
    {
      ...open,
      id: 'finish-email-change',
      method: 'POST',
      path: '/accounts/1/me/email/confirm',
      summary: 'Confirm my new address',
      description: 'The old address is told.',
      body: wire.Link,
      answers: { 200: wire.Joined },
    },
    ({ body, request }) => links.finishEmailChange(body.token, request.ip),
  )
}
