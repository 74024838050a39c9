/**
 * A PDU read in place: header numbers at once, where each field lies on demand, strings only when asked for.
 * A session has one view and moves it from PDU to PDU, so a view is valid only inside the callback that got it;
 * `keep()` makes a private copy.
 */
import { SmppCodecError } from './error.ts'
import {
  DESTINATIONS,
  OCTETS,
  TEXT,
  U8,
  fieldNumber,
  headerOctets,
  layoutOf,
  slotsMax,
} from './layout.ts'
import type { Layout } from './layout.ts'
import { destinationOctetsMax, listNameOctetsMax } from './pdus.ts'
import type {
  CommandName,
  Destination,
  NumberField,
  OctetsField,
  TextField,
  UnsuccessfulDelivery,
} from './pdus.ts'
import { status } from './status.ts'
import { tlvByTag, tlvTable } from './tlvs.ts'
import type { RawTlv, Tlv, TlvName, TlvValue, Tlvs } from './tlvs.ts'

const empty = Buffer.alloc(0)

/** Short strings (numbers, ids) are built faster here than by a call into the runtime. */
function latin1(buffer: Buffer, start: number, end: number): string {
  return end - start === 0 ? '' : buffer.latin1Slice(start, end)
}

declare global {
  interface Buffer {
    /** Node's own, missing in its type package: toString('latin1') without the detours. */
    latin1Slice(start: number, end: number): string
  }
}

export class PduView {
  buffer: Buffer = empty
  start = 0
  end = 0
  commandId = 0
  commandStatus = 0
  sequenceNumber = 0
  #layout: Layout | undefined
  #located = false
  #fault = 0
  #tlvStart = 0
  #tlvStop = 0
  readonly #starts = new Int32Array(slotsMax)
  readonly #ends = new Int32Array(slotsMax)

  /** Points the view at the PDU in buffer[start, end), whose length the caller has checked to be at least 16. */
  attach(buffer: Buffer, start: number, end: number): this {
    this.buffer = buffer
    this.start = start
    this.end = end
    this.commandId = readU32(buffer, start + 4)
    this.commandStatus = readU32(buffer, start + 8)
    this.sequenceNumber = readU32(buffer, start + 12)
    this.#layout = layoutOf(this.commandId)
    this.#located = false
    return this
  }

  /** undefined for a command_id the standard does not have. */
  get name(): CommandName | undefined {
    return this.#layout?.name
  }

  get layout(): Layout | undefined {
    return this.#layout
  }

  get isResponse(): boolean {
    return this.commandId >= 0x80000000
  }

