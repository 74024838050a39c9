import Type, { type Static } from 'typebox'

/**
 * The JSON of `/simulator/1/*`, the same on the public API and on the simulator's own control socket.
 * Everything the simulator holds is test data.
 */

const address = (description: string) =>
  Type.String({ minLength: 1, maxLength: 20, pattern: '^[^\\u0000-\\u001f\\u007f]+$', description })
const milliseconds = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 86_400_000, description })
const commandStatus = (description: string) =>
  Type.Integer({ minimum: 1, maximum: 0xffff, description })
const systemId = (description: string) => Type.String({ minLength: 1, maxLength: 64, description })
const time = (description: string) =>
  Type.String({ description, examples: ['2026-11-23T20:29:00.000+0000'] })

/** What may become of a message; the number endings 900-909 stand for the last ten in this order. */
export const behaviourNames = [
  'DELIVER',
  'UNDELIVERABLE',
  'REFUSE',
  'THROTTLE',
  'EXPIRE',
  'NO_RECEIPT',
  'RECEIPT_FIRST',
  'RECEIPT_TWICE',
  'RECEIPT_LATE',
  'DROP_LINK',
  'ANSWER',
] as const
export type BehaviourName = (typeof behaviourNames)[number]
const BehaviourNameSchema = Type.Enum(behaviourNames, { description: 'What becomes of a message.' })

/** What a rule may say beyond the behaviour's name; what it leaves out comes from the defaults. */
export const BehaviourParameters = Type.Object({
  afterMs: Type.Optional(
    milliseconds('Time from acceptance to the fate (delivered, undeliverable, expired).'),
  ),
  receiptAfterMs: Type.Optional(milliseconds('RECEIPT_LATE: time from the fate to the receipt.')),
  commandStatus: Type.Optional(
    commandStatus('REFUSE, THROTTLE: the SMPP command_status of the answer.'),
  ),
  tries: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000,
      description:
        'THROTTLE, DROP_LINK: how often the same content to the same number fails before it passes.',
    }),
  ),
  error: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 999,
      description: 'UNDELIVERABLE, EXPIRE: the network error in the receipt.',
    }),
  ),
  state: Type.Optional(
    Type.Enum(['UNDELIVERABLE', 'REJECTED', 'DELETED', 'UNKNOWN'], {
      description: 'UNDELIVERABLE: the final state the receipt names.',
    }),
  ),
  answerText: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 1_600,
      description: 'ANSWER: what the handset writes back; {text} is the text it got.',
    }),
  ),
  answerAfterMs: Type.Optional(milliseconds('ANSWER: time from delivery to the answer.')),
})
export type BehaviourParameters = Static<typeof BehaviourParameters>

export const BehaviourDefaults = Type.Object({
  deliverAfterMs: milliseconds('Time from acceptance to the fate of a message; 0 in benchmarks.'),
  lateAfterMs: milliseconds('RECEIPT_LATE: time from the fate to the receipt.'),
  refusalStatus: commandStatus('REFUSE: the SMPP command_status; 11 is ESME_RINVDSTADR.'),
  throttleTries: Type.Integer({
    minimum: 1,
    maximum: 1_000,
    description: 'THROTTLE: refused tries before acceptance.',
  }),
  dropTries: Type.Integer({
    minimum: 1,
    maximum: 1_000,
    description: 'DROP_LINK: dropped links before acceptance.',
  }),
  undeliverableError: Type.Integer({
    minimum: 0,
    maximum: 999,
    description: 'UNDELIVERABLE: the network error in the receipt.',
  }),
  expiredError: Type.Integer({
    minimum: 0,
    maximum: 999,
    description: 'EXPIRE: the network error in the receipt.',
  }),
  answerText: Type.String({
    minLength: 1,
    maxLength: 1_600,
    description: 'ANSWER: what the handset writes back; {text} is the text it got.',
  }),
  answerAfterMs: milliseconds('ANSWER: time from delivery to the answer.'),
})
export type BehaviourDefaults = Static<typeof BehaviourDefaults>

