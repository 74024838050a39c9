import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type DefaultAlphabet,
  type HeaderElements,
  buildUserDataHeader,
  decodeDataCoding,
  decodeText,
  decodeUcs2,
  encodeUcs2,
  joinDecoded,
  packSeptets,
  parseUserDataHeader,
  septetsIn,
  unpackSeptets,
} from './index.ts'

const octetsOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

describe('packing', () => {
  test('any septets come back, whatever the fill bits', () => {
    const septets = fc.uint8Array({ max: 0x7f, maxLength: 170 })
    fc.assert(
      fc.property(septets, fc.integer({ min: 0, max: 6 }), (values, fillBits) => {
        const octets = packSeptets(values, fillBits)
        expect(octets.length).toBe(Math.ceil((values.length * 7 + fillBits) / 8))
        expect(unpackSeptets(octets, values.length, fillBits)).toEqual(values)
      }),
    )
  })

  test('140 octets hold 160 septets; asking for more gives no more', () => {
    expect(septetsIn(140)).toBe(160)
    expect(unpackSeptets(new Uint8Array(7), 1000)).toHaveLength(8)
    expect(unpackSeptets(new Uint8Array(0), 5, 6)).toHaveLength(0)
  })
})

describe('UCS-2', () => {
  test('big end first, and any UTF-16 comes back', () => {
    expect(Buffer.from(encodeUcs2('a€😀')).toString('hex')).toBe('006120acd83dde00')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUcs2(encodeUcs2(text))).toBe(text)
      }),
    )
  })

  test('an odd octet at the end is dropped', () => {
    expect(decodeUcs2(octetsOf('0061 00'))).toBe('a')
  })
})

describe('user data header', () => {
  test('elements of a known header', () => {
    const octets = octetsOf('0b 00 03 a5 02 01 05 04 0b 84 23 f0 ff')
    expect(parseUserDataHeader(octets)).toEqual({
      ok: true,
      length: 12,
      concatenation: { reference: 0xa5, referenceBits: 8, total: 2, number: 1 },
      ports: { destination: 0x0b84, source: 0x23f0, bits: 16 },
      others: [],
    })
  })

  test('16-bit reference, 8-bit ports, national tables, unknown elements', () => {
    const octets = octetsOf('13 08 04 01 a5 03 02 04 02 f0 f1 24 01 06 25 01 0d 70 01 2a')
    expect(parseUserDataHeader(octets)).toEqual({
      ok: true,
      length: 20,
      concatenation: { reference: 0x1a5, referenceBits: 16, total: 3, number: 2 },
      ports: { destination: 0xf0, source: 0xf1, bits: 8 },
      singleShift: 6,
      lockingShift: 13,
      others: [{ iei: 0x70, octets: Uint8Array.of(0x2a) }],
    })
  })

  test.each([
    ['', 'EMPTY'],
    ['05', 'TRUNCATED'],
    ['05 00 03 01', 'TRUNCATED'],
    ['02 00 03 01 02 01', 'OVERRUN'],
    ['01 00 03', 'OVERRUN'],
    ['06 00 03 01 02 01 24 01', 'OVERRUN'],
  ])('%s is faulty: %s', (hex, fault) => {
    expect(parseUserDataHeader(octetsOf(hex))).toEqual({ ok: false, fault })
  })

  test.each([
    '05 00 03 01 02 03',
    '05 00 03 01 02 00',
    '05 00 03 01 00 00',
    '04 00 02 01 02',
    '03 24 01 01',
  ])('%s: contradicting or misshapen concatenation has no effect and is kept', (hex) => {
    const header = parseUserDataHeader(octetsOf(hex))
    expect(header).toMatchObject({ ok: true })
    if (header.ok) expect(header.concatenation).toBeUndefined()
    if (header.ok && !hex.startsWith('03')) expect(header.others).toHaveLength(1)
  })

  test('of an element given twice the last counts', () => {
    expect(parseUserDataHeader(octetsOf('0a 00 03 01 02 01 00 03 09 03 02'))).toMatchObject({
      concatenation: { reference: 9, total: 3, number: 2 },
    })
  })

  test('what is built is read back', () => {
    const u8 = fc.integer({ min: 0, max: 255 })
    const concatenation = fc.oneof(
      fc.record({
        reference: u8,
        referenceBits: fc.constant<8>(8),
        total: fc.integer({ min: 1, max: 255 }),
        number: u8,
      }),
      fc.record({
        reference: fc.nat(0xffff),
        referenceBits: fc.constant<16>(16),
        total: fc.integer({ min: 1, max: 255 }),
        number: u8,
      }),
    )
    const ports = fc.oneof(
      fc.record({ destination: u8, source: u8, bits: fc.constant<8>(8) }),
      fc.record({ destination: fc.nat(0xffff), source: fc.nat(0xffff), bits: fc.constant<16>(16) }),
    )
    const others = fc.array(
      fc.record({
        iei: fc.integer({ min: 0x70, max: 0x7f }),
        octets: fc.uint8Array({ maxLength: 10 }),
      }),
      { maxLength: 5 },
    )
    const language = fc.integer({ min: 1, max: 13 })
    const elements = fc.record(
      { concatenation, ports, singleShift: language, lockingShift: language, others },
      { requiredKeys: ['others'] },
    )
    fc.assert(
      fc.property(elements, (built) => {
        const place = built.concatenation
        if (place) place.number = 1 + (place.number % place.total)
        const octets = buildUserDataHeader(built as HeaderElements)
        if (octets.length === 0) return
        expect(parseUserDataHeader(octets)).toEqual({ ok: true, length: octets.length, ...built })
      }),
    )
  })
})

