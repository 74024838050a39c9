import type { SendCode } from '../accounts/index.ts'
import { DEFAULT_SENDER } from '../channels/index.ts'
import { Rejection } from '../core/http/index.ts'
import { statuses, type Messaging } from '../messaging/index.ts'

const CODE_MS = 10 * 60_000

/** Codes that show whose a number is go out as any other message, at the cost of the installation's own account. */
export const codesOver =
  (messaging: Pick<Messaging, 'accept'>, accountId: number): SendCode =>
  async (number, code) => {
    const { messages } = await messaging.accept({
      accountId,
      bulkId: null,
      sendAt: null,
      speedLimit: null,
      platform: [],
      messages: [
        {
          channel: 'SMS',
          messageId: null,
          sender: DEFAULT_SENDER,
          to: number,
          content: { kind: 'text', text: `${code} is your code. It counts for ten minutes.` },
          contentClass: 'OTP',
          flash: false,
          validityMs: CODE_MS,
          window: null,
          callbackData: null,
          webhook: { shape: 'v3', notify: false },
          applicationId: null,
          entityId: null,
          campaignReferenceId: null,
          extras: null,
        },
      ],
    })
    const status = statuses.statusOf(messages[0]!.statusId)
    if (status.groupName === 'REJECTED')
      throw new Rejection('CONFLICT', {
        text: `The code could not be sent: ${status.description}.`,
        action: 'Check the number, or ask whoever runs this installation.',
      })
  }
