import { toMsisdn } from '../../../src/protocols/e164/index.ts'

/** Numbers in one request. */
export const NUMBERS_MAX = 50_000

/**
 * Numbers out of what somebody pasted, or out of a file of comma-separated values: every cell that is one, once.
 * @returns `others`: how many cells are none (a heading, a name)
 */
export function numbersIn(text: string): { numbers: string[]; others: number } {
  const cells = text
    .split(/[\n\r,;\t]+/)
    .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    .filter((cell) => cell !== '')
  const read = cells.map((cell) => toMsisdn(cell))
  const numbers = [...new Set(read.filter((one) => one !== null))]
  return { numbers, others: read.filter((one) => one === null).length }
}
