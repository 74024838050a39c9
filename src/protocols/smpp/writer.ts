/**
 * PDUs written one behind the other into one growing buffer, so that everything of a tick leaves in one socket write.
 * A PDU that breaks a limit is taken back whole: what stands in the buffer is always well-formed.
 */
import { SmppCodecError } from './error.ts'
import { DESTINATIONS, OCTETS, TEXT, U8, headerOctets, layouts } from './layout.ts'
import type { AnyFields, Layout, PduFields } from './layout.ts'
import { destinationOctetsMax, destinationsMax, listNameOctetsMax } from './pdus.ts'
import type { CommandName, Destination, UnsuccessfulDelivery } from './pdus.ts'
import { status } from './status.ts'
import { tlvTable } from './tlvs.ts'
import type { RawTlv, TlvName, Tlvs } from './tlvs.ts'

const noFields: AnyFields = {}
const keptOctetsMax = 256 * 1024

export class PduWriter {
  buffer: Buffer
  length = 0

  readonly #octetsAtStart: number
  #taken: Buffer | undefined
  #spare: Buffer | undefined

  constructor(octets: number) {
    this.#octetsAtStart = octets
    this.buffer = Buffer.allocUnsafeSlow(octets)
  }

  /**
   * Appends one PDU. Text goes out as Latin-1. `withTlvs: false` is for a 3.3 peer.
   * Throws SmppCodecError, and leaves the buffer as it was, when a field breaks its limit.
   */
  write(
    layout: Layout,
    commandStatus: number,
    sequenceNumber: number,
    fields: AnyFields,
    withTlvs = true,
  ): void {
    const start = this.length
    this.#reserve(layout.mandatoryOctetsMax)
    try {
      this.#header(layout.id, commandStatus, sequenceNumber)
      this.#body(layout, fields)
      if (withTlvs && fields.tlvs !== undefined) this.#tlvs(fields.tlvs)
      if (withTlvs && fields.rawTlvs !== undefined)
        for (const tlv of fields.rawTlvs) this.#rawTlv(tlv)
      writeU32(this.buffer, start, this.length - start)
    } catch (error) {
      this.length = start
      throw error
    }
  }

  /** Hands out what was written and goes on in another buffer. Until `giveBack` the octets stay as they are. */
  take(): Buffer {
    const written = this.buffer.subarray(0, this.length)
    this.#taken = this.buffer
    this.buffer = this.#spare ?? Buffer.allocUnsafeSlow(this.#octetsAtStart)
    this.#spare = undefined
    this.length = 0
    return written
  }

  /** The octets of the last `take` are not needed any more. A buffer that a burst made large is let go. */
  giveBack(): void {
    if (this.#taken !== undefined && this.#taken.length <= keptOctetsMax) this.#spare = this.#taken
    this.#taken = undefined
  }

  /** Appends a PDU of nothing but its header. */
  writeHeader(commandId: number, commandStatus: number, sequenceNumber: number): void {
    const start = this.length
    this.#reserve(headerOctets)
    this.#header(commandId, commandStatus, sequenceNumber)
    writeU32(this.buffer, start, headerOctets)
  }

  #header(commandId: number, commandStatus: number, sequenceNumber: number): void {
    const { buffer, length } = this
    writeU32(buffer, length + 4, commandId)
    writeU32(buffer, length + 8, commandStatus)
    writeU32(buffer, length + 12, sequenceNumber)
    this.length = length + headerOctets
  }

