/** A calendar month, `YYYY-MM`. */
export type Month = string

export const monthOf = (day: string): Month => day.slice(0, 7)
export const firstDay = (month: Month): string => `${month}-01`

export function addMonths(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const months = year * 12 + number - 1 + count
  const text = String(Math.floor(months / 12)).padStart(4, '0')
  return `${text}-${String((((months % 12) + 12) % 12) + 1).padStart(2, '0')}`
}

/** The last day of a month, `YYYY-MM-DD`. */
export const lastDay = (month: Month): string => addDays(firstDay(addMonths(month, 1)), -1)

export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10)
}

/** The instant a year is over, UTC: clocks of rules that count from the end of the invoicing year. */
export const yearEnd = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear() + 1, 0, 1))
