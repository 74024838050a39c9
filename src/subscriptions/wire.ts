import Type, { type Static } from 'typebox'

/** The JSON of `/subscriptions/1/…`. Members and limits of the compatible operations are those of its documents. */

const text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, ...(description === undefined ? {} : { description }) })
const maybeEmpty = (maxLength: number) => Type.String({ maxLength })
const time = (description: string) => Type.String({ description, format: 'date-time' })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const whole = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description })
const ID_MAX = 255
const LIST_MAX = 255
const HEADERS_MAX = 20

export const PageQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
})
const PageInfo = Type.Object({
  page: Type.Integer(),
  size: Type.Integer(),
  totalPages: Type.Integer(),
  totalResults: Type.Integer(),
})
const pageOf = <T extends Type.TSchema>(item: T) =>
  Type.Object({ results: Type.Array(item), paging: PageInfo })

/* ---------- security settings ---------- */

const headers = Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 2048 }), {
  maxProperties: HEADERS_MAX,
})
export const credentialsTypes = ['BASIC', 'HMAC', 'OAUTH', 'CUSTOM'] as const
export const hmacAlgorithms = [
  'HMAC_MD5',
  'HMAC_SHA_1',
  'HMAC_SHA_224',
  'HMAC_SHA_256',
  'HMAC_SHA_384',
  'HMAC_SHA_512',
] as const
/** What each kind needs of these, `credentials.ts` checks. */
const Credentials = Type.Object({
  username: Type.Optional(maybeEmpty(255)),
  password: Type.Optional(maybeEmpty(255)),
  secretKey: Type.Optional(text(255)),
  algorithm: Type.Optional(Type.Enum([...hmacAlgorithms])),
  tokenUrl: Type.Optional(text(255)),
  clientId: Type.Optional(maybeEmpty(255)),
  clientSecret: Type.Optional(maybeEmpty(255)),
  grantType: Type.Optional(text(255, 'client_credentials, password or refresh_token')),
  scope: Type.Optional(maybeEmpty(255)),
  resource: Type.Optional(maybeEmpty(255)),
  refreshToken: Type.Optional(maybeEmpty(255)),
  headers: Type.Optional(headers),
})
export type WireCredentials = Static<typeof Credentials>
const securityMembers = {
  type: Type.Optional(Type.Enum([...credentialsTypes])),
  credentials: Type.Optional(Credentials),
}
const authId = text(ID_MAX, 'Letters, digits and -._~; it cannot be changed')
export const NewSecurity = Type.Object({ authId, ...securityMembers })
export type NewSecurity = Static<typeof NewSecurity>
export const ChangedSecurity = Type.Object(securityMembers)
export type ChangedSecurity = Static<typeof ChangedSecurity>
export const SecurityPath = Type.Object({ authId: text(ID_MAX) })
export const SecurityId = Type.Object({ authId: Type.String() })
export const Security = Type.Object({
  authId: Type.String(),
  type: Type.Enum([...credentialsTypes]),
  credentials: Type.Optional(Credentials),
})
export type Security = Static<typeof Security>
export const SecurityPage = pageOf(Security)

/* ---------- profiles ---------- */

const Webhook = Type.Object({
  contentType: Type.Optional(maybeEmpty(255)),
  notifyUrl: maybeEmpty(512),
})
const profileMembers = {
  webhook: Type.Optional(Webhook),
  clientCertificateId: Type.Optional(maybeEmpty(ID_MAX)),
  maxBucketSize: Type.Optional(
    whole(1, 2000, 'Most events in one request; 100 unless said, as far as they have gathered'),
  ),
  windowSize: Type.Optional(
    whole(20, 10_000, 'Milliseconds that events are gathered for; 20 unless said'),
  ),
  connectTimeout: Type.Optional(whole(300, 30_000, 'Milliseconds; 5,000 unless said')),
  readTimeout: Type.Optional(whole(1000, 90_000, 'Milliseconds; 10,000 unless said')),
  enabledSSLProtocols: Type.Optional(
    Type.Array(Type.Enum(['TLSv1.2', 'TLSv1.3']), { maxItems: 2 }),
  ),
  headers: Type.Optional(headers),
  responseRegex: Type.Optional(
    Type.String({ maxLength: 255, description: 'What the status must match, such as ^20[0-4]$' }),
  ),
  responseBodyRegex: Type.Optional(
    Type.String({ maxLength: 255, description: 'What the answer must match to count as taken' }),
  ),
  rateLimit: Type.Optional(whole(1, 5000, 'Requests per second')),
}
const profileId = text(ID_MAX, 'Letters, digits and -._~; it cannot be changed')
const NamedSecurity = Type.Object({ authId: text(ID_MAX) })
export const NewProfile = Type.Object({
  profileId,
  ...profileMembers,
  security: Type.Optional(NewSecurity),
})
export type NewProfile = Static<typeof NewProfile>
export const ChangedProfile = Type.Object({
  ...profileMembers,
  security: Type.Optional(NamedSecurity),
})
export type ChangedProfile = Static<typeof ChangedProfile>
export const ProfilePath = Type.Object({ profileId: text(ID_MAX) })
export const ProfileId = Type.Object({
  profileId: Type.String(),
  security: Type.Optional(SecurityId),
})
export type ProfileId = Static<typeof ProfileId>
export const Profile = Type.Object({
  profileId: Type.String(),
  ...profileMembers,
  security: Type.Optional(SecurityId),
})
export type Profile = Static<typeof Profile>
export const ProfilePage = pageOf(Profile)

