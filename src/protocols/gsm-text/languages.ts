import type { ShiftTables } from './tables.ts'
import { hasLockingShift } from './tables.ts'

/** Language codes of the compatible API. */
export const languageCodes = ['NONE', 'TR', 'ES', 'PT', 'AUTODETECT'] as const
export type LanguageCode = (typeof languageCodes)[number]

/** National language identifiers of TS 23.038 §6.2.1.2.4 by ISO 639-1 code. */
export const nationalLanguages = {
  TR: 1,
  ES: 2,
  PT: 3,
  BN: 4,
  GU: 5,
  HI: 6,
  KN: 7,
  ML: 8,
  OR: 9,
  PA: 10,
  TA: 11,
  TE: 12,
  UR: 13,
} as const
export type NationalLanguageCode = keyof typeof nationalLanguages

export interface LanguageChoice {
  languageCode?: LanguageCode | NationalLanguageCode
  singleShift?: boolean
  lockingShift?: boolean
}

/** AUTODETECT weighs these only: handsets outside India seldom know the other tables. */
const detected: readonly NationalLanguageCode[] = ['TR', 'ES', 'PT']

/**
 * The pairs of tables a text may use by the caller's choice, besides the default alphabet.
 * With neither shift named every useful pair is offered and the cheapest wins.
 */
export function tablesToTry(choice: LanguageChoice): readonly ShiftTables[] {
  const { languageCode = 'NONE' } = choice
  if (languageCode === 'NONE') return []
  const codes = languageCode === 'AUTODETECT' ? detected : [languageCode]
  return codes.flatMap((code) => pairsOf(nationalLanguages[code], choice))
}

function pairsOf(language: number | undefined, choice: LanguageChoice): ShiftTables[] {
  if (language === undefined) return []
  const single = { lockingShift: 0, singleShift: language }
  if (!hasLockingShift(language)) return [single]
  const locking = { lockingShift: language, singleShift: 0 }
  const both = { lockingShift: language, singleShift: language }
  if (choice.singleShift && choice.lockingShift) return [both]
  if (choice.singleShift) return [single]
  if (choice.lockingShift) return [locking]
  return [single, locking, both]
}
