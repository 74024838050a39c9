import type { App } from '../../../core/http/index.ts'
import { Inbox, InboxQuery } from '../wire.ts'
import { INBOX_SCOPES, PRODUCT, PULL_DEFAULT, PULL_MAX } from './operations.ts'
import { reportFilter } from './filters.ts'
import { inboundV1 } from './presenters.ts'
import type { SmsApi } from './needs.ts'
import type { InboundMessage } from '../../../messaging/index.ts'

export const inboxBody = (messages: readonly InboundMessage[], pending: number): Inbox => ({
  results: messages.map(inboundV1),
  messageCount: messages.length,
  pendingMessageCount: pending,
})

export function addInbox(app: App, { messaging }: SmsApi): void {
  app.operation(
    {
      id: 'get-inbound-sms-messages',
      boundKeys: 'narrowed',
      handsOut: true,
      method: 'GET',
      path: '/sms/1/inbox/reports',
      product: PRODUCT,
      summary: 'Take messages from handsets',
      description: 'Each message is handed out once; of the last 48 hours, oldest first.',
      envelope: 1,
      access: INBOX_SCOPES,
      query: InboxQuery,
      answers: { 200: Inbox },
    },
    async ({ query, credential }) => {
      const limit = Math.min(query.limit ?? PULL_DEFAULT, PULL_MAX)
      const { messages, pending } = await messaging.pullInbound(
        credential.accountId,
        'SMS',
        reportFilter(query, credential.platform),
        limit,
      )
      return inboxBody(messages, pending)
    },
  )
}
