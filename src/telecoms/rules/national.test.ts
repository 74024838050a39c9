import { describe, expect, it, test } from 'vitest'
import { countries } from '../numbering-plan/index.ts'
import { foldKeyword, meaningOf } from './keywords.ts'
import { national, nationalKeywords, parseNational } from './national.ts'
import { senderKindOf } from './sender-kinds.ts'
import { parseZones, zonesOf, zonesOfCountry } from './time-zones.ts'

const empty = { senders: '', hours: '', holidays: '', fields: '', registration: '', duties: '' }
const SOURCED = 'https://example.org/rule\t2026-11-24'

describe('the files', () => {
  it('are about countries of the numbering plan, and each rule says where it is from', () => {
    const known = new Set(countries().map((one) => one.iso))
    expect([...national().keys()].filter((one) => !known.has(one))).toEqual([])
    for (const one of national().values())
      for (const rule of [
        ...one.senders,
        ...one.hours,
        ...one.holidays,
        ...one.fields,
        ...one.duties,
        ...one.registration,
      ])
        expect([rule.source, rule.lookedUp]).toEqual([
          expect.stringMatching(/^https?:\/\//),
          expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        ])
  })

  it('give a time zone to every country', () => {
    const without = countries().filter((one) => zonesOfCountry(one.iso).length === 0)
    expect(without.map((one) => one.iso)).toEqual(['AC', 'TA'])
  })

  it.each([
    ['a column too few', { ...empty, fields: `IN\t*\t${SOURCED}` }, 'fields.tsv:1'],
    [
      'no source',
      { ...empty, hours: 'FR\t-\tMO-SA 08:00-22:00\tclosed\tsomebody said so\t2026-11-24' },
      'is no address',
    ],
    [
      'no date',
      { ...empty, hours: 'FR\t-\tMO-SA 08:00-22:00\tclosed\thttps://example.org\tlately' },
      'is no date',
    ],
    [
      'hours that are none',
      { ...empty, hours: `# remark\nFR\t-\tdaytime\tclosed\t${SOURCED}` },
      'quiet-hours.tsv:2',
    ],
    ['a day that is none', { ...empty, holidays: `FR\t13-13\t${SOURCED}` }, 'is no day'],
    [
      'a country that is none',
      { ...empty, duties: `France\tnote\tx\t${SOURCED}` },
      'is no country',
    ],
    [
      'a sender that may be what is not known',
      { ...empty, senders: `FR\tmaybe\tyes\tyes\tyes\t${SOURCED}` },
      'nothing a sender may be',
    ],
  ])('are refused with %s', (_what, texts, says) => {
    expect(() => parseNational(texts)).toThrow(says)
  })

  it('are refused with a time zone that there is not', () => {
    expect(() => parseZones('FR\t-\tEurope/Lutetia')).toThrow('time-zones.tsv:1')
  })
})

describe('the zones of a number', () => {
  it.each([
    ['12125550100', 'US', ['America/New_York']],
    ['14155550100', 'US', ['America/Los_Angeles']],
    ['16025550100', 'US', ['America/Phoenix']],
    ['18085550100', 'US', ['Pacific/Honolulu']],
    ['16045550100', 'CA', ['America/Vancouver']],
    ['33612345678', 'FR', ['Europe/Paris']],
    ['14415550100', 'BM', ['Atlantic/Bermuda']],
    ['88213000000', null, ['UTC']],
  ])('%s (%s): %j', (msisdn, country, zones) => {
    expect(zonesOf(msisdn, country)).toEqual(zones)
  })
  it('whose area code is not known are all of its country', () => {
    expect(zonesOf('15215550100', 'US')).toEqual(zonesOfCountry('US'))
    expect(zonesOfCountry('US').length).toBeGreaterThan(6)
  })
})

describe('keywords', () => {
  const none = new Map()
  it.each([
    ['STOP', 'STOP'],
    [' stop! ', 'STOP'],
    ['“Stop.”', 'STOP'],
    ['Arrêt', 'STOP'],
    ['ARRET !!', 'STOP'],
    ['ＳＴＯＰ', 'STOP'],
    ['ОСТАНОВИТЬ', 'STOP'],
    ['Opt-out', 'STOP'],
    ['opt  out', 'STOP'],
    ['No más', 'STOP'],
    ["DON'T TEXT", 'STOP'],
    ['don’t text me', 'STOP'],
    ['stop 🛑', 'STOP'],
    ['Stopp', 'STOP'],
    ['BAJA', 'STOP'],
    ['Hủy', 'STOP'],
    ['停止。', 'STOP'],
    ['Start', 'START'],
    ['unstop', 'START'],
    ['Hilfe?', 'HELP'],
    ['помощь', 'HELP'],
    ["don't stop", null],
    ['stop by the shop at five', null],
    ['I cannot stop laughing', null],
    ['nonstop', null],
    ['stopped', null],
    ['the end', null],
    ['', null],
    ['!!!', null],
    [`stop${' '.repeat(80)}`, null],
  ])('“%s” means %s', (text, meaning) => {
    expect(meaningOf(text, none)).toBe(meaning)
  })

  it('of an account go before those of the languages, and may end one of them', () => {
    const own = new Map([
      [foldKeyword('Pause'), 'STOP'],
      [foldKeyword('info'), 'START'],
    ] as const)
    expect(meaningOf('PAUSE', own)).toBe('STOP')
    expect(meaningOf('Info', own)).toBe('START')
  })

  test('no two of the files say the same with another meaning', () => {
    const meanings = Map.groupBy(nationalKeywords(), (one) => foldKeyword(one.words))
    for (const [words, set] of meanings) {
      expect(words).not.toBe('')
      expect(new Set(set.map((one) => one.meaning)).size, words).toBe(1)
    }
  })
})

it.each([
  ['Shop', 'ALPHANUMERIC', 'Shop'],
  ['+49 170 1234567', 'LONG_NUMBER', '491701234567'],
  ['72345', 'SHORT_CODE', '72345'],
  ['+1 (800) 555-0199', 'TOLL_FREE', '18005550199'],
])('the sender %s is %s', (text, kind, address) => {
  expect(senderKindOf(text)).toEqual({ kind, address })
})
it('what can be no sender has no kind', () => {
  expect(senderKindOf('a name that is far too long')).toBeNull()
})
