import fc from 'fast-check'
import { expect, test } from 'vitest'
import { segmentText } from '../../protocols/gsm-text/index.ts'
import type { InboundPart } from '../../telecoms/operators/index.ts'
import { inboundOf, read } from './inbound.ts'

const profile: InboundPart['profile'] = {
  connectionId: 4,
  name: 'x',
  simulated: true,
  enabled: true,
  whole: false,
  wire: 'unpacked',
  concatenation: 'udh',
  defaultAlphabet: 'gsm7',
}
const part = (octets: Uint8Array, more: Partial<InboundPart> = {}): InboundPart => ({
  connectionId: 4,
  simulated: true,
  source: '491700000001',
  destination: '12345',
  dataCoding: 0,
  udh: false,
  octets,
  sar: null,
  profile,
  ...more,
})

test('a text of any length that a handset sends in parts is read as it was', () => {
  const letters = fc.constantFrom(...'abc €{}[]жÇ漢😀\n@0'.match(/./gsu)!)
  fc.assert(
    fc.property(fc.array(letters, { minLength: 1, maxLength: 500 }), (some) => {
      const text = some.join('')
      const cut = segmentText(text, { reference: 77 })
      if (!cut.ok) return
      const parts = cut.parts.map((one) =>
        inboundOf(part(one.octets, { udh: one.udh, dataCoding: cut.dataCoding })),
      )
      if (parts.length > 1)
        expect(parts.map((one) => one.concatenation)).toEqual(
          parts.map((_, index) => ({ reference: 77, total: parts.length, number: index + 1 })),
        )
      else expect(parts[0]!.concatenation).toBeNull()
      expect(read(parts)).toBe(text)
    }),
    { numRuns: 200 },
  )
})

test('parts told by sar parameters are parts', () => {
  const sar = { reference: 300, total: 2, number: 1 }
  expect(inboundOf(part(new Uint8Array([0x41]), { sar })).concatenation).toEqual(sar)
})

test('a header that makes no sense is text, and no reason to fail', () => {
  for (const octets of [[], [0xff], [5, 0, 3, 1, 0, 0, 0x41], [5, 0, 3, 1, 2, 9, 0x41]]) {
    const one = inboundOf(part(new Uint8Array(octets), { udh: true }))
    expect(one.concatenation).toBeNull()
    expect(typeof read([one])).toBe('string')
  }
})

test('binary content reads as its digits', () => {
  expect(read([inboundOf(part(new Uint8Array([0xde, 0xad]), { dataCoding: 4 }))])).toBe('dead')
})

test('random octets in any coding are read to something a database takes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(255),
      fc.boolean(),
      (octets, dataCoding, udh) => {
        const text = read([inboundOf(part(octets, { dataCoding, udh }))])
        expect(text.isWellFormed() && !text.includes('\0')).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})
