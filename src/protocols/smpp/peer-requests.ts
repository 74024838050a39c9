/** The peer's requests: those the owner has to answer, and those that wait until it may have more. */
import { Tickets } from './tickets.ts'

export class PeerRequests {
  readonly tickets = new Tickets()
  windowMax: number
  readonly #held: Buffer[] = []

  constructor(windowMax: number) {
    this.windowMax = windowMax
  }

  /** The owner owes as many answers as it may. */
  get full(): boolean {
    return this.tickets.open >= this.windowMax
  }

  get holding(): boolean {
    return this.#held.length > 0
  }

  /** Keeps a whole request back, by copy. Reading stops at the end of the chunk, so a chunk's worth is the most. */
  hold(octets: Buffer): void {
    this.#held.push(Buffer.from(octets))
  }

  /** The oldest request held back, when the owner may have it. */
  next(): Buffer | undefined {
    return this.full ? undefined : this.#held.shift()
  }

  drop(): void {
    this.tickets.closeAll()
    this.#held.length = 0
  }
}
