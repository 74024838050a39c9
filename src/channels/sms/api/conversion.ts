import { Rejection, type App } from '../../../core/http/index.ts'
import { ConversionAnswer, ConversionPath } from '../wire.ts'
import { MANAGE_SCOPES, PRODUCT } from './operations.ts'
import type { SmsApi } from './needs.ts'

export function addConversion(app: App, { messaging }: SmsApi): void {
  app.operation(
    {
      id: 'log-end-tag',
      audit: 'none',
      boundKeys: 'narrowed',
      method: 'POST',
      path: '/ct/1/log/end/:messageId',
      product: PRODUCT,
      summary: 'Confirm a conversion',
      description: 'Tells that a message led to what it was sent for.',
      envelope: 1,
      access: MANAGE_SCOPES,
      params: ConversionPath,
      answers: { 200: ConversionAnswer },
      earlyAccess: true,
    },
    async ({ params, credential }) => {
      const { messageId } = params
      if (
        !(await messaging.mayUseMessage(credential, messageId)) ||
        !(await messaging.confirmConversion(credential.accountId, messageId))
      )
        throw new Rejection('NOT_FOUND', { text: 'Message not found' })
      return { processKey: messageId }
    },
  )
}
