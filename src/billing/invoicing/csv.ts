import { decimalText } from './currency.ts'
import type { Content } from './document.ts'

const columns = [
  'document',
  'position',
  'kind',
  'month',
  'channel',
  'direction',
  'country',
  'network',
  'component',
  'name',
  'quantity',
  'unit',
  'unit_price',
  'amount',
  'currency',
]

/** The lines of a document as CSV (RFC 4180, UTF-8), amounts with a point and all their digits. */
export function linesCsv({ number, currency, lines }: Content): string {
  const rows = lines.map((line) => [
    number,
    String(line.position),
    line.kind,
    line.month,
    line.channel,
    line.direction,
    line.country,
    line.network,
    line.component,
    line.name,
    line.quantity,
    line.unit,
    line.unitMicros === null ? null : decimalText(BigInt(line.unitMicros), currency),
    decimalText(BigInt(line.amountMicros), currency),
    currency,
  ])
  return [columns, ...rows].map(csvLine).join('')
}

export const csvLine = (fields: readonly (string | null)[]): string =>
  `${fields.map(csvField).join(',')}\r\n`

/** A field that a spreadsheet would run as a formula is set off by an apostrophe; numbers below zero are none. OWASP, CSV injection. */
function csvField(value: string | null): string {
  const text = value ?? ''
  const safe = /^[=+@\t\r]/.test(text) || /^-(?!\d+(\.\d+)?$)/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
