import {
  type CompiledTables,
  type ShiftTables,
  ESCAPE,
  NOT_IN_ALPHABET,
  SHIFTED,
  VOID,
  defaultTables,
  tablesOf,
} from './tables.ts'

const compiledFor = (tables?: ShiftTables): CompiledTables =>
  tables ? tablesOf(tables.lockingShift, tables.singleShift) : defaultTables

/** Septets a text takes with these tables, or -1 when a character is in neither. */
export function septetLength(text: string, tables?: ShiftTables): number {
  const { codes } = compiledFor(tables)
  let septets = text.length
  for (let i = 0; i < text.length; i++) {
    const code = codes[text.charCodeAt(i)]!
    if (code === NOT_IN_ALPHABET) return -1
    septets += code >>> 7
  }
  return septets
}

/** Whether the default alphabet and its extension table can write the text. */
export const isGsmText = (text: string): boolean => septetLength(text) >= 0

/** Text to septets, one per octet; null when a character is in neither table. */
export function encodeGsm(text: string, tables?: ShiftTables): Uint8Array | null {
  const length = septetLength(text, tables)
  if (length < 0) return null
  const septets = new Uint8Array(length)
  writeSeptets(text, 0, text.length, compiledFor(tables).codes, septets, 0)
  return septets
}

/** Writes text[from, to), which must be in the alphabet, and tells the position after the last septet. */
export function writeSeptets(
  text: string,
  from: number,
  to: number,
  codes: Uint8Array,
  into: Uint8Array,
  at: number,
): number {
  for (let i = from; i < to; i++) {
    const code = codes[text.charCodeAt(i)]!
    if (code >= SHIFTED) into[at++] = ESCAPE
    into[at++] = code & 0x7f
  }
  return at
}

/**
 * Septets, one per octet, to text. Never fails: bit 7 is ignored, a void cell is a space, an escape
 * to a void cell shows the cell of the locking table, two escapes or one at the end show a space
 * (TS 23.038 §6.2.1.1).
 */
export function decodeGsm(septets: Uint8Array, tables?: ShiftTables): string {
  const { locking, single } = compiledFor(tables)
  let text = ''
  for (let i = 0; i < septets.length; i++) {
    let unit = locking[septets[i]! & 0x7f]!
    if ((septets[i]! & 0x7f) === ESCAPE) {
      const next = septets[++i]
      if (next === undefined) return text + ' '
      const shifted = single[next & 0x7f]!
      unit = shifted === VOID ? locking[next & 0x7f]! : shifted
    }
    text += unit === VOID ? ' ' : String.fromCharCode(unit)
  }
  return text
}
