import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of `/operators/1/alarms`. Imports nothing of ours. */

export const alarmKinds = ['DOWN', 'ERRORS', 'THROTTLED', 'QUEUE'] as const
export type AlarmKind = (typeof alarmKinds)[number]

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const time = (description: string) => Type.String({ description, format: 'date-time' })

export const Alarm = Type.Object({
  id: Type.String(),
  connectionId: Type.Integer(),
  connectionName: Type.String(),
  kind: Type.Enum(alarmKinds, {
    description:
      'DOWN: no link for too long. ERRORS: too many messages refused or never answered. THROTTLED: asked to slow down too often. QUEUE: messages wait for too long.',
  }),
  raisedAt: time('Since when'),
  clearedAt: orNull(time('When it was over; null: it goes on')),
  measured: Type.Number({
    description: 'What it was raised for: seconds (DOWN, QUEUE) or percent',
  }),
  threshold: Type.Number({ description: 'The limit at that time, in the same unit' }),
})
export type Alarm = Static<typeof Alarm>

export const AlarmList = Type.Object({
  results: Type.Array(Alarm),
  nextCursor: orNull(Type.String()),
})

export const AlarmQuery = Type.Object({
  open: Type.Optional(Type.Boolean({ description: 'true: only those that go on' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 100 })),
  cursor: Type.Optional(
    Type.String({ maxLength: 20, pattern: '^[0-9]{1,18}$', description: 'From the answer before' }),
  ),
})

export const AlarmSettings = Type.Object({
  downSeconds: Type.Integer({
    minimum: 10,
    maximum: 86_400,
    description: 'DOWN after so long without a link. Over when one held for 30 seconds.',
  }),
  errorsPercent: Type.Integer({
    minimum: 1,
    maximum: 100,
    description:
      'ERRORS when more of the parts of five minutes (20 or more) were refused or never answered. Over at half of that.',
  }),
  throttledPercent: Type.Integer({
    minimum: 1,
    maximum: 100,
    description:
      'THROTTLED when more of the parts of five minutes (20 or more) came back. Over at half of that.',
  }),
  queueSeconds: Type.Integer({
    minimum: 10,
    maximum: 86_400,
    description: 'QUEUE when a message is due for longer. Over at half of that.',
  }),
  mail: Type.Boolean({ description: 'Whether owners and administrators get a mail.' }),
  webhookUrl: orNull(
    Type.String({
      maxLength: 2_000,
      pattern: '^https?://',
      description: 'Where alarms and their ends are posted; tried for 24 hours. null: nowhere.',
    }),
  ),
})
export type AlarmSettings = Static<typeof AlarmSettings>
