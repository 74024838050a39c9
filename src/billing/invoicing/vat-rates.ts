/** `basisPoints` are hundredths of a percent: 1900 is 19 %. */
export interface VatRate {
  country: string
  /** First day, `YYYY-MM-DD`. */
  validFrom: string
  basisPoints: number
}

const rate = (country: string, validFrom: string, basisPoints: number): VatRate => ({
  country,
  validFrom,
  basisPoints,
})
const BEFORE = '2000-01-01'

/**
 * Standard rates by country, for a seller who has not written rates of its own; a change is a further row, never an
 * edit. Only the standard rate: messages and calls have no reduced one. Whoever sells confirms them with an adviser.
 * Source: the published national rates as of 2026.
 */
export const standardRates: readonly VatRate[] = [
  rate('AT', BEFORE, 2000),
  rate('BE', BEFORE, 2100),
  rate('BG', BEFORE, 2000),
  rate('CH', BEFORE, 770),
  rate('CH', '2024-01-01', 810),
  rate('CY', BEFORE, 1900),
  rate('CZ', BEFORE, 2100),
  rate('DE', BEFORE, 1900),
  rate('DK', BEFORE, 2500),
  rate('EE', BEFORE, 2000),
  rate('EE', '2024-01-01', 2200),
  rate('EE', '2025-07-01', 2400),
  rate('ES', BEFORE, 2100),
  rate('FI', BEFORE, 2400),
  rate('FI', '2024-09-01', 2550),
  rate('FR', BEFORE, 2000),
  rate('GB', BEFORE, 2000),
  rate('GR', BEFORE, 2400),
  rate('HR', BEFORE, 2500),
  rate('HU', BEFORE, 2700),
  rate('IE', BEFORE, 2300),
  rate('IT', BEFORE, 2200),
  rate('JP', BEFORE, 1000),
  rate('LT', BEFORE, 2100),
  rate('LU', BEFORE, 1700),
  rate('LV', BEFORE, 2100),
  rate('MT', BEFORE, 1800),
  rate('NL', BEFORE, 2100),
  rate('NO', BEFORE, 2500),
  rate('PL', BEFORE, 2300),
  rate('PT', BEFORE, 2300),
  rate('RO', BEFORE, 1900),
  rate('RO', '2025-08-01', 2100),
  rate('SE', BEFORE, 2500),
  rate('SI', BEFORE, 2200),
  rate('SK', BEFORE, 2000),
  rate('SK', '2025-01-01', 2300),
]

/** Members of the European Union, by ISO 3166-1 alpha-2. */
const europeanUnion: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)

export const inEuropeanUnion = (country: string): boolean => europeanUnion.has(country)
