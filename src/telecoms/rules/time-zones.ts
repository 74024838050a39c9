import { digitTrie, type DigitTrie } from '../../protocols/e164/index.ts'
import { isZone } from './local-time.ts'
import { linesOf, RulesFault, textOf, words } from './tables.ts'

interface ZoneTable {
  byCountry: ReadonlyMap<string, readonly string[]>
  trie: DigitTrie
  byPrefix: readonly (readonly string[])[]
}

let read: ZoneTable | undefined

const table = (): ZoneTable => (read ??= parseZones(textOf('time-zones.tsv')))

/** @throws RulesFault at the first line that is wrong */
export function parseZones(text: string): ZoneTable {
  const byCountry = new Map<string, readonly string[]>()
  const byPrefix: (readonly string[])[] = []
  const prefixes: [string, number][] = []
  for (const { where, columns } of linesOf('time-zones.tsv', text, 3)) {
    const [country = '', digits = '', names = ''] = columns
    const zones = words(names)
    const unknown = zones.find((one) => !isZone(one))
    if (zones.length === 0 || unknown !== undefined)
      throw new RulesFault(`${where}: ${unknown ?? 'nothing'} is no time zone`)
    if (digits === '-') byCountry.set(country, zones)
    else {
      const index = byPrefix.push(zones) - 1
      for (const prefix of words(digits)) prefixes.push([prefix, index])
    }
  }
  return { byCountry, byPrefix, trie: digitTrie(prefixes) }
}

const UTC: readonly string[] = ['UTC']

/**
 * The zones that the owner of a number may be in: by its leading digits where the plan tells, else all of its country.
 * A number is carried about and ported, so it is where it is from, not where somebody is. UTC for a country that is not known.
 */
export function zonesOf(msisdn: string, country: string | null): readonly string[] {
  const { byCountry, byPrefix, trie } = table()
  return byPrefix[trie.find(msisdn)] ?? (country === null ? UTC : (byCountry.get(country) ?? UTC))
}

/** All zones of a country. */
export const zonesOfCountry = (country: string): readonly string[] =>
  table().byCountry.get(country) ?? []
