/**
 * Cuts a stream of octets into PDUs, in place. Only a PDU that is spread over chunks is copied, into a buffer that
 * grows with the octets that really came, not with the length a stranger claims.
 */
import { headerOctets } from './layout.ts'
import { readU32 } from './view.ts'

export interface FrameSink {
  /** One whole PDU lies in buffer[start, end), valid during the call. false stops the cutting for good. */
  frame(buffer: Buffer, start: number, end: number): boolean
  /** The stream cannot be read any further. */
  badLength(octets: number): void
}

export class Framing {
  readonly #sink: FrameSink
  readonly #pduOctetsMax: number
  #partial = Buffer.alloc(0)
  #partialOctets = 0
  #stopped = false

  constructor(sink: FrameSink, pduOctetsMax: number) {
    this.#sink = sink
    this.#pduOctetsMax = pduOctetsMax
  }

  feed(chunk: Buffer): void {
    if (this.#stopped) return
    let at = this.#partialOctets > 0 ? this.#finishPartial(chunk) : 0
    while (!this.#stopped && chunk.length - at >= 4) {
      const octets = this.#lengthAt(chunk, at)
      if (octets === 0 || at + octets > chunk.length) break
      this.#emit(chunk, at, at + octets)
      at += octets
    }
    if (!this.#stopped && at < chunk.length) this.#keep(chunk, at, chunk.length)
  }

  /** Returns how many octets of the chunk the waiting PDU took. */
  #finishPartial(chunk: Buffer): number {
    const head = Math.min(Math.max(4 - this.#partialOctets, 0), chunk.length)
    if (head > 0) this.#keep(chunk, 0, head)
    if (this.#partialOctets < 4) return head
    const octets = this.#lengthAt(this.#partial, 0)
    if (octets === 0) return head
    const at = Math.min(head + octets - this.#partialOctets, chunk.length)
    this.#keep(chunk, head, at)
    if (this.#partialOctets === octets) {
      this.#partialOctets = 0
      this.#emit(this.#partial, 0, octets)
    }
    return at
  }

  /** command_length, or 0 after it has stopped the stream. */
  #lengthAt(buffer: Buffer, at: number): number {
    const octets = readU32(buffer, at)
    if (octets >= headerOctets && octets <= this.#pduOctetsMax) return octets
    this.#stopped = true
    this.#sink.badLength(octets)
    return 0
  }

  #emit(buffer: Buffer, start: number, end: number): void {
    if (!this.#sink.frame(buffer, start, end)) this.#stopped = true
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    const octets = this.#partialOctets + end - start
    if (octets > this.#partial.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(256, 2 ** Math.ceil(Math.log2(octets))))
      this.#partial.copy(grown, 0, 0, this.#partialOctets)
      this.#partial = grown
    }
    chunk.copy(this.#partial, this.#partialOctets, start, end)
    this.#partialOctets = octets
  }
}
