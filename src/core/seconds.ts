/** How many seconds are kept. */
export const SECONDS_MAX = 60

/** What figures that only grow did in each of the last sixty seconds, oldest first. */
export class Seconds<Name extends string> {
  readonly #names: readonly Name[]
  #before: { at: number; totals: Readonly<Record<Name, number>> } | null = null
  readonly #kept: Readonly<Record<Name, number[]>>

  /** @param begun when the figures were all zero; left out: the first look only says from where they grow */
  constructor(names: readonly Name[], begun?: number) {
    if (begun !== undefined) this.#before = { at: begun, totals: record(names, () => 0) }
    this.#names = names
    this.#kept = record(names, () => [])
  }

  /** Looks at the totals. To be called about once a second; what a late look finds is spread over the seconds it missed. */
  look(totals: Readonly<Record<Name, number>>, now: number): void {
    const before = this.#before
    this.#before = { at: now, totals: record(this.#names, (name) => totals[name]) }
    if (before === null) return
    const seconds = Math.min(SECONDS_MAX, Math.max(1, Math.round((now - before.at) / 1_000)))
    for (const name of this.#names) {
      const kept = this.#kept[name]
      const more = Math.max(0, totals[name] - before.totals[name])
      for (let each = 0; each < seconds; each++)
        kept.push(Math.floor((more * (each + 1)) / seconds) - Math.floor((more * each) / seconds))
      kept.splice(0, kept.length - SECONDS_MAX)
    }
  }

  /** Always sixty of each; before the first look nothing happened. */
  read(): Record<Name, number[]> {
    return record(this.#names, (name) => {
      const kept = this.#kept[name]
      return [...Array<number>(SECONDS_MAX - kept.length).fill(0), ...kept]
    })
  }
}

const record = <Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Record<Name, Value> =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>
