import { badField, type PlatformPair } from '../../../core/http/index.ts'
import type { Content, NewMessage, SendRequest } from '../../../messaging/index.ts'
import type { SendSms, SmsContent, SmsMessage } from '../wire.ts'
import { extrasOf } from './extras.ts'
import {
  binaryContent,
  given,
  messageIdOf,
  requireDestinationsWithinLimit,
  sendAtOf,
  speedLimitOf,
  textContent,
  validityOf,
  webhookOf,
  windowOf,
} from './send-checks.ts'

export interface Sending {
  accountId: number
  /** Of the API key that sends. */
  platform: readonly PlatformPair[]
  nowMs: number
  /** Stands in where a request names no sender. */
  defaultSender: string
  destinationsMax: number
}

/**
 * The request of `POST /sms/3/messages` as the core takes it. Everything that recipients of one message share
 * (content, webhook, window, extras) is one object for all of them.
 * Throws BAD_REQUEST for what is wrong with the request as a whole.
 */
export function fromV3(body: SendSms, sending: Sending): SendRequest {
  requireDestinationsWithinLimit(body.messages, sending.destinationsMax)
  const options = body.options ?? {}
  const schedule = options.schedule ?? {}
  const messages: NewMessage[] = []
  body.messages.forEach((message, index) => addMessages(messages, message, index, options, sending))
  return {
    accountId: sending.accountId,
    bulkId: given(schedule.bulkId),
    sendAt: sendAtOf(schedule.sendAt, 'options.schedule.sendAt', sending.nowMs),
    speedLimit: speedLimitOf(schedule.sendingSpeedLimit),
    platform: sending.platform,
    messages,
  }
}

function addMessages(
  messages: NewMessage[],
  message: SmsMessage,
  index: number,
  requestOptions: NonNullable<SendSms['options']>,
  { defaultSender }: Sending,
): void {
  const path = `messages[${index}]`
  const options = message.options ?? {}
  const webhooks = message.webhooks ?? {}
  const conversion = requestOptions.conversionTracking
  const extras = extrasOf({
    regional: options.regional,
    links: requestOptions.tracking,
    conversion: conversion && {
      use: conversion.useConversionTracking,
      name: conversion.conversionTrackingName,
    },
  })
  const shared: Omit<NewMessage, 'to' | 'messageId'> = {
    channel: 'SMS',
    sender: given(message.sender) ?? defaultSender,
    content: contentOf(message.content, `${path}.content`),
    contentClass: options.contentClass ?? null,
    flash: options.flash === true,
    validityMs: validityOf(options.validityPeriod?.amount, options.validityPeriod?.timeUnit),
    window: windowOf(options.deliveryTimeWindow, `${path}.options.deliveryTimeWindow`),
    callbackData: given(webhooks.callbackData),
    webhook: webhookOf(
      'v3',
      {
        url: webhooks.delivery?.url,
        contentType: webhooks.contentType,
        intermediate: webhooks.delivery?.intermediateReport,
        notify: webhooks.delivery?.notify,
      },
      `${path}.webhooks.delivery.url`,
    ),
    applicationId: given(options.platform?.applicationId),
    entityId: given(options.platform?.entityId),
    campaignReferenceId: given(options.campaignReferenceId),
    extras: extras as NewMessage['extras'],
  }
  for (const { to, messageId, networkId } of message.destinations)
    messages.push({
      ...shared,
      messageId: messageIdOf(messageId),
      to,
      extras: typeof networkId === 'number' ? { ...shared.extras, networkId } : shared.extras,
    })
}

function contentOf(content: SmsContent, path: string): Content {
  if (content.text !== undefined && content.hex !== undefined)
    throw badField(path, 'must have either text or hex, not both')
  if (content.hex !== undefined)
    return binaryContent(content.hex, content.dataCoding, content.esmClass)
  if (content.text === undefined) throw badField(path, 'must have text or hex')
  const { language } = content
  return textContent(
    content.text,
    content.transliteration,
    language
      ? {
          ...(language.languageCode === undefined ? {} : { code: language.languageCode }),
          ...(typeof language.singleShift === 'boolean'
            ? { singleShift: language.singleShift }
            : {}),
          ...(typeof language.lockingShift === 'boolean'
            ? { lockingShift: language.lockingShift }
            : {}),
        }
      : undefined,
  )
}
