import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { lockingShiftRows, singleShiftRows } from './alphabets.ts'
import { decodeGsm, encodeGsm } from './index.ts'
import { ESCAPE, VOID, tablesOf } from './tables.ts'

/** The npm package `smpp` carries tables of its own: default, Turkish, Spanish, Portuguese. */
interface Coder {
  decode(octets: Uint8Array, language?: number): string
}
const { encodings } = createRequire(import.meta.url)('smpp') as {
  encodings: { ASCII: { decode(octets: Buffer): string } }
}
const { gsmCoder } = createRequire(import.meta.url)('smpp/lib/defs') as { gsmCoder: Coder }

const hex = (...octets: number[]) => Uint8Array.from(octets)
const septets = Array.from({ length: 128 }, (_, code) => code).filter((code) => code !== ESCAPE)

/** First code point of the block of each Indic script, by national language identifier. */
const blocks: Record<number, number> = {
  4: 0x980,
  5: 0xa80,
  6: 0x900,
  7: 0xc80,
  8: 0xd00,
  9: 0xb00,
  10: 0xa00,
  11: 0xb80,
  12: 0xc00,
  13: 0x600,
}

describe('tables against those of the package smpp', () => {
  test('default alphabet, every septet', () => {
    for (const code of septets) {
      expect(decodeGsm(hex(code))).toBe(encodings.ASCII.decode(Buffer.from([code])))
    }
  })

  test.each([
    ['Turkish', 1],
    ['Portuguese', 3],
  ])('%s locking shift, every septet', (_, language) => {
    const tables = { lockingShift: language, singleShift: 0 }
    for (const code of septets) {
      expect(decodeGsm(hex(code), tables)).toBe(gsmCoder.decode(hex(code), language))
    }
  })

  test('single shift characters of Turkish, Spanish and Portuguese', () => {
    const written = { 1: 'ĞİŞç€ğış', 2: 'çÁÍÓÚá€íóú', 3: 'êçÔôÁáΦΓΩΠΨΣΘÊÀÍÓÚÃÕÂ€íóúãõâ' }
    const cells = {
      1: [0x47, 0x49, 0x53, 0x63, 0x65, 0x67, 0x69, 0x73],
      2: [0x09, 0x41, 0x49, 0x4f, 0x55, 0x61, 0x65, 0x69, 0x6f, 0x75],
      3: [
        0x05, 0x09, 0x0b, 0x0c, 0x0e, 0x0f, 0x12, 0x13, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1f, 0x41,
        0x49, 0x4f, 0x55, 0x5b, 0x5c, 0x61, 0x65, 0x69, 0x6f, 0x75, 0x7b, 0x7c, 0x7f,
      ],
    }
    for (const language of [1, 2, 3] as const) {
      const tables = { lockingShift: 0, singleShift: language }
      const octets = hex(...cells[language].flatMap((code) => [ESCAPE, code]))
      expect(decodeGsm(octets, tables)).toBe(written[language])
    }
  })
})

