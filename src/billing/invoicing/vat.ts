import { divideHalfUp, minorUnitMicros, roundToMinor } from './currency.ts'
import { inEuropeanUnion, standardRates, type VatRate } from './vat-rates.ts'

/**
 * Why a rate applies; the letter is the category of EN 16931 (UNCL 5305).
 * standard (S) · reverse charge (AE): the buyer owes it · exempt (E): the seller owes none · outside (O): another
 * country's tax, or none.
 */
export type VatReason = 'standard' | 'reverse-charge' | 'exempt' | 'outside'

export interface VatTreatment {
  reason: VatReason
  /** 0 unless `standard`. */
  basisPoints: number
}

export interface Taxed {
  /** What was sold, to the micro-unit. */
  netMicros: bigint
  /** The sum VAT is reckoned on: the net sum rounded half up to the currency's smallest unit. */
  taxableMicros: bigint
  vatMicros: bigint
  /** To be paid: taxable sum and VAT. */
  payableMicros: bigint
  /** What rounding added to the net sum (or took, below zero): payable − net − VAT. */
  roundingMicros: bigint
}

export interface TaxParty {
  /** ISO 3166-1 alpha-2; null: not known. */
  country: string | null
  isCompany: boolean
  vatId: string | null
}

export interface TaxSeller {
  country: string | null
  exempt: boolean
  /** Count before those we ship. */
  ownRates: readonly VatRate[]
}

/**
 * Which rate applies to a sale on a day. At home the seller's rate; to a company with a VAT number in another country
 * of the European Union none, with reverse charge; to a person there the seller's rate; elsewhere abroad none.
 * A seller without a country, or whose country has no rate, is taken to be exempt.
 * @param day `YYYY-MM-DD`
 */
export function vatTreatment(seller: TaxSeller, buyer: TaxParty, day: string): VatTreatment {
  if (seller.exempt || seller.country === null) return { reason: 'exempt', basisPoints: 0 }
  if (buyer.country !== null && buyer.country !== seller.country) {
    const insideUnion = inEuropeanUnion(seller.country) && inEuropeanUnion(buyer.country)
    if (!insideUnion) return { reason: 'outside', basisPoints: 0 }
    if (buyer.isCompany && buyer.vatId !== null) return { reason: 'reverse-charge', basisPoints: 0 }
  }
  const basisPoints = rateOn(seller, day)
  return basisPoints === undefined
    ? { reason: 'exempt', basisPoints: 0 }
    : { reason: 'standard', basisPoints }
}

function rateOn(seller: TaxSeller, day: string): number | undefined {
  const latest = (rates: readonly VatRate[]): VatRate | undefined =>
    rates
      .filter((one) => one.country === seller.country && one.validFrom <= day)
      .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]
  return (latest(seller.ownRates) ?? latest(standardRates))?.basisPoints
}

/**
 * Rounds once per rate and document, never per line: the net sum to the smallest unit, then the VAT of that. So the
 * figures printed add up, and payable − net − VAT is the rounding the ledger takes.
 * Source: EN 16931 BR-CO-15 to BR-CO-17 (VAT = taxable sum × rate, rounded).
 */
export function taxed(netMicros: bigint, treatment: VatTreatment, currency: string): Taxed {
  const taxableMicros = roundToMinor(netMicros, currency)
  const vatMicros = vatOf(taxableMicros, treatment, currency)
  return withPayable(netMicros, taxableMicros, vatMicros)
}

/** The same from what was paid: which net sum and VAT are inside. @param payableMicros a sum that can be paid */
export function taxInside(payableMicros: bigint, treatment: VatTreatment, currency: string): Taxed {
  const unit = minorUnitMicros(currency)
  const whole = BigInt(10_000 + treatment.basisPoints)
  const net = divideHalfUp(payableMicros * 10_000n, whole * unit) * unit
  return withPayable(net, net, payableMicros - net)
}

function vatOf(taxableMicros: bigint, { basisPoints }: VatTreatment, currency: string): bigint {
  const unit = minorUnitMicros(currency)
  return divideHalfUp(taxableMicros * BigInt(basisPoints), 10_000n * unit) * unit
}

const withPayable = (netMicros: bigint, taxableMicros: bigint, vatMicros: bigint): Taxed => ({
  netMicros,
  taxableMicros,
  vatMicros,
  payableMicros: taxableMicros + vatMicros,
  roundingMicros: taxableMicros - netMicros,
})
