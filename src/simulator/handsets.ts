import {
  decodeText,
  joinDecoded,
  Reassembly,
  reassemblyKey,
  type DecodedText,
  type DefaultAlphabet,
} from '../protocols/gsm-text/index.ts'
import { Recent } from './recent.ts'
import type { Inbound, Submission } from './submission.ts'

export const handsetLimits = {
  messagesPerHandsetMax: 200,
  handsetsMax: 10_000,
  messagesMax: 50_000,
  /** A long message with a part missing is shown as it is after this time. */
  incompleteAfterMs: 300_000,
}

/** A message as a handset shows it: parts joined. */
export interface ShownMessage {
  /** Counts up in the order of showing; the key of pages. */
  sequence: number
  id: number
  number: string
  correspondent: string
  direction: 'TO_HANDSET' | 'FROM_HANDSET'
  text: string
  encoding: string
  flash: boolean
  partCount: number
  partsMissing: number
  state: string
  systemId: string
  at: number
}

interface Handset {
  number: string
  /** Oldest first. */
  messages: ShownMessage[]
}

interface Part {
  submission: Submission
  decoded: DecodedText
}

/** Binary content is shown in hexadecimal. */
function textOf(parts: DecodedText[]): string {
  if (parts[0]!.binary)
    return parts.map((part) => Buffer.from(part.payload).toString('hex')).join('')
  return parts.length === 1 ? parts[0]!.text : joinDecoded(parts)
}

/** References come round again after 256 messages: the same place with other octets is another message. */
const newReassembly = () =>
  new Reassembly<Part>({
    assembliesMax: 10_000,
    isRepeat: (held, arrived) =>
      Buffer.compare(held.decoded.payload, arrived.decoded.payload) === 0,
  })

/**
 * Every destination is a handset. Holds what they show, in memory: the newest messages within the limits, the rest
 * is forgotten.
 */
export class Handsets {
  readonly #handsets: Recent<string, Handset>
  /** The last ones of all, at `sequence % messagesMax`; a place is empty when its handset forgot the message earlier. */
  readonly #ring: (ShownMessage | undefined)[]
  readonly #limits: typeof handsetLimits
  readonly #shown: (message: ShownMessage) => void
  #reassembly = newReassembly()
  #sequence = 0
  #messageCount = 0

