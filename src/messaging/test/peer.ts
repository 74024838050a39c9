import type {
  Channel,
  Content,
  InboundMessage,
  Outbound,
  PeerInbound,
  Prepared,
  Report,
  SendOutcome,
} from '../index.ts'
import { statuses } from '../index.ts'

type Answer = (message: Outbound) => SendOutcome | Promise<SendOutcome>

/** A text says how many parts it has: `3 parts and the rest of it`. */
const partsOf = (content: Content): number =>
  content.kind === 'text' ? Number(/^(\d+) parts/.exec(content.text)?.[1] ?? 1) : 1

let peers = 0

/** What the engine's tests play instead of an operator: a channel whose other side answers as the test says. */
export class Peer {
  /** Everything the engine handed over, in order. */
  readonly sent: Outbound[] = []
  up = true
  /** Connections that are down while the others are up. */
  readonly down = new Set<number>()
  places = Number.POSITIVE_INFINITY
  answer: Answer = (message) => this.accept(message)
  readonly channel: Channel
  readonly #listeners: ((connectionId: number) => void)[] = []
  #serial = 0
  readonly #name = `peer-${++peers}`

  constructor() {
    this.channel = {
      id: 'SMS',
      prepare: (content): Prepared =>
        content.kind === 'text' && content.text.startsWith('too long')
          ? {
              ok: false,
              statusId: statuses.REJECTED_MESSAGE_TOO_LONG,
              errorId: statuses.EC_MSG_TEXT_TOO_LONG,
            }
          : { ok: true, parts: partsOf(content) },
      send: async (message) => {
        this.sent.push(message)
        return this.answer(message)
      },
      room: (id) => (this.up && !this.down.has(id) ? this.places : 0),
      connected: (id) => this.up && !this.down.has(id),
      onRoom: (listener) => this.#listeners.push(listener),
      read: (parts: readonly PeerInbound[]) =>
        parts.map((part) => Buffer.from(part.octets).toString('utf8')).join(''),
      reportsBody: (reports: readonly Report[], shape) => ({
        shape,
        results: reports.map((one) => ({ messageId: one.messageId, statusId: one.statusId })),
      }),
      inboundBody: (messages: readonly InboundMessage[], pending) => ({
        results: messages.map((one) => ({ text: one.text })),
        pending,
      }),
    }
  }

  /** Takes all parts under ids nobody else has. */
  accept(message: Outbound): SendOutcome {
    const serial = ++this.#serial
    const peerIds = Array.from(
      { length: message.parts },
      (_, part) => `${this.#name}-${serial}-${part + 1}`,
    )
    this.#idsOf.set(message.id, peerIds)
    return { kind: 'accepted', peerIds }
  }
  readonly #idsOf = new Map<string, readonly string[]>()
  /** The ids under which it took a message last. */
  idsOf = (messageId: string): readonly string[] => this.#idsOf.get(messageId) ?? []

  hasRoom(connectionId: number): void {
    for (const listener of this.#listeners) listener(connectionId)
  }

  textsSent = (): string[] =>
    this.sent.map((one) => (one.content.kind === 'text' ? one.content.text : one.content.hex))
}