  /** 0, or the command_status to answer with: a field is too long, the body ends early, a TLV overruns it. */
  get fault(): number {
    if (!this.#located) this.#locate()
    return this.#fault
  }

  /** A C-octet string, octet by octet as Latin-1; '' when the PDU has no such field. */
  text(field: TextField): string {
    const slot = this.#slot(field)
    return slot < 0 ? '' : latin1(this.buffer, this.#starts[slot]!, this.#ends[slot]!)
  }

  /** An integer; 0 when the PDU has no such field. */
  number(field: NumberField): number {
    const slot = this.#slot(field)
    if (slot < 0) return 0
    const at = this.#starts[slot]!
    return at < this.#ends[slot]! ? this.buffer[at]! : 0
  }

  /** The octets in place (not copied); none when the PDU has no such field. */
  octets(field: OctetsField): Buffer {
    const slot = this.#slot(field)
    return slot < 0 ? empty : this.buffer.subarray(this.#starts[slot]!, this.#ends[slot]!)
  }

  /** How many octets a field holds, its NUL or length octet not counted: cheaper than asking for them. */
  octetsLength(field: OctetsField | TextField): number {
    const slot = this.#slot(field)
    return slot < 0 ? 0 : this.#ends[slot]! - this.#starts[slot]!
  }

  /** submit_multi's destinations, in their order. */
  destinations(): Destination[] {
    const slot = this.#slot('dest_address')
    const found: Destination[] = []
    if (slot < 0) return found
    const end = this.#ends[slot]!
    for (let at = this.#starts[slot]!; at < end;) {
      const flag = this.buffer[at]!
      const textStart = flag === 1 ? at + 3 : at + 1
      const textEnd = this.buffer.indexOf(0, textStart)
      const text = latin1(this.buffer, textStart, textEnd)
      found.push(
        flag === 1
          ? {
              dest_addr_ton: this.buffer[at + 1]!,
              dest_addr_npi: this.buffer[at + 2]!,
              destination_addr: text,
            }
          : { dl_name: text },
      )
      at = textEnd + 1
    }
    return found
  }

  /** submit_multi_resp's addresses that were not accepted, in their order. */
  unsuccess(): UnsuccessfulDelivery[] {
    const slot = this.#slot('unsuccess_sme')
    const found: UnsuccessfulDelivery[] = []
    if (slot < 0) return found
    const end = this.#ends[slot]!
    for (let at = this.#starts[slot]!; at < end;) {
      const textEnd = this.buffer.indexOf(0, at + 2)
      found.push({
        dest_addr_ton: this.buffer[at]!,
        dest_addr_npi: this.buffer[at + 1]!,
        destination_addr: latin1(this.buffer, at + 2, textEnd),
        error_status_code: readU32(this.buffer, textEnd + 1),
      })
      at = textEnd + 5
    }
    return found
  }

  /** An optional parameter by name; undefined when absent or when its length makes no sense for its kind. */
  tlv<N extends TlvName>(name: N): TlvValue<N> | undefined {
    const tlv: Tlv = tlvTable[name]
    if (tlv.kind === 'repeated') return this.#readAll(tlv) as TlvValue<N> | undefined
    const at = this.#findTlv(tlv.tag)
    return at < 0
      ? undefined
      : (readTlv(tlv, this.buffer, at + 4, this.#tlvEnd(at)) as TlvValue<N> | undefined)
  }

  /** The octets of the first parameter with this tag, in place. */
  rawTlv(tag: number): Buffer | undefined {
    const at = this.#findTlv(tag)
    return at < 0 ? undefined : this.buffer.subarray(at + 4, this.#tlvEnd(at))
  }

  hasTlv(name: TlvName): boolean {
    return this.#findTlv(tlvTable[name].tag) >= 0
  }

  /** All parameters the table knows and could read, by name; the first where one stands twice. */
  tlvs(): Tlvs {
    const found: Record<string, unknown> = {}
    const seen = new Set<number>()
    for (let at = this.#firstTlv(); at >= 0; at = this.#nextTlv(at)) {
      const tag = readU16(this.buffer, at)
      const tlv = tlvByTag.get(tag)
      if (tlv === undefined || seen.has(tag)) continue
      seen.add(tag)
      const value =
        tlv.kind === 'repeated'
          ? this.#readAll(tlv)
          : readTlv(tlv, this.buffer, at + 4, this.#tlvEnd(at))
      if (value !== undefined) found[tlv.name] = value
    }
    return found
  }

  /** The parameters that `tlvs()` leaves out: vendor tags, unknown tags, lengths that make no sense. In wire order. */
  rawTlvs(): RawTlv[] {
    const found: RawTlv[] = []
    const seen = new Set<number>()
    for (let at = this.#firstTlv(); at >= 0; at = this.#nextTlv(at)) {
      const tag = readU16(this.buffer, at)
      const tlv = tlvByTag.get(tag)
      const end = this.#tlvEnd(at)
      const read = tlv !== undefined && (tlv.kind === 'repeated' || !seen.has(tag))
      seen.add(tag)
      if (!read || readTlv(tlv, this.buffer, at + 4, end) === undefined) {
        found.push({ tag, value: this.buffer.subarray(at + 4, end) })
      }
    }
    return found
  }

  /** Everything in the PDU as plain values, ready for `encodePdu`. For logs and tests, not for the hot path. */
  fields(): Record<string, unknown> {
    const found: Record<string, unknown> = {}
    const layout = this.#layout
    if (layout === undefined) return found
    layout.fieldNames.forEach((name, slot) => {
      const kind = layout.kinds[slot]
      if (kind === U8) found[name] = this.number(name as NumberField)
      else if (kind === TEXT) found[name] = this.text(name as TextField)
      else if (kind === OCTETS) found[name] = Buffer.from(this.octets(name as OctetsField))
      else if (kind === DESTINATIONS) found[name] = this.destinations()
      else found[name] = this.unsuccess()
    })
    const tlvs = this.tlvs()
    const rawTlvs = this.rawTlvs()
    if (Object.keys(tlvs).length > 0) found['tlvs'] = tlvs
    if (rawTlvs.length > 0) found['rawTlvs'] = rawTlvs
    return found
  }

  /** A view of its own over a copy of the octets, valid for as long as it is held. */
  keep(): PduView {
    const copy = Buffer.from(this.buffer.subarray(this.start, this.end))
    return new PduView().attach(copy, 0, copy.length)
  }

  #slot(field: string): number {
    if (!this.#located) this.#locate()
    return this.#layout === undefined ? -1 : this.#layout.slotOf[fieldNumber[field]!]!
  }

  /** Walks the body once. Answers may lack their body or the last NUL: many peers leave them out. */
  #locate(): void {
    this.#located = true
    this.#fault = 0
    const { buffer, end } = this
    const layout = this.#layout
    let at = this.start + headerOctets
    this.#tlvStart = this.#tlvStop = at
    if (layout === undefined) return
    const { kinds, octetsMax, isResponse } = layout
    const starts = this.#starts
    const ends = this.#ends
    for (let slot = 0; slot < kinds.length; slot++) {
      if (at >= end) return this.#stopAt(slot, isResponse ? 0 : status.ESME_RINVCMDLEN)
      const kind = kinds[slot]
      if (kind === U8) {
        starts[slot] = at
        ends[slot] = ++at
      } else if (kind === TEXT) {
        starts[slot] = at
        const limit = at + octetsMax[slot]!
        const stop = limit < end ? limit : end
        while (at < stop && buffer[at] !== 0) at++
        ends[slot] = at
        if (at < stop) at++
        else if (at === limit) return this.#stopAt(slot, layout.faults[slot]!)
        else if (!isResponse) return this.#stopAt(slot, status.ESME_RINVCMDLEN)
      } else {
        starts[slot] = at + 1
        const next =
          kind === OCTETS
            ? at + 1 + buffer[at]!
            : kind === DESTINATIONS
              ? this.#skipDestinations(at)
              : this.#skipUnsuccess(at)
        if (next < 0) return this.#stopAt(slot, -next)
        if (next > end) return this.#stopAt(slot, status.ESME_RINVCMDLEN)
        ends[slot] = at = next
      }
    }
    this.#tlvStart = at
    this.#checkTlvs(at)
  }

  /** From `slot` on the PDU has nothing to read: those fields are empty, and so are the parameters. */
  #stopAt(slot: number, fault: number): void {
    this.#starts.fill(this.end, slot)
    this.#ends.fill(this.end, slot)
    this.#tlvStart = this.#tlvStop = this.end
    this.#fault = fault
  }

  /** Returns the end of the list, or minus the fault. */
  #skipDestinations(at: number): number {
    const { buffer, end } = this
    let left = buffer[at]!
    let next = at + 1
    for (; left > 0; left--) {
      if (next >= end) return -status.ESME_RINVCMDLEN
      const flag = buffer[next]!
      if (flag !== 1 && flag !== 2) return -status.ESME_RINVDESTFLAG
      const textStart = flag === 1 ? next + 3 : next + 1
      const octetsMax = flag === 1 ? destinationOctetsMax : listNameOctetsMax
      const nul = textStart < end ? buffer.indexOf(0, textStart) : -1
      if (nul < 0 || nul >= end) return -status.ESME_RINVCMDLEN
      if (nul - textStart >= octetsMax)
        return -(flag === 1 ? status.ESME_RINVDSTADR : status.ESME_RINVDLNAME)
      next = nul + 1
    }
    return next
  }

  #skipUnsuccess(at: number): number {
    const { buffer, end } = this
    let next = at + 1
    for (let left = buffer[at]!; left > 0; left--) {
      const nul = next + 2 < end ? buffer.indexOf(0, next + 2) : -1
      if (nul < 0 || nul + 5 > end) return -status.ESME_RINVCMDLEN
      if (nul - next - 2 >= destinationOctetsMax) return -status.ESME_RINVDSTADR
      next = nul + 5
    }
    return next
  }

  /** One to three octets behind the last parameter are ignored: some peers pad. A parameter that overruns is a fault. */
  #checkTlvs(from: number): void {
    const { buffer, end } = this
    let at = from
    while (end - at >= 4) {
      const octets = readU16(buffer, at + 2)
      const next = at + 4 + octets
      if (next > end) {
        this.#fault = status.ESME_RINVOPTPARSTREAM
        break
      }
      const tlv = tlvByTag.get(readU16(buffer, at))
      if (tlv !== undefined && octets > octetsMaxOf(tlv)) this.#fault = status.ESME_RINVPARLEN
      at = next
    }
    this.#tlvStop = at
  }

  #firstTlv(): number {
    if (!this.#located) this.#locate()
    return this.#tlvStart < this.#tlvStop ? this.#tlvStart : -1
  }

  #tlvEnd(at: number): number {
    return at + 4 + readU16(this.buffer, at + 2)
  }

  #nextTlv(at: number): number {
    const next = this.#tlvEnd(at)
    return next < this.#tlvStop ? next : -1
  }

