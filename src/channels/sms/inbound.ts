import { decodeText, joinDecoded, type DefaultAlphabet } from '../../protocols/gsm-text/index.ts'
import type { PeerInbound } from '../../messaging/index.ts'
import type { InboundPart } from '../../telecoms/operators/index.ts'

/** A part from an operator as messaging takes it: octets untouched, with what is needed to read them again. */
export function inboundOf(part: InboundPart): PeerInbound {
  const coding = {
    dataCoding: part.dataCoding,
    udh: part.udh,
    defaultAlphabet: part.profile.defaultAlphabet,
  }
  return {
    channel: 'SMS',
    connectionId: part.connectionId,
    sender: part.source,
    dest: part.destination,
    concatenation: part.sar ?? concatenationOf(part.octets, coding),
    octets: part.octets,
    coding,
    simulated: part.simulated,
  }
}

function concatenationOf(
  octets: Uint8Array,
  coding: PeerInbound['coding'],
): PeerInbound['concatenation'] {
  if (!coding.udh) return null
  const { concatenation } = decode(octets, coding)
  if (!concatenation) return null
  const { reference, total, number } = concatenation
  return total > 1 && number >= 1 && number <= total ? { reference, total, number } : null
}

const decode = (octets: Uint8Array, { dataCoding, udh, defaultAlphabet }: PeerInbound['coding']) =>
  decodeText(octets, { dataCoding, udh, defaultAlphabet: defaultAlphabet as DefaultAlphabet })

/**
 * The text of a complete message; parts in order. Binary content reads as hexadecimal digits, so that it is not lost.
 * U+0000 and lone surrogates, which no database takes, are replaced.
 */
export function read(parts: readonly PeerInbound[]): string {
  const decoded = parts.map((part) => decode(part.octets, part.coding))
  if (decoded.length > 0 && decoded.every((part) => part.binary))
    return decoded.map((part) => Buffer.from(part.payload).toString('hex')).join('')
  return joinDecoded(decoded).replaceAll('\0', '\ufffd').toWellFormed()
}
