import type { FastifyRequest } from 'fastify'
import { mayUse, Rejection, type App, type Credential } from '../../../core/http/index.ts'
import { SendQuery, SendQueryV1, SentSms, SentSmsV2 } from '../wire.ts'
import { queryAsV2, queryAsV3 } from './from-query.ts'
import { fromTextV2 } from './from-v2.ts'
import { fromV3 } from './from-v3.ts'
import { PRODUCT, SEND_SCOPES } from './operations.ts'
import { sentV3 } from './presenters.ts'
import { sendingOf, type SmsApi } from './needs.ts'
import { given } from './send-checks.ts'
import { acceptTimed } from './send-v2.ts'

export function addQuerySend(app: App, api: SmsApi): void {
  app.operation(
    {
      id: 'send-sms-messages-over-query-parameters',
      boundKeys: 'narrowed',
      method: 'GET',
      path: '/sms/3/text/query',
      product: PRODUCT,
      summary: 'Send a message by query parameters',
      description:
        'For systems that can only call an address. The text is part of the address and may stand in logs on the way.',
      envelope: 2,
      access: SEND_SCOPES,
      query: SendQuery,
      answers: { 200: SentSms },
    },
    async ({ query, credential }) => {
      refuseCookie(credential)
      const body = queryAsV3(query)
      const request = fromV3(body, sendingOf(api, credential))
      return sentV3(
        await api.messaging.accept(request),
        body.options?.includeSmsCountInResponse === true,
      )
    },
  )
  app.operation(
    {
      id: 'send-sms-message-over-query-parameters',
      boundKeys: 'narrowed',
      method: 'GET',
      path: '/sms/1/text/query',
      product: PRODUCT,
      summary: 'Send a message by query parameters (deprecated)',
      description:
        'Takes user name and password from the query, or an Authorization header. Use `GET /sms/3/text/query`.',
      envelope: 1,
      access: 'none',
      query: SendQueryV1,
      answers: { 200: SentSmsV2 },
      deprecated: true,
    },
    async ({ query, request }) => {
      const credential = await whoSends(api, query, request)
      const sending = sendingOf(api, credential)
      return acceptTimed(api.messaging, fromTextV2(queryAsV2(query), sending), false)
    },
  )
}

/** The pair in the query counts before a header: it is what this operation is documented to take. */
async function whoSends(
  { authenticate, authenticatePassword }: SmsApi,
  query: SendQueryV1,
  request: FastifyRequest,
): Promise<Credential> {
  const username = given(query.username)
  const password = given(query.password)
  const credential =
    username !== null && password !== null
      ? await authenticatePassword(username, password, request)
      : await authenticate(request)
  if (credential === null) throw new Rejection('UNAUTHORIZED')
  refuseCookie(credential)
  if (!mayUse(credential, SEND_SCOPES))
    throw new Rejection('FORBIDDEN', {
      text: `The credential lacks the scope for this. One of these is needed: ${SEND_SCOPES.join(', ')}.`,
    })
  return credential
}

/** A browser follows any link with its cookies: a link must not be able to send messages. */
function refuseCookie(credential: Credential): void {
  if (credential.kind === 'cookie')
    throw new Rejection('FORBIDDEN', {
      text: 'Sending by address takes no session cookie. Use POST /sms/3/messages.',
    })
}
