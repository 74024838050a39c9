import type { App } from '../../../core/http/index.ts'
import { Logs, LogsQuery, LogsQueryV1, LogsV1 } from '../wire.ts'
import { logFilter } from './filters.ts'
import { LOG_SCOPES, PRODUCT } from './operations.ts'
import { logV1, logV3 } from './presenters.ts'
import type { SmsApi } from './needs.ts'
import { given } from './send-checks.ts'

export function addLogs(app: App, { messaging }: SmsApi): void {
  app.operation(
    {
      id: 'get-outbound-sms-message-logs-v3',
      boundKeys: 'narrowed',
      method: 'GET',
      path: '/sms/3/logs',
      product: PRODUCT,
      summary: 'Search sent messages',
      description:
        'The last 48 hours, newest first, with their latest status. May be asked again and again.',
      envelope: 2,
      access: LOG_SCOPES,
      query: LogsQuery,
      answers: { 200: Logs },
    },
    async ({ query, credential }) => {
      const filter = logFilter(query, credential.platform)
      const { entries, nextCursor } = await messaging.logs(credential.accountId, 'SMS', filter)
      const paged = query.useCursor === true || given(query.cursor) !== null
      return {
        results: entries.map(logV3),
        ...(paged
          ? { cursor: { limit: filter.limit, ...(nextCursor === null ? {} : { nextCursor }) } }
          : {}),
      }
    },
  )
  app.operation(
    {
      id: 'get-outbound-sms-message-logs',
      boundKeys: 'narrowed',
      method: 'GET',
      path: '/sms/1/logs',
      product: PRODUCT,
      summary: 'Search sent messages (deprecated)',
      description: 'Use `GET /sms/3/logs`.',
      envelope: 1,
      access: LOG_SCOPES,
      query: LogsQueryV1,
      answers: { 200: LogsV1 },
      deprecated: true,
    },
    async ({ query, credential }) => {
      const { entries } = await messaging.logs(
        credential.accountId,
        'SMS',
        logFilter(query, credential.platform),
      )
      return { results: entries.map(logV1) }
    },
  )
}
