import { decimal, isDecimal } from '../parts/written.ts'

export const BILL_SIGNS_MAX = 2_000_000
/** Lines entered by hand; a bill of more comes as a file. */
export const WRITTEN_LINES_MAX = 100

/** A line of a bill as it is written in the form. */
export interface WrittenLine {
  country: string
  network: string
  parts: string
  amount: string
}
export type LineFault = 'countryFault' | 'networkFault' | 'partsFault' | 'amountFault'

export const emptyLine = (): WrittenLine => ({ country: '', network: '', parts: '', amount: '' })

export const isMonth = (text: string): boolean => /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)
/** @returns the month before that of an instant, in UTC, as `2026-10` */
export function lastMonth(at: Date): string {
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1))
  return first.toISOString().slice(0, 7)
}

/** What the server would refuse in a line, or null. An unknown country or network is left empty. */
export function lineFault({ country, network, parts, amount }: WrittenLine): LineFault | null {
  if (!/^(?:[A-Z]{2})?$/.test(country.trim())) return 'countryFault'
  if (!/^(?:\d{5,6})?$/.test(network.trim())) return 'networkFault'
  if (!/^\d{1,12}$/.test(parts.trim())) return 'partsFault'
  return isDecimal(amount) ? null : 'amountFault'
}

/** The lines as the operation reads them. */
export const csvOf = (lines: readonly WrittenLine[]): string =>
  [
    'country,network,parts,amount',
    ...lines.map((one) =>
      [one.country.trim(), one.network.trim(), one.parts.trim(), decimal(one.amount)].join(','),
    ),
    '',
  ].join('\n')