  #body(layout: Layout, fields: AnyFields): void {
    const { fieldNames, kinds } = layout
    for (let slot = 0; slot < kinds.length; slot++) {
      const name = fieldNames[slot]!
      const value = fields[name]
      const kind = kinds[slot]
      if (kind === U8) this.#number(name, (value ?? 0) as number)
      else if (kind === TEXT)
        this.#text(name, (value ?? '') as string, layout.octetsMax[slot]!, layout.faults[slot]!)
      else if (kind === OCTETS)
        this.#octets(name, value as Uint8Array | undefined, layout.octetsMax[slot]!)
      else if (kind === DESTINATIONS) this.#destinations((value ?? []) as readonly Destination[])
      else this.#unsuccess((value ?? []) as readonly UnsuccessfulDelivery[])
    }
  }

  #number(name: string, value: number): void {
    if ((value & 0xff) !== value)
      throw new SmppCodecError(numberFault(name), `${name} must be 0 to 255`, name)
    this.buffer[this.length++] = value
  }

  #text(name: string, value: string, octetsMax: number, fault: number): void {
    const { length: characters } = value
    if (typeof value !== 'string' || characters >= octetsMax) {
      throw new SmppCodecError(fault, `${name} is longer than ${octetsMax - 1} characters`, name)
    }
    const { buffer } = this
    let at = this.length
    for (let i = 0; i < characters; i++) {
      const code = value.charCodeAt(i)
      if (code === 0 || code > 0xff)
        throw new SmppCodecError(fault, `${name} holds a character it cannot carry`, name)
      buffer[at++] = code
    }
    buffer[at++] = 0
    this.length = at
  }

  #octets(name: string, value: Uint8Array | undefined, octetsMax: number): void {
    if (value === undefined) {
      this.buffer[this.length++] = 0
      return
    }
    if (!(value instanceof Uint8Array) || value.length > octetsMax) {
      throw new SmppCodecError(
        status.ESME_RINVMSGLEN,
        `${name} is no more than ${octetsMax} octets`,
        name,
      )
    }
    this.buffer[this.length] = value.length
    this.buffer.set(value, this.length + 1)
    this.length += 1 + value.length
  }

  #destinations(list: readonly Destination[]): void {
    if (list.length > destinationsMax) {
      throw new SmppCodecError(
        status.ESME_RINVNUMDESTS,
        `over ${destinationsMax} destinations`,
        'dest_address',
      )
    }
    this.buffer[this.length++] = list.length
    for (const one of list) {
      if ('dl_name' in one) {
        this.buffer[this.length++] = 2
        this.#text('dl_name', one.dl_name, listNameOctetsMax, status.ESME_RINVDLNAME)
      } else {
        this.buffer[this.length++] = 1
        this.#address(one)
      }
    }
  }

  #unsuccess(list: readonly UnsuccessfulDelivery[]): void {
    if (list.length > destinationsMax) {
      throw new SmppCodecError(
        status.ESME_RINVNUMDESTS,
        `over ${destinationsMax} addresses`,
        'unsuccess_sme',
      )
    }
    this.buffer[this.length++] = list.length
    for (const one of list) {
      this.#address(one)
      writeU32(this.buffer, this.length, one.error_status_code)
      this.length += 4
    }
  }

  #address(one: {
    dest_addr_ton?: number
    dest_addr_npi?: number
    destination_addr: string
  }): void {
    this.#number('dest_addr_ton', one.dest_addr_ton ?? 0)
    this.#number('dest_addr_npi', one.dest_addr_npi ?? 0)
    this.#text(
      'destination_addr',
      one.destination_addr,
      destinationOctetsMax,
      status.ESME_RINVDSTADR,
    )
  }

  #tlvs(tlvs: Tlvs): void {
    for (const name in tlvs) {
      const value = tlvs[name as TlvName]
      if (value !== undefined) this.#tlv(name as TlvName, value)
    }
  }

  #tlv(name: TlvName, value: unknown): void {
    const tlv = tlvTable[name]
    if (tlv === undefined)
      throw new SmppCodecError(status.ESME_ROPTPARNOTALLWD, `${name} is no TLV`, name)
    if (tlv.kind === 'number') {
      const limit = 2 ** (8 * tlv.octets)
      if (!Number.isInteger(value) || (value as number) < 0 || (value as number) >= limit) {
        throw new SmppCodecError(
          status.ESME_RINVOPTPARAMVAL,
          `${name} must be 0 to ${limit - 1}`,
          name,
        )
      }
      this.#tlvHeader(tlv.tag, tlv.octets)
      this.buffer.writeUIntBE(value as number, this.length, tlv.octets)
      this.length += tlv.octets
    } else if (tlv.kind === 'text') {
      const start = this.length
      this.#tlvHeader(tlv.tag, tlv.octetsMax)
      this.#text(name, value as string, tlv.octetsMax, status.ESME_RINVPARLEN)
      this.buffer.writeUInt16BE(this.length - start - 4, start + 2)
    } else if (tlv.kind === 'flag') {
      this.#tlvHeader(tlv.tag, 0)
    } else if (tlv.kind === 'repeated') {
      for (const one of value as readonly Uint8Array[]) this.#tlvOctets(name, tlv, one)
    } else this.#tlvOctets(name, tlv, value as Uint8Array)
  }

  #tlvOctets(
    name: string,
    tlv: { tag: number; octetsMin: number; octetsMax: number },
    value: Uint8Array,
  ): void {
    if (
      !(value instanceof Uint8Array) ||
      value.length < tlv.octetsMin ||
      value.length > tlv.octetsMax
    ) {
      throw new SmppCodecError(
        status.ESME_RINVPARLEN,
        `${name} is ${tlv.octetsMin} to ${tlv.octetsMax} octets`,
        name,
      )
    }
    this.#rawTlv({ tag: tlv.tag, value })
  }

  #rawTlv({ tag, value }: RawTlv): void {
    if (!Number.isInteger(tag) || tag < 0 || tag > 0xffff || value.length > 0xffff) {
      throw new SmppCodecError(status.ESME_RINVPARLEN, 'a tag or a length is over 16 bits')
    }
    this.#tlvHeader(tag, value.length)
    this.buffer.set(value, this.length)
    this.length += value.length
  }

  /** Makes room for the value too: parameters may outgrow what was reserved for the mandatory part. */
  #tlvHeader(tag: number, octets: number): void {
    this.#reserve(4 + octets + 1)
    const { buffer, length } = this
    buffer[length] = tag >> 8
    buffer[length + 1] = tag & 0xff
    buffer[length + 2] = octets >> 8
    buffer[length + 3] = octets & 0xff
    this.length = length + 4
  }

  #reserve(octets: number): void {
    const needed = this.length + octets
    if (needed <= this.buffer.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, needed))
    this.buffer.copy(grown, 0, 0, this.length)
    this.buffer = grown
  }
}

function numberFault(name: string): number {
  if (name === 'esm_class') return status.ESME_RINVESMCLASS
  if (name === 'registered_delivery') return status.ESME_RINVREGDLVFLG
  if (name === 'priority_flag') return status.ESME_RINVPRTFLG
  return status.ESME_RSYSERR
}

export function writeU32(buffer: Buffer, at: number, value: number): void {
  buffer[at] = value >>> 24
  buffer[at + 1] = value >>> 16
  buffer[at + 2] = value >>> 8
  buffer[at + 3] = value
}

/** Makes the octets of one PDU. Throws SmppCodecError when a field breaks its limit. */
export function encodePdu<N extends CommandName>(
  name: N,
  pdu: { readonly status?: number; readonly sequence: number; readonly fields?: PduFields<N> },
): Buffer {
  const writer = new PduWriter(1024)
  writer.write(layouts[name], pdu.status ?? 0, pdu.sequence, (pdu.fields ?? noFields) as AnyFields)
  return Buffer.from(writer.buffer.subarray(0, writer.length))
}
