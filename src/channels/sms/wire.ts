import Type, { type Static, type TSchema } from 'typebox'

/**
 * The public JSON of the SMS operations. Names, enumerations, required fields and limits are those of the
 * compatible API; what is stricter or looser here is told in README.md. Imports nothing of ours.
 *
 * Optional request fields also take `null`, which many clients send for "not given". It is written with the
 * validator's own keyword `nullable`, so that the documented type stays the plain one.
 * Nothing on the way of a send uses `anyOf`: the validator stays linear in the size of the body.
 */

/** At most this many recipients in one request, over all its messages. */
export const DESTINATIONS_MAX = 10_000
export const MESSAGE_ID_LENGTH_MAX = 200
export const BULK_ID_LENGTH_MAX = 100
export const CALLBACK_DATA_LENGTH_MAX = 4000
export const VALIDITY_MINUTES_MAX = 2880
export const SCHEDULE_DAYS_MAX = 180
/** A text of more UTF-16 units, or a binary of more octets, is REJECTED_MESSAGE_TOO_LONG whatever its alphabet. */
export const CONTENT_LENGTH_MAX = 4000

/* ---------- the words the schemas are written in ---------- */

const opt = <T extends TSchema>(schema: T) => Type.Optional(schema)
/** An optional request field; `null` counts as absent. */
const maybe = <T extends TSchema>(schema: T) =>
  Type.Optional(Type.Unsafe<Static<T> | null>({ ...schema, nullable: true }))
const windowZones = ['UTC', 'RECIPIENT'] as const
const contentClasses = ['OTP', 'TRANSACTIONAL', 'MARKETING'] as const
const oneOf = <const T extends readonly string[]>(values: T, more: object = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...more })
const text = (description: string, maxLength?: number) =>
  Type.String({ description, ...(maxLength === undefined ? {} : { maxLength }) })
const flag = (description: string) => Type.Boolean({ description })
const int = (
  description: string,
  limits: { minimum?: number; maximum?: number; default?: number } = {},
) => Type.Integer({ description, format: 'int32', ...limits })
const time = (description: string) => Type.String({ description, format: 'date-time' })
const list = <T extends TSchema>(item: T, description: string) => Type.Array(item, { description })

const URL_LENGTH_MAX = 2048
const WORD_LENGTH_MAX = 255

export const transliterations = [
  'NONE',
  'TURKISH',
  'GREEK',
  'CYRILLIC',
  'SERBIAN_CYRILLIC',
  'BULGARIAN_CYRILLIC',
  'CENTRAL_EUROPEAN',
  'BALTIC',
  'PORTUGUESE',
  'COLOMBIAN',
  'NON_UNICODE',
  'ALL',
] as const
export const languageCodes = ['NONE', 'TR', 'ES', 'PT', 'AUTODETECT'] as const
export const deliveryDays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const
export const speedLimitUnits = ['MINUTE', 'HOUR', 'DAY'] as const
export const validityUnits = ['SECONDS', 'MINUTES', 'HOURS'] as const
export const recipientTypes = ['BIREYSEL', 'TACIR'] as const
export const bulkStatuses = [
  'PENDING',
  'PAUSED',
  'PROCESSING',
  'CANCELED',
  'FINISHED',
  'FAILED',
] as const
export const generalStatuses = [
  'ACCEPTED',
  'PENDING',
  'UNDELIVERABLE',
  'DELIVERED',
  'EXPIRED',
  'REJECTED',
] as const

/* ---------- parts of a send request ---------- */

const HourAndMinute = Type.Object({
  hour: int('Hour', { minimum: 0, maximum: 23 }),
  minute: int('Minute', { minimum: 0, maximum: 59 }),
})
const DeliveryTimeWindow = Type.Object(
  {
    days: Type.Array(oneOf(deliveryDays), {
      minItems: 1,
      maxItems: 7,
      description: 'Days on which it may go out',
    }),
    from: maybe(HourAndMinute),
    to: maybe(HourAndMinute),
    timeZone: maybe(
      oneOf(windowZones, {
        description:
          'Whose clock it goes by; of a number that may be in several zones, all of them. An addition to the compatible API',
      }),
    ),
  },
  {
    description:
      'When it may go out, in UTC unless `timeZone` says otherwise. `from` and `to` are given together, at least an hour apart',
  },
)
export type DeliveryTimeWindow = Static<typeof DeliveryTimeWindow>

