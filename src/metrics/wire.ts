import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of `/metrics/1/*`. Times as `2026-11-23T20:29:00.000+0000`. */

const opt = <T extends TSchema>(schema: T) => Type.Optional(schema)
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const list = <T extends TSchema>(schema: T) => opt(Type.Array(schema, { maxItems: 200 }))
const texts = () => list(Type.String({ maxLength: 255 }))
const numbers = () => list(Type.Integer())
const time = () => Type.String({ maxLength: 40 })

export const aggregates = [
  'HOUR',
  'DAY',
  'WEEK_SATURDAY_START',
  'WEEK_SUNDAY_START',
  'WEEK_MONDAY_START',
  'MONTH',
  'QUARTER',
  'YEAR',
  'ACCOUNT_KEY',
  'ACCOUNT_NAME',
  'STATUS_GROUP',
  'STATUS',
  'ERROR_GROUP',
  'ERROR_CODE',
  'TIME_TO_DELIVER',
  'DIRECTION',
  'SENDER',
  'SENDER_TYPE',
  'NETWORK_ID',
  'NETWORK_NAME',
  'COUNTRY_NAME',
  'COUNTRY_CODE',
  'APPLICATION_ID',
  'ENTITY_ID',
  'CHANNEL_CODE',
  'CHANNEL_NAME',
] as const
export type Aggregate = (typeof aggregates)[number]

export const metricTypes = [
  'TOTAL_TRAFFIC_COUNT',
  'TOTAL_ACCEPTED_TRAFFIC_COUNT',
  'TOTAL_SMS_MESSAGES_COUNT',
  'DELIVERED_TRAFFIC_COUNT',
  'FAILED_TRAFFIC_COUNT',
  'TRAFFIC_DELIVERY_RATE',
  'TRAFFIC_DELIVERED_IN_5_SEC_RATE',
  'TOTAL_SENT_TRAFFIC_COUNT',
  'TOTAL_RECEIVED_TRAFFIC_COUNT',
  'RECEIVED_TO_SENT_TRAFFIC_RATIO',
] as const
export type MetricType = (typeof metricTypes)[number]

const TimeSpan = Type.Object({
  from: opt(Type.String({ maxLength: 20 })),
  to: opt(Type.String({ maxLength: 20 })),
})
const spans = () => list(TimeSpan)
const AggregateFilter = Type.Object({
  accountKeys: texts(),
  includeSubaccounts: opt(Type.Boolean({ default: false })),
  sentSince: time(),
  sentUntil: time(),
  timeToDeliver: spans(),
  timeToAnswer: spans(),
  timeToClickFromSeen: spans(),
  timeToClickFromDelivered: spans(),
  timeToSeenFromDelivered: spans(),
  timeToOpenFromDelivered: spans(),
  channelCodes: Type.Array(
    Type.Enum([
      'SMS',
      'EMAIL',
      'FACEBOOK',
      'INSTAGRAM',
      'KAKAO',
      'LINE',
      'MMS',
      'RCS',
      'TELEGRAM',
      'VIBER',
      'VOICE_VIDEO',
      'WHATSAPP',
      'ZALO',
      'APPLE_MB',
    ]),
    { minItems: 1, maxItems: 20 },
  ),
  capabilities: texts(),
  directions: list(Type.Enum(['OUTBOUND', 'INBOUND'])),
  trafficTypes: texts(),
  senders: texts(),
  senderTypes: texts(),
  communicationIds: numbers(),
  campaignReferenceIds: texts(),
  networkIds: numbers(),
  countryIds: numbers(),
  platforms: list(
    Type.Object({
      applicationId: opt(Type.String({ maxLength: 255 })),
      entityId: opt(Type.String({ maxLength: 255 })),
    }),
  ),
  applicationId: opt(Type.String({ maxLength: 255, deprecated: true })),
  entityId: opt(Type.String({ maxLength: 255, deprecated: true })),
  statusGroups: list(Type.Enum(['PENDING', 'UNDELIVERABLE', 'DELIVERED', 'EXPIRED', 'REJECTED'])),
  statuses: texts(),
  errorGroups: list(Type.Enum(['OK', 'HANDSET_ERRORS', 'USER_ERRORS', 'OPERATOR_ERRORS'])),
  errorCodes: texts(),
})
export type AggregateFilter = Static<typeof AggregateFilter>
export const AggregateQuery = Type.Object({
  filterBy: AggregateFilter,
  aggregateBy: Type.Array(Type.String({ maxLength: 40 }), {
    maxItems: 8,
    description: `What is told apart: ${aggregates.join(', ')}.`,
  }),
  metrics: Type.Array(Type.String({ maxLength: 60 }), {
    minItems: 1,
    maxItems: 20,
    description: `What is summed: ${metricTypes.join(', ')}.`,
  }),
})
export type AggregateQuery = Static<typeof AggregateQuery>
export const NewQuery = Type.Object({
  callbackUrl: Type.String({ minLength: 1, maxLength: 2048 }),
  request: AggregateQuery,
})
export const MadeQuery = Type.Object({ requestId: Type.String() })
export const QueryPath = Type.Object({ requestId: Type.String({ maxLength: 64 }) })
export const QueryState = Type.Object({
  requestId: Type.String(),
  status: Type.Enum(['IN_PROGRESS', 'SUCCESS', 'FAILED']),
  failureMessage: opt(Type.String()),
})

