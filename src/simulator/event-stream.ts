import { wireTime } from './wire-time.ts'
import type { StreamEvent } from './wire.ts'

/** Whoever listens: a response that stays open. */
export interface Listener {
  write(line: string): boolean
  readonly writableLength: number
  destroy(): void
}

export const streamLimits = {
  listenersMax: 20,
  /** Messages are told of together: under load a line each would cost more than the message. */
  gatherMs: 100,
  messageIdsMax: 100,
  aliveEveryMs: 15_000,
  /** A listener that does not read is let go; it starts again with a look at everything. */
  backlogOctetsMax: 1_000_000,
}

/** Tells listeners what changed, in lines of JSON. Ids only, so that it may be relayed. */
export class EventStream {
  readonly #listeners = new Set<Listener>()
  readonly #now: () => number
  readonly #alive: NodeJS.Timeout
  #messageIds: string[] = []
  #more = false
  #timer: NodeJS.Timeout | null = null

  constructor(now: () => number) {
    this.#now = now
    this.#alive = setInterval(
      () => this.#tell({ type: 'ALIVE', at: this.#at() }),
      streamLimits.aliveEveryMs,
    )
    this.#alive.unref()
  }

  /** @returns false when there are too many listeners */
  add(listener: Listener): boolean {
    if (this.#listeners.size >= streamLimits.listenersMax) return false
    this.#listeners.add(listener)
    listener.write(`${JSON.stringify({ type: 'HELLO', at: this.#at() } satisfies StreamEvent)}\n`)
    return true
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener)
  }

  message(id: number): void {
    if (this.#listeners.size === 0) return
    if (this.#messageIds.length < streamLimits.messageIdsMax) this.#messageIds.push(String(id))
    else this.#more = true
    this.#timer ??= setTimeout(() => this.#tellMessages(), streamLimits.gatherMs)
  }

  bind(type: 'BIND_UP' | 'BIND_DOWN', systemId: string, bind: string): void {
    this.#tell({ type, at: this.#at(), systemId, bind })
  }

  reset(): void {
    this.#tell({ type: 'RESET', at: this.#at() })
  }

  close(): void {
    clearInterval(this.#alive)
    if (this.#timer) clearTimeout(this.#timer)
    for (const listener of this.#listeners) listener.destroy()
    this.#listeners.clear()
  }

  #tellMessages(): void {
    const event: StreamEvent = {
      type: 'MESSAGES',
      at: this.#at(),
      messageIds: this.#messageIds,
      more: this.#more,
    }
    this.#messageIds = []
    this.#more = false
    this.#timer = null
    this.#tell(event)
  }

  #tell(event: StreamEvent): void {
    const line = `${JSON.stringify(event)}\n`
    for (const listener of this.#listeners) {
      if (listener.writableLength > streamLimits.backlogOctetsMax) {
        this.#listeners.delete(listener)
        listener.destroy()
      } else listener.write(line)
    }
  }

  #at(): string {
    return wireTime(this.#now())
  }
}