const RegionalOptions = Type.Object(
  {
    indiaDlt: maybe(
      Type.Object({
        contentTemplateId: maybe(text('Registered template', WORD_LENGTH_MAX)),
        principalEntityId: text('Registered sender of the content', WORD_LENGTH_MAX),
        telemarketerId: maybe(text('Registered telemarketer', WORD_LENGTH_MAX)),
      }),
    ),
    turkeyIys: maybe(
      Type.Object({
        brandCode: maybe(int('Brand in the Turkish consent register')),
        recipientType: oneOf(recipientTypes),
      }),
    ),
    southKorea: maybe(
      Type.Object({
        title: maybe(text('Title of the message', 66)),
        resellerCode: maybe(int('Reseller')),
      }),
    ),
  },
  { description: 'What some countries ask for' },
)
export type RegionalOptions = Static<typeof RegionalOptions>

const UrlOptions = Type.Object(
  {
    shortenUrl: maybe(flag('Shorten the links of the text')),
    trackClicks: maybe(flag('Tell of clicks')),
    trackingUrl: maybe(text('Where clicks are told', URL_LENGTH_MAX)),
    removeProtocol: maybe(flag('Leave https:// out of the short link')),
    customDomain: maybe(text('Domain of the short link', WORD_LENGTH_MAX)),
  },
  { description: 'Link shortening; kept with the message, without effect yet' },
)

const SendingSpeedLimit = Type.Object(
  {
    amount: int('How many messages in one unit of time', { minimum: 1, maximum: 2_147_483_647 }),
    timeUnit: Type.Optional(oneOf(speedLimitUnits, { default: 'MINUTE' })),
  },
  { description: 'Spreads the messages of the request over time' },
)
export type SendingSpeedLimit = Static<typeof SendingSpeedLimit>

const callbackData = text('Comes back in reports', CALLBACK_DATA_LENGTH_MAX)
const bulkId = text(
  'Your own name for the messages of this request; made up when absent',
  BULK_ID_LENGTH_MAX,
)
const campaignReferenceId = text('Your own name for a campaign', WORD_LENGTH_MAX)
const contentClass = oneOf(contentClasses, {
  description:
    'What the message is for: it decides precedence in queues, routes and national rules. An addition to the compatible API',
})
const sender = text('Name or number the handset shows', WORD_LENGTH_MAX)
const hex = text('Octets in hexadecimal; blanks between them are fine')
const octet = (description: string) => int(description, { minimum: 0, maximum: 255, default: 0 })

/* ---------- POST /sms/3/messages ---------- */

const SmsDestination = Type.Object({
  to: text('Number with its country code', 64),
  messageId: maybe(
    text(`Your own id; cut after ${MESSAGE_ID_LENGTH_MAX} characters, made up when absent`),
  ),
  networkId: maybe(int('Kept with the message, without effect yet')),
})
const SmsLanguage = Type.Object({
  languageCode: opt(oneOf(languageCodes)),
  singleShift: maybe(flag('Use the single shift table')),
  lockingShift: maybe(flag('Use the locking shift table')),
})
const SmsContent = Type.Object(
  {
    text: opt(text('What is said')),
    transliteration: opt(oneOf(transliterations)),
    language: maybe(SmsLanguage),
    hex: opt(hex),
    dataCoding: maybe(octet('SMPP data_coding of `hex`')),
    esmClass: maybe(octet('SMPP esm_class of `hex`; 64 when it starts with a user data header')),
  },
  { description: 'Either `text` or `hex`' },
)
export type SmsContent = Static<typeof SmsContent>

const Platform = Type.Object({
  entityId: maybe(text('Entity the message belongs to', WORD_LENGTH_MAX)),
  applicationId: maybe(text('Application the message belongs to', WORD_LENGTH_MAX)),
})
const SmsMessageOptions = Type.Object({
  platform: maybe(Platform),
  validityPeriod: maybe(
    Type.Object(
      {
        amount: int('How long', { minimum: 1 }),
        timeUnit: Type.Optional(oneOf(validityUnits, { default: 'MINUTES' })),
      },
      { description: 'How long it is worth trying; 48 hours at most' },
    ),
  ),
  deliveryTimeWindow: maybe(DeliveryTimeWindow),
  campaignReferenceId: maybe(campaignReferenceId),
  contentClass: maybe(contentClass),
  regional: maybe(RegionalOptions),
  flash: maybe(flag('Show at once, do not keep')),
})
const Webhooks = Type.Object({
  delivery: maybe(
    Type.Object({
      url: maybe(text('Where reports are pushed', URL_LENGTH_MAX)),
      intermediateReport: maybe(flag('Also report statuses that are not final')),
      notify: maybe(flag('false: no report at all')),
    }),
  ),
  contentType: maybe(text('application/json or application/xml', 64)),
  callbackData: maybe(callbackData),
})
const SmsMessage = Type.Object({
  sender: maybe(sender),
  destinations: Type.Array(SmsDestination, {
    minItems: 1,
    description: `Who gets it; at most ${DESTINATIONS_MAX} in one request`,
  }),
  content: SmsContent,
  options: maybe(SmsMessageOptions),
  webhooks: maybe(Webhooks),
})
export type SmsMessage = Static<typeof SmsMessage>

