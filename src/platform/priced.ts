import { parseMsisdn, parseSender, countryOf } from '../protocols/e164/index.ts'
import type { Surroundings } from '../billing/index.ts'
import { countries, networkByMccMnc, networkOf } from '../telecoms/numbering-plan/index.ts'

/** What billing asks of numbers, by the numbering plan and E.164. */
export function placesOfPrices(): Pick<Surroundings, 'places' | 'senderKind'> {
  const byIso = new Map(countries().map((one) => [one.iso, one]))
  return {
    places: {
      country: (iso) => byIso.get(iso) ?? null,
      network: (mccMnc) => {
        const found = networkByMccMnc(mccMnc)
        return found ? { name: found.name, country: found.countryIso } : null
      },
      ofNumber: (text) => {
        const read = parseMsisdn(text)
        if (!read.ok) return null
        const { mcc, mnc } = networkOf(read.msisdn) ?? { mcc: '', mnc: null }
        return {
          country: countryOf(read.msisdn).countryIso,
          mccMnc: mnc === null ? null : `${mcc}${mnc}`,
        }
      },
    },
    senderKind: (text) => {
      const read = parseSender(text)
      return read.ok ? read.sender.kind : null
    },
  }
}
