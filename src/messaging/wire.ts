import Type, { type Static } from 'typebox'

/** The JSON of Trunkline's own messaging operations (`/messaging/1/…`). Times as `2026-11-23T20:29:00.000+0000`. */

const time = (description: string) => Type.String({ description, format: 'date-time' })
const optionalTime = (description: string) => Type.Union([time(description), Type.Null()])
const text = (description: string, maxLength = 4000) => Type.String({ description, maxLength })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const WireStatus = Type.Object({
  groupId: Type.Integer(),
  groupName: Type.String(),
  id: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  action: Type.Optional(Type.String()),
})
export const WireError = Type.Object({
  groupId: Type.Integer(),
  groupName: Type.String(),
  id: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  permanent: Type.Boolean(),
})
export const WirePrice = Type.Object({ pricePerMessage: Type.Number(), currency: Type.String() })

export const MessageSummary = Type.Object({
  id: Type.String({ description: 'Our id, UUIDv7; use it in the address of one message' }),
  messageId: Type.String({ description: "The caller's id, or ours" }),
  bulkId: orNull(Type.String()),
  channel: Type.String(),
  direction: Type.Literal('MT'),
  sender: Type.String(),
  to: Type.String(),
  text: orNull(Type.String({ description: 'null once the content period is over' })),
  binary: Type.Boolean(),
  parts: Type.Integer(),
  status: WireStatus,
  error: WireError,
  mccMnc: orNull(Type.String()),
  networkName: orNull(Type.String()),
  price: WirePrice,
  acceptedAt: time('When the message was taken in'),
  sendAt: optionalTime('When it is due, for scheduled ones that wait'),
  sentAt: optionalTime('When the operator took it'),
  doneAt: optionalTime('When the final status came'),
  simulated: Type.Boolean({ description: 'It went over the simulator: nobody real got it' }),
})
export type MessageSummary = Static<typeof MessageSummary>

export const TimelineEntry = Type.Object({
  at: time('When'),
  kind: Type.Enum([
    'ACCEPTED',
    'REJECTED',
    'SCHEDULED',
    'DUE',
    'ROUTED',
    'RETRY',
    'REROUTED',
    'CHARGED',
    'SUBMITTED',
    'REPORTED',
    'EXPIRED',
    'REPORT_PUSHED',
    'REPORT_WAITING',
    'REPORT_PULLED',
    'REPORT_PUSH_FAILED',
    'REFUNDED',
    'CONVERTED',
  ]),
  detail: orNull(text('What happened, in words for an operator of the installation')),
  connection: orNull(Type.String({ description: 'Name of the operator connection' })),
  part: orNull(Type.Integer()),
  operatorId: orNull(
    text("What the operator calls the part; told to the installation's own account only", 200),
  ),
  status: orNull(WireStatus),
})
export const MessageDetail = Type.Object({
  ...MessageSummary.properties,
  callbackData: orNull(Type.String()),
  applicationId: orNull(Type.String()),
  entityId: orNull(Type.String()),
  campaignReferenceId: orNull(Type.String()),
  connection: orNull(Type.String()),
  route: orNull(Type.String()),
  validUntil: time('After this nobody tries any more'),
  notifyUrl: orNull(Type.String()),
  whatToDo: orNull(text('For a message that failed: what to do about it')),
  timeline: Type.Array(TimelineEntry),
})
export type MessageDetail = Static<typeof MessageDetail>

export const MessageListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(text('From the answer before', 200)),
  to: Type.Optional(text('Recipient, digits; a whole number', 64)),
  sender: Type.Optional(text('Sender, whole', 64)),
  status: Type.Optional(text('Name of a status group, e.g. DELIVERED', 32)),
  bulkId: Type.Optional(text('Bulk', 100)),
  messageId: Type.Optional(text("The caller's id or ours", 200)),
  applicationId: Type.Optional(text('Application', 255)),
  entityId: Type.Optional(text('Entity', 255)),
  since: Type.Optional(text('Not before', 40)),
  until: Type.Optional(text('Not after', 40)),
  scheduled: Type.Optional(
    Type.Boolean({ description: 'true: those that wait for their time instead' }),
  ),
})
export const MessageList = Type.Object({
  results: Type.Array(MessageSummary),
  nextCursor: orNull(Type.String()),
})

export const InboundSummary = Type.Object({
  id: Type.String(),
  channel: Type.String(),
  direction: Type.Literal('MO'),
  from: Type.String({ description: 'The handset' }),
  to: Type.String({ description: 'Our number' }),
  text: orNull(Type.String()),
  keyword: orNull(Type.String()),
  parts: Type.Integer(),
  receivedAt: time('When it came'),
  applicationId: orNull(Type.String()),
  entityId: orNull(Type.String()),
  simulated: Type.Boolean(),
})
export type InboundSummary = Static<typeof InboundSummary>
export const InboundListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(text('From the answer before', 200)),
  from: Type.Optional(text('Handset, digits', 64)),
  to: Type.Optional(text('Our number', 64)),
  applicationId: Type.Optional(text('Application', 255)),
  entityId: Type.Optional(text('Entity', 255)),
})
export const InboundList = Type.Object({
  results: Type.Array(InboundSummary),
  nextCursor: orNull(Type.String()),
})

