/** The PDU table in the form the engine runs on: small arrays, one slot per field, no look-up by name on the hot path. */
import { destinationOctetsMax, destinationsMax, pdus, responseBit } from './pdus.ts'
import type { CommandName, Field, MandatoryFields, Sender } from './pdus.ts'
import type { RawTlv, Tlvs } from './tlvs.ts'

export type PduFields<N extends CommandName> = MandatoryFields<N> & {
  tlvs?: Tlvs | undefined
  rawTlvs?: readonly RawTlv[] | undefined
}

/** Fields of any PDU, for code that runs over the table. */
export type AnyFields = Readonly<Record<string, unknown>> & {
  readonly tlvs?: Tlvs | undefined
  readonly rawTlvs?: readonly RawTlv[] | undefined
}

export const headerOctets = 16

export const U8 = 0
export const TEXT = 1
export const OCTETS = 2
export const DESTINATIONS = 3
export const UNSUCCESS = 4
const kindNumber: Record<Field['kind'], number> = {
  u8: U8,
  text: TEXT,
  octets: OCTETS,
  destinations: DESTINATIONS,
  unsuccess: UNSUCCESS,
}

export interface Layout {
  readonly name: CommandName
  readonly id: number
  readonly isResponse: boolean
  readonly sender: Sender
  readonly states: number
  readonly fieldNames: readonly string[]
  readonly kinds: Uint8Array
  readonly octetsMax: Int32Array
  readonly faults: Int32Array
  /** The longest this PDU gets without optional parameters, header included: room is made once per PDU. */
  readonly mandatoryOctetsMax: number
  /** Slot of a field by its number in `fieldNumber`; -1 where the PDU lacks it. */
  readonly slotOf: Int8Array
  /** The answer to this request; undefined for answers and for what has none. */
  readonly response: Layout | undefined
}

const allNames = [...new Set(Object.values(pdus).flatMap((shape) => Object.keys(shape.fields)))]
export const fieldNumber: Readonly<Record<string, number>> = Object.fromEntries(
  allNames.map((name, index) => [name, index]),
)

function layOut(name: CommandName, response: Layout | undefined): Layout {
  const shape = pdus[name]
  const fields = Object.entries(shape.fields) as [string, Field][]
  const slotOf = new Int8Array(allNames.length).fill(-1)
  fields.forEach(([field], slot) => {
    slotOf[fieldNumber[field] ?? 0] = slot
  })
  return {
    name,
    id: shape.id,
    isResponse: shape.id >= responseBit,
    sender: shape.sender,
    states: shape.states,
    fieldNames: fields.map(([field]) => field),
    kinds: Uint8Array.from(fields, ([, field]) => kindNumber[field.kind]),
    octetsMax: Int32Array.from(fields, ([, field]) => ('octetsMax' in field ? field.octetsMax : 0)),
    faults: Int32Array.from(fields, ([, field]) => ('fault' in field ? field.fault : 0)),
    mandatoryOctetsMax: fields.reduce((sum, [, field]) => sum + octetsMaxOf(field), headerOctets),
    slotOf,
    response,
  }
}

function octetsMaxOf(field: Field): number {
  if (field.kind === 'text') return field.octetsMax
  if (field.kind === 'octets') return 1 + field.octetsMax
  if (field.kind === 'u8') return 1
  return (
    1 +
    destinationsMax *
      (field.kind === 'destinations' ? 3 + destinationOctetsMax : 6 + destinationOctetsMax)
  )
}

function layOutAll(): Record<CommandName, Layout> {
  const made: Partial<Record<CommandName, Layout>> = {}
  for (const name of Object.keys(pdus) as CommandName[]) {
    const answer = `${name}_resp` as CommandName
    const response = answer in pdus ? (made[answer] ??= layOut(answer, undefined)) : undefined
    made[name] ??= layOut(name, response)
  }
  return made as Record<CommandName, Layout>
}

export const layouts: Readonly<Record<CommandName, Layout>> = layOutAll()

/** The most fields any PDU has: a view keeps that many offsets. */
export const slotsMax = Math.max(
  ...Object.values(layouts).map((layout) => layout.fieldNames.length),
)

/** command_ids are below 0x200 but for the response bit, so a flat table finds them at once. */
const flat: (Layout | undefined)[] = Array.from({ length: 0x400 })
for (const layout of Object.values(layouts))
  flat[(layout.id & 0x1ff) | (layout.isResponse ? 0x200 : 0)] = layout

export function layoutOf(commandId: number): Layout | undefined {
  if ((commandId & 0x7ffffe00) !== 0) return undefined
  return flat[(commandId & 0x1ff) | (commandId < 0 || commandId >= responseBit ? 0x200 : 0)]
}
