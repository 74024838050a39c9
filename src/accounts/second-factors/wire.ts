import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of log-ins and second factors. Imports nothing of ours. */

const opt = Type.Optional
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const binary = (maxLength: number) =>
  Type.String({ maxLength, pattern: '^[A-Za-z0-9_-]*$', description: 'base64url' })
const time = Type.String({ format: 'date-time' })

// --- what WebAuthn calls its JSON forms (Web Authentication Level 3, §5.1)

const Extensions = Type.Object({}, { additionalProperties: true })
export const Assertion = Type.Object({
  id: binary(1_400),
  rawId: binary(1_400),
  type: Type.Literal('public-key'),
  response: Type.Object({
    clientDataJSON: binary(4_000),
    authenticatorData: binary(2_000),
    signature: binary(2_000),
    userHandle: opt(binary(200)),
  }),
  clientExtensionResults: Extensions,
})
export const Registration = Type.Object({
  id: binary(1_400),
  rawId: binary(1_400),
  type: Type.Literal('public-key'),
  response: Type.Object({
    clientDataJSON: binary(4_000),
    attestationObject: binary(12_000),
    authenticatorData: opt(binary(4_000)),
    transports: opt(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
    publicKeyAlgorithm: opt(Type.Integer()),
    publicKey: opt(binary(4_000)),
  }),
  clientExtensionResults: Extensions,
})
const Options = Type.Object(
  {},
  {
    additionalProperties: true,
    description: 'What the browser gives to `navigator.credentials`, in its JSON form.',
  },
)

// --- logging in

export const LogIn = Type.Object({
  email: Type.String({ minLength: 1, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: 1024 }),
})

const method = Type.Enum(['TOTP', 'PASSKEY', 'RECOVERY_CODE'])
export const NextStep = Type.Object({
  next: Type.Enum(['SECOND_FACTOR', 'SSO'], {
    description:
      'SECOND_FACTOR: answer `challenge` at `/accounts/1/login/second-factor`. SSO: the account wants its identity provider to be used; go to `start`.',
  }),
  methods: Type.Array(method),
  challenge: orNull(Type.String()),
  passkey: orNull(Options),
  start: orNull(Type.String()),
  expiresAt: orNull(time),
})
export type NextStep = Static<typeof NextStep>

const shown = {
  code: opt(Type.String({ minLength: 1, maxLength: 20, description: 'Of the authenticator app.' })),
  recoveryCode: opt(Type.String({ minLength: 1, maxLength: 40 })),
  passkey: opt(Assertion),
}
const challenge = Type.String({ minLength: 1, maxLength: 100 })
export const SecondStep = Type.Object({ challenge, ...shown })
export type SecondStep = Static<typeof SecondStep>
export const PasskeyQuestion = Type.Object({
  challenge: Type.String(),
  passkey: Options,
  expiresAt: time,
})
export const PasskeyLogIn = Type.Object({ challenge, passkey: Assertion })

// --- /accounts/1/me/second-factors

export const Factor = Type.Object({
  id: Type.Integer(),
  kind: Type.Enum(['TOTP', 'PASSKEY']),
  name: Type.String(),
  createdAt: time,
  lastUsedAt: orNull(time),
})
export type Factor = Static<typeof Factor>
export const FactorList = Type.Object({
  factors: Type.Array(Factor),
  recoveryCodesLeft: Type.Integer(),
  required: Type.Boolean({ description: "By the account's policy." }),
  freshUntil: orNull({
    ...time,
    description:
      'Until when changes are taken; null: show who you are first (`/accounts/1/me/proof`).',
  }),
  proveBy: Type.Array(Type.Enum(['PASSWORD', 'TOTP', 'PASSKEY', 'RECOVERY_CODE'])),
  passkeyOrigin: orNull(
    Type.String({
      description:
        'The one address at which passkeys work; null: nowhere, since they want a domain name and TLS.',
    }),
  ),
})
export type FactorList = Static<typeof FactorList>

const name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
export const NewTotp = Type.Object({ name })
export const TotpSetUp = Type.Object({
  id: Type.Integer(),
  secret: Type.String({ description: 'base32, for typing in; shown here only.' }),
  uri: Type.String({ description: 'For a QR code.' }),
})
export const TotpCode = Type.Object({ code: Type.String({ minLength: 1, maxLength: 20 }) })
export const NewFactor = Type.Object({
  factor: Factor,
  recoveryCodes: Type.Array(Type.String(), {
    description: 'With the first factor only; kept nowhere.',
  }),
})
export const NewPasskey = Type.Object({ name, challenge, registration: Registration })
export const FactorName = Type.Object({ name })
export const FactorPath = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })
export const RecoveryCodes = Type.Object({ recoveryCodes: Type.Array(Type.String()) })
export const Proof = Type.Object({
  ...shown,
  password: opt(Type.String({ minLength: 1, maxLength: 1024 })),
  challenge: opt(challenge),
})
export type Proof = Static<typeof Proof>
export const Proved = Type.Object({ freshUntil: time })

// --- /accounts/1/login-policy

export const LoginPolicy = Type.Object({
  secondFactor: Type.Enum(['OPTIONAL', 'OWNERS_AND_ADMINS', 'ALL'], {
    description: 'Of whom a second factor is asked.',
  }),
  passwordApi: Type.Boolean({
    description:
      'Whether a password alone is enough for the API (Basic, IBSSO, OAuth) for people who have or need a second factor.',
  }),
})
export type LoginPolicy = Static<typeof LoginPolicy>
export const UserPath = Type.Object({
  userId: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
})
