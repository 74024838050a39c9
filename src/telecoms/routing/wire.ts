import Type, { type TSchema, type Static } from 'typebox'

/** The JSON of `/operators/1/routes`. Times as `2026-11-23T20:29:00.000+0000`. Imports nothing of ours. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const id = (description: string) =>
  Type.Integer({ minimum: 1, maximum: 2_147_483_647, description })

const settings = {
  name: Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: '\\S',
    description: 'Unique; what portal and timelines call it.',
  }),
  channel: Type.Optional(Type.Enum(['SMS'], { default: 'SMS' })),
  prefix: Type.String({
    maxLength: 15,
    pattern: '^[0-9]*$',
    description:
      'Leading digits of the numbers it is for, with calling code and without +; empty: the default route, for all numbers.',
  }),
  connectionId: id('The operator connection it leads to.'),
  priority: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000,
      default: 100,
      description: 'Among routes with the same prefix the smallest number goes first.',
    }),
  ),
  enabled: Type.Optional(Type.Boolean({ default: true })),
}

export const RouteSettings = Type.Object(settings)
export type RouteSettings = Static<typeof RouteSettings>

export const Route = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  channel: Type.Enum(['SMS']),
  prefix: Type.String(),
  connectionId: Type.Integer(),
  connectionName: orNull(Type.String({ description: 'null: that connection is gone' })),
  simulated: Type.Boolean({ description: 'It leads to the simulator: nobody real gets anything.' }),
  priority: Type.Integer(),
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
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 100 })),
  cursor: Type.Optional(
    Type.String({ maxLength: 20, pattern: '^[0-9]{1,10}$', description: 'From the answer before' }),
  ),
})

export const RoutePath = Type.Object({ routeId: id('The route') })

export const ExplainQuery = Type.Object({
  to: Type.String({ minLength: 1, maxLength: 64, description: 'A number, with calling code.' }),
  channel: Type.Optional(Type.Enum(['SMS'], { default: 'SMS' })),
})

export const verdicts = [
  'CHOSEN',
  'NOT_NEEDED',
  'ROUTE_DISABLED',
  'CONNECTION_DISABLED',
  'CONNECTION_MISSING',
  'SIMULATOR_NOT_ALLOWED',
] as const

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
  chosen: orNull(Route),
  text: Type.String({ description: 'Which route and why, in words.' }),
  considered: Type.Array(
    Type.Object({
      route: Route,
      verdict: Type.Enum(verdicts),
      text: Type.String(),
    }),
    { description: 'Every route whose prefix fits, in the order they are tried; at most 100.' },
  ),
})
export type Explanation = Static<typeof Explanation>
