/**
 * The peer's requests that wait for our answer. A ticket is a number that names the place and how often it was used,
 * so an answer given twice, or after the session ended, is noticed and goes nowhere.
 */
import type { Layout } from './layout.ts'

const placesBits = 14
const placeMask = (1 << placesBits) - 1
/** Keeps a ticket within 30 bits, which the runtime holds without a heap object. */
const usesMask = 0xffff

export class Tickets {
  open = 0
  #free: number[] = []
  #used = 0
  readonly #sequences: number[] = []
  readonly #layouts: (Layout | undefined)[] = []
  readonly #uses: number[] = []

  /** Never 0. At most 16,384 may be open. */
  issue(sequence: number, response: Layout): number {
    const place = this.#free.pop() ?? this.#used++
    const uses = Math.max(((this.#uses[place] ?? 0) + 1) & usesMask, 1)
    this.#sequences[place] = sequence
    this.#layouts[place] = response
    this.#uses[place] = uses
    this.open++
    return (uses << placesBits) | place
  }

  /** The place of an open ticket, or -1. */
  find(ticket: number): number {
    const place = ticket & placeMask
    const uses = ticket >>> placesBits
    return this.#layouts[place] !== undefined && this.#uses[place] === uses ? place : -1
  }

  sequenceAt(place: number): number {
    return this.#sequences[place]!
  }

  responseAt(place: number): Layout {
    return this.#layouts[place]!
  }

  close(place: number): void {
    this.#layouts[place] = undefined
    this.#free.push(place)
    this.open--
  }

  closeAll(): void {
    this.#layouts.forEach((layout, place) => {
      if (layout !== undefined) this.close(place)
    })
  }
}
