/** Every PDU and every TLV with random values, made from the tables. */
import fc from 'fast-check'
import { pdus } from '../pdus.ts'
import type { CommandName, Field } from '../pdus.ts'
import { tlvByTag, tlvTable, vendorTagMax, vendorTagMin } from '../tlvs.ts'
import type { Tlv, TlvName } from '../tlvs.ts'

export const commandNames = Object.keys(pdus) as CommandName[]
export const tlvNames = Object.keys(tlvTable) as TlvName[]

const octets = (min: number, max: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((value) => Buffer.from(value))

/** Latin-1 without NUL: whatever a C-octet string can carry. */
const text = (octetsMax: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 1, max: 255 }), { maxLength: octetsMax - 1 })
    .map((codes) => String.fromCharCode(...codes))

const byte = fc.integer({ min: 0, max: 255 })
const address = { dest_addr_ton: byte, dest_addr_npi: byte, destination_addr: text(21) }

function fieldValue(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'u8':
      return byte
    case 'text':
      return text(field.octetsMax)
    case 'octets':
      return octets(0, field.octetsMax)
    case 'destinations':
      return fc.array(fc.oneof(fc.record(address), fc.record({ dl_name: text(21) })), {
        maxLength: 12,
      })
    case 'unsuccess':
      return fc.array(
        fc.record({ ...address, error_status_code: fc.integer({ min: 0, max: 0xffffffff }) }),
        {
          maxLength: 12,
        },
      )
  }
}

export function tlvValue(tlv: Tlv): fc.Arbitrary<unknown> {
  switch (tlv.kind) {
    case 'number':
      return fc.integer({ min: 0, max: 2 ** (8 * tlv.octets) - 1 })
    case 'text':
      return text(tlv.octetsMax)
    case 'octets':
      return octets(tlv.octetsMin, Math.min(tlv.octetsMax, 2000))
    case 'repeated':
      return fc.array(octets(tlv.octetsMin, tlv.octetsMax), { minLength: 1, maxLength: 4 })
    case 'flag':
      return fc.constant(true)
  }
}

const tlvs = fc.record(
  Object.fromEntries(tlvNames.map((name) => [name, tlvValue(tlvTable[name])])),
  {
    requiredKeys: [],
  },
)
const vendorTlv = fc
  .record({ tag: fc.integer({ min: vendorTagMin, max: vendorTagMax }), value: octets(0, 40) })
  .filter(({ tag }) => !tlvByTag.has(tag))

export interface AnyPdu {
  readonly name: CommandName
  readonly status: number
  readonly sequence: number
  readonly fields: Record<string, unknown>
}

/** Any PDU with all its fields set, some optional parameters and some of a vendor. */
export const anyPdu: fc.Arbitrary<AnyPdu> = fc.constantFrom(...commandNames).chain((name) =>
  fc.record({
    name: fc.constant(name),
    status: fc.integer({ min: 0, max: 0xffffffff }),
    sequence: fc.integer({ min: 0, max: 0xffffffff }),
    fields: fc
      .record({
        ...Object.fromEntries(
          Object.entries(pdus[name].fields as Record<string, Field>).map(([field, shape]) => [
            field,
            fieldValue(shape),
          ]),
        ),
        tlvs,
        rawTlvs: fc.array(vendorTlv, { maxLength: 3 }),
      })
      .map(withoutEmptyLists),
  }),
)

/** Reading leaves out lists that hold nothing. */
function withoutEmptyLists(fields: Record<string, unknown>): Record<string, unknown> {
  const { tlvs: named, rawTlvs: raw, ...mandatory } = fields
  return {
    ...mandatory,
    ...(Object.keys(named as object).length > 0 ? { tlvs: named } : {}),
    ...((raw as unknown[]).length > 0 ? { rawTlvs: raw } : {}),
  }
}
