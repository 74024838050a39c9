import fc from 'fast-check'
import { getExampleNumber, type CountryCode } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples' with { type: 'json' }
import { describe, expect, test } from 'vitest'
import {
  type Msisdn,
  addressOf,
  countryOf,
  digitTrie,
  formatInternational,
  numberKindOf,
  parseMsisdn,
  parseSender,
  toMsisdn,
} from './index.ts'

const reasonOf = (input: unknown) => {
  const result = parseMsisdn(input)
  return result.ok ? result.msisdn : result.reason
}

describe('numbers', () => {
  test.each([
    ['41793026727', '41793026727'],
    ['+41793026727', '41793026727'],
    ['0041793026727', '41793026727'],
    ['+41 79 302 67 27', '41793026727'],
    ['+44 (0)20 7946 0018', '442079460018'],
    [' (+49) 30/901820-0 ', 'NOT_A_NUMBER'],
    ['+49 30/901820-0', '49309018200'],
    ['+1.212.555.0123', '12125550123'],
    ['\u202a+41\u00a079\u2011302\u201167\u201127\u202c', '41793026727'],
    ['\uff0b\uff14\uff11\uff17\uff19\uff13\uff10\uff12\uff16\uff17\uff12\uff17', '41793026727'],
    ['٤١٧٩٣٠٢٦٧٢٧', '41793026727'],
    [41793026727, '41793026727'],
    ['999100000000', '999100000000'],
  ])('%j is read as %s', (input, expected) => {
    expect(reasonOf(input)).toBe(expected)
  })

  test.each([
    ['', 'EMPTY'],
    ['   ', 'EMPTY'],
    [null, 'EMPTY'],
    [undefined, 'EMPTY'],
    ['abc', 'NOT_A_NUMBER'],
    ['+', 'NOT_A_NUMBER'],
    ['4179302672x', 'NOT_A_NUMBER'],
    ['41+793026727', 'NOT_A_NUMBER'],
    [{}, 'NOT_A_NUMBER'],
    [1.5, 'NOT_A_NUMBER'],
    [NaN, 'NOT_A_NUMBER'],
    ['0791234567', 'NOT_INTERNATIONAL'],
    ['+0791234567', 'NOT_INTERNATIONAL'],
    ['000417930267', 'NOT_INTERNATIONAL'],
    ['417930', 'TOO_SHORT'],
    ['1', 'TOO_SHORT'],
    ['4179302672700000', 'TOO_LONG'],
    ['21079302672', 'UNKNOWN_CALLING_CODE'],
    ['99979302672', '99979302672'],
    ['99779302672', 'UNKNOWN_CALLING_CODE'],
  ])('%j gives %s', (input, expected) => {
    expect(reasonOf(input)).toBe(expected)
  })

  test('endless input is refused unread', () => {
    const endless = [
      '1'.repeat(1_000_000),
      '+' + ' '.repeat(1_000_000) + '1',
      '('.repeat(1_000_000),
    ]
    expect(endless.map(reasonOf)).toEqual(['TOO_LONG', 'TOO_LONG', 'TOO_LONG'])
  })

  test('whatever comes in, both parsers agree, and what comes out is read as itself', () => {
    const inputs = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.anything(),
      fc.stringMatching(/^[+0-9 ()./-]{0,20}$/),
    )
    fc.assert(
      fc.property(inputs, (input) => {
        const result = parseMsisdn(input)
        expect(toMsisdn(input)).toBe(result.ok ? result.msisdn : null)
        if (!result.ok) return
        expect(result.msisdn).toMatch(/^[1-9]\d{6,14}$/)
        expect(toMsisdn(result.msisdn)).toBe(result.msisdn)
        expect(toMsisdn(`+${result.msisdn}`)).toBe(result.msisdn)
      }),
      { numRuns: 1000 },
    )
  })

  test('country and kind agree with libphonenumber for an example number of every country', () => {
    const shared = new Set(['BL', 'MF'])
    for (const country of Object.keys(examples) as CountryCode[]) {
      if (shared.has(country)) continue
      const example = getExampleNumber(country, examples)!
      const msisdn = toMsisdn(example.number)
      expect(msisdn, example.number).not.toBeNull()
      expect(countryOf(msisdn!), example.number).toEqual({
        callingCode: example.countryCallingCode,
        countryIso: sisters[country] ?? country,
      })
      expect(['mobile', 'fixed-or-mobile', 'personal', 'voip'], example.number).toContain(
        numberKindOf(msisdn!),
      )
    }
  })

  test('countries that share a calling code', () => {
    const countries = [
      '14165550123',
      '12125550123',
      '18765550123',
      '77011234567',
      '79161234567',
      '447781123456',
      '3906698123',
      '18005550123',
    ]
    expect(countries.map((digits) => countryOf(digits as Msisdn).countryIso)).toEqual([
      'CA',
      'US',
      'JM',
      'KZ',
      'RU',
      'GG',
      'VA',
      null,
    ])
    expect(countryOf('999123456789' as Msisdn)).toEqual({ callingCode: '999', countryIso: null })
  })

  test('written for people', () => {
    expect(formatInternational('41793026727' as Msisdn)).toBe('+41 79 302 67 27')
    expect(formatInternational('999100000000' as Msisdn)).toBe('+999100000000')
    expect(numberKindOf('999100000000' as Msisdn)).toBe('unknown')
    expect(numberKindOf('18005550123' as Msisdn)).toBe('toll-free')
  })
})

