/**
 * UCS-2 of TS 23.038 is sent as UTF-16, big end first: handsets show surrogate pairs, and a
 * standard of 1996 that forbids them would forbid emoji.
 */
export function encodeUcs2(text: string): Uint8Array {
  const octets = new Uint8Array(text.length * 2)
  writeUcs2(text, 0, text.length, octets, 0)
  return octets
}

export function writeUcs2(
  text: string,
  from: number,
  to: number,
  into: Uint8Array,
  at: number,
): void {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i)
    into[at++] = unit >>> 8
    into[at++] = unit & 0xff
  }
}

/** An odd octet at the end is dropped. Lone surrogates stay as they are, so that parts can be joined later. */
export function decodeUcs2(octets: Uint8Array): string {
  let text = ''
  for (let i = 0; i + 1 < octets.length; i += 2) {
    text += String.fromCharCode((octets[i]! << 8) | octets[i + 1]!)
  }
  return text
}