export const SendSms = Type.Object({
  messages: Type.Array(SmsMessage, {
    minItems: 1,
    description: 'One content each, for any number of recipients',
  }),
  options: maybe(
    Type.Object({
      schedule: maybe(
        Type.Object({
          bulkId: maybe(bulkId),
          sendAt: maybe(
            time(`When it goes out; at most ${SCHEDULE_DAYS_MAX} days ahead, now when past`),
          ),
          sendingSpeedLimit: maybe(SendingSpeedLimit),
        }),
      ),
      tracking: maybe(UrlOptions),
      includeSmsCountInResponse: maybe(flag('Tell how many parts each message has')),
      conversionTracking: maybe(
        Type.Object({
          useConversionTracking: maybe(flag('Await a conversion')),
          conversionTrackingName: maybe(text('Kind of conversion', WORD_LENGTH_MAX)),
        }),
      ),
    }),
  ),
})
export type SendSms = Static<typeof SendSms>

/* ---------- POST /sms/2/{text,binary}/advanced ---------- */

const destinationV2 = Type.Object({
  to: text('Number with its country code', 64),
  messageId: maybe(
    text(`Your own id; cut after ${MESSAGE_ID_LENGTH_MAX} characters, made up when absent`),
  ),
})
const messageV2 = (platformIdLengthMax: number) => ({
  from: maybe(sender),
  destinations: Type.Array(destinationV2, {
    minItems: 1,
    description: `Who gets it; at most ${DESTINATIONS_MAX} in one request`,
  }),
  flash: maybe(flag('Show at once, do not keep')),
  callbackData: maybe(callbackData),
  deliveryTimeWindow: maybe(DeliveryTimeWindow),
  intermediateReport: maybe(flag('Also report statuses that are not final')),
  notifyContentType: maybe(text('application/json or application/xml', 64)),
  notifyUrl: maybe(text('Where reports are pushed', URL_LENGTH_MAX)),
  regional: maybe(RegionalOptions),
  sendAt: maybe(time(`When it goes out; at most ${SCHEDULE_DAYS_MAX} days ahead, now when past`)),
  validityPeriod: maybe(
    Type.Integer({
      description: `Minutes it is worth trying; ${VALIDITY_MINUTES_MAX} at most, more counts as that`,
      format: 'int64',
      minimum: 1,
    }),
  ),
  entityId: maybe(text('Entity the message belongs to', platformIdLengthMax)),
  applicationId: maybe(text('Application the message belongs to', platformIdLengthMax)),
  campaignReferenceId: maybe(campaignReferenceId),
})
const TextMessageV2 = Type.Object({
  ...messageV2(50),
  text: maybe(text('What is said')),
  language: maybe(Type.Object({ languageCode: maybe(text('Language table', 64)) })),
  transliteration: maybe(text('Transliteration table', 64)),
})
const BinaryMessageV2 = Type.Object({
  ...messageV2(66),
  binary: maybe(
    Type.Object({
      hex,
      dataCoding: maybe(octet('SMPP data_coding')),
      esmClass: maybe(octet('SMPP esm_class; 64 when the octets start with a user data header')),
    }),
  ),
})
const Tracking = Type.Object(
  {
    baseUrl: maybe(text('Where clicks are told', URL_LENGTH_MAX)),
    processKey: maybe(text('Your own name for the process', WORD_LENGTH_MAX)),
    track: maybe(text('SMS or URL', WORD_LENGTH_MAX)),
    type: maybe(text('Kind of conversion', WORD_LENGTH_MAX)),
  },
  { description: 'Conversion tracking; kept with the message' },
)
const requestV2 = {
  bulkId: maybe(bulkId),
  sendingSpeedLimit: maybe(SendingSpeedLimit),
}
export const SendTextV2 = Type.Object({
  ...requestV2,
  messages: Type.Array(TextMessageV2, { minItems: 1 }),
  urlOptions: maybe(UrlOptions),
  tracking: maybe(Tracking),
  includeSmsCountInResponse: maybe(flag('Tell how many parts each message has')),
})
export type SendTextV2 = Static<typeof SendTextV2>
export const SendBinaryV2 = Type.Object({
  ...requestV2,
  messages: Type.Array(BinaryMessageV2, { minItems: 1 }),
})
export type SendBinaryV2 = Static<typeof SendBinaryV2>

