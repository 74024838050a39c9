import Type, { type Static } from 'typebox'

/** JSON of the compatible API's log-ins and API keys, and of Trunkline's own operations on accounts. */

const text = (maxLength: number, minLength = 0) => Type.String({ maxLength, minLength })

export const SessionRequest = Type.Object({ username: text(320), password: text(1024), unsafe: Type.Optional(Type.Boolean()) })
export const SessionAnswer = Type.Object({ token: Type.String() })

export const TokenAnswer = Type.Object({ access_token: Type.String(), expires_in: Type.Integer(), token_type: Type.String() })
export const TokenParts = Type.Object({
  client_id: Type.Optional(text(200)),
  client_secret: Type.Optional(text(1024)),
  grant_type: Type.Optional(text(100)),
})

const Permission = Type.Enum(['PUBLIC_API', '2FA_CLIENT', 'WEB_SDK'])
const PlatformPair = Type.Object({
  key: Type.Optional(text(255)),
  applicationId: text(255),
  entityId: Type.Optional(text(255)),
  action: Type.Optional(Type.Enum(['FILL', 'FORCE'])),
})
const keyFields = {
  accountId: Type.Optional(text(64)),
  allowedIPs: Type.Optional(Type.Array(text(64), { maxItems: 200 })),
  validFrom: Type.Optional(text(40)),
  validTo: Type.Optional(text(40)),
  permissions: Type.Optional(Type.Array(Permission, { maxItems: 3 })),
  platform: Type.Optional(Type.Array(PlatformPair, { maxItems: 100 })),
  scopeGuids: Type.Optional(Type.Array(text(100), { maxItems: 300, description: 'Names of scopes' })),
}
export const CreateApiKey = Type.Object({ name: text(200, 1), ...keyFields })
export type CreateApiKey = Static<typeof CreateApiKey>
export const UpdateApiKey = Type.Object({ name: Type.Optional(text(200, 1)), enabled: Type.Optional(Type.Boolean()), ...keyFields })
export type UpdateApiKey = Static<typeof UpdateApiKey>
export const ApiKey = Type.Object({
  id: Type.Optional(Type.String()),
  apiKeySecret: Type.Optional(Type.String({ description: 'Shown once, when the key is made' })),
  accountId: Type.Optional(Type.String()),
  name: Type.String(),
  allowedIPs: Type.Optional(Type.Array(Type.String())),
  validFrom: Type.Optional(Type.String()),
  validTo: Type.Optional(Type.String()),
  enabled: Type.Optional(Type.Boolean()),
  permissions: Type.Optional(Type.Array(Type.String())),
  platform: Type.Optional(Type.Array(PlatformPair)),
  scopeGuids: Type.Optional(Type.Array(Type.String())),
})
export type ApiKey = Static<typeof ApiKey>
export const ApiKeysQuery = Type.Object({
  accountId: Type.Optional(text(64)),
  name: Type.Optional(text(200)),
  page: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  orderBy: Type.Optional(text(50)),
  orderDirection: Type.Optional(text(10)),
  enabled: Type.Optional(Type.Boolean()),
  apiKeySecret: Type.Optional(text(200)),
})
export const ApiKeys = Type.Object({
  apiKeys: Type.Optional(Type.Array(ApiKey)),
  paging: Type.Object({
    page: Type.Optional(Type.Integer()),
    pageSize: Type.Optional(Type.Integer()),
    orderDirection: Type.Optional(Type.String()),
    orderBy: Type.Optional(Type.String()),
    totalCount: Type.Optional(Type.Integer()),
    totalPages: Type.Optional(Type.Integer()),
  }),
})
export const BalanceAnswer = Type.Object({ balance: Type.Number(), currency: Type.String() })

export const LogIn = Type.Object({ email: text(320), password: text(1024) })
export const Me = Type.Object({
  user: Type.Object({ id: Type.Integer(), email: Type.String(), name: Type.String(), locale: Type.String() }),
  account: Type.Object({
    id: Type.Integer(),
    key: Type.String(),
    name: Type.String(),
    isRoot: Type.Boolean(),
    currency: Type.String(),
    state: Type.String(),
  }),
  scopes: Type.Array(Type.String()),
})
export type Me = Static<typeof Me>
export const UpdateMe = Type.Object({
  name: Type.Optional(text(200, 1)),
  locale: Type.Optional(Type.Enum(['en', 'ja'])),
  password: Type.Optional(text(200)),
  currentPassword: Type.Optional(text(1024)),
})

export const Sender = Type.Object({ id: Type.Integer(), sender: Type.String(), kind: Type.String(), createdAt: Type.String() })
export const Senders = Type.Object({ results: Type.Array(Sender) })
export const CreateSender = Type.Object({ sender: text(64, 1) })
export const SendersQuery = Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })) })
export const Scopes = Type.Object({ results: Type.Array(Type.Object({ name: Type.String(), description: Type.String() })) })
