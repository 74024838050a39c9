import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of single sign-on. Imports nothing of ours. */

const opt = Type.Optional
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const role = Type.String({ minLength: 1, maxLength: 64 })
const domain = Type.String({ minLength: 3, maxLength: 253 })

export const SsoStart = Type.Object({
  email: opt(
    Type.String({ maxLength: 254, description: 'Whose domain leads to an account; or `account`.' }),
  ),
  account: opt(Type.String({ maxLength: 32, description: "The account's key." })),
  next: opt(
    Type.String({
      maxLength: 500,
      description: 'Page of the portal to go on with, such as `/messages`.',
    }),
  ),
})
export type SsoStart = Static<typeof SsoStart>

/** What a provider sends along is read from the address as it is. */
export const SsoCallback = Type.Object({
  state: opt(Type.String({ maxLength: 2_000 })),
  code: opt(Type.String({ maxLength: 8_000 })),
  error: opt(Type.String({ maxLength: 2_000 })),
})

const roleMapping = Type.Array(
  Type.Object({ value: Type.String({ minLength: 1, maxLength: 200 }), role }),
  { maxItems: 100, description: 'The first value that the claim has decides.' },
)
const settings = {
  issuer: Type.String({
    minLength: 8,
    maxLength: 500,
    description: 'As the provider names itself; https, or http in a network that is allowed.',
  }),
  clientId: Type.String({ minLength: 1, maxLength: 500 }),
  defaultRole: role,
  roleClaim: orNull(
    Type.String({ minLength: 1, maxLength: 200, description: 'Such as `groups`.' }),
  ),
  roleMapping,
  required: Type.Boolean({
    description:
      'People of the proved domains log in by the provider only; owners may still use a password.',
  }),
  enabled: Type.Boolean(),
}
export const SsoSettings = Type.Object({
  ...settings,
  clientSecret: opt(
    Type.String({ minLength: 1, maxLength: 2_000, description: 'Left out: stays as it is.' }),
  ),
  domains: Type.Array(domain, { maxItems: 50 }),
})
export type SsoSettings = Static<typeof SsoSettings>

export const SsoDomain = Type.Object({
  domain: Type.String(),
  verified: Type.Boolean(),
  record: Type.Object(
    { name: Type.String(), type: Type.String(), value: Type.String() },
    { description: "What the domain's name server has to say before it counts." },
  ),
})
export type SsoDomain = Static<typeof SsoDomain>
export const Sso = Type.Object({
  connection: orNull(Type.Object({ ...settings, clientSecretSet: Type.Boolean() })),
  domains: Type.Array(SsoDomain),
  redirectUri: Type.String({ description: 'To be registered at the provider.' }),
  accountKey: Type.String({ description: 'For `account` of `/accounts/1/sso/start`.' }),
})
export type Sso = Static<typeof Sso>
export const SsoDomainPath = Type.Object({ domain })
export const SsoUserPath = Type.Object({
  userId: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
})

export const SsoTest = Type.Object({
  ok: Type.Boolean(),
  checks: Type.Array(
    Type.Object({
      check: Type.Enum(['DISCOVERY', 'ENDPOINTS', 'KEYS', 'PKCE', 'EMAIL']),
      ok: Type.Boolean(),
      detail: Type.String(),
    }),
  ),
})
export type SsoTest = Static<typeof SsoTest>
