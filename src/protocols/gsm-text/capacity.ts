import { type ShiftTables } from './tables.ts'
import { USER_DATA_OCTETS_MAX } from './user-data-header.ts'

/** Octets of the concatenation element, by the width of its reference. */
const concatenationOctets = { 8: 5, 16: 6 } as const
const shiftOctets = 3

export type ReferenceBits = 8 | 16

/** Octets a header takes; its length octet counts only when there is an element. */
export function headerOctets(tables: ShiftTables, concatenated: ReferenceBits | 0): number {
  let octets = concatenated === 0 ? 0 : concatenationOctets[concatenated]
  if (tables.lockingShift) octets += shiftOctets
  if (tables.singleShift) octets += shiftOctets
  return octets === 0 ? 0 : octets + 1
}

/** 160, 155 with one national table, 152 with two; in parts 153, 149, 146 (152, 148, 145 with 16 bits). */
export const septetsPerPart = (tables: ShiftTables, concatenated: ReferenceBits | 0): number =>
  Math.floor(((USER_DATA_OCTETS_MAX - headerOctets(tables, concatenated)) * 8) / 7)

const noShift: ShiftTables = { lockingShift: 0, singleShift: 0 }

/** 140; in parts 134 (133 with 16 bits). */
export const octetsPerPart = (concatenated: ReferenceBits | 0): number =>
  USER_DATA_OCTETS_MAX - headerOctets(noShift, concatenated)

/** 70; in parts 67 (66 with 16 bits). */
export const unitsPerPart = (concatenated: ReferenceBits | 0): number =>
  octetsPerPart(concatenated) >>> 1