/** A rule needs a prefix, an ending or both; the first rule that fits decides, before the documented endings. */
export const BehaviourRule = Type.Object({
  prefix: Type.Optional(
    Type.String({ pattern: '^[0-9]{1,20}$', description: 'How the destination begins.' }),
  ),
  endsWith: Type.Optional(
    Type.String({ pattern: '^[0-9]{1,20}$', description: 'How the destination ends.' }),
  ),
  behaviour: BehaviourNameSchema,
  parameters: Type.Optional(BehaviourParameters),
})
export type BehaviourRule = Static<typeof BehaviourRule>

export const BehaviourUpdate = Type.Object({
  defaults: Type.Optional(
    Type.Partial(BehaviourDefaults, {
      description: 'Those left out return to their first values.',
    }),
  ),
  rules: Type.Optional(
    Type.Array(BehaviourRule, {
      maxItems: 1_000,
      description: 'Replaces all rules; none by default.',
    }),
  ),
})
export type BehaviourUpdate = Static<typeof BehaviourUpdate>

export const Behaviour = Type.Object({
  defaults: BehaviourDefaults,
  rules: Type.Array(BehaviourRule),
  endings: Type.Array(
    Type.Object({
      from: Type.String({ description: 'First of the last three digits.' }),
      to: Type.String({ description: 'Last of the last three digits.' }),
      behaviour: BehaviourNameSchema,
    }),
    { description: 'What the last three digits mean where no rule fits.' },
  ),
})
export type Behaviour = Static<typeof Behaviour>

/** Layouts of delivery receipts, as the SMPP codec names them. */
export const receiptShapeNames = [
  'standard',
  'text_only',
  'tlv_only',
  'seconds',
  'joined',
  'shuffled',
  'undated',
  'extra_keys',
  'hex_id',
  'padded_id',
] as const

export const messageIdForms = ['DECIMAL', 'HEX', 'RESPONSE_HEX', 'RECEIPT_HEX'] as const

export const OperatorSettings = Type.Object({
  refuseBinds: Type.Boolean({ description: 'Answer every bind with ESME_RBINDFAIL.' }),
  refuseAll: Type.Boolean({ description: 'Refuse every message with refusalStatus.' }),
  refusalStatus: commandStatus('The command_status while refuseAll is on; 69 is ESME_RSUBMITFAIL.'),
  deaf: Type.Boolean({
    description:
      'Never answer a request after the bind. Links with unanswered requests are dropped when it is switched off.',
  }),
  messagesPerSecond: Type.Integer({
    minimum: 0,
    maximum: 100_000,
    description: 'Above this rate messages are answered ESME_RTHROTTLED; 0 for no limit.',
  }),
  errorRate: Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'Share of messages refused at random with errorStatus.',
  }),
  errorStatus: commandStatus('The command_status of random errors; 8 is ESME_RSYSERR.'),
  responseAfterMs: Type.Integer({
    minimum: 0,
    maximum: 60_000,
    description: 'Time from a request to its answer.',
  }),
  windowSize: Type.Integer({
    minimum: 1,
    maximum: 10_000,
    description: 'Unacknowledged receipts and MO messages per link.',
  }),
  congestionState: Type.Union([Type.Integer({ minimum: 0, maximum: 99 }), Type.Null()], {
    description:
      'The congestion_state TLV of every answer (not to SMPP 3.3 peers); null leaves it out.',
  }),
  receiptShape: Type.Enum(receiptShapeNames, { description: 'The layout of delivery receipts.' }),
  receiptPdu: Type.Enum(['deliver_sm', 'data_sm'], { description: 'What receipts travel in.' }),
  messageIdForm: Type.Enum(messageIdForms, {
    description: 'How message ids are written: both the same, or hexadecimal on one side only.',
  }),
  defaultAlphabet: Type.Enum(['gsm7', 'gsm7-packed', 'latin1', 'ascii', 'utf8'], {
    description: 'What data_coding 0 means.',
  }),
})
export type OperatorSettings = Static<typeof OperatorSettings>

