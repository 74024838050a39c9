import { readFileSync } from 'node:fs'

/** A country or territory with its numbering. */
export interface PlanCountry {
  /** ISO 3166-1 alpha-2; XK is Kosovo. */
  iso: string
  name: string
  /** E.164 calling code, without '+'. */
  callingCode: string
  /** ITU-T E.212 mobile country codes, the main one first; none for a territory without networks. */
  mccs: readonly string[]
}

/** A mobile network by ITU-T E.212. */
export interface Network {
  mcc: string
  /** Two or three digits. */
  mnc: string
  mccMnc: string
  name: string
  /** Null for the test network of the simulator. */
  countryIso: string | null
}

export interface Plan {
  countries: readonly PlanCountry[]
  networks: readonly Network[]
  /** International prefix and the index of its network. */
  prefixes: readonly (readonly [string, number])[]
}

/** Data errors name the file and line, so that an edited plan tells what is wrong with it. */
export class PlanFault extends Error {
  override name = 'PlanFault'
}

interface Line {
  where: string
  columns: string[]
}

/** Tab between columns, '#' before remarks. */
function linesOf(file: string, text: string, columnCount: number): Line[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    const where = `${file}:${index + 1}`
    const columns = line.split('\t').map((column) => column.trim())
    if (columns.length !== columnCount)
      throw new PlanFault(`${where}: ${columnCount} columns, please`)
    return [{ where, columns }]
  })
}

const words = (column: string): string[] => column.split(' ').filter((word) => word !== '')

/** The plan of this folder's files. */
export const readPlan = (): Plan => parsePlan(textOf('countries.tsv'), textOf('networks.tsv'))

const textOf = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')

/** @throws PlanFault at the first line that is wrong */
export function parsePlan(countriesText: string, networksText: string): Plan {
  const countries = linesOf('countries.tsv', countriesText, 4).map(readCountry)
  const byIso = new Map(countries.map((country) => [country.iso, country]))
  const networks: Network[] = []
  const prefixes: [string, number][] = []
  const owners = new Map<string, string>()
  for (const { where, columns } of linesOf('networks.tsv', networksText, 5)) {
    const [iso = '', mcc = '', mnc = '', name = '', national = ''] = columns
    const country = byIso.get(iso)
    if (!country && iso !== '-') throw new PlanFault(`${where}: no country ${iso}`)
    if (!/^\d{3}$/.test(mcc) || !/^\d{2,3}$/.test(mnc))
      throw new PlanFault(`${where}: ${mcc}-${mnc}`)
    const network = { mcc, mnc, mccMnc: mcc + mnc, name, countryIso: country?.iso ?? null }
    const index = networks.push(network) - 1
    for (const prefix of words(national).flatMap((word) => expandRange(word, where))) {
      const whole = (country?.callingCode ?? '') + prefix
      const owner = owners.get(whole)
      if (owner) throw new PlanFault(`${where}: ${whole} already belongs to ${owner}`)
      owners.set(whole, network.mccMnc)
      prefixes.push([whole, index])
    }
  }
  return { countries, networks, prefixes }
}

function readCountry({ where, columns }: Line): PlanCountry {
  const [iso = '', name = '', callingCode = '', mccs = ''] = columns
  if (!/^[A-Z]{2}$/.test(iso) || !/^\d{1,3}$/.test(callingCode))
    throw new PlanFault(`${where}: ${iso}`)
  return { iso, name, callingCode, mccs: words(mccs) }
}

/** "70-73" is 70, 71, 72, 73; leading zeros stay. */
function expandRange(word: string, where: string): string[] {
  const match = /^(\d{1,12})(?:-(\d{1,12}))?$/.exec(word)
  if (!match) throw new PlanFault(`${where}: ${word} is no prefix`)
  const [, first = '', last = first] = match
  const count = Number(last) - Number(first) + 1
  if (first.length !== last.length || count < 1 || count > 100) {
    throw new PlanFault(`${where}: ${word} is no range`)
  }
  return Array.from({ length: count }, (_, i) =>
    String(Number(first) + i).padStart(first.length, '0'),
  )
}
