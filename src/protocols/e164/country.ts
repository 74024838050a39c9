import { callingCodes, northAmericanAreas } from './calling-codes.ts'
import { digitTrie } from './digit-trie.ts'

export interface Country {
  /** E.164 country code, without '+'. */
  callingCode: string
  /** ISO 3166-1 alpha-2 (XK: Kosovo); null for codes without one country. */
  countryIso: string | null
}

const countries: Country[] = []
const trie = digitTrie(entries())

function* entries(): Generator<[string, number]> {
  const words = callingCodes.trim().split(/\s+/)
  let callingCode = ''
  for (let i = 0; i < words.length; i += 2) {
    const prefix = words[i]!
    // A longer prefix under a code belongs to that code; codes themselves never nest.
    if (callingCode === '' || !prefix.startsWith(callingCode)) callingCode = prefix
    yield [prefix, place(callingCode, words[i + 1]!)]
  }
  for (const [iso, areas] of Object.entries(northAmericanAreas)) {
    const index = place('1', iso)
    for (const area of areas.split(' ')) yield [`1${area}`, index]
  }
}

function place(callingCode: string, iso: string): number {
  return countries.push({ callingCode, countryIso: iso === '-' ? null : iso }) - 1
}

/** Calling code and country of international digits; null when no calling code begins so. Fast: one walk. */
export function countryOfDigits(digits: string): Country | null {
  return countries[trie.find(digits)] ?? null
}

/** Every calling code with its main country, for lists. */
export function callingCodeList(): readonly Country[] {
  const seen = new Set<string>()
  return countries.filter(({ callingCode, countryIso }) => {
    const key = `${callingCode} ${countryIso}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
