import i18next from 'i18next'

/** A country as readers of the portal's language call it. */
export function countryName(code: string): string {
  const names = new Intl.DisplayNames([i18next.language], { type: 'region' })
  return names.of(code) ?? code
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const

/** `MO-SA 08:00-22:00` with days as readers of the portal's language write them. */
export function hoursShown(opening: string): string {
  const format = new Intl.DateTimeFormat(i18next.language, { weekday: 'short', timeZone: 'UTC' })
  // The fourth of January 1970 was a Sunday.
  return opening.replaceAll(/\b(SU|MO|TU|WE|TH|FR|SA)\b/g, (day) =>
    format.format(Date.UTC(1970, 0, 4 + weekdays.indexOf(day as 'SU'))),
  )
}
