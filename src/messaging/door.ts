import type { BoundBy } from './bound-keys.ts'
import type { PeerInbound, PeerReport } from './channel.ts'
import type {
  ChannelId,
  InboundMessage,
  MessageRecord,
  MessageSettings,
  Report,
  SendRequest,
  SendResult,
} from './message.ts'
import type { Replacement } from './replace.ts'

export interface ReportFilter {
  bulkId?: string
  messageId?: string
  applicationId?: string
  entityId?: string
  campaignReferenceId?: string
}

export interface LogFilter {
  sender?: string
  dest?: string
  bulkIds?: readonly string[]
  messageIds?: readonly string[]
  /** Name of a status group: ACCEPTED, PENDING, UNDELIVERABLE, DELIVERED, EXPIRED, REJECTED. */
  generalStatus?: string
  sentSince?: Date
  sentUntil?: Date
  mcc?: string
  mnc?: string
  applicationId?: string
  entityId?: string
  campaignReferenceIds?: readonly string[]
  /** 1..1000. */
  limit: number
  cursor?: string
}

export type BulkStatus = 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED'
export interface Bulk {
  bulkId: string
  sendAt: Date
  status: BulkStatus
}

/** The one path every message takes: accept → check → route → dispatch → report. All of it is bound to an account. */
export interface Messaging {
  /** Takes messages in and answers after the commit. Per-message faults are statuses, never errors. */
  accept(request: SendRequest): Promise<SendResult>
  /** Hands out reports once, oldest first; 48 h back. limit 1..1000. */
  pullReports(
    accountId: number,
    channel: ChannelId,
    filter: ReportFilter,
    limit: number,
  ): Promise<Report[]>
  /** Hands out messages from handsets once, oldest first, with the number still waiting. */
  pullInbound(
    accountId: number,
    channel: ChannelId,
    filter: ReportFilter,
    limit: number,
  ): Promise<{ messages: InboundMessage[]; pending: number }>
  /** Searches the last 48 h, newest first. */
  logs(
    accountId: number,
    channel: ChannelId,
    filter: LogFilter,
  ): Promise<{ entries: MessageRecord[]; nextCursor: string | null }>
  /** Settings of a message that waits for its time; null: there is none with this id, or it is on its way. */
  findWaiting(accountId: number, messageId: string): Promise<MessageSettings | null>
  findBulk(accountId: number, bulkId: string): Promise<Bulk | null>
  /** Rejects with BAD_REQUEST when it is under way already or over; null: unknown. */
  rescheduleBulk(accountId: number, bulkId: string, sendAt: Date): Promise<Bulk | null>
  setBulkStatus(accountId: number, bulkId: string, status: BulkStatus): Promise<Bulk | null>
  /**
   * Replaces the content of the one message of a bulk that waits for its time.
   * @returns null when it was replaced, the status that hinders it, or UNKNOWN when nothing of the bulk waits
   */
  replaceScheduled(
    accountId: number,
    bulkId: string,
    wanted: Replacement,
  ): Promise<null | number | 'UNKNOWN'>
  /** Notes that a message led to what it was sent for; false: no such message. */
  confirmConversion(accountId: number, messageId: string): Promise<boolean>
  /** Whether the credential may name the bulk, or the message: false for what is not of the applications a key is bound to. */
  mayUseBulk(credential: BoundBy, bulkId: string): Promise<boolean>
  mayUseMessage(credential: BoundBy, messageId: string): Promise<boolean>

  /** For channels: a peer's reports, stored when the promise resolves, so that the peer may be answered. */
  takeReport(report: PeerReport): Promise<void>
  /** For channels: a message from a handset, stored when the promise resolves. */
  takeInbound(part: PeerInbound): Promise<void>
}
