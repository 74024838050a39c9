import type { Concatenation } from './user-data-header.ts'

/**
 * Names the message a part belongs to. Only parts between the same two addresses, with the same
 * reference and total, belong together.
 */
export const reassemblyKey = (
  source: string,
  destination: string,
  { reference, referenceBits, total }: Concatenation,
): string => `${source}\n${destination}\n${referenceBits}\n${reference}\n${total}`

export type Addition<T> =
  | { state: 'complete'; parts: T[] }
  /** More parts are to come. */
  | { state: 'waiting' }
  /** This part is already held; it was dropped. */
  | { state: 'repeated' }
  /** The numbers contradict each other, or as many messages are open as are allowed. */
  | { state: 'refused' }

export interface Incomplete<T> {
  key: string
  total: number
  /** `total` places, undefined where a part is missing. */
  parts: readonly (T | undefined)[]
  held: number
  firstAt: number
}

export interface ReassemblyLimits<T> {
  /** Messages open at once, default 100,000. */
  assembliesMax?: number
  /**
   * Tells a repeat from another message under a reference that came round again (8-bit ones do so
   * after 256 messages). When a place is taken by something else, the older message is given up
   * and handed out by the next `takeOlderThan`. By default every part for a taken place is a repeat.
   */
  isRepeat?: (held: T, arrived: T) => boolean
}

interface Assembly<T> {
  total: number
  parts: (T | undefined)[]
  held: number
  firstAt: number
}

/** Puts the parts of concatenated messages together, in whatever order they come. Time is the caller's. */
export class Reassembly<T> {
  readonly #open = new Map<string, Assembly<T>>()
  #givenUp: Incomplete<T>[] = []
  readonly #assembliesMax: number
  readonly #isRepeat: (held: T, arrived: T) => boolean

  constructor({ assembliesMax = 100_000, isRepeat = () => true }: ReassemblyLimits<T> = {}) {
    this.#assembliesMax = assembliesMax
    this.#isRepeat = isRepeat
  }

  /** Messages begun and not complete. */
  get size(): number {
    return this.#open.size + this.#givenUp.length
  }

  add(key: string, { total, number }: Concatenation, part: T, now: number): Addition<T> {
    if (!isPosition(number, total)) return { state: 'refused' }
    const assembly = this.#open.get(key) ?? this.#begin(key, total, now)
    if (!assembly || assembly.total !== total) return { state: 'refused' }
    const held = assembly.parts[number - 1]
    if (held !== undefined) {
      if (this.#isRepeat(held, part)) return { state: 'repeated' }
      if (this.size >= this.#assembliesMax) return { state: 'refused' }
      this.#giveUp(key, assembly)
      return this.add(key, { total, number, reference: 0, referenceBits: 8 }, part, now)
    }
    assembly.parts[number - 1] = part
    assembly.held++
    if (assembly.held < total) return { state: 'waiting' }
    this.#open.delete(key)
    return { state: 'complete', parts: assembly.parts as T[] }
  }

  /** Hands out, once, the messages whose first part came before `time`, and those given up. */
  takeOlderThan(time: number): Incomplete<T>[] {
    const taken = this.#givenUp
    this.#givenUp = []
    for (const [key, assembly] of this.#open) {
      // The map is in the order of first parts, so the first young one ends the search.
      if (assembly.firstAt >= time) break
      this.#open.delete(key)
      taken.push({ key, ...assembly })
    }
    return taken
  }

  #begin(key: string, total: number, now: number): Assembly<T> | undefined {
    if (this.size >= this.#assembliesMax) return undefined
    const parts: (T | undefined)[] = Array.from({ length: total }, () => undefined)
    const assembly = { total, parts, held: 0, firstAt: now }
    this.#open.set(key, assembly)
    return assembly
  }

  #giveUp(key: string, assembly: Assembly<T>): void {
    this.#open.delete(key)
    this.#givenUp.push({ key, ...assembly })
  }
}

const isPosition = (number: number, total: number): boolean =>
  Number.isInteger(number) &&
  Number.isInteger(total) &&
  total <= 255 &&
  number >= 1 &&
  number <= total
