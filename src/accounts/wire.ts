import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of the accounts module's operations. Times as `2026-11-23T20:29:00.000+0000`. Imports nothing of ours. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const opt = Type.Optional
const time = (description: string) =>
  Type.String({ format: 'date-time', maxLength: 40, description })
const wholeNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

// --- /auth/1

export const SessionRequest = Type.Object({
  username: Type.String({ minLength: 1, maxLength: 254, description: 'The e-mail address.' }),
  password: Type.String({ minLength: 1, maxLength: 1024 }),
  unsafe: opt(
    Type.Boolean({
      description: 'true: the token works from any address, not only from the one that asks.',
    }),
  ),
})
export const Session = Type.Object({
  token: Type.String({ description: 'For `Authorization: IBSSO <token>`.' }),
})

/** The same three come in the form or in the query string. */
export const TokenRequest = Type.Object({
  client_id: opt(
    Type.String({ maxLength: 254, description: "An API key's id, or a user's e-mail address." }),
  ),
  client_secret: opt(
    Type.String({ maxLength: 1024, description: "The API key's secret, or the user's password." }),
  ),
  grant_type: opt(Type.String({ maxLength: 100, description: '`client_credentials`' })),
})
export type TokenRequest = Static<typeof TokenRequest>
export const Token = Type.Object({
  access_token: Type.String(),
  expires_in: Type.Integer({ description: 'Seconds.' }),
  token_type: Type.String(),
})
const ServiceException = Type.Object({
  serviceException: Type.Object({ messageId: Type.String(), text: Type.String() }),
})
export const TokenRefused = Type.Object({ error: Type.String(), requestError: ServiceException })

// --- /settings/2/api-keys

const permission = Type.Enum(['PUBLIC_API', '2FA_CLIENT', 'WEB_SDK'])
const Platform = Type.Object({
  key: opt(Type.String({ maxLength: 100, readOnly: true })),
  applicationId: Type.String({ minLength: 1, maxLength: 255 }),
  entityId: opt(Type.String({ minLength: 1, maxLength: 255 })),
  action: opt(
    Type.Enum(['FILL', 'FORCE'], {
      description: 'FILL: put in when a request names none. FORCE: put in whatever it names.',
    }),
  ),
})
const keySettings = {
  accountId: opt(
    Type.String({
      maxLength: 32,
      description: "The account's key: the own one's, or that of one below it.",
    }),
  ),
  allowedIPs: opt(
    Type.Array(Type.String({ maxLength: 49 }), {
      maxItems: 100,
      description: 'Addresses and networks such as `10.0.0.0/8` that may use it; none: any.',
    }),
  ),
  validFrom: opt(time('Now when left out.')),
  validTo: opt(time('A year after `validFrom` when left out.')),
  permissions: opt(
    Type.Array(permission, {
      maxItems: 3,
      description:
        'PUBLIC_API (when none is named): the operations. The others are for programs of end users, and may call none.',
    }),
  ),
  platform: opt(Type.Array(Platform, { maxItems: 100 })),
  scopeGuids: opt(
    Type.Array(Type.String({ maxLength: 100 }), {
      maxItems: 200,
      description:
        'Names of scopes, as `GET /accounts/1/scopes` lists them; none: all that the account has.',
    }),
  ),
}
const keyName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })

export const NewApiKey = Type.Object({ ...keySettings, name: keyName })
export type NewApiKey = Static<typeof NewApiKey>
export const ChangedApiKey = Type.Object({
  ...keySettings,
  name: opt(keyName),
  enabled: opt(Type.Boolean()),
})
export type ChangedApiKey = Static<typeof ChangedApiKey>

export const ApiKey = Type.Object({
  id: Type.String(),
  apiKeySecret: opt(
    Type.String({ description: 'In the answer to making the key only; it is kept nowhere.' }),
  ),
  accountId: Type.String(),
  name: Type.String(),
  allowedIPs: Type.Array(Type.String()),
  validFrom: Type.String({ format: 'date-time' }),
  validTo: Type.String({ format: 'date-time' }),
  enabled: Type.Boolean(),
  permissions: Type.Array(Type.String()),
  platform: Type.Array(Platform),
  scopeGuids: Type.Array(Type.String()),
})
export type ApiKey = Static<typeof ApiKey>

