import { holidays } from './holidays.ts'
import type { ContentClass, National, SenderKind, SenderUse } from './national.ts'
import { nextOpening, readOpeningHours, type ClosedOn, type OpeningHours } from './opening-hours.ts'
import type { KnownSender } from './sender-kinds.ts'
import { zonesOf } from './time-zones.ts'
import type { OverrideRule } from './wire.ts'

interface Hours {
  prefixes: readonly string[]
  hours: OpeningHours
  closedOn: ClosedOn | undefined
}

/** Openings worked out and kept: a campaign asks the same again and again. */
const OPENINGS_MAX = 5_000
const MINUTE_MS = 60_000

/** What a country asks of messages, compiled from the files and what the installation and the account say instead. */
export class Binding {
  readonly country: string
  /** Longer validities are cut to this; null: none is. */
  readonly validityMsMax: number | null
  readonly #uses = new Map<SenderKind, SenderUse>()
  readonly #hours: readonly Hours[]
  readonly #fields: readonly {
    classes: readonly ContentClass[]
    path: readonly string[]
    option: string
  }[]
  readonly #prefixes: readonly string[]
  readonly #suffixes: readonly string[]
  readonly #openings = new Map<string, number | null>()

  constructor(country: string, file: National | undefined, overrides: readonly OverrideRule[]) {
    this.country = country
    const over: OverrideRule = Object.assign({}, ...overrides)
    for (const { kind, use } of file?.senders ?? []) this.#uses.set(kind, use)
    for (const { senders } of overrides)
      for (const [kind, use] of Object.entries(senders ?? {}))
        this.#uses.set(kind as SenderKind, use)
    this.validityMsMax =
      typeof over.validityMinutesMax === 'number' ? over.validityMinutesMax * MINUTE_MS : null
    this.#hours = hoursOf(file, over, overrides)
    this.#fields = (
      over.requiredOptions?.map((option) => ({ option, classes: all })) ??
      file?.fields ??
      []
    ).map(({ option, classes }) => ({ option, classes, path: option.split('.') }))
    this.#prefixes = formsOf(file, 'sender-prefix')
    this.#suffixes = formsOf(file, 'sender-suffix')
  }

  /** What a kind of sender may do; null: nothing is known. */
  use(kind: SenderKind): SenderUse | null {
    return this.#uses.get(kind) ?? null
  }

  /** Whether marketing may bear this name: some countries want it marked as such. */
  marketingName({ kind, address }: KnownSender): boolean {
    if (kind !== 'ALPHANUMERIC') return true
    const fits = (forms: readonly string[], is: (form: string) => boolean) =>
      forms.length === 0 || forms.some(is)
    return (
      fits(this.#prefixes, (form) => address.startsWith(form)) &&
      fits(this.#suffixes, (form) => address.endsWith(form))
    )
  }

  /** The option that a message lacks; null: it has all. */
  missing(
    contentClass: ContentClass,
    extras: Readonly<Record<string, unknown>> | null,
  ): string | null {
    for (const { classes, path, option } of this.#fields) {
      if (!classes.includes(contentClass)) continue
      let value: unknown = extras
      for (const name of path) value = (value as Record<string, unknown> | null | undefined)?.[name]
      if (value === undefined || value === null || value === '') return option
    }
    return null
  }

  /** Whether marketing is bound to hours at all. */
  get bindsHours(): boolean {
    return this.#hours.length > 0
  }

  /** When marketing to a number may go out, at `ms` or after it; null: not within a month. Kept by the minute. */
  openingOf(msisdn: string, ms: number): number | null {
    const found = this.#hoursFor(msisdn)
    if (!found) return ms
    const zones = zonesOf(msisdn, this.country)
    const minute = Math.floor(ms / MINUTE_MS)
    const key = `${this.#hours.indexOf(found)} ${minute} ${zones.join(' ')}`
    let opens = this.#openings.get(key)
    if (opens === undefined) {
      if (this.#openings.size >= OPENINGS_MAX) this.#openings.clear()
      opens = nextOpening(found.hours, zones, minute * MINUTE_MS, found.closedOn)
      this.#openings.set(key, opens)
    }
    return opens === null ? null : Math.max(opens, ms)
  }

  #hoursFor(msisdn: string): Hours | undefined {
    return (
      this.#hours.find(({ prefixes }) => prefixes.some((one) => msisdn.startsWith(one))) ??
      this.#hours.find(({ prefixes }) => prefixes.length === 0)
    )
  }
}

const all: readonly ContentClass[] = ['OTP', 'TRANSACTIONAL', 'MARKETING']

const formsOf = (file: National | undefined, kind: string): string[] =>
  (file?.duties ?? []).filter((one) => one.kind === kind).map((one) => one.value)

function hoursOf(
  file: National | undefined,
  over: OverrideRule,
  overrides: readonly OverrideRule[],
): Hours[] {
  const days = [
    ...(file?.holidays.flatMap((one) => one.days) ?? []),
    ...overrides.flatMap((one) => one.holidays ?? []),
  ]
  const closedOn = days.length > 0 ? holidays(days) : undefined
  const wanted =
    over.opening === undefined
      ? (file?.hours ?? [])
      : over.opening === null
        ? []
        : [{ prefixes: [], opening: over.opening, closedOnHolidays: days.length > 0 }]
  return wanted.map(({ prefixes, opening, closedOnHolidays }) => ({
    prefixes,
    hours: readOpeningHours(opening)!,
    closedOn: (over.closedOnHolidays ?? closedOnHolidays) ? closedOn : undefined,
  }))
}
