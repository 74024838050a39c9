/** First in, first out, without moving what stays: a plain array's `shift` costs its length. */
export class Fifo<Item> {
  #items: (Item | undefined)[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  get first(): Item | undefined {
    return this.#items[this.#head]
  }

  push(item: Item): void {
    this.#items.push(item)
  }

  shift(): Item | undefined {
    if (this.#head === this.#items.length) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head++] = undefined
    if (this.#head === this.#items.length) {
      this.#items.length = 0
      this.#head = 0
    } else if (this.#head >= 1_024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  /** Puts an item back near the head: before the first one that `isLater`. */
  putBack(item: Item, isLater: (other: Item) => boolean): void {
    let at = this.#head
    while (at < this.#items.length && !isLater(this.#items[at]!)) at++
    if (at === this.#head && this.#head > 0) this.#items[--this.#head] = item
    else this.#items.splice(at, 0, item)
  }

  takeAll(): Item[] {
    const all = this.#items.slice(this.#head) as Item[]
    this.#items = []
    this.#head = 0
    return all
  }
}
