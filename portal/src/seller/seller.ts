import type { Answer, Body } from '../api/call.ts'
import { areLinesTooMany, decimal, isCountry, isDay, linesOf, orNull } from '../parts/written.ts'

export type Seller = Answer<'get-seller'>
export interface WrittenRate {
  validFrom: string
  percent: string
}
/** The form, as it is written. */
export interface WrittenSeller {
  legalName: string
  /** A line each. */
  address: string
  country: string
  vatId: string
  registration: string
  email: string
  /** A line each. */
  bank: string
  numberPrefix: string
  paymentDays: number | string
  vatExempt: boolean
  vatRates: readonly WrittenRate[]
  /** Empty: the one that is kept stays. */
  stripeSecretKey: string
  stripeWebhookSecret: string
}
export type SellerFault =
  | 'nameNeeded'
  | 'linesMany'
  | 'countryFault'
  | 'countryForRates'
  | 'emailFault'
  | 'prefixFault'
  | 'daysFault'
  | 'keyFault'
export type SellerFaults = Partial<
  Record<Exclude<keyof WrittenSeller, 'vatRates' | 'vatExempt'>, SellerFault>
>

export const RATES_MAX = 20
export const PAYMENT_DAYS_MAX = 365

export const written = (seller: Seller): WrittenSeller => ({
  legalName: seller.legalName,
  address: seller.address.join('\n'),
  country: seller.country ?? '',
  vatId: seller.vatId ?? '',
  registration: seller.registration ?? '',
  email: seller.email ?? '',
  bank: seller.bank.join('\n'),
  numberPrefix: seller.numberPrefix,
  paymentDays: seller.paymentDays,
  vatExempt: seller.vatExempt,
  vatRates: seller.vatRates,
  stripeSecretKey: '',
  stripeWebhookSecret: '',
})

/** What is wrong with a rate, or null. The two texts are a day and a number of up to two decimals. */
export function rateFault({ validFrom, percent }: WrittenRate): 'dayFault' | 'percentFault' | null {
  if (!isDay(validFrom)) return 'dayFault'
  return /^\d{1,2}(?:\.\d{1,2})?$/.test(decimal(percent)) ? null : 'percentFault'
}

/** What the server would refuse, told at the fields. */
export function faultsOf(said: WrittenSeller): SellerFaults {
  const days = Number(said.paymentDays)
  const faults: SellerFaults = {}
  const say = (field: keyof SellerFaults, wrong: boolean, fault: SellerFault) => {
    if (wrong) faults[field] = fault
  }
  say('legalName', said.legalName.trim() === '', 'nameNeeded')
  say('address', areLinesTooMany(linesOf(said.address)), 'linesMany')
  say('bank', areLinesTooMany(linesOf(said.bank)), 'linesMany')
  say('country', said.country === '' && said.vatRates.length > 0, 'countryForRates')
  say('country', said.country !== '' && !isCountry(said.country), 'countryFault')
  say('email', !/^(?:[^\s@<>]+@[^\s@<>]+)?$/.test(said.email.trim()), 'emailFault')
  say('numberPrefix', !/^[A-Z0-9]{0,10}$/.test(said.numberPrefix), 'prefixFault')
  const daysFit = Number.isInteger(days) && days >= 0 && days <= PAYMENT_DAYS_MAX
  say('paymentDays', said.paymentDays === '' || !daysFit, 'daysFault')
  for (const key of ['stripeSecretKey', 'stripeWebhookSecret'] as const)
    say(key, !/^(?:[\x21-\x7e]{8,255})?$/.test(said[key].trim()), 'keyFault')
  return faults
}

/** @param keepKeys false: the payment provider's keys are taken away */
export function bodyOf(said: WrittenSeller, keepKeys: boolean): Body<'update-seller'> {
  const key = (text: string) => (text.trim() === '' ? undefined : text.trim())
  const secretKey = keepKeys ? key(said.stripeSecretKey) : null
  const webhookSecret = keepKeys ? key(said.stripeWebhookSecret) : null
  return {
    legalName: said.legalName.trim(),
    address: linesOf(said.address),
    country: orNull(said.country),
    vatId: orNull(said.vatId),
    registration: orNull(said.registration),
    email: orNull(said.email),
    bank: linesOf(said.bank),
    numberPrefix: said.numberPrefix,
    vatExempt: said.vatExempt,
    vatRates: said.vatRates.map((one) => ({
      validFrom: one.validFrom,
      percent: decimal(one.percent),
    })),
    paymentDays: Number(said.paymentDays),
    ...(secretKey === undefined ? {} : { stripeSecretKey: secretKey }),
    ...(webhookSecret === undefined ? {} : { stripeWebhookSecret: webhookSecret }),
  }
}
