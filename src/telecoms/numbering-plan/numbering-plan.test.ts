import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Msisdn, callingCodeList, toMsisdn } from '../../protocols/e164/index.ts'
import { countries, networkByMccMnc, networkOf, networks } from './index.ts'
import { compile, findNetwork } from './look-up.ts'
import { PlanFault, parsePlan, readPlan } from './plan.ts'

const of = (digits: string) => networkOf(digits as Msisdn)

describe('look-up', () => {
  test.each([
    ['4915112345678', '262', '01', 'Telekom'],
    ['4917212345678', '262', '02', 'Vodafone'],
    ['41793026727', '228', '01', 'Swisscom'],
    ['436641234567', '232', '01', 'A1'],
    ['33612345678', '208', '10', 'SFR'],
    ['447700900123', '234', null, null],
    ['447712345678', '234', '10', 'O2'],
    ['905321234567', '286', '01', 'Turkcell'],
    ['2348031234567', '621', '30', 'MTN'],
    ['254722123456', '639', '02', 'Safaricom'],
    ['6281212345678', '510', '10', 'Telkomsel'],
    ['573101234567', '732', '101', 'Claro'],
    ['12125550123', '310', null, null],
    ['14165550123', '302', null, null],
    ['819012345678', '440', null, null],
  ])('%s', (digits, mcc, mnc, networkName) => {
    expect(of(digits)).toMatchObject({ mcc, mnc, networkName, source: 'plan' })
  })

  test('countries that share a calling code keep their own', () => {
    expect(of('447781123456')).toMatchObject({ countryIso: 'GG', mcc: '234', networkName: 'Sure' })
    expect(of('447797123456')).toMatchObject({ countryIso: 'JE', networkName: 'JT' })
    expect(of('447624123456')).toMatchObject({ countryIso: 'IM', networkName: 'Manx Telecom' })
    expect(of('77011234567')).toMatchObject({ countryIso: 'KZ', mcc: '401' })
    expect(of('79161234567')).toMatchObject({ countryIso: 'RU', mcc: '250', mnc: '01' })
    expect(of('18765550123')).toMatchObject({ countryIso: 'JM', mcc: '338' })
  })

  test('the simulator has the test network, and only numbers of 999 reach it', () => {
    expect(of('999100000000')).toEqual({
      countryIso: null,
      mcc: '001',
      mnc: '01',
      networkName: 'Trunkline simulator',
      source: 'plan',
    })
    const { prefixes, networks: list } = readPlan()
    const test001 = prefixes
      .filter(([, index]) => list[index]!.mcc === '001')
      .map(([prefix]) => prefix)
    expect(test001).toEqual(['999'])
  })

  test('numbers without a country have no network', () => {
    expect([of('870776123456'), of('80012345678'), of('883510001234')]).toEqual([null, null, null])
  })

  test('a number’s network lies in its country, whatever the number', () => {
    const byIso = new Map(countries().map((country) => [country.iso, country]))
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{6,14}$/), (digits) => {
        const msisdn = toMsisdn(digits)
        const network = msisdn && networkOf(msisdn)
        if (!network || network.countryIso === null) return
        const country = byIso.get(network.countryIso)!
        expect(digits.startsWith(country.callingCode)).toBe(true)
        expect(country.mccs).toContain(network.mcc)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the data', () => {
  test('every country of libphonenumber, with its calling code', () => {
    const codes = Object.fromEntries(countries().map(({ iso, callingCode }) => [iso, callingCode]))
    for (const iso of getCountries())
      expect([iso, codes[iso]]).toEqual([iso, getCountryCallingCode(iso)])
  })

  test('every country of the calling codes is in the plan, under the same code', () => {
    const codes = new Map(countries().map(({ iso, callingCode }) => [iso, callingCode]))
    for (const { countryIso, callingCode } of callingCodeList()) {
      // Antarctica is reached through Norfolk Island's code and has no networks of its own.
      if (countryIso === null || countryIso === 'AQ') continue
      expect([countryIso, codes.get(countryIso)]).toEqual([countryIso, callingCode])
    }
  })

  test('MCCs are of the region ITU-T E.212 gives them', () => {
    for (const { mccs } of countries()) for (const mcc of mccs) expect(mcc).toMatch(/^[2-7]\d\d$/)
    expect(
      countries()
        .filter(({ mccs }) => mccs.length === 0)
        .map(({ iso }) => iso),
    ).toEqual(['IO'])
  })

  test('every network has an MCC of its country, and no MCC-MNC stands twice', () => {
    const mccs = new Map(countries().map((country) => [country.iso, country.mccs]))
    for (const { countryIso, mcc, mccMnc } of networks()) {
      if (countryIso !== null) expect(mccs.get(countryIso), mccMnc).toContain(mcc)
    }
    const ids = networks().map(({ mccMnc }) => mccMnc)
    expect(new Set(ids).size).toBe(ids.length)
    expect(networks().length).toBeGreaterThan(300)
  })

  test('every prefix answers with its own network', () => {
    const { prefixes, networks: list } = readPlan()
    for (const [prefix, index] of prefixes) {
      const { countryIso, mcc, mnc } = list[index]!
      const digits = prefix.padEnd(11, '5')
      expect(of(digits), digits).toMatchObject({ countryIso, mcc, mnc })
    }
  })

  test('networks by MCC-MNC', () => {
    expect(networkByMccMnc('26201')).toEqual({
      mcc: '262',
      mnc: '01',
      mccMnc: '26201',
      name: 'Telekom',
      countryIso: 'DE',
    })
    expect(networkByMccMnc('00101')).toMatchObject({ countryIso: null })
    expect(networkByMccMnc('99999')).toBeNull()
  })
})

describe('an edited plan', () => {
  const gb = 'GB\tUnited Kingdom\t44\t234 235\nGG\tGuernsey\t44\t234\n'

  test('a wide prefix does not swallow a country that shares the calling code', () => {
    const plan = compile(parsePlan(gb, 'GB\t234\t10\tWide\t7\n'))
    expect(findNetwork(plan, '447712345678' as Msisdn)).toMatchObject({ networkName: 'Wide' })
    expect(findNetwork(plan, '447781123456' as Msisdn)).toMatchObject({
      countryIso: 'GG',
      mnc: null,
    })
  })

  test('ranges keep leading zeros, remarks and empty lines are not read', () => {
    const plan = parsePlan(gb, '# remark\n\nGB\t234\t10\tA\t008-011 5\n')
    expect(plan.prefixes.map(([prefix]) => prefix)).toEqual([
      '44008',
      '44009',
      '44010',
      '44011',
      '445',
    ])
  })

  test.each([
    ['GB\t234\t10\tA', '5 columns'],
    ['XX\t234\t10\tA\t7', 'no country XX'],
    ['GB\t23\t10\tA\t7', '23-10'],
    ['GB\t234\t1\tA\t7', '234-1'],
    ['GB\t234\t10\tA\t7x', '7x is no prefix'],
    ['GB\t234\t10\tA\t79-70', '79-70 is no range'],
    ['GB\t234\t10\tA\t7-777', '7-777 is no range'],
    ['GB\t234\t10\tA\t000-999', '000-999 is no range'],
    ['GB\t234\t10\tA\t7 7', '447 already belongs to 23410'],
  ])('%j names its line', (line, message) => {
    expect(() => parsePlan(gb, `# remark\n${line}\n`)).toThrow(PlanFault)
    expect(() => parsePlan(gb, `# remark\n${line}\n`)).toThrow(`networks.tsv:2: ${message}`)
  })

  test('a faulty country is named too', () => {
    expect(() => parsePlan('gb\tUnited Kingdom\t44\t234\n', '')).toThrow('countries.tsv:1: gb')
  })
})
