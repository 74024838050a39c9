import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of `/operate/1/…`: what whoever runs the installation sees of its engine. Times as `2026-11-23T20:29:00.000+0000`. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const time = (description: string) => Type.String({ description, format: 'date-time' })
const count = (description: string) => Type.Integer({ minimum: 0, description })
const seconds = (description: string) =>
  Type.Array(Type.Integer({ minimum: 0 }), { description, minItems: 60, maxItems: 60 })
const words = (description: string) => Type.String({ description })

export const contentClasses = ['OTP', 'TRANSACTIONAL', 'MARKETING'] as const

/** Half stayed below `p50`, ninety-nine of a hundred below `p99`; off by nine percent at most. */
const Times = (description: string) =>
  orNull(
    Type.Object(
      {
        count: count('How many were measured'),
        p50: Type.Number({ description: 'ms' }),
        p99: Type.Number({ description: 'ms' }),
      },
      { description },
    ),
  )

const Bind = Type.Object({
  number: Type.Integer({ description: 'From 1; both halves of a pair have the same' }),
  kind: Type.Enum(['TRANSCEIVER', 'TRANSMITTER', 'RECEIVER', 'HTTP']),
  state: Type.Enum(['BOUND', 'PAUSED', 'CONNECTING', 'WAITING', 'DRAINING', 'DRAINED']),
  boundSince: orNull(time('Since when this link is bound')),
  nextTryAt: orNull(time('When the next try to connect comes')),
  inFlight: count('Parts written and not yet answered'),
  windowSize: count('How many may be in flight'),
})

export const LiveConnection = Type.Object({
  connectionId: Type.Integer(),
  name: words('Name of the connection'),
  kind: words('SMPP_CLIENT or HTTP'),
  simulated: Type.Boolean({ description: 'It leads to the simulator: nobody real gets anything' }),
  state: Type.Enum(['CONNECTED', 'PARTLY', 'CONNECTING', 'DISCONNECTED', 'DRAINED', 'DISABLED']),
  binds: Type.Array(Bind),
  rateNow: orNull(Type.Number({ description: 'Parts per second allowed now; null: no limit' })),
  lastError: orNull(
    Type.Object({
      at: time('When'),
      text: words('What happened'),
      whatToDo: words('What to do about it'),
    }),
  ),
  partsInMemory: count('Parts that wait for room at the operator'),
  inMemory: Type.Object(
    {
      OTP: count('Codes'),
      TRANSACTIONAL: count('Service messages'),
      MARKETING: count('Marketing'),
    },
    { description: 'Messages taken into memory, those that are being sent included' },
  ),
  waiting: Type.Array(
    Type.Object({
      contentClass: Type.Enum(contentClasses),
      messages: count('How many; 10,001 stands for more'),
      oldestDueAt: orNull(
        time('Since when the oldest is due; null: all wait for a later time or are paused'),
      ),
    }),
    { description: 'Messages that wait in the database' },
  ),
  perSecond: Type.Object(
    {
      submitted: seconds('Parts written'),
      accepted: seconds('Parts the operator took'),
      refused: seconds('Parts it refused'),
      throttled: seconds('Times it asked us to slow down'),
      unknown: seconds('Parts whose answer never came'),
      receipts: seconds('Delivery receipts'),
      inbound: seconds('Messages from handsets'),
    },
    { description: 'Each of the last sixty seconds, oldest first' },
  ),
  roundTripMs: Times('From a part to its answer, in the last minute; null: nothing was answered'),
  outcomes: Type.Array(
    Type.Object({
      status: words('Name of the final status'),
      error: words('Name of the error'),
      messages: count('How many'),
    }),
    { description: 'How messages ended in the last five minutes, most frequent first' },
  ),
  receipts: Type.Object({
    awaited: count(
      'Messages that the operator took since this process started and whose end is not known',
    ),
    delayMs: Times('From the operator taking a message to its end, in the last five minutes'),
    parked: count('Receipts that fit no message yet'),
  }),
})
export type LiveConnection = Static<typeof LiveConnection>

