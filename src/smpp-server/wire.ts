import Type, { type Static } from 'typebox'

const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const words = <const W extends readonly string[]>(list: W, description: string) =>
  Type.Unsafe<W[number]>({ type: 'string', enum: [...list], description })

const SystemId = Type.String({
  pattern: '^[!-~]{3,15}$',
  description:
    'The name it binds with: 3 to 15 visible ASCII characters, one user’s in the whole installation.',
})
const Name = Type.String({ minLength: 1, maxLength: 100, description: 'What it is, for people.' })
const Addresses = Type.Array(Type.String({ minLength: 2, maxLength: 49 }), {
  maxItems: 100,
  description:
    'Addresses and networks that may bind, such as `203.0.113.7` or `10.0.0.0/8`. None: all.',
})
const BindKinds = Type.Array(words(['TRANSMITTER', 'RECEIVER', 'TRANSCEIVER'], 'Kind of bind.'), {
  minItems: 1,
  maxItems: 3,
  uniqueItems: true,
})
const idForms = ['UUID', 'HEX', 'DECIMAL'] as const
const IdForm = words(
  idForms,
  'UUID: 36 characters. HEX: 32 hexadecimal digits. DECIMAL: a number of up to 39 digits.',
)

const Receipts = Type.Object({
  text: Type.Optional(
    words(
      ['MINUTES', 'SECONDS', 'NONE'],
      'Dates in the text of receipts (`id:… stat:…`), or no text at all.',
    ),
  ),
  messageIds: Type.Optional(IdForm),
  parameters: Type.Optional(
    Type.Boolean({
      description:
        'Whether receipted_message_id and message_state are beside the text. Without a text they always are.',
    }),
  ),
  networkError: Type.Optional(
    Type.Boolean({ description: 'Whether network_error_code says why a message failed.' }),
  ),
})

const limits = {
  bindsMax: Type.Integer({ minimum: 1, maximum: 100, description: 'Binds at a time.' }),
  window: Type.Integer({
    minimum: 1,
    maximum: 2_000,
    description:
      'Requests of one bind that may wait for our answer. With that many, the connection is not read.',
  }),
  deliveryWindow: Type.Integer({
    minimum: 1,
    maximum: 2_000,
    description: 'Receipts and messages that we send over one bind before the first is answered.',
  }),
  partsPerSecond: Type.Integer({
    minimum: 1,
    maximum: 100_000,
    description: 'Parts of messages per second, over all binds. More are answered ESME_RTHROTTLED.',
  }),
}

/** What can be set of a user; what is left out stays, or has its default when the user is made. */
const settable = {
  name: Type.Optional(orNull(Name)),
  enabled: Type.Optional(
    Type.Boolean({ description: 'A disabled user cannot bind, and its binds end.' }),
  ),
  allowedAddresses: Type.Optional(Addresses),
  tlsOnly: Type.Optional(Type.Boolean({ description: 'Binds over TLS only.' })),
  bindKinds: Type.Optional(BindKinds),
  bindsMax: Type.Optional(limits.bindsMax),
  window: Type.Optional(limits.window),
  deliveryWindow: Type.Optional(limits.deliveryWindow),
  partsPerSecond: Type.Optional(limits.partsPerSecond),
  version: Type.Optional(
    words(['3.4', '5.0'], 'The newest version of SMPP that is spoken with it.'),
  ),
  alphabet: Type.Optional(
    words(
      ['GSM7', 'GSM7_PACKED', 'LATIN1', 'ASCII', 'UTF8'],
      'What data_coding 0 means. GSM7: one septet per octet.',
    ),
  ),
  messageIds: Type.Optional(IdForm),
  receipts: Type.Optional(Receipts),
  senderPolicy: Type.Optional(
    words(
      ['AS_SENT', 'WHEN_EMPTY', 'ALWAYS'],
      'Whether `sender` stands in for an empty source address, or for any.',
    ),
  ),
  sender: Type.Optional(
    orNull(
      Type.String({ minLength: 1, maxLength: 20, description: 'A sender the account may use.' }),
    ),
  ),
  inboundNumbers: Type.Optional(
    Type.Array(Type.String({ minLength: 2, maxLength: 20 }), {
      maxItems: 1_000,
      uniqueItems: true,
      description: 'Numbers of the account whose messages from handsets it takes.',
    }),
  ),
  allInbound: Type.Optional(
    Type.Boolean({
      description: 'It takes messages for all numbers of the account that no other user takes.',
    }),
  ),
  longInbound: Type.Optional(
    words(
      ['SEGMENTS', 'PAYLOAD'],
      'How a long message from a handset comes: in segments, or whole in message_payload.',
    ),
  ),
}

