import Type from 'typebox'
import { Rejection, type App, type Call, type Operation } from '../../../core/http/index.ts'
import type { Log } from '../../../core/log.ts'
import type { Callbacks } from '../callbacks.ts'
import type { OperatorLink } from '../operator-link.ts'

/** Some providers gather hundreds of reports into one request. */
const CALLBACK_BYTES_MAX = 1024 * 1024

const CallbackPath = Type.Object({
  token: Type.String({ minLength: 10, maxLength: 64, pattern: '^[0-9]{1,10}-[A-Za-z0-9_-]+$' }),
})

const shared = {
  product: 'operators',
  envelope: 2,
  access: 'none',
  path: '/operators/1/callbacks/:token',
  params: CallbackPath,
  bodyBytesMax: CALLBACK_BYTES_MAX,
  rawBody: true,
  produces: 'text/plain',
  answers: { 200: Type.String() },
} as const satisfies Partial<Operation>

/** Where operators that are reached over HTTP tell us what became of messages, and what handsets sent. */
export function addCallbackRoutes(
  app: App,
  needs: { callbacks: Callbacks; links: ReadonlyMap<number, OperatorLink>; log: Log },
): void {
  const take = async ({ params, request, reply }: Call<{ token: string }, unknown, unknown>) => {
    const { callbacks, links, log } = needs
    const link = callbacks.linkOf(params.token, links)
    const provider = link?.provider ?? null
    if (link === null || provider === null)
      throw new Rejection('NOT_FOUND', { text: 'Nothing is taken at this address.' })
    const incoming = callbacks.incoming(request)
    if (!provider.signed(incoming)) {
      link.counters.malformed++
      log.warn({ connectionId: link.connection.id }, 'a callback of an operator was not signed as agreed') // prettier-ignore
      throw new Rejection('UNAUTHORIZED', { text: 'The signature is missing or wrong.' })
    }
    await link.take(provider.receive(incoming)).catch((error: unknown) => {
      log.warn({ err: error, connectionId: link.connection.id }, 'what an operator told could not be stored; it will tell it again') // prettier-ignore
      throw new Rejection('UNAVAILABLE', { text: 'It could not be stored. Send it again.', retryAfterSeconds: 5, cause: error }) // prettier-ignore
    })
    void reply.type(provider.reply.type)
    return reply.send(provider.reply.body)
  }
  app.operation(
    {
      ...shared,
      id: 'take-operator-callback',
      method: 'POST',
      summary: 'Take what an operator tells',
      description:
        'For operators: receipts and messages from handsets, as JSON or form. The address is a secret of one connection. Answered 200 when stored.',
    },
    take,
  )
  app.operation(
    {
      ...shared,
      id: 'take-operator-callback-query',
      method: 'GET',
      summary: 'Take what an operator tells in the query',
      description: 'The same for operators that call with GET.',
    },
    take,
  )
}
