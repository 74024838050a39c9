import type { App, Envelope } from '../../../core/http/index.ts'
import type { Report } from '../../../messaging/index.ts'
import { DeliveryReports, DeliveryReportsV1, ReportsQuery } from '../wire.ts'
import { reportFilter } from './filters.ts'
import { PRODUCT, PULL_DEFAULT, REPORT_SCOPES } from './operations.ts'
import { reportV1, reportV3 } from './presenters.ts'
import type { SmsApi } from './needs.ts'

/** The body of a pull and of a push, in the form of the version that took the message in. */
export const reportsBody = (reports: readonly Report[], shape: string): { results: object[] } => ({
  results: shape === 'v1' ? reports.map(reportV1) : reports.map(reportV3),
})

export function addReports(app: App, { messaging }: SmsApi): void {
  const add = (
    id: string,
    path: string,
    envelope: Envelope,
    shape: string,
    answer: typeof DeliveryReports | typeof DeliveryReportsV1,
  ) =>
    app.operation(
      {
        id,
        boundKeys: 'narrowed',
        method: 'GET',
        path,
        handsOut: true,
        product: PRODUCT,
        summary: `Take delivery reports${shape === 'v1' ? ' (older form)' : ''}`,
        description:
          'Each report is handed out once, in whichever form and by whichever filter it is taken; of the last 48 hours, oldest first. A later status of a message is another report.',
        envelope,
        access: REPORT_SCOPES,
        query: ReportsQuery,
        answers: { 200: answer },
      },
      async ({ query, credential }) =>
        reportsBody(
          await messaging.pullReports(
            credential.accountId,
            'SMS',
            reportFilter(query, credential.platform),
            query.limit ?? PULL_DEFAULT,
          ),
          shape,
        ),
    )
  add('get-outbound-sms-message-delivery-reports-v3', '/sms/3/reports', 2, 'v3', DeliveryReports)
  add('get-outbound-sms-message-delivery-reports', '/sms/1/reports', 1, 'v1', DeliveryReportsV1)
}
