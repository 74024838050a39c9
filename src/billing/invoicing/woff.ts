import { inflateSync } from 'node:zlib'

const HEADER = 44
const ENTRY = 20
const SFNT_HEADER = 12
const SFNT_ENTRY = 16

/**
 * Unpacks a WOFF file into the font it was made from. Embedding reads tables again and again, and would otherwise inflate
 * them each time (measured: 6 s for one page instead of 0.1 s).
 * Source: W3C WOFF File Format 1.0 §3 and §4, OpenType §"Font file".
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('the file is no WOFF font')
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_none, index) =>
    tableOf(woff, HEADER + index * ENTRY),
  )
  const directory = Buffer.alloc(SFNT_HEADER + count * SFNT_ENTRY)
  woff.copy(directory, 0, 4, 8)
  const power = Math.floor(Math.log2(count))
  directory.writeUInt16BE(count, 4)
  directory.writeUInt16BE(2 ** power * SFNT_ENTRY, 6)
  directory.writeUInt16BE(power, 8)
  directory.writeUInt16BE((count - 2 ** power) * SFNT_ENTRY, 10)
  let offset = directory.length
  for (const [index, { tag, checksum, data, length }] of tables.entries()) {
    const at = SFNT_HEADER + index * SFNT_ENTRY
    tag.copy(directory, at)
    directory.writeUInt32BE(checksum, at + 4)
    directory.writeUInt32BE(offset, at + 8)
    directory.writeUInt32BE(length, at + 12)
    offset += data.length
  }
  return Buffer.concat([directory, ...tables.map((one) => one.data)])
}

function tableOf(woff: Buffer, at: number) {
  const offset = woff.readUInt32BE(at + 4)
  const packedLength = woff.readUInt32BE(at + 8)
  const length = woff.readUInt32BE(at + 12)
  const packed = woff.subarray(offset, offset + packedLength)
  const plain = packedLength < length ? inflateSync(packed, { maxOutputLength: length }) : packed
  // Tables begin at multiples of four.
  const data = Buffer.alloc(Math.ceil(length / 4) * 4)
  plain.copy(data)
  return { tag: woff.subarray(at, at + 4), checksum: woff.readUInt32BE(at + 16), data, length }
}
