import type { Clock } from './clock.ts'

interface Entry<Value> {
  value: Value
  until: number
}

/**
 * What was read from the database, for a short while, so that the message path need not ask again. A change made by
 * this process drops it at once, one made by another process is seen when the time is over.
 */
export class ExpiringCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>()
  readonly #loading = new Map<string, Promise<Value>>()
  readonly #clock: Clock
  readonly #ttlMs: number
  readonly #entriesMax: number
  /** Counts drops: what was being read meanwhile may be old already, and is not kept. */
  #drops = 0

  constructor(clock: Clock, options: { ttlMs: number; entriesMax: number }) {
    this.#clock = clock
    this.#ttlMs = options.ttlMs
    this.#entriesMax = options.entriesMax
  }

  /** The value if it is there and fresh. */
  peek(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    return entry !== undefined && entry.until > this.#clock.ms() ? entry.value : undefined
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key)
    if (this.#entries.size >= this.#entriesMax) {
      const [oldest] = this.#entries.keys()
      if (oldest !== undefined) this.#entries.delete(oldest)
    }
    this.#entries.set(key, { value, until: this.#clock.ms() + this.#ttlMs })
  }

  /** The value, loaded when it is not fresh; those who ask meanwhile wait for the same load. */
  async get(key: string, load: () => Promise<Value>): Promise<Value> {
    const known = this.peek(key)
    return known === undefined ? this.#load(key, load) : known
  }

  #load(key: string, load: () => Promise<Value>): Promise<Value> {
    const going = this.#loading.get(key)
    if (going) return going
    const drops = this.#drops
    const loading = load()
      .then((value) => {
        if (drops === this.#drops) this.set(key, value)
        return value
      })
      .finally(() => {
        if (this.#loading.get(key) === loading) this.#loading.delete(key)
      })
    this.#loading.set(key, loading)
    return loading
  }

  drop(key: string): void {
    this.#drops++
    this.#entries.delete(key)
    this.#loading.delete(key)
  }

  clear(): void {
    this.#drops++
    this.#entries.clear()
    this.#loading.clear()
  }
}
