import Type, { type Static } from 'typebox'
import { HttpSettings, StoredHttp } from './http/wire.ts'
import {
  bindTypes,
  ConnectionLive,
  Dialect,
  DialectSettings,
  EncodingSettings,
  nullable,
  octetString,
  orNull,
  ReceiptSettings,
  time,
  TlsSettings,
  idForms,
  wireAlphabets,
  concatenations,
} from './wire.ts'

/** The JSON of a connection, put together of what SMPP and HTTP have of their own. */

const connectionKinds = ['SMPP_CLIENT', 'HTTP'] as const

const settings = {
  name: Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: '\\S',
    description: 'Unique; what portal, logs and metrics call it.',
  }),
  kind: Type.Enum(connectionKinds, {
    default: 'SMPP_CLIENT',
    description:
      'SMPP_CLIENT: we call the operator and bind as an ESME. HTTP: we call an API, as `http` says.',
  }),
  host: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: "Host name or address of the SMSC. SMPP only: of HTTP it is the API's.",
    }),
  ),
  port: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 65_535,
      description: 'Its port: often 2775, with TLS often 3550. SMPP only.',
    }),
  ),
  tls: Type.Optional(TlsSettings),
  systemId: Type.Optional(
    octetString(
      64,
      'The name the operator gave you: system_id, account id or API key. SMPP needs one.',
    ),
  ),
  systemType: Type.Optional(octetString(12, 'system_type; usually empty.')),
  bindType: Type.Optional(
    Type.Enum(bindTypes, {
      default: 'TRANSCEIVER',
      description:
        'TRANSCEIVER sends and receives over one link. A TRANSMITTER gets neither receipts nor messages from handsets.',
    }),
  ),
  binds: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 50,
      default: 1,
      description:
        'How many links at once (pairs count once). Ask the operator how many it allows.',
    }),
  ),
  windowSize: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 2_000,
      default: 100,
      description: 'Parts under way without an answer, for each bind.',
    }),
  ),
  messagesPerSecond: Type.Optional(
    nullable(
      Type.Number({
        minimum: 0.1,
        maximum: 100_000,
        default: null,
        description: 'Parts per second over all binds; null: as fast as the operator takes them.',
      }),
    ),
  ),
  enquireLinkSeconds: Type.Optional(
    Type.Integer({
      minimum: 5,
      maximum: 600,
      default: 30,
      description: 'After so long without traffic the link is tried.',
    }),
  ),
  responseTimeoutSeconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 300,
      default: 30,
      description: 'After so long without an answer the fate of a part counts as unknown.',
    }),
  ),
  receipts: Type.Optional(ReceiptSettings),
  encoding: Type.Optional(EncodingSettings),
  vendor: Type.Optional(
    nullable(
      Type.String({
        maxLength: 40,
        description:
          "A set of a vendor's habits (see get-operator-vendors): what is left out of receipts, encoding and dialect is taken from it.",
      }),
    ),
  ),
  dialect: Type.Optional(DialectSettings),
  http: Type.Optional(orNull(HttpSettings)),
  enabled: Type.Optional(
    Type.Boolean({ default: true, description: 'Off: nothing is bound and no route leads here.' }),
  ),
}

const password = octetString(
  256,
  'Password, API key, token or secret. Write only. On a change: leave it out to keep the stored one.',
)
const signatureSecret = Type.Optional(
  nullable(
    octetString(
      256,
      'What the operator signs callbacks with (VONAGE, GENERIC). Write only; null removes it on a change.',
    ),
  ),
)

export const NewConnection = Type.Object({ ...settings, password, signatureSecret })
export type NewConnection = Static<typeof NewConnection>

export const ChangedConnection = Type.Object({
  ...settings,
  password: Type.Optional(nullable(password)),
  signatureSecret,
})
export type ChangedConnection = Static<typeof ChangedConnection>

/** The settings to try, before they are saved. */
export const Trial = Type.Object({
  ...settings,
  name: Type.Optional(settings.name),
  password: Type.Optional(nullable(password)),
  signatureSecret,
  connectionId: Type.Optional(
    nullable(
      Type.Integer({
        minimum: 1,
        maximum: 2_147_483_647,
        description: 'A saved connection whose password is used when none is given.',
      }),
    ),
  ),
})
export type Trial = Static<typeof Trial>

export const Connection = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  kind: Type.Enum(connectionKinds),
  host: Type.String(),
  port: Type.Integer(),
  tls: Type.Object({ enabled: Type.Boolean(), verify: Type.Boolean(), ca: orNull(Type.String()) }),
  systemId: Type.String(),
  passwordSet: Type.Boolean({ description: 'The password itself is never shown' }),
  signatureSecretSet: Type.Boolean(),
  systemType: Type.String(),
  bindType: Type.Enum(bindTypes),
  binds: Type.Integer(),
  windowSize: Type.Integer(),
  messagesPerSecond: orNull(Type.Number()),
  enquireLinkSeconds: Type.Integer(),
  responseTimeoutSeconds: Type.Integer(),
  receipts: Type.Object({
    idForm: Type.Enum(idForms),
    learnedIdForm: orNull(
      Type.Enum(idForms, { description: 'What AUTO found out; null: not sure yet' }),
    ),
    clockOffsetMinutes: Type.Integer(),
  }),
  encoding: Type.Object({
    defaultAlphabet: Type.Enum(wireAlphabets),
    concatenation: Type.Enum(concatenations),
    sourceTon: orNull(Type.Integer()),
    sourceNpi: orNull(Type.Integer()),
    serviceType: Type.String(),
  }),
  vendor: orNull(Type.String()),
  dialect: Dialect,
  http: orNull(StoredHttp),
  enabled: Type.Boolean(),
  simulated: Type.Boolean({
    description:
      "It leads to the simulator: nobody real gets anything. Made by the program, kept in step with the simulator's port.",
  }),
  createdAt: time('When it was made'),
  updatedAt: time('When its settings were last changed'),
  ...ConnectionLive.properties,
})
export type Connection = Static<typeof Connection>

export const ConnectionList = Type.Object({
  results: Type.Array(Connection),
  nextCursor: orNull(Type.String()),
})
export type ConnectionList = Static<typeof ConnectionList>