/** Counters kept as traffic passes; never counted afterwards. */
export const Overview = Type.Object({
  day: Type.String({ description: 'UTC day, YYYY-MM-DD' }),
  today: Type.Object({
    accepted: Type.Integer(),
    delivered: Type.Integer(),
    undeliverable: Type.Integer(),
    expired: Type.Integer(),
    rejected: Type.Integer(),
    pending: Type.Integer(),
    inbound: Type.Integer(),
    simulated: Type.Integer({
      description: 'How many of the accepted ones were for the simulator',
    }),
  }),
  hours: Type.Array(
    Type.Object({
      hour: time('Start of the hour'),
      accepted: Type.Integer(),
      delivered: Type.Integer(),
      failed: Type.Integer(),
      inbound: Type.Integer(),
    }),
    { description: 'The last 24 hours, oldest first, without gaps' },
  ),
  waiting: Type.Object({
    toSend: Type.Integer({
      description: 'Accepted, not yet with an operator (10,001 stands for more)',
    }),
    scheduled: Type.Integer({ description: '10,001 stands for more' }),
    reports: Type.Integer({
      description: 'Reports waiting to be pulled or pushed (10,001 stands for more)',
    }),
  }),
  health: Type.Array(
    Type.Object({
      part: Type.String({ description: 'database, engine, connection:<name>, webhooks' }),
      state: Type.Enum(['OK', 'DEGRADED', 'DOWN']),
      detail: orNull(Type.String()),
    }),
  ),
})
export type Overview = Static<typeof Overview>

export const WebhookSettings = Type.Object({
  deliveryUrl: orNull(text('Where delivery reports go that no request URL covers', 2048)),
  inboundUrl: orNull(text('Where messages from handsets go', 2048)),
})
export type WebhookSettings = Static<typeof WebhookSettings>

export const Replay = Type.Object({
  since: text('Of messages that ended not before', 40),
  until: text('Of messages that ended before', 40),
  bulkId: Type.Optional(text('Of this bulk only', 100)),
  to: Type.Optional(text('Of messages to this number only', 64)),
  cursor: Type.Optional(text('From the answer before', 200)),
})
export const Replayed = Type.Object({
  queued: Type.Integer({ minimum: 0, description: 'Reports that are on their way' }),
  nextCursor: orNull(
    Type.String({ description: 'Ask again with it for the rest; null: that was all' }),
  ),
})

/** `/platform/1/blocklists`: fields and limits are those of the compatible API. */
const opt = <T extends Type.TSchema>(schema: T) => Type.Optional(schema)
const short = (description: string) => Type.String({ minLength: 1, maxLength: 255, description })
const sources = ['CUSTOM', 'MO', 'URL_OPT_OUT', 'CAMPAIGN'] as const
const SourceType = Type.Enum([...sources])
const ViewableChannel = Type.Enum([
  'SMS',
  'EMAIL',
  'VOICE_OUTBOUND_TTS',
  'NEW_PUSH_NOTIF',
  'VIBER',
  'RCS',
  'WHATSAPP',
  'APPLE_MB',
  'MMS',
])
const wish = {
  destinations: Type.Array(Type.Object({ to: short('A number or another address') }), {
    maxItems: 50_000,
  }),
  sender: opt(short('Only this one is barred; left out: all')),
  accountKey: opt(Type.String({ maxLength: 64, description: 'This account, or one below it' })),
}
export const NewBlocklists = Type.Object({
  blocklist: Type.Array(
    Type.Object({
      ...wish,
      channel: opt(Type.Enum(['SMS', 'EMAIL', 'VIBER', 'RCS', 'MMS', 'WHATSAPP'])),
    }),
    { maxItems: 1_000 },
  ),
})
export const EndedBlocklists = Type.Object({
  blocklist: Type.Array(
    Type.Object({
      ...wish,
      channel: opt(Type.Enum(['SMS', 'EMAIL', 'VIBER', 'RCS', 'MMS', 'APPLE_MB', 'WHATSAPP'])),
      sourceType: opt(SourceType),
    }),
    { maxItems: 1_000 },
  ),
})
export type BlocklistWishes = Static<typeof EndedBlocklists>['blocklist']
export const BlockedEntry = Type.Object({
  sender: opt(Type.String()),
  destination: Type.String(),
  sourceType: SourceType,
  channel: opt(ViewableChannel),
  accountKey: Type.String(),
  createdDate: Type.String(),
  campaign: opt(Type.String()),
})
export type BlockedEntry = Static<typeof BlockedEntry>
export const BlocklistPage = Type.Object({
  results: Type.Array(BlockedEntry),
  paging: Type.Object({
    page: Type.Integer(),
    size: Type.Integer(),
    totalPages: Type.Integer(),
    totalResults: Type.Integer(),
  }),
})
export const BlocklistQuery = Type.Object({
  sender: opt(short('Entries for this sender')),
  destination: opt(short('Entries for this number')),
  channel: opt(ViewableChannel),
  sourceType: opt(SourceType),
  accountKey: opt(Type.String({ maxLength: 64, description: 'Of this account below the own one' })),
  getAllAccountKeysBlocklists: opt(
    Type.Boolean({ description: 'Of this account and all below it' }),
  ),
  createdDateFrom: opt(Type.String({ maxLength: 40 })),
  createdDateTo: opt(Type.String({ maxLength: 40 })),
  campaign: opt(short('Entries of this campaign')),
  page: opt(Type.Integer({ minimum: 0, maximum: 100_000, default: 0 })),
  size: opt(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
})
export type BlocklistQuery = Static<typeof BlocklistQuery>