/** The body of the callback. */
export interface QueryResult {
  requestId: string
  status: 'SUCCESS' | 'FAILED'
  response?: {
    requestedPeriod: { sentSince: string; sentUntil: string }
    totalRows: number
    columns: { columnName: string; columnDataType: 'STRING' | 'INTEGER' | 'NUMBER' | 'DATE_TIME' }[]
    rows: (string | number | null)[][]
  }
  failureMessage?: string
}

export const seriesDimensions = [
  'NETWORK',
  'COUNTRY',
  'APPLICATION',
  'ENTITY',
  'SENDER',
  'SENDER_KIND',
  'CHANNEL',
  'STATUS',
  'ERROR',
] as const
const word = (description: string) => opt(Type.String({ maxLength: 255, description }))
export const SeriesQuery = Type.Object({
  since: opt(Type.String({ maxLength: 40, description: 'Left out: 24 hours before `until`' })),
  until: opt(Type.String({ maxLength: 40, description: 'Not included; left out: now' })),
  step: opt(
    Type.Enum(['HOUR', 'DAY'], {
      description:
        'Hours are kept for 90 days, UTC days for 25 months; times are widened to whole ones.',
    }),
  ),
  by: opt(Type.Enum([...seriesDimensions])),
  direction: opt(Type.Enum(['MT', 'MO'])),
  channel: word('SMS, …'),
  network: word('MCC and MNC, five or six digits'),
  country: word('ISO 3166-1, two letters'),
  applicationId: word('Of this application'),
  entityId: word('Of this entity'),
  sender: word('Of this sender; the own number for what came in'),
  senderKind: opt(Type.Enum(['ALPHANUMERIC', 'SHORT_CODE', 'LONG_NUMBER'])),
})
export type SeriesQuery = Static<typeof SeriesQuery>

const count = (description: string) => Type.Integer({ description })
export const Figures = Type.Object({
  sent: count('Messages taken in for sending; outcomes below count where these were taken in'),
  parts: count('Parts of them'),
  delivered: Type.Integer(),
  undeliverable: Type.Integer(),
  expired: Type.Integer(),
  rejected: Type.Integer(),
  pending: count('Taken in and not ended'),
  inbound: count('Messages from handsets'),
  deliveredWithin5s: count('Delivered less than five seconds after the operator took them'),
  delayMs: orNull(
    Type.Object(
      { p50: Type.Integer(), p90: Type.Integer(), p99: Type.Integer() },
      {
        description:
          'From the operator taking a message to its delivery; estimated from steps of 1 s and more. null: nothing was delivered',
      },
    ),
  ),
})
export type Figures = Static<typeof Figures>
export const Series = Type.Object({
  since: Type.String(),
  until: Type.String(),
  step: Type.Enum(['HOUR', 'DAY']),
  totals: Figures,
  series: Type.Array(Type.Object({ at: Type.String(), ...Figures.properties }), {
    description: 'Oldest first, without gaps',
  }),
  groups: Type.Array(
    Type.Object({
      key: Type.String({ description: "'': unknown or none; '*': not told apart" }),
      name: orNull(Type.String()),
      ...Figures.properties,
    }),
    { description: 'The largest hundred by `by`, largest first' },
  ),
  groupsLeftOut: count('How many more there are'),
})
export type Series = Static<typeof Series>
