/**
 * A map that holds at most `entriesMax`, the ones set last.
 *
 * The oldest is found with one iterator that lives as long as the map: asking a fresh iterator for the first key
 * walks over everything deleted since the map last grew, which made up a third of the simulator's work.
 */
export class Recent<Key, Value> {
  readonly #entries = new Map<Key, Value>()
  readonly #entriesMax: number
  readonly #forgotten: (value: Value) => void
  #oldest: MapIterator<Key> | null = null

  /** @param forgotten hears of every value that had to make room */
  constructor(entriesMax: number, forgotten: (value: Value) => void = () => undefined) {
    this.#entriesMax = entriesMax
    this.#forgotten = forgotten
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key)
  }

  /** Sets a value and makes it the newest. */
  set(key: Key, value: Value): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size > this.#entriesMax) this.#forgetOldest()
  }

  delete(key: Key): void {
    this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
    this.#oldest = null
  }

  /** Oldest first. */
  values(): Value[] {
    return [...this.#entries.values()]
  }

  #forgetOldest(): void {
    this.#oldest ??= this.#entries.keys()
    const { value: key } = this.#oldest.next() as { value: Key }
    const value = this.#entries.get(key) as Value
    this.#entries.delete(key)
    this.#forgotten(value)
  }
}
