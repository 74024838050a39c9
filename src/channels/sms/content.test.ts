import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Content } from '../../messaging/index.ts'
import { octetsOf, prepare, segmentsOf, UDHI } from './content.ts'

const text = (value: string, more: object = {}): Content => ({ kind: 'text', text: value, ...more })
const binary = (hex: string, esmClass = 0, dataCoding = 4): Content => ({
  kind: 'binary',
  hex,
  dataCoding,
  esmClass,
})
const tooLong = { ok: false, statusId: 25, errorId: 355 }
const malformed = { ok: false, statusId: 24, errorId: 4096 }
const unpacked = { wire: 'unpacked', concatenation: 'udh' } as const

describe('a content is checked and counted before anybody gets it', () => {
  test.each([
    ['one part at 160 septets', text('a'.repeat(160)), { ok: true, parts: 1 }],
    ['two parts at 161', text('a'.repeat(161)), { ok: true, parts: 2 }],
    ['an empty text is one part', text(''), { ok: true, parts: 1 }],
    ['UCS-2 splits at 70', text('ж'.repeat(71)), { ok: true, parts: 2 }],
    [
      'transliteration saves the UCS-2',
      text('ж'.repeat(71), { transliteration: 'CYRILLIC' }),
      { ok: true, parts: 1 },
    ],
    ['25 parts are the most', text('a'.repeat(25 * 153)), { ok: true, parts: 25 }],
    ['26 parts are too long', text('a'.repeat(25 * 153 + 1)), tooLong],
    ['a text of megabytes is refused by its length alone', text('a'.repeat(3_000_000)), tooLong],
    ['binary of 140 octets', binary('00'.repeat(140)), { ok: true, parts: 1 }],
    ['binary of 141 octets', binary('00'.repeat(141)), { ok: true, parts: 2 }],
    ['binary with blanks', binary('0a 0b\n0c'), { ok: true, parts: 1 }],
    ['half an octet', binary('0a0'), malformed],
    ['no digits at all', binary('xyz1'), malformed],
    ['nothing', binary('   '), malformed],
    ['a header longer than the octets', binary('ff 00 01', UDHI), malformed],
    ['a good header', binary('05 00 03 01 02 01 41', UDHI), { ok: true, parts: 1 }],
    ['binary of over 4,000 octets', binary('00'.repeat(4001)), tooLong],
    ['binary of over 25 parts', binary('00'.repeat(25 * 134 + 1)), tooLong],
  ])('%s', (_name, content, expected) => expect(prepare(content)).toEqual(expected))
})

test('whatever was counted is what is sent', () => {
  const alphabet = fc.constantFrom(...'abc €{}[]жÇğ漢😀\n@0'.match(/./gsu)!)
  const words = fc.array(alphabet, { maxLength: 400 }).map((letters) => letters.join(''))
  const languages = fc.constantFrom(undefined, 'NONE', 'TR', 'ES', 'PT', 'AUTODETECT')
  const transliterations = fc.constantFrom(undefined, 'NONE', 'CYRILLIC', 'ALL')
  fc.assert(
    fc.property(
      words,
      languages,
      transliterations,
      fc.boolean(),
      (value, code, transliteration, flash) => {
        const content = text(value, {
          ...(code && { language: { code } }),
          ...(transliteration && { transliteration }),
        })
        const prepared = prepare(content)
        const cut = segmentsOf(content, flash, 7, unpacked)
        expect(cut.ok).toBe(prepared.ok)
        if (cut.ok && prepared.ok) expect(cut.segments.length).toBe(prepared.parts)
      },
    ),
    { numRuns: 300 },
  )
})

test('octets come through parts unchanged', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 3000 }),
      fc.nat(255),
      (octets, reference) => {
        const content = binary(Buffer.from(octets).toString('hex'))
        const cut = segmentsOf(content, false, reference, unpacked)
        if (!cut.ok) throw new Error('refused')
        const joined = cut.segments.flatMap(({ octets: part, esmClass }) => [
          ...(esmClass & UDHI ? part.subarray(part[0]! + 1) : part),
        ])
        expect(joined).toEqual([...octets])
        for (const { octets: part } of cut.segments) expect(part.length).toBeLessThanOrEqual(140)
      },
    ),
    { numRuns: 100 },
  )
})

describe('how parts are marked', () => {
  test('flash is class 0 in text and binary', () => {
    const coding = (content: Content) => {
      const cut = segmentsOf(content, true, 0, unpacked)
      return cut.ok ? cut.segments[0]!.dataCoding : null
    }
    expect(coding(text('hi'))).toBe(0x10)
    expect(coding(text('жж'))).toBe(0x18)
    expect(coding(binary('00', 0, 4))).toBe(0x14)
    expect(coding(binary('00', 0, 0xf5))).toBe(0xf5)
  })

  test("of a caller's esm_class only mode and reply path go on", () => {
    const cut = segmentsOf(binary('0a', 0xbf), false, 0, unpacked)
    expect(cut.ok && cut.segments[0]!.esmClass).toBe(0x83)
  })

  test('with sar parameters no header is written', () => {
    const cut = segmentsOf(text('a'.repeat(161)), false, 9, {
      wire: 'unpacked',
      concatenation: 'sar',
    })
    expect(cut.ok && cut.segments.map((one) => one.esmClass)).toEqual([0, 0])
  })
})

test.each([
  ['0A ff', [10, 255]],
  ['', null],
  ['a', null],
  ['0x0a', null],
])('hexadecimal %j', (hex, expected) =>
  expect(octetsOf(hex) && [...octetsOf(hex)!]).toEqual(expected),
)