export const OperatorUpdate = Type.Object({
  systemId: Type.Optional(
    systemId('Whose operator; `*` (the default) is every operator without settings of its own.'),
  ),
  settings: Type.Optional(
    Type.Partial(OperatorSettings, { description: 'What changes; the rest stays.' }),
  ),
  dropLinks: Type.Optional(
    Type.Boolean({ description: 'Close the TCP connections at once, without unbind.' }),
  ),
  credentials: Type.Optional(
    Type.Object(
      {
        systemIdPrefix: Type.Optional(Type.String({ maxLength: 64 })),
        password: Type.Optional(Type.String({ maxLength: 64 })),
      },
      {
        description:
          'Which binds are accepted: a system_id with this beginning and this password. For all operators.',
      },
    ),
  ),
})
export type OperatorUpdate = Static<typeof OperatorUpdate>

export const Operators = Type.Object({
  systemIdPrefix: Type.String(),
  operators: Type.Array(
    Type.Object({
      systemId: Type.String(),
      settings: OperatorSettings,
      links: Type.Integer({ description: 'Binds that are up.' }),
      waiting: Type.Integer({
        description: 'Receipts and MO messages that wait for a link or for room in its window.',
      }),
    }),
  ),
})
export type Operators = Static<typeof Operators>

export const InboundRequest = Type.Object({
  from: address('The handset.'),
  to: address('Whom it writes to: the sender or number of an ESME.'),
  text: Type.Optional(
    Type.String({ maxLength: 3_000, description: 'Sent in parts when it is long.' }),
  ),
  dataCoding: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 255, description: 'Raw: data_coding of `octets`.' }),
  ),
  octets: Type.Optional(
    Type.String({
      pattern: '^([0-9a-fA-F]{2}){0,254}$',
      description: 'Raw: the short_message in hexadecimal, instead of `text`.',
    }),
  ),
  userDataHeader: Type.Optional(
    Type.Boolean({ description: 'Raw: `octets` begin with a user data header.' }),
  ),
  systemId: Type.Optional(
    systemId(
      'Which ESME gets it; by default whoever used `to` as a sender last, else whoever bound last.',
    ),
  ),
})
export type InboundRequest = Static<typeof InboundRequest>

export const InboundResponse = Type.Object({
  messageId: Type.String(),
  systemId: Type.String(),
  partCount: Type.Integer(),
})
export type InboundResponse = Static<typeof InboundResponse>

export const HandsetMessage = Type.Object({
  messageId: Type.String(),
  number: Type.String({ description: 'The handset.' }),
  correspondent: Type.String({
    description: 'The other side: the sender of an MT, the destination of an MO.',
  }),
  direction: Type.Enum(['TO_HANDSET', 'FROM_HANDSET']),
  text: Type.String({ description: 'Binary content in hexadecimal.' }),
  encoding: Type.String({ description: 'gsm7, ucs2, octets …' }),
  flash: Type.Boolean(),
  partCount: Type.Integer(),
  partsMissing: Type.Integer({ description: 'Parts that never came.' }),
  state: Type.String({ description: 'DELIVERED, or why the handset did not get it.' }),
  systemId: Type.String(),
  at: time('When it reached the handset, or left it.'),
})
export type HandsetMessage = Static<typeof HandsetMessage>

const CursorInfo = Type.Object({
  limit: Type.Integer(),
  nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
})
const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 }))
const cursor = Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' }))

export const HandsetsQuery = Type.Object({ limit, cursor })
export type HandsetsQuery = Static<typeof HandsetsQuery>
export const Handsets = Type.Object({
  results: Type.Array(
    Type.Object({
      number: Type.String(),
      messageCount: Type.Integer(),
      lastMessage: HandsetMessage,
    }),
    { description: 'The one that changed last comes first.' },
  ),
  cursor: CursorInfo,
})
export type Handsets = Static<typeof Handsets>

export const MessagesQuery = Type.Object({
  number: Type.Optional(
    Type.String({ minLength: 1, maxLength: 20, description: 'Only this handset.' }),
  ),
  messageId: Type.Optional(
    Type.String({ pattern: '^[0-9]{1,15}$', description: 'Only this message.' }),
  ),
  limit,
  cursor,
})
export type MessagesQuery = Static<typeof MessagesQuery>
export const Messages = Type.Object({
  results: Type.Array(HandsetMessage, { description: 'Newest first, both directions.' }),
  cursor: CursorInfo,
})
export type Messages = Static<typeof Messages>

