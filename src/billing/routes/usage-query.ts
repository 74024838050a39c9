import { type App } from '../../core/http/index.ts'
import type { CallbackQueries } from '../../core/webhooks/index.ts'
import type { Surroundings } from '../needs.ts'
import { checkUsageQuery, type AskedUsage } from '../usage-query.ts'
import * as wire from '../wire.ts'

export function addUsageQuery(
  app: App,
  around: Surroundings,
  queries: Pick<CallbackQueries<AskedUsage, object>, 'take'>,
): void {
  app.operation(
    {
      id: 'query-billing-usage',
      method: 'POST',
      path: '/billing/1/usage/query',
      product: 'billing-usage-api',
      envelope: 2,
      earlyAccess: true,
      summary: 'Query what was used and what it costs; the answer goes to the callback URL',
      access: ['billing:usage:view'],
      // It changes nothing; what it finds goes to an address that the caller names, so it is told of.
      audit: 'read',
      body: wire.BillingUsageQuery,
      answers: { 201: wire.BillingUsageTaken },
    },
    async ({ body, credential }) => {
      const asked = await checkUsageQuery(around, credential.accountId, body.request)
      return { requestId: await queries.take(credential.accountId, asked, body.callbackUrl) }
    },
  )
}
