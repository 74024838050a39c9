/**
 * A trie over decimal digits for longest-prefix look-up, in flat arrays: ten places per node,
 * no objects to follow. A number of fifteen digits takes at most fifteen steps.
 */
export interface DigitTrie {
  /** Index of the value at the longest prefix of `digits` that has one, or -1. */
  find(digits: string): number
  readonly nodes: number
}

const ZERO = 48

/**
 * @param entries prefix (1..15 digits) and index of its value; of a prefix given twice the last counts
 * @throws RangeError for a prefix that is not made of digits
 */
export function digitTrie(entries: Iterable<readonly [prefix: string, value: number]>): DigitTrie {
  const list = [...entries]
  const nodesMax = 1 + list.reduce((sum, [prefix]) => sum + prefix.length, 0)
  const children = new Int32Array(nodesMax * 10)
  const values = new Int32Array(nodesMax).fill(-1)
  let nodes = 1
  for (const [prefix, value] of list) {
    if (!/^\d{1,15}$/.test(prefix)) throw new RangeError(`not a digit prefix: ${prefix}`)
    let node = 0
    for (let i = 0; i < prefix.length; i++) {
      const place = node * 10 + prefix.charCodeAt(i) - ZERO
      if (children[place] === 0) children[place] = nodes++
      node = children[place]!
    }
    values[node] = value
  }
  return compact(children.slice(0, nodes * 10), values.slice(0, nodes))
}

function compact(children: Int32Array, values: Int32Array): DigitTrie {
  return {
    nodes: values.length,
    find(digits) {
      let node = 0
      let found = -1
      for (let i = 0; i < digits.length; i++) {
        const digit = digits.charCodeAt(i) - ZERO
        if (digit < 0 || digit > 9) return found
        node = children[node * 10 + digit]!
        if (node === 0) return found
        if (values[node]! >= 0) found = values[node]!
      }
      return found
    },
  }
}
