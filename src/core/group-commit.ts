/** One caller's share of a set, with the way to answer it. */
interface Waiting<Item, Result> {
  item: Item
  weight: number
  resolve(result: Result): void
  reject(error: unknown): void
}

/**
 * Joins what arrives together into one unit of work, so that many callers share one commit.
 * While a set is under way the next one gathers; a set that fails is split in halves until the offender is alone,
 * so that only it fails. Results come in the order of the items.
 */
export class GroupCommit<Item, Result> {
  readonly #work: (items: Item[]) => Promise<Result[]>
  readonly #limits: { weightMax: number; waitingMax: number; lanes: number; lingerMs: number }
  readonly #mayRetry: (error: unknown) => boolean
  #waiting: Waiting<Item, Result>[] = []
  /** Goes before what waits. */
  #urgent: Waiting<Item, Result>[] = []
  #waitingWeight = 0
  #underWay = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #idle: (() => void)[] = []

  /**
   * @param limits weightMax: most of a set; waitingMax: weight beyond which callers are refused;
   * lanes: sets under way at once; lingerMs: how long a lone arrival waits for company (at most 5)
   * @param splits whether an error may be one item's fault; others fail the whole set at once
   */
  constructor(
    work: (items: Item[]) => Promise<Result[]>,
    limits: { weightMax: number; waitingMax: number; lanes: number; lingerMs: number },
    splits: (error: unknown) => boolean = () => true,
  ) {
    this.#work = work
    this.#limits = limits
    this.#mayRetry = splits
  }

  get waitingWeight(): number {
    return this.#waitingWeight
  }

  /** Whether another item would exceed what may wait. */
  get full(): boolean {
    return this.#waitingWeight >= this.#limits.waitingMax
  }

  /** @param urgent it goes before everything that is not, and in turn with what is */
  add(item: Item, weight = 1, urgent = false): Promise<Result> {
    return new Promise((resolve, reject) => {
      const waiting = urgent ? this.#urgent : this.#waiting
      waiting.push({ item, weight, resolve, reject })
      this.#waitingWeight += weight
      this.#schedule()
    })
  }

  /** Resolves when nothing waits and nothing is under way. */
  drained(): Promise<void> {
    if (this.#underWay === 0 && this.#isEmpty) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #schedule(): void {
    if (this.#underWay >= this.#limits.lanes || this.#isEmpty) return
    if (this.#waitingWeight >= this.#limits.weightMax) return this.#begin()
    this.#timer ??= setTimeout(() => this.#begin(), this.#limits.lingerMs)
  }

  #begin(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#underWay >= this.#limits.lanes || this.#isEmpty) return
    const set = this.#take(this.#urgent, 0)
    const urgentWeight = weightOf(set)
    set.push(...this.#take(this.#waiting, urgentWeight))
    this.#waitingWeight -= weightOf(set)
    this.#underWay += 1
    void this.#settle(set).finally(() => {
      this.#underWay -= 1
      this.#schedule()
      if (this.#underWay === 0 && this.#isEmpty) for (const done of this.#idle.splice(0)) done()
    })
  }

  get #isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#urgent.length === 0
  }

  /** Takes the first ones, until the set is full; one goes even if it is too heavy, when there is nothing else. */
  #take(from: Waiting<Item, Result>[], already: number): Waiting<Item, Result>[] {
    let weight = already
    let count = 0
    while (count < from.length && (weight === 0 || weight < this.#limits.weightMax))
      weight += from[count++]!.weight
    return from.splice(0, count)
  }

  async #settle(set: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#work(set.map((one) => one.item))
      set.forEach((one, index) => one.resolve(results[index]!))
    } catch (error) {
      if (set.length === 1 || !this.#mayRetry(error)) {
        for (const one of set) one.reject(error)
        return
      }
      const half = set.length >> 1
      await this.#settle(set.slice(0, half))
      await this.#settle(set.slice(half))
    }
  }
}

const weightOf = (set: readonly { weight: number }[]): number =>
  set.reduce((sum, one) => sum + one.weight, 0)
