import type { PlatformPair } from '../core/http/index.ts'

/** The core model that every channel's API is parsed into. Field words, not wire words. */

export type ChannelId = 'SMS'

/** What is said. One object may be shared by all recipients of a request: it is prepared once. */
export type Content =
  | {
      kind: 'text'
      text: string
      transliteration?: string
      language?: { code?: string; singleShift?: boolean; lockingShift?: boolean }
      part?: PartOfCaller
    }
  | { kind: 'binary'; hex: string; dataCoding: number; esmClass: number }

/** A text that its caller cut already: it goes out as one part, with the caller's header in front. */
export interface PartOfCaller {
  /** User data header with its length octet, hexadecimal. Source: 3GPP TS 23.040 §9.2.3.24. */
  header: string
  /** The other parts are in UCS-2, so this one is as well. */
  ucs2: boolean
}

export type Weekday =
  | 'MONDAY'
  | 'TUESDAY'
  | 'WEDNESDAY'
  | 'THURSDAY'
  | 'FRIDAY'
  | 'SATURDAY'
  | 'SUNDAY'

/** When a message may go out; without hours, all day. `from` later than `to` spans midnight. */
export interface DeliveryWindow {
  days: readonly Weekday[]
  from?: { hour: number; minute: number }
  to?: { hour: number; minute: number }
  /** By the recipient's clock; else in UTC. */
  recipientZone?: true
}

/** Where reports of a message are pushed, and in which shape. */
export interface Webhook {
  /** An address to call, or `smpp:<user>`: that user takes them over a session of their own. */
  url?: string
  contentType?: string
  /** Reports for non-final statuses too. */
  intermediate?: boolean
  /** false: no report at all, neither pushed nor to be pulled. */
  notify?: boolean
  /** false: no report of a message that is refused at once, since the answer says so. */
  refusals?: boolean
  /** The wire shape of the API version that took the message in. */
  shape: string
}

/** One message to one recipient, parsed. */
/** What a message is for, in the order in which queues let them pass: a code goes before a newsletter. */
export const CONTENT_CLASSES = ['OTP', 'TRANSACTIONAL', 'MARKETING'] as const
export type ContentClass = (typeof CONTENT_CLASSES)[number]

export interface NewMessage {
  channel: ChannelId
  /** The caller's own id (1..200 characters), null: ours is used. */
  messageId: string | null
  sender: string
  /** As the caller wrote it; checked and normalised at accept. */
  to: string
  content: Content
  /** null: the request does not say. */
  contentClass: ContentClass | null
  flash: boolean
  /** Milliseconds from accept, at most 48 h; null: 48 h. */
  validityMs: number | null
  window: DeliveryWindow | null
  /** At most 4,000 characters. */
  callbackData: string | null
  webhook: Webhook | null
  applicationId: string | null
  entityId: string | null
  campaignReferenceId: string | null
  /** Country-specific options and tracking wishes, kept with the message as they came. */
  extras: Readonly<Record<string, unknown>> | null
  /** Says to somebody that their wish is fulfilled: the blocklist does not hold it back. Never from outside. */
  answersKeyword?: true
}

export interface SendRequest {
  accountId: number
  /** The caller's (≤ 100 characters) or null: one is made. */
  bulkId: string | null
  /** null: now. */
  sendAt: Date | null
  /** Spreads the messages of a request over time. */
  speedLimit: { amount: number; perMs: number } | null
  /** What the API key puts in, or lets through, as application and entity of each message. */
  platform: readonly PlatformPair[]
  messages: readonly NewMessage[]
}

/** The fate of one message at accept, in the order of the request. */
export interface AcceptedMessage {
  messageId: string
  to: string
  statusId: number
  parts: number
}
export interface SendResult {
  bulkId: string
  messages: readonly AcceptedMessage[]
}

/** What is stored of a message, for reports and logs. Times in UTC. */
export interface MessageRecord {
  id: string
  accountId: number
  /** What the wire calls messageId: the caller's or ours. */
  messageId: string
  bulkId: string | null
  channel: ChannelId
  sender: string
  /** The recipient as digits, or as the caller wrote it when it was no number. */
  dest: string
  mccMnc: string | null
  bodyKind: 'text' | 'binary'
  body: string | null
  settings: MessageSettings | null
  parts: number
  statusId: number
  errorId: number
  acceptedAt: Date
  sentAt: Date | null
  doneAt: Date | null
  priceMicros: bigint
  currency: string
  callbackData: string | null
  applicationId: string | null
  entityId: string | null
  campaignReferenceId: string | null
  simulated: boolean
}

/** Everything about how a message is to be sent that is not asked for by name in a query. */
export interface MessageSettings {
  flash?: boolean
  transliteration?: string
  language?: { code?: string; singleShift?: boolean; lockingShift?: boolean }
  part?: PartOfCaller
  dataCoding?: number
  esmClass?: number
  window?: DeliveryWindow
  /** Marketing that national hours bind: it is looked at again when it goes out. */
  nationalHours?: true
  extras?: Readonly<Record<string, unknown>>
}

/** One status change handed out or pushed: the message as it is, with the status of that moment. */
export interface Report extends MessageRecord {
  reportId: string
  shape: string
  at: Date
}

/** A message from a handset (MO). */
export interface InboundMessage {
  id: string
  accountId: number
  channel: ChannelId
  /** The handset. */
  sender: string
  /** Our number. */
  dest: string
  text: string
  keyword: string | null
  parts: number
  receivedAt: Date
  /** Of one part. */
  priceMicros: bigint
  currency: string
  connectionId: number | null
  applicationId: string | null
  entityId: string | null
  campaignReferenceId: string | null
  callbackData: string | null
  simulated: boolean
}