const orders = ['createdAt', 'name', 'validFrom', 'validTo', 'enabled'] as const
export const ApiKeyQuery = Type.Object({
  accountId: opt(Type.String({ maxLength: 32 })),
  name: opt(
    Type.String({ maxLength: 100, description: 'Anywhere in the name, whatever the case.' }),
  ),
  page: opt(
    Type.Integer({ minimum: 0, maximum: 100_000, default: 0, description: 'The first is 0.' }),
  ),
  size: opt(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  orderBy: opt(Type.Enum([...orders], { default: 'createdAt' })),
  orderDirection: opt(
    Type.String({ pattern: '^(?:[aA][sS][cC]|[dD][eE][sS][cC])$', description: 'ASC or DESC' }),
  ),
  enabled: opt(Type.Boolean()),
  apiKeySecret: opt(Type.String({ maxLength: 200 })),
})
export type ApiKeyQuery = Static<typeof ApiKeyQuery>
export const ApiKeyPage = Type.Object({
  apiKeys: Type.Array(ApiKey),
  paging: Type.Object({
    page: Type.Integer(),
    pageSize: Type.Integer(),
    orderDirection: Type.String(),
    orderBy: Type.String(),
    totalCount: Type.Integer(),
    totalPages: Type.Integer(),
  }),
})
export const ApiKeyPath = Type.Object({ apiKeyId: Type.String({ maxLength: 64 }) })
export const OwnApiKeyPath = Type.Object({ id: Type.String({ maxLength: 64 }) })

// --- /settings/1/accounts/{accountKey}/api-keys, the older form

const PermissionV1 = Type.Enum([
  'ALL',
  'TFA',
  'PUSH_CLIENT',
  'PEOPLE_EVENTS_PUBLIC_CLIENT',
  'EXTERNAL_INTEGRATIONS',
])
export type PermissionV1 = Static<typeof PermissionV1>
const keySettingsV1 = {
  allowedIPs: keySettings.allowedIPs,
  validFrom: keySettings.validFrom,
  validTo: keySettings.validTo,
  enabled: opt(Type.Boolean()),
  permissions: opt(Type.Array(PermissionV1, { maxItems: 5 })),
}
export const NewApiKeyV1 = Type.Object({ ...keySettingsV1, name: keyName })
export const ChangedApiKeyV1 = Type.Object({ ...keySettingsV1, name: opt(keyName) })
export type ChangedApiKeyV1 = Static<typeof ChangedApiKeyV1>
export const ApiKeyV1 = Type.Object({
  key: Type.String({ description: "The key's id." }),
  publicApiKey: opt(
    Type.String({ description: 'The secret; in the answer to making the key only.' }),
  ),
  accountKey: Type.String(),
  name: Type.String(),
  allowedIPs: Type.Array(Type.String()),
  validFrom: Type.String({ format: 'date-time' }),
  validTo: Type.String({ format: 'date-time' }),
  enabled: Type.Boolean(),
  permissions: Type.Array(PermissionV1),
})
export type ApiKeyV1 = Static<typeof ApiKeyV1>
export const ApiKeysV1 = Type.Object({ apiKeys: Type.Array(ApiKeyV1) })
export const ApiKeyQueryV1 = Type.Object({
  name: opt(Type.String({ maxLength: 100 })),
  limit: opt(Type.Integer({ minimum: 1, maximum: 1_000, default: 40 })),
  enabled: opt(Type.Boolean()),
  publicApiKey: opt(Type.String({ maxLength: 200 })),
})
export const AccountKeyPath = Type.Object({ accountKey: Type.String({ maxLength: 64 }) })
export const ApiKeyPathV1 = Type.Object({
  accountKey: Type.String({ maxLength: 64 }),
  key: Type.String({ maxLength: 64 }),
})

// --- /accounts/1

const givenRole = Type.Object({ id: Type.String(), name: Type.String() })

export const Me = Type.Object({
  user: Type.Object({
    id: Type.Integer(),
    email: Type.String(),
    name: Type.String(),
    locale: Type.String(),
  }),
  account: Type.Object({
    id: Type.Integer(),
    key: Type.String(),
    name: Type.String(),
    kind: Type.Enum(['OWNER', 'RESELLER', 'CUSTOMER', 'SUB_ACCOUNT']),
    isRoot: Type.Boolean({ description: 'It owns the installation.' }),
    currency: Type.String(),
    state: Type.Enum(['trial', 'active', 'suspended', 'closed']),
  }),
  actingFrom: orNull(
    Type.Object(
      { key: Type.String(), name: Type.String() },
      { description: 'The account the person belongs to, while they act in one below it.' },
    ),
  ),
  scopes: Type.Array(Type.String(), {
    description: '`all` stands for every scope the account has.',
  }),
  mustSetUpSecondFactor: Type.Boolean({
    description:
      'The account asks for a second factor; nothing else is allowed before there is one.',
  }),
  role: givenRole,
  memberships: Type.Array(
    Type.Object({
      accountKey: Type.String(),
      accountName: Type.String(),
      state: Type.Enum(['trial', 'active', 'suspended', 'closed']),
      role: givenRole,
    }),
    { description: 'The accounts I may act in: `POST /accounts/1/switch`.' },
  ),
})
export type Me = Static<typeof Me>
/** Who is in, or what comes before that. */
export const MeOr = <Step extends TSchema>(step: Step) => Type.Union([Me, step])

export const ChangedMe = Type.Object({
  name: opt(Type.String({ maxLength: 100 })),
  locale: opt(
    Type.String({
      maxLength: 10,
      pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,4})?$',
      description: 'Such as `en` or `ja`.',
    }),
  ),
  password: opt(
    Type.String({
      minLength: 1,
      maxLength: 1024,
      description:
        'Ends all other sessions. At least 10 characters, not common, not found in leaks, and not the name or the address.',
    }),
  ),
  currentPassword: opt(Type.String({ maxLength: 1024, description: 'Needed with `password`.' })),
})

export const NewSender = Type.Object({
  sender: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'A name of up to 11 characters, a short code or a number.',
  }),
})
export const Sender = Type.Object({
  id: Type.Integer(),
  sender: Type.String({ description: 'Numbers in digits with country code and without +.' }),
  kind: Type.Enum(['ALPHANUMERIC', 'SHORT_CODE', 'LONG_NUMBER']),
  createdAt: Type.String({ format: 'date-time' }),
})
export type Sender = Static<typeof Sender>
export const SenderQuery = Type.Object({
  limit: opt(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
  cursor: opt(
    Type.String({ pattern: '^[0-9]{1,9}$', description: '`nextCursor` of the page before.' }),
  ),
})
export const SenderList = Type.Object({
  results: Type.Array(Sender),
  nextCursor: orNull(Type.String()),
})
export const SenderPath = Type.Object({ id: wholeNumber })

export const ScopeList = Type.Object({
  results: Type.Array(Type.Object({ name: Type.String(), description: Type.String() })),
})
