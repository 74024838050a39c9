import Papa from 'papaparse'
import { parseMsisdn } from '../../../src/protocols/e164/index.ts'
import { DESTINATIONS_MAX } from './recipients.ts'

export const FILE_OCTETS_MAX = 8_000_000
/** Rows looked at to find the column of numbers. */
const ROWS_GUESSED_BY = 50

export type Row = Record<string, string>
export interface CsvFile {
  name: string
  columns: string[]
  rows: Row[]
  numberColumn: string
}
export type CsvFault = 'TOO_LARGE' | 'NO_ROWS' | 'TOO_MANY_ROWS' | 'NO_NUMBERS'

/** Reads a file with a heading line. The column of numbers is found by what is in it. */
export function readCsv(
  name: string,
  text: string,
): { ok: true; file: CsvFile } | { ok: false; fault: CsvFault } {
  if (text.length > FILE_OCTETS_MAX) return { ok: false, fault: 'TOO_LARGE' }
  const read = Papa.parse<Row>(text.replace(/^\ufeff/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (header) => header.trim(),
  })
  const columns = (read.meta.fields ?? []).filter((column) => column !== '')
  if (read.data.length === 0 || columns.length === 0) return { ok: false, fault: 'NO_ROWS' }
  if (read.data.length > DESTINATIONS_MAX) return { ok: false, fault: 'TOO_MANY_ROWS' }
  const numberColumn = numbersIn(columns, read.data)
  if (numberColumn === null) return { ok: false, fault: 'NO_NUMBERS' }
  return { ok: true, file: { name, columns, rows: read.data, numberColumn } }
}

function numbersIn(columns: readonly string[], rows: readonly Row[]): string | null {
  const sample = rows.slice(0, ROWS_GUESSED_BY)
  const counted = columns.map((column) => ({
    column,
    numbers: sample.filter((row) => parseMsisdn(row[column] ?? '').ok).length,
  }))
  const best = counted.toSorted((a, b) => b.numbers - a.numbers)[0]
  return best !== undefined && best.numbers > 0 ? best.column : null
}

const PLACEHOLDER = /\{([^{}\n]{1,64})\}/g

/** Names between curly brackets, as far as the file has such a column. */
export const placeholdersIn = (text: string, columns: readonly string[]): string[] => [
  ...new Set(
    [...text.matchAll(PLACEHOLDER)]
      .map((match) => match[1]!.trim())
      .filter((name) => columns.includes(name)),
  ),
]

/** Names between curly brackets that no column has: most likely a typing mistake. */
export const unknownPlaceholdersIn = (text: string, columns: readonly string[]): string[] => [
  ...new Set(
    [...text.matchAll(PLACEHOLDER)]
      .map((match) => match[1]!.trim())
      .filter((name) => !columns.includes(name)),
  ),
]

/** The text for one row; a name no column has stays as it is. */
export const fillIn = (text: string, row: Row): string =>
  text.replaceAll(PLACEHOLDER, (whole, name: string) => row[name.trim()]?.trim() ?? whole)
