/** Our requests that wait for an answer: a ring indexed by sequence_number & mask, no look-up table, no closure. */

/** 3.4 §3.2: 1 to 0x7FFFFFFF, then from 1 again. */
export const sequenceNumberMax = 0x7fffffff
/** More unanswered requests than this on one connection hide a dead peer rather than gain speed. */
export const windowLimit = 16_384

/** A window as it may be: a whole number from 1 to the limit. */
export const windowWithin = (size: number): number =>
  Math.min(Math.max(Math.trunc(size) || 1, 1), windowLimit)

export class RequestWindow<Cookie> {
  inFlight = 0
  #sequence: number
  #mask = 31
  #sequences = new Int32Array(32)
  #commandIds = new Int32Array(32)
  #deadlines = new Float64Array(32)
  #cookies: (Cookie | undefined)[] = Array.from({ length: 32 })

  /** @param lastSequence the number before the first one; other than 0 only in tests of the wrap */
  constructor(lastSequence = 0) {
    this.#sequence = lastSequence
  }

  /** The next sequence_number. Numbers whose place in the ring is still taken by an old request are passed over. */
  nextSequence(): number {
    do this.#sequence = this.#sequence >= sequenceNumberMax ? 1 : this.#sequence + 1
    while (this.#sequences[this.#sequence & this.#mask] !== 0)
    return this.#sequence
  }

  add(sequence: number, commandId: number, deadline: number, cookie: Cookie): void {
    const place = sequence & this.#mask
    this.#sequences[place] = sequence
    this.#commandIds[place] = commandId
    this.#deadlines[place] = deadline
    this.#cookies[place] = cookie
    this.inFlight++
    // Half empty, so that passing over taken places stays short.
    if (this.inFlight * 2 > this.#mask) this.#grow()
  }

  /** Where the request with this number waits, or -1. */
  find(sequence: number): number {
    const place = sequence & this.#mask
    return sequence !== 0 && this.#sequences[place] === (sequence | 0) ? place : -1
  }

  commandIdAt(place: number): number {
    return this.#commandIds[place]!
  }

  /** Frees the place and gives back what the owner attached. */
  take(place: number): Cookie {
    const cookie = this.#cookies[place] as Cookie
    this.#sequences[place] = 0
    this.#cookies[place] = undefined
    this.inFlight--
    return cookie
  }

  /** Takes out each request whose answer is overdue. Infinity empties the window. */
  takeOverdue(now: number, found: (cookie: Cookie) => void): void {
    for (let place = 0; place <= this.#mask && this.inFlight > 0; place++) {
      if (this.#sequences[place] !== 0 && this.#deadlines[place]! <= now) found(this.take(place))
    }
  }

  #grow(): void {
    const [sequences, commandIds, deadlines, cookies] = [
      this.#sequences,
      this.#commandIds,
      this.#deadlines,
      this.#cookies,
    ]
    const size = sequences.length * 2
    this.#mask = size - 1
    this.#sequences = new Int32Array(size)
    this.#commandIds = new Int32Array(size)
    this.#deadlines = new Float64Array(size)
    this.#cookies = Array.from({ length: size })
    sequences.forEach((sequence, place) => {
      if (sequence === 0) return
      const moved = sequence & this.#mask
      this.#sequences[moved] = sequence
      this.#commandIds[moved] = commandIds[place]!
      this.#deadlines[moved] = deadlines[place]!
      this.#cookies[moved] = cookies[place]
    })
  }
}
