/** setTimeout takes 31 bits; a longer wait is cut and looked at again. */
const WAIT_MS_MAX = 0x7fffffff

interface Step {
  at: number
  run: () => void
}

/**
 * What is to happen later, in order of time, on one timer: a binary heap, because thousands of messages a second
 * wait with the same delay and a timer each would cost more than the message.
 */
export class Timeline {
  readonly #heap: Step[] = []
  readonly #now: () => number
  #timer: NodeJS.Timeout | null = null
  #timerAt = Number.POSITIVE_INFINITY

  constructor(now: () => number) {
    this.#now = now
  }

  get size(): number {
    return this.#heap.length
  }

  /** Runs `run` at the instant `at` (ms since 1970), at once after this turn when that has passed. */
  add(at: number, run: () => void): void {
    const heap = this.#heap
    const step = { at, run }
    let index = heap.length
    heap.push(step)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (heap[parent]!.at <= at) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = step
    if (at < this.#timerAt) this.#arm()
  }

  clear(): void {
    this.#heap.length = 0
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#timerAt = Number.POSITIVE_INFINITY
  }

  #arm(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#timerAt = this.#heap[0]?.at ?? Number.POSITIVE_INFINITY
    if (this.#timerAt === Number.POSITIVE_INFINITY) return
    const wait = Math.min(WAIT_MS_MAX, Math.max(0, this.#timerAt - this.#now()))
    this.#timer = setTimeout(() => this.#runDue(), wait)
  }

  #runDue(): void {
    this.#timer = null
    const now = this.#now()
    while (this.#heap.length > 0 && this.#heap[0]!.at <= now) this.#take().run()
    this.#arm()
  }

  #take(): Step {
    const heap = this.#heap
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++
      if (heap[child]!.at >= last.at) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = last
    return first
  }
}
