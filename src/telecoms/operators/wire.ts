import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of `/operators/1/connections`. Times as `2026-11-23T20:29:00.000+0000`. Imports nothing of ours: the SDK and the portal take these types. */

export const bindTypes = [
  'TRANSCEIVER',
  'TRANSMITTER',
  'RECEIVER',
  'TRANSMITTER_RECEIVER_PAIR',
] as const
export const idForms = ['AUTO', 'SAME', 'RESPONSE_HEX', 'RECEIPT_HEX'] as const
export const wireAlphabets = ['GSM_UNPACKED', 'GSM_PACKED', 'LATIN1', 'ASCII'] as const
export const concatenations = ['UDH', 'SAR'] as const
export const connectionStates = [
  'CONNECTED',
  'PARTLY',
  'CONNECTING',
  'DISCONNECTED',
  'DRAINED',
  'DISABLED',
] as const
export const bindStates = [
  'BOUND',
  'PAUSED',
  'CONNECTING',
  'WAITING',
  'DRAINING',
  'DRAINED',
] as const

export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
/** The same for what comes in: one type with two names, so that a fault is told once and not for each branch. */
export const nullable = <T extends TSchema & { type: string }>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ ...schema, type: [schema.type, 'null'] })
export const time = (description: string) => Type.String({ description, format: 'date-time' })
export const count = (description: string) => Type.Integer({ minimum: 0, description })
/** What may stand in an SMPP C-octet string. */
export const octetString = (maxLength: number, description: string, minLength = 0) =>
  Type.String({ minLength, maxLength, pattern: '^[\\u0020-\\u007e\\u00a0-\\u00ff]*$', description })

export const TlsSettings = Type.Object(
  {
    enabled: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Whether the link is encrypted. Ask the operator for its TLS port.',
      }),
    ),
    verify: Type.Optional(
      Type.Boolean({
        default: true,
        description:
          "Whether the operator's certificate must be valid for the host name. Switch off only for a test.",
      }),
    ),
    ca: Type.Optional(
      nullable(
        Type.String({
          maxLength: 65_536,
          description:
            'Certificates (PEM) to trust instead of the public ones, for an operator with its own authority.',
        }),
      ),
    ),
  },
  { default: {} },
)

export const ReceiptSettings = Type.Object(
  {
    idForm: Type.Optional(
      Type.Enum(idForms, {
        description:
          'AUTO unless said. How the message id of a receipt relates to the one of the submit answer: the same; hexadecimal in the answer and decimal in the receipt (RESPONSE_HEX); the reverse (RECEIPT_HEX); AUTO finds out from traffic.',
      }),
    ),
    clockOffsetMinutes: Type.Optional(
      Type.Integer({
        minimum: -840,
        maximum: 840,
        description:
          "0 unless said. How many minutes the operator's receipt times are ahead of UTC.",
      }),
    ),
  },
  { default: {} },
)

export const EncodingSettings = Type.Object(
  {
    defaultAlphabet: Type.Optional(
      Type.Enum(wireAlphabets, {
        description: 'GSM_UNPACKED unless said. What data_coding 0 means to this operator.',
      }),
    ),
    concatenation: Type.Optional(
      Type.Enum(concatenations, {
        description:
          'UDH unless said. How parts of a long message are told: by a header in the text (UDH, usual) or by sar_* parameters (SMPP 3.4 operators only).',
      }),
    ),
    sourceTon: Type.Optional(
      nullable(
        Type.Integer({
          minimum: 0,
          maximum: 6,
          description: 'TON of numeric senders, where the operator wants another one than usual.',
        }),
      ),
    ),
    sourceNpi: Type.Optional(
      nullable(
        Type.Integer({
          minimum: 0,
          maximum: 18,
          description: 'NPI of numeric senders, where the operator wants another one than usual.',
        }),
      ),
    ),
    serviceType: Type.Optional(octetString(5, 'service_type of every message; usually empty.')),
  },
  { default: {} },
)

export const validityForms = ['RELATIVE', 'ABSOLUTE', 'NONE'] as const
const kindOfAddress = (description: string) =>
  orNull(
    Type.Object(
      {
        ton: Type.Integer({ minimum: 0, maximum: 6 }),
        npi: Type.Integer({ minimum: 0, maximum: 18 }),
      },
      { description },
    ),
  )

/** What some operators want otherwise than the standard suggests. */
export const Dialect = Type.Object({
  alphanumericSender: kindOfAddress('TON and NPI of names; null: 5, 0.'),
  longNumberSender: kindOfAddress('Of international numbers as senders; null: 1, 1.'),
  shortCodeSender: kindOfAddress('Of short codes; null: 3, 0.'),
  recipient: kindOfAddress('Of recipients; null: 1, 1.'),
  validity: Type.Enum(validityForms, {
    description:
      'validity_period as a duration (RELATIVE, usual), as a time in UTC (ABSOLUTE), or not at all.',
  }),
  congestionStatuses: Type.Array(Type.Integer({ minimum: 1, maximum: 4_294_967_295 }), {
    maxItems: 20,
    description:
      "Statuses of the vendor's own that ask us to slow down, beside ESME_RTHROTTLED and ESME_RMSGQFUL.",
  }),
  unmarkedReceipts: Type.Boolean({
    description:
      'Take messages whose text looks like a receipt for one, although nothing marks them. A handset could forge one: only for operators that forget the mark.',
  }),
})
export type Dialect = Static<typeof Dialect>
export const DialectSettings = Type.Partial(Dialect)

