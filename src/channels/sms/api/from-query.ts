import { badField } from '../../../core/http/index.ts'
import {
  languageCodes,
  recipientTypes,
  transliterations,
  type RegionalOptions,
  type SendQuery,
  type SendQueryV1,
  type SendSms,
  type SendTextV2,
} from '../wire.ts'
import { given, requireOneOf } from './send-checks.ts'

/** The query forms are the body forms with fewer words: they are written as such and take the same way from there. */

/** Several recipients come by repeating `to` or, from the npm client, joined by commas. */
export const splitList = (values: readonly string[] | null | undefined): string[] =>
  (values ?? [])
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '')

export function destinationsOf(to: readonly string[]): { to: string }[] {
  const numbers = splitList(to)
  if (numbers.length === 0) throw badField('to', 'must name at least one recipient')
  if (numbers.some((number) => number.length > 64))
    throw badField('to', 'must have at most 64 characters each')
  return numbers.map((number) => ({ to: number }))
}

function regionalOf(query: SendQuery | SendQueryV1): RegionalOptions | null {
  const principalEntityId = given(query.indiaDltPrincipalEntityId)
  const recipientType = requireOneOf(
    given(query.turkeyIysRecipientType),
    recipientTypes,
    'turkeyIysRecipientType',
  )
  const title = 'southKoreaTitle' in query ? given(query.southKoreaTitle) : null
  if (
    principalEntityId === null &&
    (given(query.indiaDltContentTemplateId) ?? given(query.indiaDltTelemarketerId)) !== null
  )
    throw badField('indiaDltPrincipalEntityId', 'is required with the other indiaDlt parameters')
  if (recipientType === undefined && typeof query.turkeyIysBrandCode === 'number')
    throw badField('turkeyIysRecipientType', 'is required with turkeyIysBrandCode')
  return {
    indiaDlt:
      principalEntityId === null
        ? null
        : {
            principalEntityId,
            contentTemplateId: given(query.indiaDltContentTemplateId),
            telemarketerId: given(query.indiaDltTelemarketerId),
          },
    turkeyIys:
      recipientType === undefined
        ? null
        : { recipientType, brandCode: query.turkeyIysBrandCode ?? null },
    southKorea:
      title === null && typeof query.southKoreaResellerCode !== 'number'
        ? null
        : { title, resellerCode: query.southKoreaResellerCode ?? null },
  }
}

export function queryAsV3(query: SendQuery): SendSms {
  const transliteration = requireOneOf(
    given(query.transliteration),
    transliterations,
    'transliteration',
  )
  const languageCode = requireOneOf(given(query.languageCode), languageCodes, 'languageCode')
  return {
    messages: [
      {
        sender: query.from ?? null,
        destinations: destinationsOf(query.to),
        content: {
          text: query.text,
          ...(transliteration === undefined ? {} : { transliteration }),
          ...(languageCode === undefined ? {} : { language: { languageCode } }),
        },
        options: {
          flash: query.flash ?? null,
          validityPeriod:
            typeof query.validityPeriod === 'number' ? { amount: query.validityPeriod } : null,
          regional: regionalOf(query),
        },
        webhooks: {
          delivery: {
            url: query.notifyUrl ?? null,
            intermediateReport: query.intermediateReport ?? null,
          },
          contentType: query.notifyContentType ?? null,
          callbackData: query.callbackData ?? null,
        },
      },
    ],
    options: {
      schedule: { bulkId: query.bulkId ?? null, sendAt: query.sendAt ?? null },
      tracking: given(query.trackingUrl) === null ? null : { trackingUrl: query.trackingUrl! },
      conversionTracking:
        given(query.trackingType) === null
          ? null
          : { useConversionTracking: true, conversionTrackingName: query.trackingType! },
      includeSmsCountInResponse: query.includeSmsCountInResponse ?? null,
    },
  }
}

export function queryAsV2(query: SendQueryV1): SendTextV2 {
  return {
    bulkId: query.bulkId ?? null,
    messages: [
      {
        from: query.from ?? null,
        destinations: destinationsOf(query.to),
        text: query.text ?? '',
        language: { languageCode: query.languageCode ?? null },
        transliteration: query.transliteration ?? null,
        flash: query.flash ?? null,
        callbackData: query.callbackData ?? null,
        intermediateReport: query.intermediateReport ?? null,
        notifyUrl: query.notifyUrl ?? null,
        notifyContentType: query.notifyContentType ?? null,
        regional: regionalOf(query),
        sendAt: query.sendAt ?? null,
        validityPeriod: query.validityPeriod ?? null,
      },
    ],
    tracking:
      (given(query.track) ?? given(query.processKey) ?? given(query.trackingType)) === null
        ? null
        : {
            track: query.track ?? null,
            processKey: query.processKey ?? null,
            type: query.trackingType ?? null,
          },
  }
}
