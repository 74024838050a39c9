/** Of the places of a connection, how much a class and those behind it may take: a code always finds one. */
const CLASS_SHARES = [1, 0.8, 0.5] as const
/** Of the places of a class, how much one account may take: the next account finds one. */
const ACCOUNT_SHARE = 0.75
/** Of so many turns, one goes to the class behind first: whatever is in front, nothing stands still. */
const TURNS_OF_SECOND = 8
const TURNS_OF_THIRD = 64

/** What is queued: of an account, in a class. */
interface Queued {
  account_id: number
  /** Index into `CONTENT_CLASSES`. */
  content_class: number
}

/** What one account has in a class, in order. */
interface Line<Item> {
  items: Item[]
  /** Index of the first one in `items`; the array is cut now and then. */
  head: number
  /** Places taken: waiting here, being sent, and promised. */
  taken: number
}

interface Lane<Item> {
  lines: Map<number, Line<Item>>
  /** Accounts that have something here, the one whose turn it is first. */
  turns: Map<number, Line<Item>>
  taken: number
  size: number
}

/**
 * The queue of one connection in memory: codes before service messages before marketing, and in each class the accounts
 * one message each in turn. It counts places, which are taken before something comes in and given back when it is done.
 */
export class Lanes<Item extends Queued> {
  readonly placesMax: number
  readonly #lanes: readonly [Lane<Item>, Lane<Item>, Lane<Item>] = [lane(), lane(), lane()]
  #turn = 0
  #size = 0

  constructor(placesMax: number) {
    this.placesMax = placesMax
  }

  /** How many wait here. */
  get size(): number {
    return this.#size
  }

  /** Places taken. */
  get taken(): number {
    return this.#lanes.reduce((sum, one) => sum + one.taken, 0)
  }

  /** Places taken of each class. */
  takenByClass(): number[] {
    return this.#lanes.map((one) => one.taken)
  }

  /** Places that an account has. */
  takenBy(accountId: number): number {
    return this.#lanes.reduce((sum, one) => sum + (one.lines.get(accountId)?.taken ?? 0), 0)
  }

  /** Places that are left for a class. */
  roomOf(contentClass: number): number {
    let behind = 0
    let room = Infinity
    for (let each = this.#lanes.length - 1; each >= 0; each--) {
      behind += this.#lanes[each]!.taken
      if (each <= contentClass) room = Math.min(room, this.#placesOf(each) - behind)
    }
    return Math.max(0, room)
  }

  /** Places that are left for an account in a class. */
  roomFor(contentClass: number, accountId: number): number {
    const taken = this.#lane(contentClass).lines.get(accountId)?.taken ?? 0
    const most = Math.max(1, Math.floor(this.#placesOf(contentClass) * ACCOUNT_SHARE))
    return Math.max(0, Math.min(this.roomOf(contentClass), most - taken))
  }

  reserve(contentClass: number, accountId: number, count: number): void {
    this.#lane(contentClass).taken += count
    this.#line(contentClass, accountId).taken += count
  }

  release(contentClass: number, accountId: number, count: number): void {
    const its = this.#lane(contentClass)
    const line = this.#line(contentClass, accountId)
    its.taken -= count
    line.taken -= count
    if (line.taken === 0) its.lines.delete(accountId)
  }

  /** Puts something behind what its account has in its class; its place was taken before. */
  push(item: Item): void {
    const its = this.#lane(item.content_class)
    const line = this.#line(item.content_class, item.account_id)
    if (line.items.length === line.head) its.turns.set(item.account_id, line)
    line.items.push(item)
    its.size += 1
    this.#size += 1
  }

  /** What comes next; undefined: nothing waits. */
  peek(): Item | undefined {
    const next = this.#next()
    return next && next.line.items[next.line.head]
  }

  /** Takes out what `peek` shows. */
  shift(): Item | undefined {
    const next = this.#next()
    if (!next) return undefined
    const { its, line, accountId } = next
    const item = line.items[line.head]!
    line.head += 1
    its.size -= 1
    this.#size -= 1
    this.#turn += 1
    const rest = line.items.length - line.head
    if (rest === 0 || its.turns.size > 1) its.turns.delete(accountId)
    if (rest > 0) its.turns.set(accountId, line)
    if (rest === 0 || line.head > 1_000) {
      line.items.splice(0, line.head)
      line.head = 0
    }
    return item
  }

  some(wanted: (item: Item) => boolean): boolean {
    for (const its of this.#lanes)
      for (const line of its.turns.values())
        if (line.items.some((item, index) => index >= line.head && wanted(item))) return true
    return false
  }

  /** Takes out everything, or what is wanted of it. */
  takeAll(wanted: (item: Item) => boolean = () => true): Item[] {
    const out: Item[] = []
    for (const its of this.#lanes)
      for (const [accountId, line] of its.turns) {
        const waiting = line.items.slice(line.head)
        const going = waiting.filter(wanted)
        if (going.length === 0) continue
        out.push(...going)
        line.items = waiting.filter((item) => !wanted(item))
        line.head = 0
        its.size -= going.length
        this.#size -= going.length
        if (line.items.length === 0) its.turns.delete(accountId)
      }
    return out
  }

  #placesOf(contentClass: number): number {
    return Math.max(1, Math.floor(this.placesMax * CLASS_SHARES[contentClass as 0 | 1 | 2]))
  }

  #lane(contentClass: number): Lane<Item> {
    return this.#lanes[contentClass as 0 | 1 | 2]
  }

  #line(contentClass: number, accountId: number): Line<Item> {
    const { lines } = this.#lane(contentClass)
    let line = lines.get(accountId)
    if (!line) {
      line = { items: [], head: 0, taken: 0 }
      lines.set(accountId, line)
    }
    return line
  }

  #next(): { its: Lane<Item>; line: Line<Item>; accountId: number } | undefined {
    if (this.#size === 0) return undefined
    const order =
      this.#turn % TURNS_OF_THIRD === TURNS_OF_THIRD - 1
        ? THIRD_FIRST
        : this.#turn % TURNS_OF_SECOND === TURNS_OF_SECOND - 1
          ? SECOND_FIRST
          : IN_ORDER
    for (const each of order) {
      const its = this.#lanes[each]!
      if (its.size === 0) continue
      for (const [accountId, line] of its.turns) return { its, line, accountId }
    }
    return undefined
  }
}

const IN_ORDER = [0, 1, 2] as const
const SECOND_FIRST = [1, 0, 2] as const
const THIRD_FIRST = [2, 0, 1] as const

const lane = <Item>(): Lane<Item> => ({ lines: new Map(), turns: new Map(), taken: 0, size: 0 })
