import type { TFunction } from 'i18next'
import type { Answer } from '../api/call.ts'
import { toCsv } from '../figures/csv.ts'

export type UsageRows = Answer<'get-usage'>['rows']

/** Usage as a table for a spreadsheet; the first line names the columns. */
export const usageCsv = (by: string, rows: UsageRows, t: TFunction): string =>
  toCsv([
    [by, t('usage.name'), t('usage.messages'), t('usage.parts'), t('usage.amount'), t('usage.currency')], // prettier-ignore
    ...rows.map((one) => [
      one.keys[0] ?? '',
      one.names[0] ?? '',
      one.messages,
      one.parts,
      Number(one.amount),
      one.currency,
    ]),
  ])

/** What a row is about, in words. */
export const labelOf = (one: UsageRows[number], otherwise: string): string =>
  one.names[0] ?? (one.keys[0] || otherwise)