/* ---------- subscriptions ---------- */

export const channels = [
  'SMS',
  'AGENT_OS',
  'APPLE_MESSAGES_FOR_BUSINESS',
  'BLOCKLIST',
  'CUSTOMER_ENGAGEMENT',
  'EMAIL',
  'FACEBOOK',
  'KAKAO_ALIM',
  'KAKAO_BRAND_MESSAGE',
  'LINE',
  'MMS',
  'MOBILE_IDENTITY',
  'MOBILE_PUSH',
  'NUMBER_LOOKUP',
  'OPEN_CHANNEL',
  'RCS',
  'REGISTRATION',
  'VIBER',
  'VOICE_VIDEO',
  'WEB_PUSH',
  'WHATSAPP',
  'ZALO',
] as const
const channel = Type.Enum([...channels])
const Pair = Type.Object({
  applicationId: Type.Optional(maybeEmpty(255)),
  entityId: Type.Optional(maybeEmpty(255)),
  callsConfigurationId: Type.Optional(maybeEmpty(255)),
})
const Event = Type.Union([
  text(100),
  Type.Object({ event: text(100), format: Type.String({ maxLength: 100 }) }),
])
const subscriptionMembers = {
  name: Type.Optional(text(255)),
  events: Type.Array(Event, { maxItems: LIST_MAX }),
  criteria: Type.Optional(Type.Array(Pair, { maxItems: LIST_MAX })),
  resources: Type.Optional(Type.Array(maybeEmpty(255), { maxItems: LIST_MAX })),
  users: Type.Optional(Type.Array(maybeEmpty(255), { maxItems: LIST_MAX })),
}
export const NewSubscription = Type.Object({
  subscriptionId: text(ID_MAX, 'Letters, digits and -._~; it cannot be changed'),
  ...subscriptionMembers,
  profile: NewProfile,
})
export type NewSubscription = Static<typeof NewSubscription>
export const ChangedSubscription = Type.Object({
  ...subscriptionMembers,
  profile: Type.Object({ profileId: text(ID_MAX) }),
})
export type ChangedSubscription = Static<typeof ChangedSubscription>
export const ChannelPath = Type.Object({ channel })
export const SubscriptionPath = Type.Object({ channel, subscriptionId: text(ID_MAX) })
const oneOrMore = (maxLength: number) =>
  Type.Union([text(maxLength), Type.Array(text(maxLength), { maxItems: 20 })])
export const SubscriptionQuery = Type.Object({
  ...PageQuery.properties,
  applicationId: Type.Optional(oneOrMore(255)),
  entityId: Type.Optional(oneOrMore(255)),
  callsConfigurationId: Type.Optional(oneOrMore(128)),
  resource: Type.Optional(oneOrMore(255)),
  user: Type.Optional(oneOrMore(255)),
})
export type SubscriptionQuery = Static<typeof SubscriptionQuery>
export const SubscriptionId = Type.Object({ subscriptionId: Type.String(), profile: ProfileId })
export const Subscription = Type.Object({
  subscriptionId: Type.String(),
  name: Type.Optional(Type.String()),
  profile: ProfileId,
  events: Type.Array(Event),
  criteria: Type.Array(Pair),
  resources: Type.Array(Type.String()),
  users: Type.Array(Type.String()),
})
export type Subscription = Static<typeof Subscription>
export const SubscriptionPage = pageOf(Subscription)

/* ---------- certificates ---------- */

const CERTIFICATE_CHARACTERS_MAX = 100_000
export const NewCertificate = Type.Object({
  certificateId: text(ID_MAX, 'Letters, digits and -._~'),
  certificateContent: Type.String({
    minLength: 1,
    maxLength: CERTIFICATE_CHARACTERS_MAX,
    description: 'Base64 of a PEM text with certificate and private key, or of a PKCS #12 file',
  }),
  passphrase: Type.Optional(Type.String({ maxLength: 1000, description: 'Base64' })),
})
export const CertificatePath = Type.Object({ certificateId: text(ID_MAX) })
export const CertificateQuery = Type.Object({
  ...PageQuery.properties,
  search: Type.Optional(Type.String({ maxLength: 255, description: 'Part of the id' })),
  sortBy: Type.Optional(Type.Enum(['CERTIFICATE_ID'])),
  direction: Type.Optional(Type.Enum(['ASC', 'DESC'])),
})
const certificateStatus = Type.Enum(['PROCESSING', 'READY', 'EXPIRED'])
export const CertificateStatus = Type.Object({
  certificateId: Type.String(),
  status: certificateStatus,
})
export const CertificateStatusPage = pageOf(CertificateStatus)
export const CertificateDetails = Type.Object({
  certificateId: Type.String(),
  issuedBy: Type.String(),
  issuedTo: Type.String(),
  validFrom: Type.Integer({ description: 'Milliseconds since 1970' }),
  validUntil: Type.Integer({ description: 'Milliseconds since 1970' }),
  certificateStatus,
  serialNumber: Type.String(),
})
export type CertificateDetails = Static<typeof CertificateDetails>
export const CertificateDetailsPage = pageOf(CertificateDetails)
export const CertificateId = Type.Object({ certificateId: Type.String() })
export const NewConnectionTest = Type.Object({
  certificateId: text(ID_MAX),
  webhookUrl: text(512),
})
export const ConnectionTest = Type.Object({
  certificateId: Type.String(),
  webhookUrl: Type.String(),
  result: Type.Enum(['SUCCESS', 'FAIL']),
  failReasons: Type.Array(Type.String()),
  hint: Type.Optional(Type.String()),
})

