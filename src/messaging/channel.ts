import type { ChannelId, Content, InboundMessage, MessageSettings, Report } from './message.ts'

/** Content checked and counted once per request, before any recipient is looked at. */
export type Prepared =
  | { ok: true; parts: number }
  /** `statusId`/`errorId`: rows of the tables in `statuses.ts`. */
  | { ok: false; statusId: number; errorId: number }

/** A message on its way out, as a channel gets it from dispatch. */
export interface Outbound {
  id: string
  accountId: number
  connectionId: number
  sender: string
  dest: string
  content: Content
  settings: MessageSettings
  parts: number
  /** The instant after which nobody wants it any more, ms. */
  validUntilMs: number
  /** 0 for the first try. */
  attempts: number
}

/** How a try ended. A closed set; the caller switches over it exhaustively, and no channel throws to say "no". */
export type SendOutcome =
  /** The peer has it, one id for each part, in order. */
  | { kind: 'accepted'; peerIds: readonly string[] }
  /** Permanent on this connection; `partly` when some of it may have been sent. */
  | { kind: 'refused'; statusId: number; errorId: number; detail: string; partly: boolean }
  /** Try again; `ambiguous` when it may have been sent already. Throttling does not count as an attempt. */
  | {
      kind: 'tryLater'
      afterMs: number
      errorId: number
      detail: string
      ambiguous: boolean
      countsAsAttempt: boolean
    }

/** What a peer reported about one part. */
export interface PeerReport {
  connectionId: number
  /** Ids to look for, the most likely first. */
  peerIds: readonly string[]
  statusId: number
  errorId: number
  /** Whether more may follow. */
  final: boolean
  /** The peer's own words, for the timeline: e.g. `stat:UNDELIV err:011`. No numbers, no text of the message. */
  detail: string
}

/** A part of a message from a handset, as it came from the peer. */
export interface PeerInbound {
  channel: ChannelId
  connectionId: number
  sender: string
  dest: string
  /** Null: whole in itself. */
  concatenation: { reference: number; total: number; number: number } | null
  octets: Uint8Array
  /** What the channel needs to read the octets again when all parts are there. */
  coding: { dataCoding: number; udh: boolean; defaultAlphabet: string }
  simulated: boolean
}

/**
 * What a channel does itself. Queueing, retries, logs, billing, scheduling and failover are done for it.
 * Nothing every channel must have is optional.
 */
export interface Channel {
  readonly id: ChannelId
  prepare(content: Content, settings: MessageSettings): Prepared
  /** Sends one message over the connection dispatch chose; resolves when the peer has answered for every part. */
  send(message: Outbound): Promise<SendOutcome>
  /** How many more parts the connection takes at this moment; 0 when it is down or full. */
  room(connectionId: number): number
  /** Whether the connection has a way out at all, full or not. */
  connected(connectionId: number): boolean
  /** Calls back whenever room may have come. */
  onRoom(listener: (connectionId: number) => void): void
  /** Text of a complete inbound message; parts in order. */
  read(parts: readonly PeerInbound[]): string
  /** Body of a report push, in the shape the message was taken in with. */
  reportsBody(reports: readonly Report[], shape: string): object
  /** Body of an inbound push. */
  inboundBody(messages: readonly InboundMessage[], pending: number): object
}
