import { isUuidv7 } from '../core/ids.ts'

/**
 * How a customer sees our message ids (UUIDs): as they are (36 characters), as 32 hexadecimal digits, or as one decimal
 * number of up to 39. All fit the 64 characters of SMPP 3.4 §5.2.23 and lead back to the same id.
 */
export type IdForm = 'UUID' | 'HEX' | 'DECIMAL'

export function writeId(id: string, form: IdForm): string {
  // An id that somebody chose elsewhere is no number.
  if (form === 'UUID' || !isUuidv7(id)) return id
  const digits = id.replaceAll('-', '')
  return form === 'HEX' ? digits : BigInt(`0x${digits}`).toString()
}

/** Reads any of the three forms, whichever the user has. @returns null when it can be none of ours */
export function readId(text: string): string | null {
  const lower = text.toLowerCase()
  if (isUuidv7(lower)) return lower
  const digits = /^[0-9]{36,39}$/.test(lower)
    ? BigInt(lower).toString(16).padStart(32, '0')
    : /^[0-9a-f]{32}$/.test(lower)
      ? lower
      : null
  if (digits === null || digits.length !== 32) return null
  const id = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return isUuidv7(id) ? id : null
}
