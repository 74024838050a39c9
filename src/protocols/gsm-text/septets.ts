/**
 * Packing of septets into octets, least significant bit first.
 * Source: 3GPP TS 23.038 §6.1.2.1; fill bits after a header: TS 23.040 §9.2.3.24.
 */

/**
 * Packs one-septet-per-octet values into octets.
 * @param fillBits 0..6 zero bits before the first septet, so that text after a header starts on a septet boundary
 */
export function packSeptets(septets: Uint8Array, fillBits = 0): Uint8Array {
  const octets = new Uint8Array(Math.ceil((septets.length * 7 + fillBits) / 8))
  let at = 0
  let bits = fillBits
  let pending = 0
  for (let i = 0; i < septets.length; i++) {
    pending |= (septets[i]! & 0x7f) << bits
    bits += 7
    while (bits >= 8) {
      octets[at++] = pending & 0xff
      pending >>>= 8
      bits -= 8
    }
  }
  if (bits > 0 && at < octets.length) octets[at] = pending & 0xff
  return octets
}

/** How many whole septets fit into so many octets after the fill bits. */
export const septetsIn = (octetCount: number, fillBits = 0): number =>
  Math.max(0, Math.floor((octetCount * 8 - fillBits) / 7))

/**
 * Unpacks octets into one septet per octet.
 * @param count septets wanted; never more than the octets hold
 */
export function unpackSeptets(
  octets: Uint8Array,
  count: number = septetsIn(octets.length),
  fillBits = 0,
): Uint8Array {
  const whole = Math.max(0, Math.min(count, septetsIn(octets.length, fillBits)))
  const septets = new Uint8Array(whole)
  for (let i = 0; i < whole; i++) {
    const bit = fillBits + i * 7
    const at = bit >>> 3
    const pair = octets[at]! | ((octets[at + 1] ?? 0) << 8)
    septets[i] = (pair >>> (bit & 7)) & 0x7f
  }
  return septets
}

/** Fill bits between a header of so many octets (its length octet included) and the first septet. */
export const fillBitsAfter = (headerOctets: number): number => (7 - ((headerOctets * 8) % 7)) % 7
