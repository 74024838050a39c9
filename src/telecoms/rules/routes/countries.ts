import { badField, wireTime, type App, type Credential } from '../../../core/http/index.ts'
import { countries } from '../../numbering-plan/index.ts'
import { isHoliday } from '../holidays.ts'
import { national, type National } from '../national.ts'
import { readOpeningHours } from '../opening-hours.ts'
import * as store from '../store/accounts.ts'
import type { OverrideRow } from '../store/accounts.ts'
import { zonesOfCountry } from '../time-zones.ts'
import * as wire from '../wire.ts'
import { deciding, pageOf, reading, unknown, type Parts } from './shared.ts'

const path = '/rules/1/countries'
const one = `${path}/:country`
const names = new Map(countries().map(({ iso, name }) => [iso, name]))
const noCountry = () => unknown('There is no country with this code.')

/** `/rules/1/countries`: what each country asks, where that is written, and what holds here instead. */
export function addCountries(app: App, parts: Parts): void {
  const { db, clock, book } = parts
  app.operation(
    {
      ...reading,
      id: 'list-country-rules',
      method: 'GET',
      path,
      summary: 'List rules of countries',
      description:
        'Countries with a rule, by code. `installation` holds for everybody, `account` for this account alone.',
      query: wire.CountryQuery,
      answers: { 200: wire.CountryList },
    },
    async ({ query, credential }) => {
      const overrides = await overridesOf(parts, credential)
      const codes = new Set([...national().keys(), ...overrides.map(({ row }) => row.country)])
      const wanted = [...codes].toSorted().filter((code) => code > (query.cursor ?? ''))
      const { page, nextCursor } = pageOf(wanted, query.limit ?? 100, (code) => code)
      return { results: page.map((code) => present(code, overrides)), nextCursor }
    },
  )
  app.operation(
    {
      ...reading,
      id: 'get-country-rules',
      method: 'GET',
      path: one,
      summary: 'Read the rules of a country',
      params: wire.CountryPath,
      answers: { 200: wire.CountryRules },
    },
    async ({ params, credential }) => {
      if (!names.has(params.country)) throw noCountry()
      return present(params.country, await overridesOf(parts, credential))
    },
  )
  app.operation(
    {
      ...deciding,
      id: 'set-country-rules',
      method: 'PUT',
      path: one,
      summary: 'Say what holds for a country instead',
      description:
        'For everybody, or for one account below. What is left out stays as the files have it. In force at once; on other nodes within 5 seconds.',
      params: wire.CountryPath,
      body: wire.NewOverride,
      answers: { 200: wire.CountryRules },
    },
    async ({ params: { country }, body, credential }) => {
      if (!names.has(country)) throw noCountry()
      refuseWrong(body.rule)
      const accountId = await whose(parts, credential, body.accountKey)
      const { rule, reason } = body
      await store.writeOverride(db, accountId, { country, rule, reason }, clock.now())
      book.forget()
      return present(country, await overridesOf(parts, { ...credential, accountId }))
    },
  )
  app.operation(
    {
      ...deciding,
      id: 'reset-country-rules',
      method: 'DELETE',
      path: one,
      summary: 'Let the rules of the files hold again',
      params: wire.CountryPath,
      query: wire.OverrideQuery,
      answers: { 204: null },
    },
    async ({ params, query, credential }) => {
      const accountId = await whose(parts, credential, query.accountKey)
      if ((await store.deleteOverride(db, accountId, params.country)) === 0)
        throw unknown('Nothing else was said of this country.')
      book.forget()
    },
  )
}

async function whose(
  { accounts }: Parts,
  credential: Credential,
  key: string | undefined,
): Promise<number> {
  if (key === undefined) return credential.accountId
  const found = await accounts.accountWithin(credential.accountId, key)
  if (found === null) throw unknown('There is no such account.')
  return found
}

function refuseWrong({ opening, holidays = [] }: wire.OverrideRule): void {
  if (typeof opening === 'string' && readOpeningHours(opening) === null)
    throw badField('rule.opening', 'must be hours such as MO-FR 08:00-20:00 SA 09:00-13:00')
  holidays.forEach((day, index) => {
    if (!isHoliday(day))
      throw badField(
        `rule.holidays[${index}]`,
        'must be a day such as 2026-03-20, 05-01 or easter+1',
      )
  })
}

type Told = { of: 'installation' | 'account'; row: OverrideRow }

/** The installation's, and those of the account that asks. */
async function overridesOf(
  { db, book }: Parts,
  credential: Pick<Credential, 'accountId'>,
): Promise<Told[]> {
  const { rootAccountId } = book
  const found = await store.readOverrides(db, [rootAccountId, credential.accountId])
  return found.map((row) => ({
    of: row.account_id === rootAccountId ? 'installation' : 'account',
    row,
  }))
}

const nothing = (country: string): National => ({
  country,
  senders: [],
  hours: [],
  holidays: [],
  fields: [],
  registration: [],
  duties: [],
})

function present(country: string, overrides: readonly Told[]): wire.CountryRules {
  const file = national().get(country) ?? nothing(country)
  const told = (of: Told['of']) => {
    const row = overrides.find((other) => other.of === of && other.row.country === country)?.row
    return row ? { rule: row.rule, reason: row.reason, updatedAt: wireTime(row.updated_at) } : null
  }
  return {
    country,
    name: names.get(country) ?? country,
    timeZones: [...zonesOfCountry(country)],
    senders: file.senders.map(({ kind, use, source, lookedUp }) => ({
      kind,
      use,
      source,
      lookedUp,
    })),
    hours: file.hours.map(({ prefixes, opening, closedOnHolidays, source, lookedUp }) => ({
      prefixes: [...prefixes],
      opening,
      closedOnHolidays,
      source,
      lookedUp,
    })),
    holidays: file.holidays.map(({ days, source, lookedUp }) => ({
      days: [...days],
      source,
      lookedUp,
    })),
    requiredOptions: file.fields.map(({ option, classes, source, lookedUp }) => ({
      option,
      contentClasses: [...classes],
      source,
      lookedUp,
    })),
    registrationFields: file.registration.map(({ name, about, kinds, source, lookedUp }) => ({
      name,
      about,
      kinds: [...kinds],
      source,
      lookedUp,
    })),
    duties: file.duties.map(({ kind, value, source, lookedUp }) => ({
      kind,
      value,
      source,
      lookedUp,
    })),
    installation: told('installation'),
    account: told('account'),
  }
}