export const VendorList = Type.Object({
  results: Type.Array(
    Type.Object({
      id: Type.String({ maxLength: 40 }),
      name: Type.String(),
      source: Type.String({ description: 'Where the vendor says so.' }),
      idForm: Type.Enum(idForms),
      defaultAlphabet: Type.Enum(wireAlphabets),
      concatenation: Type.Enum(concatenations),
      dialect: Dialect,
    }),
  ),
})

/** Something that went wrong, in words. */
export const Trouble = Type.Object({
  at: time('When'),
  text: Type.String({ description: 'What happened.' }),
  whatToDo: Type.String({ description: 'What to do about it.' }),
})
export type Trouble = Static<typeof Trouble>

export const BindLive = Type.Object({
  number: Type.Integer({ description: 'From 1; both halves of a pair have the same.' }),
  kind: Type.Enum(['TRANSCEIVER', 'TRANSMITTER', 'RECEIVER', 'HTTP'], {
    description: 'HTTP: all requests to the API of the operator together.',
  }),
  state: Type.Enum(bindStates, {
    description:
      'PAUSED: bound, but the operator asked us to slow down. WAITING: until the next try to connect. DRAINING: takes nothing more and waits for answers. DRAINED: taken out of use until it is resumed.',
  }),
  boundSince: orNull(time('Since when this link is bound')),
  nextTryAt: orNull(time('When the next try to connect comes')),
  inFlight: count('Parts written and not yet answered'),
  windowSize: count('How many may be in flight'),
})
export type BindLive = Static<typeof BindLive>

/** Counted since this process started; of this process only. */
export const Counters = Type.Object({
  submitted: count('Parts written'),
  accepted: count('Parts the operator took'),
  refused: count('Parts it refused'),
  throttled: count('Times it asked us to slow down; those parts are sent again'),
  unknown: count('Parts written whose answer never came'),
  receipts: count('Delivery receipts'),
  inbound: count('Messages from handsets'),
  malformed: count('Requests of the operator that made no sense'),
  lateResponses: count('Answers that came after their part was given up'),
})
export type Counters = Static<typeof Counters>

export const ConnectionLive = Type.Object({
  state: Type.Enum(connectionStates),
  bindStates: Type.Array(BindLive, { description: 'One for each link' }),
  counters: Counters,
  waiting: count('Parts that wait in memory for room'),
  partsPerSecond: Type.Number({ description: 'Parts the operator took in the last whole second' }),
  rateNow: orNull(
    Type.Number({
      description:
        'Parts per second allowed at the moment: lower than the setting after the operator asked us to slow down; null: no limit',
    }),
  ),
  roundTripMs: orNull(Type.Number({ description: 'Usual time from a part to its answer' })),
  connectedSince: orNull(time('Since when at least one link is bound')),
  lastError: orNull(Trouble),
})
export type ConnectionLive = Static<typeof ConnectionLive>

export const ConnectionListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 100 })),
  cursor: Type.Optional(
    Type.String({ maxLength: 20, pattern: '^[0-9]{1,10}$', description: 'From the answer before' }),
  ),
})

export const ConnectionPath = Type.Object({
  connectionId: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
})

export const BindPath = Type.Object({
  ...ConnectionPath.properties,
  number: Type.Integer({ minimum: 1, maximum: 50 }),
})

export const CallbackAddress = Type.Object({ url: Type.String({ maxLength: 2_000 }) })
export const NewCallback = Type.Object({
  endNow: Type.Optional(
    Type.Boolean({ default: false, description: 'Whether the address before ends at once.' }),
  ),
})

export const trialOutcomes = [
  'BOUND',
  'NAME_NOT_RESOLVED',
  'REFUSED',
  'UNREACHABLE',
  'TIMED_OUT',
  'TLS_FAILED',
  'WRONG_PASSWORD',
  'WRONG_SYSTEM_ID',
  'ALREADY_BOUND',
  'BIND_REFUSED',
  'NO_ANSWER',
  'CLOSED',
  'FAILED',
] as const

export const TrialResult = Type.Object({
  succeeded: Type.Boolean(),
  outcome: Type.Enum(trialOutcomes),
  text: Type.String({ description: 'What happened, in words.' }),
  whatToDo: orNull(Type.String({ description: 'What to do about it; null when it succeeded.' })),
  commandStatus: orNull(
    Type.String({ description: "The operator's answer to the bind, e.g. ESME_RINVPASWD." }),
  ),
  peerSystemId: orNull(Type.String({ description: 'What the operator calls itself.' })),
  tookMs: Type.Integer(),
})
export type TrialResult = Static<typeof TrialResult>
