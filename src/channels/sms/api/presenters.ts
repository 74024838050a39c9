import { wireTime } from '../../../core/http/index.ts'
import type {
  AcceptedMessage,
  InboundMessage,
  MessageRecord,
  Report,
  SendResult,
} from '../../../messaging/index.ts'
import { withoutKeyword } from '../keyword.ts'
import {
  languageCodes,
  transliterations,
  type DeliveryReport,
  type DeliveryReportV1,
  type InboundSms,
  type LogEntry,
  type LogEntryV1,
  type SentSms,
  type SentSmsV2,
  type WireError,
  type WirePrice,
  type WireStatus,
} from '../wire.ts'
import { statuses as tables } from '../../../messaging/index.ts'

const { errorOf, messageErrors, statuses, statusOf } = tables

/** What goes out, named field by field. Members without a value are left out, never null: some clients refuse null. */

const presentStatus = (status: tables.Status): WireStatus => ({
  groupId: status.groupId,
  groupName: status.groupName,
  id: status.id,
  name: status.name,
  description: status.description,
  ...(status.action === undefined ? {} : { action: status.action }),
})
const statusWires = new Map(statuses.map((status) => [status.id, presentStatus(status)]))
/** One object per status for all answers: an answer with 10,000 messages has few different ones. */
export const wireStatus = (id: number): WireStatus =>
  statusWires.get(id) ?? presentStatus(statusOf(id))

const presentError = (error: tables.MessageError, okName: 'OK' | 'Ok'): WireError =>
  ({
    groupId: error.groupId,
    groupName: error.groupName === 'OK' ? okName : error.groupName,
    id: error.id,
    name: error.name,
    description: error.description,
    permanent: error.permanent,
  }) as WireError
const errorWires = {
  OK: new Map(messageErrors.map((error) => [error.id, presentError(error, 'OK')])),
  Ok: new Map(messageErrors.map((error) => [error.id, presentError(error, 'Ok')])),
}
/** `okName`: version 3 writes the group of "no error" as OK, versions 1 and 2 as Ok. */
export const wireError = (id: number, okName: 'OK' | 'Ok'): WireError =>
  errorWires[okName].get(errorOf(id).id) ?? presentError(errorOf(id), okName)

/**
 * Micro-units as a number. Division of two integers below 2^53 gives the double nearest to the exact value,
 * so 70,000 micro-units are written 0.07; larger amounts are read from their decimal text, which rounds the same way.
 */
export function fromMicros(micros: bigint): number {
  if (micros >= -9_007_199_254_740_991n && micros <= 9_007_199_254_740_991n)
    return Number(micros) / 1_000_000
  const digits = (micros < 0n ? -micros : micros).toString()
  return Number(`${micros < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`)
}

/** The record's price is that of one part, and so is the wire's. */
const wirePrice = ({
  priceMicros,
  currency,
}: Pick<MessageRecord, 'priceMicros' | 'currency'>): WirePrice => ({
  pricePerMessage: fromMicros(priceMicros),
  currency,
})

/* ---------- answers to a send ---------- */

export const sentV3 = (result: SendResult, withCount: boolean): SentSms => ({
  bulkId: result.bulkId,
  messages: result.messages.map((message) => ({
    messageId: message.messageId,
    status: wireStatus(message.statusId),
    destination: message.to,
    details: withCount ? { messageCount: message.parts } : {},
  })),
})

/** The old forms tell a bulkId with more than one recipient only. */
export const sentV2 = (
  bulkId: string,
  messages: readonly AcceptedMessage[],
  withCount: boolean,
): SentSmsV2 => ({
  ...(messages.length > 1 ? { bulkId } : {}),
  messages: messages.map((message) => ({
    to: message.to,
    status: wireStatus(message.statusId),
    messageId: message.messageId,
    ...(withCount ? { smsCount: message.parts } : {}),
  })),
})

/* ---------- reports and logs ---------- */

const platformOf = ({
  entityId,
  applicationId,
}: MessageRecord): { platform?: DeliveryReport['platform'] } =>
  entityId === null && applicationId === null
    ? {}
    : {
        platform: {
          ...(entityId === null ? {} : { entityId }),
          ...(applicationId === null ? {} : { applicationId }),
        },
      }

export const reportV3 = (report: Report): DeliveryReport => ({
  ...(report.bulkId === null ? {} : { bulkId: report.bulkId }),
  price: wirePrice(report),
  status: wireStatus(report.statusId),
  error: wireError(report.errorId, 'OK'),
  messageId: report.messageId,
  to: report.dest,
  sender: report.sender,
  sentAt: wireTime(report.sentAt ?? report.acceptedAt),
  doneAt: wireTime(report.doneAt ?? report.at),
  messageCount: report.parts,
  ...(report.mccMnc === null ? {} : { mccMnc: report.mccMnc }),
  ...(report.callbackData === null ? {} : { callbackData: report.callbackData }),
  ...platformOf(report),
  ...(report.campaignReferenceId === null
    ? {}
    : { campaignReferenceId: report.campaignReferenceId }),
})