describe('data_coding', () => {
  test.each([
    [0x00, 'gsm7', null],
    [0x01, 'ascii', null],
    [0x02, 'octets', null],
    [0x03, 'latin1', null],
    [0x04, 'octets', null],
    [0x05, 'jis', null],
    [0x06, 'cyrillic', null],
    [0x07, 'hebrew', null],
    [0x08, 'ucs2', null],
    [0x0e, 'euckr', null],
    [0x0b, 'ucs2', null],
    [0x10, 'gsm7', 0],
    [0x11, 'gsm7', 1],
    [0x15, 'octets', 1],
    [0x18, 'ucs2', 0],
    [0x58, 'ucs2', 0],
    [0x80, 'gsm7', null],
    [0xf0, 'gsm7', 0],
    [0xf5, 'octets', 1],
    [0xf6, 'octets', 2],
  ])('0x%s', (dataCoding, alphabet, messageClass) => {
    expect(decodeDataCoding(dataCoding)).toMatchObject({
      alphabet,
      messageClass,
      flash: messageClass === 0,
    })
  })

  test('compressed text is binary to us', () => {
    expect(decodeText(octetsOf('4142'), { dataCoding: 0x20 })).toMatchObject({
      binary: true,
      text: '',
    })
  })

  test('message waiting', () => {
    expect(decodeDataCoding(0xc8).waiting).toEqual({
      active: true,
      kind: 'voicemail',
      store: false,
    })
    expect(decodeDataCoding(0xd1).waiting).toEqual({ active: false, kind: 'fax', store: true })
    expect(decodeDataCoding(0xea)).toMatchObject({
      alphabet: 'ucs2',
      waiting: { active: true, kind: 'email', store: true },
    })
  })
})

describe('text', () => {
  const read = (hex: string, dataCoding: number, defaultAlphabet?: DefaultAlphabet) =>
    decodeText(octetsOf(hex), { dataCoding, defaultAlphabet }).text

  test('by data_coding, each script', () => {
    expect(read('001b65', 0)).toBe('@€')
    expect(read('e9e0', 1)).toBe('\ufffd\ufffd')
    expect(read('e980', 3)).toBe('é\u0080')
    expect(read('bfe0d8d2d5e2', 6)).toBe('Привет')
    expect(read('f9ece5ed', 7)).toBe('שלום')
    expect(read('83658358836783', 5)).toMatch(/^テスト/)
    expect(read('1b2442254625391b2842', 0x0a)).toBe('テス')
    expect(read('a5c6a5b9a5c8', 0x0d)).toBe('テスト')
    expect(read('bec8b3e7', 0x0e)).toBe('안녕')
    expect(read('d83dde00', 8)).toBe('😀')
  })

  test('data_coding 0 is what the connection says', () => {
    expect(read('e9', 0, 'latin1')).toBe('é')
    expect(read('c3a9', 0, 'utf8')).toBe('é')
    expect(read('e8329bfd4697d9ec37', 0, 'gsm7-packed')).toBe('hellohello')
    expect(read('31d98c56b3dd1a', 0, 'gsm7-packed')).toBe('1234567')
    expect(read('31d98c56b3dd00', 0, 'gsm7-packed')).toBe('1234567')
    expect(read('e9', 3, 'utf8')).toBe('é')
  })

  test('national tables of the header', () => {
    const octets = octetsOf('06 24 01 01 25 01 01 07 1d 1b 67')
    expect(decodeText(octets, { dataCoding: 0, udh: true }).text).toBe('ışğ')
  })

  test('a broken header is shown, not lost', () => {
    const decoded = decodeText(octetsOf('41 42'), { dataCoding: 0, udh: true })
    expect(decoded).toMatchObject({
      text: 'AB',
      header: null,
      headerFault: 'TRUNCATED',
      concatenation: null,
    })
  })

  test('a surrogate pair or an escape that a sender split survives joining', () => {
    const part = (hex: string, dataCoding: number) =>
      decodeText(octetsOf(hex), { dataCoding, udh: true })
    const pair = [part('050003010201 0061d83d', 8), part('050003010202 de000062', 8)]
    expect(joinDecoded(pair)).toBe('a😀b')
    const escape = [part('050003010201 611b', 0), part('050003010202 6562', 0)]
    expect(joinDecoded(escape)).toBe('a€b')
    expect(joinDecoded([part('050003010201 61', 0), part('050003010202 0062', 8)])).toBe('ab')
    expect(joinDecoded([])).toBe('')
  })

  test('hostile octets never throw', () => {
    const alphabets = fc.constantFrom<DefaultAlphabet>(
      'gsm7',
      'gsm7-packed',
      'latin1',
      'ascii',
      'utf8',
    )
    const how = fc.record({
      dataCoding: fc.integer({ min: -1, max: 300 }),
      udh: fc.boolean(),
      defaultAlphabet: alphabets,
    })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 255 }), how, (octets, hints) => {
        const decoded = decodeText(octets, hints)
        expect(typeof decoded.text).toBe('string')
        expect(typeof joinDecoded([decoded, decoded])).toBe('string')
        const place = decoded.concatenation
        if (place) expect(place.number >= 1 && place.number <= place.total).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
