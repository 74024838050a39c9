/**
 * User data header of TS 23.040 §9.2.3.24: a length octet, then elements of identifier, length, octets.
 */

/** Position of a part in a concatenated message (§9.2.3.24.1, §9.2.3.24.8). */
export interface Concatenation {
  reference: number
  referenceBits: 8 | 16
  /** 1..255 */
  total: number
  /** 1..total */
  number: number
}

/** Application ports (§9.2.3.24.3, §9.2.3.24.4). */
export interface Ports {
  destination: number
  source: number
  bits: 8 | 16
}

export interface HeaderElement {
  /** Information element identifier, one octet. */
  iei: number
  octets: Uint8Array
}

export interface HeaderElements {
  concatenation?: Concatenation
  ports?: Ports
  /** National language identifiers (§9.2.3.24.15, §9.2.3.24.16); absent or 0: default. */
  singleShift?: number
  lockingShift?: number
  /** Elements without a field above, in their order. */
  others?: readonly HeaderElement[]
}

export interface UserDataHeader extends HeaderElements {
  ok: true
  /** Octets the header takes, its length octet included. */
  length: number
  others: readonly HeaderElement[]
}

export interface HeaderFault {
  ok: false
  /** EMPTY: no octets at all. TRUNCATED: longer than the octets. OVERRUN: an element passes the header's end. */
  fault: 'EMPTY' | 'TRUNCATED' | 'OVERRUN'
}

const CONCATENATION_8 = 0x00
const CONCATENATION_16 = 0x08
const PORTS_8 = 0x04
const PORTS_16 = 0x05
const SINGLE_SHIFT = 0x24
const LOCKING_SHIFT = 0x25

/** A short message carries 140 octets of user data, header included. */
export const USER_DATA_OCTETS_MAX = 140

/**
 * Header octets, length octet first; empty when there is no element.
 * Numbers beyond their field are cut to it. The caller keeps the whole within 140 octets.
 */
export function buildUserDataHeader(elements: HeaderElements): Uint8Array {
  const body: number[] = []
  const { concatenation, ports } = elements
  if (concatenation) body.push(...concatenationElement(concatenation))
  if (ports) body.push(...portsElement(ports))
  if (elements.singleShift) body.push(SINGLE_SHIFT, 1, elements.singleShift)
  if (elements.lockingShift) body.push(LOCKING_SHIFT, 1, elements.lockingShift)
  for (const { iei, octets } of elements.others ?? []) body.push(iei, octets.length, ...octets)
  return body.length === 0 ? new Uint8Array(0) : Uint8Array.of(body.length, ...body)
}

function concatenationElement({ reference, referenceBits, total, number }: Concatenation) {
  return referenceBits === 8
    ? [CONCATENATION_8, 3, reference & 0xff, total, number]
    : [CONCATENATION_16, 4, (reference >>> 8) & 0xff, reference & 0xff, total, number]
}

function portsElement({ destination, source, bits }: Ports) {
  return bits === 8
    ? [PORTS_8, 2, destination & 0xff, source & 0xff]
    : [PORTS_16, 4, destination >>> 8, destination & 0xff, source >>> 8, source & 0xff]
}

/**
 * Reads the header at the start of user data. Of an element given twice the last counts. A known
 * element of the wrong length, and a concatenation whose numbers contradict each other, is no
 * reason to lose the text: it is kept among `others` and has no effect (§9.2.3.24.1).
 */
export function parseUserDataHeader(octets: Uint8Array): UserDataHeader | HeaderFault {
  if (octets.length === 0) return { ok: false, fault: 'EMPTY' }
  const end = octets[0]! + 1
  if (end > octets.length) return { ok: false, fault: 'TRUNCATED' }
  const others: HeaderElement[] = []
  const header: UserDataHeader = { ok: true, length: end, others }
  let at = 1
  while (at < end) {
    const start = at + 2
    if (start > end) return { ok: false, fault: 'OVERRUN' }
    at = start + octets[at + 1]!
    if (at > end) return { ok: false, fault: 'OVERRUN' }
    const element = { iei: octets[start - 2]!, octets: octets.slice(start, at) }
    if (!takeElement(header, element)) others.push(element)
  }
  return header
}

function takeElement(header: UserDataHeader, { iei, octets }: HeaderElement): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = octets
  if (iei === CONCATENATION_8 && octets.length === 3) {
    return takeConcatenation(header, { reference: a, referenceBits: 8, total: b, number: c })
  }
  if (iei === CONCATENATION_16 && octets.length === 4) {
    const reference = (a << 8) | b
    return takeConcatenation(header, { reference, referenceBits: 16, total: c, number: d })
  }
  if (iei === PORTS_8 && octets.length === 2) {
    header.ports = { destination: a, source: b, bits: 8 }
    return true
  }
  if (iei === PORTS_16 && octets.length === 4) {
    header.ports = { destination: (a << 8) | b, source: (c << 8) | d, bits: 16 }
    return true
  }
  if (iei === SINGLE_SHIFT && octets.length === 1) {
    header.singleShift = a
    return true
  }
  if (iei === LOCKING_SHIFT && octets.length === 1) {
    header.lockingShift = a
    return true
  }
  return false
}

function takeConcatenation(header: UserDataHeader, concatenation: Concatenation): boolean {
  const { total, number } = concatenation
  if (number < 1 || number > total) return false
  header.concatenation = concatenation
  return true
}