export const reportV1 = (report: Report): DeliveryReportV1 => ({
  ...(report.bulkId === null ? {} : { bulkId: report.bulkId }),
  messageId: report.messageId,
  to: report.dest,
  from: report.sender,
  sentAt: wireTime(report.sentAt ?? report.acceptedAt),
  doneAt: wireTime(report.doneAt ?? report.at),
  smsCount: report.parts,
  ...(report.mccMnc === null ? {} : { mccMnc: report.mccMnc }),
  ...(report.callbackData === null ? {} : { callbackData: report.callbackData }),
  price: wirePrice(report),
  status: wireStatus(report.statusId),
  error: wireError(report.errorId, 'Ok'),
  ...(report.entityId === null ? {} : { entityId: report.entityId }),
  ...(report.applicationId === null ? {} : { applicationId: report.applicationId }),
  ...(report.campaignReferenceId === null
    ? {}
    : { campaignReferenceId: report.campaignReferenceId }),
})

const among = <T extends string>(values: readonly T[], value: string | undefined): T | undefined =>
  values.find((one) => one === value)

/** Only words of the documented lists go out: an internal table (national languages) has more of them. */
function contentOf({ body, bodyKind, settings }: MessageRecord): LogEntry['content'] {
  if (body === null) return undefined
  if (bodyKind === 'binary')
    return { hex: body, dataCoding: settings?.dataCoding ?? 0, esmClass: settings?.esmClass ?? 0 }
  const transliteration = among(transliterations, settings?.transliteration)
  const languageCode = among(languageCodes, settings?.language?.code)
  return {
    text: body,
    ...(transliteration === undefined ? {} : { transliteration }),
    ...(languageCode === undefined
      ? {}
      : {
          language: {
            languageCode,
            singleShift: settings?.language?.singleShift ?? false,
            lockingShift: settings?.language?.lockingShift ?? false,
          },
        }),
  }
}

export function logV3(record: MessageRecord): LogEntry {
  const content = contentOf(record)
  return {
    sender: record.sender,
    destination: record.dest,
    ...(record.bulkId === null ? {} : { bulkId: record.bulkId }),
    messageId: record.messageId,
    sentAt: wireTime(record.sentAt ?? record.acceptedAt),
    ...(record.doneAt === null ? {} : { doneAt: wireTime(record.doneAt) }),
    messageCount: record.parts,
    price: wirePrice(record),
    status: wireStatus(record.statusId),
    error: wireError(record.errorId, 'OK'),
    ...platformOf(record),
    ...(content === undefined ? {} : { content }),
    ...(record.campaignReferenceId === null
      ? {}
      : { campaignReferenceId: record.campaignReferenceId }),
    ...(record.mccMnc === null ? {} : { mccMnc: record.mccMnc }),
  }
}

export const logV1 = (record: MessageRecord): LogEntryV1 => ({
  ...(record.bulkId === null ? {} : { bulkId: record.bulkId }),
  messageId: record.messageId,
  to: record.dest,
  from: record.sender,
  ...(record.body === null ? {} : { text: record.body }),
  sentAt: wireTime(record.sentAt ?? record.acceptedAt),
  ...(record.doneAt === null ? {} : { doneAt: wireTime(record.doneAt) }),
  smsCount: record.parts,
  ...(record.mccMnc === null ? {} : { mccMnc: record.mccMnc }),
  price: wirePrice(record),
  status: wireStatus(record.statusId),
  error: wireError(record.errorId, 'Ok'),
  ...(record.applicationId === null ? {} : { applicationId: record.applicationId }),
  ...(record.entityId === null ? {} : { entityId: record.entityId }),
  ...(record.campaignReferenceId === null
    ? {}
    : { campaignReferenceId: record.campaignReferenceId }),
})

/* ---------- inbound ---------- */

export const inboundV1 = (message: InboundMessage): InboundSms => ({
  ...(message.applicationId === null ? {} : { applicationId: message.applicationId }),
  messageId: message.id,
  from: message.sender,
  to: message.dest,
  text: message.text,
  cleanText: withoutKeyword(message.text, message.keyword),
  ...(message.keyword === null ? {} : { keyword: message.keyword }),
  receivedAt: wireTime(message.receivedAt),
  smsCount: message.parts,
  price: wirePrice(message),
  ...(message.callbackData === null ? {} : { callbackData: message.callbackData }),
  ...(message.entityId === null ? {} : { entityId: message.entityId }),
  ...(message.campaignReferenceId === null
    ? {}
    : { campaignReferenceId: message.campaignReferenceId }),
})