  constructor(shown: (message: ShownMessage) => void, limits = handsetLimits) {
    this.#shown = shown
    this.#limits = limits
    this.#ring = Array.from({ length: limits.messagesMax }, () => undefined)
    this.#handsets = new Recent(limits.handsetsMax, (handset) => {
      for (const message of handset.messages) this.#dropFromRing(message)
    })
  }

  get handsetCount(): number {
    return this.#handsets.size
  }
  get messageCount(): number {
    return this.#messageCount
  }

  /** A message part has met its fate. @returns its text, for the receipt, and whether it opens the message */
  receive(
    submission: Submission,
    defaultAlphabet: DefaultAlphabet,
  ): { text: string; opens: boolean } {
    const decoded = decodeText(submission.octets, {
      dataCoding: submission.dataCoding,
      udh: (submission.esmClass & 0x40) !== 0,
      defaultAlphabet,
    })
    const part: Part = { submission, decoded }
    const concatenation = decoded.concatenation ?? submission.sar
    if (!concatenation || concatenation.total < 2) {
      this.#show([part], 1, 0)
    } else {
      // The state is part of the key: a handset gets the delivered parts only, the others belong to the log of failures.
      const key = `${submission.state} ${reassemblyKey(submission.source.address, submission.destination.address, concatenation)}`
      const added = this.#reassembly.add(key, concatenation, part, submission.dueAt)
      if (added.state === 'complete') this.#show(added.parts, concatenation.total, 0)
      else if (added.state === 'refused') this.#show([part], 1, 0)
    }
    return { text: decoded.text, opens: !concatenation || concatenation.number === 1 }
  }

  /** A handset has written; parts after the first carry no text and show nothing. */
  wrote(inbound: Inbound): void {
    if (inbound.text === null) return
    this.#add({
      sequence: 0,
      id: inbound.id,
      number: inbound.from.address,
      correspondent: inbound.to.address,
      direction: 'FROM_HANDSET',
      text: inbound.text,
      encoding: (inbound.dataCoding & 0x0c) === 8 ? 'ucs2' : 'gsm7',
      flash: false,
      partCount: inbound.partCount,
      partsMissing: 0,
      state: 'DELIVERED',
      systemId: inbound.systemId,
      at: inbound.at,
    })
  }

  /** Shows long messages that wait for a part since too long. */
  showIncomplete(now: number): void {
    for (const { total, parts } of this.#reassembly.takeOlderThan(
      now - this.#limits.incompleteAfterMs,
    )) {
      const there = parts.filter((part) => part !== undefined)
      this.#show(there, total, total - there.length)
    }
  }

  clear(): void {
    this.#handsets.clear()
    this.#ring.fill(undefined)
    this.#messageCount = 0
    this.#reassembly = newReassembly()
  }

  /** Looks at all of them: for people and tests, not for traffic. */
  find(id: number): ShownMessage | undefined {
    return this.#ring.find((message) => message?.id === id)
  }

  /** Newest first, those before `before` (a sequence). */
  messages(
    number: string | undefined,
    before: number,
    limit: number,
  ): { page: ShownMessage[]; more: boolean } {
    if (number === undefined) return this.#allMessages(before, limit)
    const older = (this.#handsets.get(number)?.messages ?? []).filter(
      (message) => message.sequence < before,
    )
    return { page: older.slice(-limit).toReversed(), more: older.length > limit }
  }

  /** The one that changed last first, those that changed before `before` (the sequence of their last message). */
  handsets(
    before: number,
    limit: number,
  ): { page: { number: string; count: number; last: ShownMessage }[]; more: boolean } {
    const page: { number: string; count: number; last: ShownMessage }[] = []
    for (const { number, messages } of this.#handsets.values().toReversed()) {
      const last = messages.at(-1)!
      if (last.sequence >= before) continue
      if (page.length === limit) return { page, more: true }
      page.push({ number, count: messages.length, last })
    }
    return { page, more: false }
  }

  #allMessages(before: number, limit: number): { page: ShownMessage[]; more: boolean } {
    const page: ShownMessage[] = []
    const oldest = Math.max(1, this.#sequence - this.#limits.messagesMax + 1)
    for (let sequence = Math.min(before - 1, this.#sequence); sequence >= oldest; sequence--) {
      const message = this.#ring[sequence % this.#limits.messagesMax]
      if (!message) continue
      if (page.length === limit) return { page, more: true }
      page.push(message)
    }
    return { page, more: false }
  }

  #show(parts: Part[], total: number, missing: number): void {
    const { submission, decoded } = parts[0]!
    const text = textOf(parts.map((part) => part.decoded))
    this.#add({
      sequence: 0,
      id: submission.id,
      number: submission.destination.address,
      correspondent: submission.source.address,
      direction: 'TO_HANDSET',
      text,
      encoding: decoded.alphabet,
      flash: decoded.flash,
      partCount: total,
      partsMissing: missing,
      state: submission.state,
      systemId: submission.systemId,
      at: submission.dueAt,
    })
  }

  #add(message: ShownMessage): void {
    message.sequence = ++this.#sequence
    const place = message.sequence % this.#limits.messagesMax
    const oldest = this.#ring[place]
    if (oldest) this.#forget(oldest)
    this.#ring[place] = message
    this.#messageCount++
    const handset = this.#handsets.get(message.number) ?? { number: message.number, messages: [] }
    handset.messages.push(message)
    if (handset.messages.length > this.#limits.messagesPerHandsetMax)
      this.#forget(handset.messages[0]!)
    this.#handsets.set(message.number, handset)
    this.#shown(message)
  }

  #forget(message: ShownMessage): void {
    this.#dropFromRing(message)
    const handset = this.#handsets.get(message.number)!
    // Messages of a handset leave oldest first, whoever asks.
    handset.messages.shift()
    if (handset.messages.length === 0) this.#handsets.delete(message.number)
  }

  #dropFromRing(message: ShownMessage): void {
    this.#ring[message.sequence % this.#limits.messagesMax] = undefined
    this.#messageCount--
  }
}