describe('form of the tables', () => {
  const languages = lockingShiftRows.map((_, language) => language)

  test('fourteen of each kind, 128 cells, Spanish without a locking shift', () => {
    expect(lockingShiftRows).toHaveLength(14)
    expect(singleShiftRows).toHaveLength(14)
    expect(lockingShiftRows[2]).toBeNull()
    for (const language of languages) {
      const { locking, single } = tablesOf(language, language)
      expect([locking.length, single.length]).toEqual([128, 128])
    }
  })

  test('no locking table has a character twice; the escape stands for none', () => {
    for (const language of languages) {
      const { locking } = tablesOf(language, 0)
      const characters = [...locking].filter((unit) => unit !== VOID)
      expect(new Set(characters).size).toBe(characters.length)
      expect(locking[ESCAPE]).toBe(VOID)
    }
  })

  test('digits, small letters, line feed and space stand in their places everywhere', () => {
    for (const language of languages) {
      const tables = { lockingShift: language, singleShift: 0 }
      expect(decodeGsm(hex(0x0a, 0x0d, 0x20, 0x30, 0x39, 0x61, 0x7a), tables)).toBe('\n\r 09az')
    }
  })

  test('euro, brackets, braces, caret, tilde, bar and backslash stand in their places everywhere', () => {
    const places = hex(
      ...[0x65, 0x3c, 0x3e, 0x28, 0x29, 0x14, 0x3d, 0x40, 0x2f, 0x0a].flatMap((c) => [ESCAPE, c]),
    )
    for (const language of languages) {
      expect(decodeGsm(places, { lockingShift: 0, singleShift: language })).toBe('€[]{}^~|\\\f')
    }
  })

  test('letters of Indic locking tables keep the order of their Unicode block', () => {
    for (const language of Object.keys(blocks)
      .map(Number)
      .filter((id) => id < 13)) {
      const { locking } = tablesOf(language, 0)
      const letters = [...locking.subarray(0, 0x60)].filter(
        (unit) => unit >= 0x900 && unit !== VOID,
      )
      expect(letters).toEqual(letters.toSorted((a, b) => a - b))
      expect(letters.length).toBeGreaterThan(40)
    }
  })

  test('Indic locking tables run in parallel: a cell is the same letter of each script, or void', () => {
    const hindi = tablesOf(6, 0).locking
    for (const [language, first] of Object.entries(blocks).filter(([id]) => id !== '13')) {
      const { locking } = tablesOf(Number(language), 0)
      for (let code = 0; code < 0x60; code++) {
        const unit = locking[code]!
        if (unit === VOID) continue
        const expected = hindi[code]! < 0x900 ? hindi[code]! : hindi[code]! - 0x900 + first
        expect([language, code, unit]).toEqual([language, code, expected])
      }
    }
  })

  test('the ten digits of each script follow one another in its single shift table', () => {
    const zeros: Record<string, number> = { 4: 0x9e6, 13: 0x6f0 }
    for (const [language, first] of Object.entries(blocks)) {
      const zero = zeros[language] ?? first + 0x66
      const cells = [...tablesOf(0, Number(language)).single].filter((_, code) => code !== ESCAPE)
      const start = cells.indexOf(zero)
      const digits = Array.from({ length: 10 }, (_, digit) => zero + digit)
      expect(cells.slice(start, start + 10)).toEqual(digits)
    }
  })

  test('no single shift table has a national character twice, and Latin capitals stand in their places', () => {
    for (const language of languages) {
      const { single } = tablesOf(0, language)
      const national = [...single].filter((unit) => unit !== VOID && unit >= 0x100)
      expect(new Set(national).size).toBe(national.length)
      if (language < 4) continue
      expect(String.fromCharCode(...single.subarray(0x41, 0x5b))).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    }
  })

  test('national characters are assigned code points of their own block', () => {
    for (const [language, first] of Object.entries(blocks)) {
      const { locking, single } = tablesOf(Number(language), Number(language))
      for (const unit of [...locking, ...single]) {
        if (unit === VOID || unit < 0x600 || unit === 0x20ac) continue
        // Danda and double danda are shared by the scripts of India.
        const inBlock =
          (unit >= first && unit < first + (first === 0x600 ? 0x100 : 0x80)) ||
          unit === 0x964 ||
          unit === 0x965
        expect(inBlock, `${language}: ${unit.toString(16)}`).toBe(true)
        expect(String.fromCharCode(unit)).toMatch(/\P{Cn}/u)
      }
    }
  })

  test('cells that the printed standard has wrong', () => {
    expect(tablesOf(7, 0).locking[0x24]).toBe(0x0ca1)
    expect(tablesOf(0, 11).single[0x24]).toBe(0x0bee)
    expect([...tablesOf(0, 12).single.subarray(0x22, 0x24)]).toEqual([0x0c6c, 0x0c6d])
  })
})

describe('reading what should not come', () => {
  test('an unknown language falls back to the default tables', () => {
    expect(decodeGsm(hex(0x40, ESCAPE, 0x65), { lockingShift: 200, singleShift: 14 })).toBe('¡€')
    expect(encodeGsm('ç', { lockingShift: 2, singleShift: 0 })).toBeNull()
  })

  test('an escape to a void cell shows the plain character, two escapes or a last one a space', () => {
    expect(decodeGsm(hex(ESCAPE, 0x41))).toBe('A')
    expect(decodeGsm(hex(ESCAPE, ESCAPE, 0x41))).toBe(' A')
    expect(decodeGsm(hex(0x41, ESCAPE))).toBe('A ')
  })

  test('bit 7 is ignored', () => {
    expect(decodeGsm(hex(0xc1, 0x9b, 0xe5))).toBe('A€')
  })
})