export const MailsQuery = Type.Object({
  to: Type.Optional(Type.String({ maxLength: 254, description: 'Only mails to this address.' })),
  limit,
  cursor,
})
export type MailsQuery = Static<typeof MailsQuery>
const mailHead = {
  mailId: Type.String(),
  at: time('When it came in.'),
  from: Type.String(),
  to: Type.Array(Type.String()),
  subject: Type.String(),
}
export const Mails = Type.Object({
  results: Type.Array(Type.Object(mailHead), { description: 'Newest first, without bodies.' }),
  cursor: CursorInfo,
})
export type Mails = Static<typeof Mails>
export const MailPath = Type.Object({ mailId: Type.String({ pattern: '^[0-9]{1,15}$' }) })
export const Mail = Type.Object({
  ...mailHead,
  text: Type.String(),
  html: Type.Union([Type.String(), Type.Null()], {
    description: 'As it came: show it where no script runs.',
  }),
})
export type Mail = Static<typeof Mail>
export const MailsCleared = Type.Object({ mails: Type.Integer({ description: 'How many went.' }) })
export type MailsCleared = Static<typeof MailsCleared>

export const ResetRequest = Type.Object({
  keepSettings: Type.Optional(
    Type.Boolean({ description: 'Keep behaviour, operators and credentials.' }),
  ),
})
export type ResetRequest = Static<typeof ResetRequest>
export const ResetResponse = Type.Object(
  { messages: Type.Integer(), waiting: Type.Integer() },
  { description: 'What was wiped.' },
)
export type ResetResponse = Static<typeof ResetResponse>

export const Health = Type.Object({
  ready: Type.Literal(true),
  pid: Type.Integer(),
  smppPort: Type.Integer(),
  smtpPort: Type.Integer({ description: 'Of the mailbox.' }),
  controlVersion: Type.Integer({ description: 'Changes when this interface does.' }),
  startedAt: time('When the process started.'),
  links: Type.Array(
    Type.Object({
      systemId: Type.String(),
      bind: Type.String(),
      interfaceVersion: Type.String(),
      boundAt: time('Since when.'),
    }),
  ),
  counters: Type.Object({
    // Since the start or the last reset.
    submitted: Type.Integer({ description: 'Messages (parts) that arrived.' }),
    accepted: Type.Integer(),
    refused: Type.Integer(),
    throttled: Type.Integer(),
    ignored: Type.Integer({ description: 'Requests left without an answer by a deaf operator.' }),
    droppedLinks: Type.Integer({ description: 'Links closed by DROP_LINK.' }),
    delivered: Type.Integer({ description: 'Messages (parts) that reached a handset.' }),
    failed: Type.Integer({ description: 'Messages (parts) that ended otherwise.' }),
    receiptsAcknowledged: Type.Integer(),
    receiptsAbandoned: Type.Integer({ description: 'Refused for good, or tried too often.' }),
    inboundAcknowledged: Type.Integer(),
    inboundAbandoned: Type.Integer(),
    bindsAccepted: Type.Integer(),
    bindsRefused: Type.Integer(),
  }),
  waiting: Type.Integer({ description: 'Messages with a fate, receipt or MO still to come.' }),
  handsets: Type.Integer(),
  messages: Type.Integer(),
  mails: Type.Integer({ description: 'In the mailbox.' }),
  journalOctets: Type.Integer(),
})
export type Health = Static<typeof Health>

/**
 * One line of `GET /simulator/1/stream` on the control socket. No numbers and no texts: ids only, at most ten lines a second.
 * `more` says that there were more messages than the line lists.
 */
export type StreamEvent =
  | { type: 'HELLO' | 'ALIVE' | 'RESET'; at: string }
  | { type: 'MESSAGES'; at: string; messageIds: string[]; more: boolean }
  | { type: 'BIND_UP' | 'BIND_DOWN'; at: string; systemId: string; bind: string }