/* ---------- GET /sms/{1,3}/text/query ---------- */

const sendQuery = {
  bulkId: opt(bulkId),
  from: opt(sender),
  to: list(
    Type.String(),
    'Numbers with their country codes; several by repeating the name, or separated by commas',
  ),
  flash: maybe(flag('Show at once, do not keep')),
  transliteration: opt(text('Transliteration table', 64)),
  languageCode: opt(text('Language table', 64)),
  intermediateReport: maybe(flag('Also report statuses that are not final')),
  notifyUrl: opt(text('Where reports are pushed', URL_LENGTH_MAX)),
  notifyContentType: opt(text('application/json or application/xml', 64)),
  callbackData: opt(callbackData),
  validityPeriod: maybe(int('Minutes it is worth trying', { minimum: 1 })),
  sendAt: opt(time(`When it goes out; at most ${SCHEDULE_DAYS_MAX} days ahead, now when past`)),
  trackingType: opt(text('Kind of conversion', WORD_LENGTH_MAX)),
  indiaDltContentTemplateId: opt(text('Registered template', WORD_LENGTH_MAX)),
  indiaDltPrincipalEntityId: opt(text('Registered sender of the content', WORD_LENGTH_MAX)),
  indiaDltTelemarketerId: opt(text('Registered telemarketer', WORD_LENGTH_MAX)),
  turkeyIysBrandCode: maybe(int('Brand in the Turkish consent register')),
  turkeyIysRecipientType: opt(text('BIREYSEL or TACIR', 64)),
  southKoreaResellerCode: maybe(int('Reseller')),
}
export const SendQuery = Type.Object({
  ...sendQuery,
  text: text('What is said'),
  includeSmsCountInResponse: maybe(flag('Tell how many parts each message has')),
  trackingUrl: opt(text('Where clicks are told', URL_LENGTH_MAX)),
  southKoreaTitle: opt(text('Title of the message', 66)),
})
export type SendQuery = Static<typeof SendQuery>
/** `username` and `password` are not required of those who send an Authorization header; without both the answer is 401. */
export const SendQueryV1 = Type.Object({
  username: opt(text('User name', WORD_LENGTH_MAX)),
  password: opt(text('Password', 1024)),
  ...sendQuery,
  text: opt(text('What is said')),
  track: opt(text('SMS or URL', WORD_LENGTH_MAX)),
  processKey: opt(text('Your own name for the process', WORD_LENGTH_MAX)),
})
export type SendQueryV1 = Static<typeof SendQueryV1>

/* ---------- what is told of a message ---------- */

const WireStatus = Type.Object({
  groupId: int('Status group'),
  groupName: oneOf(generalStatuses),
  id: int('Status'),
  name: Type.String(),
  description: Type.String(),
  action: opt(text('What to do about it')),
})
export type WireStatus = Static<typeof WireStatus>
const wireError = (okName: 'OK' | 'Ok') =>
  Type.Object({
    groupId: int('Error group'),
    groupName: oneOf([okName, 'HANDSET_ERRORS', 'USER_ERRORS', 'OPERATOR_ERRORS']),
    id: int('Error'),
    name: Type.String(),
    description: Type.String(),
    permanent: flag('Whether trying again is useless'),
  })
export type WireError = Static<ReturnType<typeof wireError>>
const WirePrice = Type.Object({
  pricePerMessage: Type.Number({ description: 'Price of one part' }),
  currency: text('ISO 4217'),
})
export type WirePrice = Static<typeof WirePrice>

export const SentSms = Type.Object({
  bulkId: opt(Type.String()),
  messages: list(
    Type.Object({
      messageId: Type.String(),
      status: WireStatus,
      destination: Type.String(),
      details: Type.Object({ messageCount: opt(int('Parts')) }),
    }),
    'In the order of the request',
  ),
})
export type SentSms = Static<typeof SentSms>
export const SentSmsV2 = Type.Object({
  bulkId: opt(text('With more than one recipient only')),
  messages: list(
    Type.Object({
      messageId: Type.String(),
      status: WireStatus,
      to: Type.String(),
      smsCount: opt(int('Parts')),
    }),
    'In the order of the request',
  ),
})
export type SentSmsV2 = Static<typeof SentSmsV2>

