import type { Clock } from '../../core/clock.ts'
import type { Module } from '../../core/module.ts'
import type { Db, Tx } from '../../core/storage/index.ts'
import { dataMap } from './data-map.ts'
import { addCountries } from './routes/countries.ts'
import { addDoNotContact } from './routes/do-not-contact.ts'
import { addRegistrations } from './routes/registrations.ts'
import { addSettings } from './routes/settings.ts'
import type { AccountNames } from './routes/shared.ts'
import { RuleBook } from './rule-book.ts'
import type { SendingRules } from './sending-rules.ts'

export { dataMap as rulesDataMap } from './data-map.ts'
/** Folder of this module's migrations. */
export const rulesMigrations = new URL('./migrations/', import.meta.url)
export type { Binding } from './binding.ts'
export type { Meaning } from './keywords.ts'
export { nextOpening, type OpeningHours } from './opening-hours.ts'
export { senderKindOf } from './sender-kinds.ts'
export type { SendingRules } from './sending-rules.ts'
export { zonesOf } from './time-zones.ts'

export interface RulesNeeds {
  db: Db
  clock: Clock
  rootAccountId: number
  accounts: AccountNames
}

/** What binds messages: rules of countries, and what accounts say of their own sending. */
export interface Rules {
  /** By account, every one that is asked for; believed for 5 s at most. */
  of(tx: Tx, accountIds: readonly number[]): Promise<ReadonlyMap<number, SendingRules>>
  /** From memory: as they were last read, or the files alone; asked for again meanwhile when that is long ago. */
  known(accountId: number): SendingRules
  /** Which of these numbers are on the do-not-contact list of their country, in their order. */
  listed(db: Db, asked: readonly { country: string; number: string }[]): Promise<boolean[]>
  module: Module
}

export function rules({ db, clock, rootAccountId, accounts }: RulesNeeds): Rules {
  const book = new RuleBook(clock, rootAccountId)
  return {
    of: (tx, accountIds) => book.of(tx, accountIds),
    known: (accountId) => book.known(db, accountId),
    listed: (on, asked) => book.listed(on, asked),
    module: {
      name: 'rules',
      migrations: rulesMigrations,
      dataMap,
      routes: (app) => {
        const parts = { db, clock, book, accounts }
        addCountries(app, parts)
        addSettings(app, parts)
        addRegistrations(app, parts)
        addDoNotContact(app, parts)
      },
    },
  }
}
