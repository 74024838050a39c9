import parsePhoneNumber, { type NumberType } from 'libphonenumber-js/max'
import type { Msisdn } from './msisdn.ts'

export type NumberKind =
  | 'mobile'
  | 'fixed'
  | 'fixed-or-mobile'
  | 'toll-free'
  | 'premium'
  | 'shared-cost'
  | 'voip'
  | 'personal'
  | 'pager'
  | 'company'
  | 'voicemail'
  /** No range of the country's plan has this number. */
  | 'unknown'

const kinds: Record<NonNullable<NumberType>, NumberKind> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed',
  FIXED_LINE_OR_MOBILE: 'fixed-or-mobile',
  TOLL_FREE: 'toll-free',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'shared-cost',
  VOIP: 'voip',
  PERSONAL_NUMBER: 'personal',
  PAGER: 'pager',
  UAN: 'company',
  VOICEMAIL: 'voicemail',
}

/** Kind of a number by the metadata of libphonenumber. Some 60,000 a second: for edges and lists, not for every message. */
export function numberKindOf(msisdn: Msisdn): NumberKind {
  const type = parsePhoneNumber(`+${msisdn}`)?.getType()
  return type ? kinds[type] : 'unknown'
}

/** A number as people of all countries read it: "+49 1512 3456789". */
export const formatInternational = (msisdn: Msisdn): string =>
  parsePhoneNumber(`+${msisdn}`)?.formatInternational() ?? `+${msisdn}`
