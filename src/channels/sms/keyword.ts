/** Messaging takes the keyword from the first word; as much of it goes. */
const FIRST_WORD = /^\S{1,40}/

/** The text behind its keyword (upper case); the whole text when it does not begin with it. */
export function withoutKeyword(text: string, keyword: string | null): string {
  const trimmed = text.trim()
  const word = FIRST_WORD.exec(trimmed)?.[0]
  if (keyword === null || word === undefined || word.toUpperCase() !== keyword) return trimmed
  return trimmed.slice(word.length).trim()
}
