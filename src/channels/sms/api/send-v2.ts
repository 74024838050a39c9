import type { App } from '../../../core/http/index.ts'
import type { Messaging } from '../../../messaging/index.ts'
import type { AcceptedMessage } from '../../../messaging/index.ts'
import { SendBinaryV2, SendTextV2, SentSmsV2 } from '../wire.ts'
import { fromBinaryV2, fromTextV2, type TimedSend } from './from-v2.ts'
import { PRODUCT, SEND_SCOPES } from './operations.ts'
import { sentV2 } from './presenters.ts'
import { sendingOf, type SmsApi } from './needs.ts'

/**
 * Takes the groups of one request in, one after the other under one bulkId, and puts the answers back in its order.
 * Nearly always there is one group. With several times in one request a group that fails leaves the ones before it taken.
 */
export async function acceptTimed(
  messaging: Messaging,
  sends: readonly TimedSend[],
  withCount: boolean,
): Promise<SentSmsV2> {
  const answers: AcceptedMessage[] = []
  let bulkId: string | null = null
  for (const { request, positions } of sends) {
    const result = await messaging.accept({ ...request, bulkId: bulkId ?? request.bulkId })
    bulkId = result.bulkId
    result.messages.forEach((message, index) => {
      answers[positions[index]!] = message
    })
  }
  return sentV2(bulkId ?? '', answers, withCount)
}

export function addSendV2(app: App, api: SmsApi): void {
  app.operation(
    {
      id: 'send-sms-message',
      boundKeys: 'narrowed',
      audit: 'none',
      method: 'POST',
      path: '/sms/2/text/advanced',
      product: PRODUCT,
      summary: 'Send text messages (older form)',
      description: 'As `POST /sms/3/messages`, in the form of version 2.',
      envelope: 1,
      access: SEND_SCOPES,
      body: SendTextV2,
      answers: { 200: SentSmsV2 },
    },
    ({ body, credential }) =>
      acceptTimed(
        api.messaging,
        fromTextV2(body, sendingOf(api, credential)),
        body.includeSmsCountInResponse === true,
      ),
  )
  app.operation(
    {
      id: 'send-binary-sms-message',
      boundKeys: 'narrowed',
      audit: 'none',
      method: 'POST',
      path: '/sms/2/binary/advanced',
      product: PRODUCT,
      summary: 'Send binary messages (older form)',
      description: 'As `POST /sms/3/messages` with `hex`, in the form of version 2.',
      envelope: 1,
      access: SEND_SCOPES,
      body: SendBinaryV2,
      answers: { 200: SentSmsV2 },
    },
    ({ body, credential }) =>
      acceptTimed(api.messaging, fromBinaryV2(body, sendingOf(api, credential)), false),
  )
}