export const Live = Type.Object({
  at: time('The instant that is shown'),
  accepting: Type.Object({
    perSecond: seconds('Messages taken in from callers'),
    ended: seconds('Messages that reached their final status'),
    commitMs: Times('Commits in which messages were stored, in the last minute'),
  }),
  waitingAbout: count(
    'About how many messages wait in the database in all: an estimate that is some seconds old',
  ),
  pushes: Type.Object({
    waiting: count('Reports and inbound messages that wait to be pushed; 10,001 stands for more'),
    oldestDueAt: orNull(time('Since when the oldest of them is due')),
  }),
  connections: Type.Array(LiveConnection),
})
export type Live = Static<typeof Live>

const status = {
  groupId: Type.Integer(),
  groupName: Type.String(),
  id: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
}
export const FoundMessage = Type.Object({
  accountKey: words('Whose message it is'),
  accountName: words('Name of that account'),
  id: words('Our id'),
  messageId: words("The caller's id, or ours"),
  bulkId: orNull(Type.String()),
  channel: Type.String(),
  direction: Type.Literal('MT'),
  sender: Type.String(),
  to: Type.String(),
  binary: Type.Boolean(),
  parts: Type.Integer(),
  status: Type.Object({ ...status, action: Type.Optional(Type.String()) }),
  error: Type.Object({ ...status, permanent: Type.Boolean() }),
  mccMnc: orNull(Type.String()),
  networkName: orNull(Type.String()),
  price: Type.Object({ pricePerMessage: Type.Number(), currency: Type.String() }),
  acceptedAt: time('When the message was taken in'),
  sendAt: orNull(time('When it is due, for scheduled ones that wait')),
  sentAt: orNull(time('When the operator took it')),
  doneAt: orNull(time('When the final status came')),
  simulated: Type.Boolean({ description: 'It went over the simulator: nobody real got it' }),
})
export const FoundMessages = Type.Object({
  results: Type.Array(FoundMessage),
  nextCursor: orNull(Type.String()),
})
const text = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }))
const page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: text(200, 'From the answer before'),
}
export const FindMessages = Type.Object({
  ...page,
  messageId: text(200, "The caller's id or ours"),
  operatorId: text(200, 'As an operator calls one of its parts, the way we look receipts up'),
  to: text(64, 'Recipient, digits; a whole number'),
  bulkId: text(100, 'Bulk'),
  since: text(40, 'Accepted not before; with `to` or `bulkId`'),
  until: text(40, 'Accepted before; with `to` or `bulkId`'),
})
export type FindMessages = Static<typeof FindMessages>
export const MessagePath = Type.Object({
  accountKey: Type.String({ maxLength: 64 }),
  messageId: Type.String({ maxLength: 200 }),
})

const connectionId = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Of this connection only' }),
)
export const ParkedQuery = Type.Object({
  limit: page.limit,
  cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,19}$', maxLength: 19 })),
  connectionId,
})
export const ParkedList = Type.Object({
  results: Type.Array(
    Type.Object({
      id: words('Ours, of this receipt'),
      connectionId: Type.Integer(),
      connection: orNull(words('Name of the connection; null: it is gone')),
      operatorIds: Type.Array(Type.String(), {
        description: 'Forms of the id in it that messages are looked up by',
      }),
      status: words('Name of the status it tells'),
      error: words('Name of the error'),
      final: Type.Boolean(),
      detail: words("The operator's words"),
      receivedAt: time('When it came; after an hour it is given up'),
      nextTryAt: time('When it is tried again'),
    }),
  ),
  nextCursor: orNull(Type.String()),
})
export const Retry = Type.Object({ connectionId })
export const Retried = Type.Object({ receipts: count('How many are tried again') })
