import { parseMsisdn, type MsisdnFault } from '../../../src/protocols/e164/index.ts'

/** Of one request, as the API limits it. */
export const DESTINATIONS_MAX = 10_000

export interface CheckedRecipients {
  /** As digits, in the order they were written, each once. */
  numbers: string[]
  faulty: { written: string; reason: MsisdnFault }[]
  duplicates: number
}

/**
 * Reads numbers as people paste them: one a line, or divided by commas, semicolons or tabs. Blanks divide only
 * where the whole is no number, because people write blanks inside numbers.
 */
export function readRecipients(text: string): CheckedRecipients {
  const seen = new Set<string>()
  const checked: CheckedRecipients = { numbers: [], faulty: [], duplicates: 0 }
  for (const piece of text.split(/[\n\r,;\t]+/)) {
    const written = piece.trim()
    if (written === '') continue
    const whole = parseMsisdn(written)
    const all = whole.ok ? [written] : manyOf(written)
    for (const one of all) take(one, seen, checked)
  }
  return checked
}

function manyOf(written: string): string[] {
  const words = written.split(/\s+/)
  return words.length > 1 && words.every((word) => parseMsisdn(word).ok) ? words : [written]
}

function take(written: string, seen: Set<string>, checked: CheckedRecipients): void {
  const read = parseMsisdn(written)
  if (!read.ok) checked.faulty.push({ written, reason: read.reason })
  else if (seen.has(read.msisdn)) checked.duplicates++
  else {
    seen.add(read.msisdn)
    checked.numbers.push(read.msisdn)
  }
}