export const EventCatalogue = Type.Object({
  results: Type.Array(
    Type.Object({
      channel: Type.String(),
      events: Type.Array(Type.String()),
      served: Type.Array(Type.String(), {
        description: 'Those that this installation sends today; nothing comes yet of the others',
      }),
    }),
  ),
})

/* ---------- Trunkline's own: state, deliveries, tests, catchers ---------- */

export const ProfileState = Type.Object({
  profileId: Type.String(),
  paused: Type.Boolean(),
  pausedAt: orNull(time('Since when nothing is delivered')),
  reason: orNull(Type.String({ description: 'Of the last failure before the pause' })),
  failures: Type.Integer({ description: 'Failed deliveries in a row' }),
  failingSince: orNull(time('The first of them')),
})
export type ProfileState = Static<typeof ProfileState>
export const ProfileStateList = Type.Object({ results: Type.Array(ProfileState) })

const Cursor = Type.Optional(Type.String({ maxLength: 100, description: 'From the answer before' }))
export const DeliveryQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Cursor,
  profileId: Type.Optional(text(ID_MAX)),
  failed: Type.Optional(Type.Boolean({ description: 'true: failed ones only' })),
})
export const Delivery = Type.Object({
  id: Type.String(),
  at: time('When it was sent'),
  profileId: orNull(Type.String({ description: 'null: to an address that a request named' })),
  subscriptionId: orNull(Type.String()),
  channel: Type.String(),
  event: Type.String(),
  target: Type.String({ description: 'Host and path' }),
  items: Type.Integer({ description: 'Events in it' }),
  attempt: Type.Integer(),
  ok: Type.Boolean(),
  status: orNull(Type.Integer({ description: 'Of the answer; null: there was none' })),
  tookMs: Type.Integer(),
  reason: orNull(Type.String()),
  canReplay: Type.Boolean(),
})
export type Delivery = Static<typeof Delivery>
export const DeliveryList = Type.Object({
  results: Type.Array(Delivery),
  nextCursor: orNull(Type.String()),
})
export const DeliveryPath = Type.Object({ id: Type.String({ maxLength: 100 }) })
export const ReplayRange = Type.Object({
  since: text(40, 'Failed deliveries not before'),
  until: Type.Optional(text(40, 'and before')),
  profileId: Type.Optional(text(ID_MAX)),
})
export const Replay = Type.Object({
  deliveries: Type.Integer({ description: 'Deliveries read again' }),
  queued: Type.Integer({ description: 'Events on their way again' }),
  gone: Type.Integer({ description: 'Events whose messages are not kept any more' }),
})
export type Replay = Static<typeof Replay>

export const NewTrial = Type.Object({ channel, event: text(100) })
export const Trial = Type.Object({
  ok: Type.Boolean(),
  status: orNull(Type.Integer()),
  reason: orNull(Type.String()),
  tookMs: Type.Integer(),
  request: Type.Object({
    url: Type.String(),
    headers: Type.Record(Type.String(), Type.String()),
    body: Type.String(),
  }),
  signature: orNull(
    Type.Object({
      header: Type.String(),
      algorithm: Type.String(),
      signed: Type.String({ description: 'The octets the signature is made of: the body' }),
    }),
  ),
  answer: orNull(Type.String({ description: 'The first 1,024 octets' })),
})
export type Trial = Static<typeof Trial>

export const Catcher = Type.Object({
  id: Type.String(),
  url: Type.String({ description: 'Takes what is posted to it' }),
  madeAt: time('When it was made'),
  expiresAt: time('When it goes, with all it caught'),
})
export type Catcher = Static<typeof Catcher>
export const CatcherList = Type.Object({ results: Type.Array(Catcher) })
export const CatcherPath = Type.Object({ id: text(64) })
export const Caught = Type.Object({
  id: Type.String(),
  at: time('When it came'),
  headers: Type.Record(Type.String(), Type.String()),
  body: Type.String({ description: 'The first 16,384 characters' }),
  bodyBytes: Type.Integer(),
})
export type Caught = Static<typeof Caught>
export const CaughtList = Type.Object({ results: Type.Array(Caught) })
export const CaughtAnswer = Type.Object({ caught: Type.Boolean() })
/** Anything: it is kept as it came. */
export const AnyBody = Type.Unknown()
