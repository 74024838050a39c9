import { describe, expect, it } from 'vitest'
import { decodeText } from '../../protocols/gsm-text/index.ts'
import { prepare, segmentsOf } from './content.ts'

/** First of two parts, reference 5. */
const header = '050003050201'
const part = (text: string, ucs2 = false) =>
  ({ kind: 'text', text, part: { header, ucs2 } }) as const
const laidOut = (text: string, wire: 'unpacked' | 'packed' | 'latin1' | 'ascii', ucs2 = false) => {
  const cut = segmentsOf(part(text, ucs2), false, 99, { wire, concatenation: 'udh' })
  if (!cut.ok) throw new Error('too long')
  return cut.segments
}

describe('a part that its caller cut', () => {
  it.each([
    ['unpacked', 'gsm7', 0x00],
    ['packed', 'gsm7-packed', 0x00],
    ['latin1', 'gsm7', 0x03],
    ['ascii', 'gsm7', 0x01],
  ] as const)(
    'goes out %s as one segment with its own header',
    (wire, defaultAlphabet, dataCoding) => {
      const [segment, ...more] = laidOut('Hello @ you', wire)
      expect(more).toEqual([])
      expect(segment).toMatchObject({ esmClass: 0x40, dataCoding })
      const read = decodeText(segment!.octets, { dataCoding, udh: true, defaultAlphabet })
      expect(read.text).toBe('Hello @ you')
      expect(read.concatenation).toMatchObject({ reference: 5, total: 2, number: 1 })
    },
  )

  it('stays in UCS-2 when the others are, and goes there when the connection cannot write it', () => {
    expect(laidOut('plain', 'unpacked', true)[0]!.dataCoding).toBe(8)
    expect(laidOut('Ω', 'latin1')[0]!.dataCoding).toBe(8)
    expect(laidOut('Ω', 'unpacked')[0]!.dataCoding).toBe(0)
  })

  it('holds 153 septets or 67 units with this header, and no more', () => {
    expect(prepare(part('x'.repeat(153)))).toEqual({ ok: true, parts: 1 })
    expect(prepare(part('x'.repeat(154))).ok).toBe(false)
    expect(prepare(part('x'.repeat(67), true))).toEqual({ ok: true, parts: 1 })
    expect(prepare(part('x'.repeat(68), true)).ok).toBe(false)
  })

  it('with a header that is none is refused', () => {
    expect(prepare({ kind: 'text', text: 'x', part: { header: '09', ucs2: false } }).ok).toBe(false)
  })
})
