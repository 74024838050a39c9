import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  SmppCodecError,
  contentFields,
  decodePdu,
  encodePdu,
  formatAbsoluteTime,
  formatRelativeTime,
  messageOctets,
  parseSmppTime,
  readEsmClass,
  splitUserData,
} from './index.ts'

const now = Date.parse('2026-11-23T10:00:00Z')

describe('times', () => {
  it.each([
    ['261123104500000+', '2026-11-23T10:45:00.000Z'],
    ['261123104500304+', '2026-11-23T09:45:00.300Z'],
    ['261123104500908-', '2026-11-23T12:45:00.900Z'],
    ['370101000000000+', '2037-01-01T00:00:00.000Z'],
    ['380101000000000+', '1938-01-01T00:00:00.000Z'],
    ['000000000500000R', '2026-11-23T10:05:00.000Z'],
    ['020610233429000R', '2029-06-03T09:34:29.000Z'],
    ['000003000000000R', '2026-11-26T10:00:00.000Z'],
  ])('%s is %s', (text, expected) =>
    expect(new Date(parseSmppTime(text, now)!).toISOString()).toBe(expected),
  )

  it.each([
    '',
    '0',
    '261323104500000+',
    '260230104500000+',
    '261123254500000+',
    '261123104500049+',
    '261123104500000',
    'x'.repeat(16),
  ])('"%s" is none', (text) => expect(parseSmppTime(text, now)).toBeUndefined())

  it('absolute times come back, in any zone, to the tenth of a second', () => {
    const at = fc.integer({ min: Date.parse('1970-01-02'), max: Date.parse('2037-12-30') })
    fc.assert(
      fc.property(at, fc.integer({ min: -48, max: 48 }), (time, quarters) => {
        const text = formatAbsoluteTime(time, quarters * 15)
        expect(text).toMatch(/^\d{15}[+-]$/)
        expect(parseSmppTime(text, 0)).toBe(Math.floor(time / 100) * 100)
      }),
    )
    expect(formatAbsoluteTime(Date.parse('2026-11-23T10:45:00.340Z'), -120)).toBe(
      '261123084500308-',
    )
    expect(() => formatAbsoluteTime(Date.parse('2038-01-01'))).toThrow(SmppCodecError)
    expect(() => formatAbsoluteTime(now, 721 * 15)).toThrow(SmppCodecError)
  })

  it('relative times come back, up to 30 days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 * 86_400 }), (seconds) => {
        const text = formatRelativeTime(seconds * 1000)
        expect(text).toMatch(/^\d{15}R$/)
        expect(parseSmppTime(text, now)).toBe(now + seconds * 1000)
      }),
    )
    expect(formatRelativeTime(48 * 3_600_000)).toBe('000002000000000R')
    for (const bad of [-1, 31 * 86_400_000, Number.NaN, Infinity])
      expect(() => formatRelativeTime(bad)).toThrow(SmppCodecError)
  })
})

describe('esm_class', () => {
  it.each([
    [0x00, { mode: 'default', kind: 'message', udhi: false, replyPath: false }],
    [0x04, { mode: 'default', kind: 'receipt', udhi: false, replyPath: false }],
    [0x43, { mode: 'store_and_forward', kind: 'message', udhi: true, replyPath: false }],
    [0x88, { mode: 'default', kind: 'sme_ack', udhi: false, replyPath: true }],
    [0x10, { mode: 'default', kind: 'user_ack', udhi: false, replyPath: false }],
    [0x18, { mode: 'default', kind: 'conversation_abort', udhi: false, replyPath: false }],
    [0x21, { mode: 'datagram', kind: 'intermediate', udhi: false, replyPath: false }],
    [0x3c, { mode: 'default', kind: 'message', udhi: false, replyPath: false }],
  ])('%i', (value, read) => expect(readEsmClass(value)).toEqual(read))
})

describe('content', () => {
  it('lies in short_message up to 254 octets, then in message_payload', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), (length) => {
        const octets = Buffer.alloc(length, 0x41)
        const fields = contentFields(octets)
        expect('short_message' in fields).toBe(length <= 254)
        expect(messageOctets(decodePdu(encodePdu('submit_sm', { sequence: 1, fields })))).toEqual(
          octets,
        )
      }),
    )
    expect(() => contentFields(Buffer.alloc(65_536))).toThrow(SmppCodecError)
    const largest = contentFields(Buffer.alloc(65_535))
    expect(
      messageOctets(decodePdu(encodePdu('data_sm', { sequence: 1, fields: largest as never })))
        .length,
    ).toBe(65_535)
  })

  it.each([
    ['0500030a020141', '0500030a0201', '41'],
    ['00414243', '00', '414243'],
    // A header that claims more than there is.
    ['ff0102', 'ff0102', ''],
    ['05', '05', ''],
  ])('%s is split behind its header', (octets, header, body) => {
    const split = splitUserData(Buffer.from(octets, 'hex'), true)
    expect([
      Buffer.from(split.header!).toString('hex'),
      Buffer.from(split.body).toString('hex'),
    ]).toEqual([header, body])
  })

  it('has no header without UDHI, or without octets', () => {
    expect(splitUserData(Buffer.from('0500'), false).header).toBeUndefined()
    expect(splitUserData(Buffer.alloc(0), true)).toEqual({
      header: undefined,
      body: Buffer.alloc(0),
    })
  })
})
