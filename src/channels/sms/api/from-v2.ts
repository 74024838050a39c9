import type { Content, NewMessage, SendRequest } from '../../../messaging/index.ts'
import { languageCodes, transliterations, type SendBinaryV2, type SendTextV2 } from '../wire.ts'
import { extrasOf, type SmsExtras } from './extras.ts'
import type { Sending } from './from-v3.ts'
import {
  binaryContent,
  given,
  messageIdOf,
  requireDestinationsWithinLimit,
  requireOneOf,
  sendAtOf,
  speedLimitOf,
  textContent,
  validityOf,
  webhookOf,
  windowOf,
} from './send-checks.ts'

type TextMessage = SendTextV2['messages'][number]
type BinaryMessage = SendBinaryV2['messages'][number]

/**
 * The v2 forms name a time per message, the core one per request: messages of one time go in together.
 * `positions` tells where each message stood in the request.
 */
export interface TimedSend {
  request: SendRequest
  positions: number[]
}

export function fromTextV2(body: SendTextV2, sending: Sending): TimedSend[] {
  const { urlOptions, tracking } = body
  const conversion = tracking && {
    name: tracking.type,
    processKey: tracking.processKey,
    track: tracking.track,
    baseUrl: tracking.baseUrl,
  }
  return fromV2(body, sending, (message: TextMessage, path) => ({
    content: textOf(message, path),
    extras: extrasOf({ regional: message.regional, links: urlOptions, conversion }),
  }))
}

export const fromBinaryV2 = (body: SendBinaryV2, sending: Sending): TimedSend[] =>
  fromV2(body, sending, (message: BinaryMessage) => ({
    content: binaryContent(
      message.binary?.hex ?? '',
      message.binary?.dataCoding,
      message.binary?.esmClass,
    ),
    extras: extrasOf({ regional: message.regional }),
  }))

function textOf(message: TextMessage, path: string): Content {
  const code = requireOneOf(
    given(message.language?.languageCode),
    languageCodes,
    `${path}.language.languageCode`,
  )
  return textContent(
    message.text ?? '',
    requireOneOf(given(message.transliteration), transliterations, `${path}.transliteration`),
    code === undefined ? undefined : { code },
  )
}

function fromV2<M extends TextMessage | BinaryMessage>(
  body: {
    bulkId?: string | null
    messages: M[]
    sendingSpeedLimit?: SendTextV2['sendingSpeedLimit']
  },
  sending: Sending,
  own: (message: M, path: string) => { content: Content; extras: SmsExtras | null },
): TimedSend[] {
  requireDestinationsWithinLimit(body.messages, sending.destinationsMax)
  const bulkId = given(body.bulkId)
  const speedLimit = speedLimitOf(body.sendingSpeedLimit)
  const byTime = new Map<
    number,
    { messages: NewMessage[]; sendAt: Date | null; positions: number[] }
  >()
  let position = 0
  body.messages.forEach((message, index) => {
    const path = `messages[${index}]`
    const sendAt = sendAtOf(message.sendAt, `${path}.sendAt`, sending.nowMs)
    const time = sendAt?.getTime() ?? 0
    let group = byTime.get(time)
    if (!group) byTime.set(time, (group = { messages: [], sendAt, positions: [] }))
    const shared = sharedOf(message, path, own(message, path), sending)
    for (const { to, messageId } of message.destinations) {
      group.messages.push({ ...shared, to, messageId: messageIdOf(messageId) })
      group.positions.push(position++)
    }
  })
  return [...byTime.values()].map(({ messages, sendAt, positions }) => ({
    request: {
      accountId: sending.accountId,
      bulkId,
      sendAt,
      speedLimit,
      platform: sending.platform,
      messages,
    },
    positions,
  }))
}

const sharedOf = (
  message: TextMessage | BinaryMessage,
  path: string,
  own: { content: Content; extras: SmsExtras | null },
  { defaultSender }: Sending,
): Omit<NewMessage, 'to' | 'messageId'> => ({
  channel: 'SMS',
  sender: given(message.from) ?? defaultSender,
  content: own.content,
  contentClass: null,
  flash: message.flash === true,
  validityMs: validityOf(message.validityPeriod),
  window: windowOf(message.deliveryTimeWindow, `${path}.deliveryTimeWindow`),
  callbackData: given(message.callbackData),
  webhook: webhookOf(
    'v1',
    {
      url: message.notifyUrl,
      contentType: message.notifyContentType,
      intermediate: message.intermediateReport,
      notify: undefined,
    },
    `${path}.notifyUrl`,
  ),
  applicationId: given(message.applicationId),
  entityId: given(message.entityId),
  campaignReferenceId: given(message.campaignReferenceId),
  extras: own.extras as NewMessage['extras'],
})
