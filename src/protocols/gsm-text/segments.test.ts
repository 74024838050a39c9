import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { describe, expect, test } from 'vitest'
import {
  type SegmentOptions,
  type Segmentation,
  countText,
  decodeText,
  joinDecoded,
  nationalLanguages,
  segmentBinary,
  segmentText,
} from './index.ts'
import { tablesOf, VOID } from './tables.ts'

function segments(text: string, options: SegmentOptions = {}): Segmentation {
  const result = segmentText(text, { partsMax: 255, ...options })
  if (!result.ok) throw new Error(`${result.parts} parts`)
  return result
}

const octetsOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const hexOf = (octets: Uint8Array) => Buffer.from(octets).toString('hex')

describe('published sizes', () => {
  const sizes: [string, SegmentOptions, string, number, number][] = [
    ['GSM', {}, 'a', 160, 153],
    ['GSM, 16-bit reference', { referenceBits: 16 }, 'a', 160, 152],
    ['GSM, Spanish single shift', { languageCode: 'ES' }, 'a', 155, 149],
    ['GSM, Turkish single shift', { languageCode: 'TR', singleShift: true }, 'a', 155, 149],
    ['GSM, Turkish locking shift', { languageCode: 'TR', lockingShift: true }, 'ı', 155, 149],
    [
      'GSM, both Turkish tables',
      { languageCode: 'TR', singleShift: true, lockingShift: true },
      'ı',
      152,
      146,
    ],
    ['UCS-2', {}, 'ж', 70, 67],
    ['UCS-2, 16-bit reference', { referenceBits: 16 }, 'ж', 70, 66],
  ]
  test.each(sizes)('%s', (name, options, letter, single, part) => {
    // One character of the national table (two septets when it is shifted) makes the table necessary.
    const needed = name.includes('single') ? 'ç' : ''
    const text = (length: number) => needed + letter.repeat(length - needed.length * 2)
    expect(segments(text(single), options)).toMatchObject({ count: 1, charactersRemaining: 0 })
    expect(segments(text(single + 1), options)).toMatchObject({
      count: 2,
      charactersRemaining: part * 2 - single - 1,
    })
    expect(segments(text(part * 3), options)).toMatchObject({ count: 3, charactersRemaining: 0 })
    expect(segments(text(part * 3 + 1), options).count).toBe(4)
  })

  test('8-bit content: 140, 134, 133', () => {
    const count = (length: number, referenceBits: 8 | 16) => {
      const result = segmentBinary(new Uint8Array(length), { referenceBits })
      return result.ok ? result.count : result.reason
    }
    expect([140, 141, 268, 269].map((length) => count(length, 8))).toEqual([1, 2, 2, 3])
    expect([140, 266, 267].map((length) => count(length, 16))).toEqual([1, 2, 3])
    expect(count(134 * 25 + 1, 8)).toBe('TEXT_TOO_LONG')
  })

  test('extension characters cost two septets and stay in one part', () => {
    const text = 'a'.repeat(152) + '€' + 'b'.repeat(10)
    const { parts, charactersRemaining } = segments(text)
    expect(parts.map((part) => part.text)).toEqual(['a'.repeat(152), '€' + 'b'.repeat(10)])
    expect(charactersRemaining).toBe(153 - 12)
    expect(segments('€'.repeat(80)).count).toBe(1)
    expect(segments('€'.repeat(81)).count).toBe(2)
  })

  test('a surrogate pair stays in one part', () => {
    const { parts } = segments('ж'.repeat(66) + '😀' + 'ж'.repeat(10))
    expect(parts.map((part) => part.text.length)).toEqual([66, 12])
  })

  test('an empty text is one empty part', () => {
    expect(segments('')).toMatchObject({
      count: 1,
      charactersRemaining: 160,
      parts: [{ number: 1, text: '', udh: false }],
    })
  })

  test('25 parts and no more, unless more are allowed', () => {
    expect(segmentText('a'.repeat(153 * 25)).ok).toBe(true)
    expect(segmentText('a'.repeat(153 * 25 + 1))).toEqual({
      ok: false,
      reason: 'TEXT_TOO_LONG',
      parts: 26,
      partsMax: 25,
    })
    expect(segmentText('a'.repeat(153 * 255 + 1), { partsMax: 1000 })).toMatchObject({
      ok: false,
      partsMax: 255,
    })
    expect(segmentText('ж'.repeat(1_000_000))).toMatchObject({ ok: false, reason: 'TEXT_TOO_LONG' })
  })
})

