import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of the settings of operators that are reached over HTTP. Imports nothing of ours. */

export const presets = ['INFOBIP', 'TWILIO', 'VONAGE', 'GENERIC'] as const
export const reportWays = ['PUSH', 'PULL', 'NONE'] as const
export const signatures = [
  'NONE',
  'MD5_HASH',
  'HMAC_MD5',
  'HMAC_SHA1',
  'HMAC_SHA256',
  'HMAC_SHA512',
] as const

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const place = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 500,
    description: `${description}: a JSON pointer such as /messages/0/id (for forms and queries /name), or regex: and a pattern whose first group it is.`,
  })
const template = (maxLength: number, description: string) =>
  Type.String({
    maxLength,
    description: `${description} Gaps: {{to}}, {{toPlus}}, {{from}}, {{text}}, {{textHex}}, {{validitySeconds}}, {{username}}, {{secret}}, {{basicAuth}}, {{callbackUrl}}.`,
  })

const errorMeanings = ['PERMANENT', 'TEMPORARY', 'CONGESTION', 'UNUSABLE'] as const
const errorReasons = ['SENDER', 'RECIPIENT', 'LENGTH', 'OTHER'] as const
const messageStates = [
  'ENROUTE',
  'ACCEPTED',
  'DELIVERED',
  'EXPIRED',
  'DELETED',
  'UNDELIVERABLE',
  'REJECTED',
  'UNKNOWN',
] as const

/** An API told by templates and places. */
export const GenericApi = Type.Object({
  method: Type.Enum(['POST', 'PUT', 'GET']),
  url: Type.String({
    minLength: 8,
    maxLength: 2_000,
    pattern: '^https?://',
    description: 'Address of the request. Gaps are written percent-encoded; none before the path.',
  }),
  contentType: Type.Enum([
    'application/json',
    'application/x-www-form-urlencoded',
    'text/xml',
    'text/plain',
  ]),
  headers: Type.Array(
    Type.Object({
      name: Type.String({ minLength: 1, maxLength: 100, pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$" }),
      value: template(1_000, 'Value.'),
    }),
    { maxItems: 20, default: [] },
  ),
  body: orNull(template(8_192, 'Body; gaps are written as the content type asks for.')),
  idAt: place('Where the answer has the message id'),
  errorAt: orNull(place('Where the answer has a code when it refuses')),
  errors: Type.Array(
    Type.Object({
      code: Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'What stands at `errorAt`, or HTTP and a status: "HTTP 409".',
      }),
      meaning: Type.Enum(errorMeanings, {
        description:
          'PERMANENT ends the message; TEMPORARY tries again; CONGESTION slows down; UNUSABLE: the settings or the account are wrong, and the connection counts as down.',
      }),
      reason: Type.Optional(Type.Enum(errorReasons)),
    }),
    { maxItems: 100, default: [] },
  ),
  callbackListAt: orNull(
    Type.String({
      maxLength: 500,
      pattern: '^/',
      description: 'JSON pointer to the list of events in a callback; null: one event each.',
    }),
  ),
  callbackReply: orNull(
    Type.String({
      maxLength: 200,
      description: 'What callbacks are answered with; null: nothing.',
    }),
  ),
  receipt: orNull(
    Type.Object({
      idAt: place('Where a receipt has the message id'),
      statusAt: place('Where it has the status; an event without one is a message from a handset'),
      states: Type.Array(
        Type.Object({
          word: Type.String({ minLength: 1, maxLength: 100 }),
          state: Type.Enum(messageStates),
        }),
        {
          minItems: 1,
          maxItems: 100,
          description: 'Words without a row count as still on the way.',
        },
      ),
      errorAt: orNull(place('Where it has an error code')),
    }),
  ),
  inbound: orNull(
    Type.Object({
      fromAt: place('Where a message from a handset has its sender'),
      toAt: place('Where it has the number it was sent to'),
      textAt: place('Where it has its text'),
    }),
  ),
  signature: orNull(
    Type.Object({
      header: Type.String({ minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9-]+$' }),
      method: Type.Enum(['HMAC_SHA256_HEX', 'HMAC_SHA256_BASE64', 'PLAIN'], {
        description:
          'Of the signature secret over the JSON body as it came, else over our address; PLAIN: the secret itself.',
      }),
    }),
  ),
})
export type GenericApi = Static<typeof GenericApi>

/** How an operator's HTTP API is used. Account id or key: `systemId`; API key, token or secret: `password`. */
export const HttpSettings = Type.Object({
  preset: Type.Enum(presets, {
    description:
      'INFOBIP: the API that this program offers as well (password: API key). TWILIO: systemId the account SID, password the auth token. VONAGE: systemId the API key, password the API secret. GENERIC: as `generic` says.',
  }),
  url: Type.Optional(
    orNull(
      Type.String({
        maxLength: 500,
        pattern: '^https?://',
        description:
          "Base address of the API; null: the provider's own. INFOBIP has none: give yours.",
      }),
    ),
  ),
  reports: Type.Optional(
    Type.Enum(reportWays, {
      default: 'PUSH',
      description:
        'PUSH: the operator calls us, so this server has to be reachable from outside. PULL (INFOBIP only): we fetch reports. NONE: no callback address is told with messages.',
    }),
  ),
  signature: Type.Optional(
    Type.Enum(signatures, {
      default: 'NONE',
      description: 'VONAGE: how the account signs callbacks; needs the signature secret.',
    }),
  ),
  generic: Type.Optional(orNull(GenericApi)),
})
export type HttpSettings = Static<typeof HttpSettings>

/** The settings as they are stored: nothing is left out. */
export const StoredHttp = Type.Object({
  preset: Type.Enum(presets),
  url: Type.String(),
  reports: Type.Enum(reportWays),
  signature: Type.Enum(signatures),
  generic: orNull(GenericApi),
})
export type StoredHttp = Static<typeof StoredHttp>