/** Mobile numbers do not tell these from their sister country. */
const sisters: Partial<Record<string, string>> = {
  AX: 'FI',
  CC: 'AU',
  CX: 'AU',
  EH: 'MA',
  SJ: 'NO',
  VA: 'IT',
}

describe('senders', () => {
  test.each([
    ['Trunkline', { kind: 'alphanumeric', address: 'Trunkline', ton: 5, npi: 0 }],
    ['Café 24', { kind: 'alphanumeric', address: 'Café 24', ton: 5, npi: 0 }],
    ['1-800-FLOWR', { kind: 'alphanumeric', address: '1-800-FLOWR', ton: 5, npi: 0 }],
    ['+41 79 302 67 27', { kind: 'long-number', address: '41793026727', ton: 1, npi: 1 }],
    ['41793026727', { kind: 'long-number', address: '41793026727', ton: 1, npi: 1 }],
    [41793026727, { kind: 'long-number', address: '41793026727', ton: 1, npi: 1 }],
    ['12345', { kind: 'short-code', address: '12345', ton: 3, npi: 0 }],
    ['0900', { kind: 'short-code', address: '0900', ton: 3, npi: 0 }],
    ['41793026', { kind: 'short-code', address: '41793026', ton: 3, npi: 0 }],
    ['+41793026', { kind: 'long-number', address: '41793026', ton: 1, npi: 1 }],
  ])('%j', (input, sender) => {
    expect(parseSender(input)).toEqual({ ok: true, sender })
  })

  test.each([
    ['', 'EMPTY'],
    [null, 'EMPTY'],
    ['TwelveLetter', 'NAME_TOO_LONG'],
    ['Привет', 'NAME_NOT_GSM'],
    ['Brand[1]', 'NAME_NOT_GSM'],
    ['a\nb', 'NAME_NOT_GSM'],
    ['1', 'NOT_A_NUMBER'],
    ['4179302672712345678', 'NOT_A_NUMBER'],
    ['079302672712', 'NOT_A_NUMBER'],
  ])('%j gives %s', (input, reason) => {
    expect(parseSender(input)).toEqual({ ok: false, reason })
  })

  test('nothing makes it throw, and names fit', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), (input) => {
        const result = parseSender(input)
        if (result.ok && result.sender.kind === 'alphanumeric')
          expect(result.sender.address.length).toBeLessThanOrEqual(11)
      }),
    )
  })

  test('a destination is international', () => {
    expect(addressOf('41793026727' as Msisdn)).toEqual({ address: '41793026727', ton: 1, npi: 1 })
  })
})

describe('digit trie', () => {
  test('finds what a search through all prefixes finds', () => {
    const prefixes = fc.uniqueArray(fc.stringMatching(/^\d{1,6}$/), { maxLength: 40 })
    fc.assert(
      fc.property(prefixes, fc.stringMatching(/^\d{0,12}$/), (list, digits) => {
        const trie = digitTrie(list.map((prefix, index) => [prefix, index] as const))
        const longest = list
          .filter((prefix) => digits.startsWith(prefix))
          .toSorted((a, b) => b.length - a.length)[0]
        expect(trie.find(digits)).toBe(longest === undefined ? -1 : list.indexOf(longest))
      }),
    )
  })

  test('refuses prefixes that are not digits', () => {
    expect(() => digitTrie([['12a', 0]])).toThrow(RangeError)
    expect(digitTrie([['12', 0]]).find('12x')).toBe(0)
  })
})
