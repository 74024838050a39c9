import { useState } from 'react'
import type { LanguageCode, TransliterationCode } from '../../../src/protocols/gsm-text/index.ts'

export const days = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const
export type Day = (typeof days)[number]
export type ValidityUnit = 'SECONDS' | 'MINUTES' | 'HOURS'

/** A message as it stands in the composer. Texts of fields, not yet checked. */
export interface Draft {
  sender: string
  source: 'typed' | 'file'
  typed: string
  text: string
  transliteration: TransliterationCode
  languageCode: LanguageCode
  scheduled: boolean
  /** `2026-11-24 09:00:00` in the reader's zone, as the date picker has it; null: not chosen yet. */
  sendAt: string | null
  validityAmount: number | string
  validityUnit: ValidityUnit
  flash: boolean
  windowed: boolean
  windowDays: Day[]
  /** `09:00`, UTC. */
  windowFrom: string
  windowTo: string
  bulkId: string
  notifyUrl: string
  callbackData: string
}

export const emptyDraft: Draft = {
  sender: '',
  source: 'typed',
  typed: '',
  text: '',
  transliteration: 'NONE',
  languageCode: 'NONE',
  scheduled: false,
  sendAt: null,
  validityAmount: '',
  validityUnit: 'HOURS',
  flash: false,
  windowed: false,
  windowDays: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
  windowFrom: '09:00',
  windowTo: '18:00',
  bulkId: '',
  notifyUrl: '',
  callbackData: '',
}

const KEPT_AS = 'trunkline-draft'

function kept(): Partial<Draft> {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_AS) ?? '{}') as Partial<Draft>
  } catch {
    return {}
  }
}

/** The draft outlives a reload and a log-in in between, but not the browser's tab. */
export function useDraft(
  given: Partial<Draft>,
  usual: Partial<Draft>,
): [Draft, (change: Partial<Draft>) => void, () => void] {
  const [draft, setDraft] = useState<Draft>(() => ({
    ...emptyDraft,
    ...usual,
    ...kept(),
    ...given,
  }))
  const keep = (next: Draft) => {
    setDraft(next)
    try {
      sessionStorage.setItem(KEPT_AS, JSON.stringify(next))
    } catch {
      // Without storage the draft lives as long as the page.
    }
  }
  return [
    draft,
    (change) => keep({ ...draft, ...change }),
    () => keep({ ...emptyDraft, sender: draft.sender }),
  ]
}