/* ---------- POST /sms/1/preview ---------- */

export const AskPreview = Type.Object({
  text: text('What would be said', 20_000),
  languageCode: maybe(Type.String({ pattern: '^(TR|ES|PT|AUTODETECT)$' })),
  transliteration: maybe(Type.String({ pattern: `^(${transliterations.join('|')})$` })),
})
export const PreviewAnswer = Type.Object({
  originalText: Type.String(),
  previews: list(
    Type.Object({
      textPreview: text('What the handset would show'),
      messageCount: int('Parts'),
      charactersRemaining: int('What still fits into the last part'),
      configuration: Type.Object({
        language: opt(Type.Object({ languageCode: opt(Type.String()) })),
        transliteration: opt(Type.String()),
      }),
    }),
    'The plain text first; another one when a language or transliteration was asked for',
  ),
})

/* ---------- bulks, conversion ---------- */

export const BulkQuery = Type.Object({ bulkId: text('Bulk', WORD_LENGTH_MAX) })
export const Reschedule = Type.Object({
  sendAt: time(`At most ${SCHEDULE_DAYS_MAX} days ahead, now when past`),
})
export const BulkAnswer = Type.Object({ bulkId: Type.String(), sendAt: time('When it goes out') })
export const UpdateBulkStatus = Type.Object({ status: oneOf(bulkStatuses) })
export const BulkStatusAnswer = Type.Object({ bulkId: Type.String(), status: oneOf(bulkStatuses) })
export const ConversionPath = Type.Object({
  messageId: text('Id of a sent message', MESSAGE_ID_LENGTH_MAX),
})
export const ConversionAnswer = Type.Object({ processKey: Type.String() })

/* ---------- reports ---------- */

const limitTo1000 = maybe(int('How many at most', { minimum: 1, maximum: 1000, default: 50 }))
const platformFilter = {
  applicationId: opt(text('Application', WORD_LENGTH_MAX)),
  entityId: opt(text('Entity', WORD_LENGTH_MAX)),
}
export const ReportsQuery = Type.Object({
  bulkId: opt(text('Bulk', WORD_LENGTH_MAX)),
  messageId: opt(text('Message', WORD_LENGTH_MAX)),
  limit: limitTo1000,
  ...platformFilter,
  campaignReferenceId: opt(campaignReferenceId),
})
export type ReportsQuery = Static<typeof ReportsQuery>

export const DeliveryReport = Type.Object({
  bulkId: opt(Type.String()),
  price: WirePrice,
  status: WireStatus,
  error: wireError('OK'),
  messageId: Type.String(),
  to: Type.String(),
  sender: Type.String(),
  sentAt: time('When it went to the operator'),
  doneAt: time('When this status came'),
  messageCount: int('Parts'),
  mccMnc: opt(Type.String()),
  callbackData: opt(Type.String()),
  platform: opt(Type.Object({ entityId: opt(Type.String()), applicationId: opt(Type.String()) })),
  campaignReferenceId: opt(Type.String()),
})
export type DeliveryReport = Static<typeof DeliveryReport>
export const DeliveryReports = Type.Object({ results: list(DeliveryReport, 'Oldest first') })

export const DeliveryReportV1 = Type.Object({
  bulkId: opt(Type.String()),
  messageId: Type.String(),
  to: Type.String(),
  from: Type.String(),
  sentAt: time('When it went to the operator'),
  doneAt: time('When this status came'),
  smsCount: int('Parts'),
  mccMnc: opt(Type.String()),
  callbackData: opt(Type.String()),
  price: WirePrice,
  status: WireStatus,
  error: wireError('Ok'),
  entityId: opt(Type.String()),
  applicationId: opt(Type.String()),
  campaignReferenceId: opt(Type.String()),
})
export type DeliveryReportV1 = Static<typeof DeliveryReportV1>
export const DeliveryReportsV1 = Type.Object({ results: list(DeliveryReportV1, 'Oldest first') })

/* ---------- logs ---------- */

const wordList = (description: string) =>
  opt(
    list(
      Type.String(),
      `${description}; several by repeating the name, or separated by commas (2,048 characters in all)`,
    ),
  )
