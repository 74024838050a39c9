export const LINES_MAX = 8
export const LINE_SIGNS_MAX = 200

/** What is written line by line, such as an address: without empty lines and the space around. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '')

export const areLinesTooMany = (lines: readonly string[]): boolean =>
  lines.length > LINES_MAX || lines.some((one) => one.length > LINE_SIGNS_MAX)

export const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())
export const isCountry = (text: string): boolean => /^[A-Z]{2}$/.test(text)

/** A number as some countries write it, with a comma, as the API takes it. Empty stays empty. */
export const decimal = (text: string): string => text.trim().replace(',', '.')
/** Not below zero, of up to six decimals. */
export const isDecimal = (text: string): boolean => /^\d{1,12}(?:\.\d{1,6})?$/.test(decimal(text))
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text)
