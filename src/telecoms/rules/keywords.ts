import { nationalKeywords } from './national.ts'
import { RulesFault } from './tables.ts'

/** What a text of nothing but a keyword asks for. */
export const MEANINGS = ['STOP', 'START', 'HELP'] as const
export type Meaning = (typeof MEANINGS)[number]

/** Longer texts are no keyword, and are not looked at. */
const TEXT_LENGTH_MAX = 60
/** Letters that have no accent to take off, and are still written with and without. */
const plain: Readonly<Record<string, string>> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ё: 'е',
}

/**
 * A text as keywords are compared: without case, accents, width and punctuation, blanks as one. `“Arrêt !”` is `arret`.
 * Letters of every script stay.
 */
export function foldKeyword(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/['’‘`´]/gu, '')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[ıłøđðßæœþё]/gu, (letter) => plain[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

let kept: ReadonlyMap<string, Meaning> | undefined
const everywhere = (): ReadonlyMap<string, Meaning> => {
  kept ??= new Map(
    nationalKeywords().map(({ words, meaning }) => {
      const known = MEANINGS.find((one) => one === meaning)
      if (!known) throw new RulesFault(`keywords.tsv: ${words}: ${meaning} is no meaning`)
      return [foldKeyword(words), known]
    }),
  )
  return kept
}

/**
 * What a text means when it is nothing but a keyword: "Stop!" does, "don't stop" and "stop by at five" do not.
 * @param own the account's own words, folded; they go before those of the languages
 */
export function meaningOf(text: string, own: ReadonlyMap<string, Meaning>): Meaning | null {
  if (text.length > TEXT_LENGTH_MAX) return null
  const folded = foldKeyword(text)
  return own.get(folded) ?? everywhere().get(folded) ?? null
}
