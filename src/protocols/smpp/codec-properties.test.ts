import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Framing } from './framing.ts'
import {
  PduView,
  SmppCodecError,
  decodePdu,
  encodePdu,
  messageOctets,
  readReceipt,
  splitUserData,
} from './index.ts'
import { pdus } from './pdus.ts'
import { anyPdu, commandNames, tlvNames, tlvValue } from './testing/arbitraries.ts'
import type { AnyPdu } from './testing/arbitraries.ts'
import { tlvTable } from './tlvs.ts'

const encode = (pdu: AnyPdu): Buffer => encodePdu(pdu.name, pdu as never)

describe('round trips', () => {
  it('every PDU comes back as it was written', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(anyPdu, (pdu) => {
        seen.add(pdu.name)
        const view = decodePdu(encode(pdu))
        expect([view.name, view.commandStatus, view.sequenceNumber]).toEqual([
          pdu.name,
          pdu.status,
          pdu.sequence,
        ])
        expect(view.fields()).toEqual(pdu.fields)
      }),
      { numRuns: 1500 },
    )
    expect([...seen].sort()).toEqual([...commandNames].sort())
  })

  it.each(tlvNames)('%s comes back as it was written, alone and among others', (name) => {
    fc.assert(
      fc.property(tlvValue(tlvTable[name]), (value) => {
        const view = decodePdu(
          encodePdu('data_sm', {
            sequence: 1,
            fields: { tlvs: { [name]: value }, rawTlvs: [{ tag: 0x3fff, value: Buffer.of(1) }] },
          }),
        )
        expect(view.tlv(name)).toEqual(value)
        expect(view.hasTlv(name)).toBe(true)
        expect(view.tlvs()).toEqual({ [name]: value })
        expect(view.rawTlvs()).toEqual([{ tag: 0x3fff, value: Buffer.of(1) }])
      }),
      { numRuns: 20 },
    )
  })

  it('holds all 33 PDUs of 3.4 and 5.0 and all their optional parameters', () => {
    expect(commandNames.length).toBe(33)
    expect(tlvNames.length).toBe(64)
    expect(new Set(Object.values(pdus).map(({ id }) => id)).size).toBe(commandNames.length)
    expect(new Set(Object.values(tlvTable).map(({ tag }) => tag)).size).toBe(tlvNames.length)
  })
})

/** Everything a view can be asked. None of it may throw, whatever the octets. */
function askEverything(view: PduView): void {
  view.fields()
  for (const name of tlvNames) view.tlv(name)
  view.rawTlv(0x0424)
  view.keep().fields()
  readReceipt(view)
  splitUserData(messageOctets(view), true)
}

function decodeOrRefuse(octets: Buffer): void {
  try {
    askEverything(decodePdu(octets))
  } catch (error) {
    if (!(error instanceof SmppCodecError)) throw error
  }
  // A session reads answers even when they are malformed.
  if (octets.length >= 16) askEverything(new PduView().attach(octets, 0, octets.length))
}

describe('hostile octets', () => {
  it('random octets behind a good length are read or refused with SmppCodecError', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...commandNames),
        fc.uint8Array({ maxLength: 300 }),
        (name, body) => {
          const octets = Buffer.alloc(16 + body.length)
          octets.writeUInt32BE(octets.length, 0)
          octets.writeUInt32BE(pdus[name].id, 4)
          octets.set(body, 16)
          decodeOrRefuse(octets)
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('good PDUs with octets changed, cut off or put in are read or refused with SmppCodecError', () => {
    const change = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) })
    fc.assert(
      fc.property(
        anyPdu,
        fc.array(change, { maxLength: 6 }),
        fc.nat(),
        fc.boolean(),
        (pdu, changes, cut, grow) => {
          let octets = encode(pdu)
          if (grow) octets = Buffer.concat([octets, octets.subarray(0, cut % 40)])
          else octets = octets.subarray(0, 16 + (cut % (octets.length - 15)))
          for (const { at, value } of changes) octets[at % octets.length] = value
          if (octets.length >= 4) octets.writeUInt32BE(octets.length, 0)
          decodeOrRefuse(octets)
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('values of any kind are written or refused with SmppCodecError, and the buffer stays whole', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...commandNames),
        fc.dictionary(
          fc.constantFrom('esm_class', 'source_addr', 'short_message', 'message_id'),
          fc.anything(),
        ),
        (name, fields) => {
          try {
            decodePdu(encodePdu(name, { sequence: 1, fields: fields as never }))
          } catch (error) {
            if (!(error instanceof SmppCodecError)) throw error
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('framing', () => {
  const collect = (pduOctetsMax = 100_000) => {
    const frames: string[] = []
    const bad: number[] = []
    const framing = new Framing(
      {
        frame: (buffer, start, end) => frames.push(buffer.toString('hex', start, end)) > 0,
        badLength: (octets) => void bad.push(octets),
      },
      pduOctetsMax,
    )
    return { framing, frames, bad }
  }

  it('cuts a stream into the same PDUs however it is chunked', () => {
    fc.assert(
      fc.property(
        fc.array(anyPdu, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 50 }),
        (list, sizes) => {
          const octets = list.map(encode)
          const stream = Buffer.concat(octets)
          const { framing, frames, bad } = collect()
          for (let at = 0, turn = 0; at < stream.length; turn++) {
            const size = sizes[turn % sizes.length]!
            framing.feed(Buffer.from(stream.subarray(at, at + size)))
            at += size
          }
          expect(bad).toEqual([])
          expect(frames).toEqual(octets.map((one) => one.toString('hex')))
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each([0, 4, 15, 66_561, 0x7fffffff, 0xffffffff])(
    'stops for good at command_length %i',
    (octets) => {
      const { framing, frames, bad } = collect(66_560)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(octets)
      framing.feed(encodePdu('enquire_link', { sequence: 1 }))
      // The length itself may come in pieces.
      framing.feed(length.subarray(0, 1))
      framing.feed(length.subarray(1))
      framing.feed(encodePdu('enquire_link', { sequence: 2 }))
      expect(frames.length).toBe(1)
      expect(bad).toEqual([octets])
    },
  )
})