  #findTlv(tag: number): number {
    let at = this.#firstTlv()
    while (at >= 0 && readU16(this.buffer, at) !== tag) at = this.#nextTlv(at)
    return at
  }

  /** The values of a parameter that may stand more than once; undefined when none can be read. */
  #readAll(tlv: Tlv): Buffer[] | undefined {
    const found: Buffer[] = []
    for (let at = this.#firstTlv(); at >= 0; at = this.#nextTlv(at)) {
      if (readU16(this.buffer, at) !== tlv.tag) continue
      const value = readTlv(tlv, this.buffer, at + 4, this.#tlvEnd(at))
      if (value !== undefined) found.push(value as Buffer)
    }
    return found.length === 0 ? undefined : found
  }
}

function octetsMaxOf(tlv: Tlv): number {
  return tlv.kind === 'number' ? 4 : tlv.octetsMax
}

function readTlv(
  tlv: Tlv,
  buffer: Buffer,
  start: number,
  end: number,
): number | string | true | Buffer | undefined {
  const octets = end - start
  if (tlv.kind === 'flag') return octets <= tlv.octetsMax ? true : undefined
  if (tlv.kind === 'number')
    return octets >= 1 && octets <= 4 ? buffer.readUIntBE(start, octets) : undefined
  if (octets > tlv.octetsMax) return undefined
  if (tlv.kind === 'text') {
    const nul = buffer.indexOf(0, start)
    return latin1(buffer, start, nul < 0 || nul > end ? end : nul)
  }
  return octets >= tlv.octetsMin ? buffer.subarray(start, end) : undefined
}

