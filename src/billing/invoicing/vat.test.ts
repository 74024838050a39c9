import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minorUnitMicros } from './currency.ts'
import { taxed, taxInside, vatTreatment, type TaxParty, type VatTreatment } from './vat.ts'

const seller = { country: 'DE', exempt: false, ownRates: [] }
const company = (country: string | null, vatId: string | null = 'X1'): TaxParty => ({
  country,
  isCompany: true,
  vatId,
})
const person = (country: string): TaxParty => ({ country, isCompany: false, vatId: null })
const nineteen: VatTreatment = { reason: 'standard', basisPoints: 1900 }

describe('which rate applies', () => {
  it.each([
    ['a company at home', company('DE'), 'standard', 1900],
    ['a buyer whose country is not known', company(null), 'standard', 1900],
    ['a company in the Union with a VAT number', company('FR'), 'reverse-charge', 0],
    ['a company in the Union without one', company('FR', null), 'standard', 1900],
    ['a person in the Union', person('FR'), 'standard', 1900],
    ['a company outside the Union', company('JP'), 'outside', 0],
  ] as const)('%s', (_who, buyer, reason, basisPoints) => {
    expect(vatTreatment(seller, buyer, '2026-11-30')).toEqual({ reason, basisPoints })
  })

  it('a seller who is exempt charges none, anywhere', () => {
    expect(vatTreatment({ ...seller, exempt: true }, company('DE'), '2026-01-01').reason).toBe(
      'exempt',
    )
  })

  it('a rate counts from its first day', () => {
    const finnish = { ...seller, country: 'FI' }
    expect(vatTreatment(finnish, company('FI'), '2024-08-31').basisPoints).toBe(2400)
    expect(vatTreatment(finnish, company('FI'), '2024-09-01').basisPoints).toBe(2550)
  })

  it("the seller's own rate goes before the one we ship", () => {
    const ownRates = [{ country: 'DE', validFrom: '2027-01-01', basisPoints: 2000 }]
    expect(vatTreatment({ ...seller, ownRates }, company('DE'), '2026-12-31').basisPoints).toBe(
      1900,
    )
    expect(vatTreatment({ ...seller, ownRates }, company('DE'), '2027-01-01').basisPoints).toBe(
      2000,
    )
  })
})

describe('half up, once for the whole sum', () => {
  it.each([
    // net, taxable, VAT, payable, rounding in micro-units
    ['exact', 10_000_000n, 10_000_000n, 1_900_000n, 11_900_000n, 0n],
    ['half a cent of net is a cent', 5_000n, 10_000n, 0n, 10_000n, 5_000n],
    ['just under half a cent is none', 4_999n, 0n, 0n, 0n, -4_999n],
    // 0.50 × 19 % = 0.095 → 0.10
    ['half a cent of VAT is a cent', 500_000n, 500_000n, 100_000n, 600_000n, 0n],
    // 0.45 × 19 % = 0.0855 → 0.09
    ['over half a cent of VAT', 450_000n, 450_000n, 90_000n, 540_000n, 0n],
    // 0.34 × 19 % = 0.0646 → 0.06
    ['under half a cent of VAT', 340_000n, 340_000n, 60_000n, 400_000n, 0n],
    [
      'a third of a cent for each of many',
      33_333_333n,
      33_330_000n,
      6_330_000n,
      39_660_000n,
      -3_333n,
    ],
  ])('%s', (_what, net, taxable, vat, payable, rounding) => {
    expect(taxed(net, nineteen, 'EUR')).toEqual({
      netMicros: net,
      taxableMicros: taxable,
      vatMicros: vat,
      payableMicros: payable,
      roundingMicros: rounding,
    })
  })

  it('yen have no smaller unit', () => {
    // 105.5 → 106, 10 % of it 10.6 → 11
    expect(taxed(105_500_000n, { reason: 'standard', basisPoints: 1000 }, 'JPY')).toMatchObject({
      taxableMicros: 106_000_000n,
      vatMicros: 11_000_000n,
      payableMicros: 117_000_000n,
    })
  })
})

const treatment = fc.record({
  reason: fc.constant('standard' as const),
  basisPoints: fc.integer({ min: 0, max: 3000 }),
})
const currency = fc.constantFrom('EUR', 'JPY', 'KWD')

it('the figures always add up, and what is paid can be paid', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), treatment, currency, (net, vat, money) => {
      const sums = taxed(net, vat, money)
      expect(net + sums.vatMicros + sums.roundingMicros).toBe(sums.payableMicros)
      expect(sums.payableMicros % minorUnitMicros(money)).toBe(0n)
      const mirrored = taxed(-net, vat, money)
      expect(mirrored.payableMicros).toBe(-sums.payableMicros)
      expect(mirrored.roundingMicros).toBe(-sums.roundingMicros)
    }),
  )
})

it('what is inside a payment is the whole payment', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      treatment,
      currency,
      (units, vat, money) => {
        const paid = units * minorUnitMicros(money)
        const sums = taxInside(paid, vat, money)
        expect(sums.netMicros + sums.vatMicros).toBe(paid)
        expect(sums.roundingMicros).toBe(0n)
        expect(sums.vatMicros >= 0n).toBe(true)
      },
    ),
  )
})
