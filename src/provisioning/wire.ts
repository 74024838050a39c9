import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of `/provisioning/*`: field names and limits are those of the compatible API. */

const opt = <T extends TSchema>(schema: T) => Type.Optional(schema)
const id = (description: string) => Type.String({ minLength: 1, maxLength: 255, description })
const name = (description: string) => Type.String({ maxLength: 255, description })
/** Offsets beyond this help nobody, and cost the database. */
const PAGE_MAX = 1_000_000

const pageQuery = (sizeDefault: number) => ({
  page: opt(
    Type.Integer({ minimum: 0, maximum: PAGE_MAX, default: 0, description: 'The first is 0.' }),
  ),
  size: opt(Type.Integer({ minimum: 1, maximum: 1_000, default: sizeDefault })),
})
export const PageQuery = Type.Object(pageQuery(20))
export const Paging = Type.Object({
  page: Type.Integer(),
  size: Type.Integer(),
  totalPages: Type.Integer(),
  totalResults: Type.Integer(),
})
export type Paging = Static<typeof Paging>

export const Application = Type.Object({
  applicationName: opt(name('What people call it')),
  applicationId: id('What requests and reports call it'),
})
export const ChangedApplication = Type.Object({ applicationName: opt(name('Empty: none')) })
export const ApplicationPath = Type.Object({ applicationId: id('Which application') })
export const ApplicationPage = Type.Object({ results: Type.Array(Application), paging: Paging })

export const Entity = Type.Object({
  entityName: opt(name('What people call it')),
  entityId: id('What requests and reports call it'),
})
export const ChangedEntity = Type.Object({ entityName: opt(name('Empty: none')) })
export const EntityPath = Type.Object({ entityId: id('Which entity') })
export const EntityPage = Type.Object({ results: Type.Array(Entity), paging: Paging })

export const resourceTypes = [
  'NUMBER',
  'DOMAIN',
  'ALPHA',
  'RCS_RESOURCE',
  'APPLE_RESOURCE',
] as const
export const resourceChannels = ['SMS', 'MMS', 'EMAIL', 'WHATSAPP', 'RCS', 'APPLE'] as const
const ResourceType = Type.Enum([...resourceTypes])
const ResourceChannel = Type.Enum([...resourceChannels])

const association = {
  resourceType: ResourceType,
  channel: ResourceChannel,
  applicationId: id('An application of the account'),
  resourceId: id('The number, name or domain'),
}
export const AssociationRequest = Type.Object({
  ...association,
  entityId: id('An entity of the account'),
})
export type AssociationRequest = Static<typeof AssociationRequest>
export const Association = Type.Object({
  ...association,
  entityId: opt(Type.String({ maxLength: 255 })),
})
export type Association = Static<typeof Association>
export const AssociationPage = Type.Object({ results: Type.Array(Association), paging: Paging })
export const AssociationsQuery = Type.Object({
  ...pageQuery(20),
  resourceType: opt(ResourceType),
  channel: opt(ResourceChannel),
  applicationId: opt(name('Of this application')),
  entityId: opt(name('Of this entity')),
  resourceId: opt(name('Of this number, name or domain')),
})
export type AssociationsQuery = Static<typeof AssociationsQuery>
export const AssociationQuery = Type.Object({
  ...association,
  entityId: opt(name('Left out: whichever')),
})

export const strategySenderTypes = [
  'ALPHANUMERIC',
  'VIRTUAL_LONG_NUMBER',
  'SHORT_CODE',
  'TOLL_FREE_NUMBER',
] as const
const Platform = Type.Object({
  entityId: opt(Type.String({ maxLength: 255 })),
  applicationId: opt(Type.String({ maxLength: 255 })),
})
const Priority = Type.Object({
  senderType: Type.Enum([...strategySenderTypes]),
  priority: Type.Integer({ minimum: 1, maximum: 4, description: '1 is tried first.' }),
})
export type Priority = Static<typeof Priority>
const strategy = {
  platform: opt(Platform),
  channel: opt(Type.String({ minLength: 1, maxLength: 255 })),
  destinationCountryCode: opt(
    Type.String({
      maxLength: 3,
      description: 'ISO 3166-1, two letters; three are kept as they are.',
    }),
  ),
  priorities: opt(
    Type.Array(Priority, { maxItems: 16, description: 'Each kind and each place once.' }),
  ),
}
export const StrategyRequest = Type.Object({
  ...strategy,
  useStickySender: opt(Type.Boolean({ default: false })),
  useGeolocatedSender: opt(Type.Boolean({ default: false })),
})
export type StrategyRequest = Static<typeof StrategyRequest>
export const Strategy = Type.Object({
  sendingStrategyId: Type.String(),
  ...strategy,
  useStickySender: Type.Boolean(),
  useGeolocatedSender: Type.Boolean(),
})
export type Strategy = Static<typeof Strategy>
export const MadeStrategy = Type.Object({ sendingStrategyId: Type.String() })
export const StrategyPath = Type.Object({ sendingStrategyId: Type.String({ maxLength: 64 }) })
export const StrategyPage = Type.Object({ results: Type.Array(Strategy), paging: Paging })
export const StrategiesQuery = Type.Object({
  ...pageQuery(100),
  sendingStrategyId: opt(Type.String({ maxLength: 64 })),
  applicationId: opt(Type.String({ maxLength: 255 })),
  entityId: opt(Type.String({ maxLength: 255 })),
})