export function readU16(buffer: Buffer, at: number): number {
  return (buffer[at]! << 8) | buffer[at + 1]!
}

export function readU32(buffer: Buffer, at: number): number {
  return (
    ((buffer[at]! << 24) | (buffer[at + 1]! << 16) | (buffer[at + 2]! << 8) | buffer[at + 3]!) >>> 0
  )
}

const genericNack = 0x80000000

/** The request's own answer, or generic_nack. A nack that says "no error" makes no sense and must not pass for success. */
export function answersRequest(view: PduView, requestId: number): boolean {
  if (view.commandId === genericNack) {
    if (view.commandStatus === 0) view.commandStatus = status.ESME_RUNKNOWNERR
    return true
  }
  return view.commandId - genericNack === requestId
}

/** Reads one whole PDU. Throws SmppCodecError unless its command_length, command_id and body keep the standard. */
export function decodePdu(octets: Uint8Array): PduView {
  const buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.length)
  if (buffer.length < headerOctets || readU32(buffer, 0) !== buffer.length) {
    throw new SmppCodecError(status.ESME_RINVCMDLEN, 'command_length does not fit')
  }
  const view = new PduView().attach(buffer, 0, buffer.length)
  if (view.name === undefined)
    throw new SmppCodecError(status.ESME_RINVCMDID, 'command_id is unknown')
  if (view.fault !== 0) throw new SmppCodecError(view.fault, `${view.name} is malformed`)
  return view
}