describe('octets', () => {
  test('unpacked GSM: one septet per octet', () => {
    expect(hexOf(segments('@[€').parts[0]!.octets)).toBe('001b3c1b65')
  })

  test('packed GSM: the example of TS 23.038 readers know', () => {
    const { parts } = segments('hellohello', { wire: 'packed' })
    expect(hexOf(parts[0]!.octets)).toBe('e8329bfd4697d9ec37')
  })

  test('packed GSM: seven spare bits hold CR', () => {
    expect(hexOf(segments('1234567', { wire: 'packed' }).parts[0]!.octets)).toBe('31d98c56b3dd1a')
  })

  test('packed GSM after a header starts on a septet boundary', () => {
    const { parts } = segments('a'.repeat(161), { wire: 'packed', reference: 0x7f })
    expect(parts[0]!.octets).toHaveLength(140)
    expect(parts[0]!.octets[6]! & 1).toBe(0)
    expect(parts[0]!.octets[6]! >>> 1).toBe(0x61)
  })

  test('headers of parts, 8-bit and 16-bit reference, and of national tables', () => {
    const two = 'a'.repeat(161)
    expect(
      segments(two, { reference: 0x1a5 }).parts.map((part) => hexOf(part.octets.subarray(0, 6))),
    ).toEqual(['050003a50201', '050003a50202'])
    const wide = segments(two, { reference: 0x1a5, referenceBits: 16 })
    expect(wide.parts.map((part) => hexOf(part.octets.subarray(0, 7)))).toEqual([
      '06080401a50201',
      '06080401a50202',
    ])
    const both = segments('ış', { languageCode: 'TR', lockingShift: true, singleShift: true })
    expect(hexOf(both.parts[0]!.octets)).toBe('06240101250101071d')
    expect(both.parts[0]!.udh).toBe(true)
  })

  test('sar: the caller tells the parts, no concatenation header', () => {
    const { parts, count } = segments('a'.repeat(161), { concatenation: 'sar' })
    expect(count).toBe(2)
    expect(parts.map((part) => [part.udh, part.octets.length])).toEqual([
      [false, 153],
      [false, 8],
    ])
  })

  test('Latin-1 and ASCII wires take UCS-2 for what they lack', () => {
    expect(segments('né€', { wire: 'latin1' })).toMatchObject({ encoding: 'ucs2', dataCoding: 8 })
    expect(segments('né', { wire: 'ascii' })).toMatchObject({ encoding: 'ucs2', dataCoding: 8 })
    const latin1 = segments('né{', { wire: 'latin1' })
    expect(latin1).toMatchObject({ encoding: 'gsm7', dataCoding: 3, unitsUsed: 4 })
    expect(hexOf(latin1.parts[0]!.octets)).toBe('6ee97b')
    expect(segments('n{', { wire: 'ascii' })).toMatchObject({ dataCoding: 1 })
  })

  test('flash is class 0', () => {
    expect(segments('a', { flash: true }).dataCoding).toBe(0x10)
    expect(segments('ж', { flash: true }).dataCoding).toBe(0x18)
    expect(segments('ж').dataCoding).toBe(0x08)
  })

  test('parts do not overwrite each other', () => {
    const first = segments('first').parts[0]!.octets
    for (let i = 0; i < 20_000; i++) segments('other')
    expect(Buffer.from(first).toString('latin1')).toBe('first')
  })
})

