import type { App } from '../../../core/http/index.ts'
import { SendSms, SentSms } from '../wire.ts'
import { fromV3 } from './from-v3.ts'
import { PRODUCT, SEND_SCOPES } from './operations.ts'
import { sentV3 } from './presenters.ts'
import { sendingOf, type SmsApi } from './needs.ts'

export function addSendV3(app: App, api: SmsApi): void {
  app.operation(
    {
      id: 'send-sms-messages',
      boundKeys: 'narrowed',
      audit: 'none',
      method: 'POST',
      path: '/sms/3/messages',
      product: PRODUCT,
      summary: 'Send messages',
      description:
        'Takes text and binary messages, each for any number of recipients, now or at a time. The answer comes once all of it is stored. What is wrong with one recipient or one text is the status of that message; what is wrong with the request refuses all of it.',
      envelope: 2,
      access: SEND_SCOPES,
      body: SendSms,
      answers: { 200: SentSms },
    },
    async ({ body, credential }) => {
      const request = fromV3(body, sendingOf(api, credential))
      return sentV3(
        await api.messaging.accept(request),
        body.options?.includeSmsCountInResponse === true,
      )
    },
  )
}
