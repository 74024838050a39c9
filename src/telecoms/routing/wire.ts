import Type, { type TSchema, type Static } from 'typebox'

/** The JSON of `/operators/1/routes`. Times as `2026-11-23T20:29:00.000+0000`. Imports nothing of ours. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const opt = <T extends TSchema>(schema: T) => Type.Optional(schema)
const id = (description: string) =>
  Type.Integer({ minimum: 1, maximum: 2_147_483_647, description })

export const selections = ['ORDER', 'WEIGHT', 'COST', 'QUALITY'] as const
export const faultClasses = ['NETWORK', 'CONGESTION', 'REJECTED', 'SENDER'] as const
export const senderKinds = ['ALPHANUMERIC', 'SHORT_CODE', 'LONG_NUMBER'] as const
export const contentClasses = ['OTP', 'TRANSACTIONAL', 'MARKETING'] as const
export const weekdays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const

const anyOf = <T extends TSchema>(item: T, maxItems: number, description: string) =>
  Type.Optional(
    Type.Array(item, { maxItems, uniqueItems: true, default: [], description: `${description} Any of these; empty: all.` }), // prettier-ignore
  )

const TimeWindow = Type.Object({
  days: Type.Array(Type.Enum(weekdays), {
    maxItems: 7,
    uniqueItems: true,
    description: 'Empty: every day.',
  }),
  from: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'HH:mm' }),
  to: Type.String({
    pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
    description: 'HH:mm; at or before `from` it is on the next day. 24:00 is the end of the day.',
  }),
})

const instant = (description: string) => Type.String({ maxLength: 40, description })

const settings = {
  name: Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: '\\S',
    description: 'Unique; what portal and timelines call it.',
  }),
  channel: opt(Type.Enum(['SMS'], { default: 'SMS' })),
  prefix: Type.String({
    maxLength: 15,
    pattern: '^[0-9]*$',
    description:
      'Leading digits of the numbers it is for, with calling code and without +; empty: the default route, for all numbers.',
  }),
  countries: anyOf(
    Type.String({ pattern: '^[A-Z]{2}$' }),
    250,
    'Countries of the numbers, ISO 3166-1 alpha-2. Counts as a prefix of three digits.',
  ),
  networks: anyOf(
    Type.String({ pattern: '^[0-9]{5,6}$' }),
    500,
    'Networks of the numbers, MCC and MNC together, by the numbering plan. Counts as a prefix of six digits.',
  ),
  accountKeys: anyOf(
    Type.String({ minLength: 1, maxLength: 64 }),
    100,
    'Accounts whose messages it is for. Routes that name an account go before all others.',
  ),
  withSubAccounts: opt(
    Type.Boolean({ default: false, description: 'Also for accounts below those named.' }),
  ),
  senderKinds: anyOf(Type.Enum(senderKinds), 3, 'Kinds of sender.'),
  senders: anyOf(
    Type.String({ minLength: 1, maxLength: 20, pattern: '\\S' }),
    200,
    'Senders; upper and lower case are the same.',
  ),
  contentClasses: anyOf(Type.Enum(contentClasses), 3, 'What messages are for.'),
  timeWindows: opt(
    Type.Array(TimeWindow, {
      maxItems: 14,
      default: [],
      description: 'When it is open, in its time zone. Empty: always.',
    }),
  ),
  timeZone: opt(
    Type.String({
      minLength: 1,
      maxLength: 64,
      default: 'UTC',
      description: 'IANA name, e.g. Europe/Berlin. Of the time windows.',
    }),
  ),
  validFrom: opt(orNull(instant('Not before this instant; null: at once.'))),
  validUntil: opt(orNull(instant('Until this instant; null: without end.'))),
  connectionId: id('The operator connection it leads to.'),
  priority: opt(
    Type.Integer({
      minimum: 1,
      maximum: 1_000,
      default: 100,
      description: 'Among routes equally specific the smallest number goes first.',
    }),
  ),
  selection: opt(
    Type.Enum(selections, {
      default: 'ORDER',
      description:
        'Among routes equally specific with the same priority: ORDER the oldest first; WEIGHT by lot, in shares of `weight`; COST the cheapest by the price lists of operators first; QUALITY the one that delivers best first. What the oldest of them says counts.',
    }),
  ),
  weight: opt(Type.Integer({ minimum: 1, maximum: 1_000, default: 1 })),
  retryOn: opt(
    Type.Array(Type.Enum(faultClasses), {
      maxItems: faultClasses.length,
      uniqueItems: true,
      default: ['NETWORK', 'CONGESTION'],
      description:
        'After which answers of its operator a message goes on to the next route: NETWORK its system failed; CONGESTION it was full for a minute; REJECTED it rejects the message; SENDER it does not carry the sender. Never after a try that may have gone out.',
    }),
  ),
  retryOnReceipt: opt(
    Type.Boolean({
      default: false,
      description:
        'Also when the operator took a message of one part and its receipt tells such a fault, while the message is valid. Both operators may ask for it, and when a receipt was wrong it arrives twice.',
    }),
  ),
  enabled: opt(Type.Boolean({ default: true })),
}

export const RouteSettings = Type.Object(settings)
export type RouteSettings = Static<typeof RouteSettings>

const list = <T extends TSchema>(item: T) => Type.Array(item)

export const Route = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  channel: Type.Enum(['SMS']),
  prefix: Type.String(),
  countries: list(Type.String()),
  networks: list(Type.String()),
  accountKeys: list(Type.String()),
  accountNames: Type.Array(Type.String(), { description: 'In the order of `accountKeys`.' }),
  withSubAccounts: Type.Boolean(),
  senderKinds: list(Type.Enum(senderKinds)),
  senders: list(Type.String()),
  contentClasses: list(Type.Enum(contentClasses)),
  timeWindows: list(
    Type.Object({
      days: list(Type.Enum(weekdays)),
      from: Type.String(),
      to: Type.String(),
    }),
  ),
  timeZone: Type.String(),
  validFrom: orNull(Type.String({ format: 'date-time' })),
  validUntil: orNull(Type.String({ format: 'date-time' })),
  connectionId: Type.Integer(),
  connectionName: orNull(Type.String({ description: 'null: that connection is gone' })),
  simulated: Type.Boolean({ description: 'It leads to the simulator: nobody real gets anything.' }),
  priority: Type.Integer(),
  selection: Type.Enum(selections),
  weight: Type.Integer(),
  retryOn: list(Type.Enum(faultClasses)),
  retryOnReceipt: Type.Boolean(),
  enabled: Type.Boolean(),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
})
export type Route = Static<typeof Route>

export const RouteList = Type.Object({
  results: Type.Array(Route),
  nextCursor: orNull(Type.String()),
})
export type RouteList = Static<typeof RouteList>

export const RouteListQuery = Type.Object({
  limit: opt(Type.Integer({ minimum: 1, maximum: 200, default: 100 })),
  cursor: opt(
    Type.String({ maxLength: 20, pattern: '^[0-9]{1,10}$', description: 'From the answer before' }),
  ),
})

export const RoutePath = Type.Object({ routeId: id('The route') })

export const ExplainQuery = Type.Object({
  to: Type.String({ minLength: 1, maxLength: 64, description: 'A number, with calling code.' }),
  channel: opt(Type.Enum(['SMS'], { default: 'SMS' })),
  from: opt(
    Type.String({ minLength: 1, maxLength: 64, description: 'The sender; none: a name that no route asks for.' }), // prettier-ignore
  ),
  accountKey: opt(
    Type.String({ minLength: 1, maxLength: 64, description: 'Whose message; none: your own.' }),
  ),
  contentClass: opt(Type.Enum(contentClasses, { default: 'TRANSACTIONAL' })),
  at: opt(instant('When it is to go; none: now. Health, cost and quality are those of now.')),
  messageId: opt(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Our id of a message: decides lots as it did for that message.',
    }),
  ),
})

export const verdicts = [
  'CHOSEN',
  'WAITED_FOR',
  'NOT_NEEDED',
  'ROUTE_DISABLED',
  'CONNECTION_DISABLED',
  'CONNECTION_MISSING',
  'CONNECTION_DOWN',
  'CONNECTION_FAILING',
  'SIMULATOR_NOT_ALLOWED',
  'OTHER_COUNTRY',
  'OTHER_NETWORK',
  'OTHER_ACCOUNT',
  'OTHER_SENDER',
  'OTHER_SENDER_KIND',
  'OTHER_CONTENT_CLASS',
  'OTHER_TIME',
] as const

const Cost = Type.Object(
  {
    amount: Type.String({ description: 'Decimal number, for one part' }),
    currency: Type.String(),
  },
  { description: "By the price list of the operator's connection" },
)
const Quality = Type.Object({
  samples: Type.Integer({ description: 'Messages it rests on; older ones count less' }),
  deliveredPercent: Type.Number(),
  delaySeconds: Type.Number({ description: 'From submit to the report, on average' }),
  score: Type.Number({
    description:
      '0 to 100: percent delivered, less a point for every ten seconds of delay, at most 20.',
  }),
})

export const Explanation = Type.Object({
  to: Type.String({ description: 'The number as it is looked up' }),
  network: orNull(
    Type.Object({
      countryIso: orNull(Type.String()),
      mcc: Type.String(),
      mnc: orNull(Type.String()),
      networkName: orNull(Type.String()),
    }),
  ),
  networkSource: Type.Enum(['NUMBERING_PLAN', 'TABLE'], {
    description:
      'NUMBERING_PLAN: the network of first assignment; portability is not looked up. TABLE: what was entered for the number.',
  }),
  chosen: orNull(Route),
  text: Type.String({ description: 'Which route and why, in words.' }),
  selection: orNull(
    Type.Object({
      by: Type.Enum(selections),
      routes: Type.Integer({ description: 'How many stood equal' }),
      explored: Type.Boolean({
        description:
          'This message is one of those that try routes by lot, so that all stay measured.',
      }),
    }),
  ),
  onFailure: Type.Array(
    Type.Object({ routeId: Type.Integer(), name: Type.String(), connectionName: Type.String() }),
    { description: 'Where the message goes on, one after the other, when an operator fails.' },
  ),
  considered: Type.Array(
    Type.Object({
      route: Route,
      verdict: Type.Enum(verdicts),
      text: Type.String(),
      cost: orNull(Cost),
      quality: orNull(Quality),
      health: Type.Enum(['UP', 'DOWN', 'FAILING', 'DISABLED', 'MISSING']),
      share: orNull(
        Type.Number({ description: 'Percent of the messages, among routes chosen by weight' }),
      ),
    }),
    {
      description:
        'Every route whose prefix fits, those that fit the message first, in the order they are tried; at most 100.',
    },
  ),
})
export type Explanation = Static<typeof Explanation>

export const NumberNetworkPath = Type.Object({
  prefix: Type.String({
    pattern: '^[0-9]{3,15}$',
    description: 'Leading digits with calling code, without +, or a whole number.',
  }),
})
export const NumberNetworkSettings = Type.Object({
  network: Type.String({ pattern: '^[0-9]{5,6}$', description: 'MCC and MNC together' }),
})
export const NumberNetwork = Type.Object({
  prefix: Type.String(),
  network: Type.String(),
  networkName: orNull(Type.String({ description: 'null: the numbering plan does not name it' })),
  updatedAt: Type.String({ format: 'date-time' }),
})
export type NumberNetwork = Static<typeof NumberNetwork>
export const NumberNetworkList = Type.Object({
  results: Type.Array(NumberNetwork),
  nextCursor: orNull(Type.String()),
})
export const NumberNetworkQuery = Type.Object({
  limit: opt(Type.Integer({ minimum: 1, maximum: 200, default: 100 })),
  cursor: opt(
    Type.String({ maxLength: 15, pattern: '^[0-9]*$', description: 'From the answer before' }),
  ),
})
