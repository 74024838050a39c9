import { useTranslation } from 'react-i18next'
import { nowMs } from '../clock.ts'

const made = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>()
function once<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => T,
): T {
  const found = made.get(key)
  if (found) return found as T
  const fresh = make()
  made.set(key, fresh)
  return fresh
}

/** Reads `2026-11-23T20:29:00.000+0000`; some browsers want the colon in the offset. */
export const readTime = (wire: string): Date =>
  new Date(wire.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
/** The instant of a date field's text, such as `2026-11-24 09:00:00`, which is in the reader's zone. */
export const instantOf = (local: string): Date => new Date(local.replace(' ', 'T'))
export const writeTime = (time: Date): string => `${time.toISOString().slice(0, 23)}+0000`

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

/** Numbers and times as the reader's language writes them, in the reader's time zone. */
export function useFormat() {
  const { i18n } = useTranslation()
  const language = i18n.language
  return {
    number: (value: number) =>
      once(`n${language}`, () => new Intl.NumberFormat(language)).format(value),
    percent: (value: number) =>
      once(
        `p${language}`,
        () => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }),
      ).format(value),
    money: (value: number, currency: string) =>
      once(`m${language}${currency}`, () => moneyFormat(language, currency)).format(value),
    time: (time: Date) =>
      once(
        `t${language}`,
        () =>
          new Intl.DateTimeFormat(language, {
            dateStyle: 'medium',
            timeStyle: 'medium',
            hourCycle: 'h23',
          }),
      ).format(time),
    shortTime: (time: Date) =>
      once(
        `s${language}`,
        () =>
          new Intl.DateTimeFormat(language, {
            month: 'short',
            day: 'numeric',
            hour: '2-digit',
            minute: '2-digit',
            hourCycle: 'h23',
          }),
      ).format(time),
    clockTime: (time: Date) =>
      once(
        `c${language}`,
        () =>
          new Intl.DateTimeFormat(language, {
            hour: '2-digit',
            minute: '2-digit',
            second: '2-digit',
            hourCycle: 'h23',
          }),
      ).format(time),
    hour: (time: Date) =>
      once(
        `h${language}`,
        () =>
          new Intl.DateTimeFormat(language, {
            hour: '2-digit',
            minute: '2-digit',
            hourCycle: 'h23',
          }),
      ).format(time),
    utc: (time: Date) =>
      `${once(`u${language}`, () => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' })).format(time)} UTC`,
    ago: (time: Date) => {
      const seconds = Math.round((time.getTime() - nowMs()) / 1000)
      const [unit, size] = STEPS.find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1]
      return once(
        `r${language}`,
        () => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' }),
      ).format(Math.trunc(seconds / size), unit)
    },
    country: (iso: string) => new Intl.DisplayNames([language], { type: 'region' }).of(iso) ?? iso,
  }
}

function moneyFormat(language: string, currency: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      maximumFractionDigits: 6,
    })
  } catch {
    return new Intl.NumberFormat(language, { maximumFractionDigits: 6 })
  }
}