export const NewUser = Type.Object({ systemId: SystemId, ...settable })
export type NewUser = Static<typeof NewUser>
export const ChangedUser = Type.Object({ systemId: Type.Optional(SystemId), ...settable })
export type ChangedUser = Static<typeof ChangedUser>

export const User = Type.Object({
  id: Type.String(),
  systemId: Type.String(),
  name: orNull(Type.String()),
  enabled: Type.Boolean(),
  allowedAddresses: Type.Array(Type.String()),
  tlsOnly: Type.Boolean(),
  bindKinds: BindKinds,
  ...limits,
  version: words(['3.4', '5.0'], 'The newest version of SMPP that is spoken with it.'),
  alphabet: words(['GSM7', 'GSM7_PACKED', 'LATIN1', 'ASCII', 'UTF8'], 'What data_coding 0 means.'),
  messageIds: IdForm,
  receipts: Type.Object({
    text: words(['MINUTES', 'SECONDS', 'NONE'], 'Dates in the text of receipts, or no text.'),
    messageIds: IdForm,
    parameters: Type.Boolean(),
    networkError: Type.Boolean(),
  }),
  senderPolicy: words(['AS_SENT', 'WHEN_EMPTY', 'ALWAYS'], 'Where `sender` stands in.'),
  sender: orNull(Type.String()),
  inboundNumbers: Type.Array(Type.String()),
  allInbound: Type.Boolean(),
  longInbound: words(['SEGMENTS', 'PAYLOAD'], 'How a long message from a handset comes.'),
  binds: Type.Integer({ description: 'Binds of now.' }),
  boundAt: orNull(Type.String({ description: 'When it last bound.' })),
  createdAt: Type.String(),
  changedAt: Type.String(),
})
export type User = Static<typeof User>

const Password = Type.String({
  description: 'Eight characters, the most that SMPP 3.4 has room for. Shown once.',
})
export const MadeUser = Type.Intersect([User, Type.Object({ password: Password })])
export const NewPassword = Type.Object({ password: Password })

const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 }))
export const UserPath = Type.Object({
  id: Type.String({ pattern: '^[0-9]{1,9}$', description: 'The user’s id.' }),
})
export const UsersQuery = Type.Object({
  limit,
  cursor: Type.Optional(
    Type.String({ pattern: '^[0-9]{1,9}$', description: '`nextCursor` of the page before.' }),
  ),
})
export const UserList = Type.Object({
  results: Type.Array(User),
  nextCursor: orNull(Type.String()),
})

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
export const BindPath = Type.Object({ id: Type.String({ pattern: UUID }) })
export const BindsQuery = Type.Object({
  userId: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$', description: 'Of one user.' })),
  limit,
  cursor: Type.Optional(
    Type.String({ pattern: UUID, description: '`nextCursor` of the page before.' }),
  ),
})
export const Bind = Type.Object({
  id: Type.String(),
  userId: Type.String(),
  systemId: Type.String(),
  kind: words(['TRANSMITTER', 'RECEIVER', 'TRANSCEIVER'], 'Kind of bind.'),
  version: Type.String({ description: 'As both sides speak it, such as 3.4.' }),
  address: Type.String(),
  tls: Type.Boolean(),
  boundAt: Type.String(),
  submitted: Type.Integer({ description: 'Messages that were taken over it.' }),
  delivered: Type.Integer({ description: 'Receipts and messages that it acknowledged.' }),
})
export type Bind = Static<typeof Bind>
export const BindList = Type.Object({
  results: Type.Array(Bind),
  nextCursor: orNull(Type.String()),
})

export const Access = Type.Object({
  host: Type.String({ description: 'The host part of the installation’s address.' }),
  port: orNull(Type.Integer({ description: 'null: the SMPP server is off.' })),
  tlsPort: orNull(Type.Integer({ description: 'null: there is none with TLS.' })),
})

/** What waits for a user that is not bound, or slow. */
export const Waiting = Type.Object({
  waiting: Type.Integer({
    description: 'Receipts and messages; 10,000 stands for as many or more.',
  }),
})
