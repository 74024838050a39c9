import { isHoliday } from './holidays.ts'
import { readOpeningHours } from './opening-hours.ts'
import { RulesFault, sourcedLines, textOf, words, type Sourced } from './tables.ts'

/** What a message is for; the words of messaging. */
export const CONTENT_CLASSES = ['OTP', 'TRANSACTIONAL', 'MARKETING'] as const
export type ContentClass = (typeof CONTENT_CLASSES)[number]

export const SENDER_KINDS = ['ALPHANUMERIC', 'LONG_NUMBER', 'SHORT_CODE', 'TOLL_FREE'] as const
export type SenderKind = (typeof SENDER_KINDS)[number]

/**
 * What a country lets a kind of sender do. REGISTERED: refused unless it is registered for the country. MARKED: goes out
 * unregistered, and networks put a warning in its place. REPLACED: networks put another sender in its place.
 */
export const SENDER_USES = ['ALLOWED', 'REGISTERED', 'MARKED', 'REPLACED', 'REFUSED'] as const
export type SenderUse = (typeof SENDER_USES)[number]

export interface NationalSender extends Sourced {
  kind: SenderKind
  use: SenderUse
}
/** When marketing may go out, by the recipient's clock. */
export interface NationalHours extends Sourced {
  /** Leading digits it is for; none: the rest of the country. */
  prefixes: readonly string[]
  /** As `readOpeningHours` takes it. */
  opening: string
  closedOnHolidays: boolean
}
export interface NationalField extends Sourced {
  classes: readonly ContentClass[]
  /** Path in the options of a message: `regional.indiaDlt.principalEntityId`. */
  option: string
}
export interface RegistrationField extends Sourced {
  kinds: readonly SenderKind[]
  name: string
  about: string
}
export interface Duty extends Sourced {
  kind: 'sender-prefix' | 'sender-suffix' | 'note'
  value: string
}

/** What is known of a country's rules. What has no source is not here. */
export interface National {
  /** ISO 3166-1 alpha-2. */
  country: string
  senders: NationalSender[]
  hours: NationalHours[]
  /** As `isHoliday` takes them. */
  holidays: (Sourced & { days: readonly string[] })[]
  fields: NationalField[]
  registration: RegistrationField[]
  duties: Duty[]
}

const files = {
  senders: 'senders.tsv',
  hours: 'quiet-hours.tsv',
  holidays: 'holidays.tsv',
  fields: 'fields.tsv',
  registration: 'registrations.tsv',
  duties: 'duties.tsv',
} as const
type File = keyof typeof files
export type NationalTexts = Readonly<Record<File, string>>

let known: ReadonlyMap<string, National> | undefined

/** The rules of the files in `national/`, by country; read at the first use. */
export const national = (): ReadonlyMap<string, National> =>
  (known ??= parseNational(
    Object.fromEntries(
      Object.entries(files).map(([name, file]) => [name, textOf(file)]),
    ) as NationalTexts,
  ))

/** @throws RulesFault at the first line that is wrong */
export function parseNational(texts: NationalTexts): ReadonlyMap<string, National> {
  const countries = new Map<string, National>()
  const of = (where: string, country: string): National => {
    if (!/^[A-Z]{2}$/.test(country)) throw new RulesFault(`${where}: ${country} is no country`)
    const found = countries.get(country)
    if (found) return found
    const made: National = {
      country,
      senders: [],
      hours: [],
      holidays: [],
      fields: [],
      registration: [],
      duties: [],
    }
    countries.set(country, made)
    return made
  }
  for (const { where, columns, ...sourced } of sourcedLines(files.senders, texts.senders, 5))
    of(where, columns[0]!).senders.push(
      ...SENDER_KINDS.flatMap((kind, index) => {
        const use = useOf(where, columns[index + 1]!)
        return use === null ? [] : [{ kind, use, ...sourced }]
      }),
    )
  for (const { where, columns, ...sourced } of sourcedLines(files.hours, texts.hours, 4)) {
    const [country = '', prefixes = '', opening = '', onHolidays] = columns
    if (!readOpeningHours(opening)) throw new RulesFault(`${where}: ${opening} are no hours`)
    const closedOnHolidays = onHolidays === 'closed'
    of(where, country).hours.push({
      prefixes: words(prefixes),
      opening,
      closedOnHolidays,
      ...sourced,
    })
  }
  for (const { where, columns, ...sourced } of sourcedLines(files.holidays, texts.holidays, 2)) {
    const days = words(columns[1]!)
    const wrong = days.find((one) => !isHoliday(one))
    if (wrong !== undefined) throw new RulesFault(`${where}: ${wrong} is no day`)
    of(where, columns[0]!).holidays.push({ days, ...sourced })
  }
  for (const { where, columns, ...sourced } of sourcedLines(files.fields, texts.fields, 3))
    of(where, columns[0]!).fields.push({
      classes: oneOrAll(where, columns[1]!, CONTENT_CLASSES),
      option: columns[2]!,
      ...sourced,
    })
  for (const line of sourcedLines(files.registration, texts.registration, 4)) {
    const { where, columns, ...sourced } = line
    of(where, columns[0]!).registration.push({
      kinds: oneOrAll(where, columns[1]!, SENDER_KINDS),
      name: columns[2]!,
      about: columns[3]!,
      ...sourced,
    })
  }
  for (const { where, columns, ...sourced } of sourcedLines(files.duties, texts.duties, 3)) {
    const [country = '', kind = '', value = ''] = columns
    if (kind !== 'sender-prefix' && kind !== 'sender-suffix' && kind !== 'note')
      throw new RulesFault(`${where}: ${kind} is no duty`)
    of(where, country).duties.push({ kind, value, ...sourced })
  }
  return countries
}

const uses: Readonly<Record<string, SenderUse>> = {
  yes: 'ALLOWED',
  registered: 'REGISTERED',
  marked: 'MARKED',
  replaced: 'REPLACED',
  no: 'REFUSED',
}
function useOf(where: string, word: string): SenderUse | null {
  if (word === '?') return null
  const use = uses[word]
  if (!use) throw new RulesFault(`${where}: ${word} is nothing a sender may be`)
  return use
}

function oneOrAll<T extends string>(where: string, word: string, all: readonly T[]): readonly T[] {
  if (word === '*') return all
  const found = all.find((one) => one === word)
  if (found === undefined) throw new RulesFault(`${where}: ${word} is none of ${all.join(', ')}`)
  return [found]
}

/** Kept words of a language, with where they come from. */
export interface NationalKeyword extends Sourced {
  language: string
  meaning: string
  words: string
}

/** Lines of `keywords.tsv`. */
export const nationalKeywords = (text = textOf('keywords.tsv')): NationalKeyword[] =>
  sourcedLines('keywords.tsv', text, 3).map(({ columns, source, lookedUp }) => ({
    language: columns[0]!,
    meaning: columns[1]!,
    words: columns[2]!,
    source,
    lookedUp,
  }))