const logFilter = {
  bulkId: wordList('Bulks'),
  messageId: wordList('Messages'),
  generalStatus: opt(oneOf(generalStatuses)),
  sentSince: opt(time('Not before')),
  sentUntil: opt(time('Not after')),
  mcc: opt(text('Mobile country code', 16)),
  mnc: opt(text('Mobile network code', 16)),
  ...platformFilter,
  campaignReferenceId: wordList('Campaigns'),
}
export const LogsQuery = Type.Object({
  ...logFilter,
  sender: opt(text('Sender', WORD_LENGTH_MAX)),
  destination: opt(text('Recipient', WORD_LENGTH_MAX)),
  limit: limitTo1000,
  useCursor: maybe(flag('Give a cursor to the next page')),
  cursor: opt(text('From the answer before', 512)),
})
export type LogsQuery = Static<typeof LogsQuery>
export const LogsQueryV1 = Type.Object({
  ...logFilter,
  from: opt(text('Sender', WORD_LENGTH_MAX)),
  to: opt(text('Recipient', WORD_LENGTH_MAX)),
  limit: maybe(int('How many at most; over 1000 counts as 1000', { minimum: 1 })),
})
export type LogsQueryV1 = Static<typeof LogsQueryV1>

export const LogEntry = Type.Object({
  sender: Type.String(),
  destination: Type.String(),
  bulkId: opt(Type.String()),
  messageId: Type.String(),
  sentAt: time('When it went to the operator; before that, when it was taken in'),
  doneAt: opt(time('When the final status came')),
  messageCount: int('Parts'),
  price: WirePrice,
  status: WireStatus,
  error: wireError('OK'),
  platform: opt(Type.Object({ entityId: opt(Type.String()), applicationId: opt(Type.String()) })),
  content: opt(
    Type.Object(
      {
        text: opt(Type.String()),
        transliteration: opt(oneOf(transliterations)),
        language: opt(
          Type.Object({
            languageCode: opt(oneOf(languageCodes)),
            singleShift: opt(Type.Boolean()),
            lockingShift: opt(Type.Boolean()),
          }),
        ),
        hex: opt(Type.String()),
        dataCoding: opt(Type.Integer()),
        esmClass: opt(Type.Integer()),
      },
      { description: 'Absent once the content period is over' },
    ),
  ),
  campaignReferenceId: opt(Type.String()),
  mccMnc: opt(Type.String()),
})
export type LogEntry = Static<typeof LogEntry>
export const Logs = Type.Object({
  results: list(LogEntry, 'Newest first'),
  cursor: opt(
    Type.Object({ limit: Type.Integer(), nextCursor: opt(text('Absent on the last page')) }),
  ),
})
export type Logs = Static<typeof Logs>
export const LogEntryV1 = Type.Object({
  bulkId: opt(Type.String()),
  messageId: Type.String(),
  to: Type.String(),
  from: Type.String(),
  text: opt(text('Absent once the content period is over')),
  sentAt: time('When it went to the operator; before that, when it was taken in'),
  doneAt: opt(time('When the final status came')),
  smsCount: int('Parts'),
  mccMnc: opt(Type.String()),
  price: WirePrice,
  status: WireStatus,
  error: wireError('Ok'),
  applicationId: opt(Type.String()),
  entityId: opt(Type.String()),
  campaignReferenceId: opt(Type.String()),
})
export type LogEntryV1 = Static<typeof LogEntryV1>
export const LogsV1 = Type.Object({ results: list(LogEntryV1, 'Newest first') })

/* ---------- inbound ---------- */

export const InboxQuery = Type.Object({
  limit: maybe(int('How many at most; over 1000 counts as 1000', { minimum: 1 })),
  ...platformFilter,
  campaignReferenceId: opt(campaignReferenceId),
})
export type InboxQuery = Static<typeof InboxQuery>
export const InboundSms = Type.Object({
  applicationId: opt(Type.String()),
  messageId: Type.String(),
  from: text('The handset'),
  to: text('Your number'),
  text: Type.String(),
  cleanText: text('The text without its keyword'),
  keyword: opt(text('The first word, in capitals')),
  receivedAt: time('When it came'),
  smsCount: int('Parts'),
  price: WirePrice,
  callbackData: opt(Type.String()),
  entityId: opt(Type.String()),
  campaignReferenceId: opt(Type.String()),
})
export type InboundSms = Static<typeof InboundSms>
export const Inbox = Type.Object({
  results: list(InboundSms, 'Oldest first'),
  messageCount: int('How many are here'),
  pendingMessageCount: int('How many more wait'),
})
export type Inbox = Static<typeof Inbox>
