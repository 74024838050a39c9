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
  'DISABLED',
] as const
export const bindStates = ['BOUND', 'PAUSED', 'CONNECTING', 'WAITING', 'DRAINING'] as const

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
/** The same for what comes in: one type with two names, so that a fault is told once and not for each branch. */
const nullable = <T extends TSchema & { type: string }>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ ...schema, type: [schema.type, 'null'] })
const time = (description: string) => Type.String({ description, format: 'date-time' })
const count = (description: string) => Type.Integer({ minimum: 0, description })
/** What may stand in an SMPP C-octet string. */
const octetString = (maxLength: number, description: string, minLength = 0) =>
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
        default: 'AUTO',
        description:
          'How the message id of a receipt relates to the one of the submit answer: the same; hexadecimal in the answer and decimal in the receipt (RESPONSE_HEX); the reverse (RECEIPT_HEX); AUTO finds out from traffic.',
      }),
    ),
    clockOffsetMinutes: Type.Optional(
      Type.Integer({
        minimum: -840,
        maximum: 840,
        default: 0,
        description: "How many minutes the operator's receipt times are ahead of UTC.",
      }),
    ),
  },
  { default: {} },
)

export const EncodingSettings = Type.Object(
  {
    defaultAlphabet: Type.Optional(
      Type.Enum(wireAlphabets, {
        default: 'GSM_UNPACKED',
        description: 'What data_coding 0 means to this operator.',
      }),
    ),
    concatenation: Type.Optional(
      Type.Enum(concatenations, {
        default: 'UDH',
        description:
          'How parts of a long message are told: by a header in the text (UDH, usual) or by sar_* parameters (SMPP 3.4 operators only).',
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

const settings = {
  name: Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: '\\S',
    description: 'Unique; what portal, logs and metrics call it.',
  }),
  kind: Type.Enum(['SMPP_CLIENT'], {
    default: 'SMPP_CLIENT',
    description: 'We call the operator and bind as an ESME.',
  }),
  host: Type.String({
    minLength: 1,
    maxLength: 255,
    description: 'Host name or address of the SMSC.',
  }),
  port: Type.Integer({
    minimum: 1,
    maximum: 65_535,
    description: 'Its port: often 2775, with TLS often 3550.',
  }),
  tls: Type.Optional(TlsSettings),
  systemId: octetString(64, 'The name the operator gave you (system_id).', 1),
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
  enabled: Type.Optional(
    Type.Boolean({ default: true, description: 'Off: nothing is bound and no route leads here.' }),
  ),
}

const password = octetString(64, 'Write only. On a change: leave it out to keep the stored one.')

export const NewConnection = Type.Object({ ...settings, password })
export type NewConnection = Static<typeof NewConnection>

export const ChangedConnection = Type.Object({
  ...settings,
  password: Type.Optional(nullable(password)),
})
export type ChangedConnection = Static<typeof ChangedConnection>

/** The settings to try, before they are saved. */
export const Trial = Type.Object({
  ...settings,
  name: Type.Optional(settings.name),
  password: Type.Optional(nullable(password)),
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

/** Something that went wrong, in words. */
export const Trouble = Type.Object({
  at: time('When'),
  text: Type.String({ description: 'What happened.' }),
  whatToDo: Type.String({ description: 'What to do about it.' }),
})
export type Trouble = Static<typeof Trouble>

export const BindLive = Type.Object({
  number: Type.Integer({ description: 'From 1; both halves of a pair have the same.' }),
  kind: Type.Enum(['TRANSCEIVER', 'TRANSMITTER', 'RECEIVER']),
  state: Type.Enum(bindStates, {
    description:
      'PAUSED: bound, but the operator asked us to slow down. WAITING: until the next try to connect. DRAINING: takes nothing more and waits for answers.',
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

export const Connection = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  kind: Type.Enum(['SMPP_CLIENT']),
  host: Type.String(),
  port: Type.Integer(),
  tls: Type.Object({ enabled: Type.Boolean(), verify: Type.Boolean(), ca: orNull(Type.String()) }),
  systemId: Type.String(),
  passwordSet: Type.Boolean({ description: 'The password itself is never shown' }),
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

export const ConnectionListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 100 })),
  cursor: Type.Optional(
    Type.String({ maxLength: 20, pattern: '^[0-9]{1,10}$', description: 'From the answer before' }),
  ),
})

export const ConnectionPath = Type.Object({
  connectionId: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
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
