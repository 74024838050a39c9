import { type ReferenceBits, septetsPerPart, unitsPerPart } from './capacity.ts'
import { septetLength } from './gsm-alphabet.ts'
import { type LanguageChoice, tablesToTry } from './languages.ts'
import {
  type CompiledTables,
  type ShiftTables,
  SHIFTED,
  defaultTables,
  tablesOf,
} from './tables.ts'
import { type TransliterationCode, transliterate } from './transliteration.ts'

export interface TextOptions extends LanguageChoice {
  transliteration?: TransliterationCode
  referenceBits?: ReferenceBits
}

/** How a text is written: its alphabet, and where each part ends. */
export interface Layout {
  encoding: 'gsm7' | 'ucs2'
  text: string
  /** The default tables for UCS-2. */
  tables: CompiledTables
  /** Index in the text after the last character of each part; at least one. */
  ends: number[]
  /** Septets or UTF-16 units of each part. */
  sizes: number[]
  unitsUsed: number
  /** Septets or UTF-16 units that fit into each part of this text. */
  unitsPerPart: number
}

export interface TextCount {
  encoding: 'gsm7' | 'ucs2'
  /** After transliteration. */
  text: string
  lockingShift: number
  singleShift: number
  count: number
  unitsUsed: number
  unitsPerPart: number
  charactersRemaining: number
}

/**
 * Counts the parts of a text without building them; any number of parts.
 * A septet or unit left empty at a part's end, because a pair did not fit, counts as used:
 * `charactersRemaining` is what can still be written before the count grows.
 */
export function countText(text: string, options: TextOptions = {}): TextCount {
  const layout = layOut(text, options)
  const count = layout.ends.length
  return {
    encoding: layout.encoding,
    text: layout.text,
    lockingShift: layout.tables.lockingShift,
    singleShift: layout.tables.singleShift,
    count,
    unitsUsed: layout.unitsUsed,
    unitsPerPart: layout.unitsPerPart,
    charactersRemaining: count * layout.unitsPerPart - layout.unitsUsed,
  }
}

/** The default alphabet wins; else the tables with the fewest parts, then septets; else UCS-2. */
export function layOut(original: string, options: TextOptions): Layout {
  const { transliteration = 'NONE', referenceBits = 8 } = options
  const text = transliteration === 'NONE' ? original : transliterate(original, transliteration)
  const septets = septetLength(text)
  if (septets >= 0) return layOutGsm(text, septets, defaultTables, referenceBits)
  const tables = cheapestTables(text, options, referenceBits)
  if (!tables) return layOutUcs2(text, referenceBits)
  return layOutGsm(text, septetLength(text, tables), tables, referenceBits)
}

function cheapestTables(text: string, options: TextOptions, bits: ReferenceBits) {
  let best: CompiledTables | null = null
  let fewestParts = Infinity
  let fewestSeptets = Infinity
  for (const pair of tablesToTry(options)) {
    const septets = septetLength(text, pair)
    if (septets < 0) continue
    const single = septetsPerPart(pair, 0)
    const parts = septets <= single ? 1 : Math.ceil(septets / septetsPerPart(pair, bits))
    // A table of its own takes header room, so septets are compared together with it.
    const cost = septets + (headerCost(pair) * parts * 8) / 7
    if (parts > fewestParts || (parts === fewestParts && cost >= fewestSeptets)) continue
    best = tablesOf(pair.lockingShift, pair.singleShift)
    fewestParts = parts
    fewestSeptets = cost
  }
  return best
}

const headerCost = (pair: ShiftTables): number =>
  (pair.lockingShift ? 3 : 0) + (pair.singleShift ? 3 : 0)

function layOutGsm(
  text: string,
  septets: number,
  tables: CompiledTables,
  bits: ReferenceBits,
): Layout {
  const layout = { encoding: 'gsm7' as const, text, tables }
  const single = septetsPerPart(tables, 0)
  if (septets <= single) return onePart(layout, septets, single)
  const capacity = septetsPerPart(tables, bits)
  const cuts =
    septets === text.length ? evenCuts(text.length, capacity) : gsmCuts(text, tables, capacity)
  return manyParts(layout, cuts, capacity)
}

/** UCS-2 whatever the text is. */
export function layOutUcs2(text: string, bits: ReferenceBits): Layout {
  const layout = { encoding: 'ucs2' as const, text, tables: defaultTables }
  const single = unitsPerPart(0)
  if (text.length <= single) return onePart(layout, text.length, single)
  const capacity = unitsPerPart(bits)
  return manyParts(layout, ucs2Cuts(text, capacity), capacity)
}

interface Cuts {
  ends: number[]
  sizes: number[]
}

type Written = Pick<Layout, 'encoding' | 'text' | 'tables'>

const onePart = (layout: Written, size: number, capacity: number): Layout => ({
  ...layout,
  ends: [layout.text.length],
  sizes: [size],
  unitsUsed: size,
  unitsPerPart: capacity,
})

/** All parts but the last are full, or have no room for the pair that follows. */
const manyParts = (layout: Written, { ends, sizes }: Cuts, capacity: number): Layout => ({
  ...layout,
  ends,
  sizes,
  unitsUsed: (ends.length - 1) * capacity + sizes.at(-1)!,
  unitsPerPart: capacity,
})

function evenCuts(length: number, capacity: number): Cuts {
  const cuts: Cuts = { ends: [], sizes: [] }
  for (let start = 0; start < length; start += capacity) {
    const size = Math.min(capacity, length - start)
    cuts.ends.push(start + size)
    cuts.sizes.push(size)
  }
  return cuts
}

function gsmCuts(text: string, { codes }: CompiledTables, capacity: number): Cuts {
  const cuts: Cuts = { ends: [], sizes: [] }
  let used = 0
  for (let i = 0; i < text.length; i++) {
    const cost = codes[text.charCodeAt(i)]! >= SHIFTED ? 2 : 1
    if (used + cost > capacity) {
      cuts.ends.push(i)
      cuts.sizes.push(used)
      used = 0
    }
    used += cost
  }
  cuts.ends.push(text.length)
  cuts.sizes.push(used)
  return cuts
}

function ucs2Cuts(text: string, capacity: number): Cuts {
  const cuts: Cuts = { ends: [], sizes: [] }
  let start = 0
  while (start < text.length) {
    let end = Math.min(start + capacity, text.length)
    if (isHighSurrogate(text, end - 1) && isLowSurrogate(text, end)) end--
    cuts.ends.push(end)
    cuts.sizes.push(end - start)
    start = end
  }
  return cuts
}

const isHighSurrogate = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xd800
const isLowSurrogate = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00
