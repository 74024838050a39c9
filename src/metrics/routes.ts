import { badField, Rejection, type App } from '../core/http/index.ts'
import type { Clock } from '../core/clock.ts'
import { isUuidv7 } from '../core/ids.ts'
import type { Db } from '../core/storage/index.ts'
import type { AccountTree, Words } from './needs.ts'
import { checkQuery, type Asked } from './query.ts'
import type { CallbackQueries } from '../core/webhooks/index.ts'
import { readSeries } from './series.ts'
import { findRequest } from './store/requests.ts'
import * as wire from './wire.ts'

interface Parts {
  db: Db
  clock: Clock
  words: Words
  tree: AccountTree
  requests: Pick<CallbackQueries<Asked, object>, 'take'>
}

const compatible = {
  product: 'metrics-api',
  envelope: 2,
  access: ['metrics:manage'],
  earlyAccess: true,
} as const

/** `/metrics/1/*`: figures of traffic. */
export function addMetrics(app: App, { db, clock, words, tree, requests }: Parts): void {
  app.operation(
    {
      ...compatible,
      id: 'query-aggregate-data',
      method: 'POST',
      path: '/metrics/1/query-aggregate-data',
      summary: 'Query figures of traffic',
      description:
        'The answer is posted to `callbackUrl` as soon as it is there, and again until somebody takes it, for 48 hours. Times are widened to whole UTC hours, or days when they lie more than 90 days back.',
      audit: 'read',
      body: wire.NewQuery,
      answers: { 201: wire.MadeQuery },
    },
    async ({ body, credential }) => {
      const { accountId } = credential
      if (!URL.canParse(body.callbackUrl) || !/^https?:/.test(new URL(body.callbackUrl).protocol))
        throw badField('callbackUrl', 'must be an http or https address')
      const asked = await checkQuery(tree, accountId, body.request, clock.ms())
      return { requestId: await requests.take(accountId, asked, body.callbackUrl) }
    },
  )
  app.operation(
    {
      ...compatible,
      id: 'get-aggregate-request-status',
      method: 'GET',
      path: '/metrics/1/requests/:requestId',
      summary: 'How far a query is',
      description: 'Kept for 30 days.',
      params: wire.QueryPath,
      answers: { 200: wire.QueryState },
    },
    async ({ params: { requestId }, credential }) => {
      const found = isUuidv7(requestId)
        ? await findRequest(db, credential.accountId, requestId)
        : undefined
      if (!found)
        throw new Rejection('NOT_FOUND', { text: 'The account has no query with this id.' })
      return {
        requestId: found.id,
        status: found.state,
        ...(found.failure === null ? {} : { failureMessage: found.failure }),
      }
    },
  )
  app.operation(
    {
      id: 'get-metrics-series',
      method: 'GET',
      path: '/metrics/1/series',
      product: 'metrics',
      envelope: 2,
      summary: 'Figures of the account over time, and by network, application, sender and more',
      description:
        'Outcomes count in the hour in which their message was taken in. Counts are added four times a second; a crash may take the last quarter of a second with it.',
      access: ['metrics:manage', 'messaging:read'],
      query: wire.SeriesQuery,
      answers: { 200: wire.Series },
    },
    ({ query, credential }) => {
      return readSeries(db, words, credential.accountId, query, clock.ms())
    },
  )
}
