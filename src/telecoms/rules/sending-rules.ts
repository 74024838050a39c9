import { Binding } from './binding.ts'
import { meaningOf, type Meaning } from './keywords.ts'
import { national, type ContentClass } from './national.ts'
import { senderKindOf } from './sender-kinds.ts'
import type { OverrideRule } from './wire.ts'

export type Enforcement = 'REAL_ROUTES' | 'ALL_ROUTES' | 'OFF'

/** What an account has set; null: not. */
export interface StoredSettings {
  content_class: ContentClass | null
  varied_max: number | null
  identical_max: number | null
  flooding_minutes: number | null
  duplicate_seconds: number | null
  keywords_on: boolean | null
  opt_out_scope: 'SENDER' | 'ACCOUNT' | null
  enforcement: Enforcement | null
}

/** All that is stored of one account. */
export interface StoredRules {
  settings: StoredSettings | null
  senderClasses: ReadonlyMap<string, ContentClass>
  overrides: ReadonlyMap<string, OverrideRule>
  /** `FR Shop` and when it ends; null: it does not. */
  registered: ReadonlyMap<string, Date | null>
  /** Words by number; '' for all. */
  keywords: ReadonlyMap<string, ReadonlyMap<string, Meaning>>
  /** `STOP 4917…` or `STOP ` for all numbers; null: nothing is answered. */
  answers: ReadonlyMap<string, string | null>
}

/** The compatible API's defaults: messages to one number within an hour. */
const builtIn = {
  variedMax: 20,
  identicalMax: 6,
  floodingMinutes: 60,
  duplicateSeconds: 0,
} as const

/** What is answered to a keyword when the account says nothing else. */
const usualAnswers: Readonly<Record<Meaning, string>> = {
  STOP: 'You will get no more messages from {sender}. Reply START to get them again.',
  START: 'You will get messages from {sender} again. Reply STOP to end them.',
  HELP: 'Reply STOP to get no more messages from {sender}.',
}

const plainBindings = new Map<string, Binding>()

/** What an account is bound by, and what it wishes: its own words first, then the installation's, then the files. */
export class SendingRules {
  readonly #own: StoredRules
  readonly #installation: StoredRules
  readonly #bindings = new Map<string, Binding | null>()

  constructor(own: StoredRules, installation: StoredRules) {
    this.#own = own
    this.#installation = installation
  }

  #setting<Name extends keyof StoredSettings>(name: Name): StoredSettings[Name] {
    return (this.#own.settings?.[name] ??
      this.#installation.settings?.[name] ??
      null) as StoredSettings[Name]
  }

  get enforcement(): Enforcement {
    return this.#installation.settings?.enforcement ?? 'REAL_ROUTES'
  }

  /** What messages are for that do not say so, whoever sends them. */
  get contentClass(): ContentClass {
    return this.#setting('content_class') ?? 'TRANSACTIONAL'
  }

  /** What a message is for: as it says, else as its sender does, else as the account does. */
  contentClassOf(asked: ContentClass | null, sender: string): ContentClass {
    if (asked !== null) return asked
    const classes = this.#own.senderClasses
    if (classes.size > 0) {
      const ofSender = classes.get(senderKindOf(sender)?.address ?? sender)
      if (ofSender) return ofSender
    }
    return this.contentClass
  }

  get flooding(): { variedMax: number; identicalMax: number; minutes: number } {
    return {
      variedMax: this.#setting('varied_max') ?? builtIn.variedMax,
      identicalMax: this.#setting('identical_max') ?? builtIn.identicalMax,
      minutes: this.#setting('flooding_minutes') ?? builtIn.floodingMinutes,
    }
  }

  /** For how long the same text from the same sender to the same number is refused; 0: it is not. */
  get duplicateSeconds(): number {
    return this.#setting('duplicate_seconds') ?? builtIn.duplicateSeconds
  }

  /** What binds messages to a country; null: nothing does. From memory. */
  binding(country: string | null): Binding | null {
    if (country === null) return null
    let found = this.#bindings.get(country)
    if (found === undefined) {
      found = this.#compile(country)
      this.#bindings.set(country, found)
    }
    return found
  }

  #compile(country: string): Binding | null {
    const overrides = [
      this.#installation.overrides.get(country),
      this.#own === this.#installation ? undefined : this.#own.overrides.get(country),
    ].filter((one) => one !== undefined)
    if (overrides.findLast((one) => one.enforced !== undefined)?.enforced === false) return null
    const file = national().get(country)
    if (overrides.length > 0) return new Binding(country, file, overrides)
    if (!file) return null
    const plain = plainBindings.get(country) ?? new Binding(country, file, [])
    plainBindings.set(country, plain)
    return plain
  }

  /** Whether a sender is registered for a country at an instant. */
  registered(country: string, address: string, nowMs: number): boolean {
    const end = this.#own.registered.get(`${country} ${address}`)
    return end !== undefined && (end === null || end.getTime() > nowMs)
  }

  get keywordsOn(): boolean {
    return this.#setting('keywords_on') ?? true
  }

  get optOutScope(): 'SENDER' | 'ACCOUNT' {
    return this.#setting('opt_out_scope') ?? 'SENDER'
  }

  /** What a text to one of the account's numbers asks for, when it is nothing but a keyword. */
  meaningOf(text: string, number: string): Meaning | null {
    const { keywords } = this.#own
    if (keywords.size === 0) return meaningOf(text, none)
    const own = new Map([...(keywords.get('') ?? []), ...(keywords.get(number) ?? [])])
    return meaningOf(text, own)
  }

  /** What is answered; null: nothing. */
  answerTo(meaning: Meaning, number: string): string | null {
    const { answers } = this.#own
    for (const key of [`${meaning} ${number}`, `${meaning} `]) {
      const found = answers.get(key)
      if (found !== undefined) return found?.replaceAll('{sender}', number) ?? null
    }
    return usualAnswers[meaning].replaceAll('{sender}', number)
  }
}

const none: ReadonlyMap<string, Meaning> = new Map()
