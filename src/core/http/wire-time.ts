/** Writes a time as the compatible API does: `2026-11-23T20:29:00.000+0000`, always UTC. */
export const wireTime = (time: Date | number): string =>
  `${(typeof time === 'number' ? new Date(time) : time).toISOString().slice(0, 23)}+0000`

const TIME =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}:?\d{2})?$/i

/**
 * Reads a time in any of the forms clients send: offset `+0000`, `+00:00` or `Z`, none means UTC;
 * seconds and fractions may be left out. A `+` that a query string turned into a blank is accepted.
 * @returns undefined when the text is not a time
 */
export function parseWireTime(text: string): Date | undefined {
  const match = TIME.exec(
    text
      .trim()
      .replace(/ (\d{2}:?\d{2})$/, (whole, offset: string, at: number) =>
        at > 11 ? `+${offset}` : whole,
      ),
  )
  if (!match) return undefined
  const [, day, time, zone = 'Z'] = match
  const offset = /^z$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const read = new Date(`${day}T${time}${offset}`)
  return Number.isNaN(read.getTime()) || !isDay(day!) ? undefined : read
}

/** To JavaScript the 31st of November is the 1st of December. */
const isDay = (day: string): boolean => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