describe('languages', () => {
  const turkish =
    'Artık Ulusal Dil Tanımlayıcısı ile Türkçe karakterli smslerinizi rahatlıkla iletebilirsiniz.'

  test('a language changes nothing for a text of the default alphabet', () => {
    expect(segments('plain', { languageCode: 'TR' })).toMatchObject({
      lockingShift: 0,
      singleShift: 0,
      charactersRemaining: 155,
    })
  })

  test('the cheapest tables are chosen, or those asked for', () => {
    expect(segments(turkish, { languageCode: 'TR' })).toMatchObject({
      lockingShift: 1,
      singleShift: 0,
      unitsUsed: 92,
    })
    expect(segments(turkish, { languageCode: 'TR', singleShift: true })).toMatchObject({
      lockingShift: 0,
      singleShift: 1,
      unitsUsed: 99,
    })
    expect(segments('açaí', { languageCode: 'PT' })).toMatchObject({
      lockingShift: 3,
      singleShift: 0,
    })
  })

  test('AUTODETECT finds the language, or none', () => {
    expect(segments('Ağrı dağı', { languageCode: 'AUTODETECT' })).toMatchObject({
      encoding: 'gsm7',
      lockingShift: 1,
    })
    expect(segments('Ações não são', { languageCode: 'AUTODETECT' })).toMatchObject({
      encoding: 'gsm7',
      lockingShift: 3,
    })
    expect(segments('así', { languageCode: 'AUTODETECT' }).encoding).toBe('gsm7')
    expect(segments('привет', { languageCode: 'AUTODETECT' }).encoding).toBe('ucs2')
  })

  test('a text beyond the tables is UCS-2', () => {
    expect(segments('şж', { languageCode: 'TR' })).toMatchObject({
      encoding: 'ucs2',
      lockingShift: 0,
    })
  })

  test('Hindi fits 155 in a message', () => {
    const hindi = 'नमस्ते '.repeat(25).slice(0, 155)
    expect(segments(hindi).count).toBe(3)
    expect(segments(hindi, { languageCode: 'HI' })).toMatchObject({
      count: 1,
      lockingShift: 6,
      singleShift: 0,
    })
  })
})

describe('against sms-segments-calculator', () => {
  const characters = fc.constantFrom(
    ...'abcXYZ019 .,@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¡ÄÖÑÜ§¿äöñüà\n\r^{}[]~|€\\',
  )
  const gsm = fc.string({ unit: characters, minLength: 1, maxLength: 700 })
  const ucs2 = fc.string({
    unit: fc.constantFrom('ж', '漢', 'a', '😀', '€', ' '),
    minLength: 1,
    maxLength: 400,
  })

  test.each([
    ['GSM', gsm],
    ['UCS-2', ucs2],
  ])('same encoding and as many parts: %s', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const oracle = new SegmentedMessage(text)
        const mine = segments(text)
        expect(mine.encoding).toBe(oracle.encodingName === 'GSM-7' ? 'gsm7' : 'ucs2')
        expect(mine.count).toBe(oracle.segmentsCount)
      }),
      { numRuns: 300 },
    )
  })
})

/** Any text a pair of tables can write. */
function textsOf(lockingShift: number, singleShift: number) {
  const { locking, single } = tablesOf(lockingShift, singleShift)
  const units = [...locking, ...single]
    .filter((unit) => unit !== VOID)
    .map((unit) => String.fromCharCode(unit))
  return fc.string({ unit: fc.constantFrom(...units), maxLength: 900 })
}

function readBack({ parts, dataCoding }: Segmentation, packed = false): string {
  const defaultAlphabet = packed ? ('gsm7-packed' as const) : ('gsm7' as const)
  return joinDecoded(
    parts.map((part) => decodeText(part.octets, { dataCoding, udh: part.udh, defaultAlphabet })),
  )
}

