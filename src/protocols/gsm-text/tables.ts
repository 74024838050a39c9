import { lockingShiftRows, singleShiftRows } from './alphabets.ts'

/** The septet that announces a character of the single shift table. It never stands for a character itself. */
export const ESCAPE = 0x1b

/** Marks a character that a pair of tables cannot write: the escape is free for this, no character has that code. */
export const NOT_IN_ALPHABET = ESCAPE

/** Set on a code of the single shift table in `TableUse.codes`: the character costs two septets. */
export const SHIFTED = 0x80

/** A void cell in the decoding tables. */
export const VOID = 0xffff

/** Which tables a text uses, as national language identifiers; 0 is the default alphabet or its extension. */
export interface ShiftTables {
  lockingShift: number
  singleShift: number
}

/** A pair of tables compiled for one-pass look-up both ways. */
export interface CompiledTables extends ShiftTables {
  /** UTF-16 unit → septet, septet with `SHIFTED`, or `NOT_IN_ALPHABET`. */
  readonly codes: Uint8Array
  /** Septet → UTF-16 unit or `VOID`. */
  readonly locking: Uint16Array
  readonly single: Uint16Array
}

function readRows(rows: string): Uint16Array {
  const cells = rows.trim().split(/\s+/)
  return Uint16Array.from(cells, (cell) => (cell === '----' ? VOID : parseInt(cell, 16)))
}

const compiled = new Map<number, CompiledTables>()

/**
 * Tables of a pair of language identifiers. An identifier without a table (unknown, or Spanish
 * locking) falls back to the default, as §6.2.1.2.4 asks of a receiver. Each pair is compiled
 * at its first use and kept: 64 KB.
 */
export function tablesOf(lockingShift: number, singleShift: number): CompiledTables {
  const locking = lockingShiftRows[lockingShift] ? lockingShift : 0
  const single = singleShiftRows[singleShift] ? singleShift : 0
  const key = locking * 16 + single
  const known = compiled.get(key)
  if (known) return known
  const fresh = compile(locking, single)
  compiled.set(key, fresh)
  return fresh
}

/** The lowest code wins where a table has a character twice; one septet is preferred to two. */
function compile(lockingShift: number, singleShift: number): CompiledTables {
  const locking = readRows(lockingShiftRows[lockingShift]!)
  const single = readRows(singleShiftRows[singleShift]!)
  const codes = new Uint8Array(0x10000).fill(NOT_IN_ALPHABET)
  for (let code = 127; code >= 0; code--) {
    const unit = single[code]!
    if (unit !== VOID) codes[unit] = code | SHIFTED
  }
  for (let code = 127; code >= 0; code--) {
    const unit = locking[code]!
    if (unit !== VOID) codes[unit] = code
  }
  return { lockingShift, singleShift, codes, locking, single }
}

/** GSM 7 bit default alphabet with its extension table. */
export const defaultTables: CompiledTables = tablesOf(0, 0)

export const hasLockingShift = (language: number): boolean =>
  typeof lockingShiftRows[language] === 'string'
