import type { App } from '../../../core/http/index.ts'
import type { SignUpSettings } from '../needs.ts'
import type { SignUps } from '../sign-ups.ts'
import * as wire from '../wire.ts'

const shared = { product: 'accounts', envelope: 2, access: 'none' } as const

/** `/accounts/1/sign-up`: an account of one's own. */
export function addSignUp(app: App, signUps: SignUps, settings: SignUpSettings): void {
  app.operation(
    {
      ...shared,
      id: 'get-sign-up-terms',
      method: 'GET',
      path: '/accounts/1/sign-up',
      summary: 'Whether accounts can be made here, and under which terms',
      answers: { 200: wire.SignUpTerms },
    },
    () => settings,
  )
  app.operation(
    {
      ...shared,
      id: 'sign-up',
      method: 'POST',
      path: '/accounts/1/sign-up',
      summary: 'Ask for an account',
      description:
        'Sends a mail with a link that is good for 24 hours, and answers the same for every address. Nothing can be used before the link is followed.',
      body: wire.SignUp,
      answers: { 204: null },
    },
    async ({ body, request }) => {
      await signUps.begin(
        {
          ...body,
          email: body.email.trim(),
          name: body.name.trim(),
          company: body.company?.trim() ?? '',
          person: body.person ?? 'legal',
          locale: body.locale ?? 'en',
        },
        request.ip,
      )
    },
  )
  app.operation(
    {
      ...shared,
      id: 'look-at-sign-up',
      method: 'POST',
      path: '/accounts/1/confirm/look',
      summary: 'Whose sign-up a link is',
      body: wire.Link,
      answers: { 200: wire.Joined },
    },
    ({ body }) => signUps.look(body.token),
  )
  app.operation(
    {
      ...shared,
      id: 'confirm-sign-up',
      method: 'POST',
      path: '/accounts/1/confirm',
      summary: 'Confirm an address and choose a password',
      description: 'Makes the account, on trial. Log in afterwards.',
      body: wire.SignUpConfirmed,
      answers: { 200: wire.Joined },
    },
    ({ body, request }) => signUps.confirm(body.token, body.password, request.ip),
  )
}