describe('properties', () => {
  const bits = fc.constantFrom<8 | 16>(8, 16)

  test('parts joined give the text back: any UTF-16, headers agree', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
    )
    fc.assert(
      fc.property(texts, bits, fc.nat(0xffff), (text, referenceBits, reference) => {
        const result = segments(text, { referenceBits, reference })
        expect(readBack(result)).toBe(text)
        expect(result.parts.map((part) => part.text).join('')).toBe(text)
        for (const part of result.parts) {
          const { concatenation } = decodeText(part.octets, {
            dataCoding: result.dataCoding,
            udh: part.udh,
          })
          if (result.count === 1) expect(concatenation).toBeNull()
          else {
            const cut = referenceBits === 8 ? reference & 0xff : reference
            expect(concatenation).toEqual({
              reference: cut,
              referenceBits,
              total: result.count,
              number: part.number,
            })
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test.each(Object.entries(nationalLanguages))(
    'parts joined give the text back: %s, every pair of tables',
    (languageCode, id) => {
      const shifts = [
        { lockingShift: 0, singleShift: id },
        { lockingShift: id, singleShift: 0 },
        { lockingShift: id, singleShift: id },
      ]
      for (const shift of shifts) {
        fc.assert(
          fc.property(
            textsOf(shift.lockingShift, shift.singleShift),
            bits,
            (text, referenceBits) => {
              const result = segments(text, {
                languageCode: languageCode as 'TR',
                singleShift: shift.singleShift > 0,
                lockingShift: shift.lockingShift > 0,
                referenceBits,
              })
              expect(result.encoding).toBe('gsm7')
              expect(readBack(result)).toBe(text)
            },
          ),
          { numRuns: 25 },
        )
      }
    },
  )

  test('packed parts joined give the text back, and fit 140 octets', () => {
    fc.assert(
      fc.property(textsOf(0, 0), bits, (text, referenceBits) => {
        const result = segments(text, { wire: 'packed', referenceBits })
        for (const part of result.parts) expect(part.octets.length).toBeLessThanOrEqual(140)
        // A last '@' or CR that fills its octet cannot be told from filling (§6.1.2.3.1).
        const texts = result.parts.map((part) => part.text)
        fc.pre(!texts.some((piece) => /[@\r]$/.test(piece)))
        expect(readBack(result, true)).toBe(text)
      }),
      { numRuns: 300 },
    )
  })

  test('counting agrees with segmenting, and no part is larger than a part may be', () => {
    const anything = fc.oneof(textsOf(0, 0), fc.string({ unit: 'grapheme', maxLength: 500 }))
    const languages = fc.constantFrom('NONE', 'TR', 'ES', 'PT', 'AUTODETECT', 'UR')
    fc.assert(
      fc.property(anything, languages, bits, (text, languageCode, referenceBits) => {
        const options = { languageCode: languageCode as 'TR', referenceBits }
        const result = segments(text, options)
        const { count, charactersRemaining, unitsUsed, unitsPerPart } = countText(text, options)
        expect(result).toMatchObject({ count, charactersRemaining, unitsUsed })
        expect(charactersRemaining).toBe(count * unitsPerPart - unitsUsed)
        expect(charactersRemaining).toBeGreaterThanOrEqual(0)
        const max = result.encoding === 'ucs2' ? 140 : 160
        for (const part of result.parts) expect(part.octets.length).toBeLessThanOrEqual(max)
      }),
      { numRuns: 300 },
    )
  })

  test('as many more characters fit as are said to remain', () => {
    fc.assert(
      fc.property(textsOf(0, 0), (text) => {
        const { count, charactersRemaining } = countText(text)
        expect(countText(text + 'a'.repeat(charactersRemaining)).count).toBe(count)
        expect(countText(text + 'a'.repeat(charactersRemaining + 1)).count).toBe(count + 1)
      }),
    )
  })
})

describe('binary', () => {
  test('the caller’s header is repeated in every part', () => {
    const header = octetsOf('06 05 04 0b 84 23 f0')
    const content = Uint8Array.from({ length: 300 }, (_, i) => i & 0xff)
    const result = segmentBinary(Uint8Array.of(...header, ...content), {
      hasUdh: true,
      reference: 9,
    })
    if (!result.ok) throw new Error(result.reason)
    const read = result.parts.map((part) =>
      decodeText(part.octets, { dataCoding: 4, udh: part.udh }),
    )
    expect(read.map(({ header: parsed }) => parsed?.ports?.destination)).toEqual([
      0x0b84, 0x0b84, 0x0b84,
    ])
    expect(read.map(({ concatenation }) => concatenation?.number)).toEqual([1, 2, 3])
    expect(read.flatMap(({ payload }) => [...payload])).toEqual([...content])
    for (const part of result.parts) expect(part.octets.length).toBeLessThanOrEqual(140)
  })

  test('a broken header, and one that leaves no room, is refused', () => {
    expect(segmentBinary(octetsOf('0a 00 03'), { hasUdh: true })).toEqual({
      ok: false,
      reason: 'INVALID_UDH',
    })
    const fat = Uint8Array.of(137, 0x70, 135, ...new Uint8Array(300))
    expect(segmentBinary(fat, { hasUdh: true })).toEqual({ ok: false, reason: 'INVALID_UDH' })
  })

  test('content that the caller already cut is not cut again', () => {
    const part = Uint8Array.of(5, 0, 3, 1, 2, 1, ...new Uint8Array(200))
    expect(segmentBinary(part, { hasUdh: true })).toMatchObject({
      ok: false,
      reason: 'TEXT_TOO_LONG',
    })
    expect(segmentBinary(part.subarray(0, 140), { hasUdh: true })).toMatchObject({
      ok: true,
      count: 1,
    })
  })
})
